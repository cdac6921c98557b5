//! Resource addresses and the references that a plan's `configuration` lists, taken apart.

use std::fmt;

/// One step of an address: `subnet[0]` is the name `subnet` with the key `0`.
#[derive(Debug, PartialEq, Eq)]
struct Segment<'r> {
    name: &'r str,
    key: Option<&'r str>,
}

/// Splits an address at its dots; a dot inside of a key's quotes is none.
fn segments(text: &str) -> Vec<Segment<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, mut tail) = rest.split_at(end);
        let mut key = None;
        while let Some(inner) = tail.strip_prefix('[') {
            let end = key_end(inner);
            key = key.or(inner.get(..end));
            tail = inner.get(end + 1..).unwrap_or_default();
        }
        found.push(Segment { name, key });
        rest = tail.strip_prefix('.').unwrap_or(tail);
    }
    found
}

/// Where a key ends: at its bracket, or after its closing quote.
fn key_end(inner: &str) -> usize {
    let mut quoted = false;
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b']' if !quoted => return at,
            _ => {}
        }
    }
    inner.len()
}

/// The instance of a module that something stands in; empty for the root module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(super) struct Scope(pub(super) Vec<Step>);

/// One module call on the way down.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Step {
    /// The call's name.
    pub(super) name: String,
    /// The instance's key, such as `0` or `"eu"`.
    pub(super) key: Option<String>,
    /// Every instance is meant.
    pub(super) any: bool,
}

impl Scope {
    /// Whether an instance is one that this scope means.
    pub(super) fn covers(&self, instance: &Scope) -> bool {
        self.0.len() == instance.0.len()
            && self
                .0
                .iter()
                .zip(&instance.0)
                .all(|(own, other)| own.name == other.name && (own.any || own.key == other.key))
    }

    /// The scope of the module that calls this one, and the call; `None` for the root.
    pub(super) fn parent(&self) -> Option<(Scope, &Step)> {
        let (last, rest) = self.0.split_last()?;
        Some((Scope(rest.to_vec()), last))
    }

    /// The scope of a module called from here; without a key every instance is meant.
    pub(super) fn child(&self, name: &str, key: Option<&str>) -> Scope {
        let step = Step { name: name.to_owned(), key: key.map(str::to_owned), any: key.is_none() };
        Scope(self.0.iter().cloned().chain([step]).collect())
    }
}

/// Ends with a dot unless it is the root, so that it can be put before a name.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.0 {
            match &step.key {
                Some(key) => write!(f, "module.{}[{key}].", step.name)?,
                None => write!(f, "module.{}.", step.name)?,
            }
        }
        Ok(())
    }
}

/// The address of a resource instance.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Address {
    /// The module instance it stands in.
    pub(super) scope: Scope,
    /// A data source.
    pub(super) data: bool,
    /// The resource type.
    pub(super) kind: String,
    /// The resource's name.
    pub(super) name: String,
    /// The instance's key.
    pub(super) key: Option<String>,
}

impl Address {
    /// Reads `module.cache["eu"].aws_elasticache_cluster.this[0]`; `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Address> {
        let mut scope = Scope::default();
        let mut parts = segments(text).into_iter().peekable();
        while parts.next_if(|part| part.name == "module").is_some() {
            let call = parts.next()?;
            let key = call.key.map(str::to_owned);
            scope.0.push(Step { name: call.name.to_owned(), key, any: false });
        }
        let data = parts.next_if(|part| part.name == "data").is_some();
        let (kind, last) = (parts.next()?, parts.next()?);
        if parts.next().is_some() || last.name.is_empty() {
            return None;
        }
        let key = last.key.map(str::to_owned);
        Some(Address { scope, data, kind: kind.name.into(), name: last.name.into(), key })
    }
}

/// The block that an address is an instance of: data source or not, type, name.
pub(super) fn block(text: &str) -> Option<(bool, &str, &str)> {
    let parts = segments(text);
    let mut parts = parts.iter().peekable();
    while parts.next_if(|part| part.name == "module").is_some() {
        parts.next()?;
    }
    let data = parts.next_if(|part| part.name == "data").is_some();
    Some((data, parts.next()?.name, parts.next()?.name))
}

/// What an expression refers to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Reference {
    /// `var.x`.
    Variable(String),
    /// `each.value`.
    Each,
    /// Always known while planning: `each.key`, `count.index`, `path.module`, `terraform.workspace`.
    Known,
    /// `module.x["k"].output`.
    Module {
        /// The call's name.
        call: String,
        /// The instance's key, where one is written out.
        key: Option<String>,
        /// The output; none where the whole module is referred to.
        output: Option<String>,
    },
    /// `aws_subnet.a[0].id`, `data.aws_subnet.a.id`.
    Resource(ResourceReference),
    /// `local.x` and what else a plan does not explain.
    Opaque(String),
}

/// A reference to a resource.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ResourceReference {
    /// A data source.
    pub(super) data: bool,
    /// The resource type.
    pub(super) kind: String,
    /// The resource's name.
    pub(super) name: String,
    /// The instance's key, where one is written out.
    pub(super) key: Option<String>,
    /// The attribute; none where the whole resource is referred to.
    pub(super) attribute: Option<String>,
}

impl Reference {
    /// Reads one entry of `references`.
    pub(super) fn parse(text: &str) -> Reference {
        let parts = segments(text);
        let name = |at: usize| parts.get(at).map(|part| part.name.to_owned());
        let key = |at: usize| parts.get(at).and_then(|part| part.key).map(str::to_owned);
        match (parts.first().map(|part| part.name), name(1)) {
            (Some("var"), Some(variable)) => Reference::Variable(variable),
            (Some("each"), Some(what)) if what == "value" => Reference::Each,
            (Some("each" | "count" | "path" | "terraform" | "tofu" | "self"), _) => Reference::Known,
            (Some("module"), Some(call)) => Reference::Module { call, key: key(1), output: name(2) },
            (Some("local" | "ephemeral"), _) | (_, None) | (None, _) => Reference::Opaque(text.to_owned()),
            (Some(first), Some(_)) => {
                let data = first == "data";
                let at = usize::from(data);
                match (name(at), name(at + 1)) {
                    (Some(kind), Some(name_)) => Reference::Resource(ResourceReference {
                        data,
                        kind,
                        name: name_,
                        key: key(at + 1),
                        attribute: name(at + 2),
                    }),
                    _ => Reference::Opaque(text.to_owned()),
                }
            }
        }
    }
}

/// Drops what only repeats the beginning of another: beside `aws_vpc.a.id` Terraform lists `aws_vpc.a`.
pub(super) fn longest(references: &[String]) -> Vec<&str> {
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| rest.starts_with('.') || rest.starts_with('['))
    };
    let mut kept: Vec<&str> = Vec::new();
    for reference in references {
        let repeats = references.iter().any(|other| begins(other, reference));
        if !repeats && !kept.contains(&reference.as_str()) {
            kept.push(reference);
        }
    }
    kept
}

impl fmt::Display for ResourceReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}.{}", if self.data { "data." } else { "" }, self.kind, self.name)?;
        if let Some(key) = &self.key {
            write!(f, "[{key}]")?;
        }
        match &self.attribute {
            Some(attribute) => write!(f, ".{attribute}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_dots_and_brackets_inside_of_keys() {
        let address = Address::parse(r#"module.a["x.y]"].module.b[0].data.aws_subnet.s["k\"]"]"#).unwrap();
        assert_eq!(address.scope.to_string(), r#"module.a["x.y]"].module.b[0]."#);
        assert!(address.data);
        assert_eq!((address.kind.as_str(), address.name.as_str()), ("aws_subnet", "s"));
        assert_eq!(address.key.as_deref(), Some(r#""k\"]""#));
    }

    #[test]
    fn broken_addresses_are_none() {
        for text in ["", "module", "module.a", "aws_subnet", "a.b.c", "[", "module.a[\"x.b.c", "data.a", "x."]
        {
            assert_eq!(Address::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_longest_references_are_kept() {
        let all = ["aws_vpc.a.id", "aws_vpc.a", "aws_vpc.ab", "var.x", "var.x", "m.x[0].id", "m.x[0]", "m.x"];
        let all: Vec<String> = all.map(String::from).into();
        assert_eq!(longest(&all), ["aws_vpc.a.id", "aws_vpc.ab", "var.x", "m.x[0].id"]);
    }
}
