//! Runs the command of a feed and reads what it prints.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// The time between two looks at the cancellation.
const LOOK: Duration = Duration::from_millis(50);

/// What a command prints. It is started without a shell, and ended with its children when it takes too
/// long, prints too much or is cancelled.
///
/// # Errors
/// It cannot be started, fails, or was ended.
pub fn output(
    words: &[String],
    time: Duration,
    most: u64,
    is_cancelled: &dyn Fn() -> bool,
) -> io::Result<Vec<u8>> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    lead_a_group(&mut command);
    let mut child = command.spawn()?;
    let start = Instant::now();
    let bytes = read(&mut child, most, &|| {
        if is_cancelled() {
            return Some(io::ErrorKind::Interrupted);
        }
        (start.elapsed() >= time).then_some(io::ErrorKind::TimedOut)
    });
    let is_whole = bytes.as_ref().is_ok_and(|bytes| bytes.len() as u64 <= most);
    if !is_whole {
        kill(&mut child);
    }
    let status = ended(&mut child, &|| is_cancelled() || start.elapsed() >= time)?;
    let bytes = bytes?;
    if !is_whole {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    if is_cancelled() {
        return Err(io::ErrorKind::Interrupted.into());
    }
    if !status.success() {
        return Err(io::Error::other(status.to_string()));
    }
    Ok(bytes)
}

/// Reads until the output ends, or there is a reason to stop.
fn read(
    child: &mut Child,
    most: u64,
    reason_to_stop: &dyn Fn() -> Option<io::ErrorKind>,
) -> io::Result<Vec<u8>> {
    let (sender, output) = mpsc::channel();
    if let Some(pipe) = child.stdout.take() {
        // Ends with the pipe, which a child of the command may hold open: nobody waits for it.
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = pipe.take(most + 1).read_to_end(&mut bytes);
            let _ = sender.send(read.map(|_| bytes));
        });
    }
    loop {
        match output.recv_timeout(LOOK) {
            Ok(bytes) => return bytes,
            Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::BrokenPipe.into()),
            Err(RecvTimeoutError::Timeout) => {
                if let Some(reason) = reason_to_stop() {
                    return Err(reason.into());
                }
            }
        }
    }
}

/// Waits for the end of a command that has closed its output. One that goes on is ended.
fn ended(child: &mut Child, is_over: &dyn Fn() -> bool) -> io::Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if is_over() {
            kill(child);
            return child.wait();
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// The command and its children get a process group, which can be ended as one.
#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn lead_a_group(_: &mut Command) {}

/// Ends a command, with its children, that was not waited for yet: until then, the number of its group is its
/// own. It may have ended already.
fn kill(child: &mut Child) {
    kill_group(child);
    let _ = child.kill();
}

#[cfg(unix)]
fn kill_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let _ = kill_process_group(Pid::from_child(child), Signal::KILL);
}

#[cfg(not(unix))]
fn kill_group(_: &Child) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn commands() {
        let run = |words: &[&str], time: u64, most: u64| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            let time = Duration::from_millis(time);
            output(&words, time, most, &|| false).map_err(|error| error.kind())
        };
        assert_eq!(
            run(&["printf", "%s", "看 $HOME"], 60_000, 100),
            Ok("看 $HOME".into())
        );
        assert_eq!(run(&["yes"], 60_000, 100), Err(io::ErrorKind::FileTooLarge));
        assert_eq!(run(&["sleep", "60"], 1, 100), Err(io::ErrorKind::TimedOut));
        assert_eq!(run(&["false"], 60_000, 100), Err(io::ErrorKind::Other));
        assert_eq!(
            run(&["no-such-program-here"], 1, 1),
            Err(io::ErrorKind::NotFound)
        );
        assert_eq!(run(&[], 1, 1), Err(io::ErrorKind::InvalidInput));
        let words = ["sleep".to_owned(), "60".to_owned()];
        let cancelled = output(&words, Duration::from_secs(60), 1, &|| true);
        assert_eq!(
            cancelled.map_err(|error| error.kind()),
            Err(io::ErrorKind::Interrupted)
        );
    }

    /// A command that ignores the interruption, closes its output and leaves a child behind.
    #[cfg(unix)]
    #[test]
    fn a_cancelled_command_ends_with_its_children() {
        let check = |script: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("child");
            let script = script.replace("FILE", &file.to_string_lossy());
            let words = ["sh".to_owned(), "-c".to_owned(), script.clone()];
            let has_child = || std::fs::metadata(&file).is_ok_and(|file| file.len() > 1);
            let start = Instant::now();
            let cancelled = output(&words, Duration::from_secs(60), 100, &has_child);
            let kind = cancelled.map_err(|error| error.kind());
            assert_eq!(kind, Err(io::ErrorKind::Interrupted), "{script}");
            assert!(start.elapsed() < Duration::from_secs(30), "{script}");
            let child = std::fs::read_to_string(&file).expect("its number");
            let child = child
                .trim()
                .parse()
                .ok()
                .and_then(rustix::process::Pid::from_raw);
            let child = child.expect("a number");
            // The system may still be ending it.
            while rustix::process::test_kill_process(child).is_ok() {
                assert!(start.elapsed() < Duration::from_secs(30), "{script}");
                thread::yield_now();
            }
        };
        check("sleep 60 & echo $! > FILE; wait");
        check("trap '' INT TERM; sleep 60 & echo $! > FILE; exec >&-; wait");
    }
}
