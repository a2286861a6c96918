//! `units import` and `requests import`.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use super::args::{Global, RequestsImportArgs};
use super::open;
use super::output::{note, say};
use super::progress::Progress;
use crate::domain::ids::UserId;
use crate::persistence::users;
use crate::services::Context;
use crate::services::imports::requests::{self, Options, Told};
use crate::services::imports::units;

/// Imports units; 1 when a line was left out.
pub async fn units(global: &Global, path: &Path) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let ctx = open::context(open::settings(global, None)?).await?;
    let report = units::import(&ctx, &text).await?;
    for bad in &report.bad {
        note(bad);
    }
    say(format_args!(
        "{} added, {} changed, {} as they were, {} lines left out",
        report.added,
        report.changed,
        report.unchanged,
        report.bad.len()
    ))?;
    ctx.db.close().await?;
    Ok(verdict(report.bad.len() as u64))
}

/// Imports an older register; 1 when a line was left out.
pub async fn requests(global: &Global, args: &RequestsImportArgs) -> anyhow::Result<ExitCode> {
    let file = File::open(&args.file).with_context(|| format!("cannot read {}", args.file.display()))?;
    let ctx = open::context(open::settings(global, None)?).await?;
    let options = Options {
        publisher: publisher(&ctx, args.publish_as.as_deref()).await?,
    };
    let progress = Progress::new("lines");
    let mut reader = BufReader::new(file);
    let done = requests::import(&ctx, &mut reader, options, &mut |told| tell(&progress, &told)).await;
    progress.end();
    let report = done?;
    say(format_args!(
        "{} imported, {} known already, {} lines left out, {} published",
        report.imported, report.skipped, report.bad, report.published
    ))?;
    if report.undecided > 0 {
        say(format_args!(
            "{} objections are not decided: they are named above, and the desk of the unit has to enter them",
            report.undecided
        ))?;
    }
    ctx.db.close().await?;
    Ok(verdict(report.bad))
}

async fn publisher(ctx: &Context, username: Option<&str>) -> anyhow::Result<Option<UserId>> {
    let Some(username) = username else { return Ok(None) };
    let folded = username.trim().to_lowercase();
    let user = users::find_user_by_username(ctx.db.read(), &folded).await?;
    Ok(Some(UserId(
        user.with_context(|| format!("there is no account `{username}`"))?
            .id,
    )))
}

fn verdict(left_out: u64) -> ExitCode {
    if left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn tell(progress: &Progress, told: &Told) {
    match told {
        Told::Progress { done, total } => progress.at(*done, *total),
        Told::Bad(bad) => progress.line(bad),
        Told::OtherDue { line, theirs, ours } => progress.line(format_args!(
            "line {line}: the register says due on {theirs}, the calendar says {ours}, which stands"
        )),
        Told::Undecided {
            line,
            number,
            filed_on,
        } => progress.line(format_args!(
            "line {line}: the objection of {filed_on} is not decided and was not taken over; enter it at the desk for {number}, so that its answer is owed"
        )),
    }
}
