//! The properties mean something only where the groups tried make every rule speak.

use std::collections::BTreeSet;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use super::config;
use super::strategy::topology;
use super::template::{Style, template};
use super::verdicts::{Word, verdicts};

/// What no template can make a rule say.
const NEVER_SAID: [(&str, &str, &str); 3] = [
    ("external-replica", "violated", "only the user can say that there is one"),
    ("in-transition", "violated", "only describe output has states"),
    ("in-transition", "undecided", "only describe output has states"),
];

#[test]
fn the_generator_makes_every_rule_speak() {
    let mut runner = TestRunner::new(config());
    let strategy = topology();
    let mut said: BTreeSet<(String, &str)> = BTreeSet::new();
    for _ in 0..600 {
        let of = strategy.new_tree(&mut runner).unwrap().current();
        let text = template(&of, Style { yaml: false, quoted: false, conditional: false });
        said.extend(verdicts("template.json", &text).into_iter().map(|((rule, _), word)| {
            let word = match word {
                Word::Silent => "silent",
                Word::Undecided => "undecided",
                Word::Violated(..) => "violated",
            };
            (rule, word)
        }));
    }
    let mut missing = Vec::new();
    for rule in multiaz::rules::built_in(&|_| true).unwrap().rules {
        for word in ["silent", "undecided", "violated"] {
            let said = said.contains(&(rule.file.id.to_string(), word));
            let never = NEVER_SAID.iter().any(|(id, what, _)| *id == rule.file.id && *what == word);
            if said == never {
                missing.push(format!("{}: {word}", rule.file.id));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
