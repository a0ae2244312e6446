//! A few words in a box over the foot of the screen: a footnote, a whole address, a problem.

use crate::app::{App, Area, labels};
use crate::document::Document;
use crate::typeset::{Indent, Options, Page};

/// Rows of a box that are no text: its head.
const HEAD: u16 = 1;

#[derive(Debug)]
pub struct Popup {
    pub title: String,
    document: Document,
    pub page: Page,
    /// The first visible line.
    pub top: usize,
}

impl App {
    /// Shows a document in a box until a key closes it.
    pub(crate) fn pop_up(&mut self, title: String, mut document: Document) {
        document.number();
        self.popup = Some(Popup {
            title,
            document,
            page: Page::default(),
            top: 0,
        });
        self.fit_popup();
    }

    /// Sets the box anew for the width of the screen.
    pub(crate) fn fit_popup(&mut self) {
        let options = Options {
            measure: self.context.size.0.saturating_sub(4).clamp(1, 76),
            indent: Indent::Blank,
            link_numbers: false,
            ..self.context.settings.options
        };
        let words = labels(&self.context.locale);
        if let Some(popup) = &mut self.popup {
            popup.page = Page::with_labels(&popup.document, &options, &words);
            popup.top = 0;
        }
    }

    /// Where the box stands: above the status row, no higher than its text.
    pub fn popup_area(&self) -> Option<Area> {
        let popup = self.popup.as_ref()?;
        let (width, height) = self.context.size;
        let room = height.saturating_sub(1);
        let rows = u16::try_from(popup.page.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(HEAD).min(room);
        Some(Area {
            x: 0,
            y: room - height,
            width,
            height,
        })
    }

    /// Scrolls the box. Whether there is one.
    pub(crate) fn scroll_popup(&mut self, by: isize) -> bool {
        let area = self.popup_area().unwrap_or_default();
        let rows = area.height.saturating_sub(HEAD);
        let Some(popup) = &mut self.popup else {
            return false;
        };
        let last = popup.page.len().saturating_sub(rows.into());
        popup.top = popup.top.saturating_add_signed(by).min(last);
        true
    }
}
