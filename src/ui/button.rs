//! Hints that take clicks: a click on one is its key.

use crate::input::{Input, Key};
use ratatui::layout::{Position, Rect};

/// A key and the cells of its hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Button {
    pub area: Rect,
    pub key: Key,
}

impl Button {
    /// The input that a click on a hint means; other input as it is.
    pub fn meant(buttons: &[Self], input: Input) -> Input {
        let Input::Click(x, y) = input else {
            return input;
        };
        let cell = Position { x, y };
        let button = buttons.iter().rfind(|button| button.area.contains(cell));
        button.map_or(input, |button| Input::Key(button.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_click_on_a_hint_is_its_key() {
        let area = Rect::new(70, 0, 6, 1);
        let key = Key::char('q');
        let buttons = [Button { area, key }];
        let check = |input: Input, expected: Input| {
            assert_eq!(Button::meant(&buttons, input), expected);
        };
        check(Input::Click(70, 0), Input::Key(key));
        check(Input::Click(75, 0), Input::Key(key));
        check(Input::Click(76, 0), Input::Click(76, 0));
        check(Input::Click(70, 1), Input::Click(70, 1));
        check(Input::Drag(70, 0), Input::Drag(70, 0));
    }
}
