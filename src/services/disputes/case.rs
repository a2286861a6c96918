//! A dispute as the use cases hold it: the objection it follows, its row once somebody went to the Commission, its state replayed from its
//! log, and the clock that runs on it.

use super::orders::AtStake;
use crate::domain::actor::Actor;
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::LawPack;
use crate::domain::dispute::{Commission, DisputeClock, DisputeDates, DisputeState, Event, Moment, remedy};
use crate::domain::objection::ObjectionClock;
use crate::domain::request::{Content, ContentKind, content_digest};
use crate::persistence::{Conn, Txn, disputes, outbox, rows};
use crate::services::accounts::hold_office;
use crate::services::objections::{Objection, commission_for, to_objector};
use crate::services::records::{NewEvent, RecordLog, Subject};
use crate::services::{Context, ServiceError, micros};
use uuid::Uuid;

/// How often a dispute that changes while it is read is read again.
const READINGS: u8 = 3;

/// A dispute under work.
#[derive(Clone, Debug)]
pub struct Dispute {
    /// The objection it follows.
    pub objection: Objection,
    /// Its row; none before anybody went to the Commission.
    pub row: Option<rows::Dispute>,
    /// Its state.
    pub state: DisputeState,
    /// Its log.
    pub log: RecordLog,
    /// What was typed with its facts, oldest first.
    pub notes: Vec<rows::DisputeNote>,
    /// The Commission that is the right one.
    competent: Commission,
}

/// What people typed with a fact; it stands beside the event.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Typed<'a> {
    /// How the office knows.
    pub source: &'a str,
    /// A number at the Commission.
    pub number: Option<&'a str>,
}

impl Dispute {
    /// Loads the dispute of an objection, whoever asks; the callers check that they may.
    ///
    /// # Errors
    /// When the database is out of reach, or events cannot be understood.
    pub async fn load(ctx: &Context, conn: &impl Conn, objection: Objection) -> Result<Self, ServiceError> {
        let competent = commission_for(conn, &objection.state).await?;
        for _ in 0..READINGS {
            let Some(row) = disputes::find_dispute(conn, objection.row.id).await? else {
                return Ok(Self {
                    row: None,
                    state: DisputeState::unfiled(),
                    log: RecordLog::new(Subject::Dispute, ctx.new_id()),
                    notes: Vec::new(),
                    objection,
                    competent,
                });
            };
            let log = RecordLog::load(conn, Subject::Dispute, row.id).await?;
            if log.seq() != row.event_seq {
                continue;
            }
            let told: Vec<Event> = log.facts()?;
            return Ok(Self {
                state: DisputeState::replay(&told),
                notes: disputes::list_dispute_notes(conn, row.id).await?,
                row: Some(row),
                log,
                objection,
                competent,
            });
        }
        Err(ServiceError::Stale)
    }

    /// Its version; 0 before there is one.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.row.as_ref().map_or(0, |row| row.version)
    }

    /// The rules it runs under.
    ///
    /// # Errors
    /// When the objection names no rule set.
    pub fn law<'a>(&self, ctx: &'a Context) -> Result<&'a LawPack, ServiceError> {
        match &self.state.filed {
            Some(filed) => Ok(ctx.law.pack(filed.rule_set)),
            None => Ok(self.objection.law(ctx)?),
        }
    }

    /// The Commission: the one it was brought to, else the right one.
    #[must_use]
    pub fn commission(&self) -> Commission {
        let filed = self.state.filed.as_ref();
        filed.map_or(&self.competent, |filed| &filed.commission).clone()
    }

    /// Its clock on a calendar.
    ///
    /// # Errors
    /// When a date lies outside what calendars can express.
    pub fn clock(&self, ctx: &Context, calendar: &WorkingCalendar) -> Result<DisputeClock, ServiceError> {
        DisputeClock::of(&self.state, self.law(ctx)?, calendar, &ctx.counting())
            .map_err(ServiceError::unexpected)
    }

    /// What a record now is measured against.
    ///
    /// # Errors
    /// When the objection names no rule set.
    pub fn moment(
        &self,
        ctx: &Context,
        objection: &ObjectionClock,
        clock: &DisputeClock,
        at_stake: &AtStake,
    ) -> Result<Moment, ServiceError> {
        let today = ctx.today(self.objection.zone);
        Ok(Moment {
            today,
            objection: self.objection.row.id,
            unit: self.objection.state.disputed().0,
            grounds: self.objection.state.grounds.clone(),
            rule_set: self.objection.law(ctx)?.rule_set(),
            commission: self.commission(),
            remedy: remedy(&self.objection.state, objection, today),
            objection_latest: clock.objection_latest(&self.state),
            request: at_stake.request,
            exemptions: at_stake.exemptions.iter().map(|one| one.id).collect(),
        })
    }

    /// Adds an event: chains it, binds how the office knows, moves the state and saves the row.
    ///
    /// # Errors
    /// Stale when someone else was faster; forbidden without an appointment in force today.
    pub(super) async fn append(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        calendar: &WorkingCalendar,
        actor: Actor,
        (event, typed): (&Event, Typed<'_>),
    ) -> Result<(), ServiceError> {
        let at = ctx.now();
        let unit = self.objection.state.unit.0;
        hold_office(txn, actor, Some(unit), ctx.today(self.objection.zone)).await?;
        let id = match &self.row {
            Some(row) => row.id,
            None => ctx.new_id(),
        };
        if self.row.is_none() {
            self.log = RecordLog::new(Subject::Dispute, id);
        }
        self.state = self.state.clone().after(event);
        let clock = self.clock(ctx, calendar)?;
        let dates = DisputeDates::of(&clock, self.law(ctx)?, &ctx.counting(), calendar);
        let source = typed.source.trim();
        let is_typed = !source.is_empty() || typed.number.is_some();
        let note = is_typed.then(|| rows::DisputeNote {
            id: ctx.new_id(),
            dispute_id: id,
            event_seq: self.log.seq() + 1,
            body: source.to_owned(),
            number: typed.number.map(str::to_owned),
            salt: ctx.new_salt(),
            at: micros(at),
            author_user_id: actor.user.map(|user| user.0),
        });
        let bound: Vec<Content> = note.iter().map(note_content).collect();
        let row = NewEvent {
            kind: event.kind(),
            facts: event,
            status_after: self.state.status.code(),
            dates: &serde_json::to_string(&dates)?,
            contents: &bound,
        };
        self.log.append(ctx, txn, actor, at, row).await?;
        self.notes.extend(note.clone());
        self.save(txn, id, micros(at)).await?;
        if let Some(note) = note {
            disputes::insert_dispute_note(txn, &note).await?;
        }
        // Whoever objected is told of what the office recorded; what they did themselves they know, and an answer has a mail of its own.
        if actor.user.is_some() {
            let mail = to_objector(ctx, &self.objection.row, "dispute_change");
            outbox::insert_outbox(txn, &mail).await?;
        }
        Ok(())
    }

    async fn save(&mut self, txn: &Txn, id: Uuid, now: i64) -> Result<(), ServiceError> {
        let derived = self.derived(id, self.version(), now)?;
        self.row = Some(if self.row.is_some() {
            disputes::update_dispute(txn, &derived).await?
        } else {
            let first = rows::Dispute {
                version: 1,
                ..derived
            };
            disputes::insert_dispute(txn, &first).await?;
            first
        });
        Ok(())
    }

    /// Its events with their place, and whether each still stands.
    ///
    /// # Errors
    /// When one is not understood.
    pub fn told(&self) -> Result<Vec<(&rows::RecordEvent, Event, bool)>, ServiceError> {
        let told: Vec<Event> = self.log.facts()?;
        let in_error: Vec<i32> = told
            .iter()
            .filter_map(|event| match event {
                Event::RecordedInError { of, .. } => Some(*of),
                _ => None,
            })
            .collect();
        let rows = self.log.rows().iter().zip(told);
        Ok(rows
            .map(|(row, event)| (row, event, !in_error.contains(&row.seq)))
            .collect())
    }

    /// The number at the Commission that was told with an event.
    #[must_use]
    pub fn number_at<'a>(&'a self, seq: i32, event: &'a Event) -> Option<&'a str> {
        let beside = self.notes.iter().find(|note| note.event_seq == seq);
        let beside = beside.and_then(|note| note.number.as_deref());
        beside.or_else(|| event.number())
    }

    /// Its number at the Commission, once known: the last one of those records that stand.
    ///
    /// # Errors
    /// When an event is not understood.
    pub fn number(&self) -> Result<Option<String>, ServiceError> {
        let mut number = None;
        for (row, event, stands) in self.told()? {
            if !stands {
                continue;
            }
            // One that is filed anew has a new number.
            if matches!(event, Event::DisputeFiled { .. }) {
                number = None;
            }
            number = self.number_at(row.seq, &event).map(str::to_owned).or(number);
        }
        Ok(number)
    }

    /// The row as the events leave it, so that lists need not replay them. Nothing is decided here.
    ///
    /// # Errors
    /// When nobody went to the Commission.
    pub fn derived(&self, id: Uuid, version: i32, now: i64) -> Result<rows::Dispute, ServiceError> {
        // One whose filing was recorded in error keeps the place of that filing in the lists of the past.
        let told: Vec<Event> = self.log.facts()?;
        let filing = told.iter().rev().find_map(|event| match event {
            Event::DisputeFiled {
                on,
                objection,
                unit,
                commission,
                ..
            } => Some((*on, *objection, *unit, commission)),
            _ => None,
        });
        let filed = self.state.filed.as_ref();
        let filed = filed.map(|filed| (filed.on, filed.objection, filed.unit, &filed.commission));
        let (filed_on, objection_id, unit, commission) = filed
            .or(filing)
            .ok_or_else(|| ServiceError::unexpected("a dispute without its filing"))?;
        Ok(rows::Dispute {
            id,
            objection_id,
            unit_id: unit.0,
            filed_on,
            status: self.state.status.code().to_owned(),
            is_open: self.state.is_open(),
            province: commission.province().unwrap_or_default().to_owned(),
            number: self.number()?,
            outcome: self.state.outcome.map(|outcome| outcome.code().to_owned()),
            was_in_court: self.state.court_on.is_some(),
            event_seq: self.log.seq(),
            last_event_hash: self
                .log
                .rows()
                .last()
                .map(|event| event.hash.clone())
                .unwrap_or_default(),
            updated_at: now,
            version,
        })
    }
}

/// A note as its event binds it: a salted digest, never the words.
pub(super) fn note_content(note: &rows::DisputeNote) -> Content {
    let (at, author) = (
        note.at.to_string(),
        note.author_user_id.map(|id| id.to_string()).unwrap_or_default(),
    );
    Content {
        kind: ContentKind::Note,
        id: note.id,
        // What was written before numbers stood here binds none.
        digest: content_digest(
            &note.salt,
            [at.as_str(), &author, &note.body]
                .into_iter()
                .chain(note.number.as_deref()),
        ),
    }
}
