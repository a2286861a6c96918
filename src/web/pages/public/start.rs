//! `/`: who may ask, what it costs and takes, and where to begin.

use rocket::{Route, State, get, routes};
use serde::Serialize;

use super::{AnswerLine, RuleView};
use crate::domain::deadline::RuleId;
use crate::services::Context;
use crate::services::public::{self, FEW, Search, Unit};
use crate::web::guards::Language;
use crate::web::{Answer, Cache, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct StartPage {
    body: String,
    notice: RuleView,
    extension: RuleView,
    desk: Option<Desk>,
    answers: Vec<AnswerLine>,
}

/// Where else to ask: the unit that receives what nobody else is named for.
#[derive(Serialize)]
struct Desk {
    name: String,
    address: String,
    email: Option<String>,
}

impl Desk {
    fn of(unit: &Unit) -> Self {
        Self {
            name: unit.name.clone(),
            address: unit.address.clone(),
            email: unit.email.clone(),
        }
    }
}

#[get("/")]
async fn show(ctx: &State<Context>, language: Language) -> Answer<Page<StartPage>> {
    let newest = Search {
        limit: FEW,
        ..Search::default()
    };
    let found = public::search(ctx, &newest).await?;
    let seen: Vec<String> = found
        .rows
        .iter()
        .map(|row| format!("{}.{}", row.doc_id, row.version))
        .collect();
    let desk = found
        .units
        .iter()
        .find(|unit| unit.code == ctx.settings.instance.unit);
    let view = StartPage {
        body: ctx.settings.instance.name.clone(),
        notice: RuleView::of(ctx, language.0, RuleId::D05)?,
        extension: RuleView::of(ctx, language.0, RuleId::D08)?,
        answers: found
            .rows
            .iter()
            .map(|row| AnswerLine::of(row, found.unit(row.unit_id)))
            .collect(),
        desk: desk.map(Desk::of),
    };
    let version = format!("{} {}", seen.join(" "), desk.map_or(0, |unit| unit.version));
    Ok(
        Page::new("pages/public/start.html.tera", "public.start.title", view)
            .cached(Cache::PublicEtag(version)),
    )
}
