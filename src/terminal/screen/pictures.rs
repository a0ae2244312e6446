//! Pictures on the screen, in a protocol of the terminal.
//!
//! The cells below a picture are blank. A picture that moved is drawn again: sixels and those of iTerm2
//! are covered by writing their cells, so that whatever writes one of them draws the picture again.
//! Those of kitty are moved; the terminal has their data until the article is left. Within tmux they are in
//! cells, too.

use super::encode::Encoder;
use super::grid::Slot;
use crate::picture::Raster;
use crate::ui::{Annotations, PlacedPicture};
use std::ops::Range;
use std::sync::Arc;

/// The pictures that the terminal shows, and those whose data it has.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    shown: Vec<PlacedPicture>,
    sent: Vec<Arc<Raster>>,
}

impl Pictures {
    /// The screen is cleared, and with it all pictures. Not every terminal clears those of kitty.
    pub fn forget(&mut self, out: &mut Vec<u8>) {
        self.shown.clear();
        self.sent.drain(..).for_each(|raster| raster.free(out));
    }

    /// The pictures that the next frame shows: while the text scrolls over a slow link, none in cells
    /// that would have to be sent.
    pub fn wanted(&self, annotations: &Annotations) -> Vec<PlacedPicture> {
        let is_sent = |picture: &&PlacedPicture| {
            !annotations.holds_pictures
                || !picture.raster.is_in_cells()
                || self.shown.contains(picture)
        };
        annotations
            .pictures
            .iter()
            .filter(is_sent)
            .cloned()
            .collect()
    }

    /// Whether other pictures are wanted than are shown.
    pub fn differ(&self, wanted: &[PlacedPicture]) -> bool {
        self.shown != wanted
    }

    /// Whether there are pictures, or will be: then no rows are scrolled.
    pub fn concern(&self, wanted: &[PlacedPicture]) -> bool {
        !self.shown.is_empty() || !wanted.is_empty()
    }

    /// Before the cells are sent: takes away the pictures that are not wanted where they are. The cells
    /// of those become unknown, so that they are written. The data is freed of pictures that the
    /// article does not have any more.
    pub fn leave(
        &mut self,
        (wanted, kept): (&[PlacedPicture], &[Arc<Raster>]),
        (shown, width): (&mut [Slot], u16),
        out: &mut Vec<u8>,
    ) {
        self.sent.retain(|raster| {
            let mut rasters = kept.iter().chain(wanted.iter().map(|new| &new.raster));
            let is_kept = rasters.any(|kept| is_same(kept, raster));
            if !is_kept {
                raster.free(out);
            }
            is_kept
        });
        for old in self.shown.iter().filter(|old| !wanted.contains(old)) {
            let raster = &old.raster;
            if !raster.is_in_cells() {
                let is_moved = wanted.iter().any(|new| is_same(&new.raster, raster));
                if !is_moved && self.sent.iter().any(|sent| is_same(sent, raster)) {
                    raster.hide(out);
                }
                continue;
            }
            let columns = usize::from(raster.size().0);
            for row in 0..old.rows.len() {
                let from = (usize::from(old.y) + row) * usize::from(width) + usize::from(old.x);
                let cells = shown.iter_mut().skip(from).take(columns);
                cells.for_each(|slot| *slot = Slot::UNKNOWN);
            }
        }
    }

    /// After the cells were sent: shows the pictures that are new, have moved, or are covered by cells
    /// that were written. `touched`: rows and columns of those.
    pub fn show(
        &mut self,
        wanted: Vec<PlacedPicture>,
        touched: &[(u16, Range<u16>)],
        last: &mut Encoder<'_>,
    ) {
        for new in &wanted {
            let is_covered = new.raster.is_in_cells() && touched.iter().any(|at| covers(at, new));
            if self.shown.contains(new) && !is_covered {
                continue;
            }
            let is_sent = self.sent.iter().any(|sent| is_same(sent, &new.raster));
            if new.raster.is_transmitted() && !is_sent {
                new.raster.transmit(&mut last.out);
                self.sent.push(Arc::clone(&new.raster));
            }
            last.jump(new.x, new.y);
            new.raster.show(new.rows.clone(), &mut last.out);
            (last.state.x, last.state.y) = (None, None);
        }
        self.shown = wanted;
    }
}

/// Whether cells of a row are below a picture.
fn covers((row, cells): &(u16, Range<u16>), picture: &PlacedPicture) -> bool {
    let rows = picture.y..picture.y + picture.rows.len() as u16;
    let right = picture.x + picture.raster.size().0;
    rows.contains(row) && cells.start < right && cells.end > picture.x
}

fn is_same(one: &Arc<Raster>, other: &Arc<Raster>) -> bool {
    Arc::ptr_eq(one, other)
}
