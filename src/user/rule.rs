//! The cleaning section of the config: disabled rules, and user-defined ones.

use super::fault::FaultKind;
use super::settings::{Report, Value};
use crate::clean::{RULES, UserRule};
use crate::document::html;

const FIELDS: &[&str] = &["contains", "equals", "token", "selector", "source"];

/// A rule as [`read`] reads it.
pub fn written(rule: &UserRule) -> String {
    let fields = toml::to_string(rule).unwrap_or_default();
    format!("[[cleaning.rules]]\n{fields}")
}

/// Reads the names of disabled rules and reports unknown ones.
pub fn read_off(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<String> {
    let names = report.texts(name, value).unwrap_or_default();
    for rule in &names {
        let mut known = RULES.iter().map(|rule| rule.name);
        if !known.clone().any(|known| known == rule) {
            report.unknown(value.span(), FaultKind::UnknownRule, rule, &mut known);
        }
    }
    names
}

/// Reads `[[cleaning.rules]]` and reports each fault.
pub fn read(report: &mut Report<'_>, name: &str, value: &Value<'_>) -> Vec<UserRule> {
    let mut rules = Vec::new();
    for table in report.tables(name, value) {
        let mut rule = UserRule::default();
        let mut place = value.span();
        for (key, value) in table {
            let field = &**key.get_ref();
            place = key.span();
            if !FIELDS.contains(&field) {
                let known = FIELDS.iter().copied();
                report.unknown(key.span(), FaultKind::UnknownSetting, field, known);
                continue;
            }
            // An empty text would match everything.
            let text = report.text(field, value).filter(|text| !text.is_empty());
            let text = text.map(str::to_owned);
            match field {
                "contains" => rule.contains = text,
                "equals" => rule.equals = text,
                "token" => rule.token = text.map(|text| text.to_lowercase()),
                "selector" => {
                    if text.as_deref().is_some_and(|text| !html::is_selector(text)) {
                        report.fault(value.span(), FaultKind::InvalidSelector);
                    }
                    rule.selector = text;
                }
                _ => rule.source = text,
            }
        }
        if rule.is_empty() {
            report.fault(place, FaultKind::EmptyRule);
        }
        rules.push(rule);
    }
    rules
}
