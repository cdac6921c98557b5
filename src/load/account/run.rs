//! One reading: who reads, then every account and region, some side by side.

use std::sync::Arc;
use std::time::SystemTime;

use aws_config::SdkConfig;
use aws_sdk_elasticache::primitives::{DateTime, DateTimeFormat};
use tokio::runtime::Builder;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;

use super::actions::GROUPS;
use super::body::Bodies;
use super::client;
use super::fault::{Fault, in_command};
use super::holder::{Holder, holders, whose};
use super::lack::Lack;
use super::meter::Meter;
use super::region;
use super::regions::{ALL, ENABLED, LISTED, is_listed, nearest, spelt_out};
use super::request::{Progress, Reading, Request, Step, Trouble};
use super::secrets::Secrets;
use super::snapshot::{AccountSnapshot, Snapshot};
use super::stop::{self, Stop};

/// One account in one region.
#[derive(Debug, Clone)]
struct Target {
    holder: Holder,
    region: String,
}

/// What all targets have in common.
#[derive(Debug, Clone)]
struct Run {
    request: Request,
    base: SdkConfig,
    stop: Stop,
    meter: Meter,
    secrets: Secrets,
}

/// What was read of a target; nothing where it was not begun.
type Outcome = (Option<AccountSnapshot>, Option<Trouble>);

/// Reads what a request asks for, to the end or to Ctrl-C. `progress` hears of each step, on this thread.
///
/// Ctrl-C while it reads ends the reading; after that it ends the process.
pub fn read(request: &Request, progress: &(dyn Fn(&Progress) + Send + Sync)) -> Reading {
    match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let reading = runtime.block_on(run(request, progress));
            // A name that is being looked up is not waited for.
            runtime.shutdown_background();
            stop::end_on_ctrl_c();
            reading
        }
        Err(error) => nothing(vec![Trouble {
            whose: whose(request),
            account: None,
            region: None,
            message: format!("the network can't be used: {error}"),
            remedy: "check how many files and threads this process may have".into(),
            may_be_disabled: false,
        }]),
    }
}

fn nothing(failures: Vec<Trouble>) -> Reading {
    Reading { regions: Vec::new(), snapshot: Snapshot::new(Vec::new()), failures, interrupted: false }
}

async fn run(request: &Request, progress: &(dyn Fn(&Progress) + Send + Sync)) -> Reading {
    let stop = Stop::on_ctrl_c(request.limits.run_time);
    let (meter, secrets) = (Meter::new(request.limits), Secrets::default());
    let (base, regions) = match stop.unless(settings(request)).await {
        Ok(settings) => settings,
        Err(fault) => return ended(request, &stop, &fault),
    };
    if regions.is_empty() {
        let lack = tokio::time::timeout(request.timeout, client::lack(&base));
        let lack = stop.unless(lack).await.ok().and_then(Result::ok).flatten();
        return nothing(vec![no_region(request, lack)]);
    }
    let (holders, mut failures) = holders(request, &base, &stop, &meter.of_region(), &secrets).await;
    let targets = holders.iter().flat_map(|holder| {
        regions.iter().map(|region| Target { holder: holder.clone(), region: region.clone() })
    });
    let targets = targets.collect::<Vec<_>>();
    progress(&Progress::Begun(targets.len()));
    let run = Run { request: request.clone(), base, stop: stop.clone(), meter, secrets };
    let outcomes = side_by_side(&run, targets, progress).await;
    let mut accounts = Vec::new();
    for (account, trouble) in outcomes {
        accounts.extend(account);
        failures.extend(trouble);
    }
    Reading { regions, snapshot: Snapshot::new(accounts), failures, interrupted: stop.asked() }
}

/// The configuration, and the regions to read: which those are may be for the configuration to tell.
async fn settings(request: &Request) -> (SdkConfig, Vec<String>) {
    let named = request.regions.iter().find(|region| *region != ALL);
    let base = client::configuration(request, named.map(String::as_str)).await;
    let own = base.region().map(ToString::to_string);
    if request.regions.is_empty() {
        return (base, Vec::from_iter(own));
    }
    let regions = spelt_out(&request.regions, own.as_deref(), &request.assume_roles);
    let enabled = regions.iter().find(|region| *region == ENABLED);
    match enabled.or(regions.first()) {
        // Without a region STS can't be asked.
        Some(first) if own.is_none() => (client::configuration(request, Some(first)).await, regions),
        _ => (base, regions),
    }
}

fn no_region(request: &Request, lack: Option<Lack>) -> Trouble {
    // A profile that there is not has no region either.
    if let Some(lack @ Lack::Profile) = lack {
        let (message, remedy) = (lack.sentence(), lack.remedy(request.profile.as_deref()));
        return Trouble {
            whose: whose(request),
            account: None,
            region: None,
            message,
            remedy,
            may_be_disabled: false,
        };
    }
    Trouble {
        whose: whose(request),
        account: None,
        region: None,
        message: "no region is known".into(),
        remedy: match &request.profile {
            Some(profile) => {
                let profile = in_command(profile);
                format!("name one with --region, or `aws configure set region … --profile {profile}`")
            }
            None => "name one with --region, or set AWS_REGION".into(),
        },
        may_be_disabled: false,
    }
}

/// A run that Ctrl-C or its limit ended before it knew what to read.
fn ended(request: &Request, stop: &Stop, fault: &Fault) -> Reading {
    let interrupted = stop.asked();
    let trouble = Trouble {
        whose: whose(request),
        account: None,
        region: None,
        message: fault.reason.clone(),
        remedy: fault.remedy(GROUPS, request.profile.as_deref()),
        may_be_disabled: false,
    };
    Reading { interrupted, ..nothing(if interrupted { Vec::new() } else { vec![trouble] }) }
}

/// Reads all targets, a bounded number at once, and gives the outcomes in the targets' order.
async fn side_by_side(
    run: &Run,
    targets: Vec<Target>,
    progress: &(dyn Fn(&Progress) + Send + Sync),
) -> Vec<Outcome> {
    let (tell, mut told) = mpsc::unbounded_channel();
    let room = Arc::new(Semaphore::new(run.request.concurrency.max(1)));
    let mut tasks = JoinSet::new();
    for (place, target) in targets.iter().cloned().enumerate() {
        let (room, run, tell) = (room.clone(), run.clone(), tell.clone());
        tasks.spawn(async move {
            let _turn = room.acquire_owned().await;
            (place, one(&run, &target, &tell).await)
        });
    }
    drop(tell);
    // Ends when the last task has dropped its end.
    while let Some(step) = told.recv().await {
        progress(&step);
    }
    let mut outcomes = targets.iter().map(broken).collect::<Vec<_>>();
    while let Some(done) = tasks.join_next().await {
        if let Ok((place, outcome)) = done
            && let Some(slot) = outcomes.get_mut(place)
        {
            *slot = outcome;
        }
    }
    outcomes
}

/// What a target comes to whose task broke down.
fn broken(target: &Target) -> Outcome {
    let message = "reading broke down: this is a fault of multiaz".to_owned();
    (None, Some(trouble(target, message, "run it again, and report it".into())))
}

/// Reads one target.
async fn one(run: &Run, target: &Target, tell: &mpsc::UnboundedSender<Progress>) -> Outcome {
    let Run { request, base, stop, meter, secrets } = run;
    if let Some((why, remedy)) = not_begun(run) {
        return (None, Some(trouble(target, format!("not read: {why}"), remedy.into())));
    }
    let (account, region) = (target.holder.account.clone(), target.region.clone());
    // Nobody listens any more only where the reading has ended.
    let say = |step| {
        drop(tell.send(Progress::In { account: account.clone(), region: region.clone(), step }));
    };
    say(Step::Started);
    let taken_at = now();
    let (stop, meter) = (stop.of_region(request.limits.region_time), meter.of_region());
    let bodies = Bodies::new(meter.clone(), secrets.clone());
    let client = client::elasticache(base, &region, target.holder.role.as_ref(), bodies);
    let read = region::read(&client, &stop, &meter, |found| say(Step::Groups(found))).await;
    let failure = read.groups.map(|fault| Trouble {
        may_be_disabled: fault.may_be_disabled(),
        ..trouble(target, format!("{GROUPS}: {}", fault.reason), remedy(&fault, &region, request))
    });
    say(if failure.is_some() { Step::Failed } else { Step::Done });
    let refused = target.holder.refused.iter().cloned().chain(read.refused).collect();
    (Some(AccountSnapshot { account, region, taken_at, answers: read.answers, refused }), failure)
}

/// Why a region is not begun, and what to do about that.
fn not_begun(run: &Run) -> Option<(String, &'static str)> {
    if run.stop.asked() {
        return Some(("the run was ended before".into(), "run it again"));
    }
    let bound = run.stop.is_over().or_else(|| run.meter.is_full())?;
    Some((bound.to_string(), bound.remedy()))
}

/// What to do about a region that could not be read.
fn remedy(fault: &Fault, region: &str, request: &Request) -> String {
    let general = fault.remedy(GROUPS, request.profile.as_deref());
    if !fault.is_of_the_way() {
        return general;
    }
    if let Some(url) = request.endpoint() {
        return format!("{general}; the endpoint URL is {url}");
    }
    match nearest(region).filter(|_| !is_listed(region)) {
        Some(near) => format!("there is no region {region} on the list of {LISTED}: did you mean {near}?"),
        None => general,
    }
}

fn trouble(target: &Target, message: String, remedy: String) -> Trouble {
    Trouble {
        whose: target.holder.whose.clone(),
        account: target.holder.account.clone(),
        region: Some(target.region.clone()),
        message,
        remedy,
        may_be_disabled: false,
    }
}

/// This moment, such as `2026-11-22T07:20:00Z`.
fn now() -> String {
    let seconds = DateTime::from(SystemTime::now()).secs();
    DateTime::from_secs(seconds).fmt(DateTimeFormat::DateTime).unwrap_or_default()
}
