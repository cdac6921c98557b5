//! Finding the resource that another names: by its name, or by reference where that is not known yet.

use crate::load::unnamed;
use crate::model::{Setting, Unknown};

use super::attribute::{Attribute, Object};
use super::configuration::End;
use super::plan::Plan;
use super::resources::Resource;

/// What a name leads to.
pub(super) enum Named<'p> {
    /// Nobody set a name.
    Unset,
    /// A name that no resource of the document has.
    Missing(String),
    /// The resource, and its name where that is known.
    Found(&'p Resource),
    /// It can't be known.
    Unknown(Unknown),
}

/// The resource of type `kind` that an attribute of `from` names.
///
/// `own` is the attribute of that resource which holds its name; names are compared in any case.
pub(super) fn named<'p>(from: &Object<'p>, attribute: &str, kind: &str, own: &str) -> Named<'p> {
    match from.attribute(attribute) {
        Attribute::Unset => Named::Unset,
        Attribute::Unknown(why) => match one(referred(from, attribute, kind)) {
            Some(found) => Named::Found(found),
            None => Named::Unknown(why),
        },
        Attribute::Written(node) => {
            let Some(name) = node.as_str() else {
                return Named::Unknown(super::typed::wrong(node, "a text"));
            };
            let same = with_name(from.plan, kind, own, name);
            match same.as_slice() {
                [] => Named::Missing(name.to_owned()),
                [found] => Named::Found(found),
                several => narrow(from, several, &referred(from, attribute, kind)).map_or_else(
                    || Named::Unknown(ambiguous(from.shown(attribute, name), several)),
                    Named::Found,
                ),
            }
        }
    }
}

/// The name that an attribute gives, or that of the resource it refers to; none where nobody set it.
pub(super) fn name_given(from: &Object<'_>, attribute: &str, kind: &str) -> Setting<Option<String>> {
    let Some(written) = from.text(attribute) else { return unnamed(attribute, from.at) };
    let referred = || match named(from, attribute, kind, "name") {
        Named::Found(resource) => Some((resource, Object::of(from.plan, resource).text("name")?)),
        Named::Unset | Named::Missing(_) | Named::Unknown(_) => None,
    };
    match referred().filter(|(_, name)| written.why().is_some() && name.value().is_some()) {
        Some((resource, name)) => {
            let from = format!("the name of {}", resource.label);
            Setting { at: written.at, ..name.derive(attribute, from, |name| Some(name.clone())) }
        }
        None => written.map(Some),
    }
}

/// The resources of a type whose attribute `own` holds a name.
pub(super) fn with_name<'p>(plan: &'p Plan<'p>, kind: &str, own: &str, name: &str) -> Vec<&'p Resource> {
    let all: Vec<_> = plan.with_value(kind, own, name).collect();
    // What there will be counts before what only was.
    let planned: Vec<_> = all.iter().copied().filter(|resource| !resource.prior).collect();
    if planned.is_empty() { all } else { planned }
}

/// The instances of a type that the expression of an attribute means; none where it means something else.
pub(super) fn referred<'p>(from: &Object<'p>, attribute: &str, kind: &str) -> Vec<&'p Resource> {
    if let Some(told) = from.told() {
        let addresses = told.stands_for(attribute);
        let mut meant = addresses.iter().filter_map(|address| from.plan.at_address(address));
        return meant.find(|resource| resource.address.kind == kind).into_iter().collect();
    }
    let leaves = from.leaves(attribute);
    let mut found = Vec::new();
    for leaf in &leaves {
        match &leaf.end {
            End::Resource(meant) if meant.kind == kind => {
                // `x[count.index]` is listed without its key: it means the one with the same.
                let key = from.resource.address.key.as_deref();
                match key.and_then(|key| from.plan.instance(&leaf.scope, meant, key)) {
                    Some(same) => found.push(same),
                    None => found.extend(from.plan.instances(&leaf.scope, meant)),
                }
            }
            // Another end that is known can't be what makes the value unknown.
            _ if from.plan.blocker(std::slice::from_ref(leaf)).is_none() => {}
            _ => return Vec::new(),
        }
    }
    found
}

fn one(all: Vec<&Resource>) -> Option<&Resource> {
    match all.as_slice() {
        [found] => Some(found),
        _ => None,
    }
}

/// Of several resources with one name the one referred to, else the only one in the same module.
fn narrow<'p>(
    from: &Object<'p>,
    several: &[&'p Resource],
    referred: &[&'p Resource],
) -> Option<&'p Resource> {
    let meant = several.iter().copied().filter(|one| referred.iter().any(|r| r.label == one.label));
    let near = several.iter().copied().filter(|one| one.address.scope == from.resource.address.scope);
    one(meant.collect()).or_else(|| one(near.collect()))
}

fn ambiguous(name: &str, several: &[&Resource]) -> Unknown {
    let labels: Vec<&str> = several.iter().map(|resource| resource.label.as_str()).collect();
    Unknown::new(
        format!("{name} is the name of {}", labels.join(" and of ")),
        "refer to the resource instead of writing its name",
    )
}
