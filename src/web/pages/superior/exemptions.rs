//! `/atasan/pengecualian`: consequence tests that the PPID signed, to approve or to send back (PP 61/2010 Ps 3(2); Perki 1/2021 annex
//! II).

use rocket::{Route, State, get, post, routes};

use crate::domain::actor::Role;
use crate::domain::exemption::Command;
use crate::services::Context;
use crate::web::guards::{Language, Superior};
use crate::web::pages::exemptions::{RawStep, Room, StepAnswer};
use crate::web::pages::explain::Explanation;
use crate::web::views::{ExemptionListView, ExemptionView, Words};
use crate::web::{Answer, Page, Submission};

pub fn routes() -> Vec<Route> {
    routes![list, show, explain, approve, send_back, open]
}

fn room<'a>(ctx: &'a Context, superior: &'a Superior, language: Language) -> Room<'a> {
    Room {
        ctx,
        viewer: &superior.viewer,
        words: Words::new(ctx, language.0),
        base: "/atasan/pengecualian",
        cases: "/atasan/permohonan",
        roles: &[Role::Superior],
    }
}

#[get("/atasan/pengecualian?<tab>")]
async fn list(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    tab: Option<&str>,
) -> Answer<Page<ExemptionListView>> {
    room(ctx, &superior, language).list(tab).await
}

#[get("/atasan/pengecualian/<id>")]
async fn show(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    id: &str,
) -> Answer<Page<ExemptionView>> {
    let room = room(ctx, &superior, language);
    let file = room.file(id).await?;
    Ok(room.page(&file).await?)
}

#[get("/atasan/pengecualian/<id>/tenggat/<aturan_pengecualian>")]
async fn explain(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    id: &str,
    aturan_pengecualian: &str,
) -> Answer<Explanation> {
    let room = room(ctx, &superior, language);
    room.explain(id, aturan_pengecualian).await
}

#[post("/atasan/pengecualian/<id>/setujui", data = "<form>")]
async fn approve(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    let room = room(ctx, &superior, language);
    room.step(id, form, Command::Approve).await
}

#[post("/atasan/pengecualian/<id>/kembalikan", data = "<form>")]
async fn send_back(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    let command = Command::Return {
        reason: form.value.reason.to_owned(),
    };
    room(ctx, &superior, language).step(id, form, command).await
}

#[post("/atasan/pengecualian/<id>/buka", data = "<form>")]
async fn open(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    let command = Command::Open {
        reason: form.value.reason.to_owned(),
    };
    room(ctx, &superior, language).step(id, form, command).await
}
