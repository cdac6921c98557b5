//! From the files of a folder to a module.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::source::hcl::{Body, parse_hcl, parse_hcl_json};
use crate::source::{Failure, FailureKind, Folders, Input, Refusal, SourceId, Sources, is_configuration};

use super::blocks::{Module, is_override};
use super::secrets;

/// Reads the module in a folder.
///
/// A file that can't be read is a failure, and what the others declare counts all the same. `known` are
/// sources that may hold the same texts already, by name.
///
/// # Errors
/// Where the folder is not there, holds no configuration, or must not be read.
pub(super) fn module(
    sources: &mut Sources,
    folders: &Folders,
    path: &Path,
    known: &HashMap<String, SourceId>,
) -> Result<Module, Refusal> {
    let files = folders.files(path, is_configuration)?;
    if files.is_empty() {
        return Err(Refusal::Missing);
    }
    let (mut bodies, mut failures) = (Vec::new(), Vec::new());
    for file in files.iter().filter(|file| !is_replaced(file, &files)) {
        match folders.read(file) {
            Ok(Input { name, text }) => {
                let same = known.get(&name).copied().filter(|id| *sources.text(*id) == text);
                let id = same.unwrap_or_else(|| sources.add(&name, text));
                match parse(sources, id, &name) {
                    Ok(body) => bodies.push((name, body)),
                    Err(failure) => failures.push(failure),
                }
            }
            Err(refusal) => failures.push(unreadable(file, refusal)),
        }
    }
    let is_partial = !failures.is_empty();
    let is_in_doubt = failures.iter().any(|failure| is_override(&failure.file));
    let mut module = Module::of(path.to_owned(), bodies);
    module.failures.splice(0..0, failures);
    module.is_partial = is_partial;
    module.is_in_doubt = is_in_doubt;
    // An override file may have marked what another file declares.
    for block in module.variables.values().chain(module.outputs.values()) {
        secrets::of_declaration(block).into_iter().for_each(|at| sources.mark_secret(at));
    }
    Ok(module)
}

/// Reads one text of configuration, in native or in JSON syntax by its name.
fn parse(sources: &mut Sources, id: SourceId, name: &str) -> Result<Body, Failure> {
    let body = body(sources, id, name.to_ascii_lowercase().ends_with(".json"));
    let secrets = match &body {
        Ok(body) => secrets::of_body(body),
        Err(_) => secrets::of_broken_defaults(id, &sources.text(id)),
    };
    secrets.into_iter().for_each(|at| sources.mark_secret(at));
    body.map_err(|error| Failure::syntax(name, error))
}

fn body(sources: &Sources, id: SourceId, is_json: bool) -> Result<Body, crate::source::ParseError> {
    let text = sources.text(id);
    if is_json { parse_hcl_json(id, &text) } else { parse_hcl(id, &text) }
}

/// Whether OpenTofu's file of the same name stands in for this one.
fn is_replaced(file: &Path, files: &[PathBuf]) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let other = match name.strip_suffix(".tf.json") {
        Some(stem) => format!("{stem}.tofu.json"),
        None => match name.strip_suffix(".tf") {
            Some(stem) => format!("{stem}.tofu"),
            None => return false,
        },
    };
    files.contains(&file.with_file_name(other))
}

/// The failure of a file that can't be read.
pub(super) fn unreadable(file: &Path, refusal: Refusal) -> Failure {
    let (kind, message) = match refusal {
        Refusal::NotText(bytes) => (FailureKind::NotText, &*format!("it {}", bytes.what())),
        Refusal::Outside => (FailureKind::Unreadable, "it is a link that leaves the paths being checked"),
        Refusal::Missing => (FailureKind::Unreadable, "it can't be read"),
    };
    Failure {
        kind,
        file: Folders::shown(file),
        at: None,
        message: message.into(),
        help: "check the file, or name the folder that holds it".into(),
    }
}
