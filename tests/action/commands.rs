//! A step's log as the runner reads it: lines that are commands, such as annotations.

use std::collections::BTreeMap;

/// A line that the runner obeys.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Command {
    pub(crate) name: String,
    pub(crate) properties: BTreeMap<String, String>,
    pub(crate) data: String,
}

impl Command {
    /// A property's value, or nothing.
    pub(crate) fn property(&self, name: &str) -> &str {
        self.properties.get(name).map_or("", String::as_str)
    }
}

/// The commands of a log, without those between `stop-commands` and its token.
pub(crate) fn commands(log: &str) -> Vec<Command> {
    let mut stopped: Option<String> = None;
    let mut found = Vec::new();
    for line in log.split(['\n', '\r']) {
        let Some(command) = command(line) else { continue };
        match &stopped {
            Some(token) if *token == command.name => stopped = None,
            Some(_) => {}
            None if command.name == "stop-commands" => stopped = Some(command.data),
            None => found.push(command),
        }
    }
    assert_eq!(stopped, None, "commands stay stopped:\n{log}");
    found
}

/// `::name key=value,key=value::data` at the start of a line, or `##[name key=value;key=value]data` anywhere in it.
fn command(line: &str) -> Option<Command> {
    let (head, data, separator) = match line.trim_start().strip_prefix("::") {
        Some(rest) => rest.split_once("::").map(|(head, data)| (head, data, ','))?,
        None => line.split_once("##[")?.1.split_once(']').map(|(head, data)| (head, data, ';'))?,
    };
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let pairs = properties.split(separator).filter_map(|pair| pair.split_once('='));
    Some(Command {
        name: name.to_owned(),
        properties: pairs.map(|(key, value)| (key.trim().to_owned(), decoded(value))).collect(),
        data: decoded(data),
    })
}

fn decoded(text: &str) -> String {
    let codes = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];
    codes.iter().fold(text.to_owned(), |text, (code, character)| text.replace(code, character))
}

#[test]
fn the_reader_sees_what_the_runner_sees() {
    let log = "a ::error::not at the start\n  ::warning file=a%2Cb.tf,line=3::two%0Alines 50%25\n\
               ::stop-commands::t1\n::error::forged\n::t1::\nx ##[add-mask]secret\n";
    let found = commands(log);
    let names: Vec<&str> = found.iter().map(|command| command.name.as_str()).collect();
    assert_eq!(names, ["warning", "add-mask"]);
    assert_eq!((found[0].property("file"), found[0].property("line")), ("a,b.tf", "3"));
    assert_eq!(found[0].data, "two\nlines 50%");
}
