//! What to know before a test, and what it does not show.

use crate::model::ClusterMode;
use crate::runbook::Options;
use crate::runbook::backups;
use crate::runbook::book::Note;
use crate::runbook::loss;
use crate::runbook::request::Request;
use crate::runbook::site::Site;

use super::used::Used;
use super::{QUOTA, QUOTA_READ};

/// The action of AWS Fault Injection Service that takes a zone's nodes down (X094).
const INTERRUPTION: &str = "aws:elasticache:replicationgroup-interrupt-az-power";

/// What to know before the first step.
pub(super) fn warnings(site: &Site<'_>, options: &Options) -> Vec<Note> {
    let mut all = vec![
        Note::new(
            "This is a real failover: writes to the shard stop, usually for a few seconds. The other replicas \
             may have to copy the new primary anew, and can't be read for that moment.",
            &["F85", "F177", "F178", "D9", "D10"],
        ),
        loss::on_promotion(site.group),
        Note::new(
            "The test is for seeing how the application behaves. Do not use it to repair a cluster. AWS may \
             block it.",
            &["F132", "F133"],
        ),
        Note::new(
            format!(
                "The quota of {QUOTA} shards in any rolling 24 hours is that of {QUOTA_READ}; older texts say \
                 5. It is counted over all groups of this run."
            ),
            &["F122", "X087", "D3"],
        ),
    ];
    all.extend(backups::none(site.group));
    if Used::of(options).at_least() >= QUOTA {
        all.push(Note::new("The quota for today is used up: the schedule begins on day 2.", &["F122"]));
    }
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        let text = "The shards of one group are tested one after the other, each after event 5 of the last.";
        all.push(Note::new(text, &["F124"]));
    }
    all
}

/// That the schedule can't be whole.
pub(super) fn uncounted() -> Note {
    let text = format!(
        "The input does not tell how many shards there are: the schedule counts them as one. Test {QUOTA} in \
         any 24 hours at most."
    );
    Note::new(text, &["F122"])
}

/// What a test leaves open, and what would show it.
pub(super) fn not_shown(site: &Site<'_>) -> Vec<Note> {
    let get = Request::of("fis", "GetAction").text("Id", INTERRUPTION);
    let mut all = vec![
        Note::new(
            "The loss of a zone: in a zone outage the failed node is replaced only when the zone is back, and \
             everything else in the zone fails too. A test replaces one node at once.",
            &["F169", "F170", "X094"],
        ),
        Note::new(
            format!(
                "AWS Fault Injection Service comes closer: its action {INTERRUPTION} takes down the nodes of \
                 one zone and blocks their replacement for 1 minute to 12 hours (PT1M to PT12H). It needs \
                 Multi-AZ, takes one zone for a group, and works with cluster mode enabled and disabled."
            ),
            &["X094"],
        )
        .with(get),
        Note::new(
            "How much data a failure under load loses: that depends on the load at that moment. A test in a \
             quiet hour shows little of it.",
            &["F26", "F159"],
        ),
        Note::new(
            "The failure of several nodes at once, or of all: those are other scenarios with other outcomes.",
            &["F99", "F110", "F111"],
        ),
    ];
    if site.group.cluster_mode.value() != Some(&ClusterMode::Enabled) {
        all.push(Note::new(
            "What a reboot of the primary by you does (cluster mode disabled): it triggers no failover, the \
             primary comes back empty, and its replicas empty themselves too. Do not test that way.",
            &["F172", "F174", "F175", "X085", "D24"],
        ));
    }
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        all.push(Note::new(
            "Whether a majority of primaries is left when a zone goes down: a test takes one primary, a zone \
             takes all that are in it.",
            &["X057", "X060", "X062"],
        ));
    }
    all
}
