//! The group that calls are for: its ids where they are known and legal, placeholders where not.

use crate::model::{Engine, Group, Input, Setting, Shard, is_group_id, is_group_name, is_place, is_shard_id};

use super::book::{Note, Step};
use super::placeholder::{GROUP_ID, LOGICAL_ID, OLD_SUBNET, PARAMETER_GROUP, SHARD_ID, STACK, SUBNET_GROUP};
use super::request::Request;

/// What the state of the flags is read from.
const FLAGS: &str = "ReplicationGroups[0].{Status:Status,AutomaticFailover:AutomaticFailover,MultiAZ:MultiAZ,\
                     Pending:PendingModifiedValues}";
/// Every node with its role and zone, by shard.
const NODES: &str = "ReplicationGroups[0].NodeGroups[].{Shard:NodeGroupId,Status:Status,\
                     Nodes:NodeGroupMembers[].[CacheClusterId,CurrentRole,PreferredAvailabilityZone]}";
/// The ids of all groups, and what tells them apart.
const GROUPS: &str = "ReplicationGroups[].[ReplicationGroupId,Status,Description]";

/// A group as calls name it.
pub(super) struct Site<'g> {
    /// The group.
    pub(super) group: &'g Group,
    /// Its id, or a placeholder.
    pub(super) id: String,
    region: Option<String>,
}

/// Whether there is such a group already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Exists {
    /// The input describes it as it is.
    Yes,
    /// The input is code, and does not tell.
    Maybe,
    /// A plan creates it.
    No,
}

impl<'g> Site<'g> {
    /// The site of a group.
    pub(super) fn of(group: &'g Group) -> Site<'g> {
        let id = group.target.id.as_deref().filter(|id| is_group_id(id));
        let region = group.target.region.as_deref().filter(|region| is_place(region));
        Site { group, id: id.unwrap_or(GROUP_ID).to_owned(), region: region.map(str::to_owned) }
    }

    /// The name of its parameter group, or a placeholder.
    pub(super) fn parameter_group(&self) -> &'g str {
        named(&self.group.parameter_group).unwrap_or(PARAMETER_GROUP)
    }

    /// The name of its subnet group, or a placeholder.
    pub(super) fn subnet_group(&self) -> &'g str {
        named(&self.group.subnet_group).unwrap_or(SUBNET_GROUP)
    }

    /// The subnets of its subnet group, or a placeholder for each.
    pub(super) fn subnets(&self) -> Vec<String> {
        let known = self.group.subnet_ids.iter().all(|id| is_place(id)) && !self.group.subnet_ids.is_empty();
        if known { self.group.subnet_ids.clone() } else { vec![OLD_SUBNET.to_owned()] }
    }

    /// Whether the id is a placeholder.
    pub(super) fn is_nameless(&self) -> bool {
        self.id == GROUP_ID
    }

    /// The twelve digits of its account, where they are known.
    pub(super) fn account(&self) -> Option<&'g str> {
        let account = self.group.target.account.as_deref()?;
        Some(account).filter(|account| account.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// Its region, where it is known.
    pub(super) fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Whether this is another region than the group's; unknown ones may be the same.
    pub(super) fn is_elsewhere(&self, region: Option<&str>) -> bool {
        matches!((region, self.region()), (Some(one), Some(other)) if one != other)
    }

    /// How the group is judged by all rules: a command that can be pasted where it stands.
    pub(super) fn checked(&self) -> String {
        let words = self.for_group("DescribeReplicationGroups").command().concat();
        // A placeholder between double quotes is one word to every shell; all else here needs none.
        let quoted = |word: &String| if word.starts_with('<') { format!("\"{word}\"") } else { word.clone() };
        let words: Vec<String> = words.iter().map(quoted).collect();
        format!("`{} --output json | multiaz check -`", words.join(" "))
    }

    /// Whether code declares the group, which a command alone would leave behind.
    pub(super) fn is_code(&self) -> bool {
        self.group.target.input != Input::Describe
    }

    /// Whether there is such a group already.
    pub(super) fn exists(&self) -> Exists {
        match self.group.target.input {
            Input::Describe | Input::TerraformState => Exists::Yes,
            Input::TerraformPlan if self.group.creating => Exists::No,
            Input::TerraformPlan => Exists::Yes,
            Input::TerraformConfig | Input::CloudFormation => Exists::Maybe,
        }
    }

    /// A call of an ElastiCache operation in the group's region.
    pub(super) fn request(&self, operation: &'static str) -> Request {
        Request { region: self.region.clone(), ..Request::elasticache(operation) }
    }

    /// A call of another service in the group's region.
    pub(super) fn request_of(&self, service: &'static str, operation: &'static str) -> Request {
        Request { region: self.region.clone(), ..Request::of(service, operation) }
    }

    /// A call for the group.
    pub(super) fn for_group(&self, operation: &'static str) -> Request {
        self.request(operation).text("ReplicationGroupId", &self.id)
    }

    /// A change of the group; `change` adds what to change.
    pub(super) fn modify(&self, change: impl FnOnce(Request) -> Request) -> Request {
        change(self.for_group("ModifyReplicationGroup")).flag("ApplyImmediately", true)
    }

    /// Both flags on or off, in one call (F71).
    pub(super) fn both_on(&self) -> Request {
        self.modify(|request| request.flag("AutomaticFailoverEnabled", true).flag("MultiAZEnabled", true))
    }

    /// A look at the group's state and flags.
    pub(super) fn flags(&self) -> Request {
        self.for_group("DescribeReplicationGroups").showing(FLAGS)
    }

    /// A look at its nodes, their roles and zones.
    pub(super) fn nodes(&self) -> Request {
        self.for_group("DescribeReplicationGroups").showing(NODES)
    }

    /// Waiting until it is available (X092).
    pub(super) fn wait(&self) -> Request {
        Request { waits: true, ..self.for_group("DescribeReplicationGroups") }
    }

    /// The way to the cluster in the console, then these clicks (F30, F59, F134).
    pub(super) fn console(&self, clicks: &[&str]) -> Vec<String> {
        let engine = match self.group.engine.value() {
            Some(Engine::Valkey) => "Valkey",
            Some(Engine::Redis) | None => "Redis",
        };
        let region = self.region.as_ref().map(|region| format!(", in region {region}")).unwrap_or_default();
        let mut all = vec![
            format!("Sign in to the AWS Management Console and open the ElastiCache console{region}."),
            format!("Choose {engine} in the navigation pane, then the cluster {}.", self.id),
        ];
        all.extend(clicks.iter().map(|click| (*click).to_owned()));
        all
    }

    /// The first step where the id is not known: how to get it.
    pub(super) fn find_id(&self) -> Option<Step> {
        if !self.is_nameless() {
            return None;
        }
        let name = &self.group.name;
        let why = match &self.group.target.id {
            Some(id) => format!("`{id}` is no legal id of a replication group, so no command can name it."),
            None => format!("The input does not tell the id of {name}; {GROUP_ID} stands for it below."),
        };
        let step = Step::new("Find the group's id", why, &["X022"]);
        let step = match self.group.target.input {
            Input::CloudFormation => step.call(self.physical_id()),
            Input::Describe => step.call(self.request("DescribeReplicationGroups").showing(GROUPS)),
            _ => step
                .code("sh", "terraform show -json > state.json")
                .call(self.request("DescribeReplicationGroups").showing(GROUPS))
                .expect("Once the group is deployed, `multiaz runbook` fills the id in from state.json."),
        };
        Some(step.expect(format!("One id that is surely that of {name}: put it in place of {GROUP_ID}.")))
    }

    /// The name of the group where it stands in code: one line, whatever the input holds.
    pub(super) fn name(&self) -> String {
        self.group.name.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
    }

    /// Its logical id in a template, where it can be one: letters and digits.
    pub(super) fn logical_id(&self) -> &'g str {
        let name = self.group.name.as_str();
        let legal = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if legal { name } else { LOGICAL_ID }
    }

    /// The id that CloudFormation knows the resource by.
    fn physical_id(&self) -> Request {
        self.request_of("cloudformation", "DescribeStackResource")
            .text("StackName", STACK)
            .text("LogicalResourceId", self.logical_id())
            .showing("StackResourceDetail.PhysicalResourceId")
    }

    /// What to know of a group that there is not yet, or may not be.
    pub(super) fn doubt(&self) -> Option<Note> {
        if let Some(why) = self.group.existence.why() {
            return Some(Note::new(format!("There may be no such group: {}.", why.reason), &[]));
        }
        let text =
            "The plan still has to create the group: what looks at it or changes it is for afterwards.";
        (self.exists() == Exists::No).then(|| Note::new(text, &[]))
    }
}

/// A shard's id as calls take it: digits, four at most (X026).
pub(super) fn shard_id(shard: &Shard) -> &str {
    shard.id.as_deref().filter(|id| is_shard_id(id)).unwrap_or(SHARD_ID)
}

/// The name of a group of parameters or subnets, where a command can take it as it is.
fn named(setting: &Setting<Option<String>>) -> Option<&str> {
    let name = setting.value()?.as_deref().filter(|_| !setting.secret)?;
    Some(name).filter(|name| is_group_name(name))
}
