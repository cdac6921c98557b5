//! A cursor over JSON text: where each value begins and ends, found in one pass and without a copy.

/// The text is not JSON here; `serde_json` tells why, see [`super::json::fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotJson;

/// Reads one JSON text from its start to its end. It accepts and refuses what `serde_json` does.
#[derive(Debug)]
pub struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The closing brackets that a value being skipped still needs.
    open: Vec<u8>,
}

impl<'t> Scanner<'t> {
    /// A cursor at the start of a text.
    #[must_use]
    pub fn new(text: &'t str) -> Scanner<'t> {
        Scanner { text, bytes: text.as_bytes(), at: 0, open: Vec::new() }
    }

    /// Where the cursor is, in bytes.
    #[must_use]
    pub fn at(&self) -> usize {
        self.at
    }

    /// What was read from an offset to the cursor.
    #[must_use]
    pub fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The first byte of what comes next, past white space; none at the text's end.
    #[inline]
    pub fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\t' | b'\r') => self.at += 1,
                Some(b'\n') => {
                    self.at += 1;
                    // What is indented begins with many spaces.
                    while self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(b"        ")) {
                        self.at += 8;
                    }
                }
                other => return other.copied(),
            }
        }
    }

    /// Skips the one value of any kind that comes next, however deep it is, and returns it as written.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn skip(&mut self) -> Result<&'t str, NotJson> {
        self.peek();
        let start = self.at;
        loop {
            match self.bytes.get(self.at) {
                Some(b'{') => {
                    self.at += 1;
                    if self.peek() != Some(b'}') {
                        self.open.push(b'}');
                        self.name()?;
                        continue;
                    }
                    self.at += 1;
                }
                Some(b'[') => {
                    self.at += 1;
                    if self.peek() != Some(b']') {
                        self.open.push(b']');
                        continue;
                    }
                    self.at += 1;
                }
                Some(b'"') => self.quoted()?,
                _ => self.plain()?,
            }
            if self.close()? {
                return Ok(self.since(start));
            }
        }
    }

    /// After a value inside of one that is skipped: goes to the next value; true where none is left.
    fn close(&mut self) -> Result<bool, NotJson> {
        loop {
            let Some(&bracket) = self.open.last() else { return Ok(true) };
            match self.peek() {
                Some(b',') => {
                    self.at += 1;
                    self.peek();
                    if bracket == b'}' {
                        self.name()?;
                    }
                    return Ok(false);
                }
                Some(other) if other == bracket => {
                    self.at += 1;
                    self.open.pop();
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// Skips a document of several in one text: a number or a word must end where the next one can begin.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn document(&mut self) -> Result<&'t str, NotJson> {
        let opening = self.peek();
        let document = self.skip()?;
        let ends = matches!(opening, Some(b'{' | b'[' | b'"'));
        let next = self.bytes.get(self.at).copied();
        let apart = next.is_none_or(|byte| b" \n\t\r\"[]{},:".contains(&byte));
        if ends || apart { Ok(document) } else { Err(NotJson) }
    }

    /// Makes sure that only white space is left.
    ///
    /// # Errors
    /// Where there is more.
    pub fn end(&mut self) -> Result<(), NotJson> {
        self.peek().map_or(Ok(()), |_| Err(NotJson))
    }

    /// Enters an object or a list where the byte that comes next opens one.
    pub fn enter(&mut self, bracket: u8) -> bool {
        let opens = self.peek() == Some(bracket);
        self.at += usize::from(opens);
        opens
    }

    /// The next key of an object that was entered, as written, the cursor then at its value; none at its end.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn key(&mut self, first: &mut bool) -> Result<Option<&'t str>, NotJson> {
        if !self.next(b'}', first)? {
            return Ok(None);
        }
        self.name().map(Some)
    }

    /// Whether a list that was entered has another element, the cursor then at it.
    ///
    /// # Errors
    /// Where it is not JSON.
    pub fn item(&mut self, first: &mut bool) -> Result<bool, NotJson> {
        self.next(b']', first)
    }

    fn next(&mut self, bracket: u8, first: &mut bool) -> Result<bool, NotJson> {
        match self.peek() {
            Some(byte) if byte == bracket => {
                self.at += 1;
                Ok(false)
            }
            Some(b',') if !*first => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            Some(_) if *first => {
                *first = false;
                Ok(true)
            }
            _ => Err(NotJson),
        }
    }

    /// A key and its colon.
    fn name(&mut self) -> Result<&'t str, NotJson> {
        let start = self.at;
        if self.bytes.get(start) != Some(&b'"') {
            return Err(NotJson);
        }
        self.quoted()?;
        let name = self.since(start);
        if self.peek() != Some(b':') {
            return Err(NotJson);
        }
        self.at += 1;
        self.peek();
        Ok(name)
    }

    /// A text in quotes; its escapes are looked at, not resolved.
    fn quoted(&mut self) -> Result<(), NotJson> {
        self.at += 1;
        loop {
            self.at = plain_end(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += escape(self.bytes.get(self.at..).unwrap_or_default())?,
                _ => return Err(NotJson),
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn plain(&mut self) -> Result<(), NotJson> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let word = [b"true".as_slice(), b"false", b"null"].into_iter().find(|word| rest.starts_with(word));
        self.at += match word {
            Some(word) => word.len(),
            None => number(rest)?,
        };
        Ok(())
    }
}

/// Where the next quote, backslash or control character of a text is.
fn plain_end(bytes: &[u8], from: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    let rest = bytes.get(from..).unwrap_or_default();
    let (chunks, _) = rest.as_chunks::<8>();
    let mut at = from;
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        // The lowest mark is exact; higher ones may follow from a borrow.
        let zero = |word: u64| word.wrapping_sub(ONES) & !word;
        let quote = zero(word ^ (ONES * u64::from(b'"')));
        let backslash = zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let marks = (quote | backslash | control) & HIGH;
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let tail = bytes.get(at..).unwrap_or_default();
    at + tail.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20)).unwrap_or(tail.len())
}

/// The length of an escape.
fn escape(rest: &[u8]) -> Result<usize, NotJson> {
    match rest.get(1) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(2),
        Some(b'u') if rest.get(2..6).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) => Ok(6),
        _ => Err(NotJson),
    }
}

/// The length of a number.
fn number(rest: &[u8]) -> Result<usize, NotJson> {
    let digits = |from: usize| {
        let tail = rest.get(from..).unwrap_or_default();
        tail.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(tail.len())
    };
    let some_digits = |from: usize| Some(digits(from)).filter(|count| *count > 0).ok_or(NotJson);
    let mut at = usize::from(rest.first() == Some(&b'-'));
    let whole = some_digits(at)?;
    if whole > 1 && rest.get(at) == Some(&b'0') {
        return Err(NotJson);
    }
    at += whole;
    if rest.get(at) == Some(&b'.') {
        at += 1 + some_digits(at + 1)?;
    }
    if matches!(rest.get(at), Some(b'e' | b'E')) {
        at += 1 + usize::from(matches!(rest.get(at + 1), Some(b'+' | b'-')));
        at += some_digits(at)?;
    }
    Ok(at)
}

/// How many bytes all scanners of this thread went over: scaling is tested by work, not by time.
#[cfg(test)]
pub(crate) mod work {
    use std::cell::Cell;

    thread_local! {
        pub(crate) static BYTES: Cell<usize> = const { Cell::new(0) };
        pub(crate) static VALUES: Cell<usize> = const { Cell::new(0) };
    }

    impl Drop for super::Scanner<'_> {
        fn drop(&mut self) {
            BYTES.with(|bytes| bytes.set(bytes.get() + self.at));
        }
    }

    /// What was done since the last call: bytes gone over, and values of tapes looked at.
    pub(crate) fn take() -> (usize, usize) {
        (BYTES.take(), VALUES.take())
    }
}
