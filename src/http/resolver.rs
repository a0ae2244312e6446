//! Looks names up, and checks the addresses that they stand for. The connection goes to a checked
//! address, so that a name cannot stand for another one a moment later.

use super::error::{Fault, Wrapped};
use super::origin::Origin;
use super::proxy::NamedProxy;
use super::public::{is_allowed, is_local_name, is_surely_private};
use std::time::Duration;
use ureq::Timeout;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The time to look up a name that a proxy looks up again: where nothing answers here, the proxy may know.
const LOOK_UP: Duration = Duration::from_secs(3);

/// Returns only addresses that a policy allows.
#[derive(Debug, Default)]
pub struct CheckedResolver {
    /// The server that the user has named. Its addresses may be private.
    named: Option<Origin>,
    /// The proxy of the environment, whose addresses may be private, too. Its address may have a
    /// user name, and schemes that no other address has.
    proxy: Option<Uri>,
    system: DefaultResolver,
}

impl CheckedResolver {
    pub fn new(named: Option<Origin>, proxy: Option<&NamedProxy>) -> Self {
        Self {
            named,
            proxy: proxy.map(|named| named.proxy.uri().clone()),
            system: DefaultResolver::default(),
        }
    }

    /// Refuses a host that a proxy, which looks names up itself, would reach in a private network. What this
    /// machine does not know may be known to the proxy.
    ///
    /// # Errors
    /// The host is private by its name, or by an address that it has here.
    pub fn check_for_proxy(&self, uri: &Uri, config: &Config) -> Result<(), Fault> {
        let Origin { host, .. } = Origin::of(uri)?;
        if self.may_be_private(uri) {
            return Ok(());
        }
        let own = rustix::system::uname();
        let is_own = own
            .nodename()
            .to_bytes()
            .eq_ignore_ascii_case(host.as_bytes());
        if is_own || is_local_name(&host) {
            return Err(Fault::Private(host.into()));
        }
        // A name of Tor must not be looked up (RFC 7686).
        if host.trim_end_matches('.').ends_with(".onion") {
            return Ok(());
        }
        let timeout = NextTimeout {
            after: LOOK_UP.into(),
            reason: Timeout::Resolve,
            ..NextTimeout::default()
        };
        let found = self.system.resolve(uri, config, timeout);
        let mut found = found.iter().flat_map(|found| found.iter());
        match found.any(|address| is_surely_private(address.ip())) {
            true => Err(Fault::Private(host.into())),
            false => Ok(()),
        }
    }

    fn may_be_private(&self, uri: &Uri) -> bool {
        let is_proxy = self.proxy.as_ref() == Some(uri);
        is_proxy || self.named.is_some() && Origin::of(uri).ok() == self.named
    }
}

impl Resolver for CheckedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = || uri.host().unwrap_or_default().to_owned();
        let found = match self.system.resolve(uri, config, timeout) {
            // The system has no error kind for a name that does not exist.
            Err(ureq::Error::Io(_)) => return Err(failed(Fault::NoHost(host()))),
            found => found?,
        };
        let may_be_private = self.may_be_private(uri);
        let name = host().to_ascii_lowercase();
        let mut allowed = self.empty();
        for address in found.iter() {
            if may_be_private || is_allowed(&name, address.ip()) {
                allowed.push(*address);
            }
        }
        if allowed.is_empty() {
            return Err(failed(Fault::Private(host())));
        }
        Ok(allowed)
    }
}

fn failed(fault: Fault) -> ureq::Error {
    ureq::Error::Other(Box::new(Wrapped(fault)))
}
