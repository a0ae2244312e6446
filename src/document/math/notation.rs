//! Fractions, roots, superscripts and subscripts on one line of Unicode.

use super::super::{is_wide, script};

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
        bracketed(below)
    };
    format!("{}/{below}", bracketed(above.trim()))
}

/// A root as √x or ∛x, with brackets where needed.
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
    format!("{sign}{}", bracketed(inner.trim()))
}

/// Superior characters, or `^(…)`.
pub fn raised(text: &str) -> String {
    shifted(text, '^', script::superior)
}

/// Inferior characters, or `_(…)`.
pub fn lowered(text: &str) -> String {
    shifted(text, '_', script::inferior)
}

fn shifted(text: &str, mark: char, map: fn(&str) -> Option<String>) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let tight: String = text.split_whitespace().collect();
    match map(&tight) {
        Some(mapped) => mapped,
        None if matches!(text, "′" | "″" | "‴" | "∘" | "°") => text.replace('∘', "°"),
        None if text.chars().count() == 1 => format!("{mark}{text}"),
        None => format!("{mark}({text})"),
    }
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
