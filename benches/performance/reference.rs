//! What the references do that are no programs of their own: each in a process, started like the one it is held against.

use std::time::Instant;

use granit_parser::Parser;

/// Does what the first word says with the file that the second names.
pub(crate) fn run(words: &[String]) {
    let [what, file] = words else { panic!("a reference has a name and a file") };
    let text = std::fs::read_to_string(file).unwrap();
    let begun = Instant::now();
    match what.as_str() {
        "yaml-events" => {
            let mut events = 0_usize;
            for event in Parser::new_from_str(&text) {
                event.unwrap();
                events += 1;
            }
            std::hint::black_box(events);
        }
        "json-ignored" => {
            let ignored: serde::de::IgnoredAny = serde_json::from_str(&text).unwrap();
            std::hint::black_box(ignored);
        }
        "json-value" => {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap();
            let took = begun.elapsed();
            eprintln!("parsed in {:.3} ms", took.as_secs_f64() * 1000.0);
            // Taking it apart is no part of reading it.
            std::mem::forget(value);
        }
        other => panic!("there is no reference {other}"),
    }
}
