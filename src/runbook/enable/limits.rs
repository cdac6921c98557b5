//! What can't be done on a group that exists.

use crate::model::Input;
use crate::runbook::book::Note;
use crate::runbook::site::{Exists, Site};

use super::flags::stays_on;

/// What no step here can change.
pub(super) fn limits(site: &Site<'_>) -> Vec<Note> {
    if site.exists() == Exists::No {
        return Vec::new();
    }
    let mut all = vec![Note::new(
        "A group that exists keeps its subnet group and its id, and no call moves a node to another zone: add \
         a node there and remove the old one.",
        &["X084", "X130"],
    )];
    match site.group.target.input {
        Input::CloudFormation => all.push(Note::new(
            "In CloudFormation a change of PreferredCacheClusterAZs, CacheSubnetGroupName, \
             ReplicationGroupId, GlobalReplicationGroupId, DataTieringEnabled, NetworkType, Port, KmsKeyId, \
             AtRestEncryptionEnabled, SnapshotName or SnapshotArns replaces the whole group: a new, empty \
             one. Older schemas replace for ReplicasPerNodeGroup too, and NodeGroupConfiguration in some \
             cases.",
            &["X130"],
        )),
        Input::TerraformPlan | Input::TerraformConfig | Input::TerraformState => all.push(Note::new(
            "The AWS provider ignores a later change of preferred_cache_cluster_azs: writing other zones \
             there moves no node.",
            &["X118", "X130"],
        )),
        Input::Describe => {}
    }
    all.extend(stays_on(site));
    all
}
