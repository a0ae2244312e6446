//! The connection to an engine.

use super::error::{EngineError, Result};
use super::patience::Patience;
use crate::http::{Client, Credentials, Method, Policy, Request};
use crate::library::Cancel;
use serde_json::Value;
use std::fs;
use std::time::Duration;

/// The index, unless the address names another one.
const INDEX: &str = "kanbao";
/// Maximum bytes of an answer: a page of texts, the longest of which is 32 MiB.
const MAX_ANSWER: u64 = 256 << 20;
/// For one request. A search says when it gives up itself, before that.
const TIME: Duration = Duration::from_secs(60);

/// The engines that are known, and the first version of each whose requests are used here.
const ENGINES: &[(&str, (u32, u32))] = &[("opensearch", (2, 4)), ("elasticsearch", (7, 12))];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    OpenSearch,
    Elasticsearch,
}

/// The secrets of the environment: they are in no file and on no command line.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    pub credentials: Option<Credentials>,
    /// The certificates that sign the engine's, in the form PEM.
    pub certificates: Option<Vec<u8>>,
}

impl Environment {
    /// Reads `KANBAO_ENGINE_API_KEY`, or `KANBAO_ENGINE_USER` and `KANBAO_ENGINE_PASSWORD`, and the
    /// file that `KANBAO_ENGINE_CA` names.
    pub fn read() -> Self {
        Self::of(|name| std::env::var(format!("KANBAO_ENGINE_{name}")).ok())
    }

    pub(super) fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = |name| variable(name).filter(|value| !value.is_empty());
        // A key that is read from a file ends with a line break, which no header may have.
        let api_key = variable("API_KEY").map(|key| key.trim().to_owned());
        let api_key = api_key.filter(|key| !key.is_empty());
        let user = variable("USER").map(|user| {
            let password = variable("PASSWORD").unwrap_or_default();
            Credentials::basic(&user, &password)
        });
        let key = api_key.map(|key| Credentials::token("ApiKey", &key));
        // A file that cannot be read must not mean that other certificates are trusted.
        let read = |path: String| fs::read(path).unwrap_or_default();
        Self {
            credentials: key.or(user),
            certificates: variable("CA").map(read),
        }
    }
}

/// How an engine is used.
#[derive(Clone, Debug)]
pub struct Options {
    pub environment: Environment,
    /// Of an index that is created.
    pub shards: u16,
    pub replicas: u16,
    pub patience: Patience,
    /// For one request.
    pub time: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            environment: Environment::default(),
            shards: 1,
            replicas: 1,
            patience: Patience::default(),
            time: TIME,
        }
    }
}

/// An engine that has answered.
#[derive(Clone, Debug)]
pub struct Engine {
    client: Client,
    /// Without a slash at its end.
    base: String,
    pub index: String,
    pub(super) kind: Kind,
    pub(super) options: Options,
}

impl Engine {
    /// Connects to `http://host:port`, or to `http://host:port/index`.
    ///
    /// # Errors
    /// Nothing answers there, or no engine that is known.
    pub fn connect(address: &str, options: Options, cancel: &Cancel) -> Result<Self> {
        let (base, index) = split(address)?;
        let client = Client::new(Policy {
            named: Some(base.clone()),
            most_bytes: MAX_ANSWER,
            connect_time: Duration::from_secs(10).min(options.time),
            time: options.time,
            most_redirects: 0,
            certificates: options.environment.certificates.clone(),
        })?;
        let mut engine = Self {
            client,
            base,
            index,
            kind: Kind::OpenSearch,
            options,
        };
        let root = engine.call(Method::Get, "/", None, cancel)?;
        engine.kind = kind(&root)?;
        Ok(engine)
    }

    /// Sends a request with a JSON body and reads the JSON of the answer.
    ///
    /// # Errors
    /// There is no answer, or it is an error.
    pub(super) fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        cancel: &Cancel,
    ) -> Result<Value> {
        let body = body.map(|body| body.to_string().into_bytes());
        self.call_with(method, path, "application/json", body.as_deref(), cancel)
    }

    pub(super) fn call_with(
        &self,
        method: Method,
        path: &str,
        content_type: &str,
        body: Option<&[u8]>,
        cancel: &Cancel,
    ) -> Result<Value> {
        let request = Request {
            method,
            address: &format!("{}{path}", self.base),
            headers: &[
                ("Accept", "application/json"),
                ("Content-Type", content_type),
            ],
            secrets: &[],
            credentials: self.options.environment.credentials.as_ref(),
            body,
        };
        let response = self.client.send(&request, &|| cancel.is_cancelled())?;
        let value: Option<Value> = serde_json::from_slice(&response.body).ok();
        if response.is_success() {
            return value.ok_or(EngineError::NotAnEngine);
        }
        let error = value.as_ref().and_then(|value| value.get("error"));
        // A proxy in front of the engine answers without JSON.
        let is_foreign = value.is_none() && !matches!(response.status, 401 | 403 | 429 | 502..=504);
        match is_foreign {
            true => Err(EngineError::NotAnEngine),
            false => Err(EngineError::of_status(response.status, error, &self.index)),
        }
    }

    /// Tries again while the engine is busy or away. See [`Patience::retry`].
    pub(super) fn retry<T>(
        &self,
        cancel: &Cancel,
        wait: &mut dyn FnMut(&EngineError),
        attempt: impl FnMut() -> Result<T>,
    ) -> Result<T> {
        self.options.patience.retry(cancel, wait, attempt)
    }
}

/// The address of the engine, and the name of the index.
fn split(address: &str) -> Result<(String, String)> {
    let address = address.trim_end_matches('/');
    // A password may contain a slash. Such an address is refused as a whole, without its password.
    if address.contains('@') {
        return Ok((address.to_owned(), INDEX.to_owned()));
    }
    let path = address.find("://").and_then(|at| {
        let rest = address.get(at + 3..)?;
        Some(at + 3 + rest.rfind('/')?)
    });
    let Some((base, index)) = path.and_then(|at| address.split_at_checked(at)) else {
        return Ok((address.to_owned(), INDEX.to_owned()));
    };
    let index = index.trim_start_matches('/');
    // What the engines allow, without the characters that have a meaning in an address.
    let is_name = index.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && index.len() <= 200
        && index
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    match is_name {
        true => Ok((base.to_owned(), index.to_owned())),
        false => Err(EngineError::IndexName(index.to_owned())),
    }
}

/// The kind of engine, from the answer to `GET /`.
fn kind(root: &Value) -> Result<Kind> {
    let version = root.get("version").ok_or(EngineError::NotAnEngine)?;
    let number = version.get("number").and_then(Value::as_str);
    let number = number.ok_or(EngineError::NotAnEngine)?;
    let distribution = version.get("distribution").and_then(Value::as_str);
    let name = distribution.unwrap_or("elasticsearch");
    let mut parts = number.split('.').map(|part| part.parse().unwrap_or(0));
    let found: (u32, u32) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    let known = ENGINES.iter().find(|(known, _)| *known == name);
    match known {
        Some((_, first)) if found >= *first => {}
        _ => return Err(EngineError::Version(format!("{name} {number}"))),
    }
    Ok(match distribution {
        Some(_) => Kind::OpenSearch,
        None => Kind::Elasticsearch,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses() {
        #[track_caller]
        fn check(address: &str, expected: Option<(&str, &str)>) {
            let found = split(address).ok();
            let found = found.as_ref().map(|(base, index)| (&**base, &**index));
            assert_eq!(found, expected, "{address}");
        }
        check("http://a:9200", Some(("http://a:9200", "kanbao")));
        check("http://a:9200/", Some(("http://a:9200", "kanbao")));
        check("http://a:9200/news", Some(("http://a:9200", "news")));
        check("https://a/es/news/", Some(("https://a/es", "news")));
        check("http://a/_all", None);
        check("http://a/News", None);
        check("http://a/x?y", None);
        check("http://a/*", None);
    }

    #[test]
    fn engines() {
        #[track_caller]
        fn check(version: Value, expected: Result<Kind>) {
            assert_eq!(kind(&json!({ "version": version })), expected);
        }
        let version = |name: &str| Err(EngineError::Version(name.to_owned()));
        check(
            json!({"distribution": "opensearch", "number": "2.19.6"}),
            Ok(Kind::OpenSearch),
        );
        check(json!({"number": "8.15.0"}), Ok(Kind::Elasticsearch));
        check(
            json!({"distribution": "opensearch", "number": "1.3.1"}),
            version("opensearch 1.3.1"),
        );
        check(json!({"number": "6.8.0"}), version("elasticsearch 6.8.0"));
        check(
            json!({"distribution": "quickwit", "number": "7.17.0"}),
            version("quickwit 7.17.0"),
        );
        check(json!({}), Err(EngineError::NotAnEngine));
        assert_eq!(kind(&json!([])), Err(EngineError::NotAnEngine));
    }

    #[test]
    fn secrets_of_the_environment() {
        let of = |set: &'static [(&str, &str)]| {
            Environment::of(|name| {
                let mut set = set.iter();
                set.find(|row| row.0 == name).map(|row| row.1.to_owned())
            })
        };
        assert_eq!(of(&[]).credentials, None);
        let basic = Credentials::basic("u", "p");
        assert_eq!(
            of(&[("USER", "u"), ("PASSWORD", "p")]).credentials,
            Some(basic)
        );
        let key = Credentials::token("ApiKey", "k");
        assert_eq!(
            of(&[("USER", "u"), ("API_KEY", "k")]).credentials,
            Some(key.clone())
        );
        assert_eq!(of(&[("API_KEY", " k\r\n")]).credentials, Some(key));
        assert_eq!(of(&[("API_KEY", "\n")]).credentials, None);
        assert_eq!(of(&[("CA", "/missing.pem")]).certificates, Some(Vec::new()));
    }
}
