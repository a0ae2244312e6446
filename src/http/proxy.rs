//! The proxy of the environment. `ALL_PROXY`, `HTTPS_PROXY` and `HTTP_PROXY` are asked in this
//! order, in capital or small letters; hosts of `NO_PROXY` are reached without one.

use super::error::Fault;
use ureq::Proxy;
use ureq::http::Uri;

const VARIABLES: &[&str] = &[
    "ALL_PROXY",
    "all_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
];

/// A proxy, and the variable that names it.
#[derive(Clone, Debug)]
pub struct NamedProxy {
    pub proxy: Proxy,
    pub variable: &'static str,
}

impl NamedProxy {
    /// The proxy of the first variable that is set. An empty one is not set.
    ///
    /// # Errors
    /// The variable is no address of a proxy: to go on without one could tell the sites who reads
    /// them.
    pub fn of_environment(
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, Fault> {
        let value = |name: &str| {
            let value = variable(name).map(|value| value.trim().to_owned());
            value.filter(|value| !value.is_empty())
        };
        let found = VARIABLES
            .iter()
            .find_map(|name| Some((*name, value(name)?)));
        let Some((name, address)) = found else {
            return Ok(None);
        };
        // The address is not repeated: it may contain a password.
        let wrong = |_| Fault::ProxyAddress(name.to_owned());
        let named = Proxy::new(&address).map_err(wrong)?;
        let no_proxy = value("NO_PROXY").or_else(|| value("no_proxy"));
        let proxy = without(&named, no_proxy.as_deref().unwrap_or_default());
        Ok(Some(Self {
            proxy: proxy.map_err(wrong)?,
            variable: name,
        }))
    }

    /// Whether an address is reached through the proxy.
    pub fn is_for(&self, uri: &Uri) -> bool {
        !self.proxy.is_no_proxy(uri)
    }

    /// The fault of a request through the proxy. The library does not say which of the two servers
    /// could not be reached, so that both are named.
    pub fn explain(&self, fault: Fault) -> Fault {
        let cause = match fault {
            Fault::Unreachable(cause) | Fault::Lost(cause) | Fault::NotHttp(cause) => cause,
            // With SOCKS, other names may be looked up on this machine.
            Fault::NoHost(host) if host == self.proxy.host() => host,
            // Something else than a SOCKS proxy has answered, which the library reports as the
            // same kind of error as an answer without TLS.
            Fault::Tls(cause) if cause.starts_with("invalid response") => cause,
            fault => return fault,
        };
        Fault::Proxy {
            variable: self.variable.to_owned(),
            proxy: format!("{}:{}", self.proxy.host(), self.proxy.port()),
            cause,
        }
    }
}

/// The same proxy, but not for these hosts, which are separated by commas.
fn without(named: &Proxy, hosts: &str) -> Result<Proxy, ureq::Error> {
    let mut proxy = Proxy::builder(named.protocol())
        .host(named.host())
        .port(named.port());
    if let Some(user) = named.username() {
        proxy = proxy.username(user);
    }
    if let Some(password) = named.password() {
        proxy = proxy.password(password);
    }
    let hosts = hosts.split(',').map(str::trim);
    let hosts = hosts.filter(|host| !host.is_empty());
    hosts
        .fold(proxy, |proxy, host| proxy.no_proxy(host))
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::ProxyProtocol;

    fn named(variables: &[(&str, &str)]) -> Result<Option<NamedProxy>, Fault> {
        NamedProxy::of_environment(&|name| {
            let mut found = variables.iter().filter(|variable| variable.0 == name);
            found.next().map(|variable| variable.1.to_owned())
        })
    }

    #[test]
    fn variables() {
        #[track_caller]
        fn check(
            variables: &[(&str, &str)],
            variable: &str,
            protocol: ProxyProtocol,
            host: &str,
            port: u16,
        ) {
            let named = named(variables).expect("a proxy").expect("a proxy");
            let proxy = &named.proxy;
            let found = (named.variable, proxy.protocol(), proxy.host(), proxy.port());
            assert_eq!(found, (variable, protocol, host, port));
        }
        use ProxyProtocol::{Http, Https, Socks5, Socks5h};
        let of = |name, value| [(name, value)];
        check(
            &of("http_proxy", "a.example:3128"),
            "http_proxy",
            Http,
            "a.example",
            3128,
        );
        check(
            &of("ALL_PROXY", "socks5://127.0.0.1:7890/"),
            "ALL_PROXY",
            Socks5,
            "127.0.0.1",
            7890,
        );
        check(
            &[
                ("HTTP_PROXY", "http://b.example"),
                ("HTTPS_PROXY", " https://a.example "),
                ("ALL_PROXY", ""),
            ],
            "HTTPS_PROXY",
            Https,
            "a.example",
            443,
        );
        check(
            &of("all_proxy", "socks5h://[::1]"),
            "all_proxy",
            Socks5h,
            "[::1]",
            1080,
        );
        assert!(named(&[]).expect("no error").is_none());
        for wrong in ["quic://a.example", "http://", "a b"] {
            let found = named(&of("ALL_PROXY", wrong)).expect_err(wrong);
            assert_eq!(found, Fault::ProxyAddress("ALL_PROXY".to_owned()));
        }
    }

    #[test]
    fn users_and_other_hosts() {
        let named = named(&[
            ("ALL_PROXY", "http://user:p%40ss@a.example:8080"),
            ("no_proxy", "intern.example, *.lan"),
        ]);
        let named = named.expect("a proxy").expect("a proxy");
        assert_eq!(named.proxy.username(), Some("user"));
        assert_eq!(named.proxy.password(), Some("p@ss"));
        let is_for = |address: &str| named.is_for(&address.parse().expect("an address"));
        assert!(is_for("https://b.example/"));
        assert!(!is_for("https://intern.example/"));
        assert!(!is_for("http://es.lan:9200/"));
    }
}
