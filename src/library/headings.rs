//! The title of a Markdown file whose front matter has none: one of its headings, or its name.
//!
//! A file with one heading of the first level is called by it. Where several headings share the
//! level, the first is often only that of a section, and the name of the file decides. It always
//! does against words such as `Links` and `1. Setup`.

use crate::document::{crowded_hashes, is_struck, is_wide};

/// Lines that are searched for headings.
const LINES: usize = 2_000;

/// Words that head a section of any article.
const SECTIONS: &[&str] = &[
    "前言",
    "序言",
    "引言",
    "导言",
    "导读",
    "简介",
    "介绍",
    "概述",
    "概览",
    "背景",
    "摘要",
    "目录",
    "正文",
    "链接",
    "题目",
    "题意",
    "题解",
    "题面",
    "题目描述",
    "题目链接",
    "题目大意",
    "思路",
    "分析",
    "解析",
    "代码",
    "总结",
    "参考",
    "参考资料",
    "はじめに",
    "概要",
    "目次",
    "まとめ",
    "들어가며",
    "개요",
    "목차",
    "요약",
    "소개",
    "introduction",
    "overview",
    "abstract",
    "background",
    "summary",
    "contents",
    "toc",
    "tl;dr",
    "preface",
    "links",
    "notes",
];

/// Names that an editor gives to a new file.
const UNNAMED: &[&str] = &[
    "untitled",
    "unnamed",
    "new",
    "note",
    "draft",
    "未命名",
    "无标题",
    "無題",
    "新建文本文档",
    "新しいファイル",
    "제목 없음",
    "무제",
];

/// A heading of a body.
struct Heading<'a> {
    level: usize,
    words: &'a str,
    /// Nothing but pictures and tags is above it.
    opens: bool,
}

/// What names an article.
#[derive(Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// The words of a heading, as they are written.
    Heading(&'a str),
    /// The name of the file.
    Name,
    /// There is no heading that could.
    None,
}

/// Chooses between the headings of a Markdown body and the name of its file.
pub fn choose<'a>(body: &'a str, name: &str) -> Choice<'a> {
    let headings = headings(body);
    let topmost = headings.iter().find(|heading| heading.level == 1);
    let opening = headings.first().filter(|heading| heading.opens);
    let Some(found) = topmost.or(opening) else {
        return Choice::None;
    };
    let level = found.level;
    let is_single = headings.iter().filter(|one| one.level == level).count() == 1;
    let is_named = found.opens && shares_words(name, found.words);
    if is_section(found.words) && name.contains(char::is_alphabetic) {
        return Choice::Name;
    }
    if is_single || is_named || says_nothing(name, found.words) {
        Choice::Heading(found.words)
    } else {
        Choice::Name
    }
}

/// Whether words head a section: a usual one, or one with a number.
fn is_section(words: &str) -> bool {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let behind = words.trim_start_matches(numeral);
    if behind.len() < words.len() && behind.starts_with(['.', '、', '．', ')', '）']) {
        // A version or a date has another digit behind the point.
        return !behind
            .trim_start_matches(['.', '、'])
            .starts_with(|c: char| c.is_ascii_digit());
    }
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    let lower = words.to_lowercase();
    SECTIONS.contains(&lower.as_str())
}

/// The headings of a body, outside of fenced code.
fn headings(body: &str) -> Vec<Heading<'_>> {
    let mut found = Vec::new();
    let mut fenced = false;
    let (mut before, mut opens, mut opened) = ("", true, true);
    for line in body.lines().take(LINES) {
        let bare = line.trim();
        if is_fence(bare) {
            fenced = !fenced;
        }
        if fenced || bare.is_empty() {
            opens &= !fenced;
            before = "";
            continue;
        }
        if let Some((level, words)) = atx(line) {
            found.extend((!words.is_empty()).then_some(Heading {
                level,
                words,
                opens,
            }));
        } else if bare.len() >= 3 && bare.bytes().all(|b| b == b'=') && !before.is_empty() {
            let (level, words, opens) = (1, before, opened);
            found.push(Heading {
                level,
                words,
                opens,
            });
        }
        opened = opens;
        opens &= is_ornament(bare);
        before = bare;
    }
    found
}

fn is_fence(bare: &str) -> bool {
    let ticks = bare.trim_start_matches('`');
    let is_ticks = bare.len() - ticks.len() >= 3 && !ticks.contains('`');
    is_ticks || bare.starts_with("~~~") && !is_struck(bare)
}

/// Level and words of a heading with hashes.
fn atx(line: &str) -> Option<(usize, &str)> {
    let spaces = line.len() - line.trim_start_matches(' ').len();
    let line = line.trim();
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_spaced = (1..=6).contains(&level) && words.starts_with([' ', '\t']);
    let is_heading = spaces < 4 && (is_spaced || crowded_hashes(line).is_some());
    let closing = words.trim_end_matches('#');
    let words = match closing.ends_with([' ', '\t']) || !is_spaced {
        true => closing,
        false => words,
    };
    is_heading.then(|| (level, words.trim()))
}

/// Whether a line is no text: a picture, a tag, a rule.
fn is_ornament(bare: &str) -> bool {
    let starts = [
        "![", "[![", "<", "{%", "{:", "[TOC]", "[toc]", "---", "***", "@[toc]",
    ];
    starts.iter().any(|start| bare.starts_with(start))
}

/// Whether the name of a file says nothing about an article with a heading: a date, a number or a
/// hash, the name of a new file, or a slug under words of another script.
pub fn says_nothing(name: &str, words: &str) -> bool {
    let name = name.trim();
    if !name.contains(char::is_alphabetic) || is_hash(name) {
        return true;
    }
    let bare = name
        .trim_end_matches(|c: char| !c.is_alphabetic())
        .to_lowercase();
    let is_slug = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    let is_code = |token: &str| {
        token.contains(|c: char| c.is_ascii_digit()) && token.contains(char::is_alphabetic)
    };
    let is_slug = name.chars().all(is_slug) && !name.split(['-', '_', '.']).any(is_code);
    UNNAMED.contains(&bare.as_str()) || is_slug && words.contains(is_wide)
}

/// Whether a name was made by a program: many digits and letters without a word.
fn is_hash(name: &str) -> bool {
    let bare = name.replace('-', "");
    let digits = bare.bytes().filter(u8::is_ascii_digit).count();
    let is_hex = bare.bytes().all(|b| b.is_ascii_hexdigit());
    let is_mixed = bare.bytes().all(|b| b.is_ascii_alphanumeric()) && !name.contains('-');
    is_hex && bare.len() >= 8 && digits >= 2 || is_mixed && bare.len() >= 16 && digits >= 4
}

/// Whether a name and a heading have a word in common; of scripts without spaces, two letters in a
/// row.
fn shares_words(name: &str, words: &str) -> bool {
    let (name, words) = (name.to_lowercase(), words.to_lowercase());
    let (named, said) = (tokens(&name), tokens(&words));
    let squeezed = |text: &str| text.replace(|c: char| !c.is_alphanumeric(), "");
    named.iter().any(|token| said.contains(token)) || squeezed(&name) == squeezed(&words)
}

fn tokens(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if !word.contains(is_wide) {
            found.extend((word.len() > 1).then_some(word));
            continue;
        }
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let end = |at: usize| starts.get(at).copied().unwrap_or(word.len());
        let pairs =
            (0..starts.len().saturating_sub(1)).filter_map(|at| word.get(end(at)..end(at + 2)));
        found.extend(pairs);
        // A word of another script within: `C语言`, `Rust入门`.
        let latin = word.split(|c: char| !c.is_ascii_alphanumeric());
        found.extend(latin.filter(|word| word.len() > 1));
    }
    found
}

/// The name of a file without its date, or of the folder whose page it is.
pub fn name<'a>(stem: &'a str, folder: &'a str) -> &'a str {
    const PAGES: &[&str] = &["index", "_index", "readme"];
    let is_page = PAGES.iter().any(|page| stem.eq_ignore_ascii_case(page));
    let name = if is_page && !folder.is_empty() {
        folder
    } else {
        stem
    };
    without_date(name)
}

/// `2020-01-02-name` without the date.
fn without_date(name: &str) -> &str {
    let mut rest = name;
    for digits in [4, 2, 2] {
        let part = rest
            .get(..digits)
            .filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let Some(tail) = part.and_then(|_| rest.get(digits..)) else {
            return name;
        };
        rest = tail.trim_start_matches(['-', '_', '.']);
    }
    let rest = rest.trim_start();
    match rest.starts_with(char::is_alphabetic) {
        true => rest,
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_headings_share_a_level() {
        #[track_caller]
        fn check(name: &str, body: &str, expected: Choice<'_>) {
            assert_eq!(choose(body, name), expected, "{name} {body:?}");
        }
        use Choice::{Heading, Name, None};
        check("线段树", "文\n\n# 题\n\n## 前言\n\n## 后", Heading("题"));
        check("线段树", "# 前言\n\n# 代码", Name);
        check("线段树", "# 线段树入门\n\n# 代码", Heading("线段树入门"));
        check("线段树", "文\n\n# 线段树入门\n\n# 代码", Name);
        check("HDU6606", "# 链接\n\n# 代码", Name);
        check("HDU6606", "# 链接\n\n文", Name);
        check("Go", "# 1. 安装\n\n文", Name);
        check("Go", "# 1.24 的新功能\n\n文", Heading("1.24 的新功能"));
        check("1234", "# 链接\n\n# 代码", Heading("链接"));
        check("20200102", "# 春天\n\n# 夏天", Heading("春天"));
        check("d41d8cd98f00b204", "# 春天\n\n# 夏天", Heading("春天"));
        check("chun-tian", "# 春天\n\n# 夏天", Heading("春天"));
        check("chun-tian", "# 前言\n\n# 夏天", Name);
        check("learning-rust", "# Setup\n\n# Types", Name);
        check(
            "learning-rust",
            "![](a.png)\n\n# Rust\n\n# Types",
            Heading("Rust"),
        );
        check(
            "hugoscroll",
            "# Hugo Scroll\n\n# Use",
            Heading("Hugo Scroll"),
        );
        check("笔记", "## 一\n\n## 二", Name);
        check("笔记", "###一###\n\n文", Heading("一"));
        check("笔记", "题\n===\n\n文", Heading("题"));
        check("笔记", "文\n\n## 一", None);
        check("笔记", "```\n# 一\n```\n", None);
        check("笔记", "~~~删~~~\n\n# 一\n", Heading("一"));
        check("笔记", "####\n文", None);
    }

    #[test]
    fn names_without_dates() {
        assert_eq!(name("2020-01-02-看报", "a"), "看报");
        assert_eq!(name("2020-01-02", "a"), "2020-01-02");
        assert_eq!(name("README", "看报"), "看报");
        assert_eq!(name("index", ""), "index");
        assert_eq!(name("20200102春", "a"), "春");
    }
}
