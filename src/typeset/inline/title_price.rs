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
pub(crate) const LONE: usize = 2_000;
/// Marks that end a part of a title.
const STOPS: &str = "：，、｜！？。；:,|!?;—─";
pub(crate) const OPENING: &str = "（「『【《〈“(";
const CLOSING: &str = "）」』】》〉”)";
/// Katakana that never begin a word.
const JOINED: &str = "ンッーァィゥェォャュョヮ";
/// Particles of several kana, which no line ends inside.
const PARTICLES: &[&str] = &[
    "について",
    "につき",
    "につれ",
    "に対し",
    "に関し",
    "に関する",
    "によって",
    "により",
    "による",
    "において",
    "における",
    "にとって",
    "に基づ",
    "として",
    "とした",
    "という",
    "といった",
    "とともに",
    "ための",
    "ように",
    "ような",
    "までの",
    "からの",
];
/// Units after a number in ideographs, as in 三分.
const UNITS: &str = "年月日時时分秒回個个本冊册巻卷章節节話话版件枚円元歳岁人";
/// Units after a number and a space, as in 14 国.
const COUNTERS: &str = "年月日时時分秒个個国國家款名位只隻台臺部条條项項亿億万萬千百次倍点點天周週所种種届屆场場座岁歲人元美期卷集";
/// Words that no line ends with: before a key, 按 is a verb, else a preposition.
const LEADING: &str = "与與和及按不";

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
    let around = Around::new(title, place);
    let bracketed = match is_bracketed(around.head) {
        true => BRACKETED,
        false => 0,
    };
    around.torn(place) + bracketed + around.end()
}

/// Whether a break tears a phrase, a word or a number, or strands a particle.
pub(crate) fn tears(title: &str, place: &Break) -> bool {
    Around::new(title, place).torn(place) >= TORN_PHRASE
}

/// Whether a mark before a break ends a part of the title.
pub(crate) fn ends_part(title: &str, place: &Break) -> bool {
    Around::new(title, place).is_stop
}

/// The text of a title around a break.
struct Around<'a> {
    title: &'a str,
    head: &'a str,
    rest: &'a str,
    before: char,
    after: char,
    /// Whether there is a space between them.
    spaced: bool,
    /// Whether a part of the title ends there.
    is_stop: bool,
}

const fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ')
}

fn unspaced(c: char) -> bool {
    matches!(script(c), Script::Han | Script::Kana)
}

fn is_latin(c: char) -> bool {
    script(c) == Script::Latin
}

impl<'a> Around<'a> {
    fn new(title: &'a str, place: &Break) -> Self {
        let head = title.get(..place.end).unwrap_or_default();
        let rest = title.get(place.next..).unwrap_or_default();
        let before = head.chars().next_back().unwrap_or(' ');
        let spaced = place.next > place.end;
        Self {
            title,
            head,
            rest,
            before,
            after: rest.chars().next().unwrap_or(' '),
            spaced,
            is_stop: STOPS.contains(before) || spaced && "-—–/·|｜".contains(before),
        }
    }

    /// The price of what the break tears.
    fn torn(&self, place: &Break) -> usize {
        let &Self {
            title,
            head,
            rest,
            before,
            after,
            spaced,
            ..
        } = self;
        match place.tear {
            Tear::Part => TORN_PART,
            Tear::Number => TORN_UNIT,
            _ if self.tears_number() => TORN_UNIT,
            Tear::Word if is_katakana(before) && is_katakana(after) => match place.score {
                // The model knows where a word of a compound ends.
                Some(1..) if !JOINED.contains(after) => TORN_PHRASE,
                _ => TORN_KATAKANA,
            },
            Tear::Word => TORN_WORD,
            _ if is_in_name(spaced.then_some(before), rest) => TORN_WORD,
            _ if !spaced && unspaced(after) && is_amount(head) => TORN_WORD,
            _ if !self.is_stop && starts_with_particle(rest) => STRANDED,
            _ if is_in_particle(head, rest) || is_in_path(head, rest) => STRANDED,
            _ if is_okurigana(before, rest) && place.score.is_none_or(|score| score < SURE) => {
                TORN_WORD
            }
            _ if LEADING.contains(before) => AFTER_LEADING,
            Tear::Phrase => TORN_PHRASE,
            _ if !spaced && unspaced(after) && is_lone(head) => TORN_PHRASE,
            // npmインストール
            _ if !spaced && is_latin(before) && unspaced(after) && is_japanese(title) => TORN_NAME,
            Tear::Nothing if spaced => {
                let is_number = before.is_ascii_digit() && after.is_ascii_lowercase();
                let is_latin = is_latin(before) && is_latin(after) && title.contains(unspaced);
                if is_number || is_latin { TORN_NAME } else { 0 }
            }
            // all-in-one
            Tear::Nothing if before == '-' && after.is_alphanumeric() => TORN_NAME,
            // A word that begins with an ideograph or katakana after hiragana: する｜方法.
            Tear::Nothing if is_hiragana(before) && !is_hiragana(after) => 0,
            Tear::Nothing if unspaced(before) && unspaced(after) => {
                let score = place.score.unwrap_or(SURE);
                usize::from(SURE.saturating_sub(score).max(0).unsigned_abs()) * UNSURE
            }
            Tear::Nothing => 0,
        }
    }

    /// Whether the break is between a number and its unit, or the word that it belongs to.
    fn tears_number(&self) -> bool {
        let (before, after) = (self.before, self.after);
        let is_number = before.is_ascii_digit();
        if self.spaced {
            let number = self.head.trim_end_matches(|c: char| c.is_ascii_digit());
            let name = number.trim_end().chars().next_back();
            // A number after a Latin word is a part of a name: Model 3.
            let is_counted = is_number && !name.is_some_and(is_latin);
            return is_ordinal(self.head, self.rest) || is_counted && COUNTERS.contains(after);
        }
        is_ordinal(self.head, self.rest)
            || UNITS.contains(after) && ends_with_han_number(self.head)
            || self.rest.starts_with("季度") && "一二三四".contains(before)
            || is_number && (unspaced(after) || "%℃".contains(after))
            // 改訂2版: in Japanese, kana follow an ideograph at the end of a word.
            || after.is_ascii_digit() && script(before) == Script::Han && is_japanese(self.title)
    }

    /// The price of the end of a line.
    fn end(&self) -> usize {
        let (before, after) = (self.before, self.after);
        // A space beside Latin letters only sets them off from ideographs.
        if self.is_stop || self.spaced && unspaced(before) && unspaced(after) {
            0
        } else if CLOSING.contains(before) || OPENING.contains(after) {
            PHRASE_END / 2
        } else if unspaced(before) != unspaced(after) {
            SCRIPT_END
        } else {
            PHRASE_END
        }
    }
}

fn is_japanese(title: &str) -> bool {
    title.contains(|c| script(c) == Script::Kana)
}

/// Whether a break is inside a particle of several kana.
fn is_in_particle(head: &str, rest: &str) -> bool {
    PARTICLES.iter().any(|particle| {
        let mut places = particle.char_indices().skip(1);
        places.any(|(at, _)| {
            let (start, end) = particle.split_at(at);
            head.ends_with(start) && rest.starts_with(end)
        })
    })
}

/// Whether a break is after a slash inside an address or a name: `Trace/Span`.
fn is_in_path(head: &str, rest: &str) -> bool {
    let before = head.strip_suffix('/').unwrap_or_default();
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || ":/".contains(c))
        && rest.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// Whether a break is between an ideograph and the one kana that ends its word: 動｜く.
fn is_okurigana(before: char, rest: &str) -> bool {
    let mut chars = rest.chars();
    let is_kana = chars.next().is_some_and(is_hiragana);
    let is_lone = chars.next().is_none_or(|c| !is_hiragana(c));
    script(before) == Script::Han && is_kana && is_lone
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
