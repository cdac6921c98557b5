//! Calls as a person pastes them: commands for a shell, requests for the API.
//!
//! All quoting is here. Names that AWS has an alphabet for come here clean (`model::in_command`): what is quoted are
//! constants of ours and what the user named, files above all.

use std::path::Path;

use crate::runbook::{REGION, Request};

use super::clean::acts;

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

/// A word for whichever shell it is pasted into: sh, cmd and PowerShell all take it as one, and act upon nothing in it.
/// None where no quotes do that.
///
/// Single quotes are tried first, but on Windows, where cmd does not know them. There they do no harm, since what cmd
/// acts upon is not put between them.
#[must_use]
pub(super) fn word(word: &str) -> Option<String> {
    // Hidden letters are not what one sees, and line ends would begin another command.
    if word.contains(acts) {
        return None;
    }
    if is_plain_to_all(word) {
        return Some(word.to_owned());
    }
    let single = || between_single(word).then(|| format!("'{word}'"));
    let double = || between_double(word).then(|| format!("\"{word}\""));
    if cfg!(windows) { double().or_else(single) } else { single().or_else(double) }
}

/// The same for an option and its value: one that begins with a hyphen would be an option itself.
#[must_use]
pub fn option(name: &str, value: &str) -> Option<String> {
    let sign = if value.starts_with('-') { '=' } else { ' ' };
    word(value).map(|value| format!("{name}{sign}{value}"))
}

/// The same for the path of a file or folder; `-` is standard input.
#[must_use]
pub fn path(path: &Path) -> Option<String> {
    // A name that is no text would be another one here.
    match path.to_str()? {
        "-" => Some("-".to_owned()),
        option if option.starts_with('-') => word(&format!("./{option}")),
        path => word(path),
    }
}

/// Letters of any script, digits and signs that mean nothing to sh, cmd and PowerShell where they stand.
fn is_plain_to_all(word: &str) -> bool {
    // PowerShell takes a word that begins with `@` for a variable; sh and it take a backslash for an escape, or for a letter.
    let signs = if cfg!(windows) { "-_./\\:@+=" } else { "-_./:@+=" };
    let plain = |letter: char| letter.is_alphanumeric() || signs.contains(letter);
    !word.is_empty() && word.chars().all(plain) && !word.starts_with(['@', '='])
}

/// Whether a word can stand between single quotes: sh and PowerShell read it as it is, and cmd, which reads on between
/// them, finds nothing to act upon.
fn between_single(word: &str) -> bool {
    // PowerShell takes typographic quotes for straight ones.
    !word.contains(['\'', '‘', '’', '‚', '‛', '"', '&', '|', '<', '>', '^', '%'])
}

/// Whether a word can stand between double quotes, in which all three read it as it is.
fn between_double(word: &str) -> bool {
    let acts = ['"', '“', '”', '„', '$', '`', '!', '%'];
    !word.contains(acts) && !word.contains("\\\\") && !word.ends_with('\\')
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
    fn words_for_any_shell_are_read_as_they_are_or_not_written() {
        for plain in ["main.tf", "modules/a/../b_c-d.tf", "été", "キャッシュ", "a@b+c=d:e", "-"] {
            assert_eq!(word(plain).as_deref(), Some(plain));
        }
        let (one, other) = if cfg!(windows) { ("\"a b\"", "'$(id)'") } else { ("'a b'", "'$(id)'") };
        assert_eq!((word("a b").as_deref(), word("$(id)").as_deref()), (Some(one), Some(other)));
        assert_eq!(word("it's a; b & c").as_deref(), Some("\"it's a; b & c\""));
        for open in
            ["a\nb", "a\rb", "\u{1b}[1m", "\u{202e}", "it's $HOME", "%PATH%", "a\"b", "’$(id)", "`a`&b"]
        {
            assert_eq!(word(open), None, "{open:?}");
        }
        assert_eq!(word("").as_deref(), Some(if cfg!(windows) { "\"\"" } else { "''" }));
        assert!(word("@a").is_some_and(|word| word != "@a"), "PowerShell takes @a for a variable");
    }

    #[test]
    fn no_path_and_no_value_is_an_option() {
        assert_eq!(path(Path::new("-rf")).as_deref(), Some("./-rf"));
        assert_eq!(path(Path::new("-")).as_deref(), Some("-"));
        assert_eq!(option("--group", "-x").as_deref(), Some("--group=-x"));
        assert_eq!(option("--group", "x").as_deref(), Some("--group x"));
    }

    #[test]
    fn values_of_a_request_are_encoded() {
        assert_eq!(encoded("a b&c=<ID>"), "a%20b%26c%3D<ID>");
    }
}
