//! What `--verbose` tells on standard error: what was read as what, what was passed over, how long it took.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::finding::RulePage;
use crate::load::{Everything, ReadAs};
use crate::report::one_line;
use crate::source::{Folders, LeftOut, Sources, shown};

use super::{Streams, Volume};

/// Lines that wait to be told, and when each phase ended.
#[derive(Debug)]
pub(super) struct Log {
    wanted: bool,
    lines: String,
    times: Vec<(&'static str, Duration)>,
    since: Instant,
}

impl Log {
    /// The log of a run that begins now.
    pub(super) fn new(volume: Volume) -> Log {
        let wanted = volume == Volume::Verbose;
        Log { wanted, lines: String::new(), times: Vec::new(), since: Instant::now() }
    }

    /// Whether anybody wants to know.
    pub(super) fn is_wanted(&self) -> bool {
        self.wanted
    }

    /// Adds a line.
    pub(super) fn line(&mut self, text: &str) {
        if self.wanted {
            // A name may hold a line break: it forges no line of ours.
            let text = one_line(text);
            let _ = writeln!(self.lines, "verbose: {text}");
        }
    }

    /// A phase has ended.
    pub(super) fn phase(&mut self, name: &'static str) {
        self.times.push((name, self.since.elapsed()));
        self.since = Instant::now();
    }

    /// What was looked at and what became of it, in the order of names.
    pub(super) fn texts(&mut self, texts: &Texts<'_>) {
        if !self.wanted {
            return;
        }
        let everything = texts.everything;
        let mut lines = BTreeSet::new();
        for (id, what) in &everything.read {
            let name = &texts.sources.get(*id).name;
            lines.insert((name.clone(), is_read(*what), words(*what).to_owned()));
        }
        let why = "nothing of ElastiCache in it";
        // A file of variables names no resource, and is read with its root module.
        let known: BTreeSet<String> = lines.iter().map(|(name, ..)| name.clone()).collect();
        let passed_over =
            texts.passed_over.iter().map(|path| shown(path)).filter(|name| !known.contains(name));
        lines.extend(passed_over.map(|name| {
            // Values that Terraform does not read by itself may be what a verdict waits for.
            let is_values = [".tfvars", ".tfvars.json"].iter().any(|end| name.ends_with(end));
            let why = if is_values { "values that no --var-file names" } else { why };
            (name, false, why.to_owned())
        }));
        lines.extend(idle(texts).map(|folder| (folder, false, format!("{why}, as Terraform configuration"))));
        lines.extend(texts.left_out.iter().map(|one| (one.name.clone(), false, one.why.to_owned())));
        for (name, read, words) in lines {
            self.line(&if read {
                format!("read {name} as {words}")
            } else {
                format!("passed over {name}: {words}")
            });
        }
        for root in &everything.roots {
            self.line(&format!("evaluated root module {root}"));
        }
    }

    /// Which rules were asked of how many groups.
    pub(super) fn rules(&mut self, rules: &[RulePage], groups: usize) {
        let names: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
        let groups = if groups == 1 { "1 group".to_owned() } else { format!("{groups} groups") };
        match names.len() {
            0 => self.line(&format!("asked no rule of {groups}")),
            count => self.line(&format!("asked {count} rules of {groups}: {}", names.join(", "))),
        }
    }

    /// The texts after the first `known` ones: the code of plans.
    pub(super) fn code(&mut self, sources: &Sources, known: usize) {
        let names: BTreeSet<&str> =
            sources.all().skip(known).map(|(_, source)| source.name.as_str()).collect();
        for name in names {
            self.line(&format!("read {name} as the code of a plan"));
        }
    }

    /// How long each phase took.
    pub(super) fn times(&mut self) {
        let times = std::mem::take(&mut self.times);
        let told: Vec<String> = times
            .iter()
            .map(|(name, took)| format!("{name} in {:.1} ms", took.as_secs_f64() * 1000.0))
            .collect();
        self.line(&told.join(", "));
    }

    /// Hands over the lines.
    pub(super) fn tell(&mut self, streams: &mut Streams<'_>) {
        let _ = streams.stderr.write_all(std::mem::take(&mut self.lines).as_bytes());
    }
}

/// What there is to tell of the texts of a run.
pub(super) struct Texts<'a> {
    pub(super) sources: &'a Sources,
    pub(super) everything: &'a Everything,
    pub(super) passed_over: &'a [std::path::PathBuf],
    pub(super) folders: &'a Folders,
    pub(super) left_out: &'a [LeftOut],
}

/// Folders of Terraform configuration that nothing was read from.
fn idle<'a>(texts: &'a Texts<'_>) -> impl Iterator<Item = String> + 'a {
    let folder = |name: &str| name.rsplit_once('/').map_or(".".to_owned(), |(folder, _)| folder.to_owned());
    let read: BTreeSet<String> = texts.sources.all().map(|(_, source)| folder(&source.name)).collect();
    let found = texts.folders.found().map(|folder| Folders::shown(&folder.path));
    found.filter(move |folder| !read.contains(folder))
}

fn is_read(what: ReadAs) -> bool {
    what != ReadAs::Nothing
}

fn words(what: ReadAs) -> &'static str {
    match what {
        ReadAs::Plan => "a Terraform plan or state",
        ReadAs::Configuration => "Terraform configuration",
        ReadAs::Variables => "values of Terraform variables",
        ReadAs::Template => "a CloudFormation template",
        ReadAs::Answer => "an answer of the AWS CLI",
        ReadAs::Snapshot => "a saved audit",
        ReadAs::Nothing => "it names something of ElastiCache, and is no input",
    }
}
