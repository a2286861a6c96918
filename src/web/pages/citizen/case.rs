//! The page of a case for its applicant, with its letters, files and explained dates.

use rocket::http::ContentType;
use rocket::{Either, Route, State, get, routes};
use uuid::Uuid;

use super::entry::Entry;
use crate::services::requests::explain_as_known;
use crate::services::{Context, ServiceError, downloads};
use crate::web::files::Attachment;
use crate::web::guards::Language;
use crate::web::views::citizen::{CaseView, case_view, is_for_applicant, trace_json};
use crate::web::views::{LetterView, TraceView, Words, letter_view, trace_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show, letter, file, trace]
}

#[get("/<_>")]
async fn show(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<CaseView>> {
    let file = entry.file(ctx).await?;
    let view = case_view(
        ctx,
        Words::new(ctx, lang.0),
        &file,
        &entry.base,
        entry.is_by_account,
    )?;
    let number = &file.case.row.registration_no;
    Ok(Page::new("pages/citizen/case.html.tera", "citizen.case.title", view).title_value("number", number))
}

#[get("/<_>/surat/<letter>")]
async fn letter(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    letter: &str,
) -> Answer<Page<LetterView>> {
    let file = entry.file(ctx).await?;
    let issued = file.letter(id(letter)?)?;
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    let words = Words::new(ctx, lang.0);
    let view = letter_view(words, &file, &issued.frozen, issued.issued_on, &entry.base);
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}

#[get("/<_>/berkas/<file>")]
async fn file(ctx: &State<Context>, entry: Entry, file: &str) -> Answer<Attachment> {
    let case = entry.file(ctx).await?;
    let wanted = id(file)?;
    let attached = case
        .page
        .attachments
        .iter()
        .find(|one| one.id == wanted && is_for_applicant(one))
        .ok_or(ServiceError::NotFound)?;
    Ok(Attachment(downloads::open(ctx, attached).await?))
}

/// Why this date: a page for people, and the same as JSON for whoever wants to count again.
#[get("/<_>/tenggat/<rule>?<per>")]
async fn trace(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    rule: &str,
    per: Option<&str>,
) -> Answer<Either<Page<TraceView>, (ContentType, String)>> {
    let file = entry.file(ctx).await?;
    let (code, as_json) = rule
        .strip_suffix(".json")
        .map_or((rule, false), |code| (code, true));
    let explained = explain_as_known(ctx, &file, code, per).await?;
    if as_json {
        let json = serde_json::to_string(&trace_json(&file, &explained)).map_err(ServiceError::from)?;
        return Ok(Either::Right((ContentType::JSON, json)));
    }
    let view = trace_view(Words::new(ctx, lang.0), &file, &explained, &entry.base, false);
    let due = Words::new(ctx, lang.0).date(explained.duty.deadline.due);
    let page = Page::new("pages/citizen/trace.html.tera", "trace.title", view);
    Ok(Either::Left(page.title_value("date", due)))
}

fn id(text: &str) -> Result<Uuid, ServiceError> {
    Uuid::parse_str(text).map_err(|_| ServiceError::NotFound)
}
