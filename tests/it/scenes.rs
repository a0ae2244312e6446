//! Golden screens: states of the interface, recorded as text with styles.

#[cfg(feature = "pictures")]
mod pictured;
mod translated;

use super::desk::Desk;
use super::drawing::Drawing;
use super::pages;
use kanbao::role::Role;
use kanbao::text::has_square_letters;
use kanbao::ui::Styles;
use kanbao::user::colours::{Colours, Depth};
use kanbao::user::marks::Marks;
use kanbao::user::{Theme, ThemeChoice};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use std::path::PathBuf;

/// A name, the size of the terminal, and the keys to press.
type SceneRow = (&'static str, &'static [(u16, u16)], &'static str);

const SCENES: &[SceneRow] = &[
    ("list", &[(80, 24), (80, 40), (80, 8)], "j"),
    ("list", &[(120, 40)], "j j b"),
    ("list", &[(200, 50)], "s s"),
    ("list", &[(40, 20)], "Space"),
    ("list", &[(34, 12)], "s G"),
    ("list", &[(20, 6)], "j j j"),
    (
        "sidebar",
        &[(80, 24), (120, 40), (200, 50), (40, 20), (20, 6)],
        "j r t G Enter k k k k",
    ),
    ("by-length", &[(80, 24), (40, 20)], "s s s"),
    ("by-folder", &[(80, 24), (20, 6)], "s s s s"),
    (
        "picked",
        &[(80, 24), (120, 40), (200, 50), (40, 20), (20, 6)],
        "j v j V j j",
    ),
    (
        "view",
        &[(80, 24), (120, 40), (200, 50), (40, 20), (20, 6)],
        "t j j j j j j Enter",
    ),
    (
        "reading",
        &[(80, 24), (120, 40), (40, 20), (80, 8)],
        "Enter",
    ),
    (
        "pictures",
        &[(80, 24), (40, 20)],
        "f 照相簿 Enter Enter Space",
    ),
    ("code", &[(80, 24), (40, 20)], "f 数字宽 Enter Enter }"),
    ("table", &[(80, 24), (40, 20)], "f 三张表 Enter Enter }"),
    ("link", &[(80, 24)], "f 照相簿 Enter Enter G Tab"),
    (
        "note",
        &[(80, 24), (40, 20)],
        "f 数字宽 Enter Enter } Tab Enter",
    ),
    ("cuts", &[(80, 24)], "j Enter x G"),
    ("search", &[(80, 24), (120, 40)], "j Enter / 书店 Enter n n"),
    ("typing", &[(80, 24)], "j Enter / 书店"),
    ("filter", &[(80, 24)], "f 书"),
    (
        "empty",
        &[(80, 24), (80, 40), (120, 40), (200, 50), (40, 20), (20, 6)],
        "f 无此文",
    ),
    ("bookmarks", &[(80, 24), (120, 40), (40, 20)], "b j b B"),
    ("empty-bookmarks", &[(80, 24), (120, 40)], "B"),
    ("bookmarked", &[(80, 24), (40, 20), (20, 6)], "b Enter"),
    ("selection", &[(80, 24)], "j Enter v j j w"),
    ("offer", &[(80, 24), (40, 20)], "j Enter v s Enter"),
    (
        "highlighted",
        &[(80, 24), (120, 40), (40, 20)],
        "j Enter v s Enter 1 j j j v s Enter a 要再读 Enter )",
    ),
    (
        "highlights",
        &[(80, 24), (40, 20)],
        "Enter v s Enter 2 J v p Enter a 要再读 Enter \"",
    ),
    (
        "help",
        &[(80, 24), (120, 40), (200, 50), (40, 20), (20, 6)],
        "Enter ?",
    ),
    ("help-chosen", &[(20, 12)], "? j j j"),
    ("help-nothing", &[(80, 24)], "? / 无此键"),
    ("zen", &[(80, 24), (40, 20)], "Enter z"),
    ("zen-short", &[(80, 24)], "f 快讯 Enter Enter z"),
    (
        "links",
        &[(80, 24), (120, 40), (40, 20)],
        "f 照相簿 Enter Enter &",
    ),
    (
        "outline",
        &[(80, 24), (120, 40), (80, 40), (40, 20)],
        "Enter T",
    ),
    (
        "themes",
        &[(80, 24), (120, 40), (40, 20)],
        "Enter : theme Enter j",
    ),
    (
        "completing",
        &[(80, 24), (120, 40), (40, 20)],
        "Enter : set Space layout Space",
    ),
    (
        "remote-link",
        &[(80, 24), (120, 40), (40, 20)],
        "f 照相簿 Enter Enter } o",
    ),
    (
        "figure",
        &[(80, 24), (120, 40), (40, 20)],
        "f 照相簿 Enter Enter } }",
    ),
    (
        "stats",
        &[(80, 24), (200, 50), (40, 20)],
        "Enter q j Enter q #",
    ),
    ("problems", &[(80, 24), (120, 40), (40, 20)], "Enter e"),
    (
        "long-notice",
        &[(80, 24), (40, 20)],
        ": set Space theme Space no-such-theme-of-a-very-long-name-that-needs-two-rows Enter",
    ),
];

/// The same with an index of the texts.
const SEARCHES: &[SceneRow] = &[
    ("find-typing", &[(80, 24), (40, 20)], "/ 书店"),
    (
        "find",
        &[(80, 24), (120, 40), (200, 50), (40, 20), (20, 6)],
        "/ 书店 Enter j",
    ),
    ("find-open", &[(80, 24)], "/ 书店 Enter j Enter"),
    ("find-in-view", &[(80, 24)], "b B / 书店 Space 小 Enter"),
    ("find-nothing", &[(80, 24), (40, 20)], "/ 无此文 Enter"),
    ("find-elsewhere", &[(80, 24)], "b B / 三张表"),
    ("find-error", &[(80, 24)], "/ 书店 Space dat:7d.. Enter"),
];

pub struct Scene {
    pub name: String,
    pub desk: Desk,
    /// The folder of its indexes.
    _cache: Option<tempfile::TempDir>,
}

/// Searches, while the index is complete, and once before it is.
fn searches() -> impl Iterator<Item = Scene> {
    let building: &[SceneRow] = &[("find-indexing", &[(80, 24)], "/ 书店 Enter")];
    let rows = SEARCHES.iter().chain(building);
    rows.flat_map(|(name, sizes, keys)| {
        sizes.iter().map(move |&size| {
            let roots = ["assets/sample", "tests/unreadable"].map(PathBuf::from);
            let cache = tempfile::tempdir().unwrap();
            let mut desk = Desk::open(roots.to_vec(), Marks::default(), "zh-Hans", size);
            desk.jobs.indexes.folder = Some(cache.path().to_owned());
            desk.holds_index = *name == "find-indexing";
            desk.keys("R").keys(keys);
            Scene {
                name: format!("{name}-{}x{}", size.0, size.1),
                desk,
                _cache: Some(cache),
            }
        })
    })
}

/// All scenes, on the sample library and a folder with a file that is not an article.
pub fn all() -> impl Iterator<Item = Scene> {
    let scenes = SCENES.iter().flat_map(|(name, sizes, keys)| {
        sizes.iter().map(move |&(width, height)| {
            // Relative to the package, where tests run: the problems show paths.
            let roots = ["assets/sample", "tests/unreadable"].map(PathBuf::from);
            let marks = Marks::default();
            let mut desk = Desk::open(roots.to_vec(), marks, "zh-Hans", (width, height));
            desk.is_remote = name.starts_with("remote");
            desk.keys(keys);
            let name = format!("{name}-{width}x{height}");
            Scene {
                name,
                desk,
                _cache: None,
            }
        })
    });
    let scenes = scenes.chain(searches());
    #[cfg(feature = "pictures")]
    let scenes = scenes.chain(pictured::scenes());
    scenes.chain(translated::scenes())
}

/// A theme in which the foreground colour is the number of the role.
fn roles() -> Styles {
    let mut source = "[roles]\n".to_owned();
    for (number, role) in Role::ALL.iter().enumerate() {
        let mut name = String::new();
        for c in format!("{role:?}").chars() {
            if c.is_ascii_uppercase() && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        let _ = writeln!(source, "{name} = \"{}\"", FIRST + number as u8);
    }
    let choice = ThemeChoice::parse(&source).unwrap();
    let terminal = Colours {
        depth: Depth::True,
        ground: None,
    };
    Styles::new(&choice.theme(terminal))
}

/// The colour of the first role.
const FIRST: u8 = 100;

/// A screen as text, and beside each row the roles of its columns with the attributes that
/// the theme without colours gives them. Plain body text is left out.
pub fn record(desk: &Desk) -> String {
    let (width, height) = desk.app.context.size;
    let plain = Styles::new(&Theme::shipped("mono").unwrap());
    let (shown, roles) = (desk.drawn(&plain), desk.drawn(&roles()));
    let mut out = String::new();
    for y in 0..height {
        let text = super::desk::row(&shown, width, y);
        let styles = styles(&shown, &roles, width, y);
        let row = format!("{text}  | {styles}");
        out.push_str(row.trim_end_matches([' ', '|']));
        out.push('\n');
    }
    out
}

/// The runs of a row: `from-to Role attributes`.
fn styles(shown: &Drawing, roles: &Drawing, width: u16, y: u16) -> String {
    let mut runs: Vec<(u16, u16, String)> = Vec::new();
    for x in 0..width {
        let role = match roles.buffer[(x, y)].fg {
            Color::Indexed(number) => format!("{:?}", Role::ALL[usize::from(number - FIRST)]),
            other => format!("{other:?}"),
        };
        let mut style = role;
        for (modifier, name) in [
            (Modifier::BOLD, " bold"),
            (Modifier::DIM, " dim"),
            (Modifier::ITALIC, " italic"),
            (Modifier::UNDERLINED, " underline"),
            (Modifier::REVERSED, " reverse"),
            (Modifier::CROSSED_OUT, " strike"),
        ] {
            if shown.buffer[(x, y)].modifier.contains(modifier) {
                style.push_str(name);
            }
        }
        match runs.last_mut() {
            Some((_, to, last)) if *last == style => *to = x,
            _ => runs.push((x, x, style)),
        }
    }
    let seen = runs.iter().filter(|(_, _, style)| style != "Body");
    let written: Vec<_> = seen
        .map(|(from, to, style)| {
            if from == to {
                format!("{from} {style}")
            } else {
                format!("{from}-{to} {style}")
            }
        })
        .collect();
    written.join(", ")
}

#[test]
#[cfg_attr(
    not(feature = "phrase"),
    ignore = "without phrases titles break elsewhere"
)]
fn golden_screens_are_unchanged() {
    let folder = pages::root().join("tests/golden/screens");
    let bless = std::env::var_os("BLESS").is_some();
    let mut changed = Vec::new();
    for scene in all() {
        let screen = record(&scene.desk);
        let golden = folder.join(format!("{}.txt", scene.name));
        if bless {
            std::fs::write(&golden, screen).unwrap();
            continue;
        }
        let before = std::fs::read_to_string(&golden).unwrap_or_default();
        if let Some(fault) = super::golden::first_difference(&before, &screen) {
            changed.push(format!("{}: {fault}", pages::name(&golden)));
        }
    }
    let known: Vec<_> = all().map(|scene| scene.name + ".txt").collect();
    for file in std::fs::read_dir(&folder).unwrap() {
        let name = pages::name(&file.unwrap().path());
        let is_missing_feature = cfg!(not(feature = "pictures")) && name.starts_with("pictured");
        assert!(
            known.contains(&name) || is_missing_feature,
            "no scene for {name}"
        );
    }
    assert!(
        changed.is_empty(),
        "\n{}\nBLESS=1 rewrites them\n",
        changed.join("\n")
    );
}

/// Overlays keep no attributes of the cells below, selected rows have one ground from edge to edge
/// except for hits, and underlines cover words only.
#[test]
fn styles_end_where_they_should() {
    let lines = Modifier::UNDERLINED | Modifier::REVERSED | Modifier::CROSSED_OUT;
    for scene in all() {
        let (width, height) = scene.desk.app.context.size;
        let plain = Styles::new(&Theme::shipped("mono").unwrap());
        let canvas = scene.desk.drawn(&plain);
        let roles = scene.desk.drawn(&roles());
        let name = &scene.name;
        for y in 0..height {
            let cells = |x: u16| &canvas.buffer[(x, y)];
            let role = |x: u16| roles.buffer[(x, y)].fg;
            let chosen = |x| {
                let selected = [Role::Selected, Role::SelectedUnfocused];
                selected
                    .iter()
                    .any(|own| role(x) == Color::Indexed(FIRST + *own as u8))
            };
            let app = &scene.desk.app;
            let layout = &app.context.layout;
            let right = |area: Option<kanbao::app::Area>| area.map_or(0, |area| area.right());
            let list = layout.list.map_or(0, |list| list.x);
            let sidebar = layout.sidebar.filter(|_| app.overlay.panel.is_none());
            let area = app.panel_area();
            let edges = match (&app.overlay.panel, sidebar) {
                (Some(panel), _) if area.is_some_and(|area| area.y <= y) => {
                    let area = area.unwrap_or_default();
                    let (from, cells) = panel.block(area.width);
                    vec![(area.x + from, area.x + from + cells)]
                }
                // The rows of the sidebar end before its border or its widest row.
                (_, Some(area)) if area.x == list => vec![(0, right(sidebar).min(51) - 1)],
                _ => vec![
                    (0, right(sidebar).saturating_sub(1)),
                    (list, right(layout.list)),
                ],
            };
            let blocks = edges.into_iter();
            let blocks = blocks.filter(|(from, to)| from < to && chosen(*from));
            let blocks: Vec<_> = blocks.collect();
            for (from, to) in &blocks {
                let hits =
                    [Role::Hit, Role::CurrentHit].map(|hit| Color::Indexed(FIRST + hit as u8));
                for x in (*from..*to).filter(|x| !hits.contains(&role(*x))) {
                    assert_eq!(role(x), role(*from), "{name} {x},{y}");
                    // Unread titles keep their weight.
                    let weight = Modifier::UNDERLINED | Modifier::BOLD;
                    let ground = |x: u16| cells(x).modifier - weight;
                    assert_eq!(ground(x), ground(*from), "{name} {x},{y}");
                }
                for x in [*from, *to - 1] {
                    let modifier = cells(x).modifier;
                    assert!(!modifier.contains(Modifier::UNDERLINED), "{name} {x},{y}");
                }
            }
            if !blocks.is_empty() {
                continue;
            }
            for x in 0..width {
                let modifier = cells(x).modifier & lines;
                let body = role(x) == Color::Indexed(FIRST + Role::Body as u8);
                if body && cells(x).symbol() == " " {
                    assert!(
                        modifier.is_empty(),
                        "{name} {x},{y}: an attribute of a covered cell"
                    );
                }
            }
            let underlined = |x: u16| cells(x).modifier.contains(Modifier::UNDERLINED);
            let starts = (0..width).filter(|x| underlined(*x) && (*x == 0 || !underlined(x - 1)));
            let ends =
                (0..width).filter(|x| underlined(*x) && (x + 1 == width || !underlined(x + 1)));
            for x in starts.chain(ends).filter(|x| !chosen(*x)) {
                // The second cell of a wide character is blank.
                let words = cells(x).symbol() != " " || x > 0 && !cells(x - 1).symbol().is_ascii();
                assert!(words, "{name} {x},{y}: an underlined blank");
            }
        }
    }
}

/// Ideographs, kana and hangul are upright, whatever a theme says.
#[test]
fn no_ideograph_is_slanted() {
    for scene in all() {
        let mut source = "[roles]\n".to_owned();
        for name in [
            "body",
            "title",
            "quote",
            "caption",
            "emphasis",
            "row",
            "code-comment",
        ] {
            let _ = writeln!(source, "{name} = \"italic\"");
        }
        let choice = ThemeChoice::parse(&source).unwrap();
        let terminal = Colours {
            depth: Depth::True,
            ground: None,
        };
        let canvas = scene.desk.drawn(&Styles::new(&choice.theme(terminal)));
        for cell in &canvas.buffer.content {
            let slanted = cell.modifier.contains(Modifier::ITALIC);
            assert!(
                !slanted || !has_square_letters(cell.symbol()),
                "{} {}",
                scene.name,
                cell.symbol()
            );
        }
    }
}
