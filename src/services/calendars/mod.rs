//! The calendar in force, and what follows when a decree puts another one in its place.

mod import;
mod kept;
mod recompute;

pub use import::{CalendarImport, Imported, import, import_built_in};
pub(in crate::services) use kept::KeptCalendars;
pub(in crate::services) use recompute::bring_up_to_date;
pub use recompute::{Recomputed, recompute};

use super::{Context, ServiceError};
use crate::domain::calendar::{CalendarVersion, CalendarVersionId, DayKind, Holiday, WorkingCalendar};
use crate::persistence::{Conn, PersistenceError, calendars, rows};
use std::sync::Arc;

/// The newest calendar version.
///
/// # Errors
/// Unexpected when none was ever imported: `setup` and `demo` import those compiled in.
pub async fn current(ctx: &Context, conn: &impl Conn) -> Result<Arc<WorkingCalendar>, ServiceError> {
    let version = calendars::find_current_calendar(conn)
        .await?
        .ok_or_else(|| ServiceError::unexpected("no calendar was imported"))?;
    if let Some(kept) = ctx.calendar.get().filter(|kept| kept.id().0 == version.id) {
        return Ok(kept);
    }
    let calendar = Arc::new(load(conn, &version).await?);
    ctx.calendar.put(Arc::clone(&calendar));
    Ok(calendar)
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
