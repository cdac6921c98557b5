//! What the properties found wrong once, each as small as it gets.

use multiaz::failover::{DataLoss, NodeState, Part, Plan, Scenario, Service, Verdict};

use super::caches::{
    PLAIN, Refusals, disabled, durable, enabled, over_two_zones, unplaced, with_flags, with_refusals,
};
use super::describe::{Account, describe};
use super::look::{after, endpoint, plan, says};
use super::read::{all, group};
use super::template::template;
use super::topology::Fact::{Absent, Known, Unknown};
use super::topology::{ParameterGroup, SubnetGroup, Topology, Zone};

const ACCOUNT: Account = Account { tells_sources: true, saves_joined: true, primary_last: false, busy: 0 };

fn written(of: &Topology) -> multiaz::model::Group {
    group("template.json", &template(of, PLAIN))
}

/// The plans of a group in which zones fail that are told of a shard's primary: (shard, zone).
fn told(of: &Topology, shard: Option<&str>, zone: &str) -> Plan {
    let plans = all(&written(of), &Scenario::Zone(None)).into_iter();
    plans
        .filter(|plan| plan.shard.as_deref() == shard)
        .find(|plan| plan.failed.zone.as_deref() == Some(zone))
        .unwrap()
}

#[test]
fn multi_az_promises_two_zones_only_once() {
    // Two nodes wherever ElastiCache puts them: when the zones of both are gone, everything is.
    let of = unplaced(disabled(&[0, 0]));
    let plan = told(&of, Some("0001"), "the primary's zone");
    assert_eq!(plan.verdict, Verdict::Unstated, "the zones of the subnets are not known");
    let plan = told(&over_two_zones(of), Some("0001"), "the primary's zone");
    assert_eq!(plan.verdict, Verdict::SurvivesWithGap);
    let second = plan.second_loss.iter().find(|loss| loss.zone == "the primary's zone").unwrap();
    assert_eq!((second.verdict, second.data_loss), (Verdict::LosesData, DataLoss::Everything));
}

#[test]
fn three_shards_left_to_elasticache_need_not_lose_their_primaries_together() {
    let of = unplaced(enabled(&[&[0, 0], &[0, 0], &[0, 0]]));
    for shard in ["0001", "0003"] {
        let plan = told(&of, Some(shard), "the primary's zone");
        assert!(plan.possible.verdicts.contains(&Verdict::SurvivesWithGap), "{:?}", plan.possible);
        assert!(plan.possible.verdicts.contains(&Verdict::Unstated), "{:?}", plan.possible);
        // The other shards' primaries may be there.
        let plan = told(&of, Some(shard), "another zone");
        assert!(plan.possible.verdicts.contains(&Verdict::Unstated), "{:?}", plan.possible);
    }
    let whole = told(&of, None, "the primary's zone");
    assert!(whole.possible.verdicts.contains(&Verdict::SurvivesWithGap), "{:?}", whole.possible);
}

#[test]
fn what_cannot_happen_replaces_nothing() {
    let group = group("answers.json", &describe(&disabled(&[0]), ACCOUNT));
    let plan = plan(&group, "primary-and-replicas", "0001");
    assert_eq!(plan.verdict, Verdict::NotApplicable);
    assert!(plan.replacements.is_empty() && plan.failed.nodes.is_empty());
    assert_eq!(plan.after.shards, plan.before.shards);
}

#[test]
fn writes_that_are_refused_already_stay_refused_whatever_fails() {
    let refusals = Refusals { to_write: 2, max_lag: 10, full_coverage: false, reads_when_down: false };
    let of = with_refusals(disabled(&[0, 1]), refusals);
    let busy = group("answers.json", &describe(&of, Account { busy: 0b10, ..ACCOUNT }));
    let plan = plan(&busy, "primary", "0001");
    assert_eq!((plan.verdict, plan.writes), (Verdict::Stops, Service::Blocked));
    assert!(plan.until.unwrap().contains("enough replicas"));
}

#[test]
fn a_reboot_is_open_while_the_mode_is() {
    let mut of = disabled(&[0, 1]);
    (of.mode, of.parameters) = (Unknown, Unknown);
    let plan = plan(&written(&of), "primary-reboot", "0001");
    assert!(plan.possible.verdicts.contains(&Verdict::NotApplicable), "{:?}", plan.possible);
    assert!(plan.possible.verdicts.contains(&Verdict::LosesData), "{:?}", plan.possible);
}

#[test]
fn who_leads_a_shard_whose_replicas_are_not_up_nothing_tells() {
    let group = group("answers.json", &describe(&disabled(&[0, 1, 2]), Account { busy: 0b110, ..ACCOUNT }));
    let plan = plan(&group, "zone=eu-west-1a", "0001");
    assert_eq!(plan.verdict, Verdict::Unstated);
    assert!(["cache-0001-002", "cache-0001-003"].iter().all(|id| after(&plan, id).0 == Part::Either));
}

#[test]
fn a_shard_that_is_down_counts_in_the_second_loss_of_another() {
    // With full coverage, and a shard of one node in the second zone.
    let refusals = Refusals { to_write: 0, max_lag: 10, full_coverage: true, reads_when_down: false };
    let of = with_refusals(enabled(&[&[0, 2], &[2, 0], &[1]]), refusals);
    let plan = plan(&group("answers.json", &describe(&of, ACCOUNT)), "primary", "0001");
    let second = plan.second_loss.iter().find(|loss| loss.zone == "eu-west-1b").unwrap();
    assert!(second.possible.writes.contains(&Service::UntilZoneReturns), "{:?}", second.possible);
}

#[test]
fn the_loss_of_a_whole_group_minds_durability() {
    let group = group("answers.json", &describe(&durable(&[&[0, 1]], "sync"), ACCOUNT));
    let plan = plan(&group, "group", "-");
    assert_eq!((plan.verdict, plan.data_loss), (Verdict::Stops, DataLoss::Unstated));
}

#[test]
fn which_replicas_fail_is_named_as_open() {
    let group = group("answers.json", &describe(&disabled(&[0, 1, 2]), Account { busy: 0b10, ..ACCOUNT }));
    let plan = plan(&group, "primary-and-replicas=1", "0001");
    assert_eq!(plan.verdict, Verdict::Unstated);
    assert!(!plan.unknown.is_empty() && !plan.reason.unwrap().ends_with("on "));
}

#[test]
fn a_primary_that_the_input_does_not_list_may_lead_afterwards() {
    let mut of = unplaced(disabled(&[0, 0, 0]));
    of.nodes = Unknown;
    let plan = told(&of, Some("0001"), "the primary's zone");
    let second = plan.second_loss.iter().find(|loss| loss.zone == "another zone").unwrap();
    assert!(second.possible.verdicts.contains(&Verdict::Survives), "{:?}", second.possible);
}

#[test]
fn who_is_promoted_runs() {
    let plan = told(&over_two_zones(unplaced(disabled(&[0, 0]))), Some("0001"), "the primary's zone");
    assert_eq!(after(&plan, "0001/replica-1"), (Part::Primary, NodeState::Running));
    let second = plan.second_loss.iter().find(|loss| loss.zone == "another zone").unwrap();
    assert_eq!(second.verdict, Verdict::Survives);
}

#[test]
fn full_coverage_is_told_of_a_shard_that_nobody_takes_over() {
    let refusals = Refusals { to_write: 0, max_lag: 10, full_coverage: true, reads_when_down: false };
    let of = with_refusals(enabled(&[&[0, 1], &[1, 0], &[2]]), refusals);
    let group = group("answers.json", &describe(&of, ACCOUNT));
    for shard in ["0001", "0003"] {
        assert!(
            says(&plan(&group, "primary", shard), "X063", "the whole cluster refuses commands"),
            "{shard}"
        );
    }
}

#[test]
fn a_global_datastore_that_may_be_is_not_told_as_one() {
    let mut of: serde_json::Value = serde_json::from_str(&template(&disabled(&[0, 1]), PLAIN)).unwrap();
    let chosen = serde_json::json!({"Fn::If": ["Chosen", "ldgnf-sales", {"Ref": "AWS::NoValue"}]});
    of["Resources"]["Cache"]["Properties"]["GlobalReplicationGroupId"] = chosen;
    let plan = plan(&group("template.json", &of.to_string()), "group", "-");
    assert!(says(&plan, "X100", ""));
    assert!(!says(&plan, "X100", "The group is part of a global datastore"), "{:?}", plan.steps);
}

#[test]
fn a_member_of_a_global_datastore_whose_primary_is_recreated_has_another_region() {
    let mut of: serde_json::Value =
        serde_json::from_str(&template(&with_flags(disabled(&[0, 1]), false, false), PLAIN)).unwrap();
    of["Resources"]["Cache"]["Properties"]["GlobalReplicationGroupId"] = "ldgnf-sales".into();
    let plan = plan(&group("template.json", &of.to_string()), "primary", "*");
    assert!(says(&plan, "X100", "promotes it"), "{:?}", plan.steps);
}

#[test]
fn clients_of_nodes_whose_roles_are_not_told_must_look_again() {
    let account = Account { tells_sources: false, ..ACCOUNT };
    let group = group("answers.json", &describe(&enabled(&[&[0, 1], &[1, 2], &[2, 0]]), account));
    let plan = plan(&group, "primary", "0001");
    let node = endpoint(&plan, "node", Some("cache-0001-002"));
    assert!(node.action.is_some() && node.facts.contains(&"F51"), "{node:?}");
}

#[test]
fn shards_that_are_written_count_more_than_their_number() {
    let mut of = enabled(&[&[0, 1], &[1, 2], &[2, 0]]);
    of.shards = Known(7);
    let plan = plan(&written(&of), "zone=eu-west-1a", "0001");
    assert_eq!(plan.quorum.unwrap().primaries, 3);
}

#[test]
fn any_number_of_other_shards_may_lose_their_primaries() {
    let mut of = enabled(&[&[0, 1], &[1, 2], &[2, 0]]);
    (of.shards, of.configurations, of.replicas) = (Unknown, Absent, Known(0));
    let plan = plan(&written(&of), "zone=eu-west-1a", "*");
    // Where its own node stays and the majority of the others goes, nothing is stated.
    assert!(plan.possible.data_loss.contains(&DataLoss::None), "{:?}", plan.possible);
    assert!(plan.possible.reads.contains(&Service::Unstated), "{:?}", plan.possible);
}

#[test]
fn why_a_shard_is_unstated_because_of_another() {
    let refusals = Refusals { to_write: 0, max_lag: 10, full_coverage: true, reads_when_down: false };
    let of = with_refusals(enabled(&[&[0, 1], &[1, 2], &[1, 2]]), refusals);
    let group = group("answers.json", &describe(&of, Account { busy: 0b10, ..ACCOUNT }));
    let plan = plan(&group, "zone=eu-west-1a", "0002");
    assert_eq!(plan.verdict, Verdict::Unstated);
    assert!(plan.reason.as_ref().is_some_and(|reason| reason.contains("another shard")), "{:?}", plan.reason);
}

#[test]
fn what_other_shards_leave_open_is_named() {
    let mut of = enabled(&[&[0, 1], &[0, 1], &[1, 2]]);
    if let Known(all) = &mut of.configurations {
        all[1].primary = Unknown;
    }
    let open = plan(&written(&of), "zone=eu-west-1a", "0003");
    assert_eq!(open.verdict, Verdict::Unstated);
    let reason = open.reason.unwrap();
    assert!(reason.contains("PrimaryAvailabilityZone"), "{reason}");
}

#[test]
fn a_zone_told_in_another_way_than_the_nodes_is_named() {
    let open = plan(&written(&disabled(&[0, 0]).with_zones(true)), "zone=eu-west-1a", "0001");
    assert_eq!(open.verdict, Verdict::Unstated);
    assert!(!open.unknown.is_empty() && !open.reason.unwrap().ends_with("on "));
}

#[test]
fn a_shard_that_is_down_is_not_covered() {
    // After maintenance either node is the primary: where it is lost, so is coverage.
    let refusals = Refusals { to_write: 0, max_lag: 10, full_coverage: true, reads_when_down: true };
    let of = with_refusals(enabled(&[&[0, 1]]), refusals);
    let plan = plan(&written(&of), "planned-replacement", "-");
    let second = plan.second_loss.iter().find(|loss| loss.zone == "eu-west-1a").unwrap();
    assert_eq!(second.possible.reads, [Service::Uninterrupted, Service::Unstated].into());
}

#[test]
fn that_elasticache_chooses_is_why_a_zone_is_open() {
    let plan = told(&over_two_zones(unplaced(enabled(&[&[0, 0], &[0, 0], &[0, 0]]))), None, "another zone");
    let why = &plan.unknown.iter().find(|open| open.setting == "zones of the nodes").unwrap().why;
    assert!(why.reason.contains("ElastiCache chooses"), "{why:?}");
    // Not all of the primaries need be in the zone of one of them.
    let of = unplaced(enabled(&[&[0, 0], &[0, 0], &[0, 0]]));
    assert_eq!(told(&of, None, "the primary's zone").failed.count, None);
}

#[test]
fn shards_that_differ_leave_nothing_open() {
    let group = group("answers.json", &describe(&enabled(&[&[0, 1], &[1, 2], &[2, 0]]), ACCOUNT));
    let plan = plan(&group, "zone=eu-west-1a", "-");
    assert!(plan.unknown.is_empty(), "{:?}", plan.unknown);
}

#[test]
fn what_surely_ends_a_stop_is_told_before_what_a_parameter_may_add() {
    let mut of = with_flags(disabled(&[0, 0]), false, false);
    if let Known(ParameterGroup::Own(own)) = &mut of.parameters {
        own.to_write = Unknown;
    }
    let until = plan(&written(&of), "primary", "0001").until.unwrap();
    assert!(until.starts_with("the primary is recreated; longer where min-replicas-to-write"), "{until}");
}

/// A live group with two shards of three nodes, the first of each its primary if that is told.
fn of_three(tells_sources: bool) -> multiaz::model::Group {
    let of = enabled(&[&[0, 1, 2], &[1, 2, 0]]);
    group("answers.json", &describe(&of, Account { tells_sources, ..ACCOUNT }))
}

#[test]
fn a_primary_is_no_replica_that_could_fail() {
    for scenario in ["replica=cache-0001-001", "primary-and-replicas=cache-0001-001"] {
        let plan = plan(&of_three(true), scenario, "0001");
        assert_eq!(plan.verdict, Verdict::NotApplicable, "{scenario}");
        assert!(plan.reason.as_ref().is_some_and(|reason| reason.contains("--scenario primary")), "{plan:?}");
        assert!(plan.failed.nodes.is_empty() && plan.replacements.is_empty(), "{plan:?}");
    }
    // Of a shard that has no replica at all that is what is said.
    let alone = plan(&group("answers.json", &describe(&disabled(&[0]), ACCOUNT)), "replica", "0001");
    assert!(alone.reason.is_some_and(|reason| reason.contains("no such replicas")));
}

#[test]
fn a_primary_may_be_named_with_the_replicas_that_fail_with_it() {
    let of = of_three(true);
    let both = plan(&of, "primary-and-replicas=cache-0001-001,cache-0001-002", "0001");
    let one = plan(&of, "primary-and-replicas=cache-0001-002", "0001");
    assert_eq!(both.verdict, Verdict::SurvivesWithGap);
    assert_eq!(both.failed.nodes, ["cache-0001-001", "cache-0001-002"]);
    assert_eq!((both.possible, both.failed, both.steps), (one.possible, one.failed, one.steps));
    assert_eq!((both.promotion, both.replacements, both.after), (one.promotion, one.replacements, one.after));
}

#[test]
fn whether_a_named_node_is_the_primary_stays_open() {
    for scenario in ["replica=cache-0001-001", "primary-and-replicas=cache-0001-001"] {
        let plan = plan(&of_three(false), scenario, "0001");
        let verdicts = &plan.possible.verdicts;
        assert!(verdicts.contains(&Verdict::NotApplicable) && verdicts.len() > 1, "{scenario}: {verdicts:?}");
        assert!(!plan.unknown.is_empty(), "{scenario}");
        let says_when = |when: &String| when.contains("it can't happen");
        let cannot = plan.steps.iter().find(|step| step.when.as_ref().is_some_and(says_when)).unwrap();
        assert!(cannot.text.contains("--scenario primary"), "{cannot:?}");
    }
}

#[test]
fn a_number_of_shards_that_is_not_known_is_named_where_a_zone_is_told_by_one() {
    let one_zone = Known(vec![Known(Zone { index: 0, symbolic: false })]);
    let mut of = with_flags(disabled(&[0]), false, false);
    (of.nodes, of.shards, of.replicas) = (Absent, Unknown, Known(0));
    of.subnets = Known(SubnetGroup { zones: one_zone });
    let plans = all(&written(&of), &Scenario::Zone(None));
    assert!(plans.iter().any(|plan| plan.possible.verdicts.len() > 1));
    for plan in plans {
        assert!(plan.possible.verdicts.len() == 1 || !plan.unknown.is_empty(), "{plan:?}");
    }
}
