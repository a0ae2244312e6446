//! The marks that a title lost as a file name, as the body of its article has them: the title
//! `动作 _ 科幻` of a body with the words `动作 / 科幻`.

use crate::text::floor_char_boundary;
use memchr::memmem;

/// Characters that a file name cannot hold, or that programs which write files replace.
const LOST: [char; 15] = [
    '/', ':', '|', '?', '*', '<', '>', '\\', '"', '“', '”', '‘', '’', '[', ']',
];
/// Characters beside a mark that are looked for in the body: first as many as make chance unlikely,
/// then fewer, as the body may have other words around.
const REACHES: [usize; 3] = [8, 4, 2];
/// Minimum characters on both sides together, and on one side at the edge of a title.
const LEAST: usize = 3;
/// Maximum bytes of the body that are searched, runs of `_` in a title, and places of the words beside
/// a run. They bound the time of a hostile file.
const MOST_BYTES: usize = 64 * 1024;
const MOST_RUNS: usize = 24;
const MOST_PLACES: usize = 64;

/// The title with those marks that the body has between the same words. Quotes are restored in pairs.
pub fn with_marks(title: &str, words: &str) -> Option<String> {
    if !title.contains('_') {
        return None;
    }
    let words = words.get(..floor_char_boundary(words, MOST_BYTES))?;
    let runs = runs(title);
    let mut marks: Vec<Option<&str>> = Vec::new();
    for (at, run) in runs.iter().enumerate().take(MOST_RUNS) {
        let from = at.checked_sub(1).and_then(|at| runs.get(at));
        let to = runs.get(at + 1);
        let before = title.get(from.map_or(0, |run| run.end)..run.start)?;
        let after = title.get(run.end..to.map_or(title.len(), |run| run.start))?;
        marks.push(marks_between(before, run.len(), after, words));
    }
    if !is_paired(marks.iter().flatten().copied()) {
        for mark in &mut marks {
            *mark = mark.filter(|mark| !mark.contains(['“', '”', '‘', '’']));
        }
    }
    let mut out = String::with_capacity(title.len() + 8);
    let mut from = 0;
    for (run, mark) in runs.iter().zip(&marks) {
        out.push_str(title.get(from..run.start)?);
        out.push_str(mark.unwrap_or(title.get(run.clone())?));
        from = run.end;
    }
    out.push_str(title.get(from..)?);
    (out != title).then_some(out)
}

/// The runs of `_`, in bytes.
fn runs(title: &str) -> Vec<std::ops::Range<usize>> {
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in title.match_indices('_') {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end += 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}

/// As many marks as there are `_` between the words of a title, from the body.
fn marks_between<'a>(before: &str, count: usize, after: &str, words: &'a str) -> Option<&'a str> {
    let mut tried = (usize::MAX, usize::MAX);
    for reach in REACHES {
        let left = last_chars(before, reach);
        let right = first_chars(after, reach);
        let chars = left.chars().count() + right.chars().count();
        let is_new = tried != (left.len(), right.len());
        tried = (left.len(), right.len());
        if chars < LEAST || !is_new {
            continue;
        }
        let found = if left.trim().is_empty() {
            before_right(words, count, right)
        } else {
            after_left(words, left, count, right)
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn after_left<'a>(words: &'a str, left: &str, count: usize, right: &str) -> Option<&'a str> {
    let places = memmem::find_iter(words.as_bytes(), left).take(MOST_PLACES);
    places
        .filter_map(|at| words.get(at + left.len()..))
        .find_map(|rest| {
            let marks = first_chars(rest, count);
            let follows = rest.get(marks.len()..)?.starts_with(right);
            (follows && is_lost(marks, count)).then_some(marks)
        })
}

fn before_right<'a>(words: &'a str, count: usize, right: &str) -> Option<&'a str> {
    let places = memmem::find_iter(words.as_bytes(), right).take(MOST_PLACES);
    places
        .filter_map(|at| words.get(..at))
        .map(|rest| last_chars(rest, count))
        .find(|marks| is_lost(marks, count))
}

fn is_lost(marks: &str, count: usize) -> bool {
    marks.chars().count() == count && marks.chars().all(|c| LOST.contains(&c))
}

/// Whether each opening quote has its closing one.
fn is_paired<'a>(marks: impl Iterator<Item = &'a str>) -> bool {
    let mut is_open = false;
    for mark in marks.flat_map(str::chars) {
        let opens = matches!(mark, '“' | '‘');
        if (opens || matches!(mark, '”' | '’')) && std::mem::replace(&mut is_open, opens) == opens
        {
            return false;
        }
    }
    !is_open
}

fn first_chars(text: &str, count: usize) -> &str {
    let end = text
        .char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn last_chars(text: &str, count: usize) -> &str {
    let mut chars = text.char_indices().rev();
    let start = count
        .checked_sub(1)
        .map_or(text.len(), |count| chars.nth(count).map_or(0, |(at, _)| at));
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_from_the_body() {
        #[track_caller]
        fn check(title: &str, words: &str, expected: Option<&str>) {
            assert_eq!(with_marks(title, words).as_deref(), expected, "{title}");
        }
        check(
            "回复@某人_ 以后有。__@某人_回复@南边_当时",
            "回复@某人: 以后有。//@某人:回复@南边:当时看",
            Some("回复@某人: 以后有。//@某人:回复@南边:当时"),
        );
        check(
            "停产Model S_X",
            "宣布停产 Model S/X 两款",
            Some("停产Model S/X"),
        );
        check(
            "动作 _ 科幻 _ 冒险",
            "动作 / 科幻 / 冒险",
            Some("动作 / 科幻 / 冒险"),
        );
        check(
            "不产生的_资产_，说什么",
            "不产生的“资产”，说什么",
            Some("不产生的“资产”，说什么"),
        );
        check("_资产负债_表", "看“资产负债”表", Some("“资产负债”表"));
        // One of two quotes is none, and a name with `_` stays.
        check("不产生的_资产_，说什么", "不产生的“资产，", None);
        check("read snake_case", "read snake_case and snake case", None);
        check("甲_乙", "甲/乙", None);
        check("甲_乙", "", None);
    }
}
