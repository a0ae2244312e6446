//! Looks names up, and checks the addresses that they stand for. The connection goes to a checked
//! address, so that a name cannot stand for another one a moment later.

use super::error::{Fault, Wrapped};
use super::origin::Origin;
use super::public::is_public;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// Returns only addresses that a policy allows.
#[derive(Debug, Default)]
pub struct CheckedResolver {
    /// Origins whose addresses may be private: the named server, and a proxy.
    pub private: Vec<Origin>,
    system: DefaultResolver,
}

impl CheckedResolver {
    pub fn new(private: Vec<Origin>) -> Self {
        Self {
            private,
            system: DefaultResolver::default(),
        }
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
        let is_private = Origin::of(uri).is_ok_and(|origin| self.private.contains(&origin));
        let mut allowed = self.empty();
        for address in found.iter() {
            if is_private || is_public(address.ip()) {
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
