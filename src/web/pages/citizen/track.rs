//! `/lacak`: finding a request or an objection again, by its number and the contact that was given; and the list of a citizen with an account.

use rocket::form::FromForm;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::BY_TOKEN;
use crate::services::tracking::{self, Found};
use crate::services::{Context, Fault, ServiceError, throttle};
use crate::web::guards::{ClientAddress, Current, Language};
use crate::web::views::Words;
use crate::web::views::citizen::{TrackView, track_view};
use crate::web::{Answer, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, find]
}

async fn page(
    ctx: &Context,
    lang: Language,
    current: &Current,
    before: Option<Uuid>,
) -> Result<Page<TrackView>, ServiceError> {
    let viewer = current.viewer();
    let cases = tracking::cases_of_citizen(ctx, &viewer, before).await?;
    let view = track_view(Words::new(ctx, lang.0), &viewer, cases);
    Ok(Page::new(
        "pages/citizen/track.html.tera",
        "citizen.track.title",
        view,
    ))
}

#[get("/lacak?<sesudah>")]
async fn show(
    ctx: &State<Context>,
    lang: Language,
    current: Current,
    sesudah: Option<&str>,
) -> Answer<Page<TrackView>> {
    let before = sesudah.and_then(|text| Uuid::parse_str(text).ok());
    Ok(page(ctx, lang, &current, before).await?)
}

#[derive(FromForm)]
struct RawTrack<'r> {
    #[field(default = "")]
    registration_no: &'r str,
    #[field(default = "")]
    contact: &'r str,
}

/// One answer whether the number, the contact or their match is wrong.
#[post("/lacak", data = "<sent>")]
async fn find(
    ctx: &State<Context>,
    lang: Language,
    current: Current,
    client: ClientAddress,
    sent: Submission<RawTrack<'_>>,
) -> Answer<Either<Page<TrackView>, SeeOther>> {
    let (number, contact) = (sent.value.registration_no.trim(), sent.value.contact.trim());
    let mut faults = Vec::new();
    if number.is_empty() {
        faults.push(Fault::new("registration_no", "citizen.track.number_missing"));
    }
    if contact.is_empty() {
        faults.push(Fault::new("contact", "citizen.track.contact_missing"));
    }
    if faults.is_empty() {
        throttle::tracking(ctx, number, client.0).await?;
        match tracking::find(ctx, number, contact).await {
            Ok(Found::Request(token)) => {
                let there = format!("{BY_TOKEN}/{}", token.expose());
                return Ok(Either::Right(SeeOther::to(there)));
            }
            Ok(Found::Objection(token)) => {
                let there = format!("/keberatan/{}", token.expose());
                return Ok(Either::Right(SeeOther::to(there)));
            }
            Err(ServiceError::NotFound) => {
                faults.push(Fault::new("registration_no", "citizen.track.no_match"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = page(ctx, lang, &current, None).await?;
    Ok(Either::Left(page.refused(sent.typed, faults)))
}
