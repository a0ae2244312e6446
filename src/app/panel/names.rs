//! Names of tags and collections as the user types them: several, separated by spaces or commas; a
//! name that contains one of them is quoted: "two words", “two words”.

use crate::search::Completion;
use crate::text::fold;
use std::ops::Range;

/// A typed name: the name, and its bytes in the text with quotes.
struct Typed {
    name: String,
    range: Range<usize>,
    is_open: bool,
}

fn separates(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；')
}

fn typed(text: &str) -> Vec<Typed> {
    let mut all = Vec::new();
    let mut current: Option<Typed> = None;
    // The quotation mark that ends what is quoted.
    let mut quoted = None;
    for (at, c) in text.char_indices() {
        if quoted.is_none() && separates(c) {
            all.extend(current.take());
            continue;
        }
        let name = current.get_or_insert_with(|| Typed {
            name: String::new(),
            range: at..at,
            is_open: true,
        });
        name.range.end = at + c.len_utf8();
        match c {
            c if quoted == Some(c) => quoted = None,
            '"' if quoted.is_none() => quoted = Some('"'),
            '“' if quoted.is_none() => quoted = Some('”'),
            '#' | '＃' if name.name.is_empty() => {}
            c => name.name.push(c),
        }
    }
    all.iter_mut().for_each(|name| name.is_open = false);
    all.extend(current);
    all
}

/// The typed names, each once.
pub(crate) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for Typed { name, .. } in typed(text) {
        let name = name.trim().to_owned();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Names as a text that [`names`] splits again.
pub(crate) fn written(names: &[&str]) -> String {
    let quoted = names.iter().map(|name| {
        // A quote cannot be quoted.
        let name = name.replace('"', "");
        match name.contains(|c| separates(c) || c == '“') {
            true => format!("\"{name}\""),
            false => name,
        }
    });
    quoted.collect::<Vec<_>>().join(" ")
}

/// What may complete the last name of a text, whose cursor is at its end. `start`: where the names
/// begin in it. `known`: the names in use, best first.
pub(crate) fn complete(text: &str, start: usize, known: &[String]) -> Completion {
    let all = typed(text.get(start..).unwrap_or_default());
    let last = all.last().filter(|last| last.is_open);
    let prefix = last.map_or(String::new(), |last| fold(&last.name));
    let range = last.map_or(text.len()..text.len(), |last| {
        start + last.range.start..start + last.range.end
    });
    let said = |name: &String| {
        all.iter()
            .any(|typed| !typed.is_open && typed.name == *name)
    };
    let fits = |name: &&String| fold(name).starts_with(&prefix) && !said(name);
    let candidates = known.iter().filter(fits);
    Completion {
        range,
        candidates: candidates.map(|name| written(&[name])).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_split_at_spaces_and_commas() {
        #[track_caller]
        fn check(text: &str, expected: &[&str]) {
            assert_eq!(names(text), expected, "{text}");
        }
        check("经济 AI", &["经济", "AI"]);
        check("经济，AI、#小巨人 ,经济", &["经济", "AI", "小巨人"]);
        check("\"machine learning\" ＃AI", &["machine learning", "AI"]);
        check(" ,# \"\" ", &[]);
        check("\"open end", &["open end"]);
        check("“sea side” 港口", &["sea side", "港口"]);
        check("\"“甲”\"", &["“甲”"]);
    }

    #[test]
    fn the_last_name_is_completed() {
        #[track_caller]
        fn check(text: &str, range: Range<usize>, candidates: &[&str]) {
            let known = ["经济", "AI", "machine learning"].map(str::to_owned);
            let found = complete(text, 0, &known);
            assert_eq!(found.range, range, "{text}");
            assert_eq!(found.candidates, candidates, "{text}");
        }
        check("a", 0..1, &["AI"]);
        check("AI 经", 3..6, &["经济"]);
        check("AI ", 3..3, &["经济", "\"machine learning\""]);
        check("m", 0..1, &["\"machine learning\""]);
        check("x", 0..1, &[]);
    }

    proptest! {
        #[test]
        fn written_names_are_read_again(all in prop::collection::btree_set("[a经 ,、“”]{1,6}", 0..5)) {
            let all: Vec<String> = all.iter().map(|name| name.trim().to_owned()).collect();
            let mut unique: Vec<String> = Vec::new();
            for name in all {
                if !name.is_empty() && !unique.contains(&name) {
                    unique.push(name);
                }
            }
            let text = written(&unique.iter().map(String::as_str).collect::<Vec<_>>());
            prop_assert_eq!(names(&text), unique);
        }

        #[test]
        fn arbitrary_text_does_not_panic(text in "\\PC{0,40}") {
            let _ = complete(&text, 0, &names(&text));
        }
    }
}
