//! The prose at the beginning of a body: its text without code and addresses, whose letters say
//! nothing about its language. One pass without a tree, like [`super::plain_text`].

use super::plain_text;
use crate::document::Format;
use crate::text::floor_char_boundary;

/// Bytes of the body that are read for one byte of prose.
const READ: usize = 8;

/// The prose of a body, up to `limit` bytes.
pub fn of(body: &str, format: Format, limit: usize) -> String {
    let head = body.get(..floor_char_boundary(body, limit * READ));
    let head = head.unwrap_or(body);
    let mut words = String::new();
    if format == Format::Markdown {
        plain_text::strip_code(&without_code(head), format, &mut words);
    } else {
        plain_text::strip_code(head, format, &mut words);
    }
    let mut prose = without_addresses(&words);
    prose.truncate(floor_char_boundary(&prose, limit));
    prose
}

/// A Markdown text without code blocks, code spans and link definitions. A block that is not
/// closed ends with the text.
fn without_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut block: Option<Block> = None;
    let mut after_blank = true;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        match &block {
            Some(open) if open.ends_with(trimmed) => block = None,
            Some(_) => {}
            None => {
                block = Block::start(trimmed);
                let is_indented = line.starts_with("    ") || line.starts_with('\t');
                if is_indented && after_blank {
                    // Indented code goes on: `after_blank` stays.
                    continue;
                }
                after_blank = trimmed.is_empty();
                if block.is_none() && !is_definition(trimmed) {
                    push_without_spans(line, &mut out);
                }
            }
        }
    }
    out
}

/// An open code block.
enum Block {
    /// A fence, with its character and length.
    Fence(char, usize),
    /// A tag of a site generator, with the name of its end tag.
    Tag(&'static str),
}

/// Tags of Hexo, Jekyll and Hugo whose content is code, and their end tags.
const TAGS: &[(&str, &str)] = &[
    ("codeblock", "endcodeblock"),
    ("highlight", "endhighlight"),
    ("nohighlight", "endnohighlight"),
    ("raw", "endraw"),
];

impl Block {
    fn start(line: &str) -> Option<Self> {
        if let Some(mark) = line.chars().next().filter(|mark| matches!(mark, '`' | '~')) {
            let length = line.chars().take_while(|c| *c == mark).count();
            // A code span on one line may have three backticks.
            let is_span = mark == '`' && line.get(length..).is_some_and(|rest| rest.contains('`'));
            return (length >= 3 && !is_span).then_some(Self::Fence(mark, length));
        }
        let rest = line.strip_prefix('{')?;
        let rest = rest.trim_start_matches(['{', '%', '<', '-', ' ']);
        let (name, end) = TAGS.iter().find(|(name, _)| rest.starts_with(name))?;
        // Hugo's end tag is `{{< /highlight >}}`.
        let hugo = line.starts_with("{{");
        let end = if hugo { name } else { end };
        let is_end = |rest: &str| rest.starts_with(name);
        let closed = if hugo {
            line.split('/').skip(1).any(is_end)
        } else {
            line.contains(end)
        };
        (!closed).then_some(Self::Tag(end))
    }

    fn ends_with(&self, line: &str) -> bool {
        match self {
            Self::Fence(mark, length) => {
                let rest = line.trim_start_matches(*mark);
                rest.is_empty() && line.chars().count() >= *length
            }
            Self::Tag(end) => line.starts_with('{') && line.contains(end),
        }
    }
}

/// `[name]: address`.
fn is_definition(line: &str) -> bool {
    line.starts_with('[') && line.contains("]: ")
}

/// Appends a line without its code spans.
fn push_without_spans(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('`') {
        out.push_str(before);
        let ticks = after.len() - after.trim_start_matches('`').len();
        let inner = after.get(ticks..).unwrap_or_default();
        let closing = "`".repeat(ticks + 1);
        rest = match inner.split_once(closing.as_str()) {
            Some((_, after)) => after,
            None => inner,
        };
    }
    out.push_str(rest);
}

/// A text without the addresses in it.
fn without_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        out.push_str(before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()));
        rest = after.trim_start_matches(|c: char| c.is_ascii_graphic());
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_addresses_are_left_out() {
        #[track_caller]
        fn check(body: &str, format: Format, expected: &str) {
            let prose = of(body, format, 4096);
            let words: Vec<&str> = prose.split_whitespace().collect();
            assert_eq!(words.join(" "), expected, "{body:?}");
        }
        let markdown = Format::Markdown;
        check("甲\n```java\nint a;\n```\n乙", markdown, "甲 乙");
        check("甲\n~~~~\n```\n~~~~\n乙", markdown, "甲 乙");
        check("甲 `a` ``b ` c`` 乙 ` 丙", markdown, "甲 乙 丙");
        check(
            "甲\n\n    int a;\n\n\tint b;\n乙\n    丙",
            markdown,
            "甲 乙 丙",
        );
        check(
            "{% highlight c %}\nint a;\n{% endhighlight %}\n乙",
            markdown,
            "乙",
        );
        check(
            "{{< highlight c >}}\nint a;\n{{< /highlight >}}\n乙",
            markdown,
            "乙",
        );
        check(
            "[甲](http://a.example/x)见 https://b.example/c。",
            markdown,
            "[甲见 。",
        );
        check("[#]: subject: \"A word\"\n甲", markdown, "甲");
        check(
            "<p>甲<code>a</code></p><pre>int a;</pre><p>乙</p>",
            Format::Html,
            "甲 乙",
        );
        check("<p>甲</p><pre>int a;", Format::Html, "甲 int a;");
        check("int a; http://a.example/b 甲", Format::Plain, "int a; 甲");
    }
}
