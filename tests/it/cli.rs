//! The built binary as scripts see it: exit codes, standard output, standard error.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A home of its own, so that no test sees the user's files.
pub struct Home(tempfile::TempDir);

const ARTICLE: &str = "\n---\ntitle: '第一篇：完善_小巨人_标准'\ncategories: \n - 金融\n - 某某财经\n - 国内\nheadimg: ''\nauthor: 某某财经\ncomments: false\ndate: Tue, 19 Apr 2022 04:22:21 GMT\nthumbnail: ''\n---\n\n<div>\n<p>　　这里说到“小巨人”企业的认定标准，并把话说得足够长，长到一行放不下，于是要折成好几行来显示，才看得出排版。</p>\n</div>\n";

impl Home {
    pub fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a temporary folder"));
        home.file("news/a/第一篇.md", ARTICLE);
        home.file("news/b.txt", "没有题目的第二篇。后面还有话。\n");
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kanbao"));
        let root = self.0.path();
        command
            .args(args)
            .current_dir(root)
            .env_clear()
            .env("HOME", root)
            .env("XDG_CONFIG_HOME", root.join("config"))
            .env("XDG_DATA_HOME", root.join("data"))
            .env("XDG_CACHE_HOME", root.join("cache"))
            .env("XDG_STATE_HOME", root.join("state"))
            .env("TZ", "UTC")
            .env("LANG", "en_US.UTF-8")
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the program starts")
    }

    /// Runs and holds to the exit code; gives standard output.
    #[track_caller]
    pub fn expect(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {error}");
        assert!(error.lines().count() <= 1, "{args:?}: {error}");
        // What a check found is its output; that nothing was found is said.
        assert!(
            code == 1 || error.is_empty() == (code == 0),
            "{args:?}: {error}"
        );
        String::from_utf8(output.stdout).expect("UTF-8")
    }
}

fn rows(text: &str) -> Vec<serde_json::Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).expect("a line is an object"))
        .collect()
}

#[test]
fn help_and_version() {
    let home = Home::new();
    assert!(home.expect(&["--help"], 0).contains("Examples:"));
    assert!(
        home.expect(&["list", "--help", "--lang", "zh"], 0)
            .contains("用法")
    );
    assert!(home.expect(&["--version"], 0).starts_with("kanbao "));
    for shell in ["bash", "zsh", "fish"] {
        assert!(home.expect(&["completions", shell], 0).contains("kanbao"));
    }
    let man = home.expect(&["man"], 0);
    assert!(
        man.contains(".TH kanbao") && man.contains("bookmark export"),
        "{man}"
    );
}

#[test]
fn wrong_usage_is_two() {
    let home = Home::new();
    for args in [
        &["--nonsense"][..],
        &["list", "--sort", "colour"],
        &["show"],
        &["show", "news"],
        &["list", "--library", "news/b.txt"],
        &["show", "news/b.txt", "--width", "0"],
    ] {
        home.expect(args, 2);
    }
}

#[test]
fn what_is_not_there_is_three() {
    let home = Home::new();
    home.expect(&["show", "gone.md"], 3);
    home.expect(&["list", "--library", "gone"], 3);
    home.expect(&["check", "gone"], 3);
    home.expect(&["gone"], 3);
    let output = home.run(&["gone", "--lang", "zh"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(error, "kanbao: gone: 没有这个文件或文件夹 (请核对名字)\n");
}

#[test]
fn listing() {
    let home = Home::new();
    let all = rows(&home.expect(&["list", "--library", "news", "--json"], 0));
    assert_eq!(all.len(), 2);
    let first = all
        .iter()
        .find(|row| row["id"] == "a/第一篇.md")
        .expect("the article");
    assert_eq!(first["title"], "第一篇：完善“小巨人”标准");
    assert_eq!(first["date"], "2022-04-19T04:22:21+00:00");
    assert_eq!(first["source"], "某某财经");
    assert_eq!(
        first["categories"],
        serde_json::json!(["金融", "某某财经", "国内"])
    );
    assert_eq!(first["read"], false);
    assert!(first["place"].is_null());
    let second = all
        .iter()
        .find(|row| row["id"] == "b.txt")
        .expect("the text");
    assert_eq!(second["title"], "没有题目的第二篇");
    assert!(second["date"].is_null());
    // Its file is newer than the dated article, which is nevertheless the newer news.
    assert_eq!(all.last(), Some(second));
    let found = rows(&home.expect(&["list", "小巨人 财经", "--library", "news", "--json"], 0));
    assert_eq!(found.len(), 1);
    assert_eq!(home.expect(&["list", "无此词", "--library", "news"], 1), "");
    let told = |args: &[&str]| String::from_utf8_lossy(&home.run(args).stderr).into_owned();
    let none = ["list", "无此词", "--library", "news"];
    assert!(told(&none).contains("has “无此词” (try fewer words"));
    assert!(told(&[&none[..], &["--lang", "zh"]].concat()).contains("里都没有“无此词”"));
    assert!(told(&["bookmark", "list"]).contains("No article is bookmarked"));
    let table = home.expect(
        &[
            "list",
            "--library",
            "news",
            "--sort",
            "length",
            "--limit",
            "1",
        ],
        0,
    );
    assert!(table.contains("\ta/第一篇.md"), "{table}");
    // Nobody looks at a terminal: the reader is the list.
    assert_eq!(home.expect(&["news"], 0).lines().count(), 2);
    // The folder one stands in holds articles; an empty one shows the sample.
    assert_eq!(home.expect(&[], 0).lines().count(), 2);
    fs::create_dir(home.path("empty")).expect("a folder");
    let output = home
        .command(&["list"])
        .current_dir(home.path("empty"))
        .output();
    let sample = output.expect("the program starts").stdout;
    assert!(String::from_utf8_lossy(&sample).contains("sample/"));
}

#[test]
fn checking() {
    let home = Home::new();
    assert!(home.expect(&["check", "news"], 0).contains('2'));
    home.file("news/empty.md", "\n");
    home.file("news/x.png", "x");
    home.file("news/broken.md", "---\ntitle: @甲\n---\n文");
    let found = rows(&home.expect(&["check", "news", "--json"], 1));
    let brief: Vec<_> = found
        .iter()
        .map(|row| (row["problem"].as_str(), row["severity"].as_str()))
        .collect();
    let expected = [
        (Some("front-matter-broken"), Some("partial")),
        (Some("empty"), Some("skipped")),
        (Some("unknown-format"), Some("skipped")),
    ];
    assert_eq!(brief, expected);
    let text = home.expect(&["check", "news", "--lang", "zh"], 1);
    assert!(text.contains("空的"), "{text}");
}

#[test]
fn what_is_cut() {
    let home = Home::new();
    let file = "news/c.html";
    home.file(
        file,
        "<p>正文在此，写得比别的长一些。</p><p class=\"my-box\">每日一句</p><p>跳转微信打开</p><p>跳转微信打开</p>",
    );
    let text = home.expect(&["check", "--clean", file], 0);
    let lines: Vec<_> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        lines,
        [
            // The file names itself by its first line.
            "duplicate-title 1 正文在此，写得比别的长一些。",
            "promotion 2 跳转微信打开",
            "1 article, 3 parts cut"
        ],
        "{text}"
    );
    home.file(
        "config/kanbao/config.toml",
        "[[cleaning.rules]]\ntoken = \"box\"\n",
    );
    let found = rows(&home.expect(&["check", "--clean", "--json", file, "news"], 0));
    let brief: Vec<_> = found
        .iter()
        .map(|row| {
            (
                row["rule"].as_str(),
                row["count"].as_u64(),
                row["text"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        brief.get(1),
        Some(&(Some("user"), Some(1), Some("每日一句")))
    );
    assert!(
        found[0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("c.html"))
    );
    home.expect(&["check", "--clean", "gone"], 3);
}

#[test]
fn what_repeats_is_offered_as_a_rule() {
    let home = Home::new();
    for nth in 0..9 {
        let body = format!("第{nth}篇。\n\n每天早上七点，准时见面。\n");
        home.file(
            &format!("paper/{nth}.md"),
            &format!("---\ntitle: 第{nth}篇\nsource: 日报\n---\n{body}"),
        );
    }
    let text = home.expect(&["check", "--clean", "paper"], 0);
    let (_, rule) = text.split_once("9 of 9 articles").expect("an offer");
    let (_, rule) = rule.split_once('\n').expect("a rule");
    home.file("config/kanbao/config.toml", rule);
    let text = home.expect(&["check", "--clean", "paper"], 0);
    assert!(
        text.contains("user                9  每天早上七点，准时见面。"),
        "{text}"
    );
    assert!(!text.contains("[[cleaning.rules]]"), "{text}");
}

#[test]
fn showing() {
    let home = Home::new();
    let file = "news/a/第一篇.md";
    let text = home.expect(&["show", file, "--width", "40"], 0);
    assert!(
        text.contains("小巨人") && !text.contains('\u{1b}'),
        "{text}"
    );
    assert!(
        text.lines()
            .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 40),
        "{text}"
    );
    assert!(!text.lines().any(|line| line.ends_with(' ')), "{text}");
    let ansi = home.expect(&["show", file, "--width", "40", "--format", "ansi"], 0);
    let words = ansi.split('\u{1b}').enumerate().map(|(number, part)| {
        let code_end = part.find('m').map_or(0, |end| end + 1);
        part.get(if number == 0 { 0 } else { code_end }..)
            .expect("a code ends")
    });
    assert_eq!(words.collect::<String>(), text, "colours change no word");
    assert!(
        home.expect(&["show", file, "--format", "markdown"], 0)
            .contains("小巨人")
    );
    let json: serde_json::Value =
        serde_json::from_str(&home.expect(&["show", file, "--format", "json"], 0)).expect("JSON");
    assert!(json["blocks"].is_array());
    let by_id = home.expect(
        &["show", "a/第一篇.md", "--library", "news", "--width", "40"],
        0,
    );
    assert_eq!(by_id, text);
    assert!(home.expect(&["show", "sample/01-guide.md"], 0).len() > 20);
}

#[test]
fn links_are_numbered_and_listed_at_the_end() {
    let home = Home::new();
    let address = "https://example.org/a/rather/long/path?with=a&query=too";
    let body = format!(
        "<h1>标题</h1><p>见<a href=\"{address}\">原文</a>和<a href=\"#n\">下文</a>。</p><p id=\"n\">下文。</p>"
    );
    home.file("links.html", &body);
    let text = home.expect(&["show", "links.html"], 0);
    assert!(
        text.contains("原文[1]和下文。") && text.contains(&format!("\n[1] {address}\n")),
        "{text}"
    );
    let narrow = home.expect(&["show", "links.html", "--width", "24"], 0);
    let wide = |line: &str| unicode_width::UnicodeWidthStr::width(line) > 24;
    assert!(!narrow.lines().any(wide), "{narrow}");
    let joined: String = narrow.split_whitespace().collect();
    assert!(joined.contains(address), "{narrow}");
    let bare = home.expect(&["show", "links.html", "--no-links"], 0);
    assert!(!bare.contains('[') && !bare.contains("example"), "{bare}");
}

#[test]
fn a_printed_page_speaks_the_language_of_the_interface() {
    let home = Home::new();
    home.file(
        "code.md",
        "# 标题\n\n文。[^1]\n\n```rust\nlet a = 1;\nlet b = 2;\n```\n\n[^1]: 注。\n",
    );
    let text = home.expect(&["show", "code.md"], 0);
    assert!(text.contains("2 lines") && text.contains("Notes"), "{text}");
    let text = home.expect(&["show", "code.md", "--lang", "zh"], 0);
    assert!(text.contains("2 行") && text.contains("注释"), "{text}");
}

#[test]
fn marks_and_bookmarks() {
    let home = Home::new();
    let row = |home: &Home| {
        let all = rows(&home.expect(&["list", "--library", "news", "--json", "小巨人"], 0));
        (all[0]["read"].clone(), all[0]["bookmarked"].clone())
    };
    home.expect(&["bookmark", "list"], 1);
    home.expect(&["mark", "read", "小巨人", "--library", "news"], 0);
    home.expect(&["mark", "bookmark", "a/第一篇.md", "--library", "news"], 0);
    assert_eq!(row(&home), (true.into(), true.into()));
    home.expect(&["mark", "unread", "小巨人", "--library", "news"], 0);
    assert_eq!(row(&home), (false.into(), true.into()));
    assert!(
        home.expect(&["bookmark", "list"], 0)
            .contains("a/第一篇.md")
    );
    assert!(
        home.expect(&["bookmark", "export", "--format", "markdown"], 0)
            .contains("小巨人")
    );
    // An export moves to another machine, and a bad line costs only itself.
    let export = home.expect(&["bookmark", "export"], 0);
    let other = Home::new();
    other.file("export.jsonl", &format!("{export}不是书签\n"));
    let output = other.run(&["bookmark", "import", "export.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("export.jsonl:2:1"));
    assert_eq!(other.expect(&["bookmark", "export"], 0), export);
    home.expect(
        &["mark", "unbookmark", "a/第一篇.md", "--library", "news"],
        0,
    );
    home.expect(&["bookmark", "list"], 1);
    let none = home.run(&["mark", "read", "无此词", "--library", "news"]);
    assert_eq!(none.status.code(), Some(1));
}

/// More than any limit for a whole file; with a line that is too long to be a bookmark.
#[test]
fn an_import_has_no_limit() {
    let home = Home::new();
    let blanks = " ".repeat(120_000);
    let mut export: String = (0..600)
        .map(|number| format!("{{\"id\":\"{number}.md\"}}{blanks}\n"))
        .collect();
    assert!(export.len() > 64 << 20);
    export += &format!("{{\"id\":\"{}\"}}\n", "a".repeat(8 << 20));
    export += "{\"id\":\"last.md\"}";
    home.file("export.jsonl", &export);
    let output = home.run(&["bookmark", "import", "export.jsonl"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("export.jsonl:601:1"), "{error}");
    assert_eq!(home.expect(&["bookmark", "list"], 0).lines().count(), 601);
}

/// An id as it is printed names the article, also where it would be an option or a formula.
#[test]
fn printed_ids_are_understood() {
    let home = Home::new();
    home.file("news/=1+1.md", "---\ntitle: =2+2\n---\n算式。\n");
    home.file("news/-v.md", "---\ntitle: 选项\n---\n正文。\n");
    let list = home.expect(&["list", "--library", "news"], 0);
    let mut ids: Vec<_> = list
        .lines()
        .filter_map(|line| line.split('\t').next_back())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, ["./-v.md", "./=1+1.md", "a/第一篇.md", "b.txt"]);
    assert!(list.contains("\t'=2+2\t"), "{list}");
    for id in ids {
        home.expect(&["show", id, "--library", "news"], 0);
        home.expect(&["mark", "bookmark", id, "--library", "news"], 0);
    }
    assert_eq!(home.expect(&["bookmark", "list"], 0).lines().count(), 4);
}

#[test]
fn configuration() {
    let home = Home::new();
    let path = home.expect(&["config", "path"], 0);
    assert!(path.trim_end().ends_with("config.toml"), "{path}");
    home.expect(&["config", "check"], 0);
    home.expect(&["config", "init"], 0);
    home.expect(&["config", "init"], 2);
    assert!(fs::read_to_string(path.trim_end()).is_ok());
    home.expect(&["config", "check"], 0);
    // A fault is told with its place, and stops what depends on the configuration.
    home.file("own.toml", "[nonsense]\nx = 1\n");
    for args in [&["config", "check"][..], &["list"]] {
        let output = home.run(&[args, &["--config", "own.toml"]].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(
            String::from_utf8_lossy(&output.stderr).contains("own.toml:1:"),
            "{args:?}"
        );
    }
    home.expect(&["list", "--config", "gone.toml"], 2);
    let told = home.expect(&["doctor"], 0);
    assert!(
        told.contains("config.toml") && told.contains("not a terminal"),
        "{told}"
    );
    home.file("data/kanbao/journal/m-1.jsonl", "zzz\n");
    let told = home.expect(&["doctor"], 0);
    assert!(told.contains("m-1.jsonl:1:1: "), "{told}");
}

#[test]
fn showing_standard_input() {
    let home = Home::new();
    let mut child = home
        .command(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin
        .write_all("# 题目\n\n从管道里来。\n".as_bytes())
        .expect("a reader");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("从管道里来"),
        "{text}"
    );
}

/// What is said when a file is none, a device is full, a home is a file.
#[test]
#[cfg(target_os = "linux")]
fn odd_files_are_named() {
    let home = Home::new();
    let said = |command: &mut Command| {
        let output = command.output().expect("the program starts");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), error)
    };
    let (mode, kind) = (0o600.into(), rustix::fs::FileType::Fifo);
    rustix::fs::mknodat(rustix::fs::CWD, home.path("pipe.md"), kind, mode, 0).expect("a pipe");
    let (code, error) = said(&mut home.command(&["show", "pipe.md"]));
    assert_eq!(code, Some(3));
    assert!(error.contains("a pipe, device or socket"), "{error}");

    let full = fs::File::create("/dev/full").expect("a device");
    let (code, error) = said(home.command(&["--help"]).stdout(full));
    assert_eq!(code, Some(3));
    assert!(error.contains("could not be printed"), "{error}");

    let mut command = home.command(&["list", "--library", "news"]);
    for name in ["CONFIG", "DATA", "CACHE", "STATE"] {
        command.env_remove(format!("XDG_{name}_HOME"));
    }
    let (code, error) = said(command.env("HOME", home.path("news/b.txt")));
    assert_eq!((code, &*error), (Some(0), ""));
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let home = Home::new();
    for number in 0..3000 {
        home.file(&format!("many/{number:04}-{}.md", "长".repeat(40)), "文");
    }
    let mut child = home
        .command(&["list", "--library", "many", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    let mut stdout = child.stdout.take().expect("a pipe");
    stdout.read_exact(&mut first).expect("a line");
    drop(stdout);
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
#[cfg(unix)]
fn names_cannot_reach_the_terminal() {
    let home = Home::new();
    home.file(
        "evil/a\u{1b}[31m\u{202e}\n.md",
        "---\ntitle: \"\\e]0;x\\a题\"\n---\n\u{9b}31m文",
    );
    home.file("evil/b\u{1b}[31m.png", "");
    for args in [
        &["list", "--library", "evil"][..],
        &["list", "--library", "evil", "--json"],
        &["check", "evil"],
        &["check", "evil", "--json"],
    ] {
        let output = home.run(args);
        let text = String::from_utf8_lossy(&output.stdout);
        let hidden = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}';
        assert!(
            !text.is_empty() && !text.contains(hidden),
            "{args:?}: {text:?}"
        );
    }
}

/// As a user whom the modes of files hold: root is let in everywhere, so the program then
/// runs as nobody, from a copy that nobody may run.
#[test]
#[cfg(target_os = "linux")]
fn without_permission() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65534;
    let home = Home::new();
    let mode = |name: &str, mode: u32| {
        let permissions = fs::Permissions::from_mode(mode);
        fs::set_permissions(home.path(name), permissions).expect("my own file");
    };
    home.file("locked/a.md", ARTICLE);
    home.file("part/open.md", ARTICLE);
    home.file("part/closed.md", ARTICLE);
    home.file("part/in/b.md", ARTICLE);
    home.file("data/kanbao/journal/m-1.jsonl", "");
    // Copied by another process: a file that this one has open for writing could be left
    // open in a child of another test, and is then not to be run.
    let copied = Command::new("cp")
        .args([env!("CARGO_BIN_EXE_kanbao").into(), home.path("program")])
        .status();
    assert!(copied.expect("cp").success());
    mode("", 0o755);
    mode("program", 0o755);
    for closed in ["locked", "part/closed.md", "part/in", "data/kanbao/journal"] {
        mode(closed, 0);
    }
    let root = fs::read_dir(home.path("locked")).is_ok();
    let check = |args: &[&str], code: i32, out: &[&str], error: &str| {
        let mut command = Command::new(home.path("program"));
        let like = home.command(&[]);
        let variables = like
            .get_envs()
            .filter_map(|(name, value)| Some((name, value?)));
        command.args(args).current_dir(home.path(""));
        command.env_clear().envs(variables).stdin(Stdio::null());
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().expect("the program starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {told}");
        let one_line = told.lines().count() == usize::from(!error.is_empty());
        assert!(told.contains(error) && one_line, "{args:?}: {told}");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            out.iter().all(|part| text.contains(part)),
            "{args:?}: {text}"
        );
    };
    let closed = "No permission (its owner can give it with chmod)";
    check(&["locked"], 3, &[], &format!("kanbao: locked: {closed}"));
    check(&["list", "--library", "locked"], 3, &[], closed);
    check(&["part/closed.md"], 3, &[], closed);
    check(&["show", "part/closed.md"], 3, &[], closed);
    // Inside a library it costs only itself, and is told.
    check(&["check", "part"], 1, &["part/closed.md", "part/in"], "");
    // The journal cannot be read: said, and the articles are there.
    check(
        &["list", "--library", "part"],
        0,
        &["open.md"],
        "data/kanbao/journal",
    );
    check(&["bookmark", "list"], 1, &[], "data/kanbao/journal");
    for closed in ["data/kanbao/journal", "locked", "part/in"] {
        mode(closed, 0o755);
    }
}
