//! Reading what a command is given: the values of its options, then its files.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::cli::InputArgs;
use crate::load::terraform::{Outline, Variables};
use crate::load::{self, Everything, Options, ReadAs};
use crate::model::{Group, SeenTests, Skipped};
use crate::report::shell_path;
use crate::source::{
    Failure, FailureKind, Folders, LeftOut, LinkOut, Sources, Span, gather, is_loaded, left_out, read_values,
};

use super::log::{Log, Texts};
use super::{Streams, Volume};

/// What the files of a command hold.
pub(super) struct Inputs {
    /// The texts that spans point into.
    pub(super) sources: Sources,
    /// The groups, in the order they were read.
    pub(super) groups: Vec<Group>,
    /// What was seen and not judged, with what was not read.
    pub(super) skipped: Vec<Skipped>,
    /// How many of those may hold groups.
    pub(super) unread: usize,
    /// What could not be read.
    pub(super) failures: Vec<Failure>,
    /// The failover tests that events tell of.
    pub(super) tests: Vec<SeenTests>,
    /// What the user should know of how things were read.
    pub(super) notes: Vec<String>,
    /// The files that were read as something or were named: no report may take their place.
    pub(super) files: Vec<PathBuf>,
    /// How many files were looked at.
    pub(super) looked_at: usize,
    /// The plans and states, for whoever looks for their code.
    pub(super) plans: Vec<Outline>,
    /// What may be read.
    pub(super) folders: Folders,
    /// What was done, for those who want to know.
    pub(super) log: Log,
}

impl Inputs {
    /// What was seen and not judged although it may hold groups.
    pub(super) fn unread(&self) -> &[Skipped] {
        self.skipped.get(self.skipped.len().saturating_sub(self.unread)..).unwrap_or_default()
    }

    /// Whether nothing was found that concerns us, and nothing went wrong either.
    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty() && self.skipped.is_empty() && self.failures.is_empty()
    }
}

/// What the options say.
///
/// # Errors
/// A sentence for the user, where an option can't be read.
pub(super) fn options(arguments: &InputArgs) -> Result<Options, String> {
    let mut options = Options { external_replicas: arguments.external_replica.clone(), ..Options::default() };
    for (at, argument) in arguments.parameters.iter().enumerate() {
        // The argument may hold a secret: it is not repeated.
        add_parameter(&mut options, argument)
            .map_err(|message| format!("--parameters, the {}. given: {message}", at + 1))?;
    }
    options.variables = variables(arguments)?;
    Ok(options)
}

/// Reads the files.
pub(super) fn read(
    arguments: &InputArgs,
    mut options: Options,
    stdin: &mut dyn Read,
    volume: Volume,
) -> Inputs {
    let mut log = Log::new(volume);
    let mut sources = Sources::default();
    let gathered = gather(&arguments.paths, arguments.no_gitignore, stdin);
    options.folders = gathered.folders;
    log.phase("files found");
    let everything = load::load(&mut sources, gathered.inputs, &options);
    log.phase("files read");
    log.texts(&Texts {
        sources: &sources,
        everything: &everything,
        passed_over: &gathered.passed_over,
        folders: &options.folders,
        left_out: &not_walked(arguments, &log),
    });
    let mut files = named_files(arguments);
    files.extend(files_read(&sources, &everything));
    let Everything { mut loaded, mut unread, mut notes, plans, .. } = everything;
    notes.extend(idle_values(arguments));
    let mut failures = gathered.failures;
    if !arguments.parameters.is_empty() {
        failures.iter_mut().for_each(explain_parameter);
    }
    failures.append(&mut loaded.failures);
    unread.extend(links_out(&mut sources, gathered.links_out, &failures));
    Inputs {
        sources,
        groups: loaded.groups,
        unread: unread.len(),
        skipped: loaded.skipped.into_iter().chain(unread).collect(),
        failures,
        tests: loaded.tests,
        notes,
        files,
        looked_at: gathered.looked_at,
        plans,
        folders: options.folders,
        log,
    }
}

/// Links out of the named paths as what is not judged, but for those that a failure tells already: such a link
/// stands in a folder that is judged.
fn links_out(sources: &mut Sources, links: Vec<LinkOut>, failures: &[Failure]) -> Vec<Skipped> {
    let told: BTreeSet<&str> = failures.iter().map(|failure| failure.file.as_str()).collect();
    let links = links.into_iter().filter(|link| !told.contains(link.name.as_str()));
    let skipped = |LinkOut { name, why }| {
        let resource = name.rsplit('/').next().unwrap_or_default().to_owned();
        // There is a place in nothing that was read: a text without a character stands for it.
        let source = sources.add(name, "");
        Skipped { at: Span { source, start: 0, end: 0 }, resource, reason: why }
    };
    links.map(skipped).collect()
}

/// The files that the arguments themselves name, folders aside.
fn named_files(arguments: &InputArgs) -> Vec<PathBuf> {
    let given =
        arguments.parameters.iter().filter_map(|argument| parameter_file(argument)).map(PathBuf::from);
    arguments.paths.iter().chain(&arguments.var_file).cloned().chain(given).collect()
}

/// The files that came out of folders and were read as something. What is nothing, such as the report of a run before,
/// may be replaced.
fn files_read<'a>(sources: &'a Sources, everything: &'a Everything) -> impl Iterator<Item = PathBuf> + 'a {
    let known = everything.read.iter().filter(|(_, what)| *what != ReadAs::Nothing).map(|(id, _)| *id);
    let broken = everything.loaded.failures.iter().filter_map(|failure| Some(failure.at?.source));
    known.chain(broken).map(|id| PathBuf::from(&sources.get(id).name))
}

/// Files of values that are named as paths: Terraform would not read them, and they decide what is judged.
fn idle_values(arguments: &InputArgs) -> impl Iterator<Item = String> {
    let is_values = |name: &str| name.ends_with(".tfvars") || name.ends_with(".tfvars.json");
    let idle = move |path: &&PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        is_values(&name) && !is_loaded(&name) && path.is_file() && !arguments.var_file.contains(path)
    };
    arguments.paths.iter().filter(idle).map(|path| {
        let word = shell_path(path).unwrap_or_else(|| "FILE".to_owned());
        format!("{} holds values and no resource: give it as --var-file {word}", path.display())
    })
}

/// What the walk of the named folders left out, where somebody wants to know.
fn not_walked(arguments: &InputArgs, log: &Log) -> Vec<LeftOut> {
    let folders = arguments.paths.iter().filter(|path| log.is_wanted() && path.is_dir());
    folders.flat_map(|folder| left_out(folder, arguments.no_gitignore)).collect()
}

/// Tells that no group was found; a quiet run tells it of standard input alone, where a command before the pipe
/// may have failed.
pub(super) fn tell_nothing_found(
    streams: &mut Streams<'_>,
    volume: Volume,
    arguments: &InputArgs,
    looked_at: usize,
) {
    let piped = arguments.paths.iter().any(|path| path.as_os_str() == "-");
    if volume != Volume::Quiet || piped {
        let _ = writeln!(streams.stderr, "{}", nothing_found(arguments, looked_at));
    }
}

/// What to tell where no group was found.
pub(super) fn nothing_found(arguments: &InputArgs, looked_at: usize) -> String {
    let paths = &arguments.paths;
    let files = if looked_at == 1 { "1 file".to_owned() } else { format!("{looked_at} files") };
    let hint = if paths.iter().any(|path| path.is_dir()) {
        "; files that .gitignore leaves out (plans, cdk.out, cdktf.out) must be named or asked for with --no-gitignore"
    } else if paths.iter().any(|path| path.as_os_str() == "-") {
        "; if standard input should hold one, see whether the command before the pipe failed"
    } else {
        ""
    };
    format!("no replication group found in {files}{hint}")
}

/// Values for Terraform's variables: the environment's, those of files, and those of options.
fn variables(arguments: &InputArgs) -> Result<Variables, String> {
    let environment = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.to_str()?.strip_prefix("TF_VAR_")?.to_owned();
        Some((name, value.to_str()?.to_owned()))
    });
    let mut variables = Variables {
        environment: environment.collect(),
        files: arguments.var_file.clone(),
        workspace: std::env::var("TF_WORKSPACE").ok(),
        ..Variables::default()
    };
    for (at, argument) in arguments.var.iter().enumerate() {
        // The argument may hold a secret: it is not repeated.
        let (name, text) = argument
            .split_once('=')
            .ok_or_else(|| format!("--var, the {}. given: give name=value", at + 1))?;
        variables.arguments.push((name.trim().to_owned(), text.to_owned()));
    }
    Ok(variables)
}

/// `Key=Value`, or a JSON file, with or without the AWS CLI's `file://`.
fn add_parameter(options: &mut Options, argument: &str) -> Result<(), String> {
    let Some(file) = parameter_file(argument) else {
        return options.parameters.add_argument(argument);
    };
    let text =
        read_values(Path::new(file)).map_err(|error| format!("give Key=Value or a JSON file ({error})"))?;
    options.parameters.add_json(&text)
}

/// The file that an argument of `--parameters` names; none where it is a value itself.
fn parameter_file(argument: &str) -> Option<&str> {
    argument.strip_prefix("file://").or((!argument.contains('=')).then_some(argument))
}

/// The AWS CLI takes several values after `--parameters`: here the second is a path that is not there.
fn explain_parameter(failure: &mut Failure) {
    if failure.kind == FailureKind::Unreadable && failure.file.contains('=') {
        failure.help = "--parameters takes one Key=Value: repeat it for every value".into();
    }
}

/// The paths as a command names them; none where a name can't be written for every shell, or where values of options
/// would have to be repeated, since those may be secret.
pub(super) fn words(inputs: &InputArgs) -> Option<String> {
    let plain = inputs.parameters.is_empty()
        && inputs.var.is_empty()
        && inputs.var_file.is_empty()
        && inputs.external_replica.is_empty()
        && !inputs.no_gitignore;
    let paths: Option<Vec<String>> = inputs.paths.iter().map(|path| shell_path(path)).collect();
    paths.filter(|_| plain).map(|paths| paths.join(" "))
}
