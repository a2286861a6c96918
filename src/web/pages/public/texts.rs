//! `/bantuan`, `/privasi`, `/aksesibilitas`: texts every public site owes.

use rocket::{Route, State, get, routes};
use serde::Serialize;

use super::RuleView;
use crate::domain::deadline::RuleId;
use crate::services::public::{self, Unit};
use crate::services::{Context, ServiceError};
use crate::web::guards::Language;
use crate::web::{Answer, Cache, Page};

pub fn routes() -> Vec<Route> {
    routes![help, privacy, accessibility]
}

#[derive(Serialize)]
struct TextPage {
    body: String,
    contact: Option<Contact>,
    notice: RuleView,
    extension: RuleView,
    check: RuleView,
    objection: RuleView,
    max_file_bytes: u64,
}

/// Who answers questions about the portal.
#[derive(Serialize)]
struct Contact {
    code: String,
    name: String,
    address: String,
    email: Option<String>,
}

async fn page(
    ctx: &Context,
    language: Language,
    template: &'static str,
    title: &'static str,
) -> Result<Page<TextPage>, ServiceError> {
    let units = public::find_units(ctx, "", None).await?;
    let unit = units
        .into_iter()
        .find(|unit| unit.code == ctx.settings.instance.unit);
    let version = unit.as_ref().map_or(0, |unit: &Unit| unit.version).to_string();
    let rule = |id| RuleView::of(ctx, language.0, id);
    let view = TextPage {
        body: ctx.settings.instance.name.clone(),
        contact: unit.map(|unit| Contact {
            code: unit.code,
            name: unit.name,
            address: unit.address,
            email: unit.email,
        }),
        notice: rule(RuleId::D05)?,
        extension: rule(RuleId::D08)?,
        check: rule(RuleId::D02)?,
        objection: rule(RuleId::D10)?,
        max_file_bytes: ctx.settings.uploads.max_file_bytes,
    };
    Ok(Page::new(template, title, view).cached(Cache::PublicEtag(version)))
}

#[get("/bantuan")]
async fn help(ctx: &State<Context>, language: Language) -> Answer<Page<TextPage>> {
    Ok(page(ctx, language, "pages/public/help.html.tera", "public.help.title").await?)
}

#[get("/privasi")]
async fn privacy(ctx: &State<Context>, language: Language) -> Answer<Page<TextPage>> {
    Ok(page(
        ctx,
        language,
        "pages/public/privacy.html.tera",
        "public.privacy.title",
    )
    .await?)
}

#[get("/aksesibilitas")]
async fn accessibility(ctx: &State<Context>, language: Language) -> Answer<Page<TextPage>> {
    let template = "pages/public/accessibility.html.tera";
    Ok(page(ctx, language, template, "public.accessibility.title").await?)
}
