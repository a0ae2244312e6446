//! What the panels show: made from the command table, the problems, the page.

use super::pane::{Choice, Kind, Panel, PanelRow};
use crate::app::App;
use crate::document::{Block, Document, LinkNumber};
use crate::input::{COMMANDS, Scope};
use crate::library::{Problem, Severity};
use crate::text::{host_in_ascii, host_in_letters, sanitize_line};
use crate::typeset::{AnchorKind, Page};
use std::collections::HashSet;

impl App {
    pub(crate) fn open_panel(&mut self, kind: Kind) {
        let (rows, cursor) = match kind {
            Kind::Help => (self.help_rows(), 0),
            Kind::Problems => (self.problem_rows(), 0),
            Kind::Outline => self.outline_rows(),
            Kind::Links => self.link_rows(),
        };
        if rows.is_empty() {
            let key = match kind {
                Kind::Problems => "notice.no-problems",
                Kind::Outline => "notice.no-headings",
                _ => "notice.no-links",
            };
            self.context.inform(key);
            return;
        }
        self.panel = Some(Panel::new(kind, rows, cursor));
    }

    /// More of the open article is there: a panel about it shows that as well.
    pub(crate) fn renew_panel(&mut self) {
        let rows = match self.panel.as_ref().map(|panel| panel.kind) {
            Some(Kind::Outline) => self.outline_rows().0,
            Some(Kind::Links) => self.link_rows().0,
            _ => return,
        };
        if let Some(panel) = &mut self.panel {
            panel.renew(rows);
        }
    }

    fn help_rows(&self) -> Vec<PanelRow> {
        let mut rows = Vec::new();
        for (scope, title) in [
            (Scope::Everywhere, "scope.everywhere"),
            (Scope::List, "scope.list"),
            (Scope::Reader, "scope.reader"),
            (Scope::Selection, "scope.selection"),
            (Scope::Panel, "scope.panel"),
        ] {
            rows.push(PanelRow::heading(self.context.locale.text(title)));
            for row in COMMANDS.iter().filter(|row| row.scope == scope) {
                let keys = self.context.keymap.keys_of(row.command, scope).join("  ");
                let key = format!("command.{}", row.name);
                let text = self.context.locale.text(&key).to_owned();
                rows.push(PanelRow::new(keys, text, Choice::Run(row.command)));
            }
        }
        rows
    }

    fn problem_rows(&self) -> Vec<PanelRow> {
        let mut rows = Vec::new();
        for (severity, title) in [
            (Severity::Skipped, "severity.skipped"),
            (Severity::Partial, "severity.partial"),
        ] {
            let problems = self.problems.iter().enumerate();
            let problems = problems.filter(|(_, problem)| problem.kind.severity() == severity);
            let count = problems.clone().count();
            if count == 0 {
                continue;
            }
            rows.push(PanelRow::heading(
                &self.context.locale.fill(title, &[("count", &count)]),
            ));
            rows.extend(problems.map(|(at, problem)| PanelRow {
                far: self.reason(problem),
                tail: true,
                ..PanelRow::new("", shown_path(problem), Choice::Problem(at))
            }));
        }
        rows
    }

    fn reason(&self, problem: &Problem) -> String {
        let key = format!("problem.{}", problem.kind.name());
        self.context.locale.text(&key).to_owned()
    }

    /// A problem with its whole path and all that is known of it.
    pub(crate) fn show_problem(&mut self, at: usize) {
        let Some(problem) = self.problems.get(at) else {
            return;
        };
        let reason = self.reason(problem);
        let mut words = vec![shown_path(problem), reason.clone()];
        if !problem.detail.is_empty() {
            words.push(sanitize_line(&problem.detail));
        }
        let document = Document {
            blocks: words.into_iter().map(Block::paragraph).collect(),
            ..Document::default()
        };
        let title = self.context.locale.text("popup.problem").to_owned();
        self.pop_up(title, document);
    }

    fn outline_rows(&self) -> (Vec<PanelRow>, usize) {
        let Some(reader) = &self.reader else {
            return (Vec::new(), 0);
        };
        let Some(page) = reader.page() else {
            return (Vec::new(), 0);
        };
        let mut cursor = 0;
        let mut rows = Vec::new();
        for anchor in page.anchors() {
            let AnchorKind::Heading(level) = anchor.kind else {
                continue;
            };
            if reader.header.len() + anchor.line <= reader.top {
                cursor = rows.len();
            }
            let indent = "  ".repeat(usize::from(level.saturating_sub(1)));
            rows.push(PanelRow::new(
                "",
                format!("{indent}{}", anchor.text),
                Choice::Position(page.place(anchor.line)),
            ));
        }
        (rows, cursor)
    }

    fn link_rows(&self) -> (Vec<PanelRow>, usize) {
        let Some(reader) = &self.reader else {
            return (Vec::new(), 0);
        };
        let (Some(article), Some(page)) = (reader.article(), reader.page()) else {
            return (Vec::new(), 0);
        };
        let texts = link_texts(page, article.document.links.len());
        let links = article.document.links.iter().zip(texts);
        // What was cleaned away with its links is not listed either.
        let shown: HashSet<LinkNumber> = page.links(0..page.len()).into_iter().collect();
        let links = (1..)
            .zip(links)
            .filter(|(number, _)| shown.contains(number));
        let mut cursor = 0;
        let mut rows = Vec::new();
        for (number, (link, text)) in links {
            if reader.link() == Some(number) {
                cursor = rows.len();
            }
            rows.push(self.link_row(number, &link.address, &text));
        }
        (rows, cursor)
    }

    /// Number, text and host; where the text names another host than it leads to, or the
    /// host is written in letters that can be taken for others, that is said.
    fn link_row(&self, number: LinkNumber, address: &str, text: &str) -> PanelRow {
        let host = host_of(address);
        let shown = if host.is_empty() { address } else { host };
        let shown = host_in_letters(shown);
        let text = if text.is_empty() { address } else { text };
        let foreign = !shown.is_ascii() || host.split('.').any(|part| part.starts_with("xn--"));
        let warning = misleads(text, host) || foreign;
        let mark = if warning { "! " } else { "" };
        let wire = host_in_ascii(&shown).filter(|wire| *wire != shown);
        let wire = wire.map(|wire| format!(" {wire}")).unwrap_or_default();
        PanelRow {
            far: format!("{mark}{shown}{wire}"),
            warning,
            ..PanelRow::new(number.to_string(), text, Choice::Link(number))
        }
    }
}

/// The words of each link as the page shows them.
fn link_texts(page: &Page, count: usize) -> Vec<String> {
    let mut texts = vec![String::new(); count];
    for span in (0..page.len()).flat_map(|at| page.line(at).spans) {
        let at = span.link.and_then(|link| (link as usize).checked_sub(1));
        if let (Some(text), true) = (at.and_then(|at| texts.get_mut(at)), span.source.is_some()) {
            text.push_str(&span.text);
        }
    }
    texts
}

/// The host of an address, without `www.`; of mail the domain.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map(|(_, rest)| rest);
    let rest = rest
        .or_else(|| address.strip_prefix("mailto:"))
        .unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

/// The last parts of names that nobody takes for a file's: `main.rs` and `Node.js` name no
/// host.
const ENDINGS: &[&str] = &[
    "com", "net", "org", "gov", "edu", "info", "cn", "jp", "kr", "tw", "hk", "example",
];

/// Whether a text that reads as an address names another host than the link leads to.
fn misleads(text: &str, host: &str) -> bool {
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
    let host = host.to_ascii_lowercase();
    let within = |inner: &str, outer: &str| {
        inner == outer
            || inner
                .strip_suffix(outer)
                .is_some_and(|head| head.ends_with('.'))
    };
    is_host && !host.is_empty() && !within(&host, named) && !within(named, &host)
}

fn shown_path(problem: &Problem) -> String {
    sanitize_line(&problem.path.to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_names_another_host_misleads() {
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
}
