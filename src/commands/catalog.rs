//! The rules of a run, and what to say of a rule that there is not.

use std::path::PathBuf;

use crate::rules::{self, Catalog};
use crate::source::{Failure, FailureKind, Sources};

/// The built-in rules that are wanted and those of the user's folders. A folder or file that can't
/// be used is told, the others count.
///
/// # Errors
/// When the built-in rules can't be used, which is a fault of the program.
pub(super) fn catalog(
    sources: &mut Sources,
    folders: &[PathBuf],
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(Catalog, Vec<Failure>), Failure> {
    let mut catalog = rules::built_in(wanted)?;
    let mut failures = Vec::new();
    for folder in folders {
        match rules::load_folder(sources, folder, &mut catalog, wanted) {
            Ok(more) => failures.extend(more),
            Err(failure) => failures.push(failure),
        }
    }
    Ok((catalog, failures))
}

/// What to say of an id that no rule has.
pub(super) fn unknown_rule(catalog: &Catalog, id: &str) -> Failure {
    if is_like_a_fact(id) {
        return Failure {
            kind: FailureKind::Rule,
            file: id.to_owned(),
            at: None,
            message: "there is no such fact".into(),
            help: "findings, plans and runbooks name theirs: F68, X004, D13".into(),
        };
    }
    let help = match catalog.nearest(id) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`multiaz rules` lists them".to_owned(),
    };
    Failure {
        kind: FailureKind::Rule,
        file: id.to_owned(),
        at: None,
        message: "there is no such rule".into(),
        help,
    }
}

/// Whether a text is built as `F68` is.
fn is_like_a_fact(id: &str) -> bool {
    let mut letters = id.bytes();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.next().is_some_and(|second| second.is_ascii_digit())
}
