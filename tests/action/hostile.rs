//! What comes from people who should not steer a run: names of files, texts, inputs.

use std::fs;

use super::runner::Runner;
use super::script::BAD;

/// Names of files that mean something to a shell, a runner or an option parser.
const NAMES: [&str; 8] = [
    "a\n::error::forged.yaml",
    "b\r::warning file=x::forged.yaml",
    "::add-mask::c.yaml",
    "##[error]d.yaml",
    "$(touch pwned).yaml",
    "`touch pwned`.yaml",
    "--fail-on=never.yaml",
    "e%0A::error::f,line=1.yaml",
];

#[test]
fn names_of_files_are_nothing_but_names() {
    let mut runner = Runner::with(&NAMES.map(|name| (name, BAD)));
    let step = runner.uses(&[]);
    assert_eq!((step.code, step.output("errors")), (1, "8"), "{}", step.log);
    let commands = step.commands();
    // `group` is of the build; the rest are annotations, each of a finding.
    for command in commands.iter().filter(|command| !command.name.ends_with("group")) {
        assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{command:?}\n{}", step.log);
        assert!(!command.data.starts_with("forged"), "{command:?}");
    }
    let errors = step.annotations("error");
    let mut files: Vec<&str> = errors.iter().map(|error| error.property("file")).collect();
    files.sort_unstable();
    assert_eq!(files.len(), NAMES.len(), "{}", step.log);
    // A file that the runner could misread has no place in its annotation; it must not have another's.
    assert_eq!(files.iter().filter(|name| name.is_empty()).count(), 3, "{files:?}");
    for name in NAMES.iter().filter(|name| !name.contains(['\n', '\r']) && !name.contains("##[")) {
        assert!(files.contains(name), "{name} is not in {files:?}");
    }
    for name in ["pwned", "forged.yaml"] {
        assert!(!runner.workspace().join(name).exists(), "{name}");
    }
}

#[test]
fn names_in_paths_are_nothing_but_names() {
    let mut runner = Runner::with(&NAMES.map(|name| (name, BAD)));
    let paths: Vec<&str> = NAMES.into_iter().filter(|name| !name.contains(['\n', '\r'])).collect();
    let step = runner.uses(&[("paths", &paths.join("\n"))]);
    assert_eq!((step.code, step.output("errors")), (1, "6"), "{}", step.log);
    assert!(!runner.workspace().join("pwned").exists());
}

#[test]
fn a_name_can_not_forge_an_output() {
    let mut runner = Runner::with(&[("cache.yaml", BAD)]);
    let sarif = "x\nexit-code=0\nerrors<<E\n0\nE\n.sarif";
    let step = runner.uses(&[("sarif", sarif), ("paths", "cache.yaml")]);
    assert_eq!((step.code, step.output("exit-code"), step.output("errors")), (1, "1", "1"), "{}", step.log);
    assert_eq!(step.output("sarif"), sarif);
}

#[test]
fn reports_and_messages_are_no_commands() {
    let mut runner = Runner::with(&[("a.yaml", "")]);
    runner.replace_program(
        r#"[ "$1" != --version ] || exit 0
        for argument; do case $argument in
            text=*) printf '::error::from the report' >"${argument#*=}" ;;
            json=*) echo '{}' >"${argument#*=}" ;;
        esac; done
        printf '::error::from a message\n::stop-commands::x' >&2"#,
    );
    let step = runner.uses(&[]);
    assert!(step.log.contains("::error::from the report") && step.log.contains("::error::from a message"));
    assert_eq!(step.annotations("error"), Vec::new(), "{}", step.log);
}

#[test]
fn inputs_are_quoted_where_they_are_refused() {
    let mut runner = Runner::with(&[("a.yaml", "")]);
    let step = runner.uses(&[("command", "x\n::add-mask::y\n%0A::error::z")]);
    let [error] = step.commands().try_into().unwrap();
    assert_eq!(error.data, "command: check or audit, not 'x\n::add-mask::y\n%0A::error::z'");
}

#[test]
fn no_value_stands_inside_the_text_of_a_shell() {
    let action = fs::read_to_string(super::runner::project("action.yml")).unwrap();
    let workflows = ["ci", "release"].map(|name| {
        fs::read_to_string(super::runner::project(&format!(".github/workflows/{name}.yml"))).unwrap()
    });
    let mut runs = 0;
    for text in workflows.iter().chain([&action]) {
        for line in text.lines().filter(|line| line.contains("run: ")) {
            assert!(!line.contains("${{"), "{line}");
            // A block could hide one.
            assert!(!line.ends_with(['|', '>']), "{line}");
            runs += 1;
        }
    }
    assert!(runs > 5);
}
