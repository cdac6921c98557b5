//! One pass over a document: whether it is Terraform's, where its parts are, and which resources matter here.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::source::{NotJson, Scanner, text_of};

use super::blocks::{Blocks, blocks};
use super::document::Item;
use super::reference::Address;

/// How deep modules may nest for this pass; what nests deeper is read by its shape.
pub(super) const DEEP: usize = 32;
/// What the types read here have in common.
static MARKS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| [b"aws_elasticache_".as_slice(), b"aws_subnet", b"aws_default_subnet"].map(Finder::new));

/// What one pass over a document tells.
#[derive(Debug, Default)]
pub struct Survey<'t> {
    /// The document as written.
    pub slice: &'t str,
    /// The keys of other inputs that it has.
    pub keys: Keys,
    terraform: bool,
    /// One of the keys below stands twice.
    pub(super) repeats: bool,
    /// The format's version, such as `1.2`.
    pub(super) format_version: Option<&'t str>,
    /// A plan's resources as they will be.
    pub(super) planned_values: Option<Section<'t>>,
    /// A state's resources.
    pub(super) values: Option<Section<'t>>,
    /// What a plan does to each resource.
    pub(super) resource_changes: Option<ChangeList<'t>>,
    /// The state that a plan starts from, data sources that were read included.
    pub(super) prior_state: Option<Section<'t>>,
    /// The expressions that a plan was made from.
    pub(super) configuration: Option<Blocks<'t>>,
    /// The root module's variables.
    pub(super) variables: Option<&'t str>,
}

/// Which keys an object has that tell what else it may be.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keys {
    /// `Resources`, as templates have.
    pub resources: bool,
    /// `resource`, as configuration in JSON has.
    pub resource: bool,
    /// `lineage`, as raw states have.
    pub lineage: bool,
}

/// A tree of modules with their resources.
#[derive(Debug, Default)]
pub(super) struct Section<'t> {
    /// As written.
    pub(super) raw: &'t str,
    /// The resources that matter here, the modules' own order kept.
    pub(super) ours: Vec<Item<&'t str>>,
    /// Its shape is not the usual one, and `ours` is not all.
    pub(super) odd: bool,
}

/// `resource_changes`.
#[derive(Debug, Default)]
pub(super) struct ChangeList<'t> {
    /// As written.
    pub(super) raw: &'t str,
    /// The addresses of all changes.
    pub(super) all: Vec<Cow<'t, str>>,
    /// Of those after which attributes are known only then: their numbers in that list, and the attributes.
    pub(super) unknown: Vec<(usize, &'t str)>,
    /// Those of resources that matter here.
    pub(super) ours: Vec<Item<&'t str>>,
    /// It is neither a list nor a map.
    pub(super) odd: bool,
}

/// What tells a resource from another, in `values` and in `resource_changes` alike.
#[derive(Default)]
struct Header<'t> {
    address: Option<&'t str>,
    kind: Option<&'t str>,
    deposed: Option<&'t str>,
    after_unknown: Option<&'t str>,
    /// It is no object, or has one of these keys twice.
    odd: bool,
}

/// Which of some keys an object had so far.
#[derive(Default)]
struct Seen(u8);

impl Seen {
    /// Notes a key by its number; true where it stands for a second time.
    fn again(&mut self, key: usize) -> bool {
        let bit = 1_u8.checked_shl(u32::try_from(key).unwrap_or(u32::MAX)).unwrap_or(0);
        let again = self.0 & bit != 0;
        self.0 |= bit;
        again
    }
}

/// The keys that a document of Terraform may have once.
const PARTS: [&str; 7] = [
    "format_version",
    "planned_values",
    "values",
    "resource_changes",
    "prior_state",
    "configuration",
    "variables",
];

impl<'t> Survey<'t> {
    /// Goes through the document that comes next.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn of(scanner: &mut Scanner<'t>) -> Result<Survey<'t>, NotJson> {
        let mut survey = Survey::default();
        let (mut versioned, mut has_values) = (false, false);
        let (mut seen, mut first) = (Seen::default(), true);
        scanner.peek();
        let start = scanner.at();
        if !scanner.enter(b'{') {
            survey.slice = scanner.document()?;
            return Ok(survey);
        }
        while let Some(key) = scanner.key(&mut first)? {
            let key = text_of(key).unwrap_or_default();
            survey.terraform |= matches!(&*key, "planned_values" | "resource_changes");
            versioned |= matches!(&*key, "format_version" | "terraform_version");
            has_values |= key == "values";
            survey.keys.note(&key);
            if let Some(part) = PARTS.iter().position(|part| *part == key) {
                survey.repeats |= seen.again(part);
            }
            survey.part(&key, scanner)?;
        }
        survey.terraform |= versioned && has_values;
        survey.slice = scanner.since(start);
        Ok(survey)
    }

    fn part(&mut self, key: &str, scanner: &mut Scanner<'t>) -> Result<(), NotJson> {
        match key {
            "format_version" => self.format_version = value(scanner)?,
            "planned_values" => self.planned_values = section(scanner, values)?,
            "values" => self.values = section(scanner, values)?,
            "resource_changes" => self.resource_changes = changes(scanner)?,
            "prior_state" => self.prior_state = section(scanner, state)?,
            "configuration" => self.configuration = blocks(scanner)?,
            "variables" => self.variables = value(scanner)?,
            _ => {
                scanner.skip()?;
            }
        }
        Ok(())
    }

    /// Whether this is what `terraform show -json` prints.
    ///
    /// A plan has `planned_values` or `resource_changes`; a state has `values` and a version (section 3.0).
    #[must_use]
    pub fn is_terraform(&self) -> bool {
        self.terraform
    }
}

impl Keys {
    fn note(&mut self, key: &str) {
        match key {
            "Resources" => self.resources = true,
            "resource" => self.resource = true,
            "lineage" => self.lineage = true,
            _ => {}
        }
    }
}

/// A value as written; none for null.
pub(super) fn value<'t>(scanner: &mut Scanner<'t>) -> Result<Option<&'t str>, NotJson> {
    let written = scanner.skip()?;
    Ok((written != "null").then_some(written))
}

/// What goes through one value and collects the resources in it; false where its shape is another.
type Reading<'t> = fn(&mut Scanner<'t>, &mut Vec<Item<&'t str>>) -> Result<bool, NotJson>;

/// The value that comes next as a section; none for null.
fn section<'t>(scanner: &mut Scanner<'t>, read: Reading<'t>) -> Result<Option<Section<'t>>, NotJson> {
    let is_null = scanner.peek() == Some(b'n');
    let start = scanner.at();
    if is_null {
        return value(scanner).map(|_| None);
    }
    let mut section = Section::default();
    section.odd = !read(scanner, &mut section.ours)?;
    section.raw = scanner.since(start);
    Ok(Some(section))
}

/// Goes through an object; `take` gets the number of each key that is known, at its value, and says whether that
/// has the usual shape. False where one has not, where a known key stands twice, and for anything but an object.
pub(super) fn object<'t>(
    scanner: &mut Scanner<'t>,
    keys: &[&str],
    mut take: impl FnMut(&mut Scanner<'t>, usize) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    if !scanner.enter(b'{') {
        return scanner.skip().map(|_| false);
    }
    let (mut usual, mut seen, mut first) = (true, Seen::default(), true);
    while let Some(key) = scanner.key(&mut first)? {
        match position(keys, key) {
            Some(known) => usual &= !seen.again(known) & take(scanner, known)?,
            None => {
                scanner.skip()?;
            }
        }
    }
    Ok(usual)
}

/// The number of a key, as it is written, among those that are known.
fn position(keys: &[&str], written: &str) -> Option<usize> {
    let among = |key: &str| keys.iter().position(|known| *known == key);
    let inside = written.get(1..written.len().saturating_sub(1)).unwrap_or_default();
    among(inside).or_else(|| match memchr::memchr(b'\\', inside.as_bytes()) {
        Some(_) => among(&text_of(written)?),
        None => None,
    })
}

/// Skips a null; what else comes next is read.
pub(super) fn unless_null<'t>(
    scanner: &mut Scanner<'t>,
    read: impl FnOnce(&mut Scanner<'t>) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    if scanner.peek() == Some(b'n') { scanner.skip().map(|_| true) } else { read(scanner) }
}

/// `prior_state`: a state inside of a plan.
fn state<'t>(scanner: &mut Scanner<'t>, found: &mut Vec<Item<&'t str>>) -> Result<bool, NotJson> {
    object(scanner, &["values"], |scanner, _| unless_null(scanner, |scanner| values(scanner, found)))
}

/// `values` or `planned_values`: the tree of modules, or all resources in one list or map, as a Sentinel mock
/// has them.
fn values<'t>(scanner: &mut Scanner<'t>, found: &mut Vec<Item<&'t str>>) -> Result<bool, NotJson> {
    let mut tree = Vec::new();
    let usual = object(scanner, &["root_module", "resources"], |scanner, key| match key {
        0 => unless_null(scanner, |scanner| module(scanner, &mut tree, 0)),
        _ => resources(scanner, found),
    })?;
    found.append(&mut tree);
    Ok(usual)
}

/// A module's resources, then those of the modules below it; false where it has another shape.
fn module<'t>(
    scanner: &mut Scanner<'t>,
    found: &mut Vec<Item<&'t str>>,
    depth: usize,
) -> Result<bool, NotJson> {
    if depth > DEEP {
        return scanner.skip().map(|_| false);
    }
    let mut below = Vec::new();
    let usual = object(scanner, &["resources", "child_modules"], |scanner, key| match key {
        0 => resources(scanner, found),
        _ => each(scanner, |scanner, _| module(scanner, &mut below, depth + 1)),
    })?;
    found.append(&mut below);
    Ok(usual)
}

/// Goes through the elements of a list, or the values of a map with their keys; null has none. False where it is
/// something else, or one of them has another shape.
pub(super) fn each<'t>(
    scanner: &mut Scanner<'t>,
    mut take: impl FnMut(&mut Scanner<'t>, Option<Cow<'t, str>>) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    let (mut usual, mut first) = (true, true);
    if scanner.enter(b'[') {
        while scanner.item(&mut first)? {
            usual &= take(scanner, None)?;
        }
        return Ok(usual);
    }
    if scanner.enter(b'{') {
        while let Some(key) = scanner.key(&mut first)? {
            let key = text_of(key);
            usual &= key.is_some() & take(scanner, key)?;
        }
        return Ok(usual);
    }
    scanner.skip().map(|written| written == "null")
}

fn resources<'t>(scanner: &mut Scanner<'t>, found: &mut Vec<Item<&'t str>>) -> Result<bool, NotJson> {
    each(scanner, |scanner, key| {
        scanner.peek();
        let start = scanner.at();
        let header = header(scanner)?;
        let value = scanner.since(start);
        if header.is_ours(key.as_deref(), value) {
            found.push(Item { key: key.map(Cow::into_owned), value });
        }
        Ok(true)
    })
}

fn changes<'t>(scanner: &mut Scanner<'t>) -> Result<Option<ChangeList<'t>>, NotJson> {
    let is_null = scanner.peek() == Some(b'n');
    let start = scanner.at();
    if is_null {
        return value(scanner).map(|_| None);
    }
    let mut list = ChangeList::default();
    let usual = each(scanner, |scanner, key| {
        scanner.peek();
        let start = scanner.at();
        let header = header(scanner)?;
        list.add(&header, key, scanner.since(start));
        Ok(true)
    })?;
    list.odd = !usual;
    list.raw = scanner.since(start);
    Ok(Some(list))
}

impl<'t> ChangeList<'t> {
    fn add(&mut self, header: &Header<'t>, key: Option<Cow<'t, str>>, value: &'t str) {
        let deposed = header.deposed.and_then(text_of).is_some_and(|deposed| !deposed.is_empty());
        if header.odd || deposed {
            return;
        }
        let Some(label) = header.address.and_then(text_of).or_else(|| key.clone()) else { return };
        if header.is_ours(key.as_deref(), value) && Address::parse(&label).is_some() {
            self.ours.push(Item { key: key.map(Cow::into_owned), value });
        }
        self.unknown.extend(header.after_unknown.map(|marks| (self.all.len(), marks)));
        self.all.push(label);
    }
}

/// Reads what tells a resource from another.
fn header<'t>(scanner: &mut Scanner<'t>) -> Result<Header<'t>, NotJson> {
    let mut header = Header::default();
    let usual = object(scanner, &["address", "type", "deposed", "change"], |scanner, key| {
        match key {
            0 => header.address = value(scanner)?,
            1 => header.kind = value(scanner)?,
            2 => header.deposed = value(scanner)?,
            _ => header.after_unknown = after_unknown(scanner)?,
        }
        Ok(true)
    })?;
    header.odd = !usual;
    Ok(header)
}

/// The one part of a change that other resources' values depend on.
fn after_unknown<'t>(scanner: &mut Scanner<'t>) -> Result<Option<&'t str>, NotJson> {
    let mut found = None;
    let usual = object(scanner, &["after_unknown"], |scanner, _| {
        found = value(scanner)?;
        Ok(true)
    })?;
    Ok(found.filter(|marks| usual && *marks != "{}" && *marks != "false"))
}

impl Header<'_> {
    /// Whether a resource is of a type read here; one that can't be told by its header is looked at as a whole.
    fn is_ours(&self, key: Option<&str>, written: &str) -> bool {
        if self.odd {
            return holds_mark(written);
        }
        match self.kind.and_then(text_of) {
            Some(kind) => is_ours(&kind),
            None => self.address.and_then(text_of).as_deref().or(key).is_some_and(holds_mark),
        }
    }
}

/// Whether resources of a type are read here.
pub(super) fn is_ours(kind: &str) -> bool {
    kind.starts_with("aws_elasticache_") || kind == "aws_subnet" || kind == "aws_default_subnet"
}

/// Whether a text names a type that may be one of those.
pub(super) fn holds_mark(text: &str) -> bool {
    MARKS.iter().any(|mark| mark.find(text.as_bytes()).is_some())
}
