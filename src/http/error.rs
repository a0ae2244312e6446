//! Why a request has no answer.

use crate::locale::Locale;
use crate::text::sanitize_line;
use std::error;
use std::fmt::{self, Display};
use std::io;

/// Why a request has no answer. An answer with a status of 400 or more is not an error here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an address of the web.
    Address(String),
    /// The address contains a user name or password.
    User,
    /// The host does not exist, or there is no network.
    NoHost(String),
    /// The host has a private address, which is not allowed.
    Private(String),
    /// No server listens there, or none can be reached.
    Unreachable(String),
    /// The proxy of the environment, or the server behind it, cannot be reached.
    Proxy {
        /// The variable that names the proxy.
        variable: String,
        /// Host and port.
        proxy: String,
        cause: String,
    },
    /// The variable of the environment is no address of a proxy.
    ProxyAddress(String),
    /// The certificate is not trusted, or the encryption failed.
    Tls(String),
    /// The certificates of the policy cannot be read.
    Certificates(String),
    /// No whole answer within the time.
    Slow,
    /// The answer has more bytes than allowed.
    Large(u64),
    /// Too many redirects, or one that is not followed; the address.
    Redirect(String),
    /// The server does not speak HTTP as it should.
    NotHttp(String),
    /// The connection was lost.
    Lost(String),
    Cancelled,
}

/// A fault, and the host that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    pub fault: Fault,
    /// Host and port, or the address if it has none.
    pub host: String,
}

impl Error {
    /// Whether the address is private, which the user may allow.
    pub fn is_private(&self) -> bool {
        matches!(self.fault, Fault::Private(_))
    }

    /// A sentence in the language of the interface.
    pub fn describe(&self, locale: &Locale) -> String {
        let (key, detail) = match &self.fault {
            Fault::Address(address) => ("http.address", address.clone()),
            Fault::User => ("http.user", String::new()),
            Fault::NoHost(host) => ("http.no-host", host.clone()),
            Fault::Private(host) => ("http.private", host.clone()),
            Fault::Unreachable(cause) => ("http.unreachable", cause.clone()),
            Fault::Proxy { cause, .. } => ("http.proxy", cause.clone()),
            Fault::ProxyAddress(variable) => ("http.proxy-address", variable.clone()),
            Fault::Tls(cause) => ("http.tls", cause.clone()),
            Fault::Certificates(cause) => ("http.certificates", cause.clone()),
            Fault::Slow => ("http.slow", String::new()),
            Fault::Large(most) => ("http.large", (most >> 20).to_string()),
            Fault::Redirect(address) => ("http.redirect", address.clone()),
            Fault::NotHttp(cause) => ("http.not-http", cause.clone()),
            Fault::Lost(cause) => ("http.lost", cause.clone()),
            Fault::Cancelled => ("http.cancelled", String::new()),
        };
        let (variable, proxy) = match &self.fault {
            Fault::Proxy {
                variable, proxy, ..
            } => (variable.as_str(), sanitize_line(proxy)),
            _ => ("", "".into()),
        };
        let (host, detail) = (sanitize_line(&self.host), sanitize_line(&detail));
        let values: [(&str, &dyn Display); 4] = [
            ("host", &host),
            ("detail", &detail),
            ("variable", &variable),
            ("proxy", &proxy),
        ];
        locale.fill(key, &values)
    }
}

impl Fault {
    /// The fault behind an error of the library. `most`: the limit of bytes.
    pub(super) fn of(error: ureq::Error, most: u64) -> Self {
        use ureq::Error as E;
        match error {
            E::Io(cause) => Self::of_io(&cause, most),
            E::Timeout(_) => Self::Slow,
            E::HostNotFound => Self::NoHost(String::new()),
            E::BodyExceedsLimit(_) | E::LargeResponseHeader(..) => Self::Large(most),
            E::BadUri(address) => Self::Address(without_user(&address)),
            E::Other(cause) => match cause.downcast::<Wrapped>() {
                Ok(wrapped) => wrapped.0,
                Err(cause) => Self::Lost(cause.to_string()),
            },
            E::ConnectProxyFailed(cause) => Self::Unreachable(cause),
            E::ConnectionFailed => Self::Unreachable(String::new()),
            E::Rustls(cause) => Self::Tls(cause.to_string()),
            E::Tls(cause) => Self::Tls(cause.to_owned()),
            E::Pem(cause) => Self::Certificates(cause.to_string()),
            other => Self::NotHttp(other.to_string()),
        }
    }

    /// The fault behind an error of a connection. The library wraps its own errors while a body is
    /// read.
    pub(super) fn of_io(cause: &io::Error, most: u64) -> Self {
        use io::ErrorKind as Kind;
        let inner = cause.get_ref().and_then(|inner| inner.downcast_ref());
        match inner {
            Some(ureq::Error::BodyExceedsLimit(_)) => return Self::Large(most),
            Some(ureq::Error::Timeout(_)) => return Self::Slow,
            _ => {}
        }
        match cause.kind() {
            Kind::TimedOut | Kind::WouldBlock => Self::Slow,
            Kind::ConnectionRefused
            | Kind::HostUnreachable
            | Kind::NetworkUnreachable
            | Kind::NetworkDown
            | Kind::AddrNotAvailable => Self::Unreachable(cause.to_string()),
            // The handshake of TLS and decompression.
            Kind::InvalidData => Self::Tls(cause.to_string()),
            _ => Self::Lost(cause.to_string()),
        }
    }
}

/// A fault on its way through the library.
#[derive(Debug)]
pub struct Wrapped(pub Fault);

impl fmt::Display for Wrapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }
}

impl error::Error for Wrapped {}

/// The start of an address for a message, without a user name and a password. It may be no address at
/// all, with any characters in the password.
pub fn without_user(address: &str) -> String {
    let start = address.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = address.split_at(start);
    let rest = rest
        .rsplit_once('@')
        .map_or(rest.to_owned(), |(_, host)| format!("…@{host}"));
    let whole = scheme.chars().chain(rest.chars());
    whole.take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_name_no_password() {
        for (address, shown) in [
            ("http://elastic:geheim@host:9200/a", "http://…@host:9200/a"),
            ("http://elastic:ge/h@im@host", "http://…@host"),
            ("elastic:geheim@host", "…@host"),
            ("http://host/a", "http://host/a"),
        ] {
            assert_eq!(without_user(address), shown);
        }
    }
}
