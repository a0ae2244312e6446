//! The configuration: `config.toml`, read against one table of settings.
//!
//! A new setting is a field here, a row in `SETTINGS` and its lines in assets/config.toml;
//! a test holds the three together. The config comes from the user's config folder or
//! `--config` alone: nothing that lies in a library is ever obeyed.

use super::binding;
use super::rule;
use super::settings::{Report, Table, Value};
use crate::clean;
use crate::disk;
use crate::error::Error;
use crate::input::{Binding, Preset};
use crate::library::Zone;
use crate::locale::Locale;
use crate::text::{Ambiguous, Emoji};
use crate::typeset::{Fit, Indent, Kinsoku, Options, Ruby, Spacing};
use std::io;
use std::path::{Path, PathBuf};

/// The commented default, as `config init` writes it.
pub const DEFAULT_FILE: &str = include_str!("../../assets/config.toml");

/// How list and article share the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panes {
    #[default]
    Auto,
    Wide,
    Stacked,
    Single,
}

/// When an article becomes read by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MarkRead {
    #[default]
    Open,
    End,
    Never,
}

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub libraries: Vec<PathBuf>,
    /// A tag that `Locale::find` knows; None: from the environment.
    pub language: Option<String>,
    /// A name that `Zone::named` knows; None: the system's.
    pub zone: Option<String>,
    pub theme: String,
    /// Words with `{url}` in one or more of them; empty: the system's own way.
    pub browser: Vec<String>,
    pub mouse: bool,
    pub mark_read: MarkRead,
    pub panes: Panes,
    /// Cells; 0: by the size of the window.
    pub list_width: u16,
    /// The most lines of a title in the list; 0: by the size of the window.
    pub title_lines: u16,
    /// Measure, indents and so on; the width policy in it is the default one, see
    /// `ambiguous` and `emoji`.
    pub typesetting: Options,
    /// None: the terminal is asked.
    pub ambiguous: Option<Ambiguous>,
    pub emoji: Option<Emoji>,
    /// For `clean_with`.
    pub cleaning: clean::Settings,
    pub preset: Preset,
    /// For `Keymap::new`.
    pub bindings: Vec<Binding>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            libraries: Vec::new(),
            language: None,
            zone: None,
            theme: "default".to_owned(),
            browser: Vec::new(),
            mouse: false,
            mark_read: MarkRead::default(),
            panes: Panes::default(),
            list_width: 0,
            title_lines: 0,
            typesetting: Options::default(),
            ambiguous: None,
            emoji: None,
            cleaning: clean::Settings::default(),
            preset: Preset::default(),
            bindings: Vec::new(),
        }
    }
}

/// What may be in the file: the dotted name, and how its value becomes a part of the config.
struct Setting {
    name: &'static str,
    read: fn(&mut Config, &mut Report<'_>, &str, &Value<'_>),
}

/// A row whose value is read by a method of `Report` and put in a field when it is right.
macro_rules! setting {
    ($name:literal, $($field:ident).+, $method:ident $(, $argument:expr)*) => {
        Setting {
            name: $name,
            read: |config, report, name, value| {
                if let Some(value) = report.$method(name, value $(, $argument)*) {
                    config.$($field).+ = value;
                }
            },
        }
    };
}

/// A row that a function reads.
const fn special(
    name: &'static str,
    read: fn(&mut Config, &mut Report<'_>, &str, &Value<'_>),
) -> Setting {
    Setting { name, read }
}

const INDENTS: &[(&str, Indent)] = &[
    ("auto", Indent::Auto),
    ("indent", Indent::Indent),
    ("blank", Indent::Blank),
    ("both", Indent::Both),
];
const KINSOKUS: &[(&str, Kinsoku)] = &[
    ("none", Kinsoku::None),
    ("basic", Kinsoku::Basic),
    ("gb", Kinsoku::Gb),
    ("strict", Kinsoku::Strict),
];
const FITS: &[(&str, Fit)] = &[
    ("greedy", Fit::Greedy),
    ("optimal", Fit::Optimal),
    ("phrase", Fit::Phrase),
];
const SPACINGS: &[(&str, Spacing)] = &[
    ("keep", Spacing::Keep),
    ("add", Spacing::Add),
    ("strip", Spacing::Strip),
];
const RUBIES: &[(&str, Ruby)] = &[("inline", Ruby::Inline), ("above", Ruby::Above)];
const AMBIGUOUS: &[(&str, Option<Ambiguous>)] = &[
    ("auto", None),
    ("narrow", Some(Ambiguous::Narrow)),
    ("wide", Some(Ambiguous::Wide)),
];
const EMOJI: &[(&str, Option<Emoji>)] = &[
    ("auto", None),
    ("safe", Some(Emoji::Safe)),
    ("full", Some(Emoji::Full)),
];
const PANES: &[(&str, Panes)] = &[
    ("auto", Panes::Auto),
    ("wide", Panes::Wide),
    ("stacked", Panes::Stacked),
    ("single", Panes::Single),
];
const MARK_READ: &[(&str, MarkRead)] = &[
    ("open", MarkRead::Open),
    ("end", MarkRead::End),
    ("never", MarkRead::Never),
];
const PRESETS: &[(&str, Preset)] = &[
    ("vim", Preset::Vim),
    ("newsboat", Preset::Newsboat),
    ("less", Preset::Less),
];

const SETTINGS: &[Setting] = &[
    special("libraries", libraries),
    special("language", language),
    special("zone", zone),
    special("theme", theme),
    special("browser", browser),
    setting!("mouse", mouse, boolean),
    setting!("reading.measure", typesetting.measure, integer, 20, 400),
    setting!("reading.mark-read", mark_read, choice, MARK_READ),
    setting!("reading.link-numbers", typesetting.link_numbers, boolean),
    setting!("panes.layout", panes, choice, PANES),
    setting!("panes.list-width", list_width, integer, 0, 200),
    setting!("panes.title-lines", title_lines, integer, 0, 2),
    setting!("typesetting.indent", typesetting.indent, choice, INDENTS),
    setting!("typesetting.kinsoku", typesetting.kinsoku, choice, KINSOKUS),
    setting!("typesetting.fit", typesetting.fit, choice, FITS),
    setting!("typesetting.spacing", typesetting.spacing, choice, SPACINGS),
    setting!("typesetting.hanging", typesetting.hanging, boolean),
    setting!("typesetting.keep-all", typesetting.keep_all, boolean),
    setting!("typesetting.justify", typesetting.justify, boolean),
    setting!("typesetting.grid", typesetting.grid, boolean),
    setting!("typesetting.hyphenate", typesetting.hyphenate, boolean),
    setting!("typesetting.bidi", typesetting.bidi, boolean),
    setting!("typesetting.leading", typesetting.leading, integer, 0, 1),
    setting!("typesetting.ruby", typesetting.ruby, choice, RUBIES),
    setting!("terminal.ambiguous", ambiguous, choice, AMBIGUOUS),
    setting!("terminal.emoji", emoji, choice, EMOJI),
    special("cleaning.off", |config, report, name, value| {
        config.cleaning.off = rule::read_off(report, name, value);
    }),
    special("cleaning.rules", |config, report, name, value| {
        config.cleaning.rules = rule::read(report, name, value);
    }),
    setting!("keys.preset", preset, choice, PRESETS),
    special("keys.everywhere", keys),
    special("keys.list", keys),
    special("keys.reader", keys),
    special("keys.panel", keys),
    special("keys.selection", keys),
];

/// What a build may lack.
struct Part {
    /// The setting that asks for it, and whether the config does.
    setting: &'static str,
    asked: fn(&Options) -> bool,
    /// The cargo feature, and whether it is built in.
    feature: &'static str,
    built: bool,
}

const PARTS: &[Part] = &[
    Part {
        setting: "typesetting.fit",
        asked: |options| options.fit == Fit::Phrase,
        feature: "phrase",
        built: cfg!(feature = "phrase"),
    },
    Part {
        setting: "typesetting.hyphenate",
        asked: |options| options.hyphenate,
        feature: "hyphen",
        built: cfg!(feature = "hyphen"),
    },
    Part {
        setting: "typesetting.bidi",
        asked: |options| options.bidi,
        feature: "bidi",
        built: cfg!(feature = "bidi"),
    },
];

/// The feature that a setting asks for in vain.
fn lacking(name: &str, options: &Options) -> Option<&'static str> {
    let mut parts = PARTS.iter();
    let part = parts.find(|part| part.setting == name && !part.built && (part.asked)(options))?;
    Some(part.feature)
}

fn libraries(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(paths) = report.texts(name, value) {
        config.libraries = paths.into_iter().map(at_home).collect();
    }
}

/// `~/` at the beginning of a path is the home folder.
fn at_home(path: String) -> PathBuf {
    let rest = match path.as_str() {
        "~" => Some(""),
        path => path.strip_prefix("~/"),
    };
    match rest.and_then(|rest| Some(disk::home()?.join(rest))) {
        Some(path) => path,
        None => PathBuf::from(path),
    }
}

/// A text that is not `auto`.
fn other_than_auto<'v>(
    report: &mut Report<'_>,
    name: &str,
    value: &'v Value<'_>,
) -> Option<&'v str> {
    report.text(name, value).filter(|text| *text != "auto")
}

fn language(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(tag) = other_than_auto(report, name, value) {
        match Locale::find(tag) {
            Some(_) => config.language = Some(tag.to_owned()),
            None => {
                let values: [(&str, &dyn std::fmt::Display); 1] = [("tag", &tag)];
                report.unknown(value.span(), "config.bad-tag", &values, tag, Locale::tags());
            }
        }
    }
}

fn zone(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(zone) = other_than_auto(report, name, value) {
        match Zone::named(zone) {
            Some(_) => config.zone = Some(zone.to_owned()),
            None => report.fault(value.span(), "config.bad-zone", &[("zone", &zone)]),
        }
    }
}

fn theme(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(theme) = report.text(name, value) {
        config.theme = theme.to_owned();
    }
}

/// Where the address goes in the words of the browser command.
const URL: &str = "{url}";

fn browser(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(words) = report.texts(name, value) {
        let named = words.iter().skip(1).any(|word| word.contains(URL));
        if named || words.is_empty() {
            config.browser = words;
        } else {
            report.fault(value.span(), "config.url-missing", &[("place", &URL)]);
        }
    }
}

fn keys(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(table) = report.table(name, value) {
        let scope = name.rsplit('.').next().unwrap_or(name);
        let scope = binding::scope_of(scope);
        for (key, value) in table {
            binding::read(&mut config.bindings, report, scope, key, value);
        }
    }
}

impl Config {
    /// Reads a config; `path` is named in errors.
    ///
    /// # Errors
    /// All faults of the file, in its order, in the language of the locale.
    pub fn parse(source: &str, path: &Path, locale: &Locale) -> Result<Self, Vec<Error>> {
        let mut report = Report::new(source, path, locale);
        let mut config = Self::default();
        if let Some(file) = report.parse() {
            config.read_table(&mut report, "", &file);
            binding::check(&config.bindings, &file, &mut report);
        }
        let errors = report.finish();
        if errors.is_empty() {
            Ok(config)
        } else {
            Err(errors)
        }
    }

    /// Reads the config file; without one, the defaults, unless it was `asked` for by name.
    ///
    /// # Errors
    /// When it cannot be read, or its faults.
    pub fn load(path: &Path, asked: bool, locale: &Locale) -> Result<Self, Vec<Error>> {
        const LARGEST: usize = 4 << 20;
        match disk::read(path, LARGEST) {
            Ok((bytes, _)) => Self::parse(&String::from_utf8_lossy(&bytes), path, locale),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !asked => Ok(Self::default()),
            Err(error) => Err(vec![Error::unreadable(path, &error)]),
        }
    }

    /// The zone of dates that name none.
    pub fn zone(&self) -> Zone {
        let named = self.zone.as_deref().and_then(Zone::named);
        named.unwrap_or_else(Zone::system)
    }

    /// The words of the command that opens an address; None: the system's own way.
    pub fn browser_words(&self, url: &str) -> Option<Vec<String>> {
        let words = self.browser.iter().map(|word| word.replace(URL, url));
        (!self.browser.is_empty()).then(|| words.collect())
    }

    /// One level of tables and what is in it. The file nests at most two levels of ours, so
    /// the recursion ends at the second.
    fn read_table(&mut self, report: &mut Report<'_>, section: &str, table: &Table<'_>) {
        for (key, value) in table {
            let written = &**key.get_ref();
            let name = match section {
                "" => written.to_owned(),
                section => format!("{section}.{written}"),
            };
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) {
                (setting.read)(self, report, &name, value);
                if let Some(feature) = lacking(&name, &self.typesetting) {
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("key", &name), ("feature", &feature)];
                    report.fault(value.span(), "config.not-built", &values);
                }
            } else if section.is_empty() && is_section(&name) {
                if let Some(table) = report.table(&name, value) {
                    self.read_table(report, &name, table);
                }
            } else if section == "keys" && value.get_ref().is_str() {
                binding::read(&mut self.bindings, report, None, key, value);
            } else {
                let known = SETTINGS.iter().map(|setting| setting.name);
                let sections = SECTIONS.iter().copied();
                report.unknown(
                    key.span(),
                    "config.unknown-key",
                    &[("key", &name)],
                    &name,
                    known.chain(sections),
                );
            }
        }
    }
}

const SECTIONS: &[&str] = &[
    "reading",
    "panes",
    "typesetting",
    "terminal",
    "cleaning",
    "keys",
];

fn is_section(name: &str) -> bool {
    SECTIONS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Command, Key, Scope};
    use proptest::prelude::*;

    fn parse(source: &str) -> Result<Config, Vec<String>> {
        let locale = Locale::for_tag("en");
        let config = Config::parse(source, Path::new("c.toml"), &locale);
        config.map_err(|errors| errors.iter().map(Error::to_string).collect())
    }

    /// The default file with its settings switched on: prose has a blank after the `#`.
    fn switched_on() -> String {
        let setting = |line: &&str| {
            line.strip_prefix('#')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
        };
        let lines = DEFAULT_FILE.lines().map(|line| match setting(&line) {
            true => line.strip_prefix('#').unwrap(),
            false => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_default_file_says_what_the_defaults_are() {
        assert_eq!(parse(""), Ok(Config::default()));
        assert_eq!(parse(DEFAULT_FILE), Ok(Config::default()));
        let file = switched_on();
        assert_eq!(parse(&file), Ok(Config::default()));
        let table: toml::Table = toml::from_str(&file).unwrap();
        let written = |name: &str| match name.split_once('.') {
            Some((section, key)) => table.get(section).and_then(|t| t.get(key)).is_some(),
            None => table.contains_key(name),
        };
        for setting in SETTINGS {
            assert!(written(setting.name), "{} is not explained", setting.name);
            if let Some((section, _)) = setting.name.split_once('.') {
                assert!(is_section(section), "{section}");
            }
        }
    }

    #[test]
    fn every_setting_changes_something() {
        let values = [
            ("libraries", "['/a']"),
            ("language", "'zh'"),
            ("zone", "'Asia/Tokyo'"),
            ("theme", "'ink'"),
            ("browser", "['w3m', '{url}']"),
            ("mouse", "true"),
            ("reading.measure", "60"),
            ("reading.mark-read", "'end'"),
            ("reading.link-numbers", "false"),
            ("panes.layout", "'single'"),
            ("panes.list-width", "40"),
            ("panes.title-lines", "2"),
            ("typesetting.indent", "'both'"),
            ("typesetting.kinsoku", "'gb'"),
            ("typesetting.fit", "'phrase'"),
            ("typesetting.spacing", "'add'"),
            ("typesetting.hanging", "false"),
            ("typesetting.keep-all", "false"),
            ("typesetting.justify", "true"),
            ("typesetting.grid", "true"),
            ("typesetting.hyphenate", "true"),
            ("typesetting.bidi", "true"),
            ("typesetting.leading", "1"),
            ("typesetting.ruby", "'above'"),
            ("terminal.ambiguous", "'wide'"),
            ("terminal.emoji", "'full'"),
            ("cleaning.off", "['qr-code']"),
            ("cleaning.rules", "[{ contains = 'x' }]"),
            ("keys.preset", "'less'"),
            ("keys.everywhere", "{ x = 'zen' }"),
            ("keys.list", "{ x = 'sort' }"),
            ("keys.reader", "{ x = 'links' }"),
            ("keys.panel", "{ x = 'open' }"),
            ("keys.selection", "{ x = 'word-end' }"),
        ];
        assert_eq!(values.len(), SETTINGS.len());
        for ((name, value), setting) in values.iter().zip(SETTINGS) {
            assert_eq!(*name, setting.name);
            let config = parse(&format!("{name} = {value}"));
            let part = PARTS.iter().find(|part| part.setting == *name);
            if let Some(part) = part.filter(|part| !part.built) {
                let fault = config.unwrap_err().concat();
                let named = format!("--features {}", part.feature);
                assert!(fault.contains(&named), "{fault}");
                continue;
            }
            let config = config.unwrap();
            assert_ne!(config, Config::default(), "{name}");
        }
    }

    #[test]
    fn faults_are_all_told_with_line_column_and_nearest_name() {
        let check = |source: &str, expected: &[&str]| {
            let errors = parse(source).unwrap_err();
            assert_eq!(errors, expected, "{source}");
        };
        check(
            "[reading]\nmesure = 3\n\"看\" = 1\nmeasure = 7\nmark-read = \"opne\"\n",
            &[
                "c.toml:2:1: There is no setting “reading.mesure” (did you mean “reading.measure”?)",
                "c.toml:3:1: There is no setting “reading.看”",
                "c.toml:4:11: “reading.measure” must be a whole number from 20 to 400",
                "c.toml:5:13: “reading.mark-read” must be one of: open, end, never (did you mean “open”?)",
            ],
        );
        check(
            "measure = 60",
            &["c.toml:1:1: There is no setting “measure” (did you mean “reading.measure”?)"],
        );
        check(
            "theme = 1\nlanguage = \"tlh\"\nzone = \"Mars\"\nbrowser = [\"firefox\"]",
            &[
                "c.toml:1:9: “theme” must be a text in quotation marks",
                "c.toml:2:12: There is no interface in the language “tlh”",
                "c.toml:3:8: “Mars” is not a time zone such as Asia/Shanghai or +08:00",
                "c.toml:4:11: One of the words of the browser command must contain {url}",
            ],
        );
        check(
            "[keys]\ngg = \"top\"\n\"g\" = \"tpo\"\n[keys.list]\n\"x\" = \"word-end\"\n\"C-d\" = \"sort\"\n\"C-D\" = \"open\"\n\"z\" = \"sort\"\n\"z z\" = \"sort\"",
            &[
                "c.toml:2:1: “gg” is not the name of a key or of a sequence of keys",
                "c.toml:3:7: There is no command “tpo” (did you mean “top”?)",
                "c.toml:5:7: The command “word-end” does not apply in “list”",
                "c.toml:7:1: “C-d” is bound twice here",
                "c.toml:9:1: “z z” and “z” are both bound here, but one is the beginning of the other",
            ],
        );
        check(
            "reading = 1\n[cleaning]\noff = [\"qr-cod\"]\n[[cleaning.rules]]\nsource = \"x\"\n[[cleaning.rules]]\ntoken = 1\ntokn = \"y\"\ncontains = \"z\"\n[[cleaning.rules]]\nselector = \"((\"",
            &[
                "c.toml:1:11: “reading” must be a table",
                "c.toml:3:7: There is no cleaning rule “qr-cod” (did you mean “qr-code”?)",
                "c.toml:5:1: A cleaning rule needs words (contains), a class (token) or a selector",
                "c.toml:7:9: “token” must be a text in quotation marks",
                "c.toml:8:1: There is no setting “tokn” (did you mean “token”?)",
                "c.toml:11:12: This is not a CSS selector",
            ],
        );
        let broken = parse("[keys\nx = = 1\nmouse = maybe").unwrap_err();
        assert!(broken.len() >= 2);
        assert!(broken.iter().all(|error| error.contains("not TOML")));
        assert!(
            broken[0].starts_with("c.toml:1:6: This is not TOML:"),
            "{broken:#?}"
        );
    }

    #[test]
    fn keys_are_bound_everywhere_or_in_a_pane() {
        let config = parse("[keys]\nO = 'open'\n[keys.list]\nq = 'none'").unwrap();
        let binding = |scope, key: &str, command| Binding {
            scope,
            keys: Key::sequence(key).unwrap(),
            command,
        };
        let mut bindings = config.bindings;
        bindings.sort_by_key(|binding| binding.scope.is_some());
        let expected = [
            binding(None, "O", Some(Command::Open)),
            binding(Some(Scope::List), "q", None),
        ];
        assert_eq!(bindings, expected);
    }

    #[test]
    fn the_browser_gets_the_address_as_part_of_one_word() {
        let config = parse("browser = ['w3m', '-o', 'x={url}']").unwrap();
        let words = config.browser_words("https://a/?q=a b;c").unwrap();
        assert_eq!(words, ["w3m", "-o", "x=https://a/?q=a b;c"]);
        assert_eq!(Config::default().browser_words("x"), None);
    }

    #[test]
    fn a_missing_file_is_an_error_only_when_it_was_named() {
        let folder = tempfile::tempdir().unwrap();
        let (path, locale) = (folder.path().join("none.toml"), Locale::for_tag("en"));
        assert_eq!(Config::load(&path, false, &locale), Ok(Config::default()));
        let errors = Config::load(&path, true, &locale).unwrap_err();
        assert_eq!(errors[0].exit, crate::error::Exit::Unreadable);
        assert!(Config::load(folder.path(), false, &locale).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_taken(source in "([a-z.\\[\\]\"= #{}\n看-]|keys|reading|measure|rules){0,30}") {
            let _ = parse(&source);
        }
    }
}
