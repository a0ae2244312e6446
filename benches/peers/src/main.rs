//! Article extraction compared with dom_smoothie and legible, in one run over tests/saved or
//! another folder of marked pages: `cargo run --manifest-path benches/peers/Cargo.toml [FOLDER]`
//!
//! Both are tuned for long pages, so for each page the better of two thresholds counts: their
//! default and one for short pages. Most of our pages served to write the rules, so a mean over them
//! says what the rules reach there, not how they compare on pages of others.

#[path = "../../../tests/it/saved.rs"]
#[allow(dead_code, reason = "the tests of the module are not run here")]
mod saved;
#[path = "../../../tests/it/tokens.rs"]
mod tokens;

use saved::Form;
use std::path::{Path, PathBuf};

/// Minimum characters of an article: Readability's default, and one for short pages.
const THRESHOLDS: [usize; 2] = [500, 100];

fn main() {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/saved");
    let folder = std::env::args_os().nth(1).map_or_else(own, PathBuf::from);
    let forms = saved::forms(&folder);
    let ours = saved::ours(&forms);
    let mut sums = [0.0; 3];
    println!(
        "{:>8} {:>12} {:>8}  form",
        "kanbao", "dom_smoothie", "legible"
    );
    for (form, ours) in forms.iter().zip(&ours) {
        let scores = [form.f1(ours), best(form, dom_smoothie), best(form, legible)];
        for (sum, score) in sums.iter_mut().zip(scores) {
            *sum += score;
        }
        let lost = scores[0] < scores[1].max(scores[2]);
        let mark = if lost { " <" } else { "" };
        let [a, b, c] = scores;
        println!("{a:>8.3} {b:>12.3} {c:>8.3}  {}{mark}", form.name);
    }
    let [a, b, c] = sums.map(|sum| sum / forms.len() as f64);
    println!("{a:>8.4} {b:>12.4} {c:>8.4}  mean of {}", forms.len());
}

fn best(form: &Form, extract: fn(&str, usize) -> String) -> f64 {
    let scores = THRESHOLDS.map(|threshold| form.f1(&extract(&form.page, threshold)));
    scores.into_iter().fold(0.0, f64::max)
}

fn dom_smoothie(page: &str, threshold: usize) -> String {
    let config = dom_smoothie::Config {
        char_threshold: threshold,
        text_mode: dom_smoothie::TextMode::Formatted,
        ..dom_smoothie::Config::default()
    };
    dom_smoothie::Readability::new(page, None, Some(config))
        .and_then(|mut reader| reader.parse())
        .map_or(String::new(), |article| article.text_content.to_string())
}

fn legible(page: &str, threshold: usize) -> String {
    let options = legible::Options::new().char_threshold(threshold);
    let article = legible::parse(page, None, Some(options));
    article.map_or(String::new(), |article| article.text_content)
}
