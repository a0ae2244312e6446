//! Opening and copying links: of the open article by number, of the focused one, of the selected
//! article. A link to another article of the library opens that.

use super::linked::fragment;
use super::message::{Effect, Item, Job, Level, LinkUse, PictureUse};
use super::reader::links::{Address, address, notify_no_link};
use super::{App, Focus, Outcome, Popup, ReaderPane};
use crate::document::address::is_of_library;
use crate::document::{Block, BlockKind, Document, Link, LinkNumber};
use crate::input::{Command, Scope};
use crate::text::{percent_decode, sanitize_line};
use std::fmt::Display;
use std::sync::Arc;

impl App {
    /// The address of a link of the open article, or of the article that has the focus.
    fn address(&self, count: Option<LinkNumber>) -> Address {
        let item = match (self.focus, &self.reader) {
            (Focus::Reader, reader) => reader.as_ref().map(|reader| &reader.item),
            (Focus::List, _) => self.list.selected(),
        };
        address(self.reader.as_ref(), item, count)
    }

    /// `y`: copies a link, the path of the selected picture, or the address of the article.
    pub(super) fn copy_link(&mut self, count: Option<LinkNumber>) -> Outcome {
        let is_reading = count.is_none() && self.focus == Focus::Reader;
        match is_reading && self.use_picture(PictureUse::Copy) {
            true => Outcome::None,
            false => self.find_link(count, LinkUse::Copy),
        }
    }

    pub(super) fn find_link(&mut self, count: Option<LinkNumber>, link_use: LinkUse) -> Outcome {
        let reader = self.reader.as_ref();
        if let Some(number) = count.filter(|it| reader.is_some_and(|reader| reader.cuts_link(*it)))
        {
            let keys = self
                .context
                .keymap
                .keys_of(Command::ShowCut, Scope::Everywhere);
            let key = keys.into_iter().next().unwrap_or_default();
            let values: &[(&str, &dyn Display)] = &[("number", &number), ("key", &key)];
            let text = self.context.locale.fill("notice.link-cut", values);
            self.context.notify(Level::Hint, text);
            return Outcome::None;
        }
        match self.address(count) {
            Address::Known(address) => return self.use_link(Some(address), link_use),
            Address::None => return self.use_link(None, link_use),
            Address::InFile(item) => {
                let job = Job::Address { item, link_use };
                self.context.effect(Effect::Job(job));
            }
        }
        Outcome::None
    }

    /// Opens or copies a link, or reports that the article has no link.
    pub(super) fn use_link(&mut self, address: Option<String>, link_use: LinkUse) -> Outcome {
        match (address, &mut self.reader, link_use) {
            (address, _, LinkUse::Save) => self.save_page(address),
            (Some(address), _, LinkUse::Copy) => self.context.effect(Effect::Copy(address)),
            (Some(address), Some(reader), LinkUse::Open) if address.starts_with('#') => {
                return reader.go_to_anchor(&address, &mut self.context);
            }
            (Some(address), Some(reader), LinkUse::Open) if is_of_library(&address) => {
                let from = reader.item.clone();
                self.find_linked(from, address);
            }
            (Some(address), _, LinkUse::Open) => {
                self.context.effect(Effect::OpenAddress(address));
            }
            (None, reader, _) => {
                notify_no_link(reader.as_ref(), link_use, &mut self.context);
                if let Some(reader) = reader.as_mut().filter(|reader| reader.shows_link()) {
                    reader.set_numbered(true, &mut self.context);
                }
            }
        }
        Outcome::None
    }

    /// Looks for the article that a link names. The list may be long, so a thread does.
    fn find_linked(&mut self, from: Item, address: String) {
        let all = Arc::clone(&self.list.all);
        let job = Job::Linked(from, address, all, self.site_pages());
        self.context.effect(Effect::Job(job));
    }

    /// The answer to [`Job::Linked`]. Nothing is opened if the user has gone on meanwhile.
    pub(super) fn open_linked(&mut self, from: &Item, address: &str, found: Option<Item>) {
        let reader = self.reader.as_ref();
        let is_there = reader.is_some_and(|reader| reader.item.entry.is_at(&from.entry));
        if !is_there || self.focus != Focus::Reader {
            return;
        }
        let Some(item) = found else {
            let path = sanitize_line(&percent_decode(address));
            let text = self
                .context
                .locale
                .fill("notice.not-in-library", &[("path", &path)]);
            return self.context.notify(Level::Warning, text);
        };
        let before = self.before_jump();
        self.resume(&item);
        if let (Some(reader), Some(name)) = (&mut self.reader, fragment(address)) {
            reader.want_anchor(name);
        }
        self.after_scroll();
        self.note_jump(before);
    }

    /// Opens a link, the focused footnote, or the article's own address. A link whose text names
    /// another host is opened when that has been said.
    pub(super) fn open_link(&mut self, count: Option<LinkNumber>) -> Outcome {
        if count.is_none() && self.focus == Focus::Reader && self.use_picture(PictureUse::Open) {
            return Outcome::None;
        }
        let reader = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let note = reader.and_then(ReaderPane::focused_footnote);
        if let (None, Some(reader), Some(note)) = (count, reader, note) {
            return reader.show_footnote(note, &self.context);
        }
        let link = count.or(reader.and_then(ReaderPane::focused_link));
        match link.is_some_and(|link| self.warns_of(link)) {
            true => Outcome::None,
            false => self.find_link(count, LinkUse::Open),
        }
    }

    /// Says that the text of a link names another host, unless that was just said. Whether it did.
    pub(super) fn warns_of(&mut self, link: LinkNumber) -> bool {
        let reader = self.reader.as_ref();
        let misleading = reader.and_then(|reader| reader.misleading(link));
        let was_said = self.warned.take() == Some(link);
        let Some((said, host)) = misleading.filter(|_| !was_said) else {
            return false;
        };
        self.warned = Some(link);
        let values: &[(&str, &dyn Display)] = &[("said", &said), ("host", &host)];
        let text = self.context.locale.fill("notice.link-misleads", values);
        self.context.notify(Level::Warning, text);
        true
    }

    /// A link cannot be opened here: shows its whole address, as a link that the terminal can open
    /// and as a QR code.
    pub(super) fn show_link(&mut self, address: &str, copied: bool) {
        let mut block = Block::paragraph(address);
        if let BlockKind::Paragraph { text, .. } = &mut block.kind {
            text.runs.iter_mut().for_each(|run| run.link = Some(1));
        }
        let link = Link {
            address: address.to_owned(),
            quiet: true,
        };
        let document = Document {
            blocks: vec![block],
            links: vec![link],
            ..Document::default()
        };
        let title = match copied {
            true => "popup.link-copied",
            false => "popup.link-shown",
        };
        let title = self.context.locale.text(title).to_owned();
        let popup = Popup::new(title, document, &self.context);
        self.overlay.popup = Some(popup.with_code(address, &self.context));
    }
}
