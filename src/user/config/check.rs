//! Checks a config more closely than reading it does: what it names must exist, too.

use super::{Config, IfMissing};
use crate::paths::at_home;
use crate::user::ThemeChoice;
use crate::user::fault::{FaultKind, LoadError};
use crate::user::settings::Report;
use std::path::Path;

/// All faults of a config: of its settings, of the theme that it names and of that theme's file, and
/// libraries that do not exist. `themes`: the folder of the user's themes.
pub fn check(path: &Path, if_missing: IfMissing, themes: &Path) -> Vec<LoadError> {
    let mut faults = Vec::new();
    if let Err(error) = Config::load(path, if_missing) {
        faults.push(error);
    }
    let Ok((bytes, _)) = crate::fs::read(path, super::LARGEST) else {
        return faults;
    };
    let source = String::from_utf8_lossy(&bytes);
    let mut report = Report::new(&source);
    let Some(table) = report.parse() else {
        // Reported already.
        return faults;
    };
    let mut of_theme = None;
    if let Some(value) = table.get("theme")
        && let Some(name) = value.get_ref().as_str()
    {
        match ThemeChoice::load(name, themes) {
            Ok(_) => {}
            Err(LoadError::UnknownTheme { .. }) => {
                let known = ThemeChoice::names(themes);
                let known = known.iter().map(String::as_str);
                report.unknown(value.span(), FaultKind::UnknownTheme, name, known);
            }
            Err(error) => of_theme = Some(error),
        }
    }
    let libraries = table
        .get("libraries")
        .and_then(|value| value.get_ref().as_array());
    for value in libraries.into_iter().flatten() {
        if let Some(folder) = value.get_ref().as_str()
            && !at_home(folder).is_dir()
        {
            report.fault(value.span(), FaultKind::NoFolder(folder.to_owned()));
        }
    }
    if let Err(found) = report.finish(()) {
        faults.push(LoadError::Faults {
            path: path.to_owned(),
            faults: found,
        });
    }
    faults.extend(of_theme);
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Locale;

    #[test]
    fn what_a_config_names_must_exist() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let there = folder.path().to_string_lossy().into_owned();
        let check = |text: &str, expected: &[&str]| {
            std::fs::write(&file, text).unwrap();
            let faults = check(&file, IfMissing::Fail, folder.path());
            let errors = faults
                .iter()
                .flat_map(|fault| fault.errors(&Locale::for_tag("en")));
            let errors: Vec<String> = errors.map(|error| error.to_string()).collect();
            let errors: Vec<&str> = errors
                .iter()
                .map(|error| {
                    error
                        .split_once(".toml:")
                        .map_or(error.as_str(), |(_, rest)| rest)
                })
                .collect();
            assert_eq!(errors, expected, "{text}");
        };
        std::fs::write(folder.path().join("own.toml"), "[roles]\nquote = 'bold'\n").unwrap();
        std::fs::write(folder.path().join("bad.toml"), "[roles]\nquotte = 'bold'\n").unwrap();
        check(&format!("theme = 'own'\nlibraries = ['{there}']\n"), &[]);
        check(
            "theme = 'slat'\n",
            &["1:9: Unknown theme “slat” (did you mean “slate”?)"],
        );
        check(
            "theme = 'bad'\n",
            &["2:1: Unknown role “quotte” (did you mean “quote”?)"],
        );
        check(
            "language = 'tlh'\ntheme = 'ow'\nlibraries = ['/no/such']\n",
            &[
                "1:12: Unsupported interface language “tlh”",
                "2:9: Unknown theme “ow” (did you mean “own”?)",
                "3:14: No folder “/no/such”",
            ],
        );
    }
}
