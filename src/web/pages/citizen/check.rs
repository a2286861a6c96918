//! `/permohonan/baru/periksa`: every answer once more, and the button that files the request.

use rocket::http::CookieJar;
use rocket::{Either, Route, State, get, post, routes};

use super::draft::{self, Found};
use super::question::{DONE, Question};
use crate::domain::actor::{Actor, Role};
use crate::domain::applicant::NewRequest;
use crate::domain::request::Channel;
use crate::services::requests::{Filing, file};
use crate::services::{Context, Fault, ServiceError, drafts, throttle, units};
use crate::web::guards::{ClientAddress, Current, Language};
use crate::web::views::Words;
use crate::web::views::citizen::{CheckView, check_view};
use crate::web::{Answer, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, send]
}

type Shown = Answer<Either<Page<CheckView>, SeeOther>>;

/// The draft when it is whole, or where to go first.
enum Ready {
    Whole(Box<(Found, NewRequest)>),
    Elsewhere(SeeOther),
}

async fn ready(ctx: &Context, cookies: &CookieJar<'_>) -> Result<Ready, ServiceError> {
    let Some(found) = draft::find(ctx, cookies).await? else {
        return Ok(Ready::Elsewhere(SeeOther::to(Question::Kind.path())));
    };
    if found.draft.request_id.is_some() {
        return Ok(Ready::Elsewhere(SeeOther::to(DONE)));
    }
    Ok(match found.draft.submission.check() {
        Ok(request) => Ready::Whole(Box::new((found, request))),
        Err(faults) => {
            let first = faults
                .first()
                .map_or(Question::Kind, |fault| Question::of(fault.step));
            Ready::Elsewhere(SeeOther::to(format!("{}?kembali=periksa", first.path())))
        }
    })
}

async fn page(
    ctx: &Context,
    lang: Language,
    found: &Found,
    request: &NewRequest,
) -> Result<Page<CheckView>, ServiceError> {
    let kept = drafts::documents(ctx, &found.draft).await?;
    let unit = units::destination(
        ctx,
        ctx.db.read(),
        request.unit_code.as_deref(),
        ctx.today(ctx.zone()),
    )
    .await?;
    let view = check_view(Words::new(ctx, lang.0), request, &kept, &unit);
    Ok(Page::new(
        "pages/citizen/check.html.tera",
        "citizen.check.title",
        view,
    ))
}

#[get("/permohonan/baru/periksa")]
async fn show(ctx: &State<Context>, cookies: &CookieJar<'_>, lang: Language) -> Shown {
    match ready(ctx, cookies).await? {
        Ready::Elsewhere(there) => Ok(Either::Right(there)),
        Ready::Whole(whole) => match page(ctx, lang, &whole.0, &whole.1).await {
            Ok(page) => Ok(Either::Left(page)),
            // The unit was dissolved since it was chosen.
            Err(ServiceError::Invalid(_)) => Ok(Either::Right(to_unit())),
            Err(error) => Err(error.into()),
        },
    }
}

fn to_unit() -> SeeOther {
    SeeOther::to(format!("{}?kembali=periksa", Question::Unit.path()))
}

/// Files the request. A form sent twice, by a double tap or after a lost connection, is filed once and leads to the same page.
#[post("/permohonan/baru/periksa", data = "<sent>")]
async fn send(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
    client: ClientAddress,
    current: Current,
    sent: Submission<NoFields>,
) -> Shown {
    let (found, request) = match ready(ctx, cookies).await? {
        Ready::Elsewhere(there) => return Ok(Either::Right(there)),
        Ready::Whole(whole) => *whole,
    };
    if !sent.typed.text("website").is_empty() {
        let faults = vec![Fault::new("website", "citizen.check.trap_filled")];
        let page = page(ctx, lang, &found, &request).await?;
        return Ok(Either::Left(page.refused(sent.typed, faults)));
    }
    throttle::filing(ctx, client.0).await?;
    let citizen = current.viewer();
    let citizen = citizen.user().filter(|_| citizen.holds(Role::Citizen));
    let filing = Filing {
        request,
        channel: Channel::Web,
        received_at: ctx.now(),
        lang: lang.0,
        citizen: citizen.map(|user| user.0),
        actor: Actor {
            user: citizen,
            ..Actor::APPLICANT
        },
        submission_key: found.draft.id.to_string(),
        draft: Some(found.draft.id),
        files: drafts::documents(ctx, &found.draft).await?,
        source: "live",
    };
    match file(ctx, filing).await {
        Ok(_) => Ok(Either::Right(SeeOther::to(DONE))),
        Err(ServiceError::Invalid(_)) => Ok(Either::Right(to_unit())),
        Err(error) => Err(error.into()),
    }
}
