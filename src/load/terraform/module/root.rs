//! One root module from its folder to its resources.

use std::rc::Rc;

use crate::model::Skipped;
use crate::source::{Failure, Folders, Sources, Span};

use super::collect::{Evaluated, collect};
use super::given::{Given, VariableFile, Variables};
use super::instance::ModuleInstance;
use super::library::Library;
use super::provider;
use super::roots::Place;
use super::run::{Run, World};

/// What one root module came to.
#[derive(Default)]
pub(crate) struct Root {
    /// The resources that matter, every instance.
    pub(crate) resources: Vec<Evaluated>,
    /// Resources that can't be told from the configuration.
    pub(crate) skipped: Vec<Skipped>,
    /// Modules that may hold groups and can't be read.
    pub(crate) unread: Vec<Skipped>,
    /// What could not be read or evaluated.
    pub(crate) failures: Vec<Failure>,
    /// The place of the module, for what has none of its own.
    pub(crate) at: Option<Span>,
    /// The version of the AWS provider, or the constraint on it.
    pub(crate) provider: Option<String>,
    /// The names of its variables.
    pub(crate) variables: Vec<String>,
    /// It seems made to be called, and is judged by itself: with its defaults.
    pub(crate) by_itself: bool,
}

/// Evaluates the root module in a folder.
///
/// `named` are the variable files of the run. What can't be evaluated is unknown in its resource; what
/// can't be read is among the failures.
pub(crate) fn evaluate(
    sources: &mut Sources,
    library: &mut Library,
    folders: &Folders,
    root: &Place,
    variables: &Variables,
    named: &[VariableFile],
) -> Root {
    let path = root.path.as_path();
    let mut failures = Vec::new();
    let given = Given::of(sources, folders, root, variables, named, &mut failures);
    let run = Run::new(World { sources, library, failures }, folders, path, given);
    let Ok(module) = run.module(path) else { return Root { failures: run.finish(None), ..Root::default() } };
    run.given.secrets(&module.variables).into_iter().for_each(|at| run.hide(at));
    let root = Rc::new(ModuleInstance::root(&module, Some(root.place.clone())));
    run.modules.borrow_mut().push(Rc::clone(&root));
    let found = collect(&run, &root);
    let provider = provider::locked(folders, path).or_else(|| constraints(&run));
    let at = module.place();
    Root {
        resources: found.resources,
        skipped: found.skipped,
        unread: found.unread,
        failures: run.finish(at),
        at,
        provider,
        variables: module.variables.keys().cloned().collect(),
        by_itself: module.is_reusable(),
    }
}

/// What the modules of the whole tree ask of the AWS provider: every one has a say.
fn constraints(run: &Run<'_>) -> Option<String> {
    let modules = run.modules.borrow();
    provider::constraints(modules.iter().map(|instance| instance.module.settings.as_slice()))
}
