//! The elements of JUnit XML, each written when it is complete.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::super::clean;
use super::case::{Case, Counts, Outcome};

/// A document on its way out.
pub(super) struct Xml<'a> {
    writer: Writer<&'a mut dyn Write>,
}

impl<'a> Xml<'a> {
    /// Begins a document.
    ///
    /// # Errors
    /// When it can't be written, here and below.
    pub(super) fn new(out: &'a mut dyn Write, counts: Counts) -> io::Result<Xml<'a>> {
        let mut xml = Xml { writer: Writer::new_with_indent(out, b' ', 2) };
        xml.writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        xml.open(&with_counts(element("testsuites", &[("name", "multiaz")]), counts))?;
        Ok(xml)
    }

    /// Ends it.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.close("testsuites")?;
        self.writer.into_inner().write_all(b"\n")
    }

    /// Begins a suite.
    pub(super) fn suite(&mut self, name: &str, counts: Counts) -> io::Result<()> {
        self.open(&with_counts(element("testsuite", &[("name", name)]), counts))
    }

    /// Ends the suite, with what is told of all of it.
    pub(super) fn end_suite(&mut self, told: &[String]) -> io::Result<()> {
        self.told(told)?;
        self.close("testsuite")
    }

    /// Writes a case.
    pub(super) fn case(&mut self, case: &Case<'_>) -> io::Result<()> {
        let mut start = element("testcase", &[("name", case.name), ("classname", case.class)]);
        if let Some((file, line)) = case.place {
            attribute(&mut start, "file", file);
            start.push_attribute(("line", line.to_string().as_str()));
        }
        // Nothing is measured; some readers stumble over a case without a time.
        start.push_attribute(("time", "0"));
        if case.outcome == Outcome::Passed && case.told.is_empty() {
            return self.writer.write_event(Event::Empty(start));
        }
        self.open(&start)?;
        match &case.outcome {
            Outcome::Passed => {}
            Outcome::Failed(kind, message, text) => self.outcome("failure", Some(kind), message, text)?,
            Outcome::Error(kind, message, text) => self.outcome("error", Some(kind), message, text)?,
            Outcome::Skipped(message, text) => self.outcome("skipped", None, message, text)?,
        }
        self.told(&case.told)?;
        self.close("testcase")
    }

    fn outcome(&mut self, name: &str, kind: Option<&str>, message: &str, text: &str) -> io::Result<()> {
        let mut start = element(name, &[("message", message)]);
        if let Some(kind) = kind {
            attribute(&mut start, "type", kind);
        }
        self.open(&start)?;
        self.text(text)?;
        self.close(name)
    }

    fn told(&mut self, told: &[String]) -> io::Result<()> {
        if told.is_empty() {
            return Ok(());
        }
        self.open(&BytesStart::new("system-out"))?;
        self.text(&told.join("\n\n"))?;
        self.close("system-out")
    }

    fn open(&mut self, start: &BytesStart<'_>) -> io::Result<()> {
        self.writer.write_event(Event::Start(start.borrow()))
    }

    /// XML allows few control characters, not even written as numbers.
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.writer.write_event(Event::Text(BytesText::new(&clean::lines(text))))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }
}

/// An element with attributes of one line each.
fn element<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    for (key, value) in attributes {
        attribute(&mut start, key, value);
    }
    start
}

fn attribute(start: &mut BytesStart<'_>, key: &str, value: &str) {
    start.push_attribute((key, &*clean::brief(value)));
}

fn with_counts(mut start: BytesStart<'_>, counts: Counts) -> BytesStart<'_> {
    let Counts { tests, failures, errors, skipped } = counts;
    for (key, count) in [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)] {
        start.push_attribute((key, count.to_string().as_str()));
    }
    start.push_attribute(("time", "0"));
    start
}
