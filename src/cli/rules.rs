//! Arguments of `rules`.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// The rules to explain, or the facts to tell, such as F68; all rules are listed if none is named.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// A folder with rules of your own; repeatable.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// List what conditions can use: attributes and functions.
    #[arg(long, conflicts_with = "ids")]
    pub vocabulary: bool,
    /// Run the rules' own examples: each must get the verdict it claims.
    #[arg(long, conflicts_with_all = ["ids", "vocabulary"])]
    pub test: bool,
}
