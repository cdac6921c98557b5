//! `multiaz rules`: list the rules, explain one, or tell a fact.

use crate::cli::RulesArgs;
use crate::policy::{CLEAN, FINDINGS, NOT_CHECKED};
use crate::report;
use crate::rules::Catalog;
use crate::source::{Failure, Sources};

use super::catalog::{catalog, unknown_rule};
use super::output::printed;
use super::{Streams, Volume, failing_examples, rule_page};

/// Lists rules, explains one or tells a fact; returns the exit code.
pub fn rules(arguments: &RulesArgs, streams: &mut Streams<'_>, volume: Volume) -> u8 {
    let mut sources = Sources::default();
    let (catalog, failures) = match catalog(&mut sources, &arguments.rules, &|_| true) {
        Ok(loaded) => loaded,
        Err(failure) => return failed(streams, &sources, &[failure]),
    };
    if arguments.test {
        return if failures.is_empty() {
            test(streams, &catalog, volume)
        } else {
            failed(streams, &sources, &failures)
        };
    }
    let text = match arguments.ids.as_slice() {
        _ if arguments.vocabulary => Ok(rule_page::vocabulary()),
        [] => Ok(rule_page::list(&catalog.rules)),
        ids => ids
            .iter()
            .map(|id| explained(&catalog, id))
            .collect::<Result<Vec<_>, _>>()
            .map(|all| all.join("\n")),
    };
    let text = match text {
        Ok(text) => text,
        Err(unknown) => return failed(streams, &sources, &[unknown]),
    };
    // Rules of a user's folders are input like any other.
    if !printed(streams, &report::shown_lines(&text)) {
        return NOT_CHECKED;
    }
    if failures.is_empty() { CLEAN } else { failed(streams, &sources, &failures) }
}

/// The page of a rule, or of a fact where no rule has that id.
fn explained(catalog: &Catalog, id: &str) -> Result<String, Failure> {
    match catalog.rules.iter().find(|rule| rule.file.id == id) {
        Some(rule) => Ok(rule_page::explanation(rule)),
        None => {
            let fact = catalog.facts.find(id).map(|(id, fact)| rule_page::fact(id, fact, &catalog.rules));
            fact.ok_or_else(|| unknown_rule(catalog, id))
        }
    }
}

/// Runs the examples; 1 where one comes out otherwise than it claims.
fn test(streams: &mut Streams<'_>, catalog: &Catalog, volume: Volume) -> u8 {
    let faults = failing_examples(catalog);
    let mut text: String = faults.iter().map(|fault| format!("{}\n", report::one_line(fault))).collect();
    let (rules, count) = (catalog.rules.len(), faults.len());
    if volume != Volume::Quiet {
        text.push_str(&format!("{rules} rules: {count} examples come out otherwise than they claim\n"));
    }
    match (printed(streams, &report::shown_lines(&text)), faults.is_empty()) {
        (false, _) => NOT_CHECKED,
        (true, true) => CLEAN,
        (true, false) => FINDINGS,
    }
}

fn failed(streams: &mut Streams<'_>, sources: &Sources, failures: &[Failure]) -> u8 {
    let text = report::failures(sources, failures, false);
    let _ = streams.stderr.write_all(text.as_bytes());
    NOT_CHECKED
}
