//! `/keberatan/baru`: objecting without any request, because information that has to be public is not (UU 14/2008 Ps 9, 35(1)b; Perki
//! 1/2021 Ps 43(2)d). On one page, without an account.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::{keep_papers, kept_files};
use crate::domain::actor::Actor;
use crate::domain::applicant::{Step, Submission as Fields};
use crate::domain::objection::Ground;
use crate::domain::request::Channel;
use crate::services::desk::{self, DeskKey};
use crate::services::objections::{About, Filed, ObjectionFiling, file, new_draft_key, objector};
use crate::services::units::list_valid;
use crate::services::{Context, Fault, ServiceError, throttle};
use crate::text::Lang;
use crate::web::forms::{KeptForm, submission_of};
use crate::web::guards::{ClientAddress, Language};
use crate::web::views::Words;
use crate::web::views::objection::{ObjectionForm, alone_form};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, send]
}

async fn page(ctx: &Context, lang: Language, id: Uuid) -> Result<Page<ObjectionForm>, ServiceError> {
    let units = list_valid(ctx, ctx.today(ctx.zone())).await?;
    let desk = desk::open::<KeptForm>(ctx, &new_draft_key(id)).await?;
    let files = desk.map(|desk| desk.files).unwrap_or_default();
    let view = alone_form(Words::new(ctx, lang.0), ctx, &units, (id, &files));
    Ok(Page::new(
        "pages/citizen/objection_alone.html.tera",
        "objection.alone.title",
        view,
    ))
}

#[get("/keberatan/baru")]
async fn show(ctx: &State<Context>, lang: Language) -> Answer<Page<ObjectionForm>> {
    let typed = Typed::new()
        .with("applicant_kind", "individual")
        .with("by_proxy", "no");
    Ok(page(ctx, lang, ctx.new_id()).await?.filled(typed))
}

#[derive(FromForm)]
struct RawAlone<'r> {
    #[field(default = "")]
    key: &'r str,
    hapus: Vec<&'r str>,
    file_identity: Vec<TempFile<'r>>,
    file_authority: Vec<TempFile<'r>>,
    files: Vec<TempFile<'r>>,
}

#[post("/keberatan/baru", data = "<form>")]
async fn send(
    ctx: &State<Context>,
    lang: Language,
    client: ClientAddress,
    form: Submission<RawAlone<'_>>,
) -> Answer<Either<Page<ObjectionForm>, SeeOther>> {
    let Submission { value, typed } = form;
    let id = Uuid::try_parse(value.key).unwrap_or_else(|_| ctx.new_id());
    let key = new_draft_key(id);
    let filed = match keep(ctx, client.0, &key, &value, &typed).await {
        Ok(()) => enter(ctx, client.0, (lang.0, id), &key, &typed).await,
        Err(error) => Err(error),
    };
    match filed {
        Ok(filed) => {
            if let Err(error) = desk::clear(ctx, &key).await {
                tracing::warn!(%error, "the draft could not be cleared");
            }
            let there = format!("/keberatan/{}", filed.token.expose());
            let flash = Flash::success("objection.form.sent").value("number", &filed.number);
            Ok(Either::Right(SeeOther::to(there).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => {
            Ok(Either::Left(page(ctx, lang, id).await?.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn keep(
    ctx: &Context,
    client: IpAddr,
    key: &DeskKey,
    value: &RawAlone<'_>,
    typed: &Typed,
) -> Result<(), ServiceError> {
    let sent = [
        ("file_identity", "identity", value.file_identity.as_slice()),
        ("file_authority", "poa", value.file_authority.as_slice()),
        ("files", "supporting", value.files.as_slice()),
    ];
    let count: usize = sent.iter().map(|(_, _, files)| files.len()).sum();
    throttle::documents(ctx, client, count).await?;
    // Nothing is laid down for a form that is refused anyway and brings no file.
    if count == 0 && value.hapus.is_empty() {
        return Ok(());
    }
    keep_papers(ctx, key, &KeptForm::new(typed, 0), &value.hapus, &sent).await
}

/// What the law asks of who objects (Perki 1/2021 Ps 41(5)d), and of which unit.
fn faults(fields: &Fields) -> Vec<Fault> {
    let asked = [Step::Kind, Step::Identity, Step::Contact, Step::Unit];
    let found = asked.into_iter().flat_map(|step| fields.faults(Some(step)));
    found.map(Fault::from).collect()
}

async fn enter(
    ctx: &Context,
    client: IpAddr,
    (lang, id): (Lang, Uuid),
    key: &DeskKey,
    typed: &Typed,
) -> Result<Filed, ServiceError> {
    let fields = submission_of(typed);
    let mut faults = faults(&fields);
    let unit = Some(fields.unit.trim().to_owned()).filter(|code| code != "unknown" && !code.is_empty());
    let filing = ObjectionFiling {
        about: About::Publication {
            unit: unit.filter(|_| faults.is_empty()),
            information: typed.text("information").to_owned(),
        },
        grounds: vec![Ground::PeriodicNotProvided],
        reason: typed.text("reason").to_owned(),
        purpose: fields.purpose.clone(),
        objector: objector(&fields, true),
        channel: Channel::Web,
        received_at: ctx.now(),
        lang,
        actor: Actor::APPLICANT,
        submission_key: format!("objection:{id}"),
        files: kept_files(ctx, key).await?,
        source: "live",
    };
    if !faults.is_empty() {
        // All of the form is told at once.
        faults.extend(crate::services::objections::form_faults(&filing));
        return Err(ServiceError::Invalid(faults));
    }
    throttle::filing(ctx, client).await?;
    file(ctx, filing).await
}
