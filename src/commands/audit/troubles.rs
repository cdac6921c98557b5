//! What could not be read, as the reports take it: once where many regions have the same trouble.

use crate::load::account::Trouble;
use crate::source::{Failure, FailureKind};

/// The most regions that are named one by one.
const MOST: usize = 6;

/// Troubles as failures, those that differ in their region alone as one.
pub(super) fn failures(troubles: &[Trouble]) -> Vec<Failure> {
    let mut alike: Vec<Vec<&Trouble>> = Vec::new();
    for trouble in troubles {
        match alike.iter_mut().find(|others| others.first().is_some_and(|one| is_like(one, trouble))) {
            Some(others) => others.push(trouble),
            None => alike.push(vec![trouble]),
        }
    }
    alike.iter().filter_map(|all| failure(all)).collect()
}

fn is_like(one: &Trouble, other: &Trouble) -> bool {
    (&one.whose, &one.message, &one.remedy) == (&other.whose, &other.message, &other.remedy)
}

fn failure(alike: &[&Trouble]) -> Option<Failure> {
    let first = alike.first()?;
    let regions: Vec<&str> = alike.iter().filter_map(|one| one.region.as_deref()).collect();
    let regions = match regions.len() {
        0 => String::new(),
        count if count > MOST => format!(", {count} regions"),
        _ => format!(", {}", regions.join(", ")),
    };
    Some(Failure {
        kind: FailureKind::Unreadable,
        file: format!("{}{regions}", first.whose),
        at: None,
        message: first.message.clone(),
        help: first.remedy.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(region: String, message: &str) -> Trouble {
        Trouble {
            whose: "profile work".into(),
            account: None,
            region: Some(region),
            message: message.into(),
            remedy: "run it again".into(),
            may_be_disabled: false,
        }
    }

    #[test]
    fn the_same_trouble_of_many_regions_is_told_once() {
        let mut all: Vec<Trouble> = (0..30).map(|at| trouble(format!("eu-west-{at}"), "closed")).collect();
        all.push(trouble("us-east-1".into(), "denied"));
        let told: Vec<String> = failures(&all).into_iter().map(|one| one.file).collect();
        assert_eq!(told, ["profile work, 30 regions", "profile work, us-east-1"]);
        assert_eq!(failures(&all[..2])[0].file, "profile work, eu-west-0, eu-west-1");
    }
}
