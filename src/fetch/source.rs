//! Gets the bytes of a feed: from the web, from a file or from a command.

use super::command::output;
use super::state::FeedState;
use crate::fs;
use crate::http::{self, Client, Policy, Request, Response};
use crate::text::percent_decode;
use crate::user::feeds::FeedSettings;
use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What servers are told that is read.
const ACCEPT: &str = "application/rss+xml, application/atom+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// An answer of a source.
#[derive(Clone, Debug)]
pub enum Answer {
    Feed(Fetched),
    /// Nothing changed since the last answer. `moved`: the new address, if it has one.
    Unchanged {
        moved: Option<String>,
    },
    /// The feed will not come back (status 410).
    Gone,
    /// The server asks to wait, perhaps for so many seconds.
    Later {
        status: u16,
        wait: Option<u64>,
    },
    Status(u16),
    /// There is no answer.
    Network(http::Error),
    /// A file or a command.
    Local(io::ErrorKind, String),
    /// This variable of the environment, which a header needs, is not set.
    NoVariable(String),
}

/// The bytes of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetched {
    pub bytes: Vec<u8>,
    pub content_type: Option<String>,
    /// Where it came from; `None` for a file or a command.
    pub address: Option<String>,
    /// The new address, after permanent redirects.
    pub moved: Option<String>,
    pub etag: Option<String>,
    pub last_modified: Option<String>,
}

/// The HTTP clients: one for public addresses, and one for each origin that may be private.
#[derive(Debug)]
pub struct Clients {
    policy: Policy,
    public: Client,
    private: Mutex<HashMap<String, Client>>,
}

impl Clients {
    /// # Errors
    /// The proxy of the environment cannot be read.
    pub fn new(policy: Policy) -> Result<Self, http::Error> {
        Ok(Self {
            public: Client::new(policy.clone())?,
            policy,
            private: Mutex::default(),
        })
    }

    /// The client for a feed. One that may be private reaches only its own origin there, so that
    /// no other server can lead it into the user's network.
    fn of(&self, feed: &FeedSettings) -> Result<Client, http::Error> {
        if !feed.allow_private {
            return Ok(self.public.clone());
        }
        let path = feed.address.split('/').take(3);
        let origin = path.collect::<Vec<_>>().join("/").to_ascii_lowercase();
        let mut private = self.private.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = private.get(&origin) {
            return Ok(client.clone());
        }
        let client = Client::new(Policy {
            named: Some(origin.clone()),
            ..self.policy.clone()
        })?;
        private.insert(origin, client.clone());
        Ok(client)
    }

    /// Gets a feed. `known`: what is remembered of the last answer; without it, the whole feed is
    /// asked for.
    pub fn get(
        &self,
        feed: &FeedSettings,
        known: Option<&FeedState>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Answer {
        let most = self.policy.most_bytes;
        if !feed.exec.is_empty() {
            return local(output(&feed.exec, self.policy.time, most, is_cancelled));
        }
        if let Some(path) = file_of(&feed.address) {
            return local(file(&path, most));
        }
        let secrets = match secrets(feed) {
            Ok(secrets) => secrets,
            Err(variable) => return Answer::NoVariable(variable),
        };
        let answer = self.of(feed).and_then(|client| {
            let headers = headers(feed, known);
            client.send(
                &Request {
                    headers: &headers,
                    secrets: &pairs(&secrets),
                    ..Request::get(&feed.address)
                },
                is_cancelled,
            )
        });
        match answer {
            Ok(response) => answer_of(response),
            Err(error) => Answer::Network(error),
        }
    }
}

fn answer_of(response: Response) -> Answer {
    let header = |name: &str| response.header(name).map(str::to_owned);
    match response.status {
        304 => Answer::Unchanged {
            moved: response.moved,
        },
        410 => Answer::Gone,
        status @ (429 | 503) => Answer::Later {
            status,
            wait: header("retry-after").and_then(|value| wait(&value)),
        },
        _ if response.is_success() => Answer::Feed(Fetched {
            content_type: header("content-type"),
            etag: header("etag"),
            last_modified: header("last-modified"),
            address: Some(response.address),
            moved: response.moved,
            bytes: response.body,
        }),
        status => Answer::Status(status),
    }
}

fn headers<'a>(
    feed: &'a FeedSettings,
    known: Option<&'a FeedState>,
) -> Vec<(&'static str, &'a str)> {
    let etag = known.and_then(|state| state.etag.as_deref());
    let date = known.and_then(|state| state.last_modified.as_deref());
    let optional = [
        ("user-agent", feed.user_agent.as_deref()),
        ("if-none-match", etag),
        ("if-modified-since", date),
    ];
    let optional = optional.into_iter();
    let optional = optional.filter_map(|(name, value)| Some((name, value?)));
    [("accept", ACCEPT)].into_iter().chain(optional).collect()
}

/// The headers of the settings with their values, or the variable that is not set.
fn secrets(feed: &FeedSettings) -> Result<Vec<(String, String)>, String> {
    let value = |(name, variable): &(String, String)| {
        let value = std::env::var(variable).map_err(|_| variable.clone())?;
        Ok((name.clone(), value.trim().to_owned()))
    };
    feed.headers.iter().map(value).collect()
}

fn pairs(owned: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = owned.iter();
    pairs
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The seconds of a header `Retry-After`: a number, or a date (RFC 9110, section 10.2.3).
fn wait(value: &str) -> Option<u64> {
    use crate::library::{Date, DateOrigin, Zone};
    let value = value.trim();
    let seconds = value.parse().ok();
    seconds.or_else(|| {
        let utc = Zone::named("UTC")?;
        let date = Date::parse(value, &utc, DateOrigin::FrontMatter)?;
        let now = crate::user::now() / 1000;
        u64::try_from(date.seconds).ok()?.checked_sub(now)
    })
}

/// The path of a local file: `file:///a/b`, `file:/a/b` or `file:a/b`.
fn file_of(address: &str) -> Option<PathBuf> {
    let scheme = address.get(..5)?;
    let path = address
        .get(5..)
        .filter(|_| scheme.eq_ignore_ascii_case("file:"))?;
    let path = path.strip_prefix("//localhost/").map_or_else(
        || path.strip_prefix("//").unwrap_or(path).to_owned(),
        |path| format!("/{path}"),
    );
    Some(PathBuf::from(percent_decode(&path)))
}

fn local(bytes: io::Result<Vec<u8>>) -> Answer {
    match bytes {
        Ok(bytes) => Answer::Feed(Fetched {
            bytes,
            ..Fetched::default()
        }),
        Err(error) => Answer::Local(error.kind(), error.to_string()),
    }
}

fn file(path: &std::path::Path, most: u64) -> io::Result<Vec<u8>> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    match fs::read(path, most)? {
        (bytes, false) => Ok(bytes),
        (_, true) => Err(io::ErrorKind::FileTooLarge.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_files() {
        let check = |address: &str, expected: Option<&str>| {
            assert_eq!(file_of(address), expected.map(PathBuf::from), "{address}");
        };
        check("file:///a/b%20c.xml", Some("/a/b c.xml"));
        check("file://localhost/a", Some("/a"));
        check("FILE:/a", Some("/a"));
        check("https://a.example/", None);
        check("f", None);
    }

    #[test]
    fn waits() {
        assert_eq!(wait(" 120 "), Some(120));
        assert_eq!(wait("Tue, 19 Apr 2022 04:22:21 GMT"), None);
        let later = wait("Wed, 01 Jan 2200 00:00:00 GMT").expect("a date");
        assert!(later > 3_600);
        assert_eq!(wait("soon"), None);
    }
}
