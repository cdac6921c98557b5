//! What the rules say of a text, as a table: rule and shard to verdict.

use std::collections::BTreeMap;

use multiaz::finding::{Consequence, Severity, Verdict};
use multiaz::load::{self, Everything, Options};
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

/// What is said of one group: the verdicts, and their messages.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) verdicts: Verdicts,
    /// What each rule that speaks says, with how much it matters; also where it is undecided.
    pub(super) messages: BTreeMap<(String, Option<String>), (Severity, Consequence, String)>,
}

/// Judges the only group in a text.
pub(super) fn verdicts(name: &str, text: &str) -> Verdicts {
    said(name, text).verdicts
}

/// All that is said of the only group in a text.
pub(super) fn said(name: &str, text: &str) -> Said {
    let mut sources = Sources::default();
    let input = Input { name: name.into(), text: text.to_owned() };
    let everything = load::load(&mut sources, vec![input], &Options::default());
    said_of(&everything, text)
}

/// All that is said of the only group of a run; `text` is what it was read from, for people.
pub(super) fn said_of(everything: &Everything, text: &str) -> Said {
    let Everything { loaded, unread, .. } = everything;
    assert!(loaded.failures.is_empty(), "{:?}\n{text}", loaded.failures);
    assert!(unread.is_empty(), "{unread:?}\n{text}");
    assert_eq!(loaded.groups.len(), 1, "{:?}\n{text}", loaded.skipped);
    CATALOG.with(|catalog| {
        let judged = judge(catalog, &loaded.groups);
        assert!(judged.faults.is_empty(), "{:?}", judged.faults);
        let (mut all, mut messages) = (Verdicts::new(), BTreeMap::new());
        for rule in &catalog.rules {
            let shards: Vec<Option<String>> = match rule.file.each {
                Each::Group => vec![None],
                Each::Shard => loaded.groups[0].layout.shards.iter().map(|shard| shard.id.clone()).collect(),
            };
            for shard in shards {
                let before = all.insert((rule.file.id.to_string(), shard.clone()), Word::Silent);
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
                let key = (finding.rule.clone(), shard);
                let message = (finding.severity, finding.consequence, finding.message.clone());
                messages.insert(key.clone(), message);
                let before = all.insert(key, word);
                assert_eq!(before, Some(Word::Silent), "{} speaks twice or of nothing", finding.rule);
            }
        }
        Said { verdicts: all, messages }
    })
}
