//! What an administrator must know to keep the portal running: calendars, and mail that waits. No case.

use super::{Context, ServiceError, calendars as current};
use crate::persistence::{calendars, outbox};

pub use crate::persistence::rows::CalendarVersion;

/// Whether the portal can go on by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// The first year, this one or the next, whose holidays are not known.
    pub missing_year: Option<i32>,
    /// Mails that wait to be sent.
    pub waiting: u64,
    /// Mails that were given up.
    pub failed: u64,
}

/// The condition of the portal.
///
/// # Errors
/// When the database is out of reach.
pub async fn condition(ctx: &Context) -> Result<Condition, ServiceError> {
    let conn = ctx.db.read();
    let calendar = current::current(ctx, conn).await?;
    Ok(Condition {
        missing_year: calendar.missing_year(ctx.today(ctx.zone())),
        waiting: outbox::count_outbox_waiting(conn).await?,
        failed: outbox::count_outbox_failed(conn).await?,
    })
}

/// Every version of the calendar, newest first.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_calendars(ctx: &Context) -> Result<Vec<CalendarVersion>, ServiceError> {
    let mut versions = calendars::list_calendars(ctx.db.read()).await?;
    versions.reverse();
    Ok(versions)
}
