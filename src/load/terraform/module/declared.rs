//! Which block of a configuration declares an address: found by names, without evaluating anything.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::load::terraform::outline::Shown;
use crate::load::terraform::reference::Address;
use crate::source::hcl::Block;
use crate::source::{Failure, Folders, Sources, Span};

use super::blocks::Module;
use super::calls::is_local;
use super::downloaded::Downloaded;
use super::library::Library;
use super::passed::{argument, passed};
use super::secrets;
use super::written::{Written, in_body, writes};

/// A root module to look in.
pub(crate) struct Declarations<'s> {
    sources: &'s mut Sources,
    folders: &'s Folders,
    root: PathBuf,
    library: Library,
    downloaded: Downloaded,
    /// What declares the addresses that were looked for.
    found: HashMap<Address, Option<Rc<Declared>>>,
    /// What could not be read on the way.
    pub(crate) failures: Vec<Failure>,
}

/// A module on the way to an address.
pub(super) struct Level {
    /// What its folder declares.
    module: Rc<Module>,
    /// The name of the call that leads on; none in the last.
    call: Option<String>,
}

/// Where an address leads.
pub(crate) struct Declared {
    /// The modules on the way, the root module first.
    levels: Vec<Level>,
    /// Which of the last module's blocks it is; none where the module it stands in can't be read: then
    /// the call of that module is all that is known.
    block: Option<usize>,
    /// How many calls lead to the resource.
    depth: usize,
}

impl Level {
    /// The call that leads on.
    pub(super) fn call(&self) -> Option<&Block> {
        self.module.calls.get(self.call.as_ref()?)
    }

    /// Whether the module was downloaded: nobody edits it there.
    fn is_downloaded(&self) -> bool {
        self.module.path.components().any(|part| part.as_os_str() == ".terraform")
    }
}

impl Declared {
    /// The place where a value of the resource is written; behind `var.x` that of the argument.
    ///
    /// It is the block's label where nothing is written, or something else than the plan shows, and the call
    /// of a module where the block is not for people to edit, or where it can't be read. There is none where
    /// the plan was made from another block.
    pub(crate) fn place(&self, shown: &Shown<'_>) -> Option<Span> {
        let last = self.levels.len().checked_sub(1)?;
        let level = self.levels.get(last)?;
        let (level, at) = match self.block.and_then(|at| level.module.resources.get(at)) {
            Some(block) => {
                let body = Some(&block.block.body).filter(|_| !level.module.is_in_doubt);
                if body.is_some_and(|body| !shown.names().all(|name| writes(body, name))) {
                    return None;
                }
                let written = body.and_then(|body| in_body(body, &shown.way, &shown.values));
                written.and_then(|one| self.origin(last, &one)).unwrap_or((last, block.block.at))
            }
            None => (last, level.call()?.at),
        };
        let is_edited =
            self.block.is_some() && self.levels.get(level).is_some_and(|one| !one.is_downloaded());
        let argument = if is_edited { None } else { self.argument(shown) };
        let (level, at) = argument.unwrap_or((level, at));
        Some(self.edited(level, at))
    }

    /// Where what is written comes from, with the level of its module; `None` where the plan shows another
    /// value.
    fn origin(&self, last: usize, written: &Written<'_, '_>) -> Option<(usize, Span)> {
        let Some(expression) = written.expression else { return Some((last, written.at)) };
        let from = passed(&self.levels, last, expression);
        from.fits(written.value, written.exact).then_some((from.level, from.expression.span))
    }

    /// The argument that decides a value in a module that is not edited or not read, as the plan tells it.
    fn argument(&self, shown: &Shown<'_>) -> Option<(usize, Span)> {
        let caller = self.depth.checked_sub(1)?;
        let variable = shown.variable()?;
        let from = argument(&self.levels, caller, &variable)?;
        from.fits(shown.value(), true).then_some((from.level, from.expression.span))
    }

    /// A place in the module of a level, or where people edit: a call of the downloaded module it is in.
    fn edited(&self, level: usize, at: Span) -> Span {
        let calls = self.levels.get(..=level).unwrap_or_default().windows(2).rev();
        let mut at = at;
        for pair in calls {
            match pair {
                [caller, called] if called.is_downloaded() => at = caller.call().map_or(at, |call| call.at),
                _ => return at,
            }
        }
        at
    }
}

impl<'s> Declarations<'s> {
    /// Of the root module in a folder.
    pub(crate) fn of(sources: &'s mut Sources, folders: &'s Folders, root: &Path) -> Declarations<'s> {
        Declarations {
            library: Library::after(sources),
            downloaded: Downloaded::of(folders, root),
            sources,
            folders,
            root: root.to_owned(),
            found: HashMap::new(),
            failures: Vec::new(),
        }
    }

    /// All texts, those that were read on the way among them.
    pub(crate) fn sources(&self) -> &Sources {
        self.sources
    }

    /// What declares an address; `None` where nothing does.
    pub(crate) fn find(&mut self, address: &Address) -> Option<Rc<Declared>> {
        if let Some(known) = self.found.get(address) {
            return known.clone();
        }
        let found = self.search(address).map(Rc::new);
        self.found.insert(address.clone(), found.clone());
        found
    }

    fn search(&mut self, address: &Address) -> Option<Declared> {
        let mut levels = vec![Level { module: self.module(&self.root.clone())?, call: None }];
        let (mut path, depth) = (String::new(), address.scope.0.len());
        for step in &address.scope.0 {
            let last = levels.last_mut()?;
            let caller = Rc::clone(&last.module);
            let call = caller.calls.get(&step.name).filter(|call| makes(call, step.key.as_deref()))?;
            last.call = Some(step.name.clone());
            path = if path.is_empty() { step.name.clone() } else { format!("{path}.{}", step.name) };
            let Some(module) = self.called(&caller, call, &path) else {
                return Some(Declared { levels, block: None, depth });
            };
            let secrets = secrets::of_arguments(call, &module);
            secrets.into_iter().for_each(|at| self.sources.mark_secret(at));
            levels.push(Level { module, call: None });
        }
        let module = &levels.last()?.module;
        let (block, found) = module.resource(address.data, &address.kind, &address.name)?;
        makes(&found.block, address.key.as_deref()).then_some(Declared { levels, block: Some(block), depth })
    }

    fn module(&mut self, path: &Path) -> Option<Rc<Module>> {
        let module = self.library.module(self.sources, self.folders, path).ok()?;
        let new: Vec<_> =
            module.failures.iter().filter(|one| !self.failures.contains(one)).cloned().collect();
        self.failures.extend(new);
        Some(module)
    }

    /// The module that a call means, where its files are on disk and may be read.
    fn called(&mut self, caller: &Module, call: &Block, path: &str) -> Option<Rc<Module>> {
        let source = call.body.attribute("source")?.value.as_text()?;
        let folder = match is_local(source) {
            true => caller.path.join(source),
            false => self.downloaded.folder(path)?.to_owned(),
        };
        self.module(&folder)
    }
}

/// Whether a block makes an instance of such a key: `[0]` takes `count`, `["a"]` takes `for_each`.
///
/// A key that is not told may be any: old states leave it out.
fn makes(block: &Block, key: Option<&str>) -> bool {
    key.is_none_or(|key| {
        let by = if key.starts_with('"') { "for_each" } else { "count" };
        block.body.attribute(by).is_some()
    })
}
