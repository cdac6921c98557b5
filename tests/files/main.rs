//! Which files are read and which are not: links, streams, encodings, large trees, and faults of the file system.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod links;
mod support;
