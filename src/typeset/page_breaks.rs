//! Where a window of the page should not end: between a heading and what follows it.

use super::lines::LineKind;
use super::page::Page;
use crate::role::Role;

impl Page {
    /// Whether a line belongs to the one below: a heading, the label of notes or of a notice, the
    /// upper side of a code frame, the head of a table, and a blank after one of these.
    pub(crate) fn keeps_with_next(&self, number: usize) -> bool {
        let kind = |number: usize| self.compact.lines.get(number).map(|line| line.kind);
        let chrome = |number: usize| match kind(number) {
            Some(LineKind::Chrome(index)) => Some(self.compact.chrome[index as usize].role),
            _ => None,
        };
        match kind(number) {
            Some(LineKind::Blank) => number
                .checked_sub(1)
                .is_some_and(|above| self.keeps_with_next(above)),
            Some(LineKind::Text { text, .. }) => {
                let mut runs = self.texts.runs_from(text as usize, 0);
                runs.any(|(_, run)| matches!(run.role, Role::Heading | Role::Subheading))
            }
            Some(LineKind::Chrome(_)) => match chrome(number) {
                Some(Role::Subheading | Role::Notice) => true,
                Some(Role::CodeFrame) => matches!(kind(number + 1), Some(LineKind::Code { .. })),
                Some(Role::Rule) => matches!(kind(number + 1), Some(LineKind::Cells { .. })),
                _ => false,
            },
            Some(LineKind::Cells { .. }) => {
                let rule = chrome(number + 1) == Some(Role::Rule);
                rule && matches!(kind(number + 2), Some(LineKind::Cells { .. }))
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Format, build};
    use crate::typeset::Options;

    #[test]
    fn heads_keep_with_what_follows() {
        #[track_caller]
        fn check(source: &str, expected: &[bool]) {
            let document = build(source, Format::Markdown);
            let options = Options {
                measure: 60,
                ..Options::default()
            };
            let page = Page::new(&document, &options);
            let found: Vec<bool> = (0..page.len())
                .map(|line| page.keeps_with_next(line))
                .collect();
            assert_eq!(found, expected, "{source}");
        }
        check("## 标题\n\n正文。", &[true, false]);
        check(
            "## 标题\n\n### 小标题\n\n正文。",
            &[true, true, true, false],
        );
        check(
            "```rust\nfn a() {}\nb();\n```",
            &[true, false, false, false],
        );
        check("| a | b |\n|---|---|\n| 1 | 2 |", &[true, true, false]);
        check("正文。\n\n正文。", &[false, false]);
    }
}
