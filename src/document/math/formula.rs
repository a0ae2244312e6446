//! The structure of a formula, and rows of formulas as they are read.

use super::symbol::{self, Accent};

/// A formula. [`Formula::linear`] writes it on one line; `typeset::math` in two dimensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// Characters on the line, with the spaces around relations and names: `x`, ` ≤ `, ` log `.
    Symbol(String),
    Row(Vec<Self>),
    /// `&` and `\\` outside a grid.
    Cell,
    Break,
    Fraction(Box<Self>, Box<Self>),
    Binomial(Box<Self>, Box<Self>),
    Root {
        degree: Box<Self>,
        inner: Box<Self>,
    },
    Scripts {
        base: Box<Self>,
        below: Option<Box<Self>>,
        above: Option<Box<Self>>,
        /// Under and over the base, not beside it.
        limits: bool,
    },
    Accent {
        accent: Accent,
        inner: Box<Self>,
    },
    /// A horizontal brace over or under a formula.
    Brace {
        side: Side,
        inner: Box<Self>,
    },
    Fenced {
        open: String,
        inner: Box<Self>,
        close: String,
    },
    Grid {
        open: &'static str,
        close: &'static str,
        columns: Columns,
        rows: Vec<Vec<Self>>,
    },
}

/// Where something is relative to a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Below,
    Above,
}

/// The alignment of the columns of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    Centred,
    Left,
    /// Right and left in turn: equations aligned at their relations.
    Equations,
    /// Right, centred and left: equations whose relations have a column of their own.
    Relations,
}

/// Brackets nest at most this deep as [`Formula::Fenced`]; others stay symbols.
const MAX_FENCES: usize = 12;

impl Default for Formula {
    fn default() -> Self {
        Self::Row(Vec::new())
    }
}

impl Formula {
    pub fn symbol(text: impl Into<String>) -> Self {
        Self::Symbol(text.into())
    }

    pub fn fraction(above: Self, below: Self) -> Self {
        Self::Fraction(Box::new(above), Box::new(below))
    }

    /// A formula with `mark` set over or under it.
    pub fn stacked(base: Self, mark: Self, side: Side) -> Self {
        let mark = Some(Box::new(mark));
        let (below, above) = match side {
            Side::Below => (mark, None),
            Side::Above => (None, mark),
        };
        Self::Scripts {
            base: Box::new(base),
            below,
            above,
            limits: true,
        }
    }

    pub fn accent(accent: Accent, inner: Self) -> Self {
        Self::Accent {
            accent,
            inner: Box::new(inner),
        }
    }

    /// Whether it is blank: no symbol but spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Symbol(text) => text.trim().is_empty(),
            Self::Row(items) => items.iter().all(Self::is_blank),
            _ => false,
        }
    }

    /// Whether its scripts are set over and under it: large operators, `lim`, braces.
    fn takes_limits(&self) -> bool {
        match self {
            Self::Symbol(text) => symbol::takes_limits(text.trim()),
            Self::Brace { .. } => true,
            Self::Row(items) => matches!(items.as_slice(), [only] if only.takes_limits()),
            _ => false,
        }
    }

    /// Whether it is a base with scripts that has none yet on this side.
    fn has_room(&self, side: Side) -> bool {
        match (self, side) {
            (Self::Scripts { below, .. }, Side::Below) => below.is_none(),
            (Self::Scripts { above, .. }, Side::Above) => above.is_none(),
            _ => false,
        }
    }

    /// How deep brackets nest, counted up to a limit.
    fn fences(&self) -> usize {
        match self {
            Self::Fenced { inner, .. } => 1 + inner.fences(),
            Self::Row(items) => items.iter().map(Self::fences).max().unwrap_or(0),
            Self::Scripts { base, .. } => base.fences(),
            _ => 0,
        }
    }
}

/// A row while it is read: attaches scripts to what precedes them and pairs brackets.
#[derive(Debug, Default)]
pub struct RowBuilder {
    items: Vec<Formula>,
}

impl RowBuilder {
    pub fn push(&mut self, item: Formula) {
        let close = match &item {
            Formula::Symbol(text) if matches!(text.as_str(), ")" | "]" | "}") => text.clone(),
            _ => return self.items.push(item),
        };
        if !self.pair(&close) {
            self.items.push(item);
        }
    }

    /// Replaces the items since the last open bracket by a pair of brackets around them. Any
    /// bracket closes any other: `[0, 1)`.
    fn pair(&mut self, close: &str) -> bool {
        let is_open = |item: &Formula| matches!(item, Formula::Symbol(text) if matches!(text.as_str(), "(" | "[" | "{"));
        let Some(at) = self.items.iter().rposition(is_open) else {
            return false;
        };
        let inside = self.items.get(at + 1..).unwrap_or_default();
        let deep = inside.iter().any(|item| item.fences() >= MAX_FENCES);
        if deep
            || inside
                .iter()
                .any(|item| matches!(item, Formula::Cell | Formula::Break))
        {
            return false;
        }
        let inner = self.items.split_off(at + 1);
        if let Some(Formula::Symbol(open)) = self.items.pop() {
            self.items.push(Formula::Fenced {
                open,
                inner: Box::new(Formula::Row(inner)),
                close: close.to_owned(),
            });
        }
        true
    }

    /// Adds a superscript or subscript to the last item.
    pub fn script(&mut self, script: Formula, side: Side) {
        while self.items.last().is_some_and(Formula::is_blank) {
            self.items.pop();
        }
        if !matches!(self.items.last(), Some(last) if last.has_room(side)) {
            let base = self.items.pop().unwrap_or_default();
            self.items.push(Formula::Scripts {
                limits: base.takes_limits(),
                base: Box::new(base),
                below: None,
                above: None,
            });
        }
        if let Some(Formula::Scripts { below, above, .. }) = self.items.last_mut() {
            let slot = match side {
                Side::Below => below,
                Side::Above => above,
            };
            *slot = Some(Box::new(script));
        }
    }

    /// Adds a group in braces: its brackets do not pair with those outside.
    pub fn push_group(&mut self, group: Formula) {
        self.items.push(match group {
            Formula::Symbol(_) => Formula::Row(vec![group]),
            group => group,
        });
    }

    /// Sets where the scripts of the last item are: `\limits`, `\nolimits`.
    pub fn set_limits(&mut self, set: bool) {
        match self.items.last_mut() {
            Some(Formula::Scripts { limits, .. }) => *limits = set,
            Some(_) => {
                let base = self.items.pop().unwrap_or_default();
                self.items.push(Formula::Scripts {
                    base: Box::new(base),
                    below: None,
                    above: None,
                    limits: set,
                });
            }
            None => {}
        }
    }

    pub fn finish(self) -> Formula {
        let mut items = self.items;
        match items.len() {
            1 => items.pop().unwrap_or_default(),
            _ => Formula::Row(items),
        }
    }
}
