//! What stands above or below the line: readings, superscripts and subscripts.

use super::builder::Builder;
use super::inline::{Inlines, RunStyle, trim_end};
use crate::document::{Inline, Style, script};

/// Takes the text that stood above or below the line, and goes on with the one around.
fn put_back(walker: &mut Builder, outer: Inlines) -> Inlines {
    let flow = walker.flow();
    flow.nested -= 1;
    std::mem::replace(&mut flow.inlines, outer)
}

/// 漢字(かんじ): the bases of one element joined, then the readings.
pub fn ruby(walker: &mut Builder, outer: Inlines) {
    let mut inner = put_back(walker, outer);
    let (mut base, mut reading): (Vec<Inline>, String) = (Vec::new(), String::new());
    for run in inner.take().into_iter().flatten() {
        if run.style.has(Style::RUBY) {
            reading.push_str(run.text.trim());
        } else {
            base.push(run);
        }
    }
    let look = walker.look();
    let inlines = &mut walker.flow().inlines;
    for run in &base {
        inlines.visible(run.text.trim(), run.look().with(Style::RUBY_BASE));
    }
    if !reading.is_empty() {
        let style = look.style.without(Style::RUBY_BASE);
        let look = RunStyle { style, ..look }.with(Style::RUBY);
        inlines.visible(&format!("({reading})"), look);
    }
}

/// x² where Unicode can, else x^(n,k); marks such as `[1]` stay as they are.
pub fn raised(walker: &mut Builder, outer: Inlines, superior: bool) {
    let mut inner = put_back(walker, outer);
    let mut runs: Vec<Inline> = inner.take().into_iter().flatten().collect();
    trim_end(&mut runs);
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let (style, sign, mapped): (_, _, fn(&str) -> Option<String>) = if superior {
        (Style::SUPERSCRIPT, '^', script::superior)
    } else {
        (Style::SUBSCRIPT, '_', script::inferior)
    };
    let look = walker.look().with(style);
    let inlines = &mut walker.flow().inlines;
    let linked = runs.iter().any(|run| run.link.is_some());
    let maps = !linked && mapped(&text).is_some();
    let has_base = inlines.last_char().is_some_and(is_base);
    let signed = !maps && !linked && has_base && !is_mark(&text);
    let bracketed = signed && text.chars().nth(1).is_some();
    if signed {
        let open = if bracketed { "(" } else { "" };
        inlines.visible(&format!("{sign}{open}"), look);
    }
    for run in &runs {
        let shown = maps.then(|| mapped(&run.text)).flatten();
        let look = run.look().with(style);
        inlines.visible(shown.as_deref().unwrap_or(&run.text), look);
    }
    if bracketed {
        inlines.visible(")", look);
    }
}

/// Whether what ends with this character may have a superscript: after the end of a sentence,
/// raised text is an aside.
fn is_base(last: char) -> bool {
    last.is_alphanumeric() || ")]}）］｝」』》”’′″".contains(last)
}

/// Whether a superscript is a mark of its own that cannot be read as part of the word before
/// it: in brackets, or signs such as `*`, `†` and `①`.
fn is_mark(text: &str) -> bool {
    let is_sign = |c: char| {
        let enclosed = matches!(c, '①'..='⓿' | '❶'..='➓' | '㈠'..='㉃' | '㊀'..='㊰');
        enclosed || !c.is_alphanumeric()
    };
    text.starts_with(['[', '(', '［', '（', '〔', '【', '「']) || text.chars().all(is_sign)
}
