//! The arrangement of the panes on the screen: which are shown, how wide the text is, and zen.

use super::layout::{Request, SidebarPlace};
use super::setting::MEASURE;
use super::{App, Focus, Layout, Level, Outcome, Panes};

/// The lines that keys set, in cells.
const NARROWEST: isize = 16;
const WIDEST: isize = 400;

/// How long zen shows the position after a key, in milliseconds.
const GLIMPSE: u64 = 2_000;

impl App {
    /// Computes all areas again. An open article is typeset again when its width changed.
    pub(crate) fn relayout(&mut self) {
        self.context.layout = Layout::new(self.layout_request());
        self.after_list_change();
        if let Some(reader) = &mut self.reader {
            reader.fit(&mut self.context);
        }
        self.overlay.fit(&self.context);
        self.sidebar.keep_in_sight(&self.context);
    }

    /// Whether a short list above the article has grown or shrunk.
    pub(super) fn has_other_height(&self) -> bool {
        let layout = &self.context.layout;
        layout.panes == Panes::Stacked && *layout != Layout::new(self.layout_request())
    }

    pub(super) fn layout_request(&self) -> Request {
        let settings = &self.context.settings;
        Request {
            width: self.context.size.0,
            height: self.context.size.1,
            panes: if self.is_lone() {
                Panes::Single
            } else {
                settings.panes
            },
            reading: self.focus == Focus::Reader,
            zen: self.is_zen(),
            measure: settings.options.measure,
            list_width: settings.list_width,
            list_rows: self.list.wanted_rows(settings.title_lines),
            sidebar: self.sidebar_place(),
            sidebar_cells: self.sidebar.cells(),
        }
    }

    fn sidebar_place(&self) -> SidebarPlace {
        let room = Layout::has_room_for_sidebar(self.context.size);
        if self.is_zen() || self.is_lone() && self.focus == Focus::Reader {
            SidebarPlace::Hidden
        } else if room && self.sidebar.wanted != Some(false) {
            SidebarPlace::Beside
        } else if self.sidebar.focused {
            SidebarPlace::Over
        } else {
            SidebarPlace::Hidden
        }
    }

    /// Shows the article alone on the screen, from the list the selected one.
    pub(super) fn toggle_zen(&mut self) -> Outcome {
        if self.focus == Focus::Reader {
            self.zen = !self.zen;
            self.relayout();
        } else if self.list.selected().is_some() {
            self.zen = true;
            return Outcome::OpenSelected;
        }
        Outcome::None
    }

    /// Switches to the next arrangement of panes that fits the screen. Without another one the
    /// setting stays: the window may grow.
    pub(super) fn next_panes(&mut self) {
        let now = self.context.layout.panes;
        let order = [
            (Panes::Wide, "notice.panes-wide"),
            (Panes::Stacked, "notice.panes-stacked"),
            (Panes::Single, "notice.panes-single"),
        ];
        let at = order.iter().position(|(panes, _)| *panes == now);
        let others = order.iter().cycle().skip(at.map_or(0, |at| at + 1));
        let next = others.take(order.len() - 1).find(|(panes, _)| {
            let request = Request {
                panes: *panes,
                ..self.layout_request()
            };
            !self.is_lone() && Layout::new(request).panes == *panes
        });
        match next {
            Some((panes, key)) => {
                self.context.settings.panes = *panes;
                self.relayout();
                self.context.confirm(key, &[]);
            }
            None => self.context.refuse("notice.panes-no-room"),
        }
    }

    /// Starts from the lines that are shown: the measure may be wider than the window. What is set
    /// there is only for windows as narrow as it.
    pub(super) fn widen(&mut self, by: isize) {
        let measure = self.context.settings.options.measure;
        let shown = self.line_cells(measure);
        let is_bounded = shown < measure || self.narrowed_here().is_some();
        let wanted = isize::from(shown.cast_signed()).saturating_add(by);
        let cells = wanted.clamp(NARROWEST, WIDEST) as u16;
        let key = match self.line_cells(cells) {
            cells if cells == shown && by > 0 => "notice.measure-widest",
            cells if cells == shown => "notice.measure-narrowest",
            cells => {
                match is_bounded {
                    true => self.narrowed = Some((cells, self.context.size.0)),
                    false => self.note_width(cells),
                }
                self.settle_measure();
                self.set_last = true;
                self.relayout();
                // A file that was opened alone has no state of its own.
                let key = match self.is_lone() {
                    true => "notice.measure",
                    false => "notice.measure-kept",
                };
                return self.context.confirm(key, &[("cells", &cells)]);
            }
        };
        let text = self.context.locale.fill(key, &[("cells", &shown)]);
        self.context.notify(Level::Hint, text);
    }

    /// Keys have set the measure: `:set!` keeps it instead of one that was set before.
    fn note_width(&mut self, cells: u16) {
        self.widened = Some(cells);
        let mut set = self.set.iter_mut();
        if let Some(change) = set.find(|change| change.name == MEASURE) {
            change.value = cells.to_string();
        }
    }

    /// The measure is that of the configuration again.
    pub(super) fn forget_widths(&mut self) {
        (self.widened, self.narrowed) = (None, None);
    }

    /// The measure that keys set for windows as narrow as this one.
    fn narrowed_here(&self) -> Option<u16> {
        let (cells, window) = self.narrowed?;
        (self.context.size.0 <= window).then_some(cells)
    }

    /// The measure is what keys set for this window, else for all, else that of the configuration.
    pub(super) fn settle_measure(&mut self) {
        let configured = self.configured.options.measure;
        let measure = self.narrowed_here().or(self.widened);
        self.context.settings.options.measure = measure.unwrap_or(configured);
    }

    /// Cells of a line of an article that is read in this window, with a measure.
    fn line_cells(&self, measure: u16) -> u16 {
        let request = Request {
            measure,
            reading: true,
            ..self.layout_request()
        };
        Layout::new(request).text.width
    }

    /// Whether the open article fills the screen.
    pub fn is_zen(&self) -> bool {
        self.zen && self.focus == Focus::Reader
    }

    /// In zen, a key shows the position for a while.
    pub(super) fn glimpse_position(&mut self) {
        self.position_until = self.zen.then_some(self.context.now + GLIMPSE);
    }

    /// Whether zen hides the position and the scrollbar: until a key is pressed, and soon after.
    pub fn hides_position(&self) -> bool {
        self.is_zen() && self.position_until.is_none()
    }
}
