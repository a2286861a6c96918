//! Reads cases with their events, some hundreds at a time.

use std::collections::HashMap;

use time::Date;
use uuid::Uuid;

use crate::domain::request::Status;
use crate::domain::simulate::{Facts, PastCase, Verdict};
use crate::persistence::queries::{DayCursor, PastFilter, PastRow, count_past, list_past};
use crate::persistence::rows::Unit;
use crate::persistence::{PersistenceError, events};
use crate::services::calendars::KeptCalendars;
use crate::services::requests::CaseLog;
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError};

/// Cases read at once.
const BATCH: u64 = 500;

/// A case to replay, and what the register has of it.
#[derive(Clone, Debug)]
pub struct KeptCase {
    /// The case.
    pub case: PastCase,
    /// What the figures say of it.
    pub stored: Verdict,
}

/// Walks through the cases of a period in the order of their receipt.
pub struct Reader {
    ctx: Context,
    calendars: KeptCalendars,
    units: Vec<Unit>,
    filter: PastFilter,
    after: Option<DayCursor>,
    is_over: bool,
    total: u64,
    as_of: Date,
}

impl Reader {
    /// Counts them, and begins.
    pub async fn new(ctx: &Context, filter: PastFilter, units: Vec<Unit>) -> Result<Self, ServiceError> {
        Ok(Self {
            calendars: KeptCalendars::new(ctx, ctx.db.read()).await?,
            total: count_past(ctx.db.read(), &filter).await?,
            as_of: ctx.today(ctx.zone()),
            ctx: ctx.clone(),
            units,
            filter,
            after: None,
            is_over: false,
        })
    }

    /// How many there were at the start.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The next cases; `None` after the last.
    pub async fn batch(&mut self) -> Result<Option<Vec<KeptCase>>, ServiceError> {
        if self.is_over {
            return Ok(None);
        }
        let db = self.ctx.db.clone();
        let page = list_past(db.read(), &self.filter, self.after, BATCH).await?;
        self.after = page.next;
        self.is_over = page.next.is_none();
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
        let mut logs: HashMap<Uuid, Vec<events::LogLine>> = HashMap::with_capacity(ids.len());
        for line in events::list_logs(db.read(), &ids).await? {
            logs.entry(line.request_id).or_default().push(line);
        }
        let mut cases = Vec::with_capacity(page.rows.len());
        for row in &page.rows {
            let log = logs.remove(&row.id).unwrap_or_default();
            cases.push(self.case(row, &log).await?);
        }
        Ok(Some(cases))
    }

    async fn case(&mut self, row: &PastRow, log: &[events::LogLine]) -> Result<KeptCase, ServiceError> {
        let unit = self.units.iter().find(|unit| unit.id == row.unit_id);
        let zone = unit.map_or_else(|| self.ctx.zone(), |unit| zone_of(&self.ctx, unit));
        let lines = log
            .iter()
            .map(|line| (line.at, line.data.as_str(), line.dates.as_deref()));
        let log = CaseLog::read(lines, zone)?;
        let calendar = self
            .calendars
            .get(self.ctx.db.read(), row.calendar_version_id)
            .await?;
        let counting = log.counting(&self.ctx.counting());
        let case = PastCase::of(log.events(), calendar, counting).ok_or_else(|| {
            PersistenceError::invalid_row("request_events", "the first event is not an arrival")
        })?;
        let status = Status::parse(&row.status)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown status"))?;
        let facts = Facts {
            status,
            notice_on: row.notice_on,
            due_on: row.due_on,
            fix_latest_on: row.fix_latest_on,
            is_extension_valid: row.extended_at.and(row.is_extension_valid),
            working_days: row.working_days_used,
        };
        Ok(KeptCase {
            case,
            stored: Verdict::of(&facts, self.as_of),
        })
    }
}
