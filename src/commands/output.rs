//! Output formats as the command line names them, and writing them out.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Streams;

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output<F> {
    pub(super) format: F,
    /// Standard output if none.
    pub(super) file: Option<PathBuf>,
}

/// The formats of `check` and `failover`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
}

/// Their names.
pub(super) const FORMATS: [(&str, Format); 2] = [("text", Format::Text), ("json", Format::Json)];

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
    Ok(outputs)
}

fn output<F: Copy>(argument: &str, formats: &[(&str, F)]) -> Result<Output<F>, String> {
    let (name, file) = match argument.split_once('=') {
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

/// Writes every output; false where one could not be written, which standard error tells.
pub(super) fn write_outputs<F>(
    outputs: &[Output<F>],
    streams: &mut Streams<'_>,
    text: impl Fn(&Output<F>) -> String,
) -> bool {
    let mut written = true;
    for output in outputs {
        let text = text(output);
        let result = match &output.file {
            Some(file) => write_file(file, &text).map_err(|error| (file.display().to_string(), error)),
            None => write_out(streams.stdout, &text).map_err(|error| ("standard output".into(), error)),
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
/// A link is followed to what it stands for; what is no file (a pipe, a device) is written to.
///
/// # Errors
/// When the file or its folder can't be written to.
pub(super) fn write_file(path: &Path, text: &str) -> io::Result<()> {
    let path = match fs::metadata(path) {
        Ok(known) if !known.is_file() => {
            return fs::OpenOptions::new().write(true).open(path)?.write_all(text.as_bytes());
        }
        Ok(_) => path.canonicalize()?,
        Err(_) => path.to_owned(),
    };
    let mut beside = path.clone().into_os_string();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}

/// Writes to standard output; a reader that stops reading (`| head`) is no error of ours.
///
/// # Errors
/// When it can't be written for another reason, such as a full disk: then a report is missing.
pub(super) fn write_out(stdout: &mut dyn Write, text: &str) -> io::Result<()> {
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
