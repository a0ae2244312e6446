//! Requests through proxies on this machine, which answer in place of the server.

use super::super::proxy::NamedProxy;
use super::*;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;

/// The client's half of a conversation: what it sends, and what it is answered, in turn.
type Turns = Vec<(Vec<u8>, Vec<u8>)>;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";

/// Sends a request to a host that only the proxy knows. `turns`: the conversation before the
/// request itself. Returns the answer, and what the client sent in each turn.
fn through(scheme: &str, turns: Turns) -> (Result<Response, Fault>, Vec<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let proxy = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let sent = turns.iter().map_while(|(expected, answer)| {
            let mut sent = vec![0; expected.len()];
            stream.read_exact(&mut sent).ok()?;
            stream.write_all(answer).ok()?;
            Some(sent)
        });
        let sent: Vec<Vec<u8>> = sent.collect();
        if sent.len() == turns.len() {
            answer_request(&mut stream);
        }
        sent
    });
    let value = scheme.replace("HOST", &address);
    let variable = |name: &str| (name == "ALL_PROXY").then(|| value.clone());
    let named = NamedProxy::of_environment(&variable).expect("a proxy");
    let client = Client::with_proxy(Policy::default(), named).expect("a client");
    let answer = get(&client, "http://news.example/");
    (answer, proxy.join().expect("no panic"))
}

/// Reads the head of a request and answers it.
fn answer_request(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        head.extend(byte);
    }
    // The client may have gone.
    let _ = stream.write_all(ANSWER);
}

fn turn(sent: &[u8], answer: &[u8]) -> (Vec<u8>, Vec<u8>) {
    (sent.to_vec(), answer.to_vec())
}

/// The request of a SOCKS5 client for port 80 of `news.example`, whose address the proxy finds.
fn socks_request() -> Vec<u8> {
    [&[5, 1, 0, 3, 12][..], b"news.example", &[0, 80]].concat()
}

const GRANTED: &[u8] = &[5, 0, 0, 1, 0, 0, 0, 0, 0, 0];

#[test]
fn proxies_may_be_private_and_want_a_user() {
    #[track_caller]
    fn check(address: &str, turns: Turns) {
        let expected: Vec<Vec<u8>> = turns.iter().map(|turn| turn.0.clone()).collect();
        let (answer, sent) = through(address, turns);
        assert_eq!(sent, expected, "{address}");
        assert_eq!(answer.expect(address).body, b"ok", "{address}");
    }
    check(
        "socks5h://HOST",
        vec![turn(&[5, 1, 0], &[5, 0]), turn(&socks_request(), GRANTED)],
    );
    check(
        "socks5h://me:secret@HOST",
        vec![
            turn(&[5, 2, 2, 0], &[5, 2]),
            turn(&[&[1, 2][..], b"me", &[6], b"secret"].concat(), &[1, 0]),
            turn(&socks_request(), GRANTED),
        ],
    );
    let agent = concat!("kanbao/", env!("CARGO_PKG_VERSION"));
    // `me:secret` in Base64.
    for (address, user) in [
        ("http://HOST", ""),
        (
            "http://me:secret@HOST",
            "Proxy-Authorization: Basic bWU6c2VjcmV0\r\n",
        ),
    ] {
        let request = format!(
            "CONNECT news.example:80 HTTP/1.1\r\nHost: news.example:80\r\nUser-Agent: {agent}\r\n\
             Proxy-Connection: Keep-Alive\r\n{user}\r\n"
        );
        let granted = b"HTTP/1.1 200 OK\r\n\r\n";
        check(address, vec![turn(request.as_bytes(), granted)]);
    }
}

/// A request that fails names the proxy and its variable.
#[test]
fn proxies_that_fail() {
    #[track_caller]
    fn check(address: &str, turns: Turns, expected: &str) {
        match through(address, turns).0.expect_err(address) {
            Fault::Proxy {
                variable,
                proxy,
                cause,
            } => {
                assert_eq!(variable, "ALL_PROXY");
                assert!(proxy.starts_with("127.0.0.1:"), "{proxy}");
                assert!(cause.contains(expected), "{address}: {cause}");
            }
            fault => panic!("{address}: {fault:?}"),
        }
    }
    let wrong_password = vec![
        turn(&[5, 2, 2, 0], &[5, 2]),
        turn(&[1, 1, b'a', 1, b'b'], &[1, 1]),
    ];
    check(
        "socks5h://a:b@HOST",
        wrong_password,
        "authentication failed",
    );
    let other = vec![turn(&[5, 1, 0], b"HTTP/1.1 400 Bad Request\r\n\r\n")];
    check("socks5h://HOST", other, "invalid response");
    let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n";
    check("http://HOST", vec![turn(b"CONNECT", refusal)], "407");
}

/// A proxy would look the name of a private host up in its own network, so it is not asked.
#[test]
fn names_of_private_hosts_are_not_passed_to_a_proxy() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let proxy = listener.local_addr().expect("an address").to_string();
    let variable = |name: &str| (name == "http_proxy").then(|| format!("http://{proxy}"));
    let client = |named: Option<&str>| {
        let policy = Policy {
            named: named.map(str::to_owned),
            time: Duration::from_secs(60),
            ..Policy::default()
        };
        let proxy = NamedProxy::of_environment(&variable).expect("a proxy");
        Client::with_proxy(policy, proxy).expect("a client")
    };
    let own = rustix::system::uname();
    for host in [
        "intranet",
        "router.local",
        "ip6-localhost",
        "localhost.localdomain",
        "a.home.arpa",
        &own.nodename().to_string_lossy(),
    ] {
        let fault = get(&client(None), &format!("http://{host}:8080/")).expect_err(host);
        assert_eq!(fault, Fault::Private(host.to_ascii_lowercase()));
    }
    // One that the user allows is, as before.
    let asked = thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a client");
        let mut start = [0; 7];
        stream.read_exact(&mut start).expect("a request");
        start
    });
    let allowed = "http://wiki.intranet/";
    let _ = get(&client(Some(allowed)), allowed);
    assert_eq!(&asked.join().expect("no panic"), b"CONNECT");
}
