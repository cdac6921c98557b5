//! All changes of a plan, by the block whose instances they change.

use std::cell::OnceCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::reference::{Address, block};
use super::survey::Mark;

/// Every change of a plan: a few words each, since a plan may have a hundred thousand of them.
#[derive(Default)]
pub(super) struct Changes<'t> {
    all: Vec<Mark<'t>>,
    /// The hashes of their blocks with their positions, sorted, once somebody asks.
    blocks: OnceCell<Vec<(u64, usize)>>,
}

impl<'t> Changes<'t> {
    /// Of all that a plan lists.
    pub(super) fn of(all: Vec<Mark<'t>>) -> Changes<'t> {
        Changes { all, blocks: OnceCell::new() }
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
            let mark = self.all.get(*at)?;
            let address = Address::parse(&mark.label)?;
            let same = address.data == data && address.kind == kind && address.name == name;
            same.then_some((address, mark.after_unknown))
        })
    }

    fn sorted(&self) -> Vec<(u64, usize)> {
        let hashes =
            self.all.iter().enumerate().filter_map(|(at, mark)| Some((hash(block(&mark.label)?), at)));
        let mut blocks: Vec<_> = hashes.collect();
        blocks.sort_unstable();
        blocks
    }
}

fn hash(block: (bool, &str, &str)) -> u64 {
    let mut hasher = DefaultHasher::new();
    block.hash(&mut hasher);
    hasher.finish()
}
