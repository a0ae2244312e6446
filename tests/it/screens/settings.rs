//! Key scripts for `:set` and `:theme`.

use super::{desk, three};
use kanbao::app::{Configured, Message};
use kanbao::input::{Binding, Command, Key, Keymap, Preset, Step};

#[test]
fn a_setting_is_changed_and_kept_on_request() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": set Space measure Space 60 Enter")
        .shows("measure = 60")
        .shows(":set!");
    let changed = |desk: &crate::desk::Desk| {
        let change = desk.set.last().unwrap();
        (change.name, change.value.clone())
    };
    assert_eq!(changed(&desk), ("reading.measure", "60".to_owned()));
    desk.keys(": set Space mouse=off Enter");
    assert_eq!(changed(&desk), ("mouse", "false".to_owned()));
    assert!(desk.kept.is_empty());
    desk.keys(": set! Enter");
    assert_eq!(desk.kept.len(), 2);
    desk.keys(": set! Space measure Space 64 Enter");
    assert_eq!(desk.kept[2].value, "64");
}

#[test]
fn a_key_does_several_things_one_after_another() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let steps = [
        Step::Command(Command::Down),
        Step::Line("set measure 60".to_owned()),
        Step::Command(Command::Open),
        Step::Command(Command::Search),
        // A prompt is open.
        Step::Command(Command::Back),
    ];
    let several = Binding {
        scope: None,
        keys: vec![Key::named("X").unwrap()],
        command: None,
        steps: steps.into(),
    };
    desk.app.context.keymap = Keymap::new(Preset::Vim, &[several]);
    desk.keys("X").shows("第二篇的正文");
    assert_eq!(desk.set.last().unwrap().value, "60");
    assert!(desk.app.overlay.prompt.is_some());
    // Help lists it at its end, and Enter does it.
    desk.keys("Escape q ? G").shows("自定的连续操作");
    desk.shows("X  ").shows("down ⋅ :set measure 60 ⋅ open");
    desk.keys("Enter");
    assert_eq!(desk.set.len(), 2);
}

#[test]
fn a_wrong_setting_is_explained() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": set Space measure Space 7 Enter")
        .shows("20")
        .shows("400");
    desk.keys(": set Space mesure Space 60 Enter")
        .shows("reading.measure");
    desk.keys(": set Space theme Space none Enter")
        .shows("none");
    desk.keys(": set Space layout Enter").shows("stacked");
    assert!(desk.set.is_empty());
}

#[test]
fn settings_and_their_values_are_completed() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": set Space mea Tab").shows(":set measure");
    desk.keys("Escape : set Space reading.me Tab")
        .shows(":set reading.measure");
    desk.keys("Escape : set Space layout Space s")
        .shows("stacked  single");
    desk.keys("i Tab").shows(":set layout single");
    desk.keys("Escape : set Space mouse Space o")
        .shows("on  off");
    desk.keys("Escape : theme Space pa Tab")
        .shows(":theme paper");
}

#[test]
fn a_theme_is_shown_while_it_is_chosen() {
    let folder = three();
    let mut desk = desk(&folder, (120, 40));
    desk.keys(": theme Enter").shows("配色").shows("paper");
    desk.keys("j");
    assert_eq!(desk.themes, ["ink"]);
    desk.keys("j Escape").lacks("配色");
    assert_eq!(desk.themes[1..], ["paper", "auto"]);
    desk.keys(": theme Enter j Enter").lacks("配色");
    assert_eq!(desk.themes[3..], ["ink"]);
    assert_eq!(desk.set.last().unwrap().value, "\"ink\"");
    desk.keys(": theme Space paper");
    assert_eq!(desk.themes[4..], ["paper"]);
    desk.keys("Escape");
    assert_eq!(desk.themes[5..], ["ink"]);
}

/// The configuration is read again after `>` changed the measure.
#[test]
fn what_keys_have_changed_stays() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let mut settings = desk.app.context.settings.clone();
    desk.keys("Enter > >");
    let measure = desk.app.context.settings.options.measure;
    let configured = |settings| {
        Message::Configured(Box::new(Configured {
            settings,
            keymap: Keymap::new(Preset::Vim, &[]),
            theme: "ink".to_owned(),
        }))
    };
    desk.send(configured(settings.clone()));
    assert_eq!(desk.app.context.settings.options.measure, measure);
    assert_eq!(desk.themes, ["ink"]);
    settings.options.measure = 60;
    desk.send(configured(settings));
    assert_eq!(desk.app.context.settings.options.measure, 60);
}
