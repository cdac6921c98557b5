//! The layout of a group as it is, and under it what the loss of each zone does to each shard.

use crate::failover::{Kind, Plan, Range, Verdict};

use super::alike::{Alike, one_row};
use super::grid::{Grid, Row, Section};
use super::groups::Planned;
use super::layout::{self, Place};
use super::page::Page;

/// Draws a group as it is, with the verdict of each zone for each shard where zones were asked for.
pub(super) fn group(page: &mut Page, group: &Planned<'_>, indent: usize) {
    let shards = layout::together(group.plans().map(|plan| &plan.before));
    if shards.is_empty() {
        return;
    }
    let places = layout::places(shards.iter().copied());
    let mut grid = Grid {
        titles: places.iter().map(Place::title).collect(),
        sections: vec![Section { label: "now".into(), rows: layout::rows(&shards, &places) }],
    };
    let outages = Outages::of(group);
    let named: Vec<&str> = outages.zones.clone();
    let in_columns = |zone: &&str| places.contains(&Place::Zone((*zone).to_owned()));
    let joined = !named.is_empty() && named.iter().all(in_columns);
    if joined {
        let titles: Vec<&str> = grid.titles.iter().map(String::as_str).collect();
        let rows = outages.rows(page, &titles);
        grid.sections.push(Section { label: "if it fails".into(), rows });
    }
    grid.draw(page, indent);
    if !joined && !named.is_empty() {
        let rows = outages.rows(page, &named);
        let titles = named.iter().map(|zone| (*zone).to_owned()).collect();
        Grid { titles, sections: vec![Section { label: "if it fails".into(), rows }] }.draw(page, indent);
    }
    layout::legend(page, indent, &shards);
}

/// What the loss of each zone does.
struct Outages<'a> {
    zones: Vec<&'a str>,
    plans: Vec<&'a Plan>,
}

impl<'a> Outages<'a> {
    fn of(group: &'a Planned<'_>) -> Outages<'a> {
        let plans: Vec<&Plan> = group.plans().filter(|plan| plan.scenario == Kind::Zone).collect();
        let mut zones: Vec<&str> = Vec::new();
        for zone in plans.iter().filter_map(|plan| plan.failed.zone.as_deref()) {
            if !zones.contains(&zone) {
                zones.push(zone);
            }
        }
        Outages { zones, plans }
    }

    fn verdicts(&self, zone: &str, shard: Option<&str>) -> Option<&'a Range<Verdict>> {
        let is_it =
            |plan: &&&Plan| plan.failed.zone.as_deref() == Some(zone) && plan.shard.as_deref() == shard;
        self.plans.iter().find(is_it).map(|plan| &plan.possible.verdicts)
    }

    /// A row a shard, those alike folded; then the group's, where it is not the same.
    fn rows(&self, page: &Page, titles: &[&str]) -> Vec<Row> {
        let mut shards: Vec<&str> = Vec::new();
        for shard in self.plans.iter().filter_map(|plan| plan.shard.as_deref()) {
            if !shards.contains(&shard) {
                shards.push(shard);
            }
        }
        let mut alike = Alike::default();
        for shard in &shards {
            alike.add(shard, titles.iter().map(|zone| self.verdicts(zone, Some(shard))));
        }
        let whole: Vec<_> = titles.iter().map(|zone| self.verdicts(zone, None)).collect();
        let mut rows = alike.rows(page, shards.len() > 1 || shards == ["*"]);
        if !alike.all_are(&whole) && whole.iter().any(Option::is_some) {
            rows.push(one_row(page, "the group", &whole));
        }
        rows
    }
}
