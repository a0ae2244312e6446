//! Wraps titles of the list: one line, or two of even length with the line breaking rules of
//! headings.

use crate::text::{Language, WidthPolicy, truncate};
use crate::typeset::inline::layout::{Scratch, Setting, TextLine, is_inside_phrase, layout};
use crate::typeset::{Fit, Options};

/// Cells at the end of a full line that may stay empty for a break between two phrases.
const NEAR: u16 = 8;

/// Cells at the end of a title that are given up for a break between two phrases.
const CUT: usize = 4;

/// A title in at most `most` lines of `cells`; the last ends in `…` when there is more.
pub fn lines(
    title: &str,
    language: Language,
    cells: u16,
    most: u16,
    policy: WidthPolicy,
) -> Vec<String> {
    let whole = usize::from(cells);
    if most < 2 || policy.str(title) <= whole {
        return vec![truncate(title, whole, policy).0];
    }
    let mut set = broken(title, language, cells, Fit::Balanced, policy);
    if set.len() > 2 || !ends_phrase(&set, title, language) {
        let full = broken(title, language, cells, Fit::Greedy, policy);
        let other = filled(title, language, cells, policy);
        let rest = other
            .get(1)
            .and_then(|line| title.get(line.start as usize..));
        // It needs three lines: two full ones show more of it than two of even thirds. Or it has
        // two lines, but not between phrases: then its last characters may be cut.
        let is_cut = full.len() > 2 || rest.is_some_and(|rest| policy.str(rest) <= whole + CUT);
        set = match set.len() {
            _ if is_cut => other,
            2 => set,
            _ => full,
        };
    }
    let text = |range: std::ops::Range<u32>| {
        let bytes = range.start as usize..range.end as usize;
        title.get(bytes).unwrap_or_default()
    };
    let Some(first) = set.first() else {
        return Vec::new();
    };
    let rest = set
        .get(1)
        .map_or("", |line| text(line.start..title.len() as u32));
    vec![
        text(first.start..first.end).to_owned(),
        truncate(rest, whole, policy).0,
    ]
}

/// Full lines. The first ends between two phrases, if one ends near.
fn filled(title: &str, language: Language, cells: u16, policy: WidthPolicy) -> Vec<TextLine> {
    let greedy = |cells| broken(title, language, cells, Fit::Greedy, policy);
    let widths = (0..=NEAR.min(cells / 3))
        .step_by(2)
        .map(|less| cells - less);
    let mut sets = widths.map(greedy);
    sets.find(|set| ends_phrase(set, title, language))
        .unwrap_or_else(|| greedy(cells))
}

/// Whether the first line ends between two phrases.
fn ends_phrase(set: &[TextLine], title: &str, language: Language) -> bool {
    let end = set.first().map(|line| line.end as usize);
    end.is_some_and(|end| !is_inside_phrase(title, end, language))
}

fn broken(
    title: &str,
    language: Language,
    cells: u16,
    fit: Fit,
    policy: WidthPolicy,
) -> Vec<TextLine> {
    let options = Options {
        width: policy,
        fit,
        ..Options::default()
    };
    let setting = Setting::new(&options, language, cells).exact(cells);
    let mut lines = Vec::new();
    layout(title, &[], &setting, &mut Scratch::default(), &mut lines);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(title: &str, cells: u16, expected: &[&str]) {
        let policy = WidthPolicy::default();
        let found = lines(title, Language::detect(title), cells, 2, policy);
        assert_eq!(found, expected);
    }

    #[test]
    #[cfg_attr(
        not(feature = "phrase"),
        ignore = "without phrases titles break elsewhere"
    )]
    fn two_lines_are_even_and_break_by_the_rules() {
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
                "卷入爱泼斯坦案，马斯克回应：与",
                "爱泼斯坦几乎没有往来，多次拒绝其…",
            ],
        );
        check(
            "Antidisestablishmentarianism",
            10,
            &["Antidisest", "ablishmen…"],
        );
    }

    proptest! {
        #[test]
        fn no_line_exceeds_its_width(title in "[a-z春天，“”（）1-9 ―…é👍🏽]{0,60}", cells in 1..50_u16, most in 1..=2_u16) {
            let policy = WidthPolicy::default();
            let lines = lines(&title, Language::ZhHans, cells, most, policy);
            prop_assert!(lines.len() <= usize::from(most));
            prop_assert_eq!(lines.len() > 1, most > 1 && policy.str(&title) > usize::from(cells));
            for line in &lines {
                // A cluster that is wider than the room by itself is cut when it is drawn.
                prop_assert!(cells < 4 || policy.str(line) <= usize::from(cells), "{line:?}");
            }
        }
    }
}
