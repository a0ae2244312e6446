//! The layout of code: a box, or a bar at the left where it is narrow. Long lines are folded
//! with a mark, or scrolled.

use super::block_layout::{LayoutContext, MIN_EXTRA, MIN_FOLDED, Typesetter};
use crate::document::{Text, is_wide};
use crate::role::Role;
use crate::text::{Language, WidthPolicy, cluster_end, truncate, window};
use crate::typeset::inline::kinsoku;
use crate::typeset::inline::layout::{LineFlags, TextLine};
use crate::typeset::lines::{Edges, LineKind, RightSide};
use crate::typeset::{Anchor, AnchorKind, Kinsoku};

/// Cells of the two sides of a box.
const FRAME: usize = 4;

/// Lines of the shortest code that has their number in its frame: it is higher than most windows,
/// so that its end is not visible.
const COUNTED_FROM: usize = 30;

/// The narrowest page with a box around code; below it there is a bar at the left.
const BOXED_FROM: u16 = 50;

impl Typesetter<'_> {
    pub(crate) fn code(&mut self, text: &Text, language: Option<&str>, context: LayoutContext) {
        let policy = self.options.width;
        let line = self.compact.lines.len();
        let Some(index) = self.add(text, Role::CodeBlock, context) else {
            return;
        };
        let words = self.texts.of(index).to_owned();
        let words = words.strip_suffix('\n').unwrap_or(&words);
        let widest = words.split('\n').map(|line| policy.str(line)).max();
        let wanted = widest.unwrap_or(0) + FRAME;
        let widened = self.widened_for_code(wanted, context);
        let context = self.outdented(widened, context);
        // Code that is wholly visible does not move.
        let scroll = self.options.sideways;
        let scroll = scroll.filter(|_| wanted > usize::from(context.width));
        let boxed = context.width >= BOXED_FROM && policy.str("┌─┐│└┘") == 6;
        let bar = policy.narrow("│ ", "| ").to_owned();
        let name = language.unwrap_or_default();
        self.code_head(name, words.split('\n').count(), boxed, context);
        let mut inner = self.enter_frame(&bar, &bar, Role::CodeFrame, None, context);
        if inner.frame != context.frame {
            let edge = self.prefix_cells(inner.frame) + inner.width;
            let (column, bar) = if boxed {
                // The bar and a space before it.
                inner.width -= 2;
                (edge - 1, "│")
            } else {
                (edge, "")
            };
            let fill = Role::CodeBlock;
            self.compact.frames[inner.frame as usize].right = Some(RightSide { column, bar, fill });
        }
        self.code_lines(index, words, scroll, inner);
        if inner.frame != context.frame {
            self.leave_frame();
        }
        if boxed {
            let bottom = format!("└{}┘", "─".repeat(usize::from(context.width) - 2));
            self.push_chrome(bottom, context.width, Role::CodeFrame, 0, context);
        }
        let text = name.to_owned();
        self.anchors.push(Anchor {
            kind: AnchorKind::Code,
            line,
            text,
        });
    }

    /// The surroundings of code that would fold: wider by half of a margin of the measure, or by all
    /// of it, so that the edges of several blocks are in line. It starts left of the text only if no
    /// line folds then. Code that does not fold keeps the edge of the text. Without a box, code uses the
    /// few cells beyond a narrow measure, such as the gutter.
    fn widened_for_code(&self, wanted: usize, context: LayoutContext) -> LayoutContext {
        let (right, left) = (self.margins(context).0, self.left_margin(context));
        if self.measure < BOXED_FROM && right.max(left) < MIN_EXTRA {
            return self.widened(usize::MAX, context);
        }
        let half = |cells: u16| match cells < MIN_EXTRA {
            true => cells,
            false => cells.div_ceil(2),
        };
        let steps = [0, half(right), right, right + half(left), right + left];
        let fits = |step: &u16| wanted <= usize::from(context.width + step);
        let step = steps.into_iter().find(fits);
        let widest = if right < MIN_FOLDED { 0 } else { right };
        LayoutContext {
            width: context.width + step.unwrap_or(widest),
            ..context
        }
    }

    /// The upper side of the frame, with the language and, in a box, the number of lines of long code. A
    /// narrow frame without a language has none.
    fn code_head(&mut self, name: &str, count: usize, boxed: bool, context: LayoutContext) {
        let policy = self.options.width;
        let room = usize::from(context.width);
        let (start, dash) = (policy.narrow("┌", "+"), policy.narrow("─", "-"));
        let left = match name {
            "" => start.to_owned(),
            name => format!("{start} {name} "),
        };
        let right = if boxed && count >= COUNTED_FROM {
            let lines = self.labels.code_lines.replace("{n}", &count.to_string());
            format!(" {lines} ┐")
        } else if boxed {
            "┐".to_owned()
        } else {
            String::new()
        };
        if boxed || !name.is_empty() {
            let (left, used) = truncate(&left, if boxed { room / 2 } else { room }, policy);
            let fill = room.saturating_sub(used + policy.str(&right));
            let top = format!("{left}{}{right}", dash.repeat(fill));
            self.push_chrome(top, context.width, Role::CodeFrame, 0, context);
        }
    }

    /// Cells of the prefixes of a frame and of the frames around it.
    pub(crate) fn prefix_cells(&self, mut frame: u32) -> u16 {
        let mut cells = 0;
        while frame != 0 {
            let frame_here = &self.compact.frames[frame as usize];
            cells += self.options.width.str(&frame_here.rest) as u16;
            frame = frame_here.parent;
        }
        cells
    }

    fn code_lines(
        &mut self,
        index: usize,
        words: &str,
        scroll: Option<u16>,
        context: LayoutContext,
    ) {
        let width = usize::from(context.width).max(1);
        let mut start = 0;
        for line in words.split('\n') {
            match scroll {
                Some(from) => self.scrolled(index, (start, line), usize::from(from), context),
                None => self.folded(index, start, line, width, context),
            }
            start += line.len() + 1;
        }
    }

    /// The part of a line of code from column `from` on that fits. Signs at its edges say that there
    /// is more. They are drawn in the blank cells of the frame beside the line, where it has them.
    fn scrolled(
        &mut self,
        index: usize,
        (start, line): (usize, &str),
        from: usize,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let frame = &self.compact.frames[context.frame as usize];
        let has_bar = frame.right.is_some_and(|right| !right.bar.is_empty());
        let left_sign = usize::from(!frame.has_blank_end());
        let right_sign = usize::from(!has_bar);
        let room = usize::from(context.width);
        let cells = policy.str(line);
        let mut edges = Edges::default();
        edges.set(Edges::LEFT, from > 0 && cells > 0 && room > 2);
        edges.set(Edges::RIGHT, cells > from + room && room > 2);
        let left = usize::from(edges.contains(Edges::LEFT)) * left_sign;
        let right = usize::from(edges.contains(Edges::RIGHT)) * right_sign;
        let (range, blank) = window(line, from + left..from + room - right, policy);
        let cells = policy.str(line.get(range.clone()).unwrap_or_default()) as u16;
        let line = TextLine {
            start: (start + range.start) as u32,
            end: (start + range.end) as u32,
            cells,
            flags: LineFlags::LAST,
        };
        let text = index as u32;
        self.push(LineKind::Code { text, line, edges }, context, blank as u16);
    }

    /// A line of code on as many lines as it needs; those after the first have a mark.
    fn folded(
        &mut self,
        index: usize,
        start: usize,
        line: &str,
        width: usize,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let mark = if width >= 8 { 2 } else { 0 };
        let mut from = 0;
        loop {
            let folded = from > 0 && mark > 0;
            let room = if folded { width - mark } else { width };
            let rest = line.get(from..).unwrap_or_default();
            let fold = fold(rest, room, policy);
            let cells = policy.str(rest.get(..fold.end).unwrap_or_default());
            let part = TextLine {
                start: (start + from) as u32,
                end: (start + from + fold.end) as u32,
                cells: cells as u16,
                flags: LineFlags::LAST,
            };
            let mut edges = Edges::default();
            edges.set(Edges::FOLDED, folded);
            let kind = LineKind::Code {
                text: index as u32,
                line: part,
                edges,
            };
            self.push(kind, context, 0);
            if fold.next >= rest.len() {
                return;
            }
            from += fold.next;
        }
    }
}

/// Where a line of code ends and the next begins (bytes). Between them are only spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fold {
    end: usize,
    next: usize,
}

/// Folds a line of code in the second half of the room: at the last space or between the last
/// ideographs, else after punctuation, else before a dot. Without such a place, the same rules apply
/// to the first half. A token is cut if it is wider than the room.
fn fold(line: &str, room: usize, policy: WidthPolicy) -> Fold {
    let (mut at, mut cells) = (0, 0);
    // The last places to fold at, the best kind first, with the cells before them.
    let mut found: [Option<(usize, Fold)>; 3] = [None; 3];
    let mut last = None;
    let mut is_indent = true;
    while at < line.len() {
        let end = cluster_end(line, at);
        let cluster = line.get(at..end).unwrap_or_default();
        let c = cluster.chars().next().unwrap_or(' ');
        if let Some(last) = last.filter(|_| !is_indent)
            && let Some(kind) = fold_kind(line, at, last, c)
        {
            let fold = match c {
                ' ' => without_spaces(line, at),
                _ => Fold { end: at, next: at },
            };
            found[kind] = Some((cells, fold));
        }
        cells += policy.cluster(cluster);
        if cells > room && at > 0 && (c != ' ' || is_indent) {
            let late = |(cells, _): &(usize, Fold)| cells * 2 >= room;
            let best = found.iter().flatten().find(|place| late(place));
            let best = best.or_else(|| found.iter().flatten().max_by_key(|(cells, _)| *cells));
            return best.map_or(Fold { end: at, next: at }, |(_, fold)| *fold);
        }
        is_indent &= c == ' ';
        last = Some(c);
        at = end;
    }
    // Spaces at the end do not need a line of their own.
    let end = if cells > room {
        line.trim_end_matches(' ').len()
    } else {
        line.len()
    };
    Fold {
        end,
        next: line.len(),
    }
}

/// How good it is to fold a line before the character at a byte, from 0; None: not there.
fn fold_kind(line: &str, at: usize, last: char, c: char) -> Option<usize> {
    let (before, from) = line.split_at_checked(at)?;
    // The sign that a command goes on does not get a line of its own.
    if from.trim() == "\\" {
        return None;
    }
    if c == ' ' {
        return (last != ' ').then_some(0);
    }
    if is_wide(last) || is_wide(c) {
        return (last != ' ' && may_part(c)).then_some(0);
    }
    // A closing tag stays whole.
    if before.ends_with("</") {
        return None;
    }
    if ends_part(last, c) || from.starts_with("</") {
        return Some(1);
    }
    let member = c == '.' && from.chars().nth(1).is_some_and(char::is_alphabetic);
    (member && (last.is_alphanumeric() || ")]".contains(last))).then_some(2)
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
            let mut rest = line;
            while !rest.is_empty() {
                let fold = fold(rest, room, WidthPolicy::default());
                parts.push(rest.get(..fold.end).unwrap_or_default());
                rest = rest.get(fold.next..).unwrap_or_default();
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
            &["psql https://", "example.com/a/b"],
        );
        check("docker run --rm -it", 12, &["docker run", "--rm -it"]);
        check("docker run --rm \\", 15, &["docker run", "--rm \\"]);
        check("// 一行中文，很长", 12, &["// 一行中", "文，很长"]);
        check("<id>com.example</id>", 18, &["<id>com.example", "</id>"]);
        check(
            "thread().loader().load()",
            18,
            &["thread().loader()", ".load()"],
        );
        check("aaaaaaaaaaaa", 5, &["aaaaa", "aaaaa", "aa"]);
        check("abc        ", 4, &["abc"]);
        check("", 4, &[]);
    }
}
