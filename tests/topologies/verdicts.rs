//! What the rules say of a text, as a table: rule and shard to verdict.

use std::collections::BTreeMap;

use multiaz::finding::{Consequence, Severity, Verdict};
use multiaz::load::{self, Options};
use multiaz::rules::{Catalog, Each, built_in, judge};
use multiaz::source::{Input, Sources};

/// A verdict. A rule that holds and one that does not apply are both silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Silent,
    Undecided,
    Violated(Severity, Consequence),
}

/// By rule and shard; none for the group as a whole, or for shards of which not even the number is known.
pub(super) type Verdicts = BTreeMap<(String, Option<String>), Word>;

thread_local! {
    static CATALOG: Catalog = built_in(&|_| true).unwrap();
}

/// Judges the only group in a text.
pub(super) fn verdicts(name: &str, text: &str) -> Verdicts {
    let mut sources = Sources::default();
    let input = Input { name: name.into(), text: text.to_owned() };
    let loaded = load::load(&mut sources, vec![input], &Options::default()).loaded;
    assert!(loaded.failures.is_empty(), "{:?}\n{text}", loaded.failures);
    assert_eq!(loaded.groups.len(), 1, "{:?}\n{text}", loaded.skipped);
    CATALOG.with(|catalog| {
        let judged = judge(catalog, &loaded.groups);
        assert!(judged.faults.is_empty(), "{:?}", judged.faults);
        let mut all = Verdicts::new();
        for rule in &catalog.rules {
            let shards: Vec<Option<String>> = match rule.file.each {
                Each::Group => vec![None],
                Each::Shard => loaded.groups[0].layout.shards.iter().map(|shard| shard.id.clone()).collect(),
            };
            for shard in shards {
                let before = all.insert((rule.file.id.clone(), shard.clone()), Word::Silent);
                assert_eq!(before, None, "two shards are called {shard:?}");
            }
        }
        for finding in judged.findings {
            let word = match finding.verdict {
                Verdict::Violated => Word::Violated(finding.severity, finding.consequence),
                Verdict::Undecided => Word::Undecided,
            };
            let mut shards: Vec<Option<String>> = finding.shards.into_iter().map(Some).collect();
            if shards.is_empty() {
                shards.push(None);
            }
            for shard in shards {
                let before = all.insert((finding.rule.clone(), shard), word);
                assert_eq!(before, Some(Word::Silent), "{} speaks twice or of nothing", finding.rule);
            }
        }
        all
    })
}
