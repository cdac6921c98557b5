//! All changes of a plan, by the block whose instances they change.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::reference::{Address, block};
use super::survey::ChangeList;

/// Every change of a plan: a few words each, since a plan may have a hundred thousand of them.
#[derive(Default)]
pub(super) struct Changes<'t> {
    /// Their addresses.
    all: Vec<Cow<'t, str>>,
    /// What some of them say is known only after apply, in the order of their numbers in that list.
    unknown: Vec<(usize, &'t str)>,
    /// The hashes of their blocks with their positions, sorted, once somebody asks.
    blocks: OnceCell<Vec<(u64, usize)>>,
}

impl<'t> Changes<'t> {
    /// Of all that a plan lists.
    pub(super) fn of(list: ChangeList<'t>) -> Changes<'t> {
        Changes { all: list.all, unknown: list.unknown, blocks: OnceCell::new() }
    }

    /// The changes of the instances of a block, in whatever module: their addresses, and which attributes are
    /// known only after apply.
    pub(super) fn of_block<'c>(
        &'c self,
        data: bool,
        kind: &'c str,
        name: &'c str,
    ) -> impl Iterator<Item = (Address, Option<&'t str>)> + use<'c, 't> {
        let blocks = self.blocks.get_or_init(|| self.sorted());
        let wanted = hash((data, kind, name));
        let first = blocks.partition_point(|(hash, _)| *hash < wanted);
        let near =
            blocks.get(first..).unwrap_or_default().iter().take_while(move |(hash, _)| *hash == wanted);
        near.filter_map(move |(_, at)| {
            let address = Address::parse(self.all.get(*at)?)?;
            let same = address.data == data && address.kind == kind && address.name == name;
            same.then(|| (address, self.unknown(*at)))
        })
    }

    fn unknown(&self, change: usize) -> Option<&'t str> {
        let at = self.unknown.binary_search_by_key(&change, |(at, _)| *at).ok()?;
        self.unknown.get(at).map(|(_, marks)| *marks)
    }

    fn sorted(&self) -> Vec<(u64, usize)> {
        let hashes = self.all.iter().enumerate().filter_map(|(at, label)| Some((hash(block(label)?), at)));
        let mut blocks: Vec<_> = hashes.collect();
        blocks.sort_unstable();
        blocks
    }
}

/// Tells most blocks apart; equal ones are looked at.
pub(super) fn hash(block: (bool, &str, &str)) -> u64 {
    let mut hasher = DefaultHasher::new();
    block.hash(&mut hasher);
    hasher.finish()
}
