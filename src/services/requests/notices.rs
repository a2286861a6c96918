//! Mail that waits to be sent: written in the same transaction as what it tells of, delivered afterwards by a job. A mail carries no
//! content of a case, only a link.

use crate::domain::digest::digest;
use crate::persistence::rows;
use crate::services::{Context, ServiceError, micros};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The mail to the office: a decree has moved dates of cases that it holds.
pub const CALENDAR_CHANGE: &str = "calendar_change";

/// What that mail says besides where to read on.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForOffice {
    /// The decree, as it is cited.
    pub decree: String,
}

/// The mail to an office about a share of a request.
pub const SHARE_CHANGE: &str = "share_change";

/// What became of a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareTold {
    /// The reader's unit was asked for it.
    Asked,
    /// The unit that was asked has handed it in.
    Supplied,
    /// The unit that was asked has handed it back.
    Returned,
    /// The reader's unit need not prepare it any more.
    Recalled,
    /// A decree on units took it back: the reader's unit answers without it, or asks another one.
    Lost,
    /// The reader's unit has the whole request now.
    Absorbed,
}

impl ShareTold {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Supplied => "supplied",
            Self::Returned => "returned",
            Self::Recalled => "recalled",
            Self::Lost => "lost",
            Self::Absorbed => "absorbed",
        }
    }
}

/// What that mail says.
#[derive(Debug, Serialize, Deserialize)]
pub struct ShareChange {
    /// Number of the request.
    pub number: String,
    /// What became of the share.
    pub told: ShareTold,
    /// Where to read on.
    pub path: String,
}

/// Kinds of mail to the applicant; each has templates `email/<kind>` in both languages.
pub const TO_APPLICANT: &[&str] = &[
    "receipt",
    "complete",
    "incompleteness",
    "receipt_recorded",
    "entered",
    "not_followed_up",
    "clarification",
    "extension",
    "routed",
    "shared",
    "succession",
    "notice",
    "payment_receipt",
    "delivered",
    "closed",
    "withdrawn",
    "date_change",
    "tracking_link",
];

/// A mail to somebody of the office about a decree: the same id however often it is asked for, so that it goes once.
///
/// # Errors
/// When its parts cannot be written down.
pub fn to_office(
    ctx: &Context,
    user: Uuid,
    decree_id: Uuid,
    decree: &str,
) -> Result<rows::Outbox, ServiceError> {
    let named = digest([CALENDAR_CHANGE, &decree_id.to_string(), &user.to_string()]);
    let id = named.get(..32).map(Uuid::try_parse);
    let id = id
        .and_then(Result::ok)
        .ok_or_else(|| ServiceError::unexpected("a digest is no hexadecimal text"))?;
    let payload = serde_json::to_string(&ForOffice {
        decree: decree.to_owned(),
    })?;
    Ok(rows::Outbox {
        id,
        ..to_user(ctx, user, CALENDAR_CHANGE, payload)
    })
}

/// A mail to somebody of the staff, in their language.
pub(super) fn to_user(ctx: &Context, user: Uuid, kind: &str, payload: String) -> rows::Outbox {
    let now = micros(ctx.now());
    rows::Outbox {
        id: ctx.new_id(),
        kind: kind.to_owned(),
        request_id: None,
        objection_id: None,
        recipient: format!("user:{user}"),
        lang: ctx.settings.instance.staff_language.clone(),
        payload,
        created_at: now,
        run_at: now,
        attempts: 0,
        locked_until: None,
        last_error: None,
        sent_at: None,
        failed_at: None,
    }
}

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
