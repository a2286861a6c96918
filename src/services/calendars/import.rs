//! A decree changes the days off: a new version of the calendar. The old ones stay, so that every date can be explained as it was
//! known on any day.

use std::collections::BTreeSet;

use time::Date;

use super::{day_rows, load};
use crate::domain::calendar::{CalendarVersion, CalendarVersionId, Holiday, WorkingCalendar, seed_versions};
use crate::persistence::{Txn, calendars, rows, write};
use crate::services::{Context, Fault, FaultValue, ServiceError, micros};

/// A calendar to put in force.
#[derive(Clone, Debug)]
pub struct CalendarImport {
    /// The days off it lists.
    pub days: Vec<Holiday>,
    /// The decree, as it is cited.
    pub decree: String,
    /// The day it was signed.
    pub issued_on: Date,
    /// Whether it amends the calendar in force; otherwise it replaces it.
    pub is_amendment: bool,
    /// Who imports it.
    pub imported_by: String,
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A new version is in force.
    New {
        /// Its number.
        seq: i32,
        /// How many days differ from the version before.
        changed_days: usize,
    },
    /// The calendar in force says the same already.
    Unchanged,
}

/// Puts a calendar in force. Open cases are recomputed afterwards, see [`recompute`](super::recompute).
///
/// # Errors
/// Invalid when the file has no days, or would forget a year that the calendar in force knows.
pub async fn import(ctx: &Context, wanted: &CalendarImport) -> Result<Imported, ServiceError> {
    if wanted.days.is_empty() {
        return Err(ServiceError::invalid("file", "field.calendar_empty"));
    }
    let done = write(&ctx.db, async |txn| {
        let last = calendars::find_current_calendar(txn).await?;
        let current = match &last {
            Some(row) => Some(load(txn, row).await?),
            None => None,
        };
        let version = CalendarVersion {
            id: CalendarVersionId(ctx.new_id()),
            decree: wanted.decree.trim().to_owned(),
            issued_on: wanted.issued_on,
        };
        let days = wanted.days.iter().cloned();
        let calendar = match &current {
            Some(current) if wanted.is_amendment => current.amended(version, days),
            _ => WorkingCalendar::new(version, days),
        };
        let changed_days = current
            .as_ref()
            .map_or(wanted.days.len(), |old| difference(old, &calendar));
        if let Some(current) = &current {
            forgets_no_year(current, &calendar)?;
            if changed_days == 0 {
                return Ok(Imported::Unchanged);
            }
        }
        let seq = last.map_or(1, |row| row.seq + 1);
        insert(ctx, txn, &calendar, seq, "", &wanted.imported_by).await?;
        Ok::<_, ServiceError>(Imported::New { seq, changed_days })
    })
    .await?;
    Ok(done)
}

/// Puts the decrees in force that were known when this program was built and that are newer than the calendar in force. Tells how
/// many.
///
/// # Errors
/// When the database is out of reach.
pub async fn import_built_in(ctx: &Context) -> Result<usize, ServiceError> {
    let seeds = seed_versions().map_err(ServiceError::unexpected)?;
    write(&ctx.db, async |txn| {
        let last = calendars::find_current_calendar(txn).await?;
        let known_until = last.as_ref().map(|row| row.issued_on);
        let mut seq = last.map_or(0, |row| row.seq);
        let mut added = 0;
        for seed in &seeds {
            if known_until.is_some_and(|known| seed.calendar.version().issued_on <= known) {
                continue;
            }
            seq += 1;
            let note = if seed.is_confirmed { "" } else { "unconfirmed" };
            insert(ctx, txn, &seed.calendar, seq, note, "built-in").await?;
            added += 1;
        }
        Ok(added)
    })
    .await
}

async fn insert(
    ctx: &Context,
    txn: &Txn,
    calendar: &WorkingCalendar,
    seq: i32,
    note: &str,
    imported_by: &str,
) -> Result<(), ServiceError> {
    let version = calendar.version();
    let row = rows::CalendarVersion {
        id: version.id.0,
        seq,
        decree: version.decree.clone(),
        issued_on: version.issued_on,
        note: note.to_owned(),
        imported_at: micros(ctx.now()),
        imported_by: imported_by.to_owned(),
    };
    Ok(calendars::insert_calendar(txn, &row, &day_rows(row.id, calendar)).await?)
}

/// A calendar without a year that was known would move every date of that year: surely the wrong file.
fn forgets_no_year(old: &WorkingCalendar, new: &WorkingCalendar) -> Result<(), ServiceError> {
    let kept: BTreeSet<i32> = new.covered_years().collect();
    let Some(lost) = old.covered_years().find(|year| !kept.contains(year)) else {
        return Ok(());
    };
    let mut fault = Fault::new("file", "field.calendar_forgets_year");
    fault.values.push(("year", FaultValue::Text(lost.to_string())));
    Err(ServiceError::Invalid(vec![fault]))
}

/// How many days are off in only one of the two, or of another kind.
fn difference(old: &WorkingCalendar, new: &WorkingCalendar) -> usize {
    let days = |calendar: &WorkingCalendar| -> BTreeSet<_> {
        calendar.holidays().map(|day| (day.date, day.kind)).collect()
    };
    days(old).symmetric_difference(&days(new)).count()
}
