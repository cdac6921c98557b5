//! Lists of zones, each by one of the ways that people make them.

use serde_json::{Value, json};

use super::super::topology::Fact::{self, Known};
use super::super::topology::{Zone, Zones};
use super::draft::{Draft, Kind, Place, ROOT};
use super::syntax::{Body, Ex};

const REGION: &str = "eu-west-1";

impl Draft {
    /// A single zone.
    pub(super) fn zone(&mut self, place: Place, fact: &Fact<Zone>) -> Option<Ex> {
        match fact {
            Known(zone) if zone.symbolic => {
                let zone = self.symbol(*zone);
                Some(self.say(place, zone, Kind::Text))
            }
            other => self.put(place, other.map(|zone| json!(zone.name())), Kind::Text),
        }
    }

    /// A list of zones.
    pub(super) fn zones(&mut self, place: Place, fact: &Fact<Zones>) -> Option<Ex> {
        let Known(zones) = fact else {
            return self.put(place, fact.map(|_| Value::Null), Kind::Texts);
        };
        let list = self.listed(zones);
        Some(self.say(place, list, Kind::Texts))
    }

    /// A zone as an element of the region's, in the root module.
    fn symbol(&mut self, zone: Zone) -> Ex {
        let (names, at) = (self.region(), zone.index);
        Ex::code(match self.pick(5) {
            0 => format!("{names}[{at}]"),
            // Of all names `element` tells the first alone: it wraps around a length that is not known.
            1 if at == 0 => format!("element({names}, 0)"),
            1 | 2 => format!("element(slice({names}, 0, 3), {at})"),
            3 => format!("slice({names}, 0, 3)[{at}]"),
            _ => format!("[for name in slice({names}, 0, 3) : name][{at}]"),
        })
    }

    /// The names of the region's zones.
    fn region(&mut self) -> &'static str {
        let is_there = self.body(ROOT).blocks.iter().any(|(kind, labels, _)| {
            kind == "data" && labels.first().is_some_and(|label| label == "aws_availability_zones")
        });
        if !is_there {
            let mut data = Body::default();
            data.set("state", Ex::Plain(json!("available")));
            self.body(ROOT).block("data", &["aws_availability_zones", "here"], data);
        }
        "data.aws_availability_zones.here.names"
    }

    /// Zones as a list in the root module.
    fn listed(&mut self, zones: &Zones) -> Ex {
        let known: Vec<Zone> = zones.iter().filter_map(|zone| zone.known().copied()).collect();
        let in_order = known.windows(2).all(|pair| pair[0].index + 1 == pair[1].index);
        let all_known = known.len() == zones.len();
        if all_known && known.iter().all(|zone| zone.symbolic) && in_order && self.pick(2) == 1 {
            let (names, from) = (self.region(), known[0].index);
            return Ex::code(format!("slice({names}, {from}, {})", from + known.len()));
        }
        let items: Vec<Ex> = zones.iter().map(|zone| self.item(zone)).collect();
        let list = Ex::List(items.clone());
        if let Some(held) = self.held_list(&list) {
            return held;
        }
        if list.is_plain() && self.pick(3) == 2 {
            return self.spelled(&known);
        }
        self.assembled(items)
    }

    fn item(&mut self, zone: &Fact<Zone>) -> Ex {
        match zone {
            Known(zone) if zone.symbolic => self.symbol(*zone),
            Known(zone) => Ex::Plain(json!(zone.name())),
            _ => self.open(Kind::Text),
        }
    }

    /// Zones whose names are all known, put together from parts of them.
    fn spelled(&mut self, zones: &[Zone]) -> Ex {
        let letters: Vec<&str> = zones.iter().map(|zone| zone.name().trim_start_matches(REGION)).collect();
        let (all, joined) = (json!(letters), letters.join(","));
        Ex::code(match self.pick(7) {
            0 => format!("[for letter in {all} : \"{REGION}${{letter}}\"]"),
            1 => format!("formatlist(\"{REGION}%s\", {all})"),
            2 => {
                format!("[for letter in split(\",\", \"{joined}\") : format(\"%s%s\", \"{REGION}\", letter)]")
            }
            3 => format!("compact(concat(formatlist(\"{REGION}%s\", {all}), [\"\", null]))"),
            4 => format!("flatten([[for letter in {all} : [\"{REGION}${{letter}}\"]], []])"),
            5 => {
                format!("jsondecode(jsonencode([for letter in {all} : join(\"\", [\"{REGION}\", letter])]))")
            }
            _ => format!("[for at in range({}) : \"{REGION}${{element({all}, at)}}\"]", letters.len()),
        })
    }

    /// A list from its elements, of which some may be unknown.
    pub(super) fn assembled(&mut self, mut items: Vec<Ex>) -> Ex {
        let count = items.len();
        let whole = Ex::List(items.clone());
        let text = whole.native();
        match self.pick(11) {
            3 => {
                let rest = Ex::List(items.split_off(1)).native();
                Ex::code(format!("concat({}, {rest})", Ex::List(items).native()))
            }
            4 => {
                items.push(Ex::Plain(json!("spare")));
                Ex::code(format!("slice({}, 0, {count})", Ex::List(items).native()))
            }
            5 => Ex::code(format!("[for each_one in {text} : each_one]")),
            6 => Ex::code(format!("[for at in range({count}) : element({text}, at)]")),
            7 => Ex::code(format!("reverse(reverse({text}))")),
            // A list is of one type, which objects of several shapes are not.
            8 if !text.contains('{') => Ex::code(format!("tolist({text})")),
            9 => {
                let entry = |(at, item): (usize, Ex)| (format!("k{at}"), item);
                let map = Ex::Object(items.into_iter().enumerate().map(entry).collect()).native();
                Ex::code(match self.pick(2) {
                    0 => format!("values({map})"),
                    _ => format!("[for key, value in {map} : value]"),
                })
            }
            10 => Ex::code(format!("[for one in [for item in {text} : {{ it = item }}] : one][*].it")),
            _ => whole,
        }
    }
}
