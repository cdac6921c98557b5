//! The GitHub Action, run as a runner runs it; our workflows and those of the README; what a release is made of.
//!
//! The scripts need a Unix here. On Windows the action runs in the job `action` of `.github/workflows/ci.yml`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod hostile;
mod install;
mod moto;
mod release;
mod runner;
mod script;
mod server;
mod tools;
mod workflows;
