//! Restores the marks between the parts of a title that was a file name: `2_1` was the score 2:1,
//! `Pixel 4_5` was `Pixel 4/5`. Identifiers such as `kernel_task` keep their `_`: only forms that no
//! identifier has are changed, and nothing that the body writes with `_`.

use crate::text::{Script, script};

/// Words of contests, whose numbers are scores.
const CONTESTS: &[&str] = &[
    "赛",
    "比分",
    "力克",
    "战胜",
    "击败",
    "大胜",
    "完胜",
    "险胜",
    "逆转",
    "惜败",
    "不敌",
    "冠军",
    "世界杯",
];

/// A run of letters, digits and `_`, with the text around it.
struct Run<'a> {
    before: &'a str,
    parts: Vec<&'a str>,
    after: &'a str,
    /// The scores of the title are known to be scores.
    has_scores: bool,
}

pub fn with_separators(title: &str, words: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_+$.".contains(c);
    let has_scores = has_scores(title);
    let mut out = String::with_capacity(title.len());
    let mut at = 0;
    while let Some(rest) = title.get(at..).filter(|rest| !rest.is_empty()) {
        let start = rest.find(is_part).unwrap_or(rest.len());
        let end = rest.get(start..).and_then(|run| run.find(|c| !is_part(c)));
        let end = end.map_or(rest.len(), |length| start + length);
        let (before, text) = (rest.get(..start)?, rest.get(start..end)?);
        out.push_str(before);
        let run = Run {
            before: title.get(..at + start)?,
            parts: text.split('_').collect(),
            after: rest.get(end..)?,
            has_scores,
        };
        out.push_str(&run.restored(words).unwrap_or_else(|| text.to_owned()));
        at += end;
    }
    (out != title).then_some(out)
}

/// Whether a number of a pair is 0, which is neither a day nor a part of a fraction, or the title is
/// about a contest.
fn has_scores(title: &str) -> bool {
    let pairs = title.split(|c: char| !c.is_ascii_digit() && c != '_');
    let mut pairs = pairs.filter_map(|run| run.split_once('_'));
    let has_nil =
        pairs.any(|(one, other)| is_goals(one) && is_goals(other) && (one == "0" || other == "0"));
    has_nil || CONTESTS.iter().any(|word| title.contains(word))
}

fn is_goals(part: &str) -> bool {
    (1..=2).contains(&part.len()) && is_number(part)
}

fn is_number(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
}

/// A word with a capital and small letters.
fn is_name(part: &str) -> bool {
    part.starts_with(|c: char| c.is_ascii_uppercase())
        && part.contains(|c: char| c.is_ascii_lowercase())
        && part.bytes().all(|b| b.is_ascii_alphabetic())
}

/// A letter and a number: `S26`, `S26+`.
fn model(part: &str) -> Option<char> {
    let letter = part.chars().next().filter(char::is_ascii_alphabetic)?;
    let number = part.get(1..)?.trim_end_matches('+');
    is_number(number).then_some(letter.to_ascii_lowercase())
}

impl Run<'_> {
    fn restored(&self, words: &str) -> Option<String> {
        let whole = self.parts.join("_");
        if self.parts.len() < 2 || self.parts.contains(&"") || words.contains(&whole) {
            return None;
        }
        if let Some(start) = self.clock() {
            let (before, clock) = self.parts.split_at(start);
            let clock = clock.join(":");
            return Some([before, &[&clock]].concat().join("_"));
        }
        match (self.is_score(), self.is_names()) {
            (true, _) => Some(self.parts.join(":")),
            (false, true) => Some(self.parts.join("/")),
            (false, false) => None,
        }
    }

    /// Where a time of day with seconds starts: `10_26_00`.
    fn clock(&self) -> Option<usize> {
        let start = self.parts.len().checked_sub(3)?;
        let mut limits = [24, 60, 60].into_iter();
        let is_clock = self.parts.iter().skip(start).all(|part| {
            let number = part.parse::<u32>().ok().filter(|_| part.len() == 2);
            number.is_some_and(|number| limits.next().is_some_and(|limit| number < limit))
        });
        is_clock.then_some(start)
    }

    /// Whether two numbers are a score, between ideographs.
    fn is_score(&self) -> bool {
        let is_han = |c: Option<char>| c.is_some_and(|c| script(c) == Script::Han);
        let before = self.before.trim_end();
        self.has_scores
            && self.parts.len() == 2
            && self.parts.iter().all(|part| is_goals(part))
            && is_han(before.chars().next_back())
            && !before.ends_with('第')
            && is_han(self.after.trim_start().chars().next())
    }

    /// Whether the parts are names beside each other.
    fn is_names(&self) -> bool {
        let parts = &self.parts;
        let follows = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
        let is_after_word = self
            .before
            .strip_suffix(' ')
            .is_some_and(|before| follows(before.chars().next_back()));
        let is_before_word = self
            .after
            .strip_prefix(' ')
            .is_some_and(|after| follows(after.chars().next()));
        let all = |is: &dyn Fn(&str) -> bool| parts.iter().all(|part| is(part));
        let numbers = parts.iter().take_while(|part| is_goals(part)).count();
        let is_single =
            |part: &str| part.len() == 1 && part.bytes().all(|b| b.is_ascii_uppercase());
        let is_price = |part: &&str| {
            let number = part.strip_prefix('$').unwrap_or_default();
            number.starts_with(|c: char| c.is_ascii_digit())
        };
        let first = parts.first().and_then(|part| model(part));
        // Pixel 4_5, Quest 2_3_Pro
        is_after_word && numbers > 0 && parts.iter().skip(numbers.max(1)).all(|part| is_name(part)) && parts.len() > 1
            // Model S_X
            || is_after_word && all(&is_single)
            // S26_S26+
            || first.is_some() && all(&|part| model(part) == first)
            // ChatGPT Plus_Claude pro
            || is_after_word && is_before_word && all(&is_name)
            || parts.first().is_some_and(is_price)
            || self.before.ends_with("://") && parts.iter().skip(1).all(|part| is_number(part))
            || is_mixed(parts)
    }
}

/// Three or more words, of which some are abbreviations: `printing_CNC_laser`. Identifiers do not mix
/// them.
fn is_mixed(parts: &[&str]) -> bool {
    let all = |part: &&str, is: fn(&u8) -> bool| part.bytes().all(|b| is(&b));
    let large = parts
        .iter()
        .filter(|part| part.len() > 1 && all(part, u8::is_ascii_uppercase));
    let small = parts
        .iter()
        .filter(|part| all(part, u8::is_ascii_lowercase));
    let (large, small) = (large.count(), small.count());
    parts.len() > 2 && large > 0 && small > 0 && large + small == parts.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_between_parts_are_restored() {
        #[track_caller]
        fn check(title: &str, words: &str, expected: Option<&str>) {
            assert_eq!(
                with_separators(title, words).as_deref(),
                expected,
                "{title}"
            );
        }
        check(
            "女单决赛，某人 2_1 力克某人",
            "",
            Some("女单决赛，某人 2:1 力克某人"),
        );
        check(
            "德国7_1巴西跟日本7_0中国",
            "",
            Some("德国7:1巴西跟日本7:0中国"),
        );
        check("20260130_10_26_00 甲", "", Some("20260130_10:26:00 甲"));
        check("Galaxy S26_S26+ 渲染图", "", Some("Galaxy S26/S26+ 渲染图"));
        check("有没有 A4_a5 纸", "", Some("有没有 A4/a5 纸"));
        check("停产Model S_X全力", "", Some("停产Model S/X全力"));
        check("确认 Pixel 4_5 手机", "", Some("确认 Pixel 4/5 手机"));
        check("为 Quest 2_3_Pro 头显", "", Some("为 Quest 2/3/Pro 头显"));
        check(
            "ChatGPT Plus_Claude pro 代充",
            "",
            Some("ChatGPT Plus/Claude pro 代充"),
        );
        check("住宅 IP $0.032_IP", "", Some("住宅 IP $0.032/IP"));
        check(
            "3D printing_CNC_laser slicer",
            "",
            Some("3D printing/CNC/laser slicer"),
        );
        check(
            "作者（https://a.example_12_34）",
            "",
            Some("作者（https://a.example/12/34）"),
        );
        for same in [
            "kernel_task 进程",
            "谈 TIME_WAIT 的那些事",
            "回复@LESS_IS_MORE_XQX",
            "read snake_case names",
            "x86_64 与 aarch64",
            "a_b_c",
            "将于 7_1 上线",
            "只花 1_2 的时间",
            "第 4_5 章的比赛",
            "Ultra_3 月交付",
            "__init__.py",
            "甲_乙",
        ] {
            check(same, "", None);
        }
        // The body writes it with `_`.
        check("Galaxy S26_S26 表", "的 S26_S26 表", None);
    }
}
