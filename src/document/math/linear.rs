//! The linear form of a formula: one line of Unicode for each line of the formula.

use super::formula::{Formula, Side};
use super::notation::{exponential, fraction, root, script_text};
use super::symbol::{Accent, FUNCTIONS, is_large_operator};
use crate::document::script::is_raised;

/// Characters after which a fraction needs no space.
const OPENERS: [char; 11] = [' ', '\n', '(', '[', '{', '−', '+', '/', '|', '⟨', '⌊'];

/// Characters that cannot be taken for a part of the denominator before them.
const CLOSERS: &str = "−′⟩⌋⌉‖…⋯";

/// Where a part of a formula is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside of all brackets and scripts: spaces around `+` and `−`.
    Top,
    Inside,
}

impl Formula {
    /// The formula on one line: a/b, √(…), x², aᵢ, matrices row by row. Line breaks of the
    /// author are kept.
    pub fn linear(&self) -> String {
        self.written(Place::Top)
    }

    /// The linear form inside brackets or scripts.
    fn tight(&self) -> String {
        self.written(Place::Inside)
    }

    fn written(&self, place: Place) -> String {
        let mut out = String::new();
        self.write(place, &mut out);
        super::tidy(&out)
    }

    fn write(&self, place: Place, out: &mut String) {
        match self {
            Self::Symbol(text) => push_spaced(out, text),
            Self::Row(items) => write_row(items, place, out),
            Self::Cell => out.push(' '),
            Self::Break => out.push('\n'),
            Self::Fraction(above, below) => {
                out.push_str(&fraction(&above.tight(), &below.tight()));
            }
            Self::Binomial(above, below) => {
                out.push_str(&format!("C({},{})", above.tight(), below.tight()));
            }
            Self::Root { degree, inner } => out.push_str(&root(&degree.tight(), &inner.tight())),
            Self::Scripts {
                base, below, above, ..
            } => {
                if let Some(power) = exponential_of(base, below.as_deref(), above.as_deref()) {
                    let beside = out.chars().next_back().is_some_and(char::is_alphanumeric);
                    out.push_str(if beside { " " } else { "" });
                    return out.push_str(&power);
                }
                let start = out.len();
                if is_grouped(base) {
                    out.push_str(&format!("({})", base.tight()));
                } else {
                    base.write(place, out);
                }
                // A function name ends with a space (`log `). The exponent belongs directly
                // after the name, and the space after the exponent. Without a base, a space
                // belongs to what precedes: `= ₂F₁`.
                let function = out.len() > start && out.ends_with(' ');
                out.truncate(out.trim_end_matches(' ').len().max(start));
                for (script, side) in [(below, Side::Below), (above, Side::Above)] {
                    let script = script.as_ref().map(|script| script.tight());
                    out.push_str(&script_text(&script.unwrap_or_default(), side));
                }
                out.push_str(if function || is_large(base) { " " } else { "" });
            }
            Self::Accent { accent, inner } => {
                let text = accented(*accent, inner);
                // `m vec(a)`.
                let is_name = text.starts_with(accent.name);
                if is_name && out.ends_with(char::is_alphanumeric) {
                    out.push(' ');
                }
                out.push_str(&text);
            }
            Self::Brace { inner, .. } => inner.write(place, out),
            Self::Fenced { open, inner, close } => {
                out.push_str(open);
                inner.write(Place::Inside, out);
                out.push_str(close);
            }
            Self::Grid {
                open, close, rows, ..
            } => out.push_str(&grid(rows, open, close, place)),
        }
    }
}

/// Whether a formula is an operator whose limits are apart from its operand: `∫₀^∞ f`.
fn is_large(base: &Formula) -> bool {
    matches!(ungrouped(base), Formula::Symbol(sign) if is_large_operator(sign))
}

/// The only item of a group in braces: MathML has a group around each base of a script.
fn ungrouped(formula: &Formula) -> &Formula {
    match formula {
        Formula::Row(items) => match items.as_slice() {
            [only] => ungrouped(only),
            _ => formula,
        },
        _ => formula,
    }
}

/// Whether the script of a formula would be taken for that of its last part: `a/b²`.
fn is_grouped(base: &Formula) -> bool {
    match base {
        Formula::Fraction(..) | Formula::Root { .. } | Formula::Brace { .. } => true,
        Formula::Row(items) => matches!(items.as_slice(), [only] if is_grouped(only)),
        _ => false,
    }
}

/// A power of e in the form of a function, see [`exponential`].
fn exponential_of(
    base: &Formula,
    below: Option<&Formula>,
    above: Option<&Formula>,
) -> Option<String> {
    let is_e = matches!(ungrouped(base), Formula::Symbol(name) if name == "e");
    match (below, above) {
        (None, Some(above)) if is_e => exponential(&above.tight()),
        _ => None,
    }
}

fn write_row(items: &[Formula], place: Place, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        let start = out.len();
        if place == Place::Top
            && let Formula::Symbol(sign) = item
            && matches!(sign.as_str(), "+" | "−")
            && is_binary(out)
        {
            push_spaced(out, &format!(" {sign} "));
            continue;
        }
        let is_dot = matches!(item, Formula::Symbol(dot) if dot == "·");
        if is_dot {
            out.truncate(out.trim_end_matches(' ').len());
        }
        // The argument of a function directly follows its name: `exp(−x)`. Not a limit in brackets.
        let before = at.checked_sub(1).and_then(|at| items.get(at));
        if before.is_some_and(is_function) && opens(item) && !out.trim_end().ends_with(')') {
            out.truncate(out.trim_end_matches(' ').len());
        }
        let is_fraction = matches!(item, Formula::Fraction(..));
        // `2\frac{1}{3}` must not become `21/3`.
        if is_fraction && !out.is_empty() && !out.ends_with(OPENERS) {
            out.push(' ');
        }
        let is_slash =
            |item: Option<&Formula>| matches!(item, Some(Formula::Symbol(sign)) if sign == "/");
        // A fraction beside a slash: `a/(b/c)`.
        if is_fraction && (out.ends_with('/') || is_slash(items.get(at + 1))) {
            out.push_str(&format!("({})", item.tight()));
        } else {
            item.write(place, out);
        }
        let runs_on_after: fn(&str) -> bool = match before {
            Some(Formula::Fraction(..)) => runs_on,
            Some(Formula::Root { .. }) => is_factor,
            _ => continue,
        };
        if !is_dot && out.get(start..).is_some_and(runs_on_after) {
            out.insert(start, ' ');
        }
    }
}

/// Whether a formula is the name of a function, which may have scripts.
fn is_function(formula: &Formula) -> bool {
    match formula {
        Formula::Symbol(name) => FUNCTIONS.contains(&name.trim()),
        Formula::Scripts { base, .. } => is_function(base),
        _ => false,
    }
}

fn opens(formula: &Formula) -> bool {
    match formula {
        Formula::Symbol(sign) => sign.starts_with(['(', '[']),
        Formula::Fenced { open, .. } => open.starts_with(['(', '[']),
        _ => false,
    }
}

/// Whether a sign after this has two operands.
fn is_binary(before: &str) -> bool {
    let last = before.trim_end_matches(' ').chars().next_back();
    last.is_some_and(|c| c.is_alphanumeric() || ")]}⟩⌋⌉|‖!′∞…⋯".contains(c) || is_raised(c))
}

/// Whether the text after a fraction would look like a part of its denominator.
fn runs_on(text: &str) -> bool {
    let part = |c: char| !c.is_ascii_punctuation() && !c.is_whitespace() && !CLOSERS.contains(c);
    text.starts_with(part)
}

/// Whether the text after a root would look like a part of it: `√2 x`.
fn is_factor(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphanumeric() || c == '√')
}

/// A formula with a combining accent. Over several letters an overline is repeated; a subscript
/// keeps its place after the accented letter; other formulas are written as the argument of a
/// function: `vec(AB)`.
fn accented(accent: Accent, inner: &Formula) -> String {
    if let Formula::Scripts {
        base,
        below,
        above,
        limits,
    } = inner
        && base.tight().chars().count() == 1
    {
        let scripts = Formula::Scripts {
            base: Box::new(Formula::accent(accent, (**base).clone())),
            below: below.clone(),
            above: above.clone(),
            limits: *limits,
        };
        return scripts.tight();
    }
    let (Accent { name, mark }, inner) = (accent, inner.tight());
    if let Some(mark) = mark.filter(|_| inner.chars().count() == 1) {
        format!("{inner}{mark}")
    } else if name == "underline" || inner.is_empty() {
        inner
    } else if name == "overline" && inner.len() <= 8 && inner.chars().all(char::is_alphanumeric) {
        inner.chars().flat_map(|c| [c, '\u{305}']).collect()
    } else {
        format!("{name}({inner})")
    }
}

/// The rows of a grid: in brackets (1, 2; 3, 4), else on lines of their own.
fn grid(rows: &[Vec<Formula>], open: &str, close: &str, place: Place) -> String {
    let bracketed = !open.is_empty() || !close.is_empty();
    let line = |cells: &Vec<Formula>| -> String {
        let mut out = String::new();
        for cell in cells {
            let cell = match bracketed {
                true => cell.tight(),
                false => cell.written(place),
            };
            // A cell may end with a comma of its own (`cases`).
            if !out.is_empty() {
                let comma = bracketed && !out.ends_with(',');
                out.push_str(if comma { ", " } else { " " });
            }
            out.push_str(&cell);
        }
        out
    };
    let lines: Vec<String> = rows
        .iter()
        .map(line)
        .filter(|row| !row.is_empty())
        .collect();
    let lines = lines.join(if bracketed { "; " } else { "\n" });
    // The braces of cases are a pair on one line.
    match (open, close) {
        ("{", "") | ("", "}") => format!("{{{lines}}}"),
        _ => format!("{open}{lines}{close}"),
    }
}

/// Appends without doubling spaces.
fn push_spaced(out: &mut String, text: &str) {
    if out.ends_with([' ', '\n']) {
        out.push_str(text.trim_start_matches(' '));
    } else {
        out.push_str(text);
    }
}
