//! Opens links: starts a browser where there is a display, without a shell. Over SSH the address
//! belongs on the user's own machine, so the caller shows and copies it.

use super::environment::{is_set, is_ssh};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

/// The placeholder for the address in the configured command.
const PLACEHOLDER: &str = "{url}";
/// The system's program for addresses.
const SYSTEM: &str = if cfg!(target_os = "macos") {
    "open"
} else {
    "xdg-open"
};
/// Longest address that is opened, in bytes.
const LIMIT: usize = 8192;

/// The result of opening a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opened {
    /// A browser was started.
    Browser,
    /// There is no display or no browser here: show the whole address and copy it.
    NoDisplay,
    /// Neither a web nor a mail address, or not printable: nothing was done.
    Refused,
}

/// Opens an address. `browser` is the configured program with its arguments, one of which may
/// contain `{url}`; empty for the system's default.
///
/// # Errors
/// The program could not be started.
pub fn open(url: &str, browser: &[String]) -> io::Result<Opened> {
    match may_open(url) {
        true => start(url, browser),
        false => Ok(Opened::Refused),
    }
}

/// Opens a file, which the caller has checked, with the same program.
///
/// # Errors
/// The program could not be started.
pub fn open_file(path: &Path, browser: &[String]) -> io::Result<Opened> {
    let url = file_address(path);
    match url.len() <= LIMIT {
        true => start(&url, browser),
        false => Ok(Opened::Refused),
    }
}

/// The address of a file (RFC 8089), in printable ASCII.
pub fn file_address(path: &Path) -> String {
    let mut url = String::from("file://");
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(*byte)),
            _ if byte.is_ascii_alphanumeric() => url.push(char::from(*byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

fn start(url: &str, browser: &[String]) -> io::Result<Opened> {
    if !opens_here() {
        return Ok(Opened::NoDisplay);
    }
    let words = command(url, browser);
    let Some((program, arguments)) = words.split_first() else {
        return Ok(Opened::NoDisplay);
    };
    let spawned = Command::new(program)
        .args(arguments)
        .env("KANBAO_URL", url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match spawned {
        // The user named no program, and the system has none.
        Err(error) if browser.is_empty() && error.kind() == io::ErrorKind::NotFound => {
            return Ok(Opened::NoDisplay);
        }
        spawned => spawned?,
    };
    // The thread reaps the child, which may run for days.
    thread::Builder::new()
        .name("browser".to_owned())
        .spawn(move || child.wait())?;
    Ok(Opened::Browser)
}

/// The program that [`open`] starts.
pub fn program(browser: &[String]) -> &str {
    browser.first().map_or(SYSTEM, String::as_str)
}

/// Whether links are opened on this machine.
pub fn opens_here() -> bool {
    is_local(is_set, cfg!(target_os = "macos"))
}

/// Whether an address may be opened at all: only web and mail addresses in printable ASCII.
pub fn may_open(url: &str) -> bool {
    let known = ["http://", "https://", "mailto:"];
    let head = url
        .get(..url.len().min(8))
        .unwrap_or("")
        .to_ascii_lowercase();
    url.len() <= LIMIT
        && url.bytes().all(|byte| byte.is_ascii_graphic())
        && known.iter().any(|scheme| head.starts_with(scheme))
}

/// Whether the user would see a window that is opened here.
fn is_local(set: impl Fn(&str) -> bool, mac: bool) -> bool {
    let display = mac || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| set(name));
    display && !is_ssh(set)
}

/// The words of the command. The address replaces the placeholder and stays one word.
fn command(url: &str, browser: &[String]) -> Vec<String> {
    if browser.is_empty() {
        return vec![SYSTEM.to_owned(), url.to_owned()];
    }
    let mut words: Vec<String> = browser
        .iter()
        .map(|word| word.replace(PLACEHOLDER, url))
        .collect();
    if !browser.iter().any(|word| word.contains(PLACEHOLDER)) {
        words.push(url.to_owned());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_and_mail_addresses_are_opened() {
        fn check(url: &str, expected: bool) {
            assert_eq!(may_open(url), expected, "{url:?}");
        }
        check("https://example.org/a?b=c&d;e'f", true);
        check("HTTP://EXAMPLE.ORG/", true);
        check("mailto:a@example.org", true);
        check("file:///etc/passwd", false);
        check("javascript:alert(1)", false);
        check("-https://example.org/", false);
        check("https://example.org/ --new-window", false);
        check("https://example.org/\x1b]52", false);
        check("https://例子.中国/", false);
        check("https:/", false);
        check("", false);
        check("看报看报", false);
    }

    #[test]
    fn files_have_addresses() {
        let address = |path: &str| file_address(Path::new(path));
        assert_eq!(address("/a b/图.png"), "file:///a%20b/%E5%9B%BE.png");
        assert_eq!(
            address("/x;$(y)%\n-_~.gif"),
            "file:///x%3B%24%28y%29%25%0A-_~.gif"
        );
    }

    #[test]
    fn a_browser_starts_only_on_a_local_display() {
        fn check(variables: &[&str], mac: bool, expected: bool) {
            assert_eq!(is_local(|name| variables.contains(&name), mac), expected);
        }
        check(&["DISPLAY"], false, true);
        check(&["WAYLAND_DISPLAY"], false, true);
        check(&[], false, false);
        check(&[], true, true);
        check(&["SSH_TTY"], true, false);
        check(&["DISPLAY", "SSH_CONNECTION"], false, false);
    }

    #[test]
    fn the_address_is_one_word() {
        let url = "https://example.org/$(touch)&;'\"";
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let browser = words(&["firefox", "--new-tab", "{url}"]);
        assert_eq!(
            command(url, &browser),
            words(&["firefox", "--new-tab", url])
        );
        assert_eq!(command(url, &words(&["w3m"])), words(&["w3m", url]));
        assert_eq!(command(url, &[]).len(), 2);
    }
}
