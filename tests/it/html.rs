//! HTML cases by class, modelled on html5lib's tree construction suite.
//!
//! In `tests/html/<class>.dat`, `#data` is the source of a case and `#outline` its document
//! ([`kanbao::document::outline()`]). The expected text is what a browser shows. `#differs` gives
//! the reason for each intentional difference.

use kanbao::document::{Context, Format, outline};
use kanbao::extract;
use std::path::Path;

struct Case<'a> {
    data: &'a str,
    outline: &'a str,
    differs: Option<&'a str>,
}

impl<'a> Case<'a> {
    /// Parses the text after a line `#data`.
    fn of(part: &'a str) -> Option<Self> {
        let (data, rest) = part.split_once("\n#outline\n")?;
        let (outline, differs) = match rest.split_once("#differs\n") {
            Some((outline, reason)) => (outline, Some(reason.trim())),
            None => (rest, None),
        };
        Some(Self {
            data,
            outline: outline.trim_end(),
            differs,
        })
    }
}

#[test]
fn cases_by_class() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/html");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let class = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = std::fs::read_to_string(&path).unwrap();
        for part in text.split("#data\n").skip(1) {
            let case = Case::of(part).unwrap_or_else(|| panic!("{class}: {part}"));
            let document = outline(&extract::document(
                case.data,
                Format::Html,
                &Context::default(),
            ));
            assert_eq!(document.trim_end(), case.outline, "{class}: {}", case.data);
            assert_ne!(case.differs, Some(""), "{class}: no reason: {}", case.data);
            count += 1;
        }
    }
    assert!(count > 150, "{count} cases");
}
