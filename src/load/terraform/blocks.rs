//! The `configuration` of a plan, as the one pass over the plan reads it.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::source::{NotJson, Scanner, text_of};

use super::configuration::{Call, Configuration, Module, Output, Raw, ResourceBlock};
use super::document::Item;
use super::survey::{DEEP, each, is_ours, object, unless_null, value};

/// The configuration as it was read.
#[derive(Debug, Default)]
pub(super) struct Blocks<'t> {
    /// As written.
    pub(super) raw: &'t str,
    /// What is in it.
    pub(super) configuration: Configuration<'t>,
    /// Its shape is not the usual one, and `configuration` is not all.
    pub(super) odd: bool,
}

/// Reads the configuration that comes next; none for null.
pub(super) fn blocks<'t>(scanner: &mut Scanner<'t>) -> Result<Option<Blocks<'t>>, NotJson> {
    let is_null = scanner.peek() == Some(b'n');
    let start = scanner.at();
    if is_null {
        return value(scanner).map(|_| None);
    }
    let mut found = Configuration::default();
    let usual = object(scanner, &["root_module", "provider_config"], |scanner, key| match key {
        0 => optional(scanner, &mut found.root_module, |scanner, module| read_module(scanner, module, 0)),
        _ => raw(scanner, &mut found.provider_config),
    })?;
    Ok(Some(Blocks { raw: scanner.since(start), configuration: found, odd: !usual }))
}

fn read_module<'t>(
    scanner: &mut Scanner<'t>,
    module: &mut Module<'t>,
    depth: usize,
) -> Result<bool, NotJson> {
    if depth > DEEP {
        return scanner.skip().map(|_| false);
    }
    let keys = ["resources", "module_calls", "outputs", "variables"];
    object(scanner, &keys, |scanner, key| match key {
        0 => each(scanner, |scanner, key| {
            scanner.peek();
            let start = scanner.at();
            let mut block = ResourceBlock::default();
            let usual = read_block(scanner, &mut block)?;
            match block.kind.as_deref() {
                Some(kind) if !is_ours(kind) => module.others.push(scanner.since(start)),
                _ => module.resources.0.push(Item { key: key.map(Cow::into_owned), value: block }),
            }
            Ok(usual)
        }),
        1 => map(scanner, &mut module.module_calls, |scanner, call| read_call(scanner, call, depth)),
        2 => map(scanner, &mut module.outputs, read_output),
        _ => map(scanner, &mut module.variables, read_raw),
    })
}

/// Reads a block again, as it is written.
pub(super) fn block(written: &str) -> Option<ResourceBlock<'_>> {
    let mut block = ResourceBlock::default();
    read_block(&mut Scanner::new(written), &mut block).ok().map(|_| block)
}

fn read_block<'t>(scanner: &mut Scanner<'t>, block: &mut ResourceBlock<'t>) -> Result<bool, NotJson> {
    let keys = ["mode", "type", "name", "expressions", "for_each_expression", "count_expression"];
    object(scanner, &keys, |scanner, key| match key {
        0 => text(scanner, &mut block.mode),
        1 => text(scanner, &mut block.kind),
        2 => text(scanner, &mut block.name),
        3 => raw(scanner, &mut block.expressions),
        4 => raw(scanner, &mut block.for_each_expression),
        _ => raw(scanner, &mut block.count_expression),
    })
}

fn read_call<'t>(scanner: &mut Scanner<'t>, call: &mut Call<'t>, depth: usize) -> Result<bool, NotJson> {
    let keys = ["expressions", "for_each_expression", "count_expression", "module"];
    object(scanner, &keys, |scanner, key| match key {
        0 => map(scanner, &mut call.expressions, read_raw),
        1 => raw(scanner, &mut call.for_each_expression),
        2 => raw(scanner, &mut call.count_expression),
        _ => optional(scanner, &mut call.module, |scanner, module| read_module(scanner, module, depth + 1)),
    })
}

fn read_output<'t>(scanner: &mut Scanner<'t>, output: &mut Output<'t>) -> Result<bool, NotJson> {
    object(scanner, &["expression"], |scanner, _| raw(scanner, &mut output.expression))
}

fn read_raw<'t>(scanner: &mut Scanner<'t>, to: &mut Raw<'t>) -> Result<bool, NotJson> {
    *to = Raw(scanner.skip()?);
    Ok(true)
}

/// A value as written; none for null.
fn raw<'t>(scanner: &mut Scanner<'t>, to: &mut Option<Raw<'t>>) -> Result<bool, NotJson> {
    *to = value(scanner)?.map(Raw);
    Ok(true)
}

/// A text; none for null.
fn text<'t>(scanner: &mut Scanner<'t>, to: &mut Option<Cow<'t, str>>) -> Result<bool, NotJson> {
    let written = scanner.skip()?;
    *to = text_of(written);
    Ok(to.is_some() || written == "null")
}

/// Something that may be null.
fn optional<'t, T: Default>(
    scanner: &mut Scanner<'t>,
    to: &mut Option<T>,
    read: impl FnOnce(&mut Scanner<'t>, &mut T) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    unless_null(scanner, |scanner| read(scanner, to.insert(T::default())))
}

/// The values of a map by their keys; none for null.
fn map<'t, T: Default>(
    scanner: &mut Scanner<'t>,
    to: &mut Option<HashMap<String, T>>,
    mut read: impl FnMut(&mut Scanner<'t>, &mut T) -> Result<bool, NotJson>,
) -> Result<bool, NotJson> {
    unless_null(scanner, |scanner| {
        if scanner.peek() != Some(b'{') {
            return scanner.skip().map(|_| false);
        }
        let all = to.insert(HashMap::new());
        each(scanner, |scanner, key| {
            let mut value = T::default();
            let usual = read(scanner, &mut value)?;
            all.insert(key.unwrap_or_default().into_owned(), value);
            Ok(usual)
        })
    })
}
