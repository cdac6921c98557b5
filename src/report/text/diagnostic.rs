//! Findings and failures as miette draws them: an excerpt with labels, and help below.

use std::fmt::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::report::clean;
use crate::report::excerpt::{Excerpt, unparsed};
use crate::source::{Failure, Sources};

use super::WIDTH;

/// What could not be read, for people.
#[must_use]
pub fn failures(sources: &Sources, failures: &[Failure], color: bool) -> String {
    let mut out = String::new();
    for failure in failures {
        render(&mut out, &failed(sources, failure).visible(), color);
    }
    out
}

/// The same in ASCII characters alone.
pub(in crate::report) fn failures_ascii(sources: &Sources, failures: &[Failure], color: bool) -> String {
    let theme = if color { GraphicalTheme::ascii() } else { GraphicalTheme::none() };
    let mut out = String::new();
    for failure in failures {
        render_as(&mut out, &failed(sources, failure).visible(), theme.clone());
    }
    let ascii = |letter: char| match letter {
        '…' => '~',
        letter if letter.is_ascii() => letter,
        _ => '?',
    };
    out.chars().map(ascii).collect()
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
pub(super) struct Shown {
    /// `error[failover-without-multi-az]`.
    pub(super) code: String,
    /// How grave it is.
    pub(super) severity: miette::Severity,
    /// What is wrong.
    pub(super) message: String,
    /// What follows and what to do.
    pub(super) help: String,
    /// The piece of the file.
    pub(super) source: Option<Excerpt>,
    /// What stands at its ranges, in their order.
    pub(super) labels: Vec<String>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Shown {
    /// Nothing in it acts on the terminal: names, messages and addresses come from files that anybody wrote.
    pub(super) fn visible(mut self) -> Shown {
        self.message = clean::brief(&self.message).into_owned();
        self.help = unbroken(&clean::lines(&self.help));
        for label in &mut self.labels {
            *label = clean::brief(label).into_owned();
        }
        self
    }
}

impl Diagnostic for Shown {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.code.is_empty()).then(|| Box::new(&self.code) as Box<dyn fmt::Display>)
    }
    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        (!self.help.is_empty()).then(|| Box::new(&self.help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|excerpt| &excerpt.windows as &dyn SourceCode)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let ranges = self.source.as_ref().map(|excerpt| excerpt.ranges.iter())?;
        let label = |(at, (text, range)): (usize, (&String, &(usize, usize)))| match at {
            0 => LabeledSpan::new_primary_with_span(Some(text.clone()), *range),
            _ => LabeledSpan::new_with_span(Some(text.clone()), *range),
        };
        Some(Box::new(self.labels.iter().zip(ranges).enumerate().map(label)))
    }
}

/// Prints it.
pub(super) fn render(out: &mut String, shown: &Shown, color: bool) {
    render_as(out, shown, if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() });
}

fn render_as(out: &mut String, shown: &Shown, theme: GraphicalTheme) {
    // Lines break at spaces only: an address or an option of a command is copied as it stands.
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_links(false)
        .with_break_words(false)
        .with_word_separator(textwrap::WordSeparator::AsciiSpace)
        .with_word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut drawn = String::new();
    // Writing to a String can't fail; a label miette can't place would lose the excerpt only.
    if handler.render_report(&mut drawn, shown).is_err() {
        let _ = writeln!(drawn, "{}: {}", shown.code, shown.message);
    }
    out.push_str(&drawn.replace(UNBREAKABLE, " "));
    out.push('\n');
}

/// A space at which no line is broken.
const UNBREAKABLE: &str = "\u{a0}";

/// Lines of code in a help are to be pasted: they are not wrapped, however long they are.
fn unbroken(help: &str) -> String {
    let lines = help.split('\n').map(|line| match line.starts_with(' ') {
        true => line.replace(' ', UNBREAKABLE),
        false => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn failed(sources: &Sources, failure: &Failure) -> Shown {
    let source = failure.at.and_then(|at| unparsed(sources.get(at.source), at, WIDTH));
    // Without an excerpt the place stands in the message.
    let place = failure.at.filter(|_| source.is_none()).map(|at| sources.start(at));
    let place = place.map(|start| format!(":{}:{}", start.line, start.column)).unwrap_or_default();
    Shown {
        code: format!("error[{}]", failure.kind.name()),
        severity: miette::Severity::Error,
        message: format!("{}{place}: {}", failure.file, failure.message),
        help: failure.help.clone(),
        labels: source.iter().map(|_| "here".to_owned()).collect(),
        source,
    }
}
