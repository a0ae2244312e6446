//! The widths of a table's columns. No word, number or date is broken while another column has
//! cells to spare.

use super::placement::{GAP, Placed};
use crate::document::date::date;
use crate::document::{Block, BlockKind, Style, Text};
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::inline::layout::{Drawn, Part, Scratch, content_widths, parts};
use crate::typeset::runs::{Separator, ShownTexts};
use crate::typeset::signs::Forms;
use crate::typeset::text_builder::{TextBuilder, TextStyle};

/// Cells of the narrowest column of running text: four ideographs.
const MIN_TEXT: u16 = 8;

/// Cells of the longest word that is kept whole.
const MAX_WORD: u32 = 20;

/// Characters of the longest word of code that is kept whole in `room` cells. Columns of a table would
/// be as wide as their longest path.
pub(crate) fn longest_code(in_cell: bool, room: usize) -> usize {
    let most = if in_cell { MAX_WORD as usize } else { room };
    room.min(most)
}

/// Max-content width of blocks without running text.
const OTHER_BLOCK: u16 = 24;

/// The largest max-content width.
const MAX_CONTENT: u32 = 400;

/// The width that a cell or a column can use, in cells, in the terms of CSS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ContentWidth {
    /// Without soft breaks.
    pub max_content: u16,
    /// Without breaking words, numbers and dates.
    pub min_content: u16,
}

impl ContentWidth {
    fn max(self, other: Self) -> Self {
        Self {
            max_content: self.max_content.max(other.max_content),
            min_content: self.min_content.max(other.min_content),
        }
    }

    fn wider(self, cells: u16) -> Self {
        Self {
            max_content: self.max_content + cells,
            min_content: self.min_content + cells,
        }
    }
}

impl Typesetter<'_> {
    /// The content width of each column. Words in the first `cut_rows` rows may be cut: they do
    /// not widen a column beyond [`MIN_TEXT`].
    pub(crate) fn content_widths_of_columns(
        &self,
        rows: &[Vec<Placed>],
        cut_rows: usize,
        columns: usize,
        context: LayoutContext,
    ) -> Vec<ContentWidth> {
        let one = ContentWidth {
            max_content: 1,
            min_content: 1,
        };
        let mut wanted = vec![one; columns];
        let mut spanning = Vec::new();
        let cells = rows.iter().enumerate();
        for (row, placed) in cells.flat_map(|(at, row)| row.iter().map(move |cell| (at, cell))) {
            let mut content_width = self.content_width(&placed.cell.blocks, context);
            if row < cut_rows {
                content_width.min_content = content_width.min_content.min(MIN_TEXT);
            }
            if placed.span == 1 {
                wanted[placed.column] = wanted[placed.column].max(content_width);
            } else {
                spanning.push((placed.column..placed.column + placed.span, content_width));
            }
        }
        for (range, content_width) in spanning {
            let columns = &mut wanted[range];
            let gaps = GAP * (columns.len() as u16 - 1);
            let max_content = columns.iter().map(|column| column.max_content).sum();
            let min_content = columns.iter().map(|column| column.min_content).sum();
            let share = |cells: u16, has: u16| {
                let missing = cells.saturating_sub(gaps).saturating_sub(has);
                missing.div_ceil(columns.len() as u16)
            };
            let max_content = share(content_width.max_content.min(context.width), max_content);
            let min_content = share(content_width.min_content.min(context.width), min_content);
            for column in columns {
                column.max_content += max_content.max(min_content);
                column.min_content += min_content;
            }
        }
        wanted
    }

    /// The content width of blocks.
    pub(crate) fn content_width(&self, blocks: &[Block], context: LayoutContext) -> ContentWidth {
        let mut widest = ContentWidth {
            max_content: 1,
            min_content: 1,
        };
        for block in blocks {
            if block.cut.is_some() && !self.options.show_cut {
                continue;
            }
            let content_width = match &block.kind {
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                    self.text_width(text, context)
                }
                BlockKind::Group { blocks } if context.depth < 8 => {
                    let inner = LayoutContext {
                        depth: context.depth + 1,
                        ..context
                    };
                    self.content_width(blocks, inner)
                }
                BlockKind::List { items, .. } if context.depth < 8 => {
                    let inner = LayoutContext {
                        depth: context.depth + 1,
                        ..context
                    };
                    let wanted = items
                        .iter()
                        .map(|item| self.content_width(&item.blocks, inner));
                    wanted
                        .fold(ContentWidth::default(), ContentWidth::max)
                        .wider(4)
                }
                BlockKind::Figure { images, caption } => {
                    self.picture_width(images, caption.as_ref(), context)
                }
                BlockKind::Code { text, .. } => {
                    let words: String = text.runs.iter().map(|run| run.text.as_str()).collect();
                    let cells = self.code_cells(&words).min(MAX_CONTENT as usize) as u16;
                    ContentWidth {
                        max_content: cells.max(MIN_TEXT),
                        min_content: MIN_TEXT,
                    }
                }
                _ => ContentWidth {
                    max_content: OTHER_BLOCK,
                    min_content: MIN_TEXT,
                },
            };
            widest = widest.max(content_width);
        }
        widest
    }

    pub(crate) fn text_width(&self, text: &Text, context: LayoutContext) -> ContentWidth {
        self.measured(text, context, |words, parts| {
            let (max_content, longest) = content_widths(&parts);
            let max_content = max_content.min(MAX_CONTENT);
            let min_content = if is_figure(words) {
                max_content
            } else {
                longest.max(u32::from(MIN_TEXT))
            };
            ContentWidth {
                max_content: max_content as u16,
                min_content: min_content.min(MAX_WORD).min(max_content) as u16,
            }
        })
    }

    pub(super) fn parts_of_text(&self, text: &Text, context: LayoutContext) -> Vec<Part> {
        self.measured(text, context, |_, parts| parts)
    }

    /// Passes the words of a text as they are drawn in a cell, and their parts.
    fn measured<T: Default>(
        &self,
        text: &Text,
        context: LayoutContext,
        measure: impl FnOnce(&str, Vec<Part>) -> T,
    ) -> T {
        let mut texts = ShownTexts::default();
        let (mut protected, mut tears) = (Vec::new(), Vec::new());
        let text_style = TextStyle {
            role: context.role,
            style: Style::PLAIN,
            separator: Separator::Cell,
            repeated: true,
            is_upright: false,
            above: None,
            formula: 0,
            code: MAX_WORD as usize,
            room: 0,
            start: 0,
            end: date(text).map(|date| date.end as u32),
            breaks_readings: false,
            slants_figures: false,
            signs: Forms::new(self.options, self.language),
        };
        let mut builder = TextBuilder {
            document: self.document,
            text_style,
            numbered_links: self.options.numbered_links,
            show_cut: self.options.show_cut,
            protected: &mut protected,
            tears: &mut tears,
        };
        let Some(index) = builder.add(text, &mut texts) else {
            return T::default();
        };
        let words = texts.of(index);
        let setting = self.setting(text, context);
        let drawn = Drawn {
            protected: &protected,
            tears: &tears,
            signs: texts.signs_of(index),
        };
        let parts = parts(words, &drawn, &setting, &mut Scratch::default());
        measure(words, parts)
    }
}

/// A number, a date or a time and nothing else. It is never broken in a column.
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

/// The width of each column, or None when they do not fit. Each gets its min-content width.
/// The rest fills the columns that need least first, and is then divided in proportion among
/// those that cannot be filled.
pub(crate) fn share(wanted: &[ContentWidth], width: u16) -> Option<Vec<u16>> {
    let gaps = u32::from(GAP) * (wanted.len().max(1) as u32 - 1);
    let room = u32::from(width).checked_sub(gaps)?;
    let min_content: u32 = wanted
        .iter()
        .map(|content_width| u32::from(content_width.min_content))
        .sum();
    let mut left = room.checked_sub(min_content)?;
    let missing = wanted
        .iter()
        .map(|content_width| content_width.max_content - content_width.min_content);
    let mut order: Vec<(u16, usize)> = missing.zip(0..).collect();
    order.sort_unstable();
    let mut widths: Vec<u16> = wanted
        .iter()
        .map(|content_width| content_width.min_content)
        .collect();
    // Columns that are not at their max-content width, the least missing cells first.
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
    let mut rest = left;
    for (want, column) in open {
        let width = widths[*column];
        let wide = width + (left * u32::from(*want) / all) as u16;
        // Even, for ideographs.
        widths[*column] = (wide & !1).max(width);
        rest -= u32::from(widths[*column] - width);
    }
    // What rounding left goes to the columns that miss most.
    for (want, column) in open.iter().rev() {
        if rest >= 2 && *want >= 2 {
            widths[*column] += 2;
            rest -= 2;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_share_the_measure() {
        fn check(wanted: &[(u16, u16)], width: u16, expected: Option<&[u16]>) {
            let wanted: Vec<ContentWidth> = wanted
                .iter()
                .map(|(max_content, min_content)| ContentWidth {
                    max_content: *max_content,
                    min_content: *min_content,
                })
                .collect();
            assert_eq!(share(&wanted, width).as_deref(), expected, "{wanted:?}");
        }
        check(&[], 20, Some(&[]));
        check(&[(30, 8), (5, 5)], 40, Some(&[30, 5]));
        // The number keeps its cells, the text wraps.
        check(&[(60, 8), (5, 5), (5, 5)], 40, Some(&[26, 5, 5]));
        // The column that needs less is filled first.
        check(&[(14, 8), (400, 8)], 60, Some(&[14, 44]));
        check(&[(100, 8), (300, 8)], 60, Some(&[18, 40]));
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
