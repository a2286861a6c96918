//! A new calendar moves the last day of unanswered objections, with an event "was → now, because", a letter and a mail. One that stands
//! on the calendar already is left alone, so the work may be broken off and taken up again.

use super::case::{Objection, ObjectionKey, facts};
use super::contents;
use super::letters::{self, Letter};
use super::notices::to_objector;
use super::papers::registration_no;
use super::roads::{self, MovedRoad};
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::objection::{Event, ObjectionStatus};
use crate::domain::policy::ObjectionFacts;
use crate::persistence::requests::ReceivedBy;
use crate::persistence::{Conn, Txn, objection_papers, objections, outbox, write};
use crate::services::{Context, ServiceError, calendars};
use time::Date;
use uuid::Uuid;

/// Objections looked up at a time.
const BATCH: u64 = 200;

/// Brings every unanswered objection to the calendar in force for its unit; tells how many last days moved.
///
/// # Errors
/// When the database is out of reach; what was done until then is done.
pub(in crate::services) async fn recompute(ctx: &Context) -> Result<u64, ServiceError> {
    let conn = ctx.db.read();
    let own = calendars::local(ctx, conn).await?;
    let local: Vec<Uuid> = own.keys().copied().collect();
    let common = calendars::current(ctx, conn).await?.id();
    let mut moved = group(ctx, common.0, ReceivedBy::NoneOf(&local)).await?;
    moved += roads::group(ctx, common.0, ReceivedBy::NoneOf(&local)).await?;
    for (unit, calendar) in &own {
        moved += group(ctx, calendar.id().0, ReceivedBy::Unit(*unit)).await?;
        moved += roads::group(ctx, calendar.id().0, ReceivedBy::Unit(*unit)).await?;
    }
    Ok(moved)
}

/// How many unanswered objections are still counted on another calendar than the one in force.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn count_pending(ctx: &Context) -> Result<u64, ServiceError> {
    let conn = ctx.db.read();
    let own = calendars::local(ctx, conn).await?;
    let local: Vec<Uuid> = own.keys().copied().collect();
    let common = calendars::current(ctx, conn).await?.id().0;
    let open = unanswered();
    let rest = ReceivedBy::NoneOf(&local);
    let answered = roads::answered();
    let mut count = objections::count_objections_off_calendar(conn, common, rest, &open).await?;
    count += objections::count_roads_off_calendar(conn, common, rest, &answered).await?;
    for (unit, calendar) in &own {
        let received_by = ReceivedBy::Unit(*unit);
        let calendar = calendar.id().0;
        count += objections::count_objections_off_calendar(conn, calendar, received_by, &open).await?;
        count += objections::count_roads_off_calendar(conn, calendar, received_by, &answered).await?;
    }
    Ok(count)
}

/// An unanswered objection whose last day moves.
#[derive(Clone, Debug)]
pub struct MovedObjection {
    /// Its number, for whoever may see it.
    pub number: String,
    /// The unit whose superior answers.
    pub unit: Uuid,
    /// The last day of the answer before and after.
    pub due: (Date, Date),
    /// Whether it is overdue before and after.
    pub is_overdue: (bool, bool),
    pub(in crate::services) facts: ObjectionFacts,
}

/// Finds the objections that would move if those on one calendar were counted on another, with those whose days to go to the Commission
/// would; and writes nothing.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn list_moved(
    ctx: &Context,
    conn: &impl Conn,
    stands_on: Uuid,
    received_by: ReceivedBy<'_>,
    calendar: &WorkingCalendar,
) -> Result<(Vec<MovedObjection>, Vec<MovedRoad>), ServiceError> {
    let open = unanswered();
    let mut found = Vec::new();
    let mut moved_roads = roads::list_moved(ctx, conn, stands_on, received_by, calendar).await?;
    let mut after: Option<Uuid> = None;
    loop {
        let ids = objections::list_objections_on_calendar(conn, stands_on, received_by, &open, after, BATCH)
            .await?;
        let Some(last) = ids.last() else {
            return Ok((found, moved_roads));
        };
        after = Some(*last);
        for id in ids {
            let objection = Objection::load(ctx, conn, &ObjectionKey::Id(id)).await?;
            let Some(due) = movement(ctx, &objection, calendar)? else {
                // Unanswered beyond its last day: the road after silence may move.
                moved_roads.extend(roads::moved(ctx, conn, &objection, calendar).await?);
                continue;
            };
            let today = ctx.today(objection.zone);
            found.push(MovedObjection {
                number: objection.number().to_owned(),
                unit: objection.row.unit_id,
                due,
                is_overdue: (due.0 < today, due.1 < today),
                facts: facts(&objection.row),
            });
        }
    }
}

fn unanswered() -> Vec<&'static str> {
    ObjectionStatus::ALL
        .iter()
        .filter(|status| status.is_unanswered())
        .map(|status| status.code())
        .collect()
}

/// The last day before and after, when the calendar moves it.
fn movement(
    ctx: &Context,
    objection: &Objection,
    calendar: &WorkingCalendar,
) -> Result<Option<(Date, Date)>, ServiceError> {
    let now = objection.clock(ctx, calendar)?.escalation().due;
    let was = objection.row.queue_on;
    Ok(was.filter(|was| *was != now).map(|was| (was, now)))
}

async fn group(ctx: &Context, calendar: Uuid, received_by: ReceivedBy<'_>) -> Result<u64, ServiceError> {
    let open = unanswered();
    let mut moved = 0;
    let mut after: Option<Uuid> = None;
    loop {
        let ids = objections::list_objections_off_calendar(
            ctx.db.read(),
            calendar,
            received_by,
            &open,
            after,
            BATCH,
        )
        .await?;
        let Some(last) = ids.last() else {
            return Ok(moved);
        };
        after = Some(*last);
        for id in ids {
            match one(ctx, id).await {
                Ok(has_moved) => moved += u64::from(has_moved),
                Err(error @ ServiceError::Unavailable(_)) => return Err(error),
                Err(error) => {
                    tracing::error!(objection.id = %id, %error, "an objection could not be recomputed");
                }
            }
        }
    }
}

async fn one(ctx: &Context, id: Uuid) -> Result<bool, ServiceError> {
    write(&ctx.db, async |txn| {
        let mut objection = Objection::load(ctx, txn, &ObjectionKey::Id(id)).await?;
        let calendar = objection.calendar(ctx, txn).await?;
        bring_up_to_date(ctx, txn, &mut objection, &calendar).await
    })
    .await
}

/// Brings one objection to a calendar; tells whether its last day moved. One that is answered keeps the dates it was judged by.
///
/// # Errors
/// Stale when someone else was faster.
pub(super) async fn bring_up_to_date(
    ctx: &Context,
    txn: &Txn,
    objection: &mut Objection,
    calendar: &WorkingCalendar,
) -> Result<bool, ServiceError> {
    if roads::answered().contains(&objection.state.status.code()) {
        return roads::bring_up_to_date(ctx, txn, objection, calendar).await;
    }
    let is_current = objection.row.calendar_version_id == Some(calendar.id().0);
    if is_current || !objection.state.status.is_unanswered() {
        return Ok(false);
    }
    let Some((was, now)) = movement(ctx, objection, calendar)? else {
        let clock = objection.clock(ctx, calendar)?;
        let changes = roads::changes(ctx, txn, objection, calendar).await?;
        super::projection::project(&mut objection.row, &objection.state, &clock, calendar);
        return roads::tell(ctx, txn, objection, calendar, changes).await;
    };
    let decree = calendar.version().decree.clone();
    let event = Event::AnswerDateMoved {
        decree: decree.clone(),
        was,
        now,
    };
    let letter = Letter::ObjectionDateChange { decree, was, now };
    let number = registration_no(txn, objection).await?;
    let frozen = letters::freeze(ctx, txn, objection, number, letter, Actor::SYSTEM).await?;
    let mut row = letters::row(ctx, objection, &frozen, Actor::SYSTEM)?;
    row.received_on = objection.state.is_reached_online.then_some(row.issued_on);
    let bound = [contents::letter(&row)];
    objection
        .append(ctx, txn, calendar, Actor::SYSTEM, &[event], &bound)
        .await?;
    objection_papers::insert_objection_letter(txn, &row).await?;
    outbox::insert_outbox(txn, &to_objector(ctx, &objection.row, "objection_date_change")).await?;
    Ok(true)
}
