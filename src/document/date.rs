//! Dates in table cells. Their seconds are neither shown nor searched.

use super::Text;

/// A cell with a date and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    /// Byte after the part that is shown: the seconds of a time are not.
    pub end: usize,
}

/// The date that a text consists of: `2026-01-26`, `2026/1/26 08:03`, `2026-01-26 08:03:04`.
pub(crate) fn date(text: &Text) -> Option<Date> {
    let first = text.runs.first()?.text.trim_start().bytes().next()?;
    if !first.is_ascii_digit() {
        return None;
    }
    date_in(&text.plain())
}

fn date_in(plain: &str) -> Option<Date> {
    let words = plain.trim();
    let (day, time) = match words.split_once([' ', 'T']) {
        Some((day, time)) => (day, time.trim_start()),
        None => (words, ""),
    };
    let numbers: Vec<&str> = day.split(['-', '/', '.']).collect();
    let [year, month, day] = numbers.as_slice() else {
        return None;
    };
    let is_day = is_number(year, 4..=4) && is_number(month, 1..=2) && is_number(day, 1..=2);
    let parts: Vec<&str> = time.split(':').collect();
    let is_time = match parts.as_slice() {
        [""] => true,
        [hour, rest @ ..] => {
            is_number(hour, 1..=2)
                && matches!(rest.len(), 1 | 2)
                && rest.iter().all(|part| is_number(part, 2..=2))
        }
        [] => false,
    };
    if !is_day || !is_time {
        return None;
    }
    let start = plain.len() - plain.trim_start().len();
    let seconds = if parts.len() == 3 { ":00".len() } else { 0 };
    Some(Date {
        end: start + words.len() - seconds,
    })
}

fn is_number(text: &str, digits: std::ops::RangeInclusive<usize>) -> bool {
    digits.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_lose_their_seconds() {
        let check = |text: &str, shown: Option<&str>| {
            let found = date(&Text::new(text));
            assert_eq!(found.and_then(|date| text.get(..date.end)), shown, "{text}");
        };
        check("2026-01-26 08:03:04", Some("2026-01-26 08:03"));
        check("2026/1/26 8:03", Some("2026/1/26 8:03"));
        check("2026-01-26T08:03:04", Some("2026-01-26T08:03"));
        check("2026.01.26", Some("2026.01.26"));
        check("2026-01", None);
        check("2026-01-26 晨", None);
        check("192.168.1.1", None);
        check("1.2.3", None);
        check("", None);
    }
}
