//! Which objects may belong together: account and region from ARNs, else the folder.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Unknown;

use super::documents::{Kind, Object};
use super::joined::Joined;

/// An account and a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// The account's number, or what stands for it.
    pub account: String,
    /// The region: `eu-west-1`.
    pub region: String,
}

impl Scope {
    /// The scope of `arn:aws:elasticache:REGION:ACCOUNT:…`; none where either is empty, as in the
    /// ARN of a global datastore.
    pub(super) fn of_arn(arn: &str) -> Option<Scope> {
        let mut parts = arn.split(':');
        if parts.next() != Some("arn") {
            return None;
        }
        let (region, account) = (parts.nth(2)?, parts.next()?);
        let filled = !region.is_empty() && !account.is_empty();
        filled.then(|| Scope { account: account.to_owned(), region: region.to_owned() })
    }

    /// The account, where it is one and not a mask such as `xxxxxxxxxxxx`.
    pub(super) fn account(&self) -> Option<String> {
        let digits = self.account.len() == 12 && self.account.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| self.account.clone())
    }
}

/// Where a group looks for what belongs to it.
#[derive(Debug, Clone, Default)]
pub(super) struct Seat<'a> {
    pub(super) scope: Option<Scope>,
    pub(super) folders: BTreeSet<&'a str>,
}

impl<'a> Seat<'a> {
    /// The seat of a group's own objects.
    pub(super) fn of(objects: &[&Object<'a>]) -> Seat<'a> {
        Seat {
            scope: objects.iter().find_map(|object| object.scope.clone()),
            folders: objects.iter().map(|object| object.folder).collect(),
        }
    }

    /// Takes in the objects that were joined: they may tell the account, and lie elsewhere.
    pub(super) fn widen(&mut self, objects: &[&Object<'a>]) {
        if self.scope.is_none() {
            let scopes: BTreeSet<_> = objects.iter().filter_map(|object| object.scope.as_ref()).collect();
            if scopes.len() == 1 {
                self.scope = scopes.first().map(|scope| (*scope).clone());
            }
        }
        self.folders.extend(objects.iter().map(|object| object.folder));
    }

    /// Whether an object may belong here: the same account and region, or the same folder where
    /// one of the two does not tell.
    pub(super) fn fits(&self, object: &Object<'_>) -> bool {
        self.takes(object.scope.as_ref(), object.folder)
    }

    /// The same of anything that lies in a folder and may tell account and region.
    pub(super) fn takes(&self, scope: Option<&Scope>, folder: &str) -> bool {
        match (&self.scope, scope) {
            (Some(mine), Some(other)) => mine == other,
            _ => self.folders.contains(folder),
        }
    }
}

/// Which accounts and regions name an object, by kind, id and folder: an object without ARN that
/// several of them name belongs to none for sure.
#[derive(Debug, Default)]
pub(super) struct Claims(BTreeMap<(Kind, String, String), BTreeSet<Scope>>);

impl Claims {
    /// The subnet and parameter groups that joined groups name.
    pub(super) fn of(groups: &[Joined<'_>]) -> Claims {
        let mut claims = Claims::default();
        for group in groups {
            let Some(scope) = &group.seat.scope else { continue };
            for (kind, id) in group.named() {
                for folder in &group.seat.folders {
                    let key = (kind, id.clone(), (*folder).to_owned());
                    claims.0.entry(key).or_default().insert(scope.clone());
                }
            }
        }
        claims
    }

    /// Whether several accounts or regions name what lies in this folder.
    pub(super) fn contested(&self, kind: Kind, id: &str, folder: &str) -> bool {
        self.0.get(&(kind, id.to_owned(), folder.to_owned())).is_some_and(|scopes| scopes.len() > 1)
    }
}

/// Why an object can't be joined: its folder mixes accounts or regions.
pub(super) fn mixed(name: &str) -> Unknown {
    Unknown::new(
        format!("the answers of several accounts or regions lie together, and `{name}` could belong to each"),
        "keep the answers of each account and region in a folder of their own",
    )
}
