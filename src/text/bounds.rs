//! Where the words and the sentences of a text begin: UAX #29, with quotations kept in the sentence
//! that goes on after them.

use unicode_segmentation::UnicodeSegmentation;

/// The starts (bytes) of the words of a text, of the blanks and of the punctuation between them.
/// Every ideograph is a word of its own.
pub(crate) fn word_bounds(text: &str) -> Vec<usize> {
    text.split_word_bound_indices().map(|(at, _)| at).collect()
}

/// The starts (bytes) of the sentences of a text. Blanks after a sentence belong to it.
pub(crate) fn sentence_bounds(text: &str) -> Vec<usize> {
    let bounds = text.split_sentence_bound_indices().map(|(at, _)| at);
    let bounds = bounds.map(|at| before_opening(text, at));
    bounds.filter(|at| !continues(text, *at)).collect()
}

/// Opening marks. UAX #29 lets them follow the end of a sentence as closing ones do.
const OPENING: [char; 12] = [
    '“', '‘', '「', '『', '《', '〈', '（', '(', '【', '[', '〔', '«',
];

/// A bound, moved to before the marks that open the next sentence.
fn before_opening(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let end = before.trim_end_matches(OPENING).len();
    if end == 0 { at } else { end }
}

/// Whether a quotation ends before a place and its sentence goes on: 「行く。」と言った。 Korean writes the
/// particle without a blank.
fn continues(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    let is_quoted = before.ends_with(['」', '』', '”', '’', '"', '\'']);
    let is_hangul = |c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c);
    is_quoted
        && (after.starts_with('と') || after.starts_with("って") || after.starts_with(is_hangul))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_with_their_quotation_marks() {
        #[track_caller]
        fn check(expected: &str) {
            let text = expected.replace('|', "");
            let bounds = sentence_bounds(&text);
            let mut found = String::new();
            for (at, c) in text.char_indices() {
                if at > 0 && bounds.contains(&at) {
                    found.push('|');
                }
                found.push(c);
            }
            assert_eq!(found, expected);
        }
        check("标准正在完善。|企业可以申报！|真的吗？|是");
        check("他问：“真的吗？”|没有人回答。|“好。”");
        check("增长3.5%，共1.2亿。|同比下降。");
        check("「行く。」と言った。|次の日。|『本』を読む。");
        check("\"간다.\"라고 말했다. |다음 날.");
        check("It grew 3.5 per cent. |Nobody asked why. |“Why?” |He left.");
        check("第一行\n|第二行");
        check("");
    }
}
