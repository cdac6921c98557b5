//! Which reader a text is for: decided by its content, once, for every kind of input.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::model::{Group, Setting, Skipped};
use crate::source::{
    Failure, FailureKind, Folders, Input, JsonDocument, Node, NotJson, ParseError, Scanner, SourceId,
    Sources, Span, fault, is_configuration, parse_json, parse_yaml,
};

use super::terraform::Survey;
use super::{Loaded, cloudformation, describe, terraform};

/// What the user says besides the files.
#[derive(Debug, Default)]
pub struct Options {
    /// Values for template parameters.
    pub parameters: cloudformation::Parameters,
    /// Groups, by name or id, that a replica outside ElastiCache follows.
    pub external_replicas: Vec<String>,
    /// Folders of Terraform configuration.
    pub folders: Folders,
    /// Values for the variables of root modules.
    pub variables: terraform::Variables,
}

/// Everything the inputs of a run hold.
#[derive(Debug, Default)]
pub struct Everything {
    /// Groups, what is not judged, and what could not be read.
    pub loaded: Loaded,
    /// Files that hold ElastiCache resources in a form that is not read: one entry per folder.
    pub unread: Vec<Skipped>,
    /// What to know of the run besides: sentences for people.
    pub notes: Vec<String>,
    /// The plans and states, for whoever looks for their code.
    pub plans: Vec<terraform::Outline>,
    /// What each text was read as, in order.
    pub read: Vec<(SourceId, ReadAs)>,
    /// The folders of root modules, as people see them.
    pub roots: Vec<String>,
}

/// What a text was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadAs {
    /// A Terraform plan or state, as JSON.
    Plan,
    /// A file of Terraform configuration.
    Configuration,
    /// Values for variables of Terraform configuration.
    Variables,
    /// A CloudFormation template.
    Template,
    /// An answer of the AWS CLI.
    Answer,
    /// A saved audit.
    Snapshot,
    /// None of these, though it names something of ElastiCache.
    Nothing,
}

/// File name endings whose owners say that the text is in another language: a template quoted
/// there is not a template. Anything else is judged by its content alone.
const OTHER_LANGUAGES: &[&str] = &[
    "adoc", "bash", "bat", "c", "cjs", "cpp", "cs", "css", "csv", "erb", "go", "guard", "h", "hcl", "html",
    "ini", "ipynb", "j2", "java", "jinja", "jinja2", "js", "jsx", "kt", "lock", "md", "mdx", "mjs",
    "mustache", "php", "ps1", "py", "rb", "rego", "rs", "rst", "scala", "sh", "snap", "sql", "svg", "swift",
    "tfvars", "toml", "tpl", "ts", "tsv", "tsx", "xml",
];

/// Reads every input.
pub fn load(sources: &mut Sources, inputs: Vec<Input>, options: &Options) -> Everything {
    let mut run = Run {
        sources,
        options,
        everything: Everything::default(),
        answers: Vec::new(),
        audits: describe::Audits::default(),
        declared: BTreeSet::new(),
    };
    for input in inputs {
        run.input(input);
    }
    run.configuration();
    run.finish()
}

struct Run<'a> {
    sources: &'a mut Sources,
    options: &'a Options,
    everything: Everything,
    /// Describe answers wait for each other: they are joined at the end.
    answers: Vec<describe::Document>,
    /// How snapshots were made.
    audits: describe::Audits,
    /// Given parameters that some template declares.
    declared: BTreeSet<String>,
}

impl Run<'_> {
    fn input(&mut self, input: Input) {
        let name = Name::of(&input.name);
        let id = self.sources.add(&input.name, input.text);
        let text = self.sources.text(id);
        let start = text.trim_start();
        let looks_like_json = start.starts_with('[') || (start.starts_with('{') && !start.starts_with("{{"));
        let before = self.told();
        let read = if looks_like_json { self.json(id, &text, &name) } else { self.yaml(id, &text, &name) };
        // Content decides; a name of another language only excuses what is no template.
        let excused = OTHER_LANGUAGES.contains(&name.ending.as_str());
        match read {
            Ok(()) => {}
            Err(_) if excused => {}
            Err(_) if !looks_like_json && is_for_an_engine(&text) => {
                let reason =
                    "text for a template engine ({{ … }}), which is not run: check what it makes of it";
                self.unread(id, &name, reason);
            }
            Err(error) => self.everything.loaded.failures.push(Failure::syntax(&input.name, error)),
        }
        if self.told() == before {
            self.note(id, ReadAs::Nothing);
        }
    }

    /// How much there is to tell of the texts so far.
    fn told(&self) -> usize {
        let everything = &self.everything;
        everything.read.len() + everything.unread.len() + everything.loaded.failures.len()
    }

    fn note(&mut self, id: SourceId, what: ReadAs) {
        if self.everything.read.last() != Some(&(id, what)) {
            self.everything.read.push((id, what));
        }
    }

    fn json(&mut self, id: SourceId, text: &Arc<String>, name: &Name) -> Result<(), ParseError> {
        let mut scanner = Scanner::new(text);
        let mut first = true;
        while scanner.peek().is_some() {
            let start = scanner.at();
            match Survey::of(&mut scanner) {
                Ok(survey) => self.document(id, text, survey, name)?,
                // JSON is YAML, and a file that is named YAML may be more than JSON.
                Err(NotJson) if first && name.is_yaml() => return self.yaml(id, text, name),
                Err(NotJson) => return Err(fault(id, text, start)),
            }
            first = false;
        }
        Ok(())
    }

    fn document(
        &mut self,
        id: SourceId,
        text: &Arc<String>,
        survey: Survey<'_>,
        name: &Name,
    ) -> Result<(), ParseError> {
        let (slice, keys) = (survey.slice, survey.keys);
        if slice.starts_with('[') {
            let list = JsonDocument::read(id, text, slice)?;
            for item in list.root().items().filter(|item| describe::is_answer(*item)) {
                self.answer(id, list.part(item), name);
            }
        } else if survey.is_terraform() {
            self.note(id, ReadAs::Plan);
            let (loaded, outline) = terraform::load(self.sources, id, text, survey);
            self.everything.loaded.extend(loaded);
            self.everything.plans.extend(outline);
        } else if keys.resources {
            self.template(id, &parse_json(id, text, slice)?);
        } else if keys.resource && slice.contains("aws_elasticache_") {
            self.unread(id, name, "Terraform configuration, which is read from files named .tf or .tf.json");
        } else if keys.lineage && slice.contains("aws_elasticache_") {
            self.unread(id, name, "a raw Terraform state: terraform show -json | multiaz check -");
        } else {
            let document = JsonDocument::read(id, text, slice)?;
            if describe::is_snapshot(document.root()) {
                self.snapshot(id, &document);
            } else if describe::is_answer(document.root()) {
                self.answer(id, document, name);
            }
        }
        Ok(())
    }

    fn yaml(&mut self, id: SourceId, text: &str, name: &Name) -> Result<(), ParseError> {
        let plan =
            ["Terraform will perform the following actions", "OpenTofu will perform the following actions"];
        if text.contains("aws_elasticache_") && plan.iter().any(|words| text.contains(words)) {
            self.unread(id, name, "a plan as people read it: terraform show -json PLAN | multiaz check -");
            return Ok(());
        }
        // Only a template can be YAML: Terraform and the AWS CLI write JSON here.
        if !text.contains("AWS::ElastiCache::") {
            return Ok(());
        }
        for root in parse_yaml(id, text)? {
            self.template(id, &root);
        }
        Ok(())
    }

    fn template(&mut self, id: SourceId, root: &Node) {
        if cloudformation::is_template(root) {
            self.note(id, ReadAs::Template);
            let parameters = &self.options.parameters;
            self.declared.extend(
                parameters.keys().filter(|key| cloudformation::declares(root, key)).map(str::to_owned),
            );
            let loaded = cloudformation::load(self.sources, id, root, &self.options.parameters);
            self.everything.loaded.extend(loaded);
        }
    }

    fn answer(&mut self, source: SourceId, answer: JsonDocument, name: &Name) {
        self.note(source, ReadAs::Answer);
        let (folder, stem) = (name.folder.clone(), name.stem.clone());
        self.answers.push(describe::Document { source, answer, folder, stem, scope: None });
    }

    fn snapshot(&mut self, source: SourceId, document: &JsonDocument) {
        self.note(source, ReadAs::Snapshot);
        let snapshot = describe::open(self.sources, source, document);
        self.answers.extend(snapshot.documents);
        self.audits.extend(snapshot.audits);
        self.everything.loaded.failures.extend(snapshot.failures);
        self.everything.unread.extend(snapshot.unread);
        snapshot.secrets.into_iter().for_each(|at| self.sources.mark_secret(at));
    }

    /// A text that holds ElastiCache resources in a form that has a better one.
    fn unread(&mut self, id: SourceId, name: &Name, reason: &str) {
        let at = Span { source: id, start: 0, end: 0 };
        let (resource, reason) = (name.file(), reason.to_owned());
        self.everything.unread.push(Skipped { at, resource, reason });
    }

    /// Root modules, which are read folder by folder.
    fn configuration(&mut self) {
        let given = &self.options.variables;
        let known = self.sources.len();
        let configured = terraform::load_folders(self.sources, &self.options.folders, given);
        let read = self.sources.all().skip(known).map(|(id, source)| {
            let file = source.name.rsplit('/').next().unwrap_or_default();
            (id, if is_configuration(file) { ReadAs::Configuration } else { ReadAs::Variables })
        });
        self.everything.read.extend(read);
        self.everything.roots = configured.roots;
        self.everything.loaded.extend(configured.loaded);
        self.everything.unread.extend(configured.unread);
        self.everything.notes.extend(configured.by_themselves.iter().map(|folder| {
            format!("{folder} is judged with the defaults of its variables: nothing in this run calls it")
        }));
        let names = given.arguments.iter().map(|(name, _)| name);
        let unknown: BTreeSet<&String> = names.filter(|name| !configured.variables.contains(*name)).collect();
        self.everything.loaded.failures.extend(unknown.into_iter().map(|name| Failure {
            kind: FailureKind::Shape,
            file: "--var".into(),
            at: None,
            message: format!("no root module in this run declares the variable {name}"),
            help: "check its spelling, or leave it out".into(),
        }));
    }

    fn finish(mut self) -> Everything {
        if !self.answers.is_empty() || !self.audits.places.is_empty() {
            let loaded = describe::load(self.sources, &self.answers, &self.audits);
            self.everything.loaded.extend(loaded);
        }
        for group in &mut self.everything.loaded.groups {
            say_external_replica(group, &self.options.external_replicas);
        }
        self.everything.loaded.failures.extend(self.unmatched_external_replicas());
        self.everything.loaded.failures.extend(self.undeclared_parameters());
        self.everything
    }

    /// A misspelt parameter would leave the right one without its value, in silence.
    fn undeclared_parameters(&self) -> Vec<Failure> {
        let given = self.options.parameters.keys();
        given
            .filter(|key| !self.declared.contains(*key))
            .map(|key| Failure {
                kind: FailureKind::Shape,
                file: "--parameters".into(),
                at: None,
                message: format!("no template in this run declares the parameter {key}"),
                help: "check its spelling, or leave it out".into(),
            })
            .collect()
    }

    /// A name given for a group that is not there is a mistake worth a word.
    fn unmatched_external_replicas(&self) -> Vec<Failure> {
        let groups = &self.everything.loaded.groups;
        let unmatched =
            self.options.external_replicas.iter().filter(|name| !groups.iter().any(|g| is_named(g, name)));
        unmatched
            .map(|name| Failure {
                kind: FailureKind::Shape,
                file: "--external-replica".into(),
                at: None,
                message: format!("no group is named {name}"),
                help: "give a group's Terraform address, logical id or replication group id".into(),
            })
            .collect()
    }
}

/// Whether a text that is no YAML is the source of some: a Helm chart that carries a template, or a policy about
/// ElastiCache. One with resources of its own is a template that is broken, and `{{resolve:…}}` is CloudFormation's.
fn is_for_an_engine(text: &str) -> bool {
    let is_resources = |line: &str| line.trim_start_matches(['"', '\'']).starts_with("Resources");
    let has_marks = text.split("{{").skip(1).any(|rest| !rest.starts_with("resolve:"));
    has_marks && !text.lines().any(is_resources)
}

fn is_named(group: &Group, name: &str) -> bool {
    group.name == name || group.target.id.as_deref().is_some_and(|id| id.eq_ignore_ascii_case(name))
}

fn say_external_replica(group: &mut Group, said: &[String]) {
    if said.iter().any(|name| is_named(group, name)) {
        group.external_replica = Setting::known(
            "external replica",
            true,
            crate::model::Origin::Written { via: Some("--external-replica".into()) },
            group.at,
        );
    }
}

/// A file's name, taken apart where its owner gives the parts a meaning.
struct Name {
    folder: String,
    stem: String,
    /// The last ending, in lower case.
    ending: String,
}

impl Name {
    fn of(name: &str) -> Name {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
        Name { folder: folder.to_owned(), stem: stem.to_owned(), ending: ending.to_ascii_lowercase() }
    }

    /// The file's own name.
    fn file(&self) -> String {
        if self.ending.is_empty() { self.stem.clone() } else { format!("{}.{}", self.stem, self.ending) }
    }

    fn is_yaml(&self) -> bool {
        self.ending == "yaml" || self.ending == "yml"
    }
}
