//! Text nodes: references that were escaped twice, and formulas and addresses in the text.

use super::inline::TextMode;
use super::paragraphs::paragraphs;
use super::run_style::RunStyle;
use super::state::BuildState;
use super::{code, code_box};
use crate::document::{Style, math};
use crate::text::{next_address, sanitize};
use std::borrow::Cow;

impl BuildState {
    pub fn text(&mut self, text: &str) {
        let (keeps_lines, ends_at_empty_lines) = (self.keeps_lines, self.ends_at_empty_lines);
        let inlines = &mut self.container().inlines;
        inlines.keeps_lines = keeps_lines;
        inlines.ends_at_empty_lines = ends_at_empty_lines;
        if inlines.mode == TextMode::Flow
            && !keeps_lines
            && let Some(paragraphs) = paragraphs(text)
        {
            for (nth, paragraph) in paragraphs.into_iter().enumerate() {
                if nth > 0 {
                    // Two breaks end a paragraph.
                    self.container().inlines.line_break();
                    self.container().inlines.line_break();
                }
                self.text(paragraph);
            }
            return;
        }
        let style = self.style;
        if self.in_code() {
            let text = match self.container().inlines.is_box {
                true => code_box::without_pictures(text),
                false => Cow::Borrowed(text),
            };
            // Tabs are expanded by column once the whole line is known.
            let text = code::sanitize(&text);
            self.container().inlines.push(&text, style);
        } else if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            self.container().inlines.push(text, style);
        } else if style.style.has(Style::CODE) || style.style.has(Style::KEYBOARD) {
            self.container().inlines.push(&sanitize(text), style);
        } else {
            self.prose(text, style);
        }
    }

    fn prose(&mut self, text: &str, style: RunStyle) {
        let decoded = self.double_escaped.decode(text);
        let Some(parts) = math::split(&decoded) else {
            return self.text_with_addresses(&sanitize(&decoded), style);
        };
        for part in parts {
            match part {
                math::Part::Text(text) => self.text_with_addresses(&sanitize(text), style),
                math::Part::Formula { tex, display } => self.tex(tex, display),
            }
        }
    }

    /// Adds text in which addresses become links. Such links are not numbered: their text is
    /// the address.
    fn text_with_addresses(&mut self, text: &str, style: RunStyle) {
        let mut done = 0;
        let may_link = style.link.is_none() && style.cut.is_none();
        while let Some((range, target)) = next_address(text, done).filter(|_| may_link) {
            let link = self.links.add_quiet(&target);
            let before = text.get(done..range.start).unwrap_or_default();
            self.container().inlines.push(before, style);
            let address = text.get(range.clone()).unwrap_or_default();
            let style = RunStyle { link, ..style };
            self.container().inlines.push(address, style);
            done = range.end;
        }
        let rest = text.get(done..).unwrap_or_default();
        self.container().inlines.push(rest, style);
    }
}
