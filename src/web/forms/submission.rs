//! The one way a form comes in: sized, parsed, its token checked, its texts kept.

use rocket::data::{ByteUnit, FromData, Outcome};
use rocket::form::error::ErrorKind;
use rocket::form::{Context as FormContext, Contextual, Form, FromForm};
use rocket::http::{ContentType, Status};
use rocket::{Data, Request, async_trait};

use super::bounded::Bounded;
use super::{Typed, csrf};
use crate::services::Context;
use crate::web::build::{FORM_LIMIT, upload_limit};
use crate::web::errors::{Refusal, Replay, refuse};
use crate::web::origin;

/// A form that one of our own pages sent to its own reader.
///
/// `T` derives `FromForm` and has only `&str`, `Option<&str>`, `Vec<&str>` and `TempFile` fields, each `&str` with
/// `#[field(default = "")]`, so that nothing a person types keeps it from being read; what is wrong is then said in our
/// words by the service.
#[derive(Debug)]
pub struct Submission<T> {
    /// The fields.
    pub value: T,
    /// The texts, to show them again.
    pub typed: Typed,
}

/// A body that is too large is still received up to here times its limit: a browser shows an answer only after it was
/// allowed to finish its question.
const PATIENCE: u64 = 4;

#[async_trait]
impl<'r, T: FromForm<'r>> FromData<'r> for Submission<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self, ()> {
        let Some(ctx) = request.rocket().state::<Context>() else {
            return Outcome::Error((Status::InternalServerError, ()));
        };
        let kind = request.content_type();
        let limit = match kind {
            Some(kind) if kind.is_form() => FORM_LIMIT,
            Some(kind) if kind.is_form_data() => upload_limit(&ctx.settings),
            _ => return refused(request, Refusal::Unreadable),
        };
        if announced_length(request).is_some_and(|length| length > limit) {
            let rest = data.open(ByteUnit::Byte(limit.saturating_mul(PATIENCE)));
            // Whether all of it arrives changes nothing: it is thrown away.
            if rest.stream_to(tokio::io::sink()).await.is_err() {
                tracing::debug!("the sender of a body that is too large went away");
            }
            return refused(request, Refusal::TooLarge(limit));
        }
        let form = match Form::<Bounded<Contextual<'r, T>>>::from_data(request, data).await {
            Outcome::Success(form) => form.into_inner().0,
            Outcome::Error((Status::PayloadTooLarge, _)) => {
                return refused(request, Refusal::TooLarge(limit));
            }
            Outcome::Error(_) | Outcome::Forward(_) => return refused(request, Refusal::Unreadable),
        };
        if let Some(refusal) = broken(&form.context, limit) {
            return refused(request, refusal);
        }
        if holds_nul(&form.context) {
            return refused(request, Refusal::Unreadable);
        }
        let (typed, had_password) = Typed::from_context(&form.context);
        if !csrf::is_right(ctx, request, form.context.field_value(csrf::FIELD)) {
            let may_replay =
                !had_password && kind == Some(&ContentType::Form) && origin::is_surely_ours(request);
            return refused(
                request,
                Refusal::Expired(may_replay.then(|| Replay::of(request, typed))),
            );
        }
        match form.value {
            Some(value) => Outcome::Success(Self { value, typed }),
            None => refused(request, Refusal::Unreadable),
        }
    }
}

fn announced_length(request: &Request<'_>) -> Option<u64> {
    request.headers().get_one("Content-Length")?.parse().ok()
}

/// Whether a text holds a NUL, which no keyboard types and PostgreSQL does not store.
fn holds_nul(context: &FormContext<'_>) -> bool {
    let mut names = context.fields();
    names.any(|name| context.field_values(name).any(|text| text.contains('\0')))
}

/// A body that was cut off, or a part of it that is too large. Rocket hands the rest to the form as if it were whole.
fn broken(context: &FormContext<'_>, limit: u64) -> Option<Refusal> {
    context.errors().find_map(|error| match &error.kind {
        ErrorKind::InvalidLength { min: None, max } => Some(Refusal::TooLarge(max.unwrap_or(limit))),
        _ if error.status() == Status::PayloadTooLarge => Some(Refusal::TooLarge(limit)),
        ErrorKind::Io(fault) if is_ours(fault) => {
            tracing::error!(error = %fault, "what was sent could not be kept");
            Some(Refusal::Unkept)
        }
        ErrorKind::Multipart(_) | ErrorKind::Io(_) => Some(Refusal::Unreadable),
        _ => None,
    })
}

/// Whether our disk failed rather than the sender's connection.
fn is_ours(fault: &std::io::Error) -> bool {
    use std::io::ErrorKind as Io;
    !matches!(
        fault.kind(),
        Io::UnexpectedEof
            | Io::InvalidData
            | Io::ConnectionReset
            | Io::ConnectionAborted
            | Io::BrokenPipe
            | Io::TimedOut
            | Io::Interrupted
            | Io::Other
    )
}

fn refused<'r, T>(request: &'r Request<'_>, refusal: Refusal) -> Outcome<'r, T, ()> {
    let status = refusal.status();
    refuse(request, refusal);
    Outcome::Error((status, ()))
}
