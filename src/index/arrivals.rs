//! Which articles arrived after the first complete scan of their library, and what was done with
//! them since.
//!
//! The user may see an article, or a rule may be applied to it, before a watcher has written its
//! file to the index. Then its row comes first, and the file is added to it later.

use super::chunk::{Damaged, File};
use super::codec::Fields;
use super::columns::text;
use super::database::Result;
use crate::library::Arrivals;
use rusqlite::{Connection, Transaction};
use std::path::Path;

/// The articles that came and went with some changes of an index.
#[derive(Debug, Default)]
pub struct Turnover {
    come: Vec<(String, i64)>,
    gone: Vec<(String, i64)>,
}

impl Turnover {
    /// `None` before the first complete scan: what is found then was there.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn begin(connection: &Connection) -> Result<Option<Self>> {
        let is_scanned = "SELECT EXISTS(SELECT 1 FROM folder)";
        let is_scanned: bool = connection.query_row(is_scanned, [], |row| row.get(0))?;
        Ok(is_scanned.then(Self::default))
    }

    /// A file changes from one state to another.
    ///
    /// # Errors
    /// The fields of the file are damaged.
    pub fn note(&mut self, id: &str, before: Option<&File>, after: Option<&File>) -> Result<()> {
        match (print(before)?, print(after)?) {
            (None, Some(print)) => self.come.push((id.to_owned(), print)),
            (Some(print), None) => self.gone.push((id.to_owned(), print)),
            (Some(_), Some(_)) | (None, None) => {}
        }
        Ok(())
    }

    /// # Errors
    /// The index cannot be written.
    pub fn write(&self, transaction: &Transaction<'_>) -> Result<()> {
        let mut put = transaction.prepare(
            "INSERT INTO arrival VALUES(?, ?, 0, 0) \
             ON CONFLICT(id) DO UPDATE SET print = excluded.print",
        )?;
        for (id, print) in &self.come {
            put.execute((id, print))?;
        }
        let mut remove = transaction.prepare("DELETE FROM arrival WHERE id = ?")?;
        let mut settle = transaction.prepare("DELETE FROM arrival WHERE print = ?")?;
        for (id, print) in &self.gone {
            // One that was there under another ID was moved.
            if remove.execute([id])? == 0 && *print != 0 {
                settle.execute([print])?;
            }
        }
        Ok(())
    }
}

/// What identifies the text of an article; 0 if it is too short. `None`: the file is no article.
fn print(file: Option<&File>) -> Result<Option<i64>> {
    let Some(file) = file else { return Ok(None) };
    let fields = Fields::new(&file.fields).ok_or(Damaged)?;
    if !fields.is_article() {
        return Ok(None);
    }
    let print = fields.fingerprint().ok_or(Damaged)?;
    Ok(Some(print.whole.cast_signed()))
}

/// The arrivals of a library of which something is left to do.
///
/// # Errors
/// The index cannot be read.
pub fn read(connection: &Connection, root: &Path) -> Result<Arrivals> {
    let mut arrivals = Arrivals::default();
    let mut statement = connection.prepare("SELECT id, seen, ruled FROM arrival")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (id, seen, ruled): (_, bool, bool) = (text(row, 0)?, row.get(1)?, row.get(2)?);
        if !seen {
            arrivals.unseen.insert(root, id);
        }
        if !ruled {
            arrivals.unruled.insert(root, id);
        }
    }
    Ok(arrivals)
}

/// Removes the rows with which nothing is left to do. Every file is in the index.
///
/// # Errors
/// The index cannot be written.
pub fn tidy(transaction: &Transaction<'_>) -> Result<()> {
    Ok(transaction.execute_batch("DELETE FROM arrival WHERE seen AND ruled")?)
}
