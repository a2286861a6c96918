//! Checking a dispute against its log: the chain is recomputed, every note is held against its digest, and every date is computed again
//! from the events, the law pack and the calendar it was counted on. Whoever recorded must have held the office that day.

use super::case::{Dispute, note_content};
use super::orders;
use super::views::DisputeFile;
use crate::domain::dispute::{DisputeClock, DisputeDates, DisputeState, Event};
use crate::domain::objection::{self, ObjectionState};
use crate::persistence::{PersistenceError, calendars as calendar_rows};
use crate::services::audit::{Deed, Finding, outside_office};
use crate::services::objections::ObjectionCheck;
use crate::services::{Context, ServiceError, calendars};

/// Checks a dispute. Permissions: the caller has loaded it for an auditor. `None` when nobody went to the Commission.
///
/// # Errors
/// When the database is out of reach.
pub async fn check_dispute(
    ctx: &Context,
    file: &DisputeFile,
) -> Result<Option<ObjectionCheck>, ServiceError> {
    let dispute = &file.dispute;
    let Some(row) = &dispute.row else {
        return Ok(None);
    };
    let mut check = ObjectionCheck::default();
    let last = dispute.log.rows().last().map(|event| event.hash.as_str());
    let broken = dispute.log.first_broken();
    let cut = (last != Some(row.last_event_hash.as_str())).then(|| dispute.log.seq() + 1);
    if let Some(seq) = broken.or(cut) {
        check.findings.push(Finding::Event { seq });
        return Ok(Some(check));
    }
    check.events = dispute.log.rows().len();
    contents(&mut check, file)?;
    dates(ctx, &mut check, dispute).await?;
    office(ctx, &mut check, dispute).await?;
    check.findings.extend(orders::check(ctx, dispute).await?);
    if dispute.derived(row.id, row.version, row.updated_at)? != *row {
        check.findings.push(Finding::Case);
    }
    Ok(Some(check))
}

fn contents(check: &mut ObjectionCheck, file: &DisputeFile) -> Result<(), ServiceError> {
    let present: Vec<_> = file.dispute.notes.iter().map(note_content).collect();
    let bound = file.dispute.log.bound()?;
    for (seq, content) in &bound {
        match present.iter().find(|found| found.id == content.id) {
            None => check.erased += 1,
            Some(found) if found == content => check.contents += 1,
            Some(_) => check.findings.push(Finding::Content {
                seq: *seq,
                kind: content.kind,
            }),
        }
    }
    let unbound = present
        .iter()
        .filter(|found| !bound.iter().any(|(_, content)| content.id == found.id));
    let unbound = unbound.map(|found| Finding::Unbound { kind: found.kind });
    check.findings.extend(unbound);
    Ok(())
}

/// Whether whoever recorded held the office that day, at the unit that had the objection then.
async fn office(ctx: &Context, check: &mut ObjectionCheck, dispute: &Dispute) -> Result<(), ServiceError> {
    let objection = &dispute.objection;
    let told: Vec<objection::Event> = objection.log.facts()?;
    let unit_at = |at: i64| {
        let upto = objection
            .log
            .rows()
            .iter()
            .take_while(|event| event.at <= at)
            .count();
        let state = ObjectionState::replay(told.iter().take(upto));
        state.map_or(objection.row.unit_id, |state| state.unit.0)
    };
    let mut deeds = Vec::new();
    for event in dispute.log.rows() {
        deeds.push(Deed {
            seq: event.seq,
            at: event.at,
            role: &event.actor_role,
            user: event.actor_user_id,
            appointment: event.appointment_id,
            unit: unit_at(event.at),
            is_entry: false,
        });
    }
    let found = outside_office(ctx, ctx.db.read(), &deeds).await?;
    check.findings.extend(found);
    Ok(())
}

async fn dates(ctx: &Context, check: &mut ObjectionCheck, dispute: &Dispute) -> Result<(), ServiceError> {
    let told: Vec<Event> = dispute.log.facts()?;
    for (event, upto) in dispute.log.rows().iter().zip(1..) {
        let seq = event.seq;
        let state = DisputeState::replay(told.iter().take(upto));
        let record: DisputeDates = serde_json::from_str(&event.dates)?;
        let calendar = match calendar_rows::get_calendar(ctx.db.read(), record.calendar.0).await {
            Ok(version) => calendars::load(ctx.db.read(), &version).await?,
            Err(PersistenceError::NotFound) => {
                check.findings.push(Finding::Calendar { seq });
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        if calendar.digest() != record.calendar_digest {
            check.findings.push(Finding::Calendar { seq });
            continue;
        }
        let law = ctx.law.pack(record.rule_set);
        if law.version() != record.law_version {
            check.other_law += 1;
            continue;
        }
        let clock =
            DisputeClock::of(&state, law, &calendar, &record.counting).map_err(ServiceError::unexpected)?;
        let again = DisputeDates::of(&clock, law, &record.counting, &calendar);
        if again == record && event.status_after == state.status.code() {
            check.dates += 1;
        } else {
            check.findings.push(Finding::Dates { seq });
        }
    }
    Ok(())
}
