//! Computes the areas of the bar, the panes and the status row, in cells.

use super::area::Area;
pub use crate::user::config::Panes;

/// What the layout depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub width: u16,
    pub height: u16,
    pub panes: Panes,
    /// Whether the reader has the focus.
    pub reading: bool,
    pub zen: bool,
    /// The maximum width of a line of an article.
    pub measure: u16,
    /// Cells of the list beside the article; 0: depends on the width.
    pub list_width: u16,
    /// Rows that a list above the article needs; `u16::MAX` for a list that may still grow.
    pub list_rows: u16,
    pub sidebar: SidebarPlace,
    /// Cells that its rows need.
    pub sidebar_cells: u16,
}

/// Where the sidebar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SidebarPlace {
    #[default]
    Hidden,
    /// Left of the other panes.
    Beside,
    /// While it has the keys: over or beside the list.
    Over,
}

/// The areas of the screen. They never overlap and never leave the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub bar: Option<Area>,
    /// The sidebar with a border at its right edge.
    pub sidebar: Option<Area>,
    pub list: Option<Area>,
    /// The rows of the list within `list`, centred when it is wider than they are.
    pub rows: Area,
    /// One column or one row between the panes.
    pub border: Option<Area>,
    pub reader: Option<Area>,
    /// The lines of an article within `reader`, centred; the scrollbar is at the right edge of
    /// the pane.
    pub text: Area,
    pub status: Area,
    /// `Wide`, `Stacked` or `Single`, never `Auto`.
    pub panes: Panes,
}

/// Screens at least this wide show two panes side by side.
pub const WIDE: u16 = 110;
/// Lower screens have no bar: they give its row to the text.
const LOW: u16 = 8;
/// Zen leaves the first row of screens at least this high blank.
const CALM: u16 = 16;
const WIDEST_BESIDE: u16 = 64;
/// Screens at least this wide have room for the sidebar beside the other panes.
const SIDEBAR: u16 = 150;
const NARROWEST_SIDEBAR: u16 = 16;
const WIDEST_SIDEBAR: u16 = 30;
/// A lone list at least this wide becomes narrower while the sidebar is open.
const ROOM_FOR_BOTH: u16 = 70;
const WIDEST_ROW: u16 = 110;
/// Narrower screens at least this high stack the panes.
pub const TALL: u16 = 36;

impl Layout {
    pub(crate) fn new(request: Request) -> Self {
        let Request { width, height, .. } = request;
        let mut layout = Self::default();
        if width == 0 || height == 0 {
            return layout;
        }
        let with_bar = height > LOW && !request.zen;
        let with_status = height >= 2;
        layout.bar = with_bar.then_some(Area {
            x: 0,
            y: 0,
            width,
            height: 1,
        });
        layout.status = Area {
            x: 0,
            y: height - 1,
            width,
            height: u16::from(with_status),
        };
        let top = u16::from(with_bar || request.zen && height >= CALM);
        let body = Area {
            x: 0,
            y: top,
            width,
            height: height - top - u16::from(with_status),
        };
        let (whole, body) = (body, layout.beside_sidebar(body, request));
        let request = Request {
            width: body.width,
            ..request
        };
        layout.panes = request.resolve();
        layout.divide(body, request);
        if request.sidebar == SidebarPlace::Over {
            layout.place_over(whole, request);
        }
        if let Some(reader) = layout.reader {
            layout.text = text_area(reader, request.measure);
        }
        if let Some(list) = layout.list {
            layout.rows = row_area(list);
        }
        layout
    }

    /// Cells from the start of a line of text to the margin before the scrollbar.
    pub fn reach(&self) -> u16 {
        let right = self.reader.map_or(0, |reader| reader.right());
        right.saturating_sub(self.text.x + 2)
    }

    /// Cells between the margin at the left edge of the pane and the start of a line of text.
    pub fn outdent(&self) -> u16 {
        let left = self.reader.map_or(self.text.x, |reader| reader.x);
        self.text.x.saturating_sub(left + 1)
    }

    /// The sidebar, if it is over the list.
    pub(crate) fn covering_sidebar(&self) -> Option<Area> {
        let list = self.list?;
        self.sidebar.filter(|sidebar| sidebar.x == list.x)
    }

    /// The list and the reader as one area, without what the sidebar covers.
    pub(crate) fn free(&self) -> Area {
        let list = self.list.filter(|_| self.covering_sidebar().is_none());
        let panes = [list, self.reader].into_iter().flatten();
        panes.reduce(Area::with).unwrap_or_default()
    }

    /// Whether the sidebar fits beside the other panes.
    pub(crate) fn has_room_for_sidebar((width, _): (u16, u16)) -> bool {
        width >= SIDEBAR
    }

    /// Places a sidebar beside the other panes, and returns what is left for them.
    fn beside_sidebar(&mut self, body: Area, request: Request) -> Area {
        match request.sidebar {
            SidebarPlace::Beside => self.cut_sidebar(body, request),
            SidebarPlace::Hidden | SidebarPlace::Over => body,
        }
    }

    /// Gives the sidebar the cells at the left edge that its rows and the border need.
    fn cut_sidebar(&mut self, body: Area, request: Request) -> Area {
        let cells = request.sidebar_cells + 1;
        let width = cells.clamp(NARROWEST_SIDEBAR, WIDEST_SIDEBAR);
        let width = width.min(body.width);
        self.sidebar = Some(Area { width, ..body });
        Area {
            x: body.x + width,
            width: body.width - width,
            ..body
        }
    }

    /// Places a sidebar that is there while it has the keys: left of the list where there is room for
    /// both, which then has the place of an article beside it, else over everything.
    fn place_over(&mut self, body: Area, request: Request) {
        match (self.panes, self.list) {
            (Panes::Wide, Some(_)) => {
                self.list = Some(self.cut_sidebar(body, request));
                (self.border, self.reader, self.panes) = (None, None, Panes::Single);
            }
            (Panes::Single, Some(list)) if list.width >= ROOM_FOR_BOTH => {
                self.list = Some(self.cut_sidebar(list, request));
            }
            _ => self.sidebar = Some(body),
        }
    }

    fn divide(&mut self, body: Area, request: Request) {
        match self.panes {
            Panes::Wide => {
                let list = match request.list_width {
                    0 => beside(body.width, request.measure),
                    cells => cells.clamp(20, body.width - 41),
                };
                self.list = Some(Area {
                    width: list,
                    ..body
                });
                self.border = Some(Area {
                    x: body.x + list,
                    width: 1,
                    ..body
                });
                self.reader = Some(Area {
                    x: body.x + list + 1,
                    width: body.width - list - 1,
                    ..body
                });
            }
            Panes::Stacked => {
                let list = (body.height * 35 / 100).min(request.list_rows).max(3);
                self.list = Some(Area {
                    height: list,
                    ..body
                });
                self.border = Some(Area {
                    y: body.y + list,
                    height: 1,
                    ..body
                });
                let y = body.y + list + 1;
                self.reader = Some(Area {
                    y,
                    height: body.bottom() - y,
                    ..body
                });
            }
            Panes::Auto | Panes::Single => {
                if request.reading {
                    self.reader = Some(body);
                } else {
                    self.list = Some(body);
                }
            }
        }
    }
}

impl Request {
    fn resolve(self) -> Panes {
        let fits_wide = self.width >= 84 && self.height >= 6;
        let fits_stacked = self.height >= 16;
        match self.panes {
            _ if self.zen => Panes::Single,
            Panes::Wide if fits_wide => Panes::Wide,
            Panes::Stacked if fits_stacked => Panes::Stacked,
            Panes::Auto if self.width >= WIDE && fits_wide => Panes::Wide,
            Panes::Auto if self.height >= TALL => Panes::Stacked,
            _ => Panes::Single,
        }
    }
}

/// Cells of the list beside an article: a third of the screen, and what the measure and its margins
/// leave empty.
fn beside(width: u16, measure: u16) -> u16 {
    let third = (width * 32 / 100).clamp(36, 52);
    let empty = width.saturating_sub(measure + 4);
    third.max(empty.min(WIDEST_BESIDE))
}

/// The rows of a list, at most [`WIDEST_ROW`], so that the eye finds the date of a title.
fn row_area(list: Area) -> Area {
    let width = list.width.min(WIDEST_ROW);
    let x = list.x + (list.width - width) / 2;
    Area { x, width, ..list }
}

/// The lines of an article: at most the measure, centred, with a margin of one cell and the
/// scrollbar's column where there is room for them.
fn text_area(reader: Area, measure: u16) -> Area {
    let margins = if reader.width >= 24 {
        3
    } else {
        u16::from(reader.width > 1)
    };
    let width = measure.min(reader.width - margins).max(1);
    let x = reader.x + (reader.width - width) / 2;
    let x = x.min(reader.right() - width - u16::from(reader.width > width));
    Area { x, width, ..reader }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(width: u16, height: u16, panes: Panes, reading: bool) -> Request {
        Request {
            width,
            height,
            panes,
            reading,
            zen: false,
            measure: 76,
            list_width: 0,
            list_rows: u16::MAX,
            sidebar: SidebarPlace::Hidden,
            sidebar_cells: 20,
        }
    }

    #[test]
    fn areas_cover_the_screen_without_overlap() {
        for width in 0..220 {
            for height in [0, 1, 2, 3, 5, 6, 7, 8, 9, 15, 16, 20, 24, 35, 36, 50, 200] {
                for panes in [Panes::Auto, Panes::Wide, Panes::Stacked, Panes::Single] {
                    for reading in [false, true] {
                        check(request(width, height, panes, reading));
                    }
                }
            }
        }
    }

    fn check(request: Request) {
        let Request { width, height, .. } = request;
        let layout = Layout::new(Request {
            sidebar: match width {
                SIDEBAR.. => SidebarPlace::Beside,
                _ => SidebarPlace::Hidden,
            },
            ..request
        });
        let areas = [
            layout.bar,
            layout.sidebar,
            layout.list,
            layout.border,
            layout.reader,
            Some(layout.status),
        ];
        let mut cells = vec![0u8; usize::from(width) * usize::from(height)];
        for area in areas
            .into_iter()
            .flatten()
            .filter(|area| area.width > 0 && area.height > 0)
        {
            assert!(
                area.right() <= width && area.bottom() <= height,
                "{layout:?}"
            );
            for y in area.y..area.bottom() {
                for x in area.x..area.right() {
                    cells[usize::from(y) * usize::from(width) + usize::from(x)] += 1;
                }
            }
        }
        assert!(
            cells.iter().all(|count| *count == 1),
            "every cell once: {width}x{height} {layout:?}"
        );
        if let Some(reader) = layout
            .reader
            .filter(|area| area.width > 0 && area.height > 0)
        {
            assert!(layout.text.x >= reader.x && layout.text.right() <= reader.right());
            assert!(layout.text.width >= 1);
            let start = layout.text.x - layout.outdent();
            assert!(
                start >= reader.x && start + layout.outdent() + layout.reach() <= reader.right()
            );
        }
        if let Some(list) = layout.list {
            assert!(layout.rows.x >= list.x && layout.rows.right() <= list.right());
        }
    }

    #[test]
    fn a_wide_screen_gives_the_list_what_the_text_leaves() {
        let check = |width, list| {
            let layout = Layout::new(request(width, 40, Panes::Wide, true));
            assert_eq!(layout.list.map(|list| list.width), Some(list), "{width}");
        };
        check(110, 36);
        check(120, 40);
        check(130, 50);
        check(144, 64);
        check(160, 64);
        check(200, 64);
    }

    #[test]
    fn a_short_list_leaves_its_rows_to_the_article() {
        let check = |list_rows, expected| {
            let request = Request {
                list_rows,
                ..request(80, 36, Panes::Auto, true)
            };
            let layout = Layout::new(request);
            let heights =
                [layout.list, layout.reader].map(|pane| pane.map_or(0, |pane| pane.height));
            assert_eq!(heights, expected, "{list_rows}");
        };
        check(u16::MAX, [11, 22]);
        check(5, [5, 28]);
        check(1, [3, 30]);
    }

    #[test]
    fn auto_depends_on_the_size() {
        let check = |width, height, expected| {
            assert_eq!(
                Layout::new(request(width, height, Panes::Auto, true)).panes,
                expected
            );
        };
        check(200, 50, Panes::Wide);
        check(110, 24, Panes::Wide);
        check(80, 24, Panes::Single);
        check(80, 50, Panes::Stacked);
        check(40, 20, Panes::Single);
        check(20, 6, Panes::Single);
    }
}
