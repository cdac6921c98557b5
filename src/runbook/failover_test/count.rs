//! Counting the tests that the quota already has: those before the run, and those of its earlier groups.

use crate::model::SeenTests;
use crate::runbook::book::Step;
use crate::runbook::site::Site;

use super::schedule::{Schedule, Tested};
use super::steps::{CALLED, events, events_tab};
use super::used::{Used, whose};
use super::{QUOTA, on_day};

/// How far back events are looked at, in minutes.
const LAST_DAY: u32 = 1440;

/// How much of the quota is used when the first test of a group comes.
pub(super) fn count_tests(site: &Site<'_>, used: Used<'_>, schedule: &Schedule) -> Step {
    let day = schedule.coming();
    let mut why = format!(
        "At most {QUOTA} shards can be tested in any rolling 24 hours. No source states whether that counts \
         by account or by region; the events are those of one region."
    );
    let title = match day {
        1 => "Count the tests of the last 24 hours".to_owned(),
        _ => {
            why.push_str(&format!(" The first test of this group is on day {day}: count then, not earlier."));
            format!("Day {day}: count the tests of the last 24 hours")
        }
    };
    let (here, elsewhere): (Vec<&Tested>, Vec<&Tested>) =
        schedule.earlier(day).partition(|one| !site.is_elsewhere(one.region.as_deref()));
    let step = Step::new(title, why, &["F122", "F145", "X087", "X091", "D3"])
        .call(
            events(site, "replication-group", None, LAST_DAY)
                .showing(format!("length(Events[?contains(Message, '{CALLED}')])")),
        )
        .console(events_tab(&format!("Count the events \"{CALLED}\" of the last 24 hours.")))
        .expect(expected(day, &before(site, used), &here))
        .or_else(match here.is_empty() {
            true => "Another number: give it as --already-used; the schedule changes with it.",
            false => {
                "Another number: give what was used before this run as --already-used; the schedule changes \
                 with it."
            }
        });
    let told = elsewhere.iter().map(|one| {
        let Tested { count, group, region, .. } = one;
        format!(
            "{count} of {group} may count too: they are events of {}.",
            region.as_deref().unwrap_or_default()
        )
    });
    let step = told.fold(step, Step::expect);
    let seen = used.elsewhere(site).filter(|_| day == 1);
    let step = seen.fold(step, |step, (seen, count)| {
        step.expect(format!("{count} of {} may count too, as its events tell.", whose(seen)))
    });
    if day > 1 { on_day(step, day) } else { step }
}

/// The tests before the run that the call should show.
enum Before {
    /// So many, and who says so.
    Known(u32, String),
    /// Why they are not known.
    Unknown(String),
    /// Nobody says.
    Uncounted,
}

fn before(site: &Site<'_>, used: Used<'_>) -> Before {
    match (used, used.here(site)) {
        (Used::Said(count), _) => Before::Known(count, "as --already-used says".to_owned()),
        (_, Some(SeenTests { count: Ok(count), until, .. })) => {
            Before::Known(*count, format!("as the events of the 24 hours before {until} tell"))
        }
        (_, Some(SeenTests { count: Err(why), .. })) => Before::Unknown(why.reason.clone()),
        (_, None) => Before::Uncounted,
    }
}

/// What is to be seen: `4: 3 as --already-used says, and 1 of carts earlier in this run.`
fn expected(day: u32, before: &Before, earlier: &[&Tested]) -> String {
    let of_run: Vec<String> = earlier.iter().map(|one| format!("{} of {}", one.count, one.group)).collect();
    let of_run = format!("{} earlier in this run", of_run.join(" and "));
    let sum = earlier.iter().fold(0_u32, |sum, one| sum.saturating_add(one.count));
    let alone = earlier.is_empty();
    match (day, before) {
        (1, Before::Known(used, who)) if alone => format!("{used}, {who}."),
        (1, Before::Known(used, who)) => {
            format!("{}: {used} {who}, and {of_run}.", used.saturating_add(sum))
        }
        (1, Before::Unknown(why)) => {
            let run = if alone { String::new() } else { format!(" {of_run} are among them.") };
            format!("The number is not known ({why}): give what you see as --already-used.{run}")
        }
        (1, Before::Uncounted) if alone => "0: none are counted without --already-used.".to_owned(),
        (1, Before::Uncounted) => format!("{sum}: {of_run}; others are not counted without --already-used."),
        (_, _) if alone => "0: those of the days before are more than 24 hours old.".to_owned(),
        (_, _) => format!("{sum}: {of_run}; those of the days before are more than 24 hours old."),
    }
}
