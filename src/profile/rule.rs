//! Cleaning rules of the user's own: `[[cleaning.rules]]` in the config.

use super::settings::{Report, Value};

/// A block is cut when all that is given fits it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRule {
    pub name: String,
    /// Only in articles of this source.
    pub source: Option<String>,
    pub selector: Option<Selector>,
    /// Words that the block's text contains.
    pub text: Option<String>,
}

/// The simplest of CSS selectors: an element and what its classes and id must have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    pub element: Option<String>,
    /// Classes and ids as written, without `.` and `#`.
    pub names: Vec<String>,
}

const FIELDS: &[&str] = &["name", "source", "selector", "text"];

impl UserRule {
    pub(super) fn cleaning(&self) -> crate::clean::UserRule {
        let name = self
            .selector
            .as_ref()
            .and_then(|selector| selector.names.first());
        crate::clean::UserRule {
            contains: self.text.clone(),
            token: name.map(|name| name.to_lowercase()),
            source: self.source.clone(),
        }
    }
}

impl Selector {
    /// Reads `div`, `.share-bar`, `#ad` and combinations such as `div.share.bottom`.
    pub fn parse(text: &str) -> Option<Self> {
        let end = text.find(['.', '#']).unwrap_or(text.len());
        let (element, rest) = text.split_at_checked(end)?;
        let plain = |name: &str| {
            let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
            !name.is_empty() && name.chars().all(fits)
        };
        let names: Vec<_> = rest.split(['.', '#']).skip(1).map(str::to_owned).collect();
        let right = names.iter().all(|name| plain(name))
            && (plain(element) || (element.is_empty() && !names.is_empty()));
        right.then(|| Self {
            element: (!element.is_empty()).then(|| element.to_ascii_lowercase()),
            names,
        })
    }
}

/// Reads the rules of the list; each fault is reported and its rule left out.
pub fn read(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<UserRule> {
    let mut rules = Vec::new();
    for (index, table) in report.tables(name, value).into_iter().enumerate() {
        let mut rule = UserRule {
            name: format!("own-{}", index + 1),
            source: None,
            selector: None,
            text: None,
        };
        let mut place = value.span();
        for (key, value) in table {
            let field = &**key.get_ref();
            place = key.span();
            if !FIELDS.contains(&field) {
                let known = FIELDS.iter().copied();
                report.unknown(
                    key.span(),
                    "config.unknown-key",
                    &[("key", &field)],
                    field,
                    known,
                );
                continue;
            }
            let Some(text) = report.text(field, value) else {
                continue;
            };
            match field {
                "name" => rule.name = text.to_owned(),
                "source" => rule.source = Some(text.to_owned()),
                "text" => rule.text = Some(text.to_owned()).filter(|text| !text.is_empty()),
                _ => match Selector::parse(text) {
                    Some(selector) => rule.selector = Some(selector),
                    None => {
                        report.fault(value.span(), "config.bad-selector", &[("text", &text)]);
                    }
                },
            }
        }
        let given = table.contains_key("selector") || rule.text.is_some();
        if given {
            rules.push(rule);
        } else {
            report.fault(place, "config.empty-rule", &[]);
        }
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_are_read() {
        let check = |text: &str, expected: Option<(Option<&str>, &[&str])>| {
            let found = Selector::parse(text);
            let expected = expected.map(|(element, names)| Selector {
                element: element.map(str::to_owned),
                names: names.iter().map(|name| (*name).to_owned()).collect(),
            });
            assert_eq!(found, expected, "{text}");
        };
        check("div", Some((Some("div"), &[])));
        check("DIV.share-bar", Some((Some("div"), &["share-bar"])));
        check(".a.b", Some((None, &["a", "b"])));
        check("#ad", Some((None, &["ad"])));
        check("", None);
        check(".", None);
        check("div > p", None);
        check("a[href]", None);
        check("div..x", None);
    }
}
