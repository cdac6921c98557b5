//! The code of findings of plans: the lines of configuration that people edit.

use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::load::terraform::{self, Outline, Sought};
use crate::source::{Folders, Sources, Span};

use super::inputs::Inputs;

/// Refuses a folder that is not there.
///
/// # Errors
/// A sentence for the user.
pub(super) fn source_root(named: Option<&Path>) -> Result<(), String> {
    match named.filter(|folder| !folder.is_dir()) {
        Some(folder) => Err(format!("--source-root: there is no folder {}", folder.display())),
        None => Ok(()),
    }
}

/// Gives the findings of plans their place in the configuration that the plans were made from, where it is
/// beside them or in the folder that the user named. What stays without is told there.
pub(super) fn point_at_code(read: &mut Inputs, findings: &mut [Finding], named: Option<&Path>) {
    for plan in &read.plans {
        let mut all: Vec<&mut Finding> = findings.iter_mut().filter(|one| plan.holds(one.body)).collect();
        if all.is_empty() {
            continue;
        }
        let root = named.map_or_else(|| folder_of(&read.sources, plan), Path::to_owned);
        let folders = read.folders.reaching(&root);
        let sought: Vec<Sought> = all.iter().map(|finding| sought(finding)).collect();
        let code = terraform::code(&mut read.sources, &folders, &root, plan, &sought);
        for (finding, place) in all.iter_mut().zip(&code.places) {
            finding.code = *place;
        }
        let lost: Vec<&str> =
            all.iter().filter(|one| one.code.is_none()).map(|one| one.group.as_str()).collect();
        let named = named.is_some();
        read.notes.extend(told(&read.sources, plan, &root, lost, &code.unread, named));
    }
}

/// The folder that a plan lies in; the working folder for standard input.
fn folder_of(sources: &Sources, plan: &Outline) -> PathBuf {
    let file = Path::new(&sources.get(plan.source).name);
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => folder.to_owned(),
        None => PathBuf::from("."),
    }
}

fn sought(finding: &Finding) -> Sought {
    let at: Span = finding.place();
    let unknown = finding.blocked_by.iter().find(|blocker| blocker.at == at);
    Sought { at, group: finding.body, unknown: unknown.map(|blocker| blocker.setting.clone()) }
}

/// What to say where findings have no place in the code, though the user asked for it or may expect it.
fn told(
    sources: &Sources,
    plan: &Outline,
    root: &Path,
    mut lost: Vec<&str>,
    unread: &[String],
    named: bool,
) -> Option<String> {
    lost.sort_unstable();
    lost.dedup();
    let first = lost.first().filter(|_| named || !unread.is_empty())?;
    let (groups, them) = match lost.len() {
        1 => (format!("{first} is"), "it"),
        many => (format!("{first} and {} more are", many - 1), "them"),
    };
    let (file, root) = (&sources.get(plan.source).name, Folders::shown(root));
    let why = unread.first().map(|why| format!(" ({why})")).unwrap_or_default();
    Some(format!("{groups} in {file}, and nothing in {root} declares {them} as it has {them}{why}"))
}
