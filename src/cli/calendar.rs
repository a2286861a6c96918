//! `calendar import`: a decree changes the days off; the open cases follow.

use std::collections::BTreeSet;

use anyhow::{Context as _, bail};
use serde::Serialize;

use super::args::{CalendarImportArgs, Global};
use super::open;
use super::output::{UsageError, in_words, note, say};
use crate::domain::calendar::{Decree, Holiday, LineProblem, parse_holidays_csv};
use crate::domain::ids::UnitId;
use crate::services::calendars::{self, CalendarImport, Counts, Effect, Imported};
use crate::services::{Context, public};

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
    let units = local_units(&ctx, &args.units).await?;
    kinds_fit(&days, !units.is_empty())?;
    let wanted = CalendarImport {
        days,
        decree,
        issued_on: args.issued_on.unwrap_or_else(|| ctx.today(ctx.zone())),
        is_amendment: args.amend,
        units,
        imported_by: "cli".to_owned(),
    };
    if args.preview {
        preview(&ctx, &wanted, args.json).await?;
        return Ok(ctx.db.close().await?);
    }
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

/// What the decree would do: the same figures that applying it then makes true.
async fn preview(ctx: &Context, wanted: &CalendarImport, as_json: bool) -> anyhow::Result<()> {
    let decree = wanted.decree(ctx.new_id());
    let effect = calendars::effect(ctx, ctx.db.read(), &decree)
        .await
        .map_err(|error| in_words(error, &ctx.engine))?;
    if as_json {
        return say(serde_json::to_string_pretty(&Preview::of(&effect))?);
    }
    let tell = |counts: &Counts| {
        format!(
            "{} open cases move, {} stop being overdue, {} become overdue; {} objections move, {} stop being overdue, {} become overdue",
            counts.moved,
            counts.leave_overdue,
            counts.become_overdue,
            counts.objections,
            counts.objections_leave_overdue,
            counts.objections_become_overdue
        )
    };
    for (unit, counts) in &effect.by_unit {
        say(format_args!("{unit}: {}", tell(counts)))?;
    }
    for case in &effect.cases {
        let (was, now) = case.due;
        say(format_args!("{} {was} -> {now}", case.registration_no))?;
    }
    for objection in &effect.objections {
        let (was, now) = objection.due;
        say(format_args!("{} {was} -> {now}", objection.number))?;
    }
    say(format_args!(
        "{} days change; {}; nothing was changed yet",
        effect.days.len(),
        tell(&effect.counts)
    ))
}

#[derive(Serialize)]
struct Preview<'a> {
    changed_days: Vec<String>,
    #[serde(flatten)]
    counts: Counts,
    units: Vec<UnitPreview<'a>>,
    cases: Vec<CasePreview<'a>>,
    moved_objections: Vec<ObjectionPreview<'a>>,
}

#[derive(Serialize)]
struct UnitPreview<'a> {
    unit: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

#[derive(Serialize)]
struct CasePreview<'a> {
    registration_no: &'a str,
    was_due_on: String,
    now_due_on: String,
}

#[derive(Serialize)]
struct ObjectionPreview<'a> {
    number: &'a str,
    was_due_on: String,
    now_due_on: String,
}

impl<'a> Preview<'a> {
    fn of(effect: &'a Effect) -> Self {
        let units = effect.by_unit.iter().map(|(unit, counts)| UnitPreview {
            unit,
            counts: *counts,
        });
        let cases = effect.cases.iter().map(|case| CasePreview {
            registration_no: &case.registration_no,
            was_due_on: case.due.0.to_string(),
            now_due_on: case.due.1.to_string(),
        });
        let objections = effect.objections.iter().map(|objection| ObjectionPreview {
            number: &objection.number,
            was_due_on: objection.due.0.to_string(),
            now_due_on: objection.due.1.to_string(),
        });
        Self {
            changed_days: effect.days.iter().map(|day| day.date.to_string()).collect(),
            counts: effect.counts,
            units: units.collect(),
            cases: cases.collect(),
            moved_objections: objections.collect(),
        }
    }
}

async fn local_units(ctx: &Context, codes: &[String]) -> anyhow::Result<BTreeSet<UnitId>> {
    let known = public::find_units(ctx, "", None)
        .await
        .map_err(|error| in_words(error, &ctx.engine))?;
    codes
        .iter()
        .map(|code| {
            let unit = known.iter().find(|unit| unit.code == *code);
            unit.map(|unit| UnitId(unit.id))
                .ok_or_else(|| UsageError(format!("there is no unit `{code}`")).into())
        })
        .collect()
}

/// Only a unit is closed by its own decree, and nothing else is.
fn kinds_fit(days: &[Holiday], is_local: bool) -> anyhow::Result<()> {
    match days.iter().find(|day| !Decree::allows(is_local, day.kind)) {
        None => Ok(()),
        Some(day) => Err(UsageError(format!("{}: {}", day.date, LineProblem::WrongKind(day.kind))).into()),
    }
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
