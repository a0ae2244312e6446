//! What rows of the list say to tell articles with the same title apart.

use super::age::AgeForm;
use super::groups::Grouping;
use super::pane::ListPane;
use super::repeats::Telling;
use super::rows::{ArticleRow, Shape};
use super::stretches::Span;
use crate::app::message::Listed;
use crate::text::sanitize_line;

/// While a scan adds articles, longer lists are not counted: each batch starts the count again.
const FEW: usize = 20_000;

impl ListPane {
    /// Whether titles are still to be counted, and may be now.
    pub(crate) fn is_counting_titles(&self) -> bool {
        let may = !self.is_filling() || self.all.len() <= FEW;
        may && self.repeats.is_counting()
    }

    /// Counts the next slice of the titles. Whether rows say something else than before.
    pub(crate) fn count_titles(&mut self) -> bool {
        self.is_counting_titles() && self.repeats.count_more(&self.all)
    }

    /// The article at `at`, with what tells it from others.
    pub(crate) fn row(&self, at: usize, shape: Shape) -> Option<ArticleRow<'_>> {
        let item = self.get(at)?;
        let span = self.span(item, shape.grouping, &self.zone);
        // Most articles with the same title are folded into the row.
        let versions = self.folded_into(at);
        let apart = match versions {
            0 => sanitize_line(self.apart(item, span, shape)),
            more => format!("+{more}"),
        };
        let is_kept = || self.kept_row(item).is_some_and(|row| !row.line.is_empty());
        let is_related = || self.view.shared(&item.entry).is_some();
        let has_line = self.search.has_text_hit(item) || is_related() || is_kept();
        let has_snippet = shape.snippets && has_line;
        Some(ArticleRow {
            item,
            span,
            apart,
            versions,
            has_snippet,
        })
    }

    /// What the row of an article says besides its title, to tell it from others with that title;
    /// empty if it has its title alone, or if the row says enough already.
    fn apart<'a>(&self, item: &'a Listed, span: Span, shape: Shape) -> &'a str {
        let has_age = || {
            let form = AgeForm::of((shape.grouping, span), shape.says);
            form.says(item, shape.grouping, shape.says)
        };
        match self.repeats.telling(&item.entry) {
            _ if item.entry.gone => "",
            Telling::Title => "",
            Telling::Folder(_) if shape.grouping == Grouping::Folder => "",
            Telling::Folder(folder) => folder,
            Telling::Name(name) if name == item.entry.title() => "",
            Telling::Name(name) if !is_telling(name) && has_age() => "",
            Telling::Name(name) => name,
        }
    }
}

/// Whether a file name has a word, rather than only a number, a hash, a date or a counter.
fn is_telling(stem: &str) -> bool {
    let is_word = |part: &str| {
        let letters = part.chars().filter(|c| c.is_ascii_alphabetic()).count();
        let is_hash = part.chars().all(|c| c.is_ascii_hexdigit())
            || part.len() > 16 && part.contains(|c: char| c.is_ascii_digit());
        !part.is_ascii() || letters > 2 && !is_hash
    };
    stem.split(|c: char| !c.is_alphanumeric()).any(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Item;
    use crate::library::{Name, sample};
    use crate::user::marks::Marks;

    /// What rows say apart from their titles, of articles with an ID and a title each.
    #[track_caller]
    fn check(grouping: Grouping, articles: &[(&str, &str)], expected: &[&str]) {
        let model = sample::entries().remove(0);
        let made = articles.iter().map(|(id, title)| {
            let mut entry = model.clone();
            entry.name = Name::new(entry.root(), id, title);
            Item::new(Listed::new(entry))
        });
        let made: Vec<_> = made.collect();
        let mut list = ListPane::default();
        list.add(made.clone(), &Marks::default());
        while list.is_counting_titles() {
            list.count_titles();
        }
        let shape = Shape {
            grouping,
            ..Shape::for_tests()
        };
        let said: Vec<_> = made
            .iter()
            .map(|item| list.apart(item, Span::Day, shape))
            .collect();
        assert_eq!(said, expected);
    }

    #[test]
    fn only_titles_that_repeat_need_more() {
        check(
            Grouping::Day,
            &[
                ("a/spring.md", "春"),
                ("a/summer.md", "夏"),
                ("b/late-spring.md", "春"),
                ("c/autumn.md", "秋"),
            ],
            &["spring", "", "late-spring", ""],
        );
    }

    #[test]
    fn folders_where_file_names_repeat() {
        let articles = [
            ("云/计算/index.md", "产品概述"),
            ("云/存储/index.md", "产品概述"),
            ("云/存储/limits.md", "产品概述"),
            ("云/产品概述.md", "产品概述"),
        ];
        check(
            Grouping::Day,
            &articles,
            &["云/计算", "云/存储", "limits", ""],
        );
        check(Grouping::Folder, &articles, &["", "", "limits", ""]);
    }

    #[test]
    fn numbers_say_less_than_the_time() {
        let articles = [("0af3.md", "快讯"), ("20260105-1230.md", "快讯")];
        check(Grouping::Day, &articles, &["", ""]);
        let check = |stem, telling| assert_eq!(is_telling(stem), telling, "{stem}");
        check("2024-01-05", false);
        check("5f2b8c1e9a", false);
        check("2024-01-05-session", true);
        check("概述2", true);
        check("n12", false);
        check("8K3jx92hQpWzL0vT7", false);
    }
}
