//! Detects verse, as opposed to prose with a few line breaks.

use crate::document::{Inline, Text};
use crate::text::{WidthPolicy, clusters};

/// Cells of the longest line of verse: 24 ideographs.
const LONGEST: usize = 48;

/// Whether a text is verse or another text with deliberate line breaks (an address, a cast
/// list): at least three lines, each short. Prose with a line break after each sentence has
/// longer lines.
pub fn is_verse(text: &Text, policy: WidthPolicy) -> bool {
    // Almost every text of prose ends here.
    let breaks = |run: &Inline| memchr::memchr_iter(b'\n', run.text.as_bytes()).count();
    if text.runs.iter().map(breaks).sum::<usize>() < 2 {
        return false;
    }
    let mut lines = 0;
    let mut cells = 0;
    for run in &text.runs {
        for (index, part) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines += usize::from(cells > 0);
                cells = 0;
            }
            // Stops early: in prose after one line.
            for cluster in clusters(part) {
                cells += policy.cluster(cluster);
                if cells > LONGEST {
                    return false;
                }
            }
        }
    }
    lines + usize::from(cells > 0) >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verse_has_short_lines() {
        let check = |text: &str, verse: bool| {
            let text = Text::new(text);
            assert_eq!(is_verse(&text, WidthPolicy::default()), verse, "{text:?}");
        };
        check("月光下，\n一条路白得像没有写字的纸，\n我在上面走，", true);
        check("月光下，\n\n一条路，\n\n我在走。", true);
        check("只有\n两行", false);
        check("只有\n两行\n", false);
        check("一行", false);
        check(&format!("短\n短\n{}", "长".repeat(25)), false);
    }
}
