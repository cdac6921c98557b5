//! What becomes of writes, reads and data, in words.

use crate::failover::{DataLoss, Plan, Range, Service, Verdict};

use super::fold;
use super::text::{Paint, Text};
use super::words;

/// A verdict, or all that are possible: `survives with a gap, or stops`.
pub(super) fn verdict(range: &Range<Verdict>) -> Text {
    let mut text = Text::default();
    for (at, verdict) in range.iter().enumerate() {
        let between = match at {
            0 => "",
            _ if at + 1 == range.len() => ", or ",
            _ => ", ",
        };
        text = text.and(between).then(Text::painted(words::long(*verdict), words::paint(*verdict)));
    }
    text
}

/// What becomes of writes.
pub(super) fn writes(plan: &Plan) -> String {
    let until = plan.until.as_deref();
    let one = |writes: &Service| match (writes, until) {
        (Service::Uninterrupted, _) => "go on".to_owned(),
        (Service::Seconds, _) => "stop for seconds".to_owned(),
        (Service::Unstated, _) => "unstated".to_owned(),
        (Service::Blocked, Some(until)) => {
            format!("are refused until {until}: min-replicas-to-write asks for more replicas than are left")
        }
        (Service::Blocked, None) => {
            "are refused: min-replicas-to-write asks for more replicas than are left".to_owned()
        }
        (Service::UntilReplacement | Service::UntilZoneReturns, Some(until)) => format!("stop until {until}"),
        (Service::UntilReplacement, None) => "stop until the node is replaced".to_owned(),
        (Service::UntilZoneReturns, None) => "stop until the zone is back".to_owned(),
    };
    joined(plan.possible.writes.iter().map(one))
}

/// Whether the words on writes tell what ends the stop.
pub(super) fn writes_tell_until(plan: &Plan) -> bool {
    plan.possible.writes.iter().any(|writes| *writes > Service::Unstated)
}

/// What becomes of reads.
pub(super) fn reads(range: &Range<Service>) -> String {
    let one = |reads: &Service| match reads {
        Service::Uninterrupted => "go on".to_owned(),
        Service::Seconds => "may stop for seconds".to_owned(),
        Service::Unstated => "unstated".to_owned(),
        Service::Blocked => "are refused".to_owned(),
        Service::UntilReplacement => "stop until nodes are replaced".to_owned(),
        Service::UntilZoneReturns => "stop until the zone is back".to_owned(),
    };
    joined(range.iter().map(one))
}

/// What data is lost. `of_shards` are the plans of a group's shards: where not all of them lose their
/// data, those that do, or may, are named.
pub(super) fn data(plan: &Plan, of_shards: &[&Plan]) -> String {
    let one = |loss: &DataLoss| match loss {
        DataLoss::None => "nothing is lost".to_owned(),
        DataLoss::UpToTenSeconds => "up to 10 seconds of writes can be lost".to_owned(),
        DataLoss::ReplicationLag => {
            "the last writes that were not replicated are lost, usually few".to_owned()
        }
        DataLoss::Unstated => "no source says whether some is lost".to_owned(),
        DataLoss::Everything => everything(plan, of_shards),
    };
    joined(plan.possible.data_loss.iter().map(one))
}

fn everything(plan: &Plan, of_shards: &[&Plan]) -> String {
    let loses = |plan: &&&Plan| plan.possible.data_loss.contains(&DataLoss::Everything);
    let losers: Vec<&str> = of_shards.iter().filter(loses).filter_map(|plan| plan.shard.as_deref()).collect();
    match losers.len() {
        0 if plan.shard.is_some() => "all data of the shard is lost".to_owned(),
        0 => "all data is lost".to_owned(),
        count if count == of_shards.len() => "all data is lost".to_owned(),
        _ => format!("all data of {} is lost", fold::shards(&losers)),
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{}; or {last}", first.join("; ")),
        _ => parts.join(""),
    }
}

/// Facts in brackets, faint.
pub(super) fn facts(facts: &[&str]) -> Text {
    if facts.is_empty() {
        return Text::default();
    }
    Text::new(" ").then(Text::painted(format!("[{}]", facts.join(" ")), Paint::Dim))
}
