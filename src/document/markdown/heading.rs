//! Headings, and the attributes at their end: `## 题 {#id .class key=val}`.

use super::sink::Sink;
use super::writer::Writer;
use pulldown_cmark::Event;

impl<'e, S: Sink> Writer<'e, S> {
    /// Writes a heading. Attributes at the end of its text (`{#id .class}`) are not shown.
    pub fn write_heading(&mut self, level: usize, mut events: Vec<Event<'e>>) {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        let name = NAMES.get(level - 1).copied().unwrap_or("h6");
        let is_text = |event: &Event<'_>| matches!(event, Event::Text(_));
        let count = events
            .iter()
            .rev()
            .take_while(|event| is_text(event))
            .count();
        let texts = events.split_off(events.len() - count);
        let whole: String = texts.iter().map(text_of).collect();
        let attributes = attributes(&whole);
        let id = attributes.and_then(|(_, id)| id).map(|id| ("id", id));
        let mut shown = attributes.map_or(&*whole, |(before, _)| before).len();
        self.sink.start(name, id.as_slice());
        for (nth, event) in events.into_iter().enumerate() {
            match event {
                // A heading cannot be a task.
                Event::TaskListMarker(checked) if nth == 0 => {
                    self.sink.text(if checked { "[x] " } else { "[ ] " });
                }
                event => self.write(event),
            }
        }
        for text in texts.iter().map(text_of) {
            let (text, _) = text.split_at(shown.min(text.len()));
            self.text(text);
            shown -= text.len();
        }
        self.sink.end(name);
    }
}

/// The number of hashes of a heading of level 2 or more without the space that CommonMark requires
/// after them: `###题`, as earlier renderers accept it. One hash may begin a topic: `#话题#`.
pub(crate) fn crowded_hashes(line: &str) -> Option<usize> {
    let words = line.trim_start_matches('#');
    let hashes = line.len() - words.len();
    let begins = |c: char| match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || "*`[(\"<~$".contains(c),
        false => !c.is_whitespace(),
    };
    ((2..=6).contains(&hashes) && words.starts_with(begins)).then_some(hashes)
}

/// A crowded heading with its spaces: `###题###` becomes `### 题 ###`.
pub fn spaced(line: &str) -> Option<String> {
    let (hashes, words) = line.split_at(crowded_hashes(line)?);
    let words = words.trim_end();
    let bare = words.trim_end_matches('#');
    let space = if bare.len() == words.len() { "" } else { " " };
    let closing = words.get(bare.len()..).unwrap_or_default();
    Some(format!("{hashes} {bare}{space}{closing}\n"))
}

fn text_of<'a>(event: &'a Event<'_>) -> &'a str {
    match event {
        Event::Text(text) => text,
        _ => "",
    }
}

/// The text before the attributes, and the id among them. None if the heading has no attributes.
///
/// Braces may also be part of the text (`GET /users/{id}`), so the first word must be an id or a
/// class.
fn attributes(text: &str) -> Option<(&str, Option<&str>)> {
    let (before, inner) = text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
    let inner = inner.strip_prefix(':').unwrap_or(inner).trim();
    let mut id = None;
    let mut rest = inner.starts_with(['#', '.']).then_some(inner)?;
    while !rest.is_empty() {
        let (word, behind) = word(rest);
        let name = |name: &str| !name.is_empty() && !name.contains(['#', '=', '&', '<', '>', '"']);
        if let Some(value) = word.strip_prefix('#').filter(|value| name(value)) {
            id = Some(value);
        } else if !word.strip_prefix('.').is_some_and(name) {
            let (key, _) = word.split_once('=')?;
            let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':');
            key.chars().all(letter).then_some(())?;
        }
        rest = behind.trim_start();
    }
    Some((before.trim_end(), id))
}

/// Splits off the first word. A quoted value may contain spaces.
fn word(text: &str) -> (&str, &str) {
    let blank = text.find(char::is_whitespace).unwrap_or(text.len());
    let quoted = text.find("=\"").filter(|at| *at < blank);
    let closing = quoted.and_then(|at| {
        let from = at + 2;
        Some(from + text.get(from..)?.find('"')? + 1)
    });
    text.split_at(closing.unwrap_or(blank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crowded_headings() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(spaced(line).as_deref(), expected, "{line}");
        };
        check("###题\n", Some("### 题\n"));
        check("##题##", Some("## 题 ##\n"));
        check("#话题#", None);
        check("## 题", None);
        check("##", None);
        check("##!x", None);
        check("#######题", None);
    }

    #[test]
    fn attributes_of_headings() {
        for (text, expected) in [
            ("题 {#id}", Some(("题", Some("id")))),
            ("题{#id .a key=\"a b\" x=1}", Some(("题", Some("id")))),
            ("题 {: .no_toc }", Some(("题", None))),
            ("GET /users/{id}", None),
            ("{a=b}", None),
            ("集 {#}", None),
            ("集 {.}", None),
            ("集 {#a b}", None),
            ("x {#a} y", None),
            ("{}", None),
        ] {
            assert_eq!(attributes(text), expected, "{text}");
        }
    }
}
