//! What leads on in the lines around the text of an article: tags in the header, and the name of the next
//! article in the footer.

use super::pane::ReaderPane;
use crate::text::WidthPolicy;
use crate::typeset::Line;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    /// A tag of the user.
    Tag(String),
    NextArticle,
}

impl ReaderPane {
    /// What is at a column of the text and a row of the window. `tags`: those of the article.
    pub(crate) fn edge_at(
        &self,
        (column, row): (u16, u16),
        tags: &[&str],
        policy: WidthPolicy,
    ) -> Option<Edge> {
        let at = self.top + usize::from(row);
        if let Some(line) = self.header.get(at) {
            let part = part_at(line, column, policy)?;
            let tag = part.strip_prefix('#').filter(|tag| tags.contains(tag))?;
            return Some(Edge::Tag(tag.to_owned()));
        }
        let below = at.checked_sub(self.header.len() + self.page()?.len())?;
        // The footer ends with it.
        let last = self.footer.iter().rposition(|line| line.cells > 0)?;
        let line = self.footer.get(below).filter(|_| below == last)?;
        (self.next.is_some() && column < line.cells).then_some(Edge::NextArticle)
    }
}

/// The part of a line of the header that is at a column.
fn part_at(line: &Line, column: u16, policy: WidthPolicy) -> Option<String> {
    const SEPARATOR: &str = " ⋅ ";
    let text: String = line.spans.iter().map(|span| span.text.as_str()).collect();
    let mut from = 0;
    for part in text.split(SEPARATOR) {
        let end = from + policy.str(part);
        if (from..end).contains(&usize::from(column)) {
            return Some(part.to_owned());
        }
        from = end + policy.str(SEPARATOR);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::role::Role;
    use crate::typeset::Span;

    #[test]
    fn a_part_is_found_by_its_column() {
        let spans = ["稍后读 ⋅ #经济", " ⋅ #AI"];
        let policy = WidthPolicy::default();
        let span = |text: &&str| {
            let cells = policy.str(text) as u16;
            Span::generated((*text).to_owned(), cells, Role::Byline)
        };
        let line = Line {
            spans: spans.iter().map(span).collect(),
            ..Line::default()
        };
        let check = |column, expected: Option<&str>| {
            assert_eq!(part_at(&line, column, policy).as_deref(), expected);
        };
        check(0, Some("稍后读"));
        check(5, Some("稍后读"));
        check(7, None);
        check(9, Some("#经济"));
        check(13, Some("#经济"));
        check(17, Some("#AI"));
        check(20, None);
    }
}
