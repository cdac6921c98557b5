//! A workflow command as the runner of GitHub Actions reads it: one line, escaped.
//!
//! The runner takes a line for a command where it begins with `::`, and, of old, where `##[` stands anywhere in it. It
//! undoes `%25`, `%0D` and `%0A`, in properties `%3A` and `%2C` too.

use std::fmt::Write;

use super::super::clean;

/// The most letters of a title: GitHub takes 255.
const LONGEST_TITLE: usize = 200;
/// The most letters of a message: the runner cuts it at 4096.
const LONGEST_MESSAGE: usize = 4000;

/// The kinds of annotation, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Error,
    Warning,
    Notice,
}

/// Something to show at a place in a file, or beside the run.
#[derive(Debug)]
pub(super) struct Annotation {
    pub(super) kind: Kind,
    pub(super) place: Option<Place>,
    pub(super) title: String,
    pub(super) message: String,
}

/// Lines and columns from 1, both ends inclusive.
#[derive(Debug)]
pub(super) struct Place {
    /// The path from the root of the checkout.
    pub(super) file: String,
    pub(super) line: usize,
    pub(super) end_line: usize,
    pub(super) column: usize,
    pub(super) end_column: usize,
}

impl Annotation {
    /// The command, ending in a line feed.
    pub(super) fn line(&self) -> String {
        let name = match self.kind {
            Kind::Error => "error",
            Kind::Warning => "warning",
            Kind::Notice => "notice",
        };
        let mut line = format!("::{name} ");
        if let Some(place) = &self.place {
            let (file, from, to) = (property(&place.file), place.line, place.end_line);
            let _ = write!(line, "file={file},line={from},endLine={to},");
            // GitHub has columns for places of one line alone.
            if from == to {
                let _ = write!(line, "col={},endColumn={},", place.column, place.end_column);
            }
        }
        let title = clean::clipped(&clean::brief(&self.title), LONGEST_TITLE);
        let message = clean::clipped(&clean::lines(&self.message), LONGEST_MESSAGE);
        let _ = write!(line, "title={}::{}", property(&title), data(&message));
        line.push('\n');
        line
    }
}

/// Whether a path means the same once it is in a command.
pub(super) fn is_tellable(path: &str) -> bool {
    path == clean::line(path) && path.trim() == path
}

/// A value after `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_one_line_whatever_is_in_it() {
        let annotation = Annotation {
            kind: Kind::Warning,
            place: Some(Place { file: "a,b:c%.tf".into(), line: 3, end_line: 3, column: 5, end_column: 9 }),
            title: "one, two: 100%\r\nthree::".into(),
            message: "100%\n::error::x ###[add-path]y %0A".into(),
        };
        assert_eq!(
            annotation.line(),
            "::warning file=a%2Cb%3Ac%25.tf,line=3,endLine=3,col=5,endColumn=9,\
             title=one%2C two%3A 100%25\u{fffd} three%3A%3A::100%25%0A: :error::x ### [add-path]y %250A\n"
        );
    }

    #[test]
    fn columns_are_for_one_line_alone() {
        let place = Some(Place { file: "a".into(), line: 3, end_line: 4, column: 5, end_column: 9 });
        let annotation = Annotation { kind: Kind::Error, place, title: "t".into(), message: String::new() };
        assert_eq!(annotation.line(), "::error file=a,line=3,endLine=4,title=t::\n");
    }

    #[test]
    fn a_path_that_would_change_is_not_told() {
        assert!(is_tellable("infra/a,b: 100%.tf"));
        for changed in ["a\nb", "a\u{1b}b", "a##[b", " a", "a\u{202e}b"] {
            assert!(!is_tellable(changed), "{changed:?}");
        }
    }
}
