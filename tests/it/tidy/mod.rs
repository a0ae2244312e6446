//! Rules that the compiler does not check: layers of modules, where external crates may be used,
//! heads of files, the key tables in the guide. The layers are read from the code map in src/lib.rs,
//! so that the map stays correct.

mod crate_files;
mod key_tables;
mod layers;
mod network;

use super::pages::{name, root};
use kanbao::input::COMMANDS;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The files that may name an external crate. A path that ends in `/` is a folder. A new crate
/// needs a row, preferably with one file.
const ALLOWED_FILES: &[(&str, &[&str])] = &[
    (
        "base64",
        &[
            "fetch/feed/written.rs",
            "http/policy.rs",
            "picture/",
            "search/engine/document.rs",
            "user/event/many.rs",
        ],
    ),
    (
        "bitflags",
        &[
            "document/style.rs",
            "search/full_text/store.rs",
            "typeset/inline/",
            "typeset/lines.rs",
        ],
    ),
    ("chardetng", &["library/charset.rs"]),
    (
        "clap",
        &["cli/", "subcommands/completions/", "subcommands/man.rs"],
    ),
    (
        "clap_complete",
        &["cli/", "terminal/", "runtime/", "subcommands/"],
    ),
    ("crossterm", &["terminal/", "runtime/", "subcommands/"]),
    ("csv", &["interchange/table/"]),
    ("directories", &["paths.rs"]),
    ("ego_tree", &["document/html/"]),
    ("encoding_rs", &["library/charset.rs", "text/collate.rs"]),
    ("fluent_uri", &["document/", "http/origin.rs"]),
    ("html5ever", &["document/html/"]),
    ("hypher", &["typeset/inline/hyphen.rs"]),
    ("ignore", &["library/"]),
    // A module of `document/html/build` has this name, too.
    ("image", &["document/html/build/", "picture/"]),
    (
        "jiff",
        &["interchange/time.rs", "library/date/", "user/event/time.rs"],
    ),
    ("lz4_flex", &["search/full_text/store.rs"]),
    (
        "memchr",
        &[
            "document/entity.rs",
            "document/markdown/",
            "library/",
            "search/",
            "text/address.rs",
            "typeset/",
        ],
    ),
    ("notify", &["runtime/"]),
    ("pinyin", &["search/quick/readings.rs"]),
    ("pulldown_cmark", &["document/markdown"]),
    ("quick_xml", &["fetch/feed/xml.rs"]),
    ("qrcode", &["app/panel/qr_code.rs"]),
    ("ratatui", &["ui/", "terminal/", "runtime/", "subcommands/"]),
    (
        "rustix",
        &[
            "fs.rs",
            "fetch/command.rs",
            "http/",
            "terminal/",
            "runtime/",
            "search/full_text/tests/",
            "subcommands/",
        ],
    ),
    (
        "regex",
        &["document/markdown/signs.rs", "search/pattern.rs"],
    ),
    ("rusqlite", &["fetch/", "index/", "search/full_text/"]),
    ("scraper", &["document/html"]),
    ("icu_normalizer", &["text/compose.rs", "text/fold.rs"]),
    ("icu_segmenter", &["typeset/inline/dictionary_breaks.rs"]),
    ("serde", &[""]),
    (
        "serde_json",
        &[
            "fetch/",
            "interchange/",
            "library/front_matter/parse.rs",
            "library/html_meta.rs",
            "search/engine/",
            "user/",
            "terminal/",
            "runtime/",
            "subcommands/",
        ],
    ),
    (
        "serde_yaml",
        &[
            "interchange/markdown/head.rs",
            "library/front_matter/parse.rs",
        ],
    ),
    ("shlex", &["app/piping.rs"]),
    ("signal_hook", &["terminal/", "runtime/", "subcommands/"]),
    ("strsim", &["user/"]),
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
    ("twox_hash", &["library/hash.rs"]),
    ("unicode_bidi", &["typeset/inline/bidi.rs"]),
    ("unicode_width", &["text/"]),
    ("ureq", &["http/"]),
];

/// A source file: its path under src/ with `/`, and its text.
struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The top-level module that contains the file.
    fn top_module(&self) -> &str {
        let first = self.path.split('/').next().unwrap_or("");
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The numbered lines without comments and without the unit tests at the end.
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
    assert!(sources.len() > 30, "sources not found");
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

/// The layer of each module, from the table in the head of src/lib.rs.
fn layer_table() -> BTreeMap<String, u32> {
    let map = std::fs::read_to_string(root().join("src/lib.rs")).expect("the code map");
    let row = |line: &str| -> Option<(String, u32)> {
        let mut cells = line.strip_prefix("//! |")?.split('|');
        let layer = cells.next()?.trim().parse().ok()?;
        // A module of a cargo feature has no link: it may be missing.
        let cell = cells.next()?.trim().split(' ').next()?;
        let module = cell.trim_matches(['[', ']']);
        let module = module.strip_prefix('`')?.strip_suffix('`')?;
        Some((module.to_owned(), layer))
    };
    let layers: BTreeMap<_, _> = map.lines().filter_map(row).collect();
    assert!(layers.len() > 10, "the code map could not be parsed");
    layers
}

/// The modules that a line of code names through `crate::`.
fn named_modules<'a>(line: &'a str, layers: &BTreeMap<String, u32>) -> Vec<&'a str> {
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
            named.extend(name.get(..end).filter(|name| layers.contains_key(*name)));
        }
    }
    named
}

#[test]
fn imports_run_one_way() {
    let layers = layer_table();
    let mut faults = Vec::new();
    for source in sources() {
        let module = source.top_module();
        let Some(&own) = layers.get(module) else {
            if !matches!(module, "lib" | "main") {
                faults.push(format!("src/{}: not in the code map", source.path));
            }
            continue;
        };
        for (number, line) in source.code() {
            for other in named_modules(line, &layers) {
                let layer = layers.get(other).copied().unwrap_or(0);
                if other != module && layer >= own {
                    faults.push(format!(
                        "src/{}:{number}: {module} (layer {own}) names {other} (layer {layer})",
                        source.path
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_code_map_names_every_module() {
    let layers = layer_table();
    let declared = std::fs::read_to_string(root().join("src/lib.rs")).expect("the code map");
    let declared: Vec<&str> = declared
        .lines()
        .map(|line| line.strip_prefix("pub(crate) ").unwrap_or(line))
        .map(|line| line.strip_prefix("pub ").unwrap_or(line))
        .filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    for module in &declared {
        assert!(
            layers.contains_key(*module),
            "{module} is not in the code map"
        );
    }
    for module in layers.keys() {
        assert!(declared.contains(&module.as_str()), "no module {module}");
    }
}

#[test]
fn external_crates_are_used_only_where_allowed() {
    let mut faults = Vec::new();
    let crates = dependencies();
    for name in &crates {
        if !ALLOWED_FILES.iter().any(|(known, _)| known == name) {
            faults.push(format!("{name}: a new crate needs a row in ALLOWED_FILES"));
        }
    }
    for source in sources() {
        for (number, line) in source.code() {
            for (name, allowed) in ALLOWED_FILES {
                if names_crate(line, name)
                    && !allowed.iter().any(|path| source.path.starts_with(path))
                {
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
fn every_sample_is_compiled_in() {
    let files = std::fs::read_dir(root().join("assets/sample")).expect("the samples");
    let files: BTreeSet<String> = files
        .map(|file| name(&file.expect("a file").path()))
        .collect();
    let table = kanbao::library::sample::entries();
    let table: BTreeSet<String> = table.iter().map(|entry| name(&entry.path())).collect();
    assert_eq!(table, files);
}

#[test]
fn the_guide_is_the_newest_sample_and_names_real_keys() {
    let entries = kanbao::library::sample::entries();
    let newest = entries
        .iter()
        .max_by_key(|entry| entry.date.map(|date| date.seconds));
    assert_eq!(
        newest.map(|entry| name(&entry.path())),
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
            // Written as one word, as in the help.
            "gg" => "g",
            other => other,
        };
        assert!(
            known.contains(written),
            "the guide names {key}, which is not bound"
        );
    }
}

#[test]
fn the_lock_file_is_committed() {
    assert!(root().join("Cargo.lock").is_file());
    let ignored = std::fs::read_to_string(root().join(".gitignore")).unwrap_or_default();
    assert!(!ignored.contains("Cargo.lock"));
}
