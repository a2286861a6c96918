//! A date of an objection as it was known by each version of the calendar that was in force while it ran.

use std::sync::Arc;

use super::views::{Explained, ObjectionFile};
use crate::domain::calendar::WorkingCalendar;
use crate::domain::deadline::RuleId;
use crate::domain::objection::{Event, ObjectionState};
use crate::services::known::{asked, list_known, stretches};
use crate::services::{Context, ServiceError};

/// A date explained, with every earlier answer; with `version` as it was known by that one.
///
/// # Errors
/// Not found when the objection has no such duty, or had none under that version.
pub async fn explain_as_known(
    ctx: &Context,
    file: &ObjectionFile,
    code: &str,
    version: Option<&str>,
) -> Result<Explained, ServiceError> {
    let mut explained = file.explain(ctx, code)?;
    let code = explained.duty.code.clone();
    let told = file.objection.log.dated_facts::<Event>()?;
    let Some((arrived, _)) = told.first() else {
        return Ok(explained);
    };
    // An answer is judged by the calendar of its day, and no later one says anything about it; the roads and an order follow the one in force.
    let is_judged = matches!(
        explained.duty.deadline.rule_id,
        RuleId::D11 | RuleId::D12 | RuleId::D13
    );
    let answer = told.iter().find(|(_, event)| {
        matches!(
            event,
            Event::ObjectionAnswered { .. } | Event::SettlementReached { .. }
        )
    });
    let last = answer.filter(|_| is_judged).map(|(at, _)| *at);
    let unit = file.objection.state.received_by;
    let stretches = stretches(ctx, ctx.db.read(), unit, (*arrived, last)).await?;
    let standing = file.calendar_of(&explained.duty.deadline).id().0;
    let known = list_known(&stretches, standing, |stretch| {
        let Some(state) = ObjectionState::replay(stretch.told(&told)) else {
            return Ok(None);
        };
        let duty = as_of(ctx, file, state, &stretch.calendar)?.duty(ctx, &code)?;
        Ok(Some(duty.map(|duty| duty.deadline)))
    })?;
    if let Some(version) = version {
        let (stretch, then) = asked(&stretches, &known, version)?;
        let state = ObjectionState::replay(stretch.told(&told)).ok_or(ServiceError::NotFound)?;
        explained = as_of(ctx, file, state, &stretch.calendar)?.explain(ctx, &code)?;
        explained.as_known_on = Some(then);
    }
    explained.known = known;
    Ok(explained)
}

/// The file as it was in a state, on the calendar then in force. An answer that was given stays judged by the calendar of its day.
fn as_of(
    ctx: &Context,
    file: &ObjectionFile,
    state: ObjectionState,
    calendar: &Arc<WorkingCalendar>,
) -> Result<ObjectionFile, ServiceError> {
    let mut past = file.clone();
    let judged_on = file.earlier_calendar.as_ref().filter(|_| state.answer.is_some());
    past.objection.state = state;
    past.calendar = Arc::clone(calendar);
    let objection = &past.objection;
    past.clock = match judged_on {
        Some(judged_on) => objection
            .clock(ctx, judged_on)?
            .with_roads(&objection.state, objection.law(ctx)?, calendar, &ctx.counting())
            .map_err(ServiceError::unexpected)?,
        None => objection.clock(ctx, calendar)?,
    };
    Ok(past)
}
