//! The rows of panels, made from the command table, the problems and the open article.

use super::link_rows::link_rows;
use super::pane::{Choice, Kind, Panel, PanelRow};
use super::{help, highlights, kept, stats};
use crate::app::context::Context;
use crate::app::library_state::LibraryState;
use crate::app::message::FeedRow;
use crate::app::outcome::Outcome;
use crate::app::reader::pane::ReaderPane;
use crate::document::{Block, Document};
use crate::library::{Problem, Severity, others};
use crate::locale::Locale;
use crate::text::{grouped, sanitize_line};
use crate::typeset::AnchorKind;
use std::fmt::Display;
use std::path::Path;

/// What rows are made from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub library: &'a LibraryState,
    pub feeds: &'a [FeedRow],
    /// The feed that is selected.
    pub feed: Option<usize>,
    pub reader: Option<&'a ReaderPane>,
}

/// A panel of a kind. None, with a notice, when it would have no rows.
pub(crate) fn open_panel(kind: Kind, sources: Sources<'_>, context: &mut Context) -> Option<Panel> {
    let (rows, cursor) = match kind {
        Kind::Help => (help::rows(context), 0),
        Kind::Problems => {
            let (mut rows, cursor) = feed_rows(sources, &context.locale);
            rows.extend(problem_rows(sources.library, &context.locale));
            (rows, cursor)
        }
        Kind::Outline => outline_rows(sources.reader),
        Kind::Links => link_rows(sources.reader),
        Kind::Marks => (kept::mark_rows(sources.reader, context), 0),
        Kind::Changes => (kept::change_rows(context), 0),
        Kind::Stats => (stats::rows(context), 0),
        Kind::History => return kept::history(None, context),
        Kind::Highlights => return highlights::panel(sources.reader, context),
        // `App::choose_theme` opens it.
        Kind::Themes => return None,
    };
    if rows.is_empty() {
        context.refuse(match kind {
            Kind::Problems => "notice.no-problems",
            Kind::Outline => "notice.no-headings",
            Kind::Marks => "notice.no-marks",
            Kind::Changes => "notice.nothing-to-undo",
            Kind::Stats => "notice.no-stats",
            _ => "notice.no-links",
        });
        return None;
    }
    Some(Panel::new(kind, rows, cursor))
}

impl Panel {
    /// More of the open article has arrived: adds its rows to a panel about it.
    pub(crate) fn refresh(&mut self, reader: Option<&ReaderPane>) {
        match self.kind {
            Kind::Outline => self.replace_rows(outline_rows(reader).0),
            Kind::Links => self.replace_rows(link_rows(reader).0),
            _ => {}
        }
    }
}

/// The feeds that could not be read, what to do about it, and the row of the selected one.
fn feed_rows(sources: Sources<'_>, locale: &Locale) -> (Vec<PanelRow>, usize) {
    let faulty = sources.feeds.iter().enumerate();
    let faulty = faulty.filter_map(|(at, feed)| Some((at, feed, feed.error.as_ref()?)));
    let (mut rows, mut cursor) = (Vec::new(), 0);
    for (at, feed, error) in faulty {
        if sources.feed == Some(at) {
            // Below the heading and the hint.
            cursor = rows.len() + 2;
        }
        rows.push(PanelRow {
            far: error.clone(),
            ..PanelRow::new("", feed.name.clone(), Choice::Feed(at))
        });
    }
    if !rows.is_empty() {
        let count = rows.len();
        let heading = locale.fill("severity.feeds", &[("count", &count)]);
        rows.insert(0, PanelRow::heading(&heading));
        rows.insert(1, PanelRow::attached(locale.text("severity.feeds-hint")));
    }
    (rows, cursor)
}

/// A popup with a feed that could not be read.
pub(crate) fn describe_feed(feed: &FeedRow, locale: &Locale) -> Outcome {
    let error = feed.error.clone().unwrap_or_default();
    let hint = locale.text("severity.feeds-hint").to_owned();
    let lines = [feed.name.clone(), sanitize_line(&feed.key), error, hint];
    let document = Document {
        blocks: lines.into_iter().map(Block::paragraph).collect(),
        ..Document::default()
    };
    Outcome::Popup(locale.text("popup.problem").to_owned(), document)
}

fn problem_rows(library: &LibraryState, locale: &Locale) -> Vec<PanelRow> {
    let problems = &library.problems;
    let mut rows = Vec::new();
    for (severity, title) in [
        (Severity::Skipped, "severity.skipped"),
        (Severity::Partial, "severity.partial"),
    ] {
        let problems = problems.iter().enumerate();
        let problems = problems.filter(|(_, problem)| problem.kind.severity() == severity);
        let at: Vec<usize> = problems.map(|(at, _)| at).collect();
        let count = at.len();
        if count == 0 {
            continue;
        }
        rows.push(PanelRow::heading(&locale.fill(title, &[("count", &count)])));
        rows.extend(at.iter().filter_map(|at| problem_row(*at, library, locale)));
    }
    let others = others(problems);
    let count: usize = others.iter().map(|others| others.files).sum();
    if !others.is_empty() {
        let values: [(&str, &dyn Display); 1] = [("count", &grouped(count))];
        rows.push(PanelRow::heading(&locale.fill("severity.other", &values)));
    }
    rows.extend(others.iter().map(|others| {
        PanelRow {
            far: grouped(others.files),
            files: others.files,
            ..PanelRow::new(
                "",
                others.label(locale),
                others
                    .at
                    .first()
                    .map_or(Choice::Nothing, |at| Choice::OthersLike(*at)),
            )
        }
    }));
    rows
}

fn problem_row(at: usize, library: &LibraryState, locale: &Locale) -> Option<PanelRow> {
    let problem = library.problems.get(at)?;
    let path = shown_path(problem);
    Some(PanelRow {
        far: reason(problem, locale),
        tail: true,
        files: problem.count(),
        ..PanelRow::new("", within(&path, &library.places), Choice::Problem(at))
    })
}

/// A path from the folder of the library on; of several libraries, from the name of its folder on.
fn within<'a>(path: &'a str, places: &[String]) -> &'a str {
    let rest = places.iter().map(Path::new).find_map(|place| {
        let rest = Path::new(path).strip_prefix(place).ok()?;
        match places {
            [_] => Some(rest),
            _ => Path::new(path).strip_prefix(place.parent()?).ok(),
        }
    });
    let rest = rest.and_then(Path::to_str).unwrap_or_default();
    if rest.is_empty() { path } else { rest }
}

/// A panel of the files that are of the same kind as a problem.
pub(crate) fn others_like(at: usize, library: &LibraryState, locale: &Locale) -> Option<Panel> {
    let others = others(&library.problems);
    let others = others.iter().find(|others| others.at.contains(&at))?;
    let title = format!("{} ({})", others.label(locale), grouped(others.files));
    let mut rows = vec![PanelRow::heading(&title)];
    let members = others.at.iter();
    rows.extend(members.filter_map(|at| problem_row(*at, library, locale)));
    Some(Panel::new(Kind::Problems, rows, 0))
}

fn reason(problem: &Problem, locale: &Locale) -> String {
    let key = format!("problem.{}", problem.kind.name());
    locale.text(&key).to_owned()
}

/// A popup with the whole path of a problem and its details.
pub(crate) fn describe(problem: &Problem, locale: &Locale) -> Outcome {
    let mut lines = vec![shown_path(problem), reason(problem, locale)];
    if !problem.detail.is_empty() {
        lines.push(sanitize_line(&problem.detail));
    }
    let document = Document {
        blocks: lines.into_iter().map(Block::paragraph).collect(),
        ..Document::default()
    };
    Outcome::Popup(locale.text("popup.problem").to_owned(), document)
}

/// The headings of the open article, and the row of the one that is being read.
fn outline_rows(reader: Option<&ReaderPane>) -> (Vec<PanelRow>, usize) {
    let mut cursor = 0;
    let mut rows = Vec::new();
    let Some((reader, page)) = reader.and_then(|reader| Some((reader, reader.page()?))) else {
        return (rows, cursor);
    };
    let headings = page
        .anchors()
        .iter()
        .filter_map(|anchor| match anchor.kind {
            AnchorKind::Heading(level) => Some((level, anchor)),
            _ => None,
        });
    // The highest headings of the article are not indented, whatever their level.
    let highest = headings.clone().map(|(level, _)| level).min();
    let highest = highest.unwrap_or_default();
    let top = reader.top.checked_sub(reader.header.len());
    let read = reader.landmark_line().or(top);
    for (level, anchor) in headings {
        if read.is_some_and(|read| anchor.line <= read) {
            cursor = rows.len();
        }
        let indent = "  ".repeat(usize::from(level.saturating_sub(highest)));
        rows.push(PanelRow::new(
            "",
            format!("{indent}{}", anchor.text),
            Choice::Position(page.place(anchor.line)),
        ));
    }
    (rows, cursor)
}

fn shown_path(problem: &Problem) -> String {
    sanitize_line(&problem.path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_library() {
        #[track_caller]
        fn check(path: &str, places: &[&str], expected: &str) {
            let places: Vec<String> = places.iter().map(|place| (*place).to_owned()).collect();
            assert_eq!(within(path, &places), expected, "{places:?}");
        }
        check("/news/a/b.md", &["/news"], "a/b.md");
        check("/news/a/b.md", &["/news/"], "a/b.md");
        check("/news/a/b.md", &["/news", "/notes"], "news/a/b.md");
        check("/newspaper/b.md", &["/news"], "/newspaper/b.md");
        check("/news", &["/news"], "/news");
        check("a/b.md", &["a"], "b.md");
    }
}
