//! What fails: the scenarios of the planner as people name them.

use std::fmt;

/// The kinds of scenario, in the order reports show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The primary of a shard.
    Primary,
    /// The primary and some of its replicas.
    PrimaryAndReplicas,
    /// One replica.
    Replica,
    /// Everything in a zone.
    Zone,
    /// Every node.
    Group,
    /// Maintenance or a service update.
    PlannedReplacement,
    /// A reboot of the primary by the customer.
    PrimaryReboot,
}

impl Kind {
    /// All of them, in the order reports show them.
    pub const ALL: [Kind; 7] = [
        Kind::Primary,
        Kind::PrimaryAndReplicas,
        Kind::Replica,
        Kind::Zone,
        Kind::Group,
        Kind::PlannedReplacement,
        Kind::PrimaryReboot,
    ];

    /// The name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::Primary => "primary",
            Kind::PrimaryAndReplicas => "primary-and-replicas",
            Kind::Replica => "replica",
            Kind::Zone => "zone",
            Kind::Group => "group",
            Kind::PlannedReplacement => "planned-replacement",
            Kind::PrimaryReboot => "primary-reboot",
        }
    }

    /// Whether it befalls the whole group at once, not one shard.
    #[must_use]
    pub fn is_of_the_group(self) -> bool {
        matches!(self, Kind::Zone | Kind::Group | Kind::PlannedReplacement)
    }
}

/// Why a scenario can't happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// There are fewer replicas than would have to fail.
    TooFewReplicas,
    /// Replicas are named, and of this shard the primary alone.
    IsThePrimary,
    /// With cluster mode enabled there is no reboot by the customer (D24).
    NoReboot,
}

/// A scenario to plan for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scenario {
    /// The primary of a shard.
    Primary,
    /// The primary and these of its replicas.
    PrimaryAndReplicas(Replicas),
    /// One replica: this one, or any.
    Replica(Option<String>),
    /// Everything in this zone; each zone in turn if none is named.
    Zone(Option<String>),
    /// Every node.
    Group,
    /// Maintenance or a service update.
    PlannedReplacement,
    /// A reboot of the primary by the customer.
    PrimaryReboot,
}

/// Which replicas fail with the primary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replicas {
    /// So many, whichever they are; at least one.
    Count(u32),
    /// These nodes.
    Named(Vec<String>),
}

impl Scenario {
    /// Every scenario in its general form.
    #[must_use]
    pub fn all() -> Vec<Scenario> {
        Kind::ALL.map(Scenario::general).to_vec()
    }

    /// The scenario of a kind without a value: one replica, every zone.
    #[must_use]
    pub fn general(kind: Kind) -> Scenario {
        match kind {
            Kind::Primary => Scenario::Primary,
            Kind::PrimaryAndReplicas => Scenario::PrimaryAndReplicas(Replicas::Count(1)),
            Kind::Replica => Scenario::Replica(None),
            Kind::Zone => Scenario::Zone(None),
            Kind::Group => Scenario::Group,
            Kind::PlannedReplacement => Scenario::PlannedReplacement,
            Kind::PrimaryReboot => Scenario::PrimaryReboot,
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Scenario::Primary => Kind::Primary,
            Scenario::PrimaryAndReplicas(_) => Kind::PrimaryAndReplicas,
            Scenario::Replica(_) => Kind::Replica,
            Scenario::Zone(_) => Kind::Zone,
            Scenario::Group => Kind::Group,
            Scenario::PlannedReplacement => Kind::PlannedReplacement,
            Scenario::PrimaryReboot => Kind::PrimaryReboot,
        }
    }

    /// The nodes it names.
    #[must_use]
    pub fn named_nodes(&self) -> &[String] {
        match self {
            Scenario::PrimaryAndReplicas(Replicas::Named(nodes)) => nodes,
            Scenario::Replica(Some(node)) => std::slice::from_ref(node),
            Scenario::Primary
            | Scenario::PrimaryAndReplicas(Replicas::Count(_))
            | Scenario::Replica(None)
            | Scenario::Zone(_)
            | Scenario::Group
            | Scenario::PlannedReplacement
            | Scenario::PrimaryReboot => &[],
        }
    }

    /// Reads `NAME` or `NAME=VALUE`.
    ///
    /// # Errors
    /// A sentence for the user, where there is no such scenario or its value can't be used.
    pub fn parse(text: &str) -> Result<Scenario, String> {
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (text.trim(), None),
        };
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            let names = Kind::ALL.map(Kind::name).join(", ");
            let zone =
                if is_like_a_zone(name) { format!("; for a zone give zone={name}") } else { String::new() };
            format!("there is no scenario `{name}`: choose among {names}{zone}")
        })?;
        match (kind, value) {
            (_, None) => Ok(Scenario::general(kind)),
            (_, Some("")) => Err(format!("`{name}=` has no value: leave out the `=`, or give one")),
            (Kind::Zone, Some(zone)) => Ok(Scenario::Zone(Some(zone.to_owned()))),
            (Kind::Replica, Some(node)) => Ok(Scenario::Replica(Some(node.to_owned()))),
            (Kind::PrimaryAndReplicas, Some(which)) => Ok(Scenario::PrimaryAndReplicas(replicas(which)?)),
            (Kind::Primary | Kind::PrimaryReboot, Some(_)) => {
                Err(format!("`{name}` takes no value: name a shard with --shard"))
            }
            (Kind::Group | Kind::PlannedReplacement, Some(_)) => {
                Err(format!("`{name}` takes no value: name a group with --group"))
            }
        }
    }
}

/// Whether a text is built as `eu-west-1a` or `euw1-az1` are.
fn is_like_a_zone(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    has_digit && text.contains('-') && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// A number of replicas, or their ids with commas between.
fn replicas(text: &str) -> Result<Replicas, String> {
    match text.parse::<u32>() {
        Ok(0) => Err("`primary-and-replicas=0` is the scenario `primary`".into()),
        Ok(count) => Ok(Replicas::Count(count)),
        Err(_) => {
            let nodes: Vec<String> = text.split(',').map(|node| node.trim().to_owned()).collect();
            match nodes.iter().any(String::is_empty) {
                true => Err(format!("`{text}` is neither a number nor node ids with commas between")),
                false => Ok(Replicas::Named(nodes)),
            }
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.kind().name();
        match self {
            Scenario::PrimaryAndReplicas(Replicas::Count(count)) => write!(f, "{name}={count}"),
            Scenario::PrimaryAndReplicas(Replicas::Named(nodes)) => write!(f, "{name}={}", nodes.join(",")),
            Scenario::Replica(Some(value)) | Scenario::Zone(Some(value)) => write!(f, "{name}={value}"),
            Scenario::Primary
            | Scenario::Replica(None)
            | Scenario::Zone(None)
            | Scenario::Group
            | Scenario::PlannedReplacement
            | Scenario::PrimaryReboot => f.write_str(name),
        }
    }
}
