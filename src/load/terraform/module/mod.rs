//! Terraform configuration: folders of `.tf` and `.tf.json` files, evaluated as far as they go.

mod attributes;
mod blocks;
mod calls;
mod collect;
mod downloaded;
mod expand;
mod given;
mod instance;
mod lifecycle;
mod lists;
mod names;
mod provider;
mod read;
mod roots;
mod run;
mod secrets;
mod variables;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use crate::model::Skipped;
use crate::source::{Failure, Folders, Sources, Span};

use given::Given;
use instance::ModuleInstance;
use run::{Run, World};

pub(super) use collect::Evaluated;
pub use given::Variables;
pub(super) use roots::roots;
pub(super) use run::Library;

/// What one root module came to.
#[derive(Default)]
pub(super) struct Root {
    /// The resources that matter, every instance.
    pub(super) resources: Vec<Evaluated>,
    /// Resources that can't be told from the configuration.
    pub(super) skipped: Vec<Skipped>,
    /// Modules that may hold groups and can't be read.
    pub(super) unread: Vec<Skipped>,
    /// What could not be read or evaluated.
    pub(super) failures: Vec<Failure>,
    /// The place of the module, for what has none of its own.
    pub(super) at: Option<Span>,
    /// The version of the AWS provider, or the constraint on it.
    pub(super) provider: Option<String>,
    /// The names of its variables.
    pub(super) variables: Vec<String>,
    /// It seems made to be called, and is judged by itself: with its defaults.
    pub(super) by_itself: bool,
}

/// Evaluates the root module in a folder.
pub(super) fn evaluate(
    sources: &mut Sources,
    library: &mut Library,
    folders: &Folders,
    path: &Path,
    variables: &Variables,
) -> Root {
    let mut failures = Vec::new();
    let given = Given::of(sources, folders, path, variables, &mut failures);
    let provider = provider::locked(folders, path);
    let world = World { sources, library, failures };
    let run = Run::new(world, folders, path, given);
    let Ok(module) = run.module(path) else { return Root { failures: run.finish(None), ..Root::default() } };
    run.given.secrets(&module.variables).into_iter().for_each(|at| run.hide(at));
    let root = Rc::new(ModuleInstance {
        module: Rc::clone(&module),
        missing: None,
        prefix: String::new(),
        path: String::new(),
        folders: folders.resolve(path).into_iter().collect(),
        caller: None,
        memo: RefCell::default(),
    });
    run.modules.borrow_mut().push(Rc::clone(&root));
    let found = collect::collect(&run, &root);
    let at = module.place();
    // Every module of the tree has a say.
    let all: Vec<_> = run.modules.borrow().iter().map(|instance| Rc::clone(&instance.module)).collect();
    let constraints = provider::constraints(all.iter().map(|module| module.settings.as_slice()));
    let failures = run.finish(at);
    Root {
        resources: found.resources,
        skipped: found.skipped,
        unread: found.unread,
        failures,
        at,
        provider: provider.or(constraints),
        variables: module.variables.keys().cloned().collect(),
        by_itself: module.is_reusable(),
    }
}
