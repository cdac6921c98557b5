//! What a command reads.

use std::path::PathBuf;

use clap::Args;

/// What a command reads, and the values that it can't find there.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files or folders to read; `-` is standard input. A Terraform file stands for its folder.
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Values for template parameters: `Key=Value`, or a JSON file in a form of the AWS CLI.
    #[arg(long, value_name = "KEY=VALUE|FILE")]
    pub parameters: Vec<String>,
    /// A value for a variable of Terraform root modules, which counts before every file; repeatable.
    #[arg(long, value_name = "NAME=VALUE")]
    pub var: Vec<String>,
    /// A file with values for variables of Terraform root modules; repeatable. One that lies in a root
    /// module's folder is for that one alone.
    #[arg(long, value_name = "FILE")]
    pub var_file: Vec<PathBuf>,
    /// A group that a replica outside ElastiCache follows, by name or id; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub external_replica: Vec<String>,
    /// Also read what .gitignore leaves out of a folder.
    #[arg(long)]
    pub no_gitignore: bool,
}
