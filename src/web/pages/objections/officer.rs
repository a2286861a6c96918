//! `/petugas/keberatan`: the objections of the unit to read, and what the office does with them: papers, receipt, execution.

use rocket::{Route, State, get, post, routes};

use super::office::{WholeFile, Workspace};
use super::step::{self, RawStep, Shown, StepSlug};
use crate::services::Context;
use crate::web::files::Attachment;
use crate::web::guards::{Language, ObjectionNo, Officer};
use crate::web::pages::explain::Explanation;
use crate::web::views::objection::{ObjectionLetterView, ObjectionListView, ObjectionStepView};
use crate::web::{Answer, Page, Submission};

pub fn routes() -> Vec<Route> {
    routes![list, show, explain, letter, document, ask, take]
}

const HERE: Workspace = Workspace::Officer;

#[get("/petugas/keberatan?<tab>&<sesudah>")]
async fn list(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    tab: Option<&str>,
    sesudah: Option<&str>,
) -> Answer<Page<ObjectionListView>> {
    Ok(HERE.list(ctx, &officer.viewer, language, (tab, sesudah)).await?)
}

#[get("/petugas/keberatan/<keberatan_no>")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Page<WholeFile>> {
    Ok(HERE.page(ctx, &officer.viewer, language, &keberatan_no).await?)
}

#[get("/petugas/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_keberatan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let which = (&keberatan_no, aturan_keberatan, per);
    Ok(HERE.explain(ctx, &officer.viewer, language, which).await?)
}

#[get("/petugas/keberatan/<keberatan_no>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    surat: &str,
) -> Answer<Page<ObjectionLetterView>> {
    Ok(HERE
        .letter(ctx, &officer.viewer, language, (&keberatan_no, surat))
        .await?)
}

#[get("/petugas/keberatan/<keberatan_no>/berkas/<berkas>")]
async fn document(
    ctx: &State<Context>,
    officer: Officer,
    keberatan_no: ObjectionNo,
    berkas: &str,
) -> Answer<Attachment> {
    Ok(HERE
        .document(ctx, &officer.viewer, (&keberatan_no, berkas))
        .await?)
}

#[get("/petugas/keberatan/<keberatan_no>/<langkah_keberatan>", rank = 5)]
async fn ask(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    langkah_keberatan: StepSlug,
) -> Answer<Page<ObjectionStepView>> {
    let which = (&keberatan_no, langkah_keberatan.0);
    Ok(step::show(ctx, &officer.viewer, language, HERE, which, false).await?)
}

#[post(
    "/petugas/keberatan/<keberatan_no>/<langkah_keberatan>",
    data = "<form>",
    rank = 5
)]
async fn take(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    langkah_keberatan: StepSlug,
    form: Submission<RawStep<'_>>,
) -> Shown {
    let which = (&keberatan_no, langkah_keberatan.0);
    step::create(ctx, &officer.viewer, language, HERE, which, form).await
}
