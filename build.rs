//! Embeds the folder `rules/`: one file a rule, no list to keep.
//!
//! The YAML becomes JSON here, because reading it anew would be most of what a short run costs.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("rules");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    files.sort();
    let mut code =
        String::from("/// The files of `rules/` as JSON, by stem.\nstatic BUILT_IN: &[(&str, &str)] = &[\n");
    for path in files {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let yaml = std::fs::read_to_string(&path)?;
        let value: serde_json::Value =
            serde_saphyr::from_str(&yaml).map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(code, "    ({stem:?}, {:?}),", value.to_string())?;
    }
    code.push_str("];\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join("built_in.rs"), code)?;
    Ok(())
}
