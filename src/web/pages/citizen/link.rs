//! The secret link of a request or an objection: sent once more to whoever lost it, and replaced by whoever fears that others have it.

use rocket::form::FromForm;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;

use super::BY_TOKEN;
use super::entry::Entry;
use crate::services::objections::for_applicant;
use crate::services::{Context, Fault, throttle, tracking};
use crate::web::guards::{ClientAddress, Token};
use crate::web::{Answer, Empty, Flash, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![ask_again, send_again, ask_of_objection, renew_of_objection]
}

/// Below the page of a request.
pub fn of_case() -> Vec<Route> {
    routes![ask, renew]
}

#[get("/lacak/kirim-ulang")]
fn ask_again() -> Page<Empty> {
    Page::new(
        "pages/citizen/link_again.html.tera",
        "citizen.link.again",
        Empty::default(),
    )
}

#[derive(FromForm)]
struct RawNumber<'r> {
    #[field(default = "")]
    registration_no: &'r str,
}

/// One answer whether there is such a number, and an e-mail with it, or not.
#[post("/lacak/kirim-ulang", data = "<sent>")]
async fn send_again(
    ctx: &State<Context>,
    client: ClientAddress,
    sent: Submission<RawNumber<'_>>,
) -> Answer<Either<Page<Empty>, SeeOther>> {
    let number = sent.value.registration_no.trim();
    if number.is_empty() {
        let faults = vec![Fault::new("registration_no", "citizen.track.number_missing")];
        return Ok(Either::Left(ask_again().refused(sent.typed, faults)));
    }
    throttle::link_again(ctx, number, client.0).await?;
    tracking::send_again(ctx, number).await?;
    let there = SeeOther::to("/lacak").with(Flash::information("citizen.link.sent"));
    Ok(Either::Right(there))
}

/// What is about to get a new link.
#[derive(Serialize)]
struct LinkView {
    number: String,
    base: String,
}

fn page(number: String, base: String) -> Page<LinkView> {
    Page::new(
        "pages/citizen/link.html.tera",
        "citizen.link.replace",
        LinkView { number, base },
    )
}

#[get("/<_>/tautan")]
async fn ask(ctx: &State<Context>, entry: Entry) -> Answer<Page<LinkView>> {
    let file = entry.file(ctx).await?;
    Ok(page(file.case.row.registration_no.clone(), entry.base))
}

#[post("/<_>/tautan", data = "<_sent>")]
async fn renew(ctx: &State<Context>, entry: Entry, _sent: Submission<NoFields>) -> Answer<SeeOther> {
    let token = tracking::renew_request(ctx, entry.request_id).await?;
    let there = if entry.is_by_account {
        entry.base
    } else {
        format!("{BY_TOKEN}/{}", token.expose())
    };
    Ok(SeeOther::to(there).with(Flash::success("citizen.link.replaced")))
}

#[get("/keberatan/<keberatan>/tautan")]
async fn ask_of_objection(ctx: &State<Context>, keberatan: Token) -> Answer<Page<LinkView>> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let base = format!("/keberatan/{}", keberatan.0.expose());
    Ok(page(file.objection.number().to_owned(), base))
}

#[post("/keberatan/<keberatan>/tautan", data = "<_sent>")]
async fn renew_of_objection(
    ctx: &State<Context>,
    keberatan: Token,
    _sent: Submission<NoFields>,
) -> Answer<SeeOther> {
    let token = tracking::renew_objection(ctx, &keberatan.0).await?;
    let there = format!("/keberatan/{}", token.expose());
    Ok(SeeOther::to(there).with(Flash::success("citizen.link.replaced")))
}
