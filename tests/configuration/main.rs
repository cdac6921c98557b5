//! Folders of Terraform configuration: what is read, what it comes to, where findings point, and what
//! happens where a folder is odd, broken or hostile.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod doubts;
mod faults;
mod hostile;
mod limits;
mod links;
mod modules;
mod paths;
mod places;
mod secrets;
mod support;
mod texts;
mod unknowns;
mod values;
