//! Finds formulas in running text, between `$ $`, `\( \)` and other delimiters.

use crate::text::floor_char_boundary;

/// Maximum length of a formula in a text, in bytes. Bounds the search for the closing delimiter.
const MAX_FORMULA: usize = 2000;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Text(&'a str),
    Formula { tex: &'a str, display: bool },
}

/// TeX without its delimiters.
pub fn strip_delimiters(tex: &str) -> &str {
    let tex = tex.trim();
    for (open, close) in DELIMITERS.iter().map(|(open, close, _)| (*open, *close)) {
        if let Some(inner) = tex.strip_prefix(open).and_then(|t| t.strip_suffix(close)) {
            return inner.trim();
        }
    }
    tex
}

/// Opening and closing delimiter, and whether they mark a display formula. `$$` precedes `$`,
/// because the first match wins.
const DELIMITERS: &[(&str, &str, bool)] = &[
    ("$$", "$$", true),
    ("\\[", "\\]", true),
    ("\\(", "\\)", false),
    ("$", "$", false),
];

/// Splits a text at its formulas. None if it has none.
pub fn split(text: &str) -> Option<Vec<Part<'_>>> {
    if !text.contains('$') && !text.contains('\\') {
        return None;
    }
    // Start and end of the trimmed text: a formula that reaches both is alone.
    let first = text.len() - text.trim_start().len();
    let last = text.trim_end().len();
    let mut parts = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = text.get(at..)?.find(['$', '\\']) {
        let from = at + found;
        let rest = text.get(from..)?;
        let Some((open, close, display)) = DELIMITERS.iter().find(|row| rest.starts_with(row.0))
        else {
            at = from + 1;
            continue;
        };
        let inner = rest.get(open.len()..)?;
        let reach = floor_char_boundary(inner, MAX_FORMULA);
        let Some(length) = inner.get(..reach)?.find(close) else {
            at = from + open.len();
            continue;
        };
        let tex = inner.get(..length)?;
        let after = inner.get(length + close.len()..)?;
        let end = from + open.len() + length + close.len();
        let alone = from <= first && last <= end;
        // Dollar signs may be prices or process numbers; the other delimiters always mean a formula.
        let fits = match *open {
            "$" => is_formula(tex) && !after.starts_with(|c: char| c.is_ascii_alphanumeric()),
            "$$" => alone || is_doubled(tex),
            _ => true,
        };
        if !fits || tex.trim().is_empty() {
            at = from + open.len();
            continue;
        }
        if done < from {
            parts.push(Part::Text(text.get(done..from)?));
        }
        // `$$…$$` within a line of text is shown inline.
        parts.push(Part::Formula {
            tex: tex.trim(),
            display: *display && alone,
        });
        (done, at) = (end, end);
    }
    if parts.is_empty() {
        return None;
    }
    if done < text.len() {
        parts.push(Part::Text(text.get(done..)?));
    }
    Some(parts)
}

/// Whether the text between two doubled dollar signs in a line is a formula, and not what is between
/// two process numbers of a shell (`echo $$ … kill $$`) or two prices (`$$ 到 $$$`).
pub fn is_doubled(tex: &str) -> bool {
    let is_set_off = tex.trim().len() < tex.len();
    let is_equation = !is_set_off && tex.contains(['=', '<', '>', '+']);
    is_equation || tex.contains(['\\', '^']) || is_formula(tex.trim())
}

/// Whether the text between two single dollar signs is a formula, rather than text between two
/// prices or shell variables.
pub fn is_formula(tex: &str) -> bool {
    let edge = |c: char| c.is_whitespace();
    if tex.is_empty() || tex.starts_with(edge) || tex.ends_with(edge) {
        return false;
    }
    if !tex.chars().all(is_math) {
        let bare = without_words(tex);
        if !(bare.chars().all(is_math) || has_markup(tex) && bare.chars().all(is_worded)) {
            return false;
        }
    }
    // Between `$5 and $6`.
    let price =
        tex.starts_with(|c: char| c.is_ascii_digit()) && !tex.contains(['\\', '^', '=', '_']);
    // Between `$HOME` and `$PATH`.
    let variable = tex.len() > 2
        && tex
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if is_security(tex) {
        return false;
    }
    let marked = tex.contains(['\\', '^', '_', '=', '+', '<', '>', '(', '|']);
    !price && !variable && (marked || tex.len() <= 3 || is_bracketed(tex))
}

/// Whether a text is an interval, or a function of terms in square brackets: `[ a, b ]`, `[0, 1)`,
/// `E[ X ]`.
fn is_bracketed(tex: &str) -> bool {
    let function = tex.strip_prefix(|c: char| c.is_ascii_alphabetic());
    let inner = function.unwrap_or(tex).strip_prefix('[');
    let inner = inner.and_then(|rest| rest.strip_suffix([']', ')']));
    let is_list = |inner: &str| inner.split(',').all(|item| is_term(item.trim()));
    inner.is_some_and(is_list)
}

/// Whether a text is a variable, a number or a short sum or list of them: `n`, `2n`, `-1`, `n+1`,
/// `i, j`. Between dollar signs it is a formula only if its article has other ones.
pub fn is_term(tex: &str) -> bool {
    /// Digits of the longest number.
    const DIGITS: usize = 4;
    /// Variables and numbers of the longest sum or list.
    const MOST: usize = 3;
    let has_letter = |c: char| c.is_ascii_alphabetic();
    let operand = |part: &str| {
        let part = part.trim();
        let letter = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = part.len() - letter.len();
        let name = letter.trim_end_matches('\'');
        let is_variable = name.len() == 1 && name.starts_with(has_letter);
        digits <= DIGITS && (is_variable || letter.is_empty() && digits > 0)
    };
    let item = |item: &str| {
        let item = item.trim().trim_start_matches('-');
        item.split(['+', '-', '/']).all(operand)
    };
    let is_list = tex.contains(',');
    let count = tex.matches(['+', '-', '/', ',']).count() + 1;
    count <= MOST + usize::from(tex.starts_with('-'))
        && tex.split(',').all(item)
        // `1,200` is one number.
        && (!is_list || tex.split(',').all(|item| item.contains(has_letter)))
}

/// Whether a text names a security, as on Chinese stock forums: `Vista Gold(VGZ)`.
fn is_security(tex: &str) -> bool {
    let Some((name, symbol)) = tex.strip_suffix(')').and_then(|tex| tex.split_once('(')) else {
        return false;
    };
    let word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
    let words = name.split(' ').filter(|part| word(part)).count();
    let of_symbol = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'.';
    let is_symbol = !symbol.is_empty() && symbol.bytes().all(of_symbol);
    let is_name = words > 1 || word(name) && name.len() > 3 && symbol.len() > 2;
    is_symbol && is_name && !name.contains(['\\', '^', '_', '=', '+', '<', '>', '|'])
}

/// A formula without the content of `\text{…}` and similar commands, which may be in any script.
fn without_words(tex: &str) -> String {
    const WORDS: &[&str] = &["\\text", "\\mbox", "\\hbox", "\\mathrm", "\\operatorname"];
    let mut out = String::new();
    let mut rest = tex;
    while let Some((before, inner)) = rest.split_once('{') {
        out.push_str(before);
        let head = before.rsplit_once('\\').map_or("", |(_, name)| name);
        let words = WORDS
            .iter()
            .any(|word| head.starts_with(word.trim_start_matches('\\')));
        rest = match words.then(|| inner.split_once('}')) {
            None => inner,
            Some(Some((_, after))) => after,
            // The group never ends.
            Some(None) => return out + inner,
        };
    }
    out + rest
}

/// Whether a formula has a command, or a script in braces. No price has any; `\n` and `${a}_{b}` are
/// of a shell.
fn has_markup(tex: &str) -> bool {
    let is_command = |(at, _)| {
        let name = tex.bytes().skip(at + 1);
        name.take_while(u8::is_ascii_alphabetic).nth(1).is_some()
    };
    !tex.starts_with('{')
        && (tex.match_indices('\\').any(is_command) || tex.contains("_{") || tex.contains("^{"))
}

/// Whether a character may occur in a formula whose quantities have names: `v_{水平}t`. Sentences
/// have wide punctuation.
fn is_worded(c: char) -> bool {
    is_math(c) || c.is_alphanumeric()
}

/// Whether a character may occur in a formula between single dollar signs.
fn is_math(c: char) -> bool {
    c.is_ascii() || !crate::document::is_wide(c)
}
