//! Rules of the user's: their files, their conditions, and what they say of groups.

use std::sync::LazyLock;

use multiaz::load::{Options, load};
use multiaz::model::Group;
use multiaz::rules::{Catalog, judge, load_folder};
use multiaz::source::{Input, Sources};

use super::asserts::assert_place;
use super::folder::folder;
use super::run::{Read, tell};

/// Inputs in which much is known, and in which little is.
const SAMPLES: [(&str, &str); 3] = [
    ("two-shards.yaml", include_str!("../../fixtures/failover/two-shards.yaml")),
    ("answer.json", include_str!("../../fixtures/describe/three-node-group.json")),
    ("not-known.yaml", include_str!("../../fixtures/failover/not-known.yaml")),
];

/// The texts that rules are asked about, and their groups.
static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| samples().1);

fn samples() -> (Sources, Vec<Group>) {
    let input = |(name, text): (&str, &str)| Input { name: name.to_owned(), text: text.to_owned() };
    let mut sources = Sources::default();
    let everything = load(&mut sources, SAMPLES.map(input).to_vec(), &Options::default());
    (sources, everything.loaded.groups)
}

/// A text as a folder of rules, the first of which is called `rule`; one that is no rule file is a condition.
pub fn rules(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let text = if text.contains("outcome") { text.to_owned() } else { around(text) };
    let folder = folder(&text, "rule.yaml");
    let Ok(mut catalog) = Catalog::empty() else { panic!("the condition language can't be set up") };
    let (mut sources, _) = samples();
    let Ok(failures) = load_folder(&mut sources, folder.path(), &mut catalog, &|_| true) else { return };
    for failure in &failures {
        failure.at.into_iter().for_each(|at| assert_place(&sources, at, &failure.message));
    }
    let judged = judge(&catalog, &GROUPS);
    tell(&Read {
        sources: &sources,
        groups: &GROUPS,
        findings: &judged.findings,
        skipped: &[],
        unread: 0,
        failures: &failures,
    });
}

/// A rule around a condition, which its message tells too.
fn around(condition: &str) -> String {
    let text = |text: String| serde_json::Value::String(text).to_string();
    let (require, message) = (text(condition.to_owned()), text(format!("it is {{{condition}}}")));
    format!(
        "id: rule\ntitle: t\neach: shard\nwhen: \"true\"\nrequire: {require}\noutcome:\n  - {{severity: error, \
         consequence: fragile, message: {message}}}\nundecided: u\nlabels:\n  - {{at: group.multi_az, text: t}}\nwhy: \
         w\nfix: {{terraform: t, cloudformation: c, cli: c}}\n"
    )
}
