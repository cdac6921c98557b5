//! What the runner of GitHub Actions takes for a command, after its `ActionCommand`, in our own words.
//!
//! A line is a command where `::name properties::data` begins it, spaces apart, and `name` is registered; otherwise where
//! `##[name properties]data` stands anywhere in it. Of several `##[` only the first counts.

use std::collections::BTreeMap;

/// What the runner knows; `notice` came late.
pub(crate) const REGISTERED: &[&str] = &[
    "error",
    "warning",
    "notice",
    "debug",
    "group",
    "endgroup",
    "echo",
    "add-mask",
    "add-path",
    "set-env",
    "set-output",
    "save-state",
    "add-matcher",
    "remove-matcher",
    "stop-commands",
    "internal-set-repo-path",
];

/// A command, unescaped.
#[derive(Debug)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) data: String,
}

impl Command {
    pub(crate) fn property(&self, name: &str) -> Option<&str> {
        self.properties.get(name).map(String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> usize {
        self.property(name).unwrap().parse().unwrap()
    }
}

/// The commands of an output, line by line.
pub(crate) fn commands(output: &str, registered: &[&str]) -> Vec<Command> {
    output.split(['\n', '\r']).filter_map(|line| of_line(line, registered)).collect()
}

fn of_line(line: &str, registered: &[&str]) -> Option<Command> {
    newer(line, registered).or_else(|| older(line, registered))
}

fn newer(line: &str, registered: &[&str]) -> Option<Command> {
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let escapes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    let of_data = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
    command(head, ',', data, &escapes, &of_data, registered)
}

fn older(line: &str, registered: &[&str]) -> Option<Command> {
    let (head, data) = line.split_once("##[")?.1.split_once(']')?;
    let escapes = [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%25", "%")];
    command(head, ';', data, &escapes, &escapes, registered)
}

type Escapes<'a> = &'a [(&'a str, &'a str)];

fn command(
    head: &str,
    separator: char,
    data: &str,
    escapes: Escapes<'_>,
    of_data: Escapes<'_>,
    registered: &[&str],
) -> Option<Command> {
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    registered.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let properties = properties.trim().split(separator).filter_map(|one| one.split_once('='));
    let properties = properties.filter(|(_, value)| !value.is_empty());
    Some(Command {
        name: name.to_ascii_lowercase(),
        properties: properties.map(|(key, value)| (key.to_owned(), unescaped(value, escapes))).collect(),
        data: unescaped(data, of_data),
    })
}

/// One escape after the other, `%25` last, as the runner does.
fn unescaped(text: &str, escapes: Escapes<'_>) -> String {
    escapes.iter().fold(text.to_owned(), |text, (escaped, letter)| text.replace(escaped, letter))
}

#[test]
fn this_runner_takes_what_the_real_one_takes() {
    let all = |output: &str| commands(output, REGISTERED).into_iter().map(|one| one.name).collect::<Vec<_>>();
    assert_eq!(all("  ::error file=a%2Cb,line=3::x%0Ay::z"), ["error"]);
    assert_eq!(
        all("text ##[add-path]/tmp\r::Warning::x\n::unknown::y\nx ::error::z"),
        ["add-path", "warning"]
    );
    let one = &commands("::error file=a%2Cb,title=::x%250A%0Ay::z", REGISTERED)[0];
    assert_eq!((one.property("file"), one.property("title")), (Some("a,b"), None));
    assert_eq!(one.data, "x%0A\ny::z");
}
