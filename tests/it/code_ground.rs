//! The background of code blocks on the golden screens.

use super::scenes::all;
use kanbao::role::Role;
use kanbao::ui::Styles;
use kanbao::user::Theme;

/// All cells of a code block have its background, including its frame.
#[test]
fn the_background_of_code_fills_its_frame() {
    let scenes = all().filter(|scene| scene.name.starts_with("code-"));
    for scene in scenes {
        let paper = Styles::new(&Theme::shipped("paper").unwrap());
        let canvas = scene.desk.drawn(&paper);
        let tint = paper.of(Role::CodeBlock).bg;
        let (width, height) = scene.desk.app.context.size;
        let tinted = |y| {
            let cells = (0..width).filter(|x| canvas.buffer[(*x, y)].style().bg == tint);
            cells.collect::<Vec<_>>()
        };
        let rows: Vec<_> = (1..height - 1)
            .map(tinted)
            .filter(|row| !row.is_empty())
            .collect();
        assert!(rows.len() > 5, "{}", scene.name);
        let text = scene.desk.app.context.layout.text;
        // Beside a box, the gutter for hanging punctuation is empty.
        let gutter = if text.width < 50 { 0 } else { 2 };
        let whole: Vec<u16> = (text.x..text.right() - gutter).collect();
        for row in rows {
            assert_eq!(row, whole, "{}", scene.name);
        }
    }
}
