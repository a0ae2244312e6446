//! Fast path through runs of ideographs or of letters, which make up most of any text.

use super::segment::SegmentFlags;
use super::segmenter::{Character, Place, Segmenter};
use super::words;
use crate::text::Language;
use crate::text::property::{Class, Property, Script};
use std::ops::Range;

/// Kinds of characters of which any two neighbours have the same answer from UAX #14.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PlainKind {
    No,
    /// There is a break between any two.
    Ideograph,
    /// There is none.
    Letter,
}

impl PlainKind {
    pub fn of(property: Property, korean: bool) -> Self {
        if property.plain_ideograph() && property.script() != Script::Common && !korean {
            Self::Ideograph
        } else if property.plain_letter()
            || korean && matches!(property.class(), Class::H2 | Class::H3)
        {
            Self::Letter
        } else {
            Self::No
        }
    }
}

impl Segmenter<'_> {
    /// Adds plain characters of one kind, and words of letters with one space between them. The last
    /// one may start at the end of `places`. Returns where the run ends and the character there.
    pub fn plain_run(
        &mut self,
        kind: PlainKind,
        places: Range<usize>,
        mut next: Option<Character>,
        last: &mut Option<Character>,
        korean: bool,
    ) -> (usize, Option<Character>) {
        let mut at = places.start;
        let mut begin = at;
        while let Some(current) = next.filter(|_| at <= places.end) {
            if PlainKind::of(current.property, korean) != kind {
                let word = match (kind, current.c) {
                    (PlainKind::Letter, ' ') if at < places.end => self.word(at + 1, korean),
                    _ => None,
                };
                let Some((first, after, following)) = word else {
                    break;
                };
                self.blank = 1;
                self.finish(at + 1);
                let cells = self.rules.width.cells(first.property) as u32;
                self.draw(first, None, cells, after);
                *last = Some(first);
                (at, next) = (after, following);
                continue;
            }
            let after = at + current.c.len_utf8();
            let following = self.character(after);
            if following.is_some_and(|next| next.property.joins()) {
                break;
            }
            if kind == PlainKind::Ideograph {
                let torn = self.torn(at, *last, current);
                if self.start < begin || self.rules.first.min(self.rules.measure) < 2 {
                    // The first ideograph ends the segment before the run.
                    self.finish(at);
                    self.cells = 2;
                    self.starts_wide = true;
                    self.ideographs = 1;
                    begin = at;
                } else {
                    // Each further one ends a segment of exactly one ideograph.
                    let flags = SegmentFlags::STARTS_WIDE | SegmentFlags::LONE_IDEOGRAPH;
                    self.push(at, at, 2, 0, flags, 0);
                    self.start = at;
                }
                if !torn.is_empty()
                    && let Some(segment) = self.segments.last_mut()
                {
                    segment.flags.insert(torn);
                }
            } else {
                // A web address may start here, which the slow path looks for.
                let maybe_address = matches!(current.c, 'h' | 'w' | 'H')
                    && last.is_none_or(|last| !last.c.is_ascii_alphanumeric());
                if maybe_address {
                    break;
                }
                self.cells += self.rules.width.cells(current.property) as u32;
                self.others += 1;
                self.hang = 0;
            }
            self.end = after;
            *last = Some(current);
            at = after;
            next = following;
        }
        (at, next)
    }

    /// What a break between two ideographs tears.
    fn torn(&self, at: usize, last: Option<Character>, after: Character) -> SegmentFlags {
        match last {
            Some(before) if self.rules.language == Language::Ja => words::japanese(&Place {
                text: self.text,
                at,
                before,
                after,
                spaced: false,
                repeats: 0,
            }),
            _ => SegmentFlags::empty(),
        }
    }

    /// The letter that starts a word after a space, where it ends and the character there;
    /// None when more than plain letters decides about the break.
    fn word(&self, at: usize, korean: bool) -> Option<(Character, usize, Option<Character>)> {
        let first = self.character(at)?;
        let after = at + first.c.len_utf8();
        let following = self.character(after);
        let plain = PlainKind::of(first.property, korean) == PlainKind::Letter
            && !matches!(first.c, 'h' | 'w' | 'H' | '#')
            && following.is_none_or(|next| !next.property.joins());
        plain.then_some((first, after, following))
    }
}
