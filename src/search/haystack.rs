//! The folded title and labels of an article as one text, for the search in the list.

use crate::library::{Entry, Labels};
use crate::text::fold_into;
use std::collections::HashMap;

/// Makes the searchable texts of entries, folded: the title and the labels, a line each. They are
/// not kept, since folding a title takes less than 0.1 µs and a folded text more than 100 bytes.
#[derive(Debug, Default)]
pub(crate) struct Haystacks<'a> {
    text: String,
    /// Folded labels, by their address: many entries share theirs. The reference keeps the address
    /// from being used again.
    labels: HashMap<*const Labels, (&'a Labels, Box<str>)>,
}

impl<'a> Haystacks<'a> {
    pub(crate) fn of(&mut self, entry: &'a Entry) -> &str {
        let labels: &'a Labels = &entry.labels;
        let folded = self.labels.entry(labels).or_insert_with(|| {
            let mut folded = String::new();
            for label in labels.iter() {
                folded.push('\n');
                fold_into(label, &mut folded);
            }
            (labels, folded.into())
        });
        self.text.clear();
        fold_into(&entry.title, &mut self.text);
        self.text.push_str(&folded.1);
        &self.text
    }
}
