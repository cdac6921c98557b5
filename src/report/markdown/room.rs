//! How long a document may become: what is told first takes its room first, and what is left out is counted.

/// The bytes that all pieces may take together. A comment on GitHub holds 65,536 characters and a step's
/// summary 1 MiB: one document is for both. What stands between the pieces takes the rest.
pub(super) const ROOM: usize = 60_000;

/// The room that is left.
#[derive(Debug)]
pub(super) struct Room {
    left: usize,
    /// What was left out for want of room: how many, and of what.
    out: Vec<String>,
}

/// Pieces that found room.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// They, one after the other.
    pub(super) text: String,
    /// How many they are.
    pub(super) count: usize,
    /// How many did not find room.
    pub(super) left_out: usize,
}

impl Room {
    pub(super) fn new() -> Room {
        Room { left: ROOM, out: Vec::new() }
    }

    /// What there is room for.
    pub(super) fn left(&self) -> usize {
        self.left
    }

    /// Takes pieces in order until one does not fit into `most` bytes or into what is left; `what` names them
    /// in the plural. Pieces are made as they are taken.
    pub(super) fn take(
        &mut self,
        pieces: impl ExactSizeIterator<Item = String>,
        most: usize,
        what: &str,
    ) -> Taken {
        let all = pieces.len();
        let mut taken = Taken::default();
        for piece in pieces {
            if taken.text.len() + piece.len() > most.min(self.left) {
                break;
            }
            taken.text.push_str(&piece);
            taken.count += 1;
        }
        self.left -= taken.text.len();
        taken.left_out = all - taken.count;
        if taken.left_out > 0 {
            self.leave_out(taken.left_out, what);
        }
        taken
    }

    /// Notes what was left out.
    pub(super) fn leave_out(&mut self, count: usize, what: &str) {
        self.out.push(format!("{count} of the {what}"));
    }

    /// The line that says what was left out, and where to see it; none where all is told.
    pub(super) fn note(&self) -> Option<String> {
        let list = match self.out.as_slice() {
            [] => return None,
            [only] => only.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        Some(format!(
            "**Left out, since a comment on GitHub holds 65,536 characters:** {list}. \
             `--format text` and `--format json` tell all.\n"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_counted() {
        let mut room = Room::new();
        let taken = room.take(vec!["abc".to_owned(); 5].into_iter(), 10, "rows");
        assert_eq!((taken.text.as_str(), taken.count, taken.left_out), ("abcabcabc", 3, 2));
        assert_eq!(room.left(), ROOM - 9);
        let taken = room.take(vec!["x".repeat(ROOM)].into_iter(), ROOM, "blocks");
        assert_eq!((taken.count, taken.left_out), (0, 1));
        assert!(room.note().unwrap_or_default().contains("2 of the rows and 1 of the blocks."));
    }
}
