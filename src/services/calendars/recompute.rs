//! A new calendar moves the dates of open cases: each case is brought to it in a transaction of its own, with an event "was → now,
//! because", a letter and a mail. A case that stands on the calendar already is left alone, so the work may be broken off and taken
//! up again at any time, and two processes may do it at once.

use std::sync::Arc;

use uuid::Uuid;

use super::current;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::request::{DeadlineChange, Event, Status};
use crate::persistence::{Txn, deadlines, letters as letter_rows, outbox, requests, write};
use crate::services::requests::letters::{self, Letter};
use crate::services::requests::{Case, CaseKey, contents, notice_dates, to_applicant};
use crate::services::{Context, ServiceError, objections};

/// Cases looked up at a time.
const BATCH: u64 = 200;

/// What a recomputation did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recomputed {
    /// Cases and objections in which a date moved.
    pub moved: u64,
    /// Cases whose dates stayed.
    pub unmoved: u64,
    /// Cases that could not be brought to the calendar; the log names them.
    pub failed: u64,
}

/// Brings every open case to the calendar in force.
///
/// # Errors
/// When the database is out of reach; what was done until then is done.
pub async fn recompute(ctx: &Context) -> Result<Recomputed, ServiceError> {
    let calendar = current(ctx, ctx.db.read()).await?;
    let open: Vec<&str> = Status::ALL
        .iter()
        .filter(|status| status.is_undecided())
        .map(|status| status.code())
        .collect();
    let mut done = Recomputed::default();
    let mut after: Option<Uuid> = None;
    loop {
        let ids =
            requests::list_requests_off_calendar(ctx.db.read(), calendar.id().0, &open, after, BATCH).await?;
        let Some(last) = ids.last() else {
            break;
        };
        after = Some(*last);
        for id in ids {
            match one(ctx, id).await {
                Ok(true) => done.moved += 1,
                Ok(false) => done.unmoved += 1,
                Err(error @ ServiceError::Unavailable(_)) => return Err(error),
                Err(error) => {
                    tracing::error!(request.id = %id, %error, "a case could not be recomputed");
                    done.failed += 1;
                }
            }
        }
    }
    done.moved += objections::recompute(ctx).await?;
    Ok(done)
}

async fn one(ctx: &Context, id: Uuid) -> Result<bool, ServiceError> {
    write(&ctx.db, async |txn| {
        let calendar = current(ctx, txn).await?;
        let mut case = Case::load(ctx, txn, &CaseKey::Id(id)).await?;
        bring_up_to_date(ctx, txn, &mut case, &calendar).await
    })
    .await
}

/// Brings one case to a calendar; tells whether a date moved. A case that is decided keeps the dates it was judged by, also
/// when an order opened it again.
///
/// # Errors
/// Stale when someone else was faster.
pub(in crate::services) async fn bring_up_to_date(
    ctx: &Context,
    txn: &Txn,
    case: &mut Case,
    calendar: &Arc<WorkingCalendar>,
) -> Result<bool, ServiceError> {
    let is_judged = case.state.notice.is_some();
    if case.row.calendar_version_id == calendar.id().0 || is_judged || !case.state.status.is_undecided() {
        return Ok(false);
    }
    let changes = changes(ctx, txn, case, calendar).await?;
    let dates = case.clock(ctx, calendar)?.notice_dates();
    if changes.is_empty() && dates == notice_dates(&case.row) {
        case.append(ctx, txn, calendar, Actor::SYSTEM, &[], &[]).await?;
        return Ok(false);
    }
    let was_due_on = case.row.due_on;
    let decree = calendar.version().decree.clone();
    let event = Event::DeadlineRecomputed {
        decree: decree.clone(),
        changes,
    };
    let letter = (was_due_on != dates.due).then_some(Letter::DateChange {
        decree,
        was_due_on,
        now_due_on: dates.due,
    });
    let letter = match letter {
        Some(letter) => Some(letters::row(ctx, txn, case, letter, Actor::SYSTEM).await?),
        None => None,
    };
    let bound: Vec<_> = letter.iter().map(contents::letter).collect();
    case.append(ctx, txn, calendar, Actor::SYSTEM, &[event], &bound)
        .await?;
    if let Some(row) = letter {
        letter_rows::insert_letter(txn, &row).await?;
        outbox::insert_outbox(txn, &to_applicant(ctx, &case.row, "date_change")).await?;
    }
    Ok(true)
}

/// The dates of duties still to be done that differ from those stored.
async fn changes(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    calendar: &WorkingCalendar,
) -> Result<Vec<DeadlineChange>, ServiceError> {
    let stored = deadlines::list_deadlines(txn, case.row.id).await?;
    let clock = case.clock(ctx, calendar)?;
    let open = clock.duties.iter().filter(|duty| duty.settled_on.is_none());
    Ok(open
        .filter_map(|duty| {
            let was = stored.iter().find(|row| row.rule_id == duty.code)?.due_on;
            let now = duty.deadline.due;
            (was != now).then(|| DeadlineChange {
                rule: duty.code.clone(),
                was,
                now,
            })
        })
        .collect())
}
