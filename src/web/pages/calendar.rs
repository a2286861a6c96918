//! `/petugas/kalender` and `/atasan/kalender`: what officers and superiors owe in their own calendar program, by a secret address. An
//! account has one, whatever its roles.

use rocket::{Route, State, get, post, routes};
use serde::Serialize;

use crate::services::accounts::SignedIn;
use crate::services::{Context, ServiceError, calendar_feed, throttle};
use crate::text::Lang;
use crate::web::files::ICalendar;
use crate::web::guards::{ClientAddress, Language, Officer, Superior};
use crate::web::views::{Words, office_calendar};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![
        show,
        renew,
        end,
        feed,
        show_superior,
        renew_superior,
        end_superior,
        feed_superior
    ]
}

/// A workspace that has a page of the feed.
#[derive(Clone, Copy)]
struct Place {
    here: &'static str,
    back: &'static str,
    is_superior: bool,
}

const OFFICE: Place = Place {
    here: "/petugas/kalender",
    back: "/petugas",
    is_superior: false,
};
const SUPERIOR: Place = Place {
    here: "/atasan/kalender",
    back: "/atasan",
    is_superior: true,
};

/// The page of the feed; `address` only in the answer that made it.
#[derive(Serialize)]
struct FeedPage {
    here: &'static str,
    back: &'static str,
    is_superior: bool,
    since: Option<String>,
    address: Option<String>,
}

impl Place {
    async fn page(
        self,
        ctx: &Context,
        person: &SignedIn,
        lang: Lang,
        address: Option<String>,
    ) -> Result<Page<FeedPage>, ServiceError> {
        let since = calendar_feed::since(ctx, person.user).await?;
        let view = FeedPage {
            here: self.here,
            back: self.back,
            is_superior: self.is_superior,
            since: since.map(|at| Words::new(ctx, lang).datetime(at, ctx.zone())),
            address,
        };
        Ok(Page::new(
            "pages/shared/calendar.html.tera",
            "officer.calendar.title",
            view,
        ))
    }

    /// Answers with a page instead of a redirect: the address is shown this once, since only its hash is kept.
    async fn renew(
        self,
        ctx: &Context,
        person: &SignedIn,
        lang: Lang,
    ) -> Result<Page<FeedPage>, ServiceError> {
        let secret = calendar_feed::renew(ctx, &person.viewer).await?;
        let words = match lang {
            Lang::Id => "",
            Lang::En => "?lang=en",
        };
        let base = &ctx.settings.base_url;
        let address = format!("{base}{}/{}.ics{words}", self.here, secret.expose());
        self.page(ctx, person, lang, Some(address)).await
    }

    async fn end(self, ctx: &Context, person: &SignedIn) -> Result<SeeOther, ServiceError> {
        calendar_feed::end(ctx, person.user).await?;
        Ok(SeeOther::to(self.here).with(Flash::success("officer.calendar.ended")))
    }
}

#[get("/petugas/kalender")]
async fn show(ctx: &State<Context>, officer: Officer, language: Language) -> Answer<Page<FeedPage>> {
    Ok(OFFICE.page(ctx, &officer, language.0, None).await?)
}

#[post("/petugas/kalender", data = "<_form>")]
async fn renew(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    _form: Submission<NoFields>,
) -> Answer<Page<FeedPage>> {
    Ok(OFFICE.renew(ctx, &officer, language.0).await?)
}

#[post("/petugas/kalender/akhiri", data = "<_form>")]
async fn end(ctx: &State<Context>, officer: Officer, _form: Submission<NoFields>) -> Answer<SeeOther> {
    Ok(OFFICE.end(ctx, &officer).await?)
}

#[get("/atasan/kalender")]
async fn show_superior(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
) -> Answer<Page<FeedPage>> {
    Ok(SUPERIOR.page(ctx, &superior, language.0, None).await?)
}

#[post("/atasan/kalender", data = "<_form>")]
async fn renew_superior(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    _form: Submission<NoFields>,
) -> Answer<Page<FeedPage>> {
    Ok(SUPERIOR.renew(ctx, &superior, language.0).await?)
}

#[post("/atasan/kalender/akhiri", data = "<_form>")]
async fn end_superior(
    ctx: &State<Context>,
    superior: Superior,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    Ok(SUPERIOR.end(ctx, &superior).await?)
}

/// For a calendar program, which has no session: the secret is the key, and whatever is wrong with it looks the same.
async fn read(ctx: &Context, client: ClientAddress, language: Language, secret: &str) -> Answer<ICalendar> {
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

#[get("/petugas/kalender/<secret>")]
async fn feed(
    ctx: &State<Context>,
    client: ClientAddress,
    language: Language,
    secret: &str,
) -> Answer<ICalendar> {
    read(ctx, client, language, secret).await
}

#[get("/atasan/kalender/<secret>")]
async fn feed_superior(
    ctx: &State<Context>,
    client: ClientAddress,
    language: Language,
    secret: &str,
) -> Answer<ICalendar> {
    read(ctx, client, language, secret).await
}
