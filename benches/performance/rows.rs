//! The rows of the table, one function a kind of work.

use std::path::Path;

use super::inputs::{self, Inputs};
use super::process::{Cost, Run, cpu, in_turn, instructions, peak, program, wall};
use super::table::{Row, Table};

/// The goal of what is to be linear: four times the input for at most so many times the cost.
const LINEAR: f64 = 4.6;

/// Measures one kind of work.
type Measure = fn(&mut Table);

/// Every kind of work by the name that chooses it.
pub(crate) const ALL: &[(&str, Measure)] = &[
    ("start", start),
    ("template", template),
    ("plan", plan),
    ("tree", tree),
    ("describe", describe),
    ("failover", failover),
    ("linear", linear),
];

fn name(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn check(path: &Path) -> Run {
    Run::multiaz(&["check", name(path), "--format", "json"])
}

/// A small template, start-up included.
fn start(table: &mut Table) {
    let template = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cloudformation/sessions.yaml");
    let run = Run::multiaz(&["check", name(&template)]);
    let work = "a small template, start-up included";
    let (ours, theirs) = in_turn(&run, &Run::reference("yaml-events", &template));
    let reference = "a process that parses it (granit-parser)";
    let row = Row { work, figure: "CPU", reference, unit: "ms", goal: Some(2.0) };
    table.pairs(row, &cpu(&ours), &cpu(&theirs));

    let folder = Inputs::new();
    let rule = "let groups = Resources.*[ Type == 'AWS::ElastiCache::ReplicationGroup' ]\n\
                rule multi_az when %groups !empty { %groups.Properties.MultiAZEnabled == true }\n";
    let rule = folder.text("rule.guard", rule);
    match program("CFN_GUARD", "cfn-guard") {
        Some((guard, version)) => {
            let guard = Run::of(guard, &["validate", "--rules", name(&rule), "--data", name(&template)]);
            let (ours, theirs) = in_turn(&run, &guard);
            let reference = format!("{version} validate, one rule");
            let row = Row { work, figure: "CPU", reference: &reference, unit: "ms", goal: Some(1.0) };
            table.pairs(row, &cpu(&ours), &cpu(&theirs));
        }
        None => table.figure(work, "CPU against cfn-guard", "not measured: there is no cfn-guard"),
    }
}

/// A template of a megabyte.
fn template(table: &mut Table) {
    let folder = Inputs::new();
    let text = inputs::template();
    let path = folder.text("template.yaml", &text);
    let (ours, theirs) = in_turn(&check(&path), &Run::reference("yaml-events", &path));
    let work = format!("a template of {:.1} MB, 300 resources", text.len() as f64 / 1e6);
    let reference = "all events of granit-parser";
    let row = Row { work: &work, figure: "CPU", reference, unit: "ms", goal: Some(1.8) };
    table.pairs(row, &cpu(&ours), &cpu(&theirs));
}

/// Plans of Terraform, in one line and as people read them.
fn plan(table: &mut Table) {
    for (megabytes, pretty) in [(5, false), (5, true), (200, false), (200, true)] {
        let folder = Inputs::new();
        let path = folder.json("plan.json", "plan", megabytes, pretty);
        let size = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
        let (ours, theirs) = in_turn(&check(&path), &Run::reference("json-ignored", &path));
        let look = if pretty { "pretty" } else { "one line" };
        let work = format!("a plan of {size:.0} MB, {look}");
        let reference = "`serde_json` into `IgnoredAny`";
        let row = Row { work: &work, figure: "CPU", reference, unit: "ms", goal: Some(1.3) };
        table.pairs(row, &cpu(&ours), &cpu(&theirs));
        let most = vec![size + 10.0; ours.len()];
        let reference = "the file and 10 MB";
        let row = Row { work: &work, figure: "peak", reference, unit: "MB", goal: Some(1.0) };
        table.pairs(row, &peak(&ours), &most);
    }
}

/// A tree of files of which few concern us.
fn tree(table: &mut Table) {
    let folder = Inputs::new();
    inputs::tree(&folder.path("tree"), 20_000);
    let path = folder.path("tree");
    let work = "a tree of 20,000 files, 1 % relevant";
    let Some((rg, version)) = program("RG", "rg") else {
        return table.figure(work, "CPU", "not measured: there is no rg");
    };
    let patterns = ["-e", "aws_elasticache_", "-e", "AWS::ElastiCache", "-e", "ReplicationGroups"];
    let search = [&["-l", "--no-messages"], patterns.as_slice(), &[name(&path)]].concat();
    let (ours, theirs) = in_turn(&check(&path), &Run::of(rg, &search));
    let version = version.split(" (").next().unwrap_or_default().to_owned();
    let reference = format!("`{version}` -l -e aws_elasticache_ -e AWS::ElastiCache -e ReplicationGroups");
    let row = Row { work, figure: "CPU", reference: &reference, unit: "ms", goal: Some(2.0) };
    table.pairs(row, &cpu(&ours), &cpu(&theirs));
    table.pairs(Row { figure: "wall", goal: Some(1.5), ..row }, &wall(&ours), &wall(&theirs));
    let row = Row { work, figure: "peak", reference: "20 MB", unit: "MB", goal: Some(1.0) };
    table.pairs(row, &peak(&ours), &vec![20.0; ours.len()]);
}

/// Milliseconds of phases, as `--verbose` tells them.
fn phases(told: &str, names: &[&str]) -> f64 {
    let line = told.lines().find(|line| line.contains(" ms") && line.contains(names[0])).unwrap_or_default();
    let phase = |name: &&str| {
        let after = line.split(name).nth(1)?.strip_prefix(" in ")?;
        after.split(" ms").next()?.parse::<f64>().ok()
    };
    names.iter().filter_map(phase).sum()
}

const READING: &[&str] = &["files found", "files read"];
const JUDGING: &[&str] = &["rules asked"];
const WRITING: &[&str] = &["report written"];

/// What the calls of an account answer.
fn describe(table: &mut Table) {
    let folder = Inputs::new();
    let path = folder.json("answers.json", "answers", 10_000, false);
    let size = std::fs::metadata(&path).unwrap().len() as f64 / 1e6;
    let work = format!("10,000 groups of 6 nodes, {size:.0} MB of answers");
    let value = Run::reference("json-value", &path);
    let reference = "`serde_json::Value` of the same file";
    let parsed = |told: &str| phases(told, &["parsed"]);
    let json = Run::multiaz(&["check", name(&path), "--verbose", "--format", "json"]);
    let told: Vec<(String, String)> =
        (0..super::process::RUNS).map(|_| (json.told(), value.told())).collect();
    let theirs: Vec<f64> = told.iter().map(|(_, told)| parsed(told)).collect();
    let figures = |names: &[&str]| told.iter().map(|(told, _)| phases(told, names)).collect::<Vec<f64>>();
    let row = Row { work: &work, figure: "reading, wall", reference, unit: "ms", goal: Some(1.5) };
    table.pairs(row, &figures(READING), &theirs);
    table.pairs(Row { figure: "judging, wall", goal: None, ..row }, &figures(JUDGING), &theirs);
    for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
        let run = Run::multiaz(&["check", name(&path), "--verbose", "--format", format]);
        let told: Vec<(String, String)> = (0..5).map(|_| (run.told(), value.told())).collect();
        let ours: Vec<f64> = told.iter().map(|(told, _)| phases(told, WRITING)).collect();
        let theirs: Vec<f64> = told.iter().map(|(_, told)| parsed(told)).collect();
        let figure = format!("writing {format}, wall");
        table.pairs(Row { figure: &figure, goal: Some(1.0), ..row }, &ours, &theirs);
    }
    let costs: Vec<Cost> = (0..3).map(|_| check(&path).cost()).collect();
    let row =
        Row { work: &work, figure: "peak", reference: "four times the file", unit: "MB", goal: Some(1.0) };
    table.pairs(row, &peak(&costs), &[4.0 * size; 3]);
    let many = folder.json("many.json", "answers", 100_000, false);
    let costs = [check(&many).cost(), check(&path).cost()];
    let row =
        Row { work: "100,000 such groups", figure: "CPU", reference: "10,000", unit: "ms", goal: Some(11.5) };
    table.pairs(row, &cpu(&costs[..1]), &cpu(&costs[1..]));
    judged(table);
}

/// What a rule costs a group, in instructions: the difference that rules and groups make.
fn judged(table: &mut Table) {
    let folder = Inputs::new();
    let counted = |groups: usize, select: &[&str]| {
        let path = folder.json("answers.json", "answers", groups, false);
        let all = [&["check", name(&path), "--format", "json"], select].concat();
        instructions(&Run::multiaz(&all))
    };
    let one = ["--select", "aof-with-multi-az"];
    let all = [counted(100, &[]), counted(100, &one), counted(400, &[]), counted(400, &one)];
    let rules = multiaz::rules::built_in_ids().len() as f64 - 1.0;
    let figure = match all {
        [Some(few), Some(few_one), Some(many), Some(many_one)] => {
            let each = ((many - many_one) - (few - few_one)) / (300.0 * rules);
            format!("{each:.0} instructions, report of findings included (callgrind)")
        }
        _ => "not measured: there is no valgrind".to_owned(),
    };
    table.figure("a group of 6 nodes and a rule", "judging", &figure);
}

/// Failovers of all groups, against the check of the same file.
fn failover(table: &mut Table) {
    let folder = Inputs::new();
    let path = folder.json("answers.json", "answers", 10_000, false);
    let quarter = folder.json("quarter.json", "answers", 2_500, false);
    let plans = |path: &Path| Run::multiaz(&["failover", name(path), "--format", "json"]);
    let costs: Vec<(Cost, Cost)> = (0..3).map(|_| (plans(&path).cost(), check(&path).cost())).collect();
    let (ours, theirs): (Vec<Cost>, Vec<Cost>) = costs.into_iter().unzip();
    let work = "failovers of 10,000 groups as JSON";
    let reference = "`check` of the same file";
    let row = Row { work, figure: "peak", reference, unit: "MB", goal: Some(1.2) };
    table.pairs(row, &peak(&ours), &peak(&theirs));
    let less: Vec<Cost> = (0..3).map(|_| plans(&quarter).cost()).collect();
    let row = Row { work, figure: "CPU", reference: "2,500 groups", unit: "ms", goal: Some(LINEAR) };
    table.pairs(row, &cpu(&ours), &cpu(&less));
}

/// Four times the input.
fn linear(table: &mut Table) {
    let mut scaled = |work: &str, reference: &str, many: &Run, few: &Run| {
        let costs: Vec<(Cost, Cost)> = (0..5).map(|_| (many.cost(), few.cost())).collect();
        let (ours, theirs): (Vec<Cost>, Vec<Cost>) = costs.into_iter().unzip();
        let row = Row { work, figure: "CPU", reference, unit: "ms", goal: Some(LINEAR) };
        table.pairs(row, &cpu(&ours), &cpu(&theirs));
    };
    let folder = Inputs::new();
    let (many, few) = (folder.path("many"), folder.path("few"));
    inputs::roots(&many, 8_000);
    inputs::roots(&few, 2_000);
    scaled("8,000 root modules", "2,000", &check(&many), &check(&few));

    let folder = Inputs::new();
    for (name, count) in [("many", 20_000), ("few", 5_000)] {
        std::fs::create_dir(folder.path(name)).unwrap();
        folder.text(&format!("{name}/main.tf"), &inputs::repeated(count));
    }
    let (many, few) = (folder.path("many"), folder.path("few"));
    scaled("20,000 groups by `for_each`", "5,000", &check(&many), &check(&few));

    let many = folder.json("many.json", "shards", 500, false);
    let few = folder.json("few.json", "shards", 125, false);
    scaled("a group of 500 shards", "125 shards", &check(&many), &check(&few));
    let text = |path: &Path| Run::multiaz(&["failover", name(path)]);
    scaled("failovers of a group of 500 shards", "125 shards", &text(&many), &text(&few));
}
