//! Dates in file and folder names.

use super::Zone;
use jiff::civil::DateTime;

/// The date in a file name: `2022-04-19-…`, `20220419 …`, `2022_4_19`.
pub fn in_name(name: &str, zone: &Zone) -> Option<(i64, i32)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let apart = at == 0
            || bytes
                .get(at - 1)
                .is_some_and(|b| !b.is_ascii_alphanumeric());
        let length = digits(bytes, at);
        if apart && let Some(found) = date_at(bytes, at, length, zone) {
            return Some(found);
        }
        at += length;
    }
    None
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes
        .iter()
        .skip(at)
        .take_while(|b| b.is_ascii_digit())
        .count()
}

fn number(bytes: &[u8]) -> Option<i16> {
    std::str::from_utf8(bytes).ok()?.parse().ok()
}

fn date_at(bytes: &[u8], at: usize, length: usize, zone: &Zone) -> Option<(i64, i32)> {
    let ends = |end: usize| !bytes.get(end).is_some_and(u8::is_ascii_alphanumeric);
    if length == 8 && ends(at + 8) {
        return day(
            number(bytes.get(at..at + 4)?)?,
            number(bytes.get(at + 4..at + 6)?)?,
            number(bytes.get(at + 6..at + 8)?)?,
            zone,
        );
    }
    if length != 4 {
        return None;
    }
    let mark = *bytes.get(at + 4)?;
    if !matches!(mark, b'-' | b'_' | b'.') {
        return None;
    }
    let month = at + 5;
    let month_length = digits(bytes, month);
    let day_at = month + month_length + 1;
    let day_length = digits(bytes, day_at);
    let shaped = (1..=2).contains(&month_length)
        && (1..=2).contains(&day_length)
        && bytes.get(day_at - 1) == Some(&mark);
    if !shaped {
        return None;
    }
    day(
        number(bytes.get(at..at + 4)?)?,
        number(bytes.get(month..month + month_length)?)?,
        number(bytes.get(day_at..day_at + day_length)?)?,
        zone,
    )
}

/// The date in folder names: `2016/12/21/…` or `2016-12-21/…`. `id` has `/` between its parts and
/// ends with the file name.
pub fn in_folders(id: &str, zone: &Zone) -> Option<(i64, i32)> {
    let (folders, _) = id.rsplit_once('/')?;
    let parts: Vec<&str> = folders.rsplit('/').take(12).collect();
    let spelt = parts.windows(3).find_map(|window| {
        let [day_part, month, year] = window else {
            return None;
        };
        let shaped =
            year.len() == 4 && (1..=2).contains(&month.len()) && (1..=2).contains(&day_part.len());
        if !shaped {
            return None;
        }
        day(
            number(year.as_bytes())?,
            number(month.as_bytes())?,
            number(day_part.as_bytes())?,
            zone,
        )
    });
    spelt.or_else(|| parts.iter().find_map(|part| in_name(part, zone)))
}

/// The start of a day, within the years in which article files exist.
fn day(year: i16, month: i16, day: i16, zone: &Zone) -> Option<(i64, i32)> {
    if !(1980..2100).contains(&year) {
        return None;
    }
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    zone.at(DateTime::new(year, month, day, 0, 0, 0, 0).ok()?)
}

#[cfg(test)]
mod tests {
    use super::super::{Date, DateOrigin};
    use super::*;
    use proptest::prelude::*;

    fn shown(found: Option<(i64, i32)>) -> String {
        found.map_or(String::new(), |(seconds, offset)| {
            let date = Date {
                seconds,
                offset,
                timed: false,
                origin: DateOrigin::FileName,
            };
            date.rfc3339().get(..10).unwrap_or_default().to_owned()
        })
    }

    #[test]
    fn names() {
        #[track_caller]
        fn check(name: &str, expected: &str) {
            let zone = Zone::named("UTC").expect("UTC");
            assert_eq!(shown(in_name(name, &zone)), expected, "{name:?}");
        }
        check("2008-02-16-増設メモ.md", "2008-02-16");
        check("20220419 How to.md", "2022-04-19");
        check("Newsletter10-20231222.md", "2023-12-22");
        check("日报_2022_4_9.txt", "2022-04-09");
        check("2022-04-19T10-00.md", "2022-04-19");
        check("issue-107.md", "");
        check("0004408_bab44dafa9af9ba1.txt", "");
        check("20229999.md", "");
        check("1234-56-78.md", "");
        check("2022-4.md", "");
    }

    #[test]
    fn folders() {
        #[track_caller]
        fn check(id: &str, expected: &str) {
            let zone = Zone::named("UTC").expect("UTC");
            assert_eq!(shown(in_folders(id, &zone)), expected, "{id:?}");
        }
        check("blog/2016/12/21/jQuery.md", "2016-12-21");
        check("2016-12-21/a.md", "2016-12-21");
        check("published/201311/a.md", "");
        check("2016/12/a.md", "");
        check("a.md", "");
    }

    proptest! {
        #[test]
        fn never_panics(name: String, near in "[0-9_./-]{0,30}") {
            let zone = Zone::named("UTC").expect("UTC");
            let _ = (in_name(&name, &zone), in_folders(&name, &zone));
            let _ = (in_name(&near, &zone), in_folders(&near, &zone));
        }
    }
}
