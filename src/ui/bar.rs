//! The top row: what is open, how much of it is unread, and the two keys to know.

use super::{Canvas, Styles, fill, put_right};
use crate::app::{App, Area, Focus, Shelf};
use crate::input::{Command, Scope};
use crate::role::Role;
use crate::text::WidthPolicy;

pub fn draw(app: &App, styles: &Styles, canvas: &mut Canvas, area: Area) {
    let bar = styles.of(Role::Bar);
    fill(canvas, styles, area, Role::Bar);
    let name = format!(" {} ", app.context.locale.text("app.name"));
    let x = area.x
        + canvas.put(
            area.x,
            area.y,
            area.width,
            &name,
            styles.of(Role::BarAccent),
            None,
        );
    let hints = hints(app);
    let right = area.right().saturating_sub(1);
    let room = right.saturating_sub(x + 1);
    let counts = fitting(counts(app), room, canvas.policy);
    let needed = canvas.policy.str(&counts) + canvas.policy.str(&hints) + 4;
    let end = if usize::from(right.saturating_sub(x)) >= needed {
        put_right(canvas, (x, right), area.y, &hints, bar)
    } else {
        right
    };
    canvas.put(x + 1, area.y, end.saturating_sub(x + 1), &counts, bar, None);
}

fn counts(app: &App) -> Vec<String> {
    let shown = app.list.len();
    let mut parts = Vec::new();
    match app.list.shelf {
        Shelf::Bookmarks if shown < app.bookmarks => parts.push(app.context.locale.fill(
            "bar.bookmarks-shown",
            &[
                ("shown", &grouped(shown)),
                ("count", &grouped(app.bookmarks)),
            ],
        )),
        Shelf::Bookmarks => parts.push(
            app.context
                .locale
                .fill("bar.bookmarks", &[("count", &grouped(app.bookmarks))]),
        ),
        Shelf::All if shown != app.list.all.len() => parts.push(app.context.locale.fill(
            "bar.shown",
            &[
                ("shown", &grouped(shown)),
                ("count", &grouped(app.list.all.len())),
            ],
        )),
        Shelf::All => parts.push(
            app.context
                .locale
                .fill("bar.all", &[("count", &grouped(shown))]),
        ),
    }
    parts.push(
        app.context
            .locale
            .fill("bar.unread", &[("count", &grouped(app.unread))]),
    );
    if app.bookmarks > 0 && app.list.shelf == Shelf::All {
        parts.push(format!("* {}", grouped(app.bookmarks)));
    }
    if app.sample {
        parts.push(app.context.locale.text("bar.sample").to_owned());
    }
    parts
}

/// As many parts as there is room for: a count cut short is a wrong count.
fn fitting(mut parts: Vec<String>, room: u16, policy: WidthPolicy) -> String {
    let mut text = parts.join(" ⋅ ");
    while policy.str(&text) > usize::from(room) && parts.pop().is_some() {
        text = parts.join(" ⋅ ");
    }
    text
}

fn hints(app: &App) -> String {
    let hint = |command, scope, key| {
        let keys = app.context.keymap.keys_of(command, scope);
        keys.first()
            .map(|first| format!("{first} {}", app.context.locale.text(key)))
    };
    let first = match app.focus {
        Focus::List => hint(Command::Filter, Scope::List, "bar.filter"),
        Focus::Reader => hint(Command::Back, Scope::Reader, "bar.back"),
    };
    let hints = [first, hint(Command::Help, Scope::Everywhere, "bar.help")];
    hints.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// Digits in groups of three, as in 12 403.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(' ');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn numbers_are_grouped() {
        let check = |number, expected: &str| assert_eq!(grouped(number), expected);
        check(0, "0");
        check(999, "999");
        check(1_000, "1 000");
        check(12_403, "12 403");
        check(1_000_000, "1 000 000");
    }
}
