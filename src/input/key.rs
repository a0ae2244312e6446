//! A key press and its notation (`j`, `C-d`, `Enter`, `g g`).
//!
//! Notation: `C-` control, `M-` (or `A-`) alt, then one character or a name in `NAMES`. The keys
//! of a sequence are separated by spaces.

use std::fmt;

/// The key without modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    Char(char),
    Enter,
    Escape,
    Backspace,
    Tab,
    BackTab,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    F(u8),
}

/// Names of keys; the first name of a key is the one that is printed.
const NAMES: &[(&str, Code)] = &[
    ("Space", Code::Char(' ')),
    ("Enter", Code::Enter),
    ("Return", Code::Enter),
    ("Escape", Code::Escape),
    ("Esc", Code::Escape),
    ("Backspace", Code::Backspace),
    ("Tab", Code::Tab),
    ("S-Tab", Code::BackTab),
    ("BackTab", Code::BackTab),
    ("Delete", Code::Delete),
    ("Del", Code::Delete),
    ("Insert", Code::Insert),
    ("Ins", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PageUp", Code::PageUp),
    ("PgUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("PgDn", Code::PageDown),
];

/// A key with its modifiers. Shift is part of the character, not a modifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    pub code: Code,
    pub control: bool,
    pub alt: bool,
}

impl Key {
    pub(crate) const fn plain(code: Code) -> Self {
        Self {
            code,
            control: false,
            alt: false,
        }
    }

    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    pub const fn control(c: char) -> Self {
        Self {
            code: Code::Char(c),
            control: true,
            alt: false,
        }
    }

    /// Parses a key. Names are case-insensitive, characters are not, except letters after `C-`,
    /// for which terminals do not report shift.
    pub fn named(name: &str) -> Option<Self> {
        let (mut control, mut alt, mut rest) = (false, false, name);
        loop {
            let mut chars = rest.chars();
            match (chars.next(), chars.next(), chars.next()) {
                (Some('C' | 'c'), Some('-'), Some(_)) if !control => control = true,
                (Some('M' | 'm' | 'A' | 'a'), Some('-'), Some(_)) if !alt => alt = true,
                _ => break,
            }
            rest = rest.get(2..)?;
        }
        let code = match code(rest)? {
            Code::Char(c) if control => Code::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Some(Self { code, control, alt })
    }

    /// Parses a sequence such as `g g`; `None` if it is empty or a key is unknown.
    pub(crate) fn sequence(text: &str) -> Option<Vec<Self>> {
        let keys: Vec<_> = text
            .split_whitespace()
            .map(Self::named)
            .collect::<Option<_>>()?;
        (!keys.is_empty()).then_some(keys)
    }
}

fn code(name: &str) -> Option<Code> {
    let mut chars = name.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return (!c.is_control()).then_some(Code::Char(c));
    }
    if let Some((_, code)) = NAMES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(name))
    {
        return Some(*code);
    }
    let number = name.strip_prefix(['F', 'f'])?;
    let number = number.parse().ok().filter(|n| (1..=24).contains(n))?;
    // `F01` is not the canonical form.
    (name.len() == format!("F{number}").len()).then_some(Code::F(number))
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| code == self) {
            return out.write_str(name);
        }
        match self {
            Self::Char(c) => write!(out, "{c}"),
            Self::F(number) => write!(out, "F{number}"),
            // Every other code is in the table.
            other => write!(out, "{other:?}"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.control {
            out.write_str("C-")?;
        }
        if self.alt {
            out.write_str("M-")?;
        }
        self.code.fmt(out)
    }
}

/// How keys are spelt for the reader, where that differs from the notation.
const LABELS: &[(Code, &str)] = &[
    (Code::Escape, "Esc"),
    (Code::Up, "↑"),
    (Code::Down, "↓"),
    (Code::Left, "←"),
    (Code::Right, "→"),
    (Code::PageUp, "PgUp"),
    (Code::PageDown, "PgDn"),
    (Code::Delete, "Del"),
    (Code::Insert, "Ins"),
];

impl Key {
    /// The key that the interface spells so.
    pub(crate) fn labelled(label: &str) -> Option<Self> {
        let (alt, rest) = match label.strip_prefix("Alt-") {
            Some(rest) => (true, rest),
            None => (false, label),
        };
        let (control, rest) = match rest.strip_prefix('^').filter(|rest| !rest.is_empty()) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        let found = LABELS.iter().find(|(_, known)| *known == rest);
        let code = match found.map(|(code, _)| *code).or_else(|| code(rest))? {
            Code::Char(c) if control => Code::Char(c.to_ascii_lowercase()),
            code => code,
        };
        let key = Self { code, control, alt };
        (key.label() == label).then_some(key)
    }

    /// How the interface spells it: `^F`, `Esc`, `←`.
    pub(crate) fn label(self) -> String {
        let code = LABELS.iter().find(|(code, _)| *code == self.code);
        let code = match (code, self.code) {
            (Some((_, label)), _) => (*label).to_owned(),
            (None, Code::Char(c)) if self.control && c != ' ' => c.to_uppercase().to_string(),
            (None, code) => code.to_string(),
        };
        let control = if self.control { "^" } else { "" };
        let alt = if self.alt { "Alt-" } else { "" };
        format!("{alt}{control}{code}")
    }
}

/// A sequence as the interface spells it: `gg`, but `g Home`.
pub(crate) fn sequence_label(keys: &[Key]) -> String {
    let labels: Vec<_> = keys.iter().map(|key| key.label()).collect();
    let is_letter = |label: &String| label.chars().nth(1).is_none();
    let between = if labels.iter().all(is_letter) {
        ""
    } else {
        " "
    };
    labels.join(between)
}

/// The notation of a sequence.
pub fn write_sequence(keys: &[Key]) -> String {
    let names: Vec<_> = keys.iter().map(Key::to_string).collect();
    names.join(" ")
}

/// Whether typing one of them would complete or hide the other.
pub fn overlap(one: &[Key], other: &[Key]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_and_written() {
        let check = |name: &str, printed: Option<&str>| {
            let keys = Key::sequence(name).map(|keys| write_sequence(&keys));
            assert_eq!(keys.as_deref(), printed, "{name:?}");
        };
        check("j", Some("j"));
        check("J", Some("J"));
        check("C-d", Some("C-d"));
        check("C-D", Some("C-d"));
        check("c-d", Some("C-d"));
        check("M-x", Some("M-x"));
        check("A-X", Some("M-X"));
        check("M-C-x", Some("C-M-x"));
        check("C-Space", Some("C-Space"));
        check("space", Some("Space"));
        check("esc", Some("Escape"));
        check("PGDN", Some("PageDown"));
        check("S-Tab", Some("S-Tab"));
        check("F5", Some("F5"));
        check("g g", Some("g g"));
        check("  g   C-x ", Some("g C-x"));
        check("-", Some("-"));
        check("C--", Some("C--"));
        check("C", Some("C"));
        check("C-", None);
        check("C-C-x", None);
        check("F0", None);
        check("F25", None);
        check("F01", None);
        check("gg", None);
        check("preset", None);
        check("看", Some("看"));
        check("", None);
        check(" ", None);
        check("\u{1b}", None);
    }

    #[test]
    fn labels_are_short() {
        let check = |name: &str, label: &str| {
            let keys = Key::sequence(name).unwrap_or_default();
            assert_eq!(sequence_label(&keys), label);
            if let [key] = keys.as_slice() {
                assert_eq!(Key::labelled(label), Some(*key), "{label}");
            }
        };
        check("C-f", "^F");
        check("Escape", "Esc");
        check("Left", "←");
        check("g g", "gg");
        check("g Home", "g Home");
        check("C-Space", "^Space");
        check("M-C-x", "Alt-^X");
        check("S-Tab", "S-Tab");
    }

    proptest! {
        #[test]
        fn key_names_round_trip(name in "(C-)?(M-)?(.|Enter|F1[0-9]|Home)") {
            if let Some(key) = Key::named(&name) {
                prop_assert_eq!(Key::named(&key.to_string()), Some(key));
            }
        }

        #[test]
        fn arbitrary_text_does_not_panic(name in "\\PC*") {
            let _ = Key::sequence(&name);
        }
    }
}
