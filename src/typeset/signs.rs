//! Signs that are drawn in another form than the source has. Where ambiguous characters take one
//! cell, terminals clip ※, ℃, ① and Ⅲ, whose glyphs are two cells wide, or draw the next character
//! over them, and —— and …… are one ideograph long instead of two; and they cut the letters that
//! Unicode has for mathematics, such as 𝒪. Only the screen changes: a sign
//! is drawn for one character of the shown text, so that search, copied text and positions keep
//! the source. With an option, straight quotes and hyphens of Latin prose are drawn as curly quotes
//! and dashes; with another, half-width marks between Han as full-width ones.

use super::options::Options;
use super::sign_forms::clipped_forms;
use crate::document::Style;
use crate::text::{Ambiguous, Language, Script, WidthPolicy, plain_letter, script};
use std::borrow::Cow;
use std::ops::Range;

/// A character and what is drawn for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Bytes of the character in the text as shown.
    pub start: u32,
    pub end: u32,
    pub drawn: &'static str,
}

/// Which signs of a text are drawn in another form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// Signs that narrow terminals clip.
    pub clipped: bool,
    /// Hyphens and straight quotes that are written for dashes and curly quotes.
    pub smart: bool,
    /// Half-width marks between Han that are written for full-width ones.
    pub full_width: bool,
}

impl Forms {
    /// The forms for a page. Wide terminals draw all signs as the source has them.
    pub fn new(options: &Options, article: Language) -> Self {
        let narrow = options.screen_signs && is_narrow(options.width);
        Self {
            clipped: narrow,
            smart: narrow && options.smart_punctuation && article == Language::Latin,
            full_width: options.screen_signs
                && options.full_width_marks
                && matches!(article, Language::ZhHans | Language::ZhHant),
        }
    }
}

fn is_narrow(policy: WidthPolicy) -> bool {
    policy.ambiguous == Ambiguous::Narrow
}

/// The start of a text as a page shows it.
pub fn page_form<'t>(text: &'t str, options: &Options) -> Cow<'t, str> {
    if options.screen_signs {
        screen_form(text, options.width)
    } else {
        Cow::Borrowed(text)
    }
}

/// A title of the interface with its signs in the form that the terminal does not clip.
pub fn screen_form(title: &str, policy: WidthPolicy) -> Cow<'_, str> {
    let forms = Forms {
        clipped: is_narrow(policy),
        smart: false,
        full_width: false,
    };
    in_forms(title, forms)
}

/// The bytes of a range of a title in its [`screen_form`].
pub fn screen_range(title: &str, range: &Range<usize>, policy: WidthPolicy) -> Range<usize> {
    let signs = if is_narrow(policy) {
        clipped_signs(title)
    } else {
        Vec::new()
    };
    let place = |byte: usize| {
        let before = signs.iter().take_while(|sign| sign.end as usize <= byte);
        before.fold(byte, |at, sign| {
            at + sign.drawn.len() - (sign.end - sign.start) as usize
        })
    };
    place(range.start)..place(range.end)
}

fn clipped_signs(title: &str) -> Vec<Sign> {
    let mut signs = Vec::new();
    find_clipped(title, 0, &mut signs);
    signs
}

fn in_forms(text: &str, forms: Forms) -> Cow<'_, str> {
    let mut signs = Vec::new();
    find(text, Style::PLAIN, 0, None, forms, &mut signs);
    let mut drawn = Cow::Borrowed(text);
    for sign in signs.iter().rev() {
        let bytes = sign.start as usize..sign.end as usize;
        drawn.to_mut().replace_range(bytes, sign.drawn);
    }
    drawn
}

/// Appends the signs of a run that starts at a byte of the text as shown. `before`: the
/// character before the run.
pub fn find(
    run: &str,
    style: Style,
    base: u32,
    before: Option<char>,
    forms: Forms,
    signs: &mut Vec<Sign>,
) {
    if style.has(Style::CODE) {
        return;
    }
    if style.has(Style::MATH) {
        if forms.clipped {
            find_letters(run, base, signs);
        }
        return;
    }
    if forms.smart || forms.full_width {
        find_written(run, base, before, forms, signs);
    } else if forms.clipped {
        find_clipped(run, base, signs);
    }
}

/// The first byte of all clipped signs in UTF-8, and that of mathematical letters. Few other characters
/// begin with them.
const CLIPPED: u8 = 0xe2;
const LETTER: u8 = 0xf0;

/// Appends the letters of a formula. Its other signs stay: ⑴ and … mean something else in it.
fn find_letters(run: &str, base: u32, signs: &mut Vec<Sign>) {
    for at in memchr::memchr_iter(LETTER, run.as_bytes()) {
        let Some(c) = run.get(at..).and_then(|rest| rest.chars().next()) else {
            continue;
        };
        if let Some(letter) = plain_letter(c) {
            push(base + at as u32, c, 1, (letter, ""), signs);
        }
    }
}

fn find_clipped(run: &str, base: u32, signs: &mut Vec<Sign>) {
    let mut done = 0;
    for at in memchr::memchr2_iter(CLIPPED, LETTER, run.as_bytes()) {
        let Some(rest) = run.get(at..).filter(|_| at >= done) else {
            continue;
        };
        let Some(c) = rest.chars().next() else { break };
        let count = repeats(c, rest);
        if let Some(forms) = clipped_forms(c, count) {
            push(base + at as u32, c, count, forms, signs);
        }
        done = at + count * c.len_utf8();
    }
}

/// As [`find_clipped`], with marks that are written for others, which depend on their neighbours.
fn find_written(
    run: &str,
    base: u32,
    mut before: Option<char>,
    forms: Forms,
    signs: &mut Vec<Sign>,
) {
    let Forms {
        clipped,
        smart,
        full_width,
    } = forms;
    let mut rest = run;
    while let Some(c) = rest.chars().next() {
        let at = run.len() - rest.len();
        let count = repeats(c, rest);
        rest = rest.get(count * c.len_utf8()..).unwrap_or_default();
        let after = rest.chars().next();
        let forms = match c {
            '-' if smart && is_dash(count, before, after) => {
                Some((if count == 2 { "–" } else { "—" }, ""))
            }
            '"' if smart => Some((if opens(before, after) { "“" } else { "”" }, "")),
            '\'' if smart => {
                let quote = opens(before, after) && !is_elision(rest);
                Some((if quote { "‘" } else { "’" }, ""))
            }
            ',' | '.' | ';' | ':' | '!' | '?' if full_width && is_between_han(before, after) => {
                Some((full_width_of(c), ""))
            }
            _ if clipped => clipped_forms(c, count),
            _ => None,
        };
        before = Some(c);
        if let Some(forms) = forms {
            push(base + at as u32, c, count, forms, signs);
        }
    }
}

/// How often a text repeats its first character, if that is one that counts by its repeats.
fn repeats(c: char, text: &str) -> usize {
    match c {
        '—' | '―' | '…' | '‥' | '-' => text.chars().take_while(|next| *next == c).count(),
        _ => 1,
    }
}

/// Adds the signs of a character that is repeated from a byte on.
fn push(
    start: u32,
    c: char,
    count: usize,
    (first, others): (&'static str, &'static str),
    signs: &mut Vec<Sign>,
) {
    let bytes = c.len_utf8() as u32;
    signs.extend((0..count as u32).map(|index| Sign {
        start: start + index * bytes,
        end: start + (index + 1) * bytes,
        drawn: if index == 0 { first } else { others },
    }));
}

/// Whether a mark after a Han character is between two, or ends its text.
fn is_between_han(before: Option<char>, after: Option<char>) -> bool {
    let is_han = |c: char| script(c) == Script::Han;
    before.is_some_and(is_han) && after.is_none_or(|c| is_han(c) || matches!(c, '\n' | '”' | '」'))
}

fn full_width_of(mark: char) -> &'static str {
    match mark {
        ',' => "，",
        '.' => "。",
        ';' => "；",
        ':' => "：",
        '!' => "！",
        _ => "？",
    }
}

/// Whether hyphens between two characters are written for a dash: not an option (`--local`).
fn is_dash(count: usize, before: Option<char>, after: Option<char>) -> bool {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    matches!(count, 2 | 3) && (space(after) || !space(before))
}

/// Whether a straight quote between two characters opens. After a dash, a slash or a colon it
/// closes, unless a word follows: `"I was—"`, `either/"or"`.
fn opens(before: Option<char>, after: Option<char>) -> bool {
    let word = || after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\'' | '"' | '“' | '('));
    before.is_none_or(|c| match c {
        '(' | '[' | '"' | '“' => true,
        '-' | '–' | '—' | '/' | ':' => word(),
        _ => c.is_whitespace(),
    })
}

/// English words that begin with an apostrophe, which is not an opening quote.
const ELISIONS: &[&str] = &[
    "bout", "cause", "em", "n", "neath", "til", "till", "tis", "twas", "twere", "twill", "twould",
];

/// Whether the text after a straight single quote is a word or a year that the quote shortens:
/// `'tis`, `'n'`, `'68`, `'90s`. A word or year with a quote after it is quoted, except `'n'`.
fn is_elision(rest: &str) -> bool {
    let end = rest.find(|c: char| !c.is_alphanumeric());
    let (word, tail) = rest.split_at(end.unwrap_or(rest.len()));
    let year = word.strip_suffix('s').unwrap_or(word);
    let is_year = year.len() == 2 && year.bytes().all(|c| c.is_ascii_digit());
    let is_word = ELISIONS
        .iter()
        .any(|known| known.eq_ignore_ascii_case(word));
    let quoted = tail.starts_with(['\'', '’']) && !word.ends_with(['s', 'n', 'N']);
    (is_year || is_word) && !quoted
}

/// The cells of the sign for a character at a byte of a text, if one is there. `signs` are in
/// order.
#[inline]
pub fn cells_at(signs: &[Sign], c: char, at: u32, policy: WidthPolicy) -> Option<u32> {
    // All clipped signs are in these blocks, from General Punctuation to Dingbats.
    let may_be_sign = c.is_ascii_punctuation() || matches!(c, '\u{2010}'..='\u{27bf}');
    if signs.is_empty() || !may_be_sign {
        return None;
    }
    let index = signs.binary_search_by_key(&at, |sign| sign.start).ok()?;
    Some(policy.str(signs[index].drawn) as u32)
}

/// The signs that start within a range (bytes).
pub fn within(signs: &[Sign], range: &Range<u32>) -> Range<usize> {
    let from = signs.partition_point(|sign| sign.start < range.start);
    let to = signs.partition_point(|sign| sign.start < range.end);
    from..to.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_another_form() {
        fn check(smart: bool, run: &str, expected: &str) {
            let forms = Forms {
                clipped: true,
                smart,
                full_width: false,
            };
            assert_eq!(in_forms(run, forms), expected, "{run}");
        }
        check(false, "他说——好……", "他说────好⋯⋯");
        check(false, "a—b… c", "a—b… c");
        check(false, "36℃※注", "36°C＊注");
        check(false, "见①、⑳。", "见(1)、(20)。");
        check(false, "———", "──────");
        check(false, "夜明け――だ‥‥", "夜明け────だ⋯⋯");
        check(false, "線―線‥線", "線―線‥線");
        check(false, "Ⅰ章Ⅻ、ⅲ级ⅻ", "I章XII、iii级xii");
        check(false, "⑴⒇⓪❶❿➀➓⓫⓴", "(1)(20)(0)(1)(10)(1)(10)(11)(20)");
        check(false, "⒜ⓩⒶⓏ⒈⒛℉", "(a)(z)(A)(Z)1.20.°F");
        check(false, "\"a\" -- b", "\"a\" -- b");
        check(false, "", "");
        check(
            true,
            "\"Don't,\" he said -- 'no'.",
            "“Don’t,” he said – ‘no’.",
        );
        check(true, "one---two--three", "one—two–three");
        check(
            true,
            "the '90s, '68 and '80s' end",
            "the ’90s, ’68 and ’80s’ end",
        );
        check(
            true,
            "Rock 'n' roll, 'Tis, get 'em",
            "Rock ’n’ roll, ’Tis, get ’em",
        );
        check(true, "\"'Tis\" 'em' '68'", "“’Tis” ‘em’ ‘68’");
        check(true, "either/\"or\" A:\"B\"", "either/“or” A:“B”");
        check(true, "\"a/\" \"He said:\"", "“a/” “He said:”");
        check(true, "\"I was---\" \"-no\"", "“I was—” “-no”");
        check(true, "use --local or -x, ----", "use --local or -x, ----");
    }

    #[test]
    fn ranges_of_titles_follow_their_form() {
        let check = |title: &str, part: &str, expected: &str| {
            let policy = WidthPolicy::default();
            let at = title.find(part).unwrap_or_default();
            let range = screen_range(title, &(at..at + part.len()), policy);
            let form = screen_form(title, policy);
            assert_eq!(form.get(range), Some(expected), "{title}");
        };
        check("①春天——夏天", "春天—", "春天──");
        check("①春天——夏天", "夏天", "夏天");
        check("①春天——夏天", "①", "(1)");
        check("春天", "天", "天");
    }

    #[test]
    fn half_width_marks_between_han_become_full_width() {
        let check = |run: &str, expected: &str| {
            let forms = Forms {
                full_width: true,
                ..Forms::default()
            };
            assert_eq!(in_forms(run, forms), expected, "{run}");
        };
        check("今天,我们出发.", "今天，我们出发。");
        check("好吗?好!说:走;", "好吗？好！说：走；");
        check("3.14,圆周率", "3.14,圆周率");
        check("看 a.b, c 与图.", "看 a.b, c 与图。");
        check("文件.md", "文件.md");
        check("前, 后", "前, 后");
    }
}
