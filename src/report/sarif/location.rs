//! Where something stands: a region of a text, and the group that it is of.

use serde::Serialize;

use crate::finding::Finding;
use crate::model::Target;
use crate::report::Report;
use crate::source::{SourceId, Span};

use super::log::Message;
use super::region::Region;
use super::uri::{Base, Uri, made_up};
use super::words::{line, raw};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Text {
    File,
    StandardInput,
    /// The answers of an account in a region.
    Answers,
}

/// Knows where the texts of a run are.
///
/// GitHub refuses a whole document when one result has no file. Standard input and live answers get a name that
/// reads like one, and is relative: it refuses any scheme but the checkout's, too. Nothing of that name is in
/// the repository, so that an alert shows without an excerpt.
pub(super) struct Locator<'a> {
    report: &'a Report<'a>,
    base: &'a Base,
}

impl<'a> Locator<'a> {
    pub(super) fn new(report: &'a Report<'a>, base: &'a Base) -> Locator<'a> {
        Locator { report, base }
    }

    fn text(&self, source: SourceId) -> Text {
        match self.report.sources.get(source).name.as_str() {
            "-" => Text::StandardInput,
            _ if self.report.places.iter().any(|place| place.source == source) => Text::Answers,
            _ => Text::File,
        }
    }

    /// Whether a text is a file.
    pub(super) fn is_file(&self, source: SourceId) -> bool {
        self.text(source) == Text::File
    }

    /// The URI of a text.
    pub(super) fn uri(&self, source: SourceId) -> Uri {
        let name = &self.report.sources.get(source).name;
        match self.text(source) {
            Text::File => self.base.file(name),
            Text::StandardInput => made_up("stdin"),
            Text::Answers => made_up(name),
        }
    }

    /// The region of a span. The answers of an account are a text that nobody else has: of it, the first
    /// character.
    pub(super) fn region(&self, at: Span) -> Region {
        match self.text(at.source) {
            Text::Answers => Region::FIRST,
            Text::File | Text::StandardInput => Region::of(self.report.sources, at),
        }
    }

    fn artifact(&self, source: SourceId) -> ArtifactLocation {
        let Uri { text, in_root } = self.uri(source);
        let what = match self.text(source) {
            Text::File => None,
            Text::StandardInput => Some("Standard input."),
            Text::Answers => Some("What AWS answered for an account in a region."),
        };
        ArtifactLocation {
            uri: text,
            uri_base_id: in_root.then_some("%SRCROOT%"),
            description: what.map(Message::new),
        }
    }

    /// A place.
    pub(super) fn at(&self, at: Span) -> Location {
        Location {
            id: None,
            physical_location: PhysicalLocation {
                artifact_location: self.artifact(at.source),
                region: self.region(at),
            },
            logical_locations: Vec::new(),
            message: None,
        }
    }

    /// The place that a finding points at first, and its group.
    pub(super) fn of(&self, finding: &Finding) -> Location {
        let group = LogicalLocation {
            name: raw(&finding.group),
            fully_qualified_name: raw(&qualified(&finding.target, &finding.group)),
            kind: "resource",
        };
        Location { logical_locations: vec![group], ..self.at(finding.code_place()) }
    }

    /// The other places of a finding; messages name them by these numbers, from 1.
    pub(super) fn related(&self, finding: &Finding) -> Vec<Location> {
        let others = finding.labels.iter().enumerate().skip(1);
        let related = others.map(|(at, label)| Location {
            id: Some(at),
            message: Some(Message::new(line(&label.text))),
            ..self.at(label.at)
        });
        related.collect()
    }
}

/// The ARN of a group that exists, or its address with the folder of its root module, or with account and region.
fn qualified(target: &Target, group: &str) -> String {
    if let Some(arn) = &target.arn {
        return arn.clone();
    }
    let root = target.root.as_deref().filter(|root| *root != ".");
    let place = [target.account.as_deref(), target.region.as_deref(), root];
    place.into_iter().flatten().chain([group]).collect::<Vec<_>>().join("/")
}
