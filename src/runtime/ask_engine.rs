//! Searches the engine of the configuration for the reader, on a thread.

use super::job_context::{JobContext, Sink};
use crate::app::{Message, Ticket};
use crate::library::Cancel;
use crate::search::Query;
#[cfg(feature = "opensearch")]
use {
    crate::app::Level,
    crate::search::SharedHits,
    crate::search::engine::{Engine, EngineError, Environment, Options, Scope, Wanted},
    std::fmt::Display,
};

/// Searches the engine of the configuration.
#[cfg(feature = "opensearch")]
pub fn run(ticket: Ticket, query: &Query, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    let options = Options {
        environment: Environment::read(),
        ..Options::default()
    };
    let address = context.engine.address.as_deref().unwrap_or_default();
    let scope = Scope::new(&context.roots);
    let wanted = Wanted::Hits(&context.scan.zone);
    let found = Engine::connect(address, options, cancel)
        .and_then(|engine| engine.search(query, &scope, wanted, cancel));
    match found {
        Ok(found) => {
            let hits = Some(SharedHits::new(found.hits));
            send(Message::EngineFound { ticket, hits });
            if let Some(partial) = found.partial {
                let what = partial.describe(&context.locale);
                send(Message::Notify(Level::Warning, what));
            }
        }
        Err(EngineError::Cancelled) => {}
        Err(error) => {
            let hits = None;
            send(Message::EngineFound { ticket, hits });
            let detail = error.describe(&context.locale);
            let values: [(&str, &dyn Display); 1] = [("detail", &detail)];
            let what = context.locale.fill("engine.instead", &values);
            send(Message::Notify(Level::Warning, what));
        }
    }
}

#[cfg(not(feature = "opensearch"))]
pub fn run(ticket: Ticket, _: &Query, _: &JobContext, _: &Cancel, send: Sink<'_>) {
    let hits = None;
    send(Message::EngineFound { ticket, hits });
}
