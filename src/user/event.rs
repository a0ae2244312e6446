//! Events of the journal: a user action on an article, and its form as one line.

use crate::document::Position;
use crate::library::{Date, DateOrigin, Fingerprint, Zone};
use crate::text::{Count, sanitize_line};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

/// A user action, with everything needed to understand it on another machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds since 1970.
    pub time: u64,
    /// The article's ID: its path in the library.
    pub id: Arc<str>,
    pub fingerprint: Fingerprint,
    /// Only in bookmarks and named marks, which describe articles that may be gone.
    pub title: String,
    pub source: String,
    pub action: Action,
    /// The file and line that the event was read from. Empty and 0 for events of this run.
    pub writer: Arc<str>,
    pub line: u32,
}

/// The actions.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Read,
    Unread,
    Bookmark {
        /// The position, and the words there or the selected ones.
        place: Option<Position>,
        passage: Option<String>,
        /// When it was first bookmarked, if not now: after an undo or an import.
        since: Option<u64>,
        /// The date of the article, shown when its file is gone.
        date: Option<Date>,
        count: Option<Count>,
    },
    Unbookmark,
    Position {
        place: Position,
        /// The share of the article before the position: 0 to 1.
        fraction: f32,
    },
    /// A named mark in the article.
    Mark {
        letter: char,
        place: Position,
    },
    Unmark {
        letter: char,
    },
}

impl Action {
    /// The name in the journal, and in the locales under `action.<name>`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Bookmark { .. } => "bookmark",
            Self::Unbookmark => "unbookmark",
            Self::Position { .. } => "place",
            Self::Mark { .. } => "mark",
            Self::Unmark { .. } => "unmark",
        }
    }

    fn needs_title(&self) -> bool {
        matches!(self, Self::Bookmark { .. } | Self::Mark { .. })
    }
}

/// The fields of a line.
#[derive(Default, Serialize, Deserialize)]
struct Line<'a> {
    t: Cow<'a, str>,
    #[serde(rename = "do", borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    id: Cow<'a, str>,
    /// The start of the fingerprint; the first versions wrote nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    fp: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    fp2: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    title: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    source: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Position>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fraction: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    passage: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    since: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none", borrow)]
    date: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    letter: Option<char>,
}

/// Why a line is not an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotAnEvent {
    /// The line is incomplete: the writer was interrupted.
    pub torn: bool,
    pub detail: String,
}

impl NotAnEvent {
    fn new(detail: impl Into<String>) -> Self {
        Self {
            torn: false,
            detail: detail.into(),
        }
    }
}

impl Event {
    /// Appends the event as one line, line end included.
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        let mut line = Line {
            t: rfc3339(self.time).into(),
            name: self.action.name().into(),
            id: (&*self.id).into(),
            fp: self.fingerprint.written_start().map(Cow::from),
            fp2: self.fingerprint.written().map(Cow::from),
            ..Line::default()
        };
        if self.action.needs_title() {
            line.title = Some((&*self.title).into()).filter(|_| !self.title.is_empty());
            line.source = Some((&*self.source).into()).filter(|_| !self.source.is_empty());
        }
        match &self.action {
            Action::Read | Action::Unread | Action::Unbookmark => {}
            Action::Bookmark {
                place,
                passage,
                since,
                date,
                count,
            } => {
                line.date = date.map(|date| date.rfc3339().into());
                line.count = *count;
                line.place = *place;
                line.passage = passage.as_deref().map(Cow::from);
                line.since = since.map(|time| rfc3339(time).into());
            }
            Action::Position { place, fraction } => {
                line.place = Some(*place);
                line.fraction = Some(*fraction);
            }
            Action::Mark { letter, place } => {
                line.letter = Some(*letter);
                line.place = Some(*place);
            }
            Action::Unmark { letter } => line.letter = Some(*letter),
        }
        // A struct of strings and numbers always serializes, and writing to a Vec cannot fail.
        let _ = serde_json::to_writer(&mut *out, &line);
        out.push(b'\n');
    }

    /// Reads a line. `None`: an event that this version does not know.
    ///
    /// # Errors
    /// The line is not a JSON object with the fields of its event.
    pub(crate) fn parse(
        bytes: &[u8],
        writer: &Arc<str>,
        number: u32,
    ) -> Result<Option<Self>, NotAnEvent> {
        let line: Line = serde_json::from_slice(bytes).map_err(|error| NotAnEvent {
            torn: error.is_eof(),
            detail: error.to_string(),
        })?;
        let time = milliseconds(&line.t).ok_or_else(|| NotAnEvent::new("t"))?;
        let time = if is_believable(time) { time } else { 0 };
        let fingerprint = Fingerprint::parse(line.fp.as_deref(), line.fp2.as_deref())
            .ok_or_else(|| NotAnEvent::new("fp"))?;
        let Some(action) = action(&line)? else {
            return Ok(None);
        };
        // The file may come from another machine: its text is sanitized before it is shown.
        let clean = |text: Option<Cow<str>>| text.map(|text| sanitize_line(&text));
        Ok(Some(Self {
            time,
            id: line.id.into(),
            fingerprint,
            title: clean(line.title).unwrap_or_default(),
            source: clean(line.source).unwrap_or_default(),
            action,
            writer: Arc::clone(writer),
            line: number,
        }))
    }
}

fn action(line: &Line) -> Result<Option<Action>, NotAnEvent> {
    let place = || line.place.ok_or_else(|| NotAnEvent::new("place"));
    let letter = || line.letter.ok_or_else(|| NotAnEvent::new("letter"));
    Ok(Some(match &*line.name {
        "read" => Action::Read,
        "unread" => Action::Unread,
        "bookmark" => Action::Bookmark {
            place: line.place,
            passage: line.passage.as_deref().map(sanitize_line),
            since: line.since.as_deref().and_then(since),
            date: line.date.as_deref().and_then(date),
            count: line.count,
        },
        "unbookmark" => Action::Unbookmark,
        "place" => Action::Position {
            place: place()?,
            fraction: line.fraction.unwrap_or(0.0).clamp(0.0, 1.0),
        },
        "mark" => Action::Mark {
            letter: letter()?,
            place: place()?,
        },
        "unmark" => Action::Unmark { letter: letter()? },
        _ => return Ok(None),
    }))
}

/// The date of an article in RFC 3339. Midnight in its own offset represents a date without a time
/// of day.
pub(crate) fn date(text: &str) -> Option<Date> {
    let date = Date::parse(text, &Zone::system(), DateOrigin::FrontMatter)?;
    let timed = date.timed && !text.contains("T00:00:00");
    Some(Date { timed, ..date })
}

/// A time as RFC 3339 in UTC with milliseconds, as in `2026-04-19T12:22:03.123Z`.
pub(crate) fn rfc3339(milliseconds: u64) -> String {
    let time = i64::try_from(milliseconds)
        .ok()
        .and_then(|time| jiff::Timestamp::from_millisecond(time).ok())
        .unwrap_or(jiff::Timestamp::MAX);
    format!("{time:.3}")
}

/// No event is later than this: 2200-01-01, in milliseconds since 1970.
const END_OF_TIME: u64 = 7_258_118_400_000;

/// Whether a time can be that of an event. An event is superseded by one with a later time, so one
/// near the end of the calendar could never be superseded; it counts as the oldest instead. The
/// limit does not depend on the clock, because an order that changes over time would bring back
/// superseded marks. A clock that is ahead by less does no harm: a new event always gets a later
/// time than the one it supersedes.
const fn is_believable(time: u64) -> bool {
    time < END_OF_TIME
}

/// When an article was first bookmarked; `None` if the time is impossible.
pub(crate) fn since(rfc3339: &str) -> Option<u64> {
    milliseconds(rfc3339).filter(|time| is_believable(*time))
}

/// Milliseconds since 1970 of an RFC 3339 time; `None` also for earlier times.
pub(crate) fn milliseconds(rfc3339: &str) -> Option<u64> {
    let time: jiff::Timestamp = rfc3339.parse().ok()?;
    u64::try_from(time.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(line: &str) -> Result<Option<Event>, NotAnEvent> {
        Event::parse(line.as_bytes(), &"m-1".into(), 7)
    }

    #[test]
    fn events_are_written_as_documented() {
        let event = Event {
            time: 1_776_601_323_123,
            id: "新闻/a.md".into(),
            fingerprint: Fingerprint::of_start(0xab),
            title: "工信部".to_owned(),
            source: String::new(),
            action: Action::Bookmark {
                place: Some(Position { text: 3, byte: 12 }),
                passage: None,
                since: None,
                date: date("2026-04-18T09:00:00+08:00"),
                count: Some(Count {
                    han: 520,
                    characters: 600,
                    ..Count::default()
                }),
            },
            writer: "m-1".into(),
            line: 7,
        };
        let mut line = Vec::new();
        event.write(&mut line);
        let expected = concat!(
            r#"{"t":"2026-04-19T12:22:03.123Z","do":"bookmark","id":"新闻/a.md","#,
            r#""fp":"00000000000000ab","title":"工信部","place":{"text":3,"byte":12},"#,
            r#""date":"2026-04-18T09:00:00+08:00","count":{"han":520,"characters":600}}"#,
            "\n"
        );
        assert_eq!(String::from_utf8(line).unwrap(), expected);
        assert_eq!(parse(expected).unwrap(), Some(event));
    }

    #[test]
    fn unknown_torn_and_damaged_lines_are_distinguished() {
        let check = |line: &str, expected: Result<bool, bool>| {
            let found = parse(line)
                .map(|event| event.is_some())
                .map_err(|error| error.torn);
            assert_eq!(found, expected, "{line}");
        };
        check(
            r#"{"t":"2026-04-19T12:22:03Z","do":"read","id":"a"}"#,
            Ok(true),
        );
        check(
            r#"{"t":"2026-04-19T20:22:03+08:00","do":"read","id":"a","x":1}"#,
            Ok(true),
        );
        check(
            r#"{"t":"2026-04-19T12:22:03Z","do":"sing","id":"a"}"#,
            Ok(false),
        );
        check(r#"{"t":"2026-04-19T12:22:03Z","do":"re"#, Err(true));
        check(r#"{"t":"yesterday","do":"read","id":"a"}"#, Err(false));
        check(
            r#"{"t":"2026-04-19T12:22:03Z","do":"place","id":"a"}"#,
            Err(false),
        );
        check(r#"{"t":"2026-04-19T12:22:03Z","do":"read"}"#, Err(false));
        check("<<<<<<< HEAD", Err(false));
        check("[]", Err(false));
    }

    #[test]
    fn dates_round_trip() {
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        for text in ["2022-04-19", "2022-04-19 04:22", "2022-04-19T00:00:01Z"] {
            let written = Date::parse(text, &shanghai, DateOrigin::FrontMatter);
            let back = written.and_then(|date| super::date(&date.rfc3339()));
            assert_eq!(back, written, "{text}");
        }
    }

    #[test]
    fn an_invalid_time_counts_as_the_oldest() {
        let check = |time: &str, expected: u64| {
            let line = format!(r#"{{"t":"{time}","do":"bookmark","id":"a","since":"{time}"}}"#);
            let event = parse(&line).unwrap().unwrap();
            assert_eq!(event.time, expected, "{time}");
            let Action::Bookmark { since, .. } = event.action else {
                panic!("no bookmark");
            };
            assert_eq!(since, Some(expected).filter(|time| *time > 0), "{time}");
        };
        check("2026-04-19T12:22:03Z", 1_776_601_323_000);
        check("2199-12-31T23:59:59.999Z", END_OF_TIME - 1);
        check("2200-01-01T00:00:00Z", 0);
        check("9999-12-30T22:00:00.999Z", 0);
    }

    #[test]
    fn events_of_other_machines_are_sanitised() {
        let line =
            r#"{"t":"2026-04-19T12:22:03Z","do":"bookmark","id":"a","title":"a\u001b[2Jb\nc"}"#;
        let event = parse(line).unwrap().unwrap();
        assert!(!event.title.contains(char::is_control), "{:?}", event.title);
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = Event::parse(&bytes, &"m".into(), 1);
        }

        #[test]
        fn times_round_trip(time in 0..253_402_300_799_999_u64) {
            prop_assert_eq!(milliseconds(&rfc3339(time)), Some(time));
        }
    }
}
