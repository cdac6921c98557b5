//! Parameter groups, subnet groups and subnets, and how a group names them.

use serde_json::json;

use super::super::topology::Fact::{self, Absent, Known};
use super::super::topology::{ParameterGroup, Parameters, SubnetGroup, Zones};
use super::draft::{Draft, Kind, Place};
use super::syntax::{Body, Ex};

/// A block's content where several may come from one `dynamic` block: attributes that it may lack.
pub(super) type Content = Vec<(&'static str, Option<Ex>)>;

impl Draft {
    /// Writes the parameter group, and says its name in a module.
    pub(super) fn parameter_group(
        &mut self,
        place: Place,
        home: Place,
        fact: &Fact<ParameterGroup>,
    ) -> Option<Ex> {
        let name = fact.map(|of| match of {
            ParameterGroup::Elsewhere => json!("made-elsewhere"),
            ParameterGroup::Default(name) => json!(name),
            ParameterGroup::Own(_) => json!("settings"),
        });
        let Known(ParameterGroup::Own(own)) = fact else { return self.put(place, name, Kind::Text) };
        let by_reference = self.own_parameters(home, own);
        match by_reference {
            Some(reference) => Some(self.carry(home, place, reference, Kind::Text)),
            None => self.put(place, name, Kind::Text),
        }
    }

    /// Writes a parameter group; how to refer to it, unless it is known by its name.
    fn own_parameters(&mut self, home: Place, own: &Parameters) -> Option<Ex> {
        let (kind, label) = ("aws_elasticache_parameter_group", "settings");
        let mut group = Body::default();
        group.set("family", self.known(home, json!(own.family), Kind::Text));
        let mut blocks: Vec<Content> = Vec::new();
        for (name, value) in own.by_name() {
            if value != Absent {
                let value = self.put(home, value.map(|text| json!(text)), Kind::Text);
                blocks.push(vec![("name", Some(Ex::Plain(json!(name)))), ("value", value)]);
            }
        }
        self.blocks(home, &mut group, "parameter", blocks);
        self.named(home, kind, label, group)
    }

    /// Writes a resource with a name of its own; how to refer to it, unless it is known by its name.
    fn named(&mut self, home: Place, kind: &str, label: &str, mut body: Body) -> Option<Ex> {
        let way = self.pick(5);
        let name = match way {
            4 => {
                let open = self.open(Kind::Text);
                self.say(home, open, Kind::Text)
            }
            // A name that only a variable holds is no name that another text can be compared with.
            0 => self.say(home, Ex::Plain(json!(label)), Kind::Text),
            _ => self.known(home, json!(label), Kind::Text),
        };
        body.set("name", name);
        let (mut one, mut all) = (format!("{kind}.{label}"), None);
        match self.pick(4) {
            2 => {
                body.set("count", Ex::Plain(json!(1)));
                all = Some(format!("{one}[*]"));
                one = format!("{one}[0]");
            }
            3 => {
                body.set("for_each", Ex::code(r#"{ main = "main" }"#));
                all = Some(format!("values({one})[*]"));
                one = format!("{one}[\"main\"]");
            }
            _ => {}
        }
        self.body(home).block("resource", &[kind, label], body);
        if way == 0 {
            return None;
        }
        let attribute = if self.pick(3) == 2 { "id" } else { "name" };
        Some(Ex::code(match (all, self.pick(6)) {
            (Some(all), 1) => format!("one({all}.{attribute})"),
            (Some(all), 2) => format!("join(\"\", {all}.{attribute})"),
            (Some(all), 3) => format!("element(concat({all}.{attribute}, [\"\"]), 0)"),
            (_, 4) => format!("try({one}.{attribute}, null)"),
            (_, 5) => format!("coalesce(null, {one}.{attribute})"),
            _ => format!("{one}.{attribute}"),
        }))
    }

    /// Writes the subnet group with its subnets, and says its name in a module.
    pub(super) fn subnet_group(
        &mut self,
        place: Place,
        [home, network]: [Place; 2],
        fact: &Fact<SubnetGroup>,
    ) -> Option<Ex> {
        let Known(of) = fact else { return self.put(place, fact.map(|_| json!("subnets")), Kind::Text) };
        let mut group = Body::default();
        let ids = match &of.zones {
            Known(zones) => {
                let ids = self.subnets(network, zones);
                self.carry(network, home, ids, Kind::Texts)
            }
            _ => {
                let open = self.open(Kind::Texts);
                self.say(home, open, Kind::Texts)
            }
        };
        group.set("subnet_ids", ids);
        match self.named(home, "aws_elasticache_subnet_group", "subnets", group) {
            Some(reference) => Some(self.carry(home, place, reference, Kind::Text)),
            None => Some(self.known(place, json!("subnets"), Kind::Text)),
        }
    }

    /// Writes the subnets; their ids in their module.
    fn subnets(&mut self, place: Place, zones: &Zones) -> Ex {
        let all: Vec<Ex> =
            zones.iter().map(|zone| self.zone(place, zone).unwrap_or(Ex::Plain(json!(null)))).collect();
        let count = all.len();
        let kind = "aws_subnet";
        let mut one = Body::default();
        one.set("cidr_block", Ex::Plain(json!("10.0.0.0/24")));
        let way = self.pick(5);
        match way {
            2 => {
                one.set("count", Ex::Plain(json!(count)));
                let all = self.assembled(all).native();
                one.set("availability_zone", Ex::code(format!("element({all}, count.index)")));
                self.body(place).block("resource", &[kind, "several"], one);
            }
            3 | 4 => {
                let entry =
                    |(at, zone): (usize, Ex)| (format!("k{at}"), Ex::Object(vec![("zone".into(), zone)]));
                let all = Ex::Object(all.into_iter().enumerate().map(entry).collect());
                let all = self.way(place, all, Kind::Any);
                one.set("for_each", all);
                one.set("availability_zone", Ex::code("each.value.zone"));
                self.body(place).block("resource", &[kind, "several"], one);
            }
            _ => {
                for (at, zone) in all.into_iter().enumerate() {
                    let mut one = one.clone();
                    if zone != Ex::Plain(json!(null)) || self.pick(2) == 1 {
                        one.set("availability_zone", zone);
                    }
                    self.body(place).block("resource", &[kind, &format!("subnet{at}")], one);
                }
            }
        }
        let each: Vec<Ex> = (0..count)
            .map(|at| match way {
                2 => Ex::code(format!("{kind}.several[{at}].id")),
                3 | 4 => Ex::code(format!("{kind}.several[\"k{at}\"].id")),
                _ => Ex::code(format!("{kind}.subnet{at}.id")),
            })
            .collect();
        match (way, self.pick(3)) {
            (2, 1) => Ex::code("aws_subnet.several[*].id"),
            (2, 2) => Ex::code("[for subnet in aws_subnet.several : subnet.id]"),
            (3 | 4, 1) => Ex::code("values(aws_subnet.several)[*].id"),
            (3 | 4, 2) => Ex::code("[for key, subnet in aws_subnet.several : subnet.id]"),
            (_, 2) => Ex::code(format!("flatten([{}])", Ex::List(each).native())),
            _ => self.assembled(each),
        }
    }
}
