//! `/petugas/permohonan/<nomor>`: a case on one page, and what hangs on it: dates explained, letters, files.

use rocket::{Route, State, get, routes};
use uuid::Uuid;

use super::base;
use crate::services::requests::{CaseFile, CaseKey, for_staff};
use crate::services::{Context, ServiceError, downloads};
use crate::web::files::Attachment;
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::pages::explain::{AskedDate, Explanation, STAFF_TRACE, explanation};
use crate::web::views::{CaseFileView, LetterView, Words, case_file_view, letter_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show, explain, letter, receipt, download]
}

/// The case, for an officer who may see it; the same 404 for any other number.
pub(super) async fn load(
    ctx: &Context,
    officer: &Officer,
    nomor: &RegistrationNo,
) -> Result<CaseFile, ServiceError> {
    for_staff(ctx, &officer.viewer, &CaseKey::Number(nomor.0.to_string())).await
}

#[get("/petugas/permohonan/<nomor>")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Page<CaseFileView>> {
    let file = load(ctx, &officer, &nomor).await?;
    let view = case_file_view(ctx, Words::new(ctx, language.0), &file, &base(&nomor.0))?;
    let page = Page::new("pages/officer/case.html.tera", "officer.case.title", view);
    Ok(page.title_value("number", &nomor.0))
}

#[get("/petugas/permohonan/<nomor>/tenggat/<aturan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    aturan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = load(ctx, &officer, &nomor).await?;
    let asked = AskedDate {
        duty: aturan,
        version: per,
        base: &base(&nomor.0),
        template: STAFF_TRACE,
    };
    explanation(ctx, Words::new(ctx, language.0), &file, asked).await
}

#[get("/petugas/permohonan/<nomor>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    surat: &str,
) -> Answer<Page<LetterView>> {
    let file = load(ctx, &officer, &nomor).await?;
    let id = Uuid::try_parse(surat).map_err(|_| ServiceError::NotFound)?;
    let issued = file.letter(id)?;
    let words = Words::new(ctx, language.0);
    let view = letter_view(words, &file, &issued.frozen, issued.issued_on, &base(&nomor.0));
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}

/// The receipt, to print at the desk.
#[get("/petugas/permohonan/<nomor>/tanda-terima")]
async fn receipt(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Page<LetterView>> {
    let file = load(ctx, &officer, &nomor).await?;
    let issued = file.last_letter("receipt")?.ok_or(ServiceError::NotFound)?;
    let words = Words::new(ctx, language.0);
    let view = letter_view(words, &file, &issued.frozen, issued.issued_on, &base(&nomor.0));
    Ok(Page::new(
        "pages/shared/letter.html.tera",
        "law.letter.receipt",
        view,
    ))
}

#[get("/petugas/permohonan/<nomor>/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    officer: Officer,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = load(ctx, &officer, &nomor).await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    Ok(Attachment(downloads::open(ctx, file.attachment(id)?).await?))
}
