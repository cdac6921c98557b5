//! YAML into spanned nodes: the one file that knows the YAML parser.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError, Tag};

use super::json::duplicate_key;
use super::tape::{FEW, hash};
use super::{Entry, MAX_DEPTH, Node, NodeKind, ParseError, SourceId, Span};

/// How many nodes aliases may add to a text before it counts as an alias bomb.
const MAX_ALIAS_NODES: usize = 100_000;

/// Parses all documents of a YAML text; an empty text has none.
///
/// Aliases are resolved and merge keys (`<<`) are merged, the map's own keys winning.
///
/// # Errors
/// When it is not YAML, repeats a key, nests deeper than [`MAX_DEPTH`], or its aliases multiply.
pub fn parse_yaml(source: SourceId, text: &str) -> Result<Vec<Node>, ParseError> {
    let mut options = Options::default();
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.set_emit_comments(false);
    let mut builder = Builder::new(source, text);
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| builder.located(&error))?;
        let range = span.byte_range().unwrap_or(0..0);
        let tag_start = span.tag_span().and_then(|tag| tag.byte_range()).map(|range| range.start);
        let start = tag_start.map_or(range.start, |at| at.min(range.start));
        let span = Span { source, start: range.start, end: range.end.max(range.start) };
        builder.event(event, span, Span { start, ..span })?;
    }
    Ok(builder.documents)
}

/// A list or map whose end has not come yet.
enum Open {
    List(Vec<Node>),
    Map(OpenMap),
}

/// A map under construction: `key` waits for its value, `merges` for the map's end.
#[derive(Default)]
struct OpenMap {
    entries: Vec<Entry>,
    /// Where the hashes of its keys begin among those of all open maps.
    hashes: usize,
    /// The keys, once there are many.
    seen: HashSet<String>,
    key: Option<Node>,
    merges: Vec<Node>,
}

struct Frame {
    open: Open,
    span: Span,
    tag: Option<String>,
    anchor: usize,
}

/// A value that aliases may refer to.
struct Anchored {
    node: Node,
    /// How many values it holds, itself included.
    size: usize,
    /// How many levels deep it is.
    height: usize,
}

struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    documents: Vec<Node>,
    frames: Vec<Frame>,
    /// Of the keys of all maps that are open, as long as there are few in a map.
    hashes: Vec<u64>,
    anchors: HashMap<usize, Anchored>,
    alias_nodes: usize,
}

impl<'t> Builder<'t> {
    fn new(source: SourceId, text: &'t str) -> Self {
        Builder {
            source,
            text,
            documents: Vec::new(),
            frames: Vec::new(),
            hashes: Vec::new(),
            anchors: HashMap::new(),
            alias_nodes: 0,
        }
    }

    /// Takes one event; `tagged` is the span with a leading tag included.
    fn event(&mut self, event: Event<'_>, span: Span, tagged: Span) -> Result<(), ParseError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let kind = scalar(text, style, tag.is_some());
                let span = self.trimmed(tagged);
                let node = Node { span, tag: tag.map(|tag| short_tag(&tag)), kind };
                self.close(node, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.open(Open::List(Vec::new()), tagged, tag.map(|tag| short_tag(&tag)), anchor)
            }
            Event::MappingStart(_, anchor, tag) => {
                let map = OpenMap { hashes: self.hashes.len(), ..OpenMap::default() };
                self.open(Open::Map(map), tagged, tag.map(|tag| short_tag(&tag)), anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            _ => Ok(()),
        }
    }

    fn open(&mut self, open: Open, span: Span, tag: Option<String>, anchor: usize) -> Result<(), ParseError> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.frames.push(Frame { open, span, tag, anchor });
        Ok(())
    }

    fn end(&mut self, span: Span) -> Result<(), ParseError> {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        let kind = match frame.open {
            Open::List(items) => NodeKind::List(items),
            Open::Map(map) => {
                self.hashes.truncate(map.hashes);
                NodeKind::Map(merged(map))
            }
        };
        let span = self.trimmed(Span { end: span.end.max(frame.span.start), ..frame.span });
        self.close(Node { span, tag: frame.tag, kind }, frame.anchor)
    }

    /// A block value's span reaches to the next token: cut the white space off its end.
    fn trimmed(&self, span: Span) -> Span {
        let slice = self.text.get(span.start..span.end).unwrap_or_default();
        Span { end: span.start + slice.trim_end().len(), ..span }
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), ParseError> {
        let Some(Anchored { node, size, height }) = self.anchors.get(&anchor) else {
            return Err(ParseError {
                at: span,
                message: "this alias refers to a value it is itself a part of".into(),
                help: "write the value out".into(),
            });
        };
        // The value is copied to here: its own depth comes on top of this place's.
        if self.frames.len() + height > MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.alias_nodes += size;
        if self.alias_nodes > MAX_ALIAS_NODES {
            return Err(ParseError {
                at: span,
                message: format!("aliases grow this file past {MAX_ALIAS_NODES} values"),
                help: "write the values out: a file that multiplies itself is not read".into(),
            });
        }
        let node = node.clone();
        self.close(node, 0)
    }

    /// Hands a finished value to the list, map or document it stands in.
    fn close(&mut self, node: Node, anchor: usize) -> Result<(), ParseError> {
        if anchor != 0 {
            let (size, height) = measure(&node);
            self.anchors.insert(anchor, Anchored { node: node.clone(), size, height });
        }
        match self.frames.last_mut().map(|frame| &mut frame.open) {
            None => self.documents.push(node),
            Some(Open::List(items)) => items.push(node),
            Some(Open::Map(map)) => match map.key.take() {
                None => map.key = Some(node),
                Some(name) => map.add(name, node, &mut self.hashes)?,
            },
        }
        Ok(())
    }

    fn located(&self, error: &ScanError) -> ParseError {
        let marker = error.marker();
        let offset = marker.byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let at = Span::character(self.source, self.text, offset);
        let info = error.info();
        if info.contains("nest") || info.contains("recursion") {
            return too_deep(at);
        }
        ParseError {
            at,
            message: format!("not valid YAML: {info}"),
            help: "mend the YAML here, or leave the file out".into(),
        }
    }
}

fn too_deep(at: Span) -> ParseError {
    ParseError {
        at,
        message: format!("nested deeper than {MAX_DEPTH} levels"),
        help: "no template nests that deep: check how the file was made".into(),
    }
}

impl OpenMap {
    /// Takes an entry; `hashes` are those of all open maps, its own the last.
    fn add(&mut self, name: Node, value: Node, hashes: &mut Vec<u64>) -> Result<(), ParseError> {
        let is_merge = matches!(&name.kind, NodeKind::Scalar { text, plain: true } if text == "<<");
        if is_merge {
            match value.kind {
                NodeKind::List(items) => self.merges.extend(items),
                _ => self.merges.push(value),
            }
            return Ok(());
        }
        let key = match name.kind {
            NodeKind::Scalar { text, .. } => text,
            NodeKind::Null => String::new(),
            NodeKind::List(_) | NodeKind::Map(_) => {
                return Err(ParseError {
                    at: name.span,
                    message: "a list or map stands where a key belongs".into(),
                    help: "quote the key if its braces are meant as text".into(),
                });
            }
        };
        if self.repeats(&key, hashes) {
            return Err(duplicate_key(&key, name.span));
        }
        self.entries.push(Entry { key, key_span: name.span, value });
        Ok(())
    }

    /// Notes a key; true where the map has it already.
    fn repeats(&mut self, key: &str, hashes: &mut Vec<u64>) -> bool {
        if self.entries.len() < FEW {
            let hash = hash(key);
            let own = hashes.get(self.hashes..).unwrap_or_default();
            let again = own.contains(&hash) && self.entries.iter().any(|entry| entry.key == key);
            hashes.push(hash);
            return again;
        }
        if self.seen.is_empty() {
            self.seen.extend(self.entries.iter().map(|entry| entry.key.clone()));
        }
        !self.seen.insert(key.to_owned())
    }
}

/// Adds the entries of merged maps that the map does not write itself; earlier merges win.
fn merged(map: OpenMap) -> Vec<Entry> {
    let OpenMap { mut entries, merges, .. } = map;
    if merges.is_empty() {
        return entries;
    }
    let mut seen: HashSet<String> = entries.iter().map(|entry| entry.key.clone()).collect();
    for merge in merges {
        if let NodeKind::Map(inherited) = merge.kind {
            let new = inherited.into_iter().filter(|entry| seen.insert(entry.key.clone()));
            entries.extend(new);
        }
    }
    entries
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle, tagged: bool) -> NodeKind {
    let plain = style == ScalarStyle::Plain;
    let null = matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
    if plain && null && !tagged {
        return NodeKind::Null;
    }
    NodeKind::Scalar { text: text.into_owned(), plain }
}

/// `Ref` for `!Ref`; the long form for tags of other namespaces.
fn short_tag(tag: &Tag) -> String {
    match (tag.handle(), tag.suffix()) {
        ("!" | "", suffix) => suffix.to_owned(),
        (handle, suffix) => format!("{handle}{suffix}"),
    }
}

/// How many values a node holds, itself included, and how many levels deep it is.
fn measure(node: &Node) -> (usize, usize) {
    let children: Vec<&Node> = match &node.kind {
        NodeKind::List(items) => items.iter().collect(),
        NodeKind::Map(entries) => entries.iter().map(|entry| &entry.value).collect(),
        _ => return (1, 0),
    };
    let measures = children.into_iter().map(measure);
    measures.fold((1, 1), |(size, height), (more, deep)| (size + more, height.max(deep + 1)))
}
