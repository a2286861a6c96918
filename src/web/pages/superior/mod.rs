//! `/atasan`: the superior's workspace: the cases of the unit, answers that wait for approval, and exempt information.

mod approval;
mod exemptions;

use rocket::{Route, State, get, routes};
use uuid::Uuid;

use crate::domain::actor::Role;
use crate::services::queue::{self, Asked, Tab};
use crate::services::requests::{CaseFile, CaseKey, for_staff, material_file};
use crate::services::{Context, ServiceError, downloads};
use crate::web::files::Attachment;
use crate::web::guards::{Language, RegistrationNo, Superior};
use crate::web::pages::explain::{AskedDate, Explanation, STAFF_TRACE, explanation};
use crate::web::views::{
    CaseFileView, LetterView, QueueView, Words, case_file_view, letter_view, queue_view,
};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    let own = routes![show, case, explain, letter, download, material];
    [own, approval::routes(), exemptions::routes()].concat()
}

const TABS: [(&str, Tab); 5] = [
    ("terbuka", Tab::Open),
    ("persetujuan", Tab::Approval),
    ("terlambat", Tab::Overdue),
    ("segera", Tab::DueSoon),
    ("semua", Tab::All),
];

#[get("/atasan?<tab>&<cari>&<sesudah>")]
async fn show(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    tab: Option<&str>,
    cari: Option<&str>,
    sesudah: Option<&str>,
) -> Answer<Page<QueueView>> {
    let (word, chosen) = TABS
        .into_iter()
        .find(|(word, _)| Some(*word) == tab)
        .unwrap_or(("terbuka", Tab::Open));
    let text = cari.map(str::trim).filter(|text| !text.is_empty());
    let asked = Asked {
        tab: chosen,
        text,
        after: sesudah,
    };
    let found = queue::list(ctx, &superior.viewer, &[Role::Superior], asked).await?;
    let words = Words::new(ctx, language.0);
    let tabs: Vec<&str> = TABS.iter().map(|(word, _)| *word).collect();
    let view = queue_view(words, &found, "/atasan", &tabs, word, text, sesudah.is_some());
    Ok(Page::new(
        "pages/superior/queue.html.tera",
        "officer.superior.title",
        view,
    ))
}

fn base(nomor: &RegistrationNo) -> String {
    format!("/atasan/permohonan/{}", nomor.0)
}

async fn load(ctx: &Context, superior: &Superior, nomor: &RegistrationNo) -> Result<CaseFile, ServiceError> {
    let mut file = for_staff(ctx, &superior.viewer, &CaseKey::Number(nomor.0.to_string())).await?;
    // Whoever also works as an officer takes those steps in the officers' workspace, not here.
    file.act_as(&superior.viewer, Role::Superior);
    Ok(file)
}

#[get("/atasan/permohonan/<nomor>")]
async fn case(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Page<CaseFileView>> {
    let file = load(ctx, &superior, &nomor).await?;
    let view = case_file_view(ctx, Words::new(ctx, language.0), &file, &base(&nomor))?;
    let page = Page::new("pages/superior/case.html.tera", "officer.case.title", view);
    Ok(page.title_value("number", &nomor.0))
}

#[get("/atasan/permohonan/<nomor>/tenggat/<aturan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
    aturan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = load(ctx, &superior, &nomor).await?;
    let asked = AskedDate {
        duty: aturan,
        version: per,
        base: &base(&nomor),
        template: STAFF_TRACE,
    };
    explanation(ctx, Words::new(ctx, language.0), &file, asked).await
}

#[get("/atasan/permohonan/<nomor>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    nomor: RegistrationNo,
    surat: &str,
) -> Answer<Page<LetterView>> {
    let file = load(ctx, &superior, &nomor).await?;
    let id = Uuid::try_parse(surat).map_err(|_| ServiceError::NotFound)?;
    let issued = file.letter(id)?;
    let words = Words::new(ctx, language.0);
    let view = letter_view(words, &file, &issued.frozen, issued.issued_on, &base(&nomor));
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}

#[get("/atasan/permohonan/<nomor>/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    superior: Superior,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = load(ctx, &superior, &nomor).await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    Ok(Attachment(downloads::open(ctx, file.attachment(id)?).await?))
}

/// A file that another unit handed in for the answer.
#[get("/atasan/permohonan/<nomor>/bahan/<berkas>")]
async fn material(
    ctx: &State<Context>,
    superior: Superior,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = load(ctx, &superior, &nomor).await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    let found = material_file(&file, id)?;
    let download = downloads::stored(ctx, &found.sha256, &found.name, &found.media_type).await?;
    Ok(Attachment(download))
}
