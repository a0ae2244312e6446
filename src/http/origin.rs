//! Addresses of the web: what a request may be sent to, and which addresses belong together.

use super::error::Fault;
use fluent_uri::{Uri as Reference, UriRef};
use ureq::http::Uri;

/// Maximum bytes of an address.
const MAX_ADDRESS: usize = 8_192;

/// Scheme, host and port: credentials for one address of an origin are for all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub is_secure: bool,
    /// In lower case; a name, or an IP address (IPv6 in brackets).
    pub host: Box<str>,
    pub port: u16,
}

impl Origin {
    /// The origin of an address.
    ///
    /// # Errors
    /// It is not a whole address with the scheme `http` or `https`, or it contains a user name: a
    /// password in an address ends up in histories and logs.
    pub fn of(uri: &Uri) -> Result<Self, Fault> {
        let wrong = || Fault::Address(without_user(&uri.to_string()));
        let is_secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(wrong()),
        };
        let authority = uri.authority().ok_or_else(wrong)?;
        if authority.as_str().contains('@') {
            return Err(Fault::User);
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() {
            return Err(wrong());
        }
        let usual = if is_secure { 443 } else { 80 };
        Ok(Self {
            is_secure,
            host: host.into(),
            port: authority.port_u16().unwrap_or(usual),
        })
    }

    /// Whether the host is the machine itself by its name or by an IP address: no proxy is asked.
    pub fn is_numeric(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok()
    }
}

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

/// Parses an address.
///
/// # Errors
/// It is no address.
pub fn parse(address: &str) -> Result<Uri, Fault> {
    let wrong = || Fault::Address(without_user(address));
    if address.len() > MAX_ADDRESS {
        return Err(wrong());
    }
    address.parse().map_err(|_| wrong())
}

/// The address of a redirect, which may be relative (RFC 9110, section 10.2.2). The fragment is
/// left out: it is not sent.
///
/// # Errors
/// It is no address.
pub fn resolve(base: &Uri, location: &str) -> Result<Uri, Fault> {
    let wrong = || Fault::Address(without_user(location));
    let base = base.to_string();
    let base = Reference::parse(base.as_str()).map_err(|_| wrong())?;
    let location = location.split('#').next().unwrap_or_default();
    let location = UriRef::parse(location).map_err(|_| wrong())?;
    let resolved = location.resolve_against(&base).map_err(|_| wrong())?;
    parse(resolved.as_str())
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

    #[test]
    fn origins() {
        #[track_caller]
        fn check(address: &str, expected: Option<(bool, &str, u16)>) {
            let origin = parse(address).and_then(|uri| Origin::of(&uri)).ok();
            let origin = origin
                .as_ref()
                .map(|origin| (origin.is_secure, &*origin.host, origin.port));
            assert_eq!(origin, expected, "{address}");
        }
        check("http://Example.ORG/a", Some((false, "example.org", 80)));
        check(
            "https://example.org:9200",
            Some((true, "example.org", 9200)),
        );
        check("https://[::1]/", Some((true, "[::1]", 443)));
        check("https://user:secret@example.org/", None);
        check("ftp://example.org/", None);
        check("file:///etc/passwd", None);
        check("/a", None);
        check("example.org", None);
        check("http://", None);
        check("http://a b/", None);
        check("", None);
    }

    #[test]
    fn redirects() {
        #[track_caller]
        fn check(location: &str, expected: &str) {
            let base = parse("https://a.example/b/c?d").expect("an address");
            let resolved = resolve(&base, location).map(|uri| uri.to_string());
            assert_eq!(resolved.unwrap_or_default(), expected, "{location}");
        }
        check("e", "https://a.example/b/e");
        check("/e?f", "https://a.example/e?f");
        check("../../e#f", "https://a.example/e");
        check("//g.example", "https://g.example/");
        check("http://h.example:8/", "http://h.example:8/");
        check("看", "");
        check("http:// /", "");
    }
}
