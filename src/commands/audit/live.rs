//! The audit itself: calls, then what every other input goes through.

use std::time::Duration;

use serde::Serialize;

use crate::cli::AuditArgs;
use crate::commands::Streams;
use crate::commands::judging::Judging;
use crate::commands::output::{FORMATS, Format, Output, outputs, write_file, write_outputs};
use crate::commands::selection::select;
use crate::failover::Scenario;
use crate::load::account::{self, AccountSnapshot, FORMAT, Reading, Request, Trouble};
use crate::load::{self, Everything, Options};
use crate::model::Group;
use crate::report::{self, Drawing, FailoverReport, Place, RefusedCall, Report};
use crate::source::{Failure, FailureKind, Input, Sources};

use super::progress::Bar;
use super::regions::regions;

/// Audits accounts; returns the exit code.
///
/// # Errors
/// A sentence for the user, where an option can't be used or a file can't be written.
pub(super) fn audit(arguments: &AuditArgs, streams: &mut Streams<'_>, color: bool) -> Result<u8, String> {
    let outputs = outputs(&arguments.judging.format, &FORMATS)?;
    let request = request(arguments);
    let bar = Bar::new(request.regions.len() * request.assume_roles.len().max(1));
    let reading = account::read(&request, &|progress| bar.tell(progress));
    bar.end();
    if let Some(path) = &arguments.save {
        let text = text_of(&reading.snapshot)?;
        write_file(path, |out| out.write_all(text.as_bytes()))
            .map_err(|error| format!("{} can't be written: {error}", path.display()))?;
    }
    Audit::new(arguments, reading)?.tell(arguments, streams, &outputs, color)
}

fn request(arguments: &AuditArgs) -> Request {
    let home = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(|name| std::env::var(name).ok());
    Request {
        profile: arguments.profile.clone(),
        regions: regions(&arguments.region, home.as_deref()),
        endpoint_url: arguments.endpoint_url.clone(),
        assume_roles: arguments.assume_role.clone(),
        timeout: Duration::from_secs(arguments.timeout),
        concurrency: usize::from(arguments.concurrency),
    }
}

/// A snapshot of one account and region.
#[derive(Serialize)]
struct One<'a> {
    format: &'static str,
    accounts: [&'a AccountSnapshot; 1],
}

fn text_of(snapshot: &impl Serialize) -> Result<String, String> {
    let text = serde_json::to_string_pretty(snapshot);
    text.map(|text| text + "\n").map_err(|error| format!("the answers can't be written as JSON: {error}"))
}

/// What was read, as the reports take it.
struct Audit {
    sources: Sources,
    groups: Vec<Group>,
    loaded: load::Loaded,
    places: Vec<Place>,
    /// What to tell beside the report.
    notes: Vec<String>,
    interrupted: bool,
}

impl Audit {
    /// Reads the answers as saved ones are read, each account and region a text of its own.
    fn new(arguments: &AuditArgs, reading: Reading) -> Result<Audit, String> {
        let mut sources = Sources::default();
        let options = Options { external_replicas: arguments.external_replica.clone(), ..Options::default() };
        let accounts = &reading.snapshot.accounts;
        let input = |account| {
            let text = text_of(&One { format: FORMAT, accounts: [account] })?;
            Ok(Input { name: name_of(account), text })
        };
        let inputs = accounts.iter().map(input).collect::<Result<Vec<Input>, String>>()?;
        let Everything { mut loaded, .. } = load::load(&mut sources, inputs, &options);
        // Of all regions there are, some are not enabled for an account: those are named and passed over.
        let all = arguments.region.iter().any(|region| region == "all");
        let (closed, broken): (Vec<&Trouble>, Vec<&Trouble>) =
            reading.failures.iter().partition(|trouble| all && trouble.may_be_disabled);
        let none_is_open = closed.len() == accounts.len();
        loaded
            .failures
            .extend(broken.into_iter().chain(closed.iter().copied().filter(|_| none_is_open)).map(failure));
        let notes = closed.iter().filter(|_| !none_is_open).map(|trouble| note(trouble)).collect();
        // A group that is not there may be in a region that could not be read: both are told.
        let groups = select(std::mem::take(&mut loaded.groups), &arguments.group).unwrap_or_else(|message| {
            loaded.failures.push(no_group(message));
            Vec::new()
        });
        let places = accounts.iter().filter_map(|account| place(account, &sources, &groups)).collect();
        Ok(Audit { sources, groups, loaded, places, notes, interrupted: reading.interrupted })
    }

    fn tell(
        mut self,
        arguments: &AuditArgs,
        streams: &mut Streams<'_>,
        outputs: &[Output<Format>],
        color: bool,
    ) -> Result<u8, String> {
        let judging = Judging { arguments: &arguments.judging, color };
        let findings = judging.judge(&mut self.sources, &self.groups, &mut self.loaded.failures);
        let report = Report {
            sources: &self.sources,
            findings: &findings,
            skipped: &self.loaded.skipped,
            failures: &self.loaded.failures,
            unread: 0,
            groups: self.groups.len(),
            files: 0,
            places: &self.places,
        };
        let scenarios = Scenario::all();
        let again = again(arguments);
        let plans = arguments.failover.then(|| FailoverReport {
            sources: &self.sources,
            groups: &self.groups,
            scenarios: &scenarios,
            shard: None,
            judgements: &[],
            summary: true,
            again: Some(&again),
            skipped: &[],
            failures: &[],
        });
        let written = write_outputs(outputs, streams, |output, out| {
            let color = color && output.file.is_none();
            match output.format {
                Format::Json => out.write_all(report::json(&report).as_bytes()),
                Format::Text => {
                    let text = report::text(&report, judging.details(color));
                    out.write_all(text.as_bytes())?;
                    let Some(plans) = &plans else { return Ok(()) };
                    out.write_all(b"\n")?;
                    report::failover_text(plans, Drawing { ascii: false, color }, out)
                }
            }
        });
        for note in &self.notes {
            let _ = writeln!(streams.stderr, "note: {note}");
        }
        if self.interrupted {
            let _ = writeln!(streams.stderr, "note: interrupted: what was read until then is told");
        }
        let failed = self.interrupted || !written || !self.loaded.failures.is_empty();
        Ok(judging.exit_code(&findings, false, failed))
    }
}

/// The command that tells more of plans: it reads what was saved.
fn again(arguments: &AuditArgs) -> String {
    match &arguments.save {
        Some(path) => format!("multiaz failover {}", path.display()),
        None => "multiaz audit --save audit.json, then multiaz failover audit.json".to_owned(),
    }
}

/// What is told of an account and region beside its findings.
fn place(account: &AccountSnapshot, sources: &Sources, groups: &[Group]) -> Option<Place> {
    let source = sources.find(&name_of(account))?;
    let refused = account.refused.iter().map(|refusal| RefusedCall {
        action: refusal.action.to_owned(),
        of: refusal.of.clone(),
        reason: refusal.reason.clone(),
    });
    Some(Place {
        account: account.account.clone(),
        region: account.region.clone(),
        taken_at: account.taken_at.clone(),
        source,
        groups: groups.iter().filter(|group| group.body.source == source).count(),
        refused: refused.collect(),
    })
}

/// `123456789012/eu-west-1`: what stands where others have a file's name.
fn name_of(account: &AccountSnapshot) -> String {
    format!("{}/{}", account.account.as_deref().unwrap_or("account"), account.region)
}

fn no_group(message: String) -> Failure {
    let help = "check its spelling, the region and the account".to_owned();
    Failure { kind: FailureKind::Shape, file: "--group".into(), at: None, message, help }
}

fn note(trouble: &Trouble) -> String {
    let region = trouble.region.as_deref().unwrap_or_default();
    format!("{region} is passed over for {}: {}", trouble.whose, trouble.message)
}

fn failure(trouble: &Trouble) -> Failure {
    let region = trouble.region.as_ref().map(|region| format!(", {region}")).unwrap_or_default();
    Failure {
        kind: FailureKind::Unreadable,
        file: format!("{}{region}", trouble.whose),
        at: None,
        message: trouble.message.clone(),
        help: trouble.remedy.clone(),
    }
}
