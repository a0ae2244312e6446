//! The built binary as scripts see it: exit codes, standard output, standard error.

mod arriving;
mod completing;
mod exchanging;
#[cfg(feature = "fetch")]
mod feeds;
mod hostile;
mod importing;
#[cfg(all(unix, feature = "fetch"))]
mod interrupting;
#[cfg(feature = "fetch")]
mod keeping_feeds;
mod marking;
mod plain;
mod reading;
mod rules;
mod saving;
mod showing;
mod usage;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A temporary home directory, so that no test reads the user's files.
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
        let mut command = self.program(env!("CARGO_BIN_EXE_kanbao"));
        command.args(args);
        command
    }

    /// A program with the folders of this home.
    pub fn program(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let root = self.0.path();
        command
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

    /// Runs the program, checks the exit code and returns standard output.
    #[track_caller]
    pub fn expect(&self, args: &[&str], code: i32) -> String {
        let output = self.run(args);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}: {error}");
        assert!(error.lines().count() <= 1, "{args:?}: {error}");
        // With exit code 1, `check` prints its findings to standard output, while commands that
        // find nothing print an error.
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
