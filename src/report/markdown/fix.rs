//! A fix in Markdown: sentences as sentences, code as code that can be pasted.

use crate::model::Input;

use super::escape::{Place, block};
use super::sentence;

/// The lines of a fix, in the language of the input that it mends.
pub(super) fn fix<'a>(lines: impl Iterator<Item = &'a str>, input: Input) -> String {
    let mut parts: Vec<(bool, Vec<&str>)> = Vec::new();
    for line in lines {
        let is_code = is_code(line);
        match parts.last_mut().filter(|(code, _)| *code == is_code) {
            Some((_, part)) => part.push(line),
            None => parts.push((is_code, vec![line])),
        }
    }
    let told = parts.iter().map(|(is_code, lines)| match is_code {
        true => block("", language(input), unindented(lines).into_iter()),
        false => format!("{}\n", sentence(&lines.join(" "), Place::Line)),
    });
    told.collect::<Vec<_>>().join("\n")
}

/// Whether a line is code: it is indented, a setting (`multi_az_enabled = true`, `MultiAZEnabled: true`), or a command.
fn is_code(line: &str) -> bool {
    let is_key = |key: &str| {
        let key = key.trim_end();
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let is_setting = |sign: &str| line.split_once(sign).is_some_and(|(key, _)| is_key(key));
    line.starts_with(' ') || line.starts_with("aws ") || is_setting(" = ") || is_setting(": ")
}

/// Lines without the indent that all of them have.
fn unindented<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indent = |line: &&str| line.len() - line.trim_start_matches(' ').len();
    let common = lines.iter().map(indent).min().unwrap_or(0);
    lines.iter().map(|line| line.get(common..).unwrap_or(line)).collect()
}

fn language(input: Input) -> &'static str {
    match input {
        Input::TerraformPlan | Input::TerraformState | Input::TerraformConfig => "hcl",
        Input::CloudFormation => "yaml",
        Input::Describe => "sh",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_no_code() {
        let lines = "MultiAZEnabled: true\nEvery shard needs a replica\nin another zone:\n  a: b\n    c: d";
        let told = fix(lines.lines(), Input::CloudFormation);
        let expected = "```yaml\nMultiAZEnabled: true\n```\n\nEvery shard needs a replica in another zone:\n\n\
                        ```yaml\na: b\n  c: d\n```\n";
        assert_eq!(told, expected);
    }
}
