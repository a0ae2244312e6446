//! A program in a pseudo-terminal. Tests send keys and read the screen through vt100; changed
//! modes are recorded. Nothing sleeps: tests wait for a condition. After a time limit they fail
//! and print the screen.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::termios::{LocalModes, tcgetattr};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Time limit for a condition. Long enough that only a hang reaches it, on any machine.
const LIMIT: Duration = Duration::from_secs(20);

/// A program that sends nothing for so long has drawn its screen.
const QUIET: Duration = Duration::from_millis(400);

/// A running program and its screen.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// All bytes that the program sent.
    sent: Vec<u8>,
    /// Length of `sent` at the last call of `bytes_since`.
    marked: usize,
    /// The program's side of the terminal, kept open to read its modes after the program ended.
    line: File,
    /// The modes of the line before the program started.
    modes: rustix::termios::Termios,
    /// Whether queries are answered.
    answers: bool,
}

/// The size of the emulator for a terminal that reports 0: 80x24.
fn columns_of(columns: u16) -> NonZeroU16 {
    NonZeroU16::new(columns).unwrap_or(NonZeroU16::new(80).expect("not 0"))
}

fn rows_of(rows: u16) -> NonZeroU16 {
    NonZeroU16::new(rows).unwrap_or(NonZeroU16::new(24).expect("not 0"))
}

const fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Session {
    /// Starts the built binary with arguments, in its own home directory.
    pub fn kanbao(home: &std::path::Path, arguments: &[&str], columns: u16, rows: u16) -> Self {
        Self::start(Self::command(home, arguments), columns, rows)
    }

    /// The command of [`Self::kanbao`], for tests that change it.
    pub fn command(home: &std::path::Path, arguments: &[&str]) -> CommandBuilder {
        Self::command_of(env!("CARGO_BIN_EXE_kanbao"), home, arguments)
    }

    /// The command of another build of kanbao.
    pub fn command_of(program: &str, home: &std::path::Path, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("HOME", home);
        for name in ["CONFIG", "DATA", "STATE", "CACHE"] {
            let folder = home.join(name.to_ascii_lowercase());
            command.env(format!("XDG_{name}_HOME"), folder);
        }
        command.env("LANG", "zh_CN.UTF-8");
        command.env("TERM", "xterm-256color");
        command.env("TZ", "Asia/Shanghai");
        command
    }

    /// Starts any program. A terminal of 0x0 does not know its size; the emulator shows 80x24.
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system()
            .openpty(pty_size(columns, rows))
            .expect("a pseudo-terminal");
        let name = pair.master.tty_name().expect("a name");
        let line = File::options()
            .read(true)
            .write(true)
            .open(name)
            .expect("the line");
        let modes = tcgetattr(&line).expect("modes");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("output");
        let keys = pair.master.take_writer().expect("input");
        let (tell, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if tell.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            master: pair.master,
            keys,
            output,
            parser: vt100::Parser::new(rows_of(rows), columns_of(columns), 0),
            sent: Vec::new(),
            marked: 0,
            line,
            modes,
            answers: true,
        }
    }

    /// From now on the terminal answers no queries.
    pub fn silent(mut self) -> Self {
        self.answers = false;
        self
    }

    /// Sends the bytes of keys.
    pub fn send(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("input");
        self.keys.flush().expect("input");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.parser.set_size(rows_of(rows), columns_of(columns));
        self.master
            .resize(pty_size(columns, rows))
            .expect("a new size");
    }

    /// Reports a size to the program, but keeps the size of the emulator.
    pub fn claim(&self, columns: u16, rows: u16) {
        let size = self.master.resize(pty_size(columns, rows));
        size.expect("a new size");
    }

    /// Sends a signal by its name: `TERM`, `HUP`, `CONT`.
    pub fn signal(&self, name: &str) {
        let id = self.id();
        let status = std::process::Command::new("kill")
            .args([format!("-{name}"), id.to_string()])
            .status();
        assert!(status.expect("kill").success());
    }

    /// Waits for a condition that is not visible on the screen.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut true_now: impl FnMut() -> bool) {
        let until = Instant::now() + LIMIT;
        while !true_now() {
            assert!(Instant::now() < until, "{what}: never came");
            self.read(Instant::now() + Duration::from_millis(20));
        }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("a running program")
    }

    /// Reads available output. Returns false at the end of the output or at `until`.
    pub fn read(&mut self, until: Instant) -> bool {
        let left = until.saturating_duration_since(Instant::now());
        let Ok(bytes) = self.output.recv_timeout(left) else {
            return false;
        };
        for byte in bytes {
            self.parser.process(&[byte]);
            self.sent.push(byte);
            if self.answers {
                self.answer();
            }
        }
        true
    }

    /// Answers the query that the last byte completed, if any.
    fn answer(&mut self) {
        if self.sent.ends_with(b"\x1b[6n") {
            let (row, column) = self.parser.screen().cursor_position();
            self.send(&format!("\x1b[{};{}R", row + 1, column + 1));
        } else if self.sent.ends_with(b"\x1b[5n") {
            self.send("\x1b[0n");
        } else if self.sent.ends_with(b"\x1b[c") {
            self.send("\x1b[?62;22c");
        } else if self.sent.ends_with(b"\x1b[?69$p") {
            // vt100 does not support margins.
            self.send("\x1b[?69;0$y");
        } else if self.sent.ends_with(b"\x1b[?2026$p") {
            self.send("\x1b[?2026;2$y");
        } else if self.sent.ends_with(b"\x1b]11;?\x1b\\") {
            self.send("\x1b]11;rgb:1616/1818/1d1d\x1b\\");
        }
    }

    /// Waits for a condition on the screen.
    #[track_caller]
    pub fn wait(&mut self, what: &str, mut wanted: impl FnMut(&Self) -> bool) {
        let until = Instant::now() + LIMIT;
        while !wanted(self) {
            let more = self.read(until);
            if !more && !wanted(self) {
                panic!("{what}: never came; the screen:\n{}", self.screen_text());
            }
        }
    }

    /// Reads until the program has sent nothing for a while, for pictures of any screen.
    pub fn settle(&mut self) {
        while self.read(Instant::now() + QUIET) {}
    }

    /// Waits until the screen contains a text.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait(text, |session| session.find(text).is_some());
    }

    /// Waits for the end of the program. Returns its exit code (128 + signal if killed).
    #[track_caller]
    pub fn end(&mut self) -> u32 {
        let until = Instant::now() + LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                while self.read(Instant::now() + Duration::from_millis(50)) {}
                return status.exit_code();
            }
            assert!(
                Instant::now() < until,
                "the program does not end; the screen:\n{}",
                self.screen_text()
            );
            self.read(Instant::now() + Duration::from_millis(20));
        }
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// The screen as lines.
    pub fn screen_text(&self) -> String {
        let (rows, _) = self.parser.screen().size();
        let rows = (0..rows.get()).map(|y| self.row(y));
        rows.collect::<Vec<_>>().join("\n")
    }

    /// A row without trailing spaces.
    pub fn row(&self, y: u16) -> String {
        let (_, columns) = self.parser.screen().size();
        let row = self.parser.screen().rows(0, columns.get());
        let row = row.into_iter().nth(usize::from(y)).unwrap_or_default();
        row.trim_end().to_owned()
    }

    /// The first row that contains a text.
    pub fn find(&self, text: &str) -> Option<u16> {
        let (rows, _) = self.parser.screen().size();
        (0..rows.get()).find(|y| self.row(*y).contains(text))
    }

    /// Bytes sent since the last call.
    pub fn bytes_since(&mut self) -> usize {
        let new = self.sent.len() - self.marked;
        self.marked = self.sent.len();
        new
    }

    /// All bytes sent.
    pub fn sent(&self) -> &[u8] {
        &self.sent
    }

    /// The private modes that the program changed and did not restore.
    pub fn changed_modes(&self) -> BTreeSet<String> {
        // Initially on: wrapping and the cursor.
        let at_start = |mode: &str| matches!(mode, "7" | "25");
        let text = String::from_utf8_lossy(&self.sent);
        let mut changed = BTreeSet::new();
        for part in text.split("\x1b[?").skip(1) {
            let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';'));
            let Some((modes, rest)) = end.map(|end| part.split_at(end)) else {
                continue;
            };
            let on = match rest.chars().next() {
                Some('h') => true,
                Some('l') => false,
                _ => continue,
            };
            for mode in modes.split(';') {
                if on == at_start(mode) {
                    changed.remove(mode);
                } else {
                    changed.insert(mode.to_owned());
                }
            }
        }
        changed
    }

    /// Whether the line is in raw mode.
    pub fn is_raw(&self) -> bool {
        let now = tcgetattr(&self.line).expect("modes");
        !now.local_modes
            .contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// Checks that modes, screen, cursor, scroll region and line are as before the program.
    #[track_caller]
    pub fn check_restored(&self) {
        assert_eq!(self.changed_modes(), BTreeSet::new());
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor());
        assert!(!screen.bracketed_paste());
        let now = tcgetattr(&self.line).expect("modes");
        assert_eq!(now.local_modes, self.modes.local_modes);
        assert_eq!(now.input_modes, self.modes.input_modes);
        assert_eq!(now.output_modes, self.modes.output_modes);
        let sent = String::from_utf8_lossy(&self.sent);
        assert!(sent.contains("\x1b[r"), "the scroll region is restored");
    }
}

impl Drop for Session {
    /// Ends the program with its test.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
