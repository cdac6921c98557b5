//! `multiaz rules --test`: every example of every rule gets the verdict it claims.

use crate::finding::Verdict;
use crate::load::{self, Options};
use crate::rules::{Catalog, Example, judge};
use crate::source::{Input, Sources};

/// Runs all examples of a catalog's rules; returns a sentence for each that comes out otherwise.
#[must_use]
pub fn failing_examples(catalog: &Catalog) -> Vec<String> {
    let mut faults = Vec::new();
    for rule in &catalog.rules {
        let (id, examples) = (&*rule.file.id, &rule.file.examples);
        let claims = [
            (&examples.bad, Some(Verdict::Violated)),
            (&examples.good, None),
            (&examples.undecided, Some(Verdict::Undecided)),
        ];
        for (all, claim) in claims {
            let name = match claim {
                Some(verdict) => verdict.name(),
                None => "not violated",
            };
            for (at, example) in all.iter().enumerate() {
                let number = at + 1;
                match verdict(catalog, id, example) {
                    Ok(found) if fits(found, claim) => {}
                    Ok(found) => {
                        let found = found.map_or("holds, or does not apply", Verdict::name);
                        faults.push(format!("{id}: example {number} of those {name}: {found}"));
                    }
                    Err(reason) => faults.push(format!("{id}: example {number} of those {name}: {reason}")),
                }
            }
        }
    }
    faults
}

/// A good example may leave its rule undecided; it may not violate it.
fn fits(found: Option<Verdict>, claim: Option<Verdict>) -> bool {
    match claim {
        Some(verdict) => found == Some(verdict),
        None => found != Some(Verdict::Violated),
    }
}

/// The gravest verdict of a rule on an example; none where it holds or does not apply.
///
/// # Errors
/// When the example can't be read or holds no group.
fn verdict(catalog: &Catalog, rule: &str, example: &Example) -> Result<Option<Verdict>, String> {
    let mut sources = Sources::default();
    let external_replicas = example.external_replicas.iter().map(ToString::to_string).collect();
    let options = Options { external_replicas, ..Options::default() };
    let input = Input { name: "example".into(), text: example.text().to_owned() };
    let loaded = load::load(&mut sources, vec![input], &options).loaded;
    if let Some(failure) = loaded.failures.first() {
        return Err(format!("{} ({})", failure.message, failure.help));
    }
    if loaded.groups.is_empty() {
        return Err("it holds no replication group".into());
    }
    let judged = judge(catalog, &loaded.groups);
    if let Some((of, _, reason)) = judged.faults.iter().find(|(of, ..)| of == rule) {
        return Err(format!("{of} can't be evaluated: {reason}"));
    }
    let of_rule = judged.findings.iter().filter(|finding| finding.rule == rule);
    // Violated comes before undecided.
    Ok(of_rule.map(|finding| finding.verdict).min())
}
