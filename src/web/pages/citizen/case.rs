//! The page of a case for its applicant, with its letters, files and explained dates.

use rocket::{Route, State, get, routes};
use uuid::Uuid;

use super::entry::Entry;
use crate::services::requests::elsewhere;
use crate::services::{Context, ServiceError, downloads};
use crate::web::files::{Attachment, ICalendar};
use crate::web::guards::Language;
use crate::web::pages::explain::{AskedDate, Explanation, OWN_TRACE, explanation};
use crate::web::views::citizen::{CaseView, case_view, is_for_applicant};
use crate::web::views::{LetterView, Words, case_calendar, letter_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show, letter, file, trace, calendar]
}

#[get("/<_>")]
async fn show(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<CaseView>> {
    let file = entry.file(ctx).await?;
    let there = elsewhere(ctx, &file).await?;
    let words = Words::new(ctx, lang.0);
    let view = case_view(ctx, words, &file, &there, &entry.base, entry.is_by_account)?;
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
) -> Answer<Explanation> {
    let file = entry.file(ctx).await?;
    let asked = AskedDate {
        duty: rule,
        version: per,
        base: &entry.base,
        template: OWN_TRACE,
    };
    explanation(ctx, Words::new(ctx, lang.0), &file, asked).await
}

/// What comes in the case, for the applicant's calendar.
#[get("/<_>/tenggat.ics")]
async fn calendar(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<ICalendar> {
    let file = entry.file(ctx).await?;
    let open_address = entry.is_by_account.then_some(entry.base.as_str());
    let text = case_calendar(ctx, Words::new(ctx, lang.0), &file, open_address)?;
    Ok(ICalendar {
        text,
        name: Some(format!("tenggat-{}.ics", file.case.row.registration_no)),
    })
}

fn id(text: &str) -> Result<Uuid, ServiceError> {
    Uuid::parse_str(text).map_err(|_| ServiceError::NotFound)
}
