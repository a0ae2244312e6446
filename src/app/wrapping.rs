//! Breaks texts of the interface into lines.

use super::reader::title_lines::broken;
use crate::text::{Language, WidthPolicy};
use crate::typeset::inline::layout::{Scratch, TextLine, layout};
use crate::typeset::inline::setting::Setting;
use crate::typeset::{Fit, Options};

/// Wraps a text of the interface, whose language is given, into as few even lines as its sense allows.
pub(crate) fn wrap(text: &str, width: u16, language: Language, policy: WidthPolicy) -> Vec<String> {
    let width = width.max(1);
    if let Some(lines) = broken(text, language, width, policy) {
        return lines.split('\n').map(str::to_owned).collect();
    }
    let options = Options {
        width: policy,
        fit: Fit::Phrase,
        ..Options::default()
    };
    let setting = Setting::new(&options, language, width).exact(width);
    let mut lines = Vec::new();
    layout(text, &[], &setting, &mut Scratch::default(), &mut lines);
    let line = |line: &TextLine| text.get(line.start as usize..line.end as usize);
    lines.iter().filter_map(line).map(str::to_owned).collect()
}
