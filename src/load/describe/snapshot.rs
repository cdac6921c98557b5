//! A saved audit, `multiaz-snapshot/1`: the answers of accounts and regions, and the calls that were refused.

use crate::model::{Skipped, Unknown};
use crate::source::{Failure, FailureKind, Json, JsonDocument, SourceId, Sources, Span};

use super::super::principal::without_principals;
use super::Document;
use super::scope::Scope;

/// The format that is read and written.
pub const FORMAT: &str = "multiaz-snapshot/1";
/// What every version of the format begins with.
const FAMILY: &str = "multiaz-snapshot/";
/// The calls without which groups, or clusters that stand alone, are not seen at all.
const GROUPS: &str = "elasticache:DescribeReplicationGroups";
pub(super) const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
/// The call that tells of failover tests and recoveries.
pub(super) const EVENTS: &str = "elasticache:DescribeEvents";

/// A call that gave no answer, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The folder of the documents that it belongs to.
    pub folder: String,
    /// The action as policies name it: `elasticache:DescribeCacheParameters`.
    pub action: String,
    /// What was asked for, where it was one object: a parameter group.
    pub of: Option<String>,
    /// What AWS said.
    pub reason: String,
}

/// An account in a region, as a snapshot names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder of its documents.
    pub folder: String,
    /// The account's number; none where it was not told.
    pub account: Option<String>,
    /// The region.
    pub region: String,
    /// When it was read, in UTC.
    pub taken_at: String,
    /// Whether its events are among the answers.
    pub events: bool,
}

/// What the snapshots of a run say of how they were made.
#[derive(Debug, Default)]
pub struct Audits {
    /// Where was asked.
    pub places: Vec<Place>,
    /// The calls without an answer.
    pub refusals: Vec<Refusal>,
}

impl Audits {
    /// Adds what another snapshot says.
    pub fn extend(&mut self, other: Audits) {
        self.places.extend(other.places);
        self.refusals.extend(other.refusals);
    }

    /// # Errors
    /// Why the events of a place are not known.
    pub(super) fn events_of(&self, place: &Place) -> Result<(), Unknown> {
        let refused = |one: &&Refusal| one.action == EVENTS && one.folder == place.folder;
        match self.refusals.iter().find(refused) {
            Some(refusal) => Err(refusal.why()),
            None if !place.events => Err(Unknown::new("events were not asked for", "audit again")),
            None => Ok(()),
        }
    }
}

/// What a snapshot holds.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The answers, each a document as the AWS CLI prints it.
    pub documents: Vec<Document>,
    /// How it was made.
    pub audits: Audits,
    /// What could not be read when it was saved, and what is not as it should be.
    pub failures: Vec<Failure>,
    /// What may be there and was not seen.
    pub unread: Vec<Skipped>,
    /// The places of reasons that name the caller: excerpts hide them.
    pub secrets: Vec<Span>,
}

/// Whether a parsed document is a snapshot, of whatever version.
#[must_use]
pub fn is_snapshot(root: Json<'_>) -> bool {
    root.get("format").and_then(Json::as_str).is_some_and(|format| format.starts_with(FAMILY))
}

/// Takes a snapshot apart; what is misshapen becomes a failure, and the rest is read.
#[must_use]
pub fn open(sources: &Sources, source: SourceId, document: &JsonDocument) -> Snapshot {
    let root = document.root();
    let mut snapshot = Snapshot::default();
    let format = root.get("format");
    if let Some(other) = format.filter(|format| format.as_str() != Some(FORMAT)) {
        let message = format!("this snapshot is not of the format {FORMAT}");
        let help = "read it with the version of multiaz that wrote it, or audit again with --save";
        snapshot.failures.push(failure(sources, other.span(), message, help));
        return snapshot;
    }
    let Some(accounts) = root.get("accounts").filter(|accounts| accounts.is_list()) else {
        snapshot.failures.push(misshapen(sources, root.span(), "a list `accounts`"));
        return snapshot;
    };
    let refusals =
        accounts.items().flat_map(|account| account.get("refused").into_iter().flat_map(Json::items));
    let unread = root.get("unread").into_iter().flat_map(Json::items);
    snapshot.secrets.extend(refusals.chain(unread).filter_map(names_the_caller));
    for (at, account) in accounts.items().enumerate() {
        // No two accounts and regions share what has no ARN.
        let folder = format!("{}#{at}", sources.get(source).name);
        read_account(sources, document, account, &folder, &mut snapshot);
    }
    for one in root.get("unread").into_iter().flat_map(Json::items) {
        let reason = reason(one).unwrap_or_default();
        let message = format!("{} was not read: {reason}", text(one, "what").unwrap_or_default());
        snapshot.failures.push(unreadable(sources, one.span(), message, "audit again"));
    }
    snapshot
}

fn read_account(
    sources: &Sources,
    document: &JsonDocument,
    account: Json<'_>,
    folder: &str,
    snapshot: &mut Snapshot,
) {
    let scope = scope_of(account);
    let list = |key: &str| account.get(key).into_iter().flat_map(Json::items);
    if !account.get("answers").is_some_and(Json::is_list) {
        snapshot.failures.push(misshapen(sources, account.span(), "an account with a list `answers`"));
    }
    let refuses = |action: &str| list("refused").any(|one| text(one, "action").as_deref() == Some(action));
    for one in list("answers") {
        // Half of the clusters would tell of groups what the other half may contradict; half of the events may
        // lack how a recovery ended.
        let action = text(one, "action");
        if [CLUSTERS, EVENTS].iter().any(|half| action.as_deref() == Some(*half) && refuses(half)) {
            continue;
        }
        match one.get("answer").filter(|answer| answer.is_map()) {
            Some(answer) => snapshot.documents.push(Document {
                source: account.span().source,
                answer: document.part(answer),
                folder: folder.to_owned(),
                stem: text(one, "of").unwrap_or_default(),
                scope: scope.clone(),
            }),
            None => snapshot.failures.push(misshapen(sources, one.span(), "an object with `answer`")),
        }
    }
    let has_events = |one: Json<'_>| text(one, "action").as_deref() == Some(EVENTS);
    snapshot.audits.places.push(Place {
        folder: folder.to_owned(),
        account: text(account, "account"),
        region: text(account, "region").unwrap_or_default(),
        taken_at: text(account, "taken_at").unwrap_or_default(),
        events: list("answers").any(has_events),
    });
    for one in list("refused") {
        match (text(one, "action"), reason(one)) {
            (Some(action), Some(reason)) => {
                let refusal = Refusal { folder: folder.to_owned(), action, of: text(one, "of"), reason };
                snapshot.note_unseen(sources, account, one.span(), &refusal);
                snapshot.audits.refusals.push(refusal);
            }
            _ => {
                snapshot.failures.push(misshapen(sources, one.span(), "an object with `action` and `reason`"))
            }
        }
    }
}

impl Snapshot {
    /// Tells what is not seen at all for want of an answer: groups, clusters that stand alone.
    fn note_unseen(&mut self, sources: &Sources, account: Json<'_>, at: Span, refusal: &Refusal) {
        let whose = whose(account);
        let why = refusal.why();
        match refusal.action.as_str() {
            GROUPS => {
                let message =
                    format!("the replication groups of {whose} could not be read ({})", refusal.reason);
                let help = "what was read is judged; audit again for the rest";
                self.failures.push(unreadable(sources, at, message, help));
            }
            CLUSTERS => {
                let remedy = why.remedy.map(|remedy| format!(": {remedy}")).unwrap_or_default();
                let resource = format!("clusters without a group in {whose}");
                self.unread.push(Skipped { at, resource, reason: format!("{}{remedy}", why.reason) });
            }
            _ => {}
        }
    }
}

/// `eu-west-1 of 123456789012`.
fn whose(account: Json<'_>) -> String {
    let region = text(account, "region").unwrap_or_else(|| "a region".into());
    match text(account, "account") {
        Some(account) => format!("{region} of {account}"),
        None => region,
    }
}

fn scope_of(account: Json<'_>) -> Option<Scope> {
    Some(Scope { account: text(account, "account")?, region: text(account, "region")? })
}

fn text(node: Json<'_>, key: &str) -> Option<String> {
    node.get(key).filter(|value| !value.is_null())?.as_str().map(str::to_owned)
}

/// The place of a reason that names the caller.
fn names_the_caller(refusal: Json<'_>) -> Option<Span> {
    let written = refusal.get("reason").filter(|reason| reason.is_quoted())?;
    let reason = written.as_str()?;
    (without_principals(reason) != reason).then(|| written.span())
}

/// What AWS said. What older versions saved may name the caller.
fn reason(refusal: Json<'_>) -> Option<String> {
    text(refusal, "reason").map(|reason| without_principals(&reason))
}

fn misshapen(sources: &Sources, at: Span, wanted: &str) -> Failure {
    failure(
        sources,
        at,
        format!("{wanted} belongs here"),
        "save the snapshot again: multiaz audit --save FILE",
    )
}

/// Something that could not be read when the snapshot was made.
fn unreadable(sources: &Sources, at: Span, message: String, help: &str) -> Failure {
    Failure { kind: FailureKind::Unreadable, ..failure(sources, at, message, help) }
}

fn failure(sources: &Sources, at: Span, message: String, help: &str) -> Failure {
    Failure::at(FailureKind::Shape, &sources.get(at.source).name, at, message, help)
}

impl Refusal {
    /// Why a setting is not known that the answer would have told.
    pub(super) fn why(&self) -> Unknown {
        let Refusal { action, reason, .. } = self;
        let refused = ["AccessDenied", "UnauthorizedOperation", "not authorized"];
        if refused.iter().any(|word| reason.contains(word)) {
            Unknown::new(
                format!("{action} was refused ({reason})"),
                format!("grant {action}, and audit again"),
            )
        } else {
            Unknown::new(format!("{action} gave no answer ({reason})"), "audit again")
        }
    }
}
