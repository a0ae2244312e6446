//! The default file, every setting, and faults with their position.

use super::table::PARTS;
use super::*;
use crate::input::{Binding, Command, Key, Scope, Step};
use crate::locale::Locale;
use proptest::prelude::*;
use std::sync::Arc;

fn parse(source: &str) -> Result<Config, Vec<String>> {
    let locale = Locale::for_tag("en");
    let text = |fault: &Fault| fault.error(Path::new("c.toml"), &locale).to_string();
    Config::parse(source).map_err(|faults| faults.iter().map(text).collect())
}

/// The default file with its settings enabled: prose has a blank after the `#`.
fn switched_on() -> String {
    let setting = |line: &&str| {
        line.strip_prefix('#')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()))
    };
    let lines = DEFAULT_FILE.lines().map(|line| {
        if setting(&line) {
            line.strip_prefix('#').unwrap()
        } else {
            line
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_default_file_lists_all_defaults() {
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
        (
            "openers",
            "[{ pattern = '*.mp4', command = ['mpv', '{url}'] }]",
        ),
        ("mouse", "false"),
        ("searches", "[{ name = 'x', query = 'is:unread' }]"),
        ("rules", "[{ query = 'is:unread', action = 'hide' }]"),
        ("refresh", "'30m'"),
        ("search.engine", "'http://127.0.0.1:9200'"),
        ("search.shards", "3"),
        ("search.replicas", "0"),
        ("reading.measure", "60"),
        ("reading.mark-read", "'end'"),
        ("reading.link-numbers", "'always'"),
        ("reading.pictures", "'local'"),
        ("reading.graphics", "'sixel'"),
        ("panes.layout", "'single'"),
        ("panes.list-width", "40"),
        ("panes.title-lines", "2"),
        ("panes.list-columns", "['source', 'tags']"),
        ("panes.fold-versions", "false"),
        ("typesetting.indent", "'both'"),
        ("typesetting.kinsoku", "'gb'"),
        ("typesetting.fit", "'phrase'"),
        ("typesetting.spacing", "'add'"),
        ("typesetting.hanging", "false"),
        ("typesetting.keep-all", "false"),
        ("typesetting.justify", "true"),
        ("typesetting.grid", "true"),
        ("typesetting.smart-punctuation", "true"),
        ("typesetting.hyphenate", "true"),
        ("typesetting.bidi", "true"),
        ("typesetting.leading", "1"),
        ("typesetting.ruby", "'above'"),
        ("typesetting.formulas", "'linear'"),
        ("typesetting.full-width-marks", "true"),
        ("terminal.ambiguous", "'wide'"),
        ("terminal.emoji", "'full'"),
        ("cleaning.off", "['qr-code']"),
        ("cleaning.rules", "[{ contains = 'x' }]"),
        ("keys.preset", "'less'"),
        ("keys.everywhere", "{ x = 'zen' }"),
        ("keys.list", "{ x = 'sort' }"),
        ("keys.reader", "{ x = 'links' }"),
        ("keys.sidebar", "{ x = 'open' }"),
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
fn all_faults_are_reported_with_position_and_nearest_name() {
    let check = |source: &str, expected: &[&str]| {
        let errors = parse(source).unwrap_err();
        assert_eq!(errors, expected, "{source}");
    };
    check(
        "[reading]\nmesure = 3\n\"看\" = 1\nmeasure = 7\nmark-read = \"opne\"\n",
        &[
            "c.toml:2:1: Unknown setting “reading.mesure” (did you mean “reading.measure”?)",
            "c.toml:3:1: Unknown setting “reading.看”",
            "c.toml:4:11: “reading.measure” must be a whole number from 20 to 400",
            "c.toml:5:13: “reading.mark-read” must be one of: open, end, never (did you mean “open”?)",
        ],
    );
    check(
        "measure = 60",
        &["c.toml:1:1: Unknown setting “measure” (did you mean “reading.measure”?)"],
    );
    check(
        "theme = 1\nlanguage = \"tlh\"\nzone = \"Mars\"\nbrowser = [\"firefox\"]",
        &[
            "c.toml:1:9: “theme” must be a string in quotation marks",
            "c.toml:2:12: Unsupported interface language “tlh”",
            "c.toml:3:8: “Mars” is not a time zone such as Asia/Shanghai or +08:00",
            "c.toml:4:11: The browser command must contain {url}",
        ],
    );
    check(
        "[keys]\ngg = \"top\"\n\"g\" = \"tpo\"\n[keys.list]\n\"x\" = \"word-end\"\n\"C-d\" = \"sort\"\n\"C-D\" = \"open\"\n\"z\" = \"sort\"\n\"z z\" = \"sort\"",
        &[
            "c.toml:2:1: “gg” is not a key or a sequence of keys",
            "c.toml:3:7: Unknown command “tpo” (did you mean “top”?)",
            "c.toml:5:7: The command “word-end” does not apply in “list”",
            "c.toml:7:1: “C-d” is bound twice",
            "c.toml:9:1: “z z” and “z” conflict: one is the beginning of the other",
        ],
    );
    check(
        "reading = 1\n[cleaning]\noff = [\"qr-cod\"]\n[[cleaning.rules]]\nsource = \"x\"\n[[cleaning.rules]]\ntoken = 1\ntokn = \"y\"\ncontains = \"z\"\n[[cleaning.rules]]\nselector = \"((\"",
        &[
            "c.toml:1:11: “reading” must be a table",
            "c.toml:3:7: Unknown cleaning rule “qr-cod” (did you mean “qr-code”?)",
            "c.toml:5:1: A cleaning rule needs words (contains), a class (token) or a selector",
            "c.toml:7:9: “token” must be a string in quotation marks",
            "c.toml:8:1: Unknown setting “tokn” (did you mean “token”?)",
            "c.toml:11:12: Invalid CSS selector",
        ],
    );
    check(
        "[[rules]]\nname = \"a\"\nquery = \"x\"\nacton = \"hide\"\n[[rules]]\nquery = 1\naction = \"hid\"\n[[rules]]\naction = \"tag:\"",
        &[
            "c.toml:1:1: “action” is missing",
            "c.toml:4:1: Unknown setting “acton” (did you mean “action”?)",
            "c.toml:6:9: “query” must be a string in quotation marks",
            "c.toml:7:10: Unknown action “hid” of a rule (did you mean “hide”?)",
            "c.toml:8:1: “query” is missing",
            "c.toml:9:10: Unknown action “tag:” of a rule (did you mean “tag:…”?)",
        ],
    );
    let broken = parse("[keys\nx = = 1\nmouse = maybe").unwrap_err();
    assert!(broken.len() >= 2);
    assert!(broken.iter().all(|error| error.contains("Invalid TOML")));
    assert!(
        broken[0].starts_with("c.toml:1:6: Invalid TOML:"),
        "{broken:#?}"
    );
}

#[test]
fn keys_are_bound_everywhere_or_in_a_pane() {
    let config = parse(
        "[keys]\nO = 'open'\nX = ['next-heading', ': set measure 60 ']\n[keys.list]\nq = 'none'",
    )
    .unwrap();
    let binding = |scope, key: &str, command| Binding {
        scope,
        keys: Key::sequence(key).unwrap(),
        command,
        steps: Arc::default(),
    };
    let steps = [
        Step::Command(Command::NextHeading),
        Step::Line("set measure 60".to_owned()),
    ];
    let mut bindings = config.bindings;
    bindings.sort_by_key(|binding| binding.scope.is_some());
    let expected = [
        binding(None, "O", Some(Command::Open)),
        Binding {
            steps: steps.into(),
            ..binding(None, "X", None)
        },
        binding(Some(Scope::List), "q", None),
    ];
    assert_eq!(bindings, expected);
}

#[test]
fn a_missing_file_is_an_error_only_when_it_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.toml");
    assert_eq!(
        Config::load(&path, IfMissing::UseDefaults),
        Ok(Config::default())
    );
    let error = Config::load(&path, IfMissing::Fail).unwrap_err();
    assert!(matches!(error, LoadError::Unreadable(_)), "{error:?}");
    assert!(Config::load(folder.path(), IfMissing::UseDefaults).is_err());
}

proptest! {
    #[test]
    fn arbitrary_text_does_not_panic(source in "([a-z.\\[\\]\"= #{}\n看-]|keys|reading|measure|rules){0,30}") {
        let _ = parse(&source);
    }
}
