//! A topology as a CloudFormation template: an unknown is a parameter without a value.

use serde_json::{Map, Value, json};

use super::topology::Fact::{self, Absent, Known, Unknown};
use super::topology::{Configuration, ParameterGroup, SubnetGroup, Topology, Zone, Zones};
use super::yaml::yaml;

/// Which of several ways to write the same is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// YAML instead of JSON.
    pub(super) yaml: bool,
    /// Numbers and booleans in quotes.
    pub(super) quoted: bool,
    /// An unknown is `Fn::If` with `AWS::NoValue`: it may come out as not written at all.
    pub(super) conditional: bool,
}

/// Writes the template.
pub(super) fn template(of: &Topology, style: Style) -> String {
    let mut draft = Draft { style, parameters: Map::new() };
    let mut resources = Map::new();
    let group = draft.group(of, &mut resources);
    resources.insert("Cache".into(), resource("AWS::ElastiCache::ReplicationGroup", group));
    let mut root = json!({ "Resources": resources });
    draft.parameters.insert("Choice".into(), json!({"Type": "String"}));
    root["Parameters"] = Value::Object(draft.parameters);
    root["Conditions"] = json!({"Chosen": {"Fn::Equals": [{"Ref": "Choice"}, "yes"]}});
    if style.yaml { yaml(&root) } else { root.to_string() }
}

fn resource(kind: &str, properties: Map<String, Value>) -> Value {
    json!({"Type": kind, "Properties": properties})
}

struct Draft {
    style: Style,
    parameters: Map<String, Value>,
}

impl Draft {
    fn group(&mut self, of: &Topology, resources: &mut Map<String, Value>) -> Map<String, Value> {
        let mut group = Map::new();
        group.insert("ReplicationGroupDescription".into(), json!("a group"));
        self.put(&mut group, "MultiAZEnabled", of.multi_az.map(|on| json!(on)));
        self.put(&mut group, "AutomaticFailoverEnabled", of.failover.map(|on| json!(on)));
        self.put(&mut group, "ClusterMode", of.mode.map(|mode| json!(mode)));
        self.put(&mut group, "Engine", of.engine.map(|engine| json!(engine)));
        self.put(&mut group, "EngineVersion", of.version.map(|version| json!(version)));
        self.put(&mut group, "CacheNodeType", of.node_type.map(|kind| json!(kind)));
        self.put(&mut group, "NumCacheClusters", of.nodes.map(|count| json!(count)));
        self.put(&mut group, "NumNodeGroups", of.shards.map(|count| json!(count)));
        self.put(&mut group, "ReplicasPerNodeGroup", of.replicas.map(|count| json!(count)));
        self.put(&mut group, "SnapshotRetentionLimit", of.retention.map(|days| json!(days)));
        self.put(&mut group, "Durability", of.durability.map(|word| json!(word)));
        let zones = of.zones.map(|zones| self.zones(zones));
        self.put(&mut group, "PreferredCacheClusterAZs", zones);
        let all = of.configurations.map(|all| all.iter().map(|one| self.configuration(one)).collect());
        self.put(&mut group, "NodeGroupConfiguration", all);
        let parameters = of.parameters.map(|group| self.parameter_group(group, resources));
        self.put(&mut group, "CacheParameterGroupName", parameters);
        let subnets = of.subnets.map(|group| self.subnet_group(group, resources));
        self.put(&mut group, "CacheSubnetGroupName", subnets);
        group
    }

    /// Writes a property; nothing where it is absent.
    fn put(&mut self, map: &mut Map<String, Value>, key: &str, fact: Fact<Value>) {
        let value = match fact {
            Absent => return,
            Unknown if self.style.conditional => {
                json!({"Fn::If": ["Chosen", self.reference(key), {"Ref": "AWS::NoValue"}]})
            }
            Unknown => self.reference(key),
            Known(value) if self.style.quoted && (value.is_number() || value.is_boolean()) => {
                json!(value.to_string())
            }
            Known(value) => value,
        };
        map.insert(key.to_owned(), value);
    }

    /// A reference to a parameter of its own, which has no value.
    fn reference(&mut self, for_what: &str) -> Value {
        let words: String = for_what.chars().filter(char::is_ascii_alphanumeric).collect();
        let name = format!("{words}{}", self.parameters.len());
        self.parameters.insert(name.clone(), json!({"Type": "String"}));
        json!({ "Ref": name })
    }

    fn zone(zone: Zone) -> Value {
        match zone.symbolic {
            true => json!({"Fn::Select": [zone.index, {"Fn::GetAZs": ""}]}),
            false => json!(zone.name()),
        }
    }

    /// An element can't be absent: its unknown is a plain reference.
    fn zones(&mut self, zones: &Zones) -> Value {
        let one = |zone: &Fact<Zone>| match zone {
            Known(zone) => Self::zone(*zone),
            Absent | Unknown => self.reference("Zone"),
        };
        zones.iter().map(one).collect()
    }

    fn configuration(&mut self, of: &Configuration) -> Value {
        let mut map = Map::new();
        self.put(&mut map, "NodeGroupId", of.id.map(|id| json!(format!("{id:04}"))));
        self.put(&mut map, "PrimaryAvailabilityZone", of.primary.map(|zone| Self::zone(*zone)));
        let zones = of.replica_zones.map(|zones| self.zones(zones));
        self.put(&mut map, "ReplicaAvailabilityZones", zones);
        self.put(&mut map, "ReplicaCount", of.replicas.map(|count| json!(count)));
        Value::Object(map)
    }

    fn parameter_group(&mut self, of: &ParameterGroup, resources: &mut Map<String, Value>) -> Value {
        let own = match of {
            ParameterGroup::Elsewhere => return json!("made-elsewhere"),
            ParameterGroup::Default(name) => return json!(name),
            ParameterGroup::Own(own) => own,
        };
        let mut values = Map::new();
        for (name, value) in own.by_name() {
            self.put(&mut values, name, value.map(|text| json!(text)));
        }
        let group = json!({
            "Description": "parameters",
            "CacheParameterGroupFamily": own.family,
            "Properties": values,
        });
        let group = json!({"Type": "AWS::ElastiCache::ParameterGroup", "Properties": group});
        resources.insert("Settings".into(), group);
        json!({"Ref": "Settings"})
    }

    fn subnet_group(&mut self, of: &SubnetGroup, resources: &mut Map<String, Value>) -> Value {
        let mut group = Map::new();
        group.insert("Description".into(), json!("subnets"));
        let subnets = of.zones.map(|zones| {
            let names = (0..zones.len()).map(|at| format!("Subnet{at}"));
            for (zone, name) in zones.iter().zip(names.clone()) {
                let mut subnet = Map::new();
                subnet.insert("CidrBlock".into(), json!("10.0.0.0/24"));
                self.put(&mut subnet, "AvailabilityZone", zone.map(|zone| Self::zone(*zone)));
                resources.insert(name, resource("AWS::EC2::Subnet", subnet));
            }
            names.map(|name| json!({ "Ref": name })).collect()
        });
        self.put(&mut group, "SubnetIds", subnets);
        resources.insert("Subnets".into(), resource("AWS::ElastiCache::SubnetGroup", group));
        json!({"Ref": "Subnets"})
    }
}
