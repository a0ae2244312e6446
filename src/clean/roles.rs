//! Roles of blocks that are not body text: credits, paywall notices, a missing body.

use super::lexicon::{
    CREDIT_ENDS, CREDIT_ROLES, CREDIT_STARTS, CREDIT_WORDS, CREDITS, PAYWALLS, RIGHTS, WHOLE,
};
use super::pass::Pass;
use super::view::{bare, has_token, link_share, words};
use crate::document::{Align, Block, BlockKind, Flaw, ParagraphRole};

/// Maximum characters of a credit line.
const MAX_CREDIT: usize = 90;
/// Maximum characters of a credit line with a role, a space and names.
const MAX_NAMED: usize = 30;
/// Maximum characters of a paywall notice.
const MAX_NOTICE: usize = 120;
/// Minimum characters of an excerpt that dots at its end reveal.
const MIN_EXTRACT: usize = 80;
/// The number of last (first) blocks that may be credits.
const TAIL: usize = 12;
const HEAD: usize = 3;

/// Cuts lines that end the text unless the reader pays, and records the flaw. A class rule may
/// have cut such a line already as a call to subscribe.
pub fn paywall(pass: &mut Pass<'_>) {
    let mut truncated = false;
    let whole = pass
        .document
        .blocks
        .iter()
        .filter(|block| block.cut.is_none());
    let alone = whole.filter(|block| !is_without_words(block)).count() == 1;
    let tail = pass.document.blocks.iter_mut().rev().filter(|block| {
        block.cut.is_none_or(|rule| rule == "subscribe") && !is_without_words(block)
    });
    let mut last = true;
    for block in tail.take(4) {
        let cut = block.cut.take();
        let text = words(block, MAX_NOTICE + 1).to_lowercase();
        let length = text.chars().count();
        let says = PAYWALLS
            .best(&text)
            .is_some_and(|covered| cut.is_some() || covered * 4 >= length);
        if says && length <= MAX_NOTICE {
            block.cut = Some("paywall");
            truncated = true;
            continue;
        }
        block.cut = cut;
        if last && cut.is_none() {
            truncated |= cut_lead(block) || is_broken_off(block, alone);
            last = false;
        }
    }
    if truncated {
        pass.flaw(Flaw::Truncated);
    }
}

fn is_without_words(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Rule)
}

/// Cuts the link from an excerpt to the full article at the end of the last paragraph.
fn cut_lead(block: &mut Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &mut block.kind else {
        return false;
    };
    let last = text
        .runs
        .iter_mut()
        .rev()
        .find(|run| !run.text.trim().is_empty());
    let Some(last) = last.filter(|run| run.link.is_some() && run.cut.is_none()) else {
        return false;
    };
    let words = last.text.to_lowercase();
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    // `Continue reading` may be followed by the title.
    let leads = WHOLE.contains(&words) || words.starts_with("continue reading ");
    if leads {
        last.cut = Some("paywall");
    }
    leads
}

/// Whether the last block ends within a sentence, as excerpts do: after a comma, at a truncation
/// mark, or at dots if it is the only block.
fn is_broken_off(block: &Block, alone: bool) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph { .. }) {
        return false;
    }
    let text = words(block, usize::MAX);
    let length = text.chars().count();
    let ends = |marks: &[&str]| marks.iter().any(|mark| text.ends_with(mark));
    let dots = ends(&["...", "…"]) && !ends(&["……", "。...", "。…", "....", "．…"]);
    (length > 20 && ends(&["﹑", "、", "，", "[…]", "[...]", "[……]"]))
        || (alone && length >= MIN_EXTRACT && dots)
}

/// Marks credit lines at the end and bylines at the head; they are dimmed, never cut.
pub fn credits(pass: &mut Pass<'_>) {
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
    let is_near_end = |at: usize| at < HEAD || at + TAIL >= count;
    let is_interview = shown.iter().any(|block| asks(block));
    let found: Vec<bool> = shown
        .iter()
        .enumerate()
        .map(|(at, block)| {
            let is_turn = is_interview && speech(&words(block, MAX_CREDIT + 1)).is_some();
            is_near_end(at) && !is_turn && is_credit(block, at == 0)
        })
        .collect();
    let is_body = |(block, credit): (&&mut Block, &bool)| !credit && !is_without_words(block);
    let last_body = shown.iter().zip(&found).rposition(is_body);
    for (at, block) in shown.iter_mut().enumerate() {
        if found.get(at) == Some(&true)
            && let BlockKind::Paragraph { role, align, .. } = &mut block.kind
        {
            *role = ParagraphRole::Credit;
            // A signature is at the right below the text, but not above it.
            if at >= HEAD || last_body.is_none_or(|last| at > last) {
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
    matches!(block.kind, BlockKind::Paragraph { .. })
        && speech(&words(block, usize::MAX)).is_some_and(|said| {
            said.trim_end_matches(['”', '」', '’', '"'])
                .ends_with(['？', '?', '。', '！', '!', '…'])
                && !said.contains(['：', ':'])
        })
}

fn is_credit(block: &Block, first: bool) -> bool {
    let BlockKind::Paragraph { .. } = &block.kind else {
        return false;
    };
    let text = words(block, MAX_CREDIT + 1).to_lowercase();
    let length = text.chars().count();
    if length == 0 || length > MAX_CREDIT {
        return false;
    }
    let text = text.trim_start_matches([
        '（', '(', '【', '[', '▌', '■', '●', '*', '＊', '/', '｜', ' ', '—', '-', '※',
    ]);
    let question = text.ends_with(['？', '?']);
    let named =
        has_token(block, "editor") || has_token(block, "byline") || has_token(block, "copyright");
    let sentence = text.matches('。').count() > 1;
    // Authors write bars of either width.
    let barred = text.replacen('|', "｜", 1);
    let starts = |head: &&str| text.starts_with(head) || barred.starts_with(head);
    // A colon after the word distinguishes a credit from a sentence about editors.
    let begins = CREDITS.iter().any(starts)
        && (length <= 40 || text.contains(['：', ':', '|', '｜', '丨', '/', '©', '，']));
    let opens = CREDIT_STARTS.iter().any(|head| text.starts_with(head))
        && (!is_sentence(text) || RIGHTS.iter().any(|word| text.contains(word)));
    let begins = begins || opens || CREDIT_ROLES.iter().any(|role| names(text, role));
    let ends = CREDIT_ENDS.iter().any(|end| {
        text.trim_end_matches(['。', '）', ')', '】', ']', '.'])
            .ends_with(end)
    });
    let holds = CREDIT_WORDS.iter().any(|word| text.contains(word));
    named || (!sentence && !question && (begins || holds || (ends && (length <= 24 || !first))))
}

/// Characters between a role and the mark before its name: `摄影／撰文：`.
const MAX_ROLES: usize = 8;

/// Whether a text begins with a role and a name. The name comes after a mark or a space, or the
/// source after a verb. Names do not end as sentences do.
fn names(text: &str, role: &str) -> bool {
    const MARKS: [char; 10] = ['：', ':', '|', '｜', '丨', '/', '／', '＝', '=', '@'];
    const SOURCES: [&str; 6] = ["来自", "來自", "来源", "來源", "选自", "取自"];
    let Some(rest) = text.strip_prefix(role) else {
        return false;
    };
    let head: String = rest.chars().take(MAX_ROLES).collect();
    let marked = head.split_once(MARKS).is_some_and(|(roles, _)| {
        let is_role = |c: char| c.is_alphabetic() || " 、・·及和&（(）)".contains(c);
        roles.chars().all(is_role)
    });
    let has_name = rest.trim_start_matches([' ', '\u{3000}']).len() < rest.len()
        && text.chars().count() <= MAX_NAMED
        && !text.contains(['，', ',', '。', '；', ';', '：', ':']);
    // What a reporter says follows a colon, too.
    let speaks = ["记者", "記者", "采访"].contains(&role);
    let is_colon = rest.starts_with(['：', ':']) && !speaks && !text.ends_with(['：', ':']);
    let sourced = SOURCES.iter().any(|verb| rest.starts_with(verb));
    is_colon || !is_sentence(text) && (marked || has_name || sourced)
}

/// Whether a text ends as sentences and their parts do, not as names.
fn is_sentence(text: &str) -> bool {
    let said = text.trim_end_matches(['”', '」', '’', '"', '）', ')']);
    said.ends_with(['。', '！', '!', '？', '?', '；', '：', ':', '…', '.'])
}

/// A body that only repeats the title. The repetition is cut.
pub fn title_only(pass: &mut Pass<'_>) {
    let title = bare(pass.context.title);
    let mut text = String::new();
    let mut matter = false;
    let mut body = Vec::new();
    let blocks = pass.document.blocks.iter().enumerate();
    for (at, block) in blocks.filter(|(_, block)| block.cut.is_none()) {
        let role = match &block.kind {
            BlockKind::Paragraph { role, .. } => *role,
            _ => ParagraphRole::Body,
        };
        matter |= matches!(
            block.kind,
            BlockKind::Figure { .. }
                | BlockKind::Media { .. }
                | BlockKind::Table(_)
                | BlockKind::Code { .. }
        );
        let linked = link_share(block) > 0.95 && words(block, 20).chars().count() < 12;
        if role == ParagraphRole::Body && !linked {
            text.push_str(&words(block, 600));
            body.push(at);
        }
        if text.len() > 4000 {
            return;
        }
    }
    let repeated = |text: String| !text.is_empty() && text == title;
    if !matter && (text.trim().is_empty() || repeated(bare(&text))) {
        pass.flaw(Flaw::TitleOnly);
        for at in body {
            if let Some(block) = pass.document.blocks.get_mut(at) {
                block.cut = Some("title-only");
            }
        }
    }
}

impl Pass<'_> {
    /// Records a flaw once.
    fn flaw(&mut self, flaw: Flaw) {
        if !self.document.flaws.contains(&flaw) {
            self.document.flaws.push(flaw);
        }
    }
}
