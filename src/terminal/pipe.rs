//! Passes a text to a program and reads what it prints. The program gets its words as they are, not
//! through a shell, and no terminal.

use crate::app::Printed;
use std::io::{self, Read, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The longest output that is shown, in bytes; the rest is read and dropped.
const LIMIT: usize = 64 << 10;
/// A program that runs longer is ended.
const TIME: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(20);

/// The words of a typed command: separated by spaces, quoted as in a shell. `None`: a quotation mark
/// is not closed. After `!` the rest is a line for the shell.
pub fn words(typed: &str) -> Option<Vec<String>> {
    if let Some(line) = typed.trim_start().strip_prefix('!') {
        return Some(["sh", "-c", line].map(str::to_owned).to_vec());
    }
    shlex::split(typed)
}

/// Runs a program with a text as its input, until it ends.
///
/// # Errors
/// It cannot be started, or did not end in time.
pub fn pass(words: &[String], text: String) -> io::Result<Printed> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // In a group of its own it cannot read from our terminal.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn()?;
    let input = child.stdin.take();
    thread::spawn(move || {
        // The program may end before it has read everything.
        let _ = input.map(|mut input| input.write_all(text.as_bytes()));
    });
    let (sender, printed) = channel();
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let other = sender.clone();
    thread::spawn(move || collect(output, &sender, true));
    thread::spawn(move || collect(errors, &other, false));
    let status = wait(&mut child)?;
    let mut found = Printed {
        succeeded: status.success(),
        ..Printed::default()
    };
    // A program in the background may keep the other end open.
    while let Ok((is_output, bytes)) = printed.recv_timeout(STEP * 10) {
        let part = match is_output {
            true => &mut found.text,
            false => &mut found.errors,
        };
        *part = String::from_utf8_lossy(&bytes).into_owned();
    }
    Ok(found)
}

fn wait(child: &mut std::process::Child) -> io::Result<ExitStatus> {
    let end = Instant::now() + TIME;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if Instant::now() >= end {
            // With what a line for the shell has started.
            #[cfg(unix)]
            let _ = rustix::process::kill_process_group(
                rustix::process::Pid::from_child(child),
                rustix::process::Signal::KILL,
            );
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        thread::sleep(STEP);
    }
}

/// Reads everything, and sends its beginning.
fn collect(stream: Option<impl Read>, sender: &Sender<(bool, Vec<u8>)>, is_output: bool) {
    let Some(mut stream) = stream else { return };
    let (mut found, mut bytes) = (Vec::new(), [0; 8 << 10]);
    while let Ok(count @ 1..) = stream.read(&mut bytes) {
        let room = LIMIT.saturating_sub(found.len()).min(count);
        found.extend_from_slice(bytes.get(..room).unwrap_or_default());
    }
    // The receiver is gone if the program took too long.
    let _ = sender.send((is_output, found));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_in_a_shell() {
        #[track_caller]
        fn check(typed: &str, expected: Option<&[&str]>) {
            let found = words(typed);
            let found = found.as_ref().map(|words| {
                let words = words.iter().map(String::as_str);
                words.collect::<Vec<_>>()
            });
            assert_eq!(found.as_deref(), expected, "{typed}");
        }
        check("wc -m", Some(&["wc", "-m"]));
        check("  a   'b c' \"d 'e\" ", Some(&["a", "b c", "d 'e"]));
        check("a\\ b \"\\\"\" ''", Some(&["a b", "\"", ""]));
        check("echo $(x);y", Some(&["echo", "$(x);y"]));
        check("!wc | cat", Some(&["sh", "-c", "wc | cat"]));
        check("'a", None);
        check("", Some(&[]));
    }

    #[test]
    fn a_program_gets_the_text() {
        let run = |typed: &str, text: &str| pass(&words(typed).unwrap(), text.to_owned());
        let printed = run("cat", "看报\n").unwrap();
        assert_eq!((&*printed.text, printed.succeeded), ("看报\n", true));
        let long = "长".repeat(100_000);
        assert_eq!(
            run("cat", &long).unwrap().text.len(),
            LIMIT + 2,
            "a cut character"
        );
        let failed = run("!echo no >&2; exit 3", &long).unwrap();
        assert_eq!((&*failed.errors, failed.succeeded), ("no\n", false));
        assert!(run("no-such-program-here", "").is_err());
        assert!(run("", "").is_err());
    }
}
