//! `/petugas/kalender`: the dates of the office in the officer's own calendar program, by a secret address.

use rocket::{Route, State, get, post, routes};
use serde::Serialize;

use crate::services::{Context, ServiceError, calendar_feed, throttle};
use crate::text::Lang;
use crate::web::files::ICalendar;
use crate::web::guards::{ClientAddress, Language, Officer};
use crate::web::views::{Words, office_calendar};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, renew, end, feed]
}

const HERE: &str = "/petugas/kalender";

/// The page of the feed; `address` only in the answer that made it.
#[derive(Serialize)]
struct FeedPage {
    since: Option<String>,
    address: Option<String>,
}

async fn page(
    ctx: &Context,
    officer: &Officer,
    lang: Lang,
    address: Option<String>,
) -> Result<Page<FeedPage>, ServiceError> {
    let since = calendar_feed::since(ctx, officer.user).await?;
    let view = FeedPage {
        since: since.map(|at| Words::new(ctx, lang).datetime(at, ctx.zone())),
        address,
    };
    Ok(Page::new(
        "pages/officer/calendar.html.tera",
        "officer.calendar.title",
        view,
    ))
}

#[get("/petugas/kalender")]
async fn show(ctx: &State<Context>, officer: Officer, language: Language) -> Answer<Page<FeedPage>> {
    Ok(page(ctx, &officer, language.0, None).await?)
}

/// Answers with a page instead of a redirect: the address is shown this once, since only its hash is kept.
#[post("/petugas/kalender", data = "<_form>")]
async fn renew(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    _form: Submission<NoFields>,
) -> Answer<Page<FeedPage>> {
    let secret = calendar_feed::renew(ctx, &officer.viewer).await?;
    let words = match language.0 {
        Lang::Id => "",
        Lang::En => "?lang=en",
    };
    let address = format!("{}{HERE}/{}.ics{words}", ctx.settings.base_url, secret.expose());
    Ok(page(ctx, &officer, language.0, Some(address)).await?)
}

#[post("/petugas/kalender/akhiri", data = "<_form>")]
async fn end(ctx: &State<Context>, officer: Officer, _form: Submission<NoFields>) -> Answer<SeeOther> {
    calendar_feed::end(ctx, officer.user).await?;
    Ok(SeeOther::to(HERE).with(Flash::success("officer.calendar.ended")))
}

/// For a calendar program, which has no session: the secret is the key, and whatever is wrong with it looks the same.
#[get("/petugas/kalender/<secret>")]
async fn feed(
    ctx: &State<Context>,
    client: ClientAddress,
    language: Language,
    secret: &str,
) -> Answer<ICalendar> {
    let found = match secret.strip_suffix(".ics") {
        Some(secret) => calendar_feed::read(ctx, secret).await,
        None => Err(ServiceError::NotFound),
    };
    match found {
        Ok(coming) => Ok(ICalendar {
            text: office_calendar(ctx, Words::new(ctx, language.0), &coming),
            name: None,
        }),
        Err(ServiceError::NotFound) => {
            throttle::unknown_feed(ctx, client.0).await?;
            Err(ServiceError::NotFound.into())
        }
        Err(error) => Err(error.into()),
    }
}
