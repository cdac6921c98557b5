//! The groups that AWS's page on Multi-AZ speaks of, out of `fixtures/failover/page-*.json`, and their plans.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use multiaz::failover::{Plan, Scenario, plans};
use multiaz::load::{self, Options};
use multiaz::model::Group;
use multiaz::source::{Input, Sources};

/// Every such group: three zones with the primary in the first (F171), the samples redis12 (F75) and redis1x3
/// (F149) with other engine versions too, two shards (F18), one shard with several nodes in a zone, and a
/// group without Multi-AZ.
pub(super) const NAMES: [&str; 8] = [
    "three-zones",
    "redis12",
    "redis1x3",
    "redis1x3-5.0.0",
    "redis1x3-4.0.10",
    "two-shards",
    "five-nodes",
    "without-multi-az",
];

/// A group of the page.
pub(super) fn page(name: &str) -> Group {
    read(name, &Options::default())
}

/// A group that a replica outside of ElastiCache follows.
pub(super) fn page_followed(name: &str, id: &str) -> Group {
    read(name, &Options { external_replicas: vec![id.to_owned()], ..Options::default() })
}

fn read(name: &str, options: &Options) -> Group {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/failover/page-{name}.json"));
    let input = Input { name: path.display().to_string(), text: fs::read_to_string(path).unwrap() };
    let mut loaded = load::load(&mut Sources::default(), vec![input], options).loaded;
    assert!(loaded.failures.is_empty() && loaded.groups.len() == 1, "{name}: {:?}", loaded.failures);
    loaded.groups.remove(0)
}

/// What a plan cites: its steps, endpoints and replacements.
pub(super) fn cited(plan: &Plan) -> BTreeSet<String> {
    let steps = plan.steps.iter().flat_map(|step| step.facts.iter());
    let endpoints = plan.endpoints.iter().flat_map(|one| one.facts.iter());
    let replacements = plan.replacements.iter().flat_map(|one| one.facts.iter());
    steps.chain(endpoints).chain(replacements).map(|id| (*id).to_owned()).collect()
}

/// What the plans of all these groups cite.
pub(super) fn cited_by_all() -> BTreeSet<String> {
    let groups = NAMES.iter().map(|name| page(name)).chain([page_followed("three-zones", "abc")]);
    let mut all = BTreeSet::new();
    for group in groups {
        for scenario in Scenario::all() {
            all.extend(plans(&group, &scenario, None).iter().flat_map(cited));
        }
    }
    all
}
