//! Reads a TOML file against a table of known settings: reports all faults in one pass, with line,
//! column and the nearest known name.

use crate::error::Error;
use crate::locale::Locale;
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub type Table<'t> = DeTable<'t>;

/// A value and its byte range in the source.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// A file being read, and the faults found so far.
#[derive(Debug)]
pub struct Report<'a> {
    source: &'a str,
    path: &'a Path,
    pub locale: &'a Locale,
    errors: Vec<Error>,
}

impl<'a> Report<'a> {
    pub fn new(source: &'a str, path: &'a Path, locale: &'a Locale) -> Self {
        Self {
            source,
            path,
            locale,
            errors: Vec::new(),
        }
    }

    /// The table of the whole file. `None` if it is not TOML, with all faults reported: guessing
    /// what was meant would produce misleading ones.
    pub fn parse(&mut self) -> Option<Table<'a>> {
        let (table, errors) = DeTable::parse_recoverable(self.source);
        for error in errors {
            let detail = error.message().to_owned();
            let span = error.span().unwrap_or(0..0);
            self.fault(span, "config.syntax", &[("detail", &detail)]);
        }
        self.errors.is_empty().then(|| table.into_inner())
    }

    /// The faults in file order; `Ok` if there are none.
    pub fn finish(mut self) -> Vec<Error> {
        self.errors.sort_by_key(|error| error.at);
        self.errors
    }

    /// Reports a fault by the key of its text.
    pub fn fault(&mut self, span: Range<usize>, key: &str, values: &[(&str, &dyn Display)]) {
        let what = self.locale.fill(key, values);
        self.push(span, what, None);
    }

    /// Reports an unknown name, with the nearest known one as a hint.
    pub fn unknown<'n>(
        &mut self,
        span: Range<usize>,
        key: &str,
        values: &[(&str, &dyn Display)],
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let what = self.locale.fill(key, values);
        let hint =
            nearest(name, known).map(|name| self.locale.fill("config.nearest", &[("name", &name)]));
        self.push(span, what, hint);
    }

    fn push(&mut self, span: Range<usize>, what: String, hint: Option<String>) {
        let (line, column) = position(self.source, span.start);
        let mut error = Error::usage(what).path(self.path).at(line, column);
        error.hint = hint;
        self.errors.push(error);
    }

    fn must_be(&mut self, key: &str, value: &Value, expected: &str) {
        self.fault(
            value.span(),
            "config.must-be",
            &[("key", &key), ("expected", &expected)],
        );
    }

    /// A string, or a fault.
    pub fn text<'v>(&mut self, key: &str, value: &'v Value) -> Option<&'v str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.must_be(key, value, self.locale.text("config.text"));
        }
        text
    }

    /// A boolean, or a fault.
    pub fn boolean(&mut self, key: &str, value: &Value) -> Option<bool> {
        let boolean = value.get_ref().as_bool();
        if boolean.is_none() {
            self.must_be(key, value, self.locale.text("config.boolean"));
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
            let bounds: [(&str, &dyn Display); 2] = [("low", &low), ("high", &high)];
            let expected = self.locale.fill("config.integer", &bounds);
            self.must_be(key, value, &expected);
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
            let list = names().collect::<Vec<_>>().join(", ");
            let expected = self.locale.fill("config.choices", &[("choices", &list)]);
            self.unknown(
                value.span(),
                "config.must-be",
                &[("key", &key), ("expected", &expected)],
                written,
                names(),
            );
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
            self.must_be(key, value, self.locale.text("config.list"));
        }
        texts
    }

    /// A table, or a fault.
    pub fn table<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> Option<&'v Table<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.must_be(key, value, self.locale.text("config.table"));
        }
        table
    }

    /// A list of tables (`[[name]]`), or a fault.
    pub fn tables<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> Vec<&'v Table<'t>> {
        let Some(list) = value.get_ref().as_array() else {
            self.must_be(key, value, self.locale.text("config.list"));
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
