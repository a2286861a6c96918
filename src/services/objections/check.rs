//! Checking an objection against its log: the chain is recomputed, everything written is held against its digest, and every date is
//! computed again from the events, the law pack and the calendar it was counted on.

use super::case::Objection;
use super::projection::project;
use super::{contents, views::ObjectionFile};
use crate::domain::objection::{Event, ObjectionClock, ObjectionDates, ObjectionState};
use crate::domain::request::{Content, ContentKind};
use crate::persistence::{PersistenceError, calendars as calendar_rows, rows};
use crate::services::audit::{Deed, Finding, outside_office};
use crate::services::{Context, ServiceError, calendars};
use std::collections::HashSet;

/// How many events the entry in the register makes: arrival and registration.
const ENTRY: usize = 2;

/// What came of checking an objection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectionCheck {
    /// Events whose hash was recomputed.
    pub events: usize,
    /// Letters, messages and documents that agree with their digest.
    pub contents: usize,
    /// Messages and documents that are gone since, as they may be one day.
    pub erased: usize,
    /// Events whose dates were computed again.
    pub dates: usize,
    /// Events whose dates rest on another version of the law pack.
    pub other_law: usize,
    /// What does not agree; empty when all is well.
    pub findings: Vec<Finding>,
}

/// Checks an objection. Permissions: the caller has loaded it for an auditor.
///
/// # Errors
/// When the database is out of reach.
pub async fn check_objection(ctx: &Context, file: &ObjectionFile) -> Result<ObjectionCheck, ServiceError> {
    let mut check = ObjectionCheck::default();
    let objection = &file.objection;
    if let Some(seq) = objection.log.first_broken() {
        check.findings.push(Finding::Event { seq });
        return Ok(check);
    }
    let last = objection.log.rows().last().map(|event| event.hash.as_str());
    if objection.row.last_event_hash.as_deref() != last {
        let seq = objection.log.seq() + 1;
        check.findings.push(Finding::Event { seq });
        return Ok(check);
    }
    check.events = objection.log.rows().len();
    check.contents(file)?;
    check.dates(ctx, objection).await?;
    check.office(ctx, objection).await?;
    Ok(check)
}

impl ObjectionCheck {
    fn contents(&mut self, file: &ObjectionFile) -> Result<(), ServiceError> {
        let mut present = vec![contents::objection(&file.objection.row)];
        present.extend(file.letters.iter().map(contents::letter));
        present.extend(file.messages.iter().map(contents::message));
        present.extend(file.documents.iter().map(contents::attached));
        let mut bound = HashSet::new();
        for (seq, content) in file.objection.log.bound()? {
            let same = |found: &&Content| found.kind == content.kind && found.id == content.id;
            match present.iter().find(same) {
                None if content.kind.may_be_gone() => self.erased += 1,
                None => self.findings.push(Finding::Missing {
                    seq,
                    kind: content.kind,
                }),
                Some(found) if found.digest == content.digest => self.contents += 1,
                Some(_) => self.findings.push(Finding::Content {
                    seq,
                    kind: content.kind,
                }),
            }
            bound.insert((content.kind.code(), content.id));
        }
        let unbound = present
            .iter()
            .filter(|found| !bound.contains(&(found.kind.code(), found.id)));
        let unbound = unbound.map(|found| Finding::Unbound { kind: found.kind });
        self.findings.extend(unbound);
        // The day a letter was received is no part of what it says: it stands in the events.
        let answer = file
            .letters
            .iter()
            .rev()
            .find(|one| one.kind == "objection_answer");
        let received_on = file
            .objection
            .state
            .answer
            .as_ref()
            .and_then(|one| one.received_on);
        if answer.is_some_and(|letter| letter.received_on != received_on) {
            self.findings.push(Finding::Content {
                seq: file.objection.log.seq(),
                kind: ContentKind::Letter,
            });
        }
        Ok(())
    }

    /// Whether whoever acted held the office that day. Its first two events a desk may have made for another unit.
    async fn office(&mut self, ctx: &Context, objection: &Objection) -> Result<(), ServiceError> {
        let told: Vec<Event> = objection.log.facts()?;
        let mut deeds = Vec::new();
        for (event, upto) in objection.log.rows().iter().zip(0..) {
            let before = ObjectionState::replay(told.iter().take(upto));
            deeds.push(Deed {
                seq: event.seq,
                at: event.at,
                role: &event.actor_role,
                user: event.actor_user_id,
                appointment: event.appointment_id,
                unit: before.map_or(objection.row.unit_id, |state| state.unit.0),
                is_entry: upto < ENTRY,
            });
        }
        self.findings
            .extend(outside_office(ctx, ctx.db.read(), &deeds).await?);
        Ok(())
    }

    async fn dates(&mut self, ctx: &Context, objection: &Objection) -> Result<(), ServiceError> {
        let told: Vec<Event> = objection.log.facts()?;
        let mut told_row = rows::Objection {
            decided_on: None,
            statute_due_on: None,
            regulation_due_on: None,
            received_unit_id: None,
            ..objection.row.clone()
        };
        for (event, upto) in objection.log.rows().iter().zip(1..) {
            let seq = event.seq;
            let Some(state) = ObjectionState::replay(told.iter().take(upto)) else {
                self.findings.push(Finding::Event { seq });
                return Ok(());
            };
            let record: ObjectionDates = serde_json::from_str(&event.dates)?;
            let calendar = match calendar_rows::get_calendar(ctx.db.read(), record.calendar.0).await {
                Ok(version) => calendars::load(ctx.db.read(), &version).await?,
                Err(PersistenceError::NotFound) => {
                    self.findings.push(Finding::Calendar { seq });
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            if calendar.digest() != record.calendar_digest {
                self.findings.push(Finding::Calendar { seq });
                continue;
            }
            let law = ctx.law.pack(record.rule_set);
            if law.version() != record.law_version {
                self.other_law += 1;
                continue;
            }
            let clock = ObjectionClock::of(&state, law, &calendar, &record.counting)
                .map_err(ServiceError::unexpected)?;
            let again = ObjectionDates::of(&clock, law, &record.counting, &calendar);
            if again == record && event.status_after == state.status.code() {
                self.dates += 1;
            } else {
                self.findings.push(Finding::Dates { seq });
            }
            project(&mut told_row, &state, &clock, &calendar);
        }
        // The calendar a row stands on may be a later one that moved nothing.
        told_row.calendar_version_id = objection.row.calendar_version_id;
        if self.dates == told.len() && told_row != objection.row {
            self.findings.push(Finding::Case);
        }
        Ok(())
    }
}
