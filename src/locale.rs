//! Interface texts by key, from assets/locales: `locale.text("list.empty")`.
//!
//! An interface language is one file in assets/locales and one row in `LOCALES`.
//! `tests/it/locales.rs` checks that the files are complete and have no unused keys.

use std::collections::HashMap;
use std::fmt::Display;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Tag and texts of each language; English, the fallback, comes first.
const LOCALES: &[(&str, &str)] = &[
    ("en", include_str!("../assets/locales/en.toml")),
    ("zh-Hans", include_str!("../assets/locales/zh-Hans.toml")),
    ("zh-Hant", include_str!("../assets/locales/zh-Hant.toml")),
    ("ja", include_str!("../assets/locales/ja.toml")),
    ("ko", include_str!("../assets/locales/ko.toml")),
];

/// Regions where Chinese is written in traditional characters.
const TRADITIONAL: [&str; 3] = ["tw", "hk", "mo"];

/// The texts of [`LOCALES`] that were needed so far.
static TEXTS: [OnceLock<Arc<HashMap<String, String>>>; LOCALES.len()] =
    [const { OnceLock::new() }; LOCALES.len()];

/// One interface language, chosen from LANG or `--lang`. A missing key falls back to the key
/// itself; a test checks that locales are complete.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    tag: &'static str,
    texts: Arc<HashMap<String, String>>,
}

impl Locale {
    /// The best locale for a tag such as `zh_CN.UTF-8`, `en-GB` or `C`; English if none matches.
    pub fn for_tag(tag: &str) -> Self {
        let tag = Self::find(tag).unwrap_or(LOCALES[0].0);
        let mut all = LOCALES.iter().zip(&TEXTS);
        let texts = all.find(|((name, _), _)| *name == tag);
        let texts = texts.map(|((_, source), texts)| texts.get_or_init(|| Arc::new(parse(source))));
        Self {
            tag,
            texts: texts.cloned().unwrap_or_default(),
        }
    }

    /// The tag of its texts.
    pub(crate) fn tag(&self) -> &'static str {
        self.tag
    }

    /// Chooses by the command line option, then the config's language, then LC_ALL, LC_MESSAGES
    /// and LANG in POSIX order (an empty variable counts as unset).
    pub(crate) fn choose(
        option: Option<&str>,
        config: Option<&str>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> Self {
        Self::for_tag(Self::chosen_tag(option, config, environment))
    }

    fn chosen_tag(
        option: Option<&str>,
        config: Option<&str>,
        environment: impl Fn(&str) -> Option<String>,
    ) -> &'static str {
        let named = option.or(config).map(str::to_owned);
        let variable = |name: &&str| environment(name).filter(|value| !value.is_empty());
        let tag = named.or_else(|| ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(variable));
        let known = tag.and_then(|tag| Self::find(&tag));
        known.unwrap_or(LOCALES[0].0)
    }

    /// The tag of the shipped locale for a tag. Of Chinese, the script decides or else the region:
    /// `zh_HK` is traditional, `zh` simplified. `C` and `POSIX` get English.
    pub(crate) fn find(tag: &str) -> Option<&'static str> {
        let end = tag.find(['.', '@']).unwrap_or(tag.len());
        let tag = tag.get(..end)?.replace('_', "-").to_ascii_lowercase();
        if tag == "c" || tag == "posix" {
            return Some("en");
        }
        let mut parts = tag.split('-');
        let language = parts.next().filter(|language| !language.is_empty())?;
        let tag = match language {
            "zh" if parts.clone().any(|part| part == "hans") => "zh-hans",
            "zh" if parts.any(|part| part == "hant" || TRADITIONAL.contains(&part)) => "zh-hant",
            "zh" => "zh-hans",
            _ => language,
        };
        Self::tags().find(|known| known.eq_ignore_ascii_case(tag))
    }

    /// The tags of the shipped locales, English first.
    pub fn tags() -> impl Iterator<Item = &'static str> {
        LOCALES.iter().map(|(tag, _)| *tag)
    }

    /// The text of a key.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// What is shown before a part that a rule cut.
    pub(crate) fn cut_label(&self, rule: &str) -> String {
        let key = format!("rule.{rule}");
        let name = self.texts.get(&key).map_or(rule, String::as_str);
        self.fill("label.cut", &[("rule", &name)])
    }

    /// The text of a key with its `{name}` placeholders filled. Values are not expanded again; a
    /// placeholder without a value stays as written. `{count:article:articles}` gives the first
    /// word if the value is 1, else the second.
    pub(crate) fn fill(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        let mut rest = self.text(key);
        let mut filled = String::with_capacity(rest.len() + 16);
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let place = after.split_once('}').and_then(|(name, tail)| {
                let (name, words) = name.split_once(':').unwrap_or((name, ""));
                let (_, value) = values.iter().find(|(known, _)| *known == name)?;
                Some((value, words.split_once(':'), tail))
            });
            match place {
                Some((value, words, tail)) => {
                    match words {
                        Some((one, _)) if value.to_string() == "1" => filled.push_str(one),
                        Some((_, many)) => filled.push_str(many),
                        // Writing into a String cannot fail.
                        None => _ = write!(filled, "{value}"),
                    }
                    rest = tail;
                }
                None => {
                    filled.push('{');
                    rest = after;
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// The texts of a file. A test parses the shipped files; with a broken one, the keys would be
/// shown.
fn parse(source: &str) -> HashMap<String, String> {
    toml::from_str(source).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .map(|name| name.split_once(':').map_or(name, |(name, _)| name))
            .collect()
    }

    #[test]
    fn a_tag_finds_its_locale() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(Locale::find(tag), expected, "{tag}");
        };
        check("zh_CN.UTF-8", Some("zh-Hans"));
        check("zh_TW.UTF-8", Some("zh-Hant"));
        check("zh_HK", Some("zh-Hant"));
        check("zh-MO", Some("zh-Hant"));
        check("zh-Hant-CN", Some("zh-Hant"));
        check("zh-Hans-HK", Some("zh-Hans"));
        check("zh-hans", Some("zh-Hans"));
        check("zh_SG", Some("zh-Hans"));
        check("zh", Some("zh-Hans"));
        check("en_GB.ISO8859-1", Some("en"));
        check("de_DE@euro", None);
        check("C", Some("en"));
        check("C.UTF-8", Some("en"));
        check("POSIX", Some("en"));
        check("zhuang", None);
        check("", None);
        check("ja_JP.UTF-8", Some("ja"));
        check("ko_KR.eucKR", Some("ko"));
        check("ko", Some("ko"));
    }

    #[test]
    fn environment_variables_have_posix_precedence() {
        let check =
            |option: Option<&str>, config: Option<&str>, set: &[(&str, &str)], expected: &str| {
                let set: BTreeMap<_, _> = set.iter().copied().collect();
                let tag = Locale::chosen_tag(option, config, |name| {
                    set.get(name).map(|value| (*value).to_owned())
                });
                assert_eq!(tag, expected, "{option:?} {config:?} {set:?}");
            };
        check(None, None, &[], "en");
        check(None, None, &[("LANG", "zh_CN.UTF-8")], "zh-Hans");
        check(None, None, &[("LANG", "zh_CN"), ("LC_ALL", "C")], "en");
        check(None, None, &[("LANG", "zh_CN"), ("LC_ALL", "")], "zh-Hans");
        check(
            None,
            None,
            &[("LANG", "en_US"), ("LC_MESSAGES", "zh_SG")],
            "zh-Hans",
        );
        check(None, Some("zh"), &[("LANG", "en_US")], "zh-Hans");
        check(Some("en"), Some("zh"), &[("LC_ALL", "zh_CN")], "en");
    }

    #[test]
    fn places_are_filled_once() {
        let texts = HashMap::from([("k".to_owned(), "{a} of {b}, {c} { {a}".to_owned())]);
        let locale = Locale {
            tag: "en",
            texts: Arc::new(texts),
        };
        let filled = locale.fill("k", &[("a", &"{b}"), ("b", &2)]);
        assert_eq!(filled, "{b} of 2, {c} { {b}");
        assert_eq!(locale.fill("missing", &[]), "missing");
        let texts = HashMap::from([("k".to_owned(), "{n} {n:day:days}{m:x:y}".to_owned())]);
        let locale = Locale {
            tag: "en",
            texts: Arc::new(texts),
        };
        assert_eq!(locale.fill("k", &[("n", &1)]), "1 day{m:x:y}");
        assert_eq!(locale.fill("k", &[("n", &"1 200")]), "1 200 days{m:x:y}");
    }

    #[test]
    fn all_locales_have_the_same_keys_and_places() {
        let read =
            |source: &str| toml::from_str::<BTreeMap<String, String>>(source).expect("a locale");
        let english = read(LOCALES[0].1);
        for (tag, source) in LOCALES {
            let texts = read(source);
            assert!(
                english.keys().eq(texts.keys()),
                "{tag} differs: {:?}",
                english
                    .keys()
                    .collect::<BTreeSet<_>>()
                    .symmetric_difference(&texts.keys().collect())
                    .collect::<Vec<_>>()
            );
            for (key, text) in &texts {
                assert!(!text.trim().is_empty(), "{tag}: {key} is empty");
                assert_eq!(places(text), places(&english[key]), "{tag}: {key}");
            }
        }
    }
}
