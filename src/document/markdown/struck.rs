//! `~~~deleted~~~`: deleted text that CommonMark takes for the start of a fenced code block, which
//! would then contain the rest of the article.

use super::super::is_wide;
use super::nest;
use std::borrow::Cow;

/// The sign of a fence of tildes.
const SIGN: &str = "~~~";

/// Whether a line, without its indentation, is deleted text: tildes that open and close on it. The
/// info string of a fence may contain tildes, but nobody writes one.
pub(crate) fn is_struck(line: &str) -> bool {
    let words = line.trim_start_matches('~');
    line.starts_with(SIGN) && words.contains(SIGN) && !words.starts_with([' ', '\t'])
}

/// Whether a line has deleted text behind other words. GitHub deletes nothing there, so only text with
/// ideographs or the like counts.
fn has_struck(line: &str) -> bool {
    let (mut signs, mut rest) = (0, line);
    while let Some((_, after)) = rest.split_once(SIGN) {
        signs += 1;
        rest = after.trim_start_matches('~');
    }
    let is_paired = signs > 1 && signs % 2 == 0;
    is_paired && !line.starts_with('~') && !line.contains(['`', '<']) && line.contains(is_wide)
}

/// Writes the tildes of deleted text as `~~`, outside of code.
pub fn unfence(source: &str) -> Cow<'_, str> {
    let struck = |line: &str| is_struck(content(line).1) || has_struck(content(line).1);
    if memchr::memmem::find(source.as_bytes(), SIGN.as_bytes()).is_none()
        || !source.lines().any(struck)
    {
        return Cow::Borrowed(source);
    }
    let mut out = String::with_capacity(source.len());
    let mut fence: Option<&str> = None;
    for line in source.split_inclusive('\n') {
        let (prefix, content) = content(line);
        match fence {
            Some(open) if closes(content, open) => fence = None,
            None if is_struck(content) && nest::indent(prefix) < 4 => {
                out.push_str(prefix);
                push_struck(&mut out, content);
                continue;
            }
            None if has_struck(content) => {
                out.push_str(prefix);
                push_struck(&mut out, content);
                continue;
            }
            None => fence = opening(content),
            Some(_) => {}
        }
        out.push_str(line);
    }
    Cow::Owned(out)
}

/// A line as its prefix in quotes and lists, and the rest.
fn content(line: &str) -> (&str, &str) {
    line.split_at(nest::prefix(line))
}

/// The fence at the start of a line.
fn opening(content: &str) -> Option<&str> {
    let mark = content.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let rest = content.trim_start_matches(mark);
    let fence = content.get(..content.len() - rest.len())?;
    // A code span on one line may have three backticks.
    let is_span = mark == '`' && rest.contains('`');
    (fence.len() >= SIGN.len() && !is_span).then_some(fence)
}

fn closes(content: &str, fence: &str) -> bool {
    let rest = content.strip_prefix(fence);
    rest.is_some_and(|rest| rest.trim_start_matches(['`', '~']).trim().is_empty())
}

/// Writes a line with two tildes for each longer run.
fn push_struck(out: &mut String, content: &str) {
    let mut rest = content;
    while let Some((before, after)) = rest.split_once(SIGN) {
        out.extend([before, "~~"]);
        rest = after.trim_start_matches('~');
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_text_is_no_fence() {
        let check = |source: &str, expected: &str| assert_eq!(unfence(source), expected);
        check("~~~删~~~\n\n后", "~~删~~\n\n后");
        check("句中~~~删~~~的", "句中~~删~~的");
        check("> ~~~~删~~~~ 与~~~又~~~", "> ~~删~~ 与~~又~~");
        for same in [
            "~~~rust\nlet a;\n~~~\n",
            "```\n~~~删~~~\n```\n",
            "~~~~\n~~~删~~~\n~~~~\n",
            "~~~ ~~~\n",
            "句中~~~的",
            "码 `~~~删~~~`",
            "```\n甲 ~~~删~~~\n```\n",
            "    ~~~删~~~\n",
        ] {
            check(same, same);
        }
    }
}
