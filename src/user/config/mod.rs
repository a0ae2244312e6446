//! The configuration: `config.toml`, read against one table of settings.
//!
//! A new setting is a field of [`Config`], a row in `table::SETTINGS` and its lines in assets/config.toml;
//! a test compares the three. The config comes only from the user's config folder or `--config`:
//! files in a library are never used as configuration.

mod change;
mod check;
mod edit;
mod table;
mod values;

pub use change::SettingChange;
pub(crate) use change::{expected_by, last_part, setting_names};
pub(crate) use check::check;
pub(crate) use edit::{add_libraries, keep};
pub(crate) use values::{Config, EngineSettings};
pub use values::{LinkNumbers, ListColumn, ListColumns, MarkRead, Panes, ShowPictures};

use super::binding;
use super::fault::{Fault, FaultKind, LoadError};
use super::settings::{Report, Table, Value};
use crate::error::Error;
use crate::library::Zone;
use std::path::Path;
use table::{SECTIONS, SETTINGS, is_section, lacking};

/// The commented default that `config init` writes.
pub const DEFAULT_FILE: &str = include_str!("../../../assets/config.toml");

/// Maximum bytes of the file that are read.
const LARGEST: usize = 4 << 20;

/// What a missing file means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IfMissing {
    UseDefaults,
    /// The user named the file.
    Fail,
}

impl Config {
    /// Parses a config.
    ///
    /// # Errors
    /// All faults of the file, in file order.
    pub fn parse(source: &str) -> Result<Self, Vec<Fault>> {
        let mut report = Report::new(source);
        let mut config = Self::default();
        if let Some(file) = report.parse() {
            config.read_table(&mut report, "", &file);
            binding::check(&config.bindings, &file, &mut report);
        }
        report.finish(config)
    }

    /// Loads the config file.
    ///
    /// # Errors
    /// It cannot be read, or has faults.
    pub fn load(path: &Path, if_missing: IfMissing) -> Result<Self, LoadError> {
        match crate::fs::read(path, LARGEST) {
            Ok((bytes, _)) => {
                Self::parse(&String::from_utf8_lossy(&bytes)).map_err(|faults| LoadError::Faults {
                    path: path.to_owned(),
                    faults,
                })
            }
            Err(error) if crate::fs::is_absent(&error) && if_missing == IfMissing::UseDefaults => {
                Ok(Self::default())
            }
            Err(error) => Err(LoadError::Unreadable(Error::unreadable(path, &error))),
        }
    }

    /// The zone of dates without one.
    pub fn zone(&self) -> Zone {
        let named = self.zone.as_deref().and_then(Zone::named);
        named.unwrap_or_else(Zone::system)
    }

    /// Reads one level of tables. The file has at most two levels, which bounds the recursion.
    fn read_table(&mut self, report: &mut Report<'_>, section: &str, table: &Table<'_>) {
        for (key, value) in table {
            let written = &**key.get_ref();
            let name = match section {
                "" => written.to_owned(),
                section => format!("{section}.{written}"),
            };
            if let Some(setting) = SETTINGS.iter().find(|setting| setting.name == name) {
                (setting.read)(self, report, &name, value);
                if let Some(feature) = lacking(&name, self) {
                    let fault = FaultKind::NotBuilt { key: name, feature };
                    report.fault(value.span(), fault);
                }
            } else if section.is_empty() && is_section(&name) {
                if let Some(table) = report.table(&name, value) {
                    self.read_table(report, &name, table);
                }
            } else if section == "keys" && is_binding(value) {
                binding::read(&mut self.bindings, report, None, key, value);
            } else {
                let known = SETTINGS.iter().map(|setting| setting.name);
                let sections = SECTIONS.iter().copied();
                report.unknown(
                    key.span(),
                    FaultKind::UnknownSetting,
                    &name,
                    known.chain(sections),
                );
            }
        }
    }
}

/// Whether a value of the section of keys is what a key does.
fn is_binding(value: &Value<'_>) -> bool {
    value.get_ref().is_str() || value.get_ref().is_array()
}

#[cfg(test)]
mod tests;
