//! Texts that are parts of one larger text, which all of them keep alive.
//!
//! A list has two texts for each of a million articles. As strings of their own each would cost an
//! allocation, with its header and its rounding.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// A text of 16 bytes, beside the larger text that it is a part of.
#[derive(Clone, Default)]
pub struct SharedText {
    /// A thin pointer.
    whole: Arc<Box<str>>,
    start: u32,
    len: u32,
}

impl SharedText {
    /// Cuts a text into consecutive parts of these lengths. A part that does not begin and end at
    /// a character, or is beyond 4 GB, is empty.
    pub(crate) fn cut(
        whole: String,
        lengths: impl IntoIterator<Item = usize>,
    ) -> impl Iterator<Item = Self> {
        let whole = Arc::new(whole.into_boxed_str());
        let mut end = 0_usize;
        lengths.into_iter().map(move |length| {
            let start = end;
            end += length;
            let (Ok(start), Ok(len), Some(_)) = (
                u32::try_from(start),
                u32::try_from(length),
                whole.get(start..end),
            ) else {
                return Self::default();
            };
            Self {
                whole: Arc::clone(&whole),
                start,
                len,
            }
        })
    }

    /// Makes texts parts of one larger text, except those that are parts of one already.
    pub(crate) fn join<'a>(texts: impl Iterator<Item = &'a mut Self>) {
        let alone = texts.filter(|text| text.len as usize == text.whole.len());
        let alone: Vec<&mut Self> = alone.collect();
        let lengths: Vec<usize> = alone.iter().map(|text| text.len()).collect();
        let mut whole = String::with_capacity(lengths.iter().sum());
        alone.iter().for_each(|text| whole.push_str(text));
        for (text, part) in alone.into_iter().zip(Self::cut(whole, lengths)) {
            *text = part;
        }
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        let (start, len) = (self.start as usize, self.len as usize);
        // It was checked when the text was cut.
        self.whole.get(start..start + len).unwrap_or_default()
    }
}

impl AsRef<str> for SharedText {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for SharedText {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<Box<str>> for SharedText {
    fn from(text: Box<str>) -> Self {
        let length = text.len();
        Self::cut(text.into(), [length]).next().unwrap_or_default()
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        text.into_boxed_str().into()
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        Box::<str>::from(text).into()
    }
}

impl From<&Self> for SharedText {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<&SharedText> for Arc<str> {
    fn from(text: &SharedText) -> Self {
        (&**text).into()
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedText {}

impl PartialOrd for SharedText {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SharedText {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Hash for SharedText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl fmt::Display for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_texts_are_as_they_were() {
        let texts = ["看报", "", "a", "新闻.md"];
        let mut shared = texts.map(SharedText::from);
        SharedText::join(shared.iter_mut());
        assert_eq!(shared, texts.map(SharedText::from));
        assert!(Arc::ptr_eq(&shared[0].whole, &shared[3].whole));
        // These are not copied again.
        let whole = Arc::clone(&shared[0].whole);
        SharedText::join(shared.iter_mut());
        assert!(Arc::ptr_eq(&shared[0].whole, &whole));
    }

    #[test]
    fn a_part_that_cuts_a_character_is_empty() {
        let parts = SharedText::cut("看报".to_owned(), [3, 2, 1, 9]);
        let parts: Vec<String> = parts.map(|part| part.to_string()).collect();
        assert_eq!(parts, ["看", "", "", ""]);
    }
}
