//! A new calendar moves the days to go to the Commission, after an answer and after silence (UU 14/2008 Ps 37(2); Perki 1/2013 Ps 5, 13). The
//! answer stays judged by the calendar of its day (`docs/readings.md` R20); who objected is told "was → now, because".

use super::case::{Objection, ObjectionKey, facts};
use super::notices::to_objector;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::objection::{Event, ObjectionClock, ObjectionStatus, RoadChange};
use crate::domain::policy::ObjectionFacts;
use crate::persistence::requests::ReceivedBy;
use crate::persistence::{Conn, Txn, calendars as calendar_rows, disputes, objections, outbox, write};
use crate::services::{Context, ServiceError, calendars};
use uuid::Uuid;

/// Objections looked up at a time.
const BATCH: u64 = 200;

/// An objection whose last day to go to the Commission moves.
#[derive(Clone, Debug)]
pub struct MovedRoad {
    /// Its number, for whoever may see it.
    pub number: String,
    /// The unit that has it.
    pub unit: Uuid,
    /// Every road that moves.
    pub changes: Vec<RoadChange>,
    pub(in crate::services) facts: ObjectionFacts,
}

/// The states in which an answer was given and the road may still be open: also once what was ordered is carried out.
pub(super) fn answered() -> Vec<&'static str> {
    use ObjectionStatus as S;
    [S::Upheld, S::PartlyUpheld, S::Rejected, S::Executing, S::Closed]
        .iter()
        .map(|status| status.code())
        .collect()
}

/// The roads as they stand for an objection whose answer is judged on one calendar and whose roads are counted on another.
fn roads(
    ctx: &Context,
    objection: &Objection,
    judged: &WorkingCalendar,
    counted: &WorkingCalendar,
) -> Result<ObjectionClock, ServiceError> {
    objection
        .clock(ctx, judged)?
        .with_roads(&objection.state, objection.law(ctx)?, counted, &ctx.counting())
        .map_err(ServiceError::unexpected)
}

/// Which roads a calendar moves: those that are still open, of an objection that nobody brought to the Commission.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn changes(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    calendar: &WorkingCalendar,
) -> Result<Vec<RoadChange>, ServiceError> {
    let row = &objection.row;
    let told_on = row.road_calendar_id.or(row.calendar_version_id);
    let (Some(told_on), Some(judged)) = (told_on, row.calendar_version_id) else {
        return Ok(Vec::new());
    };
    let dispute = disputes::find_dispute(conn, row.id).await?;
    if told_on == calendar.id().0 || dispute.is_some_and(|dispute| dispute.is_open) {
        return Ok(Vec::new());
    }
    let load = async |id: Uuid| {
        let version = calendar_rows::get_calendar(conn, id).await?;
        calendars::load(conn, &version).await
    };
    let (told_on, judged) = (load(told_on).await?, load(judged).await?);
    let judged = if objection.state.answer.is_some() {
        &judged
    } else {
        calendar
    };
    let was = roads(ctx, objection, judged, &told_on)?;
    let now = roads(ctx, objection, judged, calendar)?;
    let today = ctx.today(objection.zone);
    let pairs = [
        was.after_answer.zip(now.after_answer),
        was.after_silence.zip(now.after_silence),
    ];
    let open = pairs.into_iter().flatten().filter(|(was, now)| {
        // A road that has not opened yet was told to nobody; one that is over stays over.
        was.opens_on <= today && was.deadline.latest.max(now.deadline.latest) >= today
    });
    Ok(open
        .filter(|(was, now)| was.deadline.due != now.deadline.due)
        .map(|(was, now)| RoadChange {
            rule: now.deadline.rule_id.to_string(),
            was: was.deadline.due,
            now: now.deadline.due,
        })
        .collect())
}

/// Finds the answered objections whose roads would move, and writes nothing.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn list_moved(
    ctx: &Context,
    conn: &impl Conn,
    stands_on: Uuid,
    received_by: ReceivedBy<'_>,
    calendar: &WorkingCalendar,
) -> Result<Vec<MovedRoad>, ServiceError> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let ids = objections::list_roads_on_calendar(conn, stands_on, received_by, &answered(), after, BATCH)
            .await?;
        let Some(last) = ids.last() else {
            return Ok(found);
        };
        after = Some(*last);
        for id in ids {
            let objection = Objection::load(ctx, conn, &ObjectionKey::Id(id)).await?;
            found.extend(moved(ctx, conn, &objection, calendar).await?);
        }
    }
}

/// An objection with the roads that a calendar moves, if it moves any.
///
/// # Errors
/// When the database is out of reach.
pub(super) async fn moved(
    ctx: &Context,
    conn: &impl Conn,
    objection: &Objection,
    calendar: &WorkingCalendar,
) -> Result<Option<MovedRoad>, ServiceError> {
    let changes = changes(ctx, conn, objection, calendar).await?;
    Ok((!changes.is_empty()).then(|| MovedRoad {
        number: objection.number().to_owned(),
        unit: objection.row.unit_id,
        changes,
        facts: facts(&objection.row),
    }))
}

/// Brings the roads of every answered objection in a group to a calendar; tells in how many a day moved.
///
/// # Errors
/// When the database is out of reach; what was done until then is done.
pub(super) async fn group(
    ctx: &Context,
    calendar: Uuid,
    received_by: ReceivedBy<'_>,
) -> Result<u64, ServiceError> {
    let mut count = 0;
    let mut after = None;
    loop {
        let conn = ctx.db.read();
        let ids = objections::list_roads_off_calendar(conn, calendar, received_by, &answered(), after, BATCH)
            .await?;
        let Some(last) = ids.last() else {
            return Ok(count);
        };
        after = Some(*last);
        for id in ids {
            let done = write(&ctx.db, async |txn| {
                let mut objection = Objection::load(ctx, txn, &ObjectionKey::Id(id)).await?;
                let calendar = objection.calendar(ctx, txn).await?;
                bring_up_to_date(ctx, txn, &mut objection, &calendar).await
            });
            match done.await {
                Ok(has_moved) => count += u64::from(has_moved),
                Err(error @ ServiceError::Unavailable(_)) => return Err(error),
                Err(error) => {
                    tracing::error!(objection.id = %id, %error, "the roads of an objection could not be recomputed");
                }
            }
        }
    }
}

/// Brings the roads of one objection to a calendar, with an event and a mail when a day moves; tells whether one did.
///
/// # Errors
/// Stale when someone else was faster.
pub(super) async fn bring_up_to_date(
    ctx: &Context,
    txn: &Txn,
    objection: &mut Objection,
    calendar: &WorkingCalendar,
) -> Result<bool, ServiceError> {
    let told_on = objection
        .row
        .road_calendar_id
        .or(objection.row.calendar_version_id);
    if told_on == Some(calendar.id().0) {
        return Ok(false);
    }
    let changes = changes(ctx, txn, objection, calendar).await?;
    tell(ctx, txn, objection, calendar, changes).await
}

/// Saves the objection on a calendar, with an event and a mail for what that moves.
///
/// # Errors
/// Stale when someone else was faster.
pub(super) async fn tell(
    ctx: &Context,
    txn: &Txn,
    objection: &mut Objection,
    calendar: &WorkingCalendar,
    changes: Vec<RoadChange>,
) -> Result<bool, ServiceError> {
    if changes.is_empty() {
        objection.row.road_calendar_id = Some(calendar.id().0);
        objection.row = objections::update_objection(txn, &objection.row).await?;
        return Ok(false);
    }
    let event = Event::RoadMoved {
        decree: calendar.version().decree.clone(),
        changes,
    };
    objection
        .append(ctx, txn, calendar, Actor::SYSTEM, &[event], &[])
        .await?;
    outbox::insert_outbox(txn, &to_objector(ctx, &objection.row, "road_change")).await?;
    Ok(true)
}
