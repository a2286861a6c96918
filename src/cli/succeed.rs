//! `units succeed`: a decree about a unit, recorded and carried out by the operator.

use clap::Args;
use time::Date;

use super::args::{Global, day};
use super::open;
use super::output::{UsageError, in_words, note, say};
use crate::domain::unit::SuccessionKind;
use crate::services::units::{self, Change, Preview, Wanted};
use crate::services::{Context, ServiceError};

#[derive(Args, Debug)]
pub struct SucceedArgs {
    /// Code of the unit
    pub unit: String,
    /// What becomes of it: rename, move, merge, split, `transfer_out`
    #[arg(long, value_parser = succession_kind)]
    pub kind: SuccessionKind,
    /// First day on which it is so, today at the latest
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub effective: Date,
    /// Decree or regulation
    #[arg(long, value_name = "TEXT")]
    pub basis: String,
    /// Code of the unit that goes on; for a split several times, the one that takes what is open first
    #[arg(long = "to", value_name = "CODE")]
    pub to: Vec<String>,
    /// New name
    #[arg(long)]
    pub name: Option<String>,
    /// New short name
    #[arg(long)]
    pub short_name: Option<String>,
    /// New place
    #[arg(long)]
    pub place: Option<String>,
    /// New address
    #[arg(long)]
    pub address: Option<String>,
    /// New e-mail address
    #[arg(long)]
    pub email: Option<String>,
    /// New public body; empty for that of the portal
    #[arg(long)]
    pub body: Option<String>,
    /// Code of the new unit above it; empty for none
    #[arg(long, value_name = "CODE")]
    pub parent: Option<String>,
    /// Code of the unit whose PPID answers; empty when it has its own
    #[arg(long, value_name = "CODE")]
    pub ppid_of: Option<String>,
    /// central or province
    #[arg(long)]
    pub commission: Option<String>,
    /// Show what it would do, and change nothing
    #[arg(long)]
    pub preview: bool,
}

fn succession_kind(text: &str) -> Result<SuccessionKind, String> {
    SuccessionKind::parse(text).ok_or_else(|| "must be rename, move, merge, split or transfer_out".to_owned())
}

/// Shows what it does, or does it.
pub async fn run(global: &Global, args: &SucceedArgs) -> anyhow::Result<()> {
    let ctx = open::context(open::settings(global, None)?).await?;
    let wanted = Wanted {
        unit: args.unit.clone(),
        kind: Some(args.kind),
        effective_on: Some(args.effective),
        legal_basis: args.basis.clone(),
        to: args.to.clone(),
        change: Change {
            name: args.name.clone(),
            short_name: args.short_name.clone(),
            place: args.place.clone(),
            address: args.address.clone(),
            email: args.email.clone(),
            body: args.body.clone(),
            parent: args.parent.clone(),
            ppid_of: args.ppid_of.clone(),
            commission: args.commission.clone(),
        },
    };
    let told = |error| explained(&ctx, &args.unit, error);
    if args.preview {
        tell(&units::preview(&ctx, &wanted).await.map_err(told)?)?;
        say("nothing was changed yet")?;
    } else {
        let done = units::apply(&ctx, None, &wanted, None).await.map_err(told)?;
        say(format_args!(
            "recorded; {} requests and {} objections went along, {} appointments ended",
            done.requests, done.objections, done.appointments
        ))?;
    }
    Ok(ctx.db.close().await?)
}

fn explained(ctx: &Context, unit: &str, error: ServiceError) -> anyhow::Error {
    match error {
        ServiceError::NotFound => UsageError(format!("there is no unit `{unit}`")).into(),
        error => in_words(error, &ctx.engine),
    }
}

fn tell(found: &Preview) -> anyhow::Result<()> {
    say(format_args!(
        "by {}, from {}",
        found.legal_basis, found.effective_on
    ))?;
    if found.becomes != found.unit {
        say(format_args!("{} -> {}", found.unit.name, found.becomes.name))?;
    }
    for heir in &found.successors {
        say(format_args!("goes on: {} ({})", heir.name, heir.code))?;
    }
    say(format_args!(
        "{} open requests, {} finished ones, {} objections and {} shares of other requests go along",
        found.open_requests, found.closed_requests, found.objections, found.shares
    ))?;
    for ending in &found.endings {
        say(format_args!("ends: {}, {}", ending.full_name, ending.row.role))?;
    }
    for role in &found.unfilled {
        note(format_args!(
            "nobody will hold the role {} in the unit that goes on",
            role.code()
        ));
    }
    for unit in &found.below {
        note(format_args!(
            "{unit} still names this unit above it or as the one whose PPID answers"
        ));
    }
    Ok(())
}
