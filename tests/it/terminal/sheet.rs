//! One sheet of the main screens, light and dark, to be looked at; beside an older build of the
//! program if one is named.

use super::session::Session;
use super::svg::{self, BLACK, Colours, INK, LIGHT, Picture};

/// A name, the size of the terminal, and the keys to press. Each waits until its screen is drawn.
type MainScreen = (&'static str, (u16, u16), &'static [&'static str]);

const ENTER: &str = "\r";

const SCREENS: &[MainScreen] = &[
    ("list", (80, 24), &["j"]),
    ("list beside the article", (120, 40), &["j"]),
    ("list by source", (200, 50), &["s"]),
    ("narrow list", (40, 20), &["j"]),
    ("sidebar", (120, 40), &["t"]),
    ("list by date", (80, 40), &["j", " "]),
    ("reading", (80, 24), &["j", ENTER]),
    ("reading beside the list", (120, 40), &["j", ENTER]),
    ("narrow reading", (40, 20), &["j", ENTER, " "]),
    ("running head", (80, 24), &["j", ENTER, " "]),
    ("pictures", (80, 24), &["f照相簿\r", ENTER, " "]),
    ("code", (80, 24), &["f数字宽\r", ENTER, "}"]),
    ("tables", (80, 24), &["f三张表\r", ENTER, "}"]),
    ("formulas", (80, 24), &["f圆周率\r", ENTER, " "]),
    ("hits", (80, 24), &["j", ENTER, "/书店\r"]),
    ("filter", (80, 24), &["f书"]),
    ("help", (80, 24), &["?"]),
    ("outline", (120, 40), &[ENTER, "T"]),
    ("links", (80, 24), &["f照相簿\r", ENTER, "&"]),
    ("zen", (80, 24), &["j", ENTER, "z"]),
];

/// Theme and colours of the terminal.
const THEMES: &[(&str, Colours)] = &[
    ("ink", INK),
    ("paper", LIGHT),
    ("ink-contrast", BLACK),
    ("paper-contrast", LIGHT),
    ("ink-safe", INK),
    ("paper-safe", LIGHT),
    ("moss", INK),
    ("slate", INK),
    ("sepia", LIGHT),
    ("dark", BLACK),
    ("light", LIGHT),
    ("mono", BLACK),
];

/// The themes that are drawn unless others are named.
const MAIN: &str = "ink,paper";

fn picture(program: &str, label: &str, theme: (&str, Colours), screen: &MainScreen) -> Picture {
    let (theme, colours) = theme;
    let &(name, size, keys) = screen;
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("config.toml");
    std::fs::write(&config, format!("theme = \"{theme}\"\n")).unwrap();
    let config = config.to_str().unwrap();
    let arguments = ["--lang", "zh-Hans", "--config", config];
    let mut command = Session::command_of(program, home.path(), &arguments);
    command.env("COLORTERM", "truecolor");
    let mut session = Session::start(command, size.0, size.1);
    session.wait("the first screen", |session| {
        !session.screen_text().trim().is_empty()
    });
    session.settle();
    for key in keys {
        session.send(key);
        session.settle();
    }
    let (columns, rows) = size;
    Picture {
        label: format!("{name} {columns}x{rows} {theme}{label}"),
        svg: svg::svg(session.screen(), colours),
        size,
    }
}

/// The sizes at which all screens are drawn if their widths are named.
const SIZES: &[(u16, u16)] = &[
    (20, 6),
    (40, 20),
    (60, 24),
    (80, 24),
    (120, 40),
    (160, 40),
    (200, 50),
];

/// The main screens at their sizes, or each of them at the widths that `KANBAO_COLUMNS` names.
fn screens() -> Vec<MainScreen> {
    let Ok(named) = std::env::var("KANBAO_COLUMNS") else {
        return SCREENS.to_vec();
    };
    let is_named = |size: &&(u16, u16)| named.split(',').any(|name| name == size.0.to_string());
    let sizes: Vec<(u16, u16)> = SIZES.iter().filter(is_named).copied().collect();
    let at_sizes = |screen: &MainScreen| {
        let (name, _, keys) = *screen;
        let screens = sizes.iter().map(move |size| (name, *size, keys));
        screens.collect::<Vec<_>>()
    };
    SCREENS.iter().flat_map(at_sizes).collect()
}

/// Draws the sheet as target/screens.svg. `KANBAO_BEFORE` is another build to compare with;
/// `KANBAO_THEMES` names the themes, `KANBAO_COLUMNS` the widths.
#[test]
#[ignore = "run by .ci/screens, to be looked at"]
fn main_screens() {
    let now = env!("CARGO_BIN_EXE_kanbao");
    let before = std::env::var("KANBAO_BEFORE").ok();
    let builds = match &before {
        Some(before) => vec![(before.as_str(), " before"), (now, " after")],
        None => vec![(now, "")],
    };
    let named = std::env::var("KANBAO_THEMES");
    let named = named.unwrap_or_else(|_| MAIN.to_owned());
    let is_named = |theme: &&(&str, Colours)| named.split(',').any(|name| name == theme.0);
    let row = |screen| {
        let pictures = THEMES.iter().filter(is_named).flat_map(|theme| {
            let builds = builds.iter();
            builds.map(move |(program, label)| picture(program, label, *theme, screen))
        });
        pictures.collect()
    };
    let rows: Vec<_> = screens().iter().map(row).collect();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/screens.svg");
    std::fs::write(path, svg::sheet(&rows)).unwrap();
}
