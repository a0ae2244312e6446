//! What a frame shows of the list and the article, how far it has moved in the next one, and where
//! clicks are keys.

use crate::app::{App, Message};
use crate::input::Input;
use crate::ui::{Button, Moved};
use std::sync::Arc;

/// What the last frame showed.
#[derive(Debug, Default)]
pub struct InSight {
    /// The page of the article, by its address in memory, and its first line.
    article: Option<(usize, usize)>,
    /// The first article of the list.
    list: usize,
    /// The hints that take clicks.
    pub buttons: Vec<Button>,
}

impl InSight {
    /// What the user did: a click on a hint is its key.
    pub fn meant(&self, input: Input) -> Message {
        Message::Input(Button::meant(&self.buttons, input))
    }

    /// How far the rows of the article or the list moved since this was asked last. This is a hint:
    /// the screen driver checks whether scrolling is shorter.
    pub fn moved(&mut self, app: &App) -> Option<Moved> {
        let article = self.article_moved(app);
        let list = self.list_moved(app);
        article.or(list)
    }

    fn list_moved(&mut self, app: &App) -> Option<Moved> {
        let before = std::mem::replace(&mut self.list, app.list.top);
        let (area, by) = app.list.rows_scrolled(before, &app.context)?;
        let area = area.into();
        Some(Moved { area, by })
    }

    fn article_moved(&mut self, app: &App) -> Option<Moved> {
        let reader = app.reader.as_ref();
        let shown =
            reader.and_then(|reader| Some((Arc::as_ptr(reader.page()?) as usize, reader.top)));
        let before = std::mem::replace(&mut self.article, shown);
        let ((page, top), (old_page, old_top)) = (shown?, before?);
        let by = i32::try_from(top).ok()? - i32::try_from(old_top).ok()?;
        let area = app.context.layout.reader?;
        let area = area.into();
        (page == old_page && by != 0).then_some(Moved { area, by })
    }
}
