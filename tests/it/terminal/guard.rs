//! The terminal is restored, no matter how a program ends. The program is this test binary run
//! again as [`program`], a small reader that ends in a different way for each key.

use super::session::Session;
use crate::drawing::Drawing;
use kanbao::input::Input;
use kanbao::input::{Code, Key};
use kanbao::runtime::signals::{self, Signal};
use kanbao::terminal::guard::{self, Terminal};
use kanbao::terminal::keys::{Keys, TerminalInput};
use kanbao::terminal::panics;
use kanbao::terminal::probe;
use kanbao::terminal::screen::Renderer;
use kanbao::text::WidthPolicy;
use portable_pty::CommandBuilder;
use ratatui::style::Style;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

const STATE: &str = "KANBAO_TEST_STATE";

enum Message {
    Terminal(TerminalInput),
    Signal(Signal),
}

/// Draws a line of text.
fn show(terminal: &mut Terminal, renderer: &mut Renderer, text: &str) -> io::Result<()> {
    let (width, height) = guard::size();
    let mut drawing = Drawing::new(width, height, WidthPolicy::default());
    let mut canvas = drawing.canvas();
    canvas.put(0, 0, width, text, Style::new(), None);
    canvas.put(
        0,
        1,
        width,
        &format!("{width}x{height}"),
        Style::new(),
        None,
    );
    terminal.write(&drawing.send(renderer))
}

/// Not a test: the program that the tests below start.
#[test]
#[ignore = "started by other tests in a pseudo-terminal"]
fn program() -> io::Result<()> {
    let Some(state) = std::env::var_os(STATE).map(PathBuf::from) else {
        return Ok(());
    };
    let (tell, told) = channel();
    panics::report_panics(state.clone(), "report in {path}".to_owned());
    let signal = tell.clone();
    let (retaken, tried) = channel();
    signals::serve(
        move || {
            std::fs::write(state.join("saved"), "").expect("a file");
            if state.join("retake").exists() {
                let _ = tried.recv_timeout(Duration::from_secs(1));
            }
        },
        move |one| signal.send(Message::Signal(one)).expect("a listener"),
    )?;
    let mut terminal = Terminal::enter()?;
    let tty = guard::input()?;
    let start = |early: &[u8]| {
        let tell = tell.clone();
        let say = move |input| tell.send(Message::Terminal(input)).is_ok();
        Keys::start(tty.try_clone()?, early, say)
    };
    let found = probe::ask(&mut terminal, &tty, None)?;
    let keys = start(&found.typed)?;
    show(
        &mut terminal,
        &mut Renderer::default(),
        &format!("看报 ready, answered: {}", found.answered),
    )?;
    run(&mut terminal, keys, &start, &told, &retaken)
}

fn run(
    terminal: &mut Terminal,
    mut keys: Keys,
    start: &impl Fn(&[u8]) -> io::Result<Keys>,
    told: &Receiver<Message>,
    retaken: &Sender<()>,
) -> io::Result<()> {
    let mut renderer = Renderer::default();
    for message in told {
        let key = match message {
            Message::Terminal(TerminalInput::User(Input::Key(key))) => key,
            Message::Terminal(TerminalInput::Gone) => std::process::exit(1),
            Message::Terminal(other) => {
                show(terminal, &mut renderer, &format!("{other:?}"))?;
                continue;
            }
            Message::Signal(signal) => {
                if signal == Signal::Continued {
                    terminal.resume()?;
                    renderer.screen().invalidate();
                }
                show(terminal, &mut renderer, &format!("{signal:?}"))?;
                continue;
            }
        };
        match key.code {
            Code::Char('q') => break,
            Code::Char('p') => panic!("as asked"),
            Code::Char('m') => terminal.mouse(true)?,
            // The main thread takes the terminal again after a signal has begun the exit.
            Code::Char('r') => {
                let again = terminal.resume();
                retaken.send(()).expect("a listener");
                signals::leave_exit_to_signal();
                again?;
            }
            Code::Char('h') => {
                show(terminal, &mut renderer, "hanging")?;
                std::thread::park();
            }
            Code::Char('z') if key == Key::control('z') => {
                let rest = keys.stop();
                terminal.suspend()?;
                keys = start(&rest)?;
                renderer.screen().invalidate();
                show(terminal, &mut renderer, "back")?;
                continue;
            }
            _ => {}
        }
        show(terminal, &mut renderer, &format!("{:?}", key.code))?;
    }
    keys.stop();
    Ok(())
}

fn session(state: &tempfile::TempDir) -> Session {
    let mut session = start(state);
    session.wait_for("ready, answered: true");
    assert!(session.is_raw());
    session
}

fn start(state: &tempfile::TempDir) -> Session {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("this binary"));
    command.args([
        "--exact",
        "terminal::guard::program",
        "--ignored",
        "--nocapture",
    ]);
    command.env(STATE, state.path());
    command.env("TERM", "xterm-256color");
    Session::start(command, 40, 10)
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn restored_after_quit() {
    let state = folder();
    let mut session = session(&state);
    session.send("m");
    session.wait_for("Char('m')");
    assert!(session.changed_modes().contains("2004"));
    session.send("\x1b[200~q\x1b[201~");
    session.wait_for("Paste(\"q\")");
    session.send("q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

#[test]
fn restored_after_a_panic() {
    let state = folder();
    let mut session = session(&state);
    session.send("p");
    assert_eq!(session.end(), 101);
    session.check_restored();
    assert!(String::from_utf8_lossy(session.sent()).contains("report in "));
    let report = std::fs::read_to_string(state.path().join("panic.txt")).expect("a report");
    assert!(report.contains("as asked") && report.contains("guard.rs"));
}

/// Works even while the main thread hangs.
#[test]
fn restored_after_fatal_signals() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let state = folder();
        let mut session = session(&state);
        session.send("h");
        session.wait_for("hanging");
        session.signal(name);
        assert_eq!(session.end(), code, "{name}");
        session.check_restored();
        assert!(state.path().join("saved").exists(), "{name}");
    }
}

/// The main thread takes the terminal again after the exit has begun. This happens if the program
/// was stopped when the signal arrived.
#[test]
fn an_exiting_program_cannot_take_the_terminal() {
    let state = folder();
    std::fs::write(state.path().join("retake"), "").expect("a file");
    let mut session = session(&state);
    session.signal("TERM");
    session.wait_until("the end begins", || state.path().join("saved").exists());
    session.send("r");
    assert_eq!(session.end(), 143);
    session.check_restored();
}

#[test]
fn a_resize_is_a_signal() {
    let state = folder();
    let mut session = session(&state);
    session.wait_for("40x10");
    session.resize(50, 12);
    session.wait_for("50x12");
    session.resize(20, 6);
    session.wait_for("20x6");
}

/// There is no shell in this session, so the process group is orphaned and does not stop. But the
/// terminal is restored and taken again.
#[test]
fn suspend_restores_and_retakes_the_terminal() {
    let state = folder();
    let mut session = session(&state);
    session.send("\x1a");
    session.wait_for("back");
    assert!(session.is_raw());
    let sent = String::from_utf8_lossy(session.sent()).into_owned();
    assert_eq!(sent.matches("\x1b[?1049h").count(), 2);
    session.send("\x1b[A");
    session.wait_for("Up");
    session.signal("CONT");
    session.wait_for("Continued");
    assert!(session.is_raw());
    session.send("q");
    assert_eq!(session.end(), 0);
    session.check_restored();
}

#[test]
fn nothing_is_sent_while_nothing_changes() {
    let state = folder();
    let mut session = session(&state);
    session.send("x");
    session.wait_for("Char('x')");
    session.bytes_since();
    // The same key draws the same screen. The key after it shows that both were handled.
    session.send("xxy");
    session.wait_for("Char('y')");
    assert!(session.bytes_since() < 20);
}

/// Keys typed while the program waits for answers are not lost, and a late answer is not a key.
#[test]
fn keys_typed_during_the_probe_of_a_silent_terminal() {
    let state = folder();
    let mut session = start(&state).silent();
    session.wait("the question", |session| {
        session.sent().ends_with(b"\x1b[c")
    });
    session.send("x");
    session.wait_for("Char('x')");
    session.send("\x1b[1;2R\x1b[1;2R\x1b[?62cy");
    session.wait_for("Char('y')");
    let sent = String::from_utf8_lossy(session.sent()).into_owned();
    assert!(sent.contains("answered: false"));
}

#[test]
fn help_does_not_enter_the_full_screen() {
    let home = folder();
    let mut session = Session::kanbao(home.path(), &["--help"], 100, 60);
    assert_eq!(session.end(), 0);
    assert!(session.find("kanbao").is_some());
    assert!(!session.screen().alternate_screen());
    assert!(!session.is_raw());
}
