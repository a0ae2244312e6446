//! Opening and copying links and text.

use crate::app::{App, Effect, Focus, Level};
use crate::document::{Block, Document, LinkNumber};
use crate::text::address_in_ascii;

impl App {
    /// The address that a count or Tab names; else the article's own; else its only link.
    fn address(&self, count: Option<LinkNumber>) -> Option<String> {
        let reader = self.reader.as_ref();
        let links = reader
            .and_then(|reader| reader.article())
            .map(|article| &article.document.links);
        // The name of an anchor stays as the link has it, and never leaves the article.
        let numbered = |number: LinkNumber| {
            let at = (number as usize).checked_sub(1)?;
            let address = &links?.get(at)?.address;
            Some(match address.starts_with('#') {
                true => address.clone(),
                false => address_in_ascii(address).into_owned(),
            })
        };
        if let Some(number) = count.or(reader.and_then(|reader| reader.link())) {
            return numbered(number);
        }
        let item = match self.focus {
            Focus::Reader => reader.map(|reader| &reader.item),
            Focus::List => self.list.selected(),
        };
        let own = item
            .and_then(|item| item.entry.address.as_deref())
            .map(|address| address_in_ascii(address).into_owned());
        own.or_else(|| links.filter(|links| links.len() == 1).and(numbered(1)))
    }

    pub(crate) fn open_link(&mut self, count: Option<LinkNumber>) {
        if let (None, Focus::Reader, Some(note)) = (count, self.focus, self.chosen_note()) {
            self.show_note(note);
            return;
        }
        match self.address(count) {
            Some(address) if address.starts_with('#') => self.jump(&address),
            Some(address) => self.context.effect(Effect::OpenAddress(address)),
            None => self.no_link(),
        }
    }

    pub(crate) fn copy_link(&mut self, count: Option<LinkNumber>) {
        match self.address(count) {
            Some(address) => self.context.effect(Effect::Copy(address)),
            None => self.no_link(),
        }
    }

    /// Says that a link was copied and shows it whole, in a box if it is long.
    pub(crate) fn link_copied(&mut self, address: &str) {
        let text = self
            .context
            .locale
            .fill("notice.link-remote", &[("address", &address)]);
        let room = usize::from(self.context.size.0.saturating_sub(2));
        if self.context.settings.options.width.str(&text) <= room {
            self.context.notify(Level::Info, text);
            return;
        }
        let document = Document {
            blocks: vec![Block::paragraph(address)],
            ..Document::default()
        };
        let title = self.context.locale.text("popup.link-copied").to_owned();
        self.pop_up(title, document);
    }

    fn no_link(&mut self) {
        let many = self
            .reader
            .as_ref()
            .and_then(|reader| reader.article())
            .is_some_and(|article| article.document.links.len() > 1);
        let key = if many {
            "notice.which-link"
        } else {
            "notice.no-links"
        };
        self.context.inform(key);
    }

    /// Goes to an anchor of the same article.
    fn jump(&mut self, address: &str) {
        let name = address.strip_prefix('#').unwrap_or(address);
        let Some(reader) = &mut self.reader else {
            return;
        };
        let place = reader
            .article()
            .and_then(|article| article.document.anchor(name));
        if let Some(place) = place {
            reader.go_to(place);
            self.scrolled();
        } else {
            self.no_link();
        }
    }

    /// Copies the marked text, else the whole article with its title.
    pub(crate) fn copy_text(&mut self) {
        let Some(reader) = &mut self.reader else {
            self.context.inform("notice.nothing-to-copy");
            return;
        };
        if reader.selection.is_none() && reader.is_loading() {
            reader.copies_whole = true;
            return self.tell_still_loading();
        }
        let Some(page) = reader.page().cloned() else {
            return;
        };
        let text = match reader.selection.take() {
            Some((from, to)) => {
                let (from, to) = (from.min(to), from.max(to));
                page.text(from, page.cluster_end(to))
            }
            None => format!("{}\n\n{}", reader.item.entry.title, page.full_text()),
        };
        self.context.effect(Effect::Copy(text));
    }
}
