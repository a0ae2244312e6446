//! Fetches pages and pictures.

use crate::http::{Client, Error, Policy, Request};
use crate::locale::Locale;
use crate::picture;
use std::time::{Duration, Instant};

/// Maximum bytes of a page.
const MAX_BYTES: u64 = 16 << 20;
/// For a page with all redirects.
const PAGE_TIME: Duration = Duration::from_secs(30);
/// For a picture.
const PICTURE_TIME: Duration = Duration::from_secs(20);

const PAGE: &[(&str, &str)] = &[("Accept", "text/html, application/xhtml+xml, */*;q=0.5")];
const PICTURE: &[(&str, &str)] = &[("Accept", "image/png, image/jpeg, image/gif, image/webp")];

/// Why a page was not fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    NotSent(Error),
    /// The status of the answer.
    Status(u16),
}

impl Failure {
    /// A sentence in the language of the interface.
    pub fn describe(&self, locale: &Locale) -> String {
        match self {
            Self::NotSent(error) => error.describe(locale),
            Self::Status(status) => locale.fill("save.status", &[("status", status)]),
        }
    }
}

/// Fetches pages and their pictures.
#[derive(Debug)]
pub struct Web {
    client: Client,
}

impl Web {
    /// `allowed`: an address that may be private.
    ///
    /// # Errors
    /// The proxy of the environment cannot be used.
    pub fn new(allowed: Option<&str>) -> Result<Self, Failure> {
        Self::with_time(allowed, PAGE_TIME)
    }

    /// The same with another time for each request.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    pub fn with_time(allowed: Option<&str>, time: Duration) -> Result<Self, Failure> {
        let policy = Policy {
            named: allowed.map(str::to_owned),
            most_bytes: MAX_BYTES.max(picture::MOST_BYTES as u64),
            time,
            ..Policy::default()
        };
        let client = Client::new(policy).map_err(Failure::NotSent)?;
        Ok(Self { client })
    }

    /// The bytes of a page, and where it is after all redirects.
    ///
    /// # Errors
    /// The server does not send it, or the request was cancelled.
    pub fn page(
        &self,
        address: &str,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<(Vec<u8>, String), Failure> {
        let request = Request {
            headers: PAGE,
            ..Request::get(address)
        };
        let answer = self.client.send(&request, is_cancelled);
        let answer = answer.map_err(Failure::NotSent)?;
        match answer.is_success() {
            true => Ok((answer.body, answer.address)),
            false => Err(Failure::Status(answer.status)),
        }
    }

    /// The bytes of a picture.
    pub fn picture(&self, address: &str, is_cancelled: &dyn Fn() -> bool) -> Option<Vec<u8>> {
        let request = Request {
            headers: PICTURE,
            ..Request::get(address)
        };
        let start = Instant::now();
        let is_over = || is_cancelled() || start.elapsed() >= PICTURE_TIME;
        let answer = self.client.send(&request, &is_over).ok()?;
        answer.is_success().then_some(answer.body)
    }
}
