//! Mail about objections: written in the transaction that caused it, delivered afterwards. A mail carries nothing of what was said, only
//! a link.

use crate::domain::actor::Role;
use crate::persistence::{Conn, rows, users};
use crate::services::{Context, ServiceError, micros};
use crate::text::Lang;
use time::Date;
use uuid::Uuid;

/// Kinds of mail to who objects; each has templates `email/<kind>` in both languages.
pub const TO_OBJECTOR: &[&str] = &[
    "objection_receipt",
    "objection_question",
    "objection_entered",
    "objection_settlement",
    "objection_answer",
    "objection_receipt_recorded",
    "objection_executed",
    "objection_closed",
    "objection_withdrawn",
    "objection_date_change",
    "objection_succession",
    "dispute_change",
    "road_change",
    "objection_link",
];
/// Kinds of mail to the superior.
pub const TO_SUPERIOR: &[&str] = &["objection_filed"];

fn mail(
    ctx: &Context,
    objection: &rows::Objection,
    kind: &str,
    recipient: String,
    lang: &str,
) -> rows::Outbox {
    let now = micros(ctx.now());
    rows::Outbox {
        id: ctx.new_id(),
        kind: kind.to_owned(),
        request_id: None,
        recipient,
        lang: lang.to_owned(),
        payload: "{}".to_owned(),
        created_at: now,
        run_at: now,
        attempts: 0,
        locked_until: None,
        last_error: None,
        sent_at: None,
        failed_at: None,
        objection_id: Some(objection.id),
    }
}

/// A mail to who objects, in the language of the objection.
#[must_use]
pub fn to_objector(ctx: &Context, objection: &rows::Objection, kind: &str) -> rows::Outbox {
    let lang = objection.locale.as_deref().unwrap_or(Lang::Id.code());
    mail(ctx, objection, kind, "applicant".to_owned(), lang)
}

/// A mail to each superior of the unit, in the language of the staff.
///
/// # Errors
/// When the database is out of reach.
pub async fn to_superiors(
    ctx: &Context,
    conn: &impl Conn,
    objection: &rows::Objection,
    on: Date,
) -> Result<Vec<rows::Outbox>, ServiceError> {
    let held = users::list_role_holders(conn, objection.unit_id, Role::Superior.code(), on).await?;
    let mut known: Vec<Uuid> = held.into_iter().map(|appointment| appointment.user_id).collect();
    known.sort_unstable();
    known.dedup();
    let to = |user: Uuid| {
        mail(
            ctx,
            objection,
            "objection_filed",
            format!("user:{user}"),
            &ctx.settings.instance.staff_language,
        )
    };
    Ok(known.into_iter().map(to).collect())
}
