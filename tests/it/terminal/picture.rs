//! The pictures in README: screens of the built binary on its sample library.

use super::session::Session;
use super::svg;

/// Draws a screen (`BLESS=1`). It is not compared, because the dates of the sample depend on the
/// clock.
fn check(name: &str, theme: &str, size: (u16, u16), keys: &str, shown: &[&str]) {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, format!("theme = \"{theme}\"\n")).unwrap();
    let config = config.to_str().unwrap();
    let mut command = Session::command(home.path(), &["--lang", "zh-Hans", "--config", config]);
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start(command, size.0, size.1);
    session.wait_for("示例文库");
    session.send(keys);
    session.wait(name, |session| {
        let text = session.screen_text();
        shown.iter().all(|part| text.contains(part)) && !text.contains("正在读取")
    });
    if std::env::var_os("BLESS").is_some() {
        // The texts are also on screens before the last key, and in the middle of a frame.
        session.settle();
        svg::check(session.screen(), &format!("assets/{name}.svg"));
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
}

#[test]
fn the_pictures_in_readme_are_real_screens() {
    let article = "/逗号\rl";
    check("screen", "ink", (120, 34), article, &["约 3 分钟", "%"]);
    let formulas = "/圆周率\rlz";
    let shown = ["355", "────", "求和"];
    check("screen-formulas", "paper", (80, 34), formulas, &shown);
    let code = "/占一格\rlz";
    check("screen-code", "ink", (80, 34), code, &["rust", "数格子"]);
    // The bottom row is drawn last.
    let help = ["常用", "移动", "第 1 项"];
    check("screen-help", "paper", (110, 34), "?", &help);
}
