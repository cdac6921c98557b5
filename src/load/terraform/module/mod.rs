//! Terraform configuration: folders of `.tf` and `.tf.json` files, evaluated as far as they go.

mod attributes;
mod blocks;
mod calls;
mod collect;
mod declared;
mod downloaded;
mod expand;
mod given;
mod instance;
mod library;
mod lifecycle;
mod lists;
mod names;
mod passed;
mod provider;
mod read;
mod root;
mod roots;
mod run;
mod secrets;
mod variables;
mod written;

pub(super) use collect::Evaluated;
pub(super) use declared::Declarations;
pub(super) use given::VariableFile;
pub use given::Variables;
pub(super) use library::Library;
pub(super) use root::{Root, evaluate};
pub(super) use roots::roots;
