//! A date of a dispute as it was known by each version of the calendar that was in force since it was brought to the Commission.

use super::views::DisputeFile;
use crate::domain::dispute::{DisputeState, Event};
use crate::services::known::{Stretch, asked, list_known, stretches};
use crate::services::objections::{Explained, ObjectionFile};
use crate::services::{Context, ServiceError};

/// A date explained, with every earlier answer; with `version` as it was known by that one.
///
/// # Errors
/// Not found when the dispute has no such duty, or had none under that version.
pub async fn explain_as_known(
    ctx: &Context,
    (objection, file): (&ObjectionFile, &DisputeFile),
    code: &str,
    version: Option<&str>,
) -> Result<Explained, ServiceError> {
    let mut explained = file.explain(ctx, objection, code)?;
    let told = file.dispute.log.dated_facts::<Event>()?;
    let Some((filed, _)) = told.first() else {
        return Ok(explained);
    };
    let unit = objection.objection.state.received_by;
    let stretches = stretches(ctx, ctx.db.read(), unit, (*filed, None)).await?;
    let as_of = |stretch: &Stretch| -> Result<DisputeFile, ServiceError> {
        let mut past = file.clone();
        past.dispute.state = DisputeState::replay(stretch.told(&told));
        past.clock = past.dispute.clock(ctx, &stretch.calendar)?;
        Ok(past)
    };
    let known = list_known(&stretches, objection.calendar.id().0, |stretch| {
        let past = as_of(stretch)?;
        Ok(Some(past.clock.duty(code).map(|duty| duty.deadline)))
    })?;
    if let Some(version) = version {
        let (stretch, then) = asked(&stretches, &known, version)?;
        let then_on = ObjectionFile {
            calendar: stretch.calendar.clone(),
            ..objection.clone()
        };
        explained = as_of(stretch)?.explain(ctx, &then_on, code)?;
        explained.as_known_on = Some(then);
    }
    explained.known = known;
    Ok(explained)
}
