//! `/auditor/kalender`: every decree about days off with who proposed, confirmed or rejected it; and the cases it moves.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use uuid::Uuid;

use crate::services::{Context, ServiceError, calendars};
use crate::web::guards::{Auditor, Language};
use crate::web::views::{DecreeView, EffectView, Words, decree_view, effect_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![list, show]
}

#[derive(Serialize)]
struct DecreesPage {
    zone: &'static str,
    decrees: Vec<DecreeView>,
}

#[derive(Serialize)]
struct DecreePage {
    zone: &'static str,
    decree: DecreeView,
    effect: Option<EffectView>,
}

#[get("/auditor/kalender")]
async fn list(ctx: &State<Context>, _auditor: Auditor, language: Language) -> Answer<Page<DecreesPage>> {
    let words = Words::new(ctx, language.0);
    let view = DecreesPage {
        zone: ctx.zone().name(),
        decrees: calendars::list(ctx)
            .await?
            .into_iter()
            .map(|record| decree_view(&words, record))
            .collect(),
    };
    Ok(Page::new(
        "pages/auditor/decrees.html.tera",
        "admin.calendars.title",
        view,
    ))
}

#[get("/auditor/kalender/<id>")]
async fn show(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    id: &str,
) -> Answer<Page<DecreePage>> {
    let id = Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)?;
    let words = Words::new(ctx, language.0);
    let record = calendars::find(ctx, id).await?;
    let effect = if record.is_open() {
        Some(calendars::effect(ctx, ctx.db.read(), &record.decree).await?)
    } else {
        None
    };
    let view = DecreePage {
        zone: ctx.zone().name(),
        effect: effect.map(|effect| effect_view(&words, &effect, Some(&auditor.viewer))),
        decree: decree_view(&words, record),
    };
    Ok(Page::new("pages/auditor/decree.html.tera", "decree.title", view))
}
