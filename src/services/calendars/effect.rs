//! What a decree would do to open cases and unanswered objections, computed as the recomputation will do it and without writing anything.

use std::collections::BTreeMap;

use time::Date;
use uuid::Uuid;

use super::ledger::{Change, changes, forgets_no_year};
use super::recompute::{Movement, movement, open_statuses};
use crate::domain::actor::Viewer;
use crate::domain::calendar::{DayChange, Decree, WorkingCalendar};
use crate::domain::digest::digest;
use crate::domain::policy::{CaseFacts, CaseView, case_view, objection_view};
use crate::domain::request::DeadlineChange;
use crate::persistence::requests::{self, ReceivedBy};
use crate::persistence::{Conn, calendars, deadlines, events, rows, units};
use crate::services::objections::{MovedObjection, MovedRoad, list_moved};
use crate::services::requests::{Case, facts};
use crate::services::{Context, ServiceError};

/// Cases looked up at a time.
const BATCH: u64 = 200;

/// A case whose dates move.
#[derive(Clone, Debug)]
pub struct MovedCase {
    /// Its number, for whoever may see the case.
    pub registration_no: String,
    /// The unit now responsible.
    pub unit: Uuid,
    /// The last day of the notice before and after.
    pub due: (Date, Date),
    /// Every date that moves.
    pub changes: Vec<DeadlineChange>,
    /// Whether it is overdue before and after.
    pub is_overdue: (bool, bool),
    facts: CaseFacts,
}

/// How many cases move, stop being overdue and become overdue, and how many objections move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Cases in which a date moves.
    pub moved: u64,
    /// Of those, cases that stop being overdue.
    pub leave_overdue: u64,
    /// Of those, cases that become overdue.
    pub become_overdue: u64,
    /// Unanswered objections whose last day moves.
    #[serde(default)]
    pub objections: u64,
    /// Objections whose last day to go to the Commission moves.
    #[serde(default)]
    pub roads: u64,
    /// Of the unanswered, objections whose answer stops being overdue.
    #[serde(default)]
    pub objections_leave_overdue: u64,
    /// Of the unanswered, objections whose answer becomes overdue.
    #[serde(default)]
    pub objections_become_overdue: u64,
}

impl Counts {
    fn add(&mut self, case: &MovedCase) {
        self.moved += 1;
        self.leave_overdue += u64::from(case.is_overdue == (true, false));
        self.become_overdue += u64::from(case.is_overdue == (false, true));
    }

    fn add_objection(&mut self, objection: &MovedObjection) {
        self.objections += 1;
        self.objections_leave_overdue += u64::from(objection.is_overdue == (true, false));
        self.objections_become_overdue += u64::from(objection.is_overdue == (false, true));
    }
}

/// What a decree does.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Days that change, of the country's calendar or, for a local decree, of the first unit's.
    pub days: Vec<DayChange>,
    /// How many cases.
    pub counts: Counts,
    /// The same by the short name of the unit responsible.
    pub by_unit: Vec<(String, Counts)>,
    /// The cases, by number.
    pub cases: Vec<MovedCase>,
    /// The objections, by number.
    pub objections: Vec<MovedObjection>,
    /// The objections whose days to go to the Commission move, by number.
    pub roads: Vec<MovedRoad>,
    /// Digest of all of it and of the calendars it was computed from: another one is another preview.
    pub stamp: String,
    pub(super) last_seq: i32,
}

impl Effect {
    /// The cases that a viewer may know of.
    pub fn cases_for<'a>(&'a self, viewer: &'a Viewer) -> impl Iterator<Item = &'a MovedCase> {
        self.cases
            .iter()
            .filter(|case| case_view(viewer, &case.facts) != CaseView::Hidden)
    }

    /// The objections that a viewer may know of.
    pub fn objections_for<'a>(&'a self, viewer: &'a Viewer) -> impl Iterator<Item = &'a MovedObjection> {
        self.objections
            .iter()
            .filter(|objection| objection_view(viewer, &objection.facts) != CaseView::Hidden)
    }

    /// The objections whose days to go to the Commission move that a viewer may know of.
    pub fn roads_for<'a>(&'a self, viewer: &'a Viewer) -> impl Iterator<Item = &'a MovedRoad> {
        self.roads
            .iter()
            .filter(|road| objection_view(viewer, &road.facts) != CaseView::Hidden)
    }
}

/// Computes what a decree would do now.
///
/// # Errors
/// Invalid when it would forget a year that the calendar in force knows.
pub async fn effect(ctx: &Context, conn: &impl Conn, decree: &Decree) -> Result<Effect, ServiceError> {
    let last_seq = calendars::next_seq(conn).await?;
    let changed = changes(ctx, conn, decree).await?;
    forgets_no_year(&changed)?;
    let known: BTreeMap<Uuid, rows::Unit> = units::list_units(conn)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit))
        .collect();
    let mut cases = Vec::new();
    let mut objections = Vec::new();
    let mut roads = Vec::new();
    let local: Vec<Uuid> = changed
        .iter()
        .filter_map(|change| change.unit)
        .map(|unit| unit.0)
        .collect();
    for change in &changed {
        let group = Group::of(change, &local);
        group.look(ctx, conn, &known, &mut cases).await?;
        let (answers, to_commission) =
            list_moved(ctx, conn, group.stands_on, group.received_by, group.calendar).await?;
        objections.extend(answers);
        roads.extend(to_commission);
    }
    objections.sort_by(|a: &MovedObjection, b| a.number.cmp(&b.number));
    roads.sort_by(|a: &MovedRoad, b| a.number.cmp(&b.number));
    cases.sort_by(|a: &MovedCase, b| a.registration_no.cmp(&b.registration_no));
    let mut counts = Counts::default();
    let mut by_unit: BTreeMap<String, Counts> = BTreeMap::new();
    let name = |unit: Uuid| {
        let unit = known.get(&unit);
        unit.map_or_else(String::new, |unit| unit.short_name.clone())
    };
    for case in &cases {
        counts.add(case);
        by_unit.entry(name(case.unit)).or_default().add(case);
    }
    for objection in &objections {
        counts.add_objection(objection);
        by_unit
            .entry(name(objection.unit))
            .or_default()
            .add_objection(objection);
    }
    for road in &roads {
        counts.roads += 1;
        by_unit.entry(name(road.unit)).or_default().roads += 1;
    }
    let of_decree = changed
        .iter()
        .find(|change| change.unit.is_some() == decree.is_local() && change.days > 0);
    Ok(Effect {
        days: of_decree.map(day_changes).unwrap_or_default(),
        stamp: stamp(last_seq, &changed, &cases, (&objections, &roads)),
        counts,
        by_unit: by_unit.into_iter().collect(),
        cases,
        objections,
        roads,
        last_seq,
    })
}

fn day_changes(change: &Change) -> Vec<DayChange> {
    change
        .was
        .iter()
        .flat_map(|was| was.differences(&change.now, Date::MIN..=Date::MAX))
        .collect()
}

/// Cases that will be counted on one calendar.
struct Group<'a> {
    received_by: ReceivedBy<'a>,
    /// The calendar they should stand on now.
    stands_on: Uuid,
    calendar: &'a WorkingCalendar,
    days: Option<(Date, Date)>,
}

impl<'a> Group<'a> {
    fn of(change: &'a Change, local: &'a [Uuid]) -> Self {
        let was = change.was.as_deref();
        Self {
            received_by: change
                .unit
                .map_or(ReceivedBy::NoneOf(local), |unit| ReceivedBy::Unit(unit.0)),
            stands_on: was.unwrap_or(&change.now).id().0,
            calendar: was.filter(|_| change.days == 0).unwrap_or(&change.now),
            days: change.span(),
        }
    }

    async fn look(
        &self,
        ctx: &Context,
        conn: &impl Conn,
        known: &BTreeMap<Uuid, rows::Unit>,
        found: &mut Vec<MovedCase>,
    ) -> Result<(), ServiceError> {
        let mut after = None;
        loop {
            let batch = requests::list_requests_touched(
                conn,
                self.stands_on,
                self.received_by,
                &open_statuses(),
                self.days,
                after,
                BATCH,
            )
            .await?;
            let ids: Vec<Uuid> = batch.iter().map(|row| row.id).collect();
            let Some(last) = ids.last() else {
                return Ok(());
            };
            after = Some(*last);
            let mut logs: BTreeMap<Uuid, Vec<rows::RequestEvent>> = BTreeMap::new();
            for event in events::list_events_of(conn, &ids).await? {
                logs.entry(event.request_id).or_default().push(event);
            }
            let mut stored: BTreeMap<Uuid, Vec<rows::RequestDeadline>> = BTreeMap::new();
            for duty in deadlines::list_deadlines_of(conn, &ids).await? {
                stored.entry(duty.request_id).or_default().push(duty);
            }
            for row in batch {
                let (log, duties) = (logs.remove(&row.id), stored.remove(&row.id));
                let unit = known.get(&row.unit_id).cloned().ok_or(ServiceError::NotFound)?;
                let case = Case::assemble(ctx, row, &log.unwrap_or_default(), unit)?;
                if let Some(moved) = movement(ctx, &case, &duties.unwrap_or_default(), self.calendar)? {
                    found.push(told(ctx, &case, moved));
                }
            }
        }
    }
}

fn told(ctx: &Context, case: &Case, moved: Movement) -> MovedCase {
    let today = ctx.today(case.zone);
    let due = (case.row.due_on, moved.dates.due);
    MovedCase {
        registration_no: case.row.registration_no.clone(),
        unit: case.row.unit_id,
        due,
        changes: moved.changes,
        is_overdue: (
            case.row.next_due_on.is_some() && due.0 < today,
            moved.is_owed && due.1 < today,
        ),
        facts: facts(&case.row),
    }
}

fn stamp(
    last_seq: i32,
    changed: &[Change],
    cases: &[MovedCase],
    (objections, roads): (&[MovedObjection], &[MovedRoad]),
) -> String {
    let mut parts = vec![last_seq.to_string()];
    parts.extend(changed.iter().map(|change| change.days.to_string()));
    for case in cases {
        parts.push(case.registration_no.clone());
        parts.push(format!("{:?} {:?} {:?}", case.due, case.is_overdue, case.unit));
        parts.extend(
            case.changes
                .iter()
                .map(|change| format!("{} {} {}", change.rule, change.was, change.now)),
        );
    }
    for objection in objections {
        parts.push(format!(
            "{} {:?} {:?}",
            objection.number, objection.due, objection.is_overdue
        ));
    }
    for road in roads {
        parts.push(format!("{} {:?}", road.number, road.changes));
    }
    digest(parts.iter().map(String::as_str))
}
