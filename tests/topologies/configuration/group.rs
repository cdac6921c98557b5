//! The replication group itself: its attributes, its blocks, and how often its block makes it.

use serde_json::{Value, json};

use super::super::topology::Fact::{self, Known, Unknown};
use super::super::topology::{Configuration, Topology};
use super::Age;
use super::draft::{Draft, Kind, Place, ROOT};
use super::joined::Content;
use super::syntax::{Body, Ex};

/// Constraints on the AWS provider, as they are written in `required_providers`.
const fn constraints(age: Age) -> [&'static str; 5] {
    match age {
        Age::Late => ["~> 5.0", ">= 4.0, < 7.0", "6.2.0", "~> 4.67", ">= 5.59"],
        Age::TwoFlags => ["~> 3.39.0", "3.26.0", "= 3.76.1", "4.67.0", "~> 4.0"],
        Age::OneFlag => ["2.70.0", "= 3.25.0", "~> 2.70", "~> 3.25.0", "~> 1.60"],
    }
}

impl Draft {
    /// Writes a topology.
    pub(super) fn write(&mut self, of: &Topology) {
        self.provider();
        let place = match self.pick(5) {
            3 => self.module("cache", ROOT),
            4 => {
                let platform = self.module("platform", ROOT);
                self.module("cache", platform)
            }
            _ => ROOT,
        };
        let network = match self.pick(4) {
            3 => self.module("network", ROOT),
            2 => place,
            _ => ROOT,
        };
        let home = if self.pick(3) == 2 { network } else { place };
        let mut group = self.settings(place, of);
        if let Some(name) = self.parameter_group(place, home, &of.parameters) {
            group.set("parameter_group_name", name);
        }
        if let Some(name) = self.subnet_group(place, [home, network], &of.subnets) {
            group.set("subnet_group_name", name);
        }
        self.repeat(&mut group);
        self.configurations(place, &mut group, &of.configurations);
        self.body(place).block("resource", &["aws_elasticache_replication_group", "cache"], group);
    }

    fn provider(&mut self) {
        let (age, way) = (self.how.age, self.pick(6));
        if way == 5 && age == Age::Late {
            return;
        }
        let version = constraints(age)[way % 5];
        if way == 5 {
            return self.lock(version.trim_start_matches(['~', '>', '=', ' ']));
        }
        let mut required = Body::default();
        let aws = [("source", "hashicorp/aws"), ("version", version)];
        let aws = aws.map(|(key, text)| (key.to_owned(), Ex::Plain(json!(text))));
        required.set("aws", Ex::Object(aws.into()));
        let mut settings = Body::default();
        settings.block("required_providers", &[], required);
        self.body(ROOT).block("terraform", &[], settings);
    }

    /// Everything that is an attribute of the group alone.
    fn settings(&mut self, place: Place, of: &Topology) -> Body {
        let mut group = Body::default();
        group.set("replication_group_id", Ex::Plain(json!("cache")));
        let is_late = self.how.age == Age::Late;
        let [description, nodes] = match is_late {
            true => ["description", "num_cache_clusters"],
            false => ["replication_group_description", "number_cache_clusters"],
        };
        group.set(description, Ex::Plain(json!("a group")));
        let facts: [(&str, Fact<Value>, Kind); 9] = [
            ("multi_az_enabled", of.multi_az.map(|on| json!(on)), Kind::Flag),
            ("automatic_failover_enabled", of.failover.map(|on| json!(on)), Kind::Flag),
            ("engine", of.engine.map(|engine| json!(engine)), Kind::Text),
            ("cluster_mode", of.mode.map(|mode| json!(mode)), Kind::Text),
            ("engine_version", of.version.map(|version| json!(version)), Kind::Text),
            ("node_type", of.node_type.map(|kind| json!(kind)), Kind::Text),
            (nodes, of.nodes.map(|count| json!(count)), Kind::Number),
            ("durability", of.durability.map(|word| json!(word)), Kind::Text),
            ("snapshot_retention_limit", of.retention.map(|days| json!(days)), Kind::Number),
        ];
        let age = self.how.age;
        let is_there = |name: &str| match name {
            "cluster_mode" => age == Age::Late,
            "multi_az_enabled" => age != Age::OneFlag,
            _ => true,
        };
        for (name, fact, kind) in facts.into_iter().filter(|(name, ..)| is_there(name)) {
            if let Some(value) = self.put(place, fact, kind) {
                group.set(name, value);
            }
        }
        let mut counts = Body::default();
        for (name, fact) in [("num_node_groups", of.shards), ("replicas_per_node_group", of.replicas)] {
            if let Some(count) = self.put(place, fact.map(|count| json!(count)), Kind::Number) {
                counts.set(name, count);
            }
        }
        match is_late {
            true => group.attributes.extend(counts.attributes),
            false if of.shards == Fact::Absent && of.replicas == Fact::Absent => {}
            false => group.block("cluster_mode", &[], counts),
        }
        if let Some(zones) = self.zones(place, &of.zones) {
            group.set("preferred_cache_cluster_azs", zones);
        }
        group
    }

    /// Makes the group by `count` or `for_each`, once.
    fn repeat(&mut self, group: &mut Body) {
        match self.pick(7) {
            3 => group.set("count", Ex::Plain(json!(1))),
            4 => group.set("count", Ex::code("length([true]) == 1 ? 1 : 0")),
            5 => group.set("for_each", Ex::code(r#"toset(["main"])"#)),
            6 => self.for_each(group),
            _ => {}
        }
    }

    /// Makes the group by `for_each` over a map that holds some of what it says.
    fn for_each(&mut self, group: &mut Body) {
        let mut told = vec![("wanted".to_owned(), Ex::Plain(json!(true)))];
        for at in 0..group.attributes.len() {
            let way = self.pick(4);
            let (name, value) = &mut group.attributes[at];
            let by = match way {
                1 => format!("each.value.{name}"),
                2 => format!("each.value[\"{name}\"]"),
                3 => format!("try(each.value.{name}, null)"),
                _ => continue,
            };
            told.push((name.clone(), std::mem::replace(value, Ex::code(by))));
        }
        let one = ("main".to_owned(), Ex::Object(told));
        let spare = ("spare".to_owned(), Ex::Object(vec![("wanted".to_owned(), Ex::Plain(json!(false)))]));
        let all = match self.pick(2) {
            0 => Ex::Object(vec![one]),
            _ => {
                let all = Ex::Object(vec![one, spare]).native();
                Ex::code(format!("{{ for name, one in {all} : name => one if one.wanted }}"))
            }
        };
        group.set("for_each", all);
    }

    fn configurations(&mut self, place: Place, group: &mut Body, fact: &Fact<Vec<Configuration>>) {
        let kind = "node_group_configuration";
        match fact {
            Known(all) => {
                let blocks = all.iter().map(|one| self.configuration(place, one)).collect();
                self.blocks(place, group, kind, blocks);
            }
            Unknown => {
                let open = self.open(Kind::Any);
                let open = self.say(place, open, Kind::Any);
                let mut content = Body::default();
                content.set("replica_count", Ex::code(format!("{kind}.value.replicas")));
                let mut dynamic = Body::default();
                dynamic.set("for_each", open);
                dynamic.block("content", &[], content);
                group.block("dynamic", &[kind], dynamic);
            }
            Fact::Absent => {}
        }
    }

    fn configuration(&mut self, place: Place, of: &Configuration) -> Content {
        vec![
            ("node_group_id", self.put(place, of.id.map(|id| json!(format!("{id:04}"))), Kind::Any)),
            ("primary_availability_zone", self.zone(place, &of.primary)),
            ("replica_availability_zones", self.zones(place, &of.replica_zones)),
            ("replica_count", self.put(place, of.replicas.map(|count| json!(count)), Kind::Number)),
        ]
    }

    /// Writes blocks of one kind: each by itself, or by `dynamic` blocks.
    pub(super) fn blocks(&mut self, place: Place, body: &mut Body, kind: &str, mut all: Vec<Content>) {
        let way = self.pick(5);
        let by_dynamic = match way {
            // The last one is written out: in JSON syntax too, `dynamic` stands before it.
            3 if all.len() > 1 => all.drain(..all.len() - 1).collect(),
            3 | 4 => std::mem::take(&mut all),
            _ => Vec::new(),
        };
        if !by_dynamic.is_empty() {
            self.dynamic(place, body, kind, by_dynamic);
        }
        for content in all {
            let mut block = Body::default();
            content.into_iter().for_each(|(name, value)| {
                if let Some(value) = value {
                    block.set(name, value);
                }
            });
            body.block(kind, &[], block);
        }
    }

    /// One `dynamic` block over a list of objects.
    fn dynamic(&mut self, place: Place, body: &mut Body, kind: &str, all: Vec<Content>) {
        let mut names: Vec<&'static str> = Vec::new();
        for (name, value) in all.iter().flatten() {
            if value.is_some() && !names.contains(name) {
                names.push(name);
            }
        }
        let lacks = |content: &Content, wanted: &str| {
            !content.iter().any(|(name, value)| *name == wanted && value.is_some())
        };
        let (mut dynamic, mut content) = (Body::default(), Body::default());
        let iterator = match self.pick(3) {
            2 => {
                dynamic.set("iterator", Ex::Word("one".into()));
                "one"
            }
            _ => kind,
        };
        for name in &names {
            let some_lack = all.iter().any(|content| lacks(content, name));
            content.set(
                name,
                Ex::code(match self.pick(3) {
                    1 => format!("lookup({iterator}.value, \"{name}\", null)"),
                    2 => format!("try({iterator}.value.{name}, null)"),
                    _ if some_lack => format!("try({iterator}.value[\"{name}\"], null)"),
                    _ => format!("{iterator}.value.{name}"),
                }),
            );
        }
        let object = |content: Content| {
            let known = content.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            Ex::Object(known.collect())
        };
        let list = self.assembled(all.into_iter().map(object).collect());
        dynamic.set("for_each", self.way(place, list, Kind::Any));
        dynamic.block("content", &[], content);
        body.block("dynamic", &[kind], dynamic);
    }
}
