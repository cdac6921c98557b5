//! Saved describe output: the AWS CLI's answers, joined by id into groups.

mod bunch;
mod documents;
mod endpoints;
mod events;
mod global;
mod group;
mod join;
mod joined;
mod mode;
mod nodes;
mod pages;
mod parameters;
mod read;
mod roles;
mod same;
mod scope;
mod shape;
mod shards;
mod skip;
mod snapshot;
mod standalone;
mod standbys;
mod subnets;
mod transitions;

pub use scope::Scope;
pub use shape::is_answer;
pub use snapshot::{Audits, FORMAT, Place, Refusal, Snapshot, is_snapshot, open};

use crate::load::Loaded;
use crate::model::{Skipped, Unknown};
use crate::source::{Json, JsonDocument, SourceId, Sources};

use join::Index;
use joined::Joined;
use scope::Claims;

/// One JSON document of describe output.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text it was read from.
    pub source: SourceId,
    /// The answer itself.
    pub answer: JsonDocument,
    /// The folder its file lies in; empty for standard input.
    pub folder: String,
    /// The file's name without its extension; empty for standard input. A `Parameters` answer
    /// takes the name of its parameter group from it.
    pub stem: String,
    /// The account and region, where a snapshot tells them; an ARN counts before it.
    pub scope: Option<Scope>,
}

impl Document {
    /// The answer's value.
    pub(super) fn root(&self) -> Json<'_> {
        self.answer.root()
    }
}

/// Joins all describe documents of a run into groups.
///
/// Objects are joined by id (letter case aside) within one account and region, taken from their
/// ARNs; where one has no ARN, within the folder its file lies in. What a call that was refused would have
/// told is unknown for that reason.
#[must_use]
pub fn load(sources: &mut Sources, documents: &[Document], audits: &Audits) -> Loaded {
    for document in documents {
        documents::mark_secrets(sources, document.root());
    }
    let sources = &*sources;
    let mut loaded = Loaded::default();
    let answers = documents::collect(sources, documents, &mut loaded.failures);
    let index = Index::new(sources, &answers);
    let joined = index.join();
    let parameters = parameters::ByName::of(parameters::assign(&answers));
    let claims = Claims::of(&joined.groups);
    let events = events::collect(sources, documents, audits, &mut loaded.failures);
    loaded.tests = events::tests(audits, &events);
    let context = Context { sources, index, claims, parameters, events, audits };
    for group in &joined.groups {
        match context.built(group) {
            Ok(built) => loaded.groups.push(built),
            Err(skipped) => loaded.skipped.push(skipped),
        }
    }
    loaded.skipped.extend(joined.skipped);
    loaded.skipped.extend(skip::serverless(&answers));
    loaded.skipped.extend(pages::told(documents));
    loaded
}

/// What building a group needs besides the group's own objects.
struct Context<'a> {
    sources: &'a Sources,
    index: Index<'a>,
    claims: Claims,
    parameters: parameters::ByName<'a>,
    events: events::Events<'a>,
    audits: &'a Audits,
}

impl Context<'_> {
    /// Why an answer that a group needs is missing, where its call was refused.
    fn refused(&self, joined: &Joined<'_>, action: &str, of: Option<&str>) -> Option<Unknown> {
        let is_it = |refusal: &&Refusal| {
            refusal.action == action
                && joined.seat.folders.contains(refusal.folder.as_str())
                && refusal.of.as_deref().is_none_or(|one| of.is_none_or(|of| one.eq_ignore_ascii_case(of)))
        };
        self.audits.refusals.iter().find(is_it).map(Refusal::why)
    }

    /// The group as the model has it, or why it is not judged.
    fn built(&self, joined: &Joined<'_>) -> Result<crate::model::Group, Skipped> {
        match skip::reason_to_skip(joined) {
            Some(skipped) => Err(skipped),
            None if joined.standalone => Ok(standalone::build(self, joined)),
            None => Ok(group::build(self, joined)),
        }
    }
}
