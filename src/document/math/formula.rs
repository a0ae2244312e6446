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

/// A formula that is this deep gets no more brackets and scripts around it: brackets stay
/// symbols, scripts have no base.
const MAX_DEPTH: usize = 32;

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

    /// How deep formulas nest in it.
    fn depth(&self) -> usize {
        let deepest = |items: &[Self]| items.iter().map(Self::depth).max().unwrap_or(0);
        match self {
            Self::Symbol(_) | Self::Cell | Self::Break => 0,
            Self::Row(items) => deepest(items),
            Self::Fraction(one, other) | Self::Binomial(one, other) => {
                1 + one.depth().max(other.depth())
            }
            Self::Root { degree, inner } => 1 + degree.depth().max(inner.depth()),
            Self::Scripts {
                base, below, above, ..
            } => {
                let scripts = [below, above].into_iter().flatten();
                1 + scripts
                    .map(|script| script.depth())
                    .fold(base.depth(), usize::max)
            }
            Self::Accent { inner, .. } | Self::Brace { inner, .. } | Self::Fenced { inner, .. } => {
                1 + inner.depth()
            }
            Self::Grid { rows, .. } => 1 + rows.iter().map(|row| deepest(row)).max().unwrap_or(0),
        }
    }
}

/// A row while it is read: attaches scripts to what precedes them and pairs brackets.
#[derive(Debug, Default)]
pub struct RowBuilder {
    items: Vec<Formula>,
    /// The open brackets that a close bracket can pair with, outermost first.
    open: Vec<Open>,
}

#[derive(Debug)]
struct Open {
    /// Index of the bracket.
    at: usize,
    /// How deep formulas nest in the items after it.
    deepest: usize,
}

impl RowBuilder {
    pub fn push(&mut self, item: Formula) {
        let handled = match &item {
            Formula::Symbol(text) if matches!(text.as_str(), ")" | "]" | "}") => self.pair(text),
            // A switch is not the base of a script. An empty group is.
            Formula::Row(items) => items.is_empty(),
            _ => false,
        };
        if !handled {
            self.append(item);
        }
    }

    fn append(&mut self, item: Formula) {
        match &item {
            Formula::Symbol(text) if matches!(text.as_str(), "(" | "[" | "{") => {
                let at = self.items.len();
                self.open.push(Open { at, deepest: 0 });
            }
            // Brackets do not pair across cells.
            Formula::Cell | Formula::Break => self.open.clear(),
            item => self.nest(item.depth()),
        }
        self.items.push(item);
    }

    /// Notes how deep formulas nest in an item after the last open bracket.
    fn nest(&mut self, depth: usize) {
        if let Some(open) = self.open.last_mut() {
            open.deepest = open.deepest.max(depth);
        }
    }

    /// Replaces the items since the last open bracket by a pair of brackets around them. Any
    /// bracket closes any other: `[0, 1)`.
    fn pair(&mut self, close: &str) -> bool {
        let Some(Open { at, deepest }) = self.open.pop() else {
            return false;
        };
        if deepest >= MAX_DEPTH {
            // Those outside would nest deeper still.
            self.open.clear();
            return false;
        }
        let inner = self.items.split_off(at + 1);
        if let Some(Formula::Symbol(open)) = self.items.pop() {
            self.nest(deepest + 1);
            self.items.push(Formula::Fenced {
                open,
                inner: Box::new(Formula::Row(inner)),
                close: close.to_owned(),
            });
        }
        true
    }

    /// Takes the last item of the cell. None at its start.
    fn take(&mut self) -> Option<Formula> {
        let last = self
            .items
            .pop_if(|item| !matches!(item, Formula::Cell | Formula::Break))?;
        let at = self.items.len();
        self.open.pop_if(|open| open.at == at);
        Some(last)
    }

    /// Adds a superscript or subscript to the last item.
    pub fn script(&mut self, script: Formula, side: Side) {
        let is_space =
            |item: &mut Formula| matches!(item, Formula::Symbol(text) if text.trim().is_empty());
        while self.items.pop_if(is_space).is_some() {}
        if !matches!(self.items.last(), Some(last) if last.has_room(side)) {
            let last = self.items.last();
            let is_deep = last.is_some_and(|last| last.depth() >= MAX_DEPTH);
            let base = if is_deep { None } else { self.take() }.unwrap_or_default();
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
        self.append(match group {
            Formula::Symbol(_) => Formula::Row(vec![group]),
            group => group,
        });
    }

    /// Sets where the scripts of the last item are: `\limits`, `\nolimits`.
    pub fn set_limits(&mut self, set: bool) {
        if let Some(Formula::Scripts { limits, .. }) = self.items.last_mut() {
            *limits = set;
        } else if let Some(base) = self.take() {
            self.items.push(Formula::Scripts {
                base: Box::new(base),
                below: None,
                above: None,
                limits: set,
            });
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
