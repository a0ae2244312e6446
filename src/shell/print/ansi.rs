//! A typeset line with the colours and attributes of a theme, as escape sequences.

use crate::document::Style;
use crate::role::Role;
use crate::typeset::{Line, Span};

/// The roles that a run's own styles add to the look of its block.
const STYLES: &[(Style, Role)] = &[
    (Style::STRONG, Role::Strong),
    (Style::EMPHASIS, Role::Emphasis),
    (Style::DOTS, Role::Emphasis),
    (Style::UNDERLINE, Role::Underline),
    (Style::STRIKE, Role::Strike),
    (Style::MARK, Role::Mark),
    (Style::CODE, Role::Code),
    (Style::KEYBOARD, Role::Keyboard),
    (Style::SMALL, Role::Small),
    (Style::RUBY, Role::Ruby),
    (Style::MATH, Role::Math),
    (Style::CODE_KEYWORD, Role::CodeKeyword),
    (Style::CODE_STRING, Role::CodeString),
    (Style::CODE_COMMENT, Role::CodeComment),
    (Style::CODE_NUMBER, Role::CodeNumber),
    (Style::CODE_NAME, Role::CodeName),
];

/// A line for a terminal; every look ends where it began. The words are sanitised already,
/// and stripped of controls once more: this line is not looked at again.
pub fn line(line: &Line) -> String {
    let mut out = String::new();
    for span in &line.spans {
        let codes = codes(span);
        let words = span.text.chars().filter(|c| !c.is_control());
        if codes.is_empty() {
            out.extend(words);
        } else {
            out.push_str("\u{1b}[");
            out.push_str(&codes);
            out.push('m');
            out.extend(words);
            out.push_str("\u{1b}[0m");
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// The codes of a run: its block's, then what its own styles and a link add.
fn codes(span: &Span) -> String {
    let styles = STYLES
        .iter()
        .filter(|(style, _)| span.style.has(*style))
        .map(|(_, role)| *role);
    let link = span.link.map(|_| Role::Link);
    let mut codes: Vec<&str> = std::iter::once(span.role)
        .chain(styles)
        .chain(link)
        .filter_map(code)
        .collect();
    codes.dedup();
    codes.join(";")
}

/// The look of a role in the 16 colours that every terminal has and its user has chosen.
fn code(role: Role) -> Option<&'static str> {
    Some(match role {
        Role::Title | Role::Heading | Role::Subheading | Role::Strong | Role::TableHead => "1",
        Role::Emphasis | Role::Lead => "3",
        Role::Underline => "4",
        Role::Link => "4;34",
        Role::Strike => "9",
        Role::Mark => "7",
        Role::Byline
        | Role::Caption
        | Role::Credit
        | Role::Notice
        | Role::Cut
        | Role::Small
        | Role::Ruby
        | Role::Rule
        | Role::Marker
        | Role::CodeComment => "2",
        Role::Quote | Role::CodeString => "32",
        Role::Code | Role::CodeBlock | Role::Keyboard | Role::Math => "36",
        Role::CodeKeyword => "35",
        Role::CodeNumber | Role::CodeName => "33",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_end_where_they_began() {
        let span = |text: &str, style, role| Span {
            text: text.to_owned(),
            cells: 0,
            role,
            style,
            link: None,
            source: None,
        };
        let spans = vec![
            span("甲", Style::PLAIN, Role::Body),
            span("乙\u{1b}[31m", Style::STRONG, Role::Heading),
            span("  ", Style::PLAIN, Role::Body),
        ];
        let shown = line(&Line { spans, cells: 0 });
        assert_eq!(shown, "甲\u{1b}[1m乙[31m\u{1b}[0m");
    }
}
