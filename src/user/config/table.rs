//! The table of settings: the dotted name of each, and how its value is stored in the config.

use super::values::{Config, LinkNumbers, ListColumn, ListColumns, MarkRead, Panes, ShowPictures};
use crate::input::Preset;
use crate::library::Zone;
use crate::locale::Locale;
use crate::paths::at_home;
use crate::picture::Protocol;
use crate::text::{Ambiguous, Emoji};
use crate::typeset::{Fit, Formulas, Indent, Kinsoku, NumberedLinks, Ruby, Spacing};
use crate::user::fault::FaultKind;
use crate::user::settings::{Report, Value};
use crate::user::{binding, mark_rules, opener, rule, saved_searches};

/// All settings: dotted name and reader.
pub(crate) struct Setting {
    pub name: &'static str,
    pub read: fn(&mut Config, &mut Report<'_>, &str, &Value<'_>),
}

/// A row whose value is read by a method of `Report` and stored in a field.
macro_rules! setting {
    ($name:literal, $($field:ident).+, $method:ident $(, $argument:expr)*) => {
        Setting {
            name: $name,
            read: |config, report, name, value| {
                if let Some(value) = report.$method(name, value $(, $argument)*) {
                    config.$($field).+ = value;
                }
            },
        }
    };
}

/// A row with its own reader function.
const fn special(
    name: &'static str,
    read: fn(&mut Config, &mut Report<'_>, &str, &Value<'_>),
) -> Setting {
    Setting { name, read }
}

const INDENTS: &[(&str, Indent)] = &[
    ("auto", Indent::Auto),
    ("indent", Indent::Indent),
    ("blank", Indent::Blank),
    ("both", Indent::Both),
];
const KINSOKUS: &[(&str, Kinsoku)] = &[
    ("none", Kinsoku::None),
    ("basic", Kinsoku::Basic),
    ("gb", Kinsoku::Gb),
    ("strict", Kinsoku::Strict),
];
const FITS: &[(&str, Fit)] = &[
    ("auto", Fit::Auto),
    ("greedy", Fit::Greedy),
    ("optimal", Fit::Optimal),
    ("phrase", Fit::Phrase),
];
const SPACINGS: &[(&str, Spacing)] = &[
    ("keep", Spacing::Keep),
    ("add", Spacing::Add),
    ("strip", Spacing::Strip),
];
const RUBIES: &[(&str, Ruby)] = &[("inline", Ruby::Inline), ("above", Ruby::Above)];
const FORMULAS: &[(&str, Formulas)] =
    &[("display", Formulas::Stacked), ("linear", Formulas::Linear)];
const AMBIGUOUS: &[(&str, Option<Ambiguous>)] = &[
    ("auto", None),
    ("narrow", Some(Ambiguous::Narrow)),
    ("wide", Some(Ambiguous::Wide)),
];
const EMOJI: &[(&str, Option<Emoji>)] = &[
    ("auto", None),
    ("safe", Some(Emoji::Safe)),
    ("full", Some(Emoji::Full)),
];
const PANES: &[(&str, Panes)] = &[
    ("auto", Panes::Auto),
    ("wide", Panes::Wide),
    ("stacked", Panes::Stacked),
    ("single", Panes::Single),
];
const MARK_READ: &[(&str, MarkRead)] = &[
    ("open", MarkRead::Open),
    ("end", MarkRead::End),
    ("never", MarkRead::Never),
];
const LINK_NUMBERS: &[(&str, LinkNumbers)] = &[
    ("on-demand", LinkNumbers::OnDemand),
    ("always", LinkNumbers::Always),
    ("never", LinkNumbers::Never),
];
const PICTURES: &[(&str, ShowPictures)] = &[
    ("on-request", ShowPictures::OnRequest),
    ("local", ShowPictures::Local),
    ("off", ShowPictures::Off),
];
const REFRESH: &[(&str, Option<u16>)] = &[
    ("off", None),
    ("10m", Some(10)),
    ("15m", Some(15)),
    ("30m", Some(30)),
    ("1h", Some(60)),
    ("2h", Some(120)),
    ("6h", Some(360)),
    ("12h", Some(720)),
    ("1d", Some(1_440)),
];
const GRAPHICS: &[(&str, Option<Protocol>)] = &[
    ("auto", None),
    ("half-blocks", Some(Protocol::HalfBlocks)),
    ("kitty", Some(Protocol::Kitty)),
    ("iterm2", Some(Protocol::Iterm)),
    ("sixel", Some(Protocol::Sixel(256))),
];
const COLUMNS: &[(&str, ListColumn)] = &[
    ("source", ListColumn::Source),
    ("author", ListColumn::Author),
    ("tags", ListColumn::Tags),
    ("date", ListColumn::Date),
    ("age", ListColumn::Age),
    ("minutes", ListColumn::Minutes),
    ("progress", ListColumn::Progress),
];
const PRESETS: &[(&str, Preset)] = &[
    ("vim", Preset::Vim),
    ("newsboat", Preset::Newsboat),
    ("less", Preset::Less),
];

pub(crate) const SETTINGS: &[Setting] = &[
    special("libraries", libraries),
    special("language", language),
    special("zone", zone),
    special("theme", theme),
    special("browser", |config, report, name, value| {
        config.browser = opener::command(report, name, value);
    }),
    special("openers", |config, report, name, value| {
        config.openers = opener::of_config(report, name, value);
    }),
    setting!("mouse", mouse, boolean),
    special("searches", |config, report, name, value| {
        config.searches = saved_searches::of_config(report, name, value);
    }),
    special("rules", |config, report, name, value| {
        config.rules = mark_rules::of_config(report, name, value);
    }),
    setting!("refresh", refresh, choice, REFRESH),
    special("search.engine", |config, report, name, value| {
        if let Some(address) = report.text(name, value) {
            config.engine.address = Some(address.to_owned()).filter(|text| !text.is_empty());
        }
    }),
    setting!("search.shards", engine.shards, integer, 1, 1_024),
    setting!("search.replicas", engine.replicas, integer, 0, 10),
    setting!("reading.measure", typesetting.measure, integer, 20, 400),
    setting!("reading.mark-read", mark_read, choice, MARK_READ),
    special("reading.link-numbers", link_numbers),
    setting!("reading.pictures", pictures, choice, PICTURES),
    setting!("reading.graphics", graphics, choice, GRAPHICS),
    setting!("panes.layout", panes, choice, PANES),
    setting!("panes.list-width", list_width, integer, 0, 200),
    setting!("panes.title-lines", title_lines, integer, 0, 2),
    special("panes.list-columns", list_columns),
    setting!("panes.fold-versions", fold_versions, boolean),
    setting!("typesetting.indent", typesetting.indent, choice, INDENTS),
    setting!("typesetting.kinsoku", typesetting.kinsoku, choice, KINSOKUS),
    setting!("typesetting.fit", typesetting.fit, choice, FITS),
    setting!("typesetting.spacing", typesetting.spacing, choice, SPACINGS),
    setting!("typesetting.hanging", typesetting.hanging, boolean),
    setting!("typesetting.keep-all", typesetting.keep_all, boolean),
    setting!("typesetting.justify", typesetting.justify, boolean),
    setting!("typesetting.grid", typesetting.grid, boolean),
    setting!(
        "typesetting.smart-punctuation",
        typesetting.smart_punctuation,
        boolean
    ),
    setting!("typesetting.hyphenate", typesetting.hyphenate, boolean),
    setting!("typesetting.bidi", typesetting.bidi, boolean),
    setting!("typesetting.leading", typesetting.leading, integer, 0, 1),
    setting!("typesetting.ruby", typesetting.ruby, choice, RUBIES),
    setting!(
        "typesetting.formulas",
        typesetting.formulas,
        choice,
        FORMULAS
    ),
    setting!(
        "typesetting.full-width-marks",
        typesetting.full_width_marks,
        boolean
    ),
    setting!("terminal.ambiguous", ambiguous, choice, AMBIGUOUS),
    setting!("terminal.emoji", emoji, choice, EMOJI),
    special("cleaning.off", |config, report, name, value| {
        config.cleaning.off = rule::read_off(report, name, value);
    }),
    special("cleaning.rules", |config, report, name, value| {
        config.cleaning.rules = rule::read(report, name, value);
    }),
    setting!("keys.preset", preset, choice, PRESETS),
    special("keys.everywhere", keys),
    special("keys.list", keys),
    special("keys.reader", keys),
    special("keys.sidebar", keys),
    special("keys.panel", keys),
    special("keys.selection", keys),
];

/// Settings that need a cargo feature.
pub(crate) struct Part {
    /// The setting, and whether the config enables it.
    pub(crate) setting: &'static str,
    pub(crate) asked: fn(&Config) -> bool,
    /// The cargo feature, and whether it is compiled in.
    pub(crate) feature: &'static str,
    pub(crate) built: bool,
}

pub(crate) const PARTS: &[Part] = &[
    Part {
        setting: "typesetting.fit",
        asked: |config| config.typesetting.fit == Fit::Phrase,
        feature: "phrase",
        built: cfg!(feature = "phrase"),
    },
    Part {
        setting: "typesetting.hyphenate",
        asked: |config| config.typesetting.hyphenate,
        feature: "hyphen",
        built: cfg!(feature = "hyphen"),
    },
    Part {
        setting: "typesetting.bidi",
        asked: |config| config.typesetting.bidi,
        feature: "bidi",
        built: cfg!(feature = "bidi"),
    },
    Part {
        setting: "search.engine",
        asked: |config| config.engine.address.is_some(),
        feature: "opensearch",
        built: cfg!(feature = "opensearch"),
    },
    Part {
        setting: "refresh",
        asked: |config| config.refresh.is_some(),
        feature: "fetch",
        built: cfg!(feature = "fetch"),
    },
];

/// The missing feature that an enabled setting needs.
pub(crate) fn lacking(name: &str, config: &Config) -> Option<&'static str> {
    let mut parts = PARTS.iter();
    let part = parts.find(|part| part.setting == name && !part.built && (part.asked)(config))?;
    Some(part.feature)
}

fn libraries(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(paths) = report.texts(name, value) {
        config.libraries = paths.iter().map(|path| at_home(path)).collect();
    }
}

/// A string other than `auto`.
fn other_than_auto<'v>(
    report: &mut Report<'_>,
    name: &str,
    value: &'v Value<'_>,
) -> Option<&'v str> {
    report.text(name, value).filter(|text| *text != "auto")
}

fn language(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(tag) = other_than_auto(report, name, value) {
        match Locale::find(tag) {
            Some(_) => config.language = Some(tag.to_owned()),
            None => {
                let kind = FaultKind::UnknownLanguage;
                report.unknown(value.span(), kind, tag, Locale::tags());
            }
        }
    }
}

fn zone(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(zone) = other_than_auto(report, name, value) {
        match Zone::named(zone) {
            Some(_) => config.zone = Some(zone.to_owned()),
            None => report.fault(value.span(), FaultKind::UnknownZone(zone.to_owned())),
        }
    }
}

/// Earlier versions had a boolean. Printed articles have numbers unless they are switched off:
/// they list the addresses at the end.
fn link_numbers(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    let numbers = match value.get_ref().as_bool() {
        Some(true) => Some(LinkNumbers::Always),
        Some(false) => Some(LinkNumbers::Never),
        None => report.choice(name, value, LINK_NUMBERS),
    };
    if let Some(numbers) = numbers {
        config.link_numbers = numbers;
        config.typesetting.numbered_links = match numbers {
            LinkNumbers::Never => NumberedLinks::None,
            LinkNumbers::OnDemand | LinkNumbers::Always => NumberedLinks::Named,
        };
    }
}

fn list_columns(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if report.texts(name, value).is_none() {
        return;
    }
    let items = value.get_ref().as_array().into_iter().flatten();
    let columns = items.filter_map(|item| report.choice(name, item, COLUMNS));
    config.list_columns = columns.fold(ListColumns::NONE, ListColumns::with);
}

fn theme(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(theme) = report.text(name, value) {
        config.theme = theme.to_owned();
    }
}

fn keys(config: &mut Config, report: &mut Report<'_>, name: &str, value: &Value<'_>) {
    if let Some(table) = report.table(name, value) {
        let scope = name.rsplit('.').next().unwrap_or(name);
        let scope = binding::scope_of(scope);
        for (key, value) in table {
            binding::read(&mut config.bindings, report, scope, key, value);
        }
    }
}

pub(crate) const SECTIONS: &[&str] = &[
    "search",
    "reading",
    "panes",
    "typesetting",
    "terminal",
    "cleaning",
    "keys",
];

pub(crate) fn is_section(name: &str) -> bool {
    SECTIONS.contains(&name)
}
