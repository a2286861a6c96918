//! `/petugas/keberatan/baru`: an objection that came to the desk, by letter, mail or fax, or was spoken, registered on one page with its
//! true arrival (Perki 1/2021 Ps 40–42).

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::{keep_papers, kept_files};
use crate::services::desk::{self, DeskKey};
use crate::services::objections::{Filed, ObjectionIntake, register};
use crate::services::requests::desk_units;
use crate::services::{Context, ServiceError};
use crate::text::{Lang, format};
use crate::web::forms::{KeptForm, submission_of};
use crate::web::guards::{Language, Officer};
use crate::web::views::Words;
use crate::web::views::objection::{ObjectionForm, intake_form};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

fn desk_key(officer: &Officer, id: Uuid) -> Result<DeskKey, ServiceError> {
    DeskKey::of(&officer.viewer, "objection intake", &id.to_string())
}

async fn page(
    ctx: &Context,
    officer: &Officer,
    language: Language,
    id: Uuid,
) -> Result<Page<ObjectionForm>, ServiceError> {
    let units = desk_units(ctx, &officer.viewer).await?;
    let desk = desk::open::<KeptForm>(ctx, &desk_key(officer, id)?).await?;
    let files = desk.map(|desk| desk.files).unwrap_or_default();
    let view = intake_form(Words::new(ctx, language.0), ctx, &units, (id, &files));
    Ok(Page::new(
        "pages/officer/objection_intake.html.tera",
        "objection.intake.title",
        view,
    ))
}

#[get("/petugas/keberatan/baru?<nomor>")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: Option<&str>,
) -> Answer<Page<ObjectionForm>> {
    let now = ctx.now().to_offset(ctx.zone().offset());
    let typed = Typed::new()
        .with("registration_no", nomor.unwrap_or_default())
        .with("channel", "walk_in")
        .with("received_day", now.day().to_string())
        .with("received_month", u8::from(now.month()).to_string())
        .with("received_year", now.year().to_string())
        .with("received_time", format::time(language.0, now))
        .with("locale", Lang::Id.code())
        .with("applicant_kind", "individual")
        .with("by_proxy", "no");
    let page = page(ctx, &officer, language, ctx.new_id()).await?;
    Ok(page.filled(typed.lists(&["grounds"])))
}

#[derive(FromForm)]
struct RawIntake<'r> {
    #[field(default = "")]
    key: &'r str,
    hapus: Vec<&'r str>,
    file_authority: Vec<TempFile<'r>>,
    files: Vec<TempFile<'r>>,
}

#[post("/petugas/keberatan/baru", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    form: Submission<RawIntake<'_>>,
) -> Answer<Either<Page<ObjectionForm>, SeeOther>> {
    let Submission { value, typed } = form;
    let typed = typed.lists(&["grounds"]);
    let id = Uuid::try_parse(value.key).unwrap_or_else(|_| ctx.new_id());
    let key = desk_key(&officer, id)?;
    let sent = [
        ("file_authority", "poa", value.file_authority.as_slice()),
        ("files", "supporting", value.files.as_slice()),
    ];
    let kept = keep_papers(ctx, &key, &KeptForm::new(&typed, 0), &value.hapus, &sent).await;
    let filed = match kept {
        Ok(()) => enter(ctx, &officer, &typed, (id, &key)).await,
        Err(error) => Err(error),
    };
    match filed {
        Ok(filed) => {
            if let Err(error) = desk::clear(ctx, &key).await {
                tracing::warn!(%error, "the desk could not be cleared");
            }
            let there = format!("/petugas/keberatan/{}", filed.number);
            let flash = Flash::success("objection.intake.done").value("number", &filed.number);
            Ok(Either::Right(SeeOther::to(there).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = page(ctx, &officer, language, id).await?;
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn enter(
    ctx: &Context,
    officer: &Officer,
    typed: &Typed,
    (id, key): (Uuid, &DeskKey),
) -> Result<Filed, ServiceError> {
    let submission = submission_of(typed);
    let intake = ObjectionIntake {
        registration_no: typed.text("registration_no"),
        information: typed.text("information"),
        submission: &submission,
        grounds: typed.all("grounds"),
        reason: typed.text("reason"),
        channel: typed.text("channel"),
        received: [
            typed.text("received_day"),
            typed.text("received_month"),
            typed.text("received_year"),
        ],
        received_time: typed.text("received_time"),
        lang: Lang::from_code(typed.text("locale")).unwrap_or_default(),
        key: id,
        files: kept_files(ctx, key).await?,
    };
    register(ctx, &officer.viewer, intake).await
}
