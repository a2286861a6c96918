//! The versions of the calendar, each read once while many cases are looked at.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{current, load};
use crate::domain::calendar::WorkingCalendar;
use crate::persistence::{Conn, calendars};
use crate::services::{Context, ServiceError};

/// Versions that were asked for. There are a few a year.
pub(in crate::services) struct KeptCalendars {
    current: Arc<WorkingCalendar>,
    known: HashMap<Uuid, Arc<WorkingCalendar>>,
}

impl KeptCalendars {
    /// With the calendar in force.
    ///
    /// # Errors
    /// See [`current`].
    pub async fn new(ctx: &Context, conn: &impl Conn) -> Result<Self, ServiceError> {
        let current = current(ctx, conn).await?;
        let known = HashMap::from([(current.id().0, Arc::clone(&current))]);
        Ok(Self { current, known })
    }

    /// The calendar in force.
    pub const fn current(&self) -> &Arc<WorkingCalendar> {
        &self.current
    }

    /// The version with this id.
    ///
    /// # Errors
    /// Not found when there is none.
    pub async fn get(&mut self, conn: &impl Conn, id: Uuid) -> Result<Arc<WorkingCalendar>, ServiceError> {
        if let Some(known) = self.known.get(&id) {
            return Ok(Arc::clone(known));
        }
        let version = calendars::get_calendar(conn, id).await?;
        let calendar = Arc::new(load(conn, &version).await?);
        self.known.insert(id, Arc::clone(&calendar));
        Ok(calendar)
    }
}
