//! The screen driver: remembers what the terminal shows and sends the difference to what
//! it should show, in as few bytes as can be, for slow links.
//!
//! Why not ratatui's: it moves the cursor for each ideograph (3.5 bytes sent for a byte of
//! text), knows no links, cannot force the width of a cluster, and sends a page for a line
//! scrolled. Here a run of ideographs is a run of bytes; after a cluster whose width
//! terminals dispute the cursor is placed anew; a hint that text moved is tried as a
//! scroll of whole rows, and of its columns alone where the terminal knows margins, and the
//! shortest is taken; nothing is sent for nothing.

mod encode;
mod grid;
mod scroll;
mod sgr;

use crate::ui::{Canvas, Moved};
use encode::{Encoder, State};
use grid::{Slot, Tables};
use ratatui::layout::Rect;
use scroll::{Scroll, shift};
use sgr::Sgr;

/// Frames of more bytes are wrapped in synchronized output, so that none is seen half
/// done. Smaller ones arrive in one packet anyhow, and the wrapping is 16 bytes.
const SYNCHRONIZE_FROM: usize = 128;

/// What the terminal shows.
#[derive(Debug)]
pub struct Screen {
    tables: Tables,
    shown: Vec<Slot>,
    wanted: Vec<Slot>,
    size: (u16, u16),
    state: State,
    /// Nothing is known of what the terminal shows.
    lost: bool,
    /// The terminal can scroll some of its columns (DECSLRM).
    margins: bool,
    out: Vec<u8>,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            tables: Tables::default(),
            shown: Vec::new(),
            wanted: Vec::new(),
            size: (0, 0),
            state: State {
                x: None,
                y: None,
                sgr: Sgr::DEFAULT,
                link: 0,
                visible: false,
            },
            lost: true,
            margins: false,
            out: Vec::new(),
        }
    }
}

impl Screen {
    /// Of a terminal that has said that it knows margins left and right, or has not.
    pub fn new(margins: bool) -> Self {
        Self {
            margins,
            ..Self::default()
        }
    }

    /// The terminal has said that it knows margins left and right.
    pub fn know_margins(&mut self) {
        self.margins = true;
    }

    /// The next frame repaints everything: after the terminal was taken (again), on `^L`,
    /// and after a resize of which the canvas does not tell by its size. The cursor is
    /// taken to be hidden, as [`super::guard::Terminal`] leaves it.
    pub fn invalidate(&mut self) {
        self.lost = true;
        self.state.visible = false;
        self.state.link = 0;
    }

    /// The bytes that make the terminal show the canvas; none when it does already.
    pub fn frame(&mut self, canvas: &Canvas) -> &[u8] {
        self.out.clear();
        let size = (canvas.area().width, canvas.area().height);
        if self.tables.full() {
            self.tables = Tables::default();
            self.lost = true;
        }
        self.tables.slots(canvas, &mut self.wanted);
        let cells = usize::from(size.0) * usize::from(size.1);
        if cells == 0 || self.wanted.len() != cells {
            return &self.out;
        }
        let clear = self.lost || size != self.size;
        if clear {
            self.shown.clear();
            self.shown.resize(cells, Slot::BLANK);
        }
        let mut best = self.encode(clear, size, None);
        if !clear && !best.out.is_empty() {
            for scroll in self.scrolls(canvas.moved, size).into_iter().flatten() {
                let scrolled = self.encode(false, size, Some(scroll));
                if scrolled.out.len() < best.out.len() {
                    best = scrolled;
                }
            }
        }
        best.link(0);
        let Encoder {
            out: body,
            mut state,
            ..
        } = best;
        let large = body.len() > SYNCHRONIZE_FROM || clear;
        let mut out = std::mem::take(&mut self.out);
        if large {
            out.extend_from_slice(b"\x1b[?2026h");
            if state.visible {
                out.extend_from_slice(b"\x1b[?25l");
                state.visible = false;
            }
        }
        out.extend_from_slice(&body);
        let mut last = Encoder::new(state, &self.tables, size.0, size.1);
        if let Some((x, y)) = canvas.cursor {
            last.jump(x.min(size.0 - 1), y.min(size.1 - 1));
        }
        let visible = canvas.cursor_visible && canvas.cursor.is_some();
        if last.state.visible != visible {
            last.state.visible = visible;
            last.out
                .extend_from_slice(if visible { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        out.extend_from_slice(&last.out);
        if large {
            out.extend_from_slice(b"\x1b[?2026l");
        }
        self.state = last.state;
        self.out = out;
        self.size = size;
        self.lost = false;
        std::mem::swap(&mut self.shown, &mut self.wanted);
        &self.out
    }

    /// The difference, plainly or after a scroll.
    fn encode(&self, clear: bool, size: (u16, u16), scroll: Option<Scroll>) -> Encoder<'_> {
        let mut encoder = Encoder::new(self.state, &self.tables, size.0, size.1);
        if clear {
            encoder.clear();
        }
        match scroll {
            None => encoder.difference(&self.shown, &self.wanted),
            Some(scroll) => {
                encoder.scroll(scroll);
                let shifted = shift(&self.shown, usize::from(size.0), scroll);
                encoder.difference(&shifted, &self.wanted);
            }
        }
        encoder
    }

    /// What of a hint the terminal can scroll: the whole rows, and the columns alone where
    /// no wide cluster stands across their edges.
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
        // A margin of one column is none to a terminal.
        let narrower = columns != rows && area.width > 1;
        let whole = narrower && self.margins && !across(columns.left) && !across(columns.right);
        [Some(rows), whole.then_some(columns)]
    }
}
