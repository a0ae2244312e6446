//! Passages in edited articles. `tests/it/highlights.rs` edits whole articles at random.

use super::*;

fn letters(text: &str) -> Letters {
    let mut letters = Letters::default();
    for (id, paragraph) in text.split('\n').enumerate() {
        letters.push(id as u32, 0, paragraph);
    }
    letters
}

/// Highlights what is between brackets in the old article, and looks for it in the new one.
#[track_caller]
fn check(old: &str, new: &str) {
    check_with(old, new, false);
    check_with(old, new, true);
}

/// Highlights what is between brackets, with `context` letters on each side. Returns the highlight,
/// the article, and the letters of the passage.
#[track_caller]
fn highlighted(old: &str, context: usize) -> (Highlight, Letters, Range<usize>) {
    let text = letters(&old.replace(['[', ']'], ""));
    let (before, rest) = old.split_once('[').expect("a bracket");
    let (quote, after) = rest.split_once(']').expect("a bracket");
    let [start, length] = [before, quote].map(|part| letters(part).letters.len());
    let skipped = before.chars().count().saturating_sub(context);
    let mut highlight = Highlight {
        id: "1".to_owned(),
        quote: quote.to_owned(),
        before: before.chars().skip(skipped).collect(),
        after: after.chars().take(context).collect(),
        place: text.places[start],
        ..Highlight::default()
    };
    highlight.rivals = rivals(&highlight, &text);
    assert!(highlight.rivals.is_some());
    (highlight, text, start..start + length)
}

/// `known`: with what other places had in common. Highlights of earlier versions lack it.
#[track_caller]
fn check_with(old: &str, new: &str, known: bool) {
    let (mut highlight, ..) = highlighted(old, usize::MAX);
    if !known {
        highlight.rivals = None;
    }
    let text = letters(&new.replace(['[', ']'], ""));
    let expected = new.split_once('[').map(|(before, rest)| {
        let start = letters(before).letters.len();
        let quote = rest.split(']').next().unwrap_or_default();
        start..start + letters(quote).letters.len()
    });
    assert_eq!(find(&highlight, &text), expected, "{new}");
}

const OLD: &str = "春天的书店在河边，门口有一棵老树。[书店的主人姓周]，每天早上七点开门。\n\
                   夏天的车站很热，没有人愿意等车。车站的钟总是慢五分钟。\n\
                   秋天的码头停着三条船，最大的一条要去南方。";

#[test]
fn a_passage_is_found_after_edits_around_it() {
    // Unchanged; other line breaks.
    check(OLD, OLD);
    check(OLD, &OLD.replace('，', "，\n"));
    // Something before it, and a sentence after it that is new, gone or different.
    check(OLD, &format!("编者按：本文有改动。\n{OLD}"));
    check(
        OLD,
        &OLD.replace("，每天早上七点开门", "，他已经八十岁了，每天早上七点开门"),
    );
    check(OLD, &OLD.replace("，每天早上七点开门", ""));
    check(
        OLD,
        &OLD.replace("春天的书店在河边，门口有一棵老树。", "河边有书店。"),
    );
}

#[test]
fn a_changed_passage_is_found_by_what_is_left() {
    check(OLD, &OLD.replace("[书店的主人姓周]", "[书店的老主人姓周]"));
}

#[test]
fn a_passage_that_is_gone_is_lost() {
    check(OLD, &OLD.replace("[书店的主人姓周]", "没有人认识店主"));
    check(
        OLD,
        &OLD.replace("[书店的主人姓周]，每天早上七点开门。", ""),
    );
    check(OLD, "另一篇文章，讲的是别的事情。");
    check(OLD, "");
    // The words are elsewhere, in other company.
    check(
        OLD,
        &OLD.replace("[书店的主人姓周]", "没有人认识店主")
            .replace("最大的一条要去南方", "听说书店的主人姓周"),
    );
}

#[test]
fn equal_passages_are_told_apart() {
    let old = "甲说：好的。乙走了。丙说：[好的]。丁来了。戊说：好的。";
    check(old, old);
    check(old, &format!("己说：好的。{old}"));
    check(old, &old.replace("丙说：[好的]。", ""));
    // Nothing tells these apart.
    let refrain = "好的。".repeat(100);
    check(
        &format!("{refrain}[好的]。{refrain}"),
        &format!("啊。{refrain}"),
    );
}

/// Words and context occur twice. What was not edited looks unique afterwards.
#[test]
fn the_copy_of_a_passage_is_not_the_passage() {
    let part = "春天的书店在河边，门口有一棵老树。[书店的主人姓周]，每天早上七点开门。";
    let copy = part.replace(['[', ']'], "");
    for (old, new) in [
        (format!("{part}{copy}"), copy.clone()),
        (format!("{copy}{part}"), copy.clone()),
        (
            format!("{part}秋天。{copy}"),
            format!("春天的车站。秋天。{copy}"),
        ),
        (
            format!("{part}秋天。{copy}"),
            format!("{}秋天。{copy}", copy.replace("主人", "老人")),
        ),
        // As many as before.
        (format!("{part}{copy}"), format!("冬天。{part}{copy}")),
        (format!("{copy}{part}"), format!("冬天。{copy}{part}")),
    ] {
        check_with(&old, &new, true);
    }
    // A row of equal words, one of which is gone.
    for (old, gone) in [
        ("等等...[.]..后来", "."),
        ("后来.[..]", "."),
        ("[好]好好，好好好", "好"),
    ] {
        let plain = old.replace(['[', ']'], "");
        check_with(old, &plain.replacen(gone, "", 1), true);
    }
}

/// The sentences of a section, which stand nowhere else.
fn section(name: char) -> String {
    (0..9).fold(String::new(), |text, at| {
        format!(
            "{text}{name}篇第{at}句说的是第{}件{name}事。",
            at * 37 % 101
        )
    })
}

const FAREWELL: &str = "\n以下是主持人在节目最后对听众说的话：\n[谢谢大家的收听，明天再见。]\n\
                        本节目由河边书店和老树茶馆共同制作播出。\n";

#[test]
fn an_unchanged_passage_is_found_at_once() {
    let unmarked = FAREWELL.replace(['[', ']'], "");
    let many = section('春').repeat(3);
    for old in [
        // The same words twice, at the end and at the start.
        format!("{many}[再见。]{many}再见。"),
        format!("{many}再见。{many}[再见。]"),
        format!("[再见。]{many}再见。{many}"),
        format!("再见。{many}[再见。]{many}"),
        format!("{many}{FAREWELL}{many}{unmarked}{many}"),
        format!("{many}{unmarked}{many}{FAREWELL}{many}"),
    ] {
        let (highlight, text, range) = highlighted(&old, 150);
        assert_eq!(find(&highlight, &text), Some(range.clone()), "{old}");
        assert_eq!(find_unchanged(&highlight, &text), Some(range), "{old}");
    }
    // A copy is not taken for the passage that was before it.
    let old = format!("{many}{FAREWELL}{many}{unmarked}{many}");
    let (highlight, ..) = highlighted(&old, 150);
    let text = letters(&format!("{many}{unmarked}{many}"));
    assert_eq!(find(&highlight, &text), None);
    assert_eq!(find_unchanged(&highlight, &text), None);
}

/// The nearest words are equal: the farther ones decide, and the number of the copy only where these
/// are equal, too.
#[test]
fn farther_context_tells_equal_passages_apart() {
    let unmarked = FAREWELL.replace(['[', ']'], "");
    let [spring, autumn] = ['春', '秋'].map(section);
    let of = |name: &str, farewell: &str| format!("{name}{farewell}{name}");
    let own = of(&spring, FAREWELL);
    let other = of(&autumn, &unmarked);
    let edited = own.replace("春篇第7句", "春篇第七句");
    let twice = format!("{own}{}", of(&spring, &unmarked));
    for (old, new) in [
        // The sections change places; one letter far from the passage changes, or many.
        (format!("{own}{other}"), format!("{other}{edited}")),
        (format!("{other}{own}"), format!("{edited}{other}")),
        (
            format!("{own}{other}"),
            format!("{other}{}", own.replace("件春事", "桩春事")),
        ),
        // Letters on both sides, right before the sections: lost, for the copy has its number.
        (
            format!("{own}{other}"),
            format!(
                "{other}{}",
                of(
                    &spring,
                    &unmarked.replace("以下是", "以下为").replace("播出", "放送")
                )
            ),
        ),
        // It is gone, and a copy is added.
        (
            format!("{own}{other}"),
            format!("{}{other}", of("冬天来了。", &unmarked)),
        ),
        (
            format!("{own}{other}"),
            format!("{other}{}", of("冬天来了。", &unmarked)),
        ),
        // Copies in equal sections.
        (twice.clone(), format!("冬天。{twice}")),
        (twice.clone(), of(&spring, &unmarked)),
    ] {
        check_with(&old, &new, true);
    }
}

#[test]
fn a_quotation_without_context_must_be_there_once() {
    let check = |text: &str, expected: Option<Range<usize>>| {
        let quote = "The quick brown fox".to_owned();
        let highlight = Highlight {
            quote,
            ..Highlight::default()
        };
        assert_eq!(find(&highlight, &letters(text)), expected, "{text}");
    };
    check("See: the slow red fox", None);
    // Nearly all of it is left.
    check("See: the quick  brown fox", Some(5..20));
    check("So: The quick\tbrown fox.", Some(3..19));
    check("The quick brown fox. The quick brown fox.", None);
    check("It: The quick brown fox. The quick brown fox.", None);
}
