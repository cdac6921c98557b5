//! What a group is in a global datastore.

use std::fmt;

use super::Unknown;

/// A group's part in a global datastore (X099).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlobalRole {
    /// It belongs to none.
    None,
    /// It takes the writes of all regions.
    Primary,
    /// It copies the primary of another region, and is promoted by hand only (X100).
    Secondary,
}

impl fmt::Display for GlobalRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            GlobalRole::None => "none",
            GlobalRole::Primary => "primary",
            GlobalRole::Secondary => "secondary",
        })
    }
}

/// Reads the role of a member in any letter case.
///
/// # Errors
/// When it is neither of the documented values.
pub fn parse_global_role(text: &str) -> Result<GlobalRole, Unknown> {
    match text.to_ascii_uppercase().as_str() {
        "PRIMARY" => Ok(GlobalRole::Primary),
        "SECONDARY" => Ok(GlobalRole::Secondary),
        _ => Err(Unknown::because(format!("`{text}` is neither PRIMARY nor SECONDARY"))),
    }
}
