//! A folder of configuration as Terraform sees it: one module, with its override files merged in.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use crate::source::hcl::{Attribute, Block, Body};
use crate::source::{Failure, FailureKind, Span};

/// What the files of one folder declare.
#[derive(Debug, Default)]
pub(super) struct Module {
    /// The folder, as it was come by.
    pub(super) path: PathBuf,
    /// `variable` blocks.
    pub(super) variables: BTreeMap<String, Block>,
    /// What `locals` blocks hold.
    pub(super) locals: BTreeMap<String, Attribute>,
    /// `output` blocks.
    pub(super) outputs: BTreeMap<String, Block>,
    /// `resource` and `data` blocks, in the order of the files.
    pub(super) resources: Vec<ResourceBlock>,
    /// `module` blocks.
    pub(super) calls: BTreeMap<String, Block>,
    /// `terraform` blocks.
    pub(super) settings: Vec<Block>,
    /// It has a `provider` block, which only root modules should have.
    has_provider: bool,
    /// A file of it could not be read: what is missing may stand there.
    pub(super) is_partial: bool,
    /// A file that overrides others could not be read: any attribute may be another.
    pub(super) is_in_doubt: bool,
    /// What could not be read, and what is declared twice.
    pub(super) failures: Vec<Failure>,
    /// Where in [`resources`](Self::resources) a block is.
    positions: HashMap<(bool, String, String), usize>,
}

/// A `resource` or `data` block.
#[derive(Debug)]
pub(super) struct ResourceBlock {
    /// A data source.
    pub(super) data: bool,
    /// Its type.
    pub(super) kind: String,
    /// Its name.
    pub(super) name: String,
    /// The block.
    pub(super) block: Block,
}

impl Module {
    /// Puts the files of a folder together; `files` has each body with the file's name.
    ///
    /// What is declared twice counts once, and is a failure: Terraform refuses it.
    pub(super) fn of(path: PathBuf, files: Vec<(String, Body)>) -> Module {
        let mut module = Module { path, ..Module::default() };
        let (overrides, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| is_override(name));
        for (file, body) in files {
            for block in body.blocks {
                module.add(&file, block);
            }
        }
        for block in overrides.into_iter().flat_map(|(_, body)| body.blocks) {
            module.replace(block);
        }
        module
    }

    /// Whether it seems made to be called: it takes values, and says neither how to reach AWS nor where
    /// its state is.
    pub(super) fn is_reusable(&self) -> bool {
        let own_state =
            |settings: &Block| settings.body.blocks.iter().any(|b| b.kind == "backend" || b.kind == "cloud");
        let has_default =
            self.variables.values().any(|variable| variable.body.attribute("default").is_some());
        has_default && !self.has_provider && !self.settings.iter().any(own_state)
    }

    /// A place in the module, for what is said of it as a whole.
    pub(super) fn place(&self) -> Option<Span> {
        let blocks = self.resources.iter().map(|resource| &resource.block);
        blocks.chain(self.calls.values()).chain(&self.settings).map(|block| block.at).next()
    }

    /// The block of a resource or data source.
    pub(super) fn resource(&self, data: bool, kind: &str, name: &str) -> Option<(usize, &ResourceBlock)> {
        let at = *self.positions.get(&(data, kind.to_owned(), name.to_owned()))?;
        Some((at, self.resources.get(at)?))
    }

    fn add(&mut self, file: &str, block: Block) {
        let at = block.at;
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("locals", _) => {
                for local in block.body.attributes {
                    let (name, at) = (local.name.clone(), local.name_span);
                    if self.locals.insert(name.clone(), local).is_some() {
                        self.twice(file, at, format!("local.{name}"));
                    }
                }
            }
            ("terraform", _) => self.settings.push(block),
            ("provider", _) => self.has_provider = true,
            ("resource" | "data", [kind, name]) => {
                let data = block.kind == "data";
                let (kind, name) = (kind.clone(), name.clone());
                let key = (data, kind.clone(), name.clone());
                if self.positions.contains_key(&key) {
                    let data = if data { "data." } else { "" };
                    return self.twice(file, at, format!("{data}{kind}.{name}"));
                }
                self.positions.insert(key, self.resources.len());
                self.resources.push(ResourceBlock { data, kind, name, block });
            }
            (kind, [name]) => {
                let name = name.clone();
                let Some((prefix, all)) = self.named(kind) else { return };
                if all.contains_key(&name) {
                    return self.twice(file, at, format!("{prefix}.{name}"));
                }
                all.insert(name, block);
            }
            _ => {}
        }
    }

    fn twice(&mut self, file: &str, at: Span, what: String) {
        let message = format!("{what} is declared twice in this folder, and a folder is one module");
        let help = "rename one of them, or move it into a folder of its own";
        self.failures.push(Failure::at(FailureKind::Shape, file, at, message, help));
    }

    /// The blocks of a kind that have one name, and how expressions call them.
    fn named(&mut self, kind: &str) -> Option<(&'static str, &mut BTreeMap<String, Block>)> {
        Some(match kind {
            "variable" => ("var", &mut self.variables),
            "output" => ("output", &mut self.outputs),
            "module" => ("module", &mut self.calls),
            _ => return None,
        })
    }

    /// What an override file says counts before what the other files say.
    fn replace(&mut self, block: Block) {
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("locals", _) => {
                self.locals
                    .extend(block.body.attributes.into_iter().map(|local| (local.name.clone(), local)));
            }
            ("terraform", _) => self.settings.push(block),
            ("resource" | "data", [kind, name]) => {
                let key = (block.kind == "data", kind.clone(), name.clone());
                let own = self.positions.get(&key).and_then(|at| self.resources.get_mut(*at));
                if let Some(own) = own {
                    merge(&mut own.block.body, block.body);
                }
            }
            (kind, [name]) => {
                let name = name.clone();
                let own = self.named(kind).and_then(|(_, all)| all.get_mut(&name));
                if let Some(own) = own {
                    merge(&mut own.body, block.body);
                }
            }
            _ => {}
        }
    }
}

/// Attributes replace attributes; the blocks of one kind replace all of that kind, but `lifecycle` is merged.
fn merge(own: &mut Body, over: Body) {
    for attribute in over.attributes {
        match own.attributes.iter_mut().find(|one| one.name == attribute.name) {
            Some(one) => *one = attribute,
            None => own.attributes.push(attribute),
        }
    }
    let is_replaced = |own: &Block| over.blocks.iter().any(|block| kind_of(block) == kind_of(own));
    own.blocks.retain(|block| kind_of(block) == "lifecycle" || !is_replaced(block));
    for block in over.blocks {
        match own.blocks.iter_mut().find(|one| one.kind == "lifecycle" && block.kind == "lifecycle") {
            Some(one) => merge(&mut one.body, block.body),
            None => own.blocks.push(block),
        }
    }
}

/// The kind of blocks that a block is or makes: a `dynamic` block stands for those it makes.
pub(super) fn kind_of(block: &Block) -> &str {
    match block.kind.as_str() {
        "dynamic" => block.labels.first().map_or("dynamic", String::as_str),
        kind => kind,
    }
}

/// Whether a file overrides the others: `override.tf`, `cache_override.tf.json`.
pub(super) fn is_override(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let endings = [".tf.json", ".tofu.json", ".tf", ".tofu"];
    let stem = endings.iter().find_map(|ending| file.strip_suffix(ending)).unwrap_or(file);
    stem == "override" || stem.ends_with("_override")
}
