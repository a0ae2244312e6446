//! No hostile byte reaches the terminal. The library has hostile bytes in articles, file names and
//! the journal; a session shows all of them, and every byte it sent must belong to plain text or
//! to a sequence that we send on purpose.

use super::session::Session;
use std::fs;
use std::path::Path;

/// Sequences that no article may send: colours, titles, clipboard, queries whose answers would be
/// typed, character sets, modes, C1 controls, bidirectional overrides, tag characters.
const HOSTILE: &[&str] = &[
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]52;c;aGFja2Vk\x1b\\",
    "\x1b]8;;file:///etc/passwd\x07here\x1b]8;;\x07",
    "\x1b[6n\x1b[c\x1b[21t",
    "\x1bP$q\"p\x1b\\",
    "\x1b(0qqq\x1bc",
    "\x1b[?1049lz\x1b[2Jz\x1b[Hz",
    "\u{9b}31m\u{9d}0;x\u{9c}\u{90}q\u{85}",
    "\u{202e}txt.exe\u{2066}\u{200f}\u{200b}\u{feff}",
    "\u{e0041}\u{e007f}\x0e\x0f\x07\x7f\x01\x0b\x0c",
    "\x1b_Gi=1;AAAA\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
];

fn library(home: &Path) {
    let news = home.join("news");
    fs::create_dir(&news).expect("a folder");
    for (number, bad) in HOSTILE.iter().enumerate() {
        let yaml = bad
            .chars()
            .flat_map(|c| match c {
                '"' | '\\' => format!("\\{c}").chars().collect::<Vec<_>>(),
                c if c.is_control() => format!("\\x{:02x}", u32::from(c)).chars().collect(),
                c => vec![c],
            })
            .collect::<String>();
        let html = bad
            .replace('"', "&quot;")
            .replace('\x1b', "&#27;")
            .replace('\u{9b}', "&#155;");
        let article = format!(
            "---\ntitle: \"题{number}{yaml}题\"\nauthor: \"作{yaml}者\"\ncategories: [\"{yaml}\"]\n---\n\
             <h2>头{bad}{html}</h2><p>文{bad}字 <a href=\"https://e.org/{html}\">链{bad}接</a> \
             <img src=\"a{html}\" alt=\"图{html}\"></p><pre><code>码{bad}{html}</code></pre>\
             <table><tr><td>{bad}</td><td>格{html}</td></tr></table><p>{}</p>\n",
            "末尾。".repeat(300)
        );
        fs::write(news.join(format!("{number:02}.md")), article).expect("a file");
        // Some names are not valid; then there is no such file.
        let name = bad.replace(['/', '\0'], "");
        let _ = fs::write(news.join(format!("名{name}.md")), "文字\n");
        let _ = fs::write(news.join(format!("坏{name}.bin")), "\0");
    }
    let journal = home.join("data/kanbao/journal");
    fs::create_dir_all(&journal).expect("a folder");
    let line = serde_json::json!({
        "t": "2026-01-01T00:00:00Z", "do": "bookmark", "id": format!("gone{}.md", HOSTILE[0]),
        "title": HOSTILE.concat(), "source": HOSTILE[1],
    });
    fs::write(
        journal.join("x\x1b[31m-1.jsonl"),
        format!("{line}\n\x1b[31m\n"),
    )
    .expect("a file");
}

/// Keys that show every part of an article: outline, links, cut parts, copy, selection, zen.
const KEYS: &[&str] = &[
    "\r", "T", "q", "&", "q", "x", "x", "y", "\t", "o", "vj", "Y", "b", "z", "z", "h",
];

/// Sends keys and redraws the whole screen, so that each key has a frame.
#[track_caller]
fn press(session: &mut Session, keys: &str) {
    let frames = |session: &Session| {
        let text = String::from_utf8_lossy(session.sent()).into_owned();
        text.matches("\x1b[2J").count()
    };
    let before = frames(session);
    session.send(&format!("{keys}\x0c"));
    // A shorter frame may follow.
    let is_whole = |session: &Session| {
        let text = String::from_utf8_lossy(session.sent()).into_owned();
        let last = text.rsplit("\x1b[2J").next();
        last.is_some_and(|frame| frame.contains("\x1b[?2026l"))
    };
    session.wait(keys, |session| {
        frames(session) > before && is_whole(session)
    });
}

#[test]
fn hostile_bytes_never_reach_the_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    library(home.path());
    let mut session = Session::kanbao(home.path(), &["news"], 100, 30);
    // Wait for the whole library first, because a growing list keeps its selection.
    session.wait_for("未读 24");
    session.send("ggf题\r");
    session.wait_for(&format!("第 1 篇，共 {} 篇", HOSTILE.len()));
    for number in 0..HOSTILE.len() {
        if number > 0 {
            press(&mut session, "j");
        }
        for keys in KEYS {
            press(&mut session, keys);
            if *keys == "\r" {
                // Without its text, `T` opens no outline, and `q` leaves the article.
                session.wait_for("头");
                session.settle();
            }
        }
    }
    for keys in ["B", "j", "\r", "h", "B", "e", "j", "j", "q"] {
        press(&mut session, keys);
    }
    session.send("/");
    let prompts = |row: String| row.trim_start().starts_with('/');
    session.wait("a prompt", |session| prompts(session.row(29)));
    session.send("\x1b[200~\x1b[31m题\u{202e}\x1b[201~");
    session.wait("the pasted text", |session| session.row(29).contains('题'));
    session.send("\rQ");
    assert_eq!(session.end(), 0);
    let strings = check(session.sent());
    assert!(strings > 1, "links were sent");
    let sent = String::from_utf8_lossy(session.sent());
    for piece in HOSTILE.iter().flat_map(|bad| bad.split('\x1b').skip(1)) {
        let sequence = format!("\x1b{piece}");
        assert!(piece.len() < 4 || !sent.contains(&sequence), "{sequence:?}");
    }
    session.check_restored();
}

/// Parses all bytes. Returns the number of OSC sequences.
#[track_caller]
fn check(sent: &[u8]) -> usize {
    let text = std::str::from_utf8(sent).expect("UTF-8");
    let (mut rest, mut strings) = (text, 0);
    while let Some(c) = rest.chars().next() {
        let escape = |start| rest.strip_prefix(start);
        let next = if let Some(body) = escape("\x1b[") {
            control(body)
        } else if let Some(body) = escape("\x1b]") {
            strings += 1;
            string(body)
        } else if let Some(tail) = escape("\x1b\\") {
            Some(tail)
        } else {
            rest.strip_prefix(c)
                .filter(|_| matches!(c, '\r' | '\n' | '\x08') || plain(c))
        };
        let at = text.len() - rest.len();
        rest = next.unwrap_or_else(|| {
            let bad: String = rest.chars().take(60).collect();
            panic!("at {at}: {bad:?}")
        });
    }
    strings
}

/// The rest after a control sequence that we send; None for any other.
fn control(body: &str) -> Option<&str> {
    const MODES: &[&str] = &[
        "?1049", "?25", "?7", "?2026", "?2004", "?69", "?1000", "?1002", "?1006",
    ];
    if let Some(rest) = ["?69$p", "?2026$p"]
        .iter()
        .find_map(|asked| body.strip_prefix(asked))
    {
        return Some(rest);
    }
    let end = body.find(|c: char| !matches!(c, '0'..='9' | ';' | ':' | '?'))?;
    let (numbers, rest) = body.split_at(end);
    let last = rest.chars().next()?;
    let known = match last {
        'H' | 'C' | 'G' | 'J' | 'K' | 'X' | 'L' | 'M' | 'r' | 's' | 'm' => !numbers.contains('?'),
        'h' | 'l' => MODES.contains(&numbers),
        // The queries at start.
        // The column of the cursor, and the status.
        'n' => matches!(numbers, "6" | "5"),
        'c' => numbers.is_empty(),
        _ => false,
    };
    known.then_some(rest.strip_prefix(last)?)
}

/// The rest after an OSC sequence that we send (link, clipboard, query); None for any other.
fn string(body: &str) -> Option<&str> {
    let end = body.find(['\x1b', '\x07'])?;
    let (body, rest) = body.split_at(end);
    let rest = rest.strip_prefix("\x1b\\").or(rest.strip_prefix('\x07'))?;
    let printable = body.bytes().all(|byte| matches!(byte, 0x21..=0x7e));
    let known = match body.split_once(';')? {
        ("8", link) => {
            let (_, address) = link.split_once(';')?;
            let schemes = ["https://", "http://", "mailto:"];
            address.is_empty() || schemes.iter().any(|scheme| address.starts_with(scheme))
        }
        ("52", copied) => copied
            .strip_prefix("c;")?
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')),
        // The query for the background colour.
        ("11", asked) => asked == "?",
        _ => false,
    };
    (printable && known).then_some(rest)
}

/// Whether a character does nothing but occupy cells.
fn plain(c: char) -> bool {
    !c.is_control()
        && !matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[test]
fn the_parser_rejects_foreign_sequences() {
    check("\x1b[?1049h看报\x1b[1;36m\x1b]8;id=k1;https://e.org/\x1b\\链\x1b]8;;\x1b\\".as_bytes());
    // We send sequences of these kinds, too: the test above compares their text.
    let ours = [0, 2, 7];
    for (number, bad) in HOSTILE.iter().enumerate() {
        let refused = std::panic::catch_unwind(|| check(bad.as_bytes())).is_err();
        assert_eq!(refused, !ours.contains(&number), "{bad:?}");
    }
}
