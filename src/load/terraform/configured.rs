//! Terraform configuration as groups: every root module of a run, evaluated and put together.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use crate::load::Loaded;
use crate::model::{Input, Skipped};
use crate::source::{Failure, FailureKind, Folders, Sources, Span};

use super::evaluated::tree;
use super::groups;
use super::index::Index;
use super::module::{self, Evaluated, Library, Root, VariableFile, Variables};
use super::plan::Plan;
use super::reference::Address;
use super::resources::Resource;
use super::stack::deep;

/// What the configuration of a run holds.
#[derive(Debug, Default)]
pub struct Configured {
    /// Groups, what is not judged, and what could not be read.
    pub loaded: Loaded,
    /// Modules that may hold groups and can't be read.
    pub unread: Vec<Skipped>,
    /// The names of the variables of all root modules.
    pub variables: BTreeSet<String>,
    /// Folders of modules that seem made to be called, and that nothing in the run calls.
    pub by_themselves: Vec<String>,
    /// The folders of root modules.
    pub roots: Vec<String>,
}

/// Evaluates every root module among the folders of a run.
///
/// What can't be evaluated is unknown in its group, with the reason; what can't be read is a failure.
pub fn load_folders(sources: &mut Sources, folders: &Folders, variables: &Variables) -> Configured {
    if folders.found().next().is_none() {
        return Configured::default();
    }
    deep(|| evaluate_all(sources, folders, variables)).unwrap_or_else(|error| Configured::impossible(&error))
}

fn evaluate_all(sources: &mut Sources, folders: &Folders, variables: &Variables) -> Configured {
    let mut library = Library::default();
    let mut configured = Configured::default();
    let roots = module::roots(sources, &mut library, folders);
    let named = VariableFile::all(variables, &roots);
    for place in &roots {
        let folder = Folders::shown(&place.path);
        let root = module::evaluate(sources, &mut library, folders, place, variables, &named);
        if root.by_itself && !root.resources.is_empty() {
            configured.by_themselves.push(folder.clone());
        }
        configured.roots.push(folder.clone());
        configured.add(sources, root, folder);
    }
    configured
}

impl Configured {
    /// Nothing was evaluated, because there was no memory for it.
    fn impossible(error: &std::io::Error) -> Configured {
        let failure = Failure {
            kind: FailureKind::Unreadable,
            file: "Terraform configuration".into(),
            at: None,
            message: format!("it can't be evaluated: {error}"),
            help: "free memory or address space, or lint the plan".into(),
        };
        Configured {
            loaded: Loaded { failures: vec![failure], ..Loaded::default() },
            ..Configured::default()
        }
    }

    fn add(&mut self, sources: &Sources, root: Root, folder: String) {
        let new = root.failures.into_iter().filter(|failure| !self.loaded.failures.contains(failure));
        let new: Vec<_> = new.collect();
        self.loaded.failures.extend(new);
        self.loaded.skipped.extend(root.skipped);
        self.unread.extend(root.unread);
        self.variables.extend(root.variables);
        if let Some(at) = root.at {
            let plan = plan(root.resources, root.provider, folder, at);
            self.loaded.extend(groups(&plan, &|source| sources.get(source).name.clone()));
        }
    }
}

/// The resources of a root module as a plan that creates them.
fn plan(resources: Vec<Evaluated>, provider: Option<String>, folder: String, at: Span) -> Plan<'static> {
    let resources: Vec<Resource> = resources.into_iter().filter_map(resource).collect();
    Plan {
        at,
        text: "",
        input: Input::TerraformConfig,
        index: Index::of(&resources),
        resources,
        configuration: None,
        changes: None,
        variables: HashMap::new(),
        traces: RefCell::default(),
        root: Some(folder),
        provider,
    }
}

fn resource(evaluated: Evaluated) -> Option<Resource> {
    Some(Resource {
        address: Address::parse(&evaluated.address)?,
        label: evaluated.address,
        at: evaluated.at,
        body: evaluated.body,
        values: tree(&evaluated.values, evaluated.body),
        unknown: None,
        sensitive: Vec::new(),
        expressions: None,
        creating: true,
        unchanged: false,
        before: None,
        prior: false,
        told: Some(evaluated.values),
        ignored: evaluated.ignored,
        calls: evaluated.calls,
        doubt: evaluated.doubt,
    })
}
