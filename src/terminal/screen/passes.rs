//! Encodes a long frame in passes: blanks first, then the cells of each style. A row of the list has
//! three styles, so that a change of colours costs more than the moves between cells of one style.
//!
//! Each pass is a difference of its own, between what the passes before have drawn and what this one
//! adds, so that every pass leaves a screen that is known.

use super::encode::Encoder;
use super::grid::Slot;
use super::sgr::Sgr;
use std::ops::Range;

/// More styles are not drawn in passes.
const MOST_STYLES: usize = 24;

/// Blanks of at most this many cells are written with the text before them.
const FEW_BLANKS: usize = 3;

/// Bytes of a move within a row, and of erasing a run of cells, roughly.
const MOVE: usize = 5;
const ERASE: usize = 10;

/// The pass of blanks.
const BLANKS: usize = usize::MAX;

impl Encoder<'_> {
    /// Encodes the difference of two screens in passes. With `anew`, all below the first row that differs
    /// is erased first. Whether it has done so: not with many styles.
    pub fn passes(&mut self, shown: &[Slot], wanted: &[Slot], width: usize, anew: bool) -> bool {
        let mut styles = Vec::new();
        let passes = passes_of(wanted, width, &mut styles);
        if styles.len() > MOST_STYLES {
            return false;
        }
        // A style that is set already comes first.
        let current = styles.iter().position(|style| *style == self.state.sgr);
        let order = current.into_iter();
        let order = order.chain((0..styles.len()).filter(|style| Some(*style) != current));
        let mut now = shown.to_vec();
        if anew {
            self.erase_below(&mut now, wanted, width);
        }
        for (y, (row, wanted)) in now.chunks_mut(width).zip(wanted.chunks(width)).enumerate() {
            let passes = passes.get(y * width..).unwrap_or_default();
            let erased = self.without_text(row, wanted, passes);
            self.step(y, row, erased);
            // Not all blanks of a row have the same ground.
            self.step(y, row, with_pass(row, wanted, passes, BLANKS));
        }
        for pass in order {
            for (y, (row, wanted)) in now.chunks_mut(width).zip(wanted.chunks(width)).enumerate() {
                let passes = passes.get(y * width..).unwrap_or_default();
                self.step(y, row, with_pass(row, wanted, passes, pass));
            }
        }
        true
    }

    /// Erases the screen from the first row that differs on; the header above has a ground of its own.
    fn erase_below(&mut self, now: &mut [Slot], wanted: &[Slot], width: usize) {
        let rows = now.chunks(width).zip(wanted.chunks(width)).enumerate();
        let mut differing = rows.skip(1).filter(|(_, (now, wanted))| now != wanted);
        let Some((first, _)) = differing.next() else {
            return;
        };
        let (_, wanted) = wanted.split_at(first * width);
        if let (Some(ground), Some(below)) = (self.ground(wanted), now.get_mut(first * width..)) {
            self.erase_from(first as u16, ground);
            below.fill(ground);
        }
    }

    fn step(&mut self, y: usize, row: &mut [Slot], next: Option<Vec<Slot>>) {
        if let Some(next) = next {
            self.row(y as u16, row, &next);
            row.copy_from_slice(&next);
        }
    }

    /// A row that is erased from the first cell that differs on, also what is written again. None if
    /// erasing only what becomes blank costs less.
    fn without_text(&self, row: &[Slot], wanted: &[Slot], passes: &[usize]) -> Option<Vec<Slot>> {
        let blank = with_pass(row, wanted, passes, BLANKS)?;
        let differs = |x: &usize| row.get(*x) != wanted.get(*x);
        let first = (0..row.len()).find(differs)?;
        let ground = self.ground(wanted)?;
        let erased = blank_runs(row, &blank).map(|run| run.len().min(ERASE) + MOVE);
        let mut again = 0;
        for x in first..row.len() {
            if !differs(&x) && wanted[x] != ground && wanted[x].cells > 0 {
                let continues = x > first && !differs(&(x - 1)) && wanted[x - 1] != ground;
                again += self.len(wanted[x]) + if continues { 0 } else { MOVE };
            }
        }
        if erased.sum::<usize>() <= again + MOVE {
            return None;
        }
        let mut next = row.to_vec();
        next[first..].fill(ground);
        mend(&mut next);
        Some(next)
    }

    /// What erasing the end of a row leaves.
    fn ground(&self, wanted: &[Slot]) -> Option<Slot> {
        let erased = |slot: &&Slot| slot.is_erased(self.background_erase());
        wanted.iter().rfind(erased).copied()
    }
}

/// The pass in which each cell is drawn: an index in `styles`, or [`BLANKS`].
fn passes_of(wanted: &[Slot], width: usize, styles: &mut Vec<Sgr>) -> Vec<usize> {
    let mut passes = Vec::with_capacity(wanted.len());
    for row in wanted.chunks(width) {
        let mut x = 0;
        let mut last = None;
        while let Some(slot) = row.get(x) {
            if !slot.is_space() || !slot.is_erased(true) {
                let known = styles.iter().position(|style| *style == slot.sgr);
                let pass = known.unwrap_or_else(|| {
                    styles.push(slot.sgr);
                    styles.len() - 1
                });
                passes.push(pass);
                last = Some(pass);
                x += 1;
                continue;
            }
            let blanks = row[x..].iter().take_while(|next| *next == slot).count();
            let with_text = last.filter(|last| {
                let style: Option<&Sgr> = styles.get(*last);
                blanks <= FEW_BLANKS && style.is_some_and(|style| style.blanks_like(slot.sgr))
            });
            passes.extend(std::iter::repeat_n(with_text.unwrap_or(BLANKS), blanks));
            x += blanks;
        }
    }
    passes
}

/// A row with the cells of a pass; None if it has them already.
fn with_pass(row: &[Slot], wanted: &[Slot], passes: &[usize], pass: usize) -> Option<Vec<Slot>> {
    let mut cells = row.iter().zip(wanted).zip(passes);
    let first = cells.position(|((slot, wanted), of)| *of == pass && slot != wanted)?;
    let mut next = row.to_vec();
    let cells = next.iter_mut().zip(wanted).zip(passes);
    for ((slot, wanted), _) in cells.skip(first).filter(|(_, of)| **of == pass) {
        *slot = *wanted;
    }
    mend(&mut next);
    Some(next)
}

/// What is left of a wide cluster of which a part was overwritten is not known.
fn mend(row: &mut [Slot]) {
    let mut x = 0;
    while let Some(slot) = row.get(x).copied() {
        let cells = usize::from(slot.cells).max(1);
        let rest = row.get(x + 1..x + cells);
        let is_whole = rest.is_some_and(|rest| rest.iter().all(|half| half.continues(slot)));
        if slot.cells == 0 || !is_whole {
            row[x] = Slot::UNKNOWN;
            x += 1;
        } else {
            x += cells;
        }
    }
}

/// The runs of cells that become blank.
fn blank_runs<'a>(row: &'a [Slot], next: &'a [Slot]) -> impl Iterator<Item = Range<usize>> + 'a {
    let mut x = 0;
    std::iter::from_fn(move || {
        while x < row.len() && (row[x] == next[x] || !next[x].is_space()) {
            x += 1;
        }
        let start = x;
        while x < row.len() && row[x] != next[x] && next[x].is_space() {
            x += 1;
        }
        (x > start).then_some(start..x)
    })
}
