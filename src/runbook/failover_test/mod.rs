//! `test-failover`: which shards in which order, what to wait for, and what the test does not show.

mod count;
mod notes;
mod pick;
mod preconditions;
mod schedule;
mod steps;
mod used;

pub use schedule::{QUOTA, QUOTA_READ};

use crate::model::Group;

use super::Options;
use super::account;
use super::backups;
use super::book::Met;
use super::book::{Day, Kind, Note, Runbook, Step};
use super::placeholder::SHARD_ID;
use super::site::Site;
use super::state::{has_replica, is_lost, met};
use super::waiting;

use pick::{Picked, pick, wanted};
use schedule::{Schedule, Tested};
use used::Used;

/// The runbooks of a run: one quota and one schedule for all of its groups.
///
/// # Errors
/// When an option names a shard that no group has.
pub(super) fn test_failover(groups: &[&Group], options: &Options) -> Result<Vec<Runbook>, String> {
    let wanted = wanted(&options.shards, groups)?;
    let mut schedule = Schedule::new(Used::of(options).at_least());
    let several = groups.len() > 1;
    let book = |group: &&Group| {
        let site = Site::of(group);
        let (picked, told) = pick(&site, &wanted);
        if let Some(reason) = not_applicable(group, &picked) {
            return Runbook::not_applicable(Kind::TestFailover, group, reason);
        }
        let (able, unable): (Vec<Picked<'_>>, Vec<Picked<'_>>) =
            picked.into_iter().partition(|one| has_replica(one.shard) != Met::No);
        let mut book = one_group(&site, &able, &mut schedule, options);
        book.warnings.extend(told);
        book.warnings.extend(left_out(&unable));
        book.warnings.extend(several.then(concurrent));
        book
    };
    Ok(groups.iter().map(book).collect())
}

/// Why nothing can be tested here.
fn not_applicable(group: &Group, picked: &[Picked<'_>]) -> Option<Note> {
    if group.standalone {
        let text = "It is a cluster without a replication group: no replica, so no failover to test.";
        return Some(Note::new(text, &["X105", "F64", "F135"]));
    }
    if let Some(status) = is_lost(group) {
        return Some(Note::new(format!("The group's status is {status}."), &["X089", "X090"]));
    }
    if picked.is_empty() {
        return Some(Note::new("None of the shards that --shard names is in this group.", &[]));
    }
    if picked.iter().all(|one| has_replica(one.shard) == Met::No) {
        let text = "No shard to test has a replica, so there is nothing to fail over to. Add one first: \
                    `multiaz runbook enable-multi-az`.";
        return Some(Note::new(text, &["F135", "X078", "X089"]));
    }
    if met(&group.automatic_failover, true) == Met::No {
        let text = "Automatic failover is off, so there is no failover to test yet. Turn it and Multi-AZ on \
                    first: `multiaz runbook enable-multi-az`.";
        return Some(Note::new(text, &["F121", "F124", "F136", "X089"]));
    }
    None
}

fn one_group(site: &Site<'_>, able: &[Picked<'_>], schedule: &mut Schedule, options: &Options) -> Runbook {
    let group = site.group;
    let open = able.iter().any(|one| one.id == SHARD_ID);
    let shards = match able.len() {
        _ if open => "an unknown number of shards".to_owned(),
        1 => "1 shard".to_owned(),
        many => format!("{many} shards"),
    };
    let mut book = Runbook::new(Kind::TestFailover, group, String::new());
    book.preconditions = preconditions::preconditions(site, able, options);
    book.warnings.extend(site.doubt());
    book.warnings.extend(notes::warnings(site, options));
    book.warnings.extend(open.then(notes::uncounted));
    book.steps.push(account::see(site));
    book.steps.extend(site.find_id());
    book.steps.extend(steps::list_shards(site, able));
    book.steps.extend(waiting::until_available(site));
    book.steps.extend(steps::enable_first(site));
    book.steps.push(count::count_tests(site, Used::of(options), schedule));
    book.steps.push(steps::look_before(site));
    book.steps.extend(backups::where_none(site));
    let mut before: Option<(u32, String)> = None;
    for one in able {
        let day = schedule.next();
        book.steps.push(steps::test(site, one, day, before.as_ref()));
        remember(&mut book.schedule, day, &one.id);
        before = Some((day, one.id.clone()));
    }
    book.steps.extend(able.last().map(|last| steps::look_after(site, last)));
    remember_for_others(site, &book.schedule, schedule);
    book.summary = summary(group, &shards, &book.schedule);
    book.not_shown = notes::not_shown(site);
    book.settled()
}

/// What the counts of later groups have to hold.
fn remember_for_others(site: &Site<'_>, days: &[Day], schedule: &mut Schedule) {
    for Day { day, shards } in days {
        let count = u32::try_from(shards.len()).unwrap_or(u32::MAX);
        let (group, region) = (site.group.name.clone(), site.region().map(str::to_owned));
        schedule.note(Tested { day: *day, group, region, count });
    }
}

fn summary(group: &Group, shards: &str, days: &[Day]) -> String {
    let first = match met(&group.multi_az, true) {
        Met::No => {
            "Multi-AZ is off, and the texts on testing ask for it: turn it on first (`multiaz runbook \
             enable-multi-az`). Then "
        }
        Met::Yes | Met::Unknown => "",
    };
    let name = format!("{}: {first}", group.name);
    match days {
        [only] if only.day == 1 => format!("{name}{shards} to test, all on day 1."),
        [only] => format!("{name}{shards} to test, on day {}.", only.day),
        [first, .., last] => {
            format!(
                "{name}{shards} to test, from day {} to day {}, {QUOTA} a day at most.",
                first.day, last.day
            )
        }
        [] => format!("{name}nothing to test."),
    }
}

/// Notes a shard on its day.
fn remember(days: &mut Vec<Day>, day: u32, shard: &str) {
    match days.last_mut().filter(|last| last.day == day) {
        Some(last) => last.shards.push(shard.to_owned()),
        None => days.push(Day { day, shards: vec![shard.to_owned()] }),
    }
}

/// Shards without a replica, which are left out.
fn left_out(unable: &[Picked<'_>]) -> Option<Note> {
    if unable.is_empty() {
        return None;
    }
    let ids: Vec<&str> = unable.iter().map(|one| one.id.as_str()).collect();
    let text = format!("Left out, because there is no replica to fail over to: shard {}.", ids.join(", "));
    Some(Note::new(text, &["F135", "X089"]))
}

fn concurrent() -> Note {
    let text = "Tests of different groups may run at the same time; the shards of one group with cluster mode \
                enabled may not.";
    Note::new(text, &["F123", "F124"])
}

/// A step that belongs to a day.
fn on_day(step: Step, day: u32) -> Step {
    Step { day: Some(day), ..step }
}
