//! What a client may reach, and how much it may read.

use std::fmt;
use std::time::Duration;

/// The limits of a client. The limits of bytes and time count all redirects of a request.
#[derive(Clone, Debug)]
pub struct Policy {
    /// The address of a server that the user has named, for example a search engine. It may be
    /// private; any other address that a request leads to must be public.
    pub named: Option<String>,
    /// Maximum bytes of a body, also after decompression.
    pub most_bytes: u64,
    /// For the connection, with DNS and TLS.
    pub connect_time: Duration,
    /// For the whole request.
    pub time: Duration,
    /// How many redirects are followed, for `GET` and `HEAD`. Other requests are not redirected.
    pub most_redirects: u32,
    /// Certificates in the form PEM that sign the servers; without them, those of the public
    /// authorities (Mozilla's list, compiled in).
    pub certificates: Option<Vec<u8>>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            named: None,
            most_bytes: 16 << 20,
            connect_time: Duration::from_secs(10),
            time: Duration::from_secs(30),
            most_redirects: 5,
            certificates: None,
        }
    }
}

/// The value of the header `Authorization`. It is sent only to the origin of the first address,
/// not to one that a redirect leads to.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(String);

impl Credentials {
    /// A user and a password (RFC 7617).
    pub fn basic(user: &str, password: &str) -> Self {
        Self(format!(
            "Basic {}",
            base64(format!("{user}:{password}").as_bytes())
        ))
    }

    /// A scheme and its token, such as `ApiKey` or `Bearer`.
    pub fn token(scheme: &str, token: &str) -> Self {
        Self(format!("{scheme} {token}"))
    }

    pub(super) fn value(&self) -> &str {
        &self.0
    }
}

/// Without the secret.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials")
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials() {
        // The example of RFC 7617, section 2.
        let basic = Credentials::basic("Aladdin", "open sesame");
        assert_eq!(basic.value(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assert_eq!(Credentials::token("ApiKey", "k").value(), "ApiKey k");
        assert_eq!(format!("{basic:?}"), "Credentials");
    }
}
