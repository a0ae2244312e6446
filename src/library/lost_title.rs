//! The title of an article as it was before a file was named by it: each rule restores marks that a file
//! name cannot hold, the surest first.

use super::{lost_marks, lost_separators, marks_in_body};

/// `was_name`: a file of the same name says that all of the title was written as one.
pub fn restored(title: String, body: &str, words: &str, was_name: bool) -> String {
    let title = marks_in_body::with_marks(&title, words).unwrap_or(title);
    let title = lost_marks::with_quotes(&title, body).unwrap_or(title);
    let title = lost_marks::with_brackets(&title).unwrap_or(title);
    let title = lost_marks::without_end_marks(&title).unwrap_or(title);
    let title = lost_marks::with_colons(&title).unwrap_or(title);
    if !was_name {
        return title;
    }
    let title = lost_marks::with_single_marks(&title).unwrap_or(title);
    let title = lost_separators::with_separators(&title, words).unwrap_or(title);
    lost_marks::with_spaces(&title).unwrap_or(title)
}
