//! The zones that a cluster's subnet group reaches: subnet group, its subnets, their zones.

use crate::model::{Setting, Unknown, Zone, in_command, is_group_name, is_place};
use crate::source::Node;

use super::attribute::{Attribute, Object};
use super::configuration::{End, Leaf, may_hold_subnets};
use super::named::{Named, name_given, named, with_name};
use super::plan::Plan;
use super::resources::Resource;
use super::typed::wrong;

const KIND: &str = "aws_elasticache_subnet_group";
const NAME: &str = "subnet_group_name";
const SUBNETS: [&str; 2] = ["aws_subnet", "aws_default_subnet"];

/// The name of a cluster's subnet group.
pub(super) fn subnet_group(of: &Object<'_>) -> Setting<Option<String>> {
    name_given(of, NAME, KIND)
}

/// The zones of a cluster's subnets, one per subnet.
pub(super) fn subnet_zones(of: &Object<'_>) -> Setting<Vec<Setting<Zone>>> {
    match named(of, NAME, KIND, "name") {
        Named::Unset => Setting::unknown(
            NAME,
            Unknown::new(
                "subnet_group_name is not set, and the input does not hold the default subnet group",
                "set subnet_group_name to a subnet group that is in the input",
            ),
            of.at,
        ),
        Named::Missing(name) => {
            let name = of.shown(NAME, &name);
            let why = Unknown::new(
                format!("subnet group {name} is not in this input"),
                format!(
                    "look at it: aws elasticache describe-cache-subnet-groups --cache-subnet-group-name {}",
                    in_command(name, is_group_name)
                ),
            );
            let at = of.text(NAME).map_or(of.at, |name| name.at);
            Setting::unknown(NAME, why, at)
        }
        Named::Found(group) => of_group(&Object::of(of.plan, group)),
        Named::Unknown(why) => Setting::unknown(NAME, why, of.at),
    }
}

fn of_group(group: &Object<'_>) -> Setting<Vec<Setting<Zone>>> {
    let name = "subnet_ids";
    match group.attribute(name) {
        Attribute::Written(node) if node.is_list() && node.items().is_empty() => {
            // Nothing can be created of it: it stands for subnets that are to be given.
            let why = Unknown::new("subnet_ids is empty", "write the subnets of the subnet group");
            Setting::unknown(name, why, node.span)
        }
        Attribute::Written(node) if node.is_list() => {
            let zones =
                node.items().iter().enumerate().map(|(at, item)| by_id(group, name, at, item)).collect();
            Setting::written(name, zones, node.span)
        }
        Attribute::Written(node) => Setting::unknown(name, wrong(node, "a list of subnet ids"), node.span),
        Attribute::Unset => {
            let why = Unknown::new("subnet_ids is not set", "write the subnets of the subnet group");
            Setting::unknown(name, why, group.at)
        }
        Attribute::Unknown(why) if group.told().is_some() => of_evaluated(group, name, why),
        Attribute::Unknown(why) => {
            let (mut zones, mut others) = (Vec::new(), Vec::new());
            for leaf in group.leaves(name) {
                match subnets_of(group.plan, &leaf) {
                    Some(all) => zones.extend(all.into_iter().map(|subnet| zone_of(group.plan, subnet))),
                    None => others.push(leaf),
                }
            }
            // What else is known after apply is any number of subnets: alone it tells nothing.
            match zones.is_empty() {
                true => Setting::unknown(name, why, group.at),
                false => of_references(group, name, zones, &others),
            }
        }
    }
}

/// The zones of the subnets that a list rests on which can't be told, as `compact(aws_subnet.a[*].id)`.
///
/// It may leave out some of them, or name more.
fn of_evaluated(group: &Object<'_>, name: &str, why: Unknown) -> Setting<Vec<Setting<Zone>>> {
    let plan = group.plan;
    let addresses = group.told().map(|told| told.rests_on(name)).unwrap_or_default();
    let subnets: Vec<_> = addresses.iter().filter_map(|address| plan.at_address(address)).collect();
    let only_subnets = subnets.len() == addresses.len()
        && subnets.iter().all(|subnet| SUBNETS.contains(&subnet.address.kind.as_str()));
    let zones: Vec<_> = subnets.into_iter().map(|subnet| zone_of(plan, subnet)).collect();
    if zones.is_empty() || !only_subnets || spread(&zones) {
        return Setting::unknown(name, why, group.at);
    }
    Setting::derived(name, zones, "the subnets that its expression refers to", group.at)
}

/// The zones of the subnets that an expression refers to, beside what else it refers to.
///
/// That may leave out some of them, as in `var.wide ? aws_subnet.a[*].id : [aws_subnet.a[0].id]`, or
/// name more, as in `concat(var.existing, [aws_subnet.a.id])`. Where all are in one zone, some are too.
fn of_references(
    group: &Object<'_>,
    name: &str,
    mut zones: Vec<Setting<Zone>>,
    others: &[Leaf],
) -> Setting<Vec<Setting<Zone>>> {
    let blocker = || group.plan.blocker(others);
    if let Some(chooser) = others.first().filter(|_| spread(&zones)) {
        let why = blocker().unwrap_or_else(|| chosen_by(chooser));
        return Setting::unknown(name, why, group.at);
    }
    let more = blocker().or_else(|| others.iter().find_map(|leaf| more_in(group.plan, leaf)));
    zones.extend(more.map(|why| Setting::unknown(name, why, group.at)));
    Setting::derived(name, zones, "the subnets that its expression refers to", group.at)
}

/// Whether two zones surely differ.
fn spread(zones: &[Setting<Zone>]) -> bool {
    let known: Vec<&Zone> = zones.iter().filter_map(Setting::value).collect();
    known
        .iter()
        .enumerate()
        .any(|(at, one)| known.iter().skip(at + 1).any(|two| one.same(two) == Some(false)))
}

fn chosen_by(leaf: &Leaf) -> Unknown {
    Unknown::new(
        format!("{} may decide which subnets count, and a plan does not show how", what(leaf)),
        "check the applied state, or refer to the subnets alone",
    )
}

/// Why an end may name subnets of its own; `None` where it does not.
fn more_in(plan: &Plan<'_>, leaf: &Leaf) -> Option<Unknown> {
    let may = match &leaf.end {
        End::Given(name) => may_hold_subnets(plan.variables.get(name).copied()),
        End::Choice { holds_subnets, .. } => *holds_subnets,
        End::Resource(_) | End::Opaque(_) => true,
    };
    let why = format!("{} may name more subnets, which a plan does not show", what(leaf));
    may.then(|| Unknown::new(why, "check the applied state"))
}

/// What an end is called.
fn what(leaf: &Leaf) -> String {
    let scope = &leaf.scope;
    match &leaf.end {
        End::Given(name) => format!("var.{name}"),
        End::Choice { what, .. } => format!("{scope}{what}"),
        End::Resource(meant) => format!("{scope}{meant}"),
        End::Opaque(text) => format!("{scope}{text}"),
    }
}

/// The zone of the subnet with an id.
fn by_id(group: &Object<'_>, name: &str, at: usize, item: &Node) -> Setting<Zone> {
    let id = group.element(name, at, item);
    let Some(text) = id.value().cloned() else {
        let addresses = group.told().map(|told| told.element_stands_for(name, at)).unwrap_or_default();
        let mut meant = addresses.iter().filter_map(|address| group.plan.at_address(address));
        let subnet = meant.find(|subnet| SUBNETS.contains(&subnet.address.kind.as_str()));
        return subnet.map_or_else(|| id.map(Zone::Id), |subnet| zone_of(group.plan, subnet));
    };
    let shown = group.shown(name, &text);
    let found = SUBNETS.iter().flat_map(|kind| with_name(group.plan, kind, "id", &text)).next();
    match found {
        Some(subnet) => zone_of(group.plan, subnet),
        None => Setting::unknown(
            name,
            Unknown::new(
                format!("subnet {shown} is not in this input"),
                format!(
                    "look at its zone: aws ec2 describe-subnets --subnet-ids {}",
                    in_command(shown, is_place)
                ),
            ),
            id.at,
        ),
    }
}

/// The subnets that a reference of `subnet_ids` means; `None` where it means something else.
fn subnets_of<'p>(plan: &'p Plan<'p>, leaf: &Leaf) -> Option<Vec<&'p Resource>> {
    match &leaf.end {
        End::Resource(meant) if SUBNETS.contains(&meant.kind.as_str()) => {
            Some(plan.instances(&leaf.scope, meant))
        }
        _ => None,
    }
}

/// A subnet's zone, by name where that is known, else by id (X035).
fn zone_of<'p>(plan: &'p Plan<'p>, subnet: &'p Resource) -> Setting<Zone> {
    let object = Object::of(plan, subnet);
    let name = object.zone("availability_zone");
    let id = object.zone_id("availability_zone_id");
    let is_known = |zone: &Option<Setting<Zone>>| zone.as_ref().is_some_and(|zone| zone.value().is_some());
    match (name, id) {
        (Some(name), id) if is_known(&Some(name.clone())) || !is_known(&id) => name,
        (_, Some(id)) => id,
        (_, None) => Setting::unknown(
            "availability_zone",
            Unknown::new(
                format!("{} does not say its zone", subnet.label),
                format!("write availability_zone in {}", subnet.label),
            ),
            object.at,
        ),
    }
}
