//! Growth of the time to read an article with its length, on texts that repeat one pattern. Every
//! step must be linear: four times the text takes little more than four times as long.
//!
//! `cargo bench --bench growth` measures the patterns of `growth.tsv` and fails if one grows
//! faster (`-- FILE.tsv` measures others). `cargo bench --bench growth -- hunt [SECONDS]`
//! combines parts of the table at random and prints the patterns that grow faster.
//!
//! Growth is a ratio of CPU times of one thread in one run, so other load hardly matters.

#![expect(clippy::print_stdout, reason = "prints the results")]

use kanbao::document::{self, Format};
use kanbao::extract;
use kanbao::library::{self, Zone};
use kanbao::{clean, typeset};
use rustix::time::{ClockId, clock_gettime};
use std::fmt;
use std::fs;
use std::panic::catch_unwind;
use std::path::Path;
use std::process::ExitCode;

const PATTERNS: &str = include_str!("growth.tsv");
/// The steps of reading an article. Each is measured separately.
const STEPS: [&str; 5] = ["scan", "build", "clean", "typeset", "export"];
/// Bytes of the longest text.
const LONGEST: usize = 512 << 10;
/// Each text is this many times as long as the previous one.
const FACTOR: usize = 4;
/// Maximum growth in time for [`FACTOR`] times the length. Linear work has 4, quadratic 16.
const LIMIT: f64 = 8.0;
/// Minimum time of a step that is judged, in seconds. Shorter times are mostly noise.
const FLOOR: f64 = 0.020;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.iter().any(|argument| argument == "hunt") {
        let seconds = arguments.iter().find_map(|argument| argument.parse().ok());
        hunt(seconds.unwrap_or(600.0));
        return ExitCode::SUCCESS;
    }
    let own = arguments
        .iter()
        .find_map(|path| fs::read_to_string(path.strip_suffix(".tsv").map(|_| path)?).ok());
    let rows = own.as_deref().unwrap_or(PATTERNS);
    let patterns: Vec<Pattern> = rows.lines().filter_map(Pattern::parse).collect();
    let mut failed = 0;
    for pattern in &patterns {
        for growth in pattern.growths(LONGEST) {
            println!("{pattern}: {growth}");
            failed += 1;
        }
    }
    println!(
        "{} patterns, {failed} steps grow faster than linear",
        patterns.len()
    );
    ExitCode::from(u8::from(failed > 0))
}

/// The number of the repetition, in a unit.
const NUMBER: &str = "\u{1}";

/// A cell of the table, with the escapes `\n`, `\r`, `\t`, `\\` and `\#` ([`NUMBER`]) resolved.
fn unescaped(cell: &str) -> String {
    let cell = cell.replace("\\\\", "\0").replace("\\n", "\n");
    cell.replace("\\#", NUMBER)
        .replace("\\r", "\r")
        .replace("\\t", "\t")
        .replace('\0', "\\")
}

/// A text: a head, a repeated unit, and a tail.
struct Pattern {
    format: Format,
    head: String,
    unit: String,
    tail: String,
}

impl Pattern {
    /// A row of the table: format, head, unit, tail.
    fn parse(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let format = match cells.next()? {
            "html" => Format::Html,
            "markdown" => Format::Markdown,
            "plain" => Format::Plain,
            _ => return None,
        };
        let mut cell = || unescaped(cells.next().unwrap_or_default());
        Some(Self {
            format,
            head: cell(),
            unit: cell(),
            tail: cell(),
        })
    }

    fn text(&self, bytes: usize) -> String {
        let count = (bytes / self.unit.len()).max(1);
        let units = if self.unit.contains(NUMBER) {
            let unit = |number: usize| self.unit.replace(NUMBER, &number.to_string());
            (1..=count).map(unit).collect()
        } else {
            self.unit.repeat(count)
        };
        let texts = [&self.head, &units, &self.tail];
        texts.map(|text| text.replace(NUMBER, "1")).concat()
    }

    /// The first step that grows faster than linear, up to a length.
    fn growths(&self, longest: usize) -> Vec<Growth> {
        let mut found = Vec::new();
        let mut bytes = longest / FACTOR / FACTOR;
        let mut before = self.best(bytes, 2);
        while bytes * FACTOR <= longest {
            bytes *= FACTOR;
            let mut after = self.best(bytes, 1);
            if judge(before, after).is_some() {
                // Measure again to rule out noise.
                before = least(before, self.best(bytes / FACTOR, 5));
                after = least(after, self.best(bytes, 3));
            }
            let step = judge(before, after).filter(|&step| self.goes_on(step, bytes, after[step]));
            if let Some(step) = step {
                found.push(Growth {
                    step,
                    bytes,
                    before: before[step],
                    after: after[step],
                });
                return found;
            }
            before = after;
        }
        found
    }

    /// Whether a step also grows too fast over the next two doublings. Above a limit, text is read in
    /// another way, which raises the time only once.
    fn goes_on(&self, step: usize, bytes: usize, mut before: f64) -> bool {
        [2, 4].iter().all(|factor| {
            let after = self.best(bytes * factor, 1)[step];
            after > std::mem::replace(&mut before, after) * LIMIT.sqrt()
        })
    }

    /// The shortest time of each step over several rounds.
    fn best(&self, bytes: usize, rounds: usize) -> Times {
        let text = self.text(bytes);
        let times = (0..rounds).map(|_| times(&text, self.format));
        times.fold([f64::MAX; STEPS.len()], least)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = format!("{:?}", self.format).to_lowercase();
        write!(f, "{format}\t")?;
        let escaped = |text: &str| {
            let text = text.replace('\\', "\\\\").replace('\n', "\\n");
            let text = text.replace('\r', "\\r").replace('\t', "\\t");
            text.replace(NUMBER, "\\#")
        };
        let (head, tail) = (escaped(&self.head), escaped(&self.tail));
        write!(f, "{head}\t{}\t{tail}", escaped(&self.unit))
    }
}

/// A step that grew too fast.
struct Growth {
    step: usize,
    bytes: usize,
    before: f64,
    after: f64,
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {:.1} ms at {} KB, {:.1} times the time for a quarter",
            STEPS[self.step],
            self.after * 1000.0,
            self.bytes >> 10,
            self.after / self.before,
        )
    }
}

type Times = [f64; STEPS.len()];

fn least(a: Times, b: Times) -> Times {
    std::array::from_fn(|at| a[at].min(b[at]))
}

/// The step that grew fastest, if one grew too fast.
fn judge(before: Times, after: Times) -> Option<usize> {
    let growth = |&at: &usize| after[at] / before[at].max(1e-6);
    (0..STEPS.len())
        .filter(|&at| after[at] > FLOOR && growth(&at) > LIMIT)
        .max_by(|a, b| growth(a).total_cmp(&growth(b)))
}

/// CPU time of this thread, in seconds.
fn clock() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The time of each step.
fn times(text: &str, format: Format) -> Times {
    let mut marks = [0.0; STEPS.len() + 1];
    let name = match format {
        Format::Html => "a.html",
        Format::Markdown => "a.md",
        Format::Plain => "a.txt",
    };
    let zone = Zone::system();
    marks[0] = clock();
    drop(library::entry_of_bytes(
        text.as_bytes(),
        Path::new(name),
        &zone,
    ));
    marks[1] = clock();
    let mut document = extract::document(text, format, &document::Context::default());
    marks[2] = clock();
    clean::clean(&mut document, &clean::Context::default());
    marks[3] = clock();
    let options = typeset::Options {
        formulas: typeset::Formulas::Stacked,
        ..typeset::Options::default()
    };
    drop(typeset::Page::new(&document, &options));
    marks[4] = clock();
    drop(document::to_markdown(&document));
    marks[5] = clock();
    std::array::from_fn(|at| marks[at + 1] - marks[at])
}

/// Measures random patterns and prints those that grow faster than linear.
fn hunt(seconds: f64) {
    let mut random = Random(std::process::id().into());
    let rows = PATTERNS
        .lines()
        .filter_map(|line| line.strip_prefix("part\t"));
    let parts: Vec<String> = rows.map(unescaped).collect();
    let begin = std::time::Instant::now();
    let mut tried = 0_u64;
    while begin.elapsed().as_secs_f64() < seconds {
        let mut part = |most: usize| {
            let count = random.below(most + 1);
            let parts = (0..count).map(|_| parts[random.below(parts.len())].as_str());
            parts.collect::<String>()
        };
        let (head, unit, tail) = (part(2), part(4), part(2));
        if unit.is_empty() {
            continue;
        }
        let format = match random.below(8) {
            0..4 => Format::Markdown,
            4..7 => Format::Html,
            _ => Format::Plain,
        };
        let pattern = Pattern {
            format,
            head,
            unit,
            tail,
        };
        tried += 1;
        match catch_unwind(std::panic::AssertUnwindSafe(|| pattern.growths(96 << 10))) {
            Ok(growths) => growths
                .iter()
                .for_each(|growth| println!("{pattern}\t{growth}")),
            Err(_) => println!("{pattern}\tpanics"),
        }
    }
    println!("{tried} tried");
}

/// A linear congruential generator.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}
