//! The command line (clap derive) and nothing else.
