//! Many shards in few words: ids folded into ranges.

/// Shards as people list them: `0001`, `0001, 0003`, `0002–0040`.
pub(super) fn ranges(ids: &[&str]) -> String {
    if ids == ["*"] {
        return "each shard".to_owned();
    }
    let mut runs: Vec<(&str, &str, usize)> = Vec::new();
    for id in ids {
        match runs.last_mut() {
            Some((_, last, count)) if follows(last, id) => {
                *last = id;
                *count += 1;
            }
            _ => runs.push((id, id, 1)),
        }
    }
    let parts: Vec<String> = runs.iter().flat_map(|run| run_of(*run)).collect();
    match parts.as_slice() {
        [first, second, .., last] if parts.len() > 6 => {
            format!("{first}, {second} … {last} ({} shards)", ids.len())
        }
        _ => parts.join(", "),
    }
}

fn run_of((first, last, count): (&str, &str, usize)) -> Vec<String> {
    match count {
        1 => vec![first.to_owned()],
        2 => vec![first.to_owned(), last.to_owned()],
        _ => vec![format!("{first}–{last}")],
    }
}

/// Whether an id is the number after another, written as wide.
fn follows(one: &str, next: &str) -> bool {
    match (one.parse::<u64>(), next.parse::<u64>()) {
        (Ok(number), Ok(next_number)) => {
            one.len() == next.len() && number.checked_add(1) == Some(next_number)
        }
        _ => false,
    }
}

/// Shards in a sentence: `shard 0001`, `shards 0002–0040`, `each shard`.
pub(super) fn shards(ids: &[&str]) -> String {
    match ids {
        ["*"] => "each shard".to_owned(),
        [only] => format!("shard {only}"),
        _ => format!("shards {}", ranges(ids)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_follow_each_other_become_a_range() {
        assert_eq!(ranges(&["0001"]), "0001");
        assert_eq!(ranges(&["0001", "0002"]), "0001, 0002");
        assert_eq!(ranges(&["0001", "0003", "0004", "0005", "9"]), "0001, 0003–0005, 9");
        assert_eq!(ranges(&["a", "b", "*"]), "a, b, *");
        let odd: Vec<String> = (0..40).map(|n| format!("{:04}", 2 * n + 1)).collect();
        let odd: Vec<&str> = odd.iter().map(String::as_str).collect();
        assert_eq!(ranges(&odd), "0001, 0003 … 0079 (40 shards)");
    }
}
