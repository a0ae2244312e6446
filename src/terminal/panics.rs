//! The panic hook: restores the terminal and writes a report that contains no article text.

use super::guard::restore;
use crate::fs::write_atomically;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::thread::ThreadId;

/// Installs the hook. A panic of the calling (main) thread restores the terminal and prints `line`
/// to standard error, with `{path}` replaced by the path of the report. A panic of another thread
/// only writes the report, because the main thread shows a notice.
///
/// The report contains the source location, a backtrace, and the message only if it is a constant:
/// a formatted message may quote the article.
pub fn report_panics(dir: PathBuf, line: String) {
    static ONCE: Once = Once::new();
    let main = std::thread::current().id();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| on_panic(panic, main, &dir, &line)));
    });
}

fn on_panic(panic: &std::panic::PanicHookInfo<'_>, main: ThreadId, dir: &Path, line: &str) {
    let of_main = std::thread::current().id() == main;
    if of_main {
        restore();
    }
    let path = dir.join("panic.txt");
    let _ = write_atomically(&path, report(panic).as_bytes());
    if of_main {
        let line = line.replace("{path}", &path.display().to_string());
        let _ = writeln!(io::stderr(), "{}", crate::text::sanitize_line(&line));
    }
}

fn report(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let message = panic
        .payload()
        .downcast_ref::<&'static str>()
        .unwrap_or(&"(formatted message left out: it may quote an article)");
    let place = panic
        .location()
        .map_or_else(String::new, ToString::to_string);
    let thread = std::thread::current();
    format!(
        "kanbao {} ({} {})\nthread {}\n{place}\n{message}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        thread.name().unwrap_or("?"),
        std::backtrace::Backtrace::force_capture(),
    )
}
