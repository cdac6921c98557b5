//! The functions of Terraform's language, as far as they need nothing but their arguments.

mod arguments;
mod conversion;
mod encoding;
mod format;
mod function;
mod list;
mod map;
pub(super) mod names;
mod number;
mod pattern;
mod re2;
mod sequence;
mod sets;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod verb;
mod weight;

pub(super) use function::call;
