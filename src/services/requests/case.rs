//! A case as the use cases hold it: its row, its state replayed from the events, and the clock that runs on it.

use crate::domain::actor::{Actor, Viewer};
use crate::domain::calendar::{WorkingCalendar, Zone};
use crate::domain::deadline::RuleSet;
use crate::domain::ids::{UnitId, UserId};
use crate::domain::policy::{self, CASE_ROLES, CaseFacts, CaseView, Scope};
use crate::domain::request::{CaseClock, CaseState, Event, EventRecord, event_hash};
use crate::persistence::{Conn, PersistenceError, Txn, UnitScope, deadlines, events, requests, rows, units};
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError, instant, micros};
use std::sync::Arc;
use uuid::Uuid;

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

impl Case {
    /// Loads a case, whoever asks; the callers below check that they may.
    ///
    /// # Errors
    /// Not found, or events that cannot be understood.
    pub async fn load(ctx: &Context, conn: &impl Conn, key: &CaseKey) -> Result<Self, ServiceError> {
        let row = match key {
            CaseKey::Id(id) => requests::get_request(conn, &UnitScope::All, *id).await?,
            CaseKey::Number(number) => requests::get_request_by_no(conn, &UnitScope::All, number).await?,
        };
        let log = events::list_events(conn, row.id).await?;
        let log = log
            .iter()
            .map(|event| serde_json::from_str(&event.data))
            .collect::<Result<Vec<Event>, _>>()?;
        let state = CaseState::replay(&log).ok_or_else(|| {
            PersistenceError::invalid_row("request_events", "the first event is not an arrival")
        })?;
        let unit = units::get_unit(conn, row.unit_id).await?;
        let zone = zone_of(ctx, &unit);
        Ok(Self {
            row,
            state,
            unit,
            zone,
        })
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
    ) -> Result<(Self, Actor), ServiceError> {
        if policy::unit_scope(viewer, &CASE_ROLES) == Scope::Nothing {
            return Err(ServiceError::NotFound);
        }
        let case = Self::load(ctx, conn, key).await?;
        if policy::case_view(viewer, &facts(&case.row)) != CaseView::Office {
            return Err(ServiceError::NotFound);
        }
        let actor = policy::acting(viewer, case.state.unit).ok_or(ServiceError::Forbidden)?;
        Ok((case, actor))
    }

    /// The clock of the case on a calendar.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn clock(&self, ctx: &Context, calendar: &WorkingCalendar) -> Result<CaseClock, ServiceError> {
        let set = RuleSet::parse(&self.row.rule_set)
            .ok_or_else(|| PersistenceError::invalid_row("requests", "unknown rule set"))?;
        let law = ctx.law.pack(set);
        CaseClock::of(&self.state, law, calendar, &ctx.counting()).map_err(ServiceError::unexpected)
    }

    /// Adds events: chains them, moves the state, rewrites what is derived from it, and saves.
    ///
    /// # Errors
    /// Stale when someone else was faster.
    pub async fn append(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        calendar: &Arc<WorkingCalendar>,
        actor: Actor,
        reason: Option<&str>,
        new: &[Event],
    ) -> Result<(), ServiceError> {
        let at = ctx.now();
        for event in new {
            let row = self.chain(ctx, actor, reason, event, at)?;
            events::append_event(txn, &row).await?;
        }
        let clock = self.clock(ctx, calendar)?;
        let is_judged = super::projection::is_judged(&self.row);
        super::projection::project(&mut self.row, &self.state, &clock, calendar, &ctx.counting());
        for event in new {
            super::projection::stamp(&mut self.row, event, micros(at));
        }
        self.row.updated_at = micros(at);
        self.row = requests::update_request(txn, &self.row).await?;
        let mut duties = super::projection::deadline_rows(ctx, &self.row, &clock);
        duties.retain(|duty| !is_judged || super::projection::follows_notice(duty));
        deadlines::upsert_deadlines(txn, &duties).await?;
        Ok(())
    }

    /// The next event row; moves state and chain.
    pub(in crate::services) fn chain(
        &mut self,
        ctx: &Context,
        actor: Actor,
        reason: Option<&str>,
        event: &Event,
        at: time::OffsetDateTime,
    ) -> Result<rows::RequestEvent, ServiceError> {
        let before = (self.row.event_seq > 0).then(|| self.state.status.code().to_owned());
        self.state = self.state.clone().after(event);
        let data = serde_json::to_string(event)?;
        let seq = self.row.event_seq + 1;
        let prev_hash = self.row.last_event_hash.clone();
        let hash = event_hash(
            prev_hash.as_deref(),
            &EventRecord {
                request_id: &self.row.id.to_string(),
                seq,
                kind: event.kind(),
                at,
                actor_role: actor.role.code(),
                actor_user_id: actor.user.map(|user| user.0.to_string()).as_deref(),
                appointment_id: actor.appointment.map(|held| held.0.to_string()).as_deref(),
                status_before: before.as_deref(),
                status_after: self.state.status.code(),
                reason,
                data: &data,
            },
        );
        self.row.event_seq = seq;
        self.row.last_event_hash = Some(hash.clone());
        Ok(rows::RequestEvent {
            id: ctx.new_id(),
            request_id: self.row.id,
            seq,
            kind: event.kind().to_owned(),
            at: micros(at),
            actor_role: actor.role.code().to_owned(),
            actor_user_id: actor.user.map(|user| user.0),
            appointment_id: actor.appointment.map(|appointment| appointment.0),
            status_before: before,
            status_after: self.state.status.code().to_owned(),
            reason: reason.map(str::to_owned),
            data,
            prev_hash,
            hash,
        })
    }

    /// When the request arrived.
    #[must_use]
    pub fn received_at(&self) -> time::OffsetDateTime {
        instant(self.row.received_at)
    }
}
