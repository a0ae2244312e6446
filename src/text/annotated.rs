//! Texts with ruby as one string: a base and its reading are between the interlinear annotation
//! characters of Unicode (The Unicode Standard, 23.8), which [`sanitize`](super::sanitize()) removes
//! from every source.
//!
//! A search looks at three forms of a text with ruby: the bases alone, the readings in place of
//! their bases, and both, with the readings in brackets. 東京タワー, とうきょうタワー and
//! 東京(とうきょう) all find 東京(とうきょう)タワー.

use std::borrow::Cow;
use std::ops::Range;

const ANCHOR: char = '\u{FFF9}';
const SEPARATOR: char = '\u{FFFA}';
const TERMINATOR: char = '\u{FFFB}';

/// Separates the texts of a document, such as its paragraphs. No match goes across it. It is not
/// white space, and removed from every source too.
pub(crate) const TEXT_END: char = '\u{1E}';

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Plain,
    /// The words that the next reading belongs to.
    Base,
    /// A reading, with its brackets.
    Reading,
}

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Annotated {
    pub text: String,
    is_in_base: bool,
}

impl Annotated {
    /// Adds a part. Returns the byte where it starts.
    pub fn push(&mut self, part: &str, layer: Layer) -> usize {
        if layer != Layer::Plain && !self.is_in_base {
            self.text.push(ANCHOR);
        }
        self.is_in_base = layer == Layer::Base;
        if layer == Layer::Reading {
            self.text.push(SEPARATOR);
        }
        let start = self.text.len();
        self.text.push_str(part);
        if layer == Layer::Reading {
            self.text.push(TERMINATOR);
        }
        start
    }

    /// Ends a text of the document, unless nothing was added since `start`.
    pub fn end_text(&mut self, start: usize) {
        self.is_in_base = false;
        if self.text.len() > start {
            self.text.push(TEXT_END);
        }
    }
}

/// Changes the words of texts, and keeps the characters between them.
#[cfg(feature = "opensearch")]
pub(crate) fn map_words(texts: &str, change: impl Fn(&str) -> Cow<'_, str>) -> String {
    let marks = [ANCHOR, SEPARATOR, TERMINATOR, TEXT_END];
    let mut out = String::with_capacity(texts.len());
    for part in texts.split_inclusive(marks) {
        let words = part.trim_end_matches(marks);
        out += &change(words);
        out += part.get(words.len()..).unwrap_or_default();
    }
    out
}

/// Whether texts have ruby. A string is found faster than a character of several bytes.
pub(crate) fn has_ruby(texts: &str) -> bool {
    texts.contains("\u{FFF9}")
}

/// The parts of a text and where they start. A base without a reading is plain.
fn parts(text: &str) -> impl Iterator<Item = (Layer, usize, &str)> {
    let mut at = 0;
    let mut before = TERMINATOR;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut marks = rest.match_indices([ANCHOR, SEPARATOR, TERMINATOR]);
        let (length, mark) = marks.next().unwrap_or((rest.len(), ""));
        let next = mark.chars().next();
        let layer = match (before, next) {
            (SEPARATOR, _) => Layer::Reading,
            (ANCHOR, Some(SEPARATOR)) => Layer::Base,
            _ => Layer::Plain,
        };
        let start = at;
        at += length + mark.len();
        before = next.unwrap_or(TERMINATOR);
        Some((layer, start, rest.get(..length).unwrap_or_default()))
    })
    .filter(|(_, _, part)| !part.is_empty())
}

/// Maps bytes of a text to those of another one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Vec<Place>);

#[derive(Clone, Copy, Debug)]
struct Place {
    from: usize,
    to: usize,
    /// All bytes from here on belong to one range, which ends here.
    end: Option<usize>,
}

impl Places {
    /// From a byte on, both texts advance together.
    pub fn push(&mut self, from: usize, to: usize) {
        let end = None;
        self.0.push(Place { from, to, end });
    }

    /// From a byte on, everything belongs to one range.
    pub fn push_whole(&mut self, from: usize, to: Range<usize>) {
        let (to, end) = (to.start, Some(to.end));
        self.0.push(Place { from, to, end });
    }

    /// The other range. Without places both texts are the same.
    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        let start = match self.of(range.start) {
            Some(place) if place.end.is_some() => place.to,
            Some(place) => place.to + (range.start - place.from),
            None => range.start,
        };
        let end = match self.of(last) {
            Some(place) => place
                .end
                .unwrap_or(place.to + (last - place.from) + (range.end - last)),
            None => range.end,
        };
        start..end.max(start)
    }

    fn of(&self, byte: usize) -> Option<Place> {
        let after = self.0.partition_point(|place| place.from <= byte);
        let at = after.checked_sub(1)?;
        self.0.get(at).copied()
    }
}

/// A text that is made of another one, with a map to it.
#[derive(Clone, Debug)]
pub(crate) struct Derived<'a> {
    pub text: Cow<'a, str>,
    pub places: Places,
}

impl<'a> Derived<'a> {
    const fn same(text: &'a str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            places: Places(Vec::new()),
        }
    }
}

/// A form of a text with ruby.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Bases,
    Readings,
    Inline,
}

impl Form {
    /// What the form has of a part: the bytes left out before it, and the words.
    fn of(self, layer: Layer, part: &str) -> Option<(usize, &str)> {
        match (self, layer) {
            (Self::Bases, Layer::Reading) | (Self::Readings, Layer::Base) => None,
            (Self::Readings, Layer::Reading) => {
                let words = part.strip_prefix('(').unwrap_or(part);
                let skipped = part.len() - words.len();
                Some((skipped, words.strip_suffix(')').unwrap_or(words)))
            }
            _ => Some((0, part)),
        }
    }
}

/// What is searched of the texts of a document: all forms of each text, separated by [`TEXT_END`].
pub(crate) fn searchable(texts: &str) -> Derived<'_> {
    if !has_ruby(texts) {
        return Derived::same(texts);
    }
    let mut out = String::with_capacity(texts.len() + texts.len() / 2);
    let mut places = Places::default();
    let mut start = 0;
    for text in texts.split_inclusive(TEXT_END) {
        let words = text.strip_suffix(TEXT_END).unwrap_or(text);
        let forms: &[Form] = match has_ruby(words) {
            true => &[Form::Bases, Form::Readings, Form::Inline],
            false => &[Form::Inline],
        };
        for form in forms {
            for (layer, at, part) in parts(words) {
                if let Some((skipped, part)) = form.of(layer, part) {
                    places.push(out.len(), start + at + skipped);
                    out.push_str(part);
                }
            }
            out.push(TEXT_END);
        }
        start += text.len();
    }
    Derived {
        text: Cow::Owned(out),
        places,
    }
}

/// The texts of a document without readings, a line for each. The map is that of the texts to the
/// lines: a reading belongs to its base.
pub(crate) fn without_readings(texts: &str) -> Derived<'_> {
    let mut out = String::with_capacity(texts.len());
    let mut places = Places::default();
    // Without a base, a reading belongs to the character before it.
    let mut base = 0..0;
    for (layer, at, part) in parts(texts) {
        if layer == Layer::Reading {
            places.push_whole(at, base.clone());
            continue;
        }
        let start = out.len();
        places.push(at, start);
        out.extend(part.chars().map(|c| if c == TEXT_END { '\n' } else { c }));
        let last = part.chars().next_back().map_or(0, char::len_utf8);
        base = match layer {
            Layer::Base => start..out.len(),
            _ => out.len() - last..out.len(),
        };
    }
    Derived {
        text: Cow::Owned(out),
        places,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotated(parts: &[(&str, Layer)]) -> String {
        let mut annotated = Annotated::default();
        for (part, layer) in parts {
            annotated.push(part, *layer);
        }
        annotated.end_text(0);
        annotated.text
    }

    #[test]
    fn forms_of_texts() {
        use Layer::{Base, Plain, Reading};
        #[track_caller]
        fn check(parts: &[(&str, Layer)], expected: &[&str]) {
            let text = annotated(parts);
            let found = searchable(&text).text;
            let found: Vec<&str> = found.split_terminator(TEXT_END).collect();
            assert_eq!(found, expected);
        }
        check(&[("看报", Plain)], &["看报"]);
        check(
            &[("東京", Base), ("(とうきょう)", Reading), ("タワー", Plain)],
            &["東京タワー", "とうきょうタワー", "東京(とうきょう)タワー"],
        );
        check(
            &[
                ("お", Plain),
                ("漢", Base),
                ("字", Base),
                ("(かんじ)", Reading),
                ("体", Base),
                ("(たい)", Reading),
            ],
            &["お漢字体", "おかんじたい", "お漢字(かんじ)体(たい)"],
        );
        // A base without reading, and a reading without base.
        check(&[("東京", Base), ("だ", Plain)], &["東京だ"; 3]);
        check(&[("a", Plain), ("(b)", Reading)], &["a", "ab", "a(b)"]);
    }

    #[test]
    fn places_of_forms() {
        use Layer::{Base, Plain, Reading};
        let parts = [
            ("お", Plain),
            ("金", Base),
            ("(かね)", Reading),
            ("だ", Plain),
        ];
        let text = annotated(&parts);
        let searched = searchable(&text);
        let shown = without_readings(&text);
        let check = |needle: &str, expected: &str| {
            let at = searched.text.find(needle).expect(needle);
            let source = searched.places.range(at..at + needle.len());
            let range = shown.places.range(source);
            assert_eq!(shown.text.get(range), Some(expected), "{needle}");
        };
        check("お金だ", "お金だ");
        check("おかね", "お金");
        check("ねだ", "金だ");
        check("だ", "だ");
        check("(かね)だ", "金だ");
        assert_eq!(shown.text, "お金だ\n");
    }
}
