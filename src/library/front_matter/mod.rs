//! Front matter: the metadata above the body.
//!
//! [`split`] finds its end, whatever delimiter the author used. Plain YAML is read by `fast_path`,
//! anything else by `parse`, and what no parser accepts by `lenient`. The result is always
//! [`Fields`].

pub mod delimiter;
pub mod fast_path;
pub mod fields;
pub mod lenient;
pub mod parse;
mod second;

pub use fields::{Fields, Value};

use super::ProblemKind;
use delimiter::{Fence, split};

/// YAML parsers of libyaml's family take quadratic time for nested brackets; real front matter has
/// few.
pub const BRACKETS: usize = 256;

/// The front matter of a file.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    pub fields: Fields,
    pub body: &'a str,
    /// Why it was understood only in part, and the parser's message.
    pub flaw: Option<(ProblemKind, String)>,
}

/// Whether a file begins with the fence of front matter.
pub fn opens(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..256).unwrap_or(bytes));
    let head = head.trim_start_matches('\u{feff}').trim_start();
    ["---", "+++", ";;;"]
        .iter()
        .any(|fence| head.starts_with(fence))
}

/// Reads the front matter of a text whose lines end with `\n`. Never fails: without front matter, everything is body.
pub fn read(text: &str) -> FrontMatter<'_> {
    let mut front = read_first(text);
    // A field of the first head counts.
    if front.body.len() < text.len()
        && let Some((head, body)) = second::split(front.body)
        && let Ok(fields) = fast_path::read(head).map_or_else(|| yaml(head), Ok)
    {
        front.fields.append(fields);
        front.body = body;
    }
    front
}

fn read_first(text: &str) -> FrontMatter<'_> {
    let Some(written) = delimiter::with_ascii_colons(text) else {
        return read_written(text);
    };
    let FrontMatter { fields, body, flaw } = read_written(&written);
    // The body is always an end of the text, and both texts have the same length.
    let body = text.get(text.len() - body.len()..).unwrap_or(text);
    FrontMatter { fields, body, flaw }
}

fn read_written(text: &str) -> FrontMatter<'_> {
    let Some(found) = split(text) else {
        return FrontMatter {
            fields: delimiter::references(text),
            body: text,
            flaw: None,
        };
    };
    let whole = |flaw| salvage(text, &found, flaw);
    if found.head.len() > lenient::LIMIT {
        return whole((ProblemKind::FrontMatterTooLarge, String::new()));
    }
    let read = match found.fence {
        Fence::Unclosed => {
            return FrontMatter {
                fields: lenient::read(found.head, ':'),
                body: found.body,
                flaw: Some((ProblemKind::FrontMatterUnclosed, String::new())),
            };
        }
        Fence::Dashes if delimiter::is_object(found.head) => parse::json(found.head),
        Fence::Dashes | Fence::OnlyClosing | Fence::Blank => {
            fast_path::read(found.head).map_or_else(|| yaml(found.head), Ok)
        }
        Fence::Pluses => parse::toml(found.head),
        Fence::Semicolons | Fence::Braces => parse::json(found.head),
    };
    match read {
        Ok(fields) => FrontMatter {
            fields,
            body: found.body,
            flaw: None,
        },
        Err(cause) => whole((ProblemKind::FrontMatterBroken, cause)),
    }
}

/// The metadata lines of a head that no parser accepts; text between two rules stays text.
fn salvage<'a>(
    text: &'a str,
    found: &delimiter::Split<'a>,
    flaw: (ProblemKind, String),
) -> FrontMatter<'a> {
    let length = delimiter::metadata_len(found.head, found.fence);
    let (head, rest) = found.head.split_at(length);
    if head.is_empty() {
        return FrontMatter {
            fields: delimiter::references(text),
            body: text,
            flaw: None,
        };
    }
    let body = if rest.trim().is_empty() {
        found.body
    } else {
        // The rest of the head, its closing delimiter, and the body.
        let above = text.strip_suffix(found.body).unwrap_or(text).trim_end();
        let fence = above.rfind('\n').map_or(0, |end| end + 1);
        text.get(fence - rest.len()..).unwrap_or(text)
    };
    FrontMatter {
        fields: lenient::read(head, found.fence.separator()),
        body,
        flaw: Some(flaw),
    }
}

/// Parses YAML after the bracket check; a leading tab counts as two spaces (as in Hexo).
fn yaml(head: &str) -> Result<Fields, String> {
    let brackets = head.bytes().filter(|b| matches!(b, b'[' | b'{')).count();
    if brackets > BRACKETS {
        return Err(format!("{brackets} brackets"));
    }
    if !head.contains('\t') {
        return parse::yaml(head);
    }
    let mut spaced = String::with_capacity(head.len() + 16);
    for line in head.split_inclusive('\n') {
        let text = line.trim_start_matches('\t');
        spaced.extend(std::iter::repeat_n("  ", line.len() - text.len()));
        spaced.push_str(text);
    }
    parse::yaml(&spaced)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn title(text: &str) -> Option<String> {
        read(text).fields.text("title")
    }

    #[test]
    fn forms() {
        #[track_caller]
        fn check(text: &str, expected: Option<&str>, body: &str, flaw: Option<ProblemKind>) {
            let front = read(text);
            assert_eq!(front.fields.text("title").as_deref(), expected, "{text:?}");
            assert_eq!(front.body, body, "{text:?}");
            assert_eq!(front.flaw.map(|(kind, _)| kind), flaw, "{text:?}");
        }
        use ProblemKind::{FrontMatterBroken, FrontMatterUnclosed};
        check(
            "\n---\ntitle: '看报'\n---\n\n<p>文</p>",
            Some("看报"),
            "\n<p>文</p>",
            None,
        );
        check(
            "\u{feff} \n---  \ntitle: 看报\n--- \n文",
            Some("看报"),
            "文",
            None,
        );
        check(
            "\n\u{feff}---\ntitle: 看报\n...\n文",
            Some("看报"),
            "文",
            None,
        );
        check("---\n---\ntitle: 两道\n---\n文", Some("两道"), "文", None);
        check(
            "title: 无上栏\ndate: 2016-05-06\n---\n文",
            Some("无上栏"),
            "文",
            None,
        );
        check(
            "title：甲\ndate: 2020-01-02\n---\n文：乙",
            Some("甲"),
            "文：乙",
            None,
        );
        check(
            "---\ntitle：甲\ndate: 2020-01-02\n---\n文",
            Some("甲"),
            "文",
            None,
        );
        check("{% raw %}\n---\ntitle: 甲\n---\n文", Some("甲"), "文", None);
        check("{% raw %}\ntitle: 甲\n---\n文", Some("甲"), "文", None);
        check(
            "{% raw %}\n---\ntitle：甲\ndate: 2020-01-02\n---\n文",
            Some("甲"),
            "文",
            None,
        );
        check("+++\ntitle = \"汤\"\n+++\n文", Some("汤"), "文", None);
        check(
            ";;;\n\"title\": \"分号\"\n;;;\n文",
            Some("分号"),
            "文",
            None,
        );
        check("{\"title\": \"括号\"}\n文", Some("括号"), "文", None);
        check(
            "---\n{\"dg-publish\":true,\"title\":\"甲\"}\n---\n文",
            Some("甲"),
            "文",
            None,
        );
        check("---\n{\"dg-publish\":true}\n---\n文", None, "文", None);
        check("---\n{甲}\n---\n文", None, "---\n{甲}\n---\n文", None);
        check(
            "---\ntitle: 甲\n---\n---\ntitle: 乙\n---\n文",
            Some("甲"),
            "文",
            None,
        );
        check("---\ntitle: 只有头\n---", Some("只有头"), "", None);
        check("没有\n\n---\n\n文", None, "没有\n\n---\n\n文", None);
        check(
            "---\n\n一条横线\n\n---\n",
            None,
            "---\n\n一条横线\n\n---\n",
            None,
        );
        check(
            "---\ntitle: '未关'\n\n<p>文</p>",
            Some("'未关'"),
            "---\ntitle: '未关'\n\n<p>文</p>",
            Some(FrontMatterUnclosed),
        );
        check(
            "---\ntitle: @某人 说\n---\n",
            Some("@某人 说"),
            "",
            Some(FrontMatterBroken),
        );
        check(
            "---\ntitle: a: b\ndate: x\n---\n",
            Some("a: b"),
            "",
            Some(FrontMatterBroken),
        );
        check(
            "---\nauthor:\n\tnick: 某\ntitle: 缩进\n---\n",
            Some("缩进"),
            "",
            None,
        );
        check("---\ntitle: 201\n---\n", Some("201"), "", None);
        check("---\ntitle: 2.10\n---\n", Some("2.10"), "", None);
        check(
            "---\ntitle: \"2.10\"\nx: [a]\n---\n",
            Some("2.10"),
            "",
            None,
        );
        check("---\ntitle: 007 # 注\n---\n", Some("007"), "", None);
        check("---\ntitle: #\n---\n", None, "", None);
        check(
            "---\ntitle: |\n  第一行\n  第二行\n---\n",
            Some("第一行 第二行"),
            "",
            None,
        );
        check(
            "---\ntitle: '甲\n乙'\ndate: 2020-01-01\n---\n",
            Some("甲 乙"),
            "",
            None,
        );
        check(
            "\n---\ntitle: \"\"\"\"\"'多引号'\"\"\"\"\"\ncategories: \n    - 一\n---\n",
            Some("\"\"\"\"\"'多引号'\"\"\"\"\""),
            "",
            Some(FrontMatterBroken),
        );
    }

    /// Text that only looks like front matter.
    #[test]
    fn text_stays_text() {
        #[track_caller]
        fn whole(text: &str) {
            let front = read(text);
            assert_eq!((front.body, front.fields), (text, Fields::default()));
        }
        whole("---\n- a\n- b\n---\n文");
        whole("title：甲\nauthor：乙\n\n文");
        whole("---\ntitle：甲\n---\n文");
        whole("title：甲\n文: 乙\n---\n文");
        whole("{% raw %}\n文\n---\n文");
        whole("---\n\n一条横线。\n\nNote: 一\n\n---\n文");
        whole("---\n散文\ntitle: 甲\n---\n文");
        whole("---\nNote: 散文\n---\n文");
        whole("+++\n散文\n+++\n文");
        whole("+++\n# 散文\n+++\n文");
        whole(";;;\n散文\n;;;\n文");
        whole("{\"name\": \"例\"}\n文");
        whole("Author: 某人\n杂文集\n------\n文");
        whole("Author: 某人\n\n第一段。\n\n----\n文");
        whole("Title: 题\nAttendees: 甲、乙\n\n第一段。\n\n引言\n----\n文");
        whole("Title: 题\n\nNote: 散文\n----\n文");

        #[track_caller]
        fn check(text: &str, title: &str, author: &str, body: &str) {
            let front = read(text);
            let text = |key| front.fields.text(key).unwrap_or_default();
            let found = (text("title"), text("author"), front.body);
            assert_eq!(found, (title.to_owned(), author.to_owned(), body));
        }
        let body = "\n这是第一段，不应丢失。\n\n引言\n----\n文";
        let pelican = format!("Title: 题\nDate: 2020-01-02\nAuthor: 某人\n{body}");
        check(&pelican, "题", "某人", body);
        let colon = format!("Title: 题: 副题\nSummary: 提要\n{body}");
        check(&colon, "题: 副题", "", body);
        let rules = "---\ntitle: 题\n\n第一段。\n\n---\n第二段";
        check(rules, "题", "", "\n第一段。\n\n---\n第二段");
        let nested = "title: 题\n\nauthor:\n  nick: 某人\nwechat:\n  share: 图\n\n---\n\n文";
        check(nested, "题", "某人", "\n文");
        let heading = "---\ntitle: 题: 一\n\n# 引言\n第一段。\n\n---\n第二段";
        check(heading, "题: 一", "", "\n# 引言\n第一段。\n\n---\n第二段");
        let heading = "Title: 题\nDate: 2020-01-02\n\n# 引言\n\n----\n文";
        check(heading, "题", "", "\n# 引言\n\n----\n文");
        whole("Title: 题\nDate: 2020-01-02\n# 引言\n\n第一段。");
        check("---\nsidebar_position: 1\n---\n文", "", "", "文");
        check("+++\ntitle = \"汤\"\nx y\n+++\n文", "\"汤\" x y", "", "文");
    }

    /// Comments, empty lines and names of other letters do not end a front matter.
    #[test]
    fn every_field_of_a_head_is_read() {
        #[track_caller]
        fn check(text: &str) {
            let front = read(text);
            let text = |key| front.fields.text(key).unwrap_or_default();
            let found = (text("title"), text("author"), front.body);
            assert_eq!(found, ("题: 一".to_owned(), "某人".to_owned(), "文"));
        }
        // A title that no parser of YAML takes.
        check("---\ntitle: 题: 一\n\n# 注\nauthor: 某人\n---\n文");
        check("---\n# 注\n\ntitle: 题: 一\nauthor: 某人\n---\n文");
        check("---\ntitle: 题: 一\nauthor: 某人\n#tags: 甲\n---\n文");
        check("---\n标题: 甲\ntitle: 题: 一\nauthor: 某人\n---\n文");
        check("title: 题: 一\n# 注\nauthor: 某人\n#tags: 甲\n---\n文");
        check("title: 题: 一\n\nauthor:\n- 某人\n\n---\n文");
        check("title: '题: 一'\n\nauthor:\n  nick: 某人\nmathjax: true\n\n---\n文");
        check("title: 题: 一\nMathJax: true\nauthor: 某人\n---\n文");
        check("title: 题: 一\n\n# 注\nauthor: 某人\n---\n文");
        let toml = "+++\n# 注\ntitle = \"题\"\n\n# 注\nauthor = \"某人\"\ndate = 20x\n+++\n文";
        let front = read(toml);
        assert_eq!(front.fields.text("author").as_deref(), Some("某人"));
        assert_eq!(front.body, "文");
    }

    #[test]
    fn references_of_translations() {
        let front =
            read("[#]: subject: \"How to\"\n[#]: author: (Ann https://a.example/)\n\n题\n====\n");
        assert_eq!(front.fields.text("subject").as_deref(), Some("How to"));
        assert_eq!(
            front.fields.text("author").as_deref(),
            Some("Ann https://a.example/")
        );
        assert!(front.body.starts_with("[#]"));
    }

    #[test]
    fn hostile_heads_take_linear_time() {
        let brackets = format!("---\ntitle: {}\n---\n", "[".repeat(60_000));
        assert!(title(&brackets).is_some());
        let large = format!("---\ntitle: 大\n{}---\n文", "k: v\n".repeat(20_000));
        let front = read(&large);
        assert_eq!(front.fields.text("title").as_deref(), Some("大"));
        assert_eq!(front.body, "文");
        assert_eq!(
            front.flaw.map(|f| f.0),
            Some(ProblemKind::FrontMatterTooLarge)
        );
        assert!(title(&"---\n".repeat(50_000)).is_none());
        assert!(title(&"? ".repeat(20_000)).is_none());
    }

    proptest! {
        #[test]
        fn never_panics(text in "(---|\\+\\+\\+|;;;|\\{|)[\n]?[-a:'\"\\[\\]{}#&*!|> \t\n题]{0,60}\n(---|\\+\\+\\+|;;;)?\n.{0,10}") {
            let _ = read(&text);
        }

        #[test]
        fn never_panics_on_arbitrary_input(text: String) {
            let _ = read(&text);
        }

        /// Every visible line is in a known field or in the body.
        #[test]
        fn no_line_is_lost(kinds in prop::collection::vec(0..10_usize, 0..12)) {
            let mut keys = ["title", "date", "author", "Tags"].into_iter();
            let mut text = String::new();
            for (number, kind) in kinds.iter().enumerate() {
                let words = format!("第{number}句");
                text += &match kind {
                    0..=2 => keys.next().map_or_else(String::new, |key| format!("{key}: {words}\n")),
                    3 => format!("{words}\n"),
                    4 => "\n".to_owned(),
                    5 => "---\n".to_owned(),
                    6 => "+++\n".to_owned(),
                    7 => format!("- {words}\n"),
                    8 => format!("  {words}\n"),
                    _ => format!("\n{words}\n----\n"),
                };
            }
            let front = read(&text);
            let fields: Vec<&str> = fields::KEYS.iter().flat_map(|key| front.fields.texts(key)).collect();
            let shown = format!("{}\n{}", fields.join("\n"), front.body);
            for number in 0..kinds.len() {
                let words = format!("第{number}句");
                prop_assert!(!text.contains(&words) || shown.contains(&words), "{:?}", text);
            }
        }

        /// Nothing of the body is lost: it is the end of the text.
        #[test]
        fn body_is_a_suffix(head in "[a-z: \n-]{0,40}", body in ".{0,20}") {
            let text = format!("---\n{head}\n---\n{body}");
            prop_assert!(text.ends_with(read(&text).body));
        }
    }
}
