//! Where an objection begins: which grounds a request offers today and from when the others will be, and the draft of the form.

use crate::domain::objection::{Availability, CaseGrounds, availability};
use crate::domain::request::Outcome;
use crate::services::desk::DeskKey;
use crate::services::requests::CaseFile;
use crate::services::{Context, ServiceError, calendars};
use time::Date;
use uuid::Uuid;

/// Every ground as a request offers it today.
///
/// # Errors
/// When a date lies outside what calendars can express.
pub fn on_request(ctx: &Context, file: &CaseFile) -> Result<Vec<Availability>, ServiceError> {
    let outcomes = file.page.items.iter().filter_map(|item| item.outcome.as_deref());
    let outcomes: Vec<Outcome> = outcomes.filter_map(Outcome::parse).collect();
    let case = CaseGrounds {
        state: &file.case.state,
        clock: &file.clock,
        outcomes: &outcomes,
    };
    availability(
        Some(&case),
        file.today,
        ctx.law.pack(ctx.law.rule_set_for(file.today)),
        &ctx.counting(),
        &file.calendar,
    )
    .map_err(ServiceError::unexpected)
}

/// Every ground without a request: only b (Perki 1/2021 Ps 43(2)d).
///
/// # Errors
/// When the database is out of reach.
pub async fn without_request(ctx: &Context, today: Date) -> Result<Vec<Availability>, ServiceError> {
    let calendar = calendars::current(ctx, ctx.db.read()).await?;
    let law = ctx.law.pack(ctx.law.rule_set_for(today));
    availability(None, today, law, &ctx.counting(), &calendar).map_err(ServiceError::unexpected)
}

/// The draft of an objection to a request: one, for whoever opened the request.
#[must_use]
pub fn draft_key(request_id: Uuid) -> DeskKey {
    DeskKey::secret("objection", &request_id.to_string())
}

/// The draft of an objection without a request, found by the random key in its form.
#[must_use]
pub fn new_draft_key(key: Uuid) -> DeskKey {
    DeskKey::secret("objection without request", &key.to_string())
}
