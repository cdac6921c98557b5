//! The inputs that fuzzing kept, one after the other through the targets they were kept for: no timed test, and no
//! fuzzing either.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[allow(missing_docs, unreachable_pub)]
#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// What all of them may take in the repository, in bytes.
const MOST: usize = 2_000_000;

/// The inputs of a target, in Base64 on a line each, as they stand in the repository.
fn corpus(target: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/corpus/{target}.base64"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a target's corpus at which something is wrong.
fn faults(target: &str, run: fn(&[u8])) -> Vec<String> {
    let lines = corpus(target);
    assert!(lines.lines().count() > 10, "{target} kept too little");
    let wrong = |(number, line): (usize, &str)| {
        let input = BASE64_STANDARD.decode(line).unwrap();
        catch_unwind(|| run(&input)).err().map(|_| format!("{target}.base64:{}", number + 1))
    };
    lines.lines().enumerate().filter_map(wrong).collect()
}

#[test]
fn what_fuzzing_kept_goes_through_its_targets() {
    let of = |(target, run): &fuzz::Target| {
        let (target, run) = (*target, *run);
        std::thread::spawn(move || faults(target, run))
    };
    let all: Vec<_> = fuzz::TARGETS.iter().map(of).collect();
    let faults: Vec<String> = all.into_iter().flat_map(|target| target.join().unwrap()).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn what_fuzzing_kept_is_small_enough_for_the_repository() {
    let bytes: usize = fuzz::TARGETS.iter().map(|(target, _)| corpus(target).len()).sum();
    assert!(bytes <= MOST, "{bytes}");
}
