//! Every fact is written down, and said somewhere: by a rule, a plan, a runbook or the page on Multi-AZ.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "failover_plans/page_groups.rs"]
#[allow(dead_code)]
mod page_groups;
mod runbooks;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use multiaz::rules::{Catalog, built_in};

/// The kinds (see `fixtures/facts/kinds.yaml`) of which every fact has to be said: all of them.
const SAID: [&str; 4] = ["C", "E", "L", "P"];

type Ids = BTreeSet<String>;

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

fn catalog() -> Catalog {
    built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// The facts of the two pages by kind.
fn kinds() -> BTreeMap<String, Vec<String>> {
    serde_saphyr::from_str(&text("fixtures/facts/kinds.yaml")).unwrap()
}

fn cited_by_rules() -> Ids {
    catalog()
        .rules
        .iter()
        .flat_map(|rule| rule.file.facts.iter().map(ToString::to_string).collect::<Vec<_>>())
        .collect()
}

fn cited_by_the_page() -> Ids {
    in_brackets(&text("docs/multi-az.md")).map(str::to_owned).collect()
}

/// What plans of the page's groups cite; `tests/failover_plans/claims` holds what each of these has to say.
fn cited_by_plans() -> Ids {
    page_groups::cited_by_all()
}

/// What runbooks of any case cite.
fn cited_by_runbooks() -> Ids {
    let mut cited = Ids::new();
    for kind in runbooks::KINDS {
        runbooks::cases().iter().for_each(|case| runbooks::facts(&runbooks::json(&[kind, case]), &mut cited));
    }
    cited
}

/// The words of every `[F40 X071]` in a text.
fn in_brackets(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.split('[').skip(1).filter_map(|rest| Some(rest.split_once(']')?.0));
    inside.filter(|words| seems_id(words)).flat_map(str::split_whitespace)
}

/// Whether a text starts as an id does: F, X or D and a digit.
fn seems_id(text: &str) -> bool {
    text.starts_with(['F', 'X', 'D']) && text[1..].starts_with(|next: char| next.is_ascii_digit())
}

#[test]
fn every_fact_of_the_two_pages_has_one_kind() {
    let mut ids: Vec<String> = kinds().into_values().flatten().collect();
    ids.sort();
    let mut expected: Vec<String> = (1..=184).map(|number| format!("F{number:02}")).collect();
    expected.sort();
    assert_eq!(ids, expected);
}

#[test]
fn every_fact_of_the_two_pages_is_written_down() {
    let known: Ids = catalog().facts.iter().map(|(id, _)| id.to_owned()).collect();
    let pages: Ids = known.iter().filter(|id| id.starts_with('F')).cloned().collect();
    let expected: Ids = kinds().into_values().flatten().collect();
    assert_eq!(pages, expected);
}

#[test]
fn every_fact_is_said_somewhere() {
    let said: Ids = [cited_by_rules(), cited_by_the_page(), cited_by_plans(), cited_by_runbooks()]
        .into_iter()
        .flatten()
        .collect();
    let kinds = kinds();
    let unsaid: Vec<String> = SAID
        .iter()
        .flat_map(|kind| kinds[*kind].iter().map(move |id| (kind, id)))
        .filter(|(_, id)| !said.contains(*id))
        .map(|(kind, id)| format!("{id} ({kind})"))
        .collect();
    assert!(unsaid.is_empty(), "said by no rule, plan, runbook or page: {}", unsaid.join(", "));
}

#[test]
fn the_page_cites_facts_that_exist() {
    let facts = catalog().facts;
    let cited = cited_by_the_page();
    let missing: Vec<&String> = cited.iter().filter(|id| facts.get(id).is_none()).collect();
    assert!(missing.is_empty(), "docs/multi-az.md cites {missing:?}");
    assert!(!cited.is_empty());
}

/// Where the sources of plans and runbooks are.
const CITING: [&str; 2] = ["src/failover", "src/runbook"];

#[test]
fn plans_and_runbooks_cite_facts_that_exist() {
    let facts = catalog().facts;
    let mut count = 0;
    let walk = |folder: &str| ignore::Walk::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder));
    for path in CITING.into_iter().flat_map(walk).map(|entry| entry.unwrap().into_path()) {
        if path.is_file() {
            let source = fs::read_to_string(&path).unwrap();
            let is_id = |word: &&str| seems_id(word) && word.chars().all(char::is_alphanumeric);
            let cited: Vec<&str> = source.split('"').filter(is_id).collect();
            let missing: Vec<&&str> = cited.iter().filter(|id| facts.get(id).is_none()).collect();
            count += cited.len();
            assert!(missing.is_empty(), "{} cites {missing:?}", path.display());
        }
    }
    assert!(count > 200, "{count} ids are cited: are they still written so?");
}

#[test]
fn the_page_lists_the_addresses_of_the_facts_and_no_others() {
    let page = text("docs/multi-az.md");
    let addresses = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let listed: Ids = addresses.filter(|at| at.starts_with("https:")).map(str::to_owned).collect();
    let facts = catalog().facts;
    let known: Ids = facts.iter().filter_map(|(_, fact)| Some(fact.address.as_ref()?.to_string())).collect();
    assert_eq!(listed, known);
}

#[test]
fn every_fact_is_one_line_of_plain_text_with_a_source_and_a_day() {
    for (id, fact) in catalog().facts.iter() {
        assert!(fact.text.ends_with('.') && !fact.text.contains('\n'), "{id}: {}", fact.text);
        assert!(fact.text.chars().count() <= 220, "{id} is too long: {}", fact.text);
        assert!(!fact.title.is_empty(), "{id} has no title");
        let day: Vec<usize> = fact.read.split('-').map(str::len).collect();
        assert_eq!(day, [4, 2, 2], "{id}: {}", fact.read);
    }
}

#[test]
fn facts_refer_to_facts_that_exist() {
    let facts = catalog().facts;
    for (id, fact) in facts.iter() {
        let words = fact.text.split(|c: char| c.is_whitespace() || "()".contains(c));
        for other in words.filter(|word| seems_id(word)) {
            assert!(facts.get(other).is_some(), "{id} refers to {other}");
        }
    }
}

#[test]
fn facts_stand_in_the_order_of_their_ids() {
    let file = text("rules/facts.yaml");
    let ids = file.lines().filter(|line| seems_id(line)).map(|line| line.trim_end_matches(':'));
    let order: Vec<(&str, u32, &str)> = ids.map(parts).collect();
    assert!(order.is_sorted(), "rules/facts.yaml is not sorted");
    assert_eq!(order.len(), catalog().facts.iter().count());
}

/// An id as letter, number and what follows.
fn parts(id: &str) -> (&str, u32, &str) {
    let (letter, rest) = id.split_at(1);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (letter, rest[..digits].parse().unwrap(), &rest[digits..])
}
