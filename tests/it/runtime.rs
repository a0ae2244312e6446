//! Every effect of a message is performed, even if another effect fails or causes a message.

use super::desk::{Desk, NOW};
use kanbao::app::{App, Effect, Level, Message};
use kanbao::input::{Input, Key};
use kanbao::runtime::app_driver::{AppDriver, Perform};
use kanbao::user::marks::Marks;
use std::io;

/// Performs nothing, but records the effects. Copying takes ten seconds and causes a notice.
struct Host {
    now: u64,
    gone: bool,
    performed: Vec<String>,
}

impl Perform for Host {
    fn now(&self) -> u64 {
        self.now
    }

    fn perform(&mut self, _: &App, effect: Effect) -> io::Result<Option<Message>> {
        let name = format!("{effect:?}");
        let name = name.split(['(', ' ']).next().unwrap_or_default();
        self.performed.push(name.to_owned());
        match effect {
            Effect::Record(_) if self.gone => Err(io::ErrorKind::BrokenPipe.into()),
            Effect::Copy(_) => {
                self.now += 10_000;
                Ok(Some(Message::Notify(Level::Done, "copied".to_owned())))
            }
            _ => Ok(None),
        }
    }

    fn performed(&mut self, _: &App) {}
}

/// A reader in the middle of an article, with a position that is not saved yet.
fn reading() -> (tempfile::TempDir, AppDriver, Host) {
    let folder = tempfile::tempdir().expect("a folder");
    let text = format!("# 长篇\n\n{}", "文字。\n\n".repeat(300));
    std::fs::write(folder.path().join("a.md"), text).expect("a file");
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (80, 24));
    desk.keys("Enter Space Space");
    assert!(desk.app.unsaved_position().is_some());
    let host = Host {
        now: NOW + 100,
        gone: false,
        performed: Vec::new(),
    };
    (folder, AppDriver::new(desk.app), host)
}

/// The position becomes due to be saved while a text is copied.
#[test]
fn effects_of_an_answer_are_performed() {
    let (_folder, mut app, mut host) = reading();
    app.send(Message::Input(Input::Key(Key::char('Y'))), &mut host)
        .expect("a clipboard");
    assert_eq!(host.performed, ["Copy", "Record"]);
    assert_eq!(
        app.context.notice.as_ref().expect("a notice").text,
        "copied"
    );
    assert!(app.unsaved_position().is_none());
}

/// An effect fails. The effects after it are still performed.
#[test]
fn an_error_does_not_stop_other_effects() {
    let (_folder, mut app, mut host) = reading();
    for key in [":", "q", "u", "i", "t"] {
        let key = Key::named(key).unwrap_or_else(|| Key::char(key.chars().next().expect("one")));
        app.send(Message::Input(Input::Key(key)), &mut host)
            .expect("a terminal");
    }
    host.gone = true;
    host.performed.clear();
    let enter = Key::named("Enter").expect("a key");
    let result = app.send(Message::Input(Input::Key(enter)), &mut host);
    assert_eq!(
        result.map_err(|error| error.kind()),
        Err(io::ErrorKind::BrokenPipe)
    );
    assert_eq!(host.performed, ["KeepTyped", "Record", "Quit"]);
}
