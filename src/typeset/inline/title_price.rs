//! The prices of line breaks in titles: a break between words is cheaper than one inside a word or a
//! number.

use super::breaks::{Break, Tear};
use super::kinsoku::is_katakana;
use super::particle::starts_with_particle;
use crate::text::{Script, script};

/// Prices of breaks. A phrase end costs more than the most uneven lines.
const PHRASE_END: usize = 100;
/// Between ideographs and other letters words end for certain; phrase ends are predictions.
const SCRIPT_END: usize = 75;
const TORN_PHRASE: usize = 400;
/// A break before a particle: between words, so that it costs less than a torn word. One after 与 costs
/// less than a torn phrase, too, which may be a name: 与 | 爱泼斯坦.
const STRANDED: usize = 450;
const AFTER_LEADING: usize = 350;
const TORN_WORD: usize = 500;
/// Katakana is read as a whole: a short rest of the title may rather be cut off.
const TORN_KATAKANA: usize = 1_600;
/// From this score on, the model of phrases is right about the end of a word; each point less costs
/// more. Of its phrase ends in Chinese titles, 41 % tear a word of a dictionary at scores below 10,
/// 19 % from 20, 7 % from 50, and 2 % from 60.
const SURE: i16 = 60;
const UNSURE: usize = 3;
/// Added inside brackets: a good break there costs less than a torn word elsewhere.
const BRACKETED: usize = 350;
/// A space between two Latin words, in a title of ideographs: within a name or a quotation.
const TORN_NAME: usize = 250;
const TORN_UNIT: usize = 2_000;
const TORN_PART: usize = 10_000;
/// A line of a few cells, and of a single ideograph.
const STUB: usize = 150;
const LONE: usize = 2_000;
/// Marks that end a part of a title.
const STOPS: &str = "：，、｜！？。；:,|!?;—─";
pub(crate) const OPENING: &str = "（「『【《〈“(";
const CLOSING: &str = "）」』】》〉”)";
/// Katakana that never begin a word.
const JOINED: &str = "ンッーァィゥェォャュョヮ";
/// Words that go on a particle: について, によって.
const AFTER_NI: &[&str] = &[
    "ついて",
    "つき",
    "つれ",
    "対し",
    "関し",
    "関する",
    "よって",
    "より",
    "よる",
    "おいて",
    "おける",
    "とって",
    "基づ",
];
/// Units after a number in ideographs, as in 三分.
const UNITS: &str = "年月日時时分秒回個个本冊册巻卷章節节話话版件枚円元歳岁人";
/// Words that no line ends with: before a key, 按 is a verb, else a preposition.
const LEADING: &str = "与與和及按";

/// The price of a short line.
pub(crate) fn stub(cells: usize) -> usize {
    match cells {
        0..=2 => LONE,
        3..=5 => STUB,
        _ => 0,
    }
}

/// The price of a break, by what is before and after it.
pub(crate) fn price(title: &str, place: &Break) -> usize {
    let head = title.get(..place.end).unwrap_or_default();
    let rest = title.get(place.next..).unwrap_or_default();
    let before = head.chars().next_back().unwrap_or(' ');
    let after = rest.chars().next().unwrap_or(' ');
    let spaced = place.next > place.end;
    let unspaced = |c| matches!(script(c), Script::Han | Script::Kana);
    let is_latin = |c: char| script(c) == Script::Latin;
    let is_stop = STOPS.contains(before) || spaced && "-—–/·|｜".contains(before);
    let is_number = before.is_ascii_digit();
    let is_kana = |c: char| matches!(c, 'ぁ'..='ゖ');
    let torn = match place.tear {
        Tear::Part => TORN_PART,
        Tear::Number => TORN_UNIT,
        _ if is_ordinal(head, rest) => TORN_UNIT,
        _ if UNITS.contains(after) && ends_with_han_number(head) => TORN_UNIT,
        // 改訂2版: in Japanese, kana follow an ideograph at the end of a word.
        _ if !spaced
            && after.is_ascii_digit()
            && script(before) == Script::Han
            && title.chars().any(|c| script(c) == Script::Kana) =>
        {
            TORN_PHRASE
        }
        _ if !spaced && is_number && (unspaced(after) || "%℃".contains(after)) => TORN_UNIT,
        Tear::Word if is_katakana(before) && is_katakana(after) => match place.score {
            // The model knows where a word of a compound ends.
            Some(1..) if !JOINED.contains(after) => TORN_PHRASE,
            _ => TORN_KATAKANA,
        },
        Tear::Word => TORN_WORD,
        _ if is_in_name(spaced.then_some(before), rest) => TORN_WORD,
        _ if !spaced && unspaced(after) && is_amount(head) => TORN_WORD,
        _ if !is_stop && starts_with_particle(rest) => STRANDED,
        _ if before == 'に' && AFTER_NI.iter().any(|word| rest.starts_with(word)) => STRANDED,
        _ if LEADING.contains(before) => AFTER_LEADING,
        Tear::Phrase => TORN_PHRASE,
        _ if !spaced && unspaced(after) && is_lone(head) => TORN_PHRASE,
        Tear::Nothing if spaced && is_number && after.is_ascii_lowercase() => TORN_NAME,
        Tear::Nothing if spaced && is_latin(before) && is_latin(after) => {
            if title.chars().any(unspaced) {
                TORN_NAME
            } else {
                0
            }
        }
        // all-in-one
        Tear::Nothing if !spaced && before == '-' && after.is_alphanumeric() => TORN_NAME,
        // A word that begins with an ideograph or katakana after hiragana: する｜方法.
        Tear::Nothing if is_kana(before) && !is_kana(after) => 0,
        Tear::Nothing if !spaced && unspaced(before) && unspaced(after) => {
            let score = place.score.unwrap_or(SURE);
            usize::from(SURE.saturating_sub(score).max(0).unsigned_abs()) * UNSURE
        }
        Tear::Nothing => 0,
    };
    let bracketed = if is_bracketed(head) { BRACKETED } else { 0 };
    // A space beside Latin letters only sets them off from ideographs.
    let end = if is_stop || spaced && unspaced(before) && unspaced(after) {
        0
    } else if CLOSING.contains(before) || OPENING.contains(after) {
        PHRASE_END / 2
    } else if unspaced(before) != unspaced(after) {
        SCRIPT_END
    } else {
        PHRASE_END
    };
    torn + bracketed + end
}

/// Whether a text ends in a number of ideographs that do not continue a word: 三, but not 统一.
fn ends_with_han_number(head: &str) -> bool {
    let before = head.trim_end_matches(|c| "一二三四五六七八九十百".contains(c));
    before.len() < head.len() && !before.ends_with(|c| script(c) == Script::Han)
}

/// Whether a text ends in a number with its multiple, as in `30 亿`: the unit comes next.
fn is_amount(head: &str) -> bool {
    let number = head.trim_end_matches(['百', '千', '万', '萬', '亿', '億']);
    number.len() < head.len() && number.trim_end().ends_with(|c: char| c.is_ascii_digit())
}

/// Whether the last ideograph of a text is alone after Latin letters: most such words belong to
/// what follows.
fn is_lone(head: &str) -> bool {
    let mut chars = head.chars().rev();
    let last = chars.next().is_some_and(|c| script(c) == Script::Han);
    let before = chars.find(|c| *c != ' ');
    last && before.is_some_and(|c| script(c) == Script::Latin)
}

/// Whether a break is between a name and its number or model, or before the last ideograph of the
/// name: `iPhone 15`, `小米 YU7`.
fn is_in_name(before_space: Option<char>, rest: &str) -> bool {
    let mut chars = rest.chars();
    let last = chars.next().unwrap_or(' ');
    let (before, model) = match chars.as_str().strip_prefix(' ') {
        Some(model) if script(last) == Script::Han => (last, model),
        _ => (before_space.unwrap_or(' '), rest),
    };
    let word = model.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let word = word.unwrap_or_default();
    let named = word.starts_with(|c: char| c.is_ascii_uppercase());
    match script(before) {
        Script::Latin => word.starts_with(|c: char| c.is_ascii_digit()),
        Script::Han | Script::Kana => named && word.ends_with(|c: char| c.is_ascii_digit()),
        _ => false,
    }
}

/// Whether a text ends inside brackets.
fn is_bracketed(head: &str) -> bool {
    let depth = head.chars().fold(0_usize, |depth, c| match c {
        _ if OPENING.contains(c) => depth + 1,
        _ if CLOSING.contains(c) => depth.saturating_sub(1),
        _ => depth,
    });
    depth > 0
}

/// Whether a break is between 第 and the noun that it counts: 第 12 期.
fn is_ordinal(head: &str, rest: &str) -> bool {
    let number =
        |c: char| c.is_ascii_digit() || c == ' ' || "〇零一二三四五六七八九十百千".contains(c);
    let before = head.trim_end_matches(number);
    before.ends_with('第') && rest.chars().next().is_some_and(char::is_alphanumeric)
}
