//! Themes: colours and attributes of each role, from assets/themes and the user's folder.
//!
//! A theme is a TOML file. `[roles]` gives each role a style in git's notation: a colour, `on` and
//! a colour, and attributes, all optional (`"bold blue on black"`). Colours are the 16 names,
//! numbers from 0 to 255, `#rrggbb`, or a name in `[palette]`. `base` names the shipped theme that
//! supplies the missing roles; without it, or with `auto`, the one that suits the terminal.

use super::colours::{Colours, Depth, Ground};
use super::fault::{Fault, FaultKind, LoadError};
use super::settings::{Report, Table};
use super::style_spec::{Colour, Palette, StyleSpec};
use crate::error::Error;
use crate::role::Role;
use std::collections::BTreeMap;
use std::path::Path;

/// A theme in 24-bit colour: a palette, and the roles that all of them share.
macro_rules! painted {
    ($name:literal) => {
        (
            $name,
            concat!(
                include_str!(concat!("../../assets/themes/", $name, ".toml")),
                include_str!("../../assets/themes/roles.toml")
            ),
        )
    };
}

/// The shipped themes.
const THEMES: &[(&str, &str)] = &[
    painted!("ink"),
    painted!("paper"),
    painted!("slate"),
    painted!("moss"),
    painted!("sepia"),
    painted!("ink-contrast"),
    painted!("paper-contrast"),
    painted!("ink-safe"),
    painted!("paper-safe"),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    (MONO, include_str!("../../assets/themes/mono.toml")),
];

/// The theme for NO_COLOR and for terminals with an unknown background.
pub(crate) const MONO: &str = "mono";

/// The name that selects a theme by the terminal.
pub(crate) const AUTO: &str = "auto";

/// A style for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// In the order of `Role::ALL`.
    looks: Vec<StyleSpec>,
}

impl Theme {
    pub fn look(&self, role: Role) -> StyleSpec {
        self.looks.get(role as usize).copied().unwrap_or_default()
    }

    /// A shipped theme.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, source) = THEMES.iter().find(|(known, _)| *known == name)?;
        // A test checks that shipped files have no faults.
        let choice = ThemeChoice::parse(source).ok()?;
        let looks = choice.looks.into_iter().map(Option::unwrap_or_default);
        Some(Self {
            looks: looks.collect(),
        })
    }

    /// The name of the shipped theme that is legible on a terminal.
    pub(crate) const fn name_for(terminal: Colours) -> &'static str {
        match (terminal.ground, terminal.depth) {
            // Without a known background, any foreground colour may be invisible.
            (None, _) | (_, Depth::None) => MONO,
            (Some((Ground::Dark, _)), Depth::Sixteen) => "dark",
            (Some((Ground::Light, _)), Depth::Sixteen) => "light",
            (Some((Ground::Dark, _)), _) => "ink",
            (Some((Ground::Light, _)), _) => "paper",
        }
    }

    /// Whether it has colours that are not among the 16 of the user.
    fn is_painted(&self) -> bool {
        let colours = self.looks.iter().flat_map(|look| [look.fg, look.bg]);
        colours
            .flatten()
            .any(|colour| !matches!(colour, Colour::Ansi(_)))
    }

    /// The names of the shipped themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        THEMES.iter().map(|(name, _)| *name)
    }
}

/// The configured theme. Its styles may depend on the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeChoice {
    /// A shipped theme; `None`: the one that suits the terminal.
    base: Option<&'static str>,
    /// Styles that override the base, in the order of `Role::ALL`.
    looks: Vec<Option<StyleSpec>>,
}

impl Default for ThemeChoice {
    fn default() -> Self {
        Self::of(None)
    }
}

impl ThemeChoice {
    const fn of(base: Option<&'static str>) -> Self {
        Self {
            base,
            looks: Vec::new(),
        }
    }

    /// Attributes only.
    pub(crate) const fn mono() -> Self {
        Self::of(Some(MONO))
    }

    /// Whether it is the theme without colours.
    pub(crate) fn is_mono(&self) -> bool {
        self.base == Some(MONO)
    }

    /// Whether it depends on the terminal's background.
    pub(crate) const fn follows_terminal(&self) -> bool {
        self.base.is_none()
    }

    /// The theme whose colours a terminal shows instead. Of themes in the 16 colours, which the user may
    /// have changed, those made for them are known to be legible.
    pub(crate) fn instead(&self, terminal: Colours) -> Option<&'static str> {
        let theme = Theme::shipped(self.base?)?;
        let is_lost = terminal.depth == Depth::Sixteen && theme.is_painted();
        is_lost.then(|| Theme::name_for(terminal))
    }

    /// The styles for a terminal, in colours that it supports.
    pub fn theme(&self, terminal: Colours) -> Theme {
        let suitable = Theme::name_for(terminal);
        let base = Theme::shipped(self.base.unwrap_or(suitable));
        // Styles that differ only in colours would look alike.
        if terminal.depth == Depth::None {
            return Theme::shipped(MONO).unwrap_or(Theme { looks: Vec::new() });
        }
        let base = match self.instead(terminal) {
            Some(suitable) => Theme::shipped(suitable),
            None => base,
        };
        let look = |role: &Role| {
            let own = self.looks.get(*role as usize).copied().flatten();
            let base = || base.as_ref().map(|theme| theme.look(*role));
            own.or_else(base).unwrap_or_default()
        };
        Theme {
            looks: terminal.depth.looks(Role::ALL.iter().map(look)),
        }
    }

    /// The theme with a name: the user's file in `folder` first, then a shipped one.
    ///
    /// # Errors
    /// There is none, or its file cannot be read or has faults (all are returned).
    pub(crate) fn load(name: &str, folder: &Path) -> Result<Self, LoadError> {
        const LARGEST: usize = 1 << 20;
        // A name must not lead out of the folder.
        let plain = !name.is_empty() && !name.contains(['/', '\\']) && !name.starts_with('.');
        let path = folder.join(format!("{name}.toml"));
        if plain && path.exists() {
            let (bytes, _) = crate::fs::read(&path, LARGEST)
                .map_err(|error| LoadError::Unreadable(Error::unreadable(&path, &error)))?;
            return Self::parse(&String::from_utf8_lossy(&bytes))
                .map_err(|faults| LoadError::Faults { path, faults });
        }
        // Earlier versions called "auto" "default".
        if matches!(name, AUTO | "default") {
            return Ok(Self::default());
        }
        let shipped = Theme::names().find(|known| *known == name);
        shipped
            .map(|name| Self::of(Some(name)))
            .ok_or_else(|| LoadError::UnknownTheme {
                name: name.to_owned(),
                known: std::iter::once(AUTO).chain(Theme::names()).collect(),
            })
    }

    /// The names of the themes that can be loaded: `auto`, the user's, and those that are shipped.
    pub(crate) fn names(folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let own = files.filter_map(|file| {
            let name = file.file_name().into_string().ok()?;
            let name = name.strip_suffix(".toml")?;
            Some(name.to_owned()).filter(|name| !name.starts_with('.'))
        });
        let mut own: Vec<String> = own.collect();
        own.sort();
        let shipped = Theme::names().filter(|name| own.iter().all(|own| own != name));
        let auto = std::iter::once(AUTO.to_owned());
        let shipped: Vec<String> = shipped.map(str::to_owned).collect();
        auto.chain(own).chain(shipped).collect()
    }

    /// Parses a theme.
    ///
    /// # Errors
    /// All faults of the file, in file order.
    pub fn parse(source: &str) -> Result<Self, Vec<Fault>> {
        let mut report = Report::new(source);
        let mut choice = Self {
            base: None,
            looks: vec![None; Role::ALL.len()],
        };
        if let Some(file) = report.parse() {
            choice.read_file(&mut report, &file);
        }
        report.finish(choice)
    }

    fn read_file(&mut self, report: &mut Report<'_>, file: &Table<'_>) {
        let mut palette = Palette::default();
        for (key, value) in file {
            match &**key.get_ref() {
                "base" => {
                    let auto = std::iter::once((AUTO, None));
                    let shipped = Theme::names().map(|name| (name, Some(name)));
                    let bases: Vec<_> = auto.chain(shipped).collect();
                    self.base = report.choice("base", value, &bases).flatten();
                }
                "palette" => palette.read(report, value),
                "roles" => {}
                name => report.unknown(
                    key.span(),
                    FaultKind::UnknownSetting,
                    name,
                    ["base", "palette", "roles"],
                ),
            }
        }
        let roles = file.get("roles");
        if let Some(roles) = roles.and_then(|roles| report.table("roles", roles)) {
            self.read_roles(report, roles, &palette);
        }
    }

    fn read_roles(&mut self, report: &mut Report<'_>, roles: &Table<'_>, palette: &Palette) {
        let names: BTreeMap<String, Role> = Role::ALL.iter().map(|r| (name_of(*r), *r)).collect();
        for (key, value) in roles {
            let name = &**key.get_ref();
            let Some(role) = names.get(name) else {
                report.unknown(
                    key.span(),
                    FaultKind::UnknownRole,
                    name,
                    names.keys().map(String::as_str),
                );
                continue;
            };
            let look = palette.look(report, name, value);
            if let Some(place) = self.looks.get_mut(*role as usize) {
                *place = Some(look);
            }
        }
    }
}

/// The name of a role in themes, in kebab-case.
fn name_of(role: Role) -> String {
    let mut name = String::new();
    for c in format!("{role:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::user::colours::Source;

    fn parse(source: &str) -> Result<ThemeChoice, Vec<String>> {
        let locale = Locale::for_tag("en");
        let text = |fault: &Fault| fault.error(Path::new("t.toml"), &locale).to_string();
        ThemeChoice::parse(source).map_err(|faults| faults.iter().map(text).collect())
    }

    /// A terminal with all colours and a dark background.
    fn terminal() -> Colours {
        Colours {
            depth: Depth::True,
            ground: Some((Ground::Dark, Source::Terminal)),
        }
    }

    #[test]
    fn every_shipped_theme_names_every_role() {
        for (name, source) in THEMES {
            let theme = ThemeChoice::parse(source);
            assert_eq!(theme.err(), None, "{name}");
            let file: toml::Table = toml::from_str(source).unwrap();
            let roles = file["roles"].as_table().unwrap();
            for role in Role::ALL {
                assert!(roles.contains_key(&name_of(*role)), "{name}: {role:?}");
            }
            assert_eq!(roles.len(), Role::ALL.len());
        }
    }

    #[test]
    fn role_names_match_their_serialization() {
        use serde::Deserialize;
        use serde::de::IntoDeserializer;
        for (index, role) in Role::ALL.iter().enumerate() {
            let name = name_of(*role);
            let read = IntoDeserializer::<serde::de::value::Error>::into_deserializer(&*name);
            assert_eq!(Role::deserialize(read), Ok(*role));
            assert_eq!(*role as usize, index, "looks are in the order of ALL");
        }
    }

    #[test]
    fn dark_and_light_use_16_colours_and_mono_none() {
        let own =
            |colour: Option<Colour>| colour.is_none_or(|colour| matches!(colour, Colour::Ansi(_)));
        let looks = |name: &str| Theme::shipped(name).unwrap().looks;
        for name in ["dark", "light"] {
            let looks = looks(name);
            assert!(looks.iter().all(|look| own(look.fg) && own(look.bg)));
        }
        let bare = |look: &StyleSpec| look.fg.is_none() && look.bg.is_none();
        assert!(looks(MONO).iter().all(bare));
        for name in Theme::names() {
            let theme = Theme::shipped(name).unwrap();
            assert_ne!(theme.look(Role::Selected), theme.look(Role::Row), "{name}");
            assert_ne!(
                theme.look(Role::Hit),
                theme.look(Role::CurrentHit),
                "{name}"
            );
            assert_ne!(theme.look(Role::RowRead), theme.look(Role::Row), "{name}");
        }
    }

    #[test]
    fn grounds_that_differ_stay_different_in_256_colours() {
        let grounds = |choice: &ThemeChoice, depth| {
            let colours = Colours {
                depth,
                ..terminal()
            };
            let theme = choice.theme(colours);
            let grounds: Vec<_> = theme.looks.iter().map(|look| look.bg).collect();
            grounds
        };
        for name in Theme::names() {
            let choice = ThemeChoice::of(Some(name));
            let (all, few) = (
                grounds(&choice, Depth::True),
                grounds(&choice, Depth::Indexed),
            );
            let pairs = all.iter().zip(&few);
            for ((one, shown), role) in pairs.clone().zip(Role::ALL) {
                let mut others = pairs.clone();
                let alike = others.all(|(other, seen)| (one == other) == (shown == seen));
                assert!(alike, "{name}: {role:?}");
            }
        }
    }

    #[test]
    fn styles_are_parsed() {
        let source =
            "[palette]\nink = \"#0a0B0c\"\n[roles]\nbody = \"ink on 230 bold\"\ntitle = \"\"";
        let theme = parse(source).unwrap().theme(terminal());
        let look = theme.look(Role::Body);
        assert_eq!(look.fg, Some(Colour::Rgb(10, 11, 12)));
        assert_eq!(look.bg, Some(Colour::Indexed(230)));
        assert!(look.bold && !look.dim);
        assert_eq!(theme.look(Role::Title), StyleSpec::default());
        let ink = Theme::shipped("ink").unwrap();
        assert_eq!(theme.look(Role::Link), ink.look(Role::Link), "of the base");
        let mono = parse("base = \"mono\"").unwrap();
        assert_eq!(mono.theme(terminal()), Theme::shipped(MONO).unwrap());
        let auto = parse("base = \"auto\"").unwrap();
        assert!(auto.follows_terminal() && !mono.follows_terminal());
        assert_eq!(auto.theme(terminal()), ink);
        let unknown = auto.theme(Colours::default());
        assert_eq!(unknown, Theme::shipped(MONO).unwrap());
    }

    #[test]
    fn all_faults_are_reported_with_their_positions() {
        let check = |source: &str, expected: &[&str]| {
            let errors = parse(source).unwrap_err();
            assert_eq!(errors.len(), expected.len(), "{errors:#?}");
            for (error, expected) in errors.iter().zip(expected) {
                assert!(error.contains(expected), "{error} lacks {expected}");
            }
        };
        check(
            "[roles]\nboddy = \"red\"",
            &["t.toml:2:1: Unknown role “boddy” (did you mean “body”?)"],
        );
        check(
            "[roles]\nbody = \"rde\"\ntitle = 3\nlink = \"on\"\nrow = \"on #12\"",
            &[
                "t.toml:2:8: “rde” is neither a colour nor an attribute (did you mean “red”?)",
                "t.toml:3:9: “title” must be a string in quotation marks",
                "t.toml:4:8: A colour must follow “on”",
                "t.toml:5:7: “#12” is not a colour",
            ],
        );
        check(
            "rols = 1\n[palette]\nx = \"nope\"",
            &["did you mean “roles”?", "t.toml:3:5"],
        );
        check("[roles\n", &["Invalid TOML"]);
    }

    #[test]
    fn user_themes_override_shipped_ones_and_names_cannot_be_paths() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mono.toml"), "[roles]\nbody = \"red\"").unwrap();
        let load = |name: &str| ThemeChoice::load(name, folder.path());
        let red = load("mono").unwrap().theme(terminal()).look(Role::Body).fg;
        assert_eq!(red, Some(Colour::Ansi(1)));
        assert_eq!(load("paper"), Ok(ThemeChoice::of(Some("paper"))));
        assert_eq!(load("auto"), Ok(ThemeChoice::default()));
        for name in ["nobody", "../mono", "", ".", "a/b"] {
            assert!(load(name).is_err(), "{name}");
        }
    }
}
