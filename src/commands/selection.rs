//! Choosing groups by id or address, with `*` and `?`.

use globset::{GlobBuilder, GlobMatcher};

use crate::model::Group;

/// The groups that the patterns name, in their order; all of them where there is no pattern.
///
/// # Errors
/// A sentence for the user, where a pattern names no group.
pub(super) fn select(groups: Vec<Group>, patterns: &[String]) -> Result<Vec<Group>, String> {
    if patterns.is_empty() {
        return Ok(groups);
    }
    let chosen = patterns.iter().map(|pattern| Chosen::new(pattern)).collect::<Result<Vec<_>, _>>()?;
    for one in &chosen {
        if !groups.iter().any(|group| one.names(group)) {
            return Err(none(one.pattern, &groups));
        }
    }
    Ok(groups.into_iter().filter(|group| chosen.iter().any(|one| one.names(group))).collect())
}

/// How like a name must be to be the one that was meant.
const LIKE: f64 = 0.7;

struct Chosen<'a> {
    pattern: &'a str,
    glob: GlobMatcher,
}

impl<'a> Chosen<'a> {
    fn new(pattern: &'a str) -> Result<Chosen<'a>, String> {
        let glob = GlobBuilder::new(&literal(pattern))
            .case_insensitive(true)
            .literal_separator(false)
            .build()
            .map_err(|error| format!("`--group {pattern}` can't be read: {error}"))?;
        Ok(Chosen { pattern, glob: glob.compile_matcher() })
    }

    /// Ids are compared without their case, as ElastiCache does (X022).
    fn names(&self, group: &Group) -> bool {
        let target = &group.target;
        let names = [Some(&group.name), target.id.as_ref(), target.arn.as_ref()];
        let names = names.into_iter().flatten().cloned().chain(told_apart(group));
        names.into_iter().any(|name| name == self.pattern || self.glob.is_match(name))
    }
}

/// The group as reports name it where several have its name: with its root module, its region and account.
fn told_apart(group: &Group) -> Vec<String> {
    let target = &group.target;
    let place = [&target.region, &target.account].into_iter().filter_map(|one| one.as_deref());
    let place = place.collect::<Vec<_>>().join(", ");
    let root = target
        .root
        .iter()
        .flat_map(|root| [format!("{root}: {}", group.name), format!("{} ({root})", group.name)]);
    root.chain((!place.is_empty()).then(|| format!("{} ({place})", group.name))).collect()
}

/// Brackets and braces are part of Terraform addresses: only `*` and `?` stand for others.
fn literal(pattern: &str) -> String {
    let mut text = String::new();
    for letter in pattern.chars() {
        match letter {
            '[' | ']' | '{' | '}' | '!' | '\\' => {
                text.push('[');
                text.push(letter);
                text.push(']');
            }
            other => text.push(other),
        }
    }
    text
}

fn none(pattern: &str, groups: &[Group]) -> String {
    if groups.is_empty() {
        return format!("`--group {pattern}`: there is no group in what was read");
    }
    let near = groups.iter().map(|group| (strsim::jaro_winkler(&group.name, pattern), group.name.as_str()));
    let near = near.max_by(|one, other| one.0.total_cmp(&other.0)).filter(|(likeness, _)| *likeness > LIKE);
    let near = near.map(|(_, near)| format!("; the nearest is `{near}`")).unwrap_or_default();
    format!("`--group {pattern}` names no group that was read{near}")
}
