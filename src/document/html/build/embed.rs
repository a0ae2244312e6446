//! What stands in a text and is none: formulas, pictures, players, the boxes of tasks.

use super::builder::{Builder, Close};
use super::inline::{Mode, RunStyle};
use super::{image, media};
use crate::document::html::dom::tree::Node;
use crate::document::{Block, BlockKind, Image, MediaKind, Style, Text, math};
use crate::text::sanitize;

/// Elements within a line that a picture may be wrapped in.
const WRAPS: &[&str] = &["a", "b", "em", "i", "span", "strong", "code", "font", "u"];

/// The character that stands behind an element on the same line, but for blanks and pictures.
fn behind(node: Node<'_>) -> Option<char> {
    let mut at = node;
    for _ in 0..16 {
        let Some(next) = at.next_sibling() else {
            at = at.parent()?;
            if !WRAPS.contains(&at.name()?) {
                return None;
            }
            continue;
        };
        at = next;
        let wrapped = at.name().is_some_and(|name| WRAPS.contains(&name));
        let text = match at.text() {
            Some(text) => text,
            None if wrapped => at
                .descendants()
                .take(16)
                .find_map(Node::text)
                .unwrap_or_default(),
            None if at.is("img") => "",
            None => return None,
        };
        let first = text
            .trim_start_matches([' ', '\t', '\u{a0}'])
            .chars()
            .next();
        if first.is_some() {
            return first.filter(|c| !c.is_whitespace());
        }
    }
    None
}

impl Builder {
    pub fn formula(&mut self, tex: &str, display: bool) {
        let shown = math::unicode(tex);
        self.formula_text(&shown, tex, display);
    }

    pub fn formula_text(&mut self, shown: &str, source: &str, display: bool) {
        let shown = crate::text::sanitize(shown).trim().to_owned();
        if shown.is_empty() {
            return;
        }
        let block_level = display && self.flow().inlines.mode == Mode::Flow;
        if block_level {
            self.end_paragraph();
            let text = self
                .flow()
                .text(vec![RunStyle::default().with(Style::MATH).run(&shown)]);
            let source = sanitize(source).trim().to_owned();
            self.push_block(BlockKind::Math { text, source }.into());
        } else {
            let look = self.look.with(Style::MATH);
            self.flow().inlines.visible(&shown.replace('\n', " "), look);
        }
    }

    pub fn picture(&mut self, node: Node<'_>) {
        match image::picture(node, &mut self.links) {
            image::Picture::Nothing => {}
            image::Picture::Inline(label) => {
                let look = self.look.with(Style::IMAGE);
                self.flow().inlines.visible(&label, look);
            }
            image::Picture::Formula { tex, display } => {
                let alone = display && self.flow().inlines.is_empty();
                self.formula(&tex, alone);
            }
            image::Picture::Figure(mut image) => {
                let link = self.look.link.filter(|link| Some(*link) != image.link);
                image.target = link.filter(|link| self.links.leads_on(*link));
                self.figure(image, node);
            }
            image::Picture::Unreachable(name) if self.flow().mode == Mode::Flow => {
                let image = Image {
                    label: Text::new(name),
                    target: self.look.link.filter(|link| self.links.leads_on(*link)),
                    ..Image::default()
                };
                self.figure(image, node);
            }
            image::Picture::Unreachable(_) => {}
        }
    }

    /// A picture is a block; where only text may stand, it is its label.
    fn figure(&mut self, image: Image, node: Node<'_>) {
        let in_sentence = self.is_in_sentence(node);
        match self.flow().mode {
            Mode::Flow if in_sentence => {}
            Mode::Flow => self.end_paragraph(),
            _ if image.label.is_blank() => {}
            _ => {
                let mut look = self.look.with(Style::IMAGE);
                look.link = image.link.or(look.link);
                let label = image.label.plain();
                self.flow().inlines.visible(&label, look);
                return;
            }
        }
        let figure = BlockKind::Figure {
            images: vec![image],
            caption: None,
        };
        let mut block = Block::from(figure);
        if in_sentence {
            block.cut = self.look.cut;
            self.flow().within.push(block);
        } else {
            self.push_block(block);
        }
    }

    /// Whether a picture stands within a sentence, which goes on behind it on the same line.
    fn is_in_sentence(&mut self, node: Node<'_>) -> bool {
        let flow = self.flow();
        if flow.mode != Mode::Flow || flow.nested > 0 {
            return false;
        }
        let (Some(before), Some(after)) = (flow.inlines.on_line(), behind(node)) else {
            return false;
        };
        let ended = "。！？…：；.!?:;」』”".contains(before);
        let goes_on = "，。、；：！？）」』”,.;:!?)".contains(after);
        goes_on || !ended
    }

    /// A player or an embedded page. Returns whether it leads anywhere.
    pub fn media(&mut self, node: Node<'_>, kind: MediaKind) -> bool {
        let Some(block) = media::block(node, kind, &mut self.links) else {
            return false;
        };
        match block.kind {
            BlockKind::Media { text, .. } if self.flow().mode != Mode::Flow => {
                for run in &text.runs {
                    let look = RunStyle {
                        link: run.link,
                        ..self.look
                    };
                    self.flow().inlines.visible(&run.text, look);
                }
            }
            _ => {
                self.end_paragraph();
                self.push_block(block);
            }
        }
        true
    }

    /// The box of a task. Other controls show nothing.
    pub fn input(&mut self, node: Node<'_>) {
        let checkbox = node
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if !checkbox {
            return;
        }
        let checked = node.attribute("checked").is_some();
        let item = self
            .frames
            .iter()
            .rev()
            .take(3)
            .any(|frame| matches!(frame.close, Close::Item { .. }));
        let flow = self.flow();
        if item && flow.inlines.is_empty() && flow.blocks.is_empty() {
            flow.checked = Some(checked);
        }
    }
}
