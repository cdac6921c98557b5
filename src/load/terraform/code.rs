//! The code of what a plan shows: where the configuration beside it declares a resource and writes a value.

use std::path::Path;

use crate::source::{Folders, Sources, Span, is_configuration};

use super::module::Declarations;
use super::outline::Outline;
use super::stack::deep;

/// A place in a plan whose code is looked for.
#[derive(Debug, Clone)]
pub struct Sought {
    /// The place.
    pub at: Span,
    /// The group that it is about, where the place itself leads nowhere.
    pub group: Span,
    /// The name of the attribute that should stand there, where the plan shows no value of it.
    pub unknown: Option<String>,
}

/// What was found of the places of one plan.
#[derive(Debug, Default)]
pub struct Code {
    /// The place of each that was looked for, in the same order.
    pub places: Vec<Option<Span>>,
    /// Why some have none, in sentences; none where the configuration was read and they are not in it.
    pub unread: Vec<String>,
}

/// Looks for the code of places of a plan in the configuration of a root module's folder.
///
/// Nothing is evaluated: a place is found by names. `folders` are what may be read.
pub fn code(
    sources: &mut Sources,
    folders: &Folders,
    root: &Path,
    plan: &Outline,
    sought: &[Sought],
) -> Code {
    let nothing = |reason: Vec<String>| Code { places: vec![None; sought.len()], unread: reason };
    if !folders.files(root, is_configuration).is_ok_and(|files| !files.is_empty()) {
        return nothing(Vec::new());
    }
    deep(|| search(sources, folders, root, plan, sought))
        .unwrap_or_else(|error| nothing(vec![format!("{}: {error}", Folders::shown(root))]))
}

fn search(sources: &mut Sources, folders: &Folders, root: &Path, plan: &Outline, sought: &[Sought]) -> Code {
    let mut declarations = Declarations::of(sources, folders, root);
    let places = sought.iter().map(|one| place(&mut declarations, plan, one)).collect();
    let failed = declarations.failures.iter().map(|failure| format!("{}: {}", failure.file, failure.message));
    Code { places, unread: failed.collect() }
}

/// The code of a place: of the resource it lies in, else of the group it is about.
fn place(declarations: &mut Declarations<'_>, plan: &Outline, sought: &Sought) -> Option<Span> {
    let first = (sought.at, sought.unknown.as_deref());
    let group = Some((sought.group, None)).filter(|_| sought.group != sought.at);
    std::iter::once(first).chain(group).find_map(|(at, unknown)| {
        let shown = plan.shown(declarations.sources(), at, unknown)?;
        declarations.find(shown.address)?.place(&shown)
    })
}
