//! `count` and `for_each`: how many instances a block has, and what each is called.

use std::rc::Rc;

use crate::load::terraform::language::{
    Elements, Fault, Instance, Kind, Open, Stands, Value, convert, elements, format_number,
};
use crate::model::Unknown;
use crate::source::Span;
use crate::source::hcl::Block;

use super::instance::{Iteration, ModuleInstance, Name, ResourceInstance};
use super::run::Run;
use super::variables::not_declared;

/// The instances of a block.
pub(super) enum Expansion {
    /// Neither `count` nor `for_each`.
    Single,
    /// As many as `count` says.
    Count(Vec<Iteration>),
    /// One for each key.
    Each(Vec<(Rc<str>, Iteration)>),
    /// It can't be told.
    Unknown(Rc<Open>, Iteration),
}

/// Instances that one block may have; real ones have far below a thousand.
const MOST: usize = 10_000;

/// Reads `count` and `for_each` of a block, and makes sure that there is room for its instances.
///
/// # Errors
/// For what is no count and no collection of keys, for sensitive ones, and beyond the bounds.
pub(super) fn expansion(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    block: &Block,
) -> Result<Expansion, Fault> {
    let (found, at) = match (block.body.attribute("count"), block.body.attribute("for_each")) {
        (Some(count), _) => (counted(&run.evaluate(&count.value, module, None)?), count.value.span),
        (None, Some(all)) => (each(&run.evaluate(&all.value, module, None)?), all.value.span),
        (None, None) => (Ok(Expansion::Single), block.at),
    };
    let found = found.map_err(|fault| Fault { at: fault.at.or(Some(at)), ..fault })?;
    run.make_room(found.len(), block.at)?;
    Ok(found)
}

impl Expansion {
    fn len(&self) -> usize {
        match self {
            Expansion::Single | Expansion::Unknown(..) => 1,
            Expansion::Count(all) => all.len(),
            Expansion::Each(all) => all.len(),
        }
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn counted(count: &Value) -> Result<Expansion, Fault> {
    if let Some(open) = count.first_unknown() {
        return Ok(Expansion::Unknown(Rc::clone(&open), Iteration::Count(any(&open))));
    }
    let number = convert::number(count)?;
    if count.marks.sensitive {
        return Err(Fault::new("a sensitive value can't be a count: addresses would show it"));
    }
    if number < 0.0 || number.fract() != 0.0 {
        return Err(Fault::new(format!("{} is no count", format_number(number))));
    }
    if number > MOST as f64 {
        return Err(Fault::new(format!("a count of {} is more than {MOST}", format_number(number))));
    }
    let index = |at: usize| Iteration::Count(Value::number(at as f64));
    Ok(Expansion::Count((0..number as usize).map(index).collect()))
}

fn each(all: &Value) -> Result<Expansion, Fault> {
    match (&all.kind, elements(all)?) {
        (Kind::Tuple(_) | Kind::List(_), _) => Err(Fault::new("for_each takes a map or a set of texts")),
        (_, Elements::Unknown(open)) => {
            let iteration = Iteration::Each(any(&open), any(&open));
            Ok(Expansion::Unknown(open, iteration))
        }
        (_, Elements::Known(all_known)) => {
            if all_known.len() > MOST {
                return Err(Fault::new(format!("for_each has {} keys, more than {MOST}", all_known.len())));
            }
            let mut found = Vec::new();
            for (key, value) in all_known {
                let name = key.open().and_then(|open| name_of(open));
                if let Some(open) = key.first_unknown().filter(|_| name.is_none()) {
                    return Ok(Expansion::Unknown(Rc::clone(&open), Iteration::Each(any(&open), any(&open))));
                }
                if key.marks.sensitive {
                    return Err(Fault::new(
                        "a sensitive value can't be a key of for_each: addresses would show it",
                    ));
                }
                let text = name.map_or_else(|| convert::text(&key), Ok)?;
                found.push((text, Iteration::Each(key, value)));
            }
            Ok(Expansion::Each(found))
        }
    }
}

/// The name of one of several names that differ though none is known, such as a region's second zone.
fn name_of(open: &Open) -> Option<Rc<str>> {
    let is_name = matches!(open.stands, Stands::Name(..));
    open.identity().filter(|_| is_name).map(Rc::from)
}

/// The place of a block's `count` or `for_each`; the block's own where it has neither.
pub(super) fn place(block: &Block) -> Span {
    let written = block.body.attribute("count").or_else(|| block.body.attribute("for_each"));
    written.map_or(block.at, |attribute| attribute.value.span)
}

/// A value that stands for one of those that are not known.
fn any(open: &Rc<Open>) -> Value {
    Value::unknown(open.why.clone())
}

/// Makes one instance: of its key in an address, what `each` and `count` stand for, and why its number
/// can't be known.
pub(super) type Make<'m> = &'m mut dyn FnMut(&str, Option<Iteration>, Option<Unknown>) -> Instance;

/// Makes the value that stands for a block: one instance, a list of them, or a map of them.
pub(super) fn value_of(expansion: Expansion, make: Make<'_>) -> Value {
    let mut instance = |key: &str, iteration| {
        let instance = make(key, iteration, None);
        Value::new(Kind::Instance(Rc::new(instance)))
    };
    match expansion {
        Expansion::Single => instance("", None),
        Expansion::Count(all) => {
            let one = |(at, iteration)| instance(&format!("[{at}]"), Some(iteration));
            Value::tuple(all.into_iter().enumerate().map(one).collect())
        }
        Expansion::Each(all) => {
            let one = |(key, iteration): (Rc<str>, _)| {
                let value = instance(&format!("[{}]", quoted(&key)), Some(iteration));
                (key, value)
            };
            Value::object(all.into_iter().map(one).collect())
        }
        // One stands for all that there may be.
        Expansion::Unknown(open, iteration) => {
            let instance = make("[*]", Some(iteration), Some(open.why.clone()));
            Value::new(Kind::Instance(Rc::new(instance)))
        }
    }
}

/// A key as an address has it.
fn quoted(key: &str) -> String {
    let mut text = String::from("\"");
    for character in key.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            other => text.push(other),
        }
    }
    text.push('"');
    text
}

/// All instances of a resource or data source, as one value.
///
/// # Errors
/// Where the module does not declare it, and where `count` or `for_each` is refused.
pub(super) fn resource(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    data: bool,
    kind: &str,
    name: &str,
    at: Span,
) -> Result<Value, Fault> {
    let shown = format!("{}{kind}.{name}", if data { "data." } else { "" });
    match module.module.resource(data, kind, name) {
        Some((index, _)) => instances(run, module, index, at),
        None => not_declared(module, &shown),
    }
}

/// All instances of the resource block with a number.
///
/// # Errors
/// Where `count` or `for_each` is refused.
pub(super) fn instances(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    index: usize,
    at: Span,
) -> Result<Value, Fault> {
    let Some(block) = module.module.resources.get(index) else { return Ok(Value::null()) };
    let data = if block.data { "data." } else { "" };
    let base = format!("{}{data}{}.{}", module.prefix, block.kind, block.name);
    run.remember(module, Name::Resource(index), base.clone(), at, || {
        let expansion = expansion(run, module, &block.block)?;
        Ok(value_of(expansion, &mut |key, iteration, many| {
            let mut all = run.resources.borrow_mut();
            let (id, address) = (all.len(), format!("{base}{key}"));
            all.push(Rc::new(ResourceInstance {
                id,
                module: Rc::clone(module),
                block: index,
                iteration,
                address: address.clone(),
            }));
            Instance { address, id, is_module: false, many }
        }))
    })
}
