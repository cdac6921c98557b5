//! What must be in nothing that is told or saved, also where a server repeats what it was sent.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

/// How long a secret is at least. Shorter ones are words, such as the `test` that local emulators take.
const SHORTEST: usize = 12;

/// What stands where a secret stood.
const HIDDEN: &[u8] = b"***";

/// The secrets of a run; its clones know the same.
#[derive(Clone, Default)]
pub(super) struct Secrets(Arc<Mutex<BTreeSet<String>>>);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

impl Secrets {
    /// Adds one.
    pub(super) fn add(&self, secret: &str) {
        if secret.len() >= SHORTEST {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(secret.to_owned());
        }
    }

    /// A text without them, and without one more.
    pub(super) fn hide<'a>(&self, text: &'a [u8], more: &str) -> Cow<'a, [u8]> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let more = Some(more).filter(|more| more.len() >= SHORTEST);
        let mut text = Cow::Borrowed(text);
        for secret in known.iter().map(String::as_str).chain(more) {
            if let Some(without) = without(&text, secret) {
                text = Cow::Owned(without);
            }
        }
        text
    }
}

/// A text without a secret, if it stands in there.
fn without(text: &[u8], secret: &str) -> Option<Vec<u8>> {
    let mut places = memmem::find_iter(text, secret).peekable();
    places.peek()?;
    let (mut out, mut from) = (Vec::with_capacity(text.len()), 0);
    for at in places {
        out.extend_from_slice(text.get(from..at).unwrap_or_default());
        out.extend_from_slice(HIDDEN);
        from = at + secret.len();
    }
    out.extend_from_slice(text.get(from..).unwrap_or_default());
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_secret_is_hidden_wherever_it_stands() {
        let secrets = Secrets::default();
        ["first-secret-1", "second-secret", "short"].iter().for_each(|secret| secrets.add(secret));
        let text = b"first-secret-1, first-secret-1second-secret: short, signature-123";
        assert_eq!(secrets.hide(text, "signature-123").as_ref(), b"***, ******: short, ***");
        assert!(matches!(secrets.hide(b"nothing", ""), Cow::Borrowed(b"nothing")));
    }
}
