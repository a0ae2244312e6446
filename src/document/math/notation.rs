//! Fractions, roots, superscripts and subscripts on one line of Unicode.

use super::super::{is_wide, script};
use super::formula::Side;

/// A fraction as a/b, with brackets where needed. A product in the denominator needs them, too:
/// `1/(2m)`. Numbers, differentials (`dx`) and Chinese words do not.
pub fn fraction(above: &str, below: &str) -> String {
    let below = below.trim();
    let base: Vec<char> = below.chars().filter(|c| !script::is_raised(*c)).collect();
    let number = base.iter().all(|c| c.is_ascii_digit() || *c == '.');
    let differential = matches!(base.as_slice(), ['d' | '∂', _]);
    let words = base.iter().all(|c| is_wide(*c));
    let product = base.iter().all(|c| c.is_alphanumeric());
    let below = if differential {
        below.to_owned()
    } else if base.len() > 1 && product && !number && !words {
        format!("({below})")
    } else {
        operand(below)
    };
    format!("{}/{below}", operand(above.trim()))
}

/// A part of a fraction, in brackets where needed. The factorial of a symbol or a number needs no
/// brackets, nor does a power of an expression in brackets: `(−1)ⁿ/n!`.
fn operand(text: &str) -> String {
    let power = text.strip_prefix('(').and_then(|text| text.split_once(')'));
    let is_power = power.is_some_and(|(inner, raised)| {
        !inner.contains('(') && !raised.is_empty() && raised.chars().all(script::is_raised)
    });
    let is_factorial = text.strip_suffix('!').is_some_and(|inner| {
        let mut chars = inner.chars();
        let is_symbol = chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none();
        is_symbol || !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit())
    });
    if is_factorial || is_power || is_root(text) {
        text.to_owned()
    } else {
        bracketed(text)
    }
}

/// Whether a text is one root: `√2`, `√(a+b)`.
fn is_root(text: &str) -> bool {
    let inner = text.strip_prefix(['√', '∛', '∜']);
    inner.is_some_and(|inner| match inner.strip_prefix('(') {
        Some(inner) => inner
            .strip_suffix(')')
            .is_some_and(|inner| !inner.contains(['(', ')'])),
        None => is_single(inner),
    })
}

/// Whether a text is one symbol, which may have a subscript, or one number.
fn is_single(text: &str) -> bool {
    let is_lowered =
        |c: char| matches!(c, '\u{2080}'..='\u{209c}' | '\u{1d62}'..='\u{1d6a}' | '\u{2c7c}');
    let is_accent = |c: char| matches!(c, '\u{300}'..='\u{36f}');
    let mut rest = text.chars();
    let is_symbol = rest.next().is_some() && rest.all(|c| is_lowered(c) || is_accent(c));
    is_symbol || !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// A root as √x or ∛x, with brackets around more than one symbol.
pub fn root(degree: &str, inner: &str) -> String {
    let sign = match degree.trim() {
        "" | "2" => "√".to_owned(),
        "3" => "∛".to_owned(),
        "4" => "∜".to_owned(),
        other => format!(
            "{}√",
            script::superior(other).unwrap_or_else(|| format!("{other} "))
        ),
    };
    let inner = inner.trim();
    let is_whole = inner.starts_with('(') && inner.find(')') == Some(inner.len() - 1);
    if is_whole || is_single(inner) {
        format!("{sign}{inner}")
    } else {
        format!("{sign}({inner})")
    }
}

/// The text as superscript or subscript characters, or as `^…` or `_…` if Unicode lacks some, in
/// brackets if that is longer than one symbol.
pub fn script_text(text: &str, side: Side) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let mark = match side {
        Side::Above => '^',
        Side::Below => '_',
    };
    match mapped(text, side) {
        Some(mapped) => mapped,
        None if is_symbol(text, side) => format!("{mark}{text}"),
        None => {
            let inner = without_brackets(text);
            format!("{mark}({})", inner.replace('\n', ", "))
        }
    }
}

/// A power of e whose exponent Unicode has no superscripts for: `exp(iπ)`.
pub fn exponential(exponent: &str) -> Option<String> {
    let exponent = without_brackets(exponent.trim());
    let is_line = !exponent.is_empty() && !exponent.contains('\n');
    (is_line && mapped(exponent, Side::Above).is_none()).then(|| format!("exp({exponent})"))
}

/// Without the brackets around the whole of a script.
fn without_brackets(text: &str) -> &str {
    let inner = text
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'));
    inner
        .filter(|inner| !inner.contains(['(', ')']))
        .unwrap_or(text)
}

/// Whether a script is one symbol. An exponent may have a sign and scripts of its own: `−∞`, `ℵ₀`.
fn is_symbol(text: &str, side: Side) -> bool {
    let mut chars = match side {
        Side::Above => text.strip_prefix(['−', '+']).unwrap_or(text).chars(),
        Side::Below => text.chars(),
    };
    chars.next().is_some() && chars.all(|c| side == Side::Above && script::is_raised(c))
}

/// The text in superscript or subscript characters, if Unicode has all of them.
pub fn mapped(text: &str, side: Side) -> Option<String> {
    if text.contains('\n') {
        return None;
    }
    let letters = text.chars().filter(|c| !c.is_whitespace());
    letters.map(|c| mapped_letter(c, side)).collect()
}

fn mapped_letter(c: char, side: Side) -> Option<String> {
    let pairs = match side {
        Side::Above => SUPERIOR,
        Side::Below => INFERIOR,
    };
    let found = pairs.iter().find(|(plain, _)| *plain == c);
    found.map(|(_, raised)| raised.to_string()).or_else(|| {
        let c = c.to_string();
        match side {
            Side::Above => script::superior(&c),
            Side::Below => script::inferior(&c),
        }
    })
}

/// Raised letters that only formulas use: in running text they are hard to read.
const SUPERIOR: &[(char, char)] = &[
    ('A', 'ᴬ'),
    ('B', 'ᴮ'),
    ('D', 'ᴰ'),
    ('E', 'ᴱ'),
    ('G', 'ᴳ'),
    ('H', 'ᴴ'),
    ('I', 'ᴵ'),
    ('J', 'ᴶ'),
    ('K', 'ᴷ'),
    ('L', 'ᴸ'),
    ('M', 'ᴹ'),
    ('N', 'ᴺ'),
    ('O', 'ᴼ'),
    ('P', 'ᴾ'),
    ('R', 'ᴿ'),
    ('U', 'ᵁ'),
    ('V', 'ⱽ'),
    ('W', 'ᵂ'),
    ('α', 'ᵅ'),
    ('β', 'ᵝ'),
    ('γ', 'ᵞ'),
    ('δ', 'ᵟ'),
    ('ε', 'ᵋ'),
    ('θ', 'ᶿ'),
    ('ι', 'ᶥ'),
    ('φ', 'ᵠ'),
    ('χ', 'ᵡ'),
    // Signs that are above the line by themselves.
    ('*', '*'),
    ('∗', '*'),
    ('†', '†'),
    ('‡', '‡'),
    // Between raised digits the slash of fractions is read as raised.
    ('″', '″'),
    ('‴', '‴'),
    ('∘', '°'),
    ('°', '°'),
];
const INFERIOR: &[(char, char)] = &[('β', 'ᵦ'), ('γ', 'ᵧ'), ('ρ', 'ᵨ'), ('φ', 'ᵩ'), ('χ', 'ᵪ')];

/// Source that is not converted. A line break in TeX is a space.
pub fn on_one_line(source: &str) -> String {
    source.replace(['\n', '\t'], " ")
}

fn bracketed(text: &str) -> String {
    let whole = text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    let simple = text
        .chars()
        .all(|c| c.is_alphanumeric() || "√∞.′⁰¹²³⁴⁵⁶⁷⁸⁹ⁿ".contains(c));
    if whole || simple || text.chars().count() <= 1 {
        text.to_owned()
    } else {
        format!("({text})")
    }
}
