//! The texts of the interface, by key, from assets/locales: `locale.text("list.empty")`.

use std::collections::BTreeMap;

/// One language of the interface, chosen from LANG or `--lang`. A key that a locale lacks
/// falls back to English, then to the key itself; a test keeps the locales complete.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    tag: String,
    texts: BTreeMap<String, String>,
}

impl Locale {
    /// The best locale for a tag such as `zh_CN.UTF-8`, `en-GB` or `C`.
    pub fn for_tag(tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
            texts: BTreeMap::new(),
        }
    }

    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The text of a key.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key with its `{name}` places filled.
    pub fn fill(&self, key: &str, values: &[(&str, &dyn std::fmt::Display)]) -> String {
        let mut text = self.text(key).to_owned();
        for (name, value) in values {
            text = text.replace(&format!("{{{name}}}"), &value.to_string());
        }
        text
    }
}
