//! Parses written dates: RFC 2822, ISO 8601 and its variants, month names, and the forms of
//! Chinese, Japanese and Korean.

use super::utc_offset::offset;
use super::zone::Zone;
use super::zones::{without_comments, zone_of};
use jiff::civil::DateTime;

/// Longer strings are not dates and are not parsed.
const LONGEST: usize = 64;

/// Month names, which may be abbreviated to three or more letters.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
];

/// Words for the second and first half of the day.
const HALVES: &[(&str, bool)] = &[
    ("pm", true),
    ("下午", true),
    ("晚上", true),
    ("午後", true),
    ("오후", true),
    ("am", false),
    ("上午", false),
    ("凌晨", false),
    ("午前", false),
    ("오전", false),
];

/// A parsed date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParsedDate {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Offset in seconds east of UTC.
    pub offset: i32,
    /// A time of day was written, not only the date or midnight.
    pub timed: bool,
}

/// Parses a date. Without a zone it is in `zone`; without a time it is midnight there.
pub fn read(text: &str, zone: &Zone) -> Option<ParsedDate> {
    let text = text
        .split(" #")
        .next()?
        .trim()
        .trim_matches(['"', '\''])
        .trim();
    let text = &without_comments(text);
    // Articles have no negative years.
    let negative = text.strip_prefix(['-', '−']);
    if negative.is_some_and(|year| year.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    // RFC 9557 puts the name into brackets.
    if let Some((wall, name)) = text.trim_end_matches([' ', ']']).rsplit_once([' ', '['])
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.contains(|c: char| c == '/' || c.is_ascii_digit())
        && let Some(named) = Zone::named(name)
    {
        return read_parts(wall, &named);
    }
    read_parts(text, zone)
}

fn read_parts(text: &str, zone: &Zone) -> Option<ParsedDate> {
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut found = Found::default();
    let mut rest = text;
    let mut last = ' ';
    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            found.number(rest, last)?
        } else if c.is_alphabetic() {
            found.word(rest)?
        } else if matches!(c, '+' | '-' | '−') && found.hour.is_some() {
            found.offset(rest)?
        } else {
            c.len_utf8()
        };
        let (before, after) = rest.split_at_checked(length)?;
        last = before.chars().next_back()?;
        rest = after;
    }
    found.date(zone)
}

/// Parts of a date, collected from left to right.
#[derive(Debug, Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    hour: Option<i8>,
    minute: Option<i8>,
    second: Option<i8>,
    afternoon: Option<bool>,
    offset: Option<i32>,
    /// The abbreviation of a zone, and its offset.
    zone: Option<(&'static str, i32)>,
    /// The month was written as a name, so a number before it is the day.
    named: bool,
    seconds: Option<i64>,
}

impl Found {
    /// Parses a run of digits; `last` is the character before it. Returns its length in bytes.
    fn number(&mut self, rest: &str, last: char) -> Option<usize> {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = rest.get(..length)?;
        let value: i64 = digits.parse().ok()?;
        let after = rest.get(length..)?;
        let clock = after.starts_with(':') && self.hour.is_none();
        if clock || after.starts_with(['时', '時', '시', '点', '點']) {
            return self.clock(rest);
        }
        match length {
            // Digits after a clock are fractions, or additions of broken software.
            _ if self.hour.is_some() && matches!(last, '.' | ':' | ',') => {}
            14 | 8 if self.year.is_none() => {
                self.compact(digits)?;
            }
            // A lone number of this length is seconds or milliseconds since 1970.
            9..=10 if self.is_empty() && after.is_empty() => self.seconds = Some(value),
            12..=13 if self.is_empty() && after.is_empty() => self.seconds = Some(value / 1000),
            4 if self.year.is_none() => self.year = Some(i16::try_from(value).ok()?),
            6 if self.day.is_some() && last == 'T' => self.compact_clock(digits)?,
            4 if self.day.is_some() && last == 'T' => self.compact_clock(digits)?,
            1 | 2 => self.small(i8::try_from(value).ok()?)?,
            // A five-digit year or a second clock: not a date.
            _ => return None,
        }
        Some(length)
    }

    fn is_empty(&self) -> bool {
        self.year.is_none() && self.month.is_none() && self.day.is_none() && self.hour.is_none()
    }

    fn small(&mut self, value: i8) -> Option<()> {
        if self.month.is_none() && self.year.is_some() {
            self.month = Some(value);
        } else if self.day.is_none() && (self.named || self.month.is_some() || self.year.is_none())
        {
            self.day = Some(value);
        } else {
            return None;
        }
        Some(())
    }

    /// `20220419` and `20220419122221`.
    fn compact(&mut self, digits: &str) -> Option<()> {
        self.year = digits.get(..4)?.parse().ok();
        self.month = digits.get(4..6)?.parse().ok();
        self.day = digits.get(6..8)?.parse().ok();
        match digits.get(8..) {
            Some(clock) if !clock.is_empty() => self.compact_clock(clock),
            _ => Some(()),
        }
    }

    fn compact_clock(&mut self, digits: &str) -> Option<()> {
        self.hour = digits.get(..2)?.parse().ok();
        self.minute = digits.get(2..4)?.parse().ok();
        self.second = digits.get(4..6).and_then(|second| second.parse().ok());
        Some(())
    }

    /// `12:22`, `12:22:21.5`, `12时22分21秒`.
    fn clock(&mut self, rest: &str) -> Option<usize> {
        let mut at = 0;
        let mut parts = [None; 3];
        for part in &mut parts {
            let tail = rest.get(at..)?;
            let length = tail.bytes().take_while(u8::is_ascii_digit).count();
            if length == 0 || length > 2 {
                break;
            }
            *part = tail.get(..length)?.parse().ok();
            at += length;
            match rest.get(at..)?.chars().next() {
                Some(c @ (':' | '时' | '時' | '시' | '点' | '點' | '分' | '분' | '秒' | '초')) =>
                {
                    at += c.len_utf8();
                    let blanks = rest.get(at..)?;
                    at += blanks.len() - blanks.trim_start_matches(' ').len();
                }
                _ => break,
            }
        }
        [self.hour, self.minute, self.second] = parts;
        self.minute = self.minute.or(Some(0));
        Some(at)
    }

    /// Parses a word: a month, a half of the day, a zone. Unknown words that cannot change the
    /// date (weekdays, 年月日) are skipped.
    fn word(&mut self, rest: &str) -> Option<usize> {
        let end = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        let word = rest.get(..end)?;
        let lower = word.to_lowercase();
        // `3:04 p.m.`
        let is_dotted = |start: &str| {
            ["a.m", "p.m"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(start))
        };
        if rest.get(..3).is_some_and(is_dotted) {
            self.afternoon = Some(lower == "p");
            return Some(3);
        }
        let half = HALVES.iter().find(|(half, _)| {
            if half.is_ascii() {
                lower == *half
            } else {
                // CJK words follow each other without spaces.
                lower.starts_with(half)
            }
        });
        if let Some((half, afternoon)) = half {
            self.afternoon = Some(*afternoon);
            return Some(half.len());
        }
        let month = MONTHS.iter().position(|month| month.starts_with(&lower));
        if let Some(month) = month.filter(|_| lower.len() >= 3) {
            self.month = i8::try_from(month + 1).ok();
            self.named = true;
            return Some(end);
        }
        if lower.starts_with("inval") || lower == "nan" || lower == "undefined" {
            return None;
        }
        if self.hour.is_some() {
            self.zone = self.zone.or(zone_of(word).copied());
        }
        let first = rest.chars().next()?;
        if first == 'T' || first.is_ascii_alphabetic() {
            return Some(if word.starts_with('T') && end == 1 {
                1
            } else {
                end
            });
        }
        Some(first.len_utf8())
    }

    /// Parses a zone after a clock. A dash that does not start one is skipped.
    fn offset(&mut self, rest: &str) -> Option<usize> {
        let sign = rest.chars().next()?.len_utf8();
        let tail = rest.get(sign..)?;
        let length = tail
            .bytes()
            .take_while(|b| b.is_ascii_digit() || *b == b':')
            .count();
        if length == 0 {
            return Some(sign);
        }
        self.offset = Some(offset(rest.get(..sign + length)?)?);
        Some(sign + length)
    }

    fn date(&self, zone: &Zone) -> Option<ParsedDate> {
        if let Some(seconds) = self.seconds {
            let wall = zone.wall(seconds);
            return ((1980..2100).contains(&wall.year())).then_some(ParsedDate {
                seconds,
                offset: 0,
                timed: true,
            });
        }
        let hour = self.hour.unwrap_or(0);
        let hour = match self.afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let (year, month, day) = (self.year?, self.month?, self.day?);
        if !(1000..=9999).contains(&year) {
            return None;
        }
        let wall = DateTime::new(
            year,
            month,
            day,
            hour,
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0).min(59),
            0,
        )
        .ok()?;
        let named = self.zone.filter(|(name, _)| !zone.is_called(name, wall));
        let named = named.map(|(_, hours)| hours * 3600);
        let (seconds, offset) = match self.offset.or(named) {
            Some(offset) => {
                let fixed = jiff::tz::Offset::from_seconds(offset).ok()?;
                (fixed.to_timestamp(wall).ok()?.as_second(), offset)
            }
            None => zone.at(wall)?,
        };
        Some(ParsedDate {
            seconds,
            offset,
            // Generators fill a missing time with midnight, in whatever zone they run.
            timed: self.hour.is_some() && wall.time() != jiff::civil::Time::midnight(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Date, DateOrigin};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            let zone = Zone::named("Asia/Shanghai").expect("a known zone");
            let date = Date::parse(text, &zone, DateOrigin::FrontMatter);
            assert_eq!(
                date.map_or(String::new(), Date::rfc3339),
                expected,
                "{text:?}"
            );
        }
        check("Tue, 19 Apr 2022 04:22:21 GMT", "2022-04-19T04:22:21+00:00");
        check("Mon, 19 Apr 2022 04:22:21 GMT", "2022-04-19T04:22:21+00:00");
        check(
            "Wed, 24 Mar 2010 12:44:34 +0900",
            "2010-03-24T12:44:34+09:00",
        );
        check("2021-11-26 07:21:47", "2021-11-26T07:21:47+08:00");
        check("2023/12/22 17:28:25", "2023-12-22T17:28:25+08:00");
        check("2023/1/2 7:28:25", "2023-01-02T07:28:25+08:00");
        check("2019-03-30T23:00:36+08:00", "2019-03-30T23:00:36+08:00");
        check("2019-03-30T23:00:36Z", "2019-03-30T23:00:36+00:00");
        check("2020-12-12T10:11:12.345Z", "2020-12-12T10:11:12+00:00");
        check("2023-03-24T22:21", "2023-03-24T22:21:00+08:00");
        check("2016-01-19 11:48", "2016-01-19T11:48:00+08:00");
        check("'2007-10-13'", "2007-10-13T00:00:00+08:00");
        check("2019-10-14", "2019-10-14T00:00:00+08:00");
        check("2019-03-03 10:00:00 +0900", "2019-03-03T10:00:00+09:00");
        check("2022-04-3 10:05:21 +0800", "2022-04-03T10:05:21+08:00");
        check("2024-12-17 02:00:30:00 +0900", "2024-12-17T02:00:30+09:00");
        check(
            "2016-05-06 16:04:09 #发表日期，一般不改动",
            "2016-05-06T16:04:09+08:00",
        );
        check("2022年4月19日 12:22", "2022-04-19T12:22:00+08:00");
        check("2022年4月19日 下午3时22分", "2022-04-19T15:22:00+08:00");
        check("2022. 4. 19. 오후 3:22", "2022-04-19T15:22:00+08:00");
        check("2022년 4월 19일", "2022-04-19T00:00:00+08:00");
        check("April 19, 2022", "2022-04-19T00:00:00+08:00");
        check("19 Sept 2022 3:04 PM", "2022-09-19T15:04:00+08:00");
        check(
            "Tue Apr 19 2022 04:22:21 GMT+0800 (CST)",
            "2022-04-19T04:22:21+08:00",
        );
        check("20220419", "2022-04-19T00:00:00+08:00");
        check("20220419T122221Z", "2022-04-19T12:22:21+00:00");
        check("1650342141", "2022-04-19T04:22:21+00:00");
        check("1650342141000", "2022-04-19T04:22:21+00:00");
        check("Tue, 19 Apr 2022 04:22:21 EST", "2022-04-19T04:22:21-05:00");
        check("Tue, 19 Apr 2022 04:22:21 PDT", "2022-04-19T04:22:21-07:00");
        check("Tue Apr 19 04:22:21 JST 2022", "2022-04-19T04:22:21+09:00");
        check("2022-04-19 04:22 (KST)", "2022-04-19T04:22:00+09:00");
        // An abbreviation that is used in the reader's own zone means that zone.
        check("Tue Apr 19 04:22:21 CST 2022", "2022-04-19T04:22:21+08:00");
        check(
            "2022-04-19 12:22 America/New_York",
            "2022-04-19T12:22:00-04:00",
        );
        check(
            "2022-04-19T12:22-04:00[America/New_York]",
            "2022-04-19T12:22:00-04:00",
        );
        check(
            "Tue Apr 19 2022 04:22:21 GMT+1200 (Marshall Islands Time)",
            "2022-04-19T04:22:21+12:00",
        );
        check(
            "Tue Apr 19 2022 04:22:21 GMT+1000 (Australian Eastern Standard Time)",
            "2022-04-19T04:22:21+10:00",
        );
        check("2022-04-19 12:22 (Asia/Tokyo)", "2022-04-19T12:22:00+09:00");
        check(
            "2022-04-19T12:22:00[Asia/Tokyo]",
            "2022-04-19T12:22:00+09:00",
        );
        check("2022-04-19 12:22 EST5EDT", "2022-04-19T12:22:00-04:00");
        check("2022-04-19 12:22 UTC+8", "2022-04-19T12:22:00+08:00");
        check("19 April 2022, 3:04 p.m. EST", "2022-04-19T15:04:00-05:00");
        check("2022-04-19 12:04 A.M.", "2022-04-19T00:04:00+08:00");
        check("2022年4月19日（火）10:00", "2022-04-19T10:00:00+08:00");
        check("19 April 2022 at 3:04PM", "2022-04-19T15:04:00+08:00");
        check("-2022-04-19", "");
        check("Invalid Date", "");
        check("2022-02-30 10:00:00", "");
        check("2022-13-01", "");
        check("2022-04-19 25:00:00", "");
        check("昨天", "");
        check("12:30", "");
        check("", "");
        check(&"9".repeat(100), "");
    }

    #[test]
    fn midnight_is_no_time() {
        let check = |text: &str, timed: bool| {
            let date = read(text, &Zone::named("Asia/Shanghai").expect("a known zone"));
            assert_eq!(date.map(|date| date.timed), Some(timed), "{text}");
        };
        check("2022-04-19", false);
        check("2022-04-19 00:00:00", false);
        check("2022-04-19T00:00:00Z", false);
        check("2022-04-19 00:00:01", true);
        check("2022-04-19 00:30", true);
    }

    proptest! {
        #[test]
        fn never_panics(text: String, near in "[0-9:T+ .年月日Za-]{0,40}") {
            let zone = Zone::named("UTC").expect("UTC");
            let _ = (read(&text, &zone), read(&near, &zone), offset(&near));
        }

        #[test]
        fn reads_what_is_written(seconds in 0_i64..4_000_000_000) {
            let offset = 32_400;
            let date = Date { seconds, offset, timed: true, origin: DateOrigin::FrontMatter };
            let zone = Zone::named("UTC").expect("UTC");
            let timed = (seconds + i64::from(offset)) % 86_400 != 0;
            let expected = ParsedDate { seconds, offset, timed };
            prop_assert_eq!(read(&date.rfc3339(), &zone), Some(expected));
        }
    }
}
