//! What the app waits for: answers of threads, without which a command is not done.

use super::App;

impl App {
    /// Whether an answer that a command asked for is on its way.
    pub(crate) fn awaits_answer(&self) -> bool {
        let reader = self.reader.as_ref();
        let of_reader = reader.is_some_and(|reader| {
            reader.is_loading()
                || reader.retypesetting.is_some()
                || reader.reloading.is_some()
                || reader.pictures.is_awaiting()
        });
        of_reader
            || self.library.progress.running
            || self.context.awaits_marks()
            || self.list.sorting.is_some()
            || self.list.search.is_awaiting()
            || self.related.is_some()
            || !self.held.is_empty()
    }
}
