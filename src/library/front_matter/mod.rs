//! Front matter: what stands above the body and says what the article is.
//!
//! [`split`] finds where it ends, whatever fence its writer used. A plain YAML block is
//! read line by line ([`fast`]), anything else by the parser of its language ([`parse`]);
//! what no parser takes is saved by [`rescue`]. Whichever it was, the result is [`Fields`].

pub mod fast;
pub mod fence;
pub mod fields;
pub mod parse;
pub mod rescue;

pub use fields::{Fields, Value};

use super::ProblemKind;
use fence::{Fence, split};

/// A front matter longer than this is read by the line scanner only.
pub const LIMIT: usize = 64 * 1024;

/// YAML parsers of libyaml's family take quadratic time over nested brackets; an honest
/// front matter has few.
pub const BRACKETS: usize = 256;

/// What was found above a body.
#[derive(Debug)]
pub struct FrontMatter<'a> {
    pub fields: Fields,
    pub body: &'a str,
    /// Why it was understood only in part, and what the parser said.
    pub flaw: Option<(ProblemKind, String)>,
}

/// Reads the front matter of a text whose line ends are `\n`. Never fails: without one,
/// all is body.
pub fn read(text: &str) -> FrontMatter<'_> {
    let Some(found) = split(text) else {
        return FrontMatter {
            fields: fence::references(text),
            body: text,
            flaw: None,
        };
    };
    let whole = |flaw| FrontMatter {
        fields: rescue::read(found.head),
        body: found.body,
        flaw,
    };
    if found.head.len() > LIMIT {
        return whole(Some((ProblemKind::FrontMatterTooLarge, String::new())));
    }
    let read = match found.fence {
        Fence::Unclosed => return whole(Some((ProblemKind::FrontMatterUnclosed, String::new()))),
        Fence::Dashes | Fence::OnlyClosing => {
            fast::read(found.head).map_or_else(|| yaml(found.head), Ok)
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
        Err(cause) => whole(Some((ProblemKind::FrontMatterBroken, cause))),
    }
}

/// YAML behind its guard; leading tabs are the two blanks their writer saw (as Hexo does).
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
        check("+++\ntitle = \"汤\"\n+++\n文", Some("汤"), "文", None);
        check(
            ";;;\n\"title\": \"分号\"\n;;;\n文",
            Some("分号"),
            "文",
            None,
        );
        check("{\"title\": \"括号\"}\n文", Some("括号"), "文", None);
        check("---\ntitle: 只有头\n---", Some("只有头"), "", None);
        check("没有\n\n---\n\n文", None, "没有\n\n---\n\n文", None);
        check(
            "---\n\n一条横线\n\n---\n",
            None,
            "---\n\n一条横线\n\n---\n",
            None,
        );
        check(
            "---\n- a\n- b\n---\n文",
            None,
            "文",
            Some(FrontMatterBroken),
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
    fn hostile_heads_take_no_time() {
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
        fn never_panics_on_anything(text: String) {
            let _ = read(&text);
        }

        /// Nothing of the body is lost: it is the end of the text.
        #[test]
        fn body_is_a_suffix(head in "[a-z: \n-]{0,40}", body in ".{0,20}") {
            let text = format!("---\n{head}\n---\n{body}");
            prop_assert!(text.ends_with(read(&text).body));
        }
    }
}
