//! The rows of panels, made from the command table, the problems and the open article.

use super::pane::{Choice, Kind, Panel, PanelRow};
use super::{help, highlights, kept, stats};
use crate::app::context::Context;
use crate::app::library_state::LibraryState;
use crate::app::outcome::Outcome;
use crate::app::reader::pane::ReaderPane;
use crate::document::{Block, Document, LinkNumber};
use crate::library::{Problem, Severity, others};
use crate::locale::Locale;
use crate::text::{
    grouped, host, host_in_ascii, host_in_letters, host_of_authority, sanitize_line,
};
use crate::typeset::AnchorKind;
use std::collections::HashSet;
use std::fmt::Display;
use std::path::Path;

/// What rows are made from.
#[derive(Clone, Copy)]
pub(crate) struct Sources<'a> {
    pub library: &'a LibraryState,
    pub reader: Option<&'a ReaderPane>,
}

/// A panel of a kind. None, with a notice, when it would have no rows.
pub(crate) fn open_panel(kind: Kind, sources: Sources<'_>, context: &mut Context) -> Option<Panel> {
    let (rows, cursor) = match kind {
        Kind::Help => (help::rows(context), 0),
        Kind::Problems => (problem_rows(sources.library, &context.locale), 0),
        Kind::Outline => outline_rows(sources.reader),
        Kind::Links => link_rows(sources.reader),
        Kind::Marks => (kept::mark_rows(sources.reader, context), 0),
        Kind::Changes => (kept::change_rows(context), 0),
        Kind::Stats => (stats::rows(context), 0),
        Kind::History => return kept::history(None, context),
        Kind::Highlights => return highlights::panel(sources.reader, context),
    };
    if rows.is_empty() {
        context.inform(match kind {
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
    for (level, anchor) in headings {
        if reader.header.len() + anchor.line <= reader.top {
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

/// The links of the open article, and the row of the focused one.
fn link_rows(reader: Option<&ReaderPane>) -> (Vec<PanelRow>, usize) {
    let mut cursor = 0;
    let mut rows = Vec::new();
    let Some(reader) = reader else {
        return (rows, cursor);
    };
    let (Some(article), Some(page)) = (reader.article(), reader.page()) else {
        return (rows, cursor);
    };
    let texts = page.link_texts(article.document.links.len());
    let links = article.document.links.iter().zip(texts);
    // Links inside boilerplate that was cut are not listed.
    let shown: HashSet<LinkNumber> = page.links(0..page.len()).into_iter().collect();
    let links = (1..)
        .zip(links)
        .filter(|(number, _)| shown.contains(number));
    for (number, (link, text)) in links {
        if reader.focused_link() == Some(number) {
            cursor = rows.len();
        }
        rows.push(link_row(number, &link.address, &text));
    }
    (rows, cursor)
}

/// Number, text and host of a link; no host where the text is an address that names it. Warns when
/// the text names another host than the address, and about homographs: hosts with letters outside
/// ASCII.
fn link_row(number: LinkNumber, address: &str, texts: &[String]) -> PanelRow {
    let host = host_of(address);
    let shown = if host.is_empty() { address } else { host };
    let shown = host_in_letters(shown);
    let (text, misleads) = label(texts, address);
    let foreign = !shown.is_ascii() || host.split('.').any(|part| part.starts_with("xn--"));
    let warning = misleads || foreign;
    let mark = if warning { "! " } else { "" };
    let wire = host_in_ascii(&shown).filter(|wire| *wire != shown);
    let wire = wire.map(|wire| format!(" {wire}")).unwrap_or_default();
    let says_host = text == address || named_host(text).is_some_and(|named| named == shown);
    PanelRow {
        far: match says_host && !warning {
            true => String::new(),
            false => format!("{mark}{shown}{wire}"),
        },
        warning,
        ..PanelRow::new(number.to_string(), text, Choice::Link(number))
    }
}

/// The label of a link: a text that misleads, so that it is seen; else the longest text that is
/// not an address; else its first text, else the address. And whether it misleads.
fn label<'a>(texts: &'a [String], address: &'a str) -> (&'a str, bool) {
    let host = host_of(address);
    if let Some(text) = texts.iter().find(|text| misleads(text, host)) {
        return (text, true);
    }
    let words = texts.iter().filter(|text| !is_address(text));
    // The first of equally long ones.
    let longest = words.rev().max_by_key(|text| text.chars().count());
    let text = longest.or(texts.first()).map_or(address, String::as_str);
    (text, false)
}

/// The host of an address without `www.`; the domain of a mail address.
fn host_of(address: &str) -> &str {
    let mailbox = address.strip_prefix("mailto:").unwrap_or_default();
    match mailbox.split(['/', '?', '#']).next() {
        Some(mailbox) if !mailbox.is_empty() => host_of_authority(mailbox),
        _ => host(address),
    }
}

/// Top-level domains that make a text without a scheme a host name. Others may be the
/// extension of a file or part of a name: `main.rs`, `Node.js`.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "gov", "edu", "info", "cn", "jp", "kr", "tw", "hk", "example",
];

/// The host that a text names, in lower case, if the text is itself an address.
fn named_host(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let known = text.contains("://") || text.starts_with("www.");
    let named = match text.split_once("://") {
        Some(_) => host_of(&text),
        None => {
            let head = text.split(['/', '?', '#']).next().unwrap_or_default();
            head.strip_prefix("www.").unwrap_or(head)
        }
    };
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let parts: Vec<&str> = named.split('.').collect();
    let end = parts.last().copied().unwrap_or_default();
    let is_host = (known || ENDINGS.contains(&end))
        && parts.len() > 1
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(letter));
    is_host.then(|| named.to_owned())
}

/// Whether a text of a link is an address and so says no more than the link itself.
fn is_address(text: &str) -> bool {
    let scheme = text.contains("://") || text.starts_with("mailto:");
    !text.contains(' ') && scheme || named_host(text).is_some()
}

/// Whether the text of a link is itself an address, with another host than the link has.
fn misleads(text: &str, host: &str) -> bool {
    let host = host.to_ascii_lowercase();
    let within = |inner: &str, outer: &str| {
        inner == outer
            || inner
                .strip_suffix(outer)
                .is_some_and(|head| head.ends_with('.'))
    };
    named_host(text)
        .is_some_and(|named| !host.is_empty() && !within(&host, &named) && !within(&named, &host))
}

fn shown_path(problem: &Problem) -> String {
    sanitize_line(&problem.path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_another_host_is_misleading() {
        #[track_caller]
        fn check(text: &str, address: &str, expected: bool) {
            assert_eq!(
                misleads(text, host_of(address)),
                expected,
                "{text} {address}"
            );
        }
        check("https://bank.example/", "https://evil.example/", true);
        check("www.bank.example", "https://evil.example/", true);
        check("bank.example", "https://bank.example.evil.example/", true);
        check("bank.example", "https://www.bank.example/a", false);
        check("bank.example", "https://news.bank.example/a", false);
        check("原文", "https://evil.example/", false);
        check("Node.js", "https://nodejs.org/", false);
        check("v1.2", "https://evil.example/", false);
        check("bank.example", "#n", false);
    }

    #[test]
    fn a_host_is_not_repeated_beside_an_address() {
        #[track_caller]
        fn check(text: &str, address: &str, expected: &str) {
            assert_eq!(
                link_row(1, address, &[text.to_owned()]).far,
                expected,
                "{text}"
            );
        }
        let address = "https://docs.example/a";
        check("官网", address, "docs.example");
        check(address, address, "");
        check("www.docs.example/a", address, "");
        check("example.example", address, "! docs.example");
        check(
            "https://pаypal.example/",
            "https://pаypal.example/",
            "! pаypal.example xn--pypal-4ve.example",
        );
    }

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

    #[test]
    fn a_link_has_one_label() {
        #[track_caller]
        fn check(texts: &[&str], expected: &str) {
            let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
            let (found, _) = label(&texts, "https://layer0.example/");
            assert_eq!(found, expected, "{texts:?}");
        }
        check(&[], "https://layer0.example/");
        check(&["Layer0", "官网"], "Layer0");
        check(&["Layer0", "Layer0 的网站"], "Layer0 的网站");
        check(&["https://layer0.example/", "Layer0"], "Layer0");
        check(&["layer0.example"], "layer0.example");
        check(&["Layer0 的网站", "bank.example"], "bank.example");
    }
}
