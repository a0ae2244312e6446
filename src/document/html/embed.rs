//! What stands in a text and is none: formulas, pictures, players, the boxes of tasks.

use super::inline::{Look, Mode};
use super::tree::Node;
use super::walk::{Close, Walker};
use super::{image, media};
use crate::document::{BlockKind, Image, MediaKind, Style, Text, math};
use crate::text::sanitize;

impl Walker {
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
                .text(vec![Look::default().with(Style::MATH).run(&shown)]);
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
                self.figure(image);
            }
            image::Picture::Unreachable(name) if self.flow().mode == Mode::Flow => {
                let image = Image {
                    label: Text::new(name),
                    target: self.look.link.filter(|link| self.links.leads_on(*link)),
                    ..Image::default()
                };
                self.figure(image);
            }
            image::Picture::Unreachable(_) => {}
        }
    }

    /// A picture is a block; where only text may stand, it is its label.
    fn figure(&mut self, image: Image) {
        match self.flow().mode {
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
        self.push_block(figure.into());
    }

    pub fn media(&mut self, node: Node<'_>, kind: MediaKind) {
        let Some(block) = media::block(node, kind, &mut self.links) else {
            return;
        };
        match block.kind {
            BlockKind::Media { text, .. } if self.flow().mode != Mode::Flow => {
                for run in &text.runs {
                    let look = Look {
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
