//! A short document in a box at the foot of the screen: a footnote, a whole address, a problem.

use crate::app::area::Area;
use crate::app::context::Context;
use crate::app::motion::Motion;
use crate::document::Document;
use crate::typeset::{Indent, Options, Page};

/// Rows of the title.
const HEAD: u16 = 1;

#[derive(Debug)]
pub struct Popup {
    pub title: String,
    document: Document,
    pub page: Page,
    /// The first visible line.
    pub top: usize,
}

impl Popup {
    pub(crate) fn new(title: String, mut document: Document, context: &Context) -> Self {
        document.number();
        let mut popup = Self {
            title,
            document,
            page: Page::default(),
            top: 0,
        };
        popup.fit(context);
        popup
    }

    /// Typesets the document for the width of the screen.
    pub(crate) fn fit(&mut self, context: &Context) {
        let options = Options {
            measure: context.size.0.saturating_sub(4).clamp(1, 76),
            indent: Indent::Blank,
            link_numbers: false,
            ..context.settings.options
        };
        self.page = Page::new(&self.document, &options);
        self.top = 0;
    }

    /// The area of the box: above the status row, no higher than its text.
    pub(crate) fn area(&self, (width, height): (u16, u16)) -> Area {
        let room = height.saturating_sub(1);
        let rows = u16::try_from(self.page.len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(HEAD).min(room);
        Area {
            x: 0,
            y: room - height,
            width,
            height,
        }
    }

    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) {
        let area = self.area(context.size);
        let rows = area.height.saturating_sub(HEAD);
        let last = self.page.len().saturating_sub(rows.into());
        self.top = motion.resolve(area.height).from(self.top, last);
    }
}
