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
    Ok(Condition {
        missing_year: current::missing_year(ctx, conn).await?,
        waiting: outbox::count_outbox_waiting(conn).await?,
        failed: outbox::count_outbox_failed(conn).await?,
    })
}

/// The version of the country's calendar that is in force.
///
/// # Errors
/// When the database is out of reach.
pub async fn current_calendar(ctx: &Context) -> Result<Option<CalendarVersion>, ServiceError> {
    Ok(calendars::find_current_calendar(ctx.db.read()).await?)
}
