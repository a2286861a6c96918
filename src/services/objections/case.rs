//! An objection as the use cases hold it: its row, its state replayed from its log, and the clock that runs on it.

use super::projection;
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::calendar::{WorkingCalendar, Zone};
use crate::domain::deadline::{LawPack, RuleSet};
use crate::domain::ids::{UnitId, UserId};
use crate::domain::objection::{Event, Moment, ObjectionClock, ObjectionDates, ObjectionState};
use crate::domain::policy::{self, CaseView, ObjectionFacts};
use crate::domain::request::{Content, Outcome};
use crate::persistence::{
    Conn, PersistenceError, Txn, UnitScope, calendars as calendar_rows, disputes, items, objections, rows,
    units,
};
use crate::security::TrackingToken;
use crate::services::accounts::hold_office;
use crate::services::records::{NewEvent, RecordLog, Subject};
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError, calendars, micros};
use std::sync::Arc;
use uuid::Uuid;

/// How often an objection that changes while it is read is read again.
const READINGS: u8 = 3;

/// Which objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectionKey {
    /// By id.
    Id(Uuid),
    /// By number.
    Number(String),
}

/// An objection under work.
#[derive(Clone, Debug)]
pub struct Objection {
    /// Its row.
    pub row: rows::Objection,
    /// Its state.
    pub state: ObjectionState,
    /// Its log.
    pub log: RecordLog,
    /// The unit whose superior answers.
    pub unit: rows::Unit,
    /// Zone of its civil days.
    pub zone: Zone,
}

/// The first secret of an objection's page.
#[must_use]
pub(super) fn first_token_of(ctx: &Context, id: Uuid) -> TrackingToken {
    ctx.keys.tracking_token(&format!("objection {id}"))
}

/// The secret of an objection's page: the one that holds now.
#[must_use]
pub fn token_of(ctx: &Context, row: &rows::Objection) -> TrackingToken {
    let replaced = row.links_replaced.unwrap_or_default().unsigned_abs();
    ctx.keys
        .renewed_token(&format!("objection {}", row.id), replaced.into())
}

/// What the policy must know of an objection.
pub(super) fn facts(row: &rows::Objection) -> ObjectionFacts {
    ObjectionFacts {
        unit: UnitId(row.unit_id),
        citizen: row.citizen_user_id.map(UserId),
    }
}

impl Objection {
    /// Loads an objection, whoever asks; the callers below check that they may.
    ///
    /// # Errors
    /// Not found, or events that cannot be understood.
    pub async fn load(ctx: &Context, conn: &impl Conn, key: &ObjectionKey) -> Result<Self, ServiceError> {
        for _ in 0..READINGS {
            let row = match key {
                ObjectionKey::Id(id) => objections::get_objection(conn, &UnitScope::All, *id).await?,
                ObjectionKey::Number(number) => {
                    objections::get_objection_by_no(conn, &UnitScope::All, number).await?
                }
            };
            let log = RecordLog::load(conn, Subject::Objection, row.id).await?;
            if Some(log.seq()) != row.event_seq {
                continue;
            }
            let told: Vec<Event> = log.facts()?;
            let state = ObjectionState::replay(&told).ok_or_else(|| {
                PersistenceError::invalid_row("record_events", "the first event is not an arrival")
            })?;
            let unit = units::get_unit(conn, row.unit_id).await?;
            let zone = zone_of(ctx, &unit);
            return Ok(Self {
                row,
                state,
                log,
                unit,
                zone,
            });
        }
        Err(ServiceError::Stale)
    }

    /// Loads an objection that staff want to act on in one of these roles.
    ///
    /// # Errors
    /// Not found when they may not even know of it, forbidden when they may only read.
    pub async fn load_to_act(
        ctx: &Context,
        conn: &impl Conn,
        key: &ObjectionKey,
        viewer: &Viewer,
        roles: &[Role],
    ) -> Result<(Self, Actor), ServiceError> {
        let objection = Self::load(ctx, conn, key).await?;
        if policy::objection_view(viewer, &facts(&objection.row)) != CaseView::Office {
            return Err(ServiceError::NotFound);
        }
        let actor = policy::acting_as(viewer, objection.state.unit, roles).ok_or(ServiceError::Forbidden)?;
        Ok((objection, actor))
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> &str {
        self.row.number.as_deref().unwrap_or_default()
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.row.version.unwrap_or_default()
    }

    /// The rules it runs under.
    ///
    /// # Errors
    /// When the row names no rule set.
    pub fn law<'a>(&self, ctx: &'a Context) -> Result<&'a LawPack, PersistenceError> {
        let set = self.row.rule_set.as_deref().and_then(RuleSet::parse);
        let set = set.ok_or_else(|| PersistenceError::invalid_row("objections", "unknown rule set"))?;
        Ok(ctx.law.pack(set))
    }

    /// The calendar in force for it: that of the unit that received it (`docs/readings.md` R18, R37).
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn calendar(
        &self,
        ctx: &Context,
        conn: &impl Conn,
    ) -> Result<Arc<WorkingCalendar>, ServiceError> {
        calendars::current_for(ctx, conn, self.state.received_by.0).await
    }

    /// Its clock on a calendar.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn clock(&self, ctx: &Context, calendar: &WorkingCalendar) -> Result<ObjectionClock, ServiceError> {
        ObjectionClock::of(&self.state, self.law(ctx)?, calendar, &ctx.counting())
            .map_err(ServiceError::unexpected)
    }

    /// Its clock as it stands: an answer is judged by the calendar of its day, whatever decree came later; that calendar, too, when it is
    /// another one. The roads to the Commission follow the calendar in force.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub async fn standing_clock(
        &self,
        ctx: &Context,
        conn: &impl Conn,
        current: &WorkingCalendar,
    ) -> Result<(ObjectionClock, Option<Arc<WorkingCalendar>>), ServiceError> {
        let then = self.row.calendar_version_id.filter(|id| *id != current.id().0);
        match then {
            Some(id) if self.state.answer.is_some() => {
                let version = calendar_rows::get_calendar(conn, id).await?;
                let earlier = Arc::new(calendars::load(conn, &version).await?);
                let clock = self
                    .clock(ctx, &earlier)?
                    .with_roads(&self.state, self.law(ctx)?, current, &ctx.counting())
                    .map_err(ServiceError::unexpected)?;
                Ok((clock, Some(earlier)))
            }
            _ => Ok((self.clock(ctx, current)?, None)),
        }
    }

    /// What a step now is measured against.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn moment(
        &self,
        ctx: &Context,
        conn: &impl Conn,
        clock: &ObjectionClock,
    ) -> Result<Moment, ServiceError> {
        let has_decree = match self.row.request_id {
            Some(id) => has_decree(&items::list_items(conn, id).await?),
            None => false,
        };
        let dispute = disputes::find_dispute(conn, self.row.id).await?;
        let is_disputed = dispute.is_some_and(|dispute| dispute.is_open);
        Ok(Moment {
            is_decided: disputes::is_settled(conn, self.row.id).await?,
            ..clock.moment(ctx.today(self.zone), has_decree, is_disputed)
        })
    }

    /// Adds events: chains them, moves the state and rewrites what is derived from it; the row is not saved. The last event binds
    /// `contents`, which the caller writes in the same transaction.
    ///
    /// # Errors
    /// Stale when someone else was faster; forbidden without an appointment in force today.
    pub async fn chain(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        calendar: &WorkingCalendar,
        actor: Actor,
        new: &[Event],
        contents: &[Content],
    ) -> Result<(), ServiceError> {
        let at = ctx.now();
        // At the first event a desk takes in what the superior of another unit may have to answer.
        let unit = (self.log.seq() > 0).then_some(self.state.unit.0);
        hold_office(txn, actor, unit, ctx.today(self.zone)).await?;
        for (event, nth) in new.iter().zip(1..) {
            // The first event is the state; every other one follows from it.
            if self.log.seq() > 0 {
                self.state = self.state.clone().after(event);
            }
            let clock = self.clock(ctx, calendar)?;
            let dates = ObjectionDates::of(&clock, self.law(ctx)?, &ctx.counting(), calendar);
            let dates = serde_json::to_string(&dates)?;
            let row = NewEvent {
                kind: event.kind(),
                facts: event,
                status_after: self.state.status.code(),
                dates: &dates,
                contents: if nth == new.len() { contents } else { &[] },
            };
            self.log.append(ctx, txn, actor, at, row).await?;
            projection::project(&mut self.row, &self.state, &clock, calendar);
        }
        self.row.event_seq = Some(self.log.seq());
        self.row.last_event_hash = self.log.rows().last().map(|event| event.hash.clone());
        self.row.road_calendar_id = Some(calendar.id().0);
        self.row.updated_at = Some(micros(at));
        Ok(())
    }

    /// [`Self::chain`], and saves the row.
    ///
    /// # Errors
    /// Stale when someone else was faster.
    pub async fn append(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        calendar: &WorkingCalendar,
        actor: Actor,
        new: &[Event],
        contents: &[Content],
    ) -> Result<(), ServiceError> {
        self.chain(ctx, txn, calendar, actor, new, contents).await?;
        self.row = objections::update_objection(txn, &self.row).await?;
        Ok(())
    }

    /// The place that the last of so many new events will have; what is written with it is linked to it.
    #[must_use]
    pub fn seq_after(&self, new: &[Event]) -> i32 {
        self.log.seq() + i32::try_from(new.len()).unwrap_or(i32::MAX)
    }
}

/// Whether each refusal in the answer names the exemption it rests on (Perki 1/2021 Ps 34(2), 44(3)).
fn has_decree(answered: &[rows::InformationItem]) -> bool {
    let mut refused = answered.iter().filter(|item| {
        let outcome = item.outcome.as_deref().and_then(Outcome::parse);
        matches!(outcome, Some(Outcome::Refused | Outcome::GrantedPartial))
    });
    refused.all(|item| item.exemption_id.is_some())
}
