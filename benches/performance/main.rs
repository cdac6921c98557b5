//! What `multiaz` costs, each figure as a ratio against a named reference that is measured in the same run.
//!
//! `cargo bench --bench performance` prints the table of `docs/performance.md`; with `UPDATE_DOCS=1` it writes it there.
//! Words after `--` choose rows: `cargo bench --bench performance -- template plan`. Linux: figures of finished
//! processes come from the kernel. References that are programs of their own are found in the environment's `RG` and
//! `CFN_GUARD`, else on the `PATH`; where one is missing its rows say so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::print_stderr)]

mod inputs;
mod process;
mod reference;
mod rows;
mod table;

use table::Table;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let Some(("--reference", what)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return reference::run(what);
    }
    if let Some(("--make", what)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return inputs::make(what);
    }
    let mut table = Table::default();
    for (name, measure) in rows::ALL {
        if words.is_empty() || words.iter().any(|word| word == name) {
            eprintln!("measuring: {name}");
            measure(&mut table);
        }
    }
    let text = table.markdown();
    print!("{text}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        table::write(&text);
    }
}
