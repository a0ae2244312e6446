//! Maps roles and inline styles to ratatui styles, once per theme.

use crate::app::reader::passages::{COLOURS, SWATCHES};
use crate::document::Style as Marks;
use crate::role::Role;
use crate::user::{Colour, StyleSpec, Theme};
use ratatui::style::{Color, Modifier, Style};

/// A dotted underline, which ratatui lacks: the driver sends it for this attribute, which no theme
/// can set.
pub const DOTTED: Modifier = Modifier::RAPID_BLINK;

/// The styles of a theme, by role.
#[derive(Clone, Debug)]
pub struct Styles {
    by_role: Vec<Style>,
}

/// The role that an inline style adds to the role of its block.
const INLINE: &[(Marks, Role)] = &[
    (Marks::STRONG, Role::Strong),
    (Marks::EMPHASIS, Role::Emphasis),
    (Marks::DOTS, Role::Dots),
    (Marks::UNDERLINE, Role::Underline),
    (Marks::STRIKE, Role::Strike),
    (Marks::MARK, Role::Mark),
    (Marks::CODE, Role::Code),
    (Marks::KEYBOARD, Role::Keyboard),
    (Marks::SMALL, Role::Small),
    (Marks::RUBY, Role::Ruby),
    (Marks::MATH, Role::Math),
    (Marks::IMAGE, Role::Figure),
    (Marks::CODE_KEYWORD, Role::CodeKeyword),
    (Marks::CODE_STRING, Role::CodeString),
    (Marks::CODE_COMMENT, Role::CodeComment),
    (Marks::CODE_NUMBER, Role::CodeNumber),
    (Marks::CODE_NAME, Role::CodeName),
];

impl Styles {
    pub fn new(theme: &Theme) -> Self {
        let mut by_role = vec![Style::new(); Role::ALL.len()];
        for role in Role::ALL {
            if let Some(style) = by_role.get_mut(*role as usize) {
                *style = style_of(&theme.look(*role));
            }
        }
        Self { by_role }
    }

    /// Sets emphasis dots as a dotted underline in the ink of the text, instead of in the ink of the
    /// theme. Text that the article underlines keeps its ink: an underline means a link.
    #[must_use]
    pub fn with_dotted_underlines(mut self) -> Self {
        if let Some(style) = self.by_role.get_mut(Role::Dots as usize) {
            *style = Style::new().add_modifier(DOTTED);
        }
        self
    }

    pub fn of(&self, role: Role) -> Style {
        self.by_role.get(role as usize).copied().unwrap_or_default()
    }

    /// Whether some colours of highlights look alike.
    pub(crate) fn numbers_highlights(&self) -> bool {
        let styles = COLOURS.map(|(_, role)| self.of(role));
        (1..styles.len()).any(|at| styles[..at].contains(&styles[at]))
    }

    /// The inks of the colours of highlights, if these look alike and the terminal has colours.
    pub(crate) fn swatches(&self) -> Option<[Style; 4]> {
        // Without the weight of the text below, which may brighten the colour.
        let inks = SWATCHES.map(|role| Style::reset().patch(self.on_body(role)));
        let has_inks = SWATCHES.iter().all(|role| self.of(*role).fg.is_some());
        (self.numbers_highlights() && has_inks).then_some(inks)
    }

    /// Whether code has a ground of its own.
    pub(crate) fn tints_code(&self) -> bool {
        self.of(Role::CodeBlock).bg.is_some()
    }

    /// The style of a role on an empty cell: unset properties are those of the body.
    pub(crate) fn on_body(&self, role: Role) -> Style {
        self.of(Role::Body).patch(self.of(role))
    }

    /// The style of a span: the role of its block, patched by its inline styles.
    pub(crate) fn span(&self, role: Role, marks: Marks, linked: bool) -> Style {
        let mut style = self.of(role);
        // What cleaning left out stays muted: its own emphasis would outshine the article.
        let emphasis = INLINE.iter().filter(|_| role != Role::Cut);
        for (_, role) in emphasis.filter(|(mark, _)| marks.has(*mark)) {
            style = style.patch(self.of(*role));
        }
        match role {
            _ if !linked => style,
            Role::LinkNumber => style,
            Role::Cut => style.add_modifier(self.of(Role::Link).add_modifier),
            // The numbers of figures have one ink, whether or not their pictures can be opened.
            Role::Figure => style.add_modifier(self.of(Role::Link).add_modifier),
            _ => style.patch(self.of(Role::Link)),
        }
    }
}

fn style_of(look: &StyleSpec) -> Style {
    let mut style = Style::new();
    if let Some(colour) = look.fg {
        style = style.fg(colour_of(colour));
    }
    if let Some(colour) = look.bg {
        style = style.bg(colour_of(colour));
    }
    for (on, modifier) in [
        (look.bold, Modifier::BOLD),
        (look.dim, Modifier::DIM),
        (look.italic, Modifier::ITALIC),
        (look.underline, Modifier::UNDERLINED),
        (look.reverse, Modifier::REVERSED),
        (look.strike, Modifier::CROSSED_OUT),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    style
}

fn colour_of(colour: Colour) -> Color {
    match colour {
        Colour::Ansi(number) | Colour::Indexed(number) => ansi(number),
        Colour::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

pub(super) fn ansi(number: u8) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    NAMED
        .get(usize::from(number))
        .copied()
        .unwrap_or(Color::Indexed(number))
}
