//! The running head (书眉) of an article whose title has scrolled off: source, title, section.

use crate::app::{App, Focus, ReaderPane};
use crate::role::Role;
use crate::text::{Language, WidthPolicy, truncate_middle};
use crate::typeset::inline::breaks::Tear;
use crate::typeset::inline::layout::breaks;
use crate::typeset::inline::setting::Setting;
use crate::typeset::signs::screen_form;
use crate::typeset::{AnchorKind, Fit, Options};

/// Between the parts.
const SEPARATOR: &str = " ⋅ ";
/// A title is not cut to fewer cells beside a whole section.
const TITLE: usize = 16;
/// Rooms of this many cells or more keep the title next to a long section, both cut. In a narrower one
/// the section alone says where the reader is.
const BOTH: usize = 48;
/// Rooms of this many cells or more keep the source.
const WIDE: usize = 64;

/// The parts of a running head; empty where there is nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RunningHead<'a> {
    source: &'a str,
    title: &'a str,
    section: &'a str,
    language: Language,
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
            title: entry.title(),
            section: section(reader)
                .filter(|section| !entry.title().contains(*section))
                .unwrap_or(""),
            language: entry.language,
        })
    }

    /// In at most `room` cells. The source gives way first, then the middle of the title, then the
    /// whole title. A wide room keeps the source if it is short, and both title and section are cut
    /// if neither leaves enough to the other.
    pub(super) fn fit(self, room: u16, policy: WidthPolicy) -> String {
        let room = usize::from(room);
        let source = self.source;
        let is_wide = room >= WIDE;
        let (title, section) = (
            &screen_form(self.title, policy),
            &screen_form(self.section, policy),
        );
        let joined = |parts: &[&str]| {
            let parts = parts.iter().copied().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(SEPARATOR)
        };
        let fits = |text: &String| policy.str(text) <= room;
        let whole = joined(&[source, title, section]);
        if fits(&whole) {
            return whole;
        }
        let kept = if is_wide && policy.str(source) * 4 <= room {
            source
        } else {
            ""
        };
        let whole = joined(&[kept, title, section]);
        if fits(&whole) {
            return whole;
        }
        let cut = |text: &str, room: usize| cut_middle(text, self.language, room, policy);
        let gap = policy.str(SEPARATOR);
        let room_of = |part: &str| match part {
            "" => 0,
            part => policy.str(part) + gap,
        };
        let room_left = room - room_of(kept);
        if section.is_empty() {
            return joined(&[kept, &cut(title, room_left)]);
        }
        match room_left.checked_sub(room_of(section)) {
            Some(left) if left >= TITLE => joined(&[kept, &cut(title, left), section]),
            _ if room_left >= BOTH => {
                let title = cut(title, (room_left - gap) / 2);
                let section = cut(section, room_left - room_of(&title));
                joined(&[kept, &title, &section])
            }
            _ => cut(section, room),
        }
    }
}

/// The start and the end of a text in at most `room` cells, cut where the sense allows a line break:
/// most of the text, in even parts where words allow it. Rather uneven parts than a torn word, unless
/// less than half of the room would be used.
fn cut_middle(text: &str, language: Language, room: usize, policy: WidthPolicy) -> String {
    let cells = |from: usize, to: usize| policy.str(text.get(from..to).unwrap_or_default());
    let end = text.len();
    let ellipsis = policy.cluster("…");
    let left = room.saturating_sub(ellipsis);
    if cells(0, end) <= room || left == 0 {
        return truncate_middle(text, room, policy).0;
    }
    let options = Options {
        width: policy,
        ..Options::default()
    };
    let measure = u16::try_from(cells(0, end)).unwrap_or(u16::MAX);
    let mut setting = Setting::new(&options, language, measure).exact(measure);
    setting.fit = Fit::Balanced;
    let places: Vec<_> = breaks(text, &setting)
        .into_iter()
        .filter(|place| place.tear == Tear::Nothing)
        .collect();
    // At least a quarter of the room for each, if words allow it.
    let enough = |cells: usize, room: usize| cells <= room && cells * 4 >= left;
    let mut ends = places.iter().map(|place| place.end);
    let head = ends.rfind(|at| enough(cells(0, *at), left.div_ceil(2)));
    let even = head.and_then(|head| {
        let room = left - cells(0, head);
        let mut starts = places.iter().map(|place| place.next);
        let tail = starts.find(|at| enough(cells(*at, end), room))?;
        Some((head, tail))
    });
    // Cells of the text before each place, and after it.
    let heads: Vec<_> = places
        .iter()
        .map(|place| (cells(0, place.end), place.end))
        .collect();
    let tails: Vec<_> = places
        .iter()
        .map(|place| (cells(place.next, end), place.next))
        .collect();
    let pairs = heads.iter().filter_map(|(head, to)| {
        let room = left.checked_sub(*head)?;
        // The longest one; cells decrease.
        let longest = tails.get(tails.partition_point(|(tail, _)| *tail > room))?;
        (*head > 0 && longest.0 > 0).then_some(((*head, *to), *longest))
    });
    let best = pairs.max_by_key(|((head, _), (tail, _))| head + tail + head.min(tail));
    let parts = best.filter(|((head, _), (tail, _))| (head + tail) * 2 >= left);
    let uneven = parts.map(|((_, head), (_, tail))| (head, tail));
    match even.or(uneven) {
        Some((head, tail)) if head <= tail => format!(
            "{}…{}",
            text.get(..head).unwrap_or_default(),
            text.get(tail..).unwrap_or_default(),
        ),
        _ => truncate_middle(text, room, policy).0,
    }
}

/// The heading above the line that was gone to, else above the first visible one with a text, or on it.
fn section(reader: &ReaderPane) -> Option<&str> {
    let page = reader.page()?;
    let top = reader.top.checked_sub(reader.header.len())?;
    let first = || (top..page.len()).find(|at| page.line(*at).cells > 0);
    let line = reader.landmark_line().or_else(first)?;
    let anchors = page.anchors();
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
                language: Language::ZhHans,
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
            "汇川技术董事长…三小时深度反省 ⋅ 以下为演讲实录",
        );
        check(section, 32, "以下为演讲实录");
        check(section, 9, "以下…实录");
        check(section, 0, "");
        check(
            "以下为演讲实录，根据现场录音整理，发表时有删节，小标题为编者所加，未经演讲者本人审阅",
            80,
            "晚点 ⋅ 汇川技术董事长朱兴明三小时深度反省 ⋅ 以下为演讲实录，…未经演讲者本人审阅",
        );
        check("", 50, "晚点 ⋅ 汇川技术董事长朱兴明三小时深度反省");
        check("", 40, "汇川技术董事长朱兴明三小时深度反省");
        check("", 12, "汇川…反省");
    }

    #[test]
    fn no_word_is_torn() {
        let check = |text, language, room, expected: &str| {
            let found = cut_middle(text, language, room, WidthPolicy::default());
            assert_eq!(found, expected, "in {room}");
        };
        let title = "The Two Surprisingly Difficult Parts of Otherwise Simple Markdown";
        check(title, Language::Latin, 30, "The Two Surprisingly…Markdown");
        check(
            "GitHub Sponsorsの収入 @ 2023",
            Language::Ja,
            25,
            "GitHub…収入 @ 2023",
        );
        check(
            "Antidisestablishmentarianism",
            Language::Latin,
            11,
            "Antid…anism",
        );
    }
}
