//! Putting a value in place of an unknown changes no verdict other than undecided.

use proptest::prelude::*;

use super::describe::{Account, describe};
use super::fill::{Donor, fill};
use super::plan::plan;
use super::strategy::{live, spare_zones, topology};
use super::template::{Style, template};
use super::topology::Fact::Unknown;
use super::topology::Topology;
use super::verdicts::{Verdicts, Word, verdicts};
use super::{account, config};

/// Every verdict that was decided and changed. A verdict on shards that could not be told apart
/// stands for each of them.
pub(super) fn changes(before: &Verdicts, after: &Verdicts) -> Vec<String> {
    let changed = after.iter().filter_map(|(key, now)| {
        let (rule, shard) = key;
        let then = before.get(key).or_else(|| before.get(&(rule.clone(), None)));
        match then {
            Some(Word::Undecided) => None,
            // What a violation comes to may depend on another unknown; that it is one may not.
            Some(Word::Violated(..)) if matches!(now, Word::Violated(..)) => None,
            Some(then) if then == now => None,
            then => Some(format!("{rule} {shard:?}: {then:?}, then {now:?}")),
        }
    });
    changed.collect()
}

fn only_decides(name: &str, before: &str, after: &str) -> Result<(), TestCaseError> {
    let found = changes(&verdicts(name, before), &verdicts(name, after));
    prop_assert!(found.is_empty(), "{}\n{before}\n{after}", found.join("\n"));
    Ok(())
}

pub(super) fn donor(may_vanish: bool) -> impl Strategy<Value = Donor> {
    (topology(), spare_zones(), any::<bool>()).prop_map(move |(topology, zones, names)| Donor {
        topology,
        zones,
        names,
        may_vanish,
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_value_for_a_parameter_only_decides(of in topology(), donor in donor(false), yaml: bool, quoted: bool) {
        let style = Style { yaml, quoted, conditional: false };
        only_decides("template.yaml", &template(&of, style), &template(&fill(&of, &donor), style))?;
    }

    #[test]
    fn a_condition_that_is_settled_only_decides(of in topology(), donor in donor(true), yaml: bool) {
        let style = Style { yaml, quoted: false, conditional: true };
        only_decides("template.yaml", &template(&of, style), &template(&fill(&of, &donor), style))?;
    }

    #[test]
    fn what_an_apply_makes_known_only_decides(of in topology(), donor in donor(true), by_reference: bool) {
        let of = of.plannable();
        let filled = fill(&of, &donor).plannable();
        only_decides("plan.json", &plan(&of, by_reference), &plan(&filled, by_reference))?;
    }

    #[test]
    fn an_answer_that_is_added_only_decides(of in live(), account in account(), lost in any::<[bool; 5]>()) {
        let full = settled(of);
        let before = describe(&without(&full, lost), Account { saves_joined: !lost[3], ..account });
        let after = describe(&full, account);
        let (mut then, mut now) = (verdicts("answers.json", &before), verdicts("answers.json", &after));
        // A flag that is being changed is a state of its own, and not unknown in itself.
        for verdicts in [&mut then, &mut now] {
            verdicts.retain(|(rule, _), _| rule != "in-transition");
        }
        let found = changes(&then, &now);
        prop_assert!(found.is_empty(), "{}\n{before}\n{after}", found.join("\n"));
    }
}

/// A live group of which everything was saved.
fn settled(mut of: Topology) -> Topology {
    use super::topology::Fact::Known;
    for flag in [&mut of.multi_az, &mut of.failover] {
        *flag = if flag.is_unknown() { Known(true) } else { *flag };
    }
    of.retention = if of.retention.is_unknown() { Known(7) } else { of.retention };
    of
}

/// The same with some of it not saved; an unknown version stands for the cache clusters.
fn without(of: &Topology, lost: [bool; 5]) -> Topology {
    let [multi_az, failover, retention, _, clusters] = lost;
    Topology {
        multi_az: if multi_az { Unknown } else { of.multi_az },
        failover: if failover { Unknown } else { of.failover },
        retention: if retention { Unknown } else { of.retention },
        version: if clusters { Unknown } else { of.version },
        ..of.clone()
    }
}
