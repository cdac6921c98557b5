//! The network layer against a server of our own: what is asked, what is kept, and what is said when it fails.
#![cfg(feature = "live")]
// Whole objects are written as one `json!` each.
#![recursion_limit = "256"]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
mod child;
mod failures;
mod hostile;
mod identity;
// Windows has no signal that a test could send to one process.
#[cfg(unix)]
mod interrupt;
mod moto;
mod page;
mod pages;
// Signals and devices that only Unix has.
#[cfg(unix)]
mod save;
mod secrets;
mod shape;
mod stub;
mod xml;
