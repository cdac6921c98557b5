//! The JSON form of Terraform's language: objects are bodies or values, and texts are templates.

use super::{Attribute, Block, Body, Expression, ExpressionKind, parse_template};
use crate::source::{Entry, Node, NodeKind, ParseError, SourceId, Span, parse_json};

/// How many labels the blocks of a file's top level have.
const LABELS: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];

/// Reads a file in JSON syntax.
///
/// # Errors
/// Where the text is not JSON, or a text in it is not a template.
pub fn parse_hcl_json(source: SourceId, text: &str) -> Result<Body, ParseError> {
    let root = parse_json(source, text, text)?;
    let mut body = Body::default();
    for entry in objects(&root).into_iter().flat_map(Node::entries) {
        if let Some((_, labels)) = LABELS.iter().find(|(kind, _)| *kind == entry.key) {
            blocks(text, entry, *labels, &mut body.blocks)?;
        } else if entry.key != COMMENT {
            body.attributes.push(attribute(text, entry)?);
        }
    }
    Ok(body)
}

/// Reads a JSON value whose texts mean themselves, as a `.tfvars.json` file holds them.
///
/// # Errors
/// Where the text is not JSON.
pub fn parse_json_value(source: SourceId, text: &str) -> Result<Body, ParseError> {
    let root = parse_json(source, text, text)?;
    let attribute = |entry: &Entry| Attribute {
        name: entry.key.clone(),
        name_span: entry.key_span,
        value: plain(&entry.value),
    };
    Ok(Body { attributes: root.entries().iter().map(attribute).collect(), blocks: Vec::new() })
}

/// The key that holds a comment.
const COMMENT: &str = "//";

/// An object, or the objects of a list: JSON syntax allows both wherever a block may stand.
fn objects(node: &Node) -> Vec<&Node> {
    if node.is_list() { node.items().iter().collect() } else { vec![node] }
}

/// The blocks under a key, below as many labels as their kind has.
fn blocks(text: &str, entry: &Entry, labels: usize, found: &mut Vec<Block>) -> Result<(), ParseError> {
    let mut open: Vec<(Vec<String>, Span, &Node)> = vec![(Vec::new(), entry.key_span, &entry.value)];
    for _ in 0..labels {
        let mut next = Vec::new();
        for (above, _, node) in open {
            for inner in objects(node).into_iter().flat_map(Node::entries).filter(|e| e.key != COMMENT) {
                let labels = above.iter().cloned().chain([inner.key.clone()]).collect();
                next.push((labels, inner.key_span, &inner.value));
            }
        }
        open = next;
    }
    for (labels, at, node) in open {
        for object in objects(node).into_iter().filter(|object| object.is_map()) {
            let body = body(text, object)?;
            found.push(Block {
                kind: entry.key.clone(),
                labels: labels.clone(),
                at,
                span: object.span,
                body,
            });
        }
    }
    Ok(())
}

/// The body of a block. `lifecycle` and `dynamic` are blocks in it, and what stands beside a `dynamic`
/// block of its kind; whether another object is a block or a value only a provider's schema tells: it
/// stays a value, which reads the same.
fn body(text: &str, object: &Node) -> Result<Body, ParseError> {
    let mut body = Body::default();
    let made = |key: &str| {
        object.get("dynamic").is_some_and(|all| objects(all).iter().any(|all| all.get(key).is_some()))
    };
    for entry in object.entries().iter().filter(|entry| entry.key != COMMENT) {
        match entry.key.as_str() {
            kind if made(kind) => blocks(text, entry, 0, &mut body.blocks)?,
            "lifecycle" | "required_providers" | "validation" => blocks(text, entry, 0, &mut body.blocks)?,
            "dynamic" => blocks(text, entry, 1, &mut body.blocks)?,
            "content" if object.get("for_each").is_some() => blocks(text, entry, 0, &mut body.blocks)?,
            _ => body.attributes.push(attribute(text, entry)?),
        }
    }
    Ok(body)
}

fn attribute(text: &str, entry: &Entry) -> Result<Attribute, ParseError> {
    let value = value(text, &entry.value)?;
    Ok(Attribute { name: entry.key.clone(), name_span: entry.key_span, value })
}

/// A value whose texts are templates.
fn value(text: &str, node: &Node) -> Result<Expression, ParseError> {
    let kind = match &node.kind {
        NodeKind::Scalar { text: characters, plain: false } => return quoted(text, characters, node.span),
        NodeKind::List(items) => {
            ExpressionKind::Tuple(items.iter().map(|item| value(text, item)).collect::<Result<_, _>>()?)
        }
        NodeKind::Map(entries) => {
            let entries = entries.iter().filter(|entry| entry.key != COMMENT);
            let entry =
                |entry: &Entry| Ok((quoted(text, &entry.key, entry.key_span)?, value(text, &entry.value)?));
            ExpressionKind::Object(entries.map(entry).collect::<Result<_, _>>()?)
        }
        NodeKind::Null | NodeKind::Scalar { plain: true, .. } => return Ok(plain(node)),
    };
    Ok(Expression { kind, span: node.span })
}

fn quoted(text: &str, characters: &str, span: Span) -> Result<Expression, ParseError> {
    if !characters.contains("${") && !characters.contains("%{") {
        return Ok(Expression { kind: ExpressionKind::Text(characters.to_owned()), span });
    }
    let inner = Span { start: span.start + 1, end: span.end.saturating_sub(1), ..span };
    let exact = text.get(inner.start..inner.end) == Some(characters);
    let read = parse_template(characters, if exact { inner } else { span }, exact)?;
    Ok(Expression { span, ..read })
}

/// A value whose texts mean themselves.
fn plain(node: &Node) -> Expression {
    let kind = match &node.kind {
        NodeKind::Null => ExpressionKind::Null,
        NodeKind::Scalar { text, plain: true } => match text.as_str() {
            "true" => ExpressionKind::Bool(true),
            "false" => ExpressionKind::Bool(false),
            number => match number.parse() {
                Ok(number) => ExpressionKind::Number(number),
                Err(_) => ExpressionKind::Text(number.to_owned()),
            },
        },
        NodeKind::Scalar { text, plain: false } => ExpressionKind::Text(text.clone()),
        NodeKind::List(items) => ExpressionKind::Tuple(items.iter().map(plain).collect()),
        NodeKind::Map(entries) => {
            let key = |entry: &Entry| Expression {
                kind: ExpressionKind::Text(entry.key.clone()),
                span: entry.key_span,
            };
            ExpressionKind::Object(entries.iter().map(|entry| (key(entry), plain(&entry.value))).collect())
        }
    };
    Expression { kind, span: node.span }
}
