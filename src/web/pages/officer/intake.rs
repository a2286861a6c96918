//! `/petugas/permohonan/baru`: a request that came to the desk, by letter, mail or fax, or was spoken, registered on one page
//! with its true arrival (UU 14/2008 Ps 22(1), (3), (6); Perki 1/2021 Ps 28–30).

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use crate::services::desk::{self, DeskFile, DeskKey};
use crate::services::requests::{Intake, desk_units, faults_of, register};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError};
use crate::text::{Lang, format};
use crate::web::files::keep_files;
use crate::web::forms::submission_of;
use crate::web::guards::{Language, Officer};
use crate::web::views::{IntakeView, Words, intake_view};
use crate::web::{Answer, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

fn desk_key(officer: &Officer, key: Uuid) -> Result<DeskKey, ServiceError> {
    DeskKey::of(&officer.viewer, "intake", &key.to_string())
}

async fn page(
    ctx: &Context,
    officer: &Officer,
    language: Language,
    key: Uuid,
    files: &[DeskFile],
    typed: Typed,
) -> Result<Page<IntakeView>, ServiceError> {
    let units = desk_units(ctx, &officer.viewer).await?;
    let words = Words::new(ctx, language.0);
    let view = intake_view(words, ctx, &units, key, files);
    let page = Page::new("pages/officer/intake.html.tera", "officer.intake.title", view);
    Ok(page.filled(typed))
}

/// Most requests are written down while the applicant stands at the desk.
#[get("/petugas/permohonan/baru")]
async fn show(ctx: &State<Context>, officer: Officer, language: Language) -> Answer<Page<IntakeView>> {
    let now = ctx.now().to_offset(ctx.zone().offset());
    let typed = Typed::new()
        .with("channel", "walk_in")
        .with("received_day", now.day().to_string())
        .with("received_month", u8::from(now.month()).to_string())
        .with("received_year", now.year().to_string())
        .with("received_time", format::time(language.0, now))
        .with("locale", Lang::Id.code())
        .with("applicant_kind", "individual")
        .with("by_proxy", "no");
    Ok(page(ctx, &officer, language, ctx.new_id(), &[], typed).await?)
}

#[derive(FromForm)]
struct RawIntake<'r> {
    #[field(default = "")]
    key: &'r str,
    hapus: Vec<&'r str>,
    file_identity: Vec<TempFile<'r>>,
    file_authority: Vec<TempFile<'r>>,
    file_deed: Vec<TempFile<'r>>,
    files: Vec<TempFile<'r>>,
}

#[post("/petugas/permohonan/baru", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    form: Submission<RawIntake<'_>>,
) -> Answer<Either<Page<IntakeView>, SeeOther>> {
    let Submission { value, typed } = form;
    let typed = typed.lists(&["name_unstated"]);
    let key = Uuid::try_parse(value.key).unwrap_or_else(|_| ctx.new_id());
    let desk_key = desk_key(&officer, key)?;
    let kept = keep(ctx, &desk_key, &value).await;
    let files = desk::open::<()>(ctx, &desk_key)
        .await?
        .map(|desk| desk.files)
        .unwrap_or_default();
    let registered = match kept {
        Ok(()) => enter(ctx, &officer, &typed, key, &files).await,
        Err(error) => also(error, enter_faults(&typed)),
    };
    match registered {
        Ok(number) => {
            if let Err(error) = desk::clear(ctx, &desk_key).await {
                tracing::warn!(%error, "the desk could not be cleared");
            }
            let receipt = format!("/petugas/permohonan/{number}/tanda-terima");
            Ok(Either::Right(SeeOther::to(receipt)))
        }
        Err(ServiceError::Invalid(mut faults)) => {
            faults.sort_by_key(|fault| {
                FIELDS
                    .iter()
                    .position(|field| *field == fault.field)
                    .unwrap_or(FIELDS.len())
            });
            let page = page(ctx, &officer, language, key, &files, Typed::new()).await?;
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The fields of the page from top to bottom: the order in which its faults are told.
const FIELDS: [&str; 25] = [
    "channel",
    "received",
    "received_time",
    "unit",
    "subject",
    "items",
    "purpose",
    "access_mode",
    "delivery_mode",
    "applicant_kind",
    "by_proxy",
    "full_name",
    "nik",
    "organisation",
    "decree_no",
    "proxy_name",
    "address",
    "city",
    "email",
    "phone",
    "occupation",
    "file_identity",
    "file_authority",
    "file_deed",
    "files",
];

/// Faults of files and of texts are told together.
fn also(error: ServiceError, more: Vec<Fault>) -> Result<String, ServiceError> {
    match error {
        ServiceError::Invalid(mut faults) => {
            faults.extend(more);
            Err(ServiceError::Invalid(faults))
        }
        other => Err(other),
    }
}

fn enter_faults(typed: &Typed) -> Vec<Fault> {
    faults_of(&submission_of(typed), is_name_unstated(typed))
}

fn is_name_unstated(typed: &Typed) -> bool {
    typed.text("name_unstated") == "yes"
}

/// Lays the files on the desk, where they stay until the rest is right.
async fn keep(ctx: &Context, key: &DeskKey, value: &RawIntake<'_>) -> Result<(), ServiceError> {
    for id in value.hapus.iter().filter_map(|id| Uuid::try_parse(id).ok()) {
        desk::remove(ctx, key, id).await?;
    }
    let inputs: [(&str, &'static str, &[TempFile<'_>]); 4] = [
        ("file_identity", "identity", &value.file_identity),
        ("file_authority", "poa", &value.file_authority),
        ("file_deed", "deed", &value.file_deed),
        ("files", "supporting", &value.files),
    ];
    let (mut added, mut faults) = (Vec::<NewFile>::new(), Vec::new());
    for (field, kind, sent) in inputs {
        match keep_files(ctx, field, kind, sent).await {
            Ok(files) => added.extend(files),
            Err(ServiceError::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    if !added.is_empty() {
        desk::save(ctx, key, &(), "files", &added).await?;
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

async fn enter(
    ctx: &Context,
    officer: &Officer,
    typed: &Typed,
    key: Uuid,
    files: &[DeskFile],
) -> Result<String, ServiceError> {
    let submission = submission_of(typed);
    let intake = Intake {
        submission: &submission,
        is_name_unstated: is_name_unstated(typed),
        channel: typed.text("channel"),
        received: [
            typed.text("received_day"),
            typed.text("received_month"),
            typed.text("received_year"),
        ],
        received_time: typed.text("received_time"),
        lang: Lang::from_code(typed.text("locale")).unwrap_or_default(),
        key,
        files: files.iter().map(|kept| kept.file.clone()).collect(),
    };
    Ok(register(ctx, &officer.viewer, intake).await?.registration_no)
}
