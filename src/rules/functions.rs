//! The functions conditions call: zones and versions compared with "unknown" as an answer.

use std::sync::Arc;

use cel::common::functions::Function;
use cel::common::types::{self, CelBool, CelInt, CelList, CelString};
use cel::common::value::CowVal;
use cel::{DeclarationError, Env, ExecutionError};

use crate::model::{Placement, Version, Zone, is_t1, is_t1_or_t2};

use super::values::{VERSION, VersionValue, ZONE, ZoneValue};

type Answer<'b, 'v> = Result<CowVal<'b, 'v>, ExecutionError>;

/// The standard CEL environment with the functions of the vocabulary.
pub(super) fn environment() -> Result<Arc<Env>, DeclarationError> {
    let mut env = Env::stdlib();
    let zone = || ZONE.to_owned();
    let text = || types::STRING_TYPE.to_owned();
    let list = || types::LIST_TYPE.to_owned();
    let table: [(&str, Vec<types::Type>, Function); 11] = [
        ("before", vec![VERSION.to_owned(), text()], before),
        ("is_t1", vec![text()], |a| Ok(truth(is_t1(text_of(&a, 0))))),
        ("is_t1_or_t2", vec![text()], |a| Ok(truth(is_t1_or_t2(text_of(&a, 0))))),
        ("same", vec![zone(), zone()], |a| compare(&a, false)),
        ("differs", vec![zone(), zone()], |a| compare(&a, true)),
        ("left", vec![zone()], left),
        ("one_zone", vec![list()], one_zone),
        ("most_in_one_zone", vec![list()], |a| counted(&a, |sizes| sizes.iter().copied().max().unwrap_or(0))),
        ("several_zones", vec![list()], several_zones),
        ("zone_count", vec![list()], |a| counted(&a, |sizes| sizes.len())),
        ("join", vec![list()], join),
    ];
    for (name, arguments, function) in table {
        env.add_overload(name, &format!("multiaz_{name}"), arguments, function)?;
    }
    Ok(Arc::new(env))
}

fn truth<'b, 'v>(value: bool) -> CowVal<'b, 'v> {
    CowVal::owned(CelBool::from(value))
}

fn text_of<'a>(arguments: &'a [CowVal<'_, '_>], at: usize) -> &'a str {
    let value = arguments.get(at).and_then(|value| value.downcast_ref::<CelString>());
    value.map(CelString::inner).unwrap_or_default()
}

fn mistyped(function: &str) -> ExecutionError {
    ExecutionError::function_error(function, "an argument has the wrong type")
}

/// Whether a version is earlier than a text; bounds answer where the version is unknown.
fn before<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Answer<'b, 'v> {
    let Some(value) = arguments.first().and_then(|value| value.downcast_ref::<VersionValue>()) else {
        return Err(mistyped("before"));
    };
    let limit = text_of(&arguments, 1);
    let limit = Version::parse(limit)
        .ok_or_else(|| ExecutionError::function_error("before", format!("`{limit}` is no version")))?;
    let recorder = &value.scope.recorder;
    if let Some(answer) = value.setting.value().and_then(|version| version.before(&limit)) {
        recorder.read(&value.setting);
        return Ok(truth(answer));
    }
    for floor in &value.floors {
        if let Some(answer) = floor.version.before(&limit) {
            recorder.bound(&value.setting.name, floor);
            return Ok(truth(answer));
        }
    }
    Err(recorder.unknown(&imprecise(value)))
}

/// The version as an unknown: a range such as `5.0` is one where it spans the limit.
fn imprecise(value: &VersionValue) -> crate::model::Setting<Version> {
    value.setting.clone().and_then(|version| {
        Err(crate::model::Unknown::new(
            format!("{version} leaves open which version exactly"),
            "write the version in full",
        ))
    })
}

/// `same`, or with `negate` `differs`: unknown where names, ids and symbols meet or one is unknown.
fn compare<'b, 'v>(arguments: &[CowVal<'b, 'v>], negate: bool) -> Answer<'b, 'v> {
    let zones: Vec<&ZoneValue> = arguments.iter().filter_map(|value| value.downcast_ref()).collect();
    let [a, b] = zones.as_slice() else { return Err(mistyped(if negate { "differs" } else { "same" })) };
    let all = [*a, *b];
    let (Some(one), Some(other)) = (a.setting.value(), b.setting.value()) else {
        return Err(unknown_among(&all));
    };
    match (one.zone(), other.zone()) {
        (Some(one), Some(other)) => match one.same(other) {
            Some(same) => {
                read_all(&all);
                Ok(truth(same != negate))
            }
            None => Err(incomparable(&all)),
        },
        // What ElastiCache chooses is never surely the same nor surely different.
        _ => {
            read_all(&all);
            Ok(truth(false))
        }
    }
}

fn left<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Answer<'b, 'v> {
    let Some(zone) = arguments.first().and_then(|value| value.downcast_ref::<ZoneValue>()) else {
        return Err(mistyped("left"));
    };
    match zone.setting.value() {
        Some(placement) => {
            zone.scope.recorder.read(&zone.setting);
            Ok(truth(*placement == Placement::Left))
        }
        None => Err(unknown_among(&[zone])),
    }
}

/// True where all are surely in one zone; false where one is left to ElastiCache or two differ.
fn one_zone<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Answer<'b, 'v> {
    let zones = zones_of(&arguments)?;
    let placements: Vec<&Placement> = zones.iter().filter_map(|zone| zone.setting.value()).collect();
    let pinned: Vec<&Zone> = placements.iter().filter_map(|placement| placement.zone()).collect();
    let left = placements.len() > pinned.len();
    let differ = any_differ(&pinned);
    if zones.is_empty() || left || differ {
        read_all(&zones);
        return Ok(truth(false));
    }
    if pinned.len() < zones.len() {
        return Err(unknown_among(&zones));
    }
    let same = pinned.windows(2).all(|pair| matches!(pair, [a, b] if a.same(b) == Some(true)));
    if same {
        read_all(&zones);
        Ok(truth(true))
    } else {
        Err(incomparable(&zones))
    }
}

/// True where two surely differ; false where all are known and no two do.
fn several_zones<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Answer<'b, 'v> {
    let zones = zones_of(&arguments)?;
    let placements: Vec<&Placement> = zones.iter().filter_map(|zone| zone.setting.value()).collect();
    let pinned: Vec<&Zone> = placements.iter().filter_map(|placement| placement.zone()).collect();
    let differ = any_differ(&pinned);
    if !differ && placements.len() < zones.len() {
        return Err(unknown_among(&zones));
    }
    if !differ && pinned.windows(2).any(|pair| matches!(pair, [a, b] if a.same(b).is_none())) {
        return Err(incomparable(&zones));
    }
    read_all(&zones);
    Ok(truth(differ))
}

/// Whether two zones surely differ. Zones of one kind differ from the first of their kind, or
/// are all the same, so one comparison each is enough.
fn any_differ(zones: &[&Zone]) -> bool {
    zones.iter().enumerate().any(|(at, zone)| {
        let first = zones[..at].iter().find(|earlier| zone.same(earlier).is_some());
        first.is_some_and(|first| zone.same(first) == Some(false))
    })
}

/// Groups zones by sameness and turns the groups' sizes into a number; left ones count nowhere.
fn counted<'b, 'v>(arguments: &[CowVal<'b, 'v>], turn: fn(&[usize]) -> usize) -> Answer<'b, 'v> {
    let zones = zones_of(arguments)?;
    let mut kinds: Vec<(&Zone, usize)> = Vec::new();
    for zone in &zones {
        let Some(placement) = zone.setting.value() else { return Err(unknown_among(&zones)) };
        let Some(place) = placement.zone() else { continue };
        if kinds.iter().any(|(other, _)| other.same(place).is_none()) {
            return Err(incomparable(&zones));
        }
        match kinds.iter_mut().find(|(other, _)| other.same(place) == Some(true)) {
            Some((_, count)) => *count += 1,
            None => kinds.push((place, 1)),
        }
    }
    read_all(&zones);
    let sizes: Vec<usize> = kinds.into_iter().map(|(_, count)| count).collect();
    let number = i64::try_from(turn(&sizes)).unwrap_or(i64::MAX);
    Ok(CowVal::owned(CelInt::from(number)))
}

fn join<'b, 'v>(arguments: Vec<CowVal<'b, 'v>>) -> Answer<'b, 'v> {
    let list = arguments.first().and_then(|value| value.downcast_ref::<CelList>());
    let mut texts: Vec<String> = Vec::new();
    for item in list.map(CelList::inner).unwrap_or_default() {
        let zone = item.downcast_ref::<ZoneValue>().map(ToString::to_string);
        let text = zone.or_else(|| item.downcast_ref::<CelString>().map(|text| text.inner().to_owned()));
        texts.extend(text.filter(|text| !texts.contains(text)));
    }
    Ok(CowVal::owned(CelString::from(texts.join(", "))))
}

fn zones_of<'a>(arguments: &'a [CowVal<'_, '_>]) -> Result<Vec<&'a ZoneValue>, ExecutionError> {
    let list = arguments.first().and_then(|value| value.downcast_ref::<CelList>());
    let items = list.map(CelList::inner).unwrap_or_default();
    let zones: Vec<&ZoneValue> = items.iter().filter_map(|item| item.downcast_ref::<ZoneValue>()).collect();
    if zones.len() == items.len() { Ok(zones) } else { Err(mistyped("a zone function")) }
}

fn read_all(zones: &[&ZoneValue]) {
    for zone in zones {
        if zone.setting.value().is_some() {
            zone.scope.recorder.read(&zone.setting);
        }
    }
}

/// The error for zones of which some are unknown.
fn unknown_among(zones: &[&ZoneValue]) -> ExecutionError {
    read_all(zones);
    let unknown = zones.iter().filter(|zone| zone.setting.why().is_some());
    let errors: Vec<_> = unknown.map(|zone| zone.scope.recorder.unknown(&zone.setting)).collect();
    errors.into_iter().next().unwrap_or_else(super::recorder::unknown_error)
}

/// The error for zones that are known and can't be compared (X035).
fn incomparable(zones: &[&ZoneValue]) -> ExecutionError {
    let why = crate::model::Unknown::new(
        "zone names, zone ids and zones known only by their index can't be compared",
        "write zones in one form",
    );
    let pinned = zones.iter().filter(|zone| zone.setting.value().is_some_and(|p| p.zone().is_some()));
    let errors: Vec<_> = pinned
        .map(|zone| {
            let setting = zone.setting.clone().and_then(|_| Err::<Placement, _>(why.clone()));
            zone.scope.recorder.unknown(&setting)
        })
        .collect();
    errors.into_iter().next().unwrap_or_else(super::recorder::unknown_error)
}
