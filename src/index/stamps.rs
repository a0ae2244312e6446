//! The stamps that an index has of its files, for stores beside it that are made from them.

use super::chunk::Rows;
use super::columns::blob;
use super::database::Result;
use super::schema::{self, Identity};
use crate::library::Stamp;
use std::path::Path;
use std::time::Duration;

/// Takes the ID and the stamp of every article whose later changes will give it another stamp.
///
/// # Errors
/// The index cannot be read.
pub(crate) fn stamps(
    folder: &Path,
    identity: &Identity,
    wait: Duration,
    take: &mut dyn FnMut(&str, Stamp),
) -> Result<()> {
    let connection = schema::open(folder, identity, wait)?;
    let mut statement = connection.prepare("SELECT rows FROM chunk WHERE articles > 0")?;
    let mut chunks = statement.query([])?;
    while let Some(row) = chunks.next()? {
        let mut rows = Rows::new(blob(row, 0)?)?;
        while let Some(row) = rows.read()? {
            if let Some(stamp) = row.stamp.filter(|_| row.fields.is_article()) {
                take(row.id, stamp);
            }
        }
    }
    Ok(())
}
