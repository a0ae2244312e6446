//! What stands above or below the line: readings, superscripts and subscripts.

use super::inline::{Inlines, Look, trim_end};
use super::walk::Walker;
use crate::document::{Inline, Style, script};

/// Takes the text that stood above or below the line, and goes on with the one around.
fn put_back(walker: &mut Walker, outer: Inlines) -> Inlines {
    let flow = walker.flow();
    flow.nested -= 1;
    std::mem::replace(&mut flow.inlines, outer)
}

/// 漢字(かんじ): the bases of one element joined, then the readings.
pub fn ruby(walker: &mut Walker, outer: Inlines) {
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
        let look = Look { style, ..look }.with(Style::RUBY);
        inlines.visible(&format!("({reading})"), look);
    }
}

/// x² where Unicode can, else x^(n,k); marks such as `[1]` stay as they are.
pub fn raised(walker: &mut Walker, outer: Inlines, superior: bool) {
    let mut inner = put_back(walker, outer);
    let mut runs: Vec<Inline> = inner.take().into_iter().flatten().collect();
    trim_end(&mut runs);
    let text: String = runs.iter().map(|run| run.text.as_str()).collect();
    let style = if superior {
        Style::SUPERSCRIPT
    } else {
        Style::SUBSCRIPT
    };
    let inlines = &mut walker.flow().inlines;
    let linked = runs.iter().any(|run| run.link.is_some());
    let mapped = |text: &str| {
        if superior {
            script::superior(text)
        } else {
            script::inferior(text)
        }
    };
    let all_map = mapped(&text).is_some();
    let written_out = text.chars().count() > 8
        || text.starts_with(['[', '(', '［', '（', '*', '†'])
        || !text.is_ascii();
    let mark = if superior { '^' } else { '_' };
    if !all_map && !linked && !written_out && inlines.last_char().is_some_and(char::is_alphanumeric)
    {
        let long = text.chars().count() > 1;
        let open = if long {
            format!("{mark}(")
        } else {
            mark.to_string()
        };
        let look = walker.look().with(style);
        let inlines = &mut walker.flow().inlines;
        inlines.visible(&open, look);
        for run in &runs {
            inlines.visible(&run.text, run.look().with(style));
        }
        if long {
            inlines.visible(")", look);
        }
        return;
    }
    for run in &runs {
        let shown = if all_map && !linked {
            mapped(&run.text)
        } else {
            None
        };
        let look = run.look().with(style);
        inlines.visible(shown.as_deref().unwrap_or(&run.text), look);
    }
}
