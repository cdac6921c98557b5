//! What a command may hold as it stands: names that no shell reads anything into.
//!
//! Commands are pasted into shells that nobody asked for, and names come from files that anybody wrote. A name outside of
//! the alphabet that AWS has for it stays out of commands; a placeholder stands there.

/// What stands for a name in a command that quotes nothing: no shell reads anything into it either.
pub const NAME: &str = "NAME";

/// A name as a command holds it: itself where it is one, [`NAME`] otherwise.
pub fn in_command(text: &str, is_legal: impl Fn(&str) -> bool) -> &str {
    if is_legal(text) { text } else { NAME }
}

/// Whether it can be a replication group's id (X022).
#[must_use]
pub fn is_group_id(text: &str) -> bool {
    (1..=40).contains(&text.len()) && is_id(text)
}

/// Whether it can be a cache cluster's id: a group's with the numbers that ElastiCache puts behind it.
#[must_use]
pub fn is_cluster_id(text: &str) -> bool {
    (1..=50).contains(&text.len()) && is_id(text)
}

/// Whether the API takes it as the id of a shard: `^\d{1,4}$` (X026).
#[must_use]
pub fn is_shard_id(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether it can be the name of a zone or a region, or a subnet's id (X108 rules patterns out).
#[must_use]
pub fn is_place(text: &str) -> bool {
    is_of(text, b"-")
}

/// Whether it can be the name of a group of parameters or subnets.
#[must_use]
pub fn is_group_name(text: &str) -> bool {
    is_of(text, b"-._")
}

/// Whether it can be the name of a template's parameter or of a variable.
#[must_use]
pub fn is_variable(text: &str) -> bool {
    is_of(text.strip_prefix('_').unwrap_or(text), b"-_:")
}

/// Letters, digits and these signs, a letter or digit first: what begins with a hyphen is an option.
fn is_of(text: &str, signs: &[u8]) -> bool {
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || signs.contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphanumeric()) && text.bytes().all(is_one)
}

/// Letters, digits and single hyphens, a letter first.
fn is_id(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && is_of(text, b"-")
        && !text.contains("--")
        && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_told_from_what_no_command_may_name() {
        for id in ["redis12", "a", "sessions-eu-1"] {
            assert!(is_group_id(id), "{id}");
        }
        for id in ["", "1a", "a--b", "a-", "a b", "x;rm", "$(id)", "0001/replica-1", &"a".repeat(41)] {
            assert!(!is_group_id(id), "{id}");
        }
        for id in ["1", "0001", "9999"] {
            assert!(is_shard_id(id), "{id}");
        }
        for id in ["", "00001", "redis00-0003", "x", "١"] {
            assert!(!is_shard_id(id), "{id}");
        }
    }

    #[test]
    fn what_a_shell_would_act_upon_is_no_name() {
        let all: [fn(&str) -> bool; 6] =
            [is_group_id, is_cluster_id, is_shard_id, is_place, is_group_name, is_variable];
        for hostile in [
            "",
            "-rf",
            "--debug",
            "x$(id)",
            "x`id`",
            "x;id",
            "x|id",
            "x&id",
            "x>y",
            "x y",
            "x\ny",
            "x\ry",
            "'x",
            "\"x",
            "%x%",
            "x!",
            "x\\y",
            "(x)",
            "x\u{202e}",
            "é",
            "~x",
            "*",
            "#x",
            "@x",
            "=x",
        ] {
            assert!(all.iter().all(|is_legal| !is_legal(hostile)), "{hostile:?}");
            assert_eq!(in_command(hostile, is_group_name), NAME);
        }
        assert_eq!(in_command("default.redis7.cluster.on", is_group_name), "default.redis7.cluster.on");
        assert!(is_place("eu-west-1a") && is_variable("AWS::Region") && is_variable("_zone"));
    }
}
