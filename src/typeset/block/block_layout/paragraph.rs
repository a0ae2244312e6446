//! Paragraphs: their language, indent and lines.

use super::frames::NARROWEST;
use super::{LayoutContext, Typesetter, full_width};
use crate::document::{Align, ParagraphRole, Text};
use crate::role::Role;
use crate::text::{Language, Script, script};
use crate::typeset::block::marker;
use crate::typeset::block::verse::is_verse;
use crate::typeset::inline::layout::{LineFlags, Setting, layout};
use crate::typeset::inline::ruby::Headroom;
use crate::typeset::lines::LineKind;
use crate::typeset::runs::{Joint, TextStyle};
use crate::typeset::{Indent, Ruby};

/// Characters that are looked at to tell the language of a text.
const SAMPLE: usize = 150;

/// The longest formula, in characters, that is moved to the next line rather than broken.
const FORMULA: usize = 30;

impl Typesetter<'_> {
    /// The language of a text: its own, else that of most of the letters at its beginning. In
    /// a Chinese or Japanese article a text is foreign only if it has none of its characters,
    /// however many foreign names stand in it.
    pub fn language_of(&self, text: &Text) -> Language {
        text.language.unwrap_or_else(|| {
            let letters = || text.runs.iter().flat_map(|run| run.text.chars());
            let native = |c: char| matches!(script(c), Script::Han | Script::Kana);
            match Language::detect_chars(letters().take(SAMPLE), self.language) {
                Language::Latin if full_width(self.language) && letters().any(native) => {
                    self.language
                }
                language => language,
            }
        })
    }

    pub(crate) fn paragraph(
        &mut self,
        text: &Text,
        role: ParagraphRole,
        align: Align,
        around: LayoutContext,
    ) {
        let (look, align) = match role {
            ParagraphRole::Body => (around.role, align),
            ParagraphRole::Lead => (Role::Lead, align),
            ParagraphRole::Credit => (Role::Credit, Align::End),
            ParagraphRole::Notice => (Role::Notice, align),
        };
        let look = if around.role == Role::Cut {
            Role::Cut
        } else {
            look
        };
        let mut setting = self.setting(text, around);
        let language = setting.language;
        let indents = match self.options.indent {
            Indent::Auto => full_width(language),
            Indent::Blank => false,
            Indent::Indent | Indent::Both => true,
        };
        let align = if align == Align::Start {
            around.align
        } else {
            align
        };
        let indents =
            indents && around.prose && role == ParagraphRole::Body && align == Align::Start;
        if indents && is_verse(text, self.options.width) {
            let inner = self.enter("    ", "    ", look, None, around);
            let setting = self.setting(text, inner);
            self.text(text, look, &setting, align, inner);
            self.leave(inner, false);
            return;
        }
        if indents {
            setting.indent = match (full_width(language), around.width) {
                (_, ..8) => 0,
                (_, ..24) => 2,
                _ => 4,
            };
        }
        if around.handmade && align == Align::Start {
            let outdent = marker::handmade(&text.plain(), self.options.width);
            if outdent + NARROWEST <= around.width {
                setting = Setting::new(self.options, language, around.width - outdent);
                setting.outdent = outdent;
            }
        }
        self.text(text, look, &setting, align, around);
    }

    /// Sets a text; returns whether anything of it is shown.
    pub fn text(
        &mut self,
        text: &Text,
        role: Role,
        setting: &Setting,
        align: Align,
        around: LayoutContext,
    ) -> bool {
        let Some(index) = self.add(text, role, around) else {
            return false;
        };
        if let Some(shown) = self.texts.all.get_mut(index) {
            shown.grid = setting.grid;
        }
        let mut lines = std::mem::take(&mut self.lines);
        lines.clear();
        layout(
            self.texts.of(index),
            &self.protected,
            setting,
            &mut self.scratch,
            &mut lines,
        );
        let mut led = false;
        for line in &lines {
            let first = line.flags.has(LineFlags::FIRST);
            let indent = if first {
                setting.indent
            } else {
                setting.outdent
            };
            let indent = indent.min(around.width.saturating_sub(line.cells));
            let slack = around.width.saturating_sub(line.cells);
            let indent = match align {
                Align::Start => indent,
                Align::Center => slack / 2,
                Align::End => slack,
            };
            let full = match align {
                Align::Start => setting.room(first),
                _ => line.cells,
            };
            let (text, line) = (index as u32, *line);
            if !self.texts.readings_of(index, line).is_empty() {
                // The empty row between the lines is theirs, if there is one.
                if led {
                    self.rows.lines.pop();
                }
                self.push(LineKind::Readings { text, line, full }, around, indent);
            }
            self.push(LineKind::Text { text, line, full }, around, indent);
            led = false;
            if !line.flags.has(LineFlags::LAST) && around.prose {
                for _ in 0..self.options.leading.min(2) {
                    self.push(LineKind::Blank, around, 0);
                    led = true;
                }
            }
        }
        self.lines = lines;
        true
    }

    /// Adds a text to the page; its protected ranges are in `self.protected` then.
    pub fn add(&mut self, text: &Text, role: Role, around: LayoutContext) -> Option<usize> {
        self.protected.clear();
        let look = TextStyle {
            role,
            style: around.style,
            joint: if self.texts.all.is_empty() {
                Joint::Cell
            } else {
                self.joint
            },
            echo: around.echo,
            above: (self.options.ruby == Ruby::Above && !around.cell).then_some(Headroom {
                width: self.options.width,
                room: around.width,
            }),
            formula: FORMULA.min(usize::from(around.width.saturating_sub(4))),
        };
        let index = self.texts.add(
            text,
            look,
            self.document,
            self.options.link_numbers,
            self.options.show_cut,
            &mut self.protected,
        )?;
        self.joint = around.joint;
        Some(index)
    }
}
