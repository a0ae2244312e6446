//! A typeset line with the colours and attributes of a theme, as escape sequences.

use crate::document::Style;
use crate::role::Role;
use crate::typeset::{Line, Span};
use crate::user::{Colour, StyleSpec, Theme};

/// The roles that a run's own styles add to the look of its block.
const STYLES: &[(Style, Role)] = &[
    (Style::STRONG, Role::Strong),
    (Style::EMPHASIS, Role::Emphasis),
    (Style::DOTS, Role::Dots),
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
pub fn line(line: &Line, theme: &Theme) -> String {
    let mut out = String::new();
    for span in &line.spans {
        let codes = codes(span, theme);
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
fn codes(span: &Span, theme: &Theme) -> String {
    let styles = STYLES
        .iter()
        .filter(|(style, _)| span.style.has(*style))
        .map(|(_, role)| *role);
    let link = span.link.map(|_| Role::Link);
    let mut codes = Vec::new();
    for role in std::iter::once(span.role).chain(styles).chain(link) {
        code(theme.look(role), &mut codes);
    }
    codes.join(";")
}

fn code(look: StyleSpec, codes: &mut Vec<String>) {
    let attributes = [
        (look.bold, "1"),
        (look.dim, "2"),
        (look.italic, "3"),
        (look.underline, "4"),
        (look.reverse, "7"),
        (look.strike, "9"),
    ];
    codes.extend(
        attributes
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, code)| (*code).to_owned()),
    );
    codes.extend(look.fg.map(|colour| paint(colour, 30)));
    codes.extend(look.bg.map(|colour| paint(colour, 40)));
}

/// A colour of the foreground (30) or the background (40).
fn paint(colour: Colour, ground: u8) -> String {
    match colour {
        Colour::Ansi(number @ 0..=7) => format!("{}", ground + number),
        Colour::Ansi(number) => format!("{}", ground + 60 + (number & 7)),
        Colour::Indexed(number) => format!("{};5;{number}", ground + 8),
        Colour::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", ground + 8),
    }
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
        let shown = line(&Line { spans, cells: 0 }, &Theme::shipped("mono").unwrap());
        assert_eq!(shown.matches("\u{1b}[0m").count(), 1, "{shown:?}");
        assert!(shown.ends_with("m乙[31m\u{1b}[0m"), "{shown:?}");
        assert_eq!(paint(Colour::Ansi(9), 30), "91");
        assert_eq!(paint(Colour::Rgb(1, 2, 3), 40), "48;2;1;2;3");
    }
}
