//! Encodes the difference of two screens: the shortest sequences to move, to colour and to clear,
//! among those that every terminal since the VT102 supports.

use super::grid::{Slot, Tables};
use super::scroll::Scroll;
use super::sgr::Sgr;
use std::borrow::Cow;
use std::io::Write;
use std::ops::Range;

/// A run of at least this many spaces is erased instead of written. `ESC [ n X` does not move the
/// cursor, so a move follows.
const CLEAR_FROM: usize = 12;

/// The order in which what differs is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    /// Row by row.
    Down,
    /// Rows of another ground, such as the selected one, after all others: so the colour of the
    /// ground changes once.
    Grounds,
    /// As `Grounds`, after the marks at the start of rows, which have a colour of their own.
    Marks,
    /// Blanks, then the cells of each style; after all below the header was erased.
    Passes,
    Anew,
}

/// The state of the terminal after the bytes sent so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State {
    /// Column and row of the cursor, if known.
    pub x: Option<u16>,
    pub y: Option<u16>,
    pub sgr: Sgr,
    pub link: u16,
    pub visible: bool,
}

pub(crate) struct Encoder<'a> {
    pub out: Vec<u8>,
    pub state: State,
    /// The cells that were written or erased: rows and columns.
    pub touched: Vec<(u16, Range<u16>)>,
    tables: &'a Tables,
    width: u16,
    height: u16,
    /// Erased cells take the background colour.
    background_erase: bool,
}

impl<'a> Encoder<'a> {
    pub const fn new(
        state: State,
        tables: &'a Tables,
        (width, height): (u16, u16),
        background_erase: bool,
    ) -> Self {
        Self {
            out: Vec::new(),
            state,
            touched: Vec::new(),
            tables,
            width,
            height,
            background_erase,
        }
    }

    /// Clears the screen, whatever state the terminal is in. `ground` is an erased slot.
    pub fn clear(&mut self, ground: Slot) {
        self.out.extend_from_slice(b"\x1b[r\x1b[m\x1b[H");
        self.state.sgr = Sgr::DEFAULT;
        (self.state.x, self.state.y) = (Some(0), Some(0));
        self.sgr(ground.sgr);
        self.out.extend_from_slice(b"\x1b[2J");
    }

    /// Scrolls a rectangle. Deletes and inserts lines, which the Linux console supports, unlike
    /// `ESC [ S`. Returns what the rows that come in consist of.
    pub fn scroll(&mut self, scroll: Scroll) -> Slot {
        self.link(0);
        // Terminals differ in whether these rows take the background colour. Resetting a colour
        // and setting it again costs more than writing the rows whole.
        let incoming = if self.state.sgr.bg == Sgr::DEFAULT.bg {
            self.sgr(Sgr::DEFAULT);
            Slot::BLANK
        } else {
            Slot::UNKNOWN
        };
        // A region that ends at the bottom of the screen needs no scroll region.
        let region = scroll.bottom < self.height;
        let margins = scroll.left > 0 || scroll.right < self.width;
        if margins {
            let (left, right) = (scroll.left + 1, scroll.right);
            let _ = write!(self.out, "\x1b[?69h\x1b[{left};{right}s");
        }
        if region {
            let _ = write!(self.out, "\x1b[{};{}r", scroll.top + 1, scroll.bottom);
        }
        // Setting either moves the cursor, to a position that differs between terminals.
        let forget = |state: &mut State| {
            if region || margins {
                (state.x, state.y) = (None, None);
            }
        };
        forget(&mut self.state);
        self.jump(scroll.left, scroll.top);
        let end = if scroll.by > 0 { 'M' } else { 'L' };
        self.sequence(scroll.by.unsigned_abs(), end);
        // Resetting the mode resets the margins.
        if margins {
            self.out.extend_from_slice(b"\x1b[?69l");
        }
        if region {
            self.out.extend_from_slice(b"\x1b[r");
        }
        forget(&mut self.state);
        incoming
    }

    /// Encodes the difference of two screens of this size.
    pub fn difference(&mut self, shown: &[Slot], wanted: &[Slot], order: Order) {
        let width = usize::from(self.width);
        let is_anew = order == Order::Anew;
        if (is_anew || order == Order::Passes) && self.passes(shown, wanted, width, is_anew) {
            return;
        }
        let mut shown = Cow::Borrowed(shown);
        if order == Order::Marks {
            self.marks(shown.to_mut(), wanted);
        }
        let ground = wanted.last().map(|slot| slot.sgr.bg);
        let rows = shown.chunks(width).zip(wanted.chunks(width)).enumerate();
        let rows = rows.filter(|(_, (shown, wanted))| shown != wanted);
        let is_last = |(shown, wanted): (&[Slot], &[Slot])| {
            let mut cells = shown.iter().zip(wanted);
            let first = cells.find(|(shown, wanted)| shown != wanted);
            order != Order::Down && first.is_some_and(|(_, slot)| Some(slot.sgr.bg) != ground)
        };
        for last in [false, true] {
            for (y, (shown, wanted)) in rows.clone() {
                if is_last((shown, wanted)) == last {
                    self.row(y as u16, shown, wanted);
                }
            }
        }
    }

    /// Draws the marks on the ground with which rows differ first, and notes them as shown.
    fn marks(&mut self, shown: &mut [Slot], wanted: &[Slot]) {
        let width = usize::from(self.width);
        let ground = wanted.last().map(|slot| slot.sgr.bg);
        for (y, (shown, wanted)) in shown
            .chunks_mut(width)
            .zip(wanted.chunks(width))
            .enumerate()
        {
            let mut cells = shown.iter().zip(wanted);
            let Some(x) = cells.position(|(shown, wanted)| shown != wanted) else {
                continue;
            };
            let Some(mark) = wanted.get(x).copied() else {
                continue;
            };
            if !mark.may_spill() || mark.cells != 1 || Some(mark.sgr.bg) != ground {
                continue;
            }
            self.jump(x as u16, y as u16);
            self.put(x as u16, y as u16, mark);
            let [old, next] = [x, x + 1].map(|at| shown.get(at).copied());
            if let (Some(true), Some(_)) = (old.map(Slot::may_spill), next) {
                shown[x + 1] = Slot::UNKNOWN;
            }
            shown[x] = mark;
        }
    }

    /// Bytes, with those that the next frame needs to return to the ground.
    pub fn cost(&self, wanted: &[Slot]) -> usize {
        let mut back = Vec::new();
        let sgr = self.state.sgr;
        if let Some(ground) = wanted.last() {
            let bg = ground.sgr.bg;
            sgr.change(Sgr { bg, ..sgr }, &mut back);
        }
        self.out.len() + back.len()
    }

    /// The length of a cluster in bytes, roughly.
    pub fn len(&self, slot: Slot) -> usize {
        self.tables.len(slot)
    }

    pub const fn background_erase(&self) -> bool {
        self.background_erase
    }

    /// Encodes the difference of two rows. What is not known in `wanted` is left as it is.
    pub fn row(&mut self, y: u16, shown: &[Slot], wanted: &[Slot]) {
        let erasing = self.background_erase;
        let tail = wanted
            .iter()
            .rposition(|slot| !slot.is_erased(erasing) || Some(slot) != wanted.last())
            .map_or(0, |last| last + 1);
        let is_known = |x: usize| wanted.get(x) != Some(&Slot::UNKNOWN);
        let changes = |x: usize| shown.get(x) != wanted.get(x) && is_known(x);
        // xterm draws some glyphs a pixel into the next cell, which must be drawn again without them.
        let is_stained = |x: usize| {
            let left = x.checked_sub(1).filter(|left| changes(*left));
            left.and_then(|left| shown.get(left))
                .is_some_and(|old| old.may_spill() && is_known(x))
        };
        let end = (0..wanted.len())
            .rev()
            .find(|x| changes(*x) || is_stained(*x))
            .map_or(0, |last| last + 1);
        let mut x = 0;
        while let (true, Some(slot)) = (x < end, wanted.get(x)) {
            // The second half of a wide cluster differs only if the first half does.
            if slot.cells == 0 || !changes(x) && !is_stained(x) {
                x += 1;
                continue;
            }
            if x >= tail && end - x > 3 {
                self.approach(x, y, wanted);
                self.erase_with(*slot);
                self.out.extend_from_slice(b"\x1b[K");
                self.touch(y, x as u16..self.width);
                return;
            }
            let blanks = wanted
                .get(x..end)
                .unwrap_or_default()
                .iter()
                .take_while(|next| *next == slot && slot.is_erased(erasing))
                .count();
            self.approach(x, y, wanted);
            if blanks >= CLEAR_FROM {
                self.erase_with(*slot);
                self.sequence(blanks as u32, 'X');
                self.touch(y, x as u16..(x + blanks) as u16);
                x += blanks;
            } else {
                self.put(x as u16, y, *slot);
                x += usize::from(slot.cells);
            }
        }
    }

    /// Prepares erasing cells, so that they look like a slot. An erased cell shows no foreground
    /// colour, so the current one stays; it probably is that of the text that follows.
    fn erase_with(&mut self, slot: Slot) {
        self.link(0);
        let fg = if slot.sgr.bg == Sgr::DEFAULT.bg {
            slot.sgr.fg
        } else {
            self.state.sgr.fg
        };
        self.sgr(Sgr { fg, ..slot.sgr });
    }

    /// Erases a row and all below it, so that they look like a slot.
    pub fn erase_from(&mut self, y: u16, slot: Slot) {
        self.jump(0, y);
        self.erase_with(slot);
        self.out.extend_from_slice(b"\x1b[J");
        for row in y..self.height {
            self.touch(row, 0..self.width);
        }
    }

    fn touch(&mut self, y: u16, cells: Range<u16>) {
        match self.touched.last_mut() {
            Some((row, last)) if *row == y && last.end == cells.start => last.end = cells.end,
            _ => self.touched.push((y, cells)),
        }
    }

    fn put(&mut self, x: u16, y: u16, slot: Slot) {
        self.touch(y, x..x + u16::from(slot.cells));
        self.link(slot.link);
        if !(slot.is_space() && self.state.sgr.blanks_like(slot.sgr)) {
            self.sgr(slot.sgr);
        }
        if slot.risky && slot.cells > 1 {
            // If the terminal draws it in one cell, the other cell must not show old content.
            // Written instead of erased: alacritty keeps half of an erased wide character.
            let cells = usize::from(slot.cells);
            self.out.extend(std::iter::repeat_n(b' ', cells));
            self.state.x = Some(x + u16::from(slot.cells)).filter(|next| *next < self.width);
            self.jump(x, y);
        }
        self.tables.text(slot, &mut self.out);
        let next = x + u16::from(slot.cells);
        self.state.x = Some(next).filter(|next| *next < self.width && !slot.risky);
        self.state.y = Some(y).filter(|_| next + 1 < self.width || !slot.risky);
    }

    /// Moves to a cell of a row, or rewrites the cells in between if that is shorter.
    fn approach(&mut self, x: usize, y: u16, row: &[Slot]) {
        if self.state.y == Some(y)
            && let Some(from) = self.state.x.map(usize::from)
            && from < x
        {
            let between = row.get(from..x).unwrap_or_default();
            let cost = between.iter().try_fold(0, |cost, slot| {
                let same = slot.link == self.state.link
                    && !slot.risky
                    && *slot != Slot::UNKNOWN
                    && (slot.sgr == self.state.sgr
                        || slot.is_space() && self.state.sgr.blanks_like(slot.sgr));
                same.then(|| {
                    cost + if slot.cells == 0 {
                        0
                    } else {
                        self.tables.len(*slot)
                    }
                })
            });
            let whole = between.first().is_some_and(|slot| slot.cells > 0);
            if whole && cost.is_some_and(|cost| cost <= forward(x - from).len()) {
                for (at, slot) in between.iter().enumerate().filter(|(_, s)| s.cells > 0) {
                    self.put((from + at) as u16, y, *slot);
                }
                return;
            }
        }
        self.jump(x as u16, y);
    }

    /// Moves the cursor by the shortest sequence.
    pub fn jump(&mut self, x: u16, y: u16) {
        let State { x: at, y: row, .. } = self.state;
        if (at, row) == (Some(x), Some(y)) {
            return;
        }
        let column = usize::from(x);
        let mut best = match (x, y) {
            (0, 0) => "\x1b[H".to_owned(),
            (0, _) => format!("\x1b[{}H", y + 1),
            _ => format!("\x1b[{};{}H", y + 1, x + 1),
        };
        let mut offer = |way: String| {
            if way.len() < best.len() {
                best = way;
            }
        };
        if row == Some(y) {
            match at {
                _ if x == 0 => offer("\r".to_owned()),
                Some(at) if at < x => offer(forward(usize::from(x - at))),
                Some(at) if at - x < 5 => offer("\x08".repeat(usize::from(at - x))),
                _ => {}
            }
            offer(format!("\x1b[{}G", x + 1));
        } else if row.is_some_and(|row| row + 1 == y) {
            // The line feed does not scroll: the row below is on the screen, and the scroll region
            // is the whole screen while text is drawn.
            if at == Some(x) {
                offer("\n".to_owned());
            }
            offer(format!("\r\n{}", forward(column)));
        }
        self.out.extend_from_slice(best.as_bytes());
        (self.state.x, self.state.y) = (Some(x), Some(y));
    }

    pub fn sgr(&mut self, sgr: Sgr) {
        self.state.sgr.change(sgr, &mut self.out);
        self.state.sgr = sgr;
    }

    /// Opens a link by its number; 0 closes it. The id joins the rows of a link.
    pub fn link(&mut self, link: u16) {
        if self.state.link == link {
            return;
        }
        self.state.link = link;
        // `Tables::link` has checked that the address is printable ASCII.
        let _ = match link {
            0 => write!(self.out, "\x1b]8;;\x1b\\"),
            _ => write!(
                self.out,
                "\x1b]8;id=k{link};{}\x1b\\",
                self.tables.address(link)
            ),
        };
    }

    fn sequence(&mut self, count: u32, end: char) {
        let _ = match count {
            1 => write!(self.out, "\x1b[{end}"),
            _ => write!(self.out, "\x1b[{count}{end}"),
        };
    }
}

fn forward(cells: usize) -> String {
    match cells {
        0 => String::new(),
        1 => "\x1b[C".to_owned(),
        _ => format!("\x1b[{cells}C"),
    }
}
