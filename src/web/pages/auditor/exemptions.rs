//! `/auditor/pengecualian`: exempt information with its tests and decrees, each held against its log.

use rocket::{Route, State, get, routes};

use crate::domain::actor::Role;
use crate::services::Context;
use crate::web::guards::{Auditor, Language};
use crate::web::pages::exemptions::Room;
use crate::web::pages::explain::Explanation;
use crate::web::views::{ExemptionListView, ExemptionView, Words};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![list, show, explain]
}

fn room<'a>(ctx: &'a Context, auditor: &'a Auditor, language: Language) -> Room<'a> {
    Room {
        ctx,
        viewer: &auditor.viewer,
        words: Words::new(ctx, language.0),
        base: "/auditor/pengecualian",
        cases: "/auditor/permohonan",
        roles: &[Role::Auditor],
    }
}

#[get("/auditor/pengecualian?<tab>")]
async fn list(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    tab: Option<&str>,
) -> Answer<Page<ExemptionListView>> {
    room(ctx, &auditor, language).list(tab).await
}

#[get("/auditor/pengecualian/<id>")]
async fn show(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    id: &str,
) -> Answer<Page<ExemptionView>> {
    let room = room(ctx, &auditor, language);
    let file = room.file(id).await?;
    Ok(room.page(&file).await?)
}

#[get("/auditor/pengecualian/<id>/tenggat/<aturan_pengecualian>")]
async fn explain(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    id: &str,
    aturan_pengecualian: &str,
) -> Answer<Explanation> {
    let room = room(ctx, &auditor, language);
    room.explain(id, aturan_pengecualian).await
}
