//! Processes that are run in turn, and what the kernel says that each of them cost.

use std::ffi::OsString;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// Measured runs of each command, after one that is not counted.
pub(crate) const RUNS: usize = 10;

/// What a finished process cost.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cost {
    /// Processor time, of the program and of the kernel for it.
    pub(crate) cpu: Duration,
    /// From start to end.
    pub(crate) wall: Duration,
    /// The most memory it held, in bytes.
    pub(crate) peak: u64,
}

/// A program and its arguments.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    program: OsString,
    arguments: Vec<OsString>,
}

impl Run {
    /// A command of the program that is measured.
    pub(crate) fn multiaz(arguments: &[&str]) -> Run {
        Run::of(env!("CARGO_BIN_EXE_multiaz"), arguments)
    }

    /// This bench as the process of a reference.
    pub(crate) fn reference(what: &str, file: &Path) -> Run {
        let program = std::env::current_exe().unwrap();
        Run::of(program, &["--reference", what, file.to_str().unwrap()])
    }

    /// Any command.
    pub(crate) fn of(program: impl Into<OsString>, arguments: &[&str]) -> Run {
        Run { program: program.into(), arguments: arguments.iter().map(OsString::from).collect() }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
        command.env("NO_COLOR", "1").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Runs it once.
    pub(crate) fn cost(&self) -> Cost {
        let begun = Instant::now();
        let mut child = self.command().spawn().unwrap();
        let used = child.wait4().unwrap();
        let wall = begun.elapsed();
        assert!(used.status.code().is_some_and(|code| code < 100), "{self:?}: {:?}", used.status);
        Cost { cpu: used.rusage.utime + used.rusage.stime, wall, peak: used.rusage.maxrss }
    }

    /// What it prints on standard error, which is where `--verbose` tells of phases.
    pub(crate) fn told(&self) -> String {
        let mut child = self.command().stderr(Stdio::piped()).spawn().unwrap();
        let mut text = String::new();
        child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        child.wait().unwrap();
        text
    }
}

/// Runs two commands in turn, so that both meet the same hours of the machine.
pub(crate) fn in_turn(one: &Run, other: &Run) -> (Vec<Cost>, Vec<Cost>) {
    one.cost();
    other.cost();
    (0..RUNS).map(|_| (one.cost(), other.cost())).unzip()
}

/// Of several figures the middle, the least and the most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Spread {
    /// Of at least one figure.
    pub(crate) fn of(figures: impl IntoIterator<Item = f64>) -> Spread {
        let mut all: Vec<f64> = figures.into_iter().collect();
        all.sort_by(f64::total_cmp);
        let middle = |at: usize| all[at.min(all.len() - 1)];
        let median = (middle((all.len() - 1) / 2) + middle(all.len() / 2)) / 2.0;
        Spread { median, least: all[0], most: all[all.len() - 1] }
    }
}

/// Processor times in milliseconds.
pub(crate) fn cpu(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.cpu.as_secs_f64() * 1000.0).collect()
}

/// Times from start to end in milliseconds.
pub(crate) fn wall(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.wall.as_secs_f64() * 1000.0).collect()
}

/// Peaks of memory in MB.
pub(crate) fn peak(costs: &[Cost]) -> Vec<f64> {
    costs.iter().map(|cost| cost.peak as f64 / 1e6).collect()
}

/// The program of that name, as the environment's variable or the `PATH` has it, and the first line of its version.
pub(crate) fn program(variable: &str, name: &str) -> Option<(String, String)> {
    let program = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    let told = Command::new(&program).arg("--version").output().ok()?;
    let version = String::from_utf8_lossy(&told.stdout).lines().next().unwrap_or_default().to_owned();
    Some((program, version))
}

/// The instructions of one run, as callgrind counts them; none where there is no valgrind.
pub(crate) fn instructions(run: &Run) -> Option<f64> {
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(&run.program)
        .args(&run.arguments);
    let told = command.current_dir(env!("CARGO_MANIFEST_DIR")).stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&told.stderr).into_owned();
    let line = text.lines().find(|line| line.contains("Collected :"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}
