//! Instances of modules and of their resources, and what is remembered of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use crate::load::terraform::language::{Fault, Value};
use crate::model::Unknown;
use crate::source::Span;

use super::blocks::{Module, ResourceBlock};

/// One instance of a module: the root, or one that a call makes.
#[derive(Debug)]
pub(super) struct ModuleInstance {
    /// What its folder declares; nothing where that can't be read.
    pub(super) module: Rc<Module>,
    /// Why its folder can't be read, where it can't.
    pub(super) missing: Option<Unknown>,
    /// Its address with a dot after it, to be put before names; empty for the root.
    pub(super) prefix: String,
    /// The names of the calls on the way to it, as `.terraform/modules/modules.json` has them: `a.b`.
    pub(super) path: String,
    /// Its folder and those of the modules around it, without links.
    pub(super) folders: Vec<PathBuf>,
    /// Who calls it; none for the root.
    pub(super) caller: Option<Caller>,
    /// What was evaluated of it.
    pub(super) memo: RefCell<HashMap<Name, Memo>>,
}

/// The call that makes an instance of a module.
#[derive(Debug)]
pub(super) struct Caller {
    /// The instance it stands in.
    pub(super) instance: Rc<ModuleInstance>,
    /// The call's name.
    pub(super) call: String,
    /// What `each` and `count` stand for in it.
    pub(super) iteration: Option<Iteration>,
    /// Why it is not known how many instances the call makes, and the place of its `count` or `for_each`.
    pub(super) many: Option<(Unknown, Span)>,
    /// The call's label.
    pub(super) at: Span,
}

/// What `count` or `for_each` brings to one instance.
#[derive(Debug, Clone)]
pub(super) enum Iteration {
    /// `count.index`.
    Count(Value),
    /// `each.key` and `each.value`.
    Each(Value, Value),
}

/// One instance of a resource or data source.
#[derive(Debug)]
pub(super) struct ResourceInstance {
    /// Its number in the run.
    pub(super) id: usize,
    /// The module instance it stands in.
    pub(super) module: Rc<ModuleInstance>,
    /// Where its block is among the module's resources.
    pub(super) block: usize,
    /// What `each` and `count` stand for in it.
    pub(super) iteration: Option<Iteration>,
    /// Its address.
    pub(super) address: String,
}

/// What is evaluated once of an instance of a module.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// `var.x`.
    Variable(String),
    /// `local.x`.
    Local(String),
    /// An output.
    Output(String),
    /// All instances of the resource whose block has this number.
    Resource(usize),
    /// All instances of a module call.
    Call(String),
    /// An attribute of the resource instance with this number.
    Attribute(usize, String),
}

/// What is remembered of it.
#[derive(Debug, Clone)]
pub(super) enum Memo {
    /// It is being evaluated.
    Active,
    /// What it came to.
    Done(Result<Value, Fault>),
}

impl Caller {
    /// Why it is not known whether there is such an instance: for the call, or for a module around it.
    pub(super) fn doubt(&self) -> Option<(Unknown, Span)> {
        self.many.clone().or_else(|| self.instance.caller.as_ref()?.doubt())
    }
}

impl ModuleInstance {
    /// The root module; its folder is one without links, where there is one.
    pub(super) fn root(module: &Rc<Module>, folder: Option<PathBuf>) -> ModuleInstance {
        ModuleInstance {
            module: Rc::clone(module),
            missing: None,
            prefix: String::new(),
            path: String::new(),
            folders: folder.into_iter().collect(),
            caller: None,
            memo: RefCell::default(),
        }
    }

    /// Its address: `module.cache["eu"]`; "the root module" for the root.
    pub(super) fn address(&self) -> &str {
        match self.prefix.strip_suffix('.') {
            Some(address) => address,
            None => "the root module",
        }
    }
}

impl ResourceInstance {
    /// Its block.
    pub(super) fn block(&self) -> Option<&ResourceBlock> {
        self.module.module.resources.get(self.block)
    }
}
