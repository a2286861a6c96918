//! `/petugas/permohonan/<nomor>/usulan`: the answer that waits for the superior, for the office that signed it to read.

use rocket::{Either, Route, State, get, routes};

use crate::domain::actor::Role;
use crate::services::requests::{CaseKey, proposed_answer};
use crate::services::{Context, ServiceError, downloads};
use crate::web::files::Attachment;
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::pages::officer::{base, case};
use crate::web::views::{ApprovalView, Words, approval_view};
use crate::web::{Answer, Page, SeeOther};

pub fn routes() -> Vec<Route> {
    routes![show, download]
}

#[get("/petugas/permohonan/<nomor>/usulan")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Either<Page<ApprovalView>, SeeOther>> {
    let file = case::load(ctx, &officer, &nomor).await?;
    let base = base(&nomor.0);
    let key = CaseKey::Id(file.case.row.id);
    let proposed = match proposed_answer(ctx, &officer.viewer, &key, Role::Officer).await {
        Ok(proposed) => proposed,
        Err(ServiceError::Denied(_)) => return Ok(Either::Right(SeeOther::to(base))),
        Err(error) => return Err(error.into()),
    };
    let words = Words::new(ctx, language.0);
    let view = approval_view(words, &file, &base, &proposed, officer.viewer.user(), false);
    let page = Page::new(
        "pages/superior/approval.html.tera",
        "superior.approval.title",
        view,
    );
    Ok(Either::Left(page))
}

#[get("/petugas/permohonan/<nomor>/usulan/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    officer: Officer,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = case::load(ctx, &officer, &nomor).await?;
    let key = CaseKey::Id(file.case.row.id);
    let proposed = match proposed_answer(ctx, &officer.viewer, &key, Role::Officer).await {
        Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound.into()),
        other => other?,
    };
    let nth: usize = berkas.parse().map_err(|_| ServiceError::NotFound)?;
    let kept = proposed.files.get(nth).ok_or(ServiceError::NotFound)?;
    let sha256 = kept.sha256.to_string();
    let download = downloads::stored(ctx, &sha256, &kept.name, kept.media.as_str()).await?;
    Ok(Attachment(download))
}
