//! Terraform's language as a tree of our own: the same for native syntax and for its JSON form.

mod json;
mod native;
mod newlines;
mod template;
mod tree;

pub use json::{parse_hcl_json, parse_json_value};
pub use native::{parse_hcl, parse_template};
pub use tree::{
    Attribute, Block, Body, Call, Conditional, Expression, ExpressionKind, For, Operator, Part, Step,
    StepKind,
};
