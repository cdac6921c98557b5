//! `multiaz rules`: list the rules, or explain one.

use crate::cli::RulesArgs;
use crate::policy::{CLEAN, FINDINGS, NOT_CHECKED};
use crate::report;
use crate::rules::{self, Catalog};
use crate::source::{Failure, Sources};

use super::{Streams, failing_examples, rule_page};

/// Lists rules or explains one; returns the exit code.
pub fn rules(arguments: &RulesArgs, streams: &mut Streams<'_>) -> u8 {
    let mut sources = Sources::default();
    let (catalog, failures) = match catalog(arguments, &mut sources) {
        Ok(loaded) => loaded,
        Err(failure) => return failed(streams, &sources, &[failure]),
    };
    if arguments.test && failures.is_empty() {
        return test(streams, &catalog);
    }
    let text = match (&arguments.id, arguments.vocabulary) {
        (_, true) => Some(rule_page::vocabulary()),
        (Some(id), _) => catalog.rules.iter().find(|rule| rule.file.id == *id).map(rule_page::explanation),
        (None, _) => Some(rule_page::list(&catalog.rules)),
    };
    match text {
        Some(text) => {
            let _ = streams.stdout.write_all(text.as_bytes());
        }
        None => return unknown(streams, &catalog, arguments.id.as_deref().unwrap_or_default()),
    }
    if failures.is_empty() { CLEAN } else { failed(streams, &sources, &failures) }
}

/// Runs the examples; 1 where one comes out otherwise than it claims.
fn test(streams: &mut Streams<'_>, catalog: &Catalog) -> u8 {
    let faults = failing_examples(catalog);
    for fault in &faults {
        let _ = writeln!(streams.stdout, "{fault}");
    }
    let rules = catalog.rules.len();
    let _ = writeln!(
        streams.stdout,
        "{rules} rules: {} examples come out otherwise than they claim",
        faults.len()
    );
    if faults.is_empty() { CLEAN } else { FINDINGS }
}

fn catalog(arguments: &RulesArgs, sources: &mut Sources) -> Result<(Catalog, Vec<Failure>), Failure> {
    let mut catalog = rules::built_in(&|_| true)?;
    let mut failures = Vec::new();
    for folder in &arguments.rules {
        failures.extend(rules::load_folder(sources, folder, &mut catalog, &|_| true)?);
    }
    Ok((catalog, failures))
}

fn failed(streams: &mut Streams<'_>, sources: &Sources, failures: &[Failure]) -> u8 {
    let text = report::failures(sources, failures, false);
    let _ = streams.stderr.write_all(text.as_bytes());
    NOT_CHECKED
}

fn unknown(streams: &mut Streams<'_>, catalog: &Catalog, id: &str) -> u8 {
    let hint = catalog.nearest(id).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
    let _ = writeln!(streams.stderr, "error: there is no rule `{id}`{hint}");
    NOT_CHECKED
}
