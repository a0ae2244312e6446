//! Tells formulas from prices.
//!
//! pulldown-cmark takes any two dollar signs without spaces on their inner sides as a formula, so
//! that the text between two prices becomes one. This pass checks each pair first: it escapes the
//! dollar signs of prices, and removes the spaces that some authors put inside formulas. It gives
//! dollar signs to environments of TeX without them.

use super::super::math;
use super::environment::{self, joined};
use super::source::literal;
use crate::text::{ceil_char_boundary, floor_char_boundary};
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::ops::Range;

/// Maximum length of a formula between single dollar signs, in bytes.
const LONGEST: usize = 2_000;

/// Clear formulas of an article in which a lone variable between dollar signs is a formula too.
const CLEAR: usize = 2;

/// Escapes all dollar signs except those of formulas.
pub fn settle(source: &str, options: Options) -> Cow<'_, str> {
    if !source.contains('$') && !source.contains("\\begin{") {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options.difference(Options::ENABLE_MATH));
    let environments = environment::find(source, &literal);
    let mut pass = Pass::default();
    pass.run(source, &literal, &environments);
    if pass.clear >= CLEAR && pass.terms > 0 {
        pass = Pass {
            mathematical: true,
            ..Pass::default()
        };
        pass.run(source, &literal, &environments);
    }
    Cow::Owned(pass.out)
}

/// One pass over the dollar signs of a source.
#[derive(Default)]
struct Pass {
    out: String,
    /// The article has clear formulas, so that terms such as `$ n $` are formulas.
    mathematical: bool,
    /// Formulas with signs of TeX that no price or shell variable has.
    clear: usize,
    /// Terms that were not taken for formulas.
    terms: usize,
}

/// The next unescaped dollar sign.
fn find(source: &str, from: usize) -> Option<usize> {
    let rest = source.get(from..)?;
    let found = rest.match_indices('$').map(|(at, _)| from + at);
    let escaped = |at: usize| {
        let before = source.get(..at).unwrap_or_default();
        let slashes = before.len() - before.trim_end_matches('\\').len();
        slashes % 2 == 1
    };
    found.into_iter().find(|&at| !escaped(at))
}

/// The dollar sign that ends a formula: the first outside braces (`\text{若 $x$}` has some
/// inside), or else the first.
fn closing(inner: &str) -> Option<usize> {
    let mut depth = 0;
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' => depth -= 1,
            b'$' if depth <= 0 => return Some(at),
            _ => {}
        }
    }
    find(inner, 0)
}

impl Pass {
    fn run(&mut self, source: &str, literal: &[Range<usize>], environments: &[Range<usize>]) {
        let mut literal = literal.iter().peekable();
        let mut environments = environments.iter().peekable();
        self.out.reserve(source.len() + 16);
        let mut done = 0;
        loop {
            let dollar = find(source, done);
            while environments.next_if(|range| range.start < done).is_some() {}
            let next = environments.next_if(|range| dollar.is_none_or(|at| range.start < at));
            if let Some(range) = next {
                self.out
                    .push_str(source.get(done..range.start).unwrap_or_default());
                self.environment(source, range);
                done = range.end;
                continue;
            }
            let Some(at) = dollar else {
                break;
            };
            self.out.push_str(source.get(done..at).unwrap_or_default());
            // Copy code and HTML unchanged.
            while literal.next_if(|range| range.end <= at).is_some() {}
            if let Some(range) = literal.peek().filter(|range| range.contains(&at)) {
                self.out
                    .push_str(source.get(at..range.end).unwrap_or_default());
                done = range.end;
                continue;
            }
            // A formula does not extend into the next code or HTML.
            let limit = literal.peek().map_or(source.len(), |range| range.start);
            let (before, tail) = source.split_at(at);
            let tail = tail.get(..limit - at).unwrap_or_default();
            done = at + self.dollar(tail, before);
        }
        self.out.push_str(source.get(done..).unwrap_or_default());
    }

    /// Writes an environment between dollar signs.
    fn environment(&mut self, source: &str, range: &Range<usize>) {
        let (before, tex) = source.split_at(range.start);
        let tex = tex.get(..range.len()).unwrap_or_default();
        self.clear += 1;
        self.out.extend(["$$", &joined(tex, quotes(before)), "$$"]);
    }

    /// Writes the formula or the escaped dollar sign at the start of `tail`. Returns the number
    /// of bytes consumed.
    fn dollar(&mut self, tail: &str, before: &str) -> usize {
        if let Some(rest) = tail.strip_prefix("$$") {
            return self.doubled(rest, before);
        }
        self.single(tail)
    }

    /// Writes what follows two dollar signs, and these.
    fn doubled(&mut self, rest: &str, before: &str) -> usize {
        // A pair with code or HTML inside is left to the parser.
        let Some((tex, after)) = rest.find("$$").map(|end| rest.split_at(end)) else {
            self.out.push_str("$$");
            return 2;
        };
        let after = after.get(2..).unwrap_or_default();
        let opens_line = opens_line(before);
        let is_block = tex
            .trim_start_matches([' ', '\t'])
            .starts_with(['\n', '\r']);
        let is_line = !tex.contains("\n\n") && ends_line(after);
        // An empty line in a formula is rare; two paragraphs between lines of dollars may be text.
        let has_signs = || tex.len() <= environment::LONGEST && tex.contains(['\\', '^', '_', '=']);
        let is_whole = !tex.trim().contains("\n\n") || has_signs();
        if opens_line && is_block && is_whole && ends_line(after) {
            self.clear += usize::from(is_clear(tex));
            self.out.extend(["$$", &joined(tex, quotes(before)), "$$"]);
            return tex.len() + 4;
        }
        if opens_line && (is_block || is_line) || !tex.contains("\n\n") && math::is_doubled(tex) {
            self.clear += usize::from(is_clear(tex));
            let is_broken = tex.contains('\n') && !tex.contains("\n\n");
            let joined = is_broken.then(|| joined(tex, quotes(before)));
            self.out
                .extend(["$$", joined.as_deref().unwrap_or(tex), "$$"]);
            return tex.len() + 4;
        }
        self.out.push_str("\\$\\$");
        2
    }

    /// Writes the formula or the escaped dollar sign at the start of `tail`.
    fn single(&mut self, tail: &str) -> usize {
        let inner = tail.strip_prefix('$').unwrap_or_default();
        // Limit the search: a text may contain any number of prices, and each would search it all.
        let near = head(inner, LONGEST + 1);
        let paragraph = near.split("\n\n").next().unwrap_or_default();
        if let Some(end) = closing(paragraph) {
            let (tex, after) = inner.split_at(end);
            let bare = tex.trim();
            let is_term = is_term(tex, after);
            if is_formula(tex, after) || is_term && self.mathematical {
                self.clear += usize::from(is_clear(bare));
                self.out.extend(["$", bare, "$"]);
                return end + 2;
            }
            self.terms += usize::from(is_term);
        }
        self.out.push_str("\\$");
        1
    }
}

/// The bytes of a line that are looked at for the marks of lists and quotes before a formula, or for
/// what is behind one.
const MARGIN: usize = 16;

/// Whether there are only marks of lists and quotes in the line before a dollar sign.
fn opens_line(before: &str) -> bool {
    let near = before
        .split_at(ceil_char_boundary(
            before,
            before.len().saturating_sub(MARGIN),
        ))
        .1;
    let Some((_, line)) = near.rsplit_once('\n') else {
        return near.len() == before.len() && near.chars().all(is_mark);
    };
    line.chars().all(is_mark)
}

/// The marks of quotations in the line before a formula.
fn quotes(before: &str) -> usize {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    match line.starts_with('>') {
        true => line.matches('>').count(),
        false => 0,
    }
}

fn is_mark(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')')
}

/// Whether a line ends here, but for a full stop.
fn ends_line(after: &str) -> bool {
    let rest = head(after, MARGIN).trim_start_matches([' ', '\t', '.', ',', ';', '。', '，', '；']);
    rest.is_empty() || rest.starts_with(['\n', '\r'])
}

/// Whether the text between two dollar signs is a formula by itself. Evidence against it: spaces
/// inside without any sign of TeX, a digit after the closing dollar sign (it belongs to the next
/// price) or a letter after words (it belongs to the next variable), a footnote reference inside.
fn is_formula(tex: &str, after: &str) -> bool {
    let bare = tex.trim();
    let is_interval = bare.starts_with('[') && bare.contains(',') && bare.ends_with([')', ']']);
    let spaced =
        bare.len() < tex.len() && !is_interval && !bare.contains(['\\', '_', '^', '=', '(']);
    let figure = after
        .trim_start_matches('$')
        .starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic() && !bare.is_ascii());
    !spaced && !figure && !tex.contains("[^") && math::is_formula(bare)
}

/// Whether the text between two dollar signs is a variable, a number or a sum of two, and not
/// what is between two prices (`$5 $6`) or shell variables (`$a $b`).
fn is_term(tex: &str, after: &str) -> bool {
    let bare = tex.trim();
    let is_price = tex.starts_with(|c: char| c.is_ascii_digit())
        && tex.ends_with(char::is_whitespace)
        && !bare.contains(|c: char| c.is_ascii_alphabetic());
    let behind = after.strip_prefix('$').unwrap_or(after);
    let goes_on = behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '\\');
    !is_price && !goes_on && math::is_term(bare)
}

/// Whether a formula has signs of TeX that no price or shell variable has.
fn is_clear(tex: &str) -> bool {
    tex.contains(['\\', '^'])
}

/// The start of a text, at most `limit` bytes.
fn head(text: &str, limit: usize) -> &str {
    text.split_at(floor_char_boundary(text, limit)).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_prices() {
        let check = |source: &str, expected: &str| {
            assert_eq!(settle(source, Options::ENABLE_MATH), expected);
        };
        check(
            "花了$5，买了**x**，剩下$3。",
            "花了\\$5，买了**x**，剩下\\$3。",
        );
        check("US$5 与 US$6", "US\\$5 与 US\\$6");
        check("$ x_1 $ 与 $A(x) $ 与 $x$", "$x_1$ 与 $A(x)$ 与 $x$");
        check(
            "$[ a, b ]$ 与 $E[ X ]$、$[0, 1)$，$5 [注] and $6，$a[0] 和 $b[1]",
            "$[ a, b ]$ 与 $E[ X ]$、$[0, 1)$，\\$5 [注] and \\$6，\\$a[0] 和 \\$b[1]",
        );
        check("是$ [0, m)$，`echo $ [0]$`", "是$[0, m)$，`echo $ [0]$`");
        check("`$a` $5 `b$`", "`$a` \\$5 `b$`");
        check("\\$5 和 $$\\text{$a$} b$$", "\\$5 和 $$\\text{$a$} b$$");
        check("$5 和 $x^2$", "\\$5 和 $x^2$");
        check(
            "$速度 = \\frac{距离}{时间}$，$P(\\text{晴天}) = 1$",
            "$速度 = \\frac{距离}{时间}$，$P(\\text{晴天}) = 1$",
        );
        check(
            "$v_{水平}t $为 $a\\Temp下$b，花$5 买\\times，再花$6",
            "$v_{水平}t$为 \\$a\\Temp下\\$b，花\\$5 买\\times，再花\\$6",
        );
        check("$\\text{若 $x$ 则}$ $a$", "$\\text{若 $x$ 则}$ $a$");
        for text in [
            "$$E=mc^2$$。",
            "为 $$面积=长×宽$$ 时",
            "$$ 面积 $$",
            "- $$ 面积 $$。\n",
            "$$\n甲\n\n乙\n$$",
        ] {
            check(text, text);
        }
        check(
            "先 echo $$ 再 kill $$ 即可，从 $$ 到 $$$。",
            "先 echo \\$\\$ 再 kill \\$\\$ 即可，从 \\$\\$ 到 $$\\$。",
        );
        check(
            "$$ 是进程号。\n\n花了$5，**x**，剩$3。\n\n再说 $$ 一次",
            "\\$\\$ 是进程号。\n\n花了\\$5，**x**，剩\\$3。\n\n再说 $$ 一次",
        );
        // Terms are formulas only beside clear ones, and prices never are.
        check("共有$ n $个，$5 $的", "共有\\$ n \\$个，\\$5 \\$的");
        check(
            "$2^n$ 与 $\\alpha$，$ n $个，$n+1 $维，$ 0$，$5 $的，$5 $6，$a $b",
            "$2^n$ 与 $\\alpha$，$n$个，$n+1$维，$0$，\\$5 \\$的，\\$5 \\$6，\\$a \\$b",
        );
    }
}
