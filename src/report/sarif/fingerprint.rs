//! What stays the same of a finding while lines move: its fingerprint.

use std::collections::{BTreeSet, HashMap};

use crate::finding::{Evidence, Finding};
use crate::model::Input;

/// The version of the recipe: another one gets another name, so that old and new are never compared.
pub(super) const NAME: &str = "multiaz/v1";

/// Fingerprints of a run's findings, in their order.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// The fingerprint of the next finding, as 32 digits and an ordinal: findings that nothing else tells apart
    /// are counted. `file` is the URI of its file.
    pub(super) fn next(&mut self, finding: &Finding, file: &str) -> String {
        let hash = hash(finding, file);
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:032x}:{count}")
    }
}

/// Rule, verdict, which group of the world, shards, and the values that decided: no line and no order.
fn hash(finding: &Finding, file: &str) -> u128 {
    let target = &finding.target;
    let mut hash = Fnv::default();
    hash.text(&finding.rule);
    hash.text(finding.verdict.name());
    hash.text(&finding.group);
    for part in [&target.id, &target.arn, &target.account, &target.region, &target.root] {
        hash.option(part.as_deref());
    }
    // A logical id is one of its template; any other name is told from others by the parts above.
    hash.option((target.input == Input::CloudFormation).then_some(file));
    let shards: BTreeSet<&str> = finding.shards.iter().map(String::as_str).collect();
    hash.count(shards.len());
    shards.into_iter().for_each(|shard| hash.text(shard));
    let values = finding.because.iter().map(|Evidence { setting, value, .. }| (setting, value));
    let values: BTreeSet<(&String, &Option<String>)> = values.collect();
    hash.count(values.len());
    for (setting, value) in values {
        hash.text(setting);
        hash.option(value.as_deref());
    }
    hash.0
}

/// FNV-1a with 128 bits: the same in every build and on every machine, which the standard library's is not.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(Fnv::PRIME);
        }
    }

    fn count(&mut self, count: usize) {
        self.bytes(&(count as u64).to_le_bytes());
    }

    /// A text with its length, so that two never look like one.
    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.bytes(text.as_bytes());
    }

    fn option(&mut self, text: Option<&str>) {
        self.bytes(&[u8::from(text.is_some())]);
        self.text(text.unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv_1a() {
        let of = |text: &str| {
            let mut hash = Fnv::default();
            hash.bytes(text.as_bytes());
            hash.0
        };
        assert_eq!(of(""), 0x6c62272e07bb014262b821756295c58d);
        assert_eq!(of("a"), 0xd228cb696f1a8caf78912b704e4a8964);
        assert_eq!(of("foobar"), 0x343e1662793c64bf6f0d3597ba446f18);
    }

    #[test]
    fn texts_do_not_run_into_each_other() {
        let of = |texts: &[&str]| {
            let mut hash = Fnv::default();
            texts.iter().for_each(|text| hash.text(text));
            hash.0
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
