//! The audit itself: calls, then what every other input goes through.

use crate::cli::AuditArgs;
use crate::commands::judging::Judging;
use crate::commands::log::Log;
use crate::commands::output::{FORMATS, Format, Output, outputs};
use crate::commands::selection::select;
use crate::commands::voice::note;
use crate::commands::{Streams, Voice, Volume};
use crate::load::account::{self, AccountSnapshot, Limits, Reading};
use crate::load::{self, Everything, Options};
use crate::model::Group;
use crate::report::{Place, RefusedCall, Report, shell_path};
use crate::source::{Failure, FailureKind, Input, Sources};

use super::passed_over::pass_over;
use super::progress::Bar;
use super::request::{request, usable};
use super::save::{keep, text_of_one};
use super::troubles::failures;

/// Audits accounts; returns the exit code.
///
/// # Errors
/// A sentence for the user, where an option can't be used.
pub(super) fn audit(
    arguments: &AuditArgs,
    limits: Limits,
    streams: &mut Streams<'_>,
    voice: Voice,
) -> Result<u8, String> {
    let outputs = outputs(&arguments.judging.format, FORMATS)?;
    usable(arguments, &outputs)?;
    let request = request(arguments, limits);
    let bar = Bar::new(voice.volume);
    let mut log = Log::new(voice.volume);
    let mut reading = account::read(&request, &|progress| bar.tell(progress));
    bar.end();
    log.phase("accounts read");
    answers(&mut log, &reading);
    let notes = pass_over(&mut reading, &arguments.region);
    let kept = arguments.save.as_ref().map(|path| keep(&reading, path));
    let mut audit = Audit::new(arguments, &reading)?;
    audit.notes = notes;
    audit.log = log;
    // What was read is told, also where it can't be kept.
    match kept {
        Some(Ok(note)) => audit.notes.push(note),
        Some(Err(failure)) => audit.loaded.failures.push(failure),
        None => {}
    }
    Ok(audit.tell(arguments, streams, &outputs, voice))
}

/// What was read, as the reports take it.
struct Audit {
    sources: Sources,
    groups: Vec<Group>,
    loaded: load::Loaded,
    /// How much may be there and was not seen: a strict run fails on it.
    unread: usize,
    places: Vec<Place>,
    /// What to tell beside the report.
    notes: Vec<String>,
    /// What was done, for those who want to know.
    log: Log,
}

impl Audit {
    /// Reads the answers as saved ones are read, each account and region a text of its own.
    fn new(arguments: &AuditArgs, reading: &Reading) -> Result<Audit, String> {
        let mut sources = Sources::default();
        let options = Options { external_replicas: arguments.external_replica.clone(), ..Options::default() };
        let accounts = &reading.snapshot.accounts;
        let input = |account| Ok(Input { name: name_of(account), text: text_of_one(account)? });
        let inputs = accounts.iter().map(input).collect::<Result<Vec<Input>, String>>()?;
        let Everything { mut loaded, unread, .. } = load::load(&mut sources, inputs, &options);
        // Of a region that could not be read the trouble itself tells more than the snapshot does.
        loaded.failures.retain(|failure| failure.kind != FailureKind::Unreadable);
        loaded.failures.extend(failures(&reading.failures));
        loaded.failures.extend(reading.interrupted.then(interrupted));
        // A group that is not there may be in a region that could not be read: both are told.
        let groups = select(std::mem::take(&mut loaded.groups), &arguments.group).unwrap_or_else(|message| {
            loaded.failures.push(no_group(message));
            Vec::new()
        });
        let places = accounts.iter().filter_map(|account| place(account, &sources, &groups)).collect();
        let count = unread.len();
        loaded.skipped.extend(unread);
        Ok(Audit {
            sources,
            groups,
            loaded,
            unread: count,
            places,
            notes: Vec::new(),
            log: Log::new(Volume::Normal),
        })
    }

    fn tell(
        mut self,
        arguments: &AuditArgs,
        streams: &mut Streams<'_>,
        outputs: &[Output<Format>],
        voice: Voice,
    ) -> u8 {
        self.log.phase("answers understood");
        self.log.tell(streams);
        let judging = Judging { arguments: &arguments.judging, voice };
        let judged = judging.judge(&mut self.sources, &self.groups, &mut self.loaded.failures);
        self.log.phase("rules asked");
        self.log.rules(&judged.rules, self.groups.len());
        let report = Report {
            sources: &self.sources,
            findings: &judged.findings,
            skipped: &self.loaded.skipped,
            failures: &self.loaded.failures,
            unread: self.unread,
            groups: &self.groups,
            rules: &judged.rules,
            files: 0,
            places: &self.places,
        };
        let again = again(arguments);
        let written = judging.write(streams, outputs, &report, Some(&again));
        self.log.phase("report written");
        self.log.times();
        self.log.tell(streams);
        for text in &self.notes {
            note(streams, voice.volume, text);
        }
        let failed = !written || !self.loaded.failures.is_empty();
        judging.exit_code(&judged.findings, self.unread > 0, failed)
    }
}

/// Tells how many answers each account and region gave.
fn answers(log: &mut Log, reading: &Reading) {
    for account in &reading.snapshot.accounts {
        let (answers, refused) = (account.answers.len(), account.refused.len());
        log.line(&format!("read {}: {answers} answers, {refused} calls without one", name_of(account)));
    }
}

/// The command that tells more of plans: it reads what was saved.
fn again(arguments: &AuditArgs) -> String {
    match &arguments.save {
        Some(path) => format!("multiaz failover {}", shell_path(path).unwrap_or_else(|| "FILE".to_owned())),
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

fn interrupted() -> Failure {
    Failure {
        kind: FailureKind::Unreadable,
        file: "audit".into(),
        at: None,
        message: "the run was ended early: what was read until then is told".into(),
        help: "run it again for the rest".into(),
    }
}

fn no_group(message: String) -> Failure {
    let help = "check its spelling, the region and the account".to_owned();
    Failure { kind: FailureKind::Shape, file: "--group".into(), at: None, message, help }
}
