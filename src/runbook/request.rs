//! One call of AWS as plain data: the words of its command and the parameters of its request follow from it.

/// The API version of every ElastiCache request (F79).
pub const API_VERSION: &str = "2015-02-02";

/// A call of one AWS operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The service as the CLI names it.
    pub service: &'static str,
    /// The operation as the API names it, such as `ModifyReplicationGroup`.
    pub operation: &'static str,
    /// Its parameters, in the order a command shows them.
    pub parameters: Vec<(&'static str, Value)>,
    /// The region, where it is known.
    pub region: Option<String>,
    /// What of the answer is shown (`--query`); the API answers with all of it.
    pub shown: Option<String>,
    /// The CLI repeats it until the replication group is available.
    pub waits: bool,
}

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(u32),
    /// On or off: `--name` or `--no-name`.
    Flag(bool),
    /// Several texts; the name is that of one member in a request.
    List(&'static str, Vec<String>),
    /// Replica counts by shard.
    Shards(Vec<ShardReplicas>),
    /// Names with their values, such as those of parameters.
    Pairs(&'static str, Vec<(&'static str, String)>),
}

/// The replicas that a shard is to have: `ConfigureShard` of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardReplicas {
    /// The shard's id.
    pub shard: String,
    /// The replicas it is to have in the end.
    pub replicas: u32,
    /// The zones of all its nodes, the primary's among them (X029); empty leaves them to ElastiCache.
    pub zones: Vec<String>,
}

impl Request {
    /// A call of an ElastiCache operation, without parameters yet.
    pub(super) fn elasticache(operation: &'static str) -> Request {
        Request::of("elasticache", operation)
    }

    /// A call of an operation of another service.
    pub(super) fn of(service: &'static str, operation: &'static str) -> Request {
        Request { service, operation, parameters: Vec::new(), region: None, shown: None, waits: false }
    }

    /// With one more parameter.
    pub(super) fn with(mut self, name: &'static str, value: Value) -> Request {
        self.parameters.push((name, value));
        self
    }

    /// With one more text.
    pub(super) fn text(self, name: &'static str, value: impl Into<String>) -> Request {
        self.with(name, Value::Text(value.into()))
    }

    /// With a flag on or off.
    pub(super) fn flag(self, name: &'static str, on: bool) -> Request {
        self.with(name, Value::Flag(on))
    }

    /// Showing only a part of the answer.
    pub(super) fn showing(mut self, query: impl Into<String>) -> Request {
        self.shown = Some(query.into());
        self
    }

    /// The command by its lines: the command itself, then an option with its values in each.
    #[must_use]
    pub fn command(&self) -> Vec<Vec<String>> {
        let mut lines = vec![self.called()];
        lines.extend(self.parameters.iter().map(|(name, value)| option(name, value)));
        lines.extend(self.region.iter().map(|region| vec!["--region".to_owned(), region.clone()]));
        if let Some(query) = self.shown.as_ref().filter(|_| !self.waits) {
            lines.push(vec!["--query".to_owned(), query.clone()]);
        }
        lines
    }

    fn called(&self) -> Vec<String> {
        let words: &[&str] = match self.waits {
            true => &["aws", self.service, "wait", "replication-group-available"],
            false => &["aws", self.service, &kebab(self.operation)],
        };
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    /// The parameters of the HTTP request in alphabetical order, the action first; `None` where the
    /// service has no such requests.
    #[must_use]
    pub fn query_parameters(&self) -> Option<Vec<(String, String)>> {
        if self.service != "elasticache" {
            return None;
        }
        let mut pairs: Vec<(String, String)> =
            self.parameters.iter().flat_map(|(name, value)| request_pairs(name, value)).collect();
        pairs.push(("Version".to_owned(), API_VERSION.to_owned()));
        pairs.sort();
        pairs.insert(0, ("Action".to_owned(), self.operation.to_owned()));
        Some(pairs)
    }
}

/// An option of the CLI with its values.
fn option(name: &str, value: &Value) -> Vec<String> {
    let name = kebab(name);
    let mut words = vec![match value {
        Value::Flag(false) => format!("--no-{name}"),
        _ => format!("--{name}"),
    }];
    match value {
        Value::Flag(_) => {}
        Value::Text(text) => words.push(text.clone()),
        Value::Number(number) => words.push(number.to_string()),
        Value::List(_, all) => words.extend(all.iter().cloned()),
        Value::Shards(all) => words.extend(all.iter().map(shorthand)),
        Value::Pairs(_, all) => {
            let pairs: Vec<String> = all.iter().map(|(name, value)| format!("{name}={value}")).collect();
            words.push(pairs.join(","));
        }
    }
    words
}

/// A shard's replicas in the shorthand of the CLI.
fn shorthand(shard: &ShardReplicas) -> String {
    let count = format!("NodeGroupId={},NewReplicaCount={}", shard.shard, shard.replicas);
    match shard.zones.as_slice() {
        [] => count,
        zones => format!("{count},PreferredAvailabilityZones={}", zones.join(",")),
    }
}

/// A parameter as the query protocol writes it: lists by number, counted from 1.
fn request_pairs(name: &str, value: &Value) -> Vec<(String, String)> {
    let one = |text: String| vec![(name.to_owned(), text)];
    match value {
        Value::Text(text) => one(text.clone()),
        Value::Number(number) => one(number.to_string()),
        Value::Flag(on) => one(on.to_string()),
        Value::List(member, all) => numbered(&format!("{name}.{member}"), all),
        Value::Shards(all) => (1..).zip(all).flat_map(|(at, shard)| shard_pairs(name, at, shard)).collect(),
        Value::Pairs(member, all) => {
            let pair = |(key, value): &(&str, String)| (format!("{name}.{member}.1.{key}"), value.clone());
            all.iter().map(pair).collect()
        }
    }
}

fn numbered(prefix: &str, all: &[String]) -> Vec<(String, String)> {
    (1..).zip(all).map(|(at, text): (u32, _)| (format!("{prefix}.{at}"), text.clone())).collect()
}

fn shard_pairs(name: &str, at: u32, shard: &ShardReplicas) -> Vec<(String, String)> {
    let prefix = format!("{name}.ConfigureShard.{at}");
    let mut pairs = vec![
        (format!("{prefix}.NodeGroupId"), shard.shard.clone()),
        (format!("{prefix}.NewReplicaCount"), shard.replicas.to_string()),
    ];
    let zones = format!("{prefix}.PreferredAvailabilityZones.PreferredAvailabilityZone");
    pairs.extend(numbered(&zones, &shard.zones));
    pairs
}

/// `MultiAZEnabled` as the CLI writes it: `multi-az-enabled`.
fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut out = String::with_capacity(name.len() + 8);
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(at + 1);
        let starts = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if starts {
            out.push('-');
        }
        out.extend(letter.to_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_cli_writes_them() {
        assert_eq!(kebab("MultiAZEnabled"), "multi-az-enabled");
        assert_eq!(kebab("ModifyReplicationGroup"), "modify-replication-group");
        assert_eq!(kebab("CacheNodeType"), "cache-node-type");
    }

    #[test]
    fn lists_are_numbered_in_a_request() {
        let request = Request::elasticache("IncreaseReplicaCount").with(
            "ReplicaConfiguration",
            Value::Shards(vec![ShardReplicas {
                shard: "0002".into(),
                replicas: 1,
                zones: vec!["eu-west-1a".into(), "eu-west-1b".into()],
            }]),
        );
        let pairs = request.query_parameters().unwrap_or_default();
        let text: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(
            text,
            [
                "Action=IncreaseReplicaCount",
                "ReplicaConfiguration.ConfigureShard.1.NewReplicaCount=1",
                "ReplicaConfiguration.ConfigureShard.1.NodeGroupId=0002",
                "ReplicaConfiguration.ConfigureShard.1.PreferredAvailabilityZones.PreferredAvailabilityZone.1=eu-west-1a",
                "ReplicaConfiguration.ConfigureShard.1.PreferredAvailabilityZones.PreferredAvailabilityZone.2=eu-west-1b",
                "Version=2015-02-02",
            ]
        );
        assert_eq!(
            request.command()[1][1],
            "NodeGroupId=0002,NewReplicaCount=1,PreferredAvailabilityZones=eu-west-1a,eu-west-1b"
        );
    }
}
