//! Calls as a person pastes them: commands for a shell, requests for the API.

use crate::runbook::{REGION, Request};

/// The shell that commands are pasted into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shell {
    /// A POSIX shell: Linux, macOS, Unix.
    #[default]
    Sh,
    /// The command prompt of Windows.
    Cmd,
}

impl Shell {
    /// What ends a line that goes on (F71, F72).
    fn goes_on(self) -> &'static str {
        match self {
            Shell::Sh => "\\",
            Shell::Cmd => "^",
        }
    }

    /// A word so that the shell takes it as it is.
    fn quoted(self, word: &str) -> String {
        match self {
            _ if is_plain(word) => word.to_owned(),
            Shell::Cmd => format!("\"{}\"", word.replace('"', "\\\"")),
            Shell::Sh if !word.contains('\'') => format!("'{word}'"),
            // Between double quotes these four and `!` would still mean something.
            Shell::Sh if !word.contains(['"', '$', '`', '\\', '!']) => format!("\"{word}\""),
            Shell::Sh => format!("'{}'", word.replace('\'', "'\\''")),
        }
    }
}

/// Whether no shell reads anything into a word.
fn is_plain(word: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=,@+".contains(&byte);
    !word.is_empty() && word.bytes().all(plain)
}

/// A command, an option in each line.
pub(super) fn command(request: &Request, shell: Shell) -> Vec<String> {
    let lines = request.command();
    let last = lines.len().saturating_sub(1);
    let text = |(at, words): (usize, &Vec<String>)| {
        let words: Vec<String> = words.iter().map(|word| shell.quoted(word)).collect();
        let indent = if at == 0 { "" } else { "    " };
        let end = if at == last { String::new() } else { format!(" {}", shell.goes_on()) };
        format!("{indent}{}{end}", words.join(" "))
    };
    lines.iter().enumerate().map(text).collect()
}

/// An API request, a parameter in each line, as the guide shows them (F79, F155); none where the service
/// has none of that form.
pub(super) fn api(request: &Request) -> Option<Vec<String>> {
    let pairs = request.query_parameters()?;
    let region = request.region.as_deref().unwrap_or(REGION);
    let domain = if region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    let mut lines = vec![format!("https://{}.{region}.{domain}/", request.service)];
    for (at, (name, value)) in pairs.iter().enumerate() {
        let sign = if at == 0 { '?' } else { '&' };
        lines.push(format!("    {sign}{name}={}", encoded(value)));
    }
    Some(lines)
}

/// A value as it stands in a query; placeholders stay as they are, to be found.
fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~<>".contains(&byte);
    for byte in value.bytes() {
        if unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_their_shell() {
        let quoted = |word| (Shell::Sh.quoted(word), Shell::Cmd.quoted(word));
        let of = |sh: &str, cmd: &str| (sh.to_owned(), cmd.to_owned());
        assert_eq!(quoted("redis12"), of("redis12", "redis12"));
        assert_eq!(quoted("a b"), of("'a b'", "\"a b\""));
        assert_eq!(quoted("<ID>"), of("'<ID>'", "\"<ID>\""));
        assert_eq!(quoted("[?x=='y']"), of("\"[?x=='y']\"", "\"[?x=='y']\""));
        assert_eq!(quoted("it's $HOME"), of("'it'\\''s $HOME'", "\"it's $HOME\""));
        assert_eq!(quoted(""), of("''", "\"\""));
    }

    #[test]
    fn values_of_a_request_are_encoded() {
        assert_eq!(encoded("a b&c=<ID>"), "a%20b%26c%3D<ID>");
    }
}
