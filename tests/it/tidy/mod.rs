//! The rules of the house that a compiler does not hold: floors, doors, heads of files,
//! README's table of keys. The floors are read from the code map in src/lib.rs, so the map
//! cannot go out of date.

mod crate_files;
mod layers;

use super::pages::{name, root};
use kanbao::input::COMMANDS;
use kanbao::locale::Locale;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Which files may name an outside crate: the crate, and the files or folders that are its
/// doors. A path ending in `/` is a folder. A new crate needs a row; most want one file.
const DOORS: &[(&str, &[&str])] = &[
    ("bitflags", &["document/model.rs", "typeset/inline/"]),
    ("chardetng", &["library/charset.rs"]),
    ("clap", &["cli/", "subcommands/man.rs"]),
    (
        "clap_complete",
        &["cli/", "terminal/", "runtime/", "subcommands/"],
    ),
    ("clap_mangen", &["terminal/", "runtime/", "subcommands/"]),
    ("crossterm", &["terminal/", "runtime/", "subcommands/"]),
    ("directories", &["paths.rs"]),
    ("ego_tree", &["document/html/"]),
    ("encoding_rs", &["library/charset.rs"]),
    ("fluent_uri", &["document/"]),
    ("html5ever", &["document/html/"]),
    ("hypher", &["typeset/inline/hyphen.rs"]),
    ("jiff", &["library/date/", "user/event.rs"]),
    ("memchr", &["document/markdown/", "library/", "search.rs"]),
    ("pulldown_cmark", &["document/markdown"]),
    ("ratatui", &["ui/", "terminal/", "runtime/", "subcommands/"]),
    (
        "rustix",
        &["fs.rs", "terminal/", "runtime/", "subcommands/"],
    ),
    ("scraper", &["document/html"]),
    ("icu_normalizer", &["text/fold.rs"]),
    ("icu_segmenter", &["typeset/inline/dictionary_breaks.rs"]),
    ("serde", &[""]),
    (
        "serde_json",
        &[
            "library/front_matter/parse.rs",
            "library/html_meta.rs",
            "user/",
            "terminal/",
            "runtime/",
            "subcommands/",
        ],
    ),
    ("serde_yaml", &["library/front_matter/parse.rs"]),
    ("signal_hook", &["terminal/", "runtime/", "subcommands/"]),
    ("strsim", &["user/"]),
    ("hypher", &["typeset/inline/hyphen.rs"]),
    (
        "toml",
        &["library/front_matter/parse.rs", "locale.rs", "user/"],
    ),
    (
        "unicode_segmentation",
        &["app/panel/prompt.rs", "text/", "typeset/cursor.rs"],
    ),
    ("idna", &["text/idna.rs", "text/mod.rs"]),
    ("textwrap", &["subcommands/wrap.rs"]),
    ("unicode_bidi", &["typeset/inline/bidi.rs"]),
    ("unicode_width", &["text/"]),
];

/// A source file: its path under src/ with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The room a file belongs to: the folder or the file right under src/.
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or("");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// Lines of code, without comments, to the unit tests at the foot; with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(number, line)| (number + 1, line.split("//").next().unwrap_or("")))
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut paths = Vec::new();
    rust_files(&src, &mut paths);
    paths.sort();
    let sources: Vec<Source> = paths
        .iter()
        .filter(|path| !path.ends_with("tests.rs"))
        .map(|path| Source {
            path: relative(path, &src),
            text: std::fs::read_to_string(path).expect("a source file"),
        })
        .collect();
    assert!(sources.len() > 30, "where is the code?");
    sources
}

fn rust_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
}

fn relative(path: &Path, folder: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    inside.to_string_lossy().replace('\\', "/")
}

/// The floor of each room, from the table in the head of src/lib.rs.
fn floors() -> BTreeMap<String, u32> {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("the code map");
    let row = |line: &str| -> Option<(String, u32)> {
        let mut cells = line.strip_prefix("//! |")?.split('|');
        let floor = cells.next()?.trim().parse().ok()?;
        let room = cells
            .next()?
            .trim()
            .strip_prefix("[`")?
            .strip_suffix("`]")?;
        Some((room.to_owned(), floor))
    };
    let floors: BTreeMap<_, _> = map.lines().filter_map(row).collect();
    assert!(floors.len() > 10, "the code map has another form");
    floors
}

/// The rooms that a line of code names through `crate::`, in `use` lines and in place.
fn rooms_named<'a>(line: &'a str, floors: &BTreeMap<String, u32>) -> Vec<&'a str> {
    let mut named = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = line.get(at + "crate::".len()..).unwrap_or("");
        let names = rest.strip_prefix('{').map_or(vec![rest], |group| {
            group.split([',', '}']).map(str::trim_start).collect()
        });
        for name in names {
            let end = name
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(name.len());
            named.extend(name.get(..end).filter(|name| floors.contains_key(*name)));
        }
    }
    named
}

#[test]
fn imports_run_one_way() {
    let floors = floors();
    let mut faults = Vec::new();
    for source in sources() {
        let room = source.room();
        let Some(&own) = floors.get(room) else {
            if !matches!(room, "lib" | "main") {
                faults.push(format!("src/{}: no floor in the code map", source.path));
            }
            continue;
        };
        for (number, line) in source.code() {
            for other in rooms_named(line, &floors) {
                let floor = floors.get(other).copied().unwrap_or(0);
                if other != room && floor >= own {
                    faults.push(format!(
                        "src/{}:{number}: {room} (floor {own}) names {other} (floor {floor})",
                        source.path
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_code_map_names_every_room() {
    let floors = floors();
    let declared = std::fs::read_to_string(root().join("src/lib.rs")).expect("the code map");
    let declared: Vec<&str> = declared
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    for room in &declared {
        assert!(floors.contains_key(*room), "{room} is not in the code map");
    }
    for room in floors.keys() {
        assert!(declared.contains(&room.as_str()), "there is no room {room}");
    }
}

#[test]
fn each_outside_crate_has_its_door() {
    let mut faults = Vec::new();
    let crates = dependencies();
    for name in &crates {
        if !DOORS.iter().any(|(known, _)| known == name) {
            faults.push(format!("{name}: a new crate needs a row in DOORS"));
        }
    }
    for source in sources() {
        for (number, line) in source.code() {
            for (name, doors) in DOORS {
                if names_crate(line, name) && !doors.iter().any(|d| source.path.starts_with(d)) {
                    faults.push(format!("src/{}:{number}: {name}", source.path));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// The crates of `[dependencies]`, as the code writes them.
fn dependencies() -> Vec<String> {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let named = manifest.get("dependencies").and_then(toml::Value::as_table);
    named
        .expect("dependencies")
        .keys()
        .map(|name| name.replace('-', "_"))
        .collect()
}

/// Whether a line says `name::` or `use name;` with nothing before it in the path.
fn names_crate(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).unwrap_or("");
        let after = line.get(at + name.len()..).unwrap_or("");
        let own =
            before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '"' | '.'));
        let named = before.trim() == "use" && after.starts_with(';');
        !own && (after.starts_with("::") || named)
    })
}

#[test]
fn each_file_says_what_it_is() {
    let mut faults = Vec::new();
    for folder in ["src", "tests", "benches"] {
        let folder = root().join(folder);
        let mut paths = Vec::new();
        if folder.is_dir() {
            rust_files(&folder, &mut paths);
        }
        for path in paths {
            let text = std::fs::read_to_string(&path).expect("a source file");
            let head = text
                .lines()
                .take_while(|line| line.starts_with("//!"))
                .count();
            // The code map is longer by its table.
            let most = if path.ends_with("src/lib.rs") {
                100
            } else {
                15
            };
            if head == 0 || head > most {
                faults.push(format!(
                    "{}: a head of {head} lines",
                    relative(&path, &root())
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn every_sample_is_compiled_in() {
    let files = std::fs::read_dir(root().join("assets/sample")).expect("the samples");
    let files: BTreeSet<String> = files
        .map(|file| name(&file.expect("a file").path()))
        .collect();
    let table = kanbao::library::sample::entries();
    let table: BTreeSet<String> = table.iter().map(|entry| name(&entry.path)).collect();
    assert_eq!(table, files);
}

#[test]
fn the_guide_is_the_newest_sample_and_names_real_keys() {
    let entries = kanbao::library::sample::entries();
    let newest = entries
        .iter()
        .max_by_key(|entry| entry.date.map(|date| date.seconds));
    assert_eq!(
        newest.map(|entry| name(&entry.path)),
        Some("01-guide.md".to_owned())
    );

    let guide = std::fs::read_to_string(root().join("assets/sample/01-guide.md"));
    let guide = guide.expect("the guide");
    let known: BTreeSet<&str> = COMMANDS
        .iter()
        .flat_map(|row| row.vim)
        .flat_map(|keys| keys.split(' '))
        .collect();
    let named = guide.split("<kbd>").skip(1);
    for key in named.filter_map(|rest| rest.split("</kbd>").next()) {
        let written = match key {
            "&lt;" => "<",
            "&gt;" => ">",
            "Esc" => "Escape",
            other => other,
        };
        assert!(
            known.contains(written),
            "the guide names {key}, which does nothing"
        );
    }
}

#[test]
fn the_versions_of_crates_are_kept() {
    assert!(root().join("Cargo.lock").is_file());
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap_or_default();
    assert!(!ignored.contains("Cargo.lock"));
}

#[test]
fn readme_has_every_key() {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README");
    let mut wanted = readme.clone();
    for tag in ["en", "zh-Hans"] {
        wanted = with_keys(&wanted, tag);
    }
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, wanted).expect("README");
    } else {
        assert!(
            readme == wanted,
            "a key or its help changed: BLESS=1 writes it anew"
        );
    }
}

/// README with the table of keys of a language between its marks.
fn with_keys(readme: &str, tag: &str) -> String {
    let (begin, end) = (format!("<!-- keys {tag} -->\n"), "\n<!-- /keys -->");
    let (before, rest) = readme.split_once(&begin).expect("where the keys begin");
    let (_, after) = rest.split_once(end).expect("where the keys end");
    format!("{before}{begin}{}{end}{after}", key_table(tag))
}

/// The table of commands in Markdown, one line for each command: the keys of the default
/// preset in all panes, the name to rebind it by, and its help.
fn key_table(tag: &str) -> String {
    let locale = Locale::for_tag(tag);
    let mut names: Vec<&str> = Vec::new();
    let mut keys: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in COMMANDS {
        if !names.contains(&row.name) {
            names.push(row.name);
        }
        let known = keys.entry(row.name).or_default();
        for key in row.vim {
            if !known.contains(key) {
                known.push(key);
            }
        }
    }
    let head = if tag == "en" {
        "| Keys | Command | What it does |"
    } else {
        "| 按键 | 命令 | 做什么 |"
    };
    let mut table = format!("\n{head}\n|---|---|---|\n");
    for name in names {
        let keys: Vec<String> = keys
            .get(name)
            .into_iter()
            .flatten()
            .map(|k| code(k))
            .collect();
        let help = locale.text(&format!("command.{name}")).replace('|', "\\|");
        table += &format!("| {} | `{name}` | {help} |\n", keys.join(" "));
    }
    table
}

/// A key as code in a cell of a Markdown table.
fn code(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}
