//! One Markdown file per item.

use super::{body, head};
use crate::interchange::fault::FaultKind;
use crate::interchange::item::Item;
use crate::interchange::record::Record;
use crate::interchange::time;
use crate::text::floor_char_boundary;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

/// Fields with another name in front matter than in our JSON: the names that other programs use.
const RENAMED: &[(&str, &str)] = &[("address", "url"), ("since", "created"), ("id", "path")];

/// Fields that are in the body.
const IN_BODY: &[&str] = &["note", "highlights"];

/// Maximum bytes of a file name without its extension. Systems allow 255; synchronisation adds
/// marks of its own.
const MAX_NAME: usize = 150;

/// File names and texts of items; the names differ, also where case does not matter.
pub(crate) fn write_files<'i>(
    items: impl IntoIterator<Item = &'i Item>,
) -> impl Iterator<Item = (String, String)> {
    let mut names = HashSet::new();
    // Numbers that were given: thousands of links may have one title.
    let mut numbers: HashMap<String, usize> = HashMap::new();
    items.into_iter().map(move |item| {
        let stem = stem(item);
        let mut name = stem.clone();
        let number = numbers.entry(stem.to_lowercase()).or_insert(1);
        while !names.insert(name.to_lowercase()) {
            *number += 1;
            name = format!("{stem} {number}");
        }
        (format!("{name}.md"), write(item))
    })
}

fn write(item: &Item) -> String {
    let mut out = String::from("---\n");
    // A struct of strings and numbers always becomes an object.
    let fields = serde_json::to_value(Record::from(item)).unwrap_or_default();
    let fields = fields.as_object().cloned().unwrap_or_default();
    let is_shown = |key: &String| !IN_BODY.contains(&key.as_str());
    for (key, value) in fields.iter().filter(|(key, _)| is_shown(key)) {
        let renamed = RENAMED.iter().find(|(ours, _)| ours == key);
        let key = renamed.map_or(key.as_str(), |(_, theirs)| theirs);
        // JSON is YAML.
        out += &format!("{key}: {value}\n");
    }
    out += "---\n\n";
    body::write(item, &mut out);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// The day and the title, without characters that file systems or links of Obsidian do not allow.
fn stem(item: &Item) -> String {
    let title = match &*item.title {
        "" => &item.address,
        title => title,
    };
    let allowed = |c: char| {
        if "/\\:*?\"<>|#^[]%".contains(c) || c.is_control() {
            ' '
        } else {
            c
        }
    };
    let title: String = title.chars().map(allowed).collect();
    let day = item.added.map(time::day).unwrap_or_default();
    let name = format!("{day} {title}");
    let name: Vec<&str> = name.split_whitespace().collect();
    let name = name.join(" ");
    let end = floor_char_boundary(&name, MAX_NAME);
    let name = name.get(..end).unwrap_or_default();
    let name = name.trim_matches(['.', ' ']);
    if name.is_empty() { "untitled" } else { name }.to_owned()
}

/// Reads what [`write_files`] wrote, also after an editor has rewritten the front matter. `None`
/// without front matter of an item.
pub(in crate::interchange) fn read(text: &str) -> Option<Result<Item, FaultKind>> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---\n")?;
    let (head, body) = rest
        .split_once("\n---\n")
        .or_else(|| Some((rest.strip_suffix("\n---")?, "")))?;
    let is_ours = |line: &str| line.starts_with("url:") || line.starts_with("fp2:");
    let damaged = || head.lines().any(is_ours).then_some(Err(FaultKind::Damaged));
    let Some(fields) = head::read(head) else {
        return damaged();
    };
    let fields = fields.into_iter().map(|(key, value)| {
        let renamed = RENAMED.iter().find(|(_, theirs)| *theirs == key);
        let key = renamed.map_or(key, |(ours, _)| (*ours).to_owned());
        let value = as_written(&key, value);
        (key, value)
    });
    let fields: Map<String, Value> = fields.filter(|(_, value)| !value.is_null()).collect();
    let is_item = ["address", "id"]
        .iter()
        .any(|key| fields.contains_key(*key));
    if !is_item {
        return None;
    }
    let Ok(record) = serde_json::from_value::<Record>(Value::Object(fields)) else {
        return damaged();
    };
    let (note, highlights) = body::read(body);
    let item = Item {
        note,
        highlights,
        ..record.into()
    };
    Some(item.cleaned().ok_or(FaultKind::NoAddress))
}

/// The value of a field with the type that we write: an editor may have removed the quotes around
/// a number or a truth value, or written tags as one text.
fn as_written(key: &str, value: Value) -> Value {
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    };
    match (key, &value) {
        ("place" | "count" | "read" | "bookmarked" | "later", _) => value,
        ("tags" | "collections", Value::Array(names)) => names.iter().filter_map(text).collect(),
        ("tags" | "collections", _) => {
            let names = text(&value).unwrap_or_default();
            names
                .split(',')
                .map(|name| name.trim().to_owned())
                .collect()
        }
        _ => text(&value).map_or(Value::Null, Value::String),
    }
}
