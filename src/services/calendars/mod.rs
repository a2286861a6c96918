//! The calendars in force, and what follows when a decree puts others in their place.

mod effect;
mod import;
mod kept;
mod ledger;
mod proposals;
mod recompute;

pub use effect::{Counts, Effect, MovedCase, effect};
pub use import::{CalendarImport, Imported, import, import_built_in};
pub(in crate::services) use kept::KeptCalendars;
pub use proposals::{Draft, Record, confirm, find, list, may_confirm, preview, propose, reject, withdraw};
pub(in crate::services) use recompute::bring_up_to_date;
pub use recompute::{Recomputed, count_pending, recompute};

use super::{Context, ServiceError};
use crate::domain::calendar::{CalendarVersion, CalendarVersionId, DayKind, Holiday, WorkingCalendar};
use crate::persistence::{Conn, PersistenceError, calendars, requests, rows};
use std::collections::BTreeMap;
use std::sync::Arc;
use uuid::Uuid;

/// The newest version of the country's calendar.
///
/// # Errors
/// Unexpected when none was ever imported: `setup` and `demo` import those compiled in.
pub async fn current(ctx: &Context, conn: &impl Conn) -> Result<Arc<WorkingCalendar>, ServiceError> {
    let version = calendars::find_current_calendar(conn).await?;
    kept(ctx, conn, version).await
}

/// The newest version that counts for the cases a unit received: its own, or the country's. Routing changes nothing of it
/// (`docs/readings.md` R18).
///
/// # Errors
/// As [`current`].
pub async fn current_for(
    ctx: &Context,
    conn: &impl Conn,
    received_by: Uuid,
) -> Result<Arc<WorkingCalendar>, ServiceError> {
    let version = calendars::find_calendar_for(conn, received_by).await?;
    kept(ctx, conn, version).await
}

/// The calendars of units that have one of their own.
///
/// # Errors
/// When the database is out of reach.
pub async fn local(
    ctx: &Context,
    conn: &impl Conn,
) -> Result<BTreeMap<Uuid, Arc<WorkingCalendar>>, ServiceError> {
    let mut own = BTreeMap::new();
    for (unit, version) in recompute::local_versions(conn).await? {
        own.insert(unit, by_id(ctx, conn, version).await?);
    }
    Ok(own)
}

/// A calendar by its version.
///
/// # Errors
/// Not found when there is no such version.
pub async fn by_id(ctx: &Context, conn: &impl Conn, id: Uuid) -> Result<Arc<WorkingCalendar>, ServiceError> {
    match ctx.calendar.get(id) {
        Some(kept) => Ok(kept),
        None => kept(ctx, conn, Some(calendars::get_calendar(conn, id).await?)).await,
    }
}

async fn kept(
    ctx: &Context,
    conn: &impl Conn,
    version: Option<rows::CalendarVersion>,
) -> Result<Arc<WorkingCalendar>, ServiceError> {
    let version = version.ok_or_else(|| ServiceError::unexpected("no calendar was imported"))?;
    if let Some(kept) = ctx.calendar.get(version.id) {
        return Ok(kept);
    }
    let calendar = Arc::new(load(conn, &version).await?);
    ctx.calendar.put(Arc::clone(&calendar));
    Ok(calendar)
}

/// The first year whose days off are missing although they should be known, or an open case runs into it.
///
/// # Errors
/// When the database is out of reach.
pub async fn missing_year(ctx: &Context, conn: &impl Conn) -> Result<Option<i32>, ServiceError> {
    let furthest = requests::find_furthest_day(conn, &recompute::open_statuses()).await?;
    Ok(current(ctx, conn)
        .await?
        .missing_year(ctx.today(ctx.zone()), furthest))
}

/// One version with all its days.
///
/// # Errors
/// When a stored day is not understood.
pub async fn load(
    conn: &impl Conn,
    version: &rows::CalendarVersion,
) -> Result<WorkingCalendar, ServiceError> {
    let days = calendars::list_calendar_days(conn, version.id).await?;
    let days = days
        .into_iter()
        .map(|day| {
            let kind = DayKind::parse(&day.kind)
                .ok_or_else(|| PersistenceError::invalid_row("calendar_days", "unknown kind"))?;
            Ok(Holiday {
                date: day.date,
                kind,
                name_id: day.name_id,
                name_en: day.name_en,
                source: day.source,
            })
        })
        .collect::<Result<Vec<_>, PersistenceError>>()?;
    let version = CalendarVersion {
        id: CalendarVersionId(version.id),
        decree: version.decree.clone(),
        issued_on: version.issued_on,
    };
    Ok(WorkingCalendar::new(version, days))
}

/// A version as it is stored.
#[must_use]
pub fn day_rows(version_id: uuid::Uuid, calendar: &WorkingCalendar) -> Vec<rows::CalendarDay> {
    calendar
        .holidays()
        .map(|day| rows::CalendarDay {
            version_id,
            date: day.date,
            kind: day.kind.code().to_owned(),
            name_id: day.name_id.clone(),
            name_en: day.name_en.clone(),
            source: day.source.clone(),
        })
        .collect()
}
