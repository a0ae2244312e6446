//! What was typed in the prompts of a session.

use super::prompt::Asking;
use std::collections::HashMap;

/// The most texts that are kept for each kind of prompt.
const MOST: usize = 100;

#[derive(Debug, Default)]
pub(crate) struct PromptHistory(HashMap<Asking, Vec<String>>);

impl PromptHistory {
    /// The texts of one kind of prompt, the oldest first.
    pub fn of(&self, asking: Asking) -> &[String] {
        self.0.get(&asking).map_or(&[], Vec::as_slice)
    }

    /// Adds a text as the newest one. A text is kept once.
    pub fn remember(&mut self, asking: Asking, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let texts = self.0.entry(asking).or_default();
        texts.retain(|known| known != text);
        if texts.len() >= MOST {
            texts.remove(0);
        }
        texts.push(text.to_owned());
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
        assert_eq!(history.of(Asking::Query).len(), MOST);
    }
}
