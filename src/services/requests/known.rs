//! A date as it was known: by each version of the calendar that was in force while the case ran, and why it moved from one to the next.

use std::sync::Arc;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::views::{CaseFile, Explained};
use crate::domain::calendar::{DayChange, KnownVersion, WorkingCalendar, as_known_at};
use crate::domain::ids::UnitId;
use crate::domain::request::{CaseState, Event};
use crate::persistence::calendars as calendar_rows;
use crate::services::{Context, ServiceError, calendars, instant};

/// One date as it was known for a while.
#[derive(Clone, Debug)]
pub struct KnownDate {
    /// The version of the calendar.
    pub version: Uuid,
    /// Its decree.
    pub decree: String,
    /// Since when the case was counted by it.
    pub since: OffsetDateTime,
    /// The last day as it was known at the end of that time; none while the duty did not run.
    pub due_on: Option<Date>,
    /// The days of the count that differ from the version before.
    pub because: Vec<DayChange>,
    /// Whether the date stands on it.
    pub stands: bool,
    calendar: Arc<WorkingCalendar>,
    state: CaseState,
}

/// A date explained, with every earlier answer; with `version` as it was known by that one.
///
/// # Errors
/// Not found when the case has no such duty, or had none under that version.
pub async fn explain_as_known(
    ctx: &Context,
    file: &CaseFile,
    code: &str,
    version: Option<&str>,
) -> Result<Explained, ServiceError> {
    let mut explained = file.explain(ctx, code)?;
    let known = history(ctx, file, &explained).await?;
    if let Some(version) = version {
        let version = Uuid::try_parse(version).map_err(|_| ServiceError::NotFound)?;
        let then = known.iter().find(|known| known.version == version);
        let then = then.ok_or(ServiceError::NotFound)?;
        explained = as_of(ctx, file, &then.state, &then.calendar)?.explain(ctx, code)?;
        explained.as_known_on = Some(then.clone());
    }
    explained.known = known;
    Ok(explained)
}

/// The file as it was in a state, on the calendar then in force. A notice that was given stays judged by the calendar of its day.
fn as_of(
    ctx: &Context,
    file: &CaseFile,
    state: &CaseState,
    calendar: &Arc<WorkingCalendar>,
) -> Result<CaseFile, ServiceError> {
    let mut past = file.clone();
    past.case.state = state.clone();
    past.calendar = Arc::clone(calendar);
    let clock = past.case.clock(ctx, calendar)?;
    let judged_on = file.earlier_calendar.as_ref().filter(|_| state.notice.is_some());
    past.clock = match judged_on {
        Some(judged_on) => past.case.clock(ctx, judged_on)?.followed_by(clock),
        None => clock,
    };
    Ok(past)
}

async fn history(
    ctx: &Context,
    file: &CaseFile,
    explained: &Explained,
) -> Result<Vec<KnownDate>, ServiceError> {
    let conn = ctx.db.read();
    let rows = calendar_rows::list_calendars(conn).await?;
    let versions: Vec<KnownVersion> = rows
        .iter()
        .map(|row| KnownVersion {
            id: row.id,
            unit: row.unit_id.map(UnitId),
            known_at: instant(row.imported_at),
        })
        .collect();
    let unit = UnitId(file.case.row.registered_unit_id);
    let events = file
        .page
        .events
        .iter()
        .map(|event| Ok((instant(event.at), serde_json::from_str(&event.data)?)))
        .collect::<Result<Vec<(OffsetDateTime, Event)>, ServiceError>>()?;
    let Some((arrived, _)) = events.first() else {
        return Ok(Vec::new());
    };
    // What comes before the notice is judged by the calendar of its day, and no later one says anything about it.
    let until = if explained.duty.follows_notice() {
        None
    } else {
        file.case.row.notice_at.map(instant)
    };
    let later = versions.iter().map(|version| version.known_at);
    let mut turns: Vec<OffsetDateTime> = later
        .filter(|at| at > arrived && until.is_none_or(|until| *at < until))
        .chain([*arrived])
        .collect();
    turns.sort_unstable();
    turns.dedup();
    let standing = file.calendar_of(&explained.duty).id().0;
    let mut known: Vec<KnownDate> = Vec::new();
    for (nth, since) in turns.iter().enumerate() {
        let Some(version) = as_known_at(&versions, unit, *since) else {
            continue;
        };
        let end = turns.get(nth + 1);
        let told = events.iter().filter(|(at, _)| end.is_none_or(|end| at < end));
        let Some(state) = CaseState::replay(told.map(|(_, event)| event)) else {
            continue;
        };
        let calendar = calendars::by_id(ctx, conn, version.id).await?;
        let past = as_of(ctx, file, &state, &calendar)?;
        let deadline = past
            .dated(ctx, &explained.duty.code)?
            .map(|(duty, _)| duty.deadline);
        let because = match (known.last(), deadline) {
            (Some(last), Some(deadline)) => {
                let furthest = last.due_on.unwrap_or(deadline.due).max(deadline.due);
                last.calendar
                    .differences(&calendar, deadline.trigger_on..=furthest)
            }
            _ => Vec::new(),
        };
        let one = KnownDate {
            version: version.id,
            decree: calendar.version().decree.clone(),
            since: *since,
            due_on: deadline.map(|deadline| deadline.due),
            because,
            stands: version.id == standing,
            calendar,
            state,
        };
        match known.last_mut() {
            Some(last) if last.version == one.version => {
                *last = KnownDate {
                    since: last.since,
                    because: std::mem::take(&mut last.because),
                    ..one
                };
            }
            _ => known.push(one),
        }
    }
    Ok(known)
}
