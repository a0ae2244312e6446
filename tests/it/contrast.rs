//! Contrast of the shipped themes: each role on its background, in the palettes of real
//! terminals. The limit is 4.5:1, as in WCAG 2 level AA for text.

use kanbao::palette::fixed;
use kanbao::role::Role;
use kanbao::user::colours::{Depth, contrast};
use kanbao::user::{Colour, StyleSpec, Theme};

type Rgb = [u8; 3];

/// The 16 colours of a terminal.
struct Palette {
    name: String,
    background: Rgb,
    foreground: Rgb,
    colours: Vec<Rgb>,
}

/// Roles that draw lines and no words. These may be dim, but not invisible.
const LINES: &[Role] = &[Role::Rule, Role::Border, Role::Scrollbar];

/// Coloured squares beside numbers: visible on the ground, and told from one another by hue.
const SWATCHES: [Role; 4] = [Role::Swatch1, Role::Swatch2, Role::Swatch3, Role::Swatch4];

/// The blocks in which a role occurs, for roles that do not occur in body text only.
const CODE: &[Role] = &[
    Role::CodeKeyword,
    Role::CodeString,
    Role::CodeComment,
    Role::CodeNumber,
    Role::CodeName,
    Role::Marker,
];

/// The default palettes of terminals, one per line: a name, then 18 colours as `rrggbb`.
fn palettes() -> Vec<Palette> {
    let table = include_str!("../palettes.tsv");
    let palette = |row: &str| {
        let mut cells = row.split('\t');
        let name = cells.next().unwrap().to_owned();
        let mut colours = cells.map(|hex| {
            let [_, r, g, b] = u32::from_str_radix(hex, 16).unwrap().to_be_bytes();
            [r, g, b]
        });
        Palette {
            name,
            background: colours.next().unwrap(),
            foreground: colours.next().unwrap(),
            colours: colours.collect(),
        }
    };
    table.lines().skip(1).map(palette).collect()
}

impl Palette {
    fn is_dark(&self) -> bool {
        contrast(self.background, [255; 3]) > contrast(self.background, [0; 3])
    }

    fn colour(&self, colour: Colour) -> Rgb {
        match colour {
            Colour::Ansi(number) => self.colours[usize::from(number)],
            Colour::Indexed(number) => fixed(number),
            Colour::Rgb(r, g, b) => [r, g, b],
        }
    }

    /// The foreground and background of a style. With `brightens`, bold turns colours 0 to 7 into
    /// 8 to 15, as many terminals do.
    fn shown(&self, look: StyleSpec, brightens: bool) -> (Rgb, Rgb) {
        let fg = match look.fg {
            Some(Colour::Ansi(number @ 0..8)) if look.bold && brightens => {
                Some(Colour::Ansi(number + 8))
            }
            fg => fg,
        };
        let mut fg = fg.map_or(self.foreground, |colour| self.colour(colour));
        let bg = look
            .bg
            .map_or(self.background, |colour| self.colour(colour));
        if look.dim {
            // The factor of dim text: between 2/3 (xterm, VTE) and 0.4 (kitty).
            for (channel, ground) in fg.iter_mut().zip(bg) {
                *channel = u8::midpoint(*channel, ground);
            }
        }
        if look.reverse { (bg, fg) } else { (fg, bg) }
    }
}

/// One style applied on top of another.
fn over(below: StyleSpec, above: StyleSpec) -> StyleSpec {
    StyleSpec {
        fg: above.fg.or(below.fg),
        bg: above.bg.or(below.bg),
        bold: below.bold || above.bold,
        dim: below.dim || above.dim,
        italic: below.italic || above.italic,
        underline: below.underline || above.underline,
        reverse: below.reverse || above.reverse,
        strike: below.strike || above.strike,
    }
}

/// The faults of all roles of a theme in one palette, as lines.
fn faults(name: &str, depth: Depth, palette: &Palette) -> Vec<String> {
    let theme = Theme::shipped(name).unwrap();
    let looks = depth.looks(Role::ALL.iter().map(|role| theme.look(*role)));
    let look = |role| {
        let at = Role::ALL.iter().position(|one| *one == role);
        looks[at.unwrap()]
    };
    let body = look(Role::Body);
    let limit = contrast(palette.foreground, palette.background).min(4.5);
    let mut faults = Vec::new();
    for role in Role::ALL {
        let own = over(body, look(*role));
        let mut looks = vec![own];
        if CODE.contains(role) {
            looks.push(over(over(body, look(Role::CodeBlock)), look(*role)));
        }
        let line = LINES.contains(role);
        if own.dim && !line {
            faults.push(format!("{name} {role:?}: dim words"));
        }
        let limit = match line {
            true => 1.8,
            false if SWATCHES.contains(role) => 1.5,
            false => limit,
        };
        for look in looks {
            for brightens in [false, true] {
                let (fg, bg) = palette.shown(look, brightens);
                let found = contrast(fg, bg);
                if found < limit {
                    let where_ = &palette.name;
                    faults.push(format!("{name} {role:?} in {where_}: {found:.1}"));
                }
            }
        }
    }
    faults
}

#[test]
fn every_role_can_be_read_in_every_palette() {
    let palettes = palettes();
    assert_eq!(palettes.len(), 17);
    let mut all = Vec::new();
    for palette in &palettes {
        let own = if palette.is_dark() { "dark" } else { "light" };
        all.extend(faults(own, Depth::Sixteen, palette));
        all.extend(faults("mono", Depth::Sixteen, palette));
    }
    // These have a background of their own, whatever the palette is.
    for name in painted() {
        for depth in [Depth::Indexed, Depth::True] {
            all.extend(faults(name, depth, &palettes[0]));
        }
    }
    all.sort_unstable();
    all.dedup();
    assert!(all.is_empty(), "{}", all.join("\n"));
}

/// What the user highlighted, by colour.
const HIGHLIGHTS: [Role; 4] = [
    Role::Highlight1,
    Role::Highlight2,
    Role::Highlight3,
    Role::Highlight4,
];

/// In every theme an underline is a link, a line through is the author's, and only what may be
/// Latin is italic.
#[test]
fn attributes_mean_one_thing() {
    for name in Theme::names() {
        let theme = Theme::shipped(name).unwrap();
        for role in Role::ALL {
            let look = theme.look(*role);
            assert_eq!(look.underline, *role == Role::Link, "{name} {role:?}");
            let italic = matches!(role, Role::Emphasis | Role::Math | Role::CodeComment);
            assert!(!look.italic || italic, "{name} {role:?}");
            assert!(!look.strike || *role == Role::Strike, "{name} {role:?}");
        }
    }
}

/// The colours of highlights differ from the ground, from links and from what a search finds. They
/// differ from each other, too, or all are equal and have numbers in the margin.
#[test]
fn highlights_differ_in_colour() {
    const OTHERS: [Role; 5] = [
        Role::Body,
        Role::Link,
        Role::Hit,
        Role::CurrentHit,
        Role::SelectedText,
    ];
    for name in Theme::names() {
        let theme = Theme::shipped(name).unwrap();
        let others = OTHERS.map(|role| theme.look(role));
        let looks = HIGHLIGHTS.map(|role| theme.look(role));
        for (at, look) in looks.iter().enumerate() {
            assert!(!others.contains(look), "{name} {at}: {look:?}");
            let alike = looks.iter().filter(|other| *other == look).count();
            let numbered = name == "mono";
            assert_eq!(alike, if numbered { 4 } else { 1 }, "{name} {at}");
        }
        let swatches = SWATCHES.map(|role| theme.look(role).fg);
        for (at, ink) in swatches.iter().enumerate() {
            let alike = swatches.iter().filter(|other| *other == ink).count();
            assert_eq!(alike, if ink.is_some() { 1 } else { 4 }, "{name} {at}");
        }
    }
}

/// The themes in 24-bit colour.
fn painted() -> impl Iterator<Item = &'static str> {
    Theme::names().filter(|name| !["dark", "light", "mono"].contains(name))
}

/// The letters and the ground of a role in 24-bit colour.
fn colours(theme: &Theme, role: Role) -> (Rgb, Rgb) {
    let look = over(theme.look(Role::Body), theme.look(role));
    let rgb = |colour| match colour {
        Some(Colour::Rgb(r, g, b)) => [r, g, b],
        other => panic!("{role:?} has {other:?}"),
    };
    (rgb(look.fg), rgb(look.bg))
}

/// Muted inks too. The test above lays code on its tint as well.
#[test]
fn every_ink_can_be_read_and_high_contrast_is_high() {
    for name in painted() {
        let theme = Theme::shipped(name).unwrap();
        let limit = if name.ends_with("-contrast") {
            7.0
        } else {
            4.5
        };
        let is_words = |role: &&Role| !LINES.contains(role) && !SWATCHES.contains(role);
        for role in Role::ALL.iter().filter(is_words) {
            let (fg, bg) = colours(&theme, *role);
            let found = contrast(fg, bg);
            assert!(found >= limit, "{name} {role:?}: {found:.2}");
        }
        let (light, dark) = (contrast([0; 3], colours(&theme, Role::Body).1), 10.0);
        let is_light = ["paper", "sepia"]
            .iter()
            .any(|light| name.starts_with(light));
        assert_eq!(light > dark, is_light, "{name}");
    }
    assert!(Theme::names().count() >= 8);
}

/// A mathematical page is mostly formulas: they have the ink of the text, and code has another.
#[test]
fn formulas_have_the_ink_of_the_text() {
    for name in painted() {
        let theme = Theme::shipped(name).unwrap();
        let [body, math, code] = [Role::Body, Role::Math, Role::Code].map(|role| theme.look(role));
        assert_eq!(math.fg, body.fg, "{name}");
        assert_ne!(math.fg, code.fg, "{name}");
    }
}

/// Linear light as eyes without red, green or blue cones see it: Machado and others, 2009.
#[rustfmt::skip]
const BLIND: &[(&str, [[f64; 3]; 3])] = &[
    ("protanopia", [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]]),
    ("deuteranopia", [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]]),
    ("tritanopia", [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]]),
];

/// CIE L*a*b* of a colour as seen through a matrix.
fn lab(colour: Rgb, eye: &[[f64; 3]; 3]) -> [f64; 3] {
    let linear = colour.map(|channel| {
        let channel = f64::from(channel) / 255.0;
        if channel <= 0.040_45 {
            channel / 12.92
        } else {
            ((channel + 0.055) / 1.055).powf(2.4)
        }
    });
    let dot = |row: &[f64; 3], of: &[f64; 3]| row[0] * of[0] + row[1] * of[1] + row[2] * of[2];
    let seen = [0, 1, 2].map(|at| dot(&eye[at], &linear).clamp(0.0, 1.0));
    let [x, y, z] = [
        dot(&[0.412_4, 0.357_6, 0.180_5], &seen) / 0.950_5,
        dot(&[0.212_6, 0.715_2, 0.072_2], &seen),
        dot(&[0.019_3, 0.119_2, 0.950_5], &seen) / 1.089,
    ]
    .map(|part| match part {
        small if small <= 0.008_856 => 7.787 * small + 16.0 / 116.0,
        part => part.cbrt(),
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Roles that colour alone sets apart differ clearly for eyes without one kind of cones.
#[test]
fn safe_themes_are_safe_for_colour_blind_eyes() {
    const PAIRS: &[(Role, Role)] = &[
        (Role::CodeKeyword, Role::CodeString),
        (Role::CodeKeyword, Role::CodeName),
        (Role::CodeString, Role::CodeName),
        (Role::CodeString, Role::Body),
        (Role::CodeKeyword, Role::Body),
        (Role::Link, Role::Body),
        (Role::Error, Role::Body),
        (Role::Marker, Role::Link),
    ];
    for name in ["ink-safe", "paper-safe"] {
        let theme = Theme::shipped(name).unwrap();
        for (eye, matrix) in BLIND {
            for (one, other) in PAIRS {
                let [one_lab, other_lab] =
                    [one, other].map(|role| lab(colours(&theme, *role).0, matrix));
                let squares = one_lab.iter().zip(other_lab).map(|(a, b)| (a - b).powi(2));
                let difference = squares.sum::<f64>().sqrt();
                assert!(
                    difference >= 15.0,
                    "{name}, {eye}: {one:?} {other:?} {difference:.1}"
                );
            }
        }
    }
}

/// Checks the formula against known values, and that the limit rejects illegible colours.
#[test]
fn contrast_is_that_of_wcag() {
    let check = |one, other, expected: f64| {
        let found = contrast(one, other);
        assert!((found - expected).abs() < 0.05, "{found}");
    };
    check([0; 3], [255; 3], 21.0);
    check([0x77; 3], [255; 3], 4.5);
    check([0, 0, 0xee], [0; 3], 2.2);
}
