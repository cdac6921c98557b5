//! All pages of one call, joined.

use std::collections::BTreeSet;
use std::future::Future;

use serde_json::Value;

use super::bound::Bound;
use super::fault::Fault;
use super::meter::Meter;
use super::stop::Stop;

/// One page of an answer.
#[derive(Debug)]
pub(super) struct Page {
    items: Vec<Value>,
    /// Where the next page starts, unless this is the last one.
    next: Option<String>,
}

impl Page {
    /// The page of these objects, each turned into the AWS CLI's shape.
    pub(super) fn of<T>(objects: Option<Vec<T>>, shape: fn(&T) -> Value, next: Option<String>) -> Self {
        let items = objects.unwrap_or_default().iter().map(shape).collect();
        Self { items, next: next.filter(|marker| !marker.is_empty()) }
    }
}

/// What the pages gave, and what ended them early.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// The objects of all pages that came; nothing where not even the first one did.
    pub(super) items: Option<Vec<Value>>,
    /// Why pages are missing.
    pub(super) fault: Option<Fault>,
}

/// Asks for page after page until the last one, a failure, a limit, or Ctrl-C.
///
/// `found` hears after each page how many objects there are so far.
pub(super) async fn join<Asked>(
    stop: &Stop,
    meter: &Meter,
    mut found: impl FnMut(usize),
    ask: impl Fn(Option<String>) -> Asked,
) -> Joined
where
    Asked: Future<Output = Result<Page, Fault>>,
{
    let mut joined = Joined::default();
    let mut marker = None;
    let mut asked = BTreeSet::new();
    for _ in 0..meter.limits.pages {
        let page = match page(stop, meter, ask(marker.clone())).await {
            Ok(page) => page,
            Err(fault) => return Joined { fault: Some(fault), ..joined },
        };
        let items = joined.items.get_or_insert_default();
        items.extend(page.items);
        found(items.len());
        if page.next.is_none() {
            return joined;
        }
        if !asked.insert(page.next.clone()) {
            return Joined { fault: Some(Fault::same_page()), ..joined };
        }
        marker = page.next;
    }
    Joined { fault: Some(Fault::bounded(Bound::Pages(meter.limits.pages))), ..joined }
}

async fn page(
    stop: &Stop,
    meter: &Meter,
    asked: impl Future<Output = Result<Page, Fault>>,
) -> Result<Page, Fault> {
    meter.call().map_err(Fault::bounded)?;
    stop.unless(asked).await?
}
