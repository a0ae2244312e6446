//! Looks for the known articles that may be those of a document. The statements are prepared once for
//! all of them.

use super::identity::Identity;
use super::ledger::{Ledger, Result, Written, select, written};
use rusqlite::{Connection, OptionalExtension, Statement, ToSql, params, params_from_iter};
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// The columns in which files are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Guid,
    Link,
    Title,
    Text,
    Date,
}

impl Column {
    pub const ALL: [Self; 5] = [Self::Guid, Self::Link, Self::Title, Self::Text, Self::Date];

    fn condition(self) -> &'static str {
        match self {
            Self::Guid => "source = ? AND guid = ? AND guid != 0",
            Self::Link => "source = ? AND link = ? AND link != 0",
            Self::Title => "source = ? AND title = ?",
            Self::Text => "source = ? AND text = ?",
            Self::Date => "source = ? AND date = ?",
        }
    }

    /// The value of an article; `None` if it has none.
    pub fn value(self, article: &Identity) -> Option<i64> {
        let hash = match self {
            Self::Guid => article.guid,
            Self::Link => article.link,
            Self::Title => article.title,
            Self::Text => article.text,
            Self::Date => return article.date.map(|date| date.seconds),
        };
        (hash != 0).then_some(hash.cast_signed())
    }
}

/// Prepared look-ups.
pub struct Lookups<'a> {
    connection: &'a Connection,
    /// By their conditions.
    prepared: HashMap<&'static str, Statement<'a>>,
}

impl<'a> Lookups<'a> {
    pub fn of(ledger: &'a Ledger) -> Self {
        Self {
            connection: ledger.connection(),
            prepared: HashMap::new(),
        }
    }

    /// The newest articles of a source with the value of an article in a column, at most `most`.
    ///
    /// # Errors
    /// The ledger cannot be read; the same holds for the other methods.
    pub fn newest(
        &mut self,
        column: Column,
        article: &Identity,
        most: usize,
    ) -> Result<Vec<Written>> {
        let Some((value, source)) = column.value(article).zip(article.source) else {
            return Ok(Vec::new());
        };
        self.some(column.condition(), &[&source.cast_signed(), &value], most)
    }

    /// The articles of a source with the title and text of an article, at most `most` with its date and as
    /// many with another one.
    pub fn unchanged(&mut self, article: &Identity, most: usize) -> Result<Vec<Written>> {
        let source = article.source.map(u64::cast_signed);
        let (title, text) = (article.title.cast_signed(), article.text.cast_signed());
        let date = article.date.map(|date| date.seconds);
        let values: [&dyn ToSql; 4] = [&source, &title, &text, &date];
        let condition = "source = ? AND title = ? AND text = ? AND date IS ?";
        let mut found = self.some(condition, &values, most)?;
        let condition = "source = ? AND title = ? AND text = ? AND date IS NOT ?";
        found.extend(self.some(condition, &values, most)?);
        Ok(found)
    }

    /// Files in the folder of the site of an article and from its host that are no source's, and have its
    /// guid, address, or title and text, at most `most`.
    pub fn free(&mut self, article: &Identity, most: usize) -> Result<Vec<Written>> {
        let hashes = [
            article.host,
            article.guid,
            article.link,
            article.title,
            article.text,
        ];
        let [host, guid, link, title, text] = hashes.map(u64::cast_signed);
        let conditions: [(&'static str, &[&dyn ToSql]); 3] = [
            (
                "source IS NULL AND guid = ? AND guid != 0 AND site = ? AND host = ?",
                &[&guid],
            ),
            (
                "source IS NULL AND link = ? AND link != 0 AND site = ? AND host = ?",
                &[&link],
            ),
            (
                "source IS NULL AND title = ? AND text = ? AND site = ? AND host = ?",
                &[&title, &text],
            ),
        ];
        let mut found = Vec::new();
        for (condition, values) in conditions {
            let place: [&dyn ToSql; 2] = [&article.site, &host];
            let values: Vec<&dyn ToSql> = values.iter().chain(&place).copied().collect();
            found.extend(self.some(condition, &values, most)?);
        }
        Ok(found)
    }

    /// The smallest and the largest hash of the guids, or of the addresses, of a source.
    pub fn extent(&self, column: Column, source: u64) -> Result<Option<(i64, i64)>> {
        let name = match column {
            Column::Guid => "guid",
            _ => "link",
        };
        let extreme = |order: &str| {
            let query = format!(
                "SELECT {name} FROM item WHERE source = ? AND {name} != 0 ORDER BY {name} {order} LIMIT 1"
            );
            let mut query = self.connection.prepare(&query)?;
            let found = query.query_row(params![source.cast_signed()], |row| row.get(0));
            Result::Ok(found.optional()?)
        };
        Ok(extreme("ASC")?.zip(extreme("DESC")?))
    }

    fn some(
        &mut self,
        condition: &'static str,
        values: &[&dyn ToSql],
        most: usize,
    ) -> Result<Vec<Written>> {
        let query = match self.prepared.entry(condition) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let query = format!("{} LIMIT ?", select(condition));
                place.insert(self.connection.prepare(&query)?)
            }
        };
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let most: [&dyn ToSql; 1] = [&most];
        let values = values.iter().chain(&most);
        let rows = query.query_map(params_from_iter(values), written)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
