//! The audit itself: calls, then what every other input goes through.

use std::time::Duration;

use crate::cli::AuditArgs;
use crate::commands::Streams;
use crate::commands::judging::Judging;
use crate::commands::output::{FORMATS, Format, Output, outputs, write_file, write_outputs};
use crate::commands::selection::select;
use crate::failover::Scenario;
use crate::load::account::{self, AccountSnapshot, FORMAT, Reading, Request, Snapshot, Trouble};
use crate::load::{self, Everything, Options};
use crate::model::Group;
use crate::report::{self, Drawing, FailoverReport, Place, Report};
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

fn text_of(snapshot: &Snapshot) -> Result<String, String> {
    let text = serde_json::to_string_pretty(snapshot);
    text.map(|text| text + "\n").map_err(|error| format!("the answers can't be written as JSON: {error}"))
}

/// What was read, as the reports take it.
struct Audit {
    sources: Sources,
    groups: Vec<Group>,
    loaded: load::Loaded,
    places: Vec<Place>,
    interrupted: bool,
}

impl Audit {
    /// Reads the answers as saved ones are read, each account and region a text of its own.
    fn new(arguments: &AuditArgs, reading: Reading) -> Result<Audit, String> {
        let mut sources = Sources::default();
        let options = Options { external_replicas: arguments.external_replica.clone(), ..Options::default() };
        let mut inputs = Vec::new();
        let mut names = Vec::new();
        for account in reading.snapshot.accounts {
            let (name, refused, region) = (name_of(&account), account.refused.len(), account.region.clone());
            names.push((name.clone(), account.account.clone(), region, refused));
            inputs
                .push(Input { name, text: text_of(&Snapshot { format: FORMAT, accounts: vec![account] })? });
        }
        let Everything { mut loaded, .. } = load::load(&mut sources, inputs, &options);
        loaded.failures.extend(reading.failures.iter().map(failure));
        let groups = select(std::mem::take(&mut loaded.groups), &arguments.group)?;
        let place = |(name, account, region, refused): (String, Option<String>, String, usize)| {
            let source = sources.find(&name)?;
            let groups = groups.iter().filter(|group| group.body.source == source).count();
            Some(Place { account, region, source, groups, refused })
        };
        let places = names.into_iter().filter_map(place).collect();
        Ok(Audit { sources, groups, loaded, places, interrupted: reading.interrupted })
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
        };
        let scenarios = Scenario::all();
        let plans = arguments.failover.then(|| FailoverReport {
            sources: &self.sources,
            groups: &self.groups,
            scenarios: &scenarios,
            shard: None,
            judgements: &[],
            summary: true,
            again: None,
            skipped: &[],
            failures: &[],
        });
        let written = write_outputs(outputs, streams, |output, out| {
            let color = color && output.file.is_none();
            match output.format {
                Format::Json => out.write_all(report::json(&report).as_bytes()),
                Format::Text => {
                    let text = report::audit_text(&report, &self.places, judging.details(color));
                    out.write_all(text.as_bytes())?;
                    let Some(plans) = &plans else { return Ok(()) };
                    out.write_all(b"\n")?;
                    report::failover_text(plans, Drawing { ascii: false, color }, out)
                }
            }
        });
        if self.interrupted {
            let _ = writeln!(streams.stderr, "note: interrupted: what was read until then is told");
        }
        let failed = self.interrupted || !written || !self.loaded.failures.is_empty();
        Ok(judging.exit_code(&findings, false, failed))
    }
}

/// `123456789012/eu-west-1`: what stands where others have a file's name.
fn name_of(account: &AccountSnapshot) -> String {
    format!("{}/{}", account.account.as_deref().unwrap_or("account"), account.region)
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
