//! Which files are read and which are not: links, streams, encodings, large trees, and faults of the file system.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
#![cfg(unix)]

mod encodings;
mod faults;
mod links;
mod streams;
mod support;
mod walk;
