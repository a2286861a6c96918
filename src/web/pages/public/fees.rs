//! `/biaya`: what copies and their delivery cost at each unit, and how to pay (Perki 1/2021 Ps 38(2)).

use rocket::{Route, State, get, routes};
use serde::Serialize;

use crate::services::public::{self, Unit};
use crate::services::units::body_of;
use crate::services::{Context, ServiceError, fees};
use crate::web::guards::Language;
use crate::web::views::{ScheduleView, Words, schedule_view};
use crate::web::{Answer, Cache, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct FeesPage {
    in_force: Vec<ScheduleView>,
    others: Vec<ScheduleView>,
}

/// Every decree in words, the newest first.
pub(in crate::web) async fn schedules(
    ctx: &Context,
    words: Words<'_>,
) -> Result<Vec<ScheduleView>, ServiceError> {
    let units = public::find_units(ctx, "", None).await?;
    let today = ctx.today(ctx.zone());
    let all = fees::list(ctx).await?;
    let unit_of = |id: uuid::Uuid| units.iter().find(|unit: &&Unit| unit.id == id);
    let view = |schedule: &fees::Schedule| {
        let unit = schedule.row.unit_id.and_then(unit_of);
        let named = unit.map(|unit| {
            (
                unit.code.as_str(),
                unit.short_name.as_str(),
                unit.address.as_str(),
            )
        });
        let is_left = unit.is_some_and(|unit| body_of(ctx, unit) != schedule.body);
        schedule_view(words, schedule, named, is_left, today)
    };
    Ok(all.iter().map(view).collect())
}

#[get("/biaya")]
async fn show(ctx: &State<Context>, language: Language) -> Answer<Page<FeesPage>> {
    let all = schedules(ctx, Words::new(ctx, language.0)).await?;
    let version = serde_json::to_string(&all).map_err(ServiceError::from)?;
    let today = ctx.today(ctx.zone());
    let (mut in_force, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.state == "now");
    in_force.sort_by(|a, b| (a.unit_code.is_some(), &a.scope).cmp(&(b.unit_code.is_some(), &b.scope)));
    let view = FeesPage { in_force, others };
    let page = Page::new("pages/public/fees.html.tera", "fee.title", view);
    Ok(page.cached(Cache::PublicEtag(format!("{today} {version}"))))
}
