//! The line breaking algorithm of UAX #14 (Unicode 18), untailored. LB numbers are the rules of
//! the annex. One pass with constant state; a few rules look one or two characters ahead.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use crate::text::property::{Class, Property};

/// The verdict on the place before a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Break {
    No,
    May,
    Must,
}

/// The class of a character, which the caller may have resolved differently from the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Glyph {
    pub class: Class,
    pub east_asian: bool,
}

impl Glyph {
    pub fn of(property: Property) -> Self {
        Self {
            class: property.class(),
            east_asian: property.east_asian(),
        }
    }

    /// Stops, closing brackets, small kana: never a break between an ideograph and one of these
    /// (LB13, LB21), always one before an ideograph that follows (LB31).
    #[inline]
    pub fn trails(self) -> bool {
        matches!(self.class, CL | EX | NS)
    }
}

/// The state of a number (LB25).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Number {
    None,
    /// After NU (SY | IS)*.
    Open,
    /// After NU (SY | IS)* (CL | CP).
    Closed,
}

/// The state after the characters seen so far, combining marks already absorbed (LB9).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Breaker {
    /// The last character; None at the start.
    last: Option<Glyph>,
    /// The last character that is not a space, when spaces follow it.
    before_spaces: Option<Class>,
    /// The character before `last`; None at the start.
    prior: Option<Glyph>,
    after_zwj: bool,
    number: Number,
    /// An odd count of regional indicators precedes.
    odd_regional: bool,
    /// The last is an opening quote of LB15a, or spaces after one.
    opening_quote: bool,
    /// AK, AS or ◌, then VI (LB28a).
    aksara_virama: bool,
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            last: None,
            before_spaces: None,
            prior: None,
            after_zwj: false,
            number: Number::None,
            odd_regional: false,
            opening_quote: false,
            aksara_virama: false,
        }
    }
}

use Class::*;

impl Breaker {
    /// Takes the next character and returns the verdict on the place before it. `rest` is the
    /// text after it; `resolve` gives the class of a character there.
    pub fn next(&mut self, glyph: Glyph, rest: &str, resolve: impl Fn(char) -> Glyph) -> Break {
        let Some(last) = self.last else {
            self.follow(first(glyph), None);
            self.after_zwj = glyph.class == ZWJ;
            return Break::No;
        };
        let class = glyph.class;
        if matches!(last.class, BK | LF | NL) || last.class == CR && class != LF {
            *self = Self::default();
            self.follow(first(glyph), None);
            self.after_zwj = class == ZWJ;
            return Break::Must;
        }
        if last.class == CR {
            self.follow(glyph, Some(last));
            return Break::No;
        }
        let joined = std::mem::replace(&mut self.after_zwj, class == ZWJ);
        if matches!(class, CM | ZWJ) {
            if !matches!(last.class, SP | ZW) {
                return Break::No; // LB9
            }
            let verdict = self.spaced(last, Glyph { class: AL, ..glyph }, rest, &resolve);
            let glyph = Glyph { class: AL, ..glyph }; // LB10
            self.follow(glyph, Some(last));
            return verdict;
        }
        let verdict = if joined && !matches!(class, BK | CR | LF | NL | SP | ZW) {
            Break::No // LB8a
        } else {
            self.spaced(last, glyph, rest, &resolve)
        };
        self.follow(glyph, Some(last));
        verdict
    }

    /// Moves the state past a character.
    fn follow(&mut self, glyph: Glyph, prior: Option<Glyph>) {
        let class = glyph.class;
        self.number = match class {
            NU => Number::Open,
            SY | IS if self.number == Number::Open => Number::Open,
            CL | CP if self.number == Number::Open => Number::Closed,
            _ => Number::None,
        };
        self.odd_regional = class == RI && !self.odd_regional;
        let starts = prior.is_none_or(|prior| {
            let class = prior.class;
            matches!(
                class,
                BK | CR | LF | NL | OP | QU | QUPi | QUPf | GL | SP | ZW
            )
        });
        self.opening_quote = class == QUPi && starts || class == SP && self.opening_quote;
        self.aksara_virama =
            class == VI && prior.is_some_and(|prior| matches!(prior.class, AK | AS | Circle));
        self.before_spaces = match class {
            SP => self.before_spaces.or(prior.map(|prior| prior.class)),
            _ => None,
        };
        self.prior = prior;
        self.last = Some(glyph);
    }

    /// LB6 to LB18, the rules that look through spaces, then the others.
    fn spaced(
        &self,
        last: Glyph,
        next: Glyph,
        rest: &str,
        resolve: &impl Fn(char) -> Glyph,
    ) -> Break {
        let class = next.class;
        let base = self.before_spaces.unwrap_or(last.class);
        if matches!(class, BK | CR | LF | NL | SP | ZW) {
            return Break::No; // LB6, LB7
        }
        if base == ZW {
            return Break::May; // LB8
        }
        if class == WJ || last.class == WJ || last.class == GL {
            return Break::No; // LB11, LB12
        }
        if class == GL && !matches!(last.class, SP | HY | HH) {
            return Break::No; // LB12a
        }
        if matches!(class, CL | CP | EX | SY) || base == OP || self.opening_quote {
            return Break::No; // LB13, LB14, LB15a
        }
        if class == QUPf && closes(rest, resolve) {
            return Break::No; // LB15b
        }
        if class == IS {
            let number =
                last.class == SP && rest.chars().next().is_some_and(|c| resolve(c).class == NU);
            return if number { Break::May } else { Break::No }; // LB15c, LB15d
        }
        if matches!(base, CL | CP) && class == NS || base == B2 && class == B2 {
            return Break::No; // LB16, LB17
        }
        if last.class == SP {
            return Break::May; // LB18
        }
        self.adjacent(last, next, rest, resolve)
    }

    /// LB19 to LB31, for two characters without a space between them.
    fn adjacent(
        &self,
        last: Glyph,
        next: Glyph,
        rest: &str,
        resolve: &impl Fn(char) -> Glyph,
    ) -> Break {
        let (a, b) = (last.class, next.class);
        let quote = |class| matches!(class, QU | QUPi | QUPf);
        if quote(b) {
            let after = || next_glyph(rest, resolve).is_none_or(|glyph| !glyph.east_asian);
            if b != QUPi || !last.east_asian || after() {
                return Break::No; // LB19, LB19a
            }
        }
        if quote(a) {
            let before = self.prior.is_none_or(|glyph| !glyph.east_asian);
            if a != QUPf || !next.east_asian || before {
                return Break::No; // LB19, LB19a
            }
        }
        if a == CB || b == CB {
            return Break::May; // LB20
        }
        if matches!(a, HY | HH) && matches!(b, AL | HL | Circle | ALCn) {
            let starts = self
                .prior
                .is_none_or(|prior| matches!(prior.class, BK | CR | LF | NL | SP | ZW | CB | GL));
            if starts {
                return Break::No; // LB20a
            }
        }
        if matches!(b, BA | HH | HY | NS) || a == BB {
            return Break::No; // LB21
        }
        let hebrew = self.prior.is_some_and(|prior| prior.class == HL);
        if hebrew && (a == HY || a == HH) && b != HL {
            return Break::No; // LB21a
        }
        if a == SY && b == HL || b == IN {
            return Break::No; // LB21b, LB22
        }
        if self.glued(a, b, rest, resolve) || self.syllable(last, next, rest, resolve) {
            return Break::No;
        }
        Break::May
    }

    /// LB23 to LB25: letters, numbers, prefixes and suffixes.
    fn glued(&self, a: Class, b: Class, rest: &str, resolve: &impl Fn(char) -> Glyph) -> bool {
        let letter = |class| matches!(class, AL | HL | Circle | ALCn);
        let ideograph = |class| matches!(class, ID | IDCn | EB | EM);
        if letter(a) && b == NU || a == NU && letter(b) {
            return true; // LB23
        }
        if a == PR && ideograph(b) || ideograph(a) && b == PO {
            return true; // LB23a
        }
        if matches!(a, PR | PO) && letter(b) || letter(a) && matches!(b, PR | PO) {
            return true; // LB24
        }
        match (a, b) {
            (_, PO | PR) if self.number != Number::None => true,
            (PO | PR, OP) => {
                let mut ahead = rest.chars().map(|c| resolve(c).class).filter(|c| *c != CM);
                match ahead.next() {
                    Some(NU) => true,
                    Some(IS) => ahead.next() == Some(NU),
                    _ => false,
                }
            }
            (PO | PR | HY | IS, NU) => true,
            (NU, NU) => true,
            (SY, NU) => self.number == Number::Open,
            _ => false,
        } // LB25
    }

    /// LB26 to LB30b: Hangul, aksaras, brackets after letters, flags, emoji.
    fn syllable(
        &self,
        last: Glyph,
        next: Glyph,
        rest: &str,
        resolve: &impl Fn(char) -> Glyph,
    ) -> bool {
        let letter = |class| matches!(class, AL | HL | Circle | ALCn);
        let hangul = |class| matches!(class, JL | JV | JT | H2 | H3);
        let aksara = |class| matches!(class, AK | AS | Circle);
        match (last.class, next.class) {
            (JL, JL | JV | H2 | H3) | (JV | H2, JV | JT) | (JT | H3, JT) => true, // LB26
            (a, PO) if hangul(a) => true,                                         // LB27
            (PR, b) if hangul(b) => true,
            (a, b) if letter(a) && letter(b) => true, // LB28
            (AP, AK | AS | Circle) => true,           // LB28a
            (a, VF | VI) if aksara(a) => true,
            (VI, AK | Circle) if self.aksara_virama => true,
            (a, b)
                if aksara(a)
                    && aksara(b)
                    && next_glyph(rest, resolve).is_some_and(|glyph| glyph.class == VF) =>
            {
                true
            }
            (IS, b) if letter(b) => true, // LB29
            (a, OP) if (letter(a) || a == NU) && !next.east_asian => true, // LB30
            (CP, b) if (letter(b) || b == NU) && !last.east_asian => true,
            (RI, RI) => self.odd_regional,  // LB30a
            (EB | IDCn | ALCn, EM) => true, // LB30b
            _ => false,
        }
    }
}

/// LB10 at the start of a text.
fn first(glyph: Glyph) -> Glyph {
    match glyph.class {
        CM | ZWJ => Glyph { class: AL, ..glyph },
        _ => glyph,
    }
}

/// The next character that is not a combining mark; None at the end.
fn next_glyph(rest: &str, resolve: &impl Fn(char) -> Glyph) -> Option<Glyph> {
    let mut glyphs = rest.chars().map(resolve);
    glyphs.find(|glyph| !matches!(glyph.class, CM | ZWJ))
}

/// Whether the text after a quote of LB15b lets it be a closing quote.
fn closes(rest: &str, resolve: &impl Fn(char) -> Glyph) -> bool {
    next_glyph(rest, resolve).is_none_or(|glyph| {
        matches!(
            glyph.class,
            SP | GL | WJ | CL | QU | QUPi | QUPf | CP | EX | IS | SY | BK | CR | LF | NL | ZW
        )
    })
}

impl Breaker {
    /// Whether the last character is one of [`Glyph::trails`].
    #[inline]
    pub fn after_mark(&self) -> bool {
        self.last.is_some_and(Glyph::trails) && !self.after_zwj
    }

    /// The state after two characters of which neither is a space, a quote, a number or a
    /// combining mark. The fast path uses it to skip over a run.
    #[inline]
    pub fn after(prior: Glyph, last: Glyph) -> Self {
        Self {
            last: Some(last),
            prior: Some(prior),
            ..Self::default()
        }
    }
}

/// Every offset (bytes) where UAX #14 untailored allows a break, the end included.
pub fn opportunities(text: &str) -> Vec<usize> {
    let resolve = |c| Glyph::of(Property::of(c));
    let mut breaker = Breaker::default();
    let mut breaks = Vec::new();
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        if breaker.next(resolve(c), rest, resolve) != Break::No {
            breaks.push(at);
        }
    }
    if !text.is_empty() {
        breaks.push(text.len());
    }
    breaks
}
