//! A short document in a box at the foot of the screen: a footnote, a whole address, a problem.

use super::qr_code::QrCode;
use crate::app::area::Area;
use crate::app::context::Context;
use crate::app::motion::Motion;
use crate::document::address::is_outward;
use crate::document::{Document, LinkNumber};
use crate::typeset::{Indent, NumberedLinks, Options, Page};

/// Rows of the title.
const HEAD: u16 = 1;

#[derive(Debug)]
pub struct Popup {
    pub title: String,
    document: Document,
    pub page: Page,
    /// The first visible line.
    pub top: usize,
    /// An address that is also shown as a QR code, where there is room.
    coded: Option<String>,
    pub code: Option<QrCode>,
}

impl Popup {
    pub(crate) fn new(title: String, mut document: Document, context: &Context) -> Self {
        document.number();
        let mut popup = Self {
            title,
            document,
            page: Page::default(),
            top: 0,
            coded: None,
            code: None,
        };
        popup.fit(context);
        popup
    }

    /// The same with the QR code of an address below the text.
    pub(crate) fn with_code(mut self, address: &str, context: &Context) -> Self {
        self.coded = Some(address.to_owned());
        self.fit(context);
        self
    }

    /// Typesets the document for the width of the screen.
    pub(crate) fn fit(&mut self, context: &Context) {
        let options = Options {
            measure: context.size.0.saturating_sub(4).clamp(1, 76),
            indent: Indent::Blank,
            numbered_links: NumberedLinks::None,
            ..context.settings.options
        };
        self.page = Page::new(&self.document, &options);
        self.top = 0;
        let (width, height) = context.size;
        let used = self.lines().saturating_add(HEAD + 1);
        let room = (width, height.saturating_sub(used));
        let code = |text: &String| QrCode::new(text, room, options.width);
        self.code = self.coded.as_ref().and_then(code);
    }

    /// The address of a link of the text.
    pub fn address(&self, link: LinkNumber) -> Option<&str> {
        let at = (link as usize).checked_sub(1)?;
        let link = self.document.links.get(at)?;
        Some(&link.address)
            .filter(|address| is_outward(address))
            .map(String::as_str)
    }

    fn lines(&self) -> u16 {
        u16::try_from(self.page.len()).unwrap_or(u16::MAX)
    }

    /// The area of the box: above the status row, no higher than its text and code.
    pub(crate) fn area(&self, (width, height): (u16, u16)) -> Area {
        let room = height.saturating_sub(1);
        let rows = self.lines().saturating_add(HEAD);
        let rows = rows.saturating_add(self.code.as_ref().map_or(0, QrCode::rows));
        let height = rows.min(room);
        Area {
            x: 0,
            y: room - height,
            width,
            height,
        }
    }

    pub(crate) fn motion(&mut self, motion: Motion, context: &Context) {
        let area = self.area(context.size);
        let code = self.code.as_ref().map_or(0, QrCode::rows);
        let rows = area.height.saturating_sub(HEAD + code);
        let last = self.page.len().saturating_sub(rows.into());
        self.top = motion.resolve(area.height).from(self.top, last);
    }
}
