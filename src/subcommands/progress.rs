//! A progress bar on standard error, if that is a terminal.

use super::context::Context;
use super::output::columns;
use crate::locale::Locale;
use crate::text::grouped;
use std::fmt::Display;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// The time between two drawings.
const INTERVAL: Duration = Duration::from_millis(100);

pub struct ProgressBar<'a> {
    locale: &'a Locale,
    /// The key of the text with the numbers.
    text: &'static str,
    /// The width of the terminal in cells. `None`: nothing is drawn.
    columns: Option<usize>,
    start: Instant,
    drawn: Option<Instant>,
}

impl<'a> ProgressBar<'a> {
    /// `text`: the key of the text, with `done`, `found`, `rate` and `left`.
    pub fn new(context: &'a Context, text: &'static str) -> Self {
        Self {
            locale: &context.locale,
            text,
            columns: columns(&io::stderr()).filter(|_| !context.is_on_screen),
            start: Instant::now(),
            drawn: None,
        }
    }

    /// Draws `done` of `found`, the rate and the remaining time.
    pub fn show(&mut self, found: usize, done: usize) {
        let Some(columns) = self.columns else { return };
        if self.drawn.is_some_and(|drawn| drawn.elapsed() < INTERVAL) {
            return;
        }
        self.drawn = Some(Instant::now());
        let seconds = self.start.elapsed().as_secs_f64();
        let line = line(self.locale, self.text, (found, done), seconds, columns);
        write(&format!("\r\x1b[K{line}"));
    }

    pub fn clear(&self) {
        if self.drawn.is_some() {
            write("\r\x1b[K");
        }
    }
}

/// Standard error is closed: nobody reads the progress.
fn write(text: &str) {
    let mut out = io::stderr().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// The numbers, and a bar in the rest of the line.
fn line(
    locale: &Locale,
    text: &str,
    (found, done): (usize, usize),
    seconds: f64,
    columns: usize,
) -> String {
    let rate = done as f64 / seconds.max(0.001);
    let left = found.saturating_sub(done) as f64 / rate.max(1.0);
    let left = left.ceil() as u64;
    let left = format!("{}:{:02}", left / 60, left % 60);
    let numbers = [done, found, rate as usize].map(grouped);
    let [done_text, found_text, rate] = &numbers;
    let values: [(&str, &dyn Display); 4] = [
        ("done", done_text),
        ("found", found_text),
        ("rate", rate),
        ("left", &left),
    ];
    let text = locale.fill(text, &values);
    let policy = crate::text::WidthPolicy::default();
    let (text, used) = crate::text::truncate(&text, columns.saturating_sub(1), policy);
    let room = columns.saturating_sub(used + 4).min(40);
    if room < 8 || found == 0 {
        return text;
    }
    let full = room * done.min(found) / found;
    format!("{text} [{}{}]", "#".repeat(full), " ".repeat(room - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fit() {
        let locale = Locale::for_tag("en");
        let line =
            |counts, seconds, columns| line(&locale, "index.progress", counts, seconds, columns);
        let full = line((2_000, 1_000), 10.0, 80);
        assert_eq!(
            full,
            "1,000 of 2,000 files, 100/s, 0:10 left [###################                   ]"
        );
        for columns in 1..120 {
            for counts in [(0, 0), (1, 0), (5, 9), (1_000_000, 1_000_000)] {
                assert!(line(counts, 0.0, columns).chars().count() < columns.max(2));
            }
        }
    }
}
