//! `|`: passes the article, or the selected text of it, to a command and shows what that prints.

use super::message::{Effect, Level, PipeFailure, Printed};
use super::piping_state::Piping;
use super::{App, Asking, Focus, Outcome, ReaderPane};
use crate::document::{Block, BlockKind, Document, Text};
use crate::text::{sanitize, sanitize_line};
use std::fmt::Display;

/// The words of a typed command: separated by spaces, quoted as in a shell. `None`: a quotation mark
/// is not closed. After `!` the rest is a line for the shell.
fn words(typed: &str) -> Option<Vec<String>> {
    if let Some(line) = typed.strip_prefix('!') {
        return Some(["sh", "-c", line].map(str::to_owned).to_vec());
    }
    shlex::split(typed)
}

/// Whether a word was meant for a shell: `>` or `|`, neither quoted nor escaped.
fn needs_shell(typed: &str, words: &[String]) -> bool {
    let is_operator = |word: &&str| word.starts_with(['>', '|', '<']) || *word == "&&";
    let mut bare = typed.split_whitespace().filter(is_operator);
    bare.any(|word| words.iter().any(|known| known == word))
}

impl App {
    /// Asks for the command. The text need not be there yet: keys that were typed for the prompt must
    /// not run as commands.
    pub(super) fn begin_pipe(&mut self) {
        match self.focus == Focus::List && self.list.selected().is_none() {
            true => self.context.refuse("notice.none-selected"),
            false => self.ask(Asking::Pipe, ""),
        }
    }

    /// The command was typed.
    pub(super) fn pipe(&mut self, command: &str) {
        if command.is_empty() {
            return;
        }
        if let Some(running) = self.piping() {
            let text = sanitize_line(running);
            let locale = &self.context.locale;
            let text = locale.fill("notice.pipe-running", &[("command", &text)]);
            return self.context.notify(Level::Hint, text);
        }
        let Some(words) = words(command) else {
            let text = self.context.locale.text("notice.pipe-quote").to_owned();
            return self.context.notify(Level::Error, text);
        };
        if needs_shell(command, &words) {
            let command = sanitize_line(command);
            let locale = &self.context.locale;
            let text = locale.fill("notice.pipe-shell", &[("command", &command)]);
            return self.context.notify(Level::Hint, text);
        }
        if self.focus == Focus::List && !self.shows_selected() {
            self.open_selected();
        }
        if let Some(reader) = &self.reader {
            self.context.notice = None;
            self.piping = Piping::Waiting {
                item: reader.item.clone(),
                command: command.to_owned(),
                words,
            };
        }
    }

    fn shows_selected(&self) -> bool {
        let shown = self.reader.as_ref().map(|reader| reader.item.entry.id());
        let selected = self.list.selected().map(|item| item.entry.id());
        selected == shown
    }

    /// Passes the text to the command that waits for it. One whose article was left is forgotten.
    pub(super) fn pass_when_whole(&mut self) {
        let Piping::Waiting { item, .. } = &self.piping else {
            return;
        };
        let id = item.entry.id();
        let is_it = |reader: &&ReaderPane| reader.item.entry.id() == id;
        let reader = self.reader.as_ref().filter(is_it);
        if reader.is_some_and(ReaderPane::is_loading) {
            return;
        }
        let text = reader.and_then(ReaderPane::passed_text);
        if let Piping::Waiting { command, words, .. } = std::mem::take(&mut self.piping)
            && let Some(text) = text
        {
            self.piping = Piping::Running {
                command: command.clone(),
            };
            self.context.effect(Effect::Pipe {
                command,
                words,
                text,
            });
        }
    }

    /// The command that gets a text now.
    pub fn piping(&self) -> Option<&str> {
        match &self.piping {
            Piping::None => None,
            Piping::Waiting { command, .. } | Piping::Running { command } => Some(command),
        }
    }

    /// Ends the command that runs, if one does.
    pub(super) fn stop_pipe(&mut self) -> bool {
        match self.piping {
            Piping::None => return false,
            Piping::Waiting { .. } => self.piping = Piping::None,
            Piping::Running { .. } => self.context.effect(Effect::StopPipe),
        }
        true
    }

    /// The command has ended.
    pub(super) fn piped(
        &mut self,
        command: &str,
        printed: Result<Printed, PipeFailure>,
    ) -> Outcome {
        self.piping = Piping::None;
        let command = sanitize_line(command);
        let (level, text) = self.ended(&command, &printed);
        self.context.notify(level, text);
        let text = printed.map(|printed| printed.text).unwrap_or_default();
        if text.trim().is_empty() {
            return Outcome::None;
        }
        let spaced = text.replace('\t', "    ");
        let text = sanitize(&spaced);
        let text = Text::new(text.trim_end());
        let document = Document {
            blocks: vec![Block::from(BlockKind::Preserved { text })],
            ..Document::default()
        };
        Outcome::Popup(command, document)
    }

    /// How a command ended, in words.
    fn ended(&self, command: &str, printed: &Result<Printed, PipeFailure>) -> (Level, String) {
        let locale = &self.context.locale;
        let failed = |error: &str| {
            let error = sanitize_line(error);
            let values: &[(&str, &dyn Display)] = &[("command", &command), ("error", &error)];
            locale.fill("notice.pipe-failed", values)
        };
        let key = match printed {
            Ok(printed) if printed.status == 0 => {
                let text = locale.fill("notice.piped", &[("command", &command)]);
                return (Level::Done, text);
            }
            Ok(printed) => {
                let error = printed.errors.lines().next().unwrap_or_default();
                if !error.trim().is_empty() {
                    return (Level::Error, failed(error));
                }
                let key = match printed.text.trim() {
                    "" => "notice.pipe-silent",
                    _ => "notice.pipe-status",
                };
                // grep, diff and test say no in this way.
                let text = locale.fill(key, &[("status", &printed.status)]);
                return (Level::Info, failed(&text));
            }
            Err(PipeFailure::Stopped) => {
                return (Level::Info, failed(locale.text("notice.pipe-stopped")));
            }
            Err(PipeFailure::TooLong(time)) => {
                let values: &[(&str, &dyn Display)] = &[("seconds", &time.as_secs())];
                return (
                    Level::Error,
                    failed(&locale.fill("notice.pipe-too-long", values)),
                );
            }
            Err(PipeFailure::NotFound) => "notice.pipe-not-found",
            Err(PipeFailure::NoPermission) => "error.no-permission",
            Err(PipeFailure::Other(error)) => return (Level::Error, failed(error)),
        };
        (Level::Error, failed(locale.text(key)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_in_a_shell() {
        #[track_caller]
        fn check(typed: &str, expected: Option<&[&str]>) {
            let found = words(typed);
            let found = found.as_ref().map(|words| {
                let words = words.iter().map(String::as_str);
                words.collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref(), expected, "{typed}");
        }
        check("wc -m", Some(&["wc", "-m"]));
        check("  a   'b c' \"d 'e\" ", Some(&["a", "b c", "d 'e"]));
        check("a\\ b \"\\\"\" ''", Some(&["a b", "\"", ""]));
        check("echo $(x);y", Some(&["echo", "$(x);y"]));
        check("!wc | cat", Some(&["sh", "-c", "wc | cat"]));
        check("'a", None);
        check("", Some(&[]));
    }

    #[test]
    fn a_shell_is_missed() {
        #[track_caller]
        fn check(typed: &str, expected: bool) {
            assert_eq!(
                needs_shell(typed, &words(typed).unwrap()),
                expected,
                "{typed}"
            );
        }
        check("cat > out.txt", true);
        check("cat >out.txt", true);
        check("cat >> out.txt", true);
        check("sort | uniq", true);
        check("wc -l && ls", true);
        check("!cat > out.txt", false);
        check("grep '|'", false);
        check("grep \\>", false);
        check("awk '{ if ($1 > 2) print }'", false);
        check("wc -l", false);
    }
}
