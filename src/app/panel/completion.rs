//! Completes the text of a prompt: up to where the candidates differ, then one candidate after another.

use super::prompt::{Argument, Asking, Prompt, Round, WITH_ARGUMENT};
use crate::input::COMMANDS;
use crate::search::Completion;
use std::collections::HashSet;

impl Prompt {
    /// What may complete the text, for showing it.
    pub(crate) fn suggestions(&self) -> String {
        let candidates = match &self.round {
            Some(round) => round.candidates.clone(),
            None => self.candidates().candidates,
        };
        candidates.join("  ")
    }

    /// What follows the name of a command, and where it starts (bytes).
    pub(crate) fn argument(&self) -> Option<(Argument, usize)> {
        WITH_ARGUMENT.iter().find_map(|(name, argument)| {
            let rest = self.text.strip_prefix(name)?.strip_prefix(' ')?;
            Some((*argument, self.text.len() - rest.len()))
        })
    }

    /// What may replace the word before the cursor.
    fn candidates(&self) -> Completion {
        match self.asking {
            Asking::Command if self.argument().is_none() => self.commands(),
            _ => self.completion.clone(),
        }
    }

    /// The names of commands that begin with what is typed after a count.
    fn commands(&self) -> Completion {
        let count = |c: char| c.is_ascii_digit() || c == ' ';
        let typed = self.text.trim_start_matches(count);
        // The number alone is a line to go to.
        let is_line = typed.is_empty() && self.text.ends_with(|c: char| c.is_ascii_digit());
        let rows = COMMANDS.iter().map(|row| row.name);
        let names = rows.chain(WITH_ARGUMENT.iter().map(|row| row.0));
        let mut names: Vec<&str> = names
            .filter(|name| !is_line && name.starts_with(typed))
            .collect();
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(*name));
        Completion {
            range: self.text.len() - typed.len()..self.text.len(),
            candidates: names.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Tab: completes the word before the cursor up to the place where the candidates differ; where
    /// that is now, takes the next candidate (`by` 1) or the one before it (-1).
    pub(crate) fn complete(&mut self, by: isize) {
        self.is_selected = false;
        if self.round.is_some() {
            return self.take_next(by);
        }
        let Completion { range, candidates } = self.candidates();
        // The cursor may have moved away since the last change.
        if range.end != self.cursor || candidates.is_empty() {
            return;
        }
        let common = common_start(&candidates);
        let typed = self.text.get(range.clone()).unwrap_or_default();
        // The name of a command is typed: its argument follows.
        let takes = |(name, argument): &(&str, Argument)| {
            *name == typed && *argument != Argument::Words && range.end == self.text.len()
        };
        if self.asking == Asking::Command && WITH_ARGUMENT.iter().any(takes) {
            return self.replace(range.end, " ");
        }
        // Candidates may differ in case, so that their common start is shorter than the typed text.
        if common.len() > typed.len() || candidates.len() == 1 {
            let common = common.to_owned();
            return self.replace(range.start, &common);
        }
        // Every command is no help.
        if self.text.is_empty() {
            return;
        }
        let first = if by < 0 { 0 } else { candidates.len() - 1 };
        self.round = Some(Round {
            candidates,
            at: first,
            start: range.start,
        });
        self.take_next(by);
    }

    fn take_next(&mut self, by: isize) {
        let Some(round) = &mut self.round else { return };
        let count = round.candidates.len().cast_signed();
        let at = (round.at.cast_signed() + by).rem_euclid(count.max(1));
        round.at = at.cast_unsigned();
        let (start, text) = (round.start, round.candidates.get(round.at).cloned());
        self.replace(start, &text.unwrap_or_default());
    }

    /// Replaces the word that starts at a byte and ends at the cursor.
    fn replace(&mut self, start: usize, text: &str) {
        self.text.replace_range(start..self.cursor, text);
        self.cursor = start + text.len();
    }
}

/// What all candidates begin with.
fn common_start(candidates: &[String]) -> &str {
    let Some((first, others)) = candidates.split_first() else {
        return "";
    };
    let shared = |other: &String| {
        let pairs = first.chars().zip(other.chars());
        let equal = pairs.take_while(|(a, b)| a == b);
        equal.map(|(a, _)| a.len_utf8()).sum()
    };
    let common = others.iter().map(shared).min().unwrap_or(first.len());
    first.get(..common).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_completed_up_to_where_the_names_differ_then_taken_in_turn() {
        #[track_caller]
        fn check(typed: &str, tabs: usize, expected: &str) {
            let mut prompt = Prompt::new(Asking::Command, typed, Vec::new());
            (0..tabs).for_each(|_| prompt.complete(1));
            assert_eq!(prompt.text, expected);
        }
        check("qui", 1, "quit");
        check("quit", 2, "quit");
        check("3pre", 1, "3previous");
        check("3previous", 1, "3previous-article");
        check("3previous", 2, "3previous");
        check("half-page-d", 1, "half-page-down");
        check("nothing", 1, "nothing");
        check("sav", 1, "save");
        check("set", 1, "set ");
        check("theme", 1, "theme ");
        check("unsa", 1, "unsave");
        check("", 1, "");
        check("half", 1, "half-page-");
        check("half", 2, "half-page-down");
        check("half", 3, "half-page-up");
        check("half", 4, "half-page-down");
    }

    #[test]
    fn the_values_of_an_argument_are_taken_in_turn() {
        let mut prompt = Prompt::new(Asking::Command, "theme ", Vec::new());
        prompt.completion = Completion {
            range: 6..6,
            candidates: ["ink", "paper"].map(str::to_owned).to_vec(),
        };
        for (by, expected) in [(1, "ink"), (1, "paper"), (1, "ink"), (-1, "paper")] {
            prompt.complete(by);
            assert_eq!(prompt.text, format!("theme {expected}"));
            assert_eq!(prompt.suggestions(), "ink  paper");
        }
    }
}
