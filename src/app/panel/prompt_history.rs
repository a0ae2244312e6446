//! What was typed in prompts, also in earlier runs.

use super::prompt::Asking;
use crate::user::{Typed, remember};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(crate) struct PromptHistory {
    of: HashMap<Asking, Vec<String>>,
    /// The texts of earlier runs, until the prompt is first opened or used.
    earlier: Typed,
}

impl PromptHistory {
    /// The texts of earlier runs.
    pub fn restore(&mut self, earlier: Typed) {
        self.earlier = earlier;
    }

    /// The texts of one kind of prompt, the oldest first.
    pub fn of(&mut self, asking: Asking) -> &[String] {
        self.texts(asking)
    }

    /// Adds a text as the newest one. A text is kept once.
    pub fn remember(&mut self, asking: Asking, text: &str) {
        if !text.trim().is_empty() {
            remember(self.texts(asking), text);
        }
    }

    fn texts(&mut self, asking: Asking) -> &mut Vec<String> {
        let earlier = &mut self.earlier;
        let mut earlier = || asking.kept_as().and_then(|name| earlier.remove(name));
        let texts = self.of.entry(asking);
        texts.or_insert_with(|| earlier().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        let mut history = PromptHistory::default();
        for text in ["a", "b", " ", "a"] {
            history.remember(Asking::Query, text);
        }
        assert_eq!(history.of(Asking::Query), ["b", "a"]);
        assert!(history.of(Asking::Filter).is_empty());
        (0..200).for_each(|n| history.remember(Asking::Query, &n.to_string()));
        assert_eq!(history.of(Asking::Query).len(), 100);
        history.restore([("find".to_owned(), vec!["c".to_owned()])].into());
        assert_eq!(history.of(Asking::Search), ["c"]);
    }
}
