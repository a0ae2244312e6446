//! No import cycles between files, and limits for the length of files, heads and functions.

use super::super::pages::root;
use super::crate_files::{Imports, read};
use super::{relative, rust_files};

/// Maximum lines of a file. Generated tables are exempt.
const MAX_FILE: usize = 450;
/// Maximum lines of a function that is not a table.
const MAX_FUNCTION: usize = 80;
const FUNCTION_95TH_PERCENTILE: usize = 45;
const GENERATED: &[&str] = &["src/text/property_table.rs", "src/text/variant_table.rs"];

#[test]
fn no_import_cycle_between_files() {
    let cycles = Imports::of(&read("src")).cycles();
    let listed: Vec<String> = cycles.iter().map(|cycle| cycle.join("\n  ")).collect();
    assert!(listed.is_empty(), "\n  {}\n", listed.join("\n\n  "));
}

#[test]
fn no_file_is_too_long() {
    let files = ["src", "tests", "benches"].into_iter().flat_map(read);
    let long: Vec<String> = files
        .filter(|file| file.lines > MAX_FILE && !GENERATED.contains(&file.path.as_str()))
        .map(|file| format!("{}: {} lines", file.path, file.lines))
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
}

#[test]
fn functions_are_short() {
    let files = read("src");
    let mut functions: Vec<_> = files
        .iter()
        .filter(|file| !file.is_test())
        .flat_map(|file| file.functions())
        .collect();
    let long: Vec<String> = functions
        .iter()
        .filter(|function| function.lines > MAX_FUNCTION && !function.is_table)
        .map(|f| format!("{}:{}: {} has {} lines", f.path, f.line, f.name, f.lines))
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
    functions.sort_by_key(|function| function.lines);
    let at = functions.len() * 95 / 100;
    let percentile = functions.get(at).map_or(0, |function| function.lines);
    assert!(percentile <= FUNCTION_95TH_PERCENTILE, "{percentile} lines");
}

#[test]
fn each_file_has_a_head() {
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
            // The code map is longer.
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
