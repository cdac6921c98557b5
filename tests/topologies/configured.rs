//! Configuration gets the verdicts of the plan that it makes, however it is written.

use std::fs;

use multiaz::load::terraform::Variables;
use multiaz::load::{self, Options};
use multiaz::source::{Sources, gather};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use tempfile::TempDir;

use super::config;
use super::configuration::{Age, Folder, How, configuration, how};
use super::fill::fill;
use super::monotone::{changes, donor};
use super::plan::plan;
use super::strategy::topology;
use super::topology::Fact::{self, Absent, Known};
use super::topology::Topology;
use super::verdicts::{Said, said, said_of};

/// All that is said of the only group of a folder, with or without the values that it holds back.
fn said_of_folder(folder: &Folder, given: bool) -> Said {
    let root = TempDir::new().unwrap();
    for (name, text) in &folder.files {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let gathered = gather(&[root.path().to_owned()], false, &mut std::io::empty());
    assert!(gathered.failures.is_empty(), "{:?}\n{folder}", gathered.failures);
    let arguments = if given { folder.arguments.clone() } else { Vec::new() };
    let variables = Variables { arguments, ..Variables::default() };
    let options = Options { folders: gathered.folders, variables, ..Options::default() };
    let everything = load::load(&mut Sources::default(), gathered.inputs, &options);
    said_of(&everything, &folder.to_string())
}

/// Every difference between what is said of the same group, for people.
fn differences(one: &Said, other: &Said) -> Vec<String> {
    let mut keys: Vec<_> = one.verdicts.keys().chain(other.verdicts.keys()).collect();
    keys.sort();
    keys.dedup();
    let of = |said: &Said, key| (said.verdicts.get(key).copied(), said.messages.get(key).cloned());
    let differ = keys.into_iter().filter_map(|key| {
        let (a, b) = (of(one, key), of(other, key));
        (a != b).then(|| format!("{key:?}: {a:?} and {b:?}"))
    });
    differ.collect()
}

/// The next group to it that providers before the fourth can make: a node count, or a block with both
/// counts, which turns cluster mode on; no zones.
fn aged(of: Topology) -> Topology {
    let or = |fact: Fact<u32>, count| if fact == Absent { Known(count) } else { fact };
    let (shards, replicas) = match (of.nodes, of.shards, of.replicas) {
        (Absent, Absent, Absent) => (Absent, Absent),
        (Absent, shards, replicas) => (or(shards, 2), or(replicas, 1)),
        _ => (Absent, Absent),
    };
    let (zones, configurations) = (Absent, Absent);
    Topology { mode: Absent, shards, replicas, zones, configurations, ..of.with_zones(false) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn configuration_and_the_plan_it_makes_agree(of in topology(), how in how(), by_reference: bool) {
        let of = of.plannable().with_zones(false);
        let (planned, folder) = (plan(&of, by_reference), configuration(&of, &how));
        let found = differences(&said("plan.json", &planned), &said_of_folder(&folder, false));
        prop_assert!(found.is_empty(), "{}\n{planned}\n{folder}", found.join("\n"));
    }

    #[test]
    fn zones_of_the_region_are_told_apart_as_by_their_names(of in topology(), how in how()) {
        let of = of.plannable();
        let planned = plan(&of.clone().with_zones(false), false);
        let folder = configuration(&of.with_zones(true), &how);
        let (a, b) = (said("plan.json", &planned).verdicts, said_of_folder(&folder, false).verdicts);
        prop_assert!(a == b, "{:#?}\n{planned}\n{folder}", changes(&a, &b));
    }

    #[test]
    fn configuration_for_an_older_provider_agrees(of in topology(), how in how(), one_flag: bool) {
        let of = aged(of);
        let (age, written, planned) = match one_flag {
            true => {
                let both = if of.failover == Absent { Known(false) } else { of.failover };
                (Age::OneFlag, Topology { multi_az: Absent, ..of.clone() }, Topology { multi_az: both, ..of })
            }
            false => (Age::TwoFlags, of.clone(), of),
        };
        let by_block = planned.shards != Absent;
        let mode = if by_block { Known("enabled") } else { Absent };
        let planned = plan(&Topology { mode, ..planned }, false);
        let folder = configuration(&written, &How { age, ..how });
        let found = differences(&said("plan.json", &planned), &said_of_folder(&folder, false));
        prop_assert!(found.is_empty(), "{}\n{planned}\n{folder}", found.join("\n"));
    }

    #[test]
    fn a_value_for_an_unknown_of_configuration_only_decides(
        of in topology(), donor in donor(true), before in how(), after in how(),
    ) {
        let of = of.plannable();
        let filled = fill(&of, &donor).plannable();
        let (before, after) = (configuration(&of, &before), configuration(&filled, &after));
        let (then, now) = (said_of_folder(&before, false), said_of_folder(&after, false));
        let found = changes(&then.verdicts, &now.verdicts);
        prop_assert!(found.is_empty(), "{}\n{before}\n{after}", found.join("\n"));
    }

    #[test]
    fn a_variable_without_a_default_leaves_open_and_its_value_brings_back(of in topology(), how in how()) {
        let of = of.plannable().with_zones(false).with_possible_version();
        let plain = said_of_folder(&configuration(&of, &how), false);
        let held = configuration(&of, &How { holds: true, ..how });
        let (then, now) = (said_of_folder(&held, false), said_of_folder(&held, true));
        let found = changes(&then.verdicts, &now.verdicts);
        prop_assert!(found.is_empty(), "{}\n{held}", found.join("\n"));
        let found = differences(&plain, &now);
        prop_assert!(found.is_empty(), "{}\n{held}", found.join("\n"));
    }
}

/// What stands in the files of some group, for every way that the properties are to try.
const WAYS: [&str; 39] = [
    ".tf.json",
    "modules/cache/main.tf",
    "modules/platform/main.tf",
    "modules/network/main.tf",
    "terraform.tfvars.json",
    "cache.auto.tfvars",
    "required_providers",
    "each.value.num_cache_clusters",
    "[\"main\"].out",
    "one if one.wanted",
    "for_each = toset([\"main\"])",
    "count = 1",
    "dynamic \"node_group_configuration\"",
    "dynamic \"parameter\"",
    "iterator = one",
    "lookup(one.value",
    "\"dynamic\"",
    "optional(",
    "slice([",
    "slice(data.aws_availability_zones",
    "concat([",
    "element([",
    "values({",
    "formatlist(",
    "jsondecode(jsonencode(",
    "[*].it",
    "for at in range(",
    "terraform_data",
    "aws_ssm_parameter",
    "= \"true\"",
    "= \"3\"",
    "engine_version = 7.1",
    "= null",
    "coalesce(null, aws_elasticache",
    "join(\"\", aws_elasticache",
    "aws_elasticache_subnet_group.subnets.id",
    "aws_subnet.several[*].id",
    "aws_subnet\" \"several",
    "availability_zone = each.value.zone",
];

#[test]
fn every_way_is_tried() {
    let mut runner = TestRunner::new(config());
    let strategy = (topology(), how());
    let mut left: Vec<&str> = WAYS.to_vec();
    for _ in 0..600 {
        let (of, how) = strategy.new_tree(&mut runner).unwrap().current();
        let text = configuration(&of.plannable(), &how).to_string();
        left.retain(|way| !text.contains(way));
    }
    assert!(left.is_empty(), "{left:?}");
}
