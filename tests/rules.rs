//! Every rule's own examples get the verdict they claim, from the rule files themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use multiaz::finding::Verdict;
use multiaz::load::{self, Options};
use multiaz::rules::{Catalog, Example, built_in, judge, load_folder};
use multiaz::source::{Input, Sources};

/// What a rule says of an example: violated, undecided, or neither.
fn verdicts(catalog: &Catalog, rule: &str, example: &Example) -> Result<Vec<Verdict>, String> {
    let mut sources = Sources::default();
    let options = Options { external_replicas: example.external_replicas.clone(), ..Options::default() };
    let input = Input { name: "example".into(), text: example.text().to_owned() };
    let everything = load::load(&mut sources, vec![input], &options);
    if let Some(failure) = everything.loaded.failures.first() {
        return Err(format!("{}: {}", failure.message, failure.help));
    }
    if everything.loaded.groups.is_empty() {
        return Err("the example holds no group".into());
    }
    let judged = judge(catalog, &everything.loaded.groups);
    if let Some(fault) = judged.faults.first() {
        return Err(format!("{fault:?}"));
    }
    let of_rule = judged.findings.into_iter().filter(|finding| finding.rule == rule);
    Ok(of_rule.map(|finding| finding.verdict).collect())
}

#[test]
fn examples_get_the_verdict_they_claim() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    let mut faults = Vec::new();
    for rule in &catalog.rules {
        let (id, examples) = (rule.file.id.as_str(), &rule.file.examples);
        let mut expect = |kind: &str, all: &[Example], right: &dyn Fn(&[Verdict]) -> bool| {
            for (at, example) in all.iter().enumerate() {
                match verdicts(&catalog, id, example) {
                    Ok(found) if right(&found) => {}
                    Ok(found) => faults.push(format!("{id}: {kind} example {at} came out as {found:?}")),
                    Err(reason) => faults.push(format!("{id}: {kind} example {at}: {reason}")),
                }
            }
        };
        expect("bad", &examples.bad, &|found| found.contains(&Verdict::Violated));
        expect("good", &examples.good, &|found| !found.contains(&Verdict::Violated));
        expect("undecided", &examples.undecided, &|found| {
            found.contains(&Verdict::Undecided) && !found.contains(&Verdict::Violated)
        });
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_bad_and_good_examples_and_a_source() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    for rule in &catalog.rules {
        let id = &rule.file.id;
        assert!(!rule.file.examples.bad.is_empty(), "{id} has no bad example");
        assert!(!rule.file.examples.good.is_empty(), "{id} has no good example");
        assert!(!rule.sources.is_empty(), "{id} cites no fact");
    }
}

#[test]
fn every_part_of_every_built_in_rule_compiles() {
    // Read from the folder, as a user's rules are: a mistake is told with its place in the file.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut sources = Sources::default();
    let mut catalog = Catalog::empty().unwrap();
    let failures = load_folder(&mut sources, &folder, &mut catalog, &|_| true).unwrap();
    let told = multiaz::report::failures(&sources, &failures, false);
    assert!(failures.is_empty(), "{told}");
    assert_eq!(catalog.rules.len(), built_in(&|_| true).unwrap().rules.len());
}

/// What the mark before help leaves of the 100 columns of text output.
const FIX_WIDTH: usize = 92;

#[test]
fn fixes_fit_on_a_line_so_that_commands_can_be_copied() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    for rule in &catalog.rules {
        let fix = &rule.file.fix;
        for line in [&fix.terraform, &fix.cloudformation, &fix.cli].into_iter().flat_map(|text| text.lines())
        {
            let one_word = !line.trim().contains(' ');
            assert!(one_word || line.chars().count() <= FIX_WIDTH, "{}: {line}", rule.file.id);
        }
    }
}
