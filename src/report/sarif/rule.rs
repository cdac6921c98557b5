//! The rules that were asked, with their pages.

use crate::finding::{RulePage, Severity};

use super::log::{Configuration, Message, Rule, RuleProperties};
use super::words::{description, ended, raw};

/// A rule as SARIF describes one.
///
/// It has no `security-severity`: that would make its alerts security alerts. `precision` and `problem.severity`
/// are GitHub's own, for other alerts: a verdict that a value could still change is undecided and no alert, so
/// that the precision is high.
pub(super) fn rule(page: &RulePage) -> Rule<'_> {
    Rule {
        id: &page.id,
        name: name(&page.id),
        short_description: Message::new(ended(&raw(&page.title))),
        full_description: Message::new(description(page)),
        default_configuration: Configuration { level: level(page.severity) },
        help_uri: page.url.as_deref().filter(|url| is_uri(url)),
        help: page
            .explanation
            .as_ref()
            .map(|page| Message { text: raw(&page.text), markdown: Some(raw(&page.markdown)) }),
        properties: RuleProperties {
            tags: ["availability", "elasticache", "multi-az"],
            precision: "high",
            problem_severity: match page.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Advice => "recommendation",
            },
        },
    }
}

/// Whether an address has nothing in it that no URI has: rules are anybody's, and GitHub refuses a document for one
/// that is none.
fn is_uri(address: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|scheme| address.strip_prefix(scheme));
    let is_part = |letter: u8| letter.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&letter);
    rest.is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphanumeric()) && rest.bytes().all(is_part)
    })
}

/// The level of a severity.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// `ReplicasSharePrimaryZone`: an id in the form that the standard asks of names.
fn name(id: &str) -> String {
    let words = id.split(|letter: char| !letter.is_alphanumeric());
    words
        .map(|word| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
            first + letters.as_str()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_uri_or_left_out() {
        assert!(is_uri("https://docs.example/page.html#VersionManagement"));
        for address in
            ["wiki page 3", "https://", "https://a b", "javascript:alert(1)", "https://a%zz", "https:///x"]
        {
            assert!(!is_uri(address), "{address}");
        }
    }

    #[test]
    fn an_id_becomes_a_name() {
        assert_eq!(name("replicas-share-primary-zone"), "ReplicasSharePrimaryZone");
        assert_eq!(name("t1-node--with"), "T1NodeWith");
    }
}
