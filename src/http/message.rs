//! Requests and responses.

use super::policy::Credentials;
use ureq::http::HeaderMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Delete,
}

#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    pub method: Method,
    pub address: &'a str,
    /// Names and values.
    pub headers: &'a [(&'a str, &'a str)],
    /// Headers with secrets. They are sent only to the origin of the address, as the credentials.
    pub secrets: &'a [(&'a str, &'a str)],
    pub credentials: Option<&'a Credentials>,
    pub body: Option<&'a [u8]>,
}

impl<'a> Request<'a> {
    pub fn get(address: &'a str) -> Self {
        Self {
            method: Method::Get,
            address,
            headers: &[],
            secrets: &[],
            credentials: None,
            body: None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    /// Where the answer comes from, after all redirects.
    pub address: String,
    /// The new address, if the first redirects were permanent ones.
    pub moved: Option<String>,
    /// Decompressed.
    pub body: Vec<u8>,
    pub(super) headers: HeaderMap,
}

impl Response {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The first value of a header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A request for another thread.
pub struct OwnedRequest {
    method: Method,
    address: String,
    headers: Vec<(String, String)>,
    secrets: Vec<(String, String)>,
    credentials: Option<Credentials>,
    body: Option<Vec<u8>>,
}

impl OwnedRequest {
    pub fn of(request: &Request<'_>) -> Self {
        Self {
            method: request.method,
            address: request.address.to_owned(),
            headers: owned(request.headers),
            secrets: owned(request.secrets),
            credentials: request.credentials.cloned(),
            body: request.body.map(<[u8]>::to_vec),
        }
    }

    /// Calls a function with the request.
    pub fn with<R>(&self, call: impl FnOnce(&Request<'_>) -> R) -> R {
        call(&Request {
            method: self.method,
            address: &self.address,
            headers: &borrowed(&self.headers),
            secrets: &borrowed(&self.secrets),
            credentials: self.credentials.as_ref(),
            body: self.body.as_deref(),
        })
    }
}

fn owned(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    let headers = headers.iter();
    let owned = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

fn borrowed(headers: &[(String, String)]) -> Vec<(&str, &str)> {
    let headers = headers.iter();
    let borrowed = headers.map(|(name, value)| (name.as_str(), value.as_str()));
    borrowed.collect()
}
