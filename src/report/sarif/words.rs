//! Texts of messages: what comes from inputs can be read, and makes no link, placeholder or escape of its own.

use crate::finding::{Finding, RulePage};

use super::Context;
use crate::report::clean;
use crate::report::wording::{evidence, headline};

/// The most places that a message links to.
const MOST: usize = 10;

/// The longest full description that GitHub takes, in characters.
const LONGEST: usize = 1024;

/// A text of one line.
pub(super) fn line(text: &str) -> String {
    escaped(clean::short(text).chars().map(|letter| if letter == '\n' { ' ' } else { shown(letter) }))
}

/// A text of several lines.
pub(super) fn lines(text: &str) -> String {
    let lines: Vec<_> = text.trim_end().split('\n').map(clean::short).collect();
    escaped(lines.join("\n").chars().map(shown))
}

/// The same for a text that is Markdown, or that nobody looks for links in.
pub(super) fn raw(text: &str) -> String {
    text.chars().map(shown).collect()
}

/// A letter that nobody acts upon, and line ends.
fn shown(letter: char) -> char {
    if letter == '\n' { letter } else { clean::letter(letter) }
}

/// `[text](address)` is a link in a message and `{0}` an argument. Only what would be one is escaped: viewers
/// show the backslash of `aws_x.y\["a"\]`, though the standard allows it.
fn escaped(letters: impl Iterator<Item = char>) -> String {
    let text: String = letters.collect();
    let text = text.replace("](", "\\](");
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        let digits = from.bytes().skip(1).take_while(u8::is_ascii_digit).count();
        let ends = from.as_bytes().get(digits + 1) == Some(&b'}');
        out.push_str(before);
        if digits > 0 && ends {
            let (argument, after) = from.split_at(digits + 2);
            out.push('{');
            out.push_str(argument);
            out.push('}');
            rest = after;
        } else {
            out.push('{');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out
}

/// The text of a link.
fn link(text: &str, to: usize) -> String {
    let text = clean::short(text);
    let text: String = text.chars().map(|letter| if letter == '\n' { ' ' } else { shown(letter) }).collect();
    let text = text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    format!("[{text}]({to})")
}

/// A sentence of its own.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    ended(&format!("{first}{}", letters.as_str()))
}

/// With a full stop, where there is none.
pub(super) fn ended(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Which group, what is wrong, what follows, on which values it rests, and the fix.
pub(super) fn of_finding(context: &Context<'_>, finding: &Finding) -> String {
    let mut all = vec![ended(&line(&head(context, finding)))];
    all.push(sentence(finding.consequence.sentence()));
    let because = because(finding);
    if !because.is_empty() {
        all.push(format!("Because {}.", line(&because.join("; "))));
    }
    all.push(format!("Fix: {}", lines(&finding.help)));
    all.join("\n")
}

/// A sentence that links to the other places of a finding, by the numbers they are given; GitHub shows no place
/// that nothing links to. Nothing where there is none.
pub(super) fn links(finding: &Finding) -> Option<String> {
    let others = finding.labels.len().saturating_sub(1);
    let linked = finding.labels.iter().enumerate().skip(1).take(MOST);
    let mut links: Vec<String> = linked.map(|(at, label)| link(&label.text, at)).collect();
    if others > MOST {
        links.push(format!("and {} more", others - MOST));
    }
    (!links.is_empty()).then(|| format!("\nSee {}.", links.join(", ")))
}

/// Which group, what can't be told, why, and what would tell.
pub(super) fn of_undecided(context: &Context<'_>, finding: &Finding) -> String {
    let mut all = vec![ended(&line(&format!("undecided: {}", head(context, finding))))];
    let mut causes: Vec<(&str, Option<&str>)> = Vec::new();
    for blocker in &finding.blocked_by {
        let cause = (blocker.reason.as_str(), blocker.remedy.as_deref());
        if !causes.contains(&cause) {
            causes.push(cause);
        }
    }
    for (reason, remedy) in causes {
        all.push(ended(&line(reason)));
        all.extend(remedy.map(|remedy| ended(&line(&format!("to decide: {remedy}")))));
    }
    all.join("\n")
}

fn head(context: &Context<'_>, finding: &Finding) -> String {
    let shards: Vec<&str> = finding.shards.iter().map(String::as_str).collect();
    headline(finding, &shards, context.roots)
}

/// The values that nobody wrote where the finding points: `setting = value (whose)`.
fn because(finding: &Finding) -> Vec<String> {
    finding.because.iter().filter_map(|one| evidence(one, false)).collect()
}

/// Why a rule is there, cut to what GitHub takes.
pub(super) fn description(rule: &RulePage) -> String {
    let why = raw(rule.why.trim());
    let why = if why.is_empty() { ended(&raw(&rule.title)) } else { why };
    if why.chars().count() <= LONGEST {
        return why;
    }
    let kept: String = why.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_from_inputs_makes_no_link_and_no_argument() {
        assert_eq!(line("a[\"x\"]: [b](https://evil)"), "a[\"x\"]: [b\\](https://evil)");
        assert_eq!(line("{0} { 0 } {12}{a} {"), "{{0}} { 0 } {{12}}{a} {");
        assert_eq!(link("a](b) \\[", 2), "[a\\](b) \\\\\\[](2)");
    }

    #[test]
    fn controls_and_marks_of_direction_are_not_left() {
        assert_eq!(line("a\u{1b}[31m\0\r\nb\u{202e}c"), "a\u{fffd}[31m\u{fffd}\u{fffd} b\u{fffd}c");
        assert_eq!(lines("a\n\tb\n"), "a\n b");
    }

    #[test]
    fn a_sentence_ends_once() {
        assert_eq!(sentence("this fails"), "This fails.");
        assert_eq!(ended("done!"), "done!");
    }
}
