//! Reads a TOML file against a table of known settings: reports all faults in one pass, with line,
//! column and the nearest known name.

use super::fault::{Expected, Fault, FaultKind};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub type Table<'t> = DeTable<'t>;

/// A value and its byte range in the source.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// A file being read, and the faults found so far.
#[derive(Debug)]
pub struct Report<'a> {
    source: &'a str,
    faults: Vec<Fault>,
}

impl<'a> Report<'a> {
    pub fn new(source: &'a str) -> Self {
        Self {
            source,
            faults: Vec::new(),
        }
    }

    /// The table of the whole file. `None` if it is not TOML, with all faults reported: guessing
    /// what was meant would produce misleading ones.
    pub fn parse(&mut self) -> Option<Table<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.source);
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            self.fault(span, FaultKind::Syntax(error.message().to_owned()));
        }
        self.faults.is_empty().then(|| table.into_inner())
    }

    /// What was read, or the faults in file order.
    pub fn finish<T>(mut self, read: T) -> Result<T, Vec<Fault>> {
        self.faults.sort_by_key(|fault| fault.at);
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(self.faults)
        }
    }

    /// Line and column where a span starts.
    pub fn position(&self, span: &Range<usize>) -> (usize, usize) {
        position(self.source, span.start)
    }

    pub fn fault(&mut self, span: Range<usize>, kind: FaultKind) {
        self.push(span, kind, None);
    }

    /// Reports an unknown name, and suggests the nearest known one.
    pub fn unknown<'n>(
        &mut self,
        span: Range<usize>,
        kind: fn(String) -> FaultKind,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        self.push(span, kind(name.to_owned()), nearest(name, known));
    }

    fn push(&mut self, span: Range<usize>, kind: FaultKind, suggestion: Option<&str>) {
        self.faults.push(Fault {
            at: position(self.source, span.start),
            kind,
            suggestion: suggestion.map(str::to_owned),
        });
    }

    fn wrong_type(&mut self, key: &str, value: &Value, expected: Expected) {
        let key = key.to_owned();
        self.fault(value.span(), FaultKind::WrongType { key, expected });
    }

    /// A string, or a fault.
    pub fn text<'v>(&mut self, key: &str, value: &'v Value) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, Expected::Text);
        }
        text
    }

    /// A boolean, or a fault.
    pub fn boolean(&mut self, key: &str, value: &Value) -> Option<bool> {
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.wrong_type(key, value, Expected::Boolean);
        }
        boolean
    }

    /// An integer within bounds, or a fault.
    pub fn integer(&mut self, key: &str, value: &Value, low: u16, high: u16) -> Option<u16> {
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u16::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|number| (low..=high).contains(number));
        if number.is_none() {
            self.wrong_type(key, value, Expected::Integer { low, high });
        }
        number
    }

    /// One of a set of words, or a fault with the nearest one.
    pub fn choice<T: Copy>(
        &mut self,
        key: &str,
        value: &Value,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let names = || choices.iter().map(|(name, _)| *name);
        let written = value.get_ref().as_str().unwrap_or_default();
        let found = choices.iter().find(|(name, _)| *name == written);
        if found.is_none() {
            let kind = FaultKind::WrongType {
                key: key.to_owned(),
                expected: Expected::OneOf(names().map(str::to_owned).collect()),
            };
            self.push(value.span(), kind, nearest(written, names()));
        }
        found.map(|(_, choice)| *choice)
    }

    /// A list of strings, or a fault.
    pub fn texts(&mut self, key: &str, value: &Value) -> Option<Vec<String>> {
        let texts = value.get_ref().as_array().and_then(|list| {
            let texts = list.iter().map(|item| item.get_ref().as_str());
            texts.map(|text| text.map(str::to_owned)).collect()
        });
        if texts.is_none() {
            self.wrong_type(key, value, Expected::List);
        }
        texts
    }

    /// A table, or a fault.
    pub fn table<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> Option<&'v Table<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(key, value, Expected::Table);
        }
        table
    }

    /// A list of tables (`[[name]]`), or a fault.
    pub fn tables<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> Vec<&'v Table<'t>> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong_type(key, value, Expected::List);
            return Vec::new();
        };
        list.iter()
            .filter_map(|item| self.table(key, item))
            .collect()
    }
}

/// Line and column of a byte, both from 1; the column counts characters.
fn position(source: &str, byte: usize) -> (usize, usize) {
    let before = source.get(..byte).unwrap_or(source);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let column = before.get(start..).map_or(0, |text| text.chars().count()) + 1;
    (line, column)
}

/// The most similar known name, if any is similar enough.
pub(crate) fn nearest<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    const LONGEST: usize = 64;
    if name.len() > LONGEST {
        return None;
    }
    let name = name.to_lowercase();
    let likeness = |known: &str| {
        // People remember the last part of a dotted name; the whole name breaks ties.
        let one = last_part(&name);
        let other = last_part(known);
        // Jaro–Winkler rates short names that differ in one letter or a transposition too low.
        let slip = if strsim::osa_distance(one, other) <= 1 {
            0.9
        } else {
            0.0
        };
        let of_last = strsim::jaro_winkler(one, other).max(slip);
        (of_last, strsim::jaro_winkler(&name, known))
    };
    known
        .into_iter()
        .map(|known| (likeness(known), known))
        .filter(|((of_last, _), _)| *of_last > 0.75)
        .max_by(|(one, _), (other, _)| one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)))
        .map(|(_, known)| known)
}

fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
