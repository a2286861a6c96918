//! `/auditor/permohonan/<nomor>`: one case to read, without identity, with its recomputed chain of events.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::request::ContentKind;
use crate::services::audit::{self, CaseCheck, Finding};
use crate::services::requests::CaseFile;
use crate::services::{Context, ServiceError, downloads, instant};
use crate::web::files::Attachment;
use crate::web::guards::{Auditor, Language, RegistrationNo};
use crate::web::pages::explain::{AskedDate, Explanation, STAFF_TRACE, explanation};
use crate::web::views::{CaseFileView, LetterView, Words, case_file_view, letter_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show, explain, letter, download]
}

#[derive(Serialize)]
struct AuditPage {
    case: CaseFileView,
    is_imported: bool,
    import_ref: Option<String>,
    check: CheckView,
    events: Vec<EventView>,
}

#[derive(Serialize)]
struct CheckView {
    is_intact: bool,
    events: usize,
    contents: usize,
    erased: usize,
    dates: usize,
    other_law: usize,
    fees: usize,
    findings: Vec<String>,
}

/// An event with everything its hash binds, to recompute it elsewhere.
#[derive(Serialize)]
struct EventView {
    seq: i32,
    kind: String,
    at: String,
    /// Nanoseconds since 1970, as they are hashed.
    nanos: String,
    role: String,
    /// Account and appointment of who acted, as identifiers.
    actor: Option<String>,
    appointment: Option<String>,
    status_before: Option<String>,
    status_after: String,
    note: Option<String>,
    data: String,
    dates: String,
    contents: String,
    prev_hash: Option<String>,
    hash: String,
}

fn base(nomor: &RegistrationNo) -> String {
    format!("/auditor/permohonan/{}", nomor.0)
}

async fn load(ctx: &Context, auditor: &Auditor, nomor: &RegistrationNo) -> Result<CaseFile, ServiceError> {
    audit::case(ctx, &auditor.viewer, &nomor.0.to_string()).await
}

#[get("/auditor/permohonan/<nomor>")]
async fn show(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Page<AuditPage>> {
    let file = load(ctx, &auditor, &nomor).await?;
    let words = Words::new(ctx, language.0);
    let row = &file.page.request;
    let view = AuditPage {
        case: case_file_view(ctx, words, &file, &base(&nomor))?,
        is_imported: row.source == "import",
        import_ref: row.import_ref.clone(),
        check: check_view(words, &audit::check_case(ctx, &file.page).await?),
        events: events(words, &file),
    };
    let page = Page::new("pages/auditor/case.html.tera", "auditor.case.title", view);
    Ok(page.title_value("number", &nomor.0))
}

fn check_view(words: Words<'_>, check: &CaseCheck) -> CheckView {
    let told = |finding: &Finding| finding_text(words, *finding);
    CheckView {
        is_intact: check.findings.is_empty(),
        events: check.events,
        contents: check.contents,
        erased: check.erased,
        dates: check.dates,
        other_law: check.other_law,
        fees: check.fees,
        findings: check.findings.iter().map(told).collect(),
    }
}

/// What does not agree, in words.
pub(in crate::web) fn finding_text(words: Words<'_>, finding: Finding) -> String {
    let place = |seq: i32| seq.to_string();
    let thing = |kind: ContentKind| words.text(&format!("auditor.check.content.{}", kind.code()));
    match finding {
        Finding::Event { seq } => words.with("auditor.check.event", &[("seq", &place(seq))]),
        Finding::Case => words.text("auditor.check.case"),
        Finding::Content { seq, kind } => words.with(
            "auditor.check.changed",
            &[("seq", &place(seq)), ("content", &thing(kind))],
        ),
        Finding::Missing { seq, kind } => words.with(
            "auditor.check.missing",
            &[("seq", &place(seq)), ("content", &thing(kind))],
        ),
        Finding::Unbound { kind } => words.with("auditor.check.unbound", &[("content", &thing(kind))]),
        Finding::Calendar { seq } => words.with("auditor.check.calendar", &[("seq", &place(seq))]),
        Finding::Fee { seq } => words.with("auditor.check.fee", &[("seq", &place(seq))]),
        Finding::Dates { seq } => words.with("auditor.check.dates", &[("seq", &place(seq))]),
        Finding::Order { seq } => words.with("auditor.check.order", &[("seq", &place(seq))]),
        Finding::Office { seq } => words.with("auditor.check.office", &[("seq", &place(seq))]),
    }
}

fn events(words: Words<'_>, file: &CaseFile) -> Vec<EventView> {
    let zone = file.case.zone;
    let events = file.page.events.iter().map(|event| {
        let at = instant(event.at);
        EventView {
            seq: event.seq,
            kind: event.kind.clone(),
            at: words.datetime_short(at, zone),
            nanos: at.unix_timestamp_nanos().to_string(),
            role: event.actor_role.clone(),
            actor: event.actor_user_id.map(|id| id.to_string()),
            appointment: event.appointment_id.map(|id| id.to_string()),
            status_before: event.status_before.clone(),
            status_after: event.status_after.clone(),
            note: file.note(event).map(str::to_owned),
            data: event.data.clone(),
            dates: event.dates.clone(),
            contents: event.contents.clone(),
            prev_hash: event.prev_hash.clone(),
            hash: event.hash.clone(),
        }
    });
    events.collect()
}

#[get("/auditor/permohonan/<nomor>/tenggat/<aturan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    nomor: RegistrationNo,
    aturan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = load(ctx, &auditor, &nomor).await?;
    let asked = AskedDate {
        duty: aturan,
        version: per,
        base: &base(&nomor),
        template: STAFF_TRACE,
    };
    explanation(ctx, Words::new(ctx, language.0), &file, asked).await
}

#[get("/auditor/permohonan/<nomor>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    nomor: RegistrationNo,
    surat: &str,
) -> Answer<Page<LetterView>> {
    let file = load(ctx, &auditor, &nomor).await?;
    let id = Uuid::try_parse(surat).map_err(|_| ServiceError::NotFound)?;
    let issued = audit::letter(&file, id)?;
    let words = Words::new(ctx, language.0);
    let view = letter_view(words, &file, &issued.frozen, issued.issued_on, &base(&nomor));
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}

#[get("/auditor/permohonan/<nomor>/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    auditor: Auditor,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = load(ctx, &auditor, &nomor).await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    Ok(Attachment(
        downloads::open(ctx, audit::office_file(&file, id)?).await?,
    ))
}
