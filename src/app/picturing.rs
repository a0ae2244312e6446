//! Pictures in the open article: what the terminal says of them, and what threads have read and drawn.

use super::{App, Message, Outcome};

impl App {
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
            _ => reader.fit(&mut self.context),
        }
        Outcome::None
    }
}
