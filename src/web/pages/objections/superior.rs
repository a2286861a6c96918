//! `/atasan/keberatan`: what the superior owes, most urgent first; one page with the whole file; the steps.

use rocket::{Route, State, get, post, routes};

use super::office::{WholeFile, Workspace};
use super::step::{self, RawStep, Shown, StepSlug};
use crate::services::Context;
use crate::web::files::Attachment;
use crate::web::guards::{Language, ObjectionNo, Superior};
use crate::web::pages::explain::Explanation;
use crate::web::views::objection::{ObjectionLetterView, ObjectionListView, ObjectionStepView};
use crate::web::{Answer, Page, Submission};

pub fn routes() -> Vec<Route> {
    routes![list, show, explain, letter, document, ask, take]
}

const HERE: Workspace = Workspace::Superior;

#[get("/atasan/keberatan?<tab>&<sesudah>")]
async fn list(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    tab: Option<&str>,
    sesudah: Option<&str>,
) -> Answer<Page<ObjectionListView>> {
    Ok(HERE.list(ctx, &superior.viewer, language, (tab, sesudah)).await?)
}

#[get("/atasan/keberatan/<keberatan_no>")]
async fn show(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Page<WholeFile>> {
    Ok(HERE.page(ctx, &superior.viewer, language, &keberatan_no).await?)
}

#[get("/atasan/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_keberatan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let which = (&keberatan_no, aturan_keberatan, per);
    Ok(HERE.explain(ctx, &superior.viewer, language, which).await?)
}

#[get("/atasan/keberatan/<keberatan_no>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    surat: &str,
) -> Answer<Page<ObjectionLetterView>> {
    Ok(HERE
        .letter(ctx, &superior.viewer, language, (&keberatan_no, surat))
        .await?)
}

#[get("/atasan/keberatan/<keberatan_no>/berkas/<berkas>")]
async fn document(
    ctx: &State<Context>,
    superior: Superior,
    keberatan_no: ObjectionNo,
    berkas: &str,
) -> Answer<Attachment> {
    Ok(HERE
        .document(ctx, &superior.viewer, (&keberatan_no, berkas))
        .await?)
}

#[get("/atasan/keberatan/<keberatan_no>/<langkah_atasan>", rank = 5)]
async fn ask(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    langkah_atasan: StepSlug,
) -> Answer<Page<ObjectionStepView>> {
    let which = (&keberatan_no, langkah_atasan.0);
    Ok(step::show(ctx, &superior.viewer, language, HERE, which, false).await?)
}

#[post(
    "/atasan/keberatan/<keberatan_no>/<langkah_atasan>",
    data = "<form>",
    rank = 5
)]
async fn take(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    langkah_atasan: StepSlug,
    form: Submission<RawStep<'_>>,
) -> Shown {
    let which = (&keberatan_no, langkah_atasan.0);
    step::create(ctx, &superior.viewer, language, HERE, which, form).await
}
