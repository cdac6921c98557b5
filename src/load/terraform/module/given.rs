//! Values given for the variables of root modules: the environment, variable files, and options.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use crate::load::terraform::language::{Fault, Through, Value, evaluate_constant};
use crate::model::Unknown;
use crate::source::hcl::{Attribute, Block, parse_hcl, parse_json_value, parse_template};
use crate::source::{Failure, FailureKind, Folders, Input, Refusal, Sources, Span, is_automatic, is_loaded};

use super::read::unreadable;
use super::roots::Place;
use super::secrets;

/// What the user gives for variables beside the files of a folder.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    /// `TF_VAR_name` of the environment: name and text.
    pub environment: Vec<(String, String)>,
    /// `--var-file`, in the order given.
    pub files: Vec<PathBuf>,
    /// `--var name=value`, in the order given: name and text. They count before everything else.
    pub arguments: Vec<(String, String)>,
    /// `TF_WORKSPACE` of the environment: the workspace, where it names one.
    pub workspace: Option<String>,
}

/// A variable file that the user named, read once for all root modules: it may be a pipe.
pub(crate) struct VariableFile {
    path: PathBuf,
    read: Result<Input, Refusal>,
    /// The root module in whose folder it lies: it is for that one alone, any other for all.
    root: Option<PathBuf>,
}

impl VariableFile {
    /// Reads those of a run.
    pub(crate) fn all(variables: &Variables, roots: &[Place]) -> Vec<VariableFile> {
        let places: HashSet<&Path> = roots.iter().map(|root| root.place.as_path()).collect();
        let nearest = |file: &Path| {
            let file = file.canonicalize().ok()?;
            file.ancestors().find(|folder| places.contains(folder)).map(Path::to_owned)
        };
        let read = |path: &PathBuf| VariableFile {
            path: path.clone(),
            read: Folders::read_named(path),
            root: nearest(path),
        };
        variables.files.iter().map(read).collect()
    }
}

/// The values given for one root module.
#[derive(Default)]
pub(super) struct Given {
    values: BTreeMap<String, Entry>,
    /// A variable file that could not be read: it may set what nothing after it sets.
    broken: Option<String>,
    /// The workspace and what tells it.
    workspace: Option<(String, &'static str)>,
}

/// One value as it was given.
enum Entry {
    /// An expression of a variable file; `what` is said of it to people.
    Written { attribute: Attribute, what: String },
    /// A text of the command line or the environment.
    Text { text: String, what: String },
}

impl Given {
    /// Reads what is given for the module in a folder; the later counts.
    pub(super) fn of(
        sources: &mut Sources,
        folders: &Folders,
        root: &Place,
        variables: &Variables,
        named: &[VariableFile],
        failures: &mut Vec<Failure>,
    ) -> Given {
        let folder = root.path.as_path();
        let mut given = Given { workspace: workspace(folders, folder, variables), ..Given::default() };
        for (name, text) in &variables.environment {
            given.text(name, text, format!("TF_VAR_{name}"));
        }
        let mut files = folders.files(folder, is_loaded).unwrap_or_default();
        // terraform.tfvars comes before every *.auto.tfvars.
        files.sort_by_key(|file| is_automatic(&name_of(file)));
        for file in &files {
            given.read(sources, file, folders.read(file).as_ref(), failures);
        }
        for file in named.iter().filter(|file| file.root.as_ref().is_none_or(|of| *of == root.place)) {
            given.read(sources, &file.path, file.read.as_ref(), failures);
        }
        for (name, text) in &variables.arguments {
            given.text(name, text, format!("--var {name}"));
        }
        given
    }

    fn text(&mut self, name: &str, text: &str, what: String) {
        self.values.insert(name.to_owned(), Entry::Text { text: text.to_owned(), what });
    }

    /// Adds what a variable file says, or that it can't be read.
    fn read(
        &mut self,
        sources: &mut Sources,
        file: &Path,
        read: Result<&Input, &Refusal>,
        failures: &mut Vec<Failure>,
    ) {
        match read {
            Ok(input) => self.file(sources, &input.name, &input.text, failures),
            Err(refusal) => {
                self.breaks(&Folders::shown(file));
                failures.push(unreadable(file, *refusal));
            }
        }
    }

    fn file(&mut self, sources: &mut Sources, name: &str, text: &str, failures: &mut Vec<Failure>) {
        // A file that several folders are given is one source.
        let known = sources.find(name);
        let id = known.unwrap_or_else(|| sources.add(name, text));
        let text = sources.text(id);
        let is_json = name.to_ascii_lowercase().ends_with(".json");
        let body = if is_json { parse_json_value(id, &text) } else { parse_hcl(id, &text) };
        match body {
            Ok(body) => {
                for secret in secrets::of_body(&body) {
                    sources.mark_secret(secret);
                }
                if let Some(block) = body.blocks.first() {
                    let message = "a variable file holds values, and no blocks";
                    let help = "write name = value";
                    failures.push(Failure::at(FailureKind::Shape, name, block.at, message, help));
                }
                for attribute in body.attributes {
                    let (name, what) =
                        (attribute.name.clone(), format!("var.{} is set here", attribute.name));
                    self.values.insert(name, Entry::Written { attribute, what });
                }
            }
            Err(error) if known.is_none() => {
                self.breaks(name);
                secrets::of_broken_values(id, &text).into_iter().for_each(|at| sources.mark_secret(at));
                failures.push(Failure::syntax(name, error));
            }
            Err(_) => self.breaks(name),
        }
    }

    /// Forgets what was given so far: a file that can't be read may say otherwise.
    fn breaks(&mut self, file: &str) {
        self.values.clear();
        self.broken = Some(file.to_owned());
    }

    /// Who gives a variable its value, for people, and where: `--var nodes`, or a line of a file.
    pub(super) fn origin(&self, name: &str) -> Option<(&str, Option<Span>)> {
        Some(match self.values.get(name)? {
            Entry::Written { attribute, what } => (what, Some(attribute.value.span)),
            Entry::Text { what, .. } => (what, None),
        })
    }

    /// The places of values given for variables that are marked sensitive.
    pub(super) fn secrets(&self, variables: &BTreeMap<String, Block>) -> Vec<Span> {
        let written = self.values.iter().filter_map(|(name, entry)| match entry {
            Entry::Written { attribute, .. } => Some((variables.get(name)?, attribute)),
            Entry::Text { .. } => None,
        });
        let secret = written.filter(|(variable, _)| secrets::is_secret(variable));
        secret.flat_map(|(_, attribute)| secrets::of_value(&attribute.value)).collect()
    }

    /// `terraform.workspace`, where the environment or the root module's folder tells it.
    pub(super) fn workspace(&self) -> Option<Value> {
        let (name, whose) = self.workspace.as_ref()?;
        Some(Value::text(name).come_through(Through::given(format!("given by {whose}"))))
    }

    /// The value given for a variable; `None` where none is. A `literal` text means itself.
    ///
    /// It is unknown where a file that can't be read may set it.
    ///
    /// # Errors
    /// Where what is given is no constant expression.
    pub(super) fn value(&self, name: &str, literal: bool) -> Result<Option<Value>, Fault> {
        let named = |fault: Fault| Fault { message: format!("var.{name}: {}", fault.message), ..fault };
        let (value, through) = match (self.values.get(name), &self.broken) {
            (Some(Entry::Written { attribute, what }), _) => {
                let value = evaluate_constant(&attribute.value).map_err(named)?;
                (value, Through::written(what.clone(), attribute.value.span))
            }
            (Some(Entry::Text { text, what }), _) => {
                (read_text(text, literal).map_err(named)?, Through::given(format!("given by {what}")))
            }
            (None, Some(file)) => {
                let reason = format!("var.{name} may be set in {file}, which can't be read");
                return Ok(Some(Value::unknown(Unknown::new(reason, format!("correct {file}")))));
            }
            (None, None) => return Ok(None),
        };
        Ok(Some(value.come_through(through)))
    }
}

/// The workspace that the environment names, else the one that is selected in the root module's folder.
fn workspace(folders: &Folders, folder: &Path, variables: &Variables) -> Option<(String, &'static str)> {
    let selected = || {
        let text = folders.read(&folder.join(".terraform/environment")).ok()?.text;
        Some((text.trim().to_owned(), ".terraform/environment"))
    };
    let named = variables.workspace.clone().map(|name| (name, "TF_WORKSPACE"));
    named.or_else(selected).filter(|(name, _)| !name.is_empty())
}

/// A text of the command line: it means itself for a plain type, else it is an expression.
fn read_text(text: &str, literal: bool) -> Result<Value, Fault> {
    if literal {
        return Ok(Value::text(text));
    }
    let text = format!("${{{text}}}");
    let mut sources = Sources::default();
    let id = sources.add("--var", text.as_str());
    // Nothing of the text is repeated: it may be a secret. Its place is in no file.
    let refused = |message| Fault::new(format!("its value is not an expression: {message}"));
    let expression =
        parse_template(&text, sources.whole(id), false).map_err(|error| refused(error.message))?;
    let value = evaluate_constant(&expression).map_err(|fault| Fault { at: None, ..fault })?;
    Ok(value.without_places())
}

fn name_of(file: &Path) -> String {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}
