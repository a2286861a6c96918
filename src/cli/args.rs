//! The commands and their arguments, with an example each.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::keys::KeysCommand;
use super::simulate::SimulateArgs;
use super::succeed::SucceedArgs;
use crate::domain::actor::Role;
use crate::storage::MediaType;
use crate::storage::extract::{COMMAND, ReadingLimits};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Public information request portal (Keterbukaan Informasi Publik).
#[derive(Debug, Parser)]
#[command(
    name = "terbuka",
    version,
    arg_required_else_help = true,
    after_help = "Try it: terbuka demo\nInstall it: terbuka setup, terbuka user add NAME --role admin, terbuka serve"
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command understands.
#[derive(Args, Debug)]
pub struct Global {
    /// Configuration file; terbuka.toml by default where it exists
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Folder of database, files and keys
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Try the portal: embedded database, sample cases, one-time passwords
    #[command(after_help = "Example: terbuka demo --listen 127.0.0.1:8080 --credentials users.json")]
    Demo(DemoArgs),
    /// Make data folder, keys and database, and load the built-in units and calendars
    #[command(after_help = "Example: terbuka setup --data /var/lib/terbuka")]
    Setup,
    /// Bring the database schema up to date
    #[command(after_help = "Example: terbuka migrate --config /etc/terbuka.toml")]
    Migrate,
    /// Serve the pages
    #[command(after_help = "Example: terbuka serve --listen 127.0.0.1:8000")]
    Serve(ServeArgs),
    /// Send mail and do recurring work, beside `serve --no-worker`
    #[command(after_help = "Example: terbuka worker --config /etc/terbuka.toml")]
    Worker,
    /// Ask the running portal for a sign of life
    #[command(after_help = "Example: terbuka healthcheck --listen 127.0.0.1:8000")]
    Healthcheck(ListenArgs),
    /// Look for what is wrong with this installation, or soon will be
    #[command(after_help = "Example: terbuka doctor --data /var/lib/terbuka")]
    Doctor,
    /// The settings
    #[command(subcommand)]
    Config(ConfigCommand),
    /// The accounts
    #[command(subcommand)]
    User(UserCommand),
    /// The secret keys: what there is, a new one in place of an old one
    #[command(subcommand)]
    Keys(KeysCommand),
    /// The units of the public body
    #[command(subcommand)]
    Units(UnitsCommand),
    /// Fee decrees
    #[command(subcommand)]
    Fees(FeesCommand),
    /// The calendar of working days
    #[command(subcommand)]
    Calendar(CalendarCommand),
    /// The register of requests
    #[command(subcommand)]
    Requests(RequestsCommand),
    /// Replay the history of cases under other rules and compare the figures
    #[command(
        after_help = "Examples:\n  terbuka simulate --rule D05=7 --rule D08=5 --from 2026-01-01 --to 2026-12-31\n  terbuka simulate --calendar libur_nasional_only --counting receipt_day=include --format csv > andaian.csv\n  terbuka simulate --faster 2 --unit lapas-makassar\n\nPeople act on the days on which they did; only what the rules make of those days changes (docs/readings.md R22)."
    )]
    Simulate(SimulateArgs),
    /// Print the text of a document on stdin; the portal calls this for every document it searches
    #[command(
        hide = true,
        name = COMMAND,
        after_help = "Example: terbuka read-text --kind application/pdf < laporan.pdf"
    )]
    ReadText(ReadTextArgs),
}

#[derive(Args, Debug)]
pub struct ReadTextArgs {
    /// What the document is
    #[arg(long, value_name = "MEDIA TYPE", value_parser = media)]
    pub kind: MediaType,
    /// The most memory, in bytes of address space
    #[arg(long, value_name = "BYTES", default_value_t = ReadingLimits::default().memory)]
    pub memory: u64,
    /// The most processor time
    #[arg(long, value_name = "SECONDS", default_value_t = ReadingLimits::default().patience.as_secs())]
    pub seconds: u64,
}

#[derive(Args, Debug)]
pub struct DemoArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Write address, users and passwords to this file as JSON, readable by its owner only
    #[arg(long, value_name = "FILE")]
    pub credentials: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ServeArgs {
    #[command(flatten)]
    pub listen: ListenArgs,
    /// Leave mail and recurring work to `terbuka worker`
    #[arg(long)]
    pub no_worker: bool,
}

#[derive(Args, Debug)]
pub struct ListenArgs {
    /// Address and port of the pages
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show every setting and where it came from, or everything that is wrong with them
    #[command(after_help = "Example: terbuka config check --config /etc/terbuka.toml")]
    Check,
}

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add an account with a role and print its one-time password
    #[command(
        after_help = "Example: terbuka user add budi --role officer --unit lapas-makassar --name \"Budi Santoso\""
    )]
    Add(AddUserArgs),
    /// Give an account a new one-time password and end its sessions
    #[command(after_help = "Example: terbuka user reset budi")]
    Reset {
        /// Username
        username: String,
    },
    /// List accounts and roles
    #[command(after_help = "Example: terbuka user list")]
    List,
}

#[derive(Args, Debug)]
pub struct AddUserArgs {
    /// Username
    pub username: String,
    /// What the person does
    #[arg(long)]
    pub role: RoleArg,
    /// Code of the unit; officers, PPID and superiors need one
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// Full name; the username by default
    #[arg(long)]
    pub name: Option<String>,
    /// Where to write to them
    #[arg(long)]
    pub email: Option<String>,
    /// First day of the appointment; today by default
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Date>,
    /// Decree of the appointment
    #[arg(long)]
    pub decree: Option<String>,
}

/// A role that an account may be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    /// Petugas
    Officer,
    /// PPID
    Ppid,
    /// Atasan PPID
    Superior,
    /// Pemeriksa
    Auditor,
    /// Pengelola
    Admin,
    /// Pemohon
    Citizen,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Officer => Self::Officer,
            RoleArg::Ppid => Self::Ppid,
            RoleArg::Superior => Self::Superior,
            RoleArg::Auditor => Self::Auditor,
            RoleArg::Admin => Self::Admin,
            RoleArg::Citizen => Self::Citizen,
        }
    }
}

#[derive(Debug, Subcommand)]
pub enum UnitsCommand {
    /// Add units or change them by code, from a file like data/units.csv
    #[command(after_help = "Example: terbuka units import units.csv")]
    Import {
        /// CSV file with a line of column names
        file: PathBuf,
    },
    /// Record by what decree a unit was renamed, moved, merged, split or left the body, and carry it out
    #[command(
        after_help = "Examples:\n  terbuka units succeed rutan-x --kind merge --to lapas-x --effective 2026-11-01 --basis \"Kepmen 5/2026\" --preview\n  terbuka units succeed lapas-x --kind rename --name \"Lapas Kelas I X\" --effective 2026-11-01 --basis \"Kepmen 5/2026\""
    )]
    Succeed(Box<SucceedArgs>),
}

#[derive(Debug, Subcommand)]
pub enum FeesCommand {
    /// Enter fee decrees from a file like data/demo/fees.toml
    #[command(after_help = "Example: terbuka fees import fees.toml")]
    Import {
        /// TOML file with one [[decree]] each
        file: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub enum CalendarCommand {
    /// Put a new version of the calendar in force and recompute the open cases
    #[command(
        after_help = "Examples:\n  terbuka calendar import 2028.csv --amend --decree \"SKB 1/2027\" --issued-on 2027-09-15 --preview\n  terbuka calendar import closed.csv --amend --unit lapas-makassar --decree \"SK 5/2027\""
    )]
    Import(CalendarImportArgs),
    /// Compute the last day of a number of working days, on the built-in calendar
    #[command(
        after_help = "Examples:\n  terbuka calendar due --start 2026-03-15 --working-days 10 --explain\n  terbuka calendar due --batch in.csv > out.csv"
    )]
    Due(DueArgs),
}

#[derive(Args, Debug)]
pub struct CalendarImportArgs {
    /// CSV file: `date,name_id,name_en,kind,source`
    pub file: PathBuf,
    /// The decree, as it is cited; by default the only `source` of the file
    #[arg(long, value_name = "TEXT")]
    pub decree: Option<String>,
    /// Day the decree was signed; today by default
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub issued_on: Option<Date>,
    /// Amend the calendar in force instead of replacing it: years with 1 January are restated, other days added
    #[arg(long)]
    pub amend: bool,
    /// Only for the unit with this code: a local day off or closure; may be given several times
    #[arg(long = "unit", value_name = "CODE")]
    pub units: Vec<String>,
    /// Show what it would do to the open cases, and change nothing
    #[arg(long)]
    pub preview: bool,
    /// Print the preview as JSON
    #[arg(long, requires = "preview")]
    pub json: bool,
}

/// Which days off are left out of the count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum CalendarChoice {
    /// National holidays and collective leave
    #[default]
    WithCutiBersama,
    /// National holidays only
    LiburNasionalOnly,
}

#[derive(Args, Debug)]
pub struct DueArgs {
    /// The day on which it began, not counted itself
    #[arg(long, value_name = "DATE", value_parser = day, required_unless_present = "batch")]
    pub start: Option<Date>,
    /// How many working days
    #[arg(long, value_name = "N", required_unless_present = "batch")]
    pub working_days: Option<u16>,
    /// Which days off are left out of the count
    #[arg(long, value_enum, default_value_t)]
    pub calendar: CalendarChoice,
    /// By the decrees that come with the program, signed up to that day; by all of them by default
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_known_on: Option<Date>,
    /// Show every day between
    #[arg(long)]
    pub explain: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Compute every line of a CSV file with `start,calendar,working_days`, adding the column `due`; - is stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["start", "working_days", "calendar", "explain", "json"])]
    pub batch: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// Take over an older register with its history
    #[command(after_help = "Example: terbuka requests import data/requests-sample.jsonl")]
    Import(RequestsImportArgs),
}

#[derive(Args, Debug)]
pub struct RequestsImportArgs {
    /// One JSON object a line, like data/requests-sample.jsonl
    pub file: PathBuf,
    /// Publish, in this account's name, answers that granted something and whose text names no applicant
    #[arg(long, value_name = "USERNAME")]
    pub publish_as: Option<String>,
}

/// A day written as 2026-12-31.
pub(super) fn day(text: &str) -> Result<Date, String> {
    Date::parse(text, DAY).map_err(|_| "must be a date like 2026-12-31".to_owned())
}

fn media(text: &str) -> Result<MediaType, String> {
    MediaType::from_mime(text)
        .ok_or_else(|| "must be the media type of a document the portal takes".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_fit_together() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_has_an_example() {
        fn walk(command: &clap::Command) {
            if command.get_subcommands().next().is_none() {
                let help = command
                    .get_after_help()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                assert!(help.contains("terbuka "), "{} has no example", command.get_name());
            }
            command.get_subcommands().for_each(walk);
        }
        walk(&Cli::command());
    }
}
