//! Article extraction from whole saved pages. The pages in tests/saved have the structure of
//! well-known kinds of sites, and invented text.
//!
//! `<!--[-->` and `<!--]-->` enclose the wanted text of a page; `<!--(-->` and `<!--)-->` enclose
//! text that may be shown or not (title, byline, date). The marks are removed before the page is
//! read. benches/peers scores other programs by the same measure.

use super::tokens::{Bag, bag, shared, shown, size};
use kanbao::library::{Cancel, Entry, ScanEvent, ScanOptions, Zone, open, scan};
use std::fs;
use std::path::Path;

/// A page with its wanted and optional text.
pub struct Form {
    pub name: String,
    pub page: String,
    wanted: Bag,
    neutral: Bag,
}

/// All pages of a folder, sorted by name.
pub fn forms(folder: &Path) -> Vec<Form> {
    let files = fs::read_dir(folder).expect("the saved pages");
    let mut forms: Vec<Form> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            Form::of(&name, &fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    forms.sort_by(|a, b| a.name.cmp(&b.name));
    forms
}

impl Form {
    fn of(name: &str, marked: &str) -> Self {
        let mut page = marked.to_owned();
        for mark in ["<!--[-->", "<!--]-->", "<!--(-->", "<!--)-->"] {
            page = page.replace(mark, "");
        }
        Self {
            name: name.to_owned(),
            page,
            wanted: between(marked, "<!--[-->", "<!--]-->"),
            neutral: between(marked, "<!--(-->", "<!--)-->"),
        }
    }

    /// The F1 score of a text: harmonic mean of precision and recall, in tokens, 0 to 1.
    pub fn f1(&self, text: &str) -> f64 {
        let mut found = bag(text);
        // Optional tokens count neither for nor against the text.
        for (token, spare) in &self.neutral {
            let wanted = *self.wanted.get(token).unwrap_or(&0);
            if let Some(count) = found.get_mut(token) {
                *count -= count.saturating_sub(wanted).min(*spare);
            }
        }
        let shared = shared(&found, &self.wanted) as f64;
        2.0 * shared / (size(&found) + size(&self.wanted)).max(1) as f64
    }
}

/// The tokens between two marks, over all parts of a page.
fn between(page: &str, from: &str, to: &str) -> Bag {
    let mut text = String::new();
    for part in page.split(from).skip(1) {
        let part = part.split(to).next().unwrap_or_default();
        // Words do not continue across line breaks and cells.
        let mut part = part.to_owned();
        for tag in ["<br", "</td>", "</th>", "</p>", "</li>", "</div>"] {
            part = part.replace(tag, &format!(" {tag}"));
        }
        text.extend(scraper::Html::parse_fragment(&part).root_element().text());
        text.push('\n');
    }
    bag(&text)
}

/// The text that the library shows of each page, in the order of `forms`.
pub fn ours(forms: &[Form]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    for form in forms {
        let path = folder.path().join(&form.name).with_extension("html");
        fs::write(path, &form.page).expect("a page is written");
    }
    let mut entries: Vec<Entry> = Vec::new();
    let options = ScanOptions::in_zone(Zone(jiff::tz::TimeZone::UTC));
    scan(
        &[folder.path().to_owned()],
        &options,
        &Cancel::default(),
        &mut |event| {
            if let ScanEvent::Entries(batch) = event {
                entries.extend(batch);
            }
        },
    );
    let text_of = |form: &Form| {
        let named = |entry: &&Entry| entry.path().file_stem() == Some(form.name.as_ref());
        let entry = entries.iter().find(named).expect("a page is an article");
        shown(&open(entry).expect("a page opens").document)
    };
    forms.iter().map(text_of).collect()
}

#[test]
fn articles_are_extracted_from_saved_pages() {
    let forms = forms(&super::pages::root().join("tests/saved"));
    let texts = ours(&forms);
    let scores = forms.iter().zip(&texts).map(|(form, text)| form.f1(text));
    let scores: Vec<f64> = scores.collect();
    let mut report = String::new();
    for (form, score) in forms.iter().zip(&scores) {
        report.push_str(&format!("{score:.3} {}\n", form.name));
    }
    let mean = scores.iter().sum::<f64>() / scores.len() as f64;
    assert!(mean >= 0.96, "{mean:.4}\n{report}");
}
