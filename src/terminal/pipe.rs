//! Passes a text to a program and reads what it prints. The program gets its words as they are, not
//! through a shell, and no terminal.

use crate::app::{PipeFailure, Printed};
use std::io::{self, Read, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// The longest output that is shown, in bytes; the rest is read and dropped.
const LIMIT: usize = 64 << 10;
/// A program that runs longer is ended.
const TIME: Duration = Duration::from_secs(60);
const STEP: Duration = Duration::from_millis(20);

/// Runs a program with a text as its input, until it ends, or until `stop` is set.
///
/// # Errors
/// It cannot be started, was ended, or did not end in time.
pub fn pass(words: &[String], text: String, stop: &AtomicBool) -> Result<Printed, PipeFailure> {
    let (program, arguments) = words.split_first().ok_or(PipeFailure::NotFound)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    // In a group of its own it cannot read from our terminal.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut child = command.spawn().map_err(failure)?;
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
    let status = wait(&mut child, stop)?;
    let mut found = Printed {
        status: code(status),
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

fn failure(error: io::Error) -> PipeFailure {
    match error.kind() {
        io::ErrorKind::NotFound => PipeFailure::NotFound,
        io::ErrorKind::PermissionDenied => PipeFailure::NoPermission,
        _ => PipeFailure::Other(error.to_string()),
    }
}

/// The status as a shell gives it.
fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    let signal = std::os::unix::process::ExitStatusExt::signal(&status);
    #[cfg(not(unix))]
    let signal = None;
    status.code().unwrap_or(128 + signal.unwrap_or(0))
}

fn wait(child: &mut Child, stop: &AtomicBool) -> Result<ExitStatus, PipeFailure> {
    let end = Instant::now() + TIME;
    loop {
        if let Some(status) = child.try_wait().map_err(failure)? {
            return Ok(status);
        }
        let is_stopped = stop.load(Relaxed);
        if is_stopped || Instant::now() >= end {
            // With what a line for the shell has started.
            #[cfg(unix)]
            let _ = rustix::process::kill_process_group(
                rustix::process::Pid::from_child(child),
                rustix::process::Signal::KILL,
            );
            child.kill().map_err(failure)?;
            child.wait().map_err(failure)?;
            return Err(match is_stopped {
                true => PipeFailure::Stopped,
                false => PipeFailure::TooLong(TIME),
            });
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
    fn a_program_gets_the_text() {
        let run = |words: &[&str], text: &str| {
            let words: Vec<_> = words.iter().map(|&word| word.to_owned()).collect();
            pass(&words, text.to_owned(), &AtomicBool::new(false))
        };
        let printed = run(&["cat"], "看报\n").unwrap();
        assert_eq!((&*printed.text, printed.status), ("看报\n", 0));
        let long = "长".repeat(100_000);
        assert_eq!(
            run(&["cat"], &long).unwrap().text.len(),
            LIMIT + 2,
            "a cut character"
        );
        let failed = run(&["sh", "-c", "echo no >&2; exit 3"], &long).unwrap();
        assert_eq!((&*failed.errors, failed.status), ("no\n", 3));
        assert_eq!(run(&["sh", "-c", "kill -9 $$"], "").unwrap().status, 137);
        let missing = Err(PipeFailure::NotFound);
        assert_eq!(run(&["no-such-program-here"], ""), missing);
        assert_eq!(run(&[], ""), missing);
        assert_eq!(run(&["/"], ""), Err(PipeFailure::NoPermission));
    }

    #[test]
    fn a_program_is_stopped() {
        let words = ["sh", "-c", "sleep 1000 & sleep 1000"].map(str::to_owned);
        let found = pass(&words, String::new(), &AtomicBool::new(true));
        assert_eq!(found, Err(PipeFailure::Stopped));
    }
}
