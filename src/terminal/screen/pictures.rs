//! Pictures on the screen, in a protocol of the terminal.
//!
//! The cells below a picture are blank, and stay as they are. A picture that moved is drawn again:
//! sixels and those of iTerm2 are covered by writing their cells, those of kitty are moved.

use super::encode::Encoder;
use super::grid::Slot;
use crate::picture::Raster;
use crate::ui::PlacedPicture;
use std::sync::Arc;

/// The pictures that the terminal shows.
#[derive(Debug, Default)]
pub(crate) struct Pictures {
    shown: Vec<PlacedPicture>,
}

impl Pictures {
    /// The screen is cleared, and with it all pictures. Not every terminal clears those of kitty.
    pub fn forget(&mut self, out: &mut Vec<u8>) {
        self.shown.drain(..).for_each(|old| old.raster.remove(out));
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
    /// of those become unknown, so that they are written.
    pub fn leave(
        &self,
        wanted: &[PlacedPicture],
        (shown, width): (&mut [Slot], u16),
        out: &mut Vec<u8>,
    ) {
        for old in self.shown.iter().filter(|old| !wanted.contains(old)) {
            let raster = &old.raster;
            if !raster.is_in_cells() && !wanted.iter().any(|new| is_same(&new.raster, raster)) {
                raster.remove(out);
            }
            if !raster.is_in_cells() {
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

    /// After the cells were sent: shows the pictures that are new or have moved.
    pub fn show(&mut self, wanted: &[PlacedPicture], last: &mut Encoder<'_>) {
        for new in wanted.iter().filter(|new| !self.shown.contains(new)) {
            if !self
                .shown
                .iter()
                .any(|old| is_same(&old.raster, &new.raster))
            {
                new.raster.transmit(&mut last.out);
            }
            last.jump(new.x, new.y);
            new.raster.show(new.rows.clone(), &mut last.out);
            (last.state.x, last.state.y) = (None, None);
        }
        self.shown = wanted.to_vec();
    }
}

fn is_same(one: &Arc<Raster>, other: &Arc<Raster>) -> bool {
    Arc::ptr_eq(one, other)
}
