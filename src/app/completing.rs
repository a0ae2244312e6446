//! What may complete the text of a prompt: words of a query, names of tags and collections, and the
//! arguments of the command line.

use super::panel::names;
use super::panel::prompt::Argument;
use super::{App, Asking};
use crate::search::{Completion, TextField, complete};
use crate::text::fold;
use crate::user::Expected;
use crate::user::config::{expected_by, last_part, setting_names};

/// The most candidates that are offered.
const MOST: usize = 40;

impl App {
    /// Finds what may complete the text that is being typed.
    pub(super) fn suggest(&mut self) {
        let Some(prompt) = &self.overlay.prompt else {
            return;
        };
        let text = &prompt.text;
        let completion = match prompt.asking {
            Asking::Filter | Asking::Query => {
                complete(text, prompt.cursor, &|field| self.values_in_use(field))
            }
            Asking::Tags | Asking::Collection => {
                names::complete(text, 0, &self.known_names(prompt.asking))
            }
            Asking::Command => match prompt.argument() {
                Some((argument, start)) => self.complete_argument(argument, text, start),
                None => return,
            },
            _ => return,
        };
        if let Some(prompt) = &mut self.overlay.prompt {
            prompt.completion = completion;
        }
    }

    fn complete_argument(&self, argument: Argument, text: &str, start: usize) -> Completion {
        let typed = text.get(start..).unwrap_or_default();
        let candidates = match argument {
            Argument::Tags => return names::complete(text, start, &self.known_names(Asking::Tags)),
            Argument::Collection => {
                return names::complete(text, start, &self.known_names(Asking::Collection));
            }
            Argument::Saved => {
                let saved = self.saved.all.iter().filter(|saved| !saved.is_configured);
                saved.map(|saved| saved.name.to_string()).collect()
            }
            Argument::Source => self.list.values_in_use(TextField::Source),
            Argument::Article => self.paths(typed),
            Argument::Theme => self.themes.names.clone(),
            Argument::Setting => return self.complete_setting(text, start),
            Argument::Library => vec!["add".to_owned()],
            Argument::Feed => ["add", "rename", "mute"].map(str::to_owned).to_vec(),
            Argument::Words => Vec::new(),
        };
        beginning_with(typed, start, candidates)
    }

    /// The name of a setting, without its section unless that was typed, or its value.
    fn complete_setting(&self, text: &str, start: usize) -> Completion {
        let typed = text.get(start..).unwrap_or_default();
        let Some((name, value)) = typed.split_once([' ', '=']) else {
            let whole = typed.contains('.');
            let part = |name| if whole { name } else { last_part(name) };
            let names = setting_names().map(|name| part(name).to_owned());
            return beginning_with(typed, start, names.collect());
        };
        let values = match expected_by(name) {
            Some(Expected::Boolean) => vec!["on".to_owned(), "off".to_owned()],
            Some(Expected::OneOf(values)) => values,
            _ if name == "theme" => self.themes.names.clone(),
            _ => Vec::new(),
        };
        beginning_with(value, text.len() - value.len(), values)
    }

    /// The paths of articles that begin with a text, up to the next folder.
    fn paths(&self, typed: &str) -> Vec<String> {
        let mut paths: Vec<String> = Vec::new();
        for item in self.list.all.iter() {
            let Some(rest) = item.entry.id().strip_prefix(typed) else {
                continue;
            };
            let end = rest.find('/').map_or(rest.len(), |at| at + 1);
            let path = format!("{typed}{}", rest.get(..end).unwrap_or_default());
            if !paths.contains(&path) {
                paths.push(path);
            }
            if paths.len() >= MOST {
                break;
            }
        }
        paths.sort();
        paths
    }

    /// The values of a field, the user's tags first.
    fn values_in_use(&self, field: TextField) -> Vec<String> {
        let mut values = match field {
            TextField::Tag => self.known_names(Asking::Tags),
            TextField::Collection => self.known_names(Asking::Collection),
            _ => Vec::new(),
        };
        let of_articles = self.list.values_in_use(field).into_iter();
        let new: Vec<String> = of_articles.filter(|name| !values.contains(name)).collect();
        values.extend(new);
        values
    }

    /// The tags or collections in use, the most frequent first.
    pub(super) fn known_names(&self, asking: Asking) -> Vec<String> {
        let marks = &self.context.marks;
        let in_use = match asking {
            Asking::Tags => marks.tags_in_use(),
            _ => marks.collections_in_use(),
        };
        let mut known: Vec<(&str, usize)> = in_use.into_iter().collect();
        known.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        known.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// The candidates that begin with what was typed from `start` on.
fn beginning_with(typed: &str, start: usize, candidates: Vec<String>) -> Completion {
    let prefix = fold(typed);
    let fits = |name: &String| fold(name).starts_with(&prefix);
    Completion {
        range: start..start + typed.len(),
        candidates: candidates.into_iter().filter(fits).take(MOST).collect(),
    }
}
