//! The one table of commands: name, keys of each preset, where it applies. The key map, the
//! help screen, the command line `:`, README's table and the man page all read it.

/// What a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    Quit,
}

/// Where a command applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    Everywhere,
    List,
    Reader,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub command: Command,
    /// As in the config and on the command line; its help is the text `command.<name>`.
    pub name: &'static str,
    pub scope: Scope,
    /// Key sequences in writing (`g g`, `C-d`), by preset.
    pub vim: &'static [&'static str],
    pub newsboat: &'static [&'static str],
    pub less: &'static [&'static str],
}

/// The table.
pub const COMMANDS: &[Row] = &[];
