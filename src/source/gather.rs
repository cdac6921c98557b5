//! Which files a run reads: those named, and those of walked folders that concern us.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;
use memchr::memmem;

use super::boundary::Boundary;
use super::folders::{Folders, is_configuration, is_loaded};
use super::link_out::{LinkOut, link_out};
use super::{Failure, FailureKind};

/// Texts that hold none of these are not our business: the resource types of CloudFormation and
/// Terraform, the top-level keys of the describe answers, and the format of a saved audit.
const MARKERS: &[&str] = &[
    "AWS::ElastiCache::",
    "aws_elasticache_",
    "\"ReplicationGroups\"",
    "\"ReplicationGroup\"",
    "\"CacheClusters\"",
    "\"CacheCluster\"",
    "\"CacheSubnetGroups\"",
    "\"CacheSubnetGroup\"",
    "\"CacheParameterGroups\"",
    "\"CacheParameterGroupName\"",
    "\"ParameterName\"",
    "\"GlobalReplicationGroups\"",
    "\"GlobalReplicationGroup\"",
    "\"ServerlessCaches\"",
    "\"ServerlessCache\"",
    "\"multiaz-snapshot/",
];

/// Bytes read at a time while looking for a marker.
const CHUNK: usize = 1 << 18;
/// Longer than any marker: what is carried over from one chunk to the next.
const OVERLAP: usize = 32;

/// A text that concerns us.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name shown to people: relative to the working folder with `/`, or `-`.
    pub name: String,
    /// The text, without a byte-order mark.
    pub text: String,
}

/// What a run reads, and what it could not.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Texts that concern us, in the order named, folders by name.
    pub inputs: Vec<Input>,
    /// Folders of Terraform configuration: their files are read together, and not as inputs.
    pub folders: Folders,
    /// How many files were looked at.
    pub looked_at: usize,
    /// Those that hold nothing of ElastiCache; files of Terraform configuration go by their folder.
    pub passed_over: Vec<PathBuf>,
    /// Links that lead out of the named paths.
    pub links_out: Vec<LinkOut>,
    /// Paths that don't exist, can't be read or are not text.
    pub failures: Vec<Failure>,
}

/// Reads the named files, the files of the named folders, and standard input for `-`.
///
/// Folders are walked in name order: what `.gitignore` leaves out is passed over unless
/// `no_gitignore` asks for it, hidden files always. What is named is read whatever ignores it.
pub fn gather(paths: &[PathBuf], no_gitignore: bool, stdin: &mut dyn Read) -> Gathered {
    let mut gathered = Gathered { folders: Folders::within(named(paths)), ..Gathered::default() };
    let mut seen = HashSet::new();
    for path in paths {
        if path.as_os_str() == "-" {
            gathered.take("-".into(), read_all(stdin));
        } else if path.is_dir() {
            gathered.walk(path, no_gitignore, &mut seen);
        } else {
            gathered.named_file(path, &mut seen);
        }
    }
    gathered
}

/// Where files may be read: the paths that the user named.
fn named(paths: &[PathBuf]) -> Boundary {
    let mut boundary = Boundary::default();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        boundary.add(path);
        // The folder it lies in, also where it is a link to a file elsewhere.
        if stands_for_folder(path) {
            boundary.add(folder_of(path));
        }
    }
    boundary
}

impl Gathered {
    fn walk(&mut self, folder: &Path, no_gitignore: bool, seen: &mut HashSet<PathBuf>) {
        for entry in walker(folder, no_gitignore).build() {
            match entry {
                Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 => self.link(entry.path(), seen),
                Ok(entry) if entry.path().is_file() => self.file(entry.path(), seen),
                Ok(_) => {}
                Err(error) => self.failures.push(unreadable(shown(folder), &error.to_string())),
            }
        }
    }

    /// A link is read where it leads to a file in the named paths; one that leads nowhere holds nothing.
    fn link(&mut self, path: &Path, seen: &mut HashSet<PathBuf>) {
        match self.folders.resolve(path) {
            Ok(_) if path.is_file() => self.file(path, seen),
            Ok(_) => {}
            Err(_) => self.links_out.extend(link_out(&self.folders.boundary, path)),
        }
    }

    /// A file that the user named; one that Terraform reads with its folder stands for the whole folder.
    fn named_file(&mut self, path: &Path, seen: &mut HashSet<PathBuf>) {
        if !stands_for_folder(path) {
            return self.file(path, seen);
        }
        let folder = folder_of(path);
        if folder.canonicalize().is_ok_and(|folder| seen.insert(folder)) {
            let entries = std::fs::read_dir(folder).into_iter().flatten();
            let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
            for file in files.filter(|file| is_module_file(file)) {
                match file.is_symlink() {
                    true => self.link(&file, seen),
                    false if file.is_file() => self.module_file(&file),
                    false => {}
                }
            }
        }
    }

    fn file(&mut self, path: &Path, seen: &mut HashSet<PathBuf>) {
        if is_module_file(path) {
            return self.module_file(path);
        }
        let found = concerns_us(path).and_then(|ours| {
            if !ours || !seen.insert(path.canonicalize()?) {
                return Ok(None);
            }
            std::fs::read(path).map(Some)
        });
        match found {
            Ok(None) => {
                self.looked_at += 1;
                self.passed_over.push(path.to_owned());
            }
            Ok(Some(bytes)) => self.take(shown(path), Ok(bytes)),
            Err(error) => self.take(shown(path), Err(error)),
        }
    }

    /// A file of Terraform configuration: its folder is read as a whole, later.
    fn module_file(&mut self, path: &Path) {
        self.looked_at += 1;
        match std::fs::read(path) {
            Ok(bytes) => {
                let calls = memmem::find(&bytes, b"module").is_some();
                let concerns = memmem::find(&bytes, b"aws_elasticache_").is_some() || is_utf16(&bytes);
                self.folders.note(path, concerns, calls);
            }
            Err(error) => self.failures.push(unreadable(shown(path), &error.to_string())),
        }
    }

    fn take(&mut self, name: String, bytes: io::Result<Vec<u8>>) {
        self.looked_at += 1;
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => return self.failures.push(unreadable(name, &error.to_string())),
        };
        match decode(bytes) {
            Ok(text) if holds_marker(text.as_bytes()) => self.inputs.push(Input { name, text }),
            Ok(_) => self.passed_over.push(name.into()),
            Err(bytes) if holds_marker(&bytes) => self.failures.push(Failure {
                kind: FailureKind::NotText,
                file: name,
                at: None,
                message: "it holds ElastiCache resources and is not UTF-8 text".into(),
                help: "save it as UTF-8; a binary plan is read with: terraform show -json PLAN | multiaz check -"
                    .into(),
            }),
            Err(_) => self.passed_over.push(name.into()),
        }
    }
}

/// Goes through a folder in name order, past what the rules of git leave out.
pub(super) fn walker(folder: &Path, no_gitignore: bool) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.sort_by_file_name(Ord::cmp).require_git(false);
    if no_gitignore {
        walk.git_ignore(false).git_global(false).git_exclude(false).ignore(false);
    }
    walk
}

/// Whether a named path is a file that Terraform reads with its folder.
fn stands_for_folder(path: &Path) -> bool {
    (is_module_file(path) || has_name(path, is_loaded)) && path.is_file()
}

/// Whether a path is named like a file of Terraform configuration.
fn is_module_file(path: &Path) -> bool {
    has_name(path, is_configuration)
}

fn has_name(path: &Path, wanted: fn(&str) -> bool) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(wanted)
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unreadable(file: String, error: &str) -> Failure {
    Failure {
        kind: FailureKind::Unreadable,
        file,
        at: None,
        message: format!("it can't be read: {error}"),
        help: "check the path and its permissions".into(),
    }
}

fn read_all(reader: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a file holds a marker, read in chunks: a large file that does not is never held whole.
fn concerns_us(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut buffer = vec![0; CHUNK + OVERLAP];
    let mut kept = 0;
    let mut first = true;
    loop {
        let read = file.read(&mut buffer[kept..])?;
        let filled = kept + read;
        if read == 0 {
            return Ok(false);
        }
        // UTF-16 is decoded before it is searched.
        if (first && is_utf16(&buffer[..filled])) || holds_marker(&buffer[..filled]) {
            return Ok(true);
        }
        first = false;
        let keep = filled.min(OVERLAP);
        buffer.copy_within(filled - keep..filled, 0);
        kept = keep;
    }
}

fn holds_marker(bytes: &[u8]) -> bool {
    MARKERS.iter().any(|marker| memmem::find(bytes, marker.as_bytes()).is_some())
}

fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff])
}

/// UTF-8 with or without a byte-order mark, or UTF-16 with one, as some shells redirect output.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Vec<u8>> {
    if is_utf16(&bytes) {
        let little = bytes.starts_with(&[0xff, 0xfe]);
        let unit = |pair: &[u8]| match *pair {
            [a, b] if little => u16::from_le_bytes([a, b]),
            [a, b] => u16::from_be_bytes([a, b]),
            _ => u16::from(char::REPLACEMENT_CHARACTER as u8),
        };
        let units = bytes[2..].chunks(2).map(unit);
        let text: Result<String, _> = char::decode_utf16(units).collect();
        return text.map_err(|_| bytes);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => Err(error.into_bytes()),
    }
}

/// A path as people see it: relative to the working folder where it lies inside, with `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/").replace("//", "/")
}
