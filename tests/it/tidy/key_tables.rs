//! The key tables in the guide.

use crate::pages::root;
use kanbao::input::{COMMANDS, SCOPES, Scope};
use kanbao::locale::Locale;

#[test]
fn the_guide_has_every_key() {
    for (language, tag) in [("en", "en"), ("zh", "zh-Hans")] {
        let path = root().join("docs").join(language).join("keys.md");
        let page = std::fs::read_to_string(&path).expect("the page of keys");
        let wanted = with_keys(&page, tag);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, wanted).expect("the page of keys");
        } else {
            assert!(
                page == wanted,
                "a key or its help changed: BLESS=1 rewrites the table"
            );
        }
    }
}

/// A page with the key table of a language between its markers.
fn with_keys(page: &str, tag: &str) -> String {
    let (begin, end) = (format!("<!-- keys {tag} -->\n"), "\n<!-- /keys -->");
    let (before, rest) = page.split_once(&begin).expect("the start marker");
    let (_, after) = rest.split_once(end).expect("the end marker");
    format!("{before}{begin}{}{end}{after}", key_table(tag))
}

/// The table of commands in Markdown. Each line has the keys of the default preset and where they apply,
/// the command name for rebinding, and the help.
fn key_table(tag: &str) -> String {
    let locale = Locale::for_tag(tag);
    let mut rows: Vec<(&str, Scope, Vec<String>)> = Vec::new();
    for row in COMMANDS {
        let keys = row.vim.iter().map(|key| code(key));
        match rows
            .iter_mut()
            .find(|(name, scope, _)| *name == row.name && *scope == row.scope)
        {
            Some((.., known)) => known.extend(keys),
            None => rows.push((row.name, row.scope, keys.collect())),
        }
    }
    let head = if tag == "en" {
        "| Keys | Where | Command | What it does |"
    } else {
        "| 按键 | 何处 | 命令 | 做什么 |"
    };
    let mut table = format!("\n{head}\n|---|---|---|---|\n");
    for (name, scope, keys) in rows {
        let named = SCOPES.iter().find(|(_, known)| *known == scope);
        let scope = named.expect("every scope has a name").0;
        let scope = if tag == "en" {
            scope
        } else {
            chinese_scope(scope)
        };
        let help = locale.text(&format!("command.{name}")).replace('|', "\\|");
        table += &format!("| {} | {scope} | `{name}` | {help} |\n", keys.join(" "));
    }
    table
}

fn chinese_scope(scope: &str) -> &str {
    match scope {
        "everywhere" => "全部",
        "list" => "列表",
        "sidebar" => "侧栏",
        "reader" => "正文",
        "panel" => "面板",
        "selection" => "选择",
        other => other,
    }
}

/// A key as code in a cell of a Markdown table.
fn code(key: &str) -> String {
    format!("`{}`", key.replace('|', "\\|"))
}
