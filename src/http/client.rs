//! Sends requests, and follows redirects.

use super::detached;
use super::error::{Error, Fault, without_user};
use super::message::{Method, OwnedRequest, Request, Response};
use super::origin::{self, Origin};
use super::policy::Policy;
use super::proxy::NamedProxy;
use super::resolver::CheckedResolver;
use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::config::Config;
use ureq::http::header::{AUTHORIZATION, LOCATION};
use ureq::http::{self, StatusCode, Uri};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, AsSendBody, Body};

/// Bytes that are read at once.
const CHUNK: usize = 64 << 10;
/// Maximum bytes of the head of an answer.
const MAX_HEAD: usize = 64 << 10;

/// Sends requests under one policy. Keeps connections for later requests; cheap to clone.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    policy: Policy,
    proxy: Option<NamedProxy>,
    /// Checks the names that the proxy looks up.
    names: Arc<CheckedResolver>,
}

impl Client {
    /// # Errors
    /// The named address or the certificates of the policy, or the proxy of the environment cannot
    /// be read.
    pub fn new(policy: Policy) -> Result<Self, Error> {
        let proxy = NamedProxy::of_environment(&|name| std::env::var(name).ok());
        match proxy {
            Ok(proxy) => Self::with_proxy(policy, proxy),
            Err(fault) => Err(about(&policy, fault)),
        }
    }

    /// # Errors
    /// The named address or the certificates of the policy cannot be read.
    pub(super) fn with_proxy(policy: Policy, proxy: Option<NamedProxy>) -> Result<Self, Error> {
        let about = |fault| about(&policy, fault);
        let named = match &policy.named {
            Some(named) => {
                let origin = origin::parse(named).and_then(|uri| Origin::of(&uri));
                Some(origin.map_err(about)?)
            }
            None => None,
        };
        let roots = match &policy.certificates {
            Some(pem) => RootCerts::from(read_certificates(pem).map_err(about)?),
            None => RootCerts::WebPki,
        };
        let config = Config::builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_response_header_size(MAX_HEAD)
            .timeout_connect(Some(policy.connect_time))
            .timeout_resolve(Some(policy.connect_time))
            .proxy(proxy.as_ref().map(|named| named.proxy.clone()))
            .user_agent(concat!("kanbao/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().root_certs(roots).build())
            .build();
        let names = Arc::new(CheckedResolver::new(named.clone(), None));
        let resolver = CheckedResolver::new(named, proxy.as_ref());
        let agent = Agent::with_parts(config, DefaultConnector::new(), resolver);
        Ok(Self {
            agent,
            policy,
            proxy,
            names,
        })
    }

    /// Sends a request and reads the whole answer. A cancelled one returns at once, wherever it waits.
    ///
    /// # Errors
    /// There is no answer, it breaks the policy, or the request was cancelled.
    pub fn send(
        &self,
        request: &Request<'_>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Response, Error> {
        let (client, owned) = (self.clone(), OwnedRequest::of(request));
        let exchange = move |is_abandoned: &dyn Fn() -> bool| {
            owned.with(|request| client.exchange(request, is_abandoned))
        };
        detached::run(exchange, is_cancelled).unwrap_or_else(|fault| {
            let host = without_user(request.address);
            Err(Error { fault, host })
        })
    }

    fn exchange(
        &self,
        request: &Request<'_>,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Response, Error> {
        let about = |uri: &Uri, fault| Error {
            fault,
            host: uri.authority().map_or_else(
                || without_user(&uri.to_string()),
                |authority| without_user(authority.as_str()),
            ),
        };
        let start = Instant::now();
        let mut uri = origin::parse(request.address).map_err(|fault| Error {
            fault,
            host: without_user(request.address),
        })?;
        let first = Origin::of(&uri).map_err(|fault| about(&uri, fault))?;
        let mut moved = Moved::default();
        for _ in 0..=self.policy.most_redirects {
            if is_cancelled() {
                return Err(about(&uri, Fault::Cancelled));
            }
            let answer = self.send_once(request, &uri, &first, start);
            let answer = answer.map_err(|fault| about(&uri, fault))?;
            match next(request.method, &uri, &answer).map_err(|fault| about(&uri, fault))? {
                Some(next) => {
                    moved.follow(answer.status(), &next);
                    uri = next;
                }
                None => {
                    let read = self.read(answer, &uri, is_cancelled);
                    let read = read.map_err(|fault| about(&uri, fault));
                    return read.map(|response| Response {
                        moved: moved.to,
                        ..response
                    });
                }
            }
        }
        let to = without_user(&uri.to_string());
        Err(about(&uri, Fault::Redirect(to)))
    }

    /// Sends a request to one address. `first`: the origin that may see the credentials.
    fn send_once(
        &self,
        request: &Request<'_>,
        uri: &Uri,
        first: &Origin,
        start: Instant,
    ) -> Result<http::Response<Body>, Fault> {
        let origin = Origin::of(uri)?;
        let left = self.policy.time.saturating_sub(start.elapsed());
        if left.is_zero() {
            return Err(Fault::Slow);
        }
        let mut built = http::Request::builder()
            .method(method(request.method))
            .uri(uri);
        for (name, value) in request.headers {
            built = built.header(*name, *value);
        }
        if origin == *first {
            for (name, value) in request.secrets {
                built = built.header(*name, *value);
            }
            if let Some(credentials) = request.credentials {
                built = built.header(AUTHORIZATION, credentials.value());
            }
        }
        let most = self.policy.most_bytes;
        let failed = |error| Fault::of(error, most);
        // A proxy looks names up itself, so that it is not told addresses in numbers, which are checked here.
        let is_direct = origin.is_numeric();
        let proxy = self.proxy.as_ref();
        let proxy = proxy.filter(|proxy| !is_direct && proxy.is_for(uri));
        if proxy.is_some() {
            self.names.check_for_proxy(uri, self.agent.config())?;
        }
        let sent = match request.body {
            Some(body) => {
                let built = built.body(body).map_err(|error| failed(error.into()))?;
                self.run(built, left, is_direct)
            }
            None => {
                let built = built.body(()).map_err(|error| failed(error.into()))?;
                self.run(built, left, is_direct)
            }
        };
        sent.map_err(|error| match proxy {
            Some(proxy) => proxy.explain(failed(error)),
            None => failed(error),
        })
    }

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        time: Duration,
        is_direct: bool,
    ) -> Result<http::Response<Body>, ureq::Error> {
        let config = self.agent.configure_request(request);
        let config = config.timeout_global(Some(time));
        let config = if is_direct {
            config.proxy(None)
        } else {
            config
        };
        self.agent.run(config.build())
    }

    fn read(
        &self,
        answer: http::Response<Body>,
        uri: &Uri,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Result<Response, Fault> {
        let (head, body) = answer.into_parts();
        let most = self.policy.most_bytes;
        if body.content_length().is_some_and(|length| length > most) {
            return Err(Fault::Large(most));
        }
        let mut reader = body.into_with_config().limit(most).reader();
        let mut body = Vec::new();
        let mut chunk = vec![0; CHUNK];
        loop {
            // Before each read, which returns what has arrived: a server may send a byte at a time.
            if is_cancelled() {
                return Err(Fault::Cancelled);
            }
            match reader.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => body.extend_from_slice(chunk.get(..read).unwrap_or_default()),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(Fault::of_io(&cause, most)),
            }
        }
        Ok(Response {
            status: head.status.as_u16(),
            address: uri.to_string(),
            moved: None,
            headers: head.headers,
            body,
        })
    }
}

/// Where permanent redirects lead, as long as no other came before.
#[derive(Default)]
struct Moved {
    to: Option<String>,
    is_over: bool,
}

impl Moved {
    fn follow(&mut self, status: StatusCode, next: &Uri) {
        let permanent = [
            StatusCode::MOVED_PERMANENTLY,
            StatusCode::PERMANENT_REDIRECT,
        ];
        self.is_over |= !permanent.contains(&status);
        if !self.is_over {
            self.to = Some(next.to_string());
        }
    }
}

/// A fault that concerns a whole policy.
fn about(policy: &Policy, fault: Fault) -> Error {
    let host = policy.named.as_deref().map(without_user);
    let host = host.unwrap_or_default();
    Error { fault, host }
}

/// The address that an answer redirects to.
fn next(method: Method, uri: &Uri, answer: &http::Response<Body>) -> Result<Option<Uri>, Fault> {
    let is_redirect = matches!(
        answer.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    let location = answer.headers().get(LOCATION).filter(|_| is_redirect);
    let Some(location) = location else {
        return Ok(None);
    };
    let location = String::from_utf8_lossy(location.as_bytes());
    if !matches!(method, Method::Get | Method::Head) {
        return Err(Fault::Redirect(without_user(&location)));
    }
    let next = origin::resolve(uri, &location)?;
    // An encrypted address does not lead to one that anyone on the way can read and change.
    if Origin::of(uri)?.is_secure && !Origin::of(&next)?.is_secure {
        return Err(Fault::Redirect(without_user(&next.to_string())));
    }
    Ok(Some(next))
}

fn method(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Head => http::Method::HEAD,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    }
}

fn read_certificates(pem: &[u8]) -> Result<Vec<Certificate<'static>>, Fault> {
    let mut certificates = Vec::new();
    for item in parse_pem(pem) {
        match item {
            Ok(PemItem::Certificate(certificate)) => certificates.push(certificate),
            Ok(_) => {}
            Err(error) => return Err(Fault::Certificates(error.to_string())),
        }
    }
    if certificates.is_empty() {
        return Err(Fault::Certificates(String::new()));
    }
    Ok(certificates)
}
