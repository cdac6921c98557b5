//! The table of `fixtures/terraform/console.yaml`: one reader for those who compare something with it.

use std::fs;
use std::path::Path;

use serde::Deserialize;

/// The file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Console {
    /// The module that the expressions are evaluated in.
    pub(crate) module: String,
    /// The expressions, by what they are about.
    pub(crate) table: Vec<Entry>,
}

/// An expression, and one of what it may come to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// The expression.
    pub(crate) expression: String,
    /// Its value, as `jsonencode` writes it.
    pub(crate) json: Option<String>,
    /// It is known after apply.
    #[serde(default)]
    pub(crate) unknown: bool,
    /// Terraform refuses it.
    #[serde(default)]
    pub(crate) error: bool,
}

/// Reads the file.
pub(crate) fn read() -> Console {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform/console.yaml");
    serde_saphyr::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
