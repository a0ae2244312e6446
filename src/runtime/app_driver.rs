//! The app in its loop: a message changes it, and every effect that the change asks for is
//! performed.

use crate::app::{App, Effect, Message};
use std::collections::VecDeque;
use std::io;
use std::ops::Deref;

/// What performs the effects of an app.
pub trait Perform {
    /// Milliseconds since 1970.
    fn now(&self) -> u64;

    /// Performs one effect. What the app should hear of it is the answer.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    fn perform(&mut self, app: &App, effect: Effect) -> io::Result<Option<Message>>;

    /// All effects of a message were performed.
    fn performed(&mut self, app: &App);
}

/// Owns an app. It can be looked at freely, but only [`Self::send`] changes it, so no effect
/// is ever dropped.
pub struct Runtime {
    app: App,
}

impl Runtime {
    pub const fn new(app: App) -> Self {
        Self { app }
    }

    /// Sends a message to the app, then the answers to its effects.
    ///
    /// # Errors
    /// The first error of an effect. The effects after it are performed all the same: where
    /// the terminal is gone, marks are still to be written.
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
}

impl Deref for Runtime {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}
