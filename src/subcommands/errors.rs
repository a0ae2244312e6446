//! Errors on standard error, in the language of the interface.

use super::output::columns;
use super::wrap;
use crate::error::{Error, Exit};
use crate::fs::broken_link;
use crate::locale::Locale;
use std::io::{self, Write};

/// Prints an error to standard error: on one line, or wrapped to the terminal.
pub fn print_error(error: &Error, locale: &Locale) -> Exit {
    let line = crate::text::sanitize_line(&localized(error, locale).to_string());
    let line = format!("kanbao: {line}");
    let line = match columns(&io::stderr()) {
        Some(columns) => wrap::wrap(&line, columns),
        None => line,
    };
    // Standard error is closed: the error cannot be reported anywhere.
    let _ = writeln!(io::stderr(), "{line}");
    error.exit
}

/// The error with the system's message replaced by one in the language of the interface, and
/// a hint. A link that leads nowhere is the cause, whatever the system says of it.
pub(crate) fn localized(error: &Error, locale: &Locale) -> Error {
    let path = error.path.as_deref().filter(|_| error.cause.is_some());
    if let Some((link, target)) = path.and_then(broken_link) {
        let what = locale.fill("error.link", &[("target", &target.display())]);
        let hint = locale.text("error.link.hint").to_owned();
        return Error::new(error.exit, what).path(&link).hint(hint);
    }
    let (what, hint) = match error.cause {
        Some(io::ErrorKind::NotFound) => ("error.not-found", "error.not-found.hint"),
        Some(io::ErrorKind::PermissionDenied) => {
            ("error.no-permission", "error.no-permission.hint")
        }
        _ => return error.clone(),
    };
    let mut localized = error.clone();
    localized.what = locale.text(what).to_owned();
    localized
        .hint
        .get_or_insert_with(|| locale.text(hint).to_owned());
    localized
}
