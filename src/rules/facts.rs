//! Facts: what rules, plans and pages rest on, each our own sentence with its source.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::finding::Citation;

include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// A fact, from `rules/facts.yaml` or a `facts.yaml` of the user's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The fact in our own words.
    pub text: Cow<'static, str>,
    /// The source's title.
    pub title: Cow<'static, str>,
    /// The source's address, where it has one.
    #[serde(default)]
    pub address: Option<Cow<'static, str>>,
    /// The day it was looked at.
    pub read: Cow<'static, str>,
}

impl Fact {
    /// The fact as findings carry it.
    #[must_use]
    pub fn citation(&self) -> Citation {
        Citation {
            text: self.text.clone(),
            title: self.title.clone(),
            address: self.address.clone(),
            read: self.read.clone(),
        }
    }
}

/// The facts of a run by id: those built into the binary, and those beside the user's rules.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Sorted by id.
    built_in: &'static [(&'static str, Fact)],
    own: BTreeMap<String, Fact>,
}

impl Facts {
    /// The facts built into the binary.
    #[must_use]
    pub fn built_in() -> Facts {
        Facts { built_in: BUILT_IN, own: BTreeMap::new() }
    }

    /// The fact of that id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.own.get(id).or_else(|| {
            let at = self.built_in.binary_search_by(|(known, _)| (*known).cmp(id)).ok()?;
            self.built_in.get(at).map(|(_, fact)| fact)
        })
    }

    /// The fact that somebody asks for, who may write its id in any case; with the id as it is.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(&str, &Fact)> {
        self.iter().find(|(known, _)| known.eq_ignore_ascii_case(id))
    }

    /// Every fact with its id, the user's first.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        let own = self.own.iter().map(|(id, fact)| (id.as_str(), fact));
        own.chain(self.built_in.iter().map(|(id, fact)| (*id, fact)))
    }

    /// Adds facts of the user's; they count before built-in ones of the same id.
    pub(super) fn extend(&mut self, more: BTreeMap<String, Fact>) {
        self.own.extend(more);
    }
}
