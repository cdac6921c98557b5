//! Rules explained: the list, one rule's page, one fact's, the vocabulary, and `docs/rules.md`.

use std::fmt::Write;

use crate::finding::{Citation, Explanation, RulePage, Severity};
use crate::report::{is_address, one_line};
use crate::rules::{Catalog, Example, Fact, Rule, attribute_list, function_list};

/// One line a rule: its gravest severity, id and title.
pub(super) fn list(rules: &[Rule]) -> String {
    let width = rules.iter().map(|rule| rule.file.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules {
        let _ = writeln!(
            out,
            "{:<8} {:<width$}  {}",
            severity(rule),
            one_line(&rule.file.id),
            one_line(&rule.file.title)
        );
    }
    let _ = writeln!(out, "\n{} rules; `multiaz rules ID` explains one", rules.len());
    out
}

fn severity(rule: &Rule) -> &'static str {
    gravest(rule).name()
}

fn gravest(rule: &Rule) -> Severity {
    rule.file.outcome.iter().map(|outcome| outcome.severity).max().unwrap_or(Severity::Advice)
}

/// A rule as reports tell of it, in full where it is to be explained.
pub(super) fn page(rule: &Rule, explained: bool) -> RulePage {
    RulePage {
        id: rule.file.id.to_string(),
        title: rule.file.title.to_string(),
        severity: gravest(rule),
        why: rule.file.why.trim().to_owned(),
        explanation: explained.then(|| Explanation { text: explanation(rule), markdown: section(rule) }),
        url: rule.sources.iter().find_map(|source| page_of(source.address.as_deref())).map(str::to_owned),
    }
}

/// One rule's page: why, sources, fixes, examples.
pub(super) fn explanation(rule: &Rule) -> String {
    let file = &rule.file;
    let mut out = format!("{}: {}\n\n", one_line(&file.id), one_line(&file.title));
    for outcome in file.outcome.iter() {
        let when = outcome.condition.as_ref().map(|c| format!(" if {}", one_line(c))).unwrap_or_default();
        let (severity, consequence) = (outcome.severity.name(), outcome.consequence.name());
        let _ = writeln!(out, "{severity}, {consequence}{when}");
    }
    let _ = write!(out, "\n{}\n\n", file.why.trim());
    let _ = writeln!(out, "Asked of each {}:", if is_shard(rule) { "shard" } else { "group" });
    let _ = write!(out, "  when     {}\n  require  {}\n\nSources:\n", file.when.trim(), file.require.trim());
    for source in rule.sources.iter() {
        let _ = writeln!(out, "  {}", cited(source));
    }
    for (input, text) in fixes(rule) {
        let _ = write!(out, "\nFix in {input}:\n{}", indented(text));
    }
    for (kind, examples) in examples(rule) {
        for example in examples {
            let _ = write!(out, "\nExample, {kind}:\n{}", indented(example.text()));
        }
    }
    out
}

fn is_shard(rule: &Rule) -> bool {
    rule.file.each == crate::rules::Each::Shard
}

fn cited(source: &Citation) -> String {
    let address = page_of(source.address.as_deref()).map(|page| format!(", {page}")).unwrap_or_default();
    let [text, title, read] = [&source.text, &source.title, &source.read].map(|text| one_line(text));
    format!("{text} ({title}{address}, read {read})")
}

/// The address of a page; one that opens anything else, or holds what ends a link, is not shown.
fn page_of(address: Option<&str>) -> Option<&str> {
    address.filter(|address| is_address(address))
}

/// Every fix of a rule: which input and case it is for, and its text.
fn fixes(rule: &Rule) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    for (condition, fix) in rule.file.fixes() {
        let case = condition.map(|condition| format!(", if {}", one_line(condition))).unwrap_or_default();
        all.push((format!("Terraform{case}"), &*fix.terraform));
        all.push((format!("CloudFormation{case}"), &*fix.cloudformation));
        all.push((format!("the AWS CLI{case}"), &*fix.cli));
    }
    all
}

fn examples(rule: &Rule) -> [(&'static str, &[Example]); 3] {
    let examples = &rule.file.examples;
    [("bad", &examples.bad), ("good", &examples.good), ("undecided", &examples.undecided)]
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("  {line}\n")).collect()
}

/// One fact's page: the sentence, its source, and the rules that rest on it.
pub(super) fn fact(id: &str, fact: &Fact, rules: &[Rule]) -> String {
    let mut out = format!("{}: {}\n\n", one_line(id), one_line(&fact.text));
    let _ = writeln!(out, "Source    {}", one_line(&fact.title));
    if let Some(address) = page_of(fact.address.as_deref()) {
        let _ = writeln!(out, "          {address}");
    }
    let _ = writeln!(out, "Read      {}", one_line(&fact.read));
    let citing = rules.iter().filter(|rule| rule.file.facts.iter().any(|cited| cited == id));
    let citing: Vec<&str> = citing.map(|rule| &*rule.file.id).collect();
    if !citing.is_empty() {
        let _ = writeln!(out, "Cited by  {}", citing.join(", "));
    }
    out
}

/// What conditions can use.
pub(super) fn vocabulary() -> String {
    let attributes = attribute_list();
    let functions = function_list();
    let width = attributes.iter().map(|(path, ..)| path.len()).max().unwrap_or(0);
    let wide = functions.iter().map(|(signature, _)| signature.chars().count()).max().unwrap_or(0);
    let mut out = String::from("Attributes:\n");
    for (path, is, meaning) in attributes {
        let _ = writeln!(out, "  {path:<width$}  {is:<14}  {meaning}");
    }
    out.push_str("\nFunctions:\n");
    for (signature, meaning) in functions {
        let _ = writeln!(out, "  {signature:<wide$}  {meaning}");
    }
    out
}

/// The page `docs/rules.md`, derived from the rule files.
#[must_use]
pub fn markdown(catalog: &Catalog) -> String {
    let mut out = String::from(
        "# Rules\n\n<!-- Made from `rules/*.yaml`; `cargo test` keeps it true. -->\n\n| rule | severity | fault |\n|---|---|---|\n",
    );
    for rule in &catalog.rules {
        let (id, title) = (&rule.file.id, &rule.file.title);
        let _ = writeln!(out, "| [`{id}`](#{id}) | {} | {title} |", severity(rule));
    }
    for rule in &catalog.rules {
        let _ = write!(out, "\n## {}\n\n{}", rule.file.id, section(rule));
    }
    out
}

/// One rule's page in Markdown, without its heading.
fn section(rule: &Rule) -> String {
    let file = &rule.file;
    let mut out = format!("**{}.**", file.title);
    for outcome in file.outcome.iter() {
        let when = outcome.condition.as_ref().map(|c| format!(" if `{c}`")).unwrap_or_default();
        let _ = write!(out, " {}, {}{when}.", outcome.severity.name(), outcome.consequence.name());
    }
    let _ = write!(out, "\n\n{}\n\nSources:\n\n", file.why.trim());
    for source in rule.sources.iter() {
        // A parenthesis would end the link.
        let address = page_of(source.address.as_deref()).filter(|page| !page.contains(['(', ')', '<', '>']));
        let title = match address {
            Some(address) => format!("[{}]({address})", source.title),
            None => source.title.to_string(),
        };
        let _ = writeln!(out, "- {} ({title}, read {})", source.text, source.read);
    }
    for (input, text) in fixes(rule) {
        let _ = write!(out, "\nFix in {input}:\n\n```text\n{}\n```\n", text.trim());
    }
    out
}
