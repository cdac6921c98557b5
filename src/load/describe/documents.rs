//! Which documents are describe answers, and the objects in them.

use crate::source::{Failure, Json, Sources, Span, names_a_secret};

use super::Document;
use super::pages::mark;
use super::scope::Scope;
use super::shape::{is_answer, is_ours, misplaced, misshapen, nameless, oversized, parameters_of};

/// The kinds of object that answers hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Group,
    Cluster,
    SubnetGroup,
    ParameterGroup,
    Global,
    Serverless,
}

/// The key of a describe answer, the key of a write command's answer, and the id (section 3.0).
pub(super) const SHAPES: [(Kind, &str, &str, &str); 6] = [
    (Kind::Group, "ReplicationGroups", "ReplicationGroup", "ReplicationGroupId"),
    (Kind::Cluster, "CacheClusters", "CacheCluster", "CacheClusterId"),
    (Kind::SubnetGroup, "CacheSubnetGroups", "CacheSubnetGroup", "CacheSubnetGroupName"),
    (Kind::ParameterGroup, "CacheParameterGroups", "CacheParameterGroup", "CacheParameterGroupName"),
    (Kind::Global, "GlobalReplicationGroups", "GlobalReplicationGroup", "GlobalReplicationGroupId"),
    (Kind::Serverless, "ServerlessCaches", "ServerlessCache", "ServerlessCacheName"),
];

/// One object of an answer.
#[derive(Debug)]
pub(super) struct Object<'a> {
    pub(super) kind: Kind,
    /// The id as written.
    pub(super) name: String,
    /// The id in lower case: ids are compared without regard to case.
    pub(super) id: String,
    pub(super) id_at: Span,
    pub(super) node: Json<'a>,
    /// Account and region, where the object has an ARN.
    pub(super) scope: Option<Scope>,
    pub(super) folder: &'a str,
}

/// A `Parameters` answer, which mostly does not tell whose parameters it holds.
#[derive(Debug)]
pub(super) struct ParametersAnswer<'a> {
    /// The name in the wrapper, where there is one.
    pub(super) name: Option<&'a str>,
    pub(super) document: &'a Document,
    /// What stands under `Parameters`.
    pub(super) list: Json<'a>,
    /// One page of several: more parameters follow elsewhere.
    pub(super) paged: bool,
}

/// All objects of all documents, in the order read.
#[derive(Debug, Default)]
pub(super) struct Answers<'a> {
    pub(super) objects: Vec<Object<'a>>,
    pub(super) parameters: Vec<ParametersAnswer<'a>>,
}

impl<'a> Answers<'a> {
    /// The objects of one kind.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &Object<'a>> {
        self.objects.iter().filter(move |object| object.kind == kind)
    }
}

/// Takes the objects out of all documents; what has the wrong shape becomes a failure.
pub(super) fn collect<'a>(
    sources: &Sources,
    documents: &'a [Document],
    failures: &mut Vec<Failure>,
) -> Answers<'a> {
    let mut answers = Answers::default();
    for document in documents.iter().filter(|document| is_answer(document.root())) {
        for (kind, plural, singular, id) in SHAPES {
            let found = objects_under(document.root(), plural, singular, id);
            for node in found.objects {
                match object(kind, id, node, document) {
                    Some(_) if oversized(node).is_some() => {
                        failures.extend(oversized(node).map(|(at, wanted)| misshapen(sources, at, &wanted)));
                    }
                    Some(object) => {
                        failures.extend(misplaced(node).map(|(at, wanted)| misshapen(sources, at, wanted)));
                        answers.objects.push(object);
                    }
                    None => failures.push(misshapen(sources, node, &format!("an object with {id}"))),
                }
            }
            failures.extend(found.wrong.map(|node| misshapen(sources, node, "a list of objects")));
        }
        let parameters = parameters_answer(document);
        failures.extend(
            parameters
                .iter()
                .flat_map(nameless)
                .map(|node| misshapen(sources, node, "a list of objects with ParameterName")),
        );
        answers.parameters.extend(parameters);
    }
    answers
}

/// What stands under the two keys of one kind.
struct Under<'a> {
    objects: Vec<Json<'a>>,
    wrong: Option<Json<'a>>,
}

fn objects_under<'a>(root: Json<'a>, plural: &str, singular: &str, id: &str) -> Under<'a> {
    let list = root.get(plural).filter(|list| is_ours(*list));
    let single = root.get(singular).filter(|one| one.get(id).is_some());
    let items = list.into_iter().flat_map(Json::items);
    Under { objects: items.chain(single).collect(), wrong: list.filter(|list| !list.is_list()) }
}

fn object<'a>(kind: Kind, key: &str, node: Json<'a>, document: &'a Document) -> Option<Object<'a>> {
    let id = node.get(key)?;
    let name = id.as_str().filter(|name| !name.is_empty())?.to_owned();
    Some(Object {
        kind,
        id: name.to_lowercase(),
        name,
        id_at: id.span(),
        node,
        scope: node
            .get("ARN")
            .and_then(Json::as_str)
            .and_then(Scope::of_arn)
            .or_else(|| document.scope.clone()),
        folder: &document.folder,
    })
}

fn parameters_answer(document: &Document) -> Option<ParametersAnswer<'_>> {
    let root = document.root();
    let list = parameters_of(root)?;
    Some(ParametersAnswer {
        name: root.get("CacheParameterGroupName").and_then(Json::as_str),
        document,
        list,
        paged: mark(root).is_some(),
    })
}

/// Marks quoted values under keys that speak of a token, a password or a secret.
pub(super) fn mark_secrets(sources: &mut Sources, value: Json<'_>) {
    for item in value.items().filter(|item| !item.is_quoted()) {
        mark_secrets(sources, item);
    }
    for (key, value) in value.entries() {
        match value.is_quoted() {
            true if key.as_str().is_some_and(names_a_secret) => sources.mark_secret(value.span()),
            true => {}
            false => mark_secrets(sources, value),
        }
    }
}
