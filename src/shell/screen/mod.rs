//! The screen driver: remembers what the terminal shows and sends the difference to what
//! it should show, in as few bytes as can be, for slow links.
//!
//! Why not ratatui's: it moves the cursor for each ideograph (3.5 bytes sent for a byte of
//! text), knows no links, cannot force the width of a cluster, and sends a page for a line
//! scrolled. Here a run of ideographs is a run of bytes; after a cluster whose width
//! terminals dispute the cursor is placed anew; a hint that text moved is tried as a
//! scroll of whole rows and taken when that is shorter; nothing is sent for nothing.

mod encode;
mod pen;
mod slots;

use crate::ui::{Canvas, Moved};
use encode::{Encoder, State};
use pen::Pen;
use slots::{Slot, Tables};

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
                pen: Pen::DEFAULT,
                link: 0,
                visible: false,
            },
            lost: true,
            out: Vec::new(),
        }
    }
}

impl Screen {
    /// The next frame repaints everything: after the terminal was taken (again), on `^L`,
    /// and after a resize of which the canvas does not tell by its size. The cursor is
    /// taken to be hidden, as [`super::terminal::Terminal`] leaves it.
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
        if !clear
            && !best.out.is_empty()
            && let Some((top, bottom, by)) = rows_of(canvas.moved, size.1)
        {
            let scrolled = self.encode(false, size, Some((top, bottom, by)));
            if scrolled.out.len() < best.out.len() {
                best = scrolled;
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

    /// The difference, plainly or after a scroll of whole rows.
    fn encode(
        &self,
        clear: bool,
        size: (u16, u16),
        scroll: Option<(u16, u16, i32)>,
    ) -> Encoder<'_> {
        let mut encoder = Encoder::new(self.state, &self.tables, size.0, size.1);
        if clear {
            encoder.clear();
        }
        match scroll {
            None => encoder.difference(&self.shown, &self.wanted),
            Some((top, bottom, by)) => {
                encoder.scroll(top, bottom, by);
                let shifted = shift(&self.shown, usize::from(size.0), top, bottom, by);
                encoder.difference(&shifted, &self.wanted);
            }
        }
        encoder
    }
}

/// The rows of a hint that a terminal can scroll, if any.
fn rows_of(moved: Option<Moved>, height: u16) -> Option<(u16, u16, i32)> {
    let Moved { area, by } = moved?;
    let bottom = area.y.saturating_add(area.height).min(height);
    let rows = u32::from(bottom.checked_sub(area.y)?);
    (by != 0 && by.unsigned_abs() < rows).then_some((area.y, bottom, by))
}

/// What a screen shows after rows `top..bottom` moved up by `by`.
fn shift(shown: &[Slot], width: usize, top: u16, bottom: u16, by: i32) -> Vec<Slot> {
    let mut slots = shown.to_vec();
    let range = usize::from(top) * width..usize::from(bottom) * width;
    let count = by.unsigned_abs() as usize * width;
    if let Some(rows) = slots.get_mut(range)
        && count <= rows.len()
    {
        if by > 0 {
            rows.rotate_left(count);
            let kept = rows.len() - count;
            rows.iter_mut()
                .skip(kept)
                .for_each(|slot| *slot = Slot::BLANK);
        } else {
            rows.rotate_right(count);
            rows.iter_mut()
                .take(count)
                .for_each(|slot| *slot = Slot::BLANK);
        }
    }
    slots
}
