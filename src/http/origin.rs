//! Addresses of the web: what a request may be sent to, and which addresses belong together.

use super::error::{Fault, without_user};
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
        if host.is_empty() || is_disguised(&host) {
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
        let name = bare.trim_end_matches('.');
        let is_local = name == "localhost" || name.ends_with(".localhost");
        is_local || bare.parse::<std::net::IpAddr>().is_ok()
    }
}

/// Whether a host in lower case is an IP address in another form than the usual one, which a resolver or
/// a proxy may understand all the same: `2130706433`, `0x7f.1`, `127.1`, `0177.0.0.1`. A name whose last
/// part is a number does not exist (WHATWG URL Standard, section 3.5, "ends in a number").
fn is_disguised(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        let inner = inner.strip_suffix(']').unwrap_or_default();
        return inner.parse::<std::net::Ipv6Addr>().is_err();
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let is_hexadecimal = last
        .strip_prefix("0x")
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (is_decimal || is_hexadecimal) && host.parse::<std::net::Ipv4Addr>().is_err()
}

/// Whether two addresses of the web have the same scheme, host and port.
pub fn is_same_origin(one: &str, other: &str) -> bool {
    let of = |address: &str| parse(address).and_then(|uri| Origin::of(&uri)).ok();
    of(one).is_some_and(|origin| Some(origin) == of(other))
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
        check("http://127.0.0.1/", Some((false, "127.0.0.1", 80)));
        check("http://4chan.example/", Some((false, "4chan.example", 80)));
        check("http://a.0xyz/", Some((false, "a.0xyz", 80)));
        for host in [
            "2130706433",
            "0x7f000001",
            "0X7F.1",
            "0x",
            "0177.0.0.1",
            "017700000001",
            "127.1",
            "127.0.1",
            "0",
            "127.0.0.1.",
            "127.0.0.01",
            "127.0.0.0x1",
            "1.2.3.4.5",
            "a.1",
            "[fe80::1%25lo]",
            "[127.0.0.1]",
        ] {
            check(&format!("http://{host}/"), None);
        }
    }

    #[test]
    fn the_machine_itself_is_asked_without_a_proxy() {
        let is_numeric = |address: &str| {
            let origin = parse(address).and_then(|uri| Origin::of(&uri));
            origin.expect(address).is_numeric()
        };
        for address in [
            "http://localhost",
            "http://LOCALHOST./",
            "http://a.localhost",
            "http://[::1]:8",
        ] {
            assert!(is_numeric(address), "{address}");
        }
        assert!(!is_numeric("http://localhost.example"));
    }

    #[test]
    fn same_origins() {
        let check = |other: &str, expected: bool| {
            let found = is_same_origin("https://a.example/feed", other);
            assert_eq!(found, expected, "{other}");
        };
        check("https://A.example:443/x?y", true);
        check("http://a.example/feed", false);
        check("https://a.example:8443/feed", false);
        check("https://b.example/feed", false);
        assert!(!is_same_origin("file:///a", "file:///a"));
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
