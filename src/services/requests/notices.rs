//! Mail that waits to be sent: written in the same transaction as what it tells of, delivered afterwards by a job. A mail carries no
//! content of a case, only a link.

use crate::persistence::rows;
use crate::services::{Context, micros};

/// Kinds of mail to the applicant; each has templates `email/<kind>` in both languages.
pub const TO_APPLICANT: &[&str] = &[
    "receipt",
    "incompleteness",
    "not_followed_up",
    "clarification",
    "extension",
    "routed",
    "notice",
    "delivered",
    "closed",
    "withdrawn",
    "date_change",
    "tracking_link",
];

/// A mail to the applicant of a case, in the language of the request.
#[must_use]
pub fn to_applicant(ctx: &Context, request: &rows::Request, kind: &str) -> rows::Outbox {
    let now = micros(ctx.now());
    rows::Outbox {
        id: ctx.new_id(),
        kind: kind.to_owned(),
        request_id: Some(request.id),
        recipient: "applicant".to_owned(),
        lang: request.locale.clone(),
        payload: "{}".to_owned(),
        created_at: now,
        run_at: now,
        attempts: 0,
        locked_until: None,
        last_error: None,
        sent_at: None,
        failed_at: None,
        objection_id: None,
    }
}
