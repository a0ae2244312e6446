//! Addresses of links, jumps within an article, and copying text.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::message::{Effect, Listed};
use crate::app::outcome::Outcome;
use crate::document::{Link, LinkNumber};
use crate::text::address_in_ascii;

/// The address that a command means: of the link `count` or the focused link, else of the
/// article `item` itself, else of the only link of the open article.
pub(crate) fn address(
    reader: Option<&ReaderPane>,
    item: Option<&Listed>,
    count: Option<LinkNumber>,
) -> Option<String> {
    if let Some(number) = count.or(reader.and_then(ReaderPane::focused_link)) {
        return reader?.link_address(number);
    }
    let own = item.and_then(|item| item.entry.address.as_deref());
    let own = own.map(|address| address_in_ascii(address).into_owned());
    own.or_else(|| {
        let reader = reader?;
        (reader.links().len() == 1)
            .then(|| reader.link_address(1))
            .flatten()
    })
}

impl ReaderPane {
    /// The links of the article; none before it has arrived.
    pub(crate) fn links(&self) -> &[Link] {
        self.article()
            .map(|article| article.document.links.as_slice())
            .unwrap_or_default()
    }

    fn link_address(&self, number: LinkNumber) -> Option<String> {
        let at = (number as usize).checked_sub(1)?;
        let address = &self.links().get(at)?.address;
        // An anchor never leaves the article, so it keeps its letters.
        Some(if address.starts_with('#') {
            address.clone()
        } else {
            address_in_ascii(address).into_owned()
        })
    }

    /// Goes to an anchor of the article, given as `#name`.
    pub(crate) fn go_to_anchor(&mut self, address: &str, context: &mut Context) -> Outcome {
        let name = address.strip_prefix('#').unwrap_or(address);
        let position = self
            .article()
            .and_then(|article| article.document.anchor(name));
        if let Some(position) = position {
            self.go_to(position);
            Outcome::Scrolled
        } else {
            notify_no_link(Some(self), context);
            Outcome::None
        }
    }

    /// Copies the selected text, else the whole article with its title. When the article has
    /// not fully arrived, it is copied later.
    pub(crate) fn copy_text(&mut self, context: &mut Context) {
        let Some((from, to)) = self.selection.take() else {
            return self.copy_whole(context);
        };
        let (from, to) = (from.min(to), from.max(to));
        if let Some(page) = self.page() {
            context.effect(Effect::Copy(page.text(from, page.cluster_end(to))));
        }
    }

    /// Copies the whole article with its title, as soon as it is there.
    fn copy_whole(&mut self, context: &mut Context) {
        self.copies_whole = self.is_loading();
        if self.copies_whole {
            return context.inform("notice.still-loading");
        }
        if let Some(page) = self.page() {
            let text = format!("{}\n\n{}", self.item.entry.title, page.full_text());
            context.effect(Effect::Copy(text));
        }
    }

    /// Copies the whole article if that was requested before it had arrived.
    pub(crate) fn copy_if_requested(&mut self, context: &mut Context) {
        if self.is_whole() && self.copies_whole {
            self.copy_whole(context);
        }
    }
}

pub(crate) fn notify_no_link(reader: Option<&ReaderPane>, context: &mut Context) {
    let many = reader.is_some_and(|reader| reader.links().len() > 1);
    context.inform(if many {
        "notice.which-link"
    } else {
        "notice.no-links"
    });
}
