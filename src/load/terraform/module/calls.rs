//! Module calls: where their files are, their instances, and what these put out.

use std::path::PathBuf;
use std::rc::Rc;

use crate::load::terraform::language::{Fault, Instance, Through, Value};
use crate::model::Unknown;
use crate::source::hcl::Block;
use crate::source::{Folders, Refusal, Span};

use super::blocks::Module;
use super::expand::{self, expansion, value_of};
use super::instance::{Caller, ModuleInstance, Name};
use super::run::Run;
use super::secrets;
use super::variables::{constant, not_declared};

/// `module.name`: all instances of a call, as one value.
///
/// # Errors
/// What Terraform itself would refuse.
pub(super) fn call(run: &Run<'_>, module: &Rc<ModuleInstance>, name: &str, at: Span) -> Result<Value, Fault> {
    let Some(block) = module.module.calls.get(name) else {
        return not_declared(module, &format!("module.{name}"));
    };
    let base = format!("{}module.{name}", module.prefix);
    run.remember(module, Name::Call(name.to_owned()), base.clone(), at, || {
        let expansion = expansion(run, module, block)?;
        let (found, folders) = located(run, module, name, block);
        hide_arguments(run, block, found.as_deref().ok());
        Ok(value_of(expansion, &mut |key, iteration, many| {
            let mut all = run.modules.borrow_mut();
            let id = all.len();
            let (found, missing) = match &found {
                Ok(found) => (Rc::clone(found), None),
                Err(why) => (Rc::new(Module::default()), Some(why.clone())),
            };
            let caller = Caller {
                instance: Rc::clone(module),
                call: name.to_owned(),
                iteration,
                many: many.clone().map(|why| (why, expand::place(block))),
                at: block.at,
            };
            all.push(Rc::new(ModuleInstance {
                module: found,
                missing,
                prefix: format!("{base}{key}."),
                path: path_of(module, name),
                folders: folders.clone(),
                caller: Some(caller),
                memo: Default::default(),
            }));
            Instance { address: format!("{base}{key}"), id, is_module: true, many }
        }))
    })
}

/// Hides the arguments for variables that the called module marks as sensitive.
fn hide_arguments(run: &Run<'_>, call: &Block, module: Option<&Module>) {
    let secrets = module.map(|module| secrets::of_arguments(call, module)).unwrap_or_default();
    secrets.into_iter().for_each(|at| run.hide(at));
}

/// An output of the module instance with a number.
///
/// # Errors
/// What Terraform itself would refuse.
pub(super) fn output(run: &Run<'_>, id: usize, name: &str) -> Result<Value, Fault> {
    let instance = run.modules.borrow().get(id).cloned();
    let Some(instance) = instance else { return Err(Fault::new("there is no such module")) };
    if let Some(why) = &instance.missing {
        return Ok(Value::unknown(why.clone()));
    }
    let value = instance
        .module
        .outputs
        .get(name)
        .and_then(|output| output.body.attribute("value").map(|v| (output, v)));
    let Some((output, value)) = value else {
        return not_declared(&instance, &format!("output {name}"));
    };
    let shown = format!("{}{name}", instance.prefix);
    run.remember(&instance, Name::Output(name.to_owned()), shown.clone(), value.value.span, || {
        let mut found = run.evaluate(&value.value, &instance, None)?;
        found.marks.sensitive |= constant(output, "sensitive") == Some(true);
        Ok(found.come_through(Through::written(format!("output {shown}"), value.value.span)))
    })
}

/// The names of the calls down to a call of this module.
pub(super) fn path_of(module: &ModuleInstance, name: &str) -> String {
    if module.path.is_empty() { name.to_owned() } else { format!("{}.{name}", module.path) }
}

/// The module that a call means, and its folder below those of the modules around it.
fn located(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    name: &str,
    block: &Block,
) -> (Result<Rc<Module>, Unknown>, Vec<PathBuf>) {
    let source = block.body.attribute("source").map(|source| (source, source.value.as_text()));
    let Some((source, Some(text))) = source else {
        let why = Unknown::new(
            format!("module.{name} has no source that is a plain text"),
            "write its source as a text, or lint the plan",
        );
        return (Err(why), Vec::new());
    };
    let Some(path) = folder(run, module, name, text) else {
        return (Err(not_on_disk(name, text)), Vec::new());
    };
    let at = source.value.span;
    let place = match run.place(&path) {
        Ok(place) => place,
        Err(refusal) => return (Err(refused(run, name, &path, refusal, at)), Vec::new()),
    };
    if module.folders.contains(&place) {
        let message = format!("module.{name} calls the module it stands in: {text}");
        run.fail(at, message.clone(), "give it the source of another folder");
        return (Err(Unknown::new(message, "give it the source of another folder")), Vec::new());
    }
    let folders = module.folders.iter().cloned().chain([place]).collect();
    let found = run.module(&path).map_err(|refusal| refused(run, name, &path, refusal, at));
    (found, folders)
}

/// Where a call's files are; `None` where they are not on disk.
fn folder(run: &Run<'_>, module: &ModuleInstance, name: &str, source: &str) -> Option<PathBuf> {
    if is_local(source) {
        return Some(module.module.path.join(source));
    }
    run.downloaded.folder(&path_of(module, name)).map(ToOwned::to_owned)
}

/// Whether a source is a folder beside the module, which Terraform tells by its beginning.
pub(super) fn is_local(source: &str) -> bool {
    source.starts_with("./")
        || source.starts_with("../")
        || source.starts_with(".\\")
        || source.starts_with("..\\")
}

/// A source without the user and the query that an address may have: both may hold secrets.
fn without_credentials(source: &str) -> String {
    let plain = source.split('?').next().unwrap_or(source);
    match plain.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').map_or((rest, None), |(host, path)| (host, Some(path)));
            let host = host.rsplit('@').next().unwrap_or(host);
            path.map_or_else(|| format!("{scheme}://{host}"), |path| format!("{scheme}://{host}/{path}"))
        }
        None => plain.to_owned(),
    }
}

/// Why a module that is not on disk is unknown.
pub(super) fn not_on_disk(name: &str, source: &str) -> Unknown {
    Unknown::new(
        format!("module.{name} ({}) is not on disk", without_credentials(source)),
        "run terraform init, which downloads it, or lint the plan",
    )
}

/// A folder's path as every shell takes it; a placeholder where one could act upon it.
fn in_command(shown: &str) -> &str {
    let plain = |letter: char| letter.is_alphanumeric() || "-_./:".contains(letter);
    if shown.chars().all(plain) && !shown.starts_with('-') { shown } else { "FOLDER" }
}

fn refused(run: &Run<'_>, name: &str, path: &std::path::Path, refusal: Refusal, at: Span) -> Unknown {
    let shown = Folders::shown(path);
    match refusal {
        Refusal::Outside => Unknown::new(
            format!("module.{name} is in {shown}, outside of the paths being checked"),
            format!("name it too: multiaz check … {}", in_command(&shown)),
        ),
        Refusal::Missing | Refusal::NotText(_) => {
            let message = format!("module.{name} is to be in {shown}, and there is no configuration");
            run.fail(at, message.clone(), "correct its source, or run terraform init");
            Unknown::new(message, "correct its source, or run terraform init")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_a_shell_could_act_upon_is_not_in_a_command() {
        for plain in ["../shared", "modules/caché_1", "C:/a.b"] {
            assert_eq!(in_command(plain), plain);
        }
        for name in ["a b", "$(touch pwned)", "a;b", "-x", "a\u{202e}b", "a\nb", "%PATH%"] {
            assert_eq!(in_command(name), "FOLDER");
        }
    }
}
