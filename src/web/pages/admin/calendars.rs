//! `/admin/kalender`: what is in force, what is proposed, and what must be done.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;

use crate::services::administration::{self, CalendarVersion};
use crate::services::{Context, calendars};
use crate::web::guards::{Admin, Language};
use crate::web::views::{DecreeView, Words, decree_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct CalendarPage {
    missing_year: Option<i32>,
    zone: &'static str,
    pending: u64,
    current: Option<VersionView>,
    proposed: Vec<DecreeView>,
    decided: Vec<DecreeView>,
}

#[derive(Serialize)]
struct VersionView {
    seq: i32,
    decree: String,
    issued_on: Date,
}

impl From<CalendarVersion> for VersionView {
    fn from(version: CalendarVersion) -> Self {
        Self {
            seq: version.seq,
            decree: version.decree,
            issued_on: version.issued_on,
        }
    }
}

#[get("/admin/kalender")]
async fn show(ctx: &State<Context>, _admin: Admin, language: Language) -> Answer<Page<CalendarPage>> {
    let words = Words::new(ctx, language.0);
    let (proposed, decided): (Vec<_>, Vec<_>) = calendars::list(ctx)
        .await?
        .into_iter()
        .partition(calendars::Record::is_open);
    let view = CalendarPage {
        missing_year: administration::condition(ctx).await?.missing_year,
        zone: ctx.zone().name(),
        pending: calendars::count_pending(ctx).await?,
        current: administration::current_calendar(ctx)
            .await?
            .map(VersionView::from),
        proposed: proposed.into_iter().map(|one| decree_view(&words, one)).collect(),
        decided: decided.into_iter().map(|one| decree_view(&words, one)).collect(),
    };
    Ok(Page::new(
        "pages/admin/calendars.html.tera",
        "admin.calendars.title",
        view,
    ))
}
