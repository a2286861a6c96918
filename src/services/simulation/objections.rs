//! Reads objections with their events, some hundreds at a time.

use std::collections::HashMap;

use time::Date;
use uuid::Uuid;

use crate::domain::calendar::CountingSettings;
use crate::domain::deadline::RuleSet;
use crate::domain::objection::{Event, ObjectionDates, ObjectionState, ObjectionStatus};
use crate::domain::simulate::{AnswerFacts, AnswerVerdict, PastObjection};
use crate::persistence::PersistenceError;
use crate::persistence::queries::{
    DayCursor, PastFilter, PastObjectionRow, count_past_objections, list_past_objections,
};
use crate::persistence::records::{RecordLine, list_record_logs};
use crate::services::calendars::KeptCalendars;
use crate::services::{Context, ServiceError};

/// Objections read at once.
const BATCH: u64 = 500;

/// An objection to replay, and what the register has of it.
#[derive(Clone, Debug)]
pub struct KeptObjection {
    /// The objection.
    pub objection: PastObjection,
    /// What the figures say of it.
    pub stored: AnswerVerdict,
}

/// Walks through the objections of a period in the order of their filing.
pub struct ObjectionReader {
    ctx: Context,
    calendars: KeptCalendars,
    filter: PastFilter,
    after: Option<DayCursor>,
    is_over: bool,
    total: u64,
    as_of: Date,
}

impl ObjectionReader {
    /// Counts them, and begins.
    pub async fn new(ctx: &Context, filter: PastFilter) -> Result<Self, ServiceError> {
        Ok(Self {
            calendars: KeptCalendars::new(ctx, ctx.db.read()).await?,
            total: count_past_objections(ctx.db.read(), &filter).await?,
            as_of: ctx.today(ctx.zone()),
            ctx: ctx.clone(),
            filter,
            after: None,
            is_over: false,
        })
    }

    /// How many there were at the start.
    pub const fn total(&self) -> u64 {
        self.total
    }

    /// The next objections; `None` after the last.
    pub async fn batch(&mut self) -> Result<Option<Vec<KeptObjection>>, ServiceError> {
        if self.is_over {
            return Ok(None);
        }
        let db = self.ctx.db.clone();
        let page = list_past_objections(db.read(), &self.filter, self.after, BATCH).await?;
        self.after = page.next;
        self.is_over = page.next.is_none();
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
        let mut logs: HashMap<Uuid, Vec<RecordLine>> = HashMap::with_capacity(ids.len());
        for line in list_record_logs(db.read(), &ids).await? {
            logs.entry(line.subject_id).or_default().push(line);
        }
        let mut objections = Vec::with_capacity(page.rows.len());
        for row in &page.rows {
            let log = logs.remove(&row.id).unwrap_or_default();
            objections.push(self.objection(row, &log).await?);
        }
        Ok(Some(objections))
    }

    async fn objection(
        &mut self,
        row: &PastObjectionRow,
        log: &[RecordLine],
    ) -> Result<KeptObjection, ServiceError> {
        let invalid = |what| PersistenceError::invalid_row("objections", what);
        let told: Vec<Event> = log
            .iter()
            .map(|line| serde_json::from_str(&line.data))
            .collect::<Result<_, _>>()?;
        let state =
            ObjectionState::replay(&told).ok_or_else(|| invalid("the first event is not an arrival"))?;
        let rule_set = RuleSet::parse(&row.rule_set).ok_or_else(|| invalid("unknown rule set"))?;
        let status = ObjectionStatus::parse(&row.status).ok_or_else(|| invalid("unknown status"))?;
        let conn = self.ctx.db.clone();
        let calendar = self.calendars.get(conn.read(), row.calendar_version_id).await?;
        let counting = judged_by(log)?.unwrap_or_else(|| self.ctx.counting());
        let facts = AnswerFacts {
            is_left_out: row.decided_on.is_none() && !status.is_unanswered(),
            answered_on: row.decided_on,
            statute_due_on: row.statute_due_on,
            regulation_due_on: row.regulation_due_on,
        };
        Ok(KeptObjection {
            objection: PastObjection::new(state, rule_set, calendar, counting),
            stored: AnswerVerdict::of(&facts, self.as_of),
        })
    }
}

/// How days were counted when the answer was judged; unknown while there is none.
fn judged_by(log: &[RecordLine]) -> Result<Option<CountingSettings>, ServiceError> {
    let answer = log
        .iter()
        .find(|line| matches!(line.kind.as_str(), "objection_answered" | "settlement_reached"));
    let dates = answer
        .map(|line| serde_json::from_str::<ObjectionDates>(&line.dates))
        .transpose()?;
    Ok(dates.map(|dates| dates.counting))
}
