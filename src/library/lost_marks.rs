//! Restores the quotes, brackets and other marks of titles that were file names: a file name cannot
//! hold them, so “小巨人” becomes `_小巨人_`. The body often has the same words with their marks. A
//! wrong mark is worse than `_`: what neither the body nor the title decides stays.

use crate::text::{Script, script};

/// Maximum characters of a run that lost its quotes or brackets.
const LONGEST: usize = 24;
/// Maximum characters of a run that is quoted although the body does not have it in quotes. Longer
/// ones are often headlines between separators.
const LONGEST_UNSEEN: usize = 9;
/// Maximum characters of a sentence that is quoted after a colon.
const LONGEST_SAID: usize = 60;

/// Ends of names of websites and of their sections: `标题_新闻频道_某某网` is not quoted.
const SITES: &[&str] = &["网", "频道", "新闻", "资讯", "日报", "客户端", "栏目"];

/// Restores quotes, where the body has the same words in quotes, or where a pair of underscores
/// can hardly be anything else.
pub fn with_quotes(title: &str, body: &str) -> Option<String> {
    if title.bytes().filter(|&b| b == b'_').count() < 2 {
        return None;
    }
    let mut out = String::with_capacity(title.len() + 8);
    let mut rest = title;
    let mut changed = false;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let quoted = after.split_once('_').filter(|(words, behind)| {
            let length = words.chars().count();
            let wide = words.contains(is_wide);
            (1..=LONGEST).contains(&length)
                && (wide && is_quoted_in(words, body) || is_enclosed(&out, words, behind))
                || (1..=LONGEST_SAID).contains(&length) && is_said(&out, words)
        });
        if let Some((words, behind)) = quoted {
            out.push('“');
            out.push_str(words);
            out.push('”');
            rest = behind;
            changed = true;
        } else {
            out.push('_');
            rest = after;
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

/// Square brackets are lost too: `[问与答] 标题` becomes `_问与答_ 标题`. At the start, with a
/// space after it, hardly anything else is possible.
pub fn with_brackets(title: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = title;
    while let Some((label, behind)) = rest
        .strip_prefix('_')
        .and_then(|rest| rest.split_once("_ "))
    {
        let length = label.chars().count();
        let edge = |c: char| c.is_whitespace();
        let plain = (1..=LONGEST).contains(&length)
            && !label.contains(['_', '\u{3000}'])
            && !label.starts_with(edge)
            && !label.ends_with(edge);
        if !plain {
            break;
        }
        out.push_str(&format!("[{label}] "));
        rest = behind;
    }
    (!out.is_empty()).then(|| out + rest)
}

/// Words that ask: a `_` after them may stand for a question mark.
const ASKING: [char; 9] = ['吗', '呢', '何', '什', '哪', '怎', '谁', '么', '几'];

/// Whether the last clause of a text asks.
fn asks(text: &str) -> bool {
    let clause = text
        .rsplit(['，', '。', '：', '；', '！', '？', ' '])
        .next();
    clause.is_some_and(|clause| clause.contains(ASKING))
}

/// Whether a `_` is between the hour and the minute of a time of day, as `10_00`. Other numbers may be
/// versions: `4_5`, `Windows 10_11`.
fn is_time(before: &str, after: &str) -> bool {
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let hour = before.get(head.len()..).unwrap_or_default();
    let end = after.find(|c: char| !c.is_ascii_digit());
    let (minute, rest) = after.split_at(end.unwrap_or(after.len()));
    let number = |digits: &str, most: u32| digits.parse::<u32>().ok().filter(|n| *n <= most);
    let beside = head.trim_end().chars().next_back();
    (1..=2).contains(&hour.len())
        && minute.len() == 2
        && number(hour, 24).is_some()
        && number(minute, 59).is_some_and(|minute| minute % 5 == 0)
        && beside.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_')
        && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
}

/// Marks that a file name could not hold: `Show HN_ 甲` was `Show HN: 甲`, `甲 _ 乙` was `甲 | 乙`,
/// `甲 -_ 乙` was `甲 -> 乙`, `5元_桶` was `5元/桶`, `10_00` was `10:00`, and `https___` was `https://`. A `_` that may stand for several marks stays.
pub fn with_single_marks(title: &str) -> Option<String> {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    while let Some((before, after)) = rest.split_once('_') {
        out.push_str(before);
        let touches = before.ends_with(char::is_alphanumeric);
        let forwarded = after.strip_prefix('_').filter(|rest| rest.starts_with('@'));
        let is_after_price =
            before.ends_with('元') && after.starts_with(|c| script(c) == Script::Han);
        // The only one, after a mark that ends a sentence: a separator.
        let is_needless = before.ends_with(['？', '！'])
            && after.starts_with(is_wide)
            && !out.contains('_')
            && !after.contains('_');
        rest = after;
        if let Some(address) = after.strip_prefix("__").filter(|_| is_scheme(before)) {
            out.push_str("://");
            rest = address;
        } else if let Some(name) = forwarded {
            // Xueqiu and Weibo put `//` before the name of who wrote the forwarded words.
            out.push_str("//");
            rest = name;
        } else if before.ends_with(" -") && after.starts_with(' ') {
            out.push('>');
        } else if before.ends_with(' ') && after.starts_with(' ') {
            out.push('|');
        } else if is_after_price {
            out.push('/');
        } else if touches && after.starts_with(' ') {
            out.push(if asks(before) { '？' } else { ':' });
        } else if is_time(before, after) {
            out.push(':');
        } else if !is_needless {
            out.push('_');
        }
    }
    out.push_str(rest);
    (out != title).then_some(out)
}

/// Replaces a `_` that is still between an ideograph and another letter by a space: it stood for a
/// separator that is unknown. One at an edge or beside a mark stood for a quote, so that the others
/// may, too.
pub fn with_spaces(title: &str) -> Option<String> {
    let parts: Vec<&str> = title.split('_').collect();
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '%');
    let is_inner = parts.windows(2).all(|pair| match pair {
        [left, right] => is_letter(left.chars().next_back()) && is_letter(right.chars().next()),
        _ => false,
    });
    if !is_inner {
        return None;
    }
    let mut out = String::with_capacity(title.len());
    for (at, part) in parts.iter().enumerate() {
        let left = at.checked_sub(1).and_then(|at| parts.get(at));
        let left = left.map(|left| left.chars().next_back());
        let is_han = |c: Option<char>| c.is_some_and(|c| script(c) == Script::Han);
        let first = part.chars().next();
        match left {
            Some(left) if is_han(left) && is_letter(first) || is_letter(left) && is_han(first) => {
                out.push(' ');
            }
            Some(_) => out.push('_'),
            None => {}
        }
        out.push_str(part);
    }
    (out != title).then_some(out)
}

/// A `_` and a space after a quotation mark or a bracket, or after the handle at the start of a quoted
/// post: a colon in every title, also in one that was no file name.
pub fn with_colons(title: &str) -> Option<String> {
    let handle = title.strip_prefix('@').and_then(|rest| {
        let (name, quote) = rest.split_once(' ')?;
        let name = name.strip_suffix('_').filter(|_| quote.starts_with('"'))?;
        Some(format!("@{name}: {quote}"))
    });
    let mut out = handle.unwrap_or_else(|| title.to_owned());
    for end in ['\'', '"', '’', '”', ')'] {
        out = out.replace(&format!("{end}_ "), &format!("{end}: "));
    }
    (out != title).then_some(out)
}

fn is_scheme(before: &str) -> bool {
    before.ends_with("https") || before.ends_with("http")
}

/// Labels in square brackets that Hacker News and others add at the end of a title.
const LABELS: &[&str] = &["pdf", "video", "audio", "slides", "paper"];

/// Marks at the end of a title: `Title _pdf_` was `Title [pdf]`, another word between underscores
/// is emphasis. A single `_` after an ideograph stands for an unknown mark, but for `？` in a title that is
/// a question.
pub fn without_end_marks(title: &str) -> Option<String> {
    if let Some(before) = title.strip_suffix('_')
        && before.matches('_').count() % 2 == 0
        && (!before.contains('_') || asks(before))
    {
        let is_end = before.ends_with(|c| script(c) == Script::Han || "》”）】".contains(c));
        // A quote would have a partner, and no title ends in a colon: it asks.
        let is_english = before.is_ascii() || !before.contains(is_wide);
        let is_question = is_english && before.split(' ').nth(2).is_some();
        // 求问怎么变成 $coin
        let word = before.rsplit(' ').next().filter(|word| word.is_ascii());
        let asks = asks(
            before
                .strip_suffix(word.unwrap_or_default())
                .unwrap_or(before)
                .trim_end(),
        );
        let mark = match asks {
            true if word.is_some() || is_end => "？",
            _ if is_question && before.ends_with(|c: char| c.is_ascii_lowercase()) => "?",
            _ if is_end => "",
            _ => return None,
        };
        return Some(format!("{before}{mark}"));
    }
    let (before, word) = title.strip_suffix('_')?.rsplit_once(" _")?;
    let is_part = |c: char| c.is_alphanumeric() && !is_wide(c) || "^+-=*'′|".contains(c);
    let is_word = word.contains(char::is_alphanumeric) && word.chars().all(is_part);
    let is_said = |c: char| c.is_ascii_graphic() || script(c) == Script::Han;
    if !is_word || before.contains('_') || !before.ends_with(is_said) {
        return None;
    }
    Some(if LABELS.contains(&word) {
        format!("{before} [{word}]")
    } else {
        format!("{before} {word}")
    })
}

fn is_wide(c: char) -> bool {
    c >= '\u{3000}'
}

fn is_quoted_in(words: &str, body: &str) -> bool {
    let quoted = format!("“{words}”");
    let referred = format!("&ldquo;{words}&rdquo;");
    let within = |needle: &str| memchr::memmem::find(body.as_bytes(), needle.as_bytes()).is_some();
    within(&quoted) || within(&referred)
}

/// Whether words are a sentence that someone says: `总：_…吗？_`.
fn is_said(before: &str, words: &str) -> bool {
    before.ends_with('：') && words.ends_with(['。', '？', '！'])
}

/// Whether underscores around words are lost quotes rather than separators or a part of a name:
/// the words are few and without punctuation, and ideographs or punctuation surround them, or they are
/// ideographs beside a name.
fn is_enclosed(before: &str, words: &str, behind: &str) -> bool {
    // Outside and inside of an underscore: `360_平`.
    let is_after_sentence = behind.is_empty() && before.ends_with(['！', '？', '。', ' ']);
    let is_after_sentence = is_after_sentence && before.trim_end().ends_with(['！', '？', '。']);
    let parts = |outside: Option<char>, inside: Option<char>| {
        outside.is_none_or(|c| is_wide(c) || "“”‘’—…".contains(c))
            || is_after_sentence && outside == Some(' ')
            || outside.is_some_and(|c| c.is_ascii_alphanumeric())
                && inside.is_some_and(|c| script(c) == Script::Han)
    };
    let (left, right) = (before.chars().next_back(), behind.chars().next());
    let (first, last) = (words.chars().next(), words.chars().next_back());
    let edge = |c: char| c.is_whitespace() || c == '_';
    let parted = |c: char| "：，。；？！｜|:;?!".contains(c);
    let wide = words.contains(is_wide) || left.is_some_and(is_wide) && right.is_some_and(is_wide);
    // Quoted words may end with a mark of their own.
    let said = words.trim_end_matches(['！', '？', '!', '?']);
    let is_site = |text: &str| SITES.iter().any(|end| text.ends_with(end));
    let is_section = is_site(words) || is_site(behind) && behind.chars().count() <= LONGEST / 2;
    let is_only = left.is_none() && right.is_none();
    // Separators are between words.
    let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_short = words.chars().count() <= LONGEST_UNSEEN || !beside(left) || !beside(right);
    wide && !is_only
        && is_short
        && !words.contains('@')
        && parts(left, first)
        && parts(right, last)
        && !words.starts_with(edge)
        && !words.ends_with(edge)
        && !said.contains(parted)
        && !is_section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_brackets_are_restored() {
        let check = |title: &str, expected: &str| {
            let quoted = with_quotes(title, "").unwrap_or_else(|| title.to_owned());
            let found = with_brackets(&quoted).unwrap_or(quoted);
            let found = without_end_marks(&found).unwrap_or(found);
            assert_eq!(found, expected, "{title}");
        };
        check("就是为了_看温度_？", "就是为了“看温度”？");
        check("资金借_基_入市", "资金借“基”入市");
        check("_蛇叔_登场！", "“蛇叔”登场！");
        check(
            "_已成火药桶！_某君：从_内耗_到_内战_",
            "“已成火药桶！”某君：从“内耗”到“内战”",
        );
        check("治疗_贫血_药物_去铁酮_纳入", "治疗“贫血”药物“去铁酮”纳入");
        check("公司开发_YOYO_人形机器人", "公司开发“YOYO”人形机器人");
        check("重返月球计划_让路_", "重返月球计划“让路”");
        check("_问与答_ 标题", "[问与答] 标题");
        check("_远程工作_ _全职远程_ 招聘", "[远程工作] [全职远程] 招聘");
        check("_MacBook Pro_ 交换分区", "[MacBook Pro] 交换分区");
        check(
            "A History of Typesetting _pdf_",
            "A History of Typesetting [pdf]",
        );
        check("The One That _stayed_", "The One That stayed");
        check("提示框与公式 _x_", "提示框与公式 x");
        check(
            "动态 ip 很重要！ _kookeey 动态 ip_",
            "动态 ip 很重要！ “kookeey 动态 ip”",
        );
        check("求问怎么把它变成 $v2ex_", "求问怎么把它变成 $v2ex？");
        check(
            "A new labeling system…we think_",
            "A new labeling system…we think?",
        );
        check("提示框与公式 _x^π_", "提示框与公式 x^π");
        check("他的手艺技高一筹_", "他的手艺技高一筹");
        check("怎么评价《甲》_", "怎么评价《甲》？");
        check("甲7_1乙跟丙7_0丁哪个难_", "甲7_1乙跟丙7_0丁哪个难？");
        check("基于 Scout_答案引擎_", "基于 Scout“答案引擎”");
        check("展示 360_平方水排_：四颗", "展示 360“平方水排”：四颗");
        check("_AI 脱衣_App 泛滥", "“AI 脱衣”App 泛滥");
        check(
            "有人问段总：_我是做这个的，能不能转行？_段的回复",
            "有人问段总：“我是做这个的，能不能转行？”段的回复",
        );
        for same in [
            "Names with snake_case and _x_",
            "Trailing word_",
            "_x_",
            "支持文字_图片转视频",
            "某某发布会_新闻频道_央视网",
            "新片发布_曝光：亮相_再改名",
            "三星 Galaxy S26_S26+ 与 Model S_X",
            "20260130_10_26_00 甲",
            "snake_case_ 不算",
            "财说_ 估值下降",
            "早报：某机销量新高，所有地区均刷新纪录_曝某公司春节前后齐发旗舰模型_某厂宣布停产",
            "以后还会有的。_@某人_回复@南边的人_当时看的时候",
            "__init__.py 甲",
            "周刊 _ 早知道 _ 甲",
        ] {
            check(same, same);
        }
    }

    #[test]
    fn single_marks_are_restored() {
        let check = |title: &str, expected: Option<&str>| {
            assert_eq!(with_single_marks(title).as_deref(), expected, "{title}");
        };
        check("Show HN_ A small thing", Some("Show HN: A small thing"));
        check("回复@某人_ 是的", Some("回复@某人: 是的"));
        check("财说_ 估值下降", Some("财说: 估值下降"));
        check("周刊 _ 早知道 _ 甲", Some("周刊 | 早知道 | 甲"));
        check("沪银突破31000元_千克关口", Some("沪银突破31000元/千克关口"));
        check("关于 https___localhost", Some("关于 https://localhost"));
        check("是啊！__@某人", Some("是啊！//@某人"));
        check("怎么下架了_ 提示", Some("怎么下架了？ 提示"));
        check("今日 10_00 再加码", Some("今日 10:00 再加码"));
        check("OpenAPI -_ Skills 转化器", Some("OpenAPI -> Skills 转化器"));
        check("20:00～20_15 抽中", Some("20:00～20:15 抽中"));
        check("是个伪需求吗？_一个", Some("是个伪需求吗？一个"));
        for same in [
            "升级 Windows 10_15 后",
            "20260130_10_25_00 甲",
            "snake_case",
            "Model S_X",
            "2_1 胜",
            "_ 甲",
            "甲_",
        ] {
            check(same, None);
        }
    }

    #[test]
    fn colons_are_restored_in_every_title() {
        let check = |title: &str, expected: Option<&str>| {
            assert_eq!(with_colons(title).as_deref(), expected, "{title}");
        };
        check("'Wisdom'_ Perspectives", Some("'Wisdom': Perspectives"));
        check(
            "fix (path)_ A & feat(b)_ C",
            Some("fix (path): A & feat(b): C"),
        );
        check("@some_one_ \" 甲 \"", Some("@some_one: \" 甲 \""));
        check("@some_one_ 甲", None);
        check("snake_case_ 不算", None);
    }

    #[test]
    fn an_unknown_separator_is_a_space() {
        let check = |title: &str, expected: Option<&str>| {
            assert_eq!(with_spaces(title).as_deref(), expected, "{title}");
        };
        check("大厂抢人_学术新星", Some("大厂抢人 学术新星"));
        check(
            "三月亮相_Clawdbot再改名_甲",
            Some("三月亮相 Clawdbot再改名 甲"),
        );
        for same in [
            "Model S_X",
            "snake_case",
            "_甲_",
            "甲 _ 乙",
            "甲_乙_",
            "_AI 甲_乙",
        ] {
            check(same, None);
        }
    }
}
