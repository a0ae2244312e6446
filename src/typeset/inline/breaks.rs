//! The places where a line can break, and what a break there would tear.

#[cfg(feature = "phrase")]
use super::phrase;
use super::segments::{Segment, SegmentFlags};
#[cfg(feature = "phrase")]
use super::words::{self, Place};
use crate::text::Language;

/// What a line break would tear, from the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tear {
    Nothing,
    Phrase,
    Word,
    /// A number and its unit.
    Number,
    /// No rule allows the break: a part is wider than a line.
    Part,
}

/// A place where a line can break: the end of the line and the start of the next (bytes).
#[derive(Clone, Copy, Debug)]
pub struct Break {
    pub end: usize,
    pub next: usize,
    pub tear: Tear,
    /// How sure the model of phrases is that one ends here: positive if so. None without a model.
    pub score: Option<i16>,
}

/// The breaks after all segments of a line but the last. The line starts at byte `base`; their bytes
/// count from there.
#[cfg_attr(
    not(feature = "phrase"),
    expect(
        unused_variables,
        clippy::needless_pass_by_ref_mut,
        reason = "only the models of phrases depend on the language and mark breaks"
    )
)]
pub(super) fn of(
    (line, base): (&str, u32),
    language: Language,
    scores: &mut Vec<i16>,
    segments: &mut [Segment],
) -> Vec<Break> {
    scores.clear();
    #[cfg(feature = "phrase")]
    phrase::mark_breaks((line, base), language, false, scores, segments);
    #[cfg(feature = "phrase")]
    mark_words((line, base), language, segments);
    let tear = |flags: SegmentFlags| match flags {
        _ if flags.contains(SegmentFlags::EMERGENCY) => Tear::Part,
        _ if flags.contains(SegmentFlags::TEARS_NUMBER) => Tear::Number,
        _ if flags.intersects(SegmentFlags::INSIDE_WORD | SegmentFlags::TEARS_FORMULA) => {
            Tear::Word
        }
        _ if flags.contains(SegmentFlags::INSIDE_PHRASE) => Tear::Phrase,
        _ => Tear::Nothing,
    };
    let last = segments.len().saturating_sub(1);
    let inner = segments.iter().take(last);
    // The scores of the model are counted in characters.
    let mut chars = line.char_indices().zip(scores.iter()).peekable();
    let place = |segment: &Segment| {
        let (end, next) = (segment.end - base, segment.next - base);
        while chars.next_if(|((at, _), _)| *at < end as usize).is_some() {}
        Break {
            end: end as usize,
            next: next as usize,
            tear: tear(segment.flags),
            score: chars.peek().map(|(_, score)| **score),
        }
    };
    inner.map(place).collect()
}

/// Flags the segments that end inside a word of Chinese, and none that end between two words.
#[cfg(feature = "phrase")]
fn mark_words((line, base): (&str, u32), language: Language, segments: &mut [Segment]) {
    if !matches!(language, Language::ZhHans | Language::ZhHant) {
        return;
    }
    let places = words::places(line);
    for segment in segments {
        let at = (segment.next - base) as usize;
        let found = places.binary_search_by_key(&at, |(at, _)| *at);
        let place = found.ok().and_then(|at| places.get(at));
        match place.map(|(_, place)| *place) {
            Some(Place::InsideWord) => segment.flags.insert(SegmentFlags::INSIDE_WORD),
            Some(Place::BetweenWords) => segment.flags.remove(SegmentFlags::INSIDE_PHRASE),
            None => {}
        }
    }
}
