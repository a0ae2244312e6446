//! Why an engine does not answer as asked.

use crate::http;
use crate::locale::Locale;
use crate::text::sanitize_line;
use serde_json::Value;
use std::fmt::Display;

pub type Result<T, E = EngineError> = std::result::Result<T, E>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineError {
    /// There is no answer.
    Http(http::Error),
    /// Something else answers HTTP.
    NotAnEngine,
    /// Another engine, or another version of it: its name.
    Version(String),
    /// The user or the key is missing, wrong or not allowed to do this.
    Denied,
    /// Nothing was pushed yet: the name of the index.
    NoIndex(String),
    /// The index was not made by this version of the program: its name.
    OtherIndex(String),
    /// The name is not one of an index.
    IndexName(String),
    /// The engine has no room for more requests now.
    Busy,
    /// Nothing can be written until there is room on the disk: the reason.
    DiskFull(String),
    /// Somebody has forbidden to write: the reason.
    ReadOnly(String),
    /// A node is missing, or starts.
    Unavailable(String),
    /// Any other error: the reason.
    Refused(String),
    /// Articles that were not accepted: how many, and the first reason.
    Articles(usize, String),
    /// The answer is not what the request asks for.
    Answer,
    Cancelled,
}

/// Why an answer is not whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Partial {
    pub timed_out: bool,
    /// Shards that answered.
    pub answered: u64,
    pub shards: u64,
}

impl Partial {
    /// What is missing in an answer to a search. `None` if it is whole.
    pub fn of(answer: &Value) -> Option<Self> {
        let shards = answer.get("_shards");
        let number = |name: &str| shards.and_then(|shards| shards.get(name)?.as_u64());
        let (all, failed) = (number("total").unwrap_or(0), number("failed").unwrap_or(0));
        let answered = number("successful").unwrap_or(all);
        let timed_out = answer.get("timed_out").and_then(Value::as_bool) == Some(true);
        let is_partial = timed_out || failed > 0 || answered < all;
        is_partial.then(|| Self {
            timed_out,
            answered: answered.min(all.saturating_sub(failed)),
            shards: all,
        })
    }

    /// What is missing in two answers.
    pub fn and(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let Some((one, other)) = one.zip(other) else {
            return one.or(other);
        };
        Some(Self {
            timed_out: one.timed_out || other.timed_out,
            answered: one.answered.min(other.answered),
            shards: one.shards.max(other.shards),
        })
    }

    /// A sentence in the language of the interface.
    pub fn describe(&self, locale: &Locale) -> String {
        let key = match self.answered < self.shards {
            true => "engine.partial",
            false => "engine.partial-time",
        };
        let values: [(&str, &dyn Display); 2] =
            [("answered", &self.answered), ("all", &self.shards)];
        locale.fill(key, &values)
    }
}

impl EngineError {
    /// The error in an answer with a status of 400 or more, or in an item of a bulk request.
    /// `index`: the name of the index.
    pub fn of_status(status: u16, error: Option<&Value>, index: &str) -> Self {
        let text = |name: &str| error.and_then(|error| error.get(name)?.as_str());
        let kind = text("type").unwrap_or_default();
        let reason = text("reason").or_else(|| error.and_then(Value::as_str));
        let reason = reason.unwrap_or_default().to_owned();
        // Of the cluster, or of one index (`index_create_block_exception`).
        let is_blocked = kind.ends_with("_block_exception");
        match status {
            429 if is_blocked => Self::DiskFull(reason),
            403 if is_blocked => Self::ReadOnly(reason),
            401 | 403 => Self::Denied,
            429 => Self::Busy,
            404 if kind == "index_not_found_exception" => Self::NoIndex(index.to_owned()),
            500 | 502 | 503 | 504 => Self::Unavailable(reason),
            status => Self::Refused(format!("{status} {reason}").trim_end().to_owned()),
        }
    }

    /// Whether a later attempt may succeed.
    pub fn may_pass(&self) -> bool {
        use http::Fault;
        match self {
            Self::Http(error) => matches!(
                error.fault,
                Fault::Slow | Fault::Lost(_) | Fault::Unreachable(_) | Fault::Proxy { .. }
            ),
            Self::Busy | Self::Unavailable(_) | Self::DiskFull(_) => true,
            _ => false,
        }
    }

    /// A sentence in the language of the interface.
    pub fn describe(&self, locale: &Locale) -> String {
        let (key, detail) = match self {
            Self::Http(error) => return error.describe(locale),
            Self::NotAnEngine => ("engine.other", ""),
            Self::Version(name) => ("engine.version", name.as_str()),
            Self::Denied => ("engine.denied", ""),
            Self::NoIndex(index) => ("engine.no-index", index.as_str()),
            Self::OtherIndex(index) => ("engine.other-index", index.as_str()),
            Self::IndexName(name) => ("engine.index-name", name.as_str()),
            Self::Busy => ("engine.busy", ""),
            Self::DiskFull(reason) => ("engine.disk-full", reason.as_str()),
            Self::ReadOnly(reason) => ("engine.read-only", reason.as_str()),
            Self::Unavailable(reason) => ("engine.unavailable", reason.as_str()),
            Self::Refused(reason) => ("engine.refused", reason.as_str()),
            Self::Articles(_, reason) => ("engine.articles", reason.as_str()),
            Self::Answer => ("engine.answer", ""),
            Self::Cancelled => ("engine.cancelled", ""),
        };
        let count = match self {
            Self::Articles(count, _) => *count,
            _ => 0,
        };
        let detail: String = sanitize_line(detail).chars().take(300).collect();
        let values: [(&str, &dyn Display); 2] = [("detail", &detail), ("count", &count)];
        locale.fill(key, &values)
    }
}

impl From<http::Error> for EngineError {
    fn from(error: http::Error) -> Self {
        match error.fault {
            http::Fault::Cancelled => Self::Cancelled,
            // A port that answers with something else than HTTP is not an engine either.
            http::Fault::NotHttp(_) => Self::NotAnEngine,
            _ => Self::Http(error),
        }
    }
}
