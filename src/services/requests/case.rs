//! A case as the use cases hold it: its row, its state replayed from the events, and the clock that runs on it.

use super::projection;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::calendar::{WorkingCalendar, Zone};
use crate::domain::deadline::{LawPack, RuleSet};
use crate::domain::ids::{UnitId, UserId};
use crate::domain::policy::{self, CASE_ROLES, CaseFacts, CaseView, SHARE_ROLES, Scope};
use crate::domain::request::{
    CaseClock, CaseState, CommandKind, Content, DateRecord, Event, EventRecord, NoticeDates, event_hash,
};
use crate::persistence::{
    Conn, PersistenceError, Txn, UnitScope, calendars as calendar_rows, deadlines, events, requests, rows,
    shares, units,
};
use crate::services::accounts::hold_office;
use crate::services::units::{body_of, zone_of};
use crate::services::{Context, ServiceError, calendars, instant, micros};
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// How often a case that changes while it is read is read again.
const READINGS: u8 = 3;

/// Which case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseKey {
    /// By id.
    Id(Uuid),
    /// By registration number.
    Number(String),
}

/// A case under work.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its row.
    pub row: rows::Request,
    /// Its state.
    pub state: CaseState,
    /// The unit now responsible.
    pub unit: rows::Unit,
    /// Zone of its civil days.
    pub zone: Zone,
}

/// Scope of a query, as the database understands it.
#[must_use]
pub fn unit_scope(scope: &Scope) -> UnitScope {
    match scope {
        Scope::All => UnitScope::All,
        Scope::Nothing => UnitScope::Only(Vec::new()),
        Scope::Units(units) => UnitScope::Only(units.iter().map(|unit| unit.0).collect()),
    }
}

/// What the policy must know of a case.
#[must_use]
pub fn facts(row: &rows::Request) -> CaseFacts {
    CaseFacts {
        unit: UnitId(row.unit_id),
        registered_unit: UnitId(row.registered_unit_id),
        citizen: row.citizen_user_id.map(UserId),
    }
}

/// The hash of a stored event, from everything it binds.
#[must_use]
pub fn hash_of(event: &rows::RequestEvent) -> String {
    let actor = event.actor_user_id.map(|id| id.to_string());
    let appointment = event.appointment_id.map(|id| id.to_string());
    event_hash(
        event.prev_hash.as_deref(),
        &EventRecord {
            subject: &event.request_id.to_string(),
            seq: event.seq,
            kind: &event.kind,
            at: instant(event.at),
            actor_role: &event.actor_role,
            actor_user_id: actor.as_deref(),
            appointment_id: appointment.as_deref(),
            status_before: event.status_before.as_deref(),
            status_after: &event.status_after,
            data: &event.data,
            dates: &event.dates,
            contents: &event.contents,
        },
    )
}

/// The dates of the notice that stand in a row.
#[must_use]
pub const fn notice_dates(row: &rows::Request) -> NoticeDates {
    NoticeDates {
        target: row.target_on,
        due: row.due_on,
        latest: row.latest_on,
    }
}

impl Case {
    /// Loads a case, whoever asks; the callers below check that they may.
    ///
    /// # Errors
    /// Not found, or events that cannot be understood.
    pub async fn load(ctx: &Context, conn: &impl Conn, key: &CaseKey) -> Result<Self, ServiceError> {
        let (row, log) = Self::read(conn, key).await?;
        let unit = units::get_unit(conn, row.unit_id).await?;
        Self::assemble(ctx, row, &log, unit)
    }

    /// A case from its row, its events and its unit.
    ///
    /// # Errors
    /// Events that cannot be understood.
    pub(in crate::services) fn assemble(
        ctx: &Context,
        row: rows::Request,
        log: &[rows::RequestEvent],
        unit: rows::Unit,
    ) -> Result<Self, ServiceError> {
        let log = log
            .iter()
            .map(|event| serde_json::from_str(&event.data))
            .collect::<Result<Vec<Event>, _>>()?;
        let state = CaseState::replay(&log).ok_or_else(|| {
            PersistenceError::invalid_row("request_events", "the first event is not an arrival")
        })?;
        let zone = zone_of(ctx, &unit);
        Ok(Self {
            row,
            state,
            unit,
            zone,
        })
    }

    /// The row of a case with exactly its events. Between two statements someone else may add one, for PostgreSQL shows what others
    /// commit meanwhile.
    async fn read(
        conn: &impl Conn,
        key: &CaseKey,
    ) -> Result<(rows::Request, Vec<rows::RequestEvent>), ServiceError> {
        for _ in 0..READINGS {
            let row = match key {
                CaseKey::Id(id) => requests::get_request(conn, &UnitScope::All, *id).await?,
                CaseKey::Number(number) => requests::get_request_by_no(conn, &UnitScope::All, number).await?,
            };
            let log = events::list_events(conn, row.id).await?;
            if log.last().map_or(0, |event| event.seq) == row.event_seq {
                return Ok((row, log));
            }
        }
        Err(ServiceError::Stale)
    }

    /// Loads a case that staff want to act on, with the role in which they act.
    ///
    /// # Errors
    /// Not found when they may not even know of it, forbidden when they may only read.
    pub async fn load_to_act(
        ctx: &Context,
        conn: &impl Conn,
        key: &CaseKey,
        viewer: &Viewer,
        kind: CommandKind,
    ) -> Result<(Self, Actor), ServiceError> {
        if policy::unit_scope(viewer, &CASE_ROLES) == Scope::Nothing {
            return Err(ServiceError::NotFound);
        }
        let case = Self::load(ctx, conn, key).await?;
        if policy::case_view(viewer, &facts(&case.row)) != CaseView::Office {
            return Err(ServiceError::NotFound);
        }
        // Whoever is both PPID and superior acts in the role that the step belongs to.
        let unit = case.state.unit;
        let actor = if kind.is_for_superior() {
            policy::acting_as(viewer, unit, &[Role::Superior])
        } else {
            policy::acting(viewer, unit)
        };
        Ok((case, actor.ok_or(ServiceError::Forbidden)?))
    }

    /// Loads a case for the unit that was asked for a share, with the role in which it acts.
    ///
    /// # Errors
    /// Not found for everyone else.
    pub async fn load_for_share(
        ctx: &Context,
        conn: &impl Conn,
        key: &CaseKey,
        viewer: &Viewer,
        no: u16,
    ) -> Result<(Self, Actor), ServiceError> {
        if policy::unit_scope(viewer, &SHARE_ROLES) == Scope::Nothing {
            return Err(ServiceError::NotFound);
        }
        let case = Self::load(ctx, conn, key).await?;
        let share = case.state.share(no).ok_or(ServiceError::NotFound)?;
        let actor = policy::share_acting(viewer, share.unit).ok_or(ServiceError::NotFound)?;
        // A unit that left for another public body reads nothing of this one's cases any more (`docs/readings.md` R49).
        let unit = units::get_unit(conn, share.unit.0).await?;
        if body_of(ctx, &unit) != body_of(ctx, &case.unit) {
            return Err(ServiceError::NotFound);
        }
        Ok((case, actor))
    }

    /// The clock as it stands: a notice that was given is judged by the calendar of its day, whatever decree came later; what follows
    /// it runs on the calendar in force. Gives the earlier calendar, too, when there is one.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub async fn standing_clock(
        &self,
        ctx: &Context,
        conn: &impl Conn,
        current: &WorkingCalendar,
    ) -> Result<(CaseClock, Option<Arc<WorkingCalendar>>), ServiceError> {
        let clock = self.clock(ctx, current)?;
        if !projection::is_judged(&self.row) || self.row.calendar_version_id == current.id().0 {
            return Ok((clock, None));
        }
        let version = calendar_rows::get_calendar(conn, self.row.calendar_version_id).await?;
        let then = Arc::new(calendars::load(conn, &version).await?);
        Ok((self.clock(ctx, &then)?.followed_by(clock), Some(then)))
    }

    fn rule_set(&self) -> Result<RuleSet, PersistenceError> {
        RuleSet::parse(&self.row.rule_set)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))
    }

    /// The rules the case runs under.
    ///
    /// # Errors
    /// When the row names no rule set.
    pub(super) fn law<'a>(&self, ctx: &'a Context) -> Result<&'a LawPack, PersistenceError> {
        Ok(ctx.law.pack(self.rule_set()?))
    }

    /// The clock of the case on a calendar.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn clock(&self, ctx: &Context, calendar: &WorkingCalendar) -> Result<CaseClock, ServiceError> {
        let law = self.law(ctx)?;
        CaseClock::of(&self.state, law, calendar, &ctx.counting()).map_err(ServiceError::unexpected)
    }

    /// Adds events: chains them, moves the state, rewrites what is derived from it, and saves. The last event binds `contents`, which
    /// the caller writes in the same transaction.
    ///
    /// # Errors
    /// Stale when someone else was faster; forbidden without an appointment in force today.
    pub async fn append(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        calendar: &WorkingCalendar,
        actor: Actor,
        new: &[Event],
        contents: &[Content],
    ) -> Result<(), ServiceError> {
        let at = ctx.now();
        let office = new
            .first()
            .map_or(self.state.unit, |event| self.state.office_of(event));
        let zone = if office == self.state.unit {
            self.zone
        } else {
            zone_of(ctx, &units::get_unit(txn, office.0).await?)
        };
        hold_office(txn, actor, Some(office.0), ctx.today(zone)).await?;
        let is_judged = projection::is_judged(&self.row);
        for (event, nth) in new.iter().zip(1..) {
            let bound = if nth == new.len() { contents } else { &[] };
            let row = self.chain(ctx, calendar, actor, event, at, bound)?;
            events::append_event(txn, &row).await?;
        }
        let clock = self.clock(ctx, calendar)?;
        projection::project(&mut self.row, &self.state, &clock, calendar, &ctx.counting());
        self.row.updated_at = micros(at);
        self.row = requests::update_request(txn, &self.row).await?;
        let duties = projection::deadline_rows(ctx, &self.row, &clock, is_judged);
        deadlines::upsert_deadlines(txn, &duties).await?;
        shares::upsert_shares(txn, &projection::share_rows(&self.row, &self.state)).await?;
        Ok(())
    }

    /// The seq that the last of so many new events will have; what is written with it is linked to it.
    #[must_use]
    pub fn seq_after(&self, new: &[Event]) -> i32 {
        self.row.event_seq + i32::try_from(new.len()).unwrap_or(i32::MAX)
    }

    /// The last day of the notice as it would be after these events.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn due_after(
        &self,
        ctx: &Context,
        calendar: &WorkingCalendar,
        new: &[Event],
    ) -> Result<Date, ServiceError> {
        let mut case = self.clone();
        case.state = new.iter().fold(case.state, CaseState::after);
        Ok(case.clock(ctx, calendar)?.notice.due)
    }

    /// The next event row; moves state, derived columns and chain.
    pub(in crate::services) fn chain(
        &mut self,
        ctx: &Context,
        calendar: &WorkingCalendar,
        actor: Actor,
        event: &Event,
        at: time::OffsetDateTime,
        contents: &[Content],
    ) -> Result<rows::RequestEvent, ServiceError> {
        let is_first = self.row.event_seq == 0;
        let status_before = (!is_first).then(|| self.state.status.code().to_owned());
        let dates_before = (!is_first).then(|| notice_dates(&self.row));
        let is_judged = projection::is_judged(&self.row);
        self.state = self.state.clone().after(event);
        let clock = self.clock(ctx, calendar)?;
        projection::project(&mut self.row, &self.state, &clock, calendar, &ctx.counting());
        projection::stamp(&mut self.row, event, micros(at));
        let law = self.law(ctx)?;
        let dates = DateRecord::of(
            &clock,
            dates_before,
            notice_dates(&self.row),
            is_judged,
            law,
            &ctx.counting(),
            calendar,
        );
        let mut row = rows::RequestEvent {
            id: ctx.new_id(),
            request_id: self.row.id,
            seq: self.row.event_seq + 1,
            kind: event.kind().to_owned(),
            at: micros(at),
            actor_role: actor.role.code().to_owned(),
            actor_user_id: actor.user.map(|user| user.0),
            appointment_id: actor.appointment.map(|appointment| appointment.0),
            status_before,
            status_after: self.state.status.code().to_owned(),
            data: serde_json::to_string(event)?,
            dates: serde_json::to_string(&dates)?,
            contents: serde_json::to_string(contents)?,
            prev_hash: self.row.last_event_hash.take(),
            hash: String::new(),
        };
        row.hash = hash_of(&row);
        self.row.event_seq = row.seq;
        self.row.last_event_hash = Some(row.hash.clone());
        Ok(row)
    }

    /// When the request arrived.
    #[must_use]
    pub fn received_at(&self) -> time::OffsetDateTime {
        instant(self.row.received_at)
    }
}
