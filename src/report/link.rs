//! Links in terminals that know them (OSC 8): a rule's name leads to what the rule rests on.

use super::clean;
use crate::finding::Finding;

/// The longest address that terminals take, in bytes; some cut longer ones, others fail.
const LONGEST: usize = 2083;

/// The name of a finding's rule, as a link where links are wanted and its best source has an address.
pub(super) fn rule(finding: &Finding, links: bool) -> String {
    let name = clean::brief(&finding.rule);
    match finding.url().filter(|url| links && is_address(url)) {
        Some(url) => linked(&name, url),
        None => name.into_owned(),
    }
}

fn linked(text: &str, url: &str) -> String {
    format!("\u{1b}]8;;{url}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

/// Whether a text is a page's address that ends where the link does: printable ASCII, as the sequence wants it.
///
/// Rules of a user bring addresses of their own: nothing in one may end the sequence, or open what is no page.
#[must_use]
pub fn is_address(url: &str) -> bool {
    let page = ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme));
    page && url.len() <= LONGEST && url.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_linked_and_nothing_else() {
        assert!(is_address("https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html#a;b"));
        assert!(is_address("http://example.com/"));
        for hostile in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "vscode://open",
            "HTTPS://example.com",
            "https://example.com/\u{1b}\\\u{1b}[31m",
            "https://example.com/\u{7}",
            "https://example.com/\u{9c}red",
            "https://example.com/\nerror: forged",
            "https://example.com/a b",
            "https://example.com/\u{202e}",
            "",
        ] {
            assert!(!is_address(hostile), "{hostile:?}");
        }
        assert!(!is_address(&format!("https://example.com/{}", "a".repeat(LONGEST))));
    }
}
