//! A new calendar moves the dates of open cases: each case is brought to it in a transaction of its own, with an event "was → now,
//! because", a letter and a mail. A case that stands on the calendar already is left alone, so the work may be broken off and taken
//! up again at any time, and two processes may do it at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{current, current_for};
use crate::domain::actor::{Actor, Role};
use crate::domain::calendar::WorkingCalendar;
use crate::domain::request::{DeadlineChange, Event, NoticeDates, Status};
use crate::persistence::requests::ReceivedBy;
use crate::persistence::{
    Conn, Txn, calendars, deadlines, letters as letter_rows, outbox, requests, rows, users, write,
};
use crate::services::requests::letters::{self, Letter};
use crate::services::requests::{Case, CaseKey, contents, notice_dates, to_applicant, to_office};
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

/// Statuses of cases whose dates still move.
pub(super) fn open_statuses() -> Vec<&'static str> {
    Status::ALL
        .iter()
        .filter(|status| status.is_undecided())
        .map(|status| status.code())
        .collect()
}

/// Brings every open case to the calendar in force for the unit that received it, and every unanswered objection.
///
/// # Errors
/// When the database is out of reach; what was done until then is done.
pub async fn recompute(ctx: &Context) -> Result<Recomputed, ServiceError> {
    let conn = ctx.db.read();
    let mut done = Recomputed::default();
    let own = local_versions(conn).await?;
    let local: Vec<Uuid> = own.keys().copied().collect();
    for (unit, version) in &own {
        group(ctx, *version, ReceivedBy::Unit(*unit), &mut done).await?;
    }
    let common = current(ctx, conn).await?.id().0;
    group(ctx, common, ReceivedBy::NoneOf(&local), &mut done).await?;
    done.moved += objections::recompute(ctx).await?;
    Ok(done)
}

/// How many open cases and unanswered objections are still counted on another calendar than the one in force.
///
/// # Errors
/// When the database is out of reach.
pub async fn count_pending(ctx: &Context) -> Result<u64, ServiceError> {
    let conn = ctx.db.read();
    let own = local_versions(conn).await?;
    let local: Vec<Uuid> = own.keys().copied().collect();
    let common = current(ctx, conn).await?.id().0;
    let open = open_statuses();
    let rest = ReceivedBy::NoneOf(&local);
    let mut count = requests::count_requests_off_calendar(conn, common, rest, &open).await?;
    for (unit, version) in &own {
        let received_by = ReceivedBy::Unit(*unit);
        count += requests::count_requests_off_calendar(conn, *version, received_by, &open).await?;
    }
    Ok(count + objections::count_pending(ctx).await?)
}

/// The newest version of each unit that has a calendar of its own.
pub(super) async fn local_versions(conn: &impl Conn) -> Result<BTreeMap<Uuid, Uuid>, ServiceError> {
    let all = calendars::list_calendars(conn).await?;
    Ok(all
        .iter()
        .filter_map(|version| Some((version.unit_id?, version.id)))
        .collect())
}

async fn group(
    ctx: &Context,
    calendar: Uuid,
    received_by: ReceivedBy<'_>,
    done: &mut Recomputed,
) -> Result<(), ServiceError> {
    let open = open_statuses();
    let mut after: Option<Uuid> = None;
    loop {
        let ids =
            requests::list_requests_off_calendar(ctx.db.read(), calendar, received_by, &open, after, BATCH)
                .await?;
        let Some(last) = ids.last() else {
            return Ok(());
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
}

async fn one(ctx: &Context, id: Uuid) -> Result<bool, ServiceError> {
    write(&ctx.db, async |txn| {
        let mut case = Case::load(ctx, txn, &CaseKey::Id(id)).await?;
        let calendar = current_for(ctx, txn, case.row.registered_unit_id).await?;
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
    let stored = deadlines::list_deadlines(txn, case.row.id).await?;
    let Some(Movement { changes, dates, .. }) = movement(ctx, case, &stored, calendar)? else {
        case.append(ctx, txn, calendar, Actor::SYSTEM, &[], &[]).await?;
        return Ok(false);
    };
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
    tell_the_office(ctx, txn, case, calendar).await?;
    Ok(true)
}

/// Leaves a mail for everyone who works on cases of the unit that holds this one: one a person and decree, however many cases move.
async fn tell_the_office(
    ctx: &Context,
    txn: &Txn,
    case: &Case,
    calendar: &WorkingCalendar,
) -> Result<(), ServiceError> {
    let version = calendars::get_calendar(txn, calendar.id().0).await?;
    let decree_id = version.decree_id.unwrap_or(version.id);
    let roles = [Role::Officer.code(), Role::Ppid.code()];
    let today = ctx.today(case.zone);
    for user in users::list_reachable_holders(txn, case.row.unit_id, &roles, today).await? {
        outbox::insert_outbox_once(txn, &to_office(ctx, user.id, decree_id, &version.decree)?).await?;
    }
    Ok(())
}

/// What a calendar does to a case.
pub(super) struct Movement {
    /// The dates of duties still to be done that differ from those stored.
    pub changes: Vec<DeadlineChange>,
    /// The dates of the notice.
    pub dates: NoticeDates,
    /// Whether the office still owes something.
    pub is_owed: bool,
}

/// What counting a case on a calendar moves; `None` when every date stays.
pub(super) fn movement(
    ctx: &Context,
    case: &Case,
    stored: &[rows::RequestDeadline],
    calendar: &WorkingCalendar,
) -> Result<Option<Movement>, ServiceError> {
    let clock = case.clock(ctx, calendar)?;
    let open = clock.duties.iter().filter(|duty| duty.settled_on.is_none());
    let changes: Vec<_> = open
        .filter_map(|duty| {
            let was = stored.iter().find(|row| row.rule_id == duty.code)?.due_on;
            let now = duty.deadline.due;
            (was != now).then(|| DeadlineChange {
                rule: duty.code.clone(),
                was,
                now,
            })
        })
        .collect();
    let dates = clock.notice_dates();
    let stays = changes.is_empty() && dates == notice_dates(&case.row);
    Ok((!stays).then(|| Movement {
        changes,
        dates,
        is_owed: clock.next_due_on(&case.state).is_some(),
    }))
}
