//! What brings service back: who takes over, where endpoints lead, which nodes come back.

/// Who takes over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promotion {
    /// The nodes that can be promoted, by id; the one with the least replication lag is (F160).
    pub candidates: Vec<String>,
    /// Nodes can be promoted that the input does not list.
    pub unlisted: bool,
}

/// An endpoint and what a failover does to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `primary`, `reader`, `configuration` or `node`.
    pub kind: &'static str,
    /// The shard it is of; none for the configuration endpoint.
    pub shard: Option<String>,
    /// The node it is of, for a node endpoint.
    pub node: Option<String>,
    /// `host:port`, where the input shows it.
    pub address: Option<String>,
    /// What it points to before.
    pub before: String,
    /// What it points to afterwards.
    pub after: String,
    /// Who must change something and what; none where nobody must.
    pub action: Option<String>,
    /// The facts it rests on.
    pub facts: Vec<&'static str>,
}

/// A node that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The node it replaces, by id.
    pub node: String,
    /// The zone it comes in, where that is known.
    pub zone: Option<String>,
    /// When it comes: `at-once`, `zone-returns` or `unstated`.
    pub when: &'static str,
    /// The role it comes with: `replica`, `primary` or `primary or replica`.
    pub role: &'static str,
    /// The facts it rests on.
    pub facts: Vec<&'static str>,
}
