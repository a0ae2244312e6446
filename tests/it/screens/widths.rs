//! Key scripts for the width of lines.

use super::{desk, three};
use crate::desk::Desk;
use kanbao::user::ViewState;
use kanbao::user::marks::Marks;

/// The width of lines starts from what the window shows, not from the setting.
#[test]
fn the_first_key_of_the_width_changes_the_lines() {
    let folder = three();
    let mut desk = desk(&folder, (40, 20));
    let width = |desk: &Desk| desk.app.context.layout.text.width;
    desk.keys("Enter");
    assert_eq!(width(&desk), 37);
    for (keys, cells, said) in [
        (">", 37, "窗口放不下更宽的行：37 格"),
        ("<", 35, "行宽 35 格"),
        ("3 <", 29, "行宽 29 格"),
        ("99 <", 16, "行宽 16 格"),
        ("<", 16, "行宽不能再窄：16 格"),
        ("99 >", 37, "行宽 37 格"),
    ] {
        desk.keys(keys).shows(said);
        assert_eq!(width(&desk), cells, "after {keys}");
    }
    desk.resize(10, 8).keys("<").shows("9 格");
    // The list alone: the lines of the next article.
    desk.resize(80, 24).keys("q <").shows("行宽 35 格");
}

#[test]
fn the_width_is_kept_until_the_configuration_changes_it() {
    let folder = three();
    let mut first = desk(&folder, (80, 24));
    first.keys("Enter < <");
    let state = first.app.view_state();
    assert_eq!(state.measure, Some((72, 76)));
    let roots = || vec![folder.path().to_owned()];
    let reopen = |state| Desk::reopen(roots(), Marks::default(), "zh-Hans", (80, 24), state);
    let mut again = reopen(state.clone());
    assert_eq!(again.app.context.settings.options.measure, 72);
    assert_eq!(again.app.view_state().measure, Some((72, 76)));
    again.keys("Enter >").shows("行宽 74 格");
    let other = ViewState {
        measure: Some((72, 60)),
        ..state
    };
    assert_eq!(reopen(other).app.context.settings.options.measure, 76);
}
