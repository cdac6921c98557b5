//! `multiaz check`: read, judge, report.

use std::collections::BTreeSet;

use crate::cli::{CheckArgs, FailOn, Show};
use crate::finding::{Finding, Severity};
use crate::load::terraform::Variables;
use crate::load::{self, Everything, Options};
use crate::model::Skipped;
use crate::policy::{NOT_CHECKED, Policy};
use crate::report::{self, Details, Report};
use crate::rules::{self, Catalog};
use crate::source::{Failure, FailureKind, Sources, gather};

use super::Streams;
use super::catalog::{catalog, unknown_rule};
use super::output::{Format, Output, outputs, write_file, write_out};

/// Lints files and folders; returns the exit code.
pub fn check(arguments: &CheckArgs, streams: &mut Streams<'_>, color: bool) -> u8 {
    match prepared(arguments) {
        Ok((outputs, options)) => Run { arguments, color }.run(streams, &outputs, options),
        Err(message) => {
            let _ = writeln!(streams.stderr, "error: {message}");
            NOT_CHECKED
        }
    }
}

/// What can be wrong with the arguments themselves.
fn prepared(arguments: &CheckArgs) -> Result<(Vec<Output>, Options), String> {
    let outputs = outputs(&arguments.format)?;
    let mut options = Options { external_replicas: arguments.external_replica.clone(), ..Options::default() };
    for (at, argument) in arguments.parameters.iter().enumerate() {
        // The argument may hold a secret: it is not repeated.
        add_parameter(&mut options, argument)
            .map_err(|message| format!("--parameters, the {}. given: {message}", at + 1))?;
    }
    options.variables = variables(arguments)?;
    Ok((outputs, options))
}

/// Values for Terraform's variables: the environment's, those of files, and those of options.
fn variables(arguments: &CheckArgs) -> Result<Variables, String> {
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
    let file = argument.strip_prefix("file://");
    if file.is_none() && argument.contains('=') {
        return options.parameters.add_argument(argument);
    }
    let text = std::fs::read_to_string(file.unwrap_or(argument))
        .map_err(|error| format!("give Key=Value or a JSON file ({error})"))?;
    options.parameters.add_json(&text)
}

/// The AWS CLI takes several values after `--parameters`: here the second is a path that is not there.
fn explain_parameter(failure: &mut Failure) {
    if failure.kind == FailureKind::Unreadable && failure.file.contains('=') {
        failure.help = "--parameters takes one Key=Value: repeat it for every value".into();
    }
}

struct Run<'a> {
    arguments: &'a CheckArgs,
    color: bool,
}

impl Run<'_> {
    fn run(&self, streams: &mut Streams<'_>, outputs: &[Output], mut options: Options) -> u8 {
        let arguments = self.arguments;
        let mut sources = Sources::default();
        let gathered = gather(&arguments.paths, arguments.no_gitignore, streams.stdin);
        options.folders = gathered.folders;
        let Everything { mut loaded, unread, notes } = load::load(&mut sources, gathered.inputs, &options);
        let mut failures = gathered.failures;
        if !arguments.parameters.is_empty() {
            failures.iter_mut().for_each(explain_parameter);
        }
        failures.append(&mut loaded.failures);
        let findings = self.judge(&mut sources, &loaded.groups, &mut failures);
        let from: BTreeSet<_> = loaded.groups.iter().map(|group| group.body.source).collect();
        let skipped: Vec<Skipped> = loaded.skipped.into_iter().chain(unread.iter().cloned()).collect();
        let report = Report {
            sources: &sources,
            findings: &findings,
            skipped: &skipped,
            failures: &failures,
            unread: unread.len(),
            groups: loaded.groups.len(),
            files: from.len(),
        };
        let written = self.write(streams, outputs, &report);
        for note in notes {
            let _ = writeln!(streams.stderr, "note: {note}");
        }
        if loaded.groups.is_empty() && skipped.is_empty() && failures.is_empty() {
            self.nothing_found(streams, gathered.looked_at);
        }
        let policy = Policy { fail_on: threshold(arguments.fail_on), strict: arguments.strict };
        policy.exit_code(&findings, !unread.is_empty(), !failures.is_empty() || !written)
    }

    /// Asks the rules, sorted; without a group they are not even compiled, unless the user
    /// brought rules or named some: then a mistake in them is told all the same.
    fn judge(
        &self,
        sources: &mut Sources,
        groups: &[crate::model::Group],
        failures: &mut Vec<Failure>,
    ) -> Vec<Finding> {
        let arguments = self.arguments;
        let named =
            !arguments.rules.is_empty() || !arguments.select.is_empty() || !arguments.ignore.is_empty();
        if groups.is_empty() && !named {
            return Vec::new();
        }
        let Some(catalog) = self.catalog(sources, failures) else { return Vec::new() };
        let judged = rules::judge(&catalog, groups);
        failures.extend(judged.faults.into_iter().map(|(rule, group, reason)| Failure {
            kind: FailureKind::Rule,
            file: rule,
            at: None,
            message: format!("it can't be evaluated for {group}: {reason}"),
            help: "mend the rule's condition, or leave it out with --ignore".into(),
        }));
        let mut findings = judged.findings;
        findings.sort_by_cached_key(|finding| {
            let place = finding.place();
            (sources.get(place.source).name.clone(), place.start, place.end, finding.rule.clone())
        });
        findings
    }

    fn catalog(&self, sources: &mut Sources, failures: &mut Vec<Failure>) -> Option<Catalog> {
        let arguments = self.arguments;
        let wanted = |id: &str| {
            let selected = arguments.select.is_empty() || arguments.select.iter().any(|name| name == id);
            selected && !arguments.ignore.iter().any(|name| name == id)
        };
        match catalog(sources, &arguments.rules, &wanted) {
            Ok((catalog, told)) => {
                failures.extend(told);
                // A misspelt --select or --ignore would be silent otherwise.
                let named = arguments.select.iter().chain(&arguments.ignore);
                failures.extend(
                    named.filter(|name| !catalog.knows(name)).map(|name| unknown_rule(&catalog, name)),
                );
                Some(catalog)
            }
            Err(failure) => {
                failures.push(failure);
                None
            }
        }
    }

    /// Writes every output; false where a file could not be written.
    fn write(&self, streams: &mut Streams<'_>, outputs: &[Output], report: &Report<'_>) -> bool {
        let mut written = true;
        for output in outputs {
            let color = self.color && output.file.is_none();
            let text = match output.format {
                Format::Text => report::text(report, self.details(color)),
                Format::Json => report::json(report),
            };
            let result = match &output.file {
                Some(file) => write_file(file, &text).map_err(|error| (file.display().to_string(), error)),
                None => write_out(streams.stdout, &text).map_err(|error| ("standard output".into(), error)),
            };
            if let Err((file, error)) = result {
                let _ = writeln!(streams.stderr, "error: {file} can't be written: {error}");
                written = false;
            }
        }
        written
    }

    fn details(&self, color: bool) -> Details {
        let shows = |what: Show| self.arguments.show.iter().any(|show| *show == what || *show == Show::All);
        Details {
            advice: shows(Show::Advice),
            // What fails a strict run is shown.
            undecided: shows(Show::Undecided) || self.arguments.strict,
            evidence: shows(Show::All),
            color,
        }
    }

    fn nothing_found(&self, streams: &mut Streams<'_>, looked_at: usize) {
        let paths = &self.arguments.paths;
        let files = if looked_at == 1 { "1 file".to_owned() } else { format!("{looked_at} files") };
        let hint = if paths.iter().any(|path| path.is_dir()) {
            "; files that .gitignore leaves out (plans, cdk.out, cdktf.out) must be named or asked for with --no-gitignore"
        } else if paths.iter().any(|path| path.as_os_str() == "-") {
            "; if standard input should hold one, see whether the command before the pipe failed"
        } else {
            ""
        };
        let _ = writeln!(streams.stderr, "no replication group found in {files}{hint}");
    }
}

fn threshold(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Advice => Some(Severity::Advice),
        FailOn::Never => None,
    }
}
