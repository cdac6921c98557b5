//! The same group has the same plans, whichever input it is read from.

use std::collections::BTreeMap;
use std::fs;

use multiaz::failover::{Plan, Possible, Replicas, Scenario};
use multiaz::load::{self, Options};
use multiaz::model::Group;
use multiaz::source::{Sources, gather};
use proptest::prelude::*;
use tempfile::TempDir;

use super::caches::{PLAIN, cache, unplaced};
use super::cases;
use super::configuration::{How, configuration, how};
use super::describe::{Account, describe};
use super::plan::plan;
use super::read::{all, group};
use super::template::template;
use super::topology::Topology;

/// What is said of a shard, or of the group, when a zone fails or none: by scenario.
type Said = BTreeMap<(String, Option<String>, Option<String>), (Possible, Possible, Option<u32>, usize)>;

/// Everything that does not name nodes, which are called otherwise before they are created.
fn said(group: &Group) -> Said {
    let mut scenarios = Scenario::all();
    scenarios.push(Scenario::PrimaryAndReplicas(Replicas::Count(2)));
    let of = |scenario: &Scenario, one: &Plan| {
        let key = (scenario.to_string(), one.shard.clone(), one.failed.zone.clone());
        let mut seconds = Possible::default();
        for loss in &one.second_loss {
            seconds.verdicts.extend(&loss.possible.verdicts);
            seconds.writes.extend(&loss.possible.writes);
            seconds.reads.extend(&loss.possible.reads);
            seconds.data_loss.extend(&loss.possible.data_loss);
        }
        (key, (one.possible.clone(), seconds, one.failed.count, one.promotion.candidates.len()))
    };
    scenarios
        .iter()
        .flat_map(|it| all(group, it).iter().map(|plan| of(it, plan)).collect::<Vec<_>>())
        .collect()
}

/// The group of a folder of configuration.
fn configured(of: &Topology, how: &How) -> (Group, String) {
    let (root, folder) = (TempDir::new().unwrap(), configuration(of, how));
    for (name, text) in &folder.files {
        let file = root.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    let gathered = gather(&[root.path().to_owned()], false, &mut std::io::empty());
    let options = Options { folders: gathered.folders, ..Options::default() };
    let mut loaded = load::load(&mut Sources::default(), gathered.inputs, &options).loaded;
    assert!(loaded.failures.is_empty() && loaded.groups.len() == 1, "{:?}\n{folder}", loaded.failures);
    (loaded.groups.remove(0), folder.to_string())
}

/// The first difference, for people.
fn difference(one: &Said, other: &Said) -> Option<String> {
    let keys = one.keys().chain(other.keys());
    let found = keys.into_iter().find(|key| one.get(*key) != other.get(*key))?;
    Some(format!("{found:?}:\n{:?}\n{:?}", one.get(found), other.get(found)))
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn templates_plans_configuration_and_live_groups_agree(of in cache(3), how in how(), primary_last: bool) {
        // What a live group's cache clusters tell, so that roles are known with cluster mode enabled too.
        let account = Account { tells_sources: true, saves_joined: true, primary_last, busy: 0 };
        let live = describe(&of, account);
        let expected = said(&group("answers.json", &live));
        for (name, text) in [("template.json", template(&of, PLAIN)), ("plan.json", plan(&of, false))] {
            let difference = difference(&expected, &said(&group(name, &text)));
            prop_assert!(difference.is_none(), "{}\n{live}\n{text}", difference.unwrap());
        }
        let (group, text) = configured(&of, &how);
        let difference = difference(&expected, &said(&group));
        prop_assert!(difference.is_none(), "{}\n{live}\n{text}", difference.unwrap());
    }

    #[test]
    fn what_leaves_its_zones_to_elasticache_agrees(of in cache(3), how in how()) {
        let of = unplaced(of);
        let written = template(&of, PLAIN);
        let expected = said(&group("template.json", &written));
        let planned = plan(&of, false);
        let difference_of_plan = difference(&expected, &said(&group("plan.json", &planned)));
        prop_assert!(difference_of_plan.is_none(), "{}\n{written}\n{planned}", difference_of_plan.unwrap());
        let (group, text) = configured(&of, &how);
        let difference = difference(&expected, &said(&group));
        prop_assert!(difference.is_none(), "{}\n{written}\n{text}", difference.unwrap());
    }
}
