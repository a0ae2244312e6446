//! ratatui's own terminal, to be measured against: it draws the same frames, and its bytes
//! are counted.

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

/// Counts what is written.
#[derive(Clone, Default)]
struct Counter(Rc<Cell<usize>>);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub struct Theirs(Terminal<CrosstermBackend<Counter>>, Counter);

impl Theirs {
    pub fn new(width: u16, height: u16) -> Self {
        crossterm::style::force_color_output(true);
        let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
        let counter = Counter::default();
        let backend = CrosstermBackend::new(counter.clone());
        let terminal = Terminal::with_options(backend, TerminalOptions { viewport });
        Self(terminal.expect("a counter takes all"), counter)
    }

    /// The bytes of a frame.
    pub fn frame(&mut self, buffer: &Buffer) -> usize {
        let before = self.1.0.get();
        self.0
            .draw(|frame| frame.buffer_mut().clone_from(buffer))
            .expect("a counter takes all");
        self.1.0.get() - before
    }
}
