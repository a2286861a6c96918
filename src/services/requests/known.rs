//! A date of a request as it was known by each version of the calendar that was in force while it ran.

use std::sync::Arc;

use time::OffsetDateTime;

use super::views::{CaseFile, Explained};
use crate::domain::calendar::WorkingCalendar;
use crate::domain::ids::UnitId;
use crate::domain::request::{CaseState, Event};
use crate::services::known::{asked, list_known, stretches};
use crate::services::{Context, ServiceError, instant};

/// A date explained, with every earlier answer; with `version` as it was known by that one.
///
/// # Errors
/// Not found when the case has no such duty, or had none under that version.
pub async fn explain_as_known(
    ctx: &Context,
    file: &CaseFile,
    code: &str,
    version: Option<&str>,
) -> Result<Explained, ServiceError> {
    let mut explained = file.explain(ctx, code)?;
    let told = file
        .page
        .events
        .iter()
        .map(|event| Ok((instant(event.at), serde_json::from_str(&event.data)?)))
        .collect::<Result<Vec<(OffsetDateTime, Event)>, ServiceError>>()?;
    let Some((arrived, _)) = told.first() else {
        return Ok(explained);
    };
    // What comes before the notice is judged by the calendar of its day, and no later one says anything about it.
    let last = file.case.row.notice_at.map(instant);
    let last = last.filter(|_| !explained.duty.follows_notice());
    let unit = UnitId(file.case.row.registered_unit_id);
    let stretches = stretches(ctx, ctx.db.read(), unit, (*arrived, last)).await?;
    let standing = file.calendar_of(&explained.duty).id().0;
    let known = list_known(&stretches, standing, |stretch| {
        let Some(state) = CaseState::replay(stretch.told(&told)) else {
            return Ok(None);
        };
        let past = as_of(ctx, file, &state, &stretch.calendar)?;
        let dated = past.dated(ctx, &explained.duty.code)?;
        Ok(Some(dated.map(|(duty, _)| duty.deadline)))
    })?;
    if let Some(version) = version {
        let (stretch, then) = asked(&stretches, &known, version)?;
        let state = CaseState::replay(stretch.told(&told)).ok_or(ServiceError::NotFound)?;
        let past = as_of(ctx, file, &state, &stretch.calendar)?;
        explained = past.explain(ctx, &explained.duty.code)?;
        explained.as_known_on = Some(then);
    }
    explained.known = known;
    Ok(explained)
}

/// The file as it was in a state, on the calendar then in force. A notice that was given stays judged by the calendar of its day.
fn as_of(
    ctx: &Context,
    file: &CaseFile,
    state: &CaseState,
    calendar: &Arc<WorkingCalendar>,
) -> Result<CaseFile, ServiceError> {
    let mut past = file.clone();
    past.case.state = state.clone();
    past.calendar = Arc::clone(calendar);
    let clock = past.case.clock(ctx, calendar)?;
    let judged_on = file.earlier_calendar.as_ref().filter(|_| state.notice.is_some());
    past.clock = match judged_on {
        Some(judged_on) => past.case.clock(ctx, judged_on)?.followed_by(clock),
        None => clock,
    };
    Ok(past)
}
