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
    desk.resize(80, 24).keys("q <").shows("行宽 74 格");
}

/// The width of a window that has no room for the usual one is not that of wider windows.
#[test]
fn a_narrow_window_has_a_width_of_its_own() {
    let folder = three();
    let mut first = desk(&folder, (40, 20));
    let width = |desk: &Desk| desk.app.context.layout.text.width;
    first.keys("Enter <");
    for (size, cells) in [((80, 24), 76), ((40, 20), 35), ((30, 20), 27)] {
        assert_eq!(width(first.resize(size.0, size.1)), cells, "{size:?}");
    }
    first.resize(80, 24).keys("<");
    let state = first.app.view_state();
    assert_eq!(state.measure, Some((74, 76)));
    for (size, cells) in [((80, 24), 74), ((40, 20), 35)] {
        let roots = vec![folder.path().to_owned()];
        let mut again = Desk::reopen(roots, Marks::default(), "zh-Hans", size, state.clone());
        assert_eq!(width(again.keys("Enter")), cells, "{size:?}");
    }
}

/// `:set measure` and the keys change one width, and `:set!` writes the one that is shown.
#[test]
fn the_setting_and_the_keys_are_one_width() {
    let folder = three();
    for size in [(80, 24), (70, 24)] {
        let mut desk = desk(&folder, size);
        desk.keys("Enter 6 < : set Space measure Space 76 Enter");
        assert_eq!(desk.app.context.settings.options.measure, 76);
        let state = desk.app.view_state();
        assert_eq!((state.measure, state.narrow_measure), (None, None));
    }
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter : set Space measure Space 72 Enter < : set! Enter");
    assert_eq!(desk.kept[0].value, "74");
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
