//! Inline content that is not text: formulas, pictures, players, checkboxes of tasks.

use super::inline::TextMode;
use super::run_style::RunStyle;
use super::state::{BuildState, EndAction};
use super::{image, media};
use crate::document::html::dom::tree::Node;
use crate::document::math::Formula;
use crate::document::{Block, BlockKind, Image, MediaKind, Style, Text, math};
use crate::text::sanitize;

/// Inline elements that may wrap a picture.
const WRAPPERS: &[&str] = &["a", "b", "em", "i", "span", "strong", "code", "font", "u"];

/// The next character after an element on the same line. Spaces and pictures are skipped.
fn next_char_on_line(node: Node<'_>) -> Option<char> {
    let mut at = node;
    for _ in 0..16 {
        let Some(next) = at.next_sibling() else {
            at = at.parent()?;
            if !WRAPPERS.contains(&at.name()?) {
                return None;
            }
            continue;
        };
        at = next;
        let is_wrapper = at.name().is_some_and(|name| WRAPPERS.contains(&name));
        let text = match at.text() {
            Some(text) => text,
            None if is_wrapper => at
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

impl BuildState {
    /// Adds a TeX formula; with `display`, on lines of its own.
    pub fn tex(&mut self, tex: &str, display: bool) {
        self.formula(math::tex(tex), Some(tex), display);
    }

    /// Adds a formula. `source`: its TeX, if it has one.
    pub fn formula(&mut self, formula: Formula, source: Option<&str>, display: bool) {
        let shown = sanitize(&formula.linear()).trim().to_owned();
        if shown.is_empty() {
            return;
        }
        if display && self.container().inlines.mode == TextMode::Flow {
            self.end_paragraph();
            let run = RunStyle::default().with(Style::MATH).run(&shown);
            let text = self.container().text(vec![run]);
            let source = source.map_or(shown, |source| sanitize(source).trim().to_owned());
            let math = BlockKind::Math {
                text,
                source,
                formula,
            };
            self.push(math, None);
        } else {
            let style = self.style.with(Style::MATH);
            let line = shown.replace('\n', " ");
            self.container().inlines.push_atomic(&line, style);
        }
    }

    pub fn picture(&mut self, node: Node<'_>) {
        let target = |state: &Self| {
            let link = state.style.link;
            link.filter(|link| state.links.leads_to_a_page(*link))
        };
        match image::picture(node, &mut self.links) {
            image::Picture::Nothing => {}
            image::Picture::Inline(label) => {
                let style = self.style.with(Style::IMAGE);
                self.container().inlines.push_atomic(&label, style);
            }
            image::Picture::Formula { tex, display } => {
                let is_alone = self.container().inlines.is_empty();
                self.tex(&tex, display && is_alone);
            }
            image::Picture::Figure(mut image) => {
                image.target = target(self).filter(|link| Some(*link) != image.link);
                self.figure(image, node);
            }
            image::Picture::Unreachable(name, file) => {
                if self.container().mode == TextMode::Flow {
                    let image = Image {
                        label: Text::new(name),
                        target: target(self),
                        file,
                        ..Image::default()
                    };
                    self.figure(image, node);
                }
            }
        }
    }

    /// Adds a picture as a block, or its label where only text is allowed.
    fn figure(&mut self, image: Image, node: Node<'_>) {
        if self.container().mode != TextMode::Flow {
            if !image.label.is_blank() {
                let mut style = self.style.with(Style::IMAGE);
                style.link = image.link.or(style.link);
                let label = image.label.plain();
                self.container().inlines.push_atomic(&label, style);
            }
            return;
        }
        let in_sentence = self.is_in_sentence(node);
        let mut block = Block::from(BlockKind::Figure {
            images: vec![image],
            caption: None,
        });
        if in_sentence {
            // The sentence continues; the picture follows its paragraph.
            block.cut = self.style.cut;
            self.container().pictures.push(block);
        } else {
            self.end_paragraph();
            self.push_block(block);
        }
    }

    /// Whether a picture is inside a sentence that continues after it on the same line.
    fn is_in_sentence(&mut self, node: Node<'_>) -> bool {
        let container = self.container();
        if container.nested > 0 {
            return false;
        }
        let before = container.inlines.last_char_on_line();
        let (Some(before), Some(after)) = (before, next_char_on_line(node)) else {
            return false;
        };
        let has_ended = "。！？…：；.!?:;」』”".contains(before);
        let goes_on = "，。、；：！？）」』”,.;:!?)".contains(after);
        goes_on || !has_ended
    }

    /// Adds a player or an embedded page. Returns whether it leads anywhere.
    pub fn media(&mut self, node: Node<'_>, kind: MediaKind) -> bool {
        let Some(block) = media::block(node, kind, &mut self.links) else {
            return false;
        };
        match block.kind {
            BlockKind::Media { text, .. } if self.container().mode != TextMode::Flow => {
                for run in &text.runs {
                    let style = RunStyle {
                        link: run.link,
                        ..self.style
                    };
                    self.container().inlines.push_atomic(&run.text, style);
                }
            }
            _ => {
                self.end_paragraph();
                self.push_block(block);
            }
        }
        true
    }

    /// Records the checkbox at the start of a task item. Other controls show nothing.
    pub fn checkbox(&mut self, node: Node<'_>) {
        let is_checkbox = node
            .attribute("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
        if !is_checkbox {
            return;
        }
        let checked = node.attribute("checked").is_some();
        let mut elements = self.elements.iter().rev().take(3);
        let in_item = elements.any(|element| matches!(element.end, EndAction::Item { .. }));
        let container = self.container();
        if in_item && container.inlines.is_empty() && container.blocks.is_empty() {
            container.checked = Some(checked);
        }
    }
}
