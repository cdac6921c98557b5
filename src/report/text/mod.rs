//! Text output: excerpts with labels through miette, then one summary line.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{self, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::finding::{Evidence, Finding, Label, Origin, Severity, Verdict};
use crate::source::{Failure, Sources, Span};

mod audit;

pub(super) use audit::{HEADS as PLACE_HEADS, counts as place_counts, refused_calls};

use super::Report;
use super::excerpt::{Excerpt, excerpt, unparsed};
use super::{clean, link};

/// Columns text output is laid out for.
const WIDTH: usize = 100;

/// What text output shows beyond errors and warnings in full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Details {
    /// Advice in full.
    pub advice: bool,
    /// Undecided verdicts by cause.
    pub undecided: bool,
    /// The values each finding rests on.
    pub evidence: bool,
    /// The ARN of a finding's group, which the audit of several accounts tells.
    pub arns: bool,
    /// Colour.
    pub color: bool,
    /// Rules lead to what they rest on, in terminals that know links.
    pub links: bool,
    /// Nothing but the findings, what could not be read, and what was not judged.
    pub quiet: bool,
}

/// The run for people; of an audit by account and region.
#[must_use]
pub fn text(report: &Report<'_>, details: Details) -> String {
    if !report.places.is_empty() {
        return audit::audit(report, details);
    }
    let mut out = failures(report.sources, report.failures, details.color);
    let roots = roots_of(report);
    let all: Vec<&Finding> = report.findings.iter().collect();
    findings(&mut out, report.sources, &all, roots, details);
    rest(&mut out, report, roots, details);
    out
}

/// The findings that are violated: errors and warnings in full, advice in a line each.
fn findings(out: &mut String, sources: &Sources, all: &[&Finding], roots: Roots, details: Details) {
    let violated = all.iter().copied().filter(|finding| finding.verdict == Verdict::Violated);
    let (advice, grave): (Vec<_>, Vec<_>) =
        violated.partition(|finding| finding.severity == Severity::Advice);
    for finding in grave {
        full(out, sources, finding, roots, details);
    }
    if details.advice {
        advice.into_iter().for_each(|finding| full(out, sources, finding, roots, details));
    } else {
        advice_lines(out, sources, &advice, roots, details);
    }
}

/// What is told after the findings: what is undecided, what was not judged, and how many there are.
fn rest(out: &mut String, report: &Report<'_>, roots: Roots, details: Details) {
    if details.undecided {
        undecided(out, report, roots);
    }
    for skipped in report.skipped {
        let file = &report.sources.get(skipped.at.source).name;
        let line = report.sources.start(skipped.at).line;
        let text = format!("skipped {} ({file}:{line}): {}", skipped.resource, skipped.reason);
        let _ = writeln!(out, "{}", clean::line(&text));
    }
    if !details.quiet {
        summary(out, report, details);
    }
}

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
pub(super) fn failures_ascii(sources: &Sources, failures: &[Failure], color: bool) -> String {
    let theme = if color { GraphicalTheme::ascii() } else { GraphicalTheme::none() };
    let mut out = String::new();
    for failure in failures {
        render_as(&mut out, &failed(sources, failure).visible(), theme.clone());
    }
    out.chars().map(|letter| if letter.is_ascii() { letter } else { '?' }).collect()
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
struct Shown {
    code: String,
    severity: miette::Severity,
    message: String,
    help: String,
    source: Option<Excerpt>,
    labels: Vec<String>,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown {}

impl Shown {
    /// Nothing in it acts on the terminal: names, messages and addresses come from files that anybody wrote.
    fn visible(mut self) -> Shown {
        self.message = clean::line(&self.message).into_owned();
        self.help = clean::lines(&self.help);
        for label in &mut self.labels {
            *label = clean::line(label).into_owned();
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
        self.source.as_ref().map(|excerpt| &excerpt.window as &dyn SourceCode)
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

fn render(out: &mut String, shown: &Shown, color: bool) {
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
    // Writing to a String can't fail; a label miette can't place would lose the excerpt only.
    if handler.render_report(out, shown).is_err() {
        let _ = writeln!(out, "{}: {}", shown.code, shown.message);
    }
    out.push('\n');
}

/// A finding in full: its own file, then the other files that have to do with it.
fn full(out: &mut String, sources: &Sources, finding: &Finding, roots: Roots, details: Details) {
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
        finding.labels.iter().partition(|label| label.at.source == finding.place().source);
    let mut by_source: BTreeMap<_, Vec<&Label>> = BTreeMap::new();
    for label in elsewhere {
        by_source.entry(label.at.source).or_default().push(label);
    }
    render(out, &found(sources, finding, &here, roots, details).visible(), details.color);
    for labels in by_source.into_values() {
        let other = Shown {
            code: String::new(),
            severity: miette::Severity::Advice,
            message: format!("also part of {}", finding.rule),
            help: String::new(),
            source: Some(cut(sources, finding, &labels)),
            labels: labels.iter().map(|label| label.text.clone()).collect(),
        };
        render(out, &other.visible(), details.color);
    }
}

fn found(sources: &Sources, finding: &Finding, here: &[&Label], roots: Roots, details: Details) -> Shown {
    Shown {
        code: format!("{}[{}]", finding.severity.name(), link::rule(finding, details.links)),
        severity: match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        },
        message: headline(finding, &shards(finding), roots),
        help: help(sources, finding, details),
        source: Some(cut(sources, finding, here)),
        labels: here.iter().map(|label| label.text.clone()).collect(),
    }
}

fn cut(sources: &Sources, finding: &Finding, labels: &[&Label]) -> Excerpt {
    let spans: Vec<Span> = labels.iter().map(|label| label.at).collect();
    let source = spans.first().map_or(finding.body.source, |span| span.source);
    excerpt(sources.get(source), &spans, finding.body, &finding.group)
}

/// `group, shard 0001: message`.
pub(super) fn headline(finding: &Finding, shards: &[&str], roots: Roots) -> String {
    format!("{}{}: {}", who(finding, roots), of_shards(finding, shards), finding.message)
}

/// `, shard 0001`; a group that has one shard only is not taken apart.
pub(super) fn of_shards(finding: &Finding, shards: &[&str]) -> String {
    match shards {
        _ if !finding.sharded => String::new(),
        [] => String::new(),
        [one] => format!(", shard {one}"),
        many if many.len() <= 6 => format!(", shards {}", many.join(", ")),
        many => format!(", {} shards ({} … {})", many.len(), many[0], many[many.len() - 1]),
    }
}

/// Whether groups of several root modules are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Roots {
    /// One, or none.
    One,
    /// More than one.
    Several,
}

/// Whether the findings are of several root modules.
pub(super) fn roots_of(report: &Report<'_>) -> Roots {
    let roots: BTreeSet<&str> = report.findings.iter().filter_map(|one| one.target.root.as_deref()).collect();
    if roots.len() > 1 { Roots::Several } else { Roots::One }
}

/// A group as people tell it from others: where there are several root modules, with its own.
pub(super) fn who(finding: &Finding, roots: Roots) -> String {
    match finding.target.root.as_deref().filter(|root| roots == Roots::Several && *root != ".") {
        Some(root) => format!("{root}: {}", finding.group),
        None => finding.group.clone(),
    }
}

pub(super) fn shards(finding: &Finding) -> Vec<&str> {
    finding.shards.iter().map(String::as_str).collect()
}

fn help(sources: &Sources, finding: &Finding, details: Details) -> String {
    let mut text = format!("{}\nfix: {}", finding.consequence.sentence(), finding.help);
    if let Some(code) = finding.code {
        let _ = write!(text, "\ncode: {}", position(sources, code));
    }
    if let Some(arn) = finding.target.arn.as_ref().filter(|_| details.arns) {
        let _ = write!(text, "\ngroup: {arn}");
        if let Some(region) = &finding.target.region {
            let _ = write!(text, "\nin commands: --region {region}");
        }
    }
    let because: Vec<String> =
        finding.because.iter().filter_map(|one| evidence(one, details.evidence)).collect();
    if !because.is_empty() {
        let _ = write!(text, "\nbecause: {}", because.join("; "));
    }
    if let Some(source) = finding.sources.first() {
        let _ = write!(text, "\nsource: {} ({})", source.text, source.title);
    }
    if let Some(url) = finding.url() {
        let _ = write!(text, "\n{url}");
    }
    text
}

/// `multi_az_enabled = false (not set: the AWS provider's default)`. What is written shows in the
/// excerpt, so it is repeated on demand only.
pub(super) fn evidence(evidence: &Evidence, all: bool) -> Option<String> {
    let value = evidence.value.as_ref().filter(|_| evidence.rests || all)?;
    let origin = match (&evidence.whose, evidence.origin) {
        (Some(whose), Origin::Default) => format!(" (not set: {whose})"),
        (Some(whose), _) => format!(" ({whose})"),
        (None, _) => String::new(),
    };
    Some(format!("{} = {value}{origin}", evidence.setting))
}

fn failed(sources: &Sources, failure: &Failure) -> Shown {
    let source = failure.at.map(|at| unparsed(sources.get(at.source), at));
    Shown {
        code: format!("error[{}]", failure.kind.name()),
        severity: miette::Severity::Error,
        message: format!("{}: {}", failure.file, failure.message),
        help: failure.help.clone(),
        labels: source.iter().map(|_| "here".to_owned()).collect(),
        source,
    }
}

/// Advice in a line each; what is said alike of several shards of a group is said once.
fn advice_lines(out: &mut String, sources: &Sources, advice: &[&Finding], roots: Roots, details: Details) {
    let mut lines: Vec<(&Finding, Vec<&str>)> = Vec::new();
    let mut seen: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for finding in advice {
        let key = (finding.rule.as_str(), finding.group.as_str(), finding.message.as_str());
        match seen.get(&key).and_then(|at| lines.get_mut(*at)) {
            Some((first, merged)) if one_group(first, finding) => merged.extend(shards(finding)),
            _ => {
                seen.insert(key, lines.len());
                lines.push((finding, shards(finding)));
            }
        }
    }
    for (finding, shards) in lines {
        let (rule, place) = (link::rule(finding, details.links), position(sources, finding.place()));
        let code =
            finding.code.map(|code| format!(" (code: {})", position(sources, code))).unwrap_or_default();
        let text = format!("{place}: {}{code}", headline(finding, &shards, roots));
        let _ = writeln!(out, "advice[{rule}] {}", clean::line(&text));
    }
}

/// `main.tf:12:3`.
fn position(sources: &Sources, at: Span) -> String {
    let start = sources.start(at);
    format!("{}:{}:{}", sources.get(at.source).name, start.line, start.column)
}

/// Whether two findings are of one group: a module that several root modules call under one name has
/// groups of the same name.
fn one_group(one: &Finding, other: &Finding) -> bool {
    one.body == other.body && one.target.root == other.target.root
}

/// Why something is unknown, and what would settle it.
pub(super) type Cause<'a> = (&'a str, Option<&'a str>);

/// What keeps verdicts open, and of which groups which rules.
pub(super) fn open_by_cause<'a>(
    report: &Report<'a>,
    roots: Roots,
) -> BTreeMap<Cause<'a>, BTreeMap<String, BTreeSet<&'a str>>> {
    let mut causes: BTreeMap<Cause<'_>, BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.verdict == Verdict::Undecided) {
        for blocker in &finding.blocked_by {
            let cause = (blocker.reason.as_str(), blocker.remedy.as_deref());
            causes.entry(cause).or_default().entry(who(finding, roots)).or_default().insert(&finding.rule);
        }
    }
    causes
}

/// Undecided verdicts, grouped by what keeps them open and with what would decide them.
fn undecided(out: &mut String, report: &Report<'_>, roots: Roots) {
    for ((reason, remedy), groups) in open_by_cause(report, roots) {
        let _ = writeln!(out, "undecided: {}", clean::line(reason));
        if let Some(remedy) = remedy {
            let _ = writeln!(out, "  to decide: {}", clean::line(remedy));
        }
        for (group, rules) in groups {
            let rules: Vec<&str> = rules.into_iter().collect();
            let _ = writeln!(out, "  {}", clean::line(&format!("{group}: {}", rules.join(", "))));
        }
    }
}

fn summary(out: &mut String, report: &Report<'_>, details: Details) {
    let undecided = report.undecided().count();
    let mut parts = vec![
        plural(report.count(Severity::Error), "error"),
        plural(report.count(Severity::Warning), "warning"),
        format!("{} advice", report.count(Severity::Advice)),
        format!("{undecided} undecided{}", causes(report, details)),
    ];
    if report.unread > 0 {
        parts.push(format!("{} not judged", report.unread));
    }
    if !report.failures.is_empty() {
        parts.push(format!("{} not checked", report.failures.len()));
    }
    let groups = plural(report.groups.len(), "group");
    let files = match report.files {
        0 => String::new(),
        files => format!(" in {}", plural(files, "file")),
    };
    let _ = writeln!(out, "{groups}{files}: {}", parts.join(", "));
}

/// ` (1 cause: EngineVersion has no value)`; nothing where nothing is undecided.
fn causes(report: &Report<'_>, details: Details) -> String {
    let reasons: BTreeSet<&str> = report
        .undecided()
        .flat_map(|finding| &finding.blocked_by)
        .map(|blocker| blocker.reason.as_str())
        .collect();
    match reasons.len() {
        0 => String::new(),
        1 => format!(" (1 cause: {})", clean::line(reasons.first().copied().unwrap_or_default())),
        many if details.undecided => format!(" ({many} causes)"),
        many => format!(" ({many} causes; --show undecided)"),
    }
}

pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
