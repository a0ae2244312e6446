//! The prompt: a line of text being edited for a search, a filter or a command.

use crate::input::{Code, Key};
use crate::search::Completion;
use unicode_segmentation::UnicodeSegmentation;

/// The most characters of a prompt.
pub(crate) const LIMIT: usize = 400;

/// What follows the name of a command on the command line, and completes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Argument {
    /// The name of a saved search.
    Saved,
    Tags,
    Collection,
    Source,
    /// The path of an article in its library.
    Article,
    /// The name of a setting and its value.
    Setting,
    Theme,
    /// What to do with the open folder.
    Library,
    /// What is done with a feed.
    Feed,
    /// A date, a note, a new name.
    Words,
}

/// Commands of the prompt `:` that an argument may follow: no key can give them one.
pub(crate) const WITH_ARGUMENT: &[(&str, Argument)] = &[
    ("save", Argument::Words),
    ("unsave", Argument::Saved),
    ("tag", Argument::Tags),
    ("untag", Argument::Tags),
    ("collect", Argument::Collection),
    ("uncollect", Argument::Collection),
    ("note", Argument::Words),
    ("later", Argument::Words),
    ("snooze", Argument::Words),
    ("history", Argument::Words),
    ("source", Argument::Source),
    ("open", Argument::Article),
    ("set", Argument::Setting),
    ("set!", Argument::Setting),
    ("theme", Argument::Theme),
    ("library", Argument::Library),
    ("feed", Argument::Feed),
];

/// Whether a command of `:` has an argument of its own.
pub(crate) fn takes_argument(name: &str) -> bool {
    WITH_ARGUMENT.iter().any(|row| row.0 == name)
}

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Asking {
    /// Text to find in the open article.
    Search,
    /// A query for the list.
    Query,
    /// Words that shown articles must contain.
    Filter,
    /// The name of a command.
    Command,
    /// Words that shown rows of a panel must contain.
    Panel,
    /// The user's tags of articles.
    Tags,
    /// The collections of articles.
    Collection,
    /// The note of articles.
    Note,
    /// The note of a highlight.
    Passage,
    /// A command to pass a text to.
    Pipe,
}

impl Asking {
    /// The name under which what was typed is kept for later runs. Notes are no texts to type again.
    pub(crate) const fn kept_as(self) -> Option<&'static str> {
        match self {
            Self::Search => Some("find"),
            Self::Query => Some("query"),
            Self::Filter => Some("filter"),
            Self::Command => Some("command"),
            Self::Tags => Some("tags"),
            Self::Collection => Some("collections"),
            Self::Pipe => Some("pipe"),
            Self::Panel | Self::Note | Self::Passage => None,
        }
    }

    /// Whether it begins with the text of the last time, selected.
    fn selects(self) -> bool {
        matches!(self, Self::Query | Self::Filter | Self::Panel)
    }

    /// Whether it asks for something about the articles, or the highlight, that were selected when
    /// it was opened.
    pub(crate) fn is_annotation(self) -> bool {
        matches!(
            self,
            Self::Tags | Self::Collection | Self::Note | Self::Passage
        )
    }
}

/// The candidates that Tab takes one after another.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub candidates: Vec<String>,
    /// The index of the candidate that was taken.
    pub at: usize,
    /// The byte at which it starts; it ends at the cursor.
    pub start: usize,
}

#[derive(Clone, Debug)]
pub struct Prompt {
    pub asking: Asking,
    pub text: String,
    /// Byte offset, always at a grapheme cluster boundary.
    pub cursor: usize,
    /// The text when the prompt opened; Escape restores it.
    pub before: String,
    /// What may complete a query; computed after each change.
    pub completion: Completion,
    /// The candidates that Tab takes one after another.
    pub(super) round: Option<Round>,
    /// The text is selected: what is typed replaces it.
    pub is_selected: bool,
    /// What was typed in earlier prompts of this kind, the oldest first.
    history: Vec<String>,
    /// The index of the recalled text; the length of the history if none is.
    recalled: usize,
    /// What was typed before a text was recalled.
    draft: String,
    /// How many rows Down has gone into the list below, which Up goes back before it recalls.
    below: usize,
}

/// What a key did to the prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typed {
    Changed,
    Moved,
    Accepted,
    Cancelled,
    /// The key moves in the pane below the prompt.
    Passed,
}

impl Prompt {
    pub(crate) fn new(asking: Asking, text: &str, history: Vec<String>) -> Self {
        Self {
            recalled: history.len(),
            history,
            draft: String::new(),
            below: 0,
            asking,
            text: text.to_owned(),
            cursor: text.len(),
            before: text.to_owned(),
            completion: Completion::default(),
            round: None,
            is_selected: asking.selects() && !text.is_empty(),
        }
    }

    /// Handles a key with the bindings of readline. The first key replaces, removes or keeps a text
    /// that is selected.
    pub(crate) fn press(&mut self, key: Key) -> Typed {
        self.round = None;
        if !matches!(key.code, Code::Up | Code::Down) {
            self.below = 0;
        }
        if std::mem::take(&mut self.is_selected) {
            let is_typed = matches!(key.code, Code::Char(c) if !c.is_control());
            let removes = match key.code {
                Code::Backspace | Code::Delete => true,
                Code::Char('h' | 'd' | 'w' | 'u' | 'k') => key.control,
                _ => false,
            };
            match key.control || key.alt {
                _ if removes => {
                    self.remove(0, self.text.len());
                    return Typed::Changed;
                }
                false if is_typed => self.remove(0, self.text.len()),
                _ => {}
            }
        }
        if key.alt {
            return self.press_with_alt(key.code);
        }
        match (key.code, key.control) {
            (Code::Enter, _) => return Typed::Accepted,
            (Code::Escape, _) | (Code::Char('c' | 'g'), true) => return Typed::Cancelled,
            (Code::PageUp | Code::PageDown, _) | (Code::Char('n' | 'p'), true) => {
                return Typed::Passed;
            }
            // A panel shows the rows that match: the keys choose one of them.
            (Code::Up | Code::Down, _) if self.asking == Asking::Panel => return Typed::Passed,
            (Code::Up, _) if self.below > 0 => {
                self.below -= 1;
                return Typed::Passed;
            }
            (Code::Down, _) if self.finds_rows() && self.recalled == self.history.len() => {
                self.below += 1;
                return Typed::Passed;
            }
            (Code::Up, _) => return self.recall(self.recalled.checked_sub(1)),
            (Code::Down, _) => return self.recall(self.recalled.checked_add(1)),
            (Code::Backspace, _) | (Code::Char('h'), true) => {
                if self.text.is_empty() {
                    return Typed::Cancelled;
                }
                self.remove(self.previous(), self.cursor);
            }
            (Code::Delete, _) | (Code::Char('d'), true) => self.remove(self.cursor, self.next()),
            (Code::Char('u'), true) => self.remove(0, self.cursor),
            (Code::Char('k'), true) => self.remove(self.cursor, self.text.len()),
            (Code::Char('w'), true) => self.remove(self.word(), self.cursor),
            (Code::Left, true) => return self.move_to(self.word()),
            (Code::Right, true) => return self.move_to(self.word_end()),
            (Code::Left, _) | (Code::Char('b'), true) => return self.move_to(self.previous()),
            (Code::Right, _) | (Code::Char('f'), true) => return self.move_to(self.next()),
            (Code::Home, _) | (Code::Char('a'), true) => return self.move_to(0),
            (Code::End, _) | (Code::Char('e'), true) => return self.move_to(self.text.len()),
            (Code::Char(c), false) if !c.is_control() => {
                self.insert(c.encode_utf8(&mut [0; 4]));
            }
            _ => return Typed::Moved,
        }
        Typed::Changed
    }

    /// Whether the list shows what the text finds, so that Down leads into it.
    fn finds_rows(&self) -> bool {
        matches!(self.asking, Asking::Query | Asking::Filter)
    }

    /// The keys that move and delete by words.
    fn press_with_alt(&mut self, code: Code) -> Typed {
        match code {
            Code::Char('b') | Code::Left => return self.move_to(self.word()),
            Code::Char('f') | Code::Right => return self.move_to(self.word_end()),
            Code::Char('d') => self.remove(self.cursor, self.word_end()),
            Code::Backspace => self.remove(self.word(), self.cursor),
            _ => return Typed::Moved,
        }
        Typed::Changed
    }

    /// Shows an older or newer text of the history; after the newest one, what was typed.
    fn recall(&mut self, at: Option<usize>) -> Typed {
        let last = self.history.len();
        let Some(at) = at.filter(|at| *at <= last) else {
            return Typed::Moved;
        };
        if self.recalled == last {
            self.draft = self.text.clone();
        }
        self.recalled = at;
        self.text = self.history.get(at).unwrap_or(&self.draft).clone();
        self.cursor = self.text.len();
        Typed::Changed
    }

    /// Inserts a text at the cursor as one line, as much as fits the limit.
    pub(crate) fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.is_selected) {
            self.remove(0, self.text.len());
        }
        let room = LIMIT.saturating_sub(self.text.chars().count());
        let line = crate::text::sanitize(text).replace('\n', " ");
        let line: String = line.chars().take(room).collect();
        self.text.insert_str(self.cursor, &line);
        self.cursor += line.len();
    }

    fn remove(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn move_to(&mut self, cursor: usize) -> Typed {
        self.cursor = cursor;
        Typed::Moved
    }

    fn previous(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        head.grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn next(&self) -> usize {
        let tail = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + tail.graphemes(true).next().map_or(0, str::len)
    }

    /// The start of the word before the cursor.
    fn word(&self) -> usize {
        let head = self.text.get(..self.cursor).unwrap_or_default();
        let words = head.split_word_bound_indices().rev();
        words
            .into_iter()
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(0, |(at, _)| at)
    }

    /// The end of the word after the cursor.
    fn word_end(&self) -> usize {
        let tail = self.text.get(self.cursor..).unwrap_or_default();
        let mut words = tail.split_word_bound_indices();
        words
            .find(|(_, word)| !word.trim().is_empty())
            .map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(keys: &[Key], expected: &str) {
        let mut prompt = Prompt::new(Asking::Search, "", Vec::new());
        for key in keys {
            prompt.press(*key);
        }
        let mut shown = prompt.text.clone();
        shown.insert(prompt.cursor, '|');
        assert_eq!(shown, expected);
    }

    #[test]
    fn keys_edit_by_grapheme_clusters() {
        let c = Key::char;
        let left = Key::plain(Code::Left);
        check(&[c('小'), c('巨'), c('人')], "小巨人|");
        check(
            &[c('小'), c('巨'), left, Key::plain(Code::Backspace)],
            "|巨",
        );
        check(
            &[c('e'), c('\u{301}'), Key::plain(Code::Backspace), c('x')],
            "x|",
        );
        check(&[c('a'), c(' '), c('b'), Key::control('w')], "a |");
        check(
            &[
                c('a'),
                c('b'),
                Key::plain(Code::Home),
                Key::plain(Code::Delete),
            ],
            "|b",
        );
        check(&[c('a'), c('b'), left, Key::control('k')], "a|");
        let alt = |code| Key {
            alt: true,
            ..Key::plain(code)
        };
        let words = [c('a'), c('b'), c(' '), c('c'), c('d')];
        let after = |keys: &[Key]| [&words, keys].concat();
        let (back, on) = (alt(Code::Char('b')), alt(Code::Char('f')));
        check(&after(&[back]), "ab |cd");
        check(&after(&[back, back, on]), "ab| cd");
        check(&after(&[back, back, alt(Code::Char('d'))]), "| cd");
        check(&after(&[back, alt(Code::Backspace)]), "|cd");
        check(&after(&[alt(Code::Char('x'))]), "ab cd|");
    }

    #[test]
    fn earlier_texts_are_recalled() {
        let history = vec!["a".to_owned(), "b".to_owned()];
        let mut prompt = Prompt::new(Asking::Search, "x", history);
        let mut check = |code, expected: &str| {
            prompt.press(Key::plain(code));
            assert_eq!(prompt.text, expected);
        };
        check(Code::Down, "x");
        check(Code::Up, "b");
        check(Code::Up, "a");
        check(Code::Up, "a");
        check(Code::Down, "b");
        check(Code::Down, "x");
    }

    #[test]
    fn down_leads_into_the_list_that_is_found() {
        let press = |asking, keys: &[Code]| {
            let mut prompt = Prompt::new(asking, "x", vec!["a".to_owned()]);
            let typed: Vec<_> = keys
                .iter()
                .map(|key| prompt.press(Key::plain(*key)))
                .collect();
            (typed, prompt.text)
        };
        let (down, up) = (Code::Down, Code::Up);
        let passed = Typed::Passed;
        let found = press(Asking::Query, &[down, down, up, up, up]);
        let expected = vec![passed, passed, passed, passed, Typed::Changed];
        assert_eq!(found, (expected, "a".to_owned()));
        let found = press(Asking::Filter, &[up, down, down]);
        let expected = vec![Typed::Changed, Typed::Changed, passed];
        assert_eq!(found, (expected, "x".to_owned()));
        let found = press(Asking::Search, &[down]);
        assert_eq!(found, (vec![Typed::Moved], "x".to_owned()));
    }

    #[test]
    fn a_selected_text_is_replaced_or_edited() {
        #[track_caller]
        fn check(keys: &[Key], expected: &str) {
            let mut prompt = Prompt::new(Asking::Query, "old one", Vec::new());
            for key in keys {
                prompt.press(*key);
            }
            assert_eq!(prompt.text, expected);
        }
        let (x, left) = (Key::char('x'), Key::plain(Code::Left));
        check(&[], "old one");
        check(&[x], "x");
        check(&[x, x], "xx");
        check(&[Key::plain(Code::Backspace)], "");
        check(&[Key::control('u')], "");
        check(&[left, x], "old onxe");
        check(&[Key::plain(Code::End), x], "old onex");
        check(&[Key::plain(Code::Up), x], "old onex");
    }

    #[test]
    fn a_prompt_has_a_limited_length() {
        let mut prompt = Prompt::new(Asking::Search, "", Vec::new());
        prompt.insert(&"看\n".repeat(5000));
        assert_eq!(prompt.text, "看 ".repeat(LIMIT / 2));
        prompt.press(Key::char('x'));
        assert_eq!(prompt.text.chars().count(), LIMIT);
        prompt.press(Key::plain(Code::Backspace));
        prompt.press(Key::char('x'));
        assert!(prompt.text.ends_with("看x"));
    }
}
