//! Whether a page has the full text of an article of which a feed brings a summary.

use crate::document::Format;
use crate::library::words_of;
use crate::text::{Script, fold, script};
use std::collections::HashSet;

/// Characters of the summary that are compared.
const COMPARED: usize = 2000;
/// The page must have so much of the summary, in percent. Summaries leave words out and end in an
/// ellipsis; a page of another article, a notice about cookies or a login has hardly any of it.
const SHARE: usize = 60;
/// Summaries with fewer words say too little: the longer text is taken.
const FEW: usize = 4;

/// Whether the text of a page is longer than the summary and consistent with it. Both are HTML.
pub fn is_full_text(summary: &str, page: &str) -> bool {
    let (summary, page) = (
        words_of(summary, Format::Html),
        words_of(page, Format::Html),
    );
    let length = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    if length(&page) <= length(&summary) {
        return false;
    }
    let beginning: String = summary.chars().take(COMPARED).collect();
    let wanted = terms(&beginning);
    if wanted.len() < FEW {
        return true;
    }
    let known = terms(&page);
    let shared = wanted.iter().filter(|term| known.contains(*term)).count();
    shared * 100 >= wanted.len() * SHARE
}

/// The words of a text; of scripts without spaces, pairs of characters.
fn terms(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let mut terms = HashSet::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let is_spaced = !word
            .chars()
            .any(|c| matches!(script(c), Script::Han | Script::Kana));
        if is_spaced {
            terms.extend((!word.is_empty()).then(|| word.to_owned()));
            continue;
        }
        let letters: Vec<char> = word.chars().collect();
        terms.extend(letters.windows(2).map(|pair| pair.iter().collect()));
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_must_be_longer_and_about_the_same() {
        const SUMMARY: &str = "<p>本报记者昨天在江边看到，新的大桥已经合龙，预计下个月通车……</p>";
        let full =
            format!("<h1>大桥</h1>{SUMMARY}<p>工人们正在清理桥面。市民说，从此不必再等渡船。</p>");
        let check = |summary: &str, page: &str, expected| {
            assert_eq!(is_full_text(summary, page), expected, "{page}");
        };
        check(SUMMARY, &full, true);
        check(&full, SUMMARY, false);
        check(SUMMARY, SUMMARY, false);
        check(
            SUMMARY,
            &"<p>本网站使用缓存文件来改善您的体验，请您同意我们的条款。</p>".repeat(5),
            false,
        );
        check("", &full, true);
        check(
            "<p>The bridge over the river is finished.</p>",
            "<p>Officials said that the bridge over the river is now finished, after three years.</p>",
            true,
        );
        check(
            "<p>The bridge over the river is finished.</p>",
            &"<p>Please sign in to continue reading.</p>".repeat(3),
            false,
        );
        check(
            "<p>다리가 완성되었습니다. 다음 달에 열립니다.</p>",
            "<p>다리가 완성되었습니다. 다음 달에 열립니다. 시민들이 기뻐했습니다.</p>",
            true,
        );
    }
}
