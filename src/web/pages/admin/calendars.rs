//! `/admin/kalender`: the versions of the calendar, to read. A new decree is imported at the command line.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;

use crate::services::Context;
use crate::services::administration::{self, CalendarVersion};
use crate::web::guards::Admin;
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct CalendarPage {
    missing_year: Option<i32>,
    zone: &'static str,
    versions: Vec<VersionView>,
}

#[derive(Serialize)]
struct VersionView {
    seq: i32,
    decree: String,
    issued_on: Date,
    note: String,
    imported_at: i64,
    imported_by: String,
}

impl From<CalendarVersion> for VersionView {
    fn from(version: CalendarVersion) -> Self {
        Self {
            seq: version.seq,
            decree: version.decree,
            issued_on: version.issued_on,
            note: version.note,
            imported_at: version.imported_at,
            imported_by: version.imported_by,
        }
    }
}

#[get("/admin/kalender")]
async fn show(ctx: &State<Context>, _admin: Admin) -> Answer<Page<CalendarPage>> {
    let versions = administration::list_calendars(ctx).await?;
    let view = CalendarPage {
        missing_year: administration::condition(ctx).await?.missing_year,
        zone: ctx.zone().name(),
        versions: versions.into_iter().map(VersionView::from).collect(),
    };
    Ok(Page::new(
        "pages/admin/calendars.html.tera",
        "admin.calendars.title",
        view,
    ))
}
