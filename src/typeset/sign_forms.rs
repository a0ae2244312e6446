//! What is drawn for signs that terminals clip. The compatibility forms of Unicode have no
//! brackets, and would join the text around them.

use crate::text::plain_letter;

/// The numbers 0 to 20: ⓪, ①, ⑴, ❶, ➀, ➊, ⓵.
const NUMBERS: [&str; 21] = [
    "(0)", "(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)", "(10)", "(11)", "(12)",
    "(13)", "(14)", "(15)", "(16)", "(17)", "(18)", "(19)", "(20)",
];

/// The numbers 1 to 20 with a full stop: ⒈.
const STOPPED_NUMBERS: [&str; 20] = [
    "1.", "2.", "3.", "4.", "5.", "6.", "7.", "8.", "9.", "10.", "11.", "12.", "13.", "14.", "15.",
    "16.", "17.", "18.", "19.", "20.",
];

/// Ⅰ to Ⅿ and ⅰ to ⅿ.
const CAPITAL_ROMAN: [&str; 16] = [
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "L", "C", "D", "M",
];
const SMALL_ROMAN: [&str; 16] = [
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "l", "c", "d", "m",
];

/// Ⓐ; ⓐ and ⒜.
const CAPITALS: [&str; 26] = [
    "(A)", "(B)", "(C)", "(D)", "(E)", "(F)", "(G)", "(H)", "(I)", "(J)", "(K)", "(L)", "(M)",
    "(N)", "(O)", "(P)", "(Q)", "(R)", "(S)", "(T)", "(U)", "(V)", "(W)", "(X)", "(Y)", "(Z)",
];
const LETTERS: [&str; 26] = [
    "(a)", "(b)", "(c)", "(d)", "(e)", "(f)", "(g)", "(h)", "(i)", "(j)", "(k)", "(l)", "(m)",
    "(n)", "(o)", "(p)", "(q)", "(r)", "(s)", "(t)", "(u)", "(v)", "(w)", "(x)", "(y)", "(z)",
];

/// What is drawn for a clipped sign that its text repeats `count` times, and for its repeats.
pub(super) fn clipped_forms(c: char, count: usize) -> Option<(&'static str, &'static str)> {
    let drawn = match c {
        '—' | '―' if count > 1 => return Some(("──", "──")),
        '…' | '‥' if count > 1 => return Some(("⋯", "⋯")),
        '※' => "＊",
        '℃' => "°C",
        '℉' => "°F",
        _ => enclosed(c)
            .or_else(|| letters(c))
            .or_else(|| plain_letter(c))?,
    };
    Some((drawn, ""))
}

/// The form of an enclosed number or letter.
fn enclosed(c: char) -> Option<&'static str> {
    let from = |first: char| c as usize - first as usize;
    let number = |first: char, value: usize| NUMBERS.get(from(first) + value).copied();
    match c {
        '⓪' => number('⓪', 0),
        '①'..='⑳' => number('①', 1),
        '⑴'..='⒇' => number('⑴', 1),
        '⓫'..='⓴' => number('⓫', 11),
        '⓵'..='⓾' => number('⓵', 1),
        '❶'..='❿' => number('❶', 1),
        '➀'..='➉' => number('➀', 1),
        '➊'..='➓' => number('➊', 1),
        '⒜'..='⒵' => LETTERS.get(from('⒜')).copied(),
        'ⓐ'..='ⓩ' => LETTERS.get(from('ⓐ')).copied(),
        'Ⓐ'..='Ⓩ' => CAPITALS.get(from('Ⓐ')).copied(),
        _ => None,
    }
}

/// The form of a Roman numeral or of a number with a full stop.
fn letters(c: char) -> Option<&'static str> {
    let (forms, first) = match c {
        'Ⅰ'..='Ⅿ' => (&CAPITAL_ROMAN[..], 'Ⅰ'),
        'ⅰ'..='ⅿ' => (&SMALL_ROMAN[..], 'ⅰ'),
        '⒈'..='⒛' => (&STOPPED_NUMBERS[..], '⒈'),
        _ => return None,
    };
    forms.get(c as usize - first as usize).copied()
}
