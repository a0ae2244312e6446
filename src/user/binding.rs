//! User-defined keys: `[keys]` in the config.

use super::fault::FaultKind;
use super::settings::{Report, Table, Value};
use crate::input::key::overlap;
use crate::input::key::write_sequence;
use crate::input::keymap::{SCOPES, scopes_of};
use crate::input::{Binding, COMMANDS, Command, Key, Scope, Step};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::DeString;

/// The command name that unbinds a key.
const NONE: &str = "none";

/// The scope named in the config.
pub fn scope_of(name: &str) -> Option<Scope> {
    let (_, scope) = SCOPES.iter().find(|(known, _)| *known == name)?;
    Some(*scope)
}

/// The name of a scope in the config: every scope has one.
fn name_of(scope: Scope) -> &'static str {
    let named = SCOPES.iter().find(|(_, known)| *known == scope);
    named.map_or("", |(name, _)| name)
}

/// Reads `"key" = "command"` and `"key" = ["command", ":line"]` rows into bindings and reports faults.
pub fn read(
    bindings: &mut Vec<Binding>,
    report: &mut Report<'_>,
    scope: Option<Scope>,
    key: &Spanned<DeString<'_>>,
    value: &Value<'_>,
) {
    let written = &**key.get_ref();
    let keys = Key::sequence(written);
    if keys.is_none() {
        report.fault(key.span(), FaultKind::NotAKey(written.to_owned()));
    }
    if value.get_ref().is_array() {
        let steps = steps(report, written, value);
        if let (Some(keys), Some(steps)) = (keys, steps) {
            bindings.push(Binding {
                scope,
                keys,
                command: None,
                steps,
            });
        }
        return;
    }
    let Some(name) = report.text(written, value) else {
        return;
    };
    let command = Command::named(name);
    if command.is_none() && name != NONE {
        let known = COMMANDS.iter().map(|row| row.name).chain([NONE]);
        report.unknown(value.span(), FaultKind::UnknownCommand, name, known);
        return;
    }
    if let (Some(scope), Some(command)) = (scope, command)
        && !applies(command, scope)
    {
        let command = name.to_owned();
        let scope = name_of(scope);
        report.fault(value.span(), FaultKind::WrongScope { command, scope });
        return;
    }
    if let Some(keys) = keys {
        bindings.push(Binding {
            scope,
            keys,
            command,
            steps: Arc::default(),
        });
    }
}

/// The steps of a key: names of commands, and lines that start with `:`. None, with a fault, if
/// there is none, or one is not known.
fn steps(report: &mut Report<'_>, key: &str, value: &Value<'_>) -> Option<Arc<[Step]>> {
    let names = report.texts(key, value)?;
    let mut steps = Vec::new();
    for name in &names {
        if let Some(line) = name.strip_prefix(':') {
            steps.push(Step::Line(line.trim().to_owned()));
        } else if let Some(command) = Command::named(name) {
            steps.push(Step::Command(command));
        } else {
            let known = COMMANDS.iter().map(|row| row.name);
            report.unknown(value.span(), FaultKind::UnknownCommand, name, known);
            return None;
        }
    }
    (!steps.is_empty()).then(|| steps.into())
}

fn applies(command: Command, scope: Scope) -> bool {
    let homes = scopes_of(command);
    homes.contains(&scope) || homes.contains(&Scope::Everywhere)
}

/// Reports keys of one table that are equal (`C-d` and `C-D`) or a prefix of another: only one of
/// them could ever be typed.
pub fn check(bindings: &[Binding], file: &Table<'_>, report: &mut Report<'_>) {
    for (index, one) in bindings.iter().enumerate() {
        let earlier = bindings.get(..index).unwrap_or_default();
        let other = earlier
            .iter()
            .find(|other| other.scope == one.scope && overlap(&other.keys, &one.keys));
        let Some(other) = other else { continue };
        let key = write_sequence(&one.keys);
        let span = span_of(file, one).unwrap_or(0..0);
        if one.keys == other.keys {
            report.fault(span, FaultKind::BoundTwice(key));
        } else if one.is_set() && other.is_set() {
            let other = write_sequence(&other.keys);
            report.fault(span, FaultKind::KeyConflict { key, other });
        }
    }
}

/// The position of a binding in the file: the last row with these keys.
fn span_of(file: &Table<'_>, binding: &Binding) -> Option<Range<usize>> {
    let mut table = file.get("keys")?.get_ref().as_table()?;
    if let Some(scope) = binding.scope {
        table = table.get(name_of(scope))?.get_ref().as_table()?;
    }
    table
        .keys()
        .filter(|key| Key::sequence(key.get_ref()).as_ref() == Some(&binding.keys))
        .map(Spanned::span)
        .max_by_key(|span| span.start)
}
