//! Values of JSON that are read as far as they have the expected kind. Others are empty, and nothing is
//! built of them. The parser borrows texts from the document where they are written without escapes.

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// Ignores the value of a field.
///
/// # Errors
/// It is no JSON.
pub fn skip<'de, A: MapAccess<'de>>(object: &mut A) -> Result<(), A::Error> {
    object.next_value::<IgnoredAny>().map(drop)
}

/// A text, or a number.
#[derive(Debug, Default)]
pub enum Text<'de> {
    #[default]
    None,
    Written(Cow<'de, str>),
    Number(Number, String),
}

impl Text<'_> {
    /// The text; empty for a number.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::None | Self::Number(..) => "",
        }
    }

    pub fn as_str_or_number(&self) -> &str {
        match self {
            Self::Number(_, written) => written,
            _ => self.as_str(),
        }
    }

    /// A number that is whole and not negative.
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number, _) => number.as_u64(),
            _ => None,
        }
    }
}

/// An object; `None` is another value.
#[derive(Debug, Default)]
pub struct Object<T>(pub Option<T>);

/// The fields of an object that are read.
pub trait Fields<'de>: Default {
    /// Reads or ignores the value of the field with this name.
    ///
    /// # Errors
    /// It is no JSON.
    fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error>;
}

/// The first values of a list; of any other value, none.
#[derive(Debug)]
pub struct List<T, const MOST: usize>(Vec<T>);

impl<T, const MOST: usize> List<T, MOST> {
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// What is made of a value of each kind: by default, an empty one.
trait Kinds<'de>: Default {
    fn of_text(_: Cow<'de, str>) -> Self {
        Self::default()
    }

    fn of_number(_: Number) -> Self {
        Self::default()
    }

    fn of_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    fn of_object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

impl<'de> Kinds<'de> for Text<'de> {
    fn of_text(text: Cow<'de, str>) -> Self {
        Self::Written(text)
    }

    fn of_number(number: Number) -> Self {
        let written = number.to_string();
        Self::Number(number, written)
    }
}

impl<'de, T: Fields<'de>> Kinds<'de> for Object<T> {
    fn of_object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        let mut fields = T::default();
        while let Some(name) = object.next_key::<Text<'de>>()? {
            fields.read(name.as_str(), &mut object)?;
        }
        Ok(Self(Some(fields)))
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Kinds<'de> for List<T, MOST> {
    fn of_list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        let mut values = Vec::new();
        while values.len() < MOST {
            match list.next_element()? {
                Some(value) => values.push(value),
                None => return Ok(Self(values)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self(values))
    }
}

struct AnyKind<T>(PhantomData<T>);

impl<'de, T: Kinds<'de>> Visitor<'de> for AnyKind<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_u64<E>(self, number: u64) -> Result<T, E> {
        Ok(T::of_number(number.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<T, E> {
        Ok(T::of_number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<T, E> {
        Ok(Number::from_f64(number).map_or_else(T::default, T::of_number))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<T, E> {
        Ok(T::of_text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(T::of_text(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::of_list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::of_object(object)
    }
}

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(AnyKind(PhantomData))
    }
}

impl<'de, T: Fields<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(AnyKind(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_any(AnyKind(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default)]
    struct Person<'de>(Text<'de>);

    impl<'de> Fields<'de> for Person<'de> {
        fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
            match name {
                "name" => self.0 = object.next_value()?,
                _ => skip(object)?,
            }
            Ok(())
        }
    }

    #[test]
    fn values_of_other_kinds_are_empty() {
        let text = |json: &str| {
            let text: Text<'_> = serde_json::from_str(json).expect(json);
            text.as_str_or_number().to_owned()
        };
        assert_eq!(text(r#""看""#), "看");
        assert_eq!(text(r#""\u770b\n""#), "看\n");
        assert_eq!(
            (text("7"), text("-7"), text("1.0")),
            ("7".into(), "-7".into(), "1.0".into())
        );
        for other in ["null", "true", "[1,[2]]", r#"{"a":{"b":1}}"#] {
            assert_eq!(text(other), "", "{other}");
        }
        let names = |json: &str| {
            let list: List<Object<Person<'_>>, 2> = serde_json::from_str(json).expect(json);
            let names = list
                .iter()
                .map(|one| one.0.as_ref().map_or("-", |one| one.0.as_str()));
            names.collect::<Vec<_>>().join(" ")
        };
        let twice = r#"[{"name":"甲","name":"乙","x":[{}]}, 3, {"name":"丙"}]"#;
        assert_eq!(names(twice), "乙 -");
        for other in ["null", "1", "\"a\"", "{}"] {
            assert_eq!(names(other), "", "{other}");
        }
    }
}
