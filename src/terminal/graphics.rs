//! Asks the terminal how it shows pictures: when the first one is wanted, without waiting. The answers
//! come through the key decoder, so that a late, broken or hostile one is never taken for keys. At worst
//! a picture is drawn with half-blocks.

use crate::picture::Protocol;
use std::process::{Command, Stdio};

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
    /// Not its own answer: tmux says that the terminal outside shows placeholders.
    Placeholders,
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
    /// tmux passes pictures of kitty on, which are shown in the place of characters.
    placeholders: bool,
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
        if self.is_asked && answer == Answer::Placeholders {
            self.placeholders = true;
            return Some(Protocol::Placeholders);
        }
        if !self.is_asked || self.is_over {
            return None;
        }
        match answer {
            Answer::Placeholders => {}
            Answer::Kitty => self.kitty = true,
            Answer::Colours(count) => self.colours = Some(count),
            Answer::No => {}
            Answer::Attributes { sixel } => {
                self.is_over = true;
                let colours = self.colours.unwrap_or(FEW_COLOURS);
                return Some(match (self.kitty, is_iterm, sixel) {
                    _ if self.placeholders => Protocol::Placeholders,
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

/// Terminals that show placeholders of kitty's protocol, as they name themselves, and the first version.
const PLACEHOLDERS: &[(&str, (u32, u32))] = &[("kitty", (0, 28)), ("ghostty", (1, 0))];

/// Asks tmux whether it passes sequences on to a terminal that shows placeholders. Takes milliseconds.
pub fn is_passed_on_by_tmux() -> bool {
    let printed = Command::new("tmux")
        .args([
            "display-message",
            "-p",
            "#{allow-passthrough} #{client_termtype}",
        ])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    printed.is_ok_and(|printed| shows_placeholders(&String::from_utf8_lossy(&printed.stdout)))
}

/// Whether tmux passes on, and to which terminal: `on kitty(0.40.1)`.
fn shows_placeholders(printed: &str) -> bool {
    let Some((passes, terminal)) = printed.trim().split_once(' ') else {
        return false;
    };
    let mut words = terminal.split(['(', ')', ' ']);
    let name = words.next().unwrap_or_default().to_ascii_lowercase();
    let mut version = words.next().unwrap_or_default().split('.');
    let mut number = || version.next().and_then(|part| part.parse::<u32>().ok());
    let (Some(major), Some(minor)) = (number(), number()) else {
        return false;
    };
    let known = PLACEHOLDERS.iter().find(|(known, _)| *known == name);
    matches!(passes, "on" | "all" | "1" | "2")
        && known.is_some_and(|(_, first)| (major, minor) >= *first)
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
    fn the_terminal_outside_of_tmux_is_known() {
        for (printed, expected) in [
            ("on kitty(0.40.1)\n", true),
            ("all kitty(0.28.0)\n", true),
            ("1 kitty(1.0)\n", true),
            ("on ghostty 1.1.3\n", true),
            ("off kitty(0.40.1)\n", false),
            ("0 kitty(0.40.1)\n", false),
            (" kitty(0.40.1)\n", false),
            ("on kitty(0.26.5)\n", false),
            ("on WezTerm 20240203\n", false),
            ("on XTerm(379)\n", false),
            ("on \n", false),
            ("", false),
        ] {
            assert_eq!(shows_placeholders(printed), expected, "{printed:?}");
        }
        let mut inquiry = Inquiry::default();
        assert_eq!(inquiry.answered(Answer::Placeholders, false), None);
        let _ = inquiry.question(true);
        let last = Answer::Attributes { sixel: true };
        let early = Some(Protocol::Placeholders);
        assert_eq!(inquiry.answered(Answer::Placeholders, false), early);
        assert_eq!(inquiry.answered(last, false), early);
        let mut inquiry = Inquiry::default();
        let _ = inquiry.question(true);
        assert_eq!(inquiry.answered(last, false), Some(Protocol::Sixel(16)));
        assert_eq!(inquiry.answered(Answer::Placeholders, false), early, "late");
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
