//! Asks the terminal how it shows pictures: when the first one is wanted, without waiting. The answers
//! come through the key decoder, so that a late, broken or hostile one is never taken for keys. At worst
//! a picture is drawn with half-blocks.

use crate::picture::Protocol;

/// The number in our question in kitty's protocol.
const NUMBER: u32 = 4_207_849;

/// Colours of sixels that the terminal does not count: those of the VT340.
const FEW_COLOURS: u16 = 16;
const MOST_COLOURS: u16 = 256;

/// An answer of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It knows kitty's protocol.
    Kitty,
    /// How many colours its sixels have.
    Colours(u16),
    /// The last answer (DA1): whether it knows sixels.
    Attributes { sixel: bool },
    /// It does not know what was asked.
    No,
}

impl Answer {
    /// The answer in a string sequence, `ESC _ G i=…;OK ESC \\`.
    pub(crate) fn of_string(string: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(string).ok()?;
        let body = text.strip_prefix("\x1b_G")?.strip_suffix("\x1b\\")?;
        let (head, result) = body.split_once(';')?;
        let is_ours = head
            .split(',')
            .any(|part| part.strip_prefix("i=") == Some(&NUMBER.to_string()));
        (is_ours && result == "OK").then_some(Self::Kitty)
    }

    /// The answer at the beginning of some bytes, and its length. One that says no is [`Self::No`].
    pub(crate) fn at_start(bytes: &[u8]) -> Option<(usize, Self)> {
        if bytes.starts_with(b"\x1b_G") {
            let end = bytes.windows(2).position(|end| end == b"\x1b\\")? + 2;
            let answer = Self::of_string(bytes.get(..end)?);
            return Some((end, answer.unwrap_or(Self::No)));
        }
        let body = bytes.strip_prefix(b"\x1b[?")?;
        let is_parameter = |byte: &u8| byte.is_ascii_digit() || *byte == b';';
        let length = body.iter().take_while(|byte| is_parameter(byte)).count();
        let last = *body
            .get(length)
            .filter(|last| matches!(last, b'c' | b'S'))?;
        let start = bytes.len() - body.len();
        let body = std::str::from_utf8(bytes.get(start - 1..start + length)?).ok()?;
        let answer = Self::of_control(body, last).unwrap_or(Self::No);
        Some((start + length + 1, answer))
    }

    /// The answer in a control sequence: its parameters and its last byte.
    pub(crate) fn of_control(body: &str, last: u8) -> Option<Self> {
        let mut numbers = body.strip_prefix('?')?.split(';').map(str::parse::<u32>);
        match last {
            b'c' => Some(Self::Attributes {
                sixel: numbers.skip(1).any(|number| number == Ok(4)),
            }),
            // XTSMGRAPHICS: colour registers, success, their count.
            b'S' if numbers.next()? == Ok(1) && numbers.next()? == Ok(0) => {
                let count = u16::try_from(numbers.next()?.ok()?).ok()?;
                Some(Self::Colours(count))
            }
            _ => None,
        }
    }
}

/// What was asked and answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Inquiry {
    is_asked: bool,
    is_over: bool,
    /// The answers have not come in time. They still count.
    is_late: bool,
    kitty: bool,
    colours: Option<u16>,
}

impl Inquiry {
    /// The question, if the terminal was not asked before. tmux and screen have no pictures of kitty,
    /// and would take the question for a title.
    pub fn question(&mut self, is_multiplexed: bool) -> Option<String> {
        if std::mem::replace(&mut self.is_asked, true) {
            return None;
        }
        let kitty = match is_multiplexed {
            true => String::new(),
            false => format!("\x1b_Gi={NUMBER},s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\"),
        };
        Some(format!("{kitty}\x1b[?1;1;0S\x1b[c"))
    }

    /// Whether the last answer is on its way.
    pub fn is_awaited(&self) -> bool {
        self.is_asked && !self.is_over && !self.is_late
    }

    /// The answers are not waited for any more.
    pub fn give_up(&mut self) {
        self.is_late = self.is_asked;
    }

    /// An answer has arrived. Returns the protocol with the last one; answers to nothing are dropped.
    pub fn answered(&mut self, answer: Answer, is_iterm: bool) -> Option<Protocol> {
        if !self.is_asked || self.is_over {
            return None;
        }
        match answer {
            Answer::Kitty => self.kitty = true,
            Answer::Colours(count) => self.colours = Some(count),
            Answer::No => {}
            Answer::Attributes { sixel } => {
                self.is_over = true;
                let colours = self.colours.unwrap_or(FEW_COLOURS);
                return Some(match (self.kitty, is_iterm, sixel) {
                    (true, ..) => Protocol::Kitty,
                    (_, true, _) => Protocol::Iterm,
                    (.., true) => Protocol::Sixel(colours.clamp(2, MOST_COLOURS)),
                    _ => Protocol::HalfBlocks,
                });
            }
        }
        None
    }
}

/// Values of `TERM_PROGRAM` and `LC_TERMINAL` for terminals with the protocol of iTerm2.
const ITERM: &[&str] = &["iTerm.app", "iTerm2", "WezTerm", "mintty"];

/// Whether the variables name a terminal with the protocol of iTerm2, and no multiplexer is between.
pub(crate) fn is_iterm(variable: impl Fn(&str) -> Option<String>) -> bool {
    let value = |name| variable(name).unwrap_or_default();
    let names = [value("TERM_PROGRAM"), value("LC_TERMINAL")];
    let known = names.iter().any(|name| ITERM.contains(&name.as_str()));
    known && (value("TMUX") + &value("STY")).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_recognised() {
        let check = |bytes: &str, expected| {
            let body = bytes.strip_prefix("\x1b[");
            let found = match body.and_then(|body| body.split_at_checked(body.len() - 1)) {
                Some((body, last)) => Answer::of_control(body, last.as_bytes()[0]),
                None => Answer::of_string(bytes.as_bytes()),
            };
            assert_eq!(found, expected, "{bytes:?}");
        };
        check("\x1b_Gi=4207849;OK\x1b\\", Some(Answer::Kitty));
        check("\x1b_Gi=4207849;EINVAL\x1b\\", None);
        check("\x1b_Gi=1;OK\x1b\\", None);
        check("\x1b_Gi=4207849;OK", None);
        check("\x1b[?62;4;22c", Some(Answer::Attributes { sixel: true }));
        check("\x1b[?4;6c", Some(Answer::Attributes { sixel: false }));
        check("\x1b[?1;0;1024S", Some(Answer::Colours(1024)));
        check("\x1b[?1;3;0S", None);
        check("\x1b[?1;0;99999999999S", None);
        check("\x1b[1;0;16S", None);
    }

    #[test]
    fn the_last_answer_decides() {
        let check = |answers: &[Answer], is_iterm, expected| {
            let mut inquiry = Inquiry::default();
            assert_eq!(inquiry.answered(Answer::Kitty, false), None);
            assert!(inquiry.question(false).is_some() && inquiry.question(false).is_none());
            let mut found = None;
            for answer in answers {
                found = found.or(inquiry.answered(*answer, is_iterm));
            }
            assert_eq!(found, expected, "{answers:?}");
        };
        let last = |sixel| Answer::Attributes { sixel };
        check(&[Answer::Kitty, last(true)], false, Some(Protocol::Kitty));
        check(
            &[Answer::Colours(1024), last(true)],
            false,
            Some(Protocol::Sixel(256)),
        );
        check(&[last(true)], false, Some(Protocol::Sixel(16)));
        check(&[last(true)], true, Some(Protocol::Iterm));
        check(
            &[last(false), Answer::Kitty, last(true)],
            false,
            Some(Protocol::HalfBlocks),
        );
        check(&[Answer::Kitty, Answer::Colours(0)], false, None);
    }
}
