//! Words that are found in titles, and the marks of the matches.

use super::*;
use crate::library::Zone;
use crate::search::Today;
use crate::text::fold;
use proptest::prelude::*;

fn filter(typed: &str) -> QuickFilter {
    let texts = fold(typed).split_whitespace().map(Into::into).collect();
    QuickFilter::new(texts, false)
}

/// The title with its matches in brackets; unchanged without a match.
fn marked(filter: &QuickFilter, title: &str) -> String {
    let mut marked = title.to_owned();
    for range in filter.ranges(title).into_iter().rev() {
        marked.insert(range.end, ']');
        marked.insert(range.start, '[');
    }
    marked
}

fn is_in(filter: &QuickFilter, title: &str) -> bool {
    let mut units = Vec::new();
    column::units_of(title, &mut units);
    let signature = readings::Readings::table().signature_of(&units);
    let has = |signature| {
        filter
            .words
            .iter()
            .all(|word| word.is_in(&units, signature))
    };
    assert_eq!(has(signature), has(u64::MAX), "the signature of {title}");
    has(signature)
}

#[track_caller]
fn check(typed: &str, expected: &str) {
    let title = expected.replace(['[', ']'], "");
    let filter = filter(typed);
    assert_eq!(marked(&filter, &title), expected, "{typed}");
    assert_eq!(is_in(&filter, &title), expected.contains('['), "{typed}");
}

#[track_caller]
fn check_loose(typed: &str, expected: &str) {
    let title = expected.replace(['[', ']'], "");
    let filter = filter(typed).loose().expect("a longer word");
    assert_eq!(marked(&filter, &title), expected, "{typed}");
    assert_eq!(is_in(&filter, &title), expected.contains('['), "{typed}");
}

#[test]
fn text_is_found() {
    check("小巨人", "专精特新“[小巨人]”标准");
    check("AI", "使用[ＡＩ]的新闻");
    check("開發", "[开发]者大会");
    check("大会 开发", "[开发]者[大会]");
    check("巨小", "小巨人");
    check("c++", "学 [C++] 的人");
    check("cafe", "Le [Café]");
    check("ス", "ニュー[ス]");
}

#[cfg(feature = "pinyin")]
#[test]
fn pinyin_is_found() {
    check("xiaomi", "[小米]发布汽车");
    check("xmqc", "[小米汽车]发布");
    check("xiaomiqc", "[小米汽车]发布");
    check("xmqiche", "[小米汽车]发布");
    check("xiaomsu7", "[小米SU7]");
    // The last reading may be unfinished.
    check("xiaomiqich", "[小米汽车]发布");
    check("xiaomqch", "[小米汽车]发布");
    check("zhongg", "[中国]");
    check("zhg", "[中国]");
    check("zg", "[中国]");
    check("xianm", "小[仙盟]");
    check("xi'an", "[西安]的大雁塔");
    check("xi’an'", "[西安]的大雁塔");
    check("xi'", "[西]安的大雁塔");
    check("x'an", "[西安]的大雁塔");
    check("xi'an", "先西行");
    check("it's", "[it's] fine");
    // Any reading in use of a character with several, and no other one.
    check("chongqing", "[重庆]");
    check("zhongliang", "[重量]");
    check("yinhang", "[银行]");
    check("yinxing", "[银行]");
    for (typed, expected) in [
        ("xingren", "[行人]"),
        ("hangye", "[行业]"),
        ("zhongyao", "[重要]"),
        ("chongxin", "[重新]"),
        ("changjiang", "[长江]"),
        ("zhangda", "[长大]"),
        ("kuaile", "[快乐]"),
        ("yinyue", "[音乐]"),
        ("laole", "[老了]"),
        ("liaojie", "[了解]"),
        ("doushi", "[都是]"),
        ("shoudu", "[首都]"),
        ("haiyou", "[还有]"),
        ("huanshu", "[还书]"),
        ("piaojinhui", "[朴槿惠]"),
        ("fuyou", "还有"),
        ("tongyao", "重要"),
        ("yaoqu", "乐曲"),
        ("xuanzhuan", "还转"),
    ] {
        check(typed, expected);
    }
    check("qianlong", "[乾隆]");
    check("lv", "[绿]");
    check("nvpai", "[女排]");
    check("nupai", "[女排]");
    // Punctuation between ideographs.
    check("xmqc", "[小米]“[汽车]”");
    check("xmqc", "小米的汽车");
    check("ab", "a-b");
    check("xiaomj", "小米");
}

#[test]
fn romaji_is_found() {
    check("nyusu", "[ニュース]速報");
    check("konpyuta", "[コンピュータ]ー");
    check("shashin", "[しゃしん]");
    check("syasin", "[しゃしん]");
    check("ticchi", "[ティッチ]");
    check("gakkou", "[がっこう]");
    check("jetto", "[ジェット]");
    check("faibu", "[ファイブ]");
    check("toukyou", "[とうきょう]");
    check("tokyo", "とうきょう");
}

#[test]
fn initial_consonants_are_found() {
    check("ㅋㅍㅌ", "새 [컴퓨터] 소식");
    check("ㅋ퓨ㅌ", "새 [컴퓨터] 소식");
    check("커", "새 [컴]퓨터 소식");
    check("컴퓨터", "새 [컴퓨터] 소식");
    check("ㄲ", "[깨] 가");
    check("ㅅㅅ", "새 컴퓨터 [소식]");
    check("ㅅㅋ", "[새] [컴]퓨터");
    check("ㅋㅅ", "새 컴퓨터");
}

#[test]
fn characters_are_left_out_when_little_is_found() {
    check_loose("小人标准", "[小]巨[人]”[标准]");
    check_loose("kubrnetes", "[Kub]e[rnetes] 入门");
    check_loose("小人标准", "小的不同的人标准");
    // What matches without gaps is still found.
    check_loose("ニュース", "[ニュース]");
    assert!(filter("小人").loose().is_none());
    assert!(filter("abcd").loose().is_none());
    assert!(filter("小人标准").loose().expect("loose").loose().is_none());
}

#[cfg(feature = "pinyin")]
#[test]
fn whole_readings_are_left_out() {
    check_loose("xiaoren", "[小]巨[人]标准");
    check_loose("xiaobiaozhun", "[小]巨人[标准]");
    // Initials would be found in most titles.
    check_loose("xrbzs", "小巨人标准");
    check_loose("xjrbz", "[小巨人标准]");
}

#[test]
fn the_query_language_is_left_to_queries() {
    #[track_caller]
    fn check(text: &str, expected: bool) {
        let query = Query::parse_unfinished(text, Today::at(0, &Zone::default()));
        assert_eq!(QuickFilter::of(text, &query).is_some(), expected, "{text}");
    }
    check("小米", true);
    check("小米 汽车", true);
    check("xmqc", true);
    check("title:小米", false);
    check("\"ai\"", false);
    check("“小米”", false);
    check("小米 OR 汽车", false);
    check("小米 -汽车", false);
    check("ai*", false);
    check("/a.c/", false);
    check("is:unread", false);
    check("", false);
}

#[test]
fn a_longer_filter_narrows() {
    #[track_caller]
    fn check(old: &str, new: &str, expected: bool) {
        let narrowed = filter(new).narrowed(&filter(old));
        assert_eq!(narrowed.is_some(), expected, "{old} {new}");
    }
    check("xm", "xmq", true);
    check("xm", "xmq 小", true);
    check("xm 小", "xmq", false);
    check("xmq", "xm", false);
    check("ㅋ", "커", false);
}

/// A second judge: tries every way to match at every place.
fn naive(word: &[u16], title: &[u16], before: Option<u16>) -> bool {
    let Some((&unit, rest)) = title.split_first() else {
        return false;
    };
    let table = readings::Readings::table();
    let readings = table.sets().get(table.set_of(unit));
    let readings = readings.into_iter().flat_map(|set| &set.readings);
    let mut lengths = Vec::new();
    if word.first() == Some(&unit) {
        lengths.push(1);
    }
    for reading in readings {
        let same = reading
            .encode_utf16()
            .zip(word)
            .take_while(|(a, b)| a == *b);
        let same = same.count();
        if same > 0 {
            lengths.push(1);
        }
        let doubles = ["zh", "ch", "sh", "ts"];
        if same > 1 && doubles.iter().any(|double| reading.starts_with(double)) {
            lengths.push(2);
        }
        if same == reading.len() || same == word.len() {
            lengths.push(same);
        }
    }
    let continues = |length: &usize| {
        word.get(*length..)
            .is_some_and(|left| left.is_empty() || naive(left, rest, Some(unit)))
    };
    let is_mark = !matches!(unit, 0x30..=0x39 | 0x61..=0x7A) && unit < 0x80 || unit == 0x30FC;
    let skips = is_mark && before.is_some_and(|before| before >= 0x80);
    lengths.iter().any(continues) || skips && naive(word, rest, Some(unit))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn agrees_with_a_naive_search(
        typed in "[a-cgnhxm中小]{1,4}|(xiao|x|zhong|zh|z|guo|g|n|nv|shi|ha|mi|m|chang|zhang|c){1,4}",
        title in "[小中国长女米しゃはーん “xma]{0,8}",
    ) {
        let (word, mut units) = (Word::new(&typed, false), Vec::new());
        column::units_of(&title, &mut units);
        let typed: Vec<u16> = typed.encode_utf16().collect();
        let expected = (0..units.len())
            .any(|at| naive(&typed, units.get(at..).unwrap_or_default(), None));
        prop_assert_eq!(word.is_in(&units), expected);
        let signature = readings::Readings::table().signature_of(&units);
        prop_assert!(!expected || word.may_be_in(signature), "a signature without the word");
        prop_assert_eq!(!word.ranges(&units).is_empty(), expected);
    }

    /// Every match of a longer word is a match of its beginning, also with characters left out.
    #[test]
    fn a_longer_word_finds_less(
        typed in "([a-ce-gxm中小]|xiao|zhong|guo|컴|터|ㅋ){2,8}",
        title in "[小中国长女米しゃはーん “xma컴터]{0,10}",
    ) {
        let mut units = Vec::new();
        column::units_of(&title, &mut units);
        let typed = fold(&typed);
        for loose in [false, true] {
            let mut matched = true;
            for (end, _) in typed.char_indices().skip(1) {
                let text = typed.get(..end).unwrap_or_default();
                let word = Wanted {
                    word: Word::new(text, false),
                    loose: loose.then(|| Word::new(text, true)),
                    only_loose: false,
                };
                let matches = word.is_in(&units, u64::MAX);
                let signature = readings::Readings::table().signature_of(&units);
                prop_assert_eq!(matches, word.is_in(&units, signature));
                prop_assert!(matched || !matches, "{typed:?} up to {end}, loose: {loose}");
                matched = matches;
            }
        }
    }

    #[test]
    fn ranges_are_at_boundaries(
        typed in "\\PC{1,6}|[a-z]{1,6}",
        title in "(\\PC|[ＡＢß中開裡𫓩e\u{301}İ か\u{3099}ｶﾞ]){0,20}",
    ) {
        for filter in [Some(filter(&typed)), filter(&typed).loose()].into_iter().flatten() {
            let mut end = 0;
            for range in filter.ranges(&title) {
                prop_assert!(range.start >= end && !range.is_empty());
                prop_assert!(title.get(range.clone()).is_some());
                end = range.end;
            }
            if filter.words.len() == 1 {
                prop_assert_eq!(is_in(&filter, &title), end > 0);
            }
        }
    }
}
