//! The spanned tree that JSON and YAML become: values that know where they stand.

use super::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// The value's own bytes: for quoted text the quotes included.
    pub span: Span,
    /// A YAML tag without its `!`, such as `Ref` or `GetAtt`.
    pub tag: Option<String>,
    /// What the value is.
    pub kind: NodeKind,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    /// A JSON `null`, or a YAML plain `null`, `~` or nothing.
    Null,
    /// Text, a number or a boolean, kept as it was written: `7.10` stays `7.10`.
    Scalar {
        /// The characters, escapes resolved.
        text: String,
        /// Written without quotes.
        plain: bool,
    },
    /// A list.
    List(Vec<Node>),
    /// A map in the order written; keys are unique.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key, escapes resolved.
    pub key: String,
    /// The key's own bytes.
    pub key_span: Span,
    /// The value under the key.
    pub value: Node,
}

impl Node {
    /// The entry under a key, where this is a map that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value under a key, where this is a map that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The value under a path of keys.
    #[must_use]
    pub fn path(&self, keys: &[&str]) -> Option<&Node> {
        keys.iter().try_fold(self, |node, key| node.get(key))
    }

    /// The entries of a map; empty for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            NodeKind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items of a list; empty for anything else.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            NodeKind::List(items) => items,
            _ => &[],
        }
    }

    /// Whether this is a null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.kind, NodeKind::Null)
    }

    /// Whether this is a map.
    #[must_use]
    pub fn is_map(&self) -> bool {
        matches!(self.kind, NodeKind::Map(_))
    }

    /// Whether this is a list.
    #[must_use]
    pub fn is_list(&self) -> bool {
        matches!(self.kind, NodeKind::List(_))
    }

    /// The characters of a scalar, quoted or not.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A boolean, quoted or not, in any spelling of YAML 1.1: `true`, `"yes"`, `Off`.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        bool_word(self.as_str()?)
    }

    /// A whole number of zero or more, quoted or not.
    #[must_use]
    pub fn as_count(&self) -> Option<u32> {
        count_word(self.as_str()?)
    }
}

/// A boolean in any spelling of YAML 1.1: `true`, `yes`, `Off`.
#[must_use]
pub fn bool_word(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

/// A whole number of zero or more.
#[must_use]
pub fn count_word(text: &str) -> Option<u32> {
    let text = text.trim();
    // `2.0` is how some JSON writers spell the number two.
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}
