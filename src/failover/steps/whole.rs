//! Every node of a shard, or of the group, is lost.

use super::{Phase, Said, Scene, said};
use crate::failover::assess::Case;
use crate::failover::effect::{Cause, Course};
use crate::failover::scenario::Kind;

/// All nodes are recreated, empty.
pub(super) fn all_recreated(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = failure(case, scene);
    all.push(recreated(case, scene));
    all.push(match case.effect.course {
        Course::AllRecreatedDurable => said(
            Phase::Data,
            "Durability is on: what is kept when no node is left the facts behind this tool do not state.",
            &["X112"],
        ),
        _ if scene.kind == Kind::Group => {
            said(Phase::Data, "All data is lost: the new nodes start empty.", &["F111", "F117"])
        }
        _ => said(Phase::Data, "All data of the shard is lost.", &["F64", "X016", "X078"]),
    });
    all.push(said(
        Phase::Endpoints,
        "Each new node has the endpoint of the one it replaces: nobody changes anything.",
        &["F118", "D13c"],
    ));
    all.push(said(Phase::Afterwards, "Only a backup brings the data back.", &["X098"]));
    all.extend(another_region(scene));
    all
}

/// Other regions of a global datastore do not step in by themselves.
fn another_region(scene: &Scene) -> Option<Said> {
    let text = match scene.global {
        Some(false) => return None,
        Some(true) => {
            "The group is part of a global datastore: another region takes over only when someone promotes it."
        }
        None => {
            "If the group is part of a global datastore, another region takes over only when someone promotes it."
        }
    };
    Some(said(Phase::Afterwards, text, &["X100"]))
}

fn failure(case: &Case, scene: &Scene) -> Vec<Said> {
    match (scene.kind, scene.cause) {
        (Kind::Group, _) => vec![said(
            Phase::Failure,
            "All nodes fail, which is rare, and are taken offline.",
            &["F112", "F113"],
        )],
        (_, Cause::Zone) => {
            let text = format!("Every node of the shard is in {}: nothing is left to promote.", scene.zone);
            vec![said(Phase::Failure, text, &["F64", "F120", "F169"])]
        }
        _ if case.blow.lost > 0 => {
            vec![said(
                Phase::Failure,
                "Every node of the shard fails: nothing is left to promote.",
                &["F113"],
            )]
        }
        _ => vec![said(
            Phase::Failure,
            "The shard has no replica: when its only node fails, nothing is left to promote.",
            &["F64", "X016"],
        )],
    }
}

fn recreated(case: &Case, scene: &Scene) -> Said {
    if scene.cause == Cause::Zone {
        let text = format!("The nodes are recreated when {} is back.", scene.zone);
        return said(Phase::Replacement, text, &["F110", "F170", "D13b"]);
    }
    if scene.kind != Kind::Group && case.blow.lost == 0 {
        let text = "The node is recreated; until then there are neither writes nor reads.";
        return said(Phase::Replacement, text, &["F82", "X016"]);
    }
    said(
        Phase::Replacement,
        "A primary is created, then replicas, in the zones of the nodes that failed; until then there are neither writes nor reads.",
        &["F110", "F114", "F115", "F116"],
    )
}
