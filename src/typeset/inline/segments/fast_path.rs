//! The short way through characters of one plain kind, which are most of any text.

use super::{Piece, Seen, Segmenter};
use crate::text::property::{Class, Property, Script};

/// Kinds of characters of which any two in a row have the same answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plain {
    No,
    Ideograph,
    Letter,
}

impl Plain {
    pub(crate) fn of(property: Property, single: bool, korean: bool) -> Self {
        if !single {
            Self::No
        } else if property.plain_ideograph() && property.script() != Script::Common && !korean {
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
    /// Goes through characters of one plain kind, words of letters with a space between: most
    /// of any text. Returns where the run ends and what stands there.
    pub(crate) fn plain_run(
        &mut self,
        kind: Plain,
        mut at: usize,
        mut next: Option<Seen>,
        last: &mut Option<Seen>,
        korean: bool,
    ) -> (usize, Option<Seen>) {
        let mut begin = at;
        while let Some(seen) = next {
            if Plain::of(seen.property, true, korean) != kind {
                let word = match (kind, seen.c) {
                    (Plain::Letter, ' ') => self.word(at + 1, korean),
                    _ => None,
                };
                let Some((first, after, following)) = word else {
                    break;
                };
                self.blank = 1;
                self.finish(at + 1);
                self.draw(
                    first,
                    None,
                    self.rules.width.cells(first.property) as u32,
                    after,
                );
                *last = Some(first);
                (at, next) = (after, following);
                continue;
            }
            let after = at + seen.c.len_utf8();
            let following = self.decode(after);
            if following.is_some_and(|seen| seen.property.joins()) {
                break;
            }
            if kind == Plain::Ideograph {
                // What the run began behind, then one ideograph after another.
                if self.start < begin || self.rules.first.min(self.rules.measure) < 2 {
                    self.finish(at);
                    self.cells = 2;
                    self.wide = true;
                    self.ideographs = 1;
                    begin = at;
                } else {
                    let flags = Piece::WIDE | Piece::SINGLE;
                    self.push(at, at, 2, 0, flags, 0);
                    self.start = at;
                }
            } else {
                // An address may begin after anything but a letter of its own alphabet.
                let linked = matches!(seen.c, 'h' | 'w' | 'H')
                    && last.is_none_or(|last| !last.c.is_ascii_alphanumeric());
                if linked {
                    break;
                }
                self.cells += self.rules.width.cells(seen.property) as u32;
                self.others += 1;
                self.hang = 0;
            }
            self.end = after;
            *last = Some(seen);
            at = after;
            next = following;
        }
        (at, next)
    }

    /// The letter that begins a word behind a space, where it ends and what follows it; None
    /// when more than letters decide about the break.
    fn word(&self, at: usize, korean: bool) -> Option<(Seen, usize, Option<Seen>)> {
        let first = self.decode(at)?;
        let after = at + first.c.len_utf8();
        let following = self.decode(after);
        let plain = Plain::of(first.property, true, korean) == Plain::Letter
            && !matches!(first.c, 'h' | 'w' | 'H')
            && following.is_none_or(|seen| !seen.property.joins());
        plain.then_some((first, after, following))
    }
}
