//! Queries in the search API.

use super::super::lookup::Lookup;
use super::*;
use crate::user::marks::{Edit, Spot};

/// The filter of a query in a short notation.
fn filter(text: &str) -> String {
    filter_with(text, Some(&Marks::default()))
}

fn filter_with(text: &str, marks: Option<&Marks>) -> String {
    let lookup = Lookup::new(&query(text), &[], marks);
    let filter = lookup.query.pointer("/bool/filter").cloned();
    short(&filter.unwrap_or_default())
}

/// `and(…)`, `or(…)`, `not(…)`, `field=token`, `field~phrase`, `field^prefix`.
fn short(value: &Value) -> String {
    let all = |values: &Value| -> Vec<String> {
        values.as_array().into_iter().flatten().map(short).collect()
    };
    if value.is_array() {
        return all(value).join(" ");
    }
    let (name, inner) = value
        .as_object()
        .and_then(|all| all.iter().next())
        .expect("a query");
    let field = inner.as_object().and_then(|all| all.iter().next());
    let (field, argument) =
        field.map_or(("", Value::Null), |(field, value)| (field, value.clone()));
    let argument = argument
        .as_str()
        .map_or_else(|| argument.to_string(), str::to_owned);
    match (name.as_str(), field) {
        ("bool", _) => {
            let part = |key: &str, name: &str| {
                let values = inner.get(key)?;
                Some(format!("{name}({})", all(values).join(" ")))
            };
            let parts = [("filter", "and"), ("should", "or"), ("must_not", "not")];
            parts
                .iter()
                .find_map(|(key, name)| part(key, name))
                .expect("a query")
        }
        ("term", field) => format!("{field}={argument}"),
        ("match_phrase", field) => format!("{field}~{argument}"),
        ("prefix", field) => format!("{field}^{argument}"),
        ("terms" | "range", field) => format!("{field}:{argument}"),
        (name, _) => name.to_owned(),
    }
}

#[test]
fn queries() {
    #[track_caller]
    fn check(text: &str, expected: &str, needs_texts: bool) {
        assert_eq!(filter(text), expected, "{text}");
        let lookup = Lookup::new(&query(text), &[], None);
        assert_eq!(lookup.needs_texts, needs_texts, "{text}");
    }
    check("", "", false);
    check("text:看", "letters=看", false);
    check("text:看报", "pairs=看报", false);
    check(
        "text:看报人",
        "and(pairs=看报 pairs=报人 letters~看 报 人)",
        true,
    );
    check("text:臺灣", "pairs=台湾", false);
    // A compound in both of its forms. Texts say whether the other one is a word.
    check("text:什么", "or(pairs=什么 pairs=甚么)", true);
    check(
        "text:什么人",
        "or(and(pairs=什么 pairs=么人 letters~什 么 人) and(pairs=甚么 pairs=么人 letters~甚 么 人))",
        true,
    );
    check("title:什么", "or(title~什 么 title~甚 么)", false);
    check("text:rust", "letters=rust", false);
    check("text:rust*", "letters^rust", false);
    check("text:ai芯片", "and(pairs=芯片 letters~ai 芯 片)", true);
    check(
        "text:\"hello wor\"*",
        "and(letters=hello letters^wor)",
        true,
    );
    check("text:%", "", true);
    check(
        "小米",
        "or(title~小 米 source~小 米 author~小 米 pairs=小米)",
        false,
    );
    check("title:小米", "title~小 米", false);
    check("path:a/b", "path~a b", false);
    check("tag:小米", "tag~小 米", false);
    check("-tag:小米", "", false);
    check("-text:看", "not(letters=看)", false);
    // The tokens of a phrase say only where it may be.
    check("-text:看报人", "", true);
    check("-title:看", "", false);
    check("text:看 is:unread", "letters=看", false);
    check("text:看 OR is:unread", "", false);
    check("/看.*报/", "", true);
    check("lang:ja", "language:[\"ja\"]", false);
    check("has:code", "has:[\"code\"]", false);
    check("minutes:..5", "minutes:{\"gte\":0,\"lte\":24}", false);
    check(
        "date:1970-01-02",
        "seconds:{\"gte\":0,\"lte\":259200}",
        false,
    );
    check(
        "date:..1970-01-01",
        &format!("seconds:{{\"gte\":{},\"lte\":172800}}", i64::MIN),
        false,
    );
    check("-date:1970-01-02", "", false);
}

/// The user's own tags are not in the engine.
#[test]
fn own_tags() {
    let mut marks = Marks::default();
    let entry = sample::entries().swap_remove(0);
    let tag = Edit::Tag("大小米".to_owned());
    marks.edit(&[(&entry, Spot::default())], &[tag], 1);
    for (text, marks, expected) in [
        ("tag:小米", Some(&marks), ""),
        ("tag:米小", Some(&marks), "tag~米 小"),
        ("tag:小米 text:看", Some(&marks), "letters=看"),
        ("tag:米小", None, ""),
    ] {
        assert_eq!(filter_with(text, marks), expected, "{text}");
    }
}

#[test]
fn libraries() {
    let lookup = Lookup::new(&query(""), &["a".to_owned()], None);
    let filter = lookup
        .query
        .pointer("/bool/filter")
        .cloned()
        .unwrap_or_default();
    assert_eq!(short(&filter), "library:[\"a\"]");
}
