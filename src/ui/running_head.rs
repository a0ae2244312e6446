//! The running head (书眉) of an article whose title has scrolled off: source, title, section.

use crate::app::{App, Focus, ReaderPane};
use crate::role::Role;
use crate::text::{WidthPolicy, truncate_middle};
use crate::typeset::AnchorKind;

/// Between the parts.
const SEPARATOR: &str = " ⋅ ";
/// A title is not cut to fewer cells; other parts give way first.
const TITLE: usize = 16;

/// The parts of a running head; empty where there is nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunningHead<'a> {
    source: &'a str,
    title: &'a str,
    section: &'a str,
}

impl<'a> RunningHead<'a> {
    /// That of the open article, once its title is out of sight.
    pub(super) fn of(app: &'a App) -> Option<Self> {
        let reader = app.reader.as_ref().filter(|_| app.focus == Focus::Reader)?;
        let is_title = |role| role == Role::Title;
        let last = reader
            .header
            .iter()
            .rposition(|line| line.spans.iter().any(|span| is_title(span.role)))?;
        let entry = &reader.item.entry;
        (reader.top > last).then_some(Self {
            source: &entry.source,
            title: &entry.title,
            section: section(reader)
                .filter(|section| *section != entry.title)
                .unwrap_or(""),
        })
    }

    /// In at most `room` cells. The source gives way first, then the middle of the title, then
    /// the middle of the section.
    pub(super) fn fit(self, room: u16, policy: WidthPolicy) -> String {
        let room = usize::from(room);
        let cells = |text: &str| policy.str(text);
        let source = match self.source {
            "" => 0,
            source => cells(source) + cells(SEPARATOR),
        };
        let title = cells(self.title).min(TITLE);
        let section = match self.section {
            "" => 0,
            section => cells(section) + cells(SEPARATOR),
        };
        let source = if source + cells(self.title) + section <= room {
            self.source
        } else {
            ""
        };
        // A section that is too long for the rest is cut, or left out where nothing is left.
        let left = room.saturating_sub(title + cells(SEPARATOR));
        let section = match self.section {
            section if left >= TITLE / 2 => truncate_middle(section, left, policy).0,
            _ => String::new(),
        };
        let others = [source, &section]
            .into_iter()
            .filter(|part| !part.is_empty());
        let others: usize = others.map(|part| cells(part) + cells(SEPARATOR)).sum();
        let title = truncate_middle(self.title, room.saturating_sub(others), policy).0;
        let parts = [source, &title, &section];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(SEPARATOR)
    }
}

/// The heading above the first visible line.
fn section(reader: &ReaderPane) -> Option<&str> {
    let line = reader.top.checked_sub(reader.header.len())?;
    let anchors = reader.page()?.anchors();
    let above = anchors.get(..anchors.partition_point(|anchor| anchor.line <= line))?;
    let heading = |kind| matches!(kind, AnchorKind::Heading(_));
    let found = above.iter().rfind(|anchor| heading(anchor.kind))?;
    Some(&found.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_gives_way_then_the_title_then_the_section() {
        let head = RunningHead {
            source: "晚点",
            title: "汇川技术董事长朱兴明三小时深度反省：我们这两年最大的问题",
            section: "以下为演讲实录",
        };
        let policy = WidthPolicy::default();
        for (room, expected) in [
            (
                90,
                "晚点 ⋅ 汇川技术董事长朱兴明三小时深度反省：我们这两年最大的问题 ⋅ 以下为演讲实录",
            ),
            (50, "汇川技术董事长朱…这两年最大的问题 ⋅ 以下为演讲实录"),
            (36, "汇川技术…最大的问题 ⋅ 以下为演讲实录"),
            (28, "汇川技术…的问题 ⋅ 以下…实录"),
            (12, "汇川技…问题"),
            (0, ""),
        ] {
            let found = head.fit(room, policy);
            assert!(
                policy.str(&found) <= usize::from(room),
                "{found:?} in {room}"
            );
            assert_eq!(found, expected, "in {room}");
        }
    }
}
