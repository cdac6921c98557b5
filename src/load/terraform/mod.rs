//! Terraform plan and state JSON.
use crate::load::Loaded;
use crate::source::{SourceId, Sources};
/// Whether it is Terraform.
pub fn is_terraform(_keys: &[&str]) -> bool {
    false
}
/// Loads.
pub fn load(_s: &mut Sources, _id: SourceId, _r: std::ops::Range<usize>) -> Loaded {
    Loaded::default()
}
