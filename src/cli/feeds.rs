//! The commands of feeds.

use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Clone, Debug, Subcommand)]
pub enum Feed {
    Add(AddFeed),
    List {
        #[arg(long)]
        json: bool,
    },
    Remove {
        #[arg(value_name = "NAME|URL", required = true)]
        feeds: Vec<String>,
    },
    Check {
        #[arg(value_name = "NAME|URL")]
        feeds: Vec<String>,
        #[arg(long)]
        json: bool,
    },
    Import {
        /// OPML or the file `urls` of newsboat; `-` for standard input.
        #[arg(value_name = "FILE|-")]
        file: PathBuf,
        #[arg(long)]
        dry_run: bool,
    },
    Export,
    Timer,
}

#[derive(Clone, Debug, Args)]
pub struct AddFeed {
    #[arg(value_name = "URL")]
    pub address: String,
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub category: Option<String>,
    /// The address may be one of the user's own network.
    #[arg(long)]
    pub allow_private: bool,
    /// Neither check the address nor read the feed.
    #[arg(long)]
    pub no_fetch: bool,
}

#[derive(Clone, Debug, Args)]
pub struct Fetch {
    #[arg(value_name = "NAME|URL")]
    pub feeds: Vec<String>,
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    #[arg(long)]
    pub dry_run: bool,
    /// Print failures only.
    #[arg(long)]
    pub quiet: bool,
    #[arg(long)]
    pub json: bool,
}
