//! The parsers: YAML, TOML, JSON. The only file that uses serde_yaml and toml.
//!
//! Values are read generically, never into a struct of strings: an author may be a table, a title
//! a number.

use super::fields::{Fields, Value, is_key};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Parses a YAML mapping.
///
/// # Errors
/// The parser's message, or that it is not a mapping.
pub fn yaml(head: &str) -> Result<Fields, String> {
    let root: Option<Root> = serde_yaml::from_str(head).map_err(|error| error.to_string())?;
    let mut fields = Fields::default();
    for (key, node) in root.unwrap_or_default().0 {
        // The first counts, and the search for the spelling of each would read the head as often.
        if fields.has(&key) {
            continue;
        }
        // Numbers and booleans keep their spelling: 2.10 stays 2.10.
        let written = node.respelt.then(|| spelling(head, &key)).flatten();
        fields.add(&key, written.map_or(node.value, Value::Text));
    }
    Ok(fields)
}

/// Parses a TOML table.
///
/// # Errors
/// The parser's message.
pub fn toml(head: &str) -> Result<Fields, String> {
    toml::from_str(head)
        .map(Root::fields)
        .map_err(|error| error.message().to_owned())
}

/// Parses a JSON object, with or without its braces (Hexo's `;;;` omits them).
///
/// # Errors
/// The parser's message.
pub fn json(head: &str) -> Result<Fields, String> {
    let head = head.trim();
    let read = if head.starts_with('{') {
        serde_json::from_str(head)
    } else {
        serde_json::from_str(&format!("{{{head}}}"))
    };
    read.map(Root::fields).map_err(|error| error.to_string())
}

/// The length in bytes of the JSON object with a title at the start of a text. Without a title it
/// is an example of JSON, not front matter.
pub fn json_object(text: &str) -> Option<usize> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Root>();
    let root = stream.next()?.ok()?;
    let title = |(key, _): &(String, Node)| key.eq_ignore_ascii_case("title");
    root.0.iter().any(title).then(|| stream.byte_offset())
}

/// The text after a key in column 0, without quotes or a comment.
fn spelling(head: &str, key: &str) -> Option<String> {
    let value = head.lines().find_map(|line| {
        let rest = line.strip_prefix(key)?.trim_start_matches(' ');
        rest.strip_prefix(':')
    })?;
    let value = value
        .split_once(" #")
        .map_or(value, |(value, _)| value)
        .trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The top-level mapping: known keys and their values.
#[derive(Default)]
struct Root(Vec<(String, Node)>);

impl Root {
    fn fields(self) -> Fields {
        let mut fields = Fields::default();
        for (key, node) in self.0 {
            fields.add(&key, node.value);
        }
        fields
    }
}

struct Node {
    value: Value,
    /// The value was not a string; its text is our rendering, not the author's.
    respelt: bool,
}

impl Node {
    fn string(text: &str) -> Self {
        Self {
            value: Value::Text(text.to_owned()),
            respelt: false,
        }
    }

    fn null() -> Self {
        Self {
            value: Value::Null,
            respelt: false,
        }
    }

    fn respelt(value: impl fmt::Display) -> Self {
        Self {
            value: Value::Text(value.to_string()),
            respelt: true,
        }
    }
}

impl<'de> Deserialize<'de> for Root {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RootVisitor)
    }
}

struct RootVisitor;

impl<'de> Visitor<'de> for RootVisitor {
    type Value = Root;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("keys and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Root, A::Error> {
        let mut root = Root::default();
        while let Some(key) = map.next_key::<String>()? {
            if is_key(&key) {
                root.0.push((key, map.next_value()?));
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(root)
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(NodeVisitor)
    }
}

/// The parsers bound nesting (128), and the length of a head bounds the rest.
struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::string(text))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::respelt(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::null())
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::null())
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Node, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = items.next_element::<Node>()? {
            list.push(node.value);
        }
        Ok(Node {
            value: Value::List(list),
            respelt: false,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut table = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            // The toml crate represents a date as a table with one private key.
            let date = key == "$__toml_private_datetime";
            let node: Node = map.next_value()?;
            if date {
                return Ok(node);
            }
            table.push((key, node.value));
        }
        Ok(Node {
            value: Value::Table(table),
            respelt: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(key: &str, value: &str) -> Value {
        Value::Table(vec![(key.to_owned(), Value::Text(value.to_owned()))])
    }

    #[test]
    fn types_are_lenient() {
        #[track_caller]
        fn check(head: &str, key: &str, expected: Value) {
            let fields = yaml(head).expect(head);
            assert_eq!(fields.get(key), Some(&expected), "{head:?}");
        }
        check("author:\n  nick: 某\n", "author", table("nick", "某"));
        check("title: 1e3", "title", Value::Text("1e3".into()));
        check("Title: no", "title", Value::Text("no".into()));
        check("title: true", "title", Value::Text("true".into()));
        check("title: ~", "title", Value::Null);
        check("title: 甲\ntitle: 乙", "title", Value::Text("甲".into()));
        check(
            "date: 2022-04-19 12:00:00",
            "date",
            Value::Text("2022-04-19 12:00:00".into()),
        );
        check(
            "tags: [甲, 2016, ~]",
            "tags",
            Value::List(vec![
                Value::Text("甲".into()),
                Value::Text("2016".into()),
                Value::Null,
            ]),
        );
        assert_eq!(yaml("# 注\n"), Ok(Fields::default()));
        assert_eq!(yaml(""), Ok(Fields::default()));
        assert!(yaml("- a").is_err());
        assert!(yaml("title: !!python/object [a]").is_err() || yaml("title: x").is_ok());
    }

    #[test]
    fn toml_and_json() {
        let fields = toml(
            "title = '甲'\ndate = 2020-01-02T03:04:05+08:00\ntags = ['a']\n[author]\nname = '乙'\n",
        )
        .expect("good TOML");
        assert_eq!(
            fields.text("date").as_deref(),
            Some("2020-01-02T03:04:05+08:00")
        );
        assert_eq!(fields.text("author").as_deref(), Some("乙"));
        let fields = json("\"title\": \"甲\", \"tags\": []").expect("good JSON");
        assert_eq!(fields.text("title").as_deref(), Some("甲"));
        assert!(json("{").is_err() && toml("x").is_err());
    }

    #[test]
    fn alias_bombs_end() {
        let mut head = "a0: &a0 [x,x,x,x,x,x,x,x]\n".to_owned();
        for level in 1..30 {
            let before = level - 1;
            head.push_str(&format!(
                "a{level}: &a{level} [*a{before},*a{before},*a{before},*a{before}]\n"
            ));
        }
        head.push_str("title: *a29\n");
        assert!(yaml(&head).is_err());
    }
}
