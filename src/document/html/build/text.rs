//! The characters of text nodes: what is escaped twice, formulas and addresses in them.

use super::builder::Builder;
use super::code;
use super::inline::{self, Mode, RunStyle};
use crate::document::{Style, math};
use crate::text::{next_address, sanitize};
use std::borrow::Cow;

impl Builder {
    pub fn text(&mut self, text: &str) {
        let keeps_lines = self.keeps_lines;
        self.flow().inlines.keeps_lines = keeps_lines;
        if self.flow().inlines.mode == Mode::Flow
            && !keeps_lines
            && let Some(paragraphs) = inline::paragraphs(text)
        {
            for (nth, paragraph) in paragraphs.into_iter().enumerate() {
                if nth > 0 {
                    self.flow().inlines.line_break();
                    self.flow().inlines.line_break();
                }
                self.text(paragraph);
            }
            return;
        }
        let look = self.look;
        let clean: Cow<'_, str>;
        let decoded;
        let text: &str = if self.in_code() {
            // Tabs are expanded by column once the whole line is known.
            clean = code::sanitize(text).into();
            &clean
        } else if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
            text
        } else {
            let code = look.style.has(Style::CODE) || look.style.has(Style::KEYBOARD);
            decoded = if code {
                Cow::Borrowed(text)
            } else {
                self.twice.decode(text)
            };
            if !code && let Some(parts) = math::split(&decoded) {
                for part in parts {
                    match part {
                        math::Part::Text(text) => {
                            let text = sanitize(text);
                            self.text_with_addresses(&text, look);
                        }
                        math::Part::Formula { tex, display } => self.formula(tex, display),
                    }
                }
                return;
            }
            if !code {
                let decoded = sanitize(&decoded);
                return self.text_with_addresses(&decoded, look);
            }
            clean = sanitize(&decoded);
            &clean
        };
        self.flow().inlines.push(text, look);
    }

    /// A text whose addresses are links. They need no number: they say where they lead.
    fn text_with_addresses(&mut self, text: &str, look: RunStyle) {
        let mut done = 0;
        let bare = look.link.is_none() && look.cut.is_none();
        while let Some((range, target)) = next_address(text, done).filter(|_| bare) {
            let link = self.links.number(&target, true);
            let before = text.get(done..range.start).unwrap_or_default();
            self.flow().inlines.push(before, look);
            let address = text.get(range.clone()).unwrap_or_default();
            self.flow().inlines.push(address, RunStyle { link, ..look });
            done = range.end;
        }
        let rest = text.get(done..).unwrap_or_default();
        self.flow().inlines.push(rest, look);
    }
}
