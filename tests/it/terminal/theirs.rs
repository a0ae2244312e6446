//! ratatui's own terminal, for comparison: draws the same frames and counts the bytes.

use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

/// Counts the bytes written to it.
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
        Self(terminal.expect("a counter never fails"), counter)
    }

    /// Draws a frame. Returns its size in bytes.
    pub fn frame(&mut self, buffer: &Buffer) -> usize {
        let before = self.1.0.get();
        self.0
            .draw(|frame| frame.buffer_mut().clone_from(buffer))
            .expect("a counter never fails");
        self.1.0.get() - before
    }
}
