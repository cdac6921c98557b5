//! A build without the feature `live`: it makes no calls, and says how to get one that does.
#![cfg(not(feature = "live"))]
#![allow(clippy::unwrap_used)]

use std::process::Command;

#[test]
fn audit_says_how_to_get_it() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["audit", "--region", "eu-west-1"]).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    assert!(text.contains("cargo install --path . --locked --features live"), "{text}");
}
