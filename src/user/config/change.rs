//! Changing a setting while the program runs, as typed: `measure 60`.

use super::Config;
use super::table::{SETTINGS, Setting, lacking};
use crate::user::fault::{Expected, Fault, FaultKind};
use crate::user::settings::{Report, nearest};

/// The value of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// The dotted name.
    pub name: &'static str,
    /// In TOML.
    pub value: String,
}

impl SettingChange {
    /// Understands a name, which may lack its section, and a value. Strings need no quotes, lists no
    /// brackets.
    ///
    /// # Errors
    /// There is no such setting, or it does not take the value.
    pub(crate) fn parse(name: &str, typed: &str) -> Result<Self, Fault> {
        let setting = find(name)?;
        let change = Self {
            name: setting.name,
            value: written(typed, expected(setting).as_ref()),
        };
        Config::default().change(&change).map(|()| change)
    }
}

impl Config {
    /// Changes a setting.
    ///
    /// # Errors
    /// It does not take the value; the config is as it was.
    pub(crate) fn change(&mut self, change: &SettingChange) -> Result<(), Fault> {
        let setting = find(change.name)?;
        let mut config = self.clone();
        // These are read only where they are not "auto".
        match (setting.name, change.value.as_str()) {
            ("zone", "\"auto\"") => config.zone = None,
            ("language", "\"auto\"") => config.language = None,
            _ => {}
        }
        read(&mut config, setting, &change.value)?;
        *self = config;
        Ok(())
    }
}

fn read(config: &mut Config, setting: &Setting, value: &str) -> Result<(), Fault> {
    let source = format!("value = {value}");
    let mut report = Report::new(&source);
    let table = report.parse().unwrap_or_default();
    for (_, value) in &table {
        (setting.read)(config, &mut report, setting.name, value);
        if let Some(feature) = lacking(setting.name, config) {
            let key = setting.name.to_owned();
            report.fault(value.span(), FaultKind::NotBuilt { key, feature });
        }
    }
    let faults = report.finish(()).err().unwrap_or_default();
    faults.into_iter().next().map_or(Ok(()), Err)
}

/// The setting of a name, or of the last part of one if no other ends with it.
fn find(name: &str) -> Result<&'static Setting, Fault> {
    let mut all = SETTINGS.iter();
    let whole = all.find(|setting| setting.name == name);
    let ends = |setting: &&Setting| last_part(setting.name) == name;
    let mut by_end = SETTINGS.iter().filter(ends);
    let unique = by_end.next().filter(|_| by_end.next().is_none());
    whole.or(unique).ok_or_else(|| Fault {
        at: (1, 1),
        kind: FaultKind::UnknownSetting(crate::text::sanitize_line(name)),
        suggestion: nearest(name, setting_names()).map(str::to_owned),
    })
}

/// The dotted names of all settings.
pub fn setting_names() -> impl Iterator<Item = &'static str> {
    SETTINGS.iter().map(|setting| setting.name)
}

/// What comes after the section in a dotted name.
pub(crate) fn last_part(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// What a setting takes: a fault says it of a value that no setting takes.
pub(crate) fn expected_by(name: &str) -> Option<Expected> {
    find(name).ok().and_then(expected)
}

fn expected(setting: &Setting) -> Option<Expected> {
    const NEVER: &str = "1970-01-01";
    match read(&mut Config::default(), setting, NEVER).err()?.kind {
        FaultKind::WrongType { expected, .. } => Some(expected),
        _ => None,
    }
}

/// A typed value in TOML.
fn written(typed: &str, expected: Option<&Expected>) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let is_number = |text: &str| text.parse::<i64>().is_ok();
    match (expected, typed) {
        (Some(Expected::Boolean), "on" | "yes") => "true".to_owned(),
        (Some(Expected::Boolean), "off" | "no") => "false".to_owned(),
        (Some(Expected::Boolean), "true" | "false") => typed.to_owned(),
        (Some(Expected::Integer { .. }), number) if is_number(number) => typed.to_owned(),
        (Some(Expected::List), list) if !list.starts_with('[') => {
            let separates = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
            let words = list.split(separates).filter(|word| !word.is_empty());
            let words: Vec<String> = words.map(quoted).collect();
            format!("[{}]", words.join(", "))
        }
        (_, toml) if toml.starts_with(['"', '\'', '[', '{']) => toml.to_owned(),
        (_, text) => quoted(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;
    use crate::user::config::Panes;

    #[test]
    fn values_are_typed_without_quotes() {
        #[track_caller]
        fn check(name: &str, typed: &str, expected: Result<(&str, &str), &str>) {
            let locale = Locale::for_tag("en");
            let found = SettingChange::parse(name, typed);
            let found = found.map_err(|fault| fault.in_words(&locale));
            let found = found.as_ref().map(|change| (change.name, &*change.value));
            assert_eq!(
                found.map_err(|text| text.as_str()),
                expected,
                "{name} {typed}"
            );
        }
        check("measure", "60", Ok(("reading.measure", "60")));
        check("reading.measure", "60", Ok(("reading.measure", "60")));
        check("mouse", "off", Ok(("mouse", "false")));
        check("layout", "single", Ok(("panes.layout", "\"single\"")));
        check(
            "list-columns",
            "source, age",
            Ok(("panes.list-columns", "[\"source\", \"age\"]")),
        );
        check(
            "link-numbers",
            "always",
            Ok(("reading.link-numbers", "\"always\"")),
        );
        check("zone", "auto", Ok(("zone", "\"auto\"")));
        check(
            "measure",
            "7",
            Err("“reading.measure” must be a whole number from 20 to 400"),
        );
        check(
            "measure",
            "wide",
            Err("“reading.measure” must be a whole number from 20 to 400"),
        );
        check("mouse", "maybe", Err("“mouse” must be true or false"));
        check(
            "mesure",
            "60",
            Err("Unknown setting “mesure” (did you mean “reading.measure”?)"),
        );
        check(
            "browser",
            "w3m",
            Err("The browser command must contain {url}"),
        );
    }

    #[test]
    fn a_change_is_made_or_leaves_the_config_as_it_was() {
        let mut config = Config::default();
        let change = |name: &str, value| SettingChange::parse(name, value).unwrap();
        config.change(&change("layout", "single")).unwrap();
        config.change(&change("zone", "Asia/Tokyo")).unwrap();
        assert_eq!(config.panes, Panes::Single);
        config.change(&change("zone", "auto")).unwrap();
        assert_eq!(config.zone, None);
        let before = config.clone();
        let bad = SettingChange {
            name: "panes.layout",
            value: "7".to_owned(),
        };
        assert!(config.change(&bad).is_err());
        assert_eq!(config, before);
    }

    #[test]
    fn every_setting_says_what_it_takes() {
        let of_text = ["language", "zone", "theme", "search.engine"];
        for setting in SETTINGS {
            let expected = expected(setting).unwrap_or_else(|| panic!("{}", setting.name));
            let is_text = expected == Expected::Text;
            assert_eq!(is_text, of_text.contains(&setting.name), "{}", setting.name);
        }
    }
}
