//! Formulas in Unicode, as far as that goes: TeX, MathML, and finding TeX in text.
//!
//! One line for what fits one: a/b for fractions, √(…), x², aᵢ, matrices row by row. What
//! has no character keeps its name, so that nothing is lost.

mod delimiter;
mod mathml;
mod symbol;

pub use delimiter::{Part, is_formula, split, strip_delimiters};
pub use mathml::mathml;

use super::html::Node;
use super::script;

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
    };
    let out = reader.sequence(None);
    tidy(&out)
}

/// A formula's blanks: one between words, none at the ends of lines.
fn tidy(text: &str) -> String {
    text.lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// a/b, with brackets where they are needed.
pub fn fraction(above: &str, below: &str) -> String {
    format!("{}/{}", bracketed(above.trim()), bracketed(below.trim()))
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
                    out.push_str(&raised(&argument, c == '^'));
                }
                '\\' => {
                    let symbol = self.command();
                    push_spaced(&mut out, &symbol);
                }
                '&' => out.push(' '),
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
                fraction(&above, &below)
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
                self.raw_argument().to_owned()
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

/// Functions keep their name; any other command keeps its backslash too.
fn unknown(name: &str) -> String {
    if symbol::FUNCTIONS.contains(&name) {
        format!(" {name} ")
    } else {
        format!("\\{name} ")
    }
}

/// Appends without doubling blanks.
fn push_spaced(out: &mut String, text: &str) {
    if out.ends_with([' ', '\n']) {
        out.push_str(text.trim_start_matches(' '));
    } else {
        out.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tex() {
        for (tex, expected) in [
            ("\\mathbb{R},\\mathbb{C}", "ℝ,ℂ"),
            ("\\mathbb{Z}_5[x]/\\langle p(x)\\rangle", "ℤ₅[x]/⟨p(x)⟩"),
            ("x^2 + y_{i+1}", "x² + yᵢ₊₁"),
            ("\\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}", "(−b ± √(b²−4ac))/2a"),
            ("O(n\\log n)", "O(n log n)"),
            ("\\text{max}(a, b)", "max(a, b)"),
            ("\\sum_{i=1}^{n} a_i", "∑ᵢ₌₁ⁿ aᵢ"),
            ("a \\leq b \\neq c", "a ≤ b ≠ c"),
            ("\\alpha\\beta \\in \\Omega", "αβ ∈ Ω"),
            ("e^{i\\pi}", "e^(iπ)"),
            ("\\begin{matrix} a & b \\\\ c & d \\end{matrix}", "a b\nc d"),
            ("\\unknown{x}", "\\unknown x"),
            ("{{{{", ""),
            ("\\", ""),
        ] {
            assert_eq!(unicode(tex), expected, "{tex}");
        }
        // Deep nesting ends.
        unicode(&"{".repeat(100_000));
        unicode(&"\\frac".repeat(10_000));
    }

    #[test]
    fn formulas_in_text() {
        let check = |text: &str, formulas: &[&str]| {
            let found: Vec<&str> = split(text)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|part| match part {
                    Part::Formula { tex, .. } => Some(tex),
                    Part::Text(_) => None,
                })
                .collect();
            assert_eq!(found, formulas, "{text}");
        };
        check("设 $x^2$ 与 $$O(N)$$，\\(a\\)", &["x^2", "O(N)", "a"]);
        check("花了 $5 又花 $6，US$7", &[]);
        check("$HOME 与 $PATH$", &[]);
        check("$x$ 与 $n$", &["x", "n"]);
    }
}
