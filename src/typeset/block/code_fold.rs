//! Where a long line of code is folded: between tokens, and inside a string only if it does not fit on
//! a line. Japanese words of comments and strings are folded between phrases.

use super::code_names::{ends_with_comment_sign, in_address, name_end};
use super::code_strings::{around, strings};
use crate::document::is_wide;
use crate::text::{Language, WidthPolicy, cluster_end};
#[cfg(feature = "phrase")]
use crate::text::{Script, script};
use crate::typeset::Kinsoku;
use crate::typeset::inline::kinsoku;
#[cfg(feature = "phrase")]
use crate::typeset::inline::phrase::places_inside;
use std::ops::Range;

/// Where a line of code ends and the next begins (bytes). Between them are only spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fold {
    pub end: usize,
    pub next: usize,
}

/// Kinds of places to fold at, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Space,
    /// Between ideographs.
    Ideographs,
    /// After punctuation.
    Mark,
    /// Before the dot of a member.
    Member,
    /// Inside a Japanese phrase.
    Phrase,
    StringSpace,
    StringMark,
    StringPhrase,
    /// After an opening bracket.
    Opening,
}

const KINDS: usize = Kind::Opening as usize + 1;

/// A place to fold at, with the cells before it.
#[derive(Clone, Copy)]
struct Place {
    cells: usize,
    fold: Fold,
}

/// The last place of each kind.
type Found = [Option<Place>; KINDS];

/// A line of code.
pub(super) struct CodeLine<'a> {
    pub text: &'a str,
    strings: Vec<Range<usize>>,
    /// Places (bytes) inside Japanese phrases, in order.
    phrases: Vec<usize>,
}

impl<'a> CodeLine<'a> {
    pub fn new(text: &'a str, room: usize) -> Self {
        // Most lines are not folded.
        let phrases = match text.len() > room {
            true => inside_phrases(text),
            false => Vec::new(),
        };
        Self {
            text,
            strings: strings(text),
            phrases,
        }
    }

    fn is_in_phrase(&self, at: usize) -> bool {
        self.phrases.binary_search(&at).is_ok()
    }
}

/// The places inside phrases of a line with kana. Elsewhere any two ideographs may be parted.
#[cfg(feature = "phrase")]
fn inside_phrases(text: &str) -> Vec<usize> {
    match text.contains(|c| matches!(script(c), Script::Kana)) {
        true => places_inside(text, Language::Ja, 0),
        false => Vec::new(),
    }
}

#[cfg(not(feature = "phrase"))]
fn inside_phrases(_: &str) -> Vec<usize> {
    Vec::new()
}

/// Folds a line of code from a byte on, in the second half of the room: at the last place of the best
/// kind. Without such a place, the same rules apply to the first half. Outside of strings, places of
/// the first half are preferred if the string then fits on the next line. A token is cut if it is
/// wider than the room.
pub(super) fn fold(code: &CodeLine<'_>, from: usize, room: usize, policy: WidthPolicy) -> Fold {
    let CodeLine {
        text: line,
        strings,
        ..
    } = code;
    // Spaces do not need a line of their own.
    let rest = line.get(from..).unwrap_or_default();
    if rest.len() > room && rest.bytes().all(|byte| byte == b' ') {
        return Fold {
            end: from,
            next: line.len(),
        };
    }
    let (mut at, mut cells) = (from, 0);
    let mut found = Found::default();
    let mut last = None;
    let mut is_indent = true;
    while at < line.len() {
        let end = cluster_end(line, at);
        let cluster = line.get(at..end).unwrap_or_default();
        let c = cluster.chars().next().unwrap_or(' ');
        if let Some(last) = last.filter(|_| !is_indent)
            && let Some(kind) = kind(line, at, last, c, around(strings, at))
        {
            let kind = match kind {
                Kind::Ideographs if code.is_in_phrase(at) => Kind::Phrase,
                Kind::StringSpace if c != ' ' && code.is_in_phrase(at) => Kind::StringPhrase,
                kind => kind,
            };
            let fold = match c {
                ' ' => without_spaces(line, at),
                _ => Fold { end: at, next: at },
            };
            if let Some(place) = found.get_mut(kind as usize) {
                *place = Some(Place { cells, fold });
            }
        }
        cells += policy.cluster(cluster);
        if cells > room && at > from && (c != ' ' || is_indent) {
            let best = best(line, &found, strings, room, policy);
            return best.unwrap_or_else(|| {
                let next = name_end(line, from, at);
                let part = line.get(from..next).unwrap_or_default();
                let end = from + part.trim_end_matches(' ').len();
                Fold {
                    end: if end > from { end } else { next },
                    next,
                }
            });
        }
        is_indent &= c == ' ';
        last = Some(c);
        at = end;
    }
    // Spaces at the end do not need a line of their own.
    let end = if cells > room {
        line.trim_end_matches(' ').len().max(from)
    } else {
        line.len()
    };
    Fold {
        end,
        next: line.len(),
    }
}

/// The best of the last places before the end of the room.
fn best(
    line: &str,
    found: &Found,
    strings: &[Range<usize>],
    room: usize,
    policy: WidthPolicy,
) -> Option<Fold> {
    let (outside, inside) = found.split_at(Kind::StringSpace as usize);
    let (inside, opening) = inside.split_at(inside.len() - 1);
    let late = |places: &[Option<Place>]| {
        let mut places = places.iter().flatten();
        places.find(|place| place.cells * 2 >= room).copied()
    };
    let last = |places: &[Option<Place>]| {
        let places = places.iter().flatten();
        places.max_by_key(|place| place.cells).copied()
    };
    if let Some(place) = late(outside) {
        // A space that leaves a quarter of the line empty is worse than one between ideographs.
        let ideographs = found.get(Kind::Ideographs as usize).copied().flatten();
        let fuller =
            ideographs.filter(|other| place.cells * 4 < room * 3 && other.cells > place.cells);
        return Some(fuller.unwrap_or(place).fold);
    }
    let opening = last(opening);
    let inner = late(inside).or_else(|| last(inside));
    // The string that is cut otherwise.
    let fits = |outer: Place, inner: Place| {
        let string = around(strings, inner.fold.end).map_or(0, |string| string.end);
        let whole = line.get(outer.fold.next..string).unwrap_or_default();
        whole.len() <= room * 4 && policy.str(whole) < room
    };
    let outer = last(outside).or(opening);
    let place = match (outer, inner) {
        (Some(outer), Some(inner)) if fits(outer, inner) => Some(outer),
        (_, Some(inner)) => Some(inner),
        (outer, None) => outer,
    };
    place.map(|place| place.fold)
}

/// How good it is to fold a line before the character at a byte; None: not there.
fn kind(line: &str, at: usize, last: char, c: char, string: Option<&Range<usize>>) -> Option<Kind> {
    let (before, from) = line.split_at_checked(at)?;
    // The sign that a command goes on does not get a line of its own.
    if from.trim() == "\\" {
        return None;
    }
    // Beside a quote.
    if string.is_some_and(|string| at == string.start + 1 || at + 1 == string.end) {
        return None;
    }
    let inside = |outer, inner| Some(if string.is_some() { inner } else { outer });
    if c == ' ' {
        let opens = "([{".contains(last);
        return match last {
            ' ' => None,
            _ if string.is_none() && ends_with_comment_sign(before) => None,
            _ if opens && string.is_none() => Some(Kind::Opening),
            _ => inside(Kind::Space, Kind::StringSpace),
        };
    }
    if is_wide(last) || is_wide(c) {
        if kinsoku::no_end(last, Kinsoku::Basic) {
            return (last.is_ascii() && string.is_none()).then_some(Kind::Opening);
        }
        let is_word = kinsoku::is_one_word(last, c, false);
        return match last != ' ' && !is_word && may_part(c) {
            true if "，。、；：！？".contains(last) => {
                inside(Kind::Space, Kind::StringSpace)
            }
            true => inside(Kind::Ideographs, Kind::StringSpace),
            false => None,
        };
    }
    // A closing tag and the scheme of an address stay whole.
    if before.ends_with("</") || before.ends_with("://") {
        return None;
    }
    if from.starts_with("</") {
        return inside(Kind::Mark, Kind::StringMark);
    }
    if last == '\\' && !ends_folder(before, string.is_some()) {
        return None;
    }
    let is_command = c == '\\' && from.chars().nth(1).is_some_and(char::is_alphabetic);
    let begins_group = matches!((last, c), (']' | '}', '[' | '{'));
    if string.is_none() && (begins_group || is_command && !is_folder(before)) {
        return match last {
            '(' | '[' | '{' => Some(Kind::Opening),
            '\\' => None,
            _ => Some(Kind::Member),
        };
    }
    if ends_part(last, c) {
        return match last {
            '(' | '[' | '{' | '<' if string.is_none() => Some(Kind::Opening),
            _ => inside(Kind::Mark, Kind::StringMark),
        };
    }
    let member = c == '.' && from.chars().nth(1).is_some_and(char::is_alphabetic);
    let member = member && string.is_none() && (last.is_alphanumeric() || ")]".contains(last));
    (member && !in_address(before)).then_some(Kind::Member)
}

/// Whether a text ends with the name of a folder or a drive: `src`, `C:`. One letter may be a variable
/// before a command of TeX.
fn is_folder(before: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_.-".contains(c);
    let mut last = before.chars().rev();
    before.ends_with(':') || last.by_ref().take_while(|c| is_part(*c)).count() > 1
}

/// Whether a backslash at the end of a text is after a folder, and not before a command of TeX or an
/// escaped character.
fn ends_folder(before: &str, in_string: bool) -> bool {
    let head = before.strip_suffix('\\').unwrap_or(before);
    head.ends_with('\\') || !in_string && is_folder(head)
}

/// A fold that drops the spaces from `end` on.
fn without_spaces(line: &str, end: usize) -> Fold {
    let rest = line.get(end..).unwrap_or_default();
    let next = end + rest.len() - rest.trim_start_matches(' ').len();
    Fold { end, next }
}

/// Whether a line may start with this beside an ideograph.
fn may_part(after: char) -> bool {
    !",;:.)]}>\"'`!? ".contains(after)
        && !kinsoku::no_start(
            after,
            kinsoku::Before::Text,
            Kinsoku::Basic,
            Language::ZhHans,
        )
}

/// Whether a line of code may be folded after punctuation: not inside an operator (`&&`, `::`) or
/// before what closes.
fn ends_part(before: char, after: char) -> bool {
    let opens = |c: char| c.is_alphanumeric() || "_\"'$@#%(-".contains(c);
    ",;)]}([{|&=+<>/\\:".contains(before) && opens(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_folds_between_tokens() {
        let check = |line: &str, room: usize, expected: &[&str]| {
            let mut parts = Vec::new();
            let code = CodeLine::new(line, room);
            let mut from = 0;
            while from < line.len() {
                let fold = fold(&code, from, room, WidthPolicy::default());
                parts.push(line.get(from..fold.end).unwrap_or_default());
                from = fold.next;
            }
            assert_eq!(parts, expected, "{line}");
        };
        check("let x = 1;", 10, &["let x = 1;"]);
        check("let value = call(1);", 12, &["let value =", "call(1);"]);
        check("call(first,second)", 12, &["call(first,", "second)"]);
        check("a::very::long::path", 10, &["a::very::", "long::path"]);
        check(
            "    indented_token = 1",
            12,
            &["    indented", "_token = 1"],
        );
        check(
            "psql https://example.com/a/b",
            20,
            &["psql", "https://example.com/", "a/b"],
        );
        check(
            "\\newtheorem{thm}[equation]{Theorem}",
            30,
            &["\\newtheorem{thm}[equation]", "{Theorem}"],
        );
        check(
            "\\newenvironment{proof}{\\emph{Proof.}}",
            25,
            &["\\newenvironment{proof}", "{\\emph{Proof.}}"],
        );
        check(
            "reg HKLM\\SYSTEM\\Control\\Feature",
            20,
            &["reg HKLM\\SYSTEM\\", "Control\\Feature"],
        );
        check("changed_when: False", 11, &["changed_", "when: False"]);
        check(
            "kube-system-monitoring-agent",
            20,
            &["kube-system-", "monitoring-agent"],
        );
        check("-add-users-table.sql", 16, &["-add-users-table", ".sql"]);
        check("4.4.0-93-generic", 15, &["4.4.0-93-", "generic"]);
        check(
            "https://help.ubuntu.com",
            20,
            &["https://help.", "ubuntu.com"],
        );
        check("docker run --rm -it", 12, &["docker run", "--rm -it"]);
        check("docker run --rm \\", 15, &["docker run", "--rm \\"]);
        check(
            "call(first); // the second one",
            16,
            &["call(first);", "// the second", "one"],
        );
        check("# 一行中文，很长", 5, &["# 一", "行中", "文，", "很长"]);
        check("// 一行中文，很长", 12, &["// 一行中", "文，很长"]);
        check("// 一行中文，很长", 14, &["// 一行中文，", "很长"]);
        check(
            "// route_execution のサンプル",
            23,
            &["// route_execution", "のサンプル"],
        );
        check(
            "// foo 一二三四五六七八",
            14,
            &["// foo 一二三", "四五六七八"],
        );
        #[cfg(feature = "phrase")]
        {
            // Between phrases: 今日は｜天気が｜良いので｜公園へ｜行きます。
            let line = "// 今日は天気が良いので公園へ行きます。";
            check(line, 26, &["// 今日は天気が良いので", "公園へ行きます。"]);
            check(
                line,
                22,
                &["// 今日は天気が", "良いので公園へ", "行きます。"],
            );
            check(
                "say(\"今日は天気が良いので公園へ行きます\")",
                28,
                &["say(\"今日は天気が良いので", "公園へ行きます\")"],
            );
        }
        check("<id>com.example</id>", 18, &["<id>com.example", "</id>"]);
        check(
            "thread().loader().load()",
            18,
            &["thread().loader()", ".load()"],
        );
        // Outside of strings, if the string fits on the next line.
        check(
            "print(\"two words\", end=\"\")",
            16,
            &["print(", "\"two words\",", "end=\"\")"],
        );
        check(
            "let names = vec![\"alpha beta\", \"c\"];",
            30,
            &["let names = vec![\"alpha beta\",", "\"c\"];"],
        );
        check(
            "let text = \"alpha beta gamma\";",
            24,
            &["let text =", "\"alpha beta gamma\";"],
        );
        // Inside, where it does not fit: neither beside its quotes nor after a bracket.
        check(
            "print(\"one two three four\")",
            16,
            &["print(\"one two", "three four\")"],
        );
        check("f(\"一二三四五六\")", 8, &["f(\"一二", "三四五", "六\")"]);
        check("don't(a, 'b c', d)", 13, &["don't(a,", "'b c', d)"]);
        check("call(argument)", 8, &["call(", "argument", ")"]);
        check("aaaaaaaaaaaa", 5, &["aaaaa", "aaaaa", "aa"]);
        check("abc        ", 4, &["abc"]);
        check("        ", 4, &[""]);
        check("", 4, &[]);
    }
}
