//! Times and sizes, for a library of any size.

#![expect(clippy::print_stdout, reason = "prints what it measures")]

use super::*;
use rustix::time::{ClockId, clock_gettime};
use std::time::Instant;

/// CPU time of all threads, in seconds.
fn cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// Prints what `work` costs: real and CPU seconds.
fn timed<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let (start, before) = (Instant::now(), cpu());
    let result = work();
    println!(
        "{name}: {:.3} s, CPU {:.3} s",
        start.elapsed().as_secs_f64(),
        cpu() - before
    );
    result
}

/// `KANBAO_FULL_TEXT` names the library.
#[test]
#[ignore = "measures"]
fn measure() {
    let Some(root) = std::env::var_os("KANBAO_FULL_TEXT") else {
        return;
    };
    let root = Path::new(&root);
    let entries = entries(root);
    let folder = tempfile::tempdir().expect("a folder");
    let open = || {
        let (cleaning, wait) = (Settings::default(), Duration::from_secs(1));
        FullText::open(folder.path(), root, &options(), &cleaning, wait).expect("an index")
    };
    let mut index = open();
    let articles: Vec<&Entry> = entries.iter().collect();
    timed("build", || update(&mut index, &entries));
    drop(index);
    let index = timed("open", open);
    timed("plan", || {
        index
            .plan(&articles, &Cancel::default())
            .expect("not cancelled")
    });
    let texts = timed("clean all", || texts(&entries));
    let length: usize = texts.iter().map(|text| text.1.len()).sum();
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    let file = megabytes(open().close() as usize);
    println!(
        "{} articles, file {file:.1} MB, text {:.1} MB, ratio {:.2}",
        entries.len(),
        megabytes(length),
        file / megabytes(length)
    );
    timed("fold all", || {
        texts.iter().map(|text| fold(&text.1).len()).sum::<usize>()
    });
    let mut times = Vec::new();
    for term in exact::random_terms(&texts, 400) {
        let before = cpu();
        let start = Instant::now();
        let hits = index.find(&term, &Cancel::default()).expect("an index");
        times.push((cpu() - before, start.elapsed(), term, hits.count()));
    }
    times.sort_by(|one, two| one.0.total_cmp(&two.0));
    let at = |part: usize| times.get(times.len() * part / 100);
    println!(
        "CPU of a term: median {:?}\n90 % {:?}\n99 % {:?}",
        at(50),
        at(90),
        at(99)
    );
    for (cpu, real, term, count) in times.iter().rev().take(12) {
        println!("{cpu:.4} s, real {real:?}: {term:?}, {count}");
    }
}
