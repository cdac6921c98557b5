//! Modules whose files were damaged on the way: nothing panics or hangs, and every failure has its place.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use multiaz::load::Options;
use multiaz::source::{Failure, Sources, gather};
use proptest::prelude::*;
use proptest::sample::Index;
use tempfile::TempDir;

use super::{Damage, check_all, collect_all, damaged};

/// A case that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is put in the place of a piece of a configuration.
const PIECES: &[&str] = &[
    "",
    "null",
    "true",
    "-1",
    "1e999",
    "1000000000",
    "\"\"",
    "[]",
    "{}",
    "()",
    "\u{0}",
    "ä€😀",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "\n",
    "\r\n",
    "\t",
    "${",
    "%{",
    "%{if true}",
    "%{endif}",
    "~}",
    "$${",
    "<<E\n",
    "<<-E\n",
    "E\n",
    "#",
    "//",
    "/*",
    "*/",
    "=",
    "=>",
    "==",
    "!",
    "?",
    ":",
    "...",
    ".",
    ".*",
    "[*]",
    ",",
    "+",
    "/ 0",
    "%",
    "&&",
    "for x in ",
    "{for k, v in ",
    " : ",
    "if ",
    "var.",
    "var.nodes",
    "local.",
    "local.zones",
    "each.key",
    "each.value",
    "count.index",
    "module.",
    "module.cache",
    "data.",
    "self.",
    "path.module",
    "count = 3\n",
    "for_each = ",
    "dynamic \"x\" {",
    "content {",
    "lifecycle {",
    "ignore_changes = all\n",
    "provider = aws.x\n",
    "source = \"./\"\n",
    "source = \"..\"\n",
    "sensitive = true\n",
    "sensitive(",
    "try(",
    "range(",
    "toset(",
    "merge(",
    "flatten(",
    "length(",
    "format(\"%",
    "cidrsubnet(",
    "regex(\"(",
    "optional(",
    "list(string)",
    "object({",
    "any",
    "resource",
    "variable",
    "module \"x\" {\n  source = \"./x\"\n}\n",
    "locals {",
    "\\",
    "\\u12",
    "//\": 1, \"",
];

/// What is put in the place of a value: each is valid, and most are nonsense where they come to stand.
const VALUES: &[&str] = &[
    "null",
    "true",
    "\"true\"",
    "0",
    "-1",
    "1.5",
    "1e300",
    "2",
    "\"\"",
    "\"a\"",
    "\"eu-west-1a\"",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[\"a\", \"a\"]",
    "{ a = 1 }",
    "{ a = { b = [1] } }",
    "var.nope",
    "var.nodes",
    "var.zones",
    "var.groups",
    "local.nope",
    "local.zones",
    "local.nodes",
    "each.key",
    "each.value",
    "each.value.nodes",
    "count.index",
    "self.id",
    "path.module",
    "path.cwd",
    "terraform.workspace",
    "module.cache",
    "module.cache.id",
    "module.cache[0].id",
    "module.nope.id",
    "data.aws_availability_zones.available",
    "data.aws_availability_zones.available.names",
    "data.aws_availability_zones.available.names[0]",
    "slice(data.aws_availability_zones.available.names, 0, 2)",
    "aws_elasticache_replication_group.this",
    "aws_elasticache_replication_group.this.id",
    "aws_subnet.this[*].id",
    "aws_elasticache_replication_group.this[0].num_cache_clusters",
    "aws_subnet.this[count.index].availability_zone",
    "toset([\"a\", \"b\"])",
    "tolist([1, \"b\"])",
    "tomap({ a = 1 })",
    "merge({}, null)",
    "merge({ a = 1 }, { a = 2 })",
    "flatten([[1], [[2]]])",
    "concat([1], [2])",
    "element([], 1)",
    "element([1, 2], -5)",
    "[1, 2][5]",
    "{ a = 1 }.b",
    "lookup({}, \"a\")",
    "lookup({}, \"a\", null)",
    "try(var.nope, 1)",
    "try(local.nope.a, null)",
    "can(1 / 0)",
    "coalesce(null, \"\")",
    "one([1, 2])",
    "length(\"ä\")",
    "range(3)",
    "range(1, 0)",
    "[for i in range(3) : i]",
    "{ for i in range(3) : i => i }",
    "{ for i in [1, 1] : i => i }",
    "{ for i in [1, 1] : i => i... }",
    "[for i in null : i]",
    "[for k, v in { a = 1 } : k]",
    "true ? 1 : \"a\"",
    "var.nope ? 1 : 2",
    "null ? 1 : 2",
    "1 / 0",
    "5 % 0",
    "\"a\" + 1",
    "!null",
    "-\"a\"",
    "1 == \"1\"",
    "\"${1}${\"a\"}\"",
    "\"%{ if true }a%{ else }b%{ endif }\"",
    "\"%{ for i in [1] }${i}%{ endfor }\"",
    "<<E\na ${1}\nE\n",
    "sensitive(2)",
    "sensitive([\"a\"])",
    "nonsensitive(1)",
    "file(\"main.tf\")",
    "file(\"/etc/passwd\")",
    "jsondecode(\"{\")",
    "yamldecode(\"a: [1\")",
    "jsondecode(file(\"plan.json\"))",
    "templatefile(\"x\", {})",
    "timestamp()",
    "uuid()",
    "format(\"%s %d\", \"a\")",
    "format(\"%05.2f|%-5s|%q\", 1, \"a\", \"b\")",
    "regex(\"(\", \"a\")",
    "regexall(\"a*\", \"aaa\")",
    "replace(\"a\", \"/(.*)/\", \"$1$1\")",
    "substr(\"ä\", 0, 1)",
    "substr(\"a\", -5, 9)",
    "cidrsubnet(\"10.0.0.0/8\", 99, 1)",
    "cidrhost(\"::1/128\", 5)",
    "zipmap([1], [])",
    "setproduct([1], [])",
    "transpose({ a = [1] })",
    "split(\"\", \"ab\")",
    "join(\",\", [1, null])",
    "parseint(\"zz\", 99)",
    "pow(10, 400)",
    "log(0, 0)",
    "chunklist([1], -1)",
    "sort([1, null])",
    "keys([])",
    "values({ b = 1 })",
    "\"./\"",
    "\"..\"",
    "\"../cache\"",
    "\"example/cache/aws\"",
    "string",
    "list(string)",
    "object({ a = optional(number, \"x\") })",
    "any",
];

/// The modules of our own: each with its files, as path and text.
pub(super) static MODULES: LazyLock<Vec<Vec<(PathBuf, String)>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform/modules");
    let entries = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| module(folder)).collect()
});

/// Everything in a folder but the plan.
fn module(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    collect_all(folder, &mut files);
    files.retain(|file| file.file_name().unwrap() != "plan.json");
    files.sort();
    let read = |file: PathBuf| {
        let text = fs::read_to_string(&file).unwrap();
        (file.strip_prefix(folder).unwrap().to_owned(), text)
    };
    files.into_iter().map(read).collect()
}

/// A file in native syntax with the value on one of its lines replaced.
fn with_value(text: &str, line: Index, value: &str) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let is_whole = |line: &String| line.contains(" = ") && !line.ends_with(['{', '[', '(', ',']);
    let places: Vec<usize> = (0..lines.len()).filter(|at| is_whole(&lines[*at])).collect();
    if !places.is_empty() {
        let line = &mut lines[places[line.index(places.len())]];
        let end = line.find(" = ").unwrap() + 3;
        line.replace_range(end.., value);
    }
    lines.join("\n")
}

/// Checks files and asserts what is always so.
fn assert_sane(files: &[(PathBuf, String)]) {
    let start = Instant::now();
    let (told, sources, failures) = checked(files);
    assert!(start.elapsed() < PATIENCE, "it took {:?}: {files:#?}", start.elapsed());
    assert!(told.contains("multiaz/1"));
    for failure in &failures {
        assert!(has_place(failure, &sources), "{failure:?}");
    }
}

/// A folder with these files.
pub(super) fn written(files: &[(PathBuf, String)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Checks a folder with these files as `check` does.
fn checked(files: &[(PathBuf, String)]) -> (String, Sources, Vec<Failure>) {
    let folder = written(files);
    let gathered = gather(&[folder.path().to_owned()], true, &mut std::io::empty());
    assert!(gathered.failures.is_empty(), "{:?}", gathered.failures);
    check_all(gathered.inputs, &Options { folders: gathered.folders, ..Options::default() })
}

/// Whether a failure points into the text that it names.
fn has_place(failure: &Failure, sources: &Sources) -> bool {
    failure.at.is_some_and(|at| {
        let source = sources.get(at.source);
        at.start <= at.end && source.text.get(at.start..at.end).is_some() && source.name == failure.file
    })
}

#[test]
fn the_modules_are_found_and_sound() {
    assert!(MODULES.len() > 30, "{}", MODULES.len());
    for files in MODULES.iter() {
        let (told, _, failures) = checked(files);
        assert!(!told.contains("\"groups\": 0"), "no group: {files:#?}");
        assert!(failures.is_empty(), "{failures:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_module_never_panics_and_its_failures_have_places(
        module in any::<Index>(),
        damages in prop::collection::vec(
            (
                any::<Index>(),
                prop::collection::vec((any::<Index>(), 0_usize..24, any::<Index>()), 1..4),
                prop::option::weighted(0.05, any::<Index>()),
            ),
            1..3,
        ),
    ) {
        let mut files = MODULES[module.index(MODULES.len())].clone();
        for (file, places, cut) in damages {
            let places: Vec<Damage> = places;
            let at = file.index(files.len());
            files[at].1 = damaged(&files[at].1, PIECES, &places, cut);
        }
        assert_sane(&files);
    }

    #[test]
    fn a_module_with_other_values_never_panics_and_its_failures_have_places(
        module in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), any::<Index>(), any::<Index>()), 1..6),
    ) {
        let mut files = MODULES[module.index(MODULES.len())].clone();
        for (file, line, value) in changes {
            let at = file.index(files.len());
            if !files[at].0.to_string_lossy().ends_with(".json") {
                files[at].1 = with_value(&files[at].1, line, VALUES[value.index(VALUES.len())]);
            }
        }
        assert_sane(&files);
    }
}
