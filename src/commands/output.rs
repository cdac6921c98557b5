//! Output formats as the command line names them, and writing them out.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub(super) format: Format,
    /// Standard output if none.
    pub(super) file: Option<PathBuf>,
}

/// The formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Text,
    Json,
}

/// Reads `--format` arguments.
///
/// # Errors
/// A sentence for the user, where a name is unknown or two formats want standard output.
pub(super) fn outputs(arguments: &[String]) -> Result<Vec<Output>, String> {
    let outputs = arguments.iter().map(|argument| output(argument)).collect::<Result<Vec<_>, _>>()?;
    if outputs.iter().filter(|output| output.file.is_none()).count() > 1 {
        return Err("two formats want standard output: give one of them a file, as in json=out.json".into());
    }
    Ok(outputs)
}

fn output(argument: &str) -> Result<Output, String> {
    let (name, file) = match argument.split_once('=') {
        Some((name, file)) => (name, Some(PathBuf::from(file))),
        None => (argument, None),
    };
    let format = match name {
        "text" => Format::Text,
        "json" => Format::Json,
        _ => return Err(format!("there is no format `{name}`: choose text or json")),
    };
    Ok(Output { format, file })
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
