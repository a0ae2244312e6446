//! A frame that a test draws by hand or from the app.

use kanbao::terminal::screen::Renderer;
use kanbao::text::WidthPolicy;
use kanbao::ui::{Annotations, Canvas};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

#[derive(Clone)]
pub struct Drawing {
    pub buffer: Buffer,
    pub annotations: Annotations,
}

impl Drawing {
    pub fn new(width: u16, height: u16, policy: WidthPolicy) -> Self {
        Self {
            buffer: Buffer::empty(Rect::new(0, 0, width, height)),
            annotations: Annotations::new(width, height, policy),
        }
    }

    pub fn canvas(&mut self) -> Canvas<'_> {
        Canvas {
            buffer: &mut self.buffer,
            annotations: &mut self.annotations,
        }
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    pub fn policy(&self) -> WidthPolicy {
        self.annotations.policy
    }

    /// The bytes that a renderer sends for this frame.
    pub fn send(&self, renderer: &mut Renderer) -> Vec<u8> {
        let Rect { width, height, .. } = self.area();
        let size = (width, height);
        let sent = renderer.draw(size, self.policy(), |frame, annotations| {
            frame.buffer_mut().clone_from(&self.buffer);
            annotations.clone_from(&self.annotations);
        });
        sent.to_vec()
    }
}
