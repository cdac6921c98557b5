//! SARIF: what the standard, its schema, GitHub's rules and a reader of alerts ask of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fingerprints;
mod hostile;
mod live;
mod notifications;
mod places;
mod support;
mod valid;
