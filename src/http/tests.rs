//! Requests to a small server on this machine.

mod proxies;

use super::test_server::{Received, TestServer, answer};
use super::{Client, Credentials, Error, Fault, Method, Policy, Request, Response};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;

/// A client for a server whose private address is allowed.
fn client(server: &TestServer) -> Client {
    Client::new(Policy {
        named: Some(server.address.clone()),
        most_bytes: 1_000,
        most_redirects: 2,
        time: Duration::from_secs(60),
        ..Policy::default()
    })
    .expect("a client")
}

fn get(client: &Client, address: &str) -> Result<Response, Fault> {
    let sent = client.send(&Request::get(address), &|| false);
    sent.map_err(|error| error.fault)
}

/// Answers by path.
fn site(request: &Received, address: &str) -> Vec<u8> {
    let to =
        |status: &str, location: &str| answer(status, &format!("Location: {location}\r\n"), "");
    let port = address.rsplit(':').next().unwrap_or_default();
    match request.line.split(' ').nth(1).unwrap_or_default() {
        "/" => answer("200 OK", "X-Name: kanbao\r\n", "看报"),
        "/missing" => answer("404 Not Found", "", "none"),
        "/relative" => to("302 Found", "../"),
        "/twice" => to("301 Moved Permanently", "/relative"),

        "/often" => to("307 Temporary Redirect", "/often"),
        "/file" => to("302 Found", "file:///etc/passwd"),
        "/other-name" => to("302 Found", &format!("http://localhost:{port}/")),
        "/other-port" => to("302 Found", "http://127.0.0.1:1/"),
        "/metadata" => to("302 Found", "http://169.254.169.254/latest"),
        "/user" => to("302 Found", "http://a:b@example.org/"),
        "/large" => answer("200 OK", "", &"x".repeat(1_001)),
        "/full" => answer("200 OK", "", &"x".repeat(1_000)),
        "/endless" => format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(5_000)).into_bytes(),
        "/short" => b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc".to_vec(),
        "/head" => format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "x".repeat(90_000)).into_bytes(),
        "/bomb" => bomb(),
        _ => b"SSH-2.0-OpenSSH_9.2p1\r\n".to_vec(),
    }
}

/// A short answer that is long once it is decompressed.
fn bomb() -> Vec<u8> {
    let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    [head.as_bytes(), GZIP].concat()
}

/// `head -c 5000 /dev/zero | gzip -9n`.
const GZIP: &[u8] = include_bytes!("zeros.gz");

#[test]
fn answers_and_faults() {
    let server = TestServer::start(site);
    let client = client(&server);
    let get = |path: &str| get(&client, &format!("{}{path}", server.address));
    let check = |path: &str, status: u16, body: &str| {
        let response = get(path).expect(path);
        let text = String::from_utf8_lossy(&response.body).into_owned();
        assert_eq!((response.status, text.as_str()), (status, body), "{path}");
    };
    check("/", 200, "看报");
    check("/missing", 404, "none");
    check("/relative", 200, "看报");
    check("/twice", 200, "看报");
    check("/full", 200, &"x".repeat(1_000));
    let response = get("/twice").expect("an answer");
    assert_eq!(response.header("x-name"), Some("kanbao"));
    assert_eq!(response.address, format!("{}/", server.address));

    // Only what comes before the first redirect that is not permanent is a new address.
    let moved = |path: &str| get(path).expect(path).moved;
    assert_eq!(moved("/"), None);
    assert_eq!(moved("/relative"), None);
    assert_eq!(
        moved("/twice"),
        Some(format!("{}/relative", server.address))
    );

    let fault = |path: &str| get(path).expect_err(path);
    let redirect = Fault::Redirect(format!("{}/often", server.address));
    assert_eq!(fault("/often"), redirect);
    assert_eq!(
        fault("/file"),
        Fault::Address("file:///etc/passwd".to_owned())
    );
    assert_eq!(fault("/other-name"), Fault::Private("localhost".to_owned()));
    assert_eq!(fault("/other-port"), Fault::Private("127.0.0.1".to_owned()));
    assert_eq!(
        fault("/metadata"),
        Fault::Private("169.254.169.254".to_owned())
    );
    assert_eq!(fault("/user"), Fault::User);
    for path in ["/large", "/endless", "/head", "/bomb"] {
        assert_eq!(fault(path), Fault::Large(1_000), "{path}");
    }
    assert!(matches!(
        fault("/short"),
        Fault::Lost(_) | Fault::NotHttp(_)
    ));
    assert!(matches!(fault("/ssh"), Fault::NotHttp(_)));
}

#[test]
fn private_addresses_are_refused_unless_named() {
    let server = TestServer::start(site);
    let client = Client::new(Policy::default()).expect("a client");
    let port = server.address.rsplit(':').next().unwrap_or_default();
    for host in ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"] {
        let found = get(&client, &format!("http://{host}:{port}/"));
        let is_refused = matches!(
            found,
            Err(Fault::Private(_) | Fault::NoHost(_) | Fault::Address(_))
        );
        assert!(is_refused, "{host}: {found:?}");
    }
    assert!(server.received().is_empty());
}

#[test]
fn credentials_stay_with_their_origin() {
    let other = TestServer::start(site);
    let to = other.address.clone();
    let server = TestServer::start(move |request, _| match request.line.as_str() {
        "GET /away" => answer("302 Found", &format!("Location: {to}/\r\n"), ""),
        "GET /home" => answer("302 Found", "Location: /\r\n", ""),
        _ => answer("200 OK", "", ""),
    });
    // Both are on this machine, so that the other one would be refused as private.
    let client = client(&server);
    let credentials = Credentials::token("ApiKey", "secret");
    let send = |method, path: &str| {
        let address = format!("{}{path}", server.address);
        let request = Request {
            method,
            credentials: Some(&credentials),
            secrets: &[("x-key", "secret")],
            ..Request::get(&address)
        };
        client.send(&request, &|| false)
    };
    assert!(send(Method::Get, "/home").is_ok());
    assert!(send(Method::Get, "/away").is_err());
    let has_both = |request: &Received| {
        request.authorization.is_some() && request.header("x-key") == Some("secret")
    };
    assert!(server.received().iter().all(has_both));
    assert!(other.received().is_empty());
}

#[test]
fn a_request_with_a_body_is_not_redirected() {
    let server = TestServer::start(|request, _| match request.line.as_str() {
        "POST /echo" => answer("200 OK", "", &request.body),
        _ => answer("308 Permanent Redirect", "Location: /echo\r\n", ""),
    });
    let client = client(&server);
    let post = |path: &str| {
        let address = format!("{}{path}", server.address);
        let request = Request {
            method: Method::Post,
            body: Some("看报".as_bytes()),
            ..Request::get(&address)
        };
        client.send(&request, &|| false)
    };
    assert_eq!(post("/echo").expect("an answer").body, "看报".as_bytes());
    let error = post("/away").expect_err("no answer");
    assert_eq!(error.fault, Fault::Redirect("/echo".to_owned()));
}

#[test]
fn an_answer_that_drips_can_be_cancelled() {
    let server = TestServer::serve(|_, _, stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        // A byte at a time, each when the one before was seen; waits for the end of the connection.
        let _ = stream.set_read_timeout(Some(Duration::from_millis(5)));
        while stream.write_all(b"x").is_ok() && !matches!(stream.read(&mut [0]), Ok(0)) {}
    });
    let asked = std::cell::Cell::new(0);
    let is_cancelled = || {
        asked.set(asked.get() + 1);
        asked.get() > 5
    };
    let sent = client(&server).send(&Request::get(&server.address), &is_cancelled);
    assert_eq!(sent.expect_err("cancelled").fault, Fault::Cancelled);
}

#[test]
fn no_error_names_a_password() {
    let server = TestServer::start(|request, address| {
        let to = match request.line.as_str() {
            "GET /user" => address.replace("://", "://me:hunter2@"),
            _ => "https://me:hunter2@a b/".to_owned(),
        };
        answer("301 Moved Permanently", &format!("Location: {to}\r\n"), "")
    });
    let client = client(&server);
    for address in [
        server.address.replace("://", "://me:hunter2@"),
        "http://me:hunter2@a b/".to_owned(),
        "me:hunter2@a".to_owned(),
        format!("{}/user", server.address),
        format!("{}/broken", server.address),
    ] {
        let error = client
            .send(&Request::get(&address), &|| false)
            .expect_err(&address);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[test]
fn servers_that_do_not_answer() {
    // Nobody accepts: the connection is made, but no byte arrives.
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let named = |address: &str, time: u64| {
        Client::new(Policy {
            named: Some(address.to_owned()),
            time: Duration::from_millis(time),
            ..Policy::default()
        })
        .expect("a client")
    };
    let slow = get(&named(&address, 50), &address);
    assert_eq!(slow.expect_err("slow"), Fault::Slow);
    let cancelled = named(&address, 50).send(&Request::get(&address), &|| true);
    assert!(matches!(
        cancelled,
        Err(Error {
            fault: Fault::Cancelled,
            ..
        })
    ));
    drop(listener);
    let refused = get(&named(&address, 60_000), &address);
    assert!(matches!(refused, Err(Fault::Unreachable(_))), "{refused:?}");

    let server = TestServer::start(site);
    let secure = server.address.replace("http:", "https:");
    let found = get(&named(&secure, 60_000), &secure);
    assert!(matches!(found, Err(Fault::Tls(_))), "{found:?}");
    let unknown = "http://name.invalid/";
    let found = get(&named(unknown, 5_000), unknown);
    assert!(
        matches!(found, Err(Fault::NoHost(_) | Fault::Slow)),
        "{found:?}"
    );
}

#[test]
fn policies_that_cannot_be_read() {
    let client = |named: &str, certificates: Option<&str>| {
        Client::new(Policy {
            named: Some(named.to_owned()),
            certificates: certificates.map(|pem| pem.as_bytes().to_vec()),
            ..Policy::default()
        })
        .map_err(|error| error.fault)
    };
    assert!(client("http://a.example", None).is_ok());
    assert!(matches!(client("a", None), Err(Fault::Address(_))));
    let certificates = client("http://a.example", Some("none"));
    assert!(matches!(certificates, Err(Fault::Certificates(_))));
}

/// A server that accepts a connection and says nothing holds up nobody.
#[test]
fn a_cancelled_request_returns_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let client = Client::new(Policy {
        named: Some(address.clone()),
        time: Duration::from_secs(60),
        ..Policy::default()
    });
    let client = client.expect("a client");
    let start = std::time::Instant::now();
    let fault = client.send(&Request::get(&address), &|| true);
    assert_eq!(
        fault.map_err(|error| error.fault).err(),
        Some(Fault::Cancelled)
    );
    assert!(start.elapsed() < Duration::from_secs(30));
}
