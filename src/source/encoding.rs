//! From bytes to text: UTF-8, UTF-16 with a byte-order mark, and what other encodings give themselves away by.

/// An encoding whose characters are two or four bytes wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wide {
    /// Bytes for a character: two or four.
    width: usize,
    little: bool,
    /// It begins with a byte-order mark.
    marked: bool,
}

impl Wide {
    /// The encoding that a text's first bytes speak for. Without a mark it is told by an ASCII character, with which
    /// everything that is read begins, beside zeroes.
    pub(super) fn of(bytes: &[u8]) -> Option<Wide> {
        let wide = |width, little, marked| Some(Wide { width, little, marked });
        match *bytes {
            [0xff, 0xfe, 0, 0, ..] => wide(4, true, true),
            [0, 0, 0xfe, 0xff, ..] => wide(4, false, true),
            [0xff, 0xfe, ..] => wide(2, true, true),
            [0xfe, 0xff, ..] => wide(2, false, true),
            [1..=0x7f, 0, 0, 0, ..] => wide(4, true, false),
            [0, 0, 0, 1..=0x7f, ..] => wide(4, false, false),
            [1..=0x7f, 0, ..] => wide(2, true, false),
            [0, 1..=0x7f, ..] => wide(2, false, false),
            _ => None,
        }
    }

    /// An ASCII text in this encoding.
    pub(super) fn encoded(self, text: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(text.len() * self.width);
        for byte in text.bytes() {
            let zeroes = std::iter::repeat_n(0, self.width - 1);
            match self.little {
                true => bytes.extend(std::iter::once(byte).chain(zeroes)),
                false => bytes.extend(zeroes.chain(std::iter::once(byte))),
            }
        }
        bytes
    }

    /// UTF-16 that says so is read, as some shells redirect output.
    fn is_read(self) -> bool {
        self.width == 2 && self.marked
    }

    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match (self.width, self.marked) {
            (4, true) => "UTF-32",
            (4, false) => "UTF-32 without a byte-order mark",
            (_, true) => "UTF-16",
            (_, false) => "UTF-16 without a byte-order mark",
        }
    }
}

/// Bytes that are no text, or one that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotText(Option<Wide>);

impl NotText {
    /// What is said of a text: `it … `.
    #[must_use]
    pub fn what(self) -> String {
        match self.0 {
            Some(wide) => format!("seems to be {}", wide.name()),
            None => "is not UTF-8 text".into(),
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self.0 {
            Some(_) => "save it as UTF-8",
            None => {
                "save it as UTF-8; a binary plan is read with: terraform show -json PLAN | multiaz check -"
            }
        }
    }
}

/// UTF-8 with or without a byte-order mark, or UTF-16 with one.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    match Wide::of(&bytes) {
        Some(wide) if wide.is_read() => utf16(&bytes, wide).ok_or(NotText(None)),
        Some(wide) => Err(NotText(Some(wide))),
        None => {
            let mut text = String::from_utf8(bytes).map_err(|_| NotText(None))?;
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Ok(text)
        }
    }
}

fn utf16(bytes: &[u8], wide: Wide) -> Option<String> {
    let unit = |pair: &[u8]| match *pair {
        [a, b] if wide.little => u16::from_le_bytes([a, b]),
        [a, b] => u16::from_be_bytes([a, b]),
        _ => u16::from(char::REPLACEMENT_CHARACTER as u8),
    };
    let units = bytes.get(2..)?.chunks(2).map(unit);
    char::decode_utf16(units).collect::<Result<String, _>>().ok()
}
