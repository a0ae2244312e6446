//! Bulk requests: many articles in one request, in which each may be accepted or not.

use super::connection::Engine;
use super::error::{EngineError, Result};
use crate::http::Method;
use crate::library::Cancel;
use serde_json::{Value, json};

/// A request has at most so many bytes, unless one article has more.
const MAX_BYTES: usize = 8 << 20;
const MAX_ITEMS: usize = 1_000;

/// What to do with one document, ready to be sent.
#[derive(Debug)]
pub struct Action(Vec<u8>);

impl Action {
    pub fn put(key: &str, document: &Value) -> Self {
        Self(format!("{}\n{document}\n", json!({ "index": { "_id": key } })).into_bytes())
    }

    pub fn remove(key: &str) -> Self {
        Self(format!("{}\n", json!({ "delete": { "_id": key } })).into_bytes())
    }
}

/// Actions that wait to be sent.
#[derive(Debug, Default)]
pub struct Batch {
    actions: Vec<Action>,
    bytes: usize,
}

impl Batch {
    pub fn push(&mut self, action: Action) {
        self.bytes += action.0.len();
        self.actions.push(action);
    }

    pub fn is_full(&self) -> bool {
        self.bytes >= MAX_BYTES || self.actions.len() >= MAX_ITEMS
    }

    pub fn len(&self) -> usize {
        self.actions.len()
    }

    pub fn bytes(&self) -> usize {
        self.bytes
    }

    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }
}

/// Actions that the engine refuses for good.
#[derive(Clone, Debug, Default)]
pub struct Refusals {
    pub count: usize,
    /// The first reason.
    pub reason: String,
}

impl Engine {
    /// Sends a batch, and again those of its actions for which there was no room. An action may be
    /// sent twice, if an answer was lost: it then does the same again.
    ///
    /// # Errors
    /// The engine has no room for too long, or does not answer.
    pub(super) fn send(
        &self,
        batch: Batch,
        cancel: &Cancel,
        wait: &mut dyn FnMut(&EngineError),
    ) -> Result<Refusals> {
        let mut waiting = batch.actions;
        let mut refusals = Refusals::default();
        let path = format!(
            "/{}/_bulk?filter_path=errors,items.*.status,items.*.error",
            self.index
        );
        self.retry(cancel, wait, || {
            if waiting.is_empty() {
                return Ok(());
            }
            let parts: Vec<&[u8]> = waiting.iter().map(|action| &*action.0).collect();
            let body = parts.concat();
            let kind = "application/x-ndjson";
            let answer = self.call_with(Method::Post, &path, kind, Some(&body), cancel)?;
            let items = answer.get("items").and_then(Value::as_array);
            let items = items.filter(|items| items.len() == waiting.len());
            let items = items.ok_or(EngineError::Answer)?;
            let mut later = None;
            let mut kept = Vec::new();
            for (action, item) in waiting.drain(..).zip(items) {
                match self.fault(item) {
                    None => {}
                    Some(error) if error.may_pass() => {
                        later.get_or_insert(error);
                        kept.push(action);
                    }
                    Some(error @ (EngineError::ReadOnly(_) | EngineError::Denied)) => {
                        return Err(error);
                    }
                    Some(error) => {
                        if refusals.count == 0 {
                            refusals.reason = match error {
                                EngineError::Refused(reason) => reason,
                                error => format!("{error:?}"),
                            };
                        }
                        refusals.count += 1;
                    }
                }
            }
            waiting = kept;
            later.map_or(Ok(()), Err)
        })?;
        Ok(refusals)
    }

    /// Why an action was not done.
    fn fault(&self, item: &Value) -> Option<EngineError> {
        let (action, item) = item.as_object()?.iter().next()?;
        let status = item.get("status").and_then(Value::as_u64).unwrap_or(0) as u16;
        let is_done = (200..300).contains(&status) || action == "delete" && status == 404;
        (!is_done).then(|| EngineError::of_status(status, item.get("error"), &self.index))
    }
}
