//! `/permohonan/baru/selesai`: what was filed, under which number, and what happens next. It stays there for as long as the
//! browser remembers the draft.

use rocket::http::CookieJar;
use rocket::{Either, Route, State, get, post, routes};

use super::question::{Question, START};
use super::{BY_TOKEN, draft};
use crate::services::requests::for_applicant;
use crate::services::{Context, ServiceError, tracking};
use crate::web::guards::Language;
use crate::web::views::Words;
use crate::web::views::citizen::{DoneView, done_view};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, forget]
}

#[get("/permohonan/baru/selesai")]
async fn show(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
) -> Answer<Either<Page<DoneView>, SeeOther>> {
    let sent = draft::find(ctx, cookies)
        .await?
        .and_then(|found| found.draft.request_id);
    let Some(id) = sent else {
        return Ok(Either::Right(SeeOther::to(Question::Kind.path())));
    };
    let file = for_applicant(ctx, id).await?;
    let base = match tracking::ensure_token(ctx, id).await {
        Ok(token) => Some(format!("{BY_TOKEN}/{}", token.expose())),
        // The link was revoked: the number still counts.
        Err(ServiceError::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let view = done_view(ctx, Words::new(ctx, lang.0), &file, base);
    let page = Page::new("pages/citizen/done.html.tera", "citizen.done.title", view);
    Ok(Either::Left(page))
}

/// Leaves no trace on this telephone, which may be somebody else's. What was filed stays filed; an unsent draft is out of reach.
#[post("/permohonan/baru/lupakan", data = "<_sent>")]
async fn forget(cookies: &CookieJar<'_>, _sent: Submission<NoFields>) -> SeeOther {
    draft::forget(cookies);
    SeeOther::to(START).with(Flash::success("citizen.done.forgotten"))
}
