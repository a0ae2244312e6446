//! What the panels show: made from the command table, the problems, the page.

use super::panel::{Choice, Kind, Panel, Row};
use super::{App, Level};
use crate::input::{COMMANDS, Scope};
use crate::library::Severity;
use crate::text::sanitize_line;
use crate::typeset::AnchorKind;

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
            self.tell(Level::Info, self.locale.text(key).to_owned());
            return;
        }
        self.panel = Some(Panel::new(kind, rows, cursor));
    }

    fn help_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (scope, title) in [
            (Scope::Everywhere, "scope.everywhere"),
            (Scope::List, "scope.list"),
            (Scope::Reader, "scope.reader"),
            (Scope::Selection, "scope.selection"),
            (Scope::Panel, "scope.panel"),
        ] {
            rows.push(Row::heading(self.locale.text(title)));
            for row in COMMANDS.iter().filter(|row| row.scope == scope) {
                let keys = self.keymap.keys_of(row.command, scope).join("  ");
                let key = format!("command.{}", row.name);
                let text = self.locale.text(&key).to_owned();
                rows.push(Row::new(keys, text, Choice::Run(row.command)));
            }
        }
        rows
    }

    fn problem_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (severity, title) in [
            (Severity::Skipped, "severity.skipped"),
            (Severity::Partial, "severity.partial"),
        ] {
            let problems = self
                .problems
                .iter()
                .filter(|problem| problem.kind.severity() == severity);
            let count = problems.clone().count();
            if count == 0 {
                continue;
            }
            rows.push(Row::heading(&self.locale.fill(title, &[("count", &count)])));
            for problem in problems {
                let key = format!("problem.{}", problem.kind.name());
                let mut text = self.locale.text(&key).to_owned();
                if !problem.detail.is_empty() {
                    text = format!("{text}: {}", problem.detail);
                }
                let path = sanitize_line(&problem.path.to_string_lossy());
                rows.push(Row::new("", format!("{path}  {text}"), Choice::Nothing));
            }
        }
        rows
    }

    fn outline_rows(&self) -> (Vec<Row>, usize) {
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
            rows.push(Row::new(
                "",
                format!("{indent}{}", anchor.text),
                Choice::Line(anchor.line),
            ));
        }
        (rows, cursor)
    }

    fn link_rows(&self) -> (Vec<Row>, usize) {
        let Some(article) = self.reader.as_ref().and_then(|reader| reader.article()) else {
            return (Vec::new(), 0);
        };
        let links = article.document.links.iter().enumerate();
        let rows: Vec<Row> = links
            .map(|(at, link)| {
                let number = at as u32 + 1;
                Row::new(
                    number.to_string(),
                    link.address.clone(),
                    Choice::Link(number),
                )
            })
            .collect();
        let focused = self
            .reader
            .as_ref()
            .and_then(|reader| reader.link)
            .unwrap_or(1);
        (rows, focused as usize - 1)
    }
}
