//! The driver as a backend of ratatui, and the terminal of ratatui that draws with it.
//!
//! ratatui compares a frame with the last one by its own idea of widths, passes over the cells
//! that a wide cluster covers, and knows neither links nor scrolling. So [`Renderer::draw`] makes
//! it hand over every frame whole, and the driver compares.

use super::grid::{Slot, Tables};
use super::{Abilities, Screen};
use crate::text::WidthPolicy;
use crate::ui::Annotations;
use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};
use std::convert::Infallible;

/// Draws frames, and says what to send to the terminal.
#[derive(Debug)]
pub struct Renderer(Terminal<Screen>);

impl Default for Renderer {
    fn default() -> Self {
        Self::new(Abilities::default())
    }
}

impl Renderer {
    pub fn new(abilities: Abilities) -> Self {
        let Ok(terminal) = Terminal::new(Screen::new(abilities));
        Self(terminal)
    }

    pub fn screen(&mut self) -> &mut Screen {
        self.0.backend_mut()
    }

    /// Draws a frame. Returns the bytes that make the terminal show it; empty when it shows it
    /// already.
    pub fn draw(
        &mut self,
        (width, height): (u16, u16),
        policy: WidthPolicy,
        render: impl FnOnce(&mut Frame, &mut Annotations),
    ) -> &[u8] {
        let mut annotations = Annotations::new(width, height, policy);
        let screen = self.0.backend_mut();
        screen.lost |= screen.size != (width, height);
        screen.size = (width, height);
        screen.policy = policy;
        // Forgets the last frame, so that all cells are handed over.
        let Ok(()) = self.0.clear();
        let Ok(_) = self.0.draw(|frame| render(frame, &mut annotations));
        self.0.backend_mut().present(&annotations)
    }
}

impl Backend for Screen {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let width = usize::from(self.size.0);
        for (x, y, cell) in content {
            let row = self.wanted.chunks_mut(width).nth(usize::from(y));
            let row = row.unwrap_or_default();
            self.tables.put(row, usize::from(x), cell, self.policy);
        }
        Ok(())
    }

    /// Starts a frame: nothing is sent before it is complete.
    fn clear(&mut self) -> Result<(), Infallible> {
        if self.tables.full() {
            self.tables = Tables::new(self.abilities.narrow_lines);
            self.lost = true;
        }
        let cells = usize::from(self.size.0) * usize::from(self.size.1);
        self.wanted.clear();
        self.wanted.resize(cells, Slot::BLANK);
        Ok(())
    }

    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        self.clear()
    }

    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.size.into())
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.size.into(),
            pixels: Size::ZERO,
        })
    }

    /// `present` sends a frame, when its annotations are known.
    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    // The cursor is one of the annotations: it is placed even when it is hidden, for screen
    // readers.

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(Position::ORIGIN)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, _: P) -> Result<(), Infallible> {
        Ok(())
    }
}
