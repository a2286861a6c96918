//! A date as it was known: by each version of the calendar that was in force while something ran, and why it moved from one to the next.

use std::sync::Arc;

use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::domain::calendar::{DayChange, KnownVersion, WorkingCalendar, as_known_at};
use crate::domain::deadline::Deadline;
use crate::domain::ids::UnitId;
use crate::persistence::{Conn, calendars as calendar_rows};
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
}

/// A stretch of time in which days were counted by one version of the calendar.
#[derive(Clone, Debug)]
pub(in crate::services) struct Stretch {
    /// Its first instant.
    pub since: OffsetDateTime,
    /// The instant at which the next one begins.
    pub until: Option<OffsetDateTime>,
    /// The calendar.
    pub calendar: Arc<WorkingCalendar>,
}

impl Stretch {
    /// What was on record at its end, of facts with their instants.
    pub fn told<'a, T>(&self, facts: &'a [(OffsetDateTime, T)]) -> impl Iterator<Item = &'a T> {
        let until = self.until;
        let is_told = move |at: OffsetDateTime| until.is_none_or(|until| at < until);
        facts
            .iter()
            .filter(move |(at, _)| is_told(*at))
            .map(|(_, fact)| fact)
    }
}

/// The stretches since an instant, oldest first; none begins at `last` or later, when no later calendar says anything any more.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn stretches(
    ctx: &Context,
    conn: &impl Conn,
    unit: UnitId,
    (first, last): (OffsetDateTime, Option<OffsetDateTime>),
) -> Result<Vec<Stretch>, ServiceError> {
    let rows = calendar_rows::list_calendars(conn).await?;
    let versions: Vec<KnownVersion> = rows
        .iter()
        .map(|row| KnownVersion {
            id: row.id,
            unit: row.unit_id.map(UnitId),
            known_at: instant(row.imported_at),
        })
        .collect();
    let later = versions.iter().map(|version| version.known_at);
    let mut turns: Vec<OffsetDateTime> = later
        .filter(|at| *at > first && last.is_none_or(|last| *at < last))
        .chain([first])
        .collect();
    turns.sort_unstable();
    turns.dedup();
    let mut found: Vec<Stretch> = Vec::new();
    for (nth, since) in turns.iter().enumerate() {
        let Some(version) = as_known_at(&versions, unit, *since) else {
            continue;
        };
        let until = turns.get(nth + 1).copied();
        match found.last_mut() {
            Some(before) if before.calendar.id().0 == version.id => before.until = until,
            _ => found.push(Stretch {
                since: *since,
                until,
                calendar: calendars::by_id(ctx, conn, version.id).await?,
            }),
        }
    }
    Ok(found)
}

/// A date in each stretch, as `deadline` counts it there; without one where that says that the case did not run yet. It stands on the
/// version `standing`.
///
/// # Errors
/// Those of `deadline`.
pub(in crate::services) fn list_known(
    stretches: &[Stretch],
    standing: Uuid,
    deadline: impl Fn(&Stretch) -> Result<Option<Option<Deadline>>, ServiceError>,
) -> Result<Vec<KnownDate>, ServiceError> {
    let mut known: Vec<KnownDate> = Vec::new();
    let mut before: Option<(&Stretch, Option<Deadline>)> = None;
    let began = stretches.first().map(|first| first.since.date());
    for stretch in stretches {
        let Some(deadline) = deadline(stretch)? else {
            continue;
        };
        let because = match (before, deadline) {
            (Some((before, was)), Some(now)) => {
                let was = was.unwrap_or(now);
                // A day that is counted from another one that moved, too, moved by what lies before it.
                let first = match began {
                    Some(began) if was.trigger_on != now.trigger_on => began,
                    _ => now.trigger_on,
                };
                let days = [first, was.due, now.due];
                let (first, last) = (days.iter().min(), days.iter().max());
                let (first, last) = (first.unwrap_or(&now.due), last.unwrap_or(&now.due));
                before.calendar.differences(&stretch.calendar, *first..=*last)
            }
            _ => Vec::new(),
        };
        let version = stretch.calendar.id().0;
        known.push(KnownDate {
            version,
            decree: stretch.calendar.version().decree.clone(),
            since: stretch.since,
            due_on: deadline.map(|deadline| deadline.due),
            because,
            stands: version == standing,
        });
        before = Some((stretch, deadline));
    }
    Ok(known)
}

/// The stretch that a reader asks for by the version of its calendar, and the date as it was known then.
///
/// # Errors
/// Not found when nothing was counted by it.
pub(in crate::services) fn asked<'a>(
    stretches: &'a [Stretch],
    known: &[KnownDate],
    version: &str,
) -> Result<(&'a Stretch, KnownDate), ServiceError> {
    let version = Uuid::try_parse(version).map_err(|_| ServiceError::NotFound)?;
    let stretch = stretches.iter().find(|one| one.calendar.id().0 == version);
    let one = known.iter().find(|one| one.version == version);
    match (stretch, one) {
        (Some(stretch), Some(one)) => Ok((stretch, one.clone())),
        _ => Err(ServiceError::NotFound),
    }
}
