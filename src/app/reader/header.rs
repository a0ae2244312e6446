//! The lines around the text of an article. Header: title, source, author, date, reading time
//! and categories. Footer: the end mark, what is missing from the text and why, the next article.

use super::title_lines::broken;
use crate::app::context::Context;
use crate::app::dates::Dates;
use crate::app::message::Listed;
use crate::clean::Cut;
use crate::document::{Block, BlockKind, Document, Flaw, Style, Text};
use crate::input::Command;
use crate::library::{Article, DateOrigin, Entry};
use crate::role::Role;
use crate::text::{Language, Pace, fold_forms, truncate};
use crate::typeset::{Fit, Indent, Line, Options, Page, Span};
use std::collections::HashSet;

/// In a low window a blank line follows a title of at most so many lines.
const LINES_BEFORE_BLANK: usize = 2;

/// The options for lines above and below an article in a language: they are as wide as its text,
/// without the gutter, and use its rules, because they may be too short to tell their language.
pub fn without_gutter(options: &Options, language: Language) -> Options {
    Options {
        measure: options.text_cells(language),
        language,
        ..*options
    }
}

/// How dates and reading times are said.
#[derive(Clone, Copy, Debug)]
pub struct Says<'a> {
    pub dates: Dates<'a>,
    /// How fast the user reads.
    pub pace: Pace,
}

/// The header within the measure of `options`: the title alone between empty lines, then source,
/// author, date and categories, and an empty line at its end. `low`: the window has room for the
/// title only.
pub fn header(item: &Listed, options: &Options, low: bool, says: Says<'_>) -> Vec<Line> {
    let options = &without_gutter(options, item.entry.language);
    let title = title(&item.entry, options);
    if low {
        return low_header(title, full_lines(item.entry.title(), options));
    }
    let mut lines = [vec![Line::default()], title, vec![Line::default()]].concat();
    lines.extend(metadata(item, options, says));
    lines.push(Line::default());
    lines
}

/// A title in full lines, as few as it fits in, wherever they break.
fn full_lines(title: &str, options: &Options) -> Vec<Line> {
    let options = Options {
        fit: Fit::Greedy,
        ..*options
    };
    // Only headings are balanced.
    let lines = typeset(title, Role::Byline, &options).into_iter();
    lines.map(|line| recolour(line, Role::Title)).collect()
}

/// The shorter of a title broken where its sense does and one broken anywhere. A blank line follows a
/// title that leaves room for it.
fn low_header(sensible: Vec<Line>, plain: Vec<Line>) -> Vec<Line> {
    let mut lines = if plain.len() < sensible.len() {
        plain
    } else {
        sensible
    };
    if lines.len() <= LINES_BEFORE_BLANK {
        lines.push(Line::default());
    }
    lines
}

/// The lines of the title, broken where its sense does. `options`: those of [`without_gutter`].
pub fn title(entry: &Entry, options: &Options) -> Vec<Line> {
    let (language, measure) = (options.language, options.measure);
    match broken(entry.title(), language, measure, options.width) {
        Some(lines) => lines
            .split('\n')
            .flat_map(|line| typeset(line, Role::Title, options))
            .collect(),
        None => typeset(entry.title(), Role::Title, options),
    }
}

/// The muted lines below the title.
fn metadata(item: &Listed, options: &Options, says: Says<'_>) -> Vec<Line> {
    let byline = byline(item, options, says);
    let mut lines = typeset(&byline, Role::Byline, options);
    let categories = categories(&item.entry);
    if !categories.is_empty() {
        let text = joined(&categories, " / ", options);
        lines.extend(typeset(&text, Role::Byline, options));
    }
    lines
}

/// Categories and tags, each once, without the source: the line above has it.
fn categories(entry: &Entry) -> Vec<&str> {
    let mut seen = HashSet::from([fold_forms(entry.labels.source.trim())]);
    let names = entry.labels.categories.iter().chain(&entry.labels.tags);
    let names = names.map(|name| name.trim());
    names.filter(|name| seen.insert(fold_forms(name))).collect()
}

/// The footer: notices about flaws of the text and how much the cleaning rules removed, the end mark
/// of a text, and the title of the next article.
pub fn footer(
    article: &Article,
    next: Option<&str>,
    options: &Options,
    context: &Context,
) -> Vec<Line> {
    let options = &without_gutter(options, article.entry.language);
    let (locale, policy) = (&context.locale, options.width);
    let mut lines = vec![Line::default()];
    for flaw in &article.document.flaws {
        let key = format!("flaw.{}", flaw.name());
        lines.extend(notice(locale.text(&key), options));
    }
    let key = |command| {
        let keys = context.keymap.all_keys_of(command);
        keys.into_iter().next().unwrap_or_default()
    };
    // Nobody needs a title that was cut because the header repeats it. But what the key reveals includes it, and so
    // does the count.
    let is_missed = |cut: &Cut| !matches!(cut.rule, "duplicate-title" | "title-only");
    let count = article.cuts.len();
    if article.cuts.iter().any(is_missed) && !options.show_cut {
        let key = key(Command::ShowCut);
        let text = locale.fill("reader.cut", &[("count", &count), ("key", &key)]);
        lines.extend(notice(&text, options));
    }
    if lines.len() > 1 {
        lines.push(Line::default());
    }
    // Without a text nothing ends.
    if !article.document.flaws.contains(&Flaw::TitleOnly) {
        lines.extend([end_mark(options), Line::default()]);
    }
    if let Some(title) = next {
        let text = format!("{} › {title}", locale.text("reader.next"));
        let key = format!(" ({})", key(Command::NextArticle));
        let room = usize::from(options.measure).saturating_sub(policy.str(&key));
        let (text, _) = truncate(&text, room, policy);
        lines.extend(typeset(&format!("{text}{key}"), Role::Meta, options));
    }
    lines
}

/// A notice about the article: muted, after a mark that no author uses.
pub fn notice(text: &str, options: &Options) -> Vec<Line> {
    let mark = options.width.narrow("⋯ ", "~ ");
    typeset(&format!("{mark}{text}"), Role::Meta, options)
}

/// A mark in the middle of the measure.
fn end_mark(options: &Options) -> Line {
    let cells = (options.measure - 1) / 2;
    let mark = options.width.narrow("◆", "*").to_owned();
    let blank = Span::generated(" ".repeat(usize::from(cells)), cells, Role::Body);
    Line {
        spans: vec![blank, Span::generated(mark, 1, Role::Rule)],
        cells: cells + 1,
        outdent: 0,
    }
}

/// Source, author, date and reading time. Lines break only between them. The time of day is left
/// out where the line is too long with it and fits without, or where no line holds it and the day.
fn byline(item: &Listed, options: &Options, says: Says<'_>) -> String {
    let (entry, dates) = (&item.entry, says.dates);
    let whole = byline_with(
        entry,
        entry.date.map(|date| dates.moment(date)),
        options,
        says,
    );
    if !whole.contains('\n') {
        return whole;
    }
    let moment = entry.date.map(|date| dates.moment(date));
    let is_torn =
        moment.is_some_and(|moment| options.width.str(&moment) > usize::from(options.measure));
    let shorter = byline_with(entry, entry.date.map(|date| dates.day(date)), options, says);
    if shorter.contains('\n') && !is_torn {
        whole
    } else {
        shorter
    }
}

fn byline_with(entry: &Entry, date: Option<String>, options: &Options, says: Says<'_>) -> String {
    let locale = says.dates.locale;
    let mut parts: Vec<String> = writers(&entry.labels.source, &entry.labels.author);
    if let Some(date) = date {
        let modified = entry.date.map(|date| date.origin) == Some(DateOrigin::Modified);
        parts.push(if modified {
            locale.fill("reader.modified", &[("date", &date)])
        } else {
            date
        });
    }
    // Unknown for an article whose file is gone.
    let minutes = says.pace.minutes(entry.count);
    if minutes > 0 {
        parts.push(locale.fill("reader.minutes", &[("minutes", &minutes)]));
    }
    let mut lines = joined(&parts, " ⋅ ", options);
    lines.truncate(lines.trim_end().len());
    lines
}

/// Source and author. One that begins with the other says both: `某报`, `某报 - 新闻`.
fn writers(source: &str, author: &str) -> Vec<String> {
    let names = match (source, author) {
        (source, author) if author.starts_with(source) => [author, ""],
        (source, author) if source.starts_with(author) => [source, ""],
        names => [names.0, names.1],
    };
    let names = names.into_iter().filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Parts with a separator between them. Lines break only between parts, and no part is left alone
/// on the last line if the one before it fits beside it.
pub fn joined(parts: &[impl AsRef<str>], separator: &str, options: &Options) -> String {
    let (room, policy) = (usize::from(options.measure), options.width);
    let cells = |line: &[&str]| policy.str(&line.join(separator));
    let mut lines: Vec<Vec<&str>> = Vec::new();
    for part in parts.iter().map(AsRef::as_ref) {
        match lines.last_mut() {
            Some(line) if cells(line) + policy.str(separator) + policy.str(part) <= room => {
                line.push(part);
            }
            _ => lines.push(vec![part]),
        }
    }
    if let [.., above, last] = lines.as_mut_slice()
        && let ([_, .., moved], [only]) = (above.as_slice(), last.as_slice())
        && cells(&[*moved, *only]) <= room
    {
        *last = vec![*moved, *only];
        above.pop();
    }
    let lines: Vec<String> = lines.iter().map(|line| line.join(separator)).collect();
    lines.join("\n")
}

/// The level of headings that are typeset without a mark before them.
const PLAIN_HEADING: u8 = 6;

/// Typesets a text in one role, without indent.
pub fn typeset(text: &str, role: Role, options: &Options) -> Vec<Line> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = Text::new(text);
    let block: Block = match role {
        // As a heading, its lines are balanced.
        Role::Title => BlockKind::Heading {
            level: PLAIN_HEADING,
            text,
            anchor: None,
        }
        .into(),
        _ => BlockKind::Preserved { text }.into(),
    };
    let mut document = Document {
        blocks: vec![block],
        ..Document::default()
    };
    document.number();
    let options = Options {
        indent: Indent::Blank,
        hanging: false,
        justify: false,
        leading: 0,
        ..*options
    };
    let page = Page::new(&document, &options);
    let lines = (0..page.len()).map(|at| page.line(at));
    lines
        .map(|line| recolour(line, role))
        .filter(|line| line.cells > 0)
        .collect()
}

fn recolour(mut line: Line, role: Role) -> Line {
    for span in &mut line.spans {
        span.role = role;
        span.style = Style::PLAIN;
        span.source = None;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Interner, sample};

    #[test]
    fn who_wrote_it_is_said_once() {
        #[track_caller]
        fn check(source: &str, author: &str, expected: &[&str]) {
            assert_eq!(writers(source, author), expected);
        }
        check("某报", "某人", &["某报", "某人"]);
        check("某报", "某报", &["某报"]);
        check("某报", "某报 - 新闻", &["某报 - 新闻"]);
        check("某报网", "某报", &["某报网"]);
        check("", "某人", &["某人"]);
        check("某报", "", &["某报"]);
        check("", "", &[]);
    }

    #[test]
    fn a_byline_breaks_between_its_parts() {
        #[track_caller]
        fn check(parts: &[&str], measure: u16, expected: &str) {
            let options = Options {
                measure,
                ..Options::default()
            };
            assert_eq!(joined(parts, " · ", &options), expected);
        }
        let parts = ["中国经济网", "3 月 4 日 12:30", "3 分钟"];
        check(&parts, 40, "中国经济网 · 3 月 4 日 12:30 · 3 分钟");
        check(&parts, 30, "中国经济网\n3 月 4 日 12:30 · 3 分钟");
        check(&parts, 20, "中国经济网\n3 月 4 日 12:30\n3 分钟");
        check(&["中国经济网", "3 分钟"], 14, "中国经济网\n3 分钟");
        check(&["中国经济网"], 4, "中国经济网");
        check(&[], 4, "");
    }

    #[test]
    fn a_category_is_shown_once() {
        #[track_caller]
        fn check(categories: &[&str], tags: &[&str], expected: &[&str]) {
            let labels = Interner::default().labels("某报", "", categories, tags);
            let entry = Entry {
                labels,
                ..sample::entries().remove(0)
            };
            assert_eq!(super::categories(&entry), expected);
        }
        check(
            &["iOS", "イベント"],
            &["iOS", "イベント"],
            &["iOS", "イベント"],
        );
        check(&["ios", "某报"], &["iOS"], &["ios"]);
        check(&["某报"], &[], &[]);
    }
}
