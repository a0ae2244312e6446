//! Rules that authors draw with signs, as mail magazines do: `==========`, `━━━━━━━━━━`.

/// Minimum number of equal signs on the line.
const MIN_SIGNS: usize = 10;

/// Three hyphens are the rule of Markdown.
const MARKDOWN: &str = "---";

/// Whether a line is a drawn rule.
pub(crate) fn is_drawn_rule(line: &str) -> bool {
    let line = line.trim_start();
    let Some(sign) = line.chars().next().filter(|sign| is_rule_sign(*sign)) else {
        return false;
    };
    let line = line.trim_end();
    line == MARKDOWN || line.chars().all(|c| c == sign) && line.chars().nth(MIN_SIGNS - 1).is_some()
}

/// Signs that rules are drawn with. Dots are silence, and stars may be a rating.
fn is_rule_sign(c: char) -> bool {
    matches!(
        c,
        '=' | '＝'
            | '-'
            | '－'
            | '‐'
            | '—'
            | '―'
            | '─'
            | '━'
            | '═'
            | '_'
            | '＿'
            | '*'
            | '＊'
            | '~'
            | '～'
            | '〜'
            | '〓'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_equal_signs_are_a_rule() {
        fn check(line: &str, expected: bool) {
            assert_eq!(is_drawn_rule(line), expected, "{line}");
        }
        check("==========", true);
        check(" ━━━━━━━━━━━━ ", true);
        check("～～～～～～～～～～", true);
        check("---", true);
        check("--", false);
        check("=========", false);
        check("-=-=-=-=-=-=", false);
        check("===== 目次 =====", false);
        check("★★★★★★★★★★", false);
        check("…………………………", false);
        check("", false);
    }
}
