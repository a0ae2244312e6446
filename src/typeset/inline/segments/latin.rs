//! Latin words that stay with a number: names of months, units, multiples (Chicago Manual of Style 7.49
//! and 9.16, SI brochure 5.4.3).

/// Names of months, without the point of a short one.
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
];

/// Symbols of units, and words that multiply.
const UNITS: &[&str] = &[
    "m", "mm", "cm", "km", "g", "kg", "mg", "t", "s", "ms", "min", "h", "Hz", "kHz", "MHz", "GHz",
    "W", "kW", "MW", "GW", "kWh", "V", "A", "mA", "mAh", "K", "B", "KB", "kB", "MB", "GB", "TB",
    "PB", "KiB", "MiB", "GiB", "TiB", "bit", "bits", "bytes", "Mbps", "Gbps", "px", "pt", "dpi",
    "fps", "mph", "ft", "lb", "oz", "in", "percent", "am", "pm", "a.m", "p.m", "AM", "PM",
    "thousand", "million", "billion", "trillion", "%", "°C", "°F", "℃",
];

/// The longest of these words, in bytes.
const LONGEST: usize = 9;

/// Whether a text begins with a month, a unit or a multiple: `July 2012`, `GB`.
pub(super) fn follows_number(text: &str) -> bool {
    let word = word_at_start(text);
    MONTHS.contains(&word) || UNITS.contains(&word)
}

/// Whether a text ends with a month, before spaces.
pub(super) fn ends_with_month(text: &str) -> bool {
    let text = text.trim_end_matches(' ').trim_end_matches('.');
    let letters = text.bytes().rev().take(LONGEST + 1);
    let length = letters.take_while(u8::is_ascii_alphabetic).count();
    text.len()
        .checked_sub(length)
        .and_then(|start| text.get(start..))
        .is_some_and(|word| MONTHS.contains(&word))
}

/// Whether a text begins with the day of a month: `1`, `31,`, `2nd`.
pub(super) fn is_day(text: &str) -> bool {
    let digits = text.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (1..3).contains(&digits)
}

fn word_at_start(text: &str) -> &str {
    let ends = |c: char| !c.is_alphabetic() && !".%°℃".contains(c);
    let limit = text.char_indices().nth(LONGEST + 1);
    let text = text.get(..limit.map_or(text.len(), |(at, _)| at));
    let text = text.unwrap_or_default();
    let word = text.get(..text.find(ends).unwrap_or(text.len()));
    word.unwrap_or_default().trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_numbers_are_known() {
        for text in [
            "July 2012",
            "Jul. 2012",
            "GB of",
            "GB, and",
            "% of",
            "million",
            "p.m. on",
        ] {
            assert!(follows_number(text), "{text}");
        }
        for text in ["Julys", "gigabytes", "", "people", "Mayor", "inside"] {
            assert!(!follows_number(text), "{text}");
        }
        assert!(ends_with_month("on July ") && ends_with_month("Sept. "));
        assert!(!ends_with_month("dismay ") && !ends_with_month("一May甲 "));
        assert!(is_day("1, 2012") && is_day("31st") && !is_day("2012") && !is_day("st"));
    }
}
