//! Characters that may not start or end a line (禁则, 禁則, 금칙), and those that may hang: the
//! sets of clreq "Prohibition Rules for Line Start and Line End", jlreq cl-02 to cl-11 and
//! klreq cl2 to cl12. Each character of a set must have [`Property::mark`] in the table.

use crate::text::Language;
use crate::text::property::Property;
use crate::typeset::Kinsoku;

/// What precedes a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    Text,
    /// Spaces, which free marks that can start a word of Latin text.
    Spaces,
}

/// May not start a line.
pub fn no_start(c: char, before: Before, level: Kinsoku, language: Language) -> bool {
    match c {
        '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | '､' | '｡' | '‼' | '⁇' | '⁈'
        | '⁉' | '’' | '”' | '）' | '〕' | '］' | '｝' | '〉' | '》' | '」' | '』' | '】' | '〗'
        | '〙' | '〛' | '｠' | '⦆' | '｣' | '〞' | '〟' | '﹂' | '﹄' | '﹀' | '﹈' | '〜'
        | '～' | '·' | '‧' | '・' | '･' | '／' => true,
        '‐' | '–' | '~' | '•' | ',' | '.' | ':' | ';' | '!' | '?' | ')' | ']' | '}' | '»' | '›' => {
            before == Before::Text
        }
        '/' => before == Before::Text,
        '—' | '―' | '─' | '⸺' | '…' | '⋯' | '‥' => {
            level == Kinsoku::Strict && before == Before::Text
        }
        '゠' | 'ヽ' | 'ヾ' | 'ゝ' | 'ゞ' | '々' | '〻' | 'ー' | 'ｰ' => {
            language == Language::Ja
        }
        '〃' => matches!(language, Language::Ja | Language::Ko),
        _ => false,
    }
}

/// May not end a line.
pub fn no_end(c: char, level: Kinsoku) -> bool {
    match c {
        '‘' | '“' | '（' | '〔' | '［' | '｛' | '〈' | '《' | '「' | '『' | '【' | '〖' | '〘'
        | '〚' | '｟' | '⦅' | '｢' | '〝' | '﹁' | '﹃' | '(' | '[' | '{' | '«' | '‹' => {
            true
        }
        '／' => matches!(level, Kinsoku::Gb | Kinsoku::Strict),
        _ => false,
    }
}

/// A closing bracket or quotation mark.
pub fn closes(c: char) -> bool {
    matches!(
        c,
        '’' | '”'
            | '）'
            | '〕'
            | '］'
            | '｝'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〗'
            | '〙'
            | '〛'
            | '｠'
            | '⦆'
            | '｣'
            | '〞'
            | '〟'
            | '﹂'
            | '﹄'
            | '﹀'
            | '﹈'
            | ')'
            | ']'
            | '}'
            | '»'
            | '›'
    )
}

/// Whether a line begins with a full-width opening bracket or quotation mark.
pub fn starts_with_bracket(line: &str) -> bool {
    let first = line.chars().next();
    first.is_some_and(|c| !c.is_ascii() && no_end(c, Kinsoku::Basic))
}

/// Marks that form one sign in pairs: —— ……
pub fn is_pair(c: char) -> bool {
    matches!(c, '—' | '―' | '─' | '⸺' | '…' | '⋯' | '‥')
}

/// A squared unit such as ㎏, which stays with its number.
pub fn is_unit(c: char) -> bool {
    ('\u{3300}'..='\u{33FF}').contains(&c)
}

/// A full-width digit: an ideograph to UAX #14, but part of a number here.
#[inline]
pub fn is_wide_digit(c: char) -> bool {
    matches!(c, '\u{ff10}'..='\u{ff19}')
}

/// A kanji numeral.
#[inline]
pub fn is_numeral(c: char) -> bool {
    matches!(
        c,
        '〇' | '一'
            | '二'
            | '三'
            | '四'
            | '五'
            | '六'
            | '七'
            | '八'
            | '九'
            | '十'
            | '百'
            | '千'
            | '万'
            | '億'
            | '兆'
    )
}

/// A measure word or unit after a number (12 月, 3 个, 5 亿). A break between the two is
/// avoided.
pub fn is_counter(c: char) -> bool {
    "年月日号號时時点點分秒世周週天夜岁歲歳个個万萬亿億千百余餘多元円圆圓块塊人名位只隻家次倍度米件条條\
     本回台臺部架艘辆輛吨噸斤届屆期章节節页頁项項级級层層楼版集场場股株桶步批份座间間种種支张張句篇首幅颗顆头頭册冊卷枚"
        .contains(c)
}

/// Counters and units that Japanese writes in kana or in several ideographs. A number is not
/// separated from them (JIS X 4051, 分離禁止).
const JAPANESE_COUNTERS: &[&str] = &[
    "つ",
    "か所",
    "か月",
    "か国",
    "カ所",
    "カ月",
    "カ国",
    "ヶ所",
    "ヶ月",
    "ヶ国",
    "ヵ所",
    "ヵ月",
    "コ",
    "ビット",
    "バイト",
    "キロ",
    "メガ",
    "ギガ",
    "テラ",
    "メートル",
    "センチ",
    "ミリ",
    "グラム",
    "リットル",
    "トン",
    "ドル",
    "ユーロ",
    "ポンド",
    "ウォン",
    "パーセント",
    "ポイント",
    "ページ",
    "シート",
    "ライン",
    "コア",
    "スレッド",
    "ピクセル",
    "インチ",
    "ヘルツ",
    "ワット",
    "カロリー",
    "セット",
    "クラス",
    "レベル",
    "以降",
    "以上",
    "以下",
    "以内",
    "未満",
    "前後",
    "代",
    "営業日",
    "日間",
    "年間",
    "週間",
    "時間",
    "才",
    "割",
    "通",
    "着",
    "杯",
    "匹",
    "社",
    "問",
    "曲",
    "巻",
    "行",
    "列",
    "桁",
    "文字",
    "種類",
    "番目",
    "度目",
    "周年",
    "連休",
    "冠",
];

/// Whether the text after a number begins with a counter of [`JAPANESE_COUNTERS`].
pub fn starts_with_counter(rest: &str) -> bool {
    JAPANESE_COUNTERS
        .iter()
        .any(|counter| rest.starts_with(counter))
}

/// Whether a katakana word, or a Latin noun and its particle, go on from one character to the
/// next. `spaced`: there are spaces between the two.
#[inline]
pub fn is_one_word(before: char, after: char, spaced: bool) -> bool {
    let hiragana = matches!(after, 'ぁ'..='ゖ');
    let is_run = || !spaced && is_katakana(before) && is_katakana(after);
    hiragana && before.is_ascii_alphanumeric() || is_run()
}

/// A letter of katakana or its long sound mark, not the dot between words.
#[inline]
pub fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー'..='ヿ' | 'ｦ'..='ﾟ')
}

/// A dash between the two ends of a range (9:00—21:00).
pub fn is_dash(c: char) -> bool {
    matches!(c, '—' | '–' | '～' | '〜' | '~')
}

/// May hang in the gutter at the right edge.
pub fn hangs(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '､' | '｡')
}

/// Punctuation that the line start or line end rules name: neither a letter nor an ideograph.
#[inline]
pub fn is_mark(c: char, property: Property) -> bool {
    property.mark()
        && (no_start(c, Before::Text, Kinsoku::Strict, Language::Other) || no_end(c, Kinsoku::Gb))
}
