//! `calendar import`: a decree changes the days off; the open cases follow.

use anyhow::{Context as _, bail};

use super::args::{CalendarImportArgs, Global};
use super::open;
use super::output::{UsageError, in_words, note, say};
use crate::domain::calendar::{Holiday, parse_holidays_csv};
use crate::services::calendars::{self, CalendarImport, Imported};

/// Puts a version in force and recomputes. Run again after a break: it goes on where it stopped.
pub async fn import(global: &Global, args: &CalendarImportArgs) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("cannot read {}", args.file.display()))?;
    let (days, bad) = parse_holidays_csv(&text);
    for line in &bad {
        note(line);
    }
    if !bad.is_empty() {
        bail!(
            "nothing was imported: half a calendar would move dates wrongly; mend the {} lines above",
            bad.len()
        );
    }
    let decree = match &args.decree {
        Some(decree) => decree.clone(),
        None => only_source(&days)?,
    };
    let ctx = open::context(open::settings(global, None)?).await?;
    let wanted = CalendarImport {
        days,
        decree,
        issued_on: args.issued_on.unwrap_or_else(|| ctx.today(ctx.zone())),
        is_amendment: args.amend,
        imported_by: "cli".to_owned(),
    };
    let done = calendars::import(&ctx, &wanted)
        .await
        .map_err(|error| in_words(error, &ctx.engine))?;
    match done {
        Imported::New { seq, changed_days } => {
            say(format_args!(
                "calendar version {seq} is in force, {changed_days} days changed"
            ))?;
        }
        Imported::Unchanged => say("the calendar in force says the same already")?,
    }
    let recomputed = calendars::recompute(&ctx).await?;
    say(format_args!(
        "{} open cases got new dates, {} kept theirs",
        recomputed.moved, recomputed.unmoved
    ))?;
    if recomputed.failed > 0 {
        bail!(
            "{} cases could not be recomputed; the log names them. Run the command again",
            recomputed.failed
        );
    }
    Ok(ctx.db.close().await?)
}

fn only_source(days: &[Holiday]) -> anyhow::Result<String> {
    let mut sources: Vec<&str> = days.iter().map(|day| day.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    match sources.as_slice() {
        [one] => Ok((*one).to_owned()),
        _ => Err(UsageError(
            "the file names several sources: say which decree it is with --decree TEXT".to_owned(),
        )
        .into()),
    }
}
