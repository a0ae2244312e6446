//! The commands of TeX.

use super::formula::{Columns, Formula, Side};
use super::notation::on_one_line;
use super::reader::{End, MAX_DEPTH, Reader};
use super::{matrix, symbol, tex};

impl Reader<'_> {
    /// Reads the command after a backslash, with its arguments.
    pub fn command(&mut self) -> Formula {
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
            "sqrt" => Formula::Root {
                degree: Box::new(self.option()),
                inner: Box::new(self.argument()),
            },
            "text" | "textrm" | "textbf" | "textit" | "mbox" | "hbox" | "textnormal" => {
                words(self.raw_argument())
            }
            "mathbb" | "Bbb" => self.lettered(symbol::DOUBLE),
            "mathcal" | "mathscr" => self.lettered(symbol::SCRIPT),
            "mathfrak" => self.lettered(symbol::FRAKTUR),
            // Switches without an argument.
            "rm" | "bf" | "it" | "displaystyle" | "textstyle" | "scriptstyle" | "limits"
            | "nolimits" => Formula::default(),
            "operatorname" | "mathop" => self.operator(),
            // Only the argument can be shown.
            "mathrm" | "mathbf" | "mathit" | "mathsf" | "mathtt" | "boldsymbol" | "bm" | "pmb"
            | "emph" | "mathbin" | "mathrel" | "mathord" | "boxed" | "substack" => self.argument(),
            // Space as wide as the argument.
            "phantom" | "hphantom" | "vphantom" => {
                self.argument();
                Formula::default()
            }
            "underbrace" => self.brace(Side::Below),
            "overbrace" => self.brace(Side::Above),
            "left" => self.fenced(),
            // Sizes of the bracket that follows.
            "right" | "big" | "Big" | "bigg" | "Bigg" | "bigl" | "bigr" | "Bigl" | "Bigr"
            | "biggl" | "biggr" | "Biggl" | "Biggr" | "middle" => Formula::Symbol(self.delimiter()),
            "begin" => self.environment(),
            "tag" => Formula::Symbol(format!("  ({})", on_one_line(self.raw_argument()))),
            "color" | "label" | "ref" | "hspace" | "vspace" | "end" => {
                self.raw_argument();
                Formula::default()
            }
            "not" => Formula::Symbol(symbol::negated(self.argument().linear().trim())),
            "pmod" => Formula::Symbol(format!(" (mod {})", self.argument().linear())),
            _ => match symbol::accent(name) {
                Some(accent) => Formula::accent(accent, self.argument()),
                None => symbol::find(name).map_or_else(|| unknown(name), known),
            },
        }
    }

    /// A backslash before a character that is not a letter.
    fn escape(&mut self) -> Formula {
        let text = match self.next() {
            Some('\\') => {
                self.option();
                return Formula::Break;
            }
            Some(',' | ';' | ':' | ' ' | '>') => " ".to_owned(),
            Some('!' | '(' | ')' | '[' | ']') | None => return Formula::default(),
            Some('|') => "‖".to_owned(),
            Some(c) => c.to_string(),
        };
        Formula::Symbol(text)
    }

    /// Reads a command that stacks its two arguments.
    fn stacked(&mut self, name: &str) -> Formula {
        let first = self.argument();
        let second = self.argument();
        match name {
            "binom" | "dbinom" | "tbinom" => Formula::Binomial(Box::new(first), Box::new(second)),
            "stackrel" | "overset" => Formula::stacked(second, first, Side::Above),
            "underset" => Formula::stacked(second, first, Side::Below),
            _ => Formula::fraction(first, second),
        }
    }

    fn brace(&mut self, side: Side) -> Formula {
        Formula::Brace {
            side,
            inner: Box::new(self.argument()),
        }
    }

    /// Reads an argument in the letters of an alphabet.
    fn lettered(&mut self, alphabet: symbol::Alphabet) -> Formula {
        Formula::Symbol(symbol::letters(&self.argument().linear(), alphabet))
    }

    /// Reads the name of an operator. After a star it takes limits.
    fn operator(&mut self) -> Formula {
        let starred = self.rest.strip_prefix('*');
        self.rest = starred.unwrap_or(self.rest);
        let name = self.argument();
        match starred {
            None => name,
            Some(_) => Formula::Scripts {
                base: Box::new(name),
                below: None,
                above: None,
                limits: true,
            },
        }
    }

    /// The environment after `\begin`: a grid, or its content like any other TeX.
    fn environment(&mut self) -> Formula {
        let name = self.raw_argument();
        if matches!(name, "array" | "tabular") {
            let alignment = self.raw_argument();
            let columns = match alignment.contains('l') && !alignment.contains('c') {
                true => Columns::Left,
                false => Columns::Centred,
            };
            return self.grid(name, ("", ""), columns);
        }
        match matrix::environment(name) {
            Some((brackets, columns)) => self.grid(name, brackets, columns),
            None => Formula::default(),
        }
    }

    /// Reads a grid after its `\begin`, up to its `\end` or the end of the formula.
    fn grid(
        &mut self,
        name: &str,
        (open, close): (&'static str, &'static str),
        columns: Columns,
    ) -> Formula {
        let (body, rest) = matrix::body(self.rest, name);
        self.rest = rest;
        if self.depth >= MAX_DEPTH {
            return Formula::Symbol(format!("{open}{}{close}", on_one_line(body)));
        }
        let mut inner = Reader {
            rest: body,
            depth: self.depth + 1,
        };
        Formula::Grid {
            open,
            close,
            columns,
            rows: matrix::rows(inner.sequence(End::Formula)),
        }
    }
}

/// Reads the content of `\text{…}`: words with formulas between dollar signs, as in
/// `若 $x>0$ 则`.
fn words(text: &str) -> Formula {
    if !text.matches('$').count().is_multiple_of(2) {
        return Formula::symbol(on_one_line(text));
    }
    let parts = text.split('$').enumerate();
    let parts = parts.filter(|(_, part)| !part.is_empty());
    let parts: Vec<Formula> = parts
        .map(|(at, part)| match at % 2 {
            0 => Formula::symbol(on_one_line(part)),
            _ => tex(part),
        })
        .collect();
    Formula::Row(parts)
}

/// The characters of a known command.
fn known(text: &str) -> Formula {
    match text {
        "\n" => Formula::Break,
        text => Formula::symbol(text),
    }
}

/// A command without a character: functions become their name, others keep their backslash.
fn unknown(name: &str) -> Formula {
    Formula::Symbol(if symbol::FUNCTIONS.contains(&name) {
        format!(" {name} ")
    } else {
        format!("\\{name} ")
    })
}
