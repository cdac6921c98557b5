//! The snapshot that `--save` writes: every answer, and what could not be read.

use std::path::Path;

use serde::Serialize;

use crate::commands::output::write_file;
use crate::load::account::{AccountSnapshot, FORMAT, Reading, Trouble};
use crate::report::write_json;
use crate::source::{Failure, FailureKind};

#[derive(Serialize)]
struct Saved<'a> {
    format: &'static str,
    accounts: &'a [AccountSnapshot],
    /// Accounts and regions that no call was made for.
    unread: Vec<Unread>,
}

#[derive(Serialize)]
struct Unread {
    what: String,
    reason: String,
}

/// Keeps what was read in a file; returns a sentence on it.
///
/// A file that is there is kept as it is where the run was ended early: it may hold more than half an audit.
///
/// # Errors
/// Where it can't be written.
pub(super) fn keep(reading: &Reading, path: &Path) -> Result<String, Failure> {
    let name = path.display().to_string();
    if reading.interrupted && path.exists() {
        return Ok(format!("{name} is left as it was: the run was ended early"));
    }
    match save(reading, path) {
        Ok(()) => Ok(format!("{name} holds what was read")),
        Err(message) => Err(Failure {
            kind: FailureKind::Unreadable,
            file: name,
            at: None,
            message,
            help: "give --save another file".into(),
        }),
    }
}

/// Writes what was read, and names what was not.
///
/// # Errors
/// A sentence for the user, where the file can't be written.
fn save(reading: &Reading, path: &Path) -> Result<(), String> {
    let is_begun = |trouble: &Trouble| {
        let mut accounts = reading.snapshot.accounts.iter();
        accounts.any(|account| account.is_of(trouble.account.as_deref(), trouble.region.as_deref()))
    };
    let unread = reading.failures.iter().filter(|trouble| !is_begun(trouble)).map(|trouble| Unread {
        what: match &trouble.region {
            Some(region) => format!("{region}, {}", trouble.whose),
            None => trouble.whose.clone(),
        },
        reason: trouble.message.clone(),
    });
    let saved = Saved { format: FORMAT, accounts: &reading.snapshot.accounts, unread: unread.collect() };
    // A page of AWS has no letters that act upon a terminal; another server's names may.
    write_file(path, |out| write_json(&saved, out)).map_err(|error| format!("it can't be written: {error}"))
}

/// A snapshot of one account and region, as the describe reader takes it.
///
/// # Errors
/// A sentence for the user; plain data always becomes JSON.
pub(super) fn text_of_one(account: &AccountSnapshot) -> Result<String, String> {
    let saved = Saved { format: FORMAT, accounts: std::slice::from_ref(account), unread: Vec::new() };
    let text = serde_json::to_string_pretty(&saved);
    text.map(|text| text + "\n").map_err(|error| format!("the answers can't be written as JSON: {error}"))
}
