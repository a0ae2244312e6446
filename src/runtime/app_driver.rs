//! Sends messages to the app and performs the effects that it returns.

use crate::app::{App, Effect, Message};
use std::collections::VecDeque;
use std::io;
use std::ops::Deref;

/// Performs the effects of an app.
pub trait Perform {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;

    /// Performs one effect. Returns the message that reports its result, if it is known at once.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    fn perform(&mut self, app: &App, effect: Effect) -> io::Result<Option<Message>>;

    /// Called after all effects of a message were performed.
    fn performed(&mut self, app: &App);
}

/// Owns the app. It can be read freely but changed only by [`Self::send`], so that no effect is
/// lost.
pub struct AppDriver {
    app: App,
}

impl AppDriver {
    pub const fn new(app: App) -> Self {
        Self { app }
    }

    /// Sends a message to the app, then the messages that its effects return.
    ///
    /// # Errors
    /// The first error of an effect. The effects after it are performed all the same: marks must
    /// be written even when the terminal is gone.
    pub fn send(&mut self, message: Message, host: &mut impl Perform) -> io::Result<()> {
        let mut messages = VecDeque::from([message]);
        let mut result = Ok(());
        while let Some(message) = messages.pop_front() {
            for effect in self.app.update(message, host.now()) {
                match host.perform(&self.app, effect) {
                    Ok(answer) => messages.extend(answer),
                    Err(error) => result = result.and(Err(error)),
                }
            }
            host.performed(&self.app);
        }
        result
    }

    /// See [`App::take_change`].
    pub fn take_change(&mut self) -> bool {
        self.app.take_change()
    }
}

impl Deref for AppDriver {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}
