//! Cutting and padding a string at a cell.

use super::WidthPolicy;
use unicode_segmentation::UnicodeSegmentation;

/// The longest head of `text` that fits `cells`, by whole clusters, and its cells. With
/// `…` at its end when something was cut and there is room for it.
pub fn truncate(text: &str, cells: usize, policy: WidthPolicy) -> (String, usize) {
    if policy.str(text) <= cells {
        return (text.to_owned(), policy.str(text));
    }
    let ellipsis = policy.cluster("…");
    let room = cells.saturating_sub(ellipsis);
    let mut out = String::new();
    let mut used = 0;
    for cluster in text.graphemes(true) {
        let cells = policy.cluster(cluster);
        if used + cells > room {
            break;
        }
        out.push_str(cluster);
        used += cells;
    }
    if used + ellipsis <= cells {
        out.push('…');
        used += ellipsis;
    }
    (out, used)
}

/// `text` cut or padded with spaces to exactly `cells`.
pub fn fit(text: &str, cells: usize, policy: WidthPolicy) -> String {
    let (mut out, used) = truncate(text, cells, policy);
    out.extend(std::iter::repeat_n(' ', cells - used));
    out
}
