//! All writers of reports, over texts and places made up from bytes.

use std::io::Write;
use std::path::Path;

use arbitrary::{Result, Unstructured};
use multiaz::finding::{
    Blocker, Citation, Consequence, Evidence, Explanation, Finding, Label, Origin, RulePage, Severity,
    Verdict,
};
use multiaz::model::{Input, Skipped, Target};
use multiaz::policy::Policy;
use multiaz::report::{self, Base, Details, Place, RefusedCall, Report, Undecided, Workspace, tamed};
use multiaz::source::{Failure, FailureKind, SourceId, Sources, Span};

use super::asserts::{assert_json, assert_text, assert_xml, written};

/// The texts, and a report over them in every format.
pub fn report(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let _ = told(&mut bytes);
}

fn told(bytes: &mut Unstructured<'_>) -> Result<()> {
    let mut sources = Sources::default();
    let mut maker = Maker { bytes, sources: &mut sources };
    let flags: u16 = maker.bytes.arbitrary()?;
    let flag = |bit: u16| flags & (1 << bit) != 0;
    let count = maker.bytes.int_in_range(1..=3)?;
    let names = maker.list(3, Maker::text)?;
    for at in 0..count {
        let text = maker.source_text(count - at)?;
        maker.sources.add(names.get(at).map_or("a.tf", String::as_str), text);
    }
    let findings = maker.list(3, Maker::finding)?;
    let skipped = maker.list(2, Maker::skipped)?;
    let failures = maker.list(2, Maker::failure)?;
    let places = if flag(0) { maker.list(2, Maker::place)? } else { Vec::new() };
    let rules = maker.list(2, Maker::rule)?;
    let unread = maker.bytes.int_in_range(0..=skipped.len())?;
    let report = Report {
        sources: &sources,
        findings: &findings,
        skipped: &skipped,
        unread,
        failures: &failures,
        groups: &[],
        rules: &rules,
        files: 2,
        places: &places,
    };
    let details = Details {
        advice: flag(1),
        undecided: flag(2),
        evidence: flag(3),
        arns: flag(4),
        quiet: flag(5),
        ..Details::default()
    };
    write(&report, details, flag(6), flag(7));
    Ok(())
}

/// Every format, each with what holds of it.
fn write(report: &Report<'_>, details: Details, strict: bool, windows: bool) {
    let policy = Policy { fail_on: Some(Severity::Warning), strict };
    let undecided = if strict { Undecided::Open } else { Undecided::Notified };
    let base = Base::new(Path::new("/checkout/folder"), Path::new("/checkout"), windows);
    let roots = vec!["/checkout".to_owned()];
    let workspace = Workspace { roots, folder: Some("/checkout/folder".into()) };
    assert_text("text", |out| tamed(out, |out| out.write_all(report::text(report, details).as_bytes())));
    assert_text("markdown", |out| tamed(out, |out| report::markdown(report, None, out)));
    assert_json("json", |out| report::json(report, None, out));
    assert_json("sarif", |out| report::sarif(report, undecided, &base, out));
    assert_xml("junit", |out| report::junit(report, policy, out));
    let commands = written("github", |out: &mut dyn Write| report::github(report, policy, &workspace, out));
    assert!(!commands.contains('\u{1b}'), "github acts on a terminal: {commands:?}");
}

/// Makes a report piece by piece.
struct Maker<'a, 'b> {
    bytes: &'a mut Unstructured<'b>,
    sources: &'a mut Sources,
}

impl Maker<'_, '_> {
    fn list<T>(&mut self, most: usize, make: impl Fn(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        let count = self.bytes.int_in_range(0..=most)?;
        (0..count).map(|_| make(self)).collect()
    }

    /// A few words.
    fn text(&mut self) -> Result<String> {
        let length = self.bytes.int_in_range(0..=24)?;
        let length = length.min(self.bytes.len());
        Ok(String::from_utf8_lossy(self.bytes.bytes(length)?).into_owned())
    }

    /// A text that places lie in: a piece of what is left, perhaps many times.
    fn source_text(&mut self, left: usize) -> Result<String> {
        let times = *self.bytes.choose(&[1, 1, 1, 7, 900])?;
        let length = self.bytes.len() / 2 / left;
        let text = String::from_utf8_lossy(self.bytes.bytes(length)?).into_owned();
        Ok(if text.len() < 200 { text.repeat(times) } else { text })
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> Result<T>) -> Result<Option<T>> {
        if self.bytes.arbitrary()? { make(self).map(Some) } else { Ok(None) }
    }

    fn source(&mut self) -> Result<SourceId> {
        let sources: Vec<SourceId> = self.sources.all().map(|(id, _)| id).collect();
        self.bytes.choose(&sources).copied()
    }

    /// A place in a text, on the borders of characters, as readers make them.
    fn span(&mut self) -> Result<Span> {
        let source = self.source()?;
        let text = self.sources.text(source);
        let mut ends = [self.bytes.arbitrary::<u32>()?, self.bytes.arbitrary::<u32>()?]
            .map(|at| border(&text, at as usize % (text.len() + 1)));
        ends.sort_unstable();
        Ok(Span { source, start: ends[0], end: ends[1] })
    }

    fn verdict(&mut self) -> Result<Verdict> {
        self.bytes.choose(&[Verdict::Violated, Verdict::Undecided]).copied()
    }

    fn severity(&mut self) -> Result<Severity> {
        self.bytes.choose(&[Severity::Error, Severity::Warning, Severity::Advice]).copied()
    }

    fn target(&mut self) -> Result<Target> {
        let inputs = [Input::TerraformPlan, Input::TerraformConfig, Input::CloudFormation, Input::Describe];
        Ok(Target {
            input: *self.bytes.choose(&inputs)?,
            id: self.maybe(Self::text)?,
            arn: self.maybe(Self::text)?,
            account: self.maybe(Self::text)?,
            region: self.maybe(Self::text)?,
            root: self.maybe(Self::text)?,
        })
    }

    fn finding(&mut self) -> Result<Finding> {
        let mut labels = self.list(4, Self::label)?;
        // A finding points at one thing first.
        labels.iter_mut().enumerate().for_each(|(at, label)| label.primary = at == 0);
        Ok(Finding {
            rule: self.text()?,
            severity: self.severity()?,
            consequence: *self.bytes.choose(&[Consequence::Rejected, Consequence::DataLoss])?,
            verdict: self.verdict()?,
            message: self.text()?,
            group: self.text()?,
            target: self.target()?,
            shards: self.list(3, Self::text)?,
            sharded: self.bytes.arbitrary()?,
            labels,
            because: self.list(2, Self::evidence)?,
            blocked_by: self.list(2, Self::blocker)?,
            help: self.text()?,
            sources: self.list(2, Self::citation)?.into(),
            body: self.span()?,
            code: self.maybe(Self::span)?,
        })
    }

    fn label(&mut self) -> Result<Label> {
        Ok(Label { primary: false, text: self.text()?, at: self.span()? })
    }

    fn evidence(&mut self) -> Result<Evidence> {
        Ok(Evidence {
            setting: self.text()?,
            value: self.maybe(Self::text)?,
            origin: *self.bytes.choose(&[
                Origin::Written,
                Origin::Default,
                Origin::Derived,
                Origin::Unknown,
            ])?,
            whose: self.maybe(Self::text)?,
            rests: self.bytes.arbitrary()?,
            at: self.span()?,
        })
    }

    fn blocker(&mut self) -> Result<Blocker> {
        Ok(Blocker {
            setting: self.text()?,
            reason: self.text()?,
            remedy: self.maybe(Self::text)?,
            at: self.span()?,
        })
    }

    fn citation(&mut self) -> Result<Citation> {
        Ok(Citation {
            text: self.text()?.into(),
            title: self.text()?.into(),
            address: self.maybe(Self::text)?.map(Into::into),
            read: "2026-11-21".into(),
        })
    }

    fn skipped(&mut self) -> Result<Skipped> {
        Ok(Skipped { at: self.span()?, resource: self.text()?, reason: self.text()? })
    }

    fn failure(&mut self) -> Result<Failure> {
        let at = self.maybe(Self::span)?;
        let file = match at {
            Some(at) => self.sources.get(at.source).name.clone(),
            None => self.text()?,
        };
        Ok(Failure { kind: FailureKind::Shape, file, at, message: self.text()?, help: self.text()? })
    }

    /// What names a place comes from AWS and from options, never from a file.
    fn place(&mut self) -> Result<Place> {
        Ok(Place {
            account: self.maybe(|_| Ok("123456789012".to_owned()))?,
            region: (*self.bytes.choose(&["eu-west-1", "us-gov-west-1", ""])?).to_owned(),
            taken_at: "2026-11-22T07:20:00Z".to_owned(),
            source: self.source()?,
            groups: 1,
            refused: self.list(2, |it| {
                Ok(RefusedCall { action: it.text()?, of: it.maybe(Self::text)?, reason: it.text()? })
            })?,
        })
    }

    fn rule(&mut self) -> Result<RulePage> {
        Ok(RulePage {
            id: self.text()?,
            title: self.text()?,
            severity: self.severity()?,
            why: self.text()?,
            explanation: self.maybe(|of| Ok(Explanation { text: of.text()?, markdown: of.text()? }))?,
            url: self.maybe(Self::text)?,
        })
    }
}

/// The border of a character at or before an offset.
fn border(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
