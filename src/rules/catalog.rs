//! The rules of a run: those built into the binary and those in the user's folders.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cel::Env;

use crate::finding::{Citation, Consequence, Severity};
use crate::source::{Failure, FailureKind, SourceId, Sources};

use super::compiled::Rule;
use super::facts::{Fact, Facts};
use super::functions::environment;
use super::place::{Place, read_yaml};
use super::rule::{Each, Example, Examples, Fix, LabelFile, OutcomeFile, RuleFile, Text};

/// The stem of the file that holds facts instead of a rule.
const FACTS: &str = "facts";

include!(concat!(env!("OUT_DIR"), "/built_in.rs"));

/// Rules ready to be asked.
pub struct Catalog {
    pub(super) env: Arc<Env>,
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// What they rest on, and what else there is to cite.
    pub facts: Facts,
    /// Every rule id there is, those not wanted included.
    known: Vec<Text>,
}

impl std::fmt::Debug for Catalog {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.rules.iter().map(|rule| &rule.file.id)).finish()
    }
}

/// The ids of the rules built into the binary.
#[must_use]
pub fn built_in_ids() -> Vec<&'static str> {
    BUILT_IN.iter().map(|file| &*file.id).collect()
}

/// The rules built into the binary that `wanted` keeps, by id.
///
/// # Errors
/// When a built-in file can't be used; tests keep that from shipping.
pub fn built_in(wanted: &dyn Fn(&str) -> bool) -> Result<Catalog, Failure> {
    let mut catalog = Catalog::empty()?;
    catalog.known = BUILT_IN.iter().map(|file| file.id.clone()).collect();
    catalog.facts = Facts::built_in();
    for file in BUILT_IN.iter().filter(|file| wanted(&file.id)) {
        let sources =
            catalog.cited(file).map_err(|id| internal(&format!("{}: there is no fact {id}", file.id)))?;
        catalog.rules.push(Rule::new(Cow::Borrowed(file), sources));
    }
    Ok(catalog)
}

/// Adds the rules of a folder (its `*.yaml` and `*.yml`, with a `facts.yaml` of its own where it
/// has one) to a catalog. Files that can't be used are reported, the others are added.
///
/// # Errors
/// When the folder can't be read.
pub fn load_folder(
    sources: &mut Sources,
    folder: &Path,
    catalog: &mut Catalog,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<Failure>, Failure> {
    let unreadable = |error: std::io::Error| Failure {
        kind: FailureKind::Unreadable,
        file: folder.display().to_string(),
        at: None,
        message: format!("the rules folder can't be read: {error}"),
        help: "give a folder with rule files to --rules".into(),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(Failure {
            kind: FailureKind::Rule,
            file: folder.display().to_string(),
            at: None,
            message: "the rules folder holds no rule files".into(),
            help: "a rule is a file named ID.yaml".into(),
        });
    }
    // The facts come first: rules cite them.
    files.sort_by_key(|path| (path.file_stem().is_none_or(|stem| stem != FACTS), path.clone()));
    let mut failures = Vec::new();
    for path in files {
        let name = path.display().to_string().replace('\\', "/");
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        if let Err(failure) = add_file(sources, &path, name, &stem, catalog, wanted) {
            failures.push(failure);
        }
    }
    Ok(failures)
}

fn add_file(
    sources: &mut Sources,
    path: &Path,
    name: String,
    stem: &str,
    catalog: &mut Catalog,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<(), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure {
        kind: FailureKind::Unreadable,
        file: name.clone(),
        at: None,
        message: format!("the rule file can't be read: {error}"),
        help: "check that it exists and is UTF-8 text".into(),
    })?;
    let id = sources.add(name, &text);
    if stem == FACTS {
        let own: BTreeMap<String, Fact> = read_yaml(sources, id)?;
        catalog.facts.extend(own);
        return Ok(());
    }
    if catalog.known.iter().any(|known| known == stem) {
        let message = format!("there is a rule {stem} already");
        let place = Place { sources, id };
        return Err(place.failure(&["id"], 0, message, "choose another id".into()));
    }
    catalog.known.push(stem.to_owned().into());
    if !wanted(stem) {
        return Ok(());
    }
    let file: RuleFile = read_yaml(sources, id)?;
    catalog.add(sources, id, stem, file)?;
    catalog.check_newest(&Place { sources, id })
}

impl Catalog {
    /// No rules yet.
    ///
    /// # Errors
    /// When the condition language can't be set up, which is a fault of the program.
    pub fn empty() -> Result<Catalog, Failure> {
        let env = environment().map_err(|error| internal(&error.to_string()))?;
        Ok(Catalog { env, rules: Vec::new(), facts: Facts::default(), known: Vec::new() })
    }

    /// Whether there is a rule of that id, asked for in this run or not.
    #[must_use]
    pub fn knows(&self, id: &str) -> bool {
        self.known.iter().any(|known| known == id)
    }

    /// The id most like a misspelt one, where one is like it.
    #[must_use]
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let near = self.known.iter().map(|known| (strsim::jaro_winkler(known, id), &**known));
        let best = near.max_by(|a, b| a.0.total_cmp(&b.0))?;
        (best.0 > 0.8).then_some(best.1)
    }

    /// Adds the rule of a user's file, whose text is among `sources`.
    fn add(&mut self, sources: &Sources, id: SourceId, stem: &str, file: RuleFile) -> Result<(), Failure> {
        let place = Place { sources, id };
        if file.id != stem {
            let message = format!("the file is named {stem}, the rule {}", file.id);
            return Err(place.failure(&["id"], 0, message, "give both the same name".into()));
        }
        if file.outcome.last().is_none_or(|last| last.condition.is_some()) {
            let message = "the last outcome must be without `if`".to_owned();
            return Err(place.failure(&["outcome"], 0, message, "add one that always applies".into()));
        }
        let sources = self.cited(&file).map_err(|missing| {
            let at = file.facts.iter().position(|id| *id == missing).unwrap_or_default();
            let message = format!("there is no fact {missing}");
            let help = "add it to facts.yaml beside the rule".to_owned();
            place.failure(&["facts", &at.to_string()], 0, message, help)
        })?;
        self.rules.push(Rule::new(Cow::Owned(file), sources));
        Ok(())
    }

    /// The facts that a rule cites.
    ///
    /// # Errors
    /// The first id that there is no fact of.
    fn cited(&self, file: &RuleFile) -> Result<Arc<[Citation]>, Text> {
        let fact = |id: &Text| self.facts.get(id).map(Fact::citation).ok_or_else(|| id.clone());
        file.facts.iter().map(fact).collect()
    }

    /// Compiles everything in the newest rule, so that a mistake is told where it stands and not
    /// when a group first meets it.
    fn check_newest(&mut self, place: &Place<'_>) -> Result<(), Failure> {
        let checked = match self.rules.last() {
            Some(rule) => check_all(rule, &self.env, place),
            None => Ok(()),
        };
        if checked.is_err() {
            self.rules.pop();
        }
        checked
    }
}

/// Compiles and checks every condition, message and label of a rule.
fn check_all(rule: &Rule, env: &Env, place: &Place<'_>) -> Result<(), Failure> {
    let names = &rule.names();
    rule.when.check(env, names).map_err(|fault| place.fault(&["when"], fault))?;
    rule.require.check(env, names).map_err(|fault| place.fault(&["require"], fault))?;
    for (at, outcome) in rule.outcomes.iter().enumerate() {
        let at = at.to_string();
        if let Some(condition) = &outcome.condition {
            condition.check(env, names).map_err(|fault| place.fault(&["outcome", &at, "if"], fault))?;
        }
        outcome
            .message
            .check(env, names)
            .map_err(|fault| place.fault(&["outcome", &at, "message"], fault))?;
    }
    for (at, label) in rule.labels.iter().enumerate() {
        let at = at.to_string();
        let names = &label.names(names).map_err(|fault| place.fault(&["labels", &at, "at"], fault))?;
        if let Some(condition) = &label.condition {
            condition.check(env, names).map_err(|fault| place.fault(&["labels", &at, "if"], fault))?;
        }
        label.text.check(env, names).map_err(|fault| place.fault(&["labels", &at, "text"], fault))?;
    }
    Ok(())
}

fn internal(message: &str) -> Failure {
    Failure {
        kind: FailureKind::Rule,
        file: "built-in rules".into(),
        at: None,
        message: message.to_owned(),
        help: "this is a fault of multiaz: please report it".into(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[test]
    fn every_part_of_every_built_in_rule_comes_with_the_program() {
        for rule in &built_in(&|_| true).unwrap().rules {
            let conditions = [&rule.when, &rule.require].into_iter();
            let conditions = conditions.chain(rule.outcomes.iter().filter_map(|o| o.condition.as_ref()));
            for condition in conditions.chain(rule.labels.iter().filter_map(|l| l.condition.as_ref())) {
                condition.get().unwrap_or_else(|fault| panic!("{}: {fault:?}", rule.file.id));
            }
            let messages = rule.outcomes.iter().map(|outcome| &outcome.message);
            for message in messages.chain(rule.labels.iter().map(|label| &label.text)) {
                message.get().unwrap_or_else(|fault| panic!("{}: {fault:?}", rule.file.id));
            }
        }
    }
}
