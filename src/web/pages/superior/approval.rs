//! `/atasan/permohonan/<nomor>/persetujuan`: an answer that closes something, exactly as it will go out, to let go or to send back
//! (Perki 1/2021 Ps 10(2)e–f).

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};

use super::{base, load};
use crate::domain::actor::Role;
use crate::services::requests::{CaseKey, approve_answer, proposed_answer, return_answer};
use crate::services::{Context, Fault, ServiceError, downloads};
use crate::web::files::Attachment;
use crate::web::guards::{Language, RegistrationNo, Superior};
use crate::web::views::{ApprovalView, Words, approval_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, approve, send_back, download]
}

type Shown = Either<Page<ApprovalView>, SeeOther>;

/// The page; the case itself when nothing waits.
async fn page(
    ctx: &Context,
    superior: &Superior,
    language: Language,
    nomor: &RegistrationNo,
) -> Result<Shown, ServiceError> {
    let file = load(ctx, superior, nomor).await?;
    let base = base(nomor);
    let key = CaseKey::Id(file.case.row.id);
    let proposed = match proposed_answer(ctx, &superior.viewer, &key, Role::Superior).await {
        Ok(proposed) => proposed,
        Err(ServiceError::Denied(_)) => return Ok(Either::Right(SeeOther::to(base))),
        Err(error) => return Err(error),
    };
    let words = Words::new(ctx, language.0);
    let view = approval_view(words, &file, &base, &proposed, superior.viewer.user(), true);
    let page = Page::new(
        "pages/superior/approval.html.tera",
        "superior.approval.title",
        view,
    );
    Ok(Either::Left(page))
}

#[get("/atasan/permohonan/<nomor>/persetujuan")]
async fn show(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Shown> {
    Ok(page(ctx, &superior, language, &nomor).await?)
}

#[derive(FromForm)]
struct RawDecision<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    reason: &'r str,
}

/// The page again with what stands in the way.
async fn refused(
    ctx: &Context,
    superior: &Superior,
    language: Language,
    nomor: &RegistrationNo,
    form: Submission<RawDecision<'_>>,
    error: ServiceError,
) -> Answer<Shown> {
    let (status, faults) = match error {
        ServiceError::Invalid(faults) => (Status::UnprocessableEntity, faults),
        ServiceError::Stale => (
            Status::Conflict,
            vec![Fault::new("", "superior.approval.changed")],
        ),
        ServiceError::Denied(denial) => (Status::Conflict, vec![Fault::denied("", denial)]),
        other => return Err(other.into()),
    };
    Ok(match page(ctx, superior, language, nomor).await? {
        Either::Left(page) => Either::Left(page.refused(form.typed, faults).status(status)),
        Either::Right(back) => Either::Right(back.with(Flash::warning("superior.approval.changed"))),
    })
}

#[post("/atasan/permohonan/<nomor>/setujui", data = "<form>")]
async fn approve(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
    form: Submission<RawDecision<'_>>,
) -> Answer<Shown> {
    let file = load(ctx, &superior, &nomor).await?;
    let key = CaseKey::Id(file.case.row.id);
    let seen = form.value.version.parse().unwrap_or(-1);
    match approve_answer(ctx, &superior.viewer, &key, seen).await {
        Ok(_) => {
            let flash = Flash::success("superior.done.approve_answer");
            Ok(Either::Right(SeeOther::to(base(&nomor)).with(flash)))
        }
        Err(error) => refused(ctx, &superior, language, &nomor, form, error).await,
    }
}

#[post("/atasan/permohonan/<nomor>/kembalikan", data = "<form>")]
async fn send_back(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
    form: Submission<RawDecision<'_>>,
) -> Answer<Shown> {
    let file = load(ctx, &superior, &nomor).await?;
    let key = CaseKey::Id(file.case.row.id);
    let seen = form.value.version.parse().unwrap_or(-1);
    match return_answer(ctx, &superior.viewer, &key, seen, form.value.reason).await {
        Ok(_) => {
            let flash = Flash::success("superior.done.return_answer");
            Ok(Either::Right(SeeOther::to(base(&nomor)).with(flash)))
        }
        Err(error) => refused(ctx, &superior, language, &nomor, form, error).await,
    }
}

#[get("/atasan/permohonan/<nomor>/persetujuan/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    superior: Superior,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = load(ctx, &superior, &nomor).await?;
    let key = CaseKey::Id(file.case.row.id);
    let proposed = match proposed_answer(ctx, &superior.viewer, &key, Role::Superior).await {
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound.into()),
        other => other?,
    };
    let nth: usize = berkas.parse().map_err(|_| ServiceError::NotFound)?;
    let kept = proposed.files.get(nth).ok_or(ServiceError::NotFound)?;
    let sha256 = kept.sha256.to_string();
    let download = downloads::stored(ctx, &sha256, &kept.name, kept.media.as_str()).await?;
    Ok(Attachment(download))
}
