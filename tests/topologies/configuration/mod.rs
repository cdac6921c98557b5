//! A topology as a folder of Terraform configuration: an unknown is a variable without a value, or
//! what Terraform learns on the way.

mod draft;
mod group;
mod joined;
mod lists;
mod spelled;
mod syntax;
mod values;

use proptest::collection::vec;
use proptest::prelude::*;

use super::topology::Topology;
use draft::Draft;

/// Which of many ways to write the same is taken.
#[derive(Debug, Clone)]
pub(super) struct How {
    /// Taken in turn wherever there are several ways.
    pub(super) choices: Vec<u8>,
    /// Some values are variables without a default, which only `--var` gives.
    pub(super) holds: bool,
    /// An older provider, with its own names of things.
    pub(super) age: Age,
}

/// Which generation of the AWS provider a folder is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    /// Provider 4 and later.
    Late,
    /// Provider 3.26 to 4: the old names, and a flag for Multi-AZ.
    TwoFlags,
    /// Provider 3.25 and older: one flag for failover and Multi-AZ.
    OneFlag,
}

/// Files by their paths, and what `--var` is to give.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    pub(super) files: Vec<(String, String)>,
    pub(super) arguments: Vec<(String, String)>,
}

impl std::fmt::Display for Folder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.files.iter().try_for_each(|(name, text)| writeln!(f, "--- {name}\n{text}"))?;
        writeln!(f, "--- held back: {:?}", self.arguments)
    }
}

/// Any ways; the plainest come first.
pub(super) fn how() -> impl Strategy<Value = How> {
    vec(any::<u8>(), 1..97).prop_map(|choices| How { choices, holds: false, age: Age::Late })
}

/// Writes the folder.
pub(super) fn configuration(of: &Topology, how: &How) -> Folder {
    let mut draft = Draft::new(how);
    draft.write(of);
    draft.folder()
}
