//! Formulas in Unicode, as far as that goes: TeX, MathML, and finding TeX in text.
//!
//! One line for what fits one: a/b for fractions, √(…), x², aᵢ, matrices row by row. What
//! has no character keeps its name, so that nothing is lost.

mod delimiter;
mod mathml;
mod matrix;
mod symbol;

pub use delimiter::{Part, is_formula, split, strip_delimiters};
pub use mathml::mathml;

use super::html::Node;
use super::script;
use std::borrow::Cow;

/// Deepest nesting of groups; what lies deeper is copied as it stands.
const MAX_DEPTH: usize = 24;

/// The TeX that a renderer of formulas (KaTeX, MathJax) keeps beside its boxes.
pub fn annotation(node: Node<'_>, class: &str) -> Option<String> {
    let rendered = class.split_ascii_whitespace().any(|class| {
        matches!(
            class,
            "katex" | "katex-display" | "MathJax" | "mwe-math-element" | "ztext-math"
        )
    });
    if !rendered {
        return None;
    }
    if let Some(tex) = node.attribute("data-tex") {
        return Some(tex.to_owned());
    }
    node.descendants()
        .filter(|inner| inner.is("annotation"))
        .find(|inner| {
            inner
                .attribute("encoding")
                .is_some_and(|encoding| encoding.contains("tex"))
        })
        .map(Node::all_text)
}

/// TeX as Unicode.
pub fn unicode(tex: &str) -> String {
    let tex = strip_delimiters(tex);
    let mut reader = Reader {
        rest: tex,
        depth: 0,
        cell: ' ',
    };
    let out = reader.sequence(None);
    tidy(&out)
}

/// The TeX of a `<script type="math/tex">` (MathJax), and whether it stands on its own line.
pub fn script(node: Node<'_>) -> Option<(String, bool)> {
    let kind = node.attribute("type").filter(|_| node.is("script"))?;
    let kind = kind.trim().to_ascii_lowercase();
    let display = kind.contains("mode=display");
    kind.starts_with("math/tex")
        .then(|| (node.all_text(), display))
}

/// Whether an element is what MathJax has drawn of the script behind it.
pub fn is_drawn(node: Node<'_>, class: &str) -> bool {
    let behind = std::iter::successors(node.next_sibling(), |node| node.next_sibling());
    class.starts_with("MathJax") && behind.take(4).any(|node| script(node).is_some())
}

/// A formula's blanks: one between words, none at the ends of lines.
fn tidy(text: &str) -> String {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// a/b, with brackets where they are needed: below the line round a product, too.
pub fn fraction(above: &str, below: &str) -> String {
    let below = below.trim();
    let base: Vec<char> = below.chars().filter(|c| !script::is_raised(*c)).collect();
    let number = base.iter().all(|c| c.is_ascii_digit() || *c == '.');
    let differential = matches!(base.as_slice(), ['d' | '∂', _]);
    let words = base.iter().all(|c| super::is_wide(*c));
    let product = base.iter().all(|c| c.is_alphanumeric());
    let below = match base.len() > 1 && product && !number && !words {
        _ if differential => below.to_owned(),
        true => format!("({below})"),
        false => bracketed(below),
    };
    format!("{}/{below}", bracketed(above.trim()))
}

/// √x, ∛x, with brackets where they are needed.
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

/// Superior or inferior characters, or `^(…)`, `_(…)`.
pub fn raised(text: &str, superior: bool) -> String {
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let tight: String = text.split_whitespace().collect();
    let mapped = if superior {
        script::superior(&tight)
    } else {
        script::inferior(&tight)
    };
    let mark = if superior { '^' } else { '_' };
    match mapped {
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

/// Reads TeX from left to right.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
    /// What stands between two cells of a table.
    cell: char,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }

    /// Reads up to `end` (a closing bracket), or all.
    fn sequence(&mut self, end: Option<char>) -> String {
        let mut out = String::new();
        while let Some(c) = self.next() {
            match c {
                _ if Some(c) == end => break,
                '{' => {
                    let inner = self.nested('}');
                    out.push_str(&inner);
                }
                '}' => {}
                '^' | '_' => {
                    let argument = self.argument();
                    let function = out.ends_with(' ');
                    out.truncate(out.trim_end_matches(' ').len());
                    out.push_str(&raised(&argument, c == '^'));
                    out.push_str(if function { " " } else { "" });
                }
                '\\' => {
                    if self.begins_fraction() && !out.ends_with(OPENERS) {
                        push_spaced(&mut out, " ");
                    }
                    let symbol = self.command();
                    push_spaced(&mut out, &symbol);
                }
                '&' => out.push(self.cell),
                '~' => out.push(' '),
                '\'' => out.push('′'),
                '-' => out.push('−'),
                '%' => {
                    // A comment runs to the end of its line.
                    let end = self.rest.find('\n').unwrap_or(self.rest.len());
                    self.rest = self.rest.get(end..).unwrap_or_default();
                }
                '\n' | '\t' => out.push(' '),
                '=' | '<' | '>' => {
                    push_spaced(&mut out, &format!(" {c} "));
                }
                c => out.push(c),
            }
        }
        out
    }

    /// Whether the command behind a backslash is a fraction.
    fn begins_fraction(&self) -> bool {
        let head = self.rest.strip_prefix(['d', 't', 'c']).unwrap_or(self.rest);
        head.starts_with("frac")
    }

    /// Whether what comes would run into a fraction before it.
    fn runs_on(&self) -> bool {
        let rest = self.rest.trim_start();
        let name = rest.strip_prefix('\\').unwrap_or_default();
        rest.starts_with(char::is_alphanumeric)
            || (name.starts_with(|c: char| c.is_ascii_alphabetic())
                && !["right", "end", "big", "Big", "middle"]
                    .iter()
                    .any(|end| name.starts_with(end)))
    }

    fn nested(&mut self, end: char) -> String {
        if self.depth >= MAX_DEPTH {
            let length = self.rest.find(end).unwrap_or(self.rest.len());
            let inner = self.rest.get(..length).unwrap_or_default().to_owned();
            self.rest = self.rest.get(length + 1..).unwrap_or_default();
            return inner;
        }
        self.depth += 1;
        let inner = self.sequence(Some(end));
        self.depth -= 1;
        inner
    }

    /// One argument: a group, a command, or a character.
    fn argument(&mut self) -> String {
        self.rest = self.rest.trim_start();
        match self.next() {
            Some('{') => self.nested('}'),
            Some('\\') => {
                if self.depth >= MAX_DEPTH {
                    return String::new();
                }
                self.depth += 1;
                let symbol = self.command();
                self.depth -= 1;
                symbol
            }
            Some('-') => "−".to_owned(),
            Some('\'') => "′".to_owned(),
            Some(c) => c.to_string(),
            None => String::new(),
        }
    }

    /// An argument in square brackets, if one comes.
    fn option(&mut self) -> String {
        match self.rest.strip_prefix('[') {
            Some(rest) => {
                self.rest = rest;
                self.nested(']')
            }
            None => String::new(),
        }
    }

    /// The characters of a group as they stand.
    fn raw_argument(&mut self) -> &'a str {
        let rest = self.rest.trim_start();
        let Some(inner) = rest.strip_prefix('{') else {
            return "";
        };
        let length = inner.find('}').unwrap_or(inner.len());
        self.rest = inner.get(length + 1..).unwrap_or_default();
        inner.get(..length).unwrap_or_default()
    }

    fn command(&mut self) -> String {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        if length == 0 {
            return match self.next() {
                Some('\\') => {
                    self.option();
                    "\n".to_owned()
                }
                Some(',' | ';' | ':' | ' ' | '>') => " ".to_owned(),
                Some('!' | '(' | ')' | '[' | ']') | None => String::new(),
                Some('|') => "‖".to_owned(),
                Some(c) => c.to_string(),
            };
        }
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest.trim_start_matches(' ');
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" => {
                let above = self.argument();
                let below = self.argument();
                let blank = if self.runs_on() { " " } else { "" };
                format!("{}{blank}", fraction(&above, &below))
            }
            "binom" | "dbinom" | "tbinom" => {
                let above = self.argument();
                let below = self.argument();
                format!("C({above},{below})")
            }
            "sqrt" => {
                let degree = self.option();
                let inner = self.argument();
                root(&degree, &inner)
            }
            "text" | "textrm" | "textbf" | "textit" | "mbox" | "hbox" | "textnormal" => {
                words(self.raw_argument())
            }
            "mathbb" | "Bbb" => symbol::letters(&self.argument(), symbol::DOUBLE),
            "mathcal" | "mathscr" => symbol::letters(&self.argument(), symbol::SCRIPT),
            "mathfrak" => symbol::letters(&self.argument(), symbol::FRAKTUR),
            "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathtt" | "boldsymbol" | "bm" | "pmb"
            | "operatorname" | "rm" | "bf" | "it" | "emph" | "mathop" | "mathbin" | "mathrel"
            | "mathord" | "boxed" | "underbrace" | "overbrace" | "phantom" | "substack"
            | "displaystyle" | "textstyle" | "scriptstyle" | "limits" | "nolimits" => {
                if matches!(name, "rm" | "bf" | "it")
                    || name.ends_with("style")
                    || name.ends_with("limits")
                {
                    return String::new();
                }
                self.rest = self.rest.trim_start_matches('*');
                self.argument()
            }
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl"
            | "Bigr" | "biggl" | "biggr" | "middle" => {
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                String::new()
            }
            "hat" | "widehat" | "bar" | "overline" | "vec" | "dot" | "ddot" | "tilde"
            | "widetilde" | "underline" | "overrightarrow" => {
                let inner = self.argument();
                symbol::accented(name, &inner)
            }
            "color" | "label" | "tag" | "ref" | "hspace" | "vspace" | "begin" | "end" => {
                let argument = self.raw_argument();
                match (name, argument) {
                    ("begin", name) if matrix::brackets(name).is_some() => self.matrix(name),
                    ("begin", "array" | "tabular") => {
                        self.raw_argument();
                        String::new()
                    }
                    ("tag", number) => format!("  ({number})"),
                    _ => String::new(),
                }
            }
            "not" => {
                let what = self.argument();
                symbol::negated(what.trim())
            }
            "pmod" => {
                let inner = self.argument();
                format!(" (mod {inner})")
            }
            "stackrel" | "overset" | "underset" => {
                let over = self.argument();
                let base = self.argument();
                format!("{base}{}", raised(&over, name != "underset"))
            }
            _ => symbol::find(name).map_or_else(|| unknown(name), str::to_owned),
        }
    }
}

/// Words with formulas between dollars: `若 $x>0$ 则`.
fn words(text: &str) -> String {
    if !text.matches('$').count().is_multiple_of(2) {
        return text.to_owned();
    }
    let parts = text.split('$').enumerate();
    parts
        .map(|(at, part)| match at % 2 {
            0 => Cow::Borrowed(part),
            _ => Cow::Owned(unicode(part)),
        })
        .collect()
}

/// Functions keep their name; any other command keeps its backslash too.
fn unknown(name: &str) -> String {
    if symbol::FUNCTIONS.contains(&name) {
        format!(" {name} ")
    } else {
        format!("\\{name} ")
    }
}

/// What a fraction may stand behind without a blank.
const OPENERS: [char; 12] = [
    ' ', '\n', '(', '[', '{', '−', '+', '/', '|', '⟨', '\u{1f}', '⌊',
];

/// Appends without doubling blanks.
fn push_spaced(out: &mut String, text: &str) {
    if out.ends_with([' ', '\n']) {
        out.push_str(text.trim_start_matches(' '));
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests;
