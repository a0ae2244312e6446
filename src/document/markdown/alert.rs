//! Alerts of GitHub (`> [!NOTE]`), and callouts, which become alerts with a title.

use super::line::callout_tag;
use super::sink::Sink;
use pulldown_cmark::{BlockQuoteKind, Event, Tag};

/// An alert whose title has not been written: its first paragraph may be the title.
#[derive(Clone, Copy)]
pub struct Alert {
    title: &'static str,
    in_paragraph: bool,
}

impl Alert {
    pub fn new(kind: BlockQuoteKind) -> Self {
        let title = match kind {
            BlockQuoteKind::Note => "Note",
            BlockQuoteKind::Tip => "Tip",
            BlockQuoteKind::Important => "Important",
            BlockQuoteKind::Warning => "Warning",
            BlockQuoteKind::Caution => "Caution",
        };
        Self {
            title,
            in_paragraph: false,
        }
    }
    /// Writes the start of an alert. At the start of its first paragraph, the tag that
    /// [`callout`](super::line::callout) wrote replaces the kind and the title: this paragraph is
    /// the title. Returns whether the event is a part of that, and what is still to be written.
    pub fn begin<S: Sink>(self, sink: &mut S, event: &Event<'_>) -> (bool, Option<Self>) {
        match event {
            Event::Start(Tag::Paragraph) if !self.in_paragraph => {
                let waiting = Self {
                    in_paragraph: true,
                    ..self
                };
                return (true, Some(waiting));
            }
            Event::Html(html) | Event::InlineHtml(html) if self.in_paragraph => {
                if let Some(kind) = callout_tag(html) {
                    open(sink, kind);
                    return (true, None);
                }
            }
            _ => {}
        }
        open(sink, self.title);
        sink.text(self.title);
        sink.end("p");
        if self.in_paragraph {
            sink.start("p", &[]);
        }
        (false, None)
    }
}

/// Writes the start of an alert, up to its title.
fn open<S: Sink>(sink: &mut S, kind: &str) {
    let kind = kind.to_ascii_lowercase();
    let class = format!("markdown-alert markdown-alert-{kind}");
    sink.start("div", &[("class", &class)]);
    sink.start("p", &[("class", "markdown-alert-title")]);
}
