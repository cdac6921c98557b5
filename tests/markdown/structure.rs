//! A Markdown document as a parser of GitHub's dialect sees it: what there is, and what is plain text.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

/// What a document is made of.
#[derive(Debug, Default)]
pub(crate) struct Structure {
    /// Every part that is not text or code, indented by how deep it is, with where links lead.
    pub(crate) outline: Vec<String>,
    /// Text outside of code: what GitHub looks through for names, numbers and addresses.
    pub(crate) texts: Vec<String>,
    /// The links.
    pub(crate) links: Vec<String>,
    /// How many rows tables have, heads included.
    pub(crate) rows: usize,
    /// The charts.
    pub(crate) charts: Vec<String>,
    /// Code, inline and in blocks.
    pub(crate) code: Vec<String>,
}

/// Reads a document with everything on that GitHub has on.
pub(crate) fn structure(markdown: &str) -> Structure {
    let arena = Arena::new();
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.extension.math_dollars = true;
    options.extension.math_code = true;
    let mut out = Structure::default();
    read(parse_document(&arena, markdown, &options), 0, &mut out);
    out
}

fn read<'a>(node: &'a AstNode<'a>, depth: usize, out: &mut Structure) {
    let name = match &node.data().value {
        NodeValue::Text(text) => {
            out.texts.push(text.to_string());
            None
        }
        NodeValue::Code(code) => {
            out.code.push(code.literal.clone());
            None
        }
        NodeValue::SoftBreak => None,
        NodeValue::HtmlBlock(html) => Some(tags(&html.literal, out)),
        // Code in a cell whose content has a pipe.
        NodeValue::HtmlInline(html) if html == "<code>" || html == "</code>" => None,
        NodeValue::HtmlInline(html) => Some(format!("inline {html}")),
        NodeValue::CodeBlock(block) if block.info == "mermaid" => {
            out.charts.push(block.literal.clone());
            Some("chart".to_owned())
        }
        NodeValue::CodeBlock(block) => {
            out.code.push(block.literal.clone());
            Some(format!("block of {}", block.info))
        }
        NodeValue::TableRow(_) => {
            out.rows += 1;
            Some("row".to_owned())
        }
        NodeValue::Link(link) => {
            out.links.push(link.url.clone());
            Some("link".to_owned())
        }
        NodeValue::Heading(heading) => Some(format!("heading {}", heading.level)),
        NodeValue::List(list) => Some(format!("list from {}", list.start)),
        other => {
            let name = format!("{other:?}");
            Some(name.split(['(', ' ']).next().unwrap().to_owned())
        }
    };
    if let Some(name) = name {
        out.outline.push(format!("{}{name}", " ".repeat(depth)));
    }
    // What stands between inline tags of code is text to the parser, and code to a reader.
    let mut inside = false;
    for child in node.children() {
        if let NodeValue::HtmlInline(html) = &child.data().value {
            inside = html == "<code>";
        }
        let before = out.texts.len();
        read(child, depth + 1, out);
        if inside {
            let text = out.texts.split_off(before).concat();
            out.code.push(text);
        }
    }
}

/// The tags of a block of HTML; its text counts as text, what is in `<code>` as code.
fn tags(html: &str, out: &mut Structure) -> String {
    let mut tags = Vec::new();
    let mut in_code = false;
    for (at, part) in html.split('<').enumerate() {
        let (tag, text) = if at == 0 { ("", part) } else { part.split_once('>').unwrap_or((part, "")) };
        match tag {
            "" => {}
            "code" => in_code = true,
            "/code" => in_code = false,
            tag => tags.push(tag.to_owned()),
        }
        if in_code {
            out.code.push(text.to_owned());
        } else if !text.trim().is_empty() {
            out.texts.push(text.to_owned());
        }
    }
    tags.join(" ")
}
