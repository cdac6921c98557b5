//! How much a regular expression asks for before it is read: the states that it comes to.

/// What a class takes that holds more than ASCII: several states for each of its characters' bytes.
const CLASS: usize = 10;
/// What a class of Unicode takes: it has hundreds of ranges.
const UNICODE: usize = 200;
/// What a class of ASCII takes.
const NARROW: usize = 2;

/// About how many states a pattern comes to, with all in it that counts written out.
pub(super) fn states(pattern: &str) -> usize {
    let mut open = vec![Group::default()];
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        rest = rest.get(character.len_utf8()..).unwrap_or_default();
        match character {
            '(' => open.push(Group::default()),
            ')' if open.len() > 1 => {
                let inner = open.pop().map_or(0, |group| group.states);
                add(&mut open, inner.saturating_add(1));
            }
            '\\' => {
                let escaped = rest.chars().next();
                add(&mut open, if matches!(escaped, Some('p' | 'P')) { UNICODE } else { CLASS });
                rest = rest.get(escaped.map_or(0, char::len_utf8)..).unwrap_or_default();
                if matches!(escaped, Some('p' | 'P')) {
                    rest = behind_name(rest);
                }
            }
            '[' => {
                let (class, behind) = class(rest);
                add(&mut open, weight(class));
                rest = behind;
            }
            '{' => repeat(&mut open, rest),
            '.' => add(&mut open, CLASS),
            _ => add(&mut open, 1),
        }
    }
    let all = open.iter().fold(0_usize, |sum, group| sum.saturating_add(group.states));
    // Flags may make two or more of each letter.
    if pattern.contains("(?") { all.saturating_mul(3) } else { all }
}

/// What follows the name of a class of Unicode: a letter, or what stands in braces.
fn behind_name(rest: &str) -> &str {
    let braced = rest.strip_prefix('{').and_then(|name| name.split_once('}')).map(|(_, behind)| behind);
    let letter = rest.chars().next().map_or(0, char::len_utf8);
    braced.or_else(|| rest.get(letter..)).unwrap_or_default()
}

/// A group that is not closed yet.
#[derive(Default)]
struct Group {
    states: usize,
    /// Those of what stands last in it, which a count repeats.
    last: usize,
}

fn add(open: &mut [Group], states: usize) {
    if let Some(group) = open.last_mut() {
        group.states = group.states.saturating_add(states);
        group.last = states;
    }
}

/// Repeats what stands last as often as the braces say at most.
fn repeat(open: &mut [Group], behind: &str) {
    let count = behind
        .split_once('}')
        .and_then(|(count, _)| count.rsplit(',').find_map(|number| number.parse::<usize>().ok()));
    let (Some(count), Some(group)) = (count, open.last_mut()) else { return };
    let more = group.last.saturating_mul(count.saturating_sub(1));
    group.states = group.states.saturating_add(more);
    group.last = group.last.saturating_add(more);
}

/// What stands in a class, and what follows it; its first character may be a bracket.
fn class(rest: &str) -> (&str, &str) {
    let skipped = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
    let end = rest.get(skipped..).and_then(|tail| tail.find(']')).map_or(rest.len(), |at| skipped + at);
    (rest.get(..end).unwrap_or_default(), rest.get(end + 1..).unwrap_or_default())
}

fn weight(class: &str) -> usize {
    let unicode = class.matches("\\p").count() + class.matches("\\P").count();
    let narrow = class.is_ascii() && !class.starts_with('^') && !class.contains('\\');
    unicode * UNICODE + if narrow { NARROW } else { CLASS + class.len() }
}

#[cfg(test)]
mod tests {
    use super::states;

    #[test]
    fn what_is_counted_is_written_out() {
        assert_eq!(states("abc"), 3);
        assert!(states("(a{1,50}){1,50}") > 2_400);
        assert!(states("[a-z][a-z0-9-]{1,63}[a-z0-9]") < 200);
        assert!(states(".{1000}") > 5_000 && states("\\pL{60}") > 5_000 && states("[\\pL]{60}") > 5_000);
        assert!(states("10.20.30.40") < 100 && states("a{") < 10 && states("[") < 20 && states("))((") < 10);
        assert_eq!(states("((a{99999999}){99999999}){99999999}"), usize::MAX);
    }
}
