//! The fields of a feed, faults with their position, and changes that keep comments.

use super::*;
use crate::locale::Locale;
use std::fs;

fn faults(source: &str) -> Vec<String> {
    let locale = Locale::for_tag("en");
    let faults = parse(source).expect_err(source);
    let text = |fault: &Fault| fault.error(Path::new("f.toml"), &locale).to_string();
    faults.iter().map(text).collect()
}

#[test]
fn all_fields_are_read() {
    let feeds = parse(
        "[[feeds]]\naddress = 'https://a.example/feed'\nname = '甲'\ncategory = '经济'\ntags = ['x']\n\
         folder = '新闻'\nfull-text = true\nkeep = '12w'\nkeep-unread = false\nuser-agent = 'b'\n\
         headers = { Authorization = 'TOKEN' }\nallow-private = true\nmuted = true\n\
         [[feeds]]\nexec = ['cat', 'a b']\n[[feeds]]\naddress = 'file:///a.xml'\n",
    );
    let first = FeedSettings {
        address: "https://a.example/feed".to_owned(),
        exec: Vec::new(),
        name: "甲".to_owned(),
        category: Some("经济".to_owned()),
        tags: vec!["x".to_owned()],
        folder: Some("新闻".to_owned()),
        full_text: true,
        keep: Some(84),
        keep_unread: false,
        user_agent: Some("b".to_owned()),
        headers: vec![("Authorization".to_owned(), "TOKEN".to_owned())],
        allow_private: true,
        muted: true,
    };
    let command = FeedSettings {
        exec: vec!["cat".to_owned(), "a b".to_owned()],
        ..FeedSettings::at("")
    };
    let expected = [first, command, FeedSettings::at("file:///a.xml")];
    assert_eq!(feeds.unwrap(), expected);
    assert_eq!(parse(""), Ok(Vec::new()));
}

#[test]
fn a_new_file_explains_all_fields() {
    assert_eq!(parse(edit::HEAD), Ok(Vec::new()));
    let is_setting = |line: &&str| line.contains(" = ") || line.starts_with("[[");
    let lines = edit::HEAD
        .lines()
        .filter_map(|line| line.strip_prefix("# "));
    let enabled: Vec<&str> = lines.filter(is_setting).collect();
    let feeds = parse(&enabled.join("\n")).unwrap();
    assert_eq!(feeds.len(), 2);
    for field in read::FIELDS {
        let start = format!("{} = ", field.name);
        assert!(
            enabled.iter().any(|line| line.starts_with(&start)),
            "{}",
            field.name
        );
    }
}

#[test]
fn faults_have_a_position_and_the_nearest_name() {
    let check = |source: &str, expected: &[&str]| assert_eq!(faults(source), expected);
    check(
        "[[feed]]\n[[feeds]]\nadress = 'https://a.example'\nname = 'x'\n",
        &[
            "f.toml:1:3: Unknown setting “feed” (did you mean “feeds”?)",
            "f.toml:3:1: Unknown setting “adress” (did you mean “address”?)",
            "f.toml:3:1: A feed needs either an address or a command (exec)",
        ],
    );
    check(
        "[[feeds]]\naddress = 'ftp://a.example'\nexec = ['x']\nkeep = '3x'\n[[feeds]]\nexec = ['x']\n",
        &[
            "f.toml:2:11: “ftp://a.example” is not the address of a feed: it must start with http://, https:// or file:",
            "f.toml:4:8: “3x” is not a period such as 90d, 12w or 2y",
            "f.toml:6:1: The feed “exec:x” is there twice",
        ],
    );
}

#[test]
fn changes_keep_what_the_user_wrote() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config/feeds.toml");
    let make = |changes: &[FeedChange]| change(&path, changes);
    let text = || fs::read_to_string(&path).unwrap();
    let a = FeedSettings {
        name: "看\"报".to_owned(),
        tags: vec!["x".to_owned()],
        headers: vec![("X-Key".to_owned(), "KEY".to_owned())],
        keep: Some(3),
        allow_private: true,
        ..FeedSettings::at("https://a.example/feed")
    };
    make(&[FeedChange::Add(a.clone()), FeedChange::Add(a.clone())]).unwrap();
    assert_eq!(load(&path).unwrap(), [a]);

    let written = "# mine\n[[feeds]] # one\naddress = 'https://1.example' # first\nname = 'x'\n\n\
                   # about two\n[[feeds]]\naddress = 'https://2.example'\n[feeds.headers]\nA = 'B'\n# three\n\
                   [[feeds]]\naddress = 'https://3.example'\n";
    fs::write(&path, written).unwrap();
    let moved = |from: &str, to: &str| FeedChange::Move {
        from: from.to_owned(),
        to: to.to_owned(),
    };
    make(&[
        moved("https://1.example", "https://1.example/new"),
        moved("https://1.example/new", "https://3.example"),
        moved("https://none.example", "https://4.example"),
        FeedChange::Remove("https://2.example".to_owned()),
    ])
    .unwrap();
    assert_eq!(
        text(),
        "# mine\n[[feeds]] # one\naddress = \"https://1.example/new\" # first\nname = 'x'\n\n\
         # about two\n# three\n[[feeds]]\naddress = 'https://3.example'\n"
    );
    make(&[FeedChange::Remove("https://3.example".to_owned())]).unwrap();
    assert_eq!(load(&path).unwrap().len(), 1);

    let inline = "feeds = [{ address = 'https://1.example' }]\n";
    fs::write(&path, inline).unwrap();
    assert!(make(&[FeedChange::Remove("https://1.example".to_owned())]).is_err());
    make(&[FeedChange::Remove("https://2.example".to_owned())]).unwrap();
    assert_eq!(text(), inline);
    fs::write(&path, "[[feeds]\n").unwrap();
    assert!(make(&[FeedChange::Remove("x".to_owned())]).is_err());
    assert_eq!(text(), "[[feeds]\n");
}

#[test]
fn a_file_that_is_not_read_whole_is_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feeds.toml");
    let feed = || "[[feeds]]\naddress = 'https://a.example/'\n".to_owned();
    let gbk = [b"# \xbf\xb4\xb1\xa8\n", feed().as_bytes()].concat();
    let long = format!("# {}\n{}", "x".repeat(LARGEST), feed()).into_bytes();
    for bytes in [gbk, long] {
        fs::write(&path, &bytes).unwrap();
        assert!(matches!(load(&path), Err(LoadError::Unreadable(_))));
        let add = FeedChange::Add(FeedSettings::at("https://b.example/"));
        let changed = change(&path, &[add]);
        assert!(matches!(changed, Err(LoadError::Unreadable(_))));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
    // Nor does a change make a file that cannot be read again.
    let full = format!("{}# {}\n", feed(), "x".repeat(LARGEST - 60));
    fs::write(&path, &full).unwrap();
    let add = FeedChange::Add(FeedSettings::at("https://b.example/"));
    assert!(change(&path, &[add]).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), full);
}

#[test]
fn many_changes_at_once() {
    const COUNT: usize = 10_000;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feeds.toml");
    let address = |number: usize| format!("https://a.example/{number}");
    let feeds: Vec<_> = (0..COUNT)
        .map(|number| FeedSettings::at(address(number)))
        .collect();
    let add: Vec<_> = feeds.iter().cloned().map(FeedChange::Add).collect();
    change(&path, &add).unwrap();
    assert_eq!(load(&path).unwrap(), feeds);
    let changes: Vec<_> = (0..COUNT)
        .map(|number| match number % 2 {
            0 => FeedChange::Remove(address(number)),
            _ => FeedChange::Move {
                from: address(number),
                to: format!("{}/new", address(number)),
            },
        })
        .chain([
            FeedChange::Add(FeedSettings::at("https://b.example/")),
            FeedChange::Add(FeedSettings::at("https://c.example/")),
            FeedChange::Remove("https://b.example/".to_owned()),
            FeedChange::Move {
                from: "https://c.example/".to_owned(),
                to: "https://d.example/".to_owned(),
            },
        ])
        .collect();
    change(&path, &changes).unwrap();
    let left = (1..COUNT).step_by(2);
    let mut left: Vec<_> = left
        .map(|number| FeedSettings::at(format!("{}/new", address(number))))
        .collect();
    left.push(FeedSettings::at("https://d.example/"));
    assert_eq!(load(&path).unwrap(), left);
}

#[test]
fn what_identifies_a_feed_has_no_password() {
    for (address, key) in [
        (
            "https://me:hunter2@a.example/x@y",
            "https://…@a.example/x@y",
        ),
        ("http://hunter2@a.example:80", "http://…@a.example:80"),
        ("http://me:hun/ter2@a.example/", "http://…@a.example/"),
        ("http://a:p@b:hunter2@c.example/", "http://…@c.example/"),
        ("https://a.example/@user", "https://a.example/@user"),
        (
            "https://a.example:8080/@user",
            "https://a.example:8080/@user",
        ),
        ("https://[::1]:80/?a@b", "https://[::1]:80/?a@b"),
        ("https://[::1]/@b", "https://[::1]/@b"),
        ("file:///a@b", "file:///a@b"),
    ] {
        assert_eq!(FeedSettings::at(address).key(), key);
    }
}

#[test]
fn a_field_is_set_where_it_is_written() {
    #[track_caller]
    fn check(before: &str, change: FeedChange, expected: &str) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feeds.toml");
        fs::write(&path, before).unwrap();
        change_file(&path, change);
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }
    fn change_file(path: &Path, one: FeedChange) {
        change(path, &[one]).unwrap();
    }
    let feed = "# 甲\n[[feeds]]\naddress = 'https://a.example/'\n";
    let key = || "https://a.example/".to_owned();
    let rename = |name: &str| FeedChange::Rename {
        key: key(),
        name: name.to_owned(),
    };
    let mute = |is_muted| FeedChange::Mute {
        key: key(),
        is_muted,
    };
    let named = "# 甲\n[[feeds]]\nname = \"报\"\naddress = 'https://a.example/'\n";
    check(feed, rename("报"), named);
    check(
        "[[feeds]]\naddress = 'https://a.example/'\nname = '旧' # 名\n",
        rename("新"),
        "[[feeds]]\naddress = 'https://a.example/'\nname = \"新\" # 名\n",
    );
    let muted = "# 甲\n[[feeds]]\nmuted = true\naddress = 'https://a.example/'\n";
    check(feed, mute(true), muted);
    check(muted, mute(false), &muted.replace("true", "false"));
    let other = FeedChange::Rename {
        key: "https://b.example/".to_owned(),
        name: "报".to_owned(),
    };
    check(feed, other, feed);
}
