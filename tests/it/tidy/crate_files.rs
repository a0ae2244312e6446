//! The source files of the crate as syntax trees: modules, items and imports.
//!
//! A re-exported name counts as a name of the file that defines it, so that a `mod.rs` with
//! nothing but re-exports is never part of a cycle.

use super::super::pages::root;
use proc_macro2::{Span, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// A path of identifiers from the root of the crate, without `crate`.
pub type Module = Vec<String>;

pub struct SourceFile {
    /// Relative to the project, with `/`.
    pub path: String,
    pub lines: usize,
    tree: syn::File,
}

/// A function with its length in lines.
pub struct Function {
    pub path: String,
    pub name: String,
    pub line: usize,
    pub lines: usize,
    /// Whether the body is one `match` or array, that is, a table.
    pub is_table: bool,
}

/// All files below a folder of the project, sorted by path.
pub fn read(folder: &str) -> Vec<SourceFile> {
    let mut paths = Vec::new();
    rust_files(&root().join(folder), &mut paths);
    paths.sort();
    paths.iter().map(|path| parse(path)).collect()
}

fn parse(path: &Path) -> SourceFile {
    let text = std::fs::read_to_string(path).expect("a source file");
    let inside = path.strip_prefix(root()).unwrap_or(path);
    SourceFile {
        path: inside.to_string_lossy().replace('\\', "/"),
        lines: text.lines().count(),
        tree: syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display())),
    }
}

fn rust_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("target") {
            rust_files(&path, all);
        } else if path.extension().is_some_and(|end| end == "rs") {
            all.push(path);
        }
    }
}

impl SourceFile {
    /// The module that a file under `src/` is.
    pub fn module(&self) -> Module {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        let mut module: Module = inside.split('/').map(str::to_owned).collect();
        if matches!(
            module.last().map(String::as_str),
            Some("mod" | "lib" | "main")
        ) {
            module.pop();
        }
        module
    }

    pub fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.contains("/tests/")
    }

    /// All functions with a body, except tests.
    pub fn functions(&self) -> Vec<Function> {
        let mut found = Functions {
            path: &self.path,
            all: Vec::new(),
        };
        found.visit_file(&self.tree);
        found.all
    }
}

struct Functions<'a> {
    path: &'a str,
    all: Vec<Function>,
}

impl Functions<'_> {
    fn add(&mut self, name: &syn::Ident, start: Span, block: &syn::Block) {
        let (first, last) = (
            start.start().line,
            block.brace_token.span.close().end().line,
        );
        let is_table = match block.stmts.as_slice() {
            [
                ..,
                syn::Stmt::Expr(syn::Expr::Match(_) | syn::Expr::Array(_), _),
            ] => block.stmts.len() <= 2,
            _ => false,
        };
        self.all.push(Function {
            path: self.path.to_owned(),
            name: name.to_string(),
            line: first,
            lines: last + 1 - first,
            is_table,
        });
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_test(&item.attrs) {
            self.add(&item.sig.ident, item.sig.fn_token.span, &item.block);
            visit::visit_item_fn(self, item);
        }
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.add(&item.sig.ident, item.sig.fn_token.span, &item.block);
        visit::visit_impl_item_fn(self, item);
    }
}

fn is_test(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let nested = || attribute.parse_args::<syn::Ident>();
        attribute.path().is_ident("test")
            || (attribute.path().is_ident("cfg") && nested().is_ok_and(|name| name == "test"))
    })
}

/// The import graph of the crate: file to file, each edge with a name that is imported.
pub struct Imports {
    pub edges: BTreeMap<Module, BTreeMap<Module, String>>,
}

impl Imports {
    pub fn of(files: &[SourceFile]) -> Self {
        let modules: BTreeSet<Module> = files.iter().map(SourceFile::module).collect();
        let mut uses: BTreeMap<Module, Vec<Module>> = BTreeMap::new();
        let mut faces = BTreeMap::new();
        for file in files.iter().filter(|file| !file.is_test()) {
            let mut visitor = Uses {
                module: file.module(),
                modules: &modules,
                imported: BTreeMap::new(),
                paths: Vec::new(),
                exports: Vec::new(),
            };
            // The first pass learns which modules the file imports; the second reads the paths
            // that begin with one of them.
            visitor.visit_file(&file.tree);
            visitor.paths.clear();
            visitor.exports.clear();
            visitor.visit_file(&file.tree);
            let face = Face {
                items: items(&file.tree),
                exports: visitor.exports,
            };
            faces.insert(file.module(), face);
            uses.insert(file.module(), visitor.paths);
        }
        let mut edges: BTreeMap<Module, BTreeMap<Module, String>> = BTreeMap::new();
        for (module, paths) in &uses {
            for path in paths {
                let target = definition(path, &modules, &faces);
                if let Some((target, name)) = target
                    && target != *module
                {
                    edges
                        .entry(module.clone())
                        .or_default()
                        .entry(target)
                        .or_insert(name);
                }
            }
        }
        Self { edges }
    }

    /// Groups of files that import each other, each as lines `file -> file: name`.
    pub fn cycles(&self) -> Vec<Vec<String>> {
        let mut cycles: Vec<BTreeSet<&Module>> = Vec::new();
        for start in self.edges.keys() {
            if cycles.iter().any(|cycle| cycle.contains(start)) {
                continue;
            }
            let ahead = self.reachable(start);
            let cycle: BTreeSet<&Module> = ahead
                .iter()
                .filter(|other| self.reachable(other).contains(start))
                .copied()
                .collect();
            if !cycle.is_empty() {
                cycles.push(cycle);
            }
        }
        let lines = |cycle: &BTreeSet<&Module>| {
            let inside = cycle.iter().flat_map(|from| {
                let targets = self.edges.get(*from).into_iter().flatten();
                targets
                    .filter(|(to, _)| cycle.contains(to))
                    .map(|(to, name)| format!("{} -> {}: {name}", from.join("::"), to.join("::")))
            });
            inside.collect()
        };
        cycles.iter().map(lines).collect()
    }

    /// What a file imports, directly or through others; itself only when it is in a cycle.
    fn reachable(&self, start: &Module) -> BTreeSet<&Module> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&Module> = vec![start];
        while let Some(at) = open.pop() {
            for next in self.edges.get(at).into_iter().flat_map(BTreeMap::keys) {
                if found.insert(next) {
                    open.push(next);
                }
            }
        }
        found
    }
}

/// A re-export: the exported name (None for a glob), and the full path behind it.
type Export = (Option<String>, Module);

/// The items of a module and its re-exports.
struct Face {
    items: BTreeSet<String>,
    exports: Vec<Export>,
}

/// The names of the items at the top of a file.
fn items(file: &syn::File) -> BTreeSet<String> {
    let name = |item: &syn::Item| {
        let ident = match item {
            syn::Item::Const(item) => &item.ident,
            syn::Item::Enum(item) => &item.ident,
            syn::Item::Fn(item) => &item.sig.ident,
            syn::Item::Static(item) => &item.ident,
            syn::Item::Struct(item) => &item.ident,
            syn::Item::Trait(item) => &item.ident,
            syn::Item::Type(item) => &item.ident,
            syn::Item::Union(item) => &item.ident,
            _ => return None,
        };
        Some(ident.to_string())
    };
    file.items.iter().filter_map(name).collect()
}

/// The file that defines the item at a path, and the item's name. None for a module: naming a
/// module does not use any of its items.
fn definition(
    path: &Module,
    modules: &BTreeSet<Module>,
    faces: &BTreeMap<Module, Face>,
) -> Option<(Module, String)> {
    let mut path = path.clone();
    // Maximum length of a chain of re-exports.
    for _ in 0..8 {
        let depth = (0..=path.len()).rev().find(|depth| {
            path.get(..*depth)
                .is_some_and(|head| modules.contains(head))
        })?;
        let (module, rest) = path.split_at(depth);
        let name = rest.first()?;
        let face = faces.get(module)?;
        if face.items.contains(name) {
            return Some((module.to_vec(), name.clone()));
        }
        let named = |(outside, _): &&Export| outside.as_ref() == Some(name);
        let glob = |(outside, _): &&Export| outside.is_none();
        let next = match face.exports.iter().find(named) {
            Some((_, whole)) => whole.iter().chain(rest.iter().skip(1)).cloned().collect(),
            None => match face.exports.iter().find(glob) {
                Some((_, whole)) => whole.iter().chain(rest).cloned().collect(),
                None => return Some((module.to_vec(), name.clone())),
            },
        };
        path = next;
    }
    None
}

/// Collects the paths that a file names, as paths from the root of the crate.
struct Uses<'a> {
    module: Module,
    modules: &'a BTreeSet<Module>,
    /// Modules by the names under which this file imports them.
    imported: BTreeMap<String, Module>,
    paths: Vec<Module>,
    exports: Vec<Export>,
}

impl Uses<'_> {
    /// A path as written, from the root of the crate; None for other crates and local names.
    fn absolute(&self, written: &[String]) -> Option<Module> {
        let mut at = self.module.clone();
        let mut rest = written;
        match rest.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = rest.get(1..)?;
            }
            "self" => rest = rest.get(1..)?,
            "super" => {
                while rest.first().is_some_and(|segment| segment == "super") {
                    at.pop()?;
                    rest = rest.get(1..)?;
                }
            }
            name => {
                let mut child = at.clone();
                child.push(name.to_owned());
                if !self.modules.contains(&child) {
                    at = self.imported.get(name)?.clone();
                    rest = rest.get(1..)?;
                }
            }
        }
        at.extend(rest.iter().cloned());
        Some(at)
    }

    /// Notes a path with more than one segment, if it is one of this crate.
    fn name(&mut self, written: &[String]) {
        if written.len() > 1
            && let Some(path) = self.absolute(written)
        {
            self.paths.push(path);
        }
    }

    fn leaves(&mut self, tree: &syn::UseTree, before: &mut Vec<String>, public: bool) {
        match tree {
            syn::UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.leaves(&path.tree, before, public);
                before.pop();
            }
            syn::UseTree::Group(group) => {
                for item in &group.items {
                    self.leaves(item, before, public);
                }
            }
            syn::UseTree::Name(name) => {
                self.leaf(before, &name.ident.to_string(), None, public);
            }
            syn::UseTree::Rename(rename) => {
                let outside = rename.rename.to_string();
                self.leaf(before, &rename.ident.to_string(), Some(outside), public);
            }
            syn::UseTree::Glob(_) => {
                if let Some(path) = self.absolute(before)
                    && public
                {
                    self.exports.push((None, path));
                }
            }
        }
    }

    fn leaf(&mut self, before: &[String], name: &str, outside: Option<String>, public: bool) {
        let mut written = before.to_vec();
        if name != "self" {
            written.push(name.to_owned());
        }
        if let Some(path) = self.absolute(&written) {
            let outside = outside.or_else(|| path.last().cloned());
            if self.modules.contains(&path)
                && let Some(local) = &outside
            {
                self.imported.insert(local.clone(), path.clone());
            }
            if public {
                self.exports.push((outside, path));
            } else {
                self.paths.push(path);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let public = !matches!(item.vis, syn::Visibility::Inherited);
        self.leaves(&item.tree, &mut Vec::new(), public);
    }
    fn visit_path(&mut self, path: &'ast syn::Path) {
        let written: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
        self.name(&written);
        visit::visit_path(self, path);
    }
    // Macros are not parsed. Paths are read from their tokens.
    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        let mut written: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in flat(call.tokens.clone()) {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.name(&written);
                        written.clear();
                    }
                    written.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                _ => {
                    self.name(&written);
                    written.clear();
                    colons = 0;
                }
            }
        }
        self.name(&written);
    }
}

/// The tokens of a stream, those in brackets included.
fn flat(stream: TokenStream) -> Vec<TokenTree> {
    let inside = |token| match token {
        TokenTree::Group(group) => flat(group.stream()),
        other => vec![other],
    };
    stream.into_iter().flat_map(inside).collect()
}
