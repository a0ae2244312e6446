//! Credits: lines that name the people behind a text, its origin or its rights. They are dimmed, never
//! cut.
//!
//! A credit is a label (`责任编辑`), a delimiter and a name; or a person's label, a space and a name.
//! It is no sentence. Statements about rights may be sentences, and are known by their phrases.

use super::byline::{is_byline, is_name};
use super::lexicon::{
    CREDIT_ENDS, NOTICES, ORIGIN_LINES, ORIGIN_SENTENCES, ORIGINS, PERSONS, QUALIFIERS,
    RIGHTS_PHRASES,
};
use super::pass::Pass;
use super::pattern::covered;
use super::roles::is_without_words;
use super::view::{begins_longer, has_token, link_share, shown, words};
use crate::document::{Align, Block, BlockKind, ParagraphRole, Style};
use crate::text::{Script, script};

/// Maximum characters of a credit line, and of one that is not labelled.
const MAX_CREDIT: usize = 90;
const MAX_ORIGIN: usize = 60;

/// Maximum characters of the first line if it is a credit by its end alone.
const MAX_ENDING: usize = 24;

/// The number of last blocks that may be credits, and of first ones with other text before them.
const TAIL: usize = 12;
const HEAD: usize = 3;

/// Signs between a label and a name.
const DELIMITERS: [char; 8] = ['：', ':', '/', '／', '|', '｜', '丨', '＝'];

/// Those of them that no sentence has.
const BARS: [char; 2] = ['｜', '丨'];

/// Signs between two labels of one person: `文、图：张三`.
const JOINERS: [char; 8] = ['、', '/', '／', '&', '＆', '和', '与', '・'];

/// Signs at the start of a line that are not part of a label.
const LEADING: [char; 15] = [
    '（', '(', '【', '[', '▌', '■', '●', '*', '＊', '/', '｜', ' ', '—', '-', '※',
];

/// Heads of lists of sources, without a name.
const SOURCE_HEADS: [&str; 1] = ["图片、资料来源"];

/// Marks credits at the end and bylines at the head.
pub fn run(pass: &mut Pass<'_>) {
    let mut shown: Vec<&mut Block> = pass
        .document
        .blocks
        .iter_mut()
        .filter(|block| block.cut.is_none())
        .collect();
    let count = shown.len();
    if count < 2 {
        return;
    }
    let is_interview = shown.iter().any(|block| asks(block));
    // Pictures and other bylines do not part a byline from the head.
    let mut texts = 0;
    let mut heads = 0;
    let mut found = Vec::with_capacity(count);
    for (at, block) in shown.iter().enumerate() {
        let in_head = texts < HEAD && at < TAIL;
        let is_turn = || is_interview && speech(&words(block, MAX_CREDIT + 1)).is_some();
        let is_named = || is_credit(block, at == 0) || in_head && is_byline(block);
        let at_end = in_head || at + TAIL >= count;
        let credit = at_end && is_named() && !is_turn() || is_barred(block);
        texts += usize::from(!credit && !is_without_words(block));
        heads += usize::from(in_head);
        found.push(credit);
    }
    let is_body = |(block, credit): (&&mut Block, &bool)| !credit && !is_without_words(block);
    let last_body = shown.iter().zip(&found).rposition(is_body);
    for (at, block) in shown.iter_mut().enumerate() {
        if found.get(at) == Some(&true)
            && let BlockKind::Paragraph { role, align, text } = &mut block.kind
        {
            *role = ParagraphRole::Credit;
            for run in &mut text.runs {
                run.style = run.style.without(Style::STRONG);
            }
            // A signature is at the right below the text, but not above it.
            let in_tail = at >= heads && at + TAIL >= count;
            if in_tail || last_body.is_none_or(|last| at > last) {
                *align = Align::End;
            }
        }
    }
}

/// What a reporter says: the words after `记者：`.
fn speech(text: &str) -> Option<&str> {
    let mut parts = text.trim().splitn(2, ['：', ':']);
    let speaker = parts.next()?.trim();
    ["记者", "記者"].contains(&speaker).then_some(parts.next()?)
}

/// Whether a block is a turn of an interview. Names do not end as sentences do.
fn asks(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    // Most paragraphs end here, before their text is copied.
    let mut starts = shown(text).map(|run| run.text.trim_start());
    starts
        .find(|start| !start.is_empty())
        .is_some_and(|start| start.starts_with(['记', '記']))
        && speech(&words(block, usize::MAX)).is_some_and(|said| {
            said.trim_end_matches(['”', '」', '’', '"'])
                .ends_with(['？', '?', '。', '！', '!', '…'])
                && !said.contains(['：', ':'])
        })
}

/// Whether a block is a label, a bar and a name, anywhere in a text: `编辑｜苏建勋`. No sentence is
/// written so.
fn is_barred(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    // Most paragraphs end here, before their text is copied.
    if begins_longer(block, MAX_ENDING) || !shown(text).any(|run| run.text.contains(BARS)) {
        return false;
    }
    let line = words(block, MAX_ENDING + 1);
    let name = line.split_once(BARS).map(|(_, name)| name.trim());
    name.is_some_and(|name| name.len() < MAX_ENDING * 2)
        && !is_sentence(&line)
        && is_labelled(line.trim_start_matches(LEADING), false, false)
}

fn is_credit(block: &Block, first: bool) -> bool {
    let BlockKind::Paragraph { text: source, .. } = &block.kind else {
        return false;
    };
    if begins_longer(block, MAX_CREDIT) {
        return false;
    }
    let line = words(block, MAX_CREDIT + 1);
    let length = line.chars().count();
    if length == 0 || length > MAX_CREDIT {
        return false;
    }
    if ["editor", "byline", "copyright"]
        .iter()
        .any(|token| has_token(block, token))
    {
        return true;
    }
    let text = line.trim_start_matches(LEADING);
    // A note in brackets may end like a sentence: `（题图：鲁迅公园。）`
    let is_noted = line.starts_with(['（', '(', '【', '[']);
    let bare = text.trim_end_matches(['）', ')', '】', ']']);
    let bare = match bare.strip_suffix('。') {
        Some(noted) if is_noted && bare.len() < text.len() => noted,
        _ => bare,
    };
    // A bold line is rather a heading: `编辑 配置文件`
    let is_bold = || shown(source).all(|run| run.style.has(Style::STRONG));
    states_rights(text)
        || SOURCE_HEADS.contains(&bare.trim_end_matches(['：', ':']))
        || !is_sentence(bare)
            && (is_labelled(bare, !is_bold(), link_share(block) > 0.95)
                || is_written_by(bare)
                || length <= MAX_ORIGIN && tells_origin(bare)
                || (length <= MAX_ENDING || !first)
                    && !bare.contains('，')
                    && CREDIT_ENDS.iter().any(|end| bare.ends_with(end)))
}

/// Whether a line ends like a sentence, or introduces what is below it.
fn is_sentence(line: &str) -> bool {
    let closing = ['”', '」', '』', '’', '"', '*', ' '];
    line.contains('。')
        || line.trim_end_matches(closing).ends_with([
            '！', '？', '；', '，', '：', '…', '!', '?', ';', ',', ':', '▼', '▽', '↓',
        ])
}

/// Whether a line is a label and a name. `spaced`: a space may be the delimiter. `linked`: the label
/// may be all, because it is a link.
fn is_labelled(line: &str, spaced: bool, linked: bool) -> bool {
    let mut rest = line;
    let mut is_compound = false;
    // A label has one or more words, such as 图片 and 来源. The name may begin after any role.
    while let Some((word, role)) = label_word(rest) {
        rest = rest.get(word.len()..).unwrap_or_default();
        let after = rest.trim_start();
        let is_spaced = after.len() < rest.len();
        // `编辑 /etc/hosts` has a path.
        let is_path = |name: &&str| is_spaced && after.starts_with('/') && !name.starts_with(' ');
        let delimited = after.strip_prefix(DELIMITERS).filter(|name| !is_path(name));
        let is_named = match delimited {
            Some(name) => name.contains(char::is_alphanumeric),
            None => {
                let is_person = role == Some(true);
                spaced && is_spaced && is_person && is_name(after)
                    || is_compound && is_reporter(word, after)
                    || names_source(word, after, is_compound)
            }
        };
        if role.is_some() && (is_named || linked && after.is_empty()) {
            return true;
        }
        is_compound = true;
        let joined = after.strip_prefix(JOINERS).map(str::trim_start);
        rest = joined.unwrap_or(rest);
    }
    false
}

/// Whether a name follows the qualified role of a reporter without a space: `本报记者王五`.
fn is_reporter(word: &str, after: &str) -> bool {
    ["记者", "記者"].contains(&word)
        && (2..=3).contains(&after.chars().count())
        && after.chars().all(|c| script(c) == Script::Han)
}

/// Whether a source follows a verb (`转自知乎`, `题图来自 Unsplash`), or a day 于.
fn names_source(word: &str, after: &str, is_compound: bool) -> bool {
    let is_verb = word.ends_with('自') && (is_compound || word.starts_with(['转', '轉']));
    let is_dated = word.ends_with(['于', '於']) && after.starts_with(|c: char| c.is_ascii_digit());
    is_verb && !after.is_empty() || is_dated
}

/// The longest word of a label at the start of a text, and whether its role is that of a person. A
/// qualifier has no role.
fn label_word(text: &str) -> Option<(&'static str, Option<bool>)> {
    let starts = |word: &&str| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let longest = |words: &'static [&'static str], role| {
        let found = words.iter().copied().filter(&starts);
        found.max_by_key(|word| word.len()).map(|word| (word, role))
    };
    [
        longest(QUALIFIERS, None),
        longest(PERSONS, Some(true)),
        longest(ORIGINS, Some(false)),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|(word, _)| word.len())
}

/// `by` or `via` and a name in capitals, with a date.
fn is_written_by(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let by = words.next().unwrap_or_default();
    let is_capital = |word: &str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    ["by", "via"]
        .iter()
        .any(|word| by.eq_ignore_ascii_case(word))
        && line.contains(' ')
        && words.all(is_capital)
}

/// Whether a line says where a text comes from, without a label.
fn tells_origin(line: &str) -> bool {
    let holds_phrase = || ORIGIN_SENTENCES.best(line).is_some();
    ORIGIN_LINES.iter().any(|start| line.starts_with(start))
        || line.starts_with("本文") && holds_phrase()
}

/// Whether a line is a statement about rights: a quarter of it is one of their phrases.
fn states_rights(line: &str) -> bool {
    if line.matches('。').count() > 1 || line.ends_with(['？', '?']) {
        return false;
    }
    let noticed = NOTICES
        .iter()
        .filter_map(|notice| line.strip_prefix(notice))
        .filter_map(|rest| rest.trim_start().strip_prefix(DELIMITERS))
        .any(|rest| rest.contains(char::is_alphanumeric));
    let lower = line.to_lowercase();
    let is_year = || line.contains(|c: char| c.is_ascii_digit() || c == '©');
    noticed
        || line.starts_with('©')
        || ["copyright", "(c) ", "c) "]
            .iter()
            .any(|start| lower.starts_with(start))
            && is_year()
        || {
            let part = covered(&lower, &RIGHTS_PHRASES.spans(&lower));
            part > 0 && part * 4 >= lower.chars().filter(|c| c.is_alphanumeric()).count()
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: bool) {
        let block = Block::paragraph(line);
        assert_eq!(is_credit(&block, false), expected, "{line}");
    }

    #[test]
    fn labels_have_a_delimiter_and_a_name() {
        for line in [
            "责任编辑：赵某某",
            "（编辑：谢珍）",
            "编辑｜苏建勋",
            "出品|虎嗅汽车组",
            "作者|王亚骏",
            "头图|视觉中国",
            "文 / 周爱民（《程序员》2008年4月刊）",
            "文、图：张三",
            "摄影/撰文：张三",
            "编辑 张三 李四",
            "本报记者 张三",
            "记者 张三 北京报道",
            "*头图来源：Matrix the film",
            "题图来自：视觉中国",
            "（题图：鲁迅公园，上海，2018。）",
            "图片、资料来源：新华社",
            "图片、资料来源：",
            "（本报记者王五）",
            "题图来自 Unsplash，基于 CC0 协议",
            "转自知乎",
            "原文链接：https://a.b/c",
            "作者：Arun Pyasi 译者：ictlyh 校对：wxy",
            "via: https://a.b/c",
            "by Alexis Santos, November 19, 2014",
            "发布于 2021-03-04",
            "文＝山田",
            "（本文由编辑部整理）",
            "글 홍길동",
        ] {
            check(line, true);
        }
    }

    #[test]
    fn prose_is_no_credit() {
        for line in [
            "编译错误，变量 userName 没有声明类型；修改为这样是可以的：",
            "编译错误，x := 2 不能在函数体外使用，x = 3 没有指定类型。",
            "记者看到，门口排着长队。",
            "记者今天从公安部获悉，全国机动车保有量达4.69亿辆",
            "摄影是光的艺术。",
            "摄影师老王按下了快门。",
            "出处不详的句子最好别引用。",
            "撰文的人走了。",
            "题图里的人是我。",
            "译者要懂两种语言。",
            "转自治区政府同意后施行。",
            "图片来源可靠吗？没有人知道。",
            "图片来源：可靠吗？",
            "本文由三部分组成。",
            "本文由浅入深，先讲编译，再讲翻译。",
            "本文由浅入深，整理各种写法",
            "采写这篇报道用了三年。",
            "编辑 /etc/hosts 文件",
            "编译 kernel",
            "文章：一",
            "来源：",
            "链接：https://a.b/c",
            "（图：某图网）▼",
            "译者简介：",
            "出典",
            "출처의 소스를 즉시실행함수로 변경하고, 문구를 추가했다.",
            "by the way, this works",
            "Copyright law protects authors",
            "(c) the third case",
            "而只有厂商明确自己在做什么，才能给出让消费者满意的回答。",
        ] {
            check(line, false);
        }
    }

    #[test]
    fn statements_of_rights_may_be_sentences() {
        for line in [
            "本文不构成个人投资建议，不代表平台观点，市场有风险，投资需谨慎，请独立判断和决策。",
            "本文来自微信公众号“未来”，作者：小屋，36氪经授权发布。",
            "本文来自微信公众号：山上，作者：薛星星，编辑：蒋浇",
            "本文由 LCTT 原创编译，Linux中国 荣誉推出",
            "本文为某某公园原创文章，转载请联系某某",
            "（转载本站文章请注明作者和出处 酷 壳 – CoolShell ，请勿用于任何商业用途）",
            "仅供投资者参考，不构成投资建议",
            "未经授权，不得转载。",
            "免责声明：以上内容不作为依据。",
            "© 2020 某某",
            "Copyright 2020 Some Name. All rights reserved.",
            "本文来自华尔街见闻，欢迎下载APP查看更多",
        ] {
            check(line, true);
        }
        check("未经许可，任何人不得入内。", false);
        check("声明：", false);
    }
}
