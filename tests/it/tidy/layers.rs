//! No import cycles between files, no upward imports, and files and functions of a size that
//! can be read at once.

use super::crate_files::{Imports, read};
use std::collections::BTreeSet;

/// Lines of a file; generated tables are exempt.
const MAX_FILE: usize = 450;
/// Lines of a function, unless it is a table.
const MAX_FUNCTION: usize = 80;
const FUNCTION_95TH_PERCENTILE: usize = 45;
const GENERATED: &[&str] = &["src/text/property_table.rs"];
/// Files and functions that are still too long. The lists only shrink.
const LONG_FILES: &[&str] = &["tests/it/screens.rs"];
const LONG_FUNCTIONS: &[&str] = &["command"];

/// Modules whose files still import each other in a cycle, with all modules below them. The list
/// only shrinks.
const STILL_CYCLIC: &[&str] = &["document::markdown", "document::math", "user"];

#[test]
fn no_import_cycle_between_files() {
    let mut cyclic: BTreeSet<&str> = BTreeSet::new();
    let mut listed = Vec::new();
    for cycle in Imports::of(&read("src")).cycles() {
        let modules: Vec<&str> = cycle
            .iter()
            .filter_map(|line| line.split(' ').next())
            .collect();
        let is_within = |module: &str, outer: &str| {
            let rest = module.strip_prefix(outer);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let known = |module: &&str| STILL_CYCLIC.iter().find(|outer| is_within(module, outer));
        if !modules.iter().all(|module| known(module).is_some()) {
            listed.push(cycle.join("\n  "));
        }
        cyclic.extend(modules.iter().filter_map(known).copied());
    }
    assert!(listed.is_empty(), "\n  {}\n", listed.join("\n\n  "));
    for module in STILL_CYCLIC {
        assert!(
            cyclic.contains(module),
            "{module} has no cycle any more: take it off the list"
        );
    }
}

#[test]
fn no_file_is_too_long() {
    let files = ["src", "tests", "benches"].into_iter().flat_map(read);
    let long: Vec<String> = files
        .filter(|file| file.lines > MAX_FILE && !GENERATED.contains(&file.path.as_str()))
        .filter(|file| !LONG_FILES.contains(&file.path.as_str()))
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
        .filter(|function| !LONG_FUNCTIONS.contains(&function.name.as_str()))
        .map(|f| format!("{}:{}: {} has {} lines", f.path, f.line, f.name, f.lines))
        .collect();
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
    functions.sort_by_key(|function| function.lines);
    let at = functions.len() * 95 / 100;
    let percentile = functions.get(at).map_or(0, |function| function.lines);
    assert!(percentile <= FUNCTION_95TH_PERCENTILE, "{percentile} lines");
}
