//! The running head (书眉) of an article whose title has scrolled off: source, title, section.

use crate::app::{App, Focus, ReaderPane};
use crate::role::Role;
use crate::text::{WidthPolicy, truncate_middle};
use crate::typeset::AnchorKind;
use crate::typeset::signs::screen_form;

/// Between the parts.
const SEPARATOR: &str = " ⋅ ";
/// A title is not cut to fewer cells, nor to less than half of the room: without it, the section
/// says where the reader is.
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
            source: &entry.labels.source,
            title: &entry.title,
            section: section(reader)
                .filter(|section| *section != &*entry.title)
                .unwrap_or(""),
        })
    }

    /// In at most `room` cells. The source gives way first, then the middle of the title, then the
    /// whole title. Only one part is cut.
    pub(super) fn fit(self, room: u16, policy: WidthPolicy) -> String {
        let room = usize::from(room);
        let source = self.source;
        let (title, section) = (
            &screen_form(self.title, policy),
            &screen_form(self.section, policy),
        );
        let joined = |parts: &[&str]| {
            let parts = parts.iter().copied().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(SEPARATOR)
        };
        let whole = [joined(&[source, title, section]), joined(&[title, section])];
        let fits = |text: &String| policy.str(text) <= room;
        if let Some(whole) = whole.into_iter().find(fits) {
            return whole;
        }
        let cut = |text: &str, room: usize| truncate_middle(text, room, policy).0;
        if section.is_empty() {
            return cut(title, room);
        }
        match room.checked_sub(policy.str(section) + policy.str(SEPARATOR)) {
            Some(left) if left >= TITLE.max(room / 2) => joined(&[&cut(title, left), section]),
            _ => cut(section, room),
        }
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
    fn the_source_gives_way_first_then_the_title() {
        let check = |section, room, expected: &str| {
            let head = RunningHead {
                source: "晚点",
                title: "汇川技术董事长朱兴明三小时深度反省",
                section,
            };
            let policy = WidthPolicy::default();
            let found = head.fit(room, policy);
            assert!(
                policy.str(&found) <= usize::from(room),
                "{found:?} in {room}"
            );
            assert_eq!(found, expected, "in {room}");
        };
        let section = "以下为演讲实录";
        check(
            section,
            60,
            "晚点 ⋅ 汇川技术董事长朱兴明三小时深度反省 ⋅ 以下为演讲实录",
        );
        check(
            section,
            52,
            "汇川技术董事长朱兴明三小时深度反省 ⋅ 以下为演讲实录",
        );
        check(
            section,
            50,
            "汇川技术董事长朱…明三小时深度反省 ⋅ 以下为演讲实录",
        );
        check(section, 32, "以下为演讲实录");
        check(section, 9, "以下…实录");
        check(section, 0, "");
        check("", 50, "晚点 ⋅ 汇川技术董事长朱兴明三小时深度反省");
        check("", 40, "汇川技术董事长朱兴明三小时深度反省");
        check("", 12, "汇川技…反省");
    }
}
