//! README's picture: a real screen of the built binary on its sample library.

use super::session::Session;
use super::svg;

/// The list is sorted by title, for headings of days depend on the clock; so do the ages,
/// which is why the picture is drawn (`BLESS=1`) but not compared.
#[test]
fn the_picture_in_readme_is_a_real_screen() {
    let home = tempfile::tempdir().unwrap();
    let mut session = Session::kanbao(home.path(), &["--lang", "zh-Hans"], 120, 34);
    session.wait_for("示例文库");
    session.send("ss");
    session.wait_for("按标题排序");
    session.send("/逗号\rl");
    session.wait("the article", |session| {
        session.row(1).contains("逗号为什么不能站在行首")
            && session.screen_text().contains("约 3 分钟")
    });
    session.send("j");
    session.wait("no notice", |session| {
        !session.screen_text().contains("按标题排序")
    });
    session.send("k");
    session.wait("the top", |session| {
        session.screen_text().contains("约 3 分钟")
    });
    if std::env::var_os("BLESS").is_some() {
        svg::check(session.screen(), "assets/screen.svg");
    }
    session.send("Q");
    assert_eq!(session.end(), 0);
}
