//! Embeds the folder `rules/`: one file a rule, no list to keep.
//!
//! All of it becomes Rust here: rules, the syntax trees of their conditions, and facts. Reading and compiling
//! it anew would be most of what a short run costs.

#[path = "build/rules.rs"]
mod rules;
#[path = "build/trees.rs"]
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let mut table =
        String::from("/// The files of the built-in rules, by id.\nstatic BUILT_IN: &[RuleFile] = &[\n");
    let mut facts = String::new();
    let mut expressions = BTreeSet::new();
    for path in yaml_files(&folder)? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let yaml = std::fs::read_to_string(&path)?;
        let unreadable = |error: serde_saphyr::Error| format!("{}: {error}", path.display());
        if stem == "facts" {
            facts = fact_table(&serde_saphyr::from_str(&yaml).map_err(unreadable)?)?;
        } else {
            let value: serde_json::Value = serde_saphyr::from_str(&yaml).map_err(unreadable)?;
            let rule = rules::rule(&value).map_err(|error| format!("{}: {error}", path.display()))?;
            writeln!(table, "    {rule},")?;
            expressions.extend(trees::expressions(&value));
        }
    }
    table.push_str("];\n");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("built_in.rs"), table)?;
    std::fs::write(out.join("facts.rs"), facts)?;
    std::fs::write(out.join("trees.rs"), trees::table(&expressions)?)?;
    Ok(())
}

fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The facts as Rust, sorted by id. A field that is missing or unknown does not compile.
fn fact_table(facts: &BTreeMap<String, BTreeMap<String, String>>) -> Result<String, std::fmt::Error> {
    let mut code =
        String::from("/// The facts of `rules/facts.yaml`, by id.\nstatic BUILT_IN: &[(&str, Fact)] = &[\n");
    for (id, fact) in facts {
        write!(code, "    ({id:?}, Fact {{ ")?;
        match fact.get("address") {
            Some(address) => write!(code, "address: Some(Cow::Borrowed({address:?})), ")?,
            None => write!(code, "address: None, ")?,
        }
        for (field, text) in fact.iter().filter(|(field, _)| *field != "address") {
            write!(code, "{field}: Cow::Borrowed({text:?}), ")?;
        }
        writeln!(code, "}}),")?;
    }
    code.push_str("];\n");
    Ok(code)
}
