//! The widths of a table's columns: no word, number or date is torn for want of cells while
//! another column has some to spare.

use super::grid_table::{GAP, Placed};
use crate::document::{Block, BlockKind, Style, Text};
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::inline::layout::{Scratch, extent};
use crate::typeset::runs::{Joint, TextStyle, Texts};

/// The narrowest column of running text: four ideographs.
const NARROW: u16 = 8;

/// A word that is longer may be cut in a column.
const WORD: u32 = 20;

/// What blocks without running text ask for.
const OTHER: u16 = 24;

/// The most that is asked for.
const MOST: u32 = 400;

/// The cells that a cell or a column asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wish {
    /// Without breaks of ours.
    pub natural: u16,
    /// Without tearing what ought to stay whole.
    pub least: u16,
}

impl Wish {
    fn max(self, other: Self) -> Self {
        Self {
            natural: self.natural.max(other.natural),
            least: self.least.max(other.least),
        }
    }

    fn wider(self, cells: u16) -> Self {
        Self {
            natural: self.natural + cells,
            least: self.least + cells,
        }
    }
}

impl Typesetter<'_> {
    /// What each column asks for; a word in the first `short` rows is no reason for more than
    /// the narrowest.
    pub(crate) fn wishes(
        &self,
        rows: &[Vec<Placed>],
        short: usize,
        columns: usize,
        around: LayoutContext,
    ) -> Vec<Wish> {
        let one = Wish {
            natural: 1,
            least: 1,
        };
        let mut wishes = vec![one; columns];
        let mut spanning = Vec::new();
        let cells = rows.iter().enumerate();
        for (row, placed) in cells.flat_map(|(at, row)| row.iter().map(move |cell| (at, cell))) {
            let mut wish = self.wish(&placed.cell.blocks, around);
            if row < short {
                wish.least = wish.least.min(NARROW);
            }
            if placed.span == 1 {
                wishes[placed.column] = wishes[placed.column].max(wish);
            } else {
                spanning.push((placed.column..placed.column + placed.span, wish));
            }
        }
        for (range, wish) in spanning {
            let columns = &mut wishes[range];
            let gaps = GAP * (columns.len() as u16 - 1);
            let natural = columns.iter().map(|column| column.natural).sum();
            let least = columns.iter().map(|column| column.least).sum();
            let share = |cells: u16, has: u16| {
                let missing = cells.saturating_sub(gaps).saturating_sub(has);
                missing.div_ceil(columns.len() as u16)
            };
            let natural = share(wish.natural.min(around.width), natural);
            let least = share(wish.least.min(around.width), least);
            for column in columns {
                column.natural += natural.max(least);
                column.least += least;
            }
        }
        wishes
    }

    /// What blocks one under the other ask for.
    pub(crate) fn wish(&self, blocks: &[Block], around: LayoutContext) -> Wish {
        let mut widest = Wish {
            natural: 1,
            least: 1,
        };
        for block in blocks {
            if block.cut.is_some() && !self.options.show_cut {
                continue;
            }
            let wish = match &block.kind {
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                    self.wish_of(text, around)
                }
                BlockKind::Group { blocks } if around.depth < 8 => {
                    let inner = LayoutContext {
                        depth: around.depth + 1,
                        ..around
                    };
                    self.wish(blocks, inner)
                }
                BlockKind::List { items, .. } if around.depth < 8 => {
                    let inner = LayoutContext {
                        depth: around.depth + 1,
                        ..around
                    };
                    let wishes = items.iter().map(|item| self.wish(&item.blocks, inner));
                    wishes.fold(Wish::default(), Wish::max).wider(4)
                }
                _ => Wish {
                    natural: OTHER,
                    least: NARROW,
                },
            };
            widest = widest.max(wish);
        }
        widest
    }

    fn wish_of(&self, text: &Text, around: LayoutContext) -> Wish {
        let mut texts = Texts::default();
        let mut protected = Vec::new();
        let look = TextStyle {
            role: around.role,
            style: Style::PLAIN,
            joint: Joint::Cell,
            echo: true,
            above: None,
            formula: 0,
        };
        let numbers = self.options.link_numbers;
        let cut = self.options.show_cut;
        let added = texts.add(text, look, self.document, numbers, cut, &mut protected);
        let Some(index) = added else {
            return Wish::default();
        };
        let words = texts.of(index);
        let setting = self.setting(text, around);
        let (natural, longest) = extent(words, &protected, &setting, &mut Scratch::default());
        let natural = natural.min(MOST);
        let least = if is_figure(words) {
            natural
        } else {
            longest.max(u32::from(NARROW))
        };
        Wish {
            natural: natural as u16,
            least: least.min(WORD).min(natural) as u16,
        }
    }
}

/// A number, a date or a time and nothing else: in a column it is not broken at all.
fn is_figure(words: &str) -> bool {
    let sign = |c: char| {
        c.is_ascii_punctuation()
            || matches!(
                c,
                '年' | '月' | '日' | '号' | '號' | '时' | '時' | '分' | '秒'
            )
            || matches!(
                c,
                ' ' | '−' | '–' | '—' | '～' | '％' | '￥' | '万' | '亿' | '億'
            )
    };
    words.contains(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || sign(c))
}

/// The width of each column, or None when they do not fit. Each has its least; what is left
/// goes to the modest first, and by wish to those that can never have enough.
pub(crate) fn share(wishes: &[Wish], width: u16) -> Option<Vec<u16>> {
    let gaps = u32::from(GAP) * (wishes.len().max(1) as u32 - 1);
    let room = u32::from(width).checked_sub(gaps)?;
    let least: u32 = wishes.iter().map(|wish| u32::from(wish.least)).sum();
    let mut left = room.checked_sub(least)?;
    let wants = wishes.iter().map(|wish| wish.natural - wish.least);
    let mut order: Vec<(u16, usize)> = wants.zip(0..).collect();
    order.sort_unstable();
    let mut widths: Vec<u16> = wishes.iter().map(|wish| wish.least).collect();
    let mut open = order.as_slice();
    while let Some(((want, column), rest)) = open.split_first() {
        if u32::from(*want) * open.len() as u32 > left {
            break;
        }
        widths[*column] += want;
        left -= u32::from(*want);
        open = rest;
    }
    let all: u32 = open.iter().map(|(want, _)| u32::from(*want)).sum();
    for (want, column) in open {
        let width = widths[*column];
        let wide = width + (left * u32::from(*want) / all) as u16;
        widths[*column] = (wide & !1).max(width);
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_measure() {
        fn check(wishes: &[(u16, u16)], width: u16, expected: Option<&[u16]>) {
            let wishes: Vec<Wish> = wishes
                .iter()
                .map(|(natural, least)| Wish {
                    natural: *natural,
                    least: *least,
                })
                .collect();
            assert_eq!(share(&wishes, width).as_deref(), expected, "{wishes:?}");
        }
        check(&[], 20, Some(&[]));
        check(&[(30, 8), (5, 5)], 40, Some(&[30, 5]));
        // The number keeps its cells, the text wraps.
        check(&[(60, 8), (5, 5), (5, 5)], 40, Some(&[26, 5, 5]));
        // The modest column has its wish before the greedy one.
        check(&[(14, 8), (400, 8)], 60, Some(&[14, 44]));
        check(&[(100, 8), (300, 8)], 60, Some(&[18, 38]));
        check(&[(30, 16), (30, 16)], 30, None);
    }

    #[test]
    fn figures_are_numbers_dates_and_times() {
        for words in [
            "1,204",
            "22.93",
            "+3.5%",
            "2025年6月28日",
            "10:30–11:00",
            "￥3.2亿",
        ] {
            assert!(is_figure(words), "{words}");
        }
        for words in ["", "—", "第3名", "3 kg"] {
            assert!(!is_figure(words), "{words}");
        }
    }
}
