//! The screen driver: remembers what the terminal shows and sends the difference to the next frame
//! in as few bytes as possible, for slow links.
//!
//! ratatui's own driver moves the cursor for each ideograph (3.5 bytes per byte of text), has no
//! links, and sends a whole page when the text scrolls by one line. This driver sends a run of
//! ideographs as a run of bytes. It positions the cursor again after a cluster whose width differs
//! between terminals. A hint that text moved is tried as a scroll of whole rows and, where the
//! terminal supports margins, of its columns alone; the shortest encoding is sent. crossterm's
//! commands word single modes; moves and colours are encoded here, shorter than it does.

mod backend;
mod encode;
mod grid;
mod passes;
mod pictures;
mod scroll;
mod sgr;

use crate::text::WidthPolicy;
use crate::ui::{Annotations, Moved};
pub use backend::Renderer;
use crossterm::cursor::{Hide, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use encode::{Encoder, Order, State};
use grid::{Slot, Tables};
use pictures::Pictures;
use ratatui::layout::Rect;
use scroll::{Scroll, shift};
use sgr::Sgr;

/// Longer frames are wrapped in synchronized output, so that no half-drawn frame is visible.
/// Shorter ones arrive in one packet of a network anyway, and the wrapping costs 16 bytes.
const SYNCHRONIZE_FROM: usize = 1_000;

/// Bytes from which a frame is tried in passes.
const PASSES_FROM: usize = 400;

/// The orders that are tried for short frames and for long ones. Some frames are both.
const SHORT: &[Order] = &[Order::Grounds, Order::Marks];
const LONG: &[Order] = &[Order::Passes, Order::Anew];

/// What the terminal can do, as far as known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// It can scroll some of its columns (DECSLRM).
    pub margins: bool,
    /// Erased cells take the current background colour. Rows that scroll in need not.
    pub background_erase: bool,
    /// It has answered that characters of ambiguous width are one cell wide: lines and quotation marks
    /// are sent as runs.
    pub narrow_lines: bool,
}

/// What is sent before the cells that differ.
#[derive(Clone, Copy, Debug)]
enum First {
    Nothing,
    Clear,
    Scroll(Scroll),
}

/// The state of the terminal and the cells that it shows.
#[derive(Debug)]
pub struct Screen {
    tables: Tables,
    shown: Vec<Slot>,
    wanted: Vec<Slot>,
    size: (u16, u16),
    policy: WidthPolicy,
    state: State,
    /// The content of the terminal is unknown.
    lost: bool,
    abilities: Abilities,
    pictures: Pictures,
    out: Vec<u8>,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            tables: Tables::default(),
            shown: Vec::new(),
            wanted: Vec::new(),
            size: (0, 0),
            policy: WidthPolicy::default(),
            state: State {
                x: None,
                y: None,
                sgr: Sgr::DEFAULT,
                link: 0,
                visible: false,
            },
            lost: true,
            abilities: Abilities::default(),
            pictures: Pictures::default(),
            out: Vec::new(),
        }
    }
}

impl Screen {
    fn new(abilities: Abilities) -> Self {
        Self {
            abilities,
            tables: Tables::new(abilities.narrow_lines),
            ..Self::default()
        }
    }

    /// The terminal supports left and right margins.
    pub fn know_margins(&mut self) {
        self.abilities.margins = true;
    }

    /// The next frame repaints everything: after the terminal was taken, on `^L`, and after a resize.
    /// The cursor is assumed to be hidden, as [`super::guard::Terminal`] leaves it.
    pub fn invalidate(&mut self) {
        self.lost = true;
        self.state.visible = false;
        self.state.link = 0;
    }

    /// The bytes that remove pictures which lie above the cells.
    pub fn remove_pictures(&mut self) -> Vec<u8> {
        let mut out = Vec::new();
        self.pictures.forget(&mut out);
        out
    }

    /// The bytes that make the terminal show the frame that was drawn; empty when it shows it
    /// already.
    fn present(&mut self, annotations: &Annotations) -> &[u8] {
        self.out.clear();
        let size = self.size;
        self.tables.link(&mut self.wanted, annotations);
        let cells = usize::from(size.0) * usize::from(size.1);
        if cells == 0 || self.wanted.len() != cells {
            return &self.out;
        }
        let clear = self.lost;
        if clear {
            let erased = |slot: &&Slot| slot.is_erased(self.abilities.background_erase);
            let ground = self.wanted.iter().rfind(erased).copied();
            self.shown.clear();
            self.shown.resize(cells, ground.unwrap_or(Slot::BLANK));
            self.pictures.forget(&mut self.out);
        }
        let pictures = self.pictures.wanted(annotations);
        let scrolls = !clear && !self.pictures.concern(&pictures);
        let leaving = (self.shown.as_mut_slice(), size.0);
        let rasters = (pictures.as_slice(), annotations.rasters.as_slice());
        self.pictures.leave(rasters, leaving, &mut self.out);
        let first = if clear { First::Clear } else { First::Nothing };
        let mut best = self.best((first, scrolls), annotations, size);
        best.link(0);
        let Encoder {
            out: body,
            mut state,
            touched,
            ..
        } = best;
        let mut out = std::mem::take(&mut self.out);
        let changes = self.pictures.differ(&pictures);
        let large = body.len() > SYNCHRONIZE_FROM || clear || changes;
        let removed = std::mem::take(&mut out);
        if large {
            let _ = queue!(out, BeginSynchronizedUpdate);
            if state.visible {
                let _ = queue!(out, Hide);
                state.visible = false;
            }
        }
        out.extend_from_slice(&removed);
        out.extend_from_slice(&body);
        let mut last = Encoder::new(state, &self.tables, size, self.abilities.background_erase);
        self.pictures.show(pictures, &touched, &mut last);
        if let Some((x, y)) = annotations.cursor {
            last.jump(x.min(size.0 - 1), y.min(size.1 - 1));
        }
        let visible = annotations.cursor_visible && annotations.cursor.is_some();
        if last.state.visible != visible {
            last.state.visible = visible;
            let _ = if visible {
                queue!(last.out, Show)
            } else {
                queue!(last.out, Hide)
            };
        }
        out.extend_from_slice(&last.out);
        if large {
            let _ = queue!(out, EndSynchronizedUpdate);
        }
        self.state = last.state;
        self.out = out;
        self.lost = false;
        std::mem::swap(&mut self.shown, &mut self.wanted);
        &self.out
    }

    /// The shortest encoding of the difference.
    fn best(
        &self,
        (mut first, scrolls): (First, bool),
        annotations: &Annotations,
        size: (u16, u16),
    ) -> Encoder<'_> {
        let mut best = self.encode(first, Order::Down, size);
        if best.out.is_empty() {
            return best;
        }
        let may_scroll = scrolls && !matches!(first, First::Clear);
        let scrolls = self
            .scrolls(annotations.moved, size)
            .into_iter()
            .flatten()
            .filter(|_| may_scroll);
        for scroll in scrolls {
            let scrolled = self.encode(First::Scroll(scroll), Order::Down, size);
            if scrolled.out.len() < best.out.len() {
                (best, first) = (scrolled, First::Scroll(scroll));
            }
        }
        let cost = |encoder: &Encoder<'_>| {
            let mut end = Encoder::new(encoder.state, &self.tables, size, false);
            if let Some((x, y)) = annotations.cursor {
                end.jump(x.min(size.0 - 1), y.min(size.1 - 1));
            }
            encoder.cost(&self.wanted) + end.out.len()
        };
        let length = best.out.len();
        let short = SHORT.iter().filter(|_| length <= SYNCHRONIZE_FROM);
        let long = LONG.iter().filter(|_| length > PASSES_FROM);
        for order in short.chain(long) {
            let other = self.encode(first, *order, size);
            if cost(&other) < cost(&best) {
                best = other;
            }
        }
        best
    }

    /// Encodes the difference.
    fn encode(&self, first: First, order: Order, size: (u16, u16)) -> Encoder<'_> {
        let erase = self.abilities.background_erase;
        let mut encoder = Encoder::new(self.state, &self.tables, size, erase);
        if let (First::Clear, Some(ground)) = (first, self.shown.first()) {
            encoder.clear(*ground);
        }
        match first {
            First::Nothing | First::Clear => {
                encoder.difference(&self.shown, &self.wanted, order);
            }
            First::Scroll(scroll) => {
                let incoming = encoder.scroll(scroll);
                let shifted = shift(&self.shown, usize::from(size.0), scroll, incoming);
                encoder.difference(&shifted, &self.wanted, order);
            }
        }
        encoder
    }

    /// The scrolls to try for a hint: of whole rows, and of the columns alone if no wide cluster
    /// crosses their edges.
    fn scrolls(&self, moved: Option<Moved>, (width, height): (u16, u16)) -> [Option<Scroll>; 2] {
        let Some(Moved { area, by }) = moved else {
            return [None; 2];
        };
        let area = area.intersection(Rect::new(0, 0, width, height));
        if by == 0 || by.unsigned_abs() >= u32::from(area.height) {
            return [None; 2];
        }
        let rows = Scroll {
            top: area.top(),
            bottom: area.bottom(),
            left: 0,
            right: width,
            by,
        };
        let columns = Scroll {
            left: area.left(),
            right: area.right(),
            ..rows
        };
        let across = |x: u16| {
            let shown = self.shown.chunks(usize::from(width));
            let mut rows = shown.skip(area.top().into()).take(area.height.into());
            rows.any(|row| row.get(usize::from(x)).is_some_and(|slot| slot.cells == 0))
        };
        // Terminals reject margins that are one column apart.
        let narrower = columns != rows && area.width > 1;
        let whole =
            narrower && self.abilities.margins && !across(columns.left) && !across(columns.right);
        [Some(rows), whole.then_some(columns)]
    }
}
