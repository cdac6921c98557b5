//! Rules as data: the files, the vocabulary their conditions use, and the engine that asks them.

mod catalog;
mod check;
mod compiled;
mod engine;
mod expression;
mod facts;
mod functions;
mod place;
mod recorder;
mod rule;
mod template;
mod tree;
mod values;
mod vocabulary;

pub use catalog::{Catalog, built_in, built_in_ids, load_folder};
pub use compiled::Rule;
pub use engine::{Judged, judge};
pub use facts::{Fact, Facts};
pub use recorder::Work;
pub use rule::{Each, Example, Examples, Fix, LabelFile, List, OutcomeFile, RuleFile, Text};
pub use vocabulary::{Type, attribute_list, function_list};
