//! Puts objects together that have one id in one scope.

use std::collections::{BTreeMap, BTreeSet};

use super::documents::Object;
use super::scope::Scope;

/// Objects of one id in one scope.
pub(super) type Bunch<'a> = Vec<&'a Object<'a>>;

/// What tells bunches apart: id, scope, and the folder where there is no scope.
type BunchKey<'a> = (String, Option<Scope>, &'a str);
/// The scopes seen for an id in a folder.
type FolderScopes<'a> = BTreeMap<(&'a str, &'a str), BTreeSet<&'a Scope>>;

/// Puts objects of one id and scope together, in the order read.
pub(super) fn bunches<'a>(objects: impl Iterator<Item = &'a Object<'a>>) -> Vec<Bunch<'a>> {
    let objects: Bunch<'a> = objects.collect();
    let mut bunches: Vec<(BunchKey<'a>, Bunch<'a>)> = Vec::new();
    let mut positions: BTreeMap<BunchKey<'a>, usize> = BTreeMap::new();
    let scopes = scopes_in_folders(&objects);
    for object in objects {
        let key = bunch_key(object, &scopes);
        let next = bunches.len();
        let position = *positions.entry(key.clone()).or_insert(next);
        match bunches.get_mut(position) {
            Some((_, bunch)) => bunch.push(object),
            None => bunches.push((key, vec![object])),
        }
    }
    bunches.into_iter().map(|(_, bunch)| bunch).collect()
}

fn scopes_in_folders<'a>(objects: &[&'a Object<'a>]) -> FolderScopes<'a> {
    let mut scopes = FolderScopes::new();
    for object in objects {
        if let Some(scope) = &object.scope {
            scopes.entry((&object.id, object.folder)).or_default().insert(scope);
        }
    }
    scopes
}

/// An object without ARN counts to the one scope that its id has in its folder.
fn bunch_key<'a>(object: &'a Object<'a>, scopes: &FolderScopes<'a>) -> BunchKey<'a> {
    let only = || {
        let found = scopes.get(&(object.id.as_str(), object.folder))?;
        found.first().filter(|_| found.len() == 1).map(|scope| (*scope).clone())
    };
    let scope = object.scope.clone().or_else(only);
    let folder = if scope.is_some() { "" } else { object.folder };
    (object.id.clone(), scope, folder)
}
