//! Pictures in the open article: what the terminal says of them, and what threads have read and drawn.

use super::{App, Focus, Message, Outcome};

impl App {
    /// An article that is read, not only previewed, shows its files if the setting says so.
    pub(super) fn show_local_pictures(&mut self) {
        if let Some(reader) = self.reader.as_mut().filter(|_| self.focus == Focus::Reader) {
            reader.show_local_pictures(&mut self.context);
        }
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
            _ => {
                reader.fit(&mut self.context);
                reader.draw_pictures(&mut self.context);
            }
        }
        Outcome::None
    }
}
