//! Alerts of GitHub (`> [!NOTE]`), and callouts, which become alerts with a title.

use super::line::callout_tag;
use super::sink::Sink;
use super::writer::Writer;
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
}

impl<S: Sink> Writer<'_, S> {
    /// Writes the start of an alert. At the start of its first paragraph, the tag that
    /// [`callout`](super::line::callout) wrote replaces the kind and the title: this paragraph is
    /// the title. Returns whether the event is a part of that.
    pub fn begin_alert(&mut self, alert: Alert, event: &Event<'_>) -> bool {
        match event {
            Event::Start(Tag::Paragraph) if !alert.in_paragraph => {
                self.alert = Some(Alert {
                    in_paragraph: true,
                    ..alert
                });
                return true;
            }
            Event::Html(html) | Event::InlineHtml(html) if alert.in_paragraph => {
                if let Some(kind) = callout_tag(html) {
                    self.open_alert(kind);
                    return true;
                }
            }
            _ => {}
        }
        self.open_alert(alert.title);
        self.sink.text(alert.title);
        self.sink.end("p");
        if alert.in_paragraph {
            self.sink.start("p", &[]);
        }
        false
    }

    /// Writes the start of an alert, up to its title.
    fn open_alert(&mut self, kind: &str) {
        let kind = kind.to_ascii_lowercase();
        let class = format!("markdown-alert markdown-alert-{kind}");
        self.sink.start("div", &[("class", &class)]);
        self.sink.start("p", &[("class", "markdown-alert-title")]);
    }
}
