//! The full text of an article in place of its summary.

use super::article_view::options;
use super::full_text_state::FullText;
use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::message::{Effect, Job, Level, Ticket};
use crate::text::sanitize_line;
use std::sync::Arc;

impl ReaderPane {
    /// Asks for the page of the article. Its text comes as if the file had changed.
    pub(crate) fn ask_for_full_text(&mut self, context: &mut Context) {
        let ticket = context.ticket();
        self.reloading = Some(ticket);
        self.full_text = FullText::Asked(ticket);
        context.inform("notice.fetching-page");
        context.effect(Effect::Job(Job::FullText {
            ticket,
            item: self.item.clone(),
            options: options(context, self.sideways, self.numbered),
        }));
    }

    /// Asks for the text before that of the page.
    pub(crate) fn ask_for_summary(&mut self, context: &mut Context) {
        let FullText::Shown(text) = std::mem::take(&mut self.full_text) else {
            return;
        };
        let ticket = context.ticket();
        self.reloading = Some(ticket);
        context.effect(Effect::Job(Job::Summary {
            ticket,
            item: self.item.clone(),
            options: options(context, self.sideways, self.numbered),
            text,
        }));
    }

    /// Another article follows.
    pub(crate) fn leave_page(&self, context: &mut Context) {
        if matches!(self.full_text, FullText::Asked(_)) {
            context.effect(Effect::Job(Job::LeavePage));
        }
    }

    /// The page is there, with the text before it; or why it is not used.
    pub(crate) fn full_text_found(
        &mut self,
        ticket: Ticket,
        found: Result<Arc<str>, String>,
        context: &mut Context,
    ) {
        if !matches!(self.full_text, FullText::Asked(asked) if asked == ticket) {
            return;
        }
        match found {
            Ok(summary) => self.full_text = FullText::Shown(summary),
            Err(error) => {
                self.full_text = FullText::None;
                self.reloading.take_if(|expected| *expected == ticket);
                context.notify(Level::Warning, sanitize_line(&error));
            }
        }
    }
}
