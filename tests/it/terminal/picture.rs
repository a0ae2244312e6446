//! The picture in README: a screen of the built binary on its sample library.

use super::session::Session;
use super::svg;

/// Only drawn (`BLESS=1`) and not compared, because the day headings depend on the clock.
#[test]
fn the_picture_in_readme_is_a_real_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut command = Session::command(home.path(), &["--lang", "zh-Hans"]);
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start(command, 120, 34);
    session.wait_for("示例文库");
    session.send("/逗号\rl");
    session.wait("the article", |session| {
        session.row(2).contains("逗号为什么不能站在行首")
            && session.screen_text().contains("约 3 分钟")
            && session.row(33).trim_end().ends_with('%')
            && !session.row(33).contains("正在读取")
    });
    if std::env::var_os("BLESS").is_some() {
        svg::check(session.screen(), "assets/screen.svg");
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
}
