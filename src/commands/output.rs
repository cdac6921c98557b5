//! Output formats as the command line names them, and writing them out.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Streams;

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output<F> {
    pub(super) format: F,
    /// Standard output if none.
    pub(super) file: Option<PathBuf>,
}

/// Bytes that are written at once.
const LARGE: usize = 1 << 16;

/// The formats of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
    Sarif,
    Github,
    Junit,
    Markdown,
}

/// Their names.
pub(super) const FORMATS: &[(&str, Format)] = &[
    ("text", Format::Text),
    ("json", Format::Json),
    ("markdown", Format::Markdown),
    ("sarif", Format::Sarif),
    ("github", Format::Github),
    ("junit", Format::Junit),
];

/// The formats of failover plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PlanFormat {
    Text,
    Json,
    Github,
    Junit,
    Markdown,
}

/// Their names.
pub(super) const PLAN_FORMATS: &[(&str, PlanFormat)] = &[
    ("text", PlanFormat::Text),
    ("json", PlanFormat::Json),
    ("markdown", PlanFormat::Markdown),
    ("github", PlanFormat::Github),
    ("junit", PlanFormat::Junit),
];

/// Reads `--format` arguments; `formats` are those of the command, by name.
///
/// # Errors
/// A sentence for the user, where a name is unknown or two formats want standard output.
pub(super) fn outputs<F: Copy>(
    arguments: &[String],
    formats: &[(&str, F)],
) -> Result<Vec<Output<F>>, String> {
    let outputs =
        arguments.iter().map(|argument| output(argument, formats)).collect::<Result<Vec<_>, _>>()?;
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err("two formats want standard output: give one of them a file, as in json=out.json".into());
    }
    let mut files: Vec<&Path> = outputs.iter().filter_map(|output| output.file.as_deref()).collect();
    files.sort_unstable();
    let twice = files.iter().zip(files.iter().skip(1)).find(|(file, next)| file == next);
    if let Some((file, _)) = twice {
        return Err(format!("two formats want the file {}: give each its own", file.display()));
    }
    Ok(outputs)
}

fn output<F: Copy>(argument: &str, formats: &[(&str, F)]) -> Result<Output<F>, String> {
    let (name, file) = match argument.split_once('=') {
        Some((name, "")) => {
            return Err(format!("--format {name}= names no file: give one, as in {name}=out.{name}"));
        }
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (argument, None),
    };
    match formats.iter().find(|(known, _)| *known == name) {
        Some((_, format)) => Ok(Output { format: *format, file }),
        None => Err(format!("there is no format `{name}`: choose {}", choices(formats))),
    }
}

/// `text, json or markdown`.
fn choices<F>(formats: &[(&str, F)]) -> String {
    let names: Vec<&str> = formats.iter().map(|(name, _)| *name).collect();
    match names.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        other => other.concat(),
    }
}

/// Writes every output as `write` does; false where one could not be written, which standard error tells.
pub(super) fn write_outputs<F>(
    outputs: &[Output<F>],
    streams: &mut Streams<'_>,
    write: impl Fn(&Output<F>, &mut dyn Write) -> io::Result<()>,
) -> bool {
    let mut written = true;
    for output in outputs {
        let result = match &output.file {
            Some(file) => {
                let result = write_file(file, |out| write(output, out));
                result.map_err(|error| (file.display().to_string(), error))
            }
            None => {
                let result = write_out(streams.stdout, |out| write(output, out));
                result.map_err(|error| ("standard output".into(), error))
            }
        };
        if let Err((file, error)) = result {
            let _ = writeln!(streams.stderr, "error: {file} can't be written: {error}");
            written = false;
        }
    }
    written
}

/// Writes a file beside its place and renames it, so that nobody reads half of it.
///
/// A link is followed to what it stands for; what is no file (a pipe, a device) is written to. What is beside it has a
/// name that nobody can foresee, and is taken away where the writing fails.
///
/// # Errors
/// When the file or its folder can't be written to.
pub(super) fn write_file(path: &Path, write: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let (path, permissions) = match fs::metadata(path) {
        Ok(known) if !known.is_file() => {
            return buffered(fs::OpenOptions::new().write(true).open(path)?, write).map(drop);
        }
        Ok(known) => (path.canonicalize()?, Some(known.permissions())),
        Err(_) => (path.to_owned(), None),
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".multiaz-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder)?;
    buffered(beside.as_file_mut(), write)?;
    if let Some(permissions) = permissions {
        beside.as_file().set_permissions(permissions)?;
    }
    beside.as_file().sync_all()?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

/// Writes to standard output; a reader that stops reading (`| head`) is no error of ours.
///
/// # Errors
/// When it can't be written for another reason, such as a full disk: then a report is missing.
pub(super) fn write_out(
    stdout: &mut dyn Write,
    write: impl Fn(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    match buffered(stdout, write) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map(drop),
    }
}

/// Prints a text to standard output; false, with a word on standard error, where that fails.
pub(super) fn printed(streams: &mut Streams<'_>, text: &str) -> bool {
    let written = write_out(streams.stdout, |out| out.write_all(text.as_bytes()));
    if let Err(error) = &written {
        let _ = writeln!(streams.stderr, "error: standard output can't be written: {error}");
    }
    written.is_ok()
}

/// Writes in large pieces; gives back what was written to.
fn buffered<W: Write>(out: W, write: impl Fn(&mut dyn Write) -> io::Result<()>) -> io::Result<W> {
    let mut out = BufWriter::with_capacity(LARGE, out);
    write(&mut out)?;
    // What is left to write may fail too.
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}
