//! Containers that Markdown has no syntax for (notices, collapsible text, quotations), written as
//! template tags, `:::` or `!!!`. Each becomes an HTML element with Markdown inside.

use super::escape::attribute;
use super::island;
use crate::document::NoticeKind;
use std::borrow::Cow;
use std::fmt::Write as _;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Notice,
    Details,
    Quote,
    /// An unknown container: only its content is shown.
    Bare,
}

/// A container with its title.
#[derive(Debug)]
pub struct Container {
    pub shape: Shape,
    /// The class that names the kind of a notice, or empty.
    class: String,
    /// The title of a notice or of collapsible text, the author of a quotation.
    pub title: String,
    /// Content that the tag has as an attribute.
    pub text: String,
}

/// Names of containers by their shape. Not every [`NoticeKind`] is one: templates use names such as
/// `cite` for tags without content.
const SHAPES: &[(Shape, &[&str])] = &[
    (
        Shape::Notice,
        &[
            "note",
            "notel",
            "subnote",
            "alert",
            "admonition",
            "callout",
            "notice",
            "tip",
            "hint",
            "message",
            "info",
            "warning",
            "warn",
            "danger",
            "success",
            "error",
            "important",
            "caution",
            "attention",
            "check",
            "bug",
            "example",
            "todo",
            "question",
            "abstract",
        ],
    ),
    (
        Shape::Details,
        &[
            "details",
            "detail",
            "folding",
            "fold",
            "hidetoggle",
            "spoiler",
            "collapse",
            "expand",
        ],
    ),
    (
        Shape::Quote,
        &[
            "blockquote",
            "quote",
            "centerquote",
            "cq",
            "pullquote",
            "epigraph",
        ],
    ),
];

/// Words that describe the appearance of a container and are not part of its title.
const STYLES: &[&str] = &[
    "default", "primary", "no-icon", "noicon", "icon", "simple", "modern", "flat", "disabled",
    "blue", "pink", "red", "purple", "orange", "green", "cyan", "yellow", "gray", "grey", "black",
    "white", "open", "close", "closed", "true", "false", "left", "right", "center", "fas", "far",
    "fab",
];

impl Shape {
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        SHAPES
            .iter()
            .find(|(_, names)| names.contains(&name.as_str()))
            .map(|(shape, _)| *shape)
    }
}

impl Container {
    /// A container from its name and the words after it: style words first, then the title. A
    /// notice without a title shows its kind (`warning`) instead.
    pub fn new(shape: Shape, name: &str, words: &str) -> Self {
        let mut kind = String::new();
        let mut rest = words.trim();
        // Skip style words and kinds up to the first word of the title.
        loop {
            let word = rest.split([' ', ',']).next().unwrap_or_default();
            let plain = word.trim_matches(['"', '\'']).to_ascii_lowercase();
            if rest.is_empty() {
                break;
            }
            if Shape::of(&plain) == Some(Shape::Notice) {
                kind = plain;
            } else if !(plain.is_empty() || is_style(&plain)) {
                break;
            }
            rest = rest.split_at(word.len()).1.trim_start_matches([' ', ',']);
        }
        let quoted = |mark| {
            rest.strip_prefix(mark)?
                .split_once(mark)
                .map(|(title, _)| title)
        };
        let mut title = quoted('"')
            .or(quoted('\''))
            .unwrap_or(rest)
            .trim()
            .to_owned();
        if title.is_empty() && shape == Shape::Notice {
            let word = if kind.is_empty() { name } else { &kind };
            title = capital(word);
        }
        let word = if kind.is_empty() { name } else { &kind };
        let class = NoticeKind::of(word).map(|_| format!(" markdown-alert-{word}"));
        Self {
            shape,
            class: class.unwrap_or_default().to_ascii_lowercase(),
            title,
            text: String::new(),
        }
    }

    /// Parses `:::tip 标题`, `::: {.note}`, `:::message alert`. None for a closing `:::`.
    pub fn fenced(line: &str) -> Option<Self> {
        let rest = line.trim_start_matches(':').trim();
        let rest = rest.trim_matches(['{', '}', '.']);
        let (name, words) = rest.split_once([' ', '[']).unwrap_or((rest, ""));
        if name.is_empty() {
            return None;
        }
        let shape = Shape::of(name).unwrap_or(Shape::Bare);
        Some(Self::new(shape, name, words.trim_end_matches(']')))
    }

    /// Parses `!!! note "标题"` and `??? tip`. The indented lines below are the content.
    pub fn indented(line: &str) -> Option<Self> {
        let signs = ["!!! ", "???+ ", "??? "];
        let sign = signs.into_iter().find(|sign| line.starts_with(sign))?;
        let rest = line.strip_prefix(sign)?;
        let (name, words) = rest.split_once(' ').unwrap_or((rest, ""));
        let word = |c: char| c.is_ascii_alphabetic() || c == '-';
        let known = !name.is_empty() && name.chars().all(word);
        let shape = match sign {
            "!!! " => Shape::Notice,
            _ => Shape::Details,
        };
        known.then(|| {
            let mut container = Self::new(shape, name, words);
            if container.title.is_empty() {
                container.title = capital(name);
            }
            container
        })
    }

    /// The HTML before the content. Ends with an empty line, so that the content is parsed as
    /// Markdown.
    pub fn open(&self) -> String {
        let title = self.title_html();
        let mut out = String::from("\n\n");
        match self.shape {
            Shape::Notice => {
                let _ = write!(
                    out,
                    "<div class=\"markdown-alert{}\"><p class=\"markdown-alert-title\">{title}</p>",
                    self.class
                );
            }
            Shape::Details => {
                let _ = write!(out, "<details><summary>{title}</summary>");
            }
            Shape::Quote => out.push_str("<blockquote>"),
            Shape::Bare => return out,
        }
        let _ = write!(out, "\n\n{}\n\n", self.text);
        out
    }

    /// The title with its links as HTML. A title with signs of HTML is text.
    fn title_html(&self) -> Cow<'_, str> {
        match self.title.contains(['<', '>', '"']) {
            true => Cow::Owned(attribute(&self.title)),
            false => island::convert(&self.title),
        }
    }

    /// The HTML after the content.
    pub fn close(&self) -> String {
        match self.shape {
            Shape::Notice => "\n\n</div>\n\n".into(),
            Shape::Details => "\n\n</details>\n\n".into(),
            Shape::Quote if self.title.is_empty() => "\n\n</blockquote>\n\n".into(),
            Shape::Quote => {
                let title = self.title_html();
                format!("\n\n<footer>{title}</footer></blockquote>\n\n")
            }
            Shape::Bare => "\n\n".into(),
        }
    }
}

fn is_style(word: &str) -> bool {
    let icon = ["fa-", "mdi-", "icon-", "circle-"];
    STYLES.contains(&word) || icon.iter().any(|head| word.starts_with(head))
}

/// The word with its first letter in upper case.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
