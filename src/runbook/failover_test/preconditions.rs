//! What must hold before a failover is tested (X089), as far as the input tells.

use crate::model::Group;
use crate::runbook::Options;
use crate::runbook::book::{Met, Precondition};
use crate::runbook::placeholder::SHARD_ID;
use crate::runbook::site::Site;
use crate::runbook::state::{has_standby, is_available, met, on_off, said};

use super::QUOTA;
use super::pick::Picked;
use super::steps::SEE_FLAGS;
use super::used::{Used, whose};

/// All of them, in the order in which they are looked at.
pub(super) fn preconditions(site: &Site<'_>, able: &[Picked<'_>], options: &Options) -> Vec<Precondition> {
    vec![
        ids(site, able),
        is_available(site),
        automatic_failover(site.group),
        multi_az(site.group),
        replicas(able),
        quota(able, options),
        Precondition::new(
            "AWS does not block the test",
            Met::Unknown,
            "it may, for example during large-scale operational events; only the call tells",
            &["F133", "X088"],
        ),
    ]
}

fn ids(site: &Site<'_>, able: &[Picked<'_>]) -> Precondition {
    let open = able.iter().any(|one| one.id == SHARD_ID);
    let (met, because) = match (site.is_nameless(), open) {
        (false, false) => (Met::Yes, format!("{} and its shards are named", site.id)),
        (true, _) => (Met::Unknown, "the input does not tell the group's id".to_owned()),
        (false, true) => (Met::Unknown, "the input does not tell the ids of its shards".to_owned()),
    };
    let facts = ["F144", "F145", "F153", "F154", "X026", "X086"];
    Precondition::new("the group and the shards exist under these ids", met, because, &facts)
}

fn automatic_failover(group: &Group) -> Precondition {
    let flag = &group.automatic_failover;
    let met = met(flag, true);
    looked_at(Precondition::new("automatic failover is enabled", met, said(flag, on_off), &["F121", "X089"]))
}

/// What the input does not tell a step looks at; what is off this runbook does not turn on.
fn looked_at(one: Precondition) -> Precondition {
    if one.met == Met::Unknown { one.settled_by(SEE_FLAGS) } else { one }
}

/// The guide is not of one mind on this: which of its texts is met is said, not which counts.
fn multi_az(group: &Group) -> Precondition {
    let flag = &group.multi_az;
    let failover = met(&group.automatic_failover, true);
    let because = match (met(flag, true), failover) {
        (Met::Yes, _) => said(flag, on_off),
        (_, Met::Yes) => format!(
            "{}; the texts on console, CLI and API ask for Multi-AZ, the guide's opening sentence asks for \
             automatic failover alone, and that is met; which of them the API goes by no source states",
            said(flag, on_off)
        ),
        (_, _) => format!("{}; the texts on console, CLI and API ask for it", said(flag, on_off)),
    };
    let facts = ["F136", "F143", "F152", "X089"];
    looked_at(Precondition::new("Multi-AZ is enabled", met(flag, true), because, &facts))
}

fn replicas(able: &[Picked<'_>]) -> Precondition {
    let of = |wanted: Met| able.iter().filter(move |one| has_standby(one.shard) == wanted);
    let ids = |wanted| of(wanted).map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ");
    let (met, because) = match (of(Met::No).next(), of(Met::Unknown).next()) {
        (Some(_), _) => (Met::No, format!("no replica is available in shard {}", ids(Met::No))),
        (None, Some(one)) => {
            let why = one.shard.standby_count.why().or(one.shard.replica_count.why());
            let why = why.map(|why| why.reason.clone()).unwrap_or_default();
            (Met::Unknown, format!("shard {}: {why}", ids(Met::Unknown)))
        }
        (None, None) => (Met::Yes, "each has at least one".to_owned()),
    };
    let text = "every shard to test has a replica that is available";
    Precondition::new(text, met, because, &["F135", "X089"])
}

fn quota(able: &[Picked<'_>], options: &Options) -> Precondition {
    let used = Used::of(options);
    let (count, wanted) = (used.at_least(), format!("{} to test in this group", able.len()));
    let told = match used {
        Used::Said(_) => format!("--already-used says {count}"),
        Used::Seen(_) => format!("events tell of {count}"),
        Used::Untold => format!("{count} are assumed (--already-used)"),
    };
    let (met, because) = match (used, used.open()) {
        _ if count >= QUOTA => (Met::No, format!("{told}: day 1 has none left")),
        (_, Some((seen, why))) => (
            Met::Unknown,
            format!("{told}; those of {} are not known: {}; {wanted}", whose(seen), why.reason),
        ),
        (Used::Untold, None) => (Met::Unknown, format!("{told}; {wanted}")),
        (_, None) => (Met::Yes, format!("{told}; {wanted}")),
    };
    let text = format!("not more than {QUOTA} shards are tested in any 24 hours, those before among them");
    Precondition::new(text, met, because, &["F122", "F145", "F154", "X087", "X091", "D3"])
}
