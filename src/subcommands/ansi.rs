//! Typeset lines with the colours and attributes of a theme, as escape sequences.

use crate::document::Style;
use crate::role::Role;
use crate::text::has_square_letters;
use crate::typeset::{Line, Span};
use crate::user::{Colour, StyleSpec, Theme};

/// The roles that the styles of a run add to the role of its block.
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

/// A line for a terminal. Every span resets its attributes. The text is sanitized already; control
/// characters are removed again, because nothing checks this line afterwards.
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

/// The codes of a span: of its role, its styles and its link.
fn codes(span: &Span, theme: &Theme) -> String {
    let styles = STYLES
        .iter()
        .filter(|(style, _)| span.style.has(*style))
        .map(|(_, role)| *role);
    let link = span.link.map(|_| Role::Link);
    let mut codes = Vec::new();
    for role in std::iter::once(span.role).chain(styles).chain(link) {
        let look = theme.look(role);
        let italic = look.italic && !has_square_letters(&span.text);
        code(StyleSpec { italic, ..look }, &mut codes);
    }
    codes.join(";")
}

fn code(style: StyleSpec, codes: &mut Vec<String>) {
    let attributes = [
        (style.bold, "1"),
        (style.dim, "2"),
        (style.italic, "3"),
        (style.underline, "4"),
        (style.reverse, "7"),
        (style.strike, "9"),
    ];
    codes.extend(
        attributes
            .iter()
            .filter(|(on, _)| *on)
            .map(|(_, code)| (*code).to_owned()),
    );
    codes.extend(style.fg.map(|colour| colour_code(colour, 30)));
    codes.extend(style.bg.map(|colour| colour_code(colour, 40)));
}

/// The code of a colour. `base` is 30 for the foreground, 40 for the background.
fn colour_code(colour: Colour, base: u8) -> String {
    match colour {
        Colour::Ansi(number @ 0..=7) => format!("{}", base + number),
        Colour::Ansi(number) => format!("{}", base + 60 + (number & 7)),
        Colour::Indexed(number) => format!("{};5;{number}", base + 8),
        Colour::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_span_resets_its_attributes() {
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
        let shown = line(
            &Line {
                spans,
                ..Line::default()
            },
            &Theme::shipped("mono").unwrap(),
        );
        assert_eq!(shown.matches("\u{1b}[0m").count(), 1, "{shown:?}");
        assert!(shown.ends_with("m乙[31m\u{1b}[0m"), "{shown:?}");
        assert_eq!(colour_code(Colour::Ansi(9), 30), "91");
        assert_eq!(colour_code(Colour::Rgb(1, 2, 3), 40), "48;2;1;2;3");
    }
}
