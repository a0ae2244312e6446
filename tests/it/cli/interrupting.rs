//! Signals while a command waits for a server.

use super::Home;
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Output, Stdio};
use std::sync::mpsc::{self, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// Serves `/feed`, whose item links to a page. Any other request is announced and has no answer, or one
/// whose head or body does not end.
fn serve(silent: Sender<()>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    let own = address.clone();
    thread::spawn(move || {
        let mut waiting = Vec::new();
        for mut stream in listener.incoming().flatten() {
            let path = path_of(&stream);
            let start = match &*path {
                "/feed" => feed(&own),
                "/head" => "HTTP/1.1 200 OK\r\nA: b".to_owned(),
                "/body" => "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n<rss>".to_owned(),
                _ => String::new(),
            };
            // The client may have gone.
            let _ = stream.write_all(start.as_bytes());
            if path != "/feed" {
                waiting.push(stream);
                let _ = silent.send(());
            }
        }
    });
    address
}

fn path_of(stream: &TcpStream) -> String {
    let mut lines = BufReader::new(stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let _ = lines.take_while(|line| !line.is_empty()).count();
    first.split(' ').nth(1).unwrap_or_default().to_owned()
}

fn feed(address: &str) -> String {
    let body = format!(
        "<rss version='2.0'><channel><title>某报</title><item><title>一</title><guid>1</guid>\
         <link>{address}/page</link><description>摘要。</description></item></channel></rss>"
    );
    let length = body.len();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}")
}

/// Starts a command, and interrupts it once a request waits.
fn interrupted(path: &str, more: &str, args: &[&str]) -> (Output, Duration) {
    let home = Home::new();
    let (silent, request) = mpsc::channel();
    let address = serve(silent);
    home.file(
        "config/kanbao/feeds.toml",
        &format!("[[feeds]]\naddress = \"{address}{path}\"\nallow-private = true\n{more}"),
    );
    let mut command = home.command(args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    request
        .recv_timeout(Duration::from_secs(60))
        .expect("a request");
    let start = Instant::now();
    let number = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    kill_process(number.expect("a process"), Signal::INT).expect("a signal");
    let output = child.wait_with_output().expect("an end");
    (output, start.elapsed())
}

#[test]
fn an_interruption_ends_every_wait() {
    #[track_caller]
    fn check(path: &str, more: &str, args: &[&str]) {
        let (output, time) = interrupted(path, more, args);
        assert_eq!(
            output.status.code(),
            Some(130),
            "{args:?} {path}: {output:?}"
        );
        // Far below the limits of a request, which are 30 seconds.
        assert!(time < Duration::from_secs(10), "{args:?} {path}: {time:?}");
    }
    check("/silent", "", &["fetch"]);
    check("/head", "", &["fetch"]);
    check("/body", "", &["fetch", "--json"]);
    check("/silent", "", &["feed", "check"]);
    check("/feed", "full-text = true\n", &["fetch", "--quiet"]);
}
