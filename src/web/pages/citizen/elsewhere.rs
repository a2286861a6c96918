//! `…/ajukan/<unit>` of a case: the notice says that another public body holds something, and the applicant asks there with a form that is
//! filled in already. Nothing of who they are goes into it unless they say so (`docs/decisions/0032`).

use rocket::http::CookieJar;
use rocket::{Route, State, get, post, routes};
use serde::Serialize;

use super::draft;
use super::entry::Entry;
use super::question::CHECK;
use crate::domain::applicant::Submission as Form;
use crate::services::requests::{Passed, ask_elsewhere, elsewhere};
use crate::services::{Context, ServiceError, throttle};
use crate::web::guards::ClientAddress;
use crate::web::{Answer, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, prepare]
}

#[derive(Debug, Serialize)]
struct ElsewhereView {
    base: String,
    action: String,
    number: String,
    subject: String,
    unit: String,
    body: String,
    address: String,
    items: Vec<String>,
    is_by_account: bool,
    /// Whether it is known who asks.
    knows_who: bool,
    /// Whether this browser holds a request that was not sent.
    has_draft: bool,
}

#[get("/<_>/ajukan/<unit>")]
async fn show(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    entry: Entry,
    unit: &str,
) -> Answer<Page<ElsewhereView>> {
    let file = entry.file(ctx).await?;
    let there = elsewhere(ctx, &file).await?;
    let there = there.into_iter().find(|one| one.unit.code == unit);
    let there = there.ok_or(ServiceError::NotFound)?;
    let unsent = draft::find(ctx, cookies).await?;
    let unsent = unsent.filter(|found| found.draft.request_id.is_none());
    let view = ElsewhereView {
        action: format!("{}/ajukan/{unit}", entry.base),
        base: entry.base,
        number: file.case.row.registration_no.clone(),
        subject: file.case.row.subject.clone(),
        unit: there.unit.name,
        body: there.body,
        address: there.unit.address,
        items: there.items.into_iter().map(|item| item.detail).collect(),
        is_by_account: entry.is_by_account,
        knows_who: file.identity.is_some(),
        has_draft: unsent.is_some_and(|found| found.draft.submission != Form::default()),
    };
    Ok(Page::new(
        "pages/citizen/elsewhere.html.tera",
        "citizen.elsewhere.title",
        view,
    ))
}

/// The form is whole or leads to what is still missing; it is sent from there.
#[post("/<_>/ajukan/<unit>", data = "<sent>")]
async fn prepare(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    client: ClientAddress,
    entry: Entry,
    unit: &str,
    sent: Submission<NoFields>,
) -> Answer<SeeOther> {
    let file = entry.file(ctx).await?;
    throttle::filing(ctx, client.0).await?;
    let passed = match (sent.typed.text("agree").is_empty(), entry.is_by_account) {
        (true, _) => Passed::Nothing,
        (false, false) => Passed::Readable,
        (false, true) => Passed::Everything,
    };
    let token = ask_elsewhere(ctx, &file, unit, passed).await?;
    draft::remember(cookies, &token);
    Ok(SeeOther::to(CHECK))
}
