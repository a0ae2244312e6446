//! Reads the columns of a row of the index. A value of another type is damage.

use super::chunk::{Damaged, Summary};
use super::database::Result;
use rusqlite::Row;

/// # Errors
/// The column holds something else.
pub fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str> {
    Ok(row.get_ref(column)?.as_str().map_err(|_| Damaged)?)
}

/// # Errors
/// The column holds something else.
pub fn blob<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a [u8]> {
    Ok(row.get_ref(column)?.as_blob().map_err(|_| Damaged)?)
}

/// The columns of a [`Summary`] in the order of [`summary`].
pub const SUMMARY: &str = "newest, articles, dated, problems, unsettled";

/// A summary in consecutive columns.
///
/// # Errors
/// A column holds something else.
pub fn summary(row: &Row<'_>, column: usize) -> Result<Summary> {
    Ok(Summary {
        newest: row.get(column)?,
        articles: row.get(column + 1)?,
        dated: row.get(column + 2)?,
        problems: row.get(column + 3)?,
        unsettled: row.get(column + 4)?,
    })
}
