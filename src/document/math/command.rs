//! The commands of TeX.

use super::notation::{fraction, lowered, raised, root};
use super::reader::Reader;
use super::{matrix, symbol, unicode};
use std::borrow::Cow;

impl Reader<'_> {
    /// Reads the command after a backslash, with its arguments.
    pub fn command(&mut self) -> String {
        let length = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        if name.is_empty() {
            return self.escape();
        }
        self.rest = rest.trim_start_matches(' ');
        match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "binom" | "dbinom" | "tbinom" | "stackrel"
            | "overset" | "underset" => self.stacked(name),
            "sqrt" => {
                let degree = self.option();
                root(&degree, &self.argument())
            }
            "text" | "textrm" | "textbf" | "textit" | "mbox" | "hbox" | "textnormal" => {
                words(self.raw_argument())
            }
            "mathbb" | "Bbb" => symbol::letters(&self.argument(), symbol::DOUBLE),
            "mathcal" | "mathscr" => symbol::letters(&self.argument(), symbol::SCRIPT),
            "mathfrak" => symbol::letters(&self.argument(), symbol::FRAKTUR),
            // Switches without an argument.
            "rm" | "bf" | "it" | "displaystyle" | "textstyle" | "scriptstyle" | "limits"
            | "nolimits" => String::new(),
            // Only the argument can be shown. An operator may have a star: `\operatorname*{…}`.
            "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathtt" | "boldsymbol" | "bm" | "pmb"
            | "operatorname" | "emph" | "mathop" | "mathbin" | "mathrel" | "mathord" | "boxed"
            | "underbrace" | "overbrace" | "phantom" | "substack" => {
                self.rest = self.rest.trim_start_matches('*');
                self.argument()
            }
            // Sizes of the bracket that follows. A dot is an invisible bracket.
            "left" | "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl"
            | "Bigr" | "biggl" | "biggr" | "middle" => {
                self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
                String::new()
            }
            "hat" | "widehat" | "bar" | "overline" | "vec" | "dot" | "ddot" | "tilde"
            | "widetilde" | "underline" | "overrightarrow" => {
                symbol::accented(name, &self.argument())
            }
            "begin" => self.environment(),
            "tag" => format!("  ({})", self.raw_argument()),
            "color" | "label" | "ref" | "hspace" | "vspace" | "end" => {
                self.raw_argument();
                String::new()
            }
            "not" => symbol::negated(self.argument().trim()),
            "pmod" => format!(" (mod {})", self.argument()),
            _ => symbol::find(name).map_or_else(|| unknown(name), str::to_owned),
        }
    }

    /// A backslash before a character that is not a letter.
    fn escape(&mut self) -> String {
        match self.next() {
            Some('\\') => {
                self.option();
                "\n".to_owned()
            }
            Some(',' | ';' | ':' | ' ' | '>') => " ".to_owned(),
            Some('!' | '(' | ')' | '[' | ']') | None => String::new(),
            Some('|') => "‖".to_owned(),
            Some(c) => c.to_string(),
        }
    }

    /// Reads a command that stacks its two arguments.
    fn stacked(&mut self, name: &str) -> String {
        let first = self.argument();
        let second = self.argument();
        match name {
            "binom" | "dbinom" | "tbinom" => format!("C({first},{second})"),
            "stackrel" | "overset" => format!("{second}{}", raised(&first)),
            "underset" => format!("{second}{}", lowered(&first)),
            _ => {
                let blank = if self.runs_on() { " " } else { "" };
                format!("{}{blank}", fraction(&first, &second))
            }
        }
    }

    /// The environment after `\begin`: a matrix, or its content like any other TeX.
    fn environment(&mut self) -> String {
        let name = self.raw_argument();
        if matrix::brackets(name).is_some() {
            return self.matrix(name);
        }
        if matches!(name, "array" | "tabular") {
            // The alignment of the columns.
            self.raw_argument();
        }
        String::new()
    }
}

/// Converts the content of `\text{…}`: words with formulas between dollar signs, as in
/// `若 $x>0$ 则`.
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

/// A command without a character: functions become their name, others keep their backslash.
fn unknown(name: &str) -> String {
    if symbol::FUNCTIONS.contains(&name) {
        format!(" {name} ")
    } else {
        format!("\\{name} ")
    }
}
