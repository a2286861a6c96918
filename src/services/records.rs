//! Catatan kejadian: the chained log of an exemption, an objection or a dispute, as the events of a request are chained. Each event
//! binds what was written with it by digest and is bound by the hash of the next.

use crate::domain::actor::Actor;
use crate::domain::request::{Content, EventRecord, event_hash};
use crate::persistence::{Conn, PersistenceError, Txn, records, rows};
use crate::services::{Context, ServiceError, instant, micros};
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use uuid::Uuid;

/// What a log is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Pengecualian.
    Exemption,
    /// Keberatan.
    Objection,
    /// Sengketa.
    Dispute,
}

impl Subject {
    /// The stored value.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exemption => "exemption",
            Self::Objection => "objection",
            Self::Dispute => "dispute",
        }
    }
}

/// One more event, before it has its place in the log.
#[derive(Clone, Copy, Debug)]
pub struct NewEvent<'a, E> {
    /// Its kind.
    pub kind: &'a str,
    /// Its facts, without anybody's words.
    pub facts: &'a E,
    /// State after it.
    pub status_after: &'a str,
    /// Dates after it with what they were counted from, as JSON; empty when it moves none.
    pub dates: &'a str,
    /// What was written with it.
    pub contents: &'a [Content],
}

/// The log of one subject as far as it goes.
#[derive(Clone, Debug)]
pub struct RecordLog {
    subject: Subject,
    id: Uuid,
    events: Vec<rows::RecordEvent>,
}

impl RecordLog {
    /// An empty log.
    #[must_use]
    pub const fn new(subject: Subject, id: Uuid) -> Self {
        Self {
            subject,
            id,
            events: Vec::new(),
        }
    }

    /// The log as it is stored.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub async fn load(conn: &impl Conn, subject: Subject, id: Uuid) -> Result<Self, ServiceError> {
        let events = records::list_record_events(conn, id).await?;
        Ok(Self { subject, id, events })
    }

    /// The rows, oldest first.
    #[must_use]
    pub fn rows(&self) -> &[rows::RecordEvent] {
        &self.events
    }

    /// The facts of every event, oldest first.
    ///
    /// # Errors
    /// When one is not understood.
    pub fn facts<E: DeserializeOwned>(&self) -> Result<Vec<E>, ServiceError> {
        let facts = self.events.iter().map(|event| serde_json::from_str(&event.data));
        Ok(facts.collect::<Result<_, _>>()?)
    }

    /// The facts of every event with their instants, oldest first.
    ///
    /// # Errors
    /// When one is not understood.
    pub fn dated_facts<E: DeserializeOwned>(&self) -> Result<Vec<(OffsetDateTime, E)>, ServiceError> {
        let instants = self.events.iter().map(|event| instant(event.at));
        Ok(instants.zip(self.facts()?).collect())
    }

    /// Place of the last event; 0 before the first.
    #[must_use]
    pub fn seq(&self) -> i32 {
        self.events.last().map_or(0, |last| last.seq)
    }

    /// Adds an event.
    ///
    /// # Errors
    /// Stale when someone else was faster.
    pub async fn append<E: Serialize + Sync>(
        &mut self,
        ctx: &Context,
        txn: &Txn,
        actor: Actor,
        at: OffsetDateTime,
        new: NewEvent<'_, E>,
    ) -> Result<(), ServiceError> {
        let last = self.events.last();
        let mut row = rows::RecordEvent {
            id: ctx.new_id(),
            subject: self.subject.code().to_owned(),
            subject_id: self.id,
            seq: self.seq() + 1,
            kind: new.kind.to_owned(),
            at: micros(at),
            actor_role: actor.role.code().to_owned(),
            actor_user_id: actor.user.map(|user| user.0),
            appointment_id: actor.appointment.map(|appointment| appointment.0),
            status_before: last.map(|last| last.status_after.clone()),
            status_after: new.status_after.to_owned(),
            data: serde_json::to_string(new.facts)?,
            dates: new.dates.to_owned(),
            contents: serde_json::to_string(new.contents)?,
            prev_hash: last.map(|last| last.hash.clone()),
            hash: String::new(),
        };
        row.hash = hash_of(&row);
        records::append_record_event(txn, &row).await?;
        self.events.push(row);
        Ok(())
    }

    /// Place of the first event that does not follow from those before it; `None` when every link holds.
    #[must_use]
    pub fn first_broken(&self) -> Option<i32> {
        let mut previous: Option<&str> = None;
        for (event, seq) in self.events.iter().zip(1..) {
            let is_next = event.seq == seq
                && event.subject_id == self.id
                && event.subject == self.subject.code()
                && event.prev_hash.as_deref() == previous;
            if !is_next || hash_of(event) != event.hash {
                return Some(seq);
            }
            previous = Some(&event.hash);
        }
        None
    }

    /// What every event binds, with its place.
    ///
    /// # Errors
    /// When one is not understood.
    pub fn bound(&self) -> Result<Vec<(i32, Content)>, PersistenceError> {
        let mut bound = Vec::new();
        for event in &self.events {
            let contents: Vec<Content> = serde_json::from_str(&event.contents)
                .map_err(|_| PersistenceError::invalid_row("record_events", "contents are not understood"))?;
            bound.extend(contents.into_iter().map(|content| (event.seq, content)));
        }
        Ok(bound)
    }
}

/// The hash of a stored event, from everything it binds.
fn hash_of(event: &rows::RecordEvent) -> String {
    let actor = event.actor_user_id.map(|id| id.to_string());
    let appointment = event.appointment_id.map(|id| id.to_string());
    let subject = format!("{} {}", event.subject, event.subject_id);
    event_hash(
        event.prev_hash.as_deref(),
        &EventRecord {
            subject: &subject,
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
