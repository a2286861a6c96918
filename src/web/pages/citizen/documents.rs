//! `/permohonan/baru/dokumen`: the documents of Perki 1/2021 Ps 27. They may be sent later; the page says what then happens.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::http::CookieJar;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use uuid::Uuid;

use super::draft::{self, Found};
use super::question::{CHECK, DONE, Progress, Question, TO_CHECK};
use crate::domain::deadline::RuleId;
use crate::services::{Context, ServiceError, drafts, throttle, uploads};
use crate::web::files::keep_files;
use crate::web::guards::{ClientAddress, Language};
use crate::web::views::Words;
use crate::web::views::citizen::{FileRules, needed_documents};
use crate::web::{Answer, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, update]
}

/// The documents this applicant needs, and those that are here.
#[derive(Debug, Serialize)]
struct DocumentsView {
    #[serde(flatten)]
    progress: Progress,
    needed: Vec<&'static str>,
    files: Vec<KeptFile>,
    rules: FileRules,
    days_to_complete: u16,
}

#[derive(Debug, Serialize)]
struct KeptFile {
    id: Uuid,
    name: String,
    kind: String,
    size: u64,
}

type Shown = Answer<Either<Page<DocumentsView>, SeeOther>>;

const HERE: Question = Question::Documents;

async fn page(
    ctx: &Context,
    lang: Language,
    found: &Found,
    to_check: bool,
) -> Result<Page<DocumentsView>, ServiceError> {
    let kept = drafts::documents(ctx, &found.draft).await?;
    let form = &found.draft.submission;
    let files = found.draft.files.iter().zip(&kept).map(|(row, file)| KeptFile {
        id: row.id,
        name: file.name.clone(),
        kind: row.kind.clone(),
        size: file.size,
    });
    let view = DocumentsView {
        progress: HERE.progress(form, to_check),
        needed: needed_documents(&form.applicant_kind, form.is_by_proxy()),
        files: files.collect(),
        rules: FileRules::of(Words::new(ctx, lang.0), ctx),
        days_to_complete: ctx.law.current().rule(RuleId::D03).map_or(0, |rule| rule.length),
    };
    Ok(Page::new(HERE.template(), HERE.title(), view))
}

async fn open(ctx: &Context, cookies: &CookieJar<'_>) -> Result<Result<Found, SeeOther>, ServiceError> {
    Ok(match draft::find(ctx, cookies).await? {
        None => Err(SeeOther::to(Question::Kind.path())),
        Some(found) if found.draft.request_id.is_some() => Err(SeeOther::to(DONE)),
        Some(found) => Ok(found),
    })
}

#[get("/permohonan/baru/dokumen?<kembali>")]
async fn show(ctx: &State<Context>, cookies: &CookieJar<'_>, lang: Language, kembali: Option<&str>) -> Shown {
    match open(ctx, cookies).await? {
        Err(elsewhere) => Ok(Either::Right(elsewhere)),
        Ok(found) => Ok(Either::Left(
            page(ctx, lang, &found, kembali == Some(TO_CHECK)).await?,
        )),
    }
}

#[derive(FromForm)]
struct RawDocuments<'r> {
    #[field(default = "")]
    aksi: &'r str,
    #[field(default = "")]
    kembali: &'r str,
    identity: Vec<TempFile<'r>>,
    deed: Vec<TempFile<'r>>,
    poa: Vec<TempFile<'r>>,
}

#[post("/permohonan/baru/dokumen", data = "<sent>")]
async fn update(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
    client: ClientAddress,
    sent: Submission<RawDocuments<'_>>,
) -> Shown {
    let found = match open(ctx, cookies).await? {
        Err(elsewhere) => return Ok(Either::Right(elsewhere)),
        Ok(found) => found,
    };
    let to_check = sent.value.kembali == TO_CHECK;
    match take(ctx, client.0, &found, &sent.value).await {
        Ok(true) => {}
        Ok(false) => {
            let back = if to_check { "?kembali=periksa" } else { "" };
            return Ok(Either::Right(SeeOther::to(format!("{}{back}", HERE.path()))));
        }
        Err(ServiceError::Invalid(faults)) => {
            // What was kept before the fault is shown as kept.
            let found = draft::find(ctx, cookies).await?.unwrap_or(found);
            let page = page(ctx, lang, &found, to_check).await?;
            return Ok(Either::Left(page.refused(Typed::new(), faults)));
        }
        Err(ServiceError::Stale) => return Ok(Either::Right(SeeOther::to(DONE))),
        Err(error) => return Err(error.into()),
    }
    let next = if to_check {
        CHECK.to_owned()
    } else {
        HERE.next(&found.draft.submission)
    };
    Ok(Either::Right(SeeOther::to(next)))
}

/// Does what the pressed button says; false when the reader stays on this page.
async fn take(
    ctx: &Context,
    client: IpAddr,
    found: &Found,
    value: &RawDocuments<'_>,
) -> Result<bool, ServiceError> {
    if let Some(id) = value.aksi.strip_prefix("hapus-") {
        if let Ok(id) = Uuid::parse_str(id) {
            drafts::detach(ctx, &found.token, id).await?;
        }
        return Ok(false);
    }
    let fields = [
        ("identity", &value.identity),
        ("deed", &value.deed),
        ("poa", &value.poa),
    ];
    // Nothing is kept of what could not lie in the draft together.
    let most = ctx.settings.uploads.max_files;
    let mut count = found.draft.files.len();
    for (field, files) in fields {
        count += files.iter().filter(|file| file.len() > 0).count();
        if count > most {
            return Err(uploads::too_many(field, most));
        }
    }
    throttle::documents(ctx, client, count - found.draft.files.len()).await?;
    for (field, files) in fields {
        for file in keep_files(ctx, field, drafts::document_kind(field), files).await? {
            drafts::attach(ctx, &found.token, &file)
                .await
                .map_err(|error| at(field, error))?;
        }
    }
    Ok(true)
}

/// Too many files is said at the field that had one too many.
fn at(field: &str, error: ServiceError) -> ServiceError {
    match error {
        ServiceError::Invalid(mut faults) => {
            for fault in &mut faults {
                field.clone_into(&mut fault.field);
            }
            ServiceError::Invalid(faults)
        }
        other => other,
    }
}
