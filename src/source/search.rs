//! Whether a file concerns us: it is searched in chunks, so that a large one that does not is never held.

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;

use super::encoding::Wide;

/// Texts that hold none of these are not our business: the resource types of CloudFormation and
/// Terraform, the top-level keys of the describe answers, and the format of a saved audit.
const MARKERS: &[&str] = &[
    "AWS::ElastiCache::",
    RESOURCE,
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

/// What names a resource in Terraform's language, and what calls a module.
const RESOURCE: &str = "aws_elasticache_";
const MODULE: &str = "module";

/// Bytes read at a time.
const CHUNK: usize = 1 << 17;
/// Longer than any marker in the widest encoding: what is carried over from one chunk to the next.
const OVERLAP: usize = 128;

/// The most that is read of what is no file and may have no end, such as a pipe or a device: a gibibyte.
const LONGEST_STREAM: u64 = 1 << 30;

/// All markers in one search; none where they can't be made into one, and then everything concerns us.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| search_for(MARKERS));

fn search_for<P: AsRef<[u8]>>(markers: &[P]) -> Option<AhoCorasick> {
    // Of the kinds of match this is the one that is searched for many bytes at a time.
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(markers).ok()
}

/// Whether a whole text holds a marker, in any encoding.
pub(super) fn concerns_us(bytes: &[u8]) -> bool {
    Marks::of(bytes).are_in(bytes)
}

/// The markers to look for in a text, by its first bytes.
struct Marks {
    /// Those of the wide encoding that it seems to have.
    wide: Option<AhoCorasick>,
}

impl Marks {
    fn of(start: &[u8]) -> Marks {
        let encoded = |wide: Wide| MARKERS.iter().map(|marker| wide.encoded(marker)).collect::<Vec<_>>();
        Marks { wide: Wide::of(start).and_then(|wide| search_for(&encoded(wide))) }
    }

    fn are_in(&self, bytes: &[u8]) -> bool {
        SEARCH.as_ref().is_none_or(|all| all.is_match(bytes))
            || self.wide.as_ref().is_some_and(|all| all.is_match(bytes))
    }
}

/// Looks into files, one after the other, through one buffer.
pub(super) struct Searcher {
    buffer: Vec<u8>,
}

impl Searcher {
    pub(super) fn new() -> Searcher {
        Searcher { buffer: vec![0; CHUNK + OVERLAP] }
    }

    /// All of a file that concerns us; `None` of others.
    ///
    /// # Errors
    /// Where it can't be read.
    pub(super) fn ours(&mut self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        let mut file = File::open(path)?;
        let mut marks = None;
        let found =
            self.chunks(&mut file, &mut |chunk| marks.get_or_insert_with(|| Marks::of(chunk)).are_in(chunk))?;
        let Some(Chunk { filled, is_first, is_last }) = found else { return Ok(None) };
        let held = if is_first { self.buffer.get(..filled).unwrap_or_default() } else { &[] };
        let mut bytes = Vec::new();
        if is_first && is_last {
            bytes.extend_from_slice(held);
            return Ok(Some(bytes));
        }
        // A size that no memory has is an error, and not the end of the run.
        bytes.try_reserve_exact(usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX))?;
        bytes.extend_from_slice(held);
        if !is_first {
            file.rewind()?;
        }
        file.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// Of a file of Terraform configuration: whether it names a resource of ours, and whether it calls a module.
    ///
    /// # Errors
    /// Where it can't be read.
    pub(super) fn configuration(&mut self, path: &Path) -> io::Result<(bool, bool)> {
        let (mut concerns, mut calls, mut wide) = (false, false, None);
        let mut file = File::open(path)?;
        self.chunks(&mut file, &mut |chunk| {
            let wide = wide.get_or_insert_with(|| Wide::of(chunk));
            let holds = |text: &str| {
                let encoded = wide.map(|wide| wide.encoded(text));
                memmem::find(chunk, text.as_bytes()).is_some()
                    || encoded.is_some_and(|text| memmem::find(chunk, &text).is_some())
            };
            concerns = concerns || holds(RESOURCE);
            calls = calls || holds(MODULE);
            concerns && calls
        })?;
        Ok((concerns, calls))
    }

    /// Reads a file chunk by chunk until there is what is looked for: the chunk that has it.
    fn chunks(
        &mut self,
        file: &mut File,
        has_it: &mut dyn FnMut(&[u8]) -> bool,
    ) -> io::Result<Option<Chunk>> {
        let (mut kept, mut is_first) = (0, true);
        loop {
            let (filled, is_last) = fill(file, &mut self.buffer, kept)?;
            let chunk = self.buffer.get(..filled).unwrap_or_default();
            if filled > kept && has_it(chunk) {
                return Ok(Some(Chunk { filled, is_first, is_last }));
            }
            if is_last {
                return Ok(None);
            }
            is_first = false;
            kept = filled.min(OVERLAP);
            self.buffer.copy_within(filled - kept..filled, 0);
        }
    }
}

/// A part of a file that holds what is looked for.
struct Chunk {
    filled: usize,
    is_first: bool,
    is_last: bool,
}

/// Fills a buffer after what it holds, and tells how full it is and whether that was the end.
fn fill(file: &mut File, buffer: &mut [u8], mut filled: usize) -> io::Result<(usize, bool)> {
    while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
        match file.read(room) {
            Ok(0) => return Ok((filled, true)),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((filled, false))
}

/// All that comes out of standard input, a pipe or a device.
///
/// # Errors
/// Where it can't be read, or has no end in sight.
pub(super) fn read_stream(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if reader.take(LONGEST_STREAM + 1).read_to_end(&mut bytes)? as u64 > LONGEST_STREAM {
        let message = "it is longer than 1 GiB, the limit for pipes and devices";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The most that is read of a file of parameter values: two hundred of four thousand characters are all that a template has.
const LONGEST_VALUES: u64 = 16 << 20;

/// The text of a file of parameter values, of whatever kind the file is.
///
/// # Errors
/// Where it can't be read, is longer than such files are, or is no text.
pub fn read_values(path: &Path) -> io::Result<String> {
    let mut bytes = Vec::new();
    if File::open(path)?.take(LONGEST_VALUES + 1).read_to_end(&mut bytes)? as u64 > LONGEST_VALUES {
        let message = "it is longer than 16 MiB, the limit for files of parameter values";
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

/// A path that the user named: a file, or what a pipe or device has. It is opened once.
///
/// # Errors
/// Where it can't be read.
pub(super) fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return read_stream(file);
    }
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}
