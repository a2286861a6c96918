//! `keys`: which there are, a new one in place of an old one, and what was sealed brought under the new one.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Subcommand, ValueEnum};
use time::OffsetDateTime;

use super::args::Global;
use super::open;
use super::output::{note, say};
use super::progress::Progress;
use crate::security::{KeyInfo, OsEntropy, Purpose};
use crate::services::Context;
use crate::services::keys::{self, Retired};

#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// List the keys: purpose, number, whether new things are made with it, day of the file, place
    #[command(after_help = "Example: terbuka keys list")]
    List,
    /// Make a new key for a purpose; it takes over when the portal is started again
    #[command(
        after_help = "Example: terbuka keys rotate identity\n\nThen start every `serve` and `worker` again, run `terbuka keys reseal` for identity, and retire the old key."
    )]
    Rotate {
        /// What the key is for
        purpose: PurposeArg,
    },
    /// Bring what was sealed with an old identity key under the current one; may be stopped and run again at any time
    #[command(after_help = "Example: terbuka keys reseal --batch 200")]
    Reseal {
        /// Rows in one transaction
        #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u64).range(1..=10_000))]
        batch: u64,
        /// Where there is no terminal, rows between two lines about the progress
        #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u64).range(1..))]
        report: u64,
    },
    /// Remove an old key for good; refused while rows need it
    #[command(
        after_help = "Example: terbuka keys retire identity 1\n\nA backup made before keeps needing the key: keep a copy with it. Retiring a session key ends the sessions begun under it."
    )]
    Retire {
        /// What the key is for
        purpose: PurposeArg,
        /// Its number, as `terbuka keys list` tells it
        number: u8,
    },
}

/// What a key is for, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PurposeArg {
    /// Signs sessions
    Session,
    /// Signs forms
    Csrf,
    /// Wraps the keys of cases, seals drafts
    Identity,
    /// Hashes contacts, makes links; never replaced
    Lookup,
}

impl From<PurposeArg> for Purpose {
    fn from(purpose: PurposeArg) -> Self {
        match purpose {
            PurposeArg::Session => Self::Session,
            PurposeArg::Csrf => Self::Csrf,
            PurposeArg::Identity => Self::Identity,
            PurposeArg::Lookup => Self::Lookup,
        }
    }
}

/// Does what was asked.
pub async fn run(global: &Global, command: KeysCommand) -> anyhow::Result<ExitCode> {
    let settings = open::settings(global, None)?;
    match command {
        KeysCommand::List => {
            for key in open::keys(&settings)?.describe() {
                say(line(&key))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        KeysCommand::Rotate { purpose } => {
            let (number, path) = open::keys(&settings)?.rotate(purpose.into(), &OsEntropy)?;
            say(format_args!(
                "{} key {number} made: {}",
                Purpose::from(purpose).name(),
                path.display()
            ))?;
            next(purpose.into())?;
            Ok(ExitCode::SUCCESS)
        }
        KeysCommand::Reseal { batch, report } => {
            let ctx = open::context(settings).await?;
            let done = reseal(&ctx, batch, report).await;
            ctx.db.close().await?;
            done
        }
        KeysCommand::Retire { purpose, number } => {
            let purpose = Purpose::from(purpose);
            let held = open::keys(&settings)?;
            held.may_retire(purpose, number)?;
            if purpose == Purpose::Identity {
                let ctx = open::context(settings).await?;
                let struck = strike(&ctx, number).await;
                ctx.db.close().await?;
                struck?;
            }
            match held.retire(purpose, number)? {
                Some(path) => say(format_args!(
                    "{} key {number} is gone: {}; backups made before need a copy of it",
                    purpose.name(),
                    path.display()
                ))?,
                None => say(format_args!(
                    "nothing needs {name} key {number} any more: take it out of the setting keys.{name}",
                    name = purpose.name()
                ))?,
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// What comes after a new key, for nothing happens by itself.
fn next(purpose: Purpose) -> anyhow::Result<()> {
    say("\nNext:")?;
    say("  copy the key to every machine, and into the backup of the keys")?;
    say("  start every `terbuka serve` and `terbuka worker` again: they read the keys once")?;
    match purpose {
        Purpose::Identity => {
            say(
                "  terbuka keys reseal                    or leave it to the worker; `terbuka doctor` counts",
            )?;
            say("  terbuka keys retire identity NUMBER    once nothing needs the old key")
        }
        Purpose::Session | Purpose::Csrf | Purpose::Lookup => say(format_args!(
            "  terbuka keys retire {} NUMBER    ends what began under the old key; nobody notices once `session.hours` have passed",
            purpose.name()
        )),
    }
}

async fn reseal(ctx: &Context, batch: u64, report: u64) -> anyhow::Result<ExitCode> {
    let total = keys::count_old(ctx).await?;
    let progress = Progress::new("rows").every(report);
    let done = keys::reseal(ctx, batch, u64::MAX, |done| {
        progress.at(done.seen(), total.max(done.seen()));
    })
    .await?;
    progress.end();
    say(format_args!(
        "{} rows sealed under identity key {}",
        done.rows,
        ctx.keys.identity_number()
    ))?;
    if done.unreadable > 0 {
        note(format_args!(
            "{} rows open with none of the keys here and are as they were: restore the key that sealed them",
            done.unreadable
        ));
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

async fn strike(ctx: &Context, number: u8) -> anyhow::Result<()> {
    match keys::strike(ctx, number).await? {
        Retired::Struck => Ok(()),
        Retired::Needed(needed) => bail!(
            "identity key {number} is still needed by {} rows (identities {}, keys of cases {}, drafts {}): run \
             `terbuka keys reseal` first",
            needed.total(),
            needed.identities,
            needed.case_keys,
            needed.drafts
        ),
    }
}

fn line(key: &KeyInfo) -> String {
    let state = if key.is_current { "current" } else { "old" };
    let made = key.made_at.map(OffsetDateTime::date);
    let made = made.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let place = key
        .path
        .as_ref()
        .map_or_else(|| "(setting)".to_owned(), |path| path.display().to_string());
    format!("{}\t{}\t{state}\t{made}\t{place}", key.purpose.name(), key.number)
}
