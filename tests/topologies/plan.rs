//! A topology as the JSON of a Terraform plan that creates it: an unknown refers to what is known after apply.

use serde_json::{Map, Value, json};

use super::topology::Fact::{self, Absent, Known, Unknown};
use super::topology::{Configuration, ParameterGroup, Parameters, SubnetGroup, Topology, Zone, Zones};

/// What the provider plans for an attribute that nobody set.
#[derive(Clone)]
enum Unset {
    /// The service decides: known after apply, without an expression.
    Computed,
    /// Null.
    Null,
    /// The provider's own default.
    Default(Value),
}

/// Writes the plan; `by_reference` names parameter group and subnet group by reference, so that
/// their names are known only after apply.
pub(super) fn plan(of: &Topology, by_reference: bool) -> String {
    let mut draft = Draft { by_reference, ..Draft::default() };
    draft.group(of);
    json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": draft.resources}},
        "resource_changes": draft.changes,
        "configuration": {"root_module": {"resources": draft.blocks}},
    })
    .to_string()
}

/// One resource's attributes: what is known, what is not, and the expressions.
#[derive(Default)]
struct Attributes {
    values: Map<String, Value>,
    unknown: Map<String, Value>,
    expressions: Map<String, Value>,
}

impl Attributes {
    fn constant(&mut self, key: &str, value: impl Into<Value>) {
        let value = value.into();
        self.expressions.insert(key.into(), json!({ "constant_value": value }));
        self.values.insert(key.into(), value);
    }

    /// An attribute that another resource's attribute sets.
    fn refers(&mut self, key: &str, to: &str) {
        let whole = to.rsplit_once('.').unwrap().0;
        self.unknown.insert(key.into(), json!(true));
        self.expressions.insert(key.into(), json!({"references": [to, whole]}));
    }

    fn unset(&mut self, key: &str, unset: Unset) {
        match unset {
            Unset::Computed => self.unknown.insert(key.into(), json!(true)),
            Unset::Null => self.values.insert(key.into(), Value::Null),
            Unset::Default(value) => self.values.insert(key.into(), value),
        };
    }
}

#[derive(Default)]
struct Draft {
    by_reference: bool,
    resources: Vec<Value>,
    changes: Vec<Value>,
    blocks: Vec<Value>,
}

impl Draft {
    fn resource(&mut self, kind: &str, name: &str, of: Attributes) {
        let head =
            json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name});
        let with = |more: Value| {
            let mut all = head.as_object().unwrap().clone();
            all.extend(more.as_object().unwrap().clone());
            Value::Object(all)
        };
        self.resources.push(with(json!({"values": of.values})));
        let after = of.values;
        let change =
            json!({"actions": ["create"], "before": null, "after": after, "after_unknown": of.unknown});
        self.changes.push(with(json!({ "change": change })));
        self.blocks.push(with(json!({"expressions": of.expressions})));
    }

    /// A resource whose `output` is known only after apply; returns the reference to it.
    fn later(&mut self) -> String {
        let name = format!("later{}", self.resources.len());
        let mut of = Attributes::default();
        of.unset("output", Unset::Computed);
        self.resource("terraform_data", &name, of);
        format!("terraform_data.{name}.output")
    }

    fn put(&mut self, of: &mut Attributes, key: &str, fact: Fact<Value>, unset: Unset) {
        match fact {
            Known(value) => of.constant(key, value),
            Unknown => of.refers(key, &self.later()),
            Absent => of.unset(key, unset),
        }
    }

    fn group(&mut self, of: &Topology) {
        let mut group = Attributes::default();
        let off = || Unset::Default(json!(false));
        group.constant("replication_group_id", "cache");
        group.constant("description", "a group");
        self.put(&mut group, "multi_az_enabled", of.multi_az.map(|on| json!(on)), off());
        self.put(&mut group, "automatic_failover_enabled", of.failover.map(|on| json!(on)), off());
        let redis = Unset::Default(json!("redis"));
        self.put(&mut group, "engine", of.engine.map(|engine| json!(engine)), redis);
        let computed: [(&str, Fact<Value>); 7] = [
            ("cluster_mode", of.mode.map(|mode| json!(mode))),
            ("durability", of.durability.map(|word| json!(word))),
            ("engine_version", of.version.map(|version| json!(version))),
            ("node_type", of.node_type.map(|kind| json!(kind))),
            ("num_cache_clusters", of.nodes.map(|count| json!(count))),
            ("num_node_groups", of.shards.map(|count| json!(count))),
            ("replicas_per_node_group", of.replicas.map(|count| json!(count))),
        ];
        for (key, fact) in computed {
            self.put(&mut group, key, fact, Unset::Computed);
        }
        self.put(&mut group, "snapshot_retention_limit", of.retention.map(|days| json!(days)), Unset::Null);
        self.put_zones(&mut group, "preferred_cache_cluster_azs", &of.zones);
        self.configurations(&mut group, &of.configurations);
        self.parameter_group(&mut group, &of.parameters);
        self.subnet_group(&mut group, &of.subnets);
        self.resource("aws_elasticache_replication_group", "cache", group);
    }

    /// A list of zones; an element known after apply is null, and marked.
    fn put_zones(&mut self, of: &mut Attributes, key: &str, fact: &Fact<Zones>) {
        let Known(zones) = fact else {
            return self.put(of, key, fact.map(|_| Value::Null), Unset::Null);
        };
        let known: Vec<Value> =
            zones.iter().map(|zone| json!(zone.known().map(|zone| zone.name()))).collect();
        of.constant(key, known);
        if zones.iter().any(Fact::is_unknown) {
            of.refers(key, &self.later());
            of.unknown.insert(key.into(), zones.iter().map(Fact::is_unknown).collect());
        }
    }

    fn configurations(&mut self, group: &mut Attributes, fact: &Fact<Vec<Configuration>>) {
        let key = "node_group_configuration";
        let Known(all) = fact else {
            return self.put(group, key, fact.map(|_| Value::Null), Unset::Computed);
        };
        let blocks: Vec<Attributes> = all.iter().map(|one| self.configuration(one)).collect();
        put_blocks(group, key, blocks);
    }

    fn configuration(&mut self, of: &Configuration) -> Attributes {
        let mut block = Attributes::default();
        self.put(&mut block, "node_group_id", of.id.map(|id| json!(format!("{id:04}"))), Unset::Null);
        let primary = of.primary.map(|zone: &Zone| json!(zone.name()));
        self.put(&mut block, "primary_availability_zone", primary, Unset::Null);
        self.put_zones(&mut block, "replica_availability_zones", &of.replica_zones);
        self.put(&mut block, "replica_count", of.replicas.map(|count| json!(count)), Unset::Null);
        block
    }

    fn parameter_group(&mut self, group: &mut Attributes, fact: &Fact<ParameterGroup>) {
        let key = "parameter_group_name";
        let name = fact.map(|of| match of {
            ParameterGroup::Elsewhere => "made-elsewhere",
            ParameterGroup::Default(name) => name,
            ParameterGroup::Own(_) => "settings",
        });
        self.put(group, key, name.map(|name| json!(name)), Unset::Computed);
        let Known(ParameterGroup::Own(own)) = fact else { return };
        self.own_parameters(own);
        if self.by_reference {
            group.values.remove(key);
            group.refers(key, "aws_elasticache_parameter_group.settings.name");
        }
    }

    fn own_parameters(&mut self, own: &Parameters) {
        let mut of = Attributes::default();
        match self.by_reference {
            true => of.unset("name", Unset::Computed),
            false => of.constant("name", "settings"),
        }
        of.constant("family", own.family);
        let mut blocks = Vec::new();
        for (name, value) in own.by_name() {
            if value != Absent {
                let mut block = Attributes::default();
                block.constant("name", name);
                self.put(&mut block, "value", value.map(|text| json!(text)), Unset::Null);
                blocks.push(block);
            }
        }
        put_blocks(&mut of, "parameter", blocks);
        self.resource("aws_elasticache_parameter_group", "settings", of);
    }

    fn subnet_group(&mut self, group: &mut Attributes, fact: &Fact<SubnetGroup>) {
        let key = "subnet_group_name";
        self.put(group, key, fact.map(|_| json!("subnets")), Unset::Null);
        let Known(subnets) = fact else { return };
        let mut of = Attributes::default();
        of.constant("name", "subnets");
        match &subnets.zones {
            Known(zones) => {
                let names: Vec<String> = (0..zones.len()).map(|at| format!("subnet{at}")).collect();
                let ids = names.iter().map(|name| format!("aws_subnet.{name}"));
                let references: Vec<String> = ids.flat_map(|id| [format!("{id}.id"), id]).collect();
                of.unknown.insert("subnet_ids".into(), json!(true));
                of.expressions.insert("subnet_ids".into(), json!({ "references": references }));
                for (zone, name) in zones.iter().zip(&names) {
                    self.subnet(zone, name);
                }
            }
            _ => of.refers("subnet_ids", &self.later()),
        }
        self.resource("aws_elasticache_subnet_group", "subnets", of);
        if self.by_reference {
            group.refers(key, "aws_elasticache_subnet_group.subnets.name");
            group.unknown.remove(key);
        }
    }

    fn subnet(&mut self, zone: &Fact<Zone>, name: &str) {
        let mut of = Attributes::default();
        of.unset("id", Unset::Computed);
        self.put(&mut of, "availability_zone", zone.map(|zone| json!(zone.name())), Unset::Computed);
        of.unset("availability_zone_id", Unset::Computed);
        self.resource("aws_subnet", name, of);
    }
}

/// Blocks of one kind, in the three parts of the plan alike.
fn put_blocks(of: &mut Attributes, key: &str, blocks: Vec<Attributes>) {
    let part = |turn: fn(&Attributes) -> &Map<String, Value>| -> Value {
        blocks.iter().map(|block| Value::Object(turn(block).clone())).collect()
    };
    of.values.insert(key.into(), part(|block| &block.values));
    of.unknown.insert(key.into(), part(|block| &block.unknown));
    of.expressions.insert(key.into(), part(|block| &block.expressions));
}
