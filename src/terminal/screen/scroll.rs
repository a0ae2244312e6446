//! Scrolling a rectangle of the screen.

use super::grid::Slot;

/// A rectangle whose text moves up by some rows (down if `by` is negative).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scroll {
    pub top: u16,
    pub bottom: u16,
    pub left: u16,
    pub right: u16,
    pub by: i32,
}

/// The screen after a rectangle of it was scrolled. The rows that come in consist of `incoming`.
pub(crate) fn shift(shown: &[Slot], width: usize, scroll: Scroll, incoming: Slot) -> Vec<Slot> {
    let mut slots = shown.to_vec();
    let columns = usize::from(scroll.left)..usize::from(scroll.right);
    let rows = i32::from(scroll.top)..i32::from(scroll.bottom);
    let row = |y: i32| {
        let start = y.max(0) as usize * width;
        start + columns.start..start + columns.end
    };
    for y in rows.clone() {
        let Some(to) = slots.get_mut(row(y)) else {
            continue;
        };
        match shown.get(row(y + scroll.by)) {
            Some(from) if rows.contains(&(y + scroll.by)) => to.copy_from_slice(from),
            _ => to.fill(incoming),
        }
    }
    slots
}
