//! Terraform configuration: the parser of its language, and the evaluator over a folder of modules.

use std::io::empty;

use multiaz::load::Options;
use multiaz::load::terraform::Variables;
use multiaz::source::hcl::{Body, parse_hcl, parse_template};
use multiaz::source::{Sources, gather};

use super::asserts::assert_place;
use super::folder::folder;
use super::run::check;

/// A text as files of configuration.
pub fn hcl(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    parse(text);
    let folder = folder(text, "main.tf");
    let gathered = gather(&[folder.path().to_owned()], true, &mut empty());
    let variables = Variables { workspace: Some("default".into()), ..Variables::default() };
    check(gathered.inputs, &Options { folders: gathered.folders, variables, ..Options::default() });
}

/// Parses a text as a body and as a template, and looks at the places.
fn parse(text: &str) {
    let mut sources = Sources::default();
    let source = sources.add("main.tf", text);
    // Without its byte-order mark.
    let text = sources.text(source);
    match parse_hcl(source, &text) {
        Ok(body) => places(&sources, &body),
        Err(error) => assert_place(&sources, error.at, &error.message),
    }
    if let Err(error) = parse_template(&text, sources.whole(source), false) {
        assert_place(&sources, error.at, &error.message);
    }
}

fn places(sources: &Sources, body: &Body) {
    for attribute in &body.attributes {
        assert_place(sources, attribute.value.span, &attribute.name);
    }
    for block in &body.blocks {
        assert_place(sources, block.span, &block.kind);
        places(sources, &block.body);
    }
}
