//! Truncates and pads strings to a number of cells.

use super::WidthPolicy;
use super::cluster::clusters;
use std::ops::Range;

/// The longest start of `text` that fits into `cells`, by whole clusters, and its cells. Ends
/// in `…` when something was cut and there is room for it.
pub(crate) fn truncate(text: &str, cells: usize, policy: WidthPolicy) -> (String, usize) {
    let head = head(text, cells, policy);
    if head.0 == text.len() {
        return (text.to_owned(), head.1);
    }
    let ellipsis = policy.cluster("…");
    let (end, mut used) = self::head(text, cells.saturating_sub(ellipsis), policy);
    let mut out = text.get(..end).unwrap_or_default().to_owned();
    if used + ellipsis <= cells {
        out.push('…');
        used += ellipsis;
    }
    (out, used)
}

/// As [`truncate`], but cuts at the start: `…/nested/file.md`.
pub(crate) fn truncate_left(text: &str, cells: usize, policy: WidthPolicy) -> (String, usize) {
    let total = policy.str(text);
    if total <= cells {
        return (text.to_owned(), total);
    }
    let ellipsis = policy.cluster("…");
    if ellipsis > cells {
        return (String::new(), 0);
    }
    let mut left = total;
    let mut all = clusters(text);
    while left + ellipsis > cells {
        let Some(cluster) = all.next() else { break };
        left -= policy.cluster(cluster);
    }
    let tail = text.get(all.offset()..).unwrap_or_default();
    (format!("…{tail}"), left + ellipsis)
}

/// As [`truncate`], but cuts in the middle: names of sections and titles differ at both ends.
pub fn truncate_middle(text: &str, cells: usize, policy: WidthPolicy) -> (String, usize) {
    let total = policy.str(text);
    if total <= cells {
        return (text.to_owned(), total);
    }
    let ellipsis = policy.cluster("…");
    let room = cells.saturating_sub(ellipsis);
    let (end, before) = head(text, room.div_ceil(2), policy);
    let (start, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    // The tail with its own ellipsis: it starts with the one in the middle.
    let (tail, after) = truncate_left(rest, cells - before.min(cells), policy);
    (format!("{start}{tail}"), before + after)
}

/// `text` truncated or padded with spaces to exactly `cells`.
pub fn fit(text: &str, cells: usize, policy: WidthPolicy) -> String {
    let (mut out, used) = truncate(text, cells, policy);
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    out
}

/// The bytes of `text` in a window of cells, by whole clusters: the visible part of a line that
/// is scrolled sideways. A wide cluster across the left edge is left out; the second value is
/// the number of empty cells in its place.
pub(crate) fn window(
    text: &str,
    cells: Range<usize>,
    policy: WidthPolicy,
) -> (Range<usize>, usize) {
    let mut column = 0;
    let mut start = None;
    let mut all = clusters(text);
    let mut at = 0;
    while let Some(cluster) = all.next() {
        let next = column + policy.cluster(cluster);
        if column >= cells.start && start.is_none() {
            start = Some((at, column - cells.start));
        }
        if next > cells.end {
            break;
        }
        column = next;
        at = all.offset();
    }
    let (from, blank) = start.unwrap_or((at, 0));
    (from.min(at)..at, blank)
}

/// The end (bytes) of the longest start that fits, and its cells.
fn head(text: &str, cells: usize, policy: WidthPolicy) -> (usize, usize) {
    let mut used = 0;
    let mut all = clusters(text);
    let mut end = 0;
    while let Some(cluster) = all.next() {
        let next = used + policy.cluster(cluster);
        if next > cells {
            break;
        }
        used = next;
        end = all.offset();
    }
    (end, used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_by_cells() {
        fn check(text: &str, cells: usize, right: &str, left: &str) {
            let policy = WidthPolicy::default();
            assert_eq!(truncate(text, cells, policy).0, right);
            assert_eq!(truncate_left(text, cells, policy).0, left);
        }
        check("工信部", 6, "工信部", "工信部");
        check("工信部", 5, "工信…", "…信部");
        check("工信部", 4, "工…", "…部");
        check("工信部", 1, "…", "…");
        check("工信部", 0, "", "");
        check("a/b/c.md", 5, "a/b/…", "…c.md");
    }

    #[test]
    fn windows_show_whole_clusters() {
        fn check(text: &str, cells: Range<usize>, shown: &str, blank: usize) {
            let (range, blanks) = window(text, cells, WidthPolicy::default());
            assert_eq!((text.get(range), blanks), (Some(shown), blank));
        }
        check("let 名字 = 1;", 0..8, "let 名字", 0);
        check("let 名字 = 1;", 5..10, "字 =", 1);
        check("short", 9..12, "", 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn never_wider(text in "(\\PC|[中文a “”…👩\u{200D}🏽]){0,20}", cells in 0..12_usize) {
            let policy = WidthPolicy::default();
            for (cut, used) in [truncate(&text, cells, policy), truncate_left(&text, cells, policy)] {
                prop_assert!(used <= cells);
                prop_assert_eq!(policy.str(&cut), used);
            }
            prop_assert_eq!(policy.str(&fit(&text, cells, policy)), cells);
        }
    }
}
