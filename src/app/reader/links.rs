//! Addresses of links, jumps within an article, and copying text.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::link_label::{address_in_letters, host_of, label};
use crate::app::message::{Effect, Item, Level, LinkUse};
use crate::app::outcome::Outcome;
use crate::document::{Link, LinkNumber};
use crate::input::{Command, Scope};
use crate::text::{address_in_ascii, host_in_letters};
use std::fmt::Display;

/// Where the address that a command means is found.
#[derive(Debug)]
pub(crate) enum Address {
    Known(String),
    /// In the file of an article that is not open.
    InFile(Item),
    None,
}

/// The address that a command means: of the link `count` or the focused link, else of the
/// article `item` itself, else of the only link of the open article.
pub(crate) fn address(
    reader: Option<&ReaderPane>,
    item: Option<&Item>,
    count: Option<LinkNumber>,
) -> Address {
    if let Some(number) = count.or(reader.and_then(ReaderPane::focused_link)) {
        let address = reader.and_then(|reader| reader.link_address(number));
        return address.map_or(Address::None, Address::Known);
    }
    let article = reader.and_then(ReaderPane::article);
    let open = article.filter(|article| item.is_some_and(|item| item.entry.is_at(&article.entry)));
    let (Some(reader), Some(open)) = (reader, open) else {
        return item.map_or(Address::None, |item| Address::InFile(item.clone()));
    };
    let own = open.address.as_deref();
    let own = own.map(|address| address_in_ascii(address).into_owned());
    let only = || reader.link_address(1).filter(|_| reader.links().len() == 1);
    own.or_else(only).map_or(Address::None, Address::Known)
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

    /// Whether a link is only in parts that cleaning rules cut, so that the page does not show it.
    pub(crate) fn cuts_link(&self, number: LinkNumber) -> bool {
        let exists = (1..=self.links().len()).contains(&(number as usize));
        let page = self.page().filter(|_| exists && self.is_whole());
        page.is_some_and(|page| !page.links(0..page.len()).contains(&number))
    }

    /// The text of a link that names another host than its address, and that host.
    pub(crate) fn misleading(&self, number: LinkNumber) -> Option<(String, String)> {
        let at = (number as usize).checked_sub(1)?;
        let address = &self.links().get(at)?.address;
        let texts = self.page()?.link_texts(self.links().len());
        let (said, misleads) = label(texts.get(at)?, address);
        misleads.then(|| (said.to_owned(), host_in_letters(host_of(address))))
    }

    /// Goes to an anchor of the article, given as `#name`.
    pub(crate) fn go_to_anchor(&mut self, address: &str, context: &mut Context) -> Outcome {
        let name = address.strip_prefix('#').unwrap_or(address);
        let position = self
            .article()
            .and_then(|article| article.document.anchor(name));
        if let Some(position) = position {
            self.go_to_section(position);
            Outcome::Scrolled
        } else {
            notify_no_link(Some(self), LinkUse::Open, context);
            Outcome::None
        }
    }

    /// Goes to an anchor that a link of another article names, now or when it is there.
    pub(crate) fn want_anchor(&mut self, name: &str) {
        self.wanted_anchor = Some(name.to_owned());
        self.go_to_wanted_anchor();
    }

    pub(crate) fn go_to_wanted_anchor(&mut self) {
        let (Some(article), Some(name)) = (self.article(), &self.wanted_anchor) else {
            return;
        };
        let position = article.document.place_of(name);
        if let Some(position) = position {
            self.go_to_section(position);
        }
        if position.is_some() || self.is_whole() {
            self.wanted_anchor = None;
        }
    }

    /// Copies the selected text, else the whole article with its title. When the article has
    /// not fully arrived, it is copied later.
    pub(crate) fn copy_text(&mut self, context: &mut Context) {
        let Some((from, to)) = self.selected() else {
            return self.copy_whole(context);
        };
        self.selection = None;
        if let Some(page) = self.page() {
            context.effect(Effect::Copy(page.text(from, to)));
        }
    }

    /// Copies the selected text, if there is any, which stays selected.
    pub(crate) fn copy_selected(&self, context: &mut Context) {
        let selected = self.selected().zip(self.page());
        let text = selected.map(|((from, to), page)| page.text(from, to));
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            context.effect(Effect::Copy(text));
        }
    }

    /// Copies the whole article with its title, as soon as it is there.
    fn copy_whole(&mut self, context: &mut Context) {
        self.copies_whole = self.is_loading();
        if self.copies_whole {
            return context.inform("notice.still-loading");
        }
        if let Some(page) = self.page() {
            let text = format!("{}\n\n{}", self.item.entry.title(), page.full_text());
            context.effect(Effect::Copy(text));
        }
    }

    /// Where the focused link leads, as the bottom row says it.
    pub(crate) fn focused_address(&self) -> Option<String> {
        let at = usize::try_from(self.focused_link()?).ok()?.checked_sub(1)?;
        let link = self.article()?.document.links.get(at)?;
        Some(address_in_letters(&link.address))
    }

    /// What is passed to a command: the selected text, else the whole article with its title.
    pub(crate) fn passed_text(&self) -> Option<String> {
        let page = self.page()?;
        Some(match self.selected() {
            Some((from, to)) => page.text(from, to),
            None => format!("{}\n\n{}\n", self.item.entry.title(), page.full_text()),
        })
    }

    /// Copies the whole article if that was requested before it had arrived.
    pub(crate) fn copy_if_requested(&mut self, context: &mut Context) {
        if self.is_whole() && self.copies_whole {
            self.copy_whole(context);
        }
    }
}

pub(crate) fn notify_no_link(
    reader: Option<&ReaderPane>,
    link_use: LinkUse,
    context: &mut Context,
) {
    let many = reader.is_some_and(|reader| reader.links().len() > 1);
    if !many && link_use == LinkUse::Copy {
        let keys = context.keymap.keys_of(Command::CopyText, Scope::Everywhere);
        let key = keys.into_iter().next().unwrap_or_default();
        let text = context.locale.fill("notice.no-address", &[("key", &key)]);
        return context.notify(Level::Hint, text);
    }
    if let Some(reader) = reader.filter(|reader| many && !reader.shows_link()) {
        let keys = context.keymap.keys_of(Command::Links, Scope::Reader);
        let key = keys.into_iter().next().unwrap_or_default();
        let count = reader.links().len();
        let values: &[(&str, &dyn Display)] = &[("key", &key), ("count", &count)];
        let text = context.locale.fill("notice.no-link-here", values);
        return context.notify(Level::Hint, text);
    }
    context.refuse(match context.size.0 {
        _ if !many => "notice.no-links",
        // Few rows are left for the links.
        ..60 => "notice.which-link-narrow",
        _ => "notice.which-link",
    });
}
