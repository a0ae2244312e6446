//! A small HTTP server for tests.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

/// A request that arrived.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// Method and path.
    pub line: String,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// All headers, with their names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        all.find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Answers each connection once, until it is dropped.
pub struct TestServer {
    pub address: String,
    received: Arc<Mutex<Vec<Received>>>,
    is_closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl TestServer {
    /// `answer` gives the bytes of an answer; the second argument is the address of the server.
    pub fn start(answer: impl Fn(&Received, &str) -> Vec<u8> + Send + 'static) -> Self {
        Self::serve(move |request, address, stream| {
            // The client may have gone.
            let _ = stream.write_all(&answer(request, address));
        })
    }

    /// `answer` writes an answer itself. It must end when the client has gone.
    pub fn serve(answer: impl Fn(&Received, &str, &mut TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let received = Arc::<Mutex<Vec<Received>>>::default();
        let is_closed = Arc::<AtomicBool>::default();
        let thread = thread::spawn({
            let (address, received) = (address.clone(), Arc::clone(&received));
            let is_closed = Arc::clone(&is_closed);
            move || {
                for stream in listener.incoming() {
                    if is_closed.load(Ordering::Relaxed) {
                        return;
                    }
                    let Ok(mut stream) = stream else { return };
                    let request = read(&stream);
                    received
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(request.clone());
                    answer(&request, &address, &mut stream);
                }
            }
        });
        Self {
            address,
            received,
            is_closed,
            thread: Some(thread),
        }
    }

    pub fn received(&self) -> Vec<Received> {
        let received = self.received.lock();
        received.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        self.is_closed.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn read(stream: &TcpStream) -> Received {
    let mut reader = BufReader::new(stream);
    let mut received = Received::default();
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
        let text = line.trim_end();
        if let Some((name, value)) = text.split_once(": ") {
            let name = name.to_ascii_lowercase();
            received.headers.push((name, value.to_owned()));
        }
        match text.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.parse().unwrap_or(0);
            }
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => {
                received.authorization = Some(value.to_owned());
            }
            Some(_) => {}
            None => {
                let end = text.rfind(' ').unwrap_or(text.len());
                received.line = text.get(..end).unwrap_or(text).to_owned();
            }
        }
        line.clear();
    }
    let mut body = vec![0; length];
    if reader.read_exact(&mut body).is_ok() {
        received.body = String::from_utf8_lossy(&body).into_owned();
    }
    received
}

/// An answer with a status such as `200 OK` and more headers, each with its line end.
pub fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}
