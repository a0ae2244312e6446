//! The cells of a buffer in a form that is cheap to compare: a slot holds a number for its cluster,
//! colours and attributes, a number for its link, and its width.

use super::sgr::{SEEN_IN_BLANKS, Sgr};
use crate::text::{Ambiguous, Emoji, WidthPolicy};
use crate::ui::Annotations;
use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::style::Modifier;
use std::collections::HashMap;

/// Symbols from this number on are clusters of more than one character.
const CLUSTERS: u32 = 0x11_0000;
/// Maximum width of a cluster in cells.
const WIDEST: usize = 8;
/// Longest address that is sent, in bytes.
const ADDRESS_LIMIT: usize = 2000;
/// Maximum number of clusters and links; beyond it the tables are cleared, with a full repaint.
const TABLE_LIMIT: usize = 60_000;

/// A cell of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    symbol: u32,
    pub sgr: Sgr,
    /// 0, or the number of a link.
    pub link: u16,
    /// Width: 1 or 2, rarely more; 0 for the cells after the first one of a wide cluster.
    pub cells: u8,
    /// Terminals disagree about the width of this cluster.
    pub risky: bool,
}

impl Slot {
    pub const BLANK: Self = Self {
        symbol: ' ' as u32,
        sgr: Sgr::DEFAULT,
        link: 0,
        cells: 1,
        risky: false,
    };

    /// A cell whose content is not known, so that it is always rewritten.
    pub const UNKNOWN: Self = Self {
        symbol: u32::MAX,
        ..Self::BLANK
    };

    /// Whether an erased cell looks the same. With `background`, an erased cell has the background
    /// colour that was set.
    pub fn is_erased(self, background: bool) -> bool {
        let mut slot = self;
        if background {
            slot.sgr.bg = Self::BLANK.sgr.bg;
        }
        slot == Self::BLANK
    }

    /// Whether it is the cell after the first one of a wide cluster, `lead`, or one further on.
    pub fn continues(self, lead: Self) -> bool {
        self.cells == 0 && self.symbol == lead.symbol
    }

    pub const fn is_space(self) -> bool {
        self.symbol == ' ' as u32
    }

    /// Whether a terminal may draw it wider than its cell: the block elements.
    pub const fn may_spill(self) -> bool {
        matches!(self.symbol, 0x2580..=0x259f)
    }
}

/// The clusters and links that the numbers in slots refer to.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    clusters: Vec<String>,
    cluster_numbers: HashMap<String, u32>,
    links: Vec<String>,
    link_numbers: HashMap<String, u16>,
    /// Whether the terminal has answered that ambiguous characters are one cell wide.
    narrow_lines: bool,
}

impl Tables {
    pub fn new(narrow_lines: bool) -> Self {
        Self {
            narrow_lines,
            ..Self::default()
        }
    }

    /// Whether another frame may not fit.
    pub fn full(&self) -> bool {
        self.clusters.len().max(self.links.len()) > TABLE_LIMIT / 2
    }

    pub fn text(&self, slot: Slot, out: &mut Vec<u8>) {
        if let Some(c) = char::from_u32(slot.symbol) {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        } else if let Some(cluster) = self.clusters.get((slot.symbol - CLUSTERS) as usize) {
            out.extend_from_slice(cluster.as_bytes());
        }
    }

    /// The length of a cluster in bytes, roughly.
    pub fn len(&self, slot: Slot) -> usize {
        match char::from_u32(slot.symbol) {
            Some(c) => c.len_utf8(),
            None => 8,
        }
    }

    /// The address of a link number, which is not 0.
    pub fn address(&self, link: u16) -> &str {
        self.links
            .get(usize::from(link) - 1)
            .map_or("", String::as_str)
    }

    /// Puts a cell of a buffer into a row from column `x` on. A wide cluster covers the slots
    /// after it.
    pub fn put(&mut self, row: &mut [Slot], x: usize, cell: &Cell, policy: WidthPolicy) {
        let slot = self.slot(cell, row.len().saturating_sub(x), policy);
        let covered = Slot {
            cells: u8::from(slot.cells < 2),
            ..slot
        };
        let cells = match cell.diff_option {
            CellDiffOption::ForcedWidth(width) => usize::from(width.get()),
            _ => usize::from(slot.cells),
        };
        for (at, place) in row.iter_mut().skip(x).take(cells).enumerate() {
            *place = if at == 0 { slot } else { covered };
        }
    }

    /// Gives the slots of a frame their links. All slots of a wide cluster have that of the first.
    pub fn link(&mut self, slots: &mut [Slot], annotations: &Annotations) {
        let targets = annotations.targets.iter();
        let numbers: Vec<u16> = targets.map(|to| self.link_number(to)).collect();
        let mut link = 0;
        for (slot, index) in slots.iter_mut().zip(&annotations.links) {
            if slot.cells > 0 {
                let number = index.checked_sub(1).map(usize::from);
                link = number.and_then(|at| numbers.get(at)).map_or(0, |n| *n);
            }
            slot.link = link;
        }
    }

    fn slot(&mut self, cell: &Cell, room: usize, policy: WidthPolicy) -> Slot {
        let text = cell.symbol();
        let mut chars = text.chars();
        let (first, more) = (chars.next(), chars.next().is_some());
        let steady = first.filter(|_| !more).and_then(steady);
        let cells = match cell.diff_option {
            CellDiffOption::ForcedWidth(width) => usize::from(width.get()),
            _ => steady.unwrap_or_else(|| policy.cluster(text)),
        };
        let sgr = Sgr::of(cell);
        match first {
            // A control character is never sent, whatever happened before.
            Some(c) if c != ' ' && cells > 0 && cells <= room.min(WIDEST) && !has_control(text) => {
                Slot {
                    symbol: if more {
                        self.cluster(text)
                    } else {
                        u32::from(c)
                    },
                    sgr,
                    link: 0,
                    cells: cells as u8,
                    risky: steady.is_none() && (cells > 2 || self.is_risky(c, text)),
                }
            }
            _ => Slot {
                sgr: sgr.of_blank(),
                ..Slot::BLANK
            },
        }
    }

    fn is_risky(&self, first: char, text: &str) -> bool {
        !(self.narrow_lines && is_measured(first, text)) && risky(text)
    }

    fn cluster(&mut self, text: &str) -> u32 {
        if let Some(number) = self.cluster_numbers.get(text) {
            return *number;
        }
        if self.clusters.len() >= TABLE_LIMIT {
            return '?' as u32;
        }
        let number = CLUSTERS + self.clusters.len() as u32;
        self.clusters.push(text.to_owned());
        self.cluster_numbers.insert(text.to_owned(), number);
        number
    }

    /// The number of a link; 0 for an address that cannot be sent safely.
    fn link_number(&mut self, address: &str) -> u16 {
        if let Some(number) = self.link_numbers.get(address) {
            return *number;
        }
        let known = ["http://", "https://", "mailto:"];
        let safe = address.len() <= ADDRESS_LIMIT
            && address.bytes().all(|byte| byte.is_ascii_graphic())
            && known.iter().any(|scheme| address.starts_with(scheme));
        if !safe || self.links.len() >= TABLE_LIMIT {
            return 0;
        }
        self.links.push(address.to_owned());
        let number = self.links.len() as u16;
        self.link_numbers.insert(address.to_owned(), number);
        number
    }
}

/// Whether a character has the width of the probe's sample, a quotation mark: lines, quotation marks,
/// the dash and the ellipsis are ambiguous in the same way.
fn is_measured(first: char, text: &str) -> bool {
    let is_like_it = matches!(
        first,
        '\u{2500}'
            ..='\u{257f}'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201c}'
                | '\u{201d}'
                | '\u{2014}'
                | '\u{2026}'
    );
    is_like_it && text.len() == first.len_utf8()
}

fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// Fast path: the width of characters about which all terminals agree, most of any page.
const fn steady(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '\u{3000}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a0}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{20000}'..='\u{3fffd}' => Some(2),
        _ => None,
    }
}

/// Whether terminals draw a cluster in different widths, so that the cursor must be positioned
/// again after it: ambiguous characters, emoji and other recent characters, everything beyond the
/// BMP, sequences, conjoining jamo, and right-to-left letters, which a terminal may reorder.
fn risky(text: &str) -> bool {
    let mut chars = text.chars();
    let Some(first) = chars.next() else {
        return false;
    };
    if chars.next().is_some() {
        // A voiced kana mark or an accent adds no width; other trailing characters may.
        return !text.chars().skip(1).all(is_plain_mark) || steady(first).is_none();
    }
    match first {
        '\u{0590}'..='\u{08ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' => true,
        '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}' => true,
        '\u{2600}'..='\u{27bf}' | '\u{4dc0}'..='\u{4dff}' | '\u{ff9e}' | '\u{ff9f}' => true,
        '\u{10000}'.. => true,
        _ => {
            let width = |ambiguous| {
                let policy = WidthPolicy {
                    ambiguous,
                    letters: ambiguous,
                    emoji: Emoji::Safe,
                };
                policy.cluster(text)
            };
            width(Ambiguous::Narrow) != width(Ambiguous::Wide)
        }
    }
}

const fn is_plain_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{3099}' | '\u{309a}')
}

impl Sgr {
    fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier - Modifier::HIDDEN,
        }
    }

    /// The part that is visible in a space.
    fn of_blank(self) -> Self {
        let modifier = self.modifier & SEEN_IN_BLANKS;
        Self {
            modifier,
            fg: if modifier.is_empty() {
                Self::DEFAULT.fg
            } else {
                self.fg
            },
            bg: self.bg,
        }
    }
}
