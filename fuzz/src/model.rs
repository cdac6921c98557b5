//! The planner and runbooks over groups made up from bytes, most of which no reader would make.

use arbitrary::{Result, Unstructured};
use multiaz::model::{
    ClusterMode, Durability, Engine, ExtraReplica, GlobalRole, Group, Input, LayoutInput, Origin, Parameters,
    Placement, Role, Setting, ShardConfiguration, Target, Unknown, Version, Zone, lay_out,
};
use multiaz::source::{Sources, Span};

use super::asserts::assert_places;
use super::run::{Read, findings, plan, tell};

/// The text that all settings point into.
const TEXT: &str = "a group\n";
/// How many settings of a group may be open: each doubles what is to be looked through.
const MOST_OPEN: u8 = 2;
/// Names, of which some mean something to a shell, to a page, or to nobody.
const NAMES: [&str; 10] =
    ["cache", "orders-001", "0001", "x$(y)", "a b", "'", "\u{1b}[1m", "::error::", "ä|b", "##[x]"];
const ZONES: [&str; 5] = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "", "z\n::x"];
const STATES: [&str; 6] = ["available", "modifying", "creating", "snapshotting", "failing over", ""];
const VERSIONS: [&str; 7] = ["7.1", "2.8.6", "5.0", "6.x", "8.0", "9.0", "9.1"];

/// A group, what rules say of it, a failure and a runbook.
pub fn model(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let mut sources = Sources::default();
    let source = sources.add("input", TEXT);
    let at = Span { source, start: 2, end: 7 };
    // What is used up is answered with zeros, so that any bytes make a group.
    let Ok((which, group)) = made(&mut bytes, at) else { return };
    let groups = [group];
    // Rules take the longest, and have a target of their own.
    let findings = if which > 250 { findings(&groups) } else { Vec::new() };
    let read = Read {
        sources: &sources,
        groups: &groups,
        findings: &findings,
        skipped: &[],
        unread: 0,
        failures: &[],
    };
    assert_places(&read);
    plan(&read, &groups, which);
    if !findings.is_empty() {
        tell(&read);
    }
}

/// A number to choose by, and a group.
fn made(bytes: &mut Unstructured<'_>, at: Span) -> Result<(usize, Group)> {
    let which = usize::from(bytes.arbitrary::<u8>()?);
    Ok((which, Maker { bytes, at, open: 0 }.group()?))
}

/// Makes a group piece by piece.
struct Maker<'a, 'b> {
    bytes: &'a mut Unstructured<'b>,
    at: Span,
    /// How many settings are open so far.
    open: u8,
}

impl Maker<'_, '_> {
    fn yes(&mut self) -> Result<bool> {
        self.bytes.arbitrary()
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Result<T> {
        self.bytes.choose(all).cloned()
    }

    fn text(&mut self, all: &[&str]) -> Result<String> {
        Ok(self.one_of(all)?.to_owned())
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.yes()? { make(self).map(Some) } else { Ok(None) }
    }

    fn list<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let count = self.bytes.int_in_range(0..=most)?;
        (0..count).map(|_| make(self)).collect()
    }

    /// A setting of any origin, or an open one.
    fn setting<T>(&mut self, make: impl FnOnce(&mut Self) -> Result<T>) -> Result<Setting<T>> {
        let kind = self.bytes.int_in_range(0..=7)?;
        let name = self.text(&NAMES)?;
        if kind == 7 && self.open < MOST_OPEN {
            self.open += 1;
            let remedy = self.maybe(|it| it.text(&NAMES))?;
            return Ok(Setting::unknown(name, Unknown { reason: self.text(&NAMES)?, remedy }, self.at));
        }
        let origin = match kind {
            0 => Origin::Default { whose: self.text(&NAMES)? },
            1 => Origin::Derived { from: self.text(&NAMES)?, via: None },
            2 => Origin::Written { via: Some(self.text(&NAMES)?) },
            _ => Origin::Written { via: None },
        };
        let mut setting = Setting::known(name, make(self)?, origin, self.at);
        setting.secret = kind == 3;
        Ok(setting)
    }

    fn flag(&mut self) -> Result<Setting<bool>> {
        self.setting(Self::yes)
    }

    fn count(&mut self, most: u32) -> Result<Setting<u32>> {
        self.setting(|it| it.bytes.int_in_range(0..=most))
    }

    fn state(&mut self) -> Result<Setting<String>> {
        self.setting(|it| it.text(&STATES))
    }

    fn zone(&mut self) -> Result<Zone> {
        let name = self.text(&ZONES)?;
        Ok(match self.bytes.int_in_range(0..=7)? {
            0 => Zone::Id(name),
            1 => Zone::Symbol { list: name, index: self.bytes.arbitrary()? },
            2 => Zone::Expression(name),
            _ => Zone::Name(name),
        })
    }

    fn placement(&mut self) -> Result<Placement> {
        Ok(if self.bytes.ratio(1, 8)? { Placement::Left } else { Placement::Pinned(self.zone()?) })
    }

    fn zones(&mut self) -> Result<Setting<Vec<Setting<Zone>>>> {
        self.setting(|it| it.list(4, |it| it.setting(Self::zone)))
    }

    fn configuration(&mut self) -> Result<ShardConfiguration> {
        Ok(ShardConfiguration {
            at: self.at,
            id: self.maybe(|it| it.text(&NAMES))?,
            primary_zone: self.maybe(|it| it.setting(Self::zone))?,
            replica_zones: self.maybe(Self::zones)?,
            replica_count: self.maybe(|it| it.count(3))?,
        })
    }

    fn extra(&mut self) -> Result<ExtraReplica> {
        Ok(ExtraReplica { id: self.text(&NAMES)?, zone: self.setting(Self::placement)?, at: self.at })
    }

    fn shape(&mut self, creating: bool, mode: Setting<ClusterMode>) -> Result<LayoutInput> {
        Ok(LayoutInput {
            at: self.at,
            creating,
            mode,
            node_count: self.maybe(|it| it.count(4))?,
            shard_count: self.count(3)?,
            replicas_per_shard: self.maybe(|it| it.count(3))?,
            configurations: self.maybe(|it| it.setting(|it| it.list(3, Self::configuration)))?,
            preferred_zones: self.maybe(Self::zones)?,
            zone_set: self.maybe(Self::zones)?,
            extra_replicas: self.list(2, Self::extra)?,
        })
    }

    fn parameters(&mut self) -> Result<Parameters> {
        Ok(Parameters {
            append_only: self.flag()?,
            min_replicas_to_write: self.count(3)?,
            min_replicas_max_lag: self.count(20)?,
            require_full_coverage: self.flag()?,
            allow_reads_when_down: self.flag()?,
        })
    }

    fn target(&mut self) -> Result<Target> {
        let inputs = [Input::TerraformPlan, Input::TerraformConfig, Input::CloudFormation, Input::Describe];
        Ok(Target {
            input: self.one_of(&inputs)?,
            id: self.maybe(|it| it.text(&NAMES))?,
            arn: self.maybe(|it| it.text(&NAMES))?,
            account: self.maybe(|it| it.text(&NAMES))?,
            region: self.maybe(|it| it.text(&NAMES))?,
            root: self.maybe(|it| it.text(&NAMES))?,
        })
    }

    fn group(&mut self) -> Result<Group> {
        let creating = self.yes()?;
        let modes = [ClusterMode::Enabled, ClusterMode::Disabled, ClusterMode::Compatible];
        let cluster_mode = self.setting(|it| it.one_of(&modes))?;
        let shape = self.shape(creating, cluster_mode.clone())?;
        let mut group = Group {
            name: self.text(&NAMES)?,
            target: self.target()?,
            at: self.at,
            body: self.at,
            standalone: self.bytes.ratio(1, 8)?,
            creating,
            multi_az: self.flag()?,
            automatic_failover: self.flag()?,
            cluster_mode,
            engine: self.setting(|it| it.one_of(&[Engine::Redis, Engine::Valkey]))?,
            engine_version: self.setting(Self::version)?,
            version_floors: Vec::new(),
            node_type: self.setting(|it| it.text(&["cache.r7g.large", "cache.t1.micro", "x"]))?,
            parameter_group: self.setting(|it| it.maybe(|it| it.text(&NAMES)))?,
            parameters: self.parameters()?,
            layout: lay_out(&shape),
            subnet_group: self.setting(|it| it.maybe(|it| it.text(&NAMES)))?,
            subnet_zones: self.zones()?,
            subnet_ids: self.list(2, |it| it.text(&NAMES))?,
            snapshot_retention: self.count(7)?,
            durability: self
                .setting(|it| it.one_of(&[Durability::Sync, Durability::Async, Durability::Disabled]))?,
            external_replica: self.flag()?,
            status: self.maybe(Self::state)?,
            configuration_endpoint: self.maybe(|it| it.text(&NAMES))?,
            transitions: self.setting(|it| it.list(2, Self::state))?,
            global_role: self
                .setting(|it| it.one_of(&[GlobalRole::None, GlobalRole::Primary, GlobalRole::Secondary]))?,
            existence: self.flag()?,
            traces: Vec::new(),
        };
        if self.yes()? {
            self.live(&mut group)?;
        }
        Ok(group)
    }

    fn version(&mut self) -> Result<Version> {
        let text = self.text(&VERSIONS)?;
        Version::parse(&text).ok_or(arbitrary::Error::IncorrectFormat)
    }

    /// Gives shards and nodes what only a group that exists has.
    fn live(&mut self, group: &mut Group) -> Result<()> {
        for shard in &mut group.layout.shards {
            shard.status = self.maybe(Self::state)?;
            shard.primary_endpoint = self.maybe(|it| it.text(&NAMES))?;
            shard.reader_endpoint = self.maybe(|it| it.text(&NAMES))?;
            let Some(mut nodes) = shard.nodes.value().cloned() else { continue };
            for node in &mut nodes {
                node.id = format!("{}-{}", self.text(&NAMES)?, node.id);
                node.role = self.setting(|it| it.one_of(&[Role::Primary, Role::Replica]))?;
                node.status = self.maybe(Self::state)?;
                node.endpoint = self.maybe(|it| it.text(&NAMES))?;
            }
            shard.nodes = Setting::written("nodes", nodes, self.at);
        }
        Ok(())
    }
}
