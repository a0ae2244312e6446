//! Pictures in the open article: what the terminal says of them, and what threads have read and drawn.

use super::message::PictureUse;
use super::{App, Effect, Focus, Message, Outcome, ReaderPane};
use crate::document::embedded::is_named;

impl App {
    /// An article that is read, not only previewed, shows its files if the setting says so.
    pub(super) fn show_local_pictures(&mut self) {
        if let Some(reader) = self.reader.as_mut().filter(|_| self.focus == Focus::Reader) {
            reader.show_local_pictures(&mut self.context);
        }
    }

    /// Another article follows: the pictures and the page of this one are not needed any more,
    /// and a press on its text selects nothing.
    pub(super) fn leave_article(&mut self) {
        self.press = None;
        if let Some(reader) = &mut self.reader {
            reader.pictures.forget(&mut self.context);
            reader.leave_page(&mut self.context);
        }
    }

    /// Opens the selected picture, or copies its path, if it is a file. Whether one is selected.
    pub(super) fn use_picture(&mut self, picture_use: PictureUse) -> bool {
        let Some(reader) = &self.reader else {
            return false;
        };
        let Some(source) = reader.picture_to_open() else {
            return false;
        };
        match source.file.as_deref() {
            None => return false,
            Some(file) if is_named(file) => self.context.refuse("notice.picture-inside"),
            Some(_) => {
                let item = reader.item.clone();
                let effect = Effect::UsePicture(item, source, picture_use);
                self.context.effect(effect);
            }
        }
        true
    }

    pub(super) fn take_picture(&mut self, message: Message) -> Outcome {
        if let Message::Graphics(graphics) = message {
            self.context.graphics = graphics;
        }
        let Some(reader) = &mut self.reader else {
            return Outcome::None;
        };
        match message {
            Message::PictureRead(ticket, result) => {
                return reader.picture_read(ticket, result, &mut self.context);
            }
            Message::PictureDrawn(ticket, drawing) => reader.picture_drawn(ticket, drawing),
            Message::PicturePrepared(ticket) => reader.picture_prepared(ticket),
            _ => {
                reader.fit(&mut self.context);
                reader.draw_pictures(&mut self.context);
            }
        }
        Outcome::None
    }

    /// While the article scrolls over a link that may be slow, pictures that would be sent again wait for
    /// a pause, as the preview does. Then the rows in sight are encoded.
    pub(super) fn pace_pictures(&mut self) {
        let now = self.context.now;
        let is_costly = self.context.graphics.is_costly();
        let top = self.reader.as_ref().map(|reader| reader.top);
        let has_moved = std::mem::replace(&mut self.pictures.top, top) != top;
        let has_rasters = |reader: &ReaderPane| reader.pictures.rasters().next().is_some();
        if has_moved && is_costly && self.reader.as_ref().is_some_and(has_rasters) {
            self.pictures.due = Some(now + self.preview.pause());
        }
        self.pictures.due.take_if(|due| *due <= now || !is_costly);
        if let Some(reader) = self.reader.as_mut().filter(|_| self.pictures.due.is_none()) {
            reader.prepare_pictures(&mut self.context);
        }
    }

    /// Whether pictures wait for a pause.
    pub fn holds_pictures(&self) -> bool {
        self.pictures.due.is_some()
    }
}
