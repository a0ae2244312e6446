//! The whole program: start, response, memory, idle wakeups and bytes per frame of the built
//! binary in a pseudo-terminal, on a generated library. `cargo bench --bench whole [-- ARTICLES]`
//!
//! Times depend on the machine and its load; bytes do not.

#![expect(clippy::print_stdout, reason = "prints the results")]

#[path = "shared/articles.rs"]
mod articles;
#[expect(dead_code, reason = "the tests use more of it")]
#[path = "../tests/it/terminal/session.rs"]
mod session;
#[path = "../tests/it/terminal/theirs.rs"]
mod theirs;

use articles::make_library;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};
use session::Session;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use theirs::Theirs;

const ARTICLES: usize = 10_000;
/// A frame is complete after this long without a byte.
const QUIET: Duration = Duration::from_millis(60);
/// How long the idle program is observed.
const IDLE: Duration = Duration::from_secs(5);

fn main() -> io::Result<()> {
    let count = std::env::args().find_map(|argument| argument.parse().ok());
    let home = tempfile::tempdir()?;
    make_library(&home.path().join("news"), count.unwrap_or(ARTICLES))?;
    for start in ["first", "second"] {
        println!(
            "{start} start, {} articles, 80x24",
            count.unwrap_or(ARTICLES)
        );
        measure_start(home.path());
    }
    println!("bytes per scrolled line and per page, compared with ratatui's terminal");
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        for panes in ["stacked", "wide", "single"] {
            measure_bytes(home.path(), columns, rows, panes)?;
        }
    }
    Ok(())
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}

/// Reads until the frame is complete.
fn settle(session: &mut Session) {
    loop {
        let before = session.sent().len();
        session.read(Instant::now() + QUIET);
        if session.sent().len() == before {
            return;
        }
    }
}

fn measure_start(home: &Path) {
    let begin = Instant::now();
    let mut session = Session::kanbao(home, &["news"], 80, 24);
    session.wait("a byte", |session| !session.sent().is_empty());
    println!("  first byte           {:7.1} ms", milliseconds(begin));
    session.wait_for("篇 ");
    println!("  first articles       {:7.1} ms", milliseconds(begin));
    let mut delays = Vec::new();
    let mut open = false;
    while session.screen_text().contains("正在读取") || open {
        let pressed = Instant::now();
        session.send(if open { "q" } else { "?" });
        open = !open;
        // The bar changes while help is open.
        session.wait("help", |session| session.row(0).contains("关闭") == open);
        delays.push(milliseconds(pressed));
        let later = Instant::now() + Duration::from_millis(15);
        while session.read(later) {}
    }
    println!("  all articles         {:7.1} ms", milliseconds(begin));
    delays.sort_by(f64::total_cmp);
    if let (Some(middle), Some(last)) = (delays.get(delays.len() / 2), delays.last()) {
        println!(
            "  a key during the scan{middle:7.1} ms median, {last:.1} ms at most, of {}",
            delays.len()
        );
    }
    settle(&mut session);
    println!(
        "  peak memory          {:7.1} MB",
        peak_memory(session.id())
    );
    let (bytes, wakeups) = (session.sent().len(), wakeups(session.id()));
    // The notice at the end of the scan may disappear during this time.
    while session.read(Instant::now() + IDLE) {}
    let bytes = session.sent().len() - bytes;
    let wakeups = wakeups_since(session.id(), wakeups);
    println!(
        "  idle for {} s         {bytes} bytes, {wakeups} wakeups",
        IDLE.as_secs()
    );
    session.send("Q");
    session.end();
}

/// The peak memory of a process, in MB.
fn peak_memory(id: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}

/// The number of times that the threads of a process were woken.
fn wakeups(id: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{id}/task"))
        .into_iter()
        .flatten();
    threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("status")).ok())
        .filter_map(|status| {
            let count = status.split("\nvoluntary_ctxt_switches:").nth(1)?;
            count.lines().next()?.trim().parse::<u64>().ok()
        })
        .sum()
}

fn wakeups_since(id: u32, before: u64) -> u64 {
    // The count of a thread that ended is gone, so the sum may decrease.
    wakeups(id).saturating_sub(before)
}

fn measure_bytes(home: &Path, columns: u16, rows: u16, panes: &str) -> io::Result<()> {
    let folder = home.join("news/来源7").to_string_lossy().into_owned();
    // A fresh home, without a saved position.
    let fresh = tempfile::tempdir()?;
    fs::write(
        fresh.path().join("panes.toml"),
        format!("[panes]\nlayout = \"{panes}\"\n"),
    )?;
    let arguments = ["--config", "panes.toml", &folder];
    let mut session = Session::kanbao(fresh.path(), &arguments, columns, rows);
    session.wait_for("篇 ");
    settle(&mut session);
    session.send("\r");
    settle(&mut session);
    session.bytes_since();
    session.send("\x0c");
    settle(&mut session);
    let screen = session.bytes_since();
    let text: usize = session.screen_text().lines().map(str::len).sum();
    let mut theirs = Theirs::new(columns, rows);
    theirs.frame(&buffer_of(session.screen()));
    let mut steps = |keys: &str, count: usize| {
        let (mut ours, mut theirs_sum) = (0, 0);
        for _ in 0..count {
            session.bytes_since();
            session.send(keys);
            settle(&mut session);
            ours += session.bytes_since();
            theirs_sum += theirs.frame(&buffer_of(session.screen()));
        }
        (ours / count, theirs_sum / count)
    };
    let (line, their_line) = steps("j", 20);
    let (page, their_page) = steps(" ", 4);
    println!(
        "  {columns:3}x{rows} {panes:7} screen {:.2} bytes a byte of text; line {line:5} of {their_line:5} (1/{:.1}); page {page:5} of {their_page:5}",
        screen as f64 / text as f64,
        their_line as f64 / line.max(1) as f64,
    );
    session.send("Q");
    session.end();
    Ok(())
}

/// The screen of an emulator, as a buffer that ratatui can draw.
fn buffer_of(screen: &vt100::Screen) -> Buffer {
    let (rows, columns) = screen.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, columns.get(), rows.get()));
    for y in 0..rows.get() {
        for x in 0..columns.get() {
            let Some(cell) = screen.cell(y, x) else {
                continue;
            };
            let drawn = &mut buffer[(x, y)];
            drawn.set_style(style(cell));
            match cell.contents() {
                _ if cell.is_wide_continuation() => drawn.set_symbol(" "),
                "" => drawn.set_symbol(" "),
                text => drawn.set_symbol(text),
            };
        }
    }
    buffer
}

fn style(cell: &vt100::Cell) -> Style {
    let colour = |colour| match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    };
    let mut modifiers = Modifier::empty();
    modifiers.set(Modifier::BOLD, cell.bold());
    modifiers.set(Modifier::DIM, cell.dim());
    modifiers.set(Modifier::ITALIC, cell.italic());
    modifiers.set(Modifier::UNDERLINED, cell.underline());
    modifiers.set(Modifier::REVERSED, cell.inverse());
    Style::new()
        .fg(colour(cell.fgcolor()))
        .bg(colour(cell.bgcolor()))
        .add_modifier(modifiers)
}
