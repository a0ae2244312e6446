//! The key map: presets of the command table, overridden by the config; counts and sequences.
//!
//! A key in a pane's scope shadows the same key in `Everywhere`, also as a prefix of a sequence. A
//! key bound in the config overrides every preset key that equals it, is a prefix of it, or
//! continues it.

use super::binding::{Binding, Step};
use super::command::CommandRow;
use super::key::{overlap, sequence_label};
use super::{COMMANDS, Code, Command, Key, Scope};
use std::sync::Arc;

/// The shipped key maps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Preset {
    #[default]
    Vim,
    Newsboat,
    Less,
}

impl Preset {
    /// The keys of a row in this preset.
    pub(crate) fn keys(self, row: &CommandRow) -> &'static [&'static str] {
        match self {
            Self::Vim => row.vim,
            Self::Newsboat => row.newsboat,
            Self::Less => row.less,
        }
    }
}

/// The scopes in the order of help, with their names in the config.
pub const SCOPES: &[(&str, Scope)] = &[
    ("everywhere", Scope::Everywhere),
    ("list", Scope::List),
    ("reader", Scope::Reader),
    ("sidebar", Scope::Sidebar),
    ("panel", Scope::Panel),
    ("selection", Scope::Selection),
];

/// The meaning of the keys typed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Resolved {
    /// A command, with the count typed before it.
    Command(Command, Option<u32>),
    Steps(Arc<[Step]>),
    /// The beginning of a longer sequence or a count: wait.
    Pending,
    Nothing,
}

#[derive(Clone, Debug)]
struct Bound {
    scope: Scope,
    keys: Vec<Key>,
    /// `None`: there are steps.
    command: Option<Command>,
    steps: Arc<[Step]>,
}

/// A key map and the pending keys of a sequence.
#[derive(Clone, Debug)]
pub struct Keymap {
    bound: Vec<Bound>,
    typed: Vec<Key>,
    count: Option<u32>,
    /// The scope in which the pending sequence started.
    scope: Scope,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::new(Preset::default(), &[])
    }
}

/// Maximum count; further digits change nothing.
const COUNT_LIMIT: u32 = 999_999;

impl Keymap {
    /// A preset with the user's keys over it: first those without a scope, then those with one,
    /// each in order.
    pub fn new(preset: Preset, bindings: &[Binding]) -> Self {
        let mut map = Self {
            bound: preset_keys(preset),
            typed: Vec::new(),
            count: None,
            scope: Scope::Everywhere,
        };
        let (scoped, free): (Vec<_>, Vec<_>) =
            bindings.iter().partition(|binding| binding.scope.is_some());
        for binding in free.into_iter().chain(scoped) {
            map.bind(binding);
        }
        map
    }

    fn bind(&mut self, binding: &Binding) {
        let homes: Vec<_> = match (binding.scope, binding.command) {
            (Some(scope), _) => vec![scope],
            (None, Some(command)) => scopes_of(command),
            (None, None) if binding.is_set() => vec![Scope::Everywhere],
            (None, None) => SCOPES.iter().map(|(_, scope)| *scope).collect(),
        };
        // A key bound without a scope must not be shadowed by a pane's.
        let shadowing = binding.scope.is_none() && homes.contains(&Scope::Everywhere);
        self.bound.retain(|bound| {
            let near = shadowing || homes.contains(&bound.scope);
            !(near && overlap(&bound.keys, &binding.keys))
        });
        if binding.is_set() {
            self.bound.extend(homes.into_iter().map(|scope| Bound {
                scope,
                keys: binding.keys.clone(),
                command: binding.command,
                steps: Arc::clone(&binding.steps),
            }));
        }
    }

    /// Handles a key in a scope. Digits that are not bound form a count; Escape cancels a pending
    /// sequence or count.
    pub(crate) fn press(&mut self, key: Key, scope: Scope) -> Resolved {
        if scope != self.scope {
            self.clear();
            self.scope = scope;
        }
        let waiting = !self.typed.is_empty() || self.count.is_some();
        if waiting && key == Key::plain(Code::Escape) {
            self.clear();
            return Resolved::Nothing;
        }
        if self.typed.is_empty() && self.take_digit(key, scope) {
            return Resolved::Pending;
        }
        self.typed.push(key);
        let found = self
            .find(scope)
            .or_else(|| self.find(Scope::Everywhere))
            .unwrap_or(Resolved::Nothing);
        match found {
            Resolved::Pending => {}
            _ => self.clear(),
        }
        found
    }

    fn take_digit(&mut self, key: Key, scope: Scope) -> bool {
        let Code::Char(c) = key.code else {
            return false;
        };
        let Some(digit) = c.to_digit(10).filter(|_| !key.control && !key.alt) else {
            return false;
        };
        if self.count.is_none() && (digit == 0 || self.is_bound(key, scope)) {
            return false;
        }
        let count = self.count.unwrap_or(0);
        self.count = Some((count * 10 + digit).min(COUNT_LIMIT));
        true
    }

    fn is_bound(&self, key: Key, scope: Scope) -> bool {
        self.bound.iter().any(|bound| {
            bound.keys.first() == Some(&key)
                && (bound.scope == scope || bound.scope == Scope::Everywhere)
        })
    }

    /// The meaning of the typed keys in one scope; `None` if nothing begins with them.
    fn find(&self, scope: Scope) -> Option<Resolved> {
        let bound = self
            .bound
            .iter()
            .find(|bound| bound.scope == scope && bound.keys.starts_with(&self.typed))?;
        Some(match bound.command {
            _ if bound.keys.len() > self.typed.len() => Resolved::Pending,
            Some(command) => Resolved::Command(command, self.count),
            None => Resolved::Steps(Arc::clone(&bound.steps)),
        })
    }

    /// Cancels the pending sequence.
    pub(crate) fn clear(&mut self) {
        self.typed.clear();
        self.count = None;
    }

    /// The pending sequence for the status line: `12g`. Empty if there is none.
    pub(crate) fn pending(&self) -> String {
        let count = self.count.map(|count| count.to_string());
        format!(
            "{}{}",
            count.unwrap_or_default(),
            sequence_label(&self.typed)
        )
    }

    /// The keys of a command in one scope, for help, without duplicates, in the order of the
    /// table. Keys that it has everywhere are not repeated.
    pub(crate) fn keys_of(&self, command: Command, scope: Scope) -> Vec<String> {
        self.written(|bound| bound.command == Some(command) && bound.scope == scope)
    }

    /// Whether a single key means a command in a scope.
    pub(crate) fn means(&self, key: Key, command: Command, scope: Scope) -> bool {
        self.bound.iter().any(|bound| {
            bound.command == Some(command) && bound.scope == scope && bound.keys == [key]
        })
    }

    /// The first scope in which a key has a meaning or begins a sequence.
    pub(crate) fn scope_of(&self, key: Key) -> Option<Scope> {
        let has_key = |scope: &Scope| {
            let mut bound = self.bound.iter().filter(|bound| bound.scope == *scope);
            bound.any(|bound| bound.keys.first() == Some(&key))
        };
        SCOPES.iter().map(|(_, scope)| *scope).find(has_key)
    }

    /// The keys of a command for help: where text is selected, or elsewhere.
    pub(crate) fn keys_for_help(&self, command: Command, selecting: bool) -> Vec<String> {
        self.written(|bound| {
            let selection = bound.scope == Scope::Selection;
            let everywhere = bound.scope == Scope::Everywhere;
            bound.command == Some(command) && (selection == selecting || selecting && everywhere)
        })
    }

    /// The keys of a command in any scope.
    pub(crate) fn all_keys_of(&self, command: Command) -> Vec<String> {
        self.written(|bound| bound.command == Some(command))
    }

    fn written(&self, wanted: impl Fn(&Bound) -> bool) -> Vec<String> {
        let mut written = Vec::new();
        for bound in self.bound.iter().filter(|bound| wanted(bound)) {
            let keys = sequence_label(&bound.keys);
            if !written.contains(&keys) {
                written.push(keys);
            }
        }
        written
    }

    /// The keys that do several things, and those things.
    pub(crate) fn macros(&self) -> Vec<(String, Arc<[Step]>)> {
        let macros = self.bound.iter().filter(|bound| bound.command.is_none());
        let named = macros.map(|bound| (sequence_label(&bound.keys), Arc::clone(&bound.steps)));
        let mut named: Vec<_> = named.collect();
        named.dedup();
        named
    }
}

/// The scopes of a command's rows, without duplicates.
pub fn scopes_of(command: Command) -> Vec<Scope> {
    let mut scopes = Vec::new();
    for row in COMMANDS.iter().filter(|row| row.command == command) {
        if !scopes.contains(&row.scope) {
            scopes.push(row.scope);
        }
    }
    scopes
}

fn preset_keys(preset: Preset) -> Vec<Bound> {
    let mut bound = Vec::new();
    for row in COMMANDS {
        for keys in preset.keys(row) {
            // A test parses every key of the table.
            if let Some(keys) = Key::sequence(keys) {
                bound.push(Bound {
                    scope: row.scope,
                    keys,
                    command: Some(row.command),
                    steps: Arc::default(),
                });
            }
        }
    }
    bound
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PRESETS: &[Preset] = &[Preset::Vim, Preset::Newsboat, Preset::Less];

    fn press(map: &mut Keymap, keys: &str, scope: Scope) -> Resolved {
        let keys = Key::sequence(keys).unwrap();
        let mut last = Resolved::Nothing;
        for key in keys {
            last = map.press(key, scope);
        }
        last
    }

    #[test]
    fn no_preset_has_two_commands_on_one_key() {
        for preset in PRESETS {
            let bound = preset_keys(*preset);
            let written: usize = COMMANDS.iter().map(|row| preset.keys(row).len()).sum();
            assert_eq!(bound.len(), written, "every key of {preset:?} can be read");
            for (i, one) in bound.iter().enumerate() {
                for other in bound.iter().skip(i + 1) {
                    assert!(
                        one.scope != other.scope || !overlap(&one.keys, &other.keys),
                        "{preset:?}: {one:?} and {other:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn keys_are_written_in_the_table_as_they_are_printed() {
        for row in COMMANDS {
            for keys in row.vim.iter().chain(row.newsboat).chain(row.less) {
                let read = Key::sequence(keys).map(|keys| crate::input::key::write_sequence(&keys));
                assert_eq!(read.as_deref(), Some(*keys), "{}", row.name);
            }
        }
    }

    #[test]
    fn keys_become_commands() {
        let check = |preset: Preset, keys: &str, scope: Scope, expected: Resolved| {
            let mut map = Keymap::new(preset, &[]);
            assert_eq!(press(&mut map, keys, scope), expected, "{keys} {scope:?}");
            if !matches!(expected, Resolved::Pending) {
                assert_eq!(map.pending(), "");
            }
        };
        use Resolved::{Nothing, Pending};
        let command = Resolved::Command;
        let vim = Preset::Vim;
        check(vim, "j", Scope::List, command(Command::Down, None));
        check(vim, "1 2 j", Scope::List, command(Command::Down, Some(12)));
        check(vim, "1 0 j", Scope::List, command(Command::Down, Some(10)));
        check(vim, "0 j", Scope::List, command(Command::Down, None));
        check(vim, "g", Scope::Reader, Pending);
        check(vim, "g g", Scope::Reader, command(Command::Top, None));
        check(vim, "5 g g", Scope::Reader, command(Command::Top, Some(5)));
        check(vim, "g x", Scope::Reader, Nothing);
        check(vim, "g Escape", Scope::Reader, Nothing);
        check(vim, "5 Escape", Scope::Reader, Nothing);
        check(vim, "Escape", Scope::Reader, command(Command::Back, None));
        check(vim, "q", Scope::List, command(Command::Quit, None));
        check(vim, "q", Scope::Reader, command(Command::Back, None));
        check(vim, "l", Scope::Selection, command(Command::NextUnit, None));
        check(vim, "w", Scope::Selection, command(Command::NextWord, None));
        let news = Preset::Newsboat;
        check(news, "g", Scope::List, Pending);
        check(news, "g s", Scope::List, command(Command::Sort, None));
        check(news, "g g", Scope::List, command(Command::Top, None));
        check(news, "g s", Scope::Reader, Nothing);
        check(Preset::Less, "g", Scope::List, command(Command::Top, None));
        let many = "9 9 9 9 9 9 9 9 9 9 9 9 j";
        check(
            vim,
            many,
            Scope::List,
            command(Command::Down, Some(COUNT_LIMIT)),
        );
    }

    #[test]
    fn a_sequence_is_shown_while_it_waits_and_belongs_to_its_pane() {
        let mut map = Keymap::default();
        assert_eq!(press(&mut map, "1 2 g", Scope::Reader), Resolved::Pending);
        assert_eq!(map.pending(), "12g");
        assert_eq!(press(&mut map, "g", Scope::List), Resolved::Pending);
        assert_eq!(map.pending(), "g");
        map.clear();
        assert_eq!(map.pending(), "");
    }

    #[test]
    fn user_bindings_override_the_preset() {
        let binding = |scope, keys: &str, command| Binding {
            scope,
            keys: Key::sequence(keys).unwrap(),
            command,
            steps: Arc::default(),
        };
        let steps: Arc<[Step]> = [Step::Command(Command::Zen), Step::Line("42".to_owned())].into();
        let several = Binding {
            steps: Arc::clone(&steps),
            ..binding(None, "X", None)
        };
        let bindings = [
            several,
            binding(Some(Scope::List), "x x", Some(Command::Sort)),
            binding(None, "f", Some(Command::PageDown)),
            binding(None, "g", Some(Command::Bottom)),
            binding(None, "I", Some(Command::Open)),
            binding(Some(Scope::Reader), "q", None),
            binding(None, "G", None),
            binding(None, "7", Some(Command::Zen)),
        ];
        let mut map = Keymap::new(Preset::Vim, &bindings);
        let mut check = |keys: &str, scope: Scope, expected: Option<Command>| {
            map.clear();
            let expected = expected.map_or(Resolved::Nothing, |c| Resolved::Command(c, None));
            assert_eq!(press(&mut map, keys, scope), expected, "{keys} {scope:?}");
        };
        check("x x", Scope::List, Some(Command::Sort));
        check("x", Scope::Reader, Some(Command::ShowCut));
        check("f", Scope::List, Some(Command::PageDown));
        check("g", Scope::List, Some(Command::Bottom));
        check("I", Scope::List, Some(Command::Open));
        check("I", Scope::Panel, Some(Command::Open));
        check("I", Scope::Reader, Some(Command::Open));
        check("I", Scope::Selection, None);
        check("q", Scope::Reader, None);
        check("q", Scope::List, Some(Command::Quit));
        check("G", Scope::Reader, None);
        check("7", Scope::Reader, Some(Command::Zen));
        map.clear();
        assert_eq!(press(&mut map, "X", Scope::Reader), Resolved::Steps(steps));
        assert_eq!(map.all_keys_of(Command::Bottom), ["End", "g"]);
        assert_eq!(map.all_keys_of(Command::Top), ["Home"]);
        assert_eq!(map.keys_of(Command::Quit, Scope::List), ["q"]);
        assert_eq!(map.all_keys_of(Command::Quit), ["q", "Q", "^C"]);
    }

    proptest! {
        #[test]
        fn arbitrary_keys_do_not_panic(keys in prop::collection::vec(
            prop::sample::select(vec!["g", "s", "j", "5", "0", "Escape", "C-c", "x", "S"]), 0..40),
        ) {
            for preset in PRESETS {
                let mut map = Keymap::new(*preset, &[]);
                for key in &keys {
                    let resolved = map.press(Key::named(key).unwrap(), Scope::List);
                    prop_assert_eq!(resolved == Resolved::Pending, !map.pending().is_empty());
                }
            }
        }
    }
}
