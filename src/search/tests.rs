//! Tests of the query language: trees, errors with their columns, evaluation.

use super::error::QueryFault;
use super::field::{ADDITIONS, FEATURES, FIELDS, Field, LANGUAGES, STATES, State, name_of};
use super::query::{Node, Query, Term};
use super::text_term::TextTerm;
use super::values::Today;
use crate::library::{Date, DateOrigin, Zone};
use proptest::prelude::*;
use std::ops::RangeInclusive;

mod evaluation;

/// 2026-11-24, 08:00 UTC.
const NOW: u64 = 1_795_507_200_000;

fn today() -> Today {
    Today::at(NOW, &Zone::default())
}

/// Writes a query that parses to the same tree.
fn written(query: &Query, node: &Node) -> String {
    let inner = |node: &Node| match node {
        Node::And(_) | Node::Or(_) => format!("({})", written(query, node)),
        _ => written(query, node),
    };
    let joined = |nodes: &[Node], sign| nodes.iter().map(inner).collect::<Vec<_>>().join(sign);
    match node {
        Node::And(nodes) => joined(nodes, " "),
        Node::Or(nodes) => joined(nodes, " OR "),
        Node::Not(node) => format!("-{}", inner(node)),
        Node::Term(term) => written_term(query, term),
    }
}

fn written_term(query: &Query, term: &Term) -> String {
    let phrase = |term: &TextTerm| {
        let star = if term.is_prefix() { "*" } else { "" };
        format!("“{}”{star}", term.text())
    };
    let name = |field: Field| name_of(FIELDS, &field);
    match term {
        Term::Anywhere(at) => phrase(&query.text_terms()[*at]),
        Term::Body(at) => format!("text:{}", phrase(&query.text_terms()[*at])),
        Term::Pattern(at) => format!("/{}/", query.patterns()[*at].source()),
        Term::BodyPattern(at) => format!("text:/{}/", query.patterns()[*at].source()),
        Term::FieldPattern(field, pattern) => {
            format!("{}:/{}/", name(Field::Text(*field)), pattern.source())
        }
        Term::Field(field, term) => format!("{}:{}", name(Field::Text(*field)), phrase(term)),
        Term::Language(languages) => format!("lang:{}", name_of(LANGUAGES, languages)),
        Term::Is(state @ State::Noted) => format!("has:{}", name_of(ADDITIONS, state)),
        Term::Is(state) => format!("is:{}", name_of(STATES, state)),
        Term::Has(feature) => format!("has:{}", name_of(FEATURES, feature)),
        Term::Date(days) => format!("date:{}", written_range(days, i64::MIN, i64::MAX, day)),
        Term::Minutes(range) => format!("minutes:{}", numbers(range)),
        Term::Length(range) => format!("length:{}", numbers(range)),
    }
}

fn numbers(range: &RangeInclusive<u32>) -> String {
    written_range(range, 0, u32::MAX, |number| number.to_string())
}

fn written_range<T: Copy + PartialEq>(
    range: &RangeInclusive<T>,
    least: T,
    most: T,
    text: impl Fn(T) -> String,
) -> String {
    let end = |value: T, open: T| {
        if value == open {
            String::new()
        } else {
            text(value)
        }
    };
    let (start, last) = (end(*range.start(), least), end(*range.end(), most));
    if start.is_empty() && last.is_empty() {
        return format!("{}..", text(least));
    }
    format!("{start}..{last}")
}

fn day(day: i64) -> String {
    let date = Date {
        seconds: day * 86_400,
        offset: 0,
        timed: false,
        origin: DateOrigin::Page,
    };
    date.shown(&Zone::default())
}

/// The tree of a query as a line: `(and a (not b))`.
fn tree(query: &Query) -> String {
    fn lines(query: &Query, node: &Node) -> String {
        let list = |name: &str, nodes: &[Node]| {
            let nodes: Vec<String> = nodes.iter().map(|node| lines(query, node)).collect();
            format!("({name} {})", nodes.join(" "))
        };
        match node {
            Node::And(nodes) => list("and", nodes),
            Node::Or(nodes) => list("or", nodes),
            Node::Not(node) => format!("(not {})", lines(query, node)),
            Node::Term(term) => written_term(query, term).replace(['“', '”'], "'"),
        }
    }
    query
        .root()
        .map_or(String::new(), |root| lines(query, root))
}

#[test]
fn queries_are_parsed() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let query = Query::parse(text, today());
        assert_eq!(query.as_ref().map(tree), Ok(expected.to_owned()), "{text}");
    }
    check("", "");
    check(" - ", "");
    check("小米", "'小米'");
    check("小米 手机", "(and '小米' '手机')");
    check("小米 OR 手机 屏幕", "(or '小米' (and '手机' '屏幕'))");
    check("小米 (手机 OR 电视)", "(and '小米' (or '手机' '电视'))");
    check("小米（手机 OR 电视）", "(and '小米' (or '手机' '电视'))");
    check("-小米", "(not '小米')");
    check("NOT 小米 AI", "(and (not '小米') 'ai')");
    check("-(a b)", "(not (and 'a' 'b'))");
    check("\"sina finance\"", "'sina finance'");
    check("“sina  finance”*", "'sina finance'*");
    check("＂a b＂", "'a b'");
    check("正完善“小巨人”标准", "(and '正完善' '小巨人' '标准')");
    check("\"正完善“小巨人”标准\"", "'正完善\"小巨人\"标准'");
    check("Fin* 小*", "(and 'fin'* '小')");
    check("covid-19", "'covid-19'");
    check("A - B", "(and 'a' 'b')");
    check("or not", "(and 'or' 'not')");
    check("工信部：正完善 12:30", "(and '工信部:正完善' '12:30')");
    check("https://example.org/a", "'https://example.org/a'");
    check(
        "title:小米 Source：36氪",
        "(and title:'小米' source:'36氪')",
    );
    check("author:“罗 俊杰”", "author:'罗 俊杰'");
    check("text:ai* path:a/b:c", "(and text:'ai'* path:'a/b:c')");
    check("category:金融 tag:AI", "(and category:'金融' tag:'ai')");
    check(
        "is:unread is:ＲＥＡＤ is:new is:bookmarked is:started",
        "(and is:unread is:read is:new is:bookmarked is:started)",
    );
    check("has:image -has:code", "(and has:image (not has:code))");
    check("has:Note", "has:note");
    check(
        "lang:zh lang:zh-TW lang:ja",
        "(and lang:zh lang:zh-hant lang:ja)",
    );
    check("date:2022-04", "date:2022-04-01..2022-04-30");
    check("date:2022-04..2022-06", "date:2022-04-01..2022-06-30");
    check("date:2022年4月..", "date:2022-04-01..");
    check("date:..2022", "date:..2022-12-31");
    check("date:7d..", "date:2026-11-17..");
    check("date:2w..0d", "date:2026-11-10..2026-11-24");
    check(
        "date:<2022-04 date:>2022-04",
        "(and date:..2022-03-31 date:2022-05-01..)",
    );
    check(
        "date:<=2022-04 date:>=2022-04",
        "(and date:..2022-04-30 date:2022-04-01..)",
    );
    check("minutes:..5 minutes:5", "(and minutes:..5 minutes:5..5)");
    check(
        "length:3000.. length:>3000",
        "(and length:3000.. length:3001..)",
    );
    check(
        "length:<3000 minutes:３..5",
        "(and length:..2999 minutes:3..5)",
    );
    check("/第\\d+条/ /a b\\/c/", "(and /第\\d+条/ /a b\\/c/)");
    check("/a/b/ /(x)/", "(and /a/b/ /(x)/)");
    check(
        "title:/a b/ text:/wor.s/ Tag：/x/",
        "(and title:/a b/ text:/wor.s/ tag:/x/)",
    );
    check("path:/a/b/", "path:'/a/b/'");
    check("title:\"/a/\"", "title:'/a/'");
    check("* \"w*rds\"", "(and '*' 'w*rds')");
    check("a a* a 臺灣 台湾", "(and 'a' 'a'* 'a' '台湾' '台湾')");
}

#[test]
fn distinct_terms_are_listed_once() {
    let query = Query::parse("臺灣 OR 台湾 a text:a title:b /x/ /x/", today()).expect("a query");
    let terms: Vec<&str> = query.text_terms().iter().map(TextTerm::text).collect();
    assert_eq!(terms, ["台湾", "a"]);
    assert_eq!(query.patterns().len(), 1);
    assert!(query.needs_text());
    assert!(
        !Query::parse("title:b is:read", today())
            .expect("a query")
            .needs_text()
    );
}

#[test]
fn errors_have_a_column() {
    #[track_caller]
    fn check(text: &str, column: usize, fault: QueryFault) {
        let error = Query::parse(text, today()).expect_err(text);
        assert_eq!((error.column, error.fault), (column, fault), "{text}");
    }
    let field = |name: &str, nearest| QueryFault::UnknownField {
        name: name.into(),
        nearest,
    };
    let operand = |word: &str| QueryFault::NoOperand(word.into());
    let star = |word: &str, pattern: &str| QueryFault::Star {
        word: word.into(),
        pattern: pattern.into(),
    };
    check("a w*rds", 4, star("w*rds", "/w\\w*rds/"));
    check("*words.", 1, star("*words.", "/\\w*words\\./"));
    check("title:看*报*", 8, star("看*报", "/看\\w*报/"));
    check("text:/wor", 6, QueryFault::OpenPattern);
    check("小米 sorce:新浪", 4, field("sorce", Some("source")));
    check("http:a", 1, field("http", None));
    check("小米 title:", 4, QueryFault::NoValue("title"));
    check("title: 小米", 1, QueryFault::NoValue("title"));
    check("title:\"\"", 1, QueryFault::NoValue("title"));
    check("title:(a b)", 1, QueryFault::NoValue("title"));
    check("\"\"", 1, operand("\"\""));
    check("NOT \"\"", 5, operand("\"\""));
    check("\"\" OR 华为", 1, operand("\"\""));
    check(
        "小米 date:2022-02-30",
        9,
        QueryFault::Date("2022-02-30".into()),
    );
    check("date:2022-13..", 6, QueryFault::Date("2022-13".into()));
    check("date:..", 6, QueryFault::Date("..".into()));
    check("date:7x..", 6, QueryFault::Date("7x".into()));
    check(
        "date:2022-06..2022-04",
        6,
        QueryFault::Backwards("2022-06..2022-04".into()),
    );
    check("minutes:5..3", 9, QueryFault::Backwards("5..3".into()));
    check("minutes:<0", 9, QueryFault::Backwards("<0".into()));
    check(
        "length:4294967296",
        8,
        QueryFault::Number {
            field: "length",
            value: "4294967296".into(),
        },
    );
    check(
        "length:三",
        8,
        QueryFault::Number {
            field: "length",
            value: "三".into(),
        },
    );
    let value = |field, value: &str, known: &str| QueryFault::UnknownValue {
        field,
        value: value.into(),
        known: known.into(),
    };
    check("is:unred", 4, value("is", "unred", "is:unread"));
    check("has:notes", 5, value("has", "notes", "has:note"));
    check("has:word", 5, value("has", "word", "image, code, note"));
    check(
        "lang:xx",
        6,
        value("lang", "xx", "zh, zh-hans, zh-hant, ja, ko, en, und"),
    );
    check("小米 \"手机", 4, QueryFault::OpenQuote);
    check("小米 “手机", 4, QueryFault::OpenQuote);
    check("小米” 手机", 3, QueryFault::OpenQuote);
    check("小米 (手机", 4, QueryFault::OpenParenthesis);
    check("小米) 手机", 3, QueryFault::CloseParenthesis);
    check("小米 ()", 4, operand("()"));
    check("小米 OR", 4, operand("OR"));
    check("OR 小米", 1, operand("OR"));
    check("a OR OR b", 3, operand("OR"));
    check("小米 NOT", 4, operand("NOT"));
    check("(-) a", 2, operand("-"));
    check("//", 1, operand("//"));
    check("a /b", 3, QueryFault::OpenPattern);
    check("a /(/", 3, QueryFault::Pattern("unclosed group".into()));
    check("/\\w{1000}{1000}/", 1, QueryFault::PatternTooLarge);
    check("a\u{1b}b", 2, QueryFault::ControlCharacter);
    check("甲 \"乙\u{1e}丙\"", 5, QueryFault::ControlCharacter);
    check("title:“乙\u{1e}丙", 7, QueryFault::OpenQuote);
    check("/乙\u{1e}丙/", 3, QueryFault::ControlCharacter);
    let many: String = (0..20).map(|at| format!("/{at:02}/ ")).collect();
    check(&many, 81, QueryFault::TooManyPatterns);
    check(&"看".repeat(40_000), 1, QueryFault::TooLong);
    check(&"(".repeat(60), 51, QueryFault::TooDeep);
    check(&format!("{}a", "-".repeat(60)), 51, QueryFault::TooDeep);
}

#[test]
fn an_unfinished_query_is_read_leniently() {
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(
            tree(&Query::parse_unfinished(text, today())),
            expected,
            "{text}"
        );
    }
    check("小米 fin", "(and '小米' 'fin'*)");
    check("fin 小米", "(and 'fin' '小米')");
    check("fin ", "'fin'");
    check("\"sina fin", "'sina fin'*");
    check("\"sina fin\"", "'sina fin'");
    check("(a OR b", "(or 'a' 'b'*)");
    check("a OR ", "'a'");
    check("a -", "'a'");
    check("a NOT ", "'a'");
    check("title:", "");
    check("title:mi", "title:'mi'*");
    check("a date:2", "'a'");
    check("a is:un", "'a'");
    check("http://a", "'http://a'*");
    check("a /(", "'a'");
    check("a /b", "(and 'a' /b/)");
    check("a) b", "(and 'a' 'b'*)");
    check("a\u{1b}b", "(and 'a' 'b'*)");
}

#[test]
fn a_stricter_query_narrows() {
    #[track_caller]
    fn check(before: &str, now: &str, expected: bool) {
        let parse = |text| Query::parse_unfinished(text, today());
        assert_eq!(
            parse(now).narrows(&parse(before)),
            expected,
            "{before:?} {now:?}"
        );
    }
    check("", "小", true);
    check("小", "小巨", true);
    check("小巨", "小", false);
    check("小", "小 巨", true);
    check("小 -巨", "小 -巨人", false);
    check("小", "小 -巨", true);
    check("小 OR 大", "小", false);
    check("小", "小 OR 大", false);
    check("小", "", false);
    check("fi", "fin", true);
    check("fi", "fi ", true);
    check("fin ", "fin x", true);
    check("title:fi", "title:fin", true);
    check("title:fi", "fin", false);
    check("lang:ja", "lang:ja 小", true);
    // Another instance may have marked articles in between.
    check("is:read", "is:read 小", false);
    check("is:read", "小", false);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn never_panics(
        any: String,
        near in "([-\"“”＂()（）:：/*.<> \\\\]|OR|NOT|title|date|is|minutes|has|lang|a|甲|1|7d|\u{1b}){0,12}",
    ) {
        for text in [&any, &near] {
            check_written(text);
        }
    }
}

/// A query that is written from its tree and parsed again is the same.
#[track_caller]
fn check_written(text: &str) {
    let unfinished = Query::parse_unfinished(text, today());
    if let Ok(query) = Query::parse(text, today()) {
        assert_eq!(query.is_empty(), unfinished.is_empty(), "{text:?}");
        let again = query.root().map(|root| written(&query, root));
        let again = again.unwrap_or_default();
        let parsed = Query::parse(&again, today());
        assert_eq!(parsed.as_ref().map(tree), Ok(tree(&query)), "{again:?}");
    }
}

#[test]
fn folded_terms_are_parsed_again() {
    check_written("aຳ");
    check_written("aำ");
    check_written("a゛");
    check_written("ﾞﾞ");
    check_written("ㄳ\u{A81}");
    check_written("!ㅏ\u{9C7}");
}
