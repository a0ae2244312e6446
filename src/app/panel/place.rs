//! Where a panel is: beside the article, in the lower part of the window, or over all panes.
//!
//! Panels about the article leave it visible. In wide windows those with short rows take the place of
//! the list; those with long ones take the lower part, which is also where all of them are in
//! narrower windows.

use super::pane::{Kind, Panel};
use crate::app::area::Area;
use crate::app::context::Context;
use crate::app::layout::{Layout, Panes};

/// Lower windows have no room for an article and a panel.
const LOW: u16 = 16;
/// The rows that a panel in the lower part may take even in a low window, with its title, and the
/// fewest that it takes.
const ROOMY: u16 = 8;
const FEWEST: u16 = 4;

/// How a panel shares the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    /// Short rows: in place of the list, or in the lower part.
    Side,
    /// Long rows: always in the lower part.
    Below,
    /// Not about what the panes show.
    Whole,
}

impl Kind {
    const fn share(self) -> Share {
        match self {
            Self::Outline | Self::Marks | Self::Themes => Share::Side,
            // Help has more columns there.
            Self::Help | Self::Links | Self::Problems => Share::Below,
            Self::History | Self::Changes | Self::Stats | Self::Highlights => Share::Whole,
        }
    }

    /// Rows of the lower part that it takes: of help, as much as leaves the lines that are read.
    const fn rows(self, height: u16) -> u16 {
        match self {
            Self::Help => height / 2,
            _ => height / 3,
        }
    }
}

impl Panel {
    /// The area of the panel with its title.
    pub(crate) fn area(&self, context: &Context) -> Area {
        place(self.kind, self.wanted(), context.size, &context.layout)
    }

    /// The most rows of the screen that its rows may take where the lower part shows it.
    pub(super) fn most_rows(&self, context: &Context) -> u16 {
        let area = place(self.kind, u16::MAX, context.size, &context.layout);
        area.height.saturating_sub(1)
    }

    /// Rows with the title that show all of it, whatever the filter hides now.
    fn wanted(&self) -> u16 {
        match self.kind {
            // Its columns are filled one after the other.
            Kind::Help => u16::MAX,
            _ => self.all_rows().saturating_add(1),
        }
    }

    /// The area of its rows.
    pub(crate) fn body(&self, context: &Context) -> Area {
        let area = self.area(context);
        Area {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        }
    }

    /// The area that its rows use.
    pub(crate) fn rows_area(&self, context: &Context) -> Area {
        let body = self.body(context);
        let (start, cells) = self.block(body.width);
        Area {
            x: body.x + start,
            width: self.columns(body.width) * cells,
            ..body
        }
    }

    /// The row that is drawn at a column and a row of the screen.
    pub(crate) fn row_at(&self, (x, y): (u16, u16), context: &Context) -> Option<usize> {
        let body = self.body(context);
        if !body.holds(x, y) {
            return None;
        }
        let (start, cells) = self.block(body.width);
        let column = (x - body.x).checked_sub(start)? / cells.max(1);
        let places = self.places((body.width, body.height)).into_iter();
        let here = |place: &super::columns::Place| {
            let rows = place.y..place.y + place.rows;
            place.column == column && rows.contains(&(y - body.y)) && !place.continued
        };
        let mut found = places.filter(here);
        let at = found.next()?.at;
        self.row(at).filter(|row| !row.heading).map(|_| at)
    }
}

/// `wanted`: the rows of a panel that shows all it has.
fn place(kind: Kind, wanted: u16, (width, height): (u16, u16), layout: &Layout) -> Area {
    let whole = Area {
        x: 0,
        y: 0,
        width,
        height: height.saturating_sub(1).max(1),
    };
    let share = kind.share();
    if share == Share::Whole || height < LOW {
        return whole;
    }
    let list = layout.list.filter(|_| layout.reader.is_some());
    match (layout.panes, list) {
        (Panes::Wide, Some(list)) if share == Share::Side => list,
        // Help shows more at once in the lower half.
        (Panes::Stacked, Some(list)) if list.height >= ROOMY && kind != Kind::Help => list,
        _ => {
            let rows = kind.rows(height).max(ROOMY).min(wanted.max(FEWEST));
            let rows = rows.min(whole.height);
            Area {
                y: whole.height - rows,
                height: rows,
                ..whole
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_about_the_article_leave_it_visible() {
        let pane = |x, y, width, height| Area {
            x,
            y,
            width,
            height,
        };
        let wide = Layout {
            list: Some(pane(0, 1, 38, 38)),
            reader: Some(pane(39, 1, 81, 38)),
            panes: Panes::Wide,
            ..Layout::default()
        };
        let stacked = Layout {
            list: Some(pane(0, 1, 80, 13)),
            reader: Some(pane(0, 15, 80, 24)),
            panes: Panes::Stacked,
            ..Layout::default()
        };
        let single = Layout {
            reader: Some(pane(0, 1, 80, 22)),
            panes: Panes::Single,
            ..Layout::default()
        };
        let check = |kind, size, layout: &Layout, expected| {
            let found = place(kind, u16::MAX, size, layout);
            assert_eq!(found, expected, "{kind:?} {size:?}");
        };
        check(Kind::Outline, (120, 40), &wide, pane(0, 1, 38, 38));
        check(Kind::Links, (120, 40), &wide, pane(0, 26, 120, 13));
        check(Kind::Help, (120, 40), &wide, pane(0, 19, 120, 20));
        check(Kind::Stats, (120, 40), &wide, pane(0, 0, 120, 39));
        check(Kind::Links, (80, 40), &stacked, pane(0, 1, 80, 13));
        check(Kind::Help, (80, 40), &stacked, pane(0, 19, 80, 20));
        check(Kind::Outline, (80, 24), &single, pane(0, 15, 80, 8));
        check(Kind::Help, (80, 24), &single, pane(0, 11, 80, 12));
        check(Kind::Outline, (80, 8), &single, pane(0, 0, 80, 7));
        check(Kind::Help, (20, 1), &single, pane(0, 0, 20, 1));
        // No higher than its rows.
        let low = |wanted| place(Kind::Links, wanted, (120, 40), &wide).height;
        assert_eq!([1, 6, 90].map(low), [4, 6, 13]);
    }
}
