//! One root module being evaluated: everything on demand, once, and within bounds.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::load::terraform::language::{Env, Fault, Value, evaluate};
use crate::model::Unknown;
use crate::source::hcl::Expression;
use crate::source::{Failure, FailureKind, Folders, Refusal, Sources, Span};

use super::blocks::Module;
use super::downloaded::Downloaded;
use super::given::Given;
use super::instance::{Iteration, Memo, ModuleInstance, Name, ResourceInstance};
use super::library::Library;
use super::names::Here;

/// Values made or looked at in one root module; real ones stay far below a million.
const FUEL: usize = 20_000_000;
const TOO_MUCH: &str = "the module asks for more than 20 million values";
/// Instances of modules and resources in one root module; large ones have a few thousand.
const MOST_INSTANCES: usize = 20_000;
/// Longer expressions, in bytes, are not repeated in a sentence.
const LONGEST_SHOWN: usize = 80;
/// References on the way to a value; real ones stay below 40.
const DEEPEST: usize = 128;

/// What evaluation needs of the world outside.
pub(super) struct World<'w> {
    /// All texts.
    pub(super) sources: &'w mut Sources,
    /// Modules that were read.
    pub(super) library: &'w mut Library,
    /// What could not be read or evaluated.
    pub(super) failures: Vec<Failure>,
}

/// A root module being evaluated.
pub(super) struct Run<'w> {
    /// Where files may be read.
    pub(super) folders: &'w Folders,
    /// The folder of the root module, as it was come by.
    root: PathBuf,
    /// Values given for the root module's variables.
    pub(super) given: Given,
    /// Modules that `terraform init` brought.
    pub(super) downloaded: Downloaded,
    /// All resource instances, by number.
    pub(super) resources: RefCell<Vec<Rc<ResourceInstance>>>,
    /// All module instances, by number.
    pub(super) modules: RefCell<Vec<Rc<ModuleInstance>>>,
    world: RefCell<World<'w>>,
    /// The places that were hidden.
    hidden: RefCell<BTreeSet<Span>>,
    /// What is being evaluated, for people.
    active: RefCell<Vec<(Name, String)>>,
    /// Modules by the paths they were come by.
    read: RefCell<HashMap<PathBuf, Rc<Module>>>,
    /// Folders by the paths they were come by.
    places: RefCell<HashMap<PathBuf, Result<PathBuf, Refusal>>>,
    fuel: Cell<usize>,
    /// How many instances may still be made; none once more were asked for.
    room: Cell<Option<usize>>,
}

impl<'w> Run<'w> {
    /// Starts with a root module's given values.
    pub(super) fn new(world: World<'w>, folders: &'w Folders, root: &Path, given: Given) -> Run<'w> {
        Run {
            folders,
            root: root.to_owned(),
            given,
            downloaded: Downloaded::of(folders, root),
            resources: RefCell::default(),
            modules: RefCell::default(),
            world: RefCell::new(world),
            hidden: RefCell::default(),
            active: RefCell::default(),
            read: RefCell::default(),
            places: RefCell::default(),
            fuel: Cell::new(FUEL),
            room: Cell::new(Some(MOST_INSTANCES)),
        }
    }

    /// What could not be read or evaluated; `at` is the place of the module.
    pub(super) fn finish(self, at: Option<Span>) -> Vec<Failure> {
        if let Some(at) = at.filter(|_| self.fuel.get() == 0) {
            self.fail(at, TOO_MUCH.into(), "lint the plan instead");
        }
        self.world.into_inner().failures
    }

    /// The module in a folder; what could not be read of it is noted as a failure.
    ///
    /// # Errors
    /// Where there is none, or where it must not be read.
    pub(super) fn module(&self, path: &Path) -> Result<Rc<Module>, Refusal> {
        if let Some(known) = self.read.borrow().get(path) {
            return Ok(Rc::clone(known));
        }
        let mut world = self.world.borrow_mut();
        let World { sources, library, failures } = &mut *world;
        let module = library.module(sources, self.folders, path)?;
        self.read.borrow_mut().insert(path.to_owned(), Rc::clone(&module));
        let new: Vec<_> = module.failures.iter().filter(|one| !failures.contains(one)).cloned().collect();
        failures.extend(new);
        Ok(module)
    }

    /// A path as it is from the root module's folder: `.` for that folder itself.
    pub(super) fn way_to(&self, path: &Path) -> String {
        match Folders::relative(&self.root, path) {
            here if here.is_empty() => ".".into(),
            there => there,
        }
    }

    /// The text of a file, by its path from the root module's folder.
    pub(super) fn file(&self, path: &str) -> Value {
        match self.folders.read(&self.root.join(path)) {
            Ok(input) => Value::text(&input.text),
            Err(Refusal::Missing) => Value::null(),
            Err(Refusal::NotText(bytes)) => {
                Value::unknown(Unknown::new(format!("{path} {}", bytes.what()), "lint the plan"))
            }
            Err(Refusal::Outside) => Value::unknown(Unknown::new(
                format!("{path} lies outside of the paths being checked"),
                "name its folder too, or lint the plan",
            )),
        }
    }

    /// Notes a failure of a given value: at its place in a file, or by the option that gave it.
    pub(super) fn refuse(&self, at: Option<Span>, whose: &str, message: String, help: &str) {
        if let Some(at) = at {
            return self.fail(at, message, help);
        }
        let failure =
            Failure { kind: FailureKind::Shape, file: whose.into(), at: None, message, help: help.into() };
        let mut world = self.world.borrow_mut();
        if !world.failures.contains(&failure) {
            world.failures.push(failure);
        }
    }

    /// Notes a failure at a place, once.
    pub(super) fn fail(&self, at: Span, message: String, help: &str) {
        let mut world = self.world.borrow_mut();
        let file = world.sources.get(at.source).name.clone();
        let failure = Failure::at(FailureKind::Shape, file, at, message, help);
        if !world.failures.contains(&failure) {
            world.failures.push(failure);
        }
    }

    /// Whether a failure says this already.
    pub(super) fn was_told(&self, message: &str) -> bool {
        self.world.borrow().failures.iter().any(|failure| failure.message == message)
    }

    /// The expression at a place, on one line and without the texts in it: any of them may be a secret.
    pub(super) fn shown(&self, at: Span) -> Option<String> {
        let world = self.world.borrow();
        let masked = world.sources.get(at.source).masked(at.start, at.end);
        let quoted =
            |(nth, part): (usize, &'_ str)| if nth % 2 == 0 { part.to_owned() } else { "…".to_owned() };
        let shown = masked.split('"').enumerate().map(quoted).collect::<Vec<_>>().join("\"");
        (shown.len() <= LONGEST_SHOWN && !shown.contains('\n')).then_some(shown)
    }

    /// Hides a text in every output.
    pub(super) fn hide(&self, at: Span) {
        if self.hidden.borrow_mut().insert(at) {
            self.world.borrow_mut().sources.mark_secret(at);
        }
    }

    /// Evaluates an expression that stands in a module, or in a block of it that has instances.
    ///
    /// # Errors
    /// What Terraform itself would refuse.
    pub(super) fn evaluate(
        &self,
        expression: &Expression,
        module: &Rc<ModuleInstance>,
        iteration: Option<&Iteration>,
    ) -> Result<Value, Fault> {
        let here = Here { run: self, module, iteration };
        evaluate(expression, &Env { scope: &here, locals: None })
    }

    /// Counts work done.
    ///
    /// # Errors
    /// Where a root module asks for more than can be meant.
    pub(super) fn spend(&self, work: usize) -> Result<(), Fault> {
        match self.fuel.get().checked_sub(work) {
            Some(left) => {
                self.fuel.set(left);
                Ok(())
            }
            None => {
                self.fuel.set(0);
                Err(Fault::last(TOO_MUCH))
            }
        }
    }

    /// Counts instances that the block at a place is about to get.
    ///
    /// # Errors
    /// Where a root module asks for more than can be meant: modules that call others twice, many levels
    /// down, make more than anything could go through. That is a failure, once.
    pub(super) fn make_room(&self, instances: usize, at: Span) -> Result<(), Fault> {
        let message = || format!("the configuration makes more than {MOST_INSTANCES} modules and resources");
        let left = self.room.get().and_then(|room| room.checked_sub(instances));
        if left.is_none() && !self.is_full() {
            self.fail(at, message(), "check a part of it by itself, or lint the plan instead");
        }
        self.room.set(left);
        left.map(drop).ok_or_else(|| Fault::last(message()))
    }

    /// Whether more was asked for than a root module may ask for.
    pub(super) fn is_spent(&self) -> bool {
        self.fuel.get() == 0
    }

    /// The folder at a path, without links; it is asked for once, however many instances of a module there are.
    ///
    /// # Errors
    /// Where there is none, or where it must not be read.
    pub(super) fn place(&self, path: &Path) -> Result<PathBuf, Refusal> {
        if let Some(known) = self.places.borrow().get(path) {
            return known.clone();
        }
        let found = self.folders.resolve(path);
        self.places.borrow_mut().insert(path.to_owned(), found.clone());
        found
    }

    /// Whether more instances were asked for than are made.
    pub(super) fn is_full(&self) -> bool {
        self.room.get().is_none()
    }

    /// What a name of a module instance comes to, evaluated on its first use.
    ///
    /// A name that its own value needs is a failure at `at`, as it is for Terraform.
    ///
    /// # Errors
    /// What Terraform itself would refuse.
    pub(super) fn remember(
        &self,
        module: &ModuleInstance,
        name: Name,
        shown: String,
        at: Span,
        value: impl FnOnce() -> Result<Value, Fault>,
    ) -> Result<Value, Fault> {
        match module.memo.borrow().get(&name) {
            Some(Memo::Done(done)) => return done.clone(),
            Some(Memo::Active) => return Err(self.cycle(&name, &shown, at)),
            None => {}
        }
        if self.active.borrow().len() >= DEEPEST {
            let message = format!("{shown} is more than {DEEPEST} references away from where it is needed");
            self.fail(at, message.clone(), "break the chain of references: lint the plan instead");
            return Err(Fault::last(message));
        }
        module.memo.borrow_mut().insert(name.clone(), Memo::Active);
        self.active.borrow_mut().push((name.clone(), shown));
        let done = value();
        self.active.borrow_mut().pop();
        module.memo.borrow_mut().insert(name, Memo::Done(done.clone()));
        done
    }

    fn cycle(&self, name: &Name, shown: &str, at: Span) -> Fault {
        let active = self.active.borrow();
        let from = active.iter().rposition(|(active, label)| active == name && label == shown).unwrap_or(0);
        let way: Vec<&str> = active.iter().skip(from).map(|(_, label)| label.as_str()).collect();
        let message = format!("{shown} depends on itself: {} → {shown}", way.join(" → "));
        self.fail(at, message.clone(), "break the cycle: terraform validate tells more");
        Fault::last(message)
    }
}
