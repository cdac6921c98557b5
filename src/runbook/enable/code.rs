//! The change of the code that declares the group: it comes first, or the code would turn it back.

use crate::model::{ClusterMode, Group, Input, Origin, State};
use crate::runbook::book::{Met, Note, Step};
use crate::runbook::placeholder::{NODE_TYPE, STACK};
use crate::runbook::request::Request;
use crate::runbook::site::{Exists, Site};

use super::global::{Membership, membership};
use super::{Conditions, is_on, replicas};

const IN_TERRAFORM: &str = "Change the Terraform configuration";
const IN_TEMPLATE: &str = "Change the template";
/// The titles of the step that changes the code.
pub(super) const TITLES: [&str; 2] = [IN_TERRAFORM, IN_TEMPLATE];

/// What the code has to say afterwards: an attribute, its value, and what to know of it.
struct Line {
    name: String,
    value: &'static str,
    comment: &'static str,
}

fn line(name: impl Into<String>, value: &'static str, comment: &'static str) -> Line {
    Line { name: name.into(), value, comment }
}

/// That commands alone would leave the code behind.
pub(super) fn warning(site: &Site<'_>, conditions: &Conditions) -> Option<Note> {
    if lines(site, conditions).is_empty() || site.exists() == Exists::No {
        return None;
    }
    let text = format!(
        "Code declares {}: its next deployment undoes what is done here without it. Change the code first.",
        site.group.name
    );
    Some(Note::new(text, &["X005", "X006"]))
}

/// The first step for code; nothing where the code says it all already.
pub(super) fn change(site: &Site<'_>, conditions: &Conditions) -> Vec<Step> {
    let lines = lines(site, conditions);
    if lines.is_empty() {
        return Vec::new();
    }
    let mut steps = vec![match site.group.target.input {
        Input::CloudFormation => in_template(site, conditions, &lines),
        _ => in_terraform(site, conditions, &lines),
    }];
    if site.exists() == Exists::No {
        steps.push(apply(site));
    }
    steps
}

/// The lines to change; none for what is described as it is.
fn lines(site: &Site<'_>, conditions: &Conditions) -> Vec<Line> {
    let template = match site.group.target.input {
        Input::Describe => return Vec::new(),
        Input::CloudFormation => true,
        _ => false,
    };
    let mut lines = Vec::new();
    if !is_on(site.group) {
        lines.extend(if template { template_flags(site) } else { terraform_flags(site.group) });
    }
    if replicas::are_missing(site.group) {
        lines.push(if template { template_count(site.group) } else { terraform_count(site.group) });
    }
    if conditions.node_type.is(Met::No) {
        let name = if template { "CacheNodeType" } else { "node_type" };
        lines.push(line(name, NODE_TYPE, "T1 is not supported with Multi-AZ"));
    }
    if conditions.version.is(Met::No) {
        let name = if template { "EngineVersion" } else { "engine_version" };
        lines.push(line(name, "<ENGINE-VERSION>", "2.8.6 or later"));
    }
    if !lines.is_empty() && !template && site.exists() != Exists::No {
        lines.push(line("apply_immediately", "true", "else the change waits for a reboot (default: false)"));
    }
    lines
}

/// The flags as the provider that made this has them (X116).
fn terraform_flags(group: &Group) -> Vec<Line> {
    if membership(group) == Membership::Member {
        let comment = "in aws_elasticache_global_replication_group: a member inherits it";
        return vec![line("automatic_failover_enabled", "true", comment)];
    }
    if has_one_flag(group) {
        let comment = "AWS provider 3.25 and older: one flag for both";
        return vec![line("automatic_failover_enabled", "true", comment)];
    }
    vec![
        line("automatic_failover_enabled", "true", ""),
        line("multi_az_enabled", "true", "AWS provider 3.26 and later"),
    ]
}

fn has_one_flag(group: &Group) -> bool {
    match &group.multi_az.state {
        State::Known { origin: Origin::Derived { from, .. }, .. } => {
            from.starts_with("automatic_failover_enabled")
        }
        _ => false,
    }
}

fn template_flags(site: &Site<'_>) -> Vec<Line> {
    if membership(site.group) == Membership::Member {
        let comment = "in AWS::ElastiCache::GlobalReplicationGroup: a member inherits it";
        return vec![line("AutomaticFailoverEnabled", "true", comment)];
    }
    vec![line("AutomaticFailoverEnabled", "true", ""), line("MultiAZEnabled", "true", "")]
}

/// One replica under the name that the code or its provider has for it (X116).
fn terraform_count(group: &Group) -> Line {
    let of_nodes = group.layout.own_node_count.name.as_str();
    if group.layout.shard_configurations.value().is_some_and(|count| *count > 0) {
        return line("replica_count", "1", "in every node_group_configuration");
    }
    if group.cluster_mode.value() == Some(&ClusterMode::Enabled) {
        return line("replicas_per_node_group", "1", "AWS provider 3: in the cluster_mode block");
    }
    match of_nodes {
        "num_cache_clusters" | "number_cache_clusters" => line(of_nodes, "2", "a primary and a replica"),
        _ => line("num_cache_clusters", "2", "AWS provider 4 and later; before: number_cache_clusters"),
    }
}

fn template_count(group: &Group) -> Line {
    if group.layout.shard_configurations.value().is_some_and(|count| *count > 0) {
        return line("ReplicaCount", "1", "in every element of NodeGroupConfiguration");
    }
    match group.cluster_mode.value() {
        Some(ClusterMode::Enabled) => line("ReplicasPerNodeGroup", "1", ""),
        _ => line("NumCacheClusters", "2", "a primary and a replica"),
    }
}

fn in_terraform(site: &Site<'_>, conditions: &Conditions, lines: &[Line]) -> Step {
    let width = lines.iter().map(|line| line.name.len()).max().unwrap_or(0);
    let mut text = format!("# {}\n", site.name());
    for Line { name, value, comment } in lines {
        let value = if value.starts_with('<') { format!("\"{value}\"") } else { (*value).to_owned() };
        let comment = if comment.is_empty() { String::new() } else { format!(" # {comment}") };
        text.push_str(&format!("{name:width$} = {value}{comment}\n"));
    }
    let why = why(site, conditions, "the Terraform configuration");
    let step = Step::new(IN_TERRAFORM, why, &["X004", "X005", "X013", "X080", "X116"]);
    let step = step.code("hcl", text.trim_end());
    let step = match site.exists() {
        Exists::No => step.expect("`terraform plan` still creates the group, now with both flags."),
        _ => step.expect("`terraform plan` changes the group in place: no `-/+`, no `must be replaced`."),
    };
    let step = step.or_else(
        "`automatic_failover_enabled must be true if multi_az_enabled is true`: set both. `must be at least 2 \
         if automatic_failover_enabled is true`: add the replica in the same change.",
    );
    match site.exists() {
        Exists::No => step,
        _ => step.or_else("A replacement deletes the group and its data: find the attribute that forces it."),
    }
}

fn in_template(site: &Site<'_>, conditions: &Conditions, lines: &[Line]) -> Step {
    let mut text = format!("{}:\n  Type: AWS::ElastiCache::ReplicationGroup\n  Properties:\n", site.name());
    for Line { name, value, comment } in lines {
        let comment = if comment.is_empty() { String::new() } else { format!("  # {comment}") };
        text.push_str(&format!("    {name}: {value}{comment}\n"));
    }
    let why = why(site, conditions, "the template");
    Step::new(IN_TEMPLATE, why, &["X006", "X130", "D2", "D14"])
        .code("yaml", text.trim_end())
        .expect("A change set for the stack shows Replacement False for the group.")
        .or_else("Replacement True would make a new, empty group: leave out the property that asks for it.")
}

fn why(site: &Site<'_>, conditions: &Conditions, what: &str) -> String {
    let mut why = match site.exists() {
        Exists::No => format!("The group is still to be created: {what} is all there is to change."),
        Exists::Yes => format!("Otherwise the next deployment of {what} undoes the steps below."),
        Exists::Maybe => format!(
            "Otherwise the next deployment of {what} undoes the steps below. If the group does not exist yet, \
             deploy and go on where both flags are looked at."
        ),
    };
    if conditions.zones.is(Met::No) && site.exists() == Exists::No {
        why.push_str(" Name different zones for the nodes too, or none at all.");
    }
    if conditions.subnets.is(Met::No) {
        why.push_str(" Give its subnet group a subnet in a second zone there too.");
    }
    if conditions.append_only.is(Met::No) {
        why.push_str(" Set appendonly to no in its parameter group there too.");
    }
    why
}

fn apply(site: &Site<'_>) -> Step {
    let why = format!("This creates {} with both flags on.", site.group.name);
    Step::new("Apply the plan", why, &["F30", "F31", "F32", "F33", "F62", "F69"])
        .code("sh", "terraform plan -out=plan.out\nterraform show -json plan.out | multiaz check -\nterraform apply plan.out")
        .console(vec![
            "Without code: open the ElastiCache console and choose to create a cluster.".to_owned(),
            "Turn on Multi-AZ (older consoles: Multi-AZ with automatic failover), which places primary and \
             replicas in different zones."
                .to_owned(),
            "Ask for the replicas that you need, one or more.".to_owned(),
        ])
        .expect("`multiaz check` finds no error in the new plan, and the group is created.")
        .or_else("InsufficientCacheClusterCapacity: choose another node type or other zones.")
}

/// Says in the first step for code when to deploy it: after all other steps.
pub(super) fn hold_back(steps: &mut [Step], site: &Site<'_>, conditions: &Conditions) {
    let last = steps.len() + 1;
    let Some(step) = steps.iter_mut().find(|step| TITLES.contains(&step.title.as_str())) else { return };
    step.why.push_str(&format!(" Commit it, but do not deploy it before step {last}."));
    let first = match (replicas::are_missing(site.group), is_on(site.group)) {
        (_, true) => return,
        (true, false) => "the replica",
        (false, false) if conditions.node_type.is(Met::No) || conditions.version.is(Met::No) => {
            "what the flags need"
        }
        (false, false) => return,
    };
    step.why.push_str(&format!(
        " Where every merge is deployed, make two changes of it: first {first}, and the flags when that is \
         there."
    ));
}

/// The last step for code: that it and the group agree.
pub(super) fn agree(site: &Site<'_>, conditions: &Conditions) -> Option<Step> {
    if site.exists() == Exists::No || lines(site, conditions).is_empty() {
        return None;
    }
    let step = Step::new(
        "Deploy the code, and see that it and the group agree",
        "Deploy the changed code the way you always do, so that no later deployment undoes the steps.",
        &[],
    );
    Some(match site.group.target.input {
        Input::CloudFormation => step
            .call(deployed(site))
            .expect("The changed template is deployed; the stack's update is complete and replaced nothing.")
            .or_else(
                "The update fails, for example because the group has it already: look at the flags and the \
                 nodes again, since a rollback may have set them back. Then leave out of the change what the \
                 group has.",
            ),
        _ => step.code("sh", "terraform plan").expect(format!(
            "No changes for {}, except of apply_immediately, which only says how the provider applies others: \
             the group is as the configuration says.",
            site.group.name
        ))
        .or_else("It still changes the group: there the code asks for something else. Correct the code.")
        .or_else("It replaces the group (`-/+`, `must be replaced`): do not apply it."),
    })
}

/// What the last update did with the group.
fn deployed(site: &Site<'_>) -> Request {
    site.request_of("cloudformation", "DescribeStackResource")
        .text("StackName", STACK)
        .text("LogicalResourceId", site.logical_id())
        .showing("StackResourceDetail.[PhysicalResourceId,ResourceStatus]")
}

/// The first step of the way back for code: there too it comes first.
pub(super) fn undo(site: &Site<'_>, conditions: &Conditions) -> Option<Step> {
    if lines(site, conditions).is_empty() {
        return None;
    }
    let why = "Here too the code comes first, or its next deployment turns the flags on again.";
    let step = Step::new("Take back the change of the code", why, &["X005", "X006"]);
    Some(step.expect("The code says what it said before. Deploy it when the steps below are done."))
}
