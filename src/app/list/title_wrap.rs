//! Wraps titles of the list: in a few lines. A break that cuts nothing off and tears no word comes first;
//! then where the sense breaks; then even lines.

use crate::text::{Language, Script, WidthPolicy, script, truncate, truncate_left};
use crate::typeset::inline::breaks::Break;
use crate::typeset::inline::layout::breaks;
use crate::typeset::inline::setting::Setting;
use crate::typeset::inline::title_price::{LONE, OPENING, ends_part, price, stub, tears};
use crate::typeset::{Fit, Options};
use std::ops::Range;

/// The price of the most uneven lines, in the prices of breaks.
const UNEVEN: usize = 90;
/// A line of less than a quarter of the cells, without a mark at its end.
const SHORT: usize = 120;
/// Where only torn words let two lines hold a title: its end is cut off, and each cell of it. In a narrow
/// list only a torn number is worse: a few cells are much of the title there.
const CUT: usize = 250;
const CUT_IN_NARROW: usize = 1_200;
const NARROW: usize = 24;
const CUT_CELL: usize = 15;
/// Added if a number is cut off: it is the news, and worse to lose than a word is to tear.
const LOST_NUMBER: usize = 400;
/// Each cell that a title loses because its first line ends early, and each where less than two
/// thirds of the line are filled.
const LOST_CELL: usize = 10;
const LOST_CELL_OF_SHORT: usize = 30;

/// A title in at most as many lines as there are `cells`, which are those of each; the last ends in `…`
/// when there is more.
pub fn lines(title: &str, language: Language, cells: &[u16], policy: WidthPolicy) -> Vec<String> {
    let Some((first, below)) = cells.split_first() else {
        return Vec::new();
    };
    if below.is_empty() || policy.str(title) <= usize::from(*first) {
        return vec![cut(title, (*first).into(), policy)];
    }
    let places = places(title, language, *first, policy);
    let best = best(title, &places, (*first).into(), (below, policy));
    let (end, next) = best.map_or((title.len(), title.len()), |place| (place.end, place.next));
    let part = |from: usize, to: usize| title.get(from..to).unwrap_or_default();
    let rest = lines(part(next, title.len()), language, below, policy);
    [vec![part(0, end).to_owned()], rest].concat()
}

/// The best break after at most `whole` cells; `below` has the cells of the further lines.
fn best<'a>(
    title: &str,
    places: &'a [Break],
    whole: usize,
    (below, policy): (&[u16], WidthPolicy),
) -> Option<&'a Break> {
    let fitting = divided(title, places, whole, policy);
    let is_last = below.len() == 1;
    let below: usize = below.iter().copied().map(usize::from).sum();
    let cut_price = if whole < NARROW { CUT_IN_NARROW } else { CUT };
    let is_whole = |rest: usize| rest <= below;
    let is_clean = |found: &Divided<'_>| is_clean(title, below, found);
    let may_be_clean = fitting.iter().any(is_clean);
    let may_be_whole = fitting.iter().any(|(.., rest)| is_whole(*rest));
    let cost = |(place, head, rest): &Divided<'_>| {
        let shape = match *rest {
            rest if is_whole(rest) && is_last => head.abs_diff(rest) * UNEVEN / whole,
            // The further lines lose cells, too.
            rest if is_whole(rest) => (whole - head) * LOST_CELL,
            rest if may_be_whole => cut_price + cut_off(title, rest - below),
            // It needs more lines: full ones show more of it.
            _ if head * 3 >= whole * 2 => (whole - head) * LOST_CELL,
            _ => (whole - head) * LOST_CELL_OF_SHORT,
        };
        let is_short = *head.min(rest) * 4 < whole && !ends_part(title, place);
        let short = if is_short { SHORT } else { 0 };
        price(title, place) + shape + short + stub(*head.min(rest))
    };
    let clean = fitting
        .iter()
        .filter(|found| !may_be_clean || is_clean(found));
    // A cluster that is wider than the line is drawn as far as it fits.
    let best = clean.min_by_key(|found| cost(found));
    best.map(|(place, ..)| *place).or(places.first())
}

/// Whether a break lets two lines of these cells hold a title, and tears nothing.
pub fn fits(title: &str, language: Language, cells: (u16, u16), policy: WidthPolicy) -> bool {
    let places = places(title, language, cells.0, policy);
    let divided = divided(title, &places, cells.0.into(), policy);
    let mut divided = divided.iter();
    divided.any(|found| is_clean(title, cells.1.into(), found))
}

/// A break, and the cells before and after it.
type Divided<'a> = (&'a Break, usize, usize);

/// Whether a break cuts nothing off and tears nothing, with so many cells for the second line.
fn is_clean(title: &str, below: usize, (place, head, rest): &Divided<'_>) -> bool {
    *rest <= below && stub(*head.min(rest)) < LONE && !tears(title, place)
}

fn places(title: &str, language: Language, cells: u16, policy: WidthPolicy) -> Vec<Break> {
    let options = Options {
        width: policy,
        ..Options::default()
    };
    let mut setting = Setting::new(&options, language, cells).exact(cells);
    setting.fit = Fit::Balanced;
    breaks(title, &setting)
}

/// The breaks after at most so many cells.
fn divided<'a>(
    title: &str,
    places: &'a [Break],
    most: usize,
    policy: WidthPolicy,
) -> Vec<Divided<'a>> {
    let part = |from: usize, to: usize| policy.str(title.get(from..to).unwrap_or_default());
    let divided = places.iter().map(|place| {
        let (head, rest) = (part(0, place.end), part(place.next, title.len()));
        (place, head, rest)
    });
    divided.take_while(|(_, head, _)| *head <= most).collect()
}

/// The price of the last cells of a title, which are cut off, with the two for `…`.
fn cut_off(title: &str, cells: usize) -> usize {
    let mut lost = title.chars().rev().take(cells + 2);
    let number = match lost.any(|c| c.is_ascii_digit()) {
        true => LOST_NUMBER,
        false => 0,
    };
    cells * CUT_CELL + number
}

/// The start of a text. It ends neither inside a number or a Latin word, unless that is most of it,
/// nor with an opening mark, a hyphen or the sign of a currency.
fn cut(text: &str, cells: usize, policy: WidthPolicy) -> String {
    let (whole, _) = truncate(text, cells, policy);
    let Some(kept) = whole
        .strip_suffix('…')
        .filter(|kept| kept.len() < text.len())
    else {
        return whole;
    };
    let rest = text.get(kept.len()..).unwrap_or_default();
    let in_word = |c: char| c.is_ascii_alphanumeric() || ".,".contains(c);
    let is_torn = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let before = kept.trim_end_matches(in_word);
    let kept = match is_torn && before.len() * 2 > kept.len() {
        true => before,
        false => kept,
    };
    format!(
        "{}…",
        kept.trim_end_matches(|c: char| " -‘«$￥¥€£#@".contains(c) || OPENING.contains(c))
    )
}

/// Makes a hit of a title visible: when it comes after what the lines show, the last line shows
/// its surroundings instead.
pub fn show_hit(lines: &mut [String], title: &str, hit: &Range<usize>, policy: WidthPolicy) {
    let shown: usize = lines
        .iter()
        .map(|line| line.trim_end_matches('…').len())
        .sum();
    let Some(last) = lines.last_mut().filter(|last| last.ends_with('…')) else {
        return;
    };
    // Lines lack the spaces at which they break, so that more than `shown` bytes may be shown.
    if hit.start < shown {
        return;
    }
    let cells = policy.str(last);
    let before = title.get(..hit.start).unwrap_or_default();
    let after = title.get(hit.start..).unwrap_or_default();
    // No more is cut off than must be.
    let free = cells.saturating_sub(policy.str(after) + 1);
    let (context, _) = truncate_left(before, free.max(cells / 4 + 1), policy);
    let context = from_word(context.trim_start_matches('…'), before);
    *last = truncate(&format!("…{context}{after}"), cells, policy).0;
}

/// The end of a text from the first whole word on; all of it where it holds no start of a Latin word.
fn from_word<'a>(end: &'a str, text: &str) -> &'a str {
    let is_part = |c: char| c.is_ascii_graphic() || matches!(script(c), Script::Latin) || c == '’';
    let head = text.strip_suffix(end).unwrap_or_default();
    if !head.ends_with(is_part) {
        return end;
    }
    let whole = end.trim_start_matches(is_part);
    whole.trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(title: &str, cells: u16, expected: &[&str]) {
        let policy = WidthPolicy::default();
        let found = lines(title, Language::detect(title), &[cells; 2], policy);
        assert_eq!(found, expected);
    }

    #[test]
    #[cfg_attr(
        not(feature = "phrase"),
        ignore = "without phrases titles break elsewhere"
    )]
    fn two_lines_break_where_the_sense_does() {
        check("春天的书店", 20, &["春天的书店"]);
        check(
            "一季度国家级新区空气质量优良天数出炉：回升势头明显",
            34,
            &["一季度国家级新区空气质量", "优良天数出炉：回升势头明显"],
        );
        check(
            "工信部：正完善“小巨人”企业认定标准，将启动第四批认定，并扩大范围",
            24,
            &["工信部：正完善“小巨人”", "企业认定标准，将启动第…"],
        );
        check(
            "卷入爱泼斯坦案，马斯克回应：与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            34,
            &[
                "卷入爱泼斯坦案，马斯克回应：",
                "与爱泼斯坦几乎没有往来，多次拒绝…",
            ],
        );
        check(
            "卷入爱泼斯坦案，马斯克回应：与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            38,
            &[
                "卷入爱泼斯坦案，马斯克回应：",
                "与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            ],
        );
        check(
            "卷入爱泼斯坦案，马斯克回应：与爱泼斯坦几乎没有往来，多次拒绝其邀请",
            37,
            &[
                "卷入爱泼斯坦案，马斯克回应：与",
                "爱泼斯坦几乎没有往来，多次拒绝其邀请",
            ],
        );
        check(
            "快讯：央行今日开展一千亿元逆回购操作",
            30,
            &["快讯：", "央行今日开展一千亿元逆回购操作"],
        );
        check(
            "读书会第 128 期：春天的书店与老城的三轮车",
            26,
            &["读书会第 128 期：", "春天的书店与老城的三轮车"],
        );
        check(
            "老城（钟楼与菜市场）的三轮车慢慢走",
            24,
            &["老城（钟楼与菜市场）的", "三轮车慢慢走"],
        );
        check(
            "教你看懂股市里的 k 线图和均线",
            20,
            &["教你看懂股市里的", "k 线图和均线"],
        );
        // The end is cut off rather than a name torn.
        check(
            "[程序员] 适合个人购买的云主机，包含阿里云，香港云和海外的几个比较不错的选择",
            38,
            &[
                "[程序员] 适合个人购买的云主机，",
                "包含阿里云，香港云和海外的几个比较不…",
            ],
        );
        check(
            "一加 16 手机爆料：双 2 亿后摄、京东方 X5 屏幕、9000mAh 电池，起价 4999 元",
            38,
            &[
                "一加 16 手机爆料：双 2 亿后摄、京东方",
                "X5 屏幕、9000mAh 电池，起价 4999 元",
            ],
        );
        check("特斯拉 Model 3 降价了", 16, &["特斯拉", "Model 3 降价了"]);
        check(
            "雷军宣布小米 YU7 今晚上市",
            18,
            &["雷军宣布小米 YU7", "今晚上市"],
        );
        check(
            "東京の春の本屋 静かな朝の散歩",
            20,
            &["東京の春の本屋", "静かな朝の散歩"],
        );
        // A run of katakana stays whole, unless it is wider than a line or much is lost.
        check(
            "ThinkPad USB トラックポイントキーボードを購入した",
            34,
            &["ThinkPad USB", "トラックポイントキーボードを購入…"],
        );
        check(
            "ThinkPad USB トラックポイントキーボードを購入した",
            38,
            &["ThinkPad USB", "トラックポイントキーボードを購入した"],
        );
        check(
            "TypeScriptの型定義からバリデーションコードを生成するツールを書いた",
            37,
            &[
                "TypeScriptの型定義から",
                "バリデーションコードを生成するツール…",
            ],
        );
        check(
            "JavaScript Primer 改訂2版をリリースしました！/JavaScript Primerはなぜ更新され続けるのか？",
            61,
            &[
                "JavaScript Primer 改訂2版をリリースしました！/",
                "JavaScript Primerはなぜ更新され続けるのか？",
            ],
        );
        check(
            "A short walk through the old town",
            20,
            &["A short walk", "through the old town"],
        );
        check(
            "Antidisestablishmentarianism",
            10,
            &["Antidisest", "ablishmen…"],
        );
    }

    #[test]
    fn a_hit_that_is_cut_off_is_shown() {
        #[track_caller]
        fn check(title: &str, cells: u16, most: usize, hit: &str, expected: &[&str]) {
            let policy = WidthPolicy::default();
            let cells = vec![cells; most];
            let mut found = lines(title, Language::detect(title), &cells, policy);
            let at = title.find(hit).expect("a hit");
            show_hit(&mut found, title, &(at..at + hit.len()), policy);
            assert_eq!(found, expected);
        }
        let title = "老城的三轮车慢慢走过春天的书店门口";
        check(title, 40, 1, "书店", &[title]);
        check(title, 16, 1, "三轮", &["老城的三轮车慢…"]);
        check(title, 16, 1, "书店", &["…天的书店门口"]);
        check(title, 16, 1, "春天", &["…过春天的书店…"]);
        let title = "The company’s $100B OpenAI stake";
        check(title, 24, 1, "OpenAI", &["…$100B OpenAI stake"]);
    }

    proptest! {
        #[test]
        fn no_line_exceeds_its_width(title in "[a-z春天，“”（）1-9 ―…é👍🏽]{0,60}", cells in 1..50_u16, most in 1..=3_usize) {
            let policy = WidthPolicy::default();
            let lines = lines(&title, Language::ZhHans, &vec![cells; most], policy);
            prop_assert!(lines.len() <= most);
            prop_assert_eq!(lines.len() > 1, most > 1 && policy.str(&title) > usize::from(cells));
            for line in &lines {
                // A cluster that is wider than the room by itself is cut when it is drawn.
                let is_cluster = crate::text::clusters(line).nth(1).is_none();
                prop_assert!(
                    is_cluster || cells < 4 || policy.str(line) <= usize::from(cells),
                    "{line:?}"
                );
            }
        }
    }
}
