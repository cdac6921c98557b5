//! Output formats as the command line names them, and writing them out.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use same_file::Handle;

use super::Streams;

/// A format and where it goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output<F> {
    pub(super) format: F,
    /// The format's name.
    pub(super) name: String,
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
    let files: Vec<&Path> = outputs.iter().filter_map(|output| output.file.as_deref()).collect();
    let twice = (1..).zip(&files).find(|(at, file)| files.iter().skip(*at).any(|other| is_one(file, other)));
    if let Some((_, file)) = twice {
        return Err(format!("two formats want the file {}: give each its own", file.display()));
    }
    Ok(outputs)
}

/// Whether two paths are one file, or would be once it is written.
pub(super) fn is_one(path: &Path, other: &Path) -> bool {
    // Of a file that is not there yet its folder tells, under whichever name.
    let place = |path: &Path| Some((folder_of(path).canonicalize().ok()?, path.file_name()?.to_owned()));
    path == other
        || same_file::is_same_file(path, other).unwrap_or(false)
        || place(path).is_some_and(|one| place(other) == Some(one))
}

/// Sees that no output takes the place of a file that the run reads, whatever path leads to it.
///
/// # Errors
/// A sentence for the user, where one does.
pub(super) fn spare<F>(outputs: &[Output<F>], read: impl IntoIterator<Item = PathBuf>) -> Result<(), String> {
    let files = outputs.iter().filter_map(|output| output.file.as_deref());
    let known: Vec<(&Path, Handle)> = files.filter_map(|file| Some((file, identity(file)?))).collect();
    if known.is_empty() {
        return Ok(());
    }
    for path in read {
        let Some(own) = identity(&path) else { continue };
        if let Some((file, _)) = known.iter().find(|(_, handle)| *handle == own) {
            return Err(format!(
                "a report in {} would replace {}, which is read: give it another file",
                file.display(),
                path.display()
            ));
        }
    }
    Ok(())
}

/// What tells a file from all others; none of a pipe or a device, which a report does not replace.
fn identity(path: &Path) -> Option<Handle> {
    path.is_file().then(|| Handle::from_path(path).ok()).flatten()
}

/// The rule files of folders.
pub(super) fn rule_files(folders: &[PathBuf]) -> Vec<PathBuf> {
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    files.filter(|file| file.extension().is_some_and(|ending| ending == "yaml" || ending == "yml")).collect()
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
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
        Some((name, format)) => Ok(Output { format: *format, name: (*name).to_owned(), file }),
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

/// Writes every output as `write` does; false where one could not be written, which standard error tells. A panic in one
/// leaves the others as they are.
pub(super) fn write_outputs<F>(
    outputs: &[Output<F>],
    streams: &mut Streams<'_>,
    write: impl Fn(&Output<F>, &mut dyn Write) -> io::Result<()>,
) -> bool {
    let mut written = true;
    for output in outputs {
        let write = |output: &Output<F>, out: &mut dyn Write| isolated(&output.name, || write(output, out));
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

/// Makes an error of a panic: whoever runs the program can't mend it, and is told so in its own words. What the panic says
/// may hold what is read, so that its place alone is told.
fn isolated(format: &str, write: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
    let place = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&place);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        let file = |at: &panic::Location<'_>| {
            let file = Path::new(at.file()).file_name().unwrap_or_default().to_string_lossy().into_owned();
            format!(" ({file}:{})", at.line())
        };
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = panic.location().map(file);
    }));
    let result = panic::catch_unwind(AssertUnwindSafe(write));
    panic::set_hook(hook);
    result.unwrap_or_else(|_| {
        let place = place.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default();
        let text = format!("the {format} report failed{place}: this is a fault of multiaz, please report it");
        Err(io::Error::other(text))
    })
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
    let folder = folder_of(&path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".multiaz-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut beside = builder.tempfile_in(folder).map_err(|error| of_folder(folder, &error))?;
    buffered(beside.as_file_mut(), write)?;
    if let Some(permissions) = permissions {
        beside.as_file().set_permissions(permissions)?;
    }
    beside.as_file().sync_all()?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}

/// Why no file can be begun in a folder; the name that it would have had tells nobody anything.
fn of_folder(folder: &Path, error: &io::Error) -> io::Error {
    let cause = error
        .get_ref()
        .and_then(|inner| inner.source())
        .map_or_else(|| error.to_string(), ToString::to_string);
    let text = match error.kind() {
        io::ErrorKind::NotFound => format!("the folder {} is not there", folder.display()),
        io::ErrorKind::NotADirectory => format!("{} is not a folder", folder.display()),
        _ => cause,
    };
    io::Error::new(error.kind(), text)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes three reports, the second of which panics; what standard output and standard error hold, and the code.
    fn written(folder: &Path, fails: &str) -> (bool, String, String) {
        let arguments = [
            "text".to_owned(),
            in_folder(folder, "json"),
            in_folder(folder, "sarif"),
            in_folder(folder, "junit"),
        ];
        let outputs = outputs(&arguments, FORMATS).unwrap();
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut streams = Streams {
            stdin: &mut io::empty(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            terminal: false,
            links: false,
        };
        let all = write_outputs(&outputs, &mut streams, |output, out| {
            writeln!(out, "{}", output.name)?;
            assert!(output.name != fails, "a secret of the input");
            writeln!(out, "end")
        });
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (all, text(stdout), text(stderr))
    }

    fn in_folder(folder: &Path, format: &str) -> String {
        format!("{format}={}", folder.join(format).display())
    }

    #[test]
    fn a_panic_in_one_report_leaves_the_others() {
        for fails in ["text", "sarif"] {
            let folder = tempfile::tempdir().unwrap();
            let (all, stdout, stderr) = written(folder.path(), fails);
            assert!(!all);
            let told = format!("the {fails} report failed (output.rs:");
            assert!(stderr.contains(&told) && stderr.contains("please report it"), "{stderr}");
            assert!(!stderr.contains("secret") && stderr.lines().count() == 1, "{stderr}");
            assert_eq!(stdout.ends_with("end\n"), fails != "text");
            for format in ["json", "sarif", "junit"] {
                let read = fs::read_to_string(folder.path().join(format)).ok();
                assert_eq!(read, (fails != format).then(|| format!("{format}\nend\n")));
            }
        }
    }

    #[test]
    fn nothing_is_said_where_all_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let (all, stdout, stderr) = written(folder.path(), "");
        assert_eq!((all, stdout.as_str(), stderr.as_str()), (true, "text\nend\n", ""));
    }
}
