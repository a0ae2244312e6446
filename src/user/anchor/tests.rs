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

/// `known`: with what other places had in common. Highlights of earlier versions lack it.
#[track_caller]
fn check_with(old: &str, new: &str, known: bool) {
    let plain = old.replace(['[', ']'], "");
    let (before, rest) = old.split_once('[').expect("a bracket");
    let (quote, after) = rest.split_once(']').expect("a bracket");
    let start = letters(before).letters.len();
    let mut highlight = Highlight {
        id: "1".to_owned(),
        quote: quote.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        place: letters(&plain).places[start],
        ..Highlight::default()
    };
    if known {
        highlight.rivals = rivals(&highlight, &letters(&plain));
        assert!(highlight.rivals.is_some());
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
