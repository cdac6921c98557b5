//! Which version of the AWS provider a root module uses: the locked one, else the constraint.

use std::collections::BTreeSet;
use std::path::Path;

use crate::source::hcl::{Block, Body, Expression, ExpressionKind, parse_hcl};
use crate::source::{Folders, Sources};

/// The version in `.terraform.lock.hcl`.
pub(super) fn locked(folders: &Folders, root: &Path) -> Option<String> {
    let text = folders.read(&root.join(".terraform.lock.hcl")).ok()?.text;
    // Nothing of this file is ever shown.
    let id = Sources::default().add("lock", "");
    let body = parse_hcl(id, &text).ok()?;
    let is_aws = |block: &&Block| block.labels.iter().any(|label| label.ends_with("/hashicorp/aws"));
    let block = body.blocks_of("provider").find(is_aws)?;
    Some(block.body.attribute("version")?.value.as_text()?.to_owned())
}

/// What `required_providers` of all modules ask for together.
pub(super) fn constraints<'m>(modules: impl Iterator<Item = &'m [Block]>) -> Option<String> {
    let settings = modules.flatten();
    let required = settings.flat_map(|block| block.body.blocks_of("required_providers"));
    let all: BTreeSet<String> = required.filter_map(|block| version(&block.body)).collect();
    (!all.is_empty()).then(|| all.into_iter().collect::<Vec<_>>().join(", "))
}

/// `aws = "~> 5.0"`, or `aws = { source = …, version = "~> 5.0" }`.
fn version(required: &Body) -> Option<String> {
    let value = &required.attribute("aws")?.value;
    let entry = |entries: &[(Expression, Expression)]| {
        let (_, version) = entries.iter().find(|(key, _)| key.as_text() == Some("version"))?;
        version.as_text().map(str::to_owned)
    };
    match &value.kind {
        ExpressionKind::Text(text) => Some(text.clone()),
        ExpressionKind::Object(entries) => entry(entries),
        _ => None,
    }
}
