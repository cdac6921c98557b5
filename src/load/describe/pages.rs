//! Answers that are one page of several: what the other pages hold is not seen.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Skipped;
use crate::source::{Json, SourceId};

use super::Document;
use super::documents::SHAPES;
use super::shape::is_answer;

/// The mark of a page that is not the last: where the next one starts.
pub(super) fn mark(root: Json<'_>) -> Option<(Json<'_>, Json<'_>)> {
    let filled = |key: &&str| root.get(key).and_then(Json::as_str).is_some_and(|text| !text.is_empty());
    ["Marker", "NextToken"].iter().find(|key| filled(key)).and_then(|key| root.entry(key))
}

/// One entry for each file whose pages stop before the last one.
pub(super) fn told(documents: &[Document]) -> Vec<Skipped> {
    let mut last: BTreeMap<(SourceId, &str), Option<Json<'_>>> = BTreeMap::new();
    for document in documents.iter().filter(|document| is_answer(document.root())) {
        if let Some(key) = key_of(document.root()) {
            last.insert((document.source, key), mark(document.root()).map(|(key, _)| key));
        }
    }
    let mut files = BTreeSet::new();
    let open = last.into_iter().filter_map(|((file, key), mark)| Some((file, key, mark?)));
    open.filter(|(file, ..)| files.insert(*file)).map(|(_, key, mark)| page(key, mark)).collect()
}

fn page(key: &str, mark: Json<'_>) -> Skipped {
    Skipped {
        at: mark.span(),
        resource: key.to_owned(),
        reason: format!(
            "this is one page of several ({}): join all pages; the AWS CLI does by itself",
            mark.as_str().unwrap_or_default()
        ),
    }
}

/// The key under which an answer holds its objects.
fn key_of(root: Json<'_>) -> Option<&'static str> {
    let keys = SHAPES.iter().map(|(_, plural, ..)| *plural).chain(["Parameters"]);
    keys.into_iter().find(|key| root.get(key).is_some())
}
