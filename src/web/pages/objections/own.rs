//! `/keberatan/<token>`: an objection for whoever filed it, known by the secret link.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::objection::{Command, CommandKind};
use crate::services::disputes::of_objection;
use crate::services::objections::{By, ObjectionFile, ObjectionKey, ObjectionStep, for_applicant, take};
use crate::services::{Context, ServiceError, downloads, throttle};
use crate::web::files::{Attachment, ICalendar, keep_files};
use crate::web::guards::{ClientAddress, Language, Token};
use crate::web::pages::explain::{AskedDate, Explanation, OWN_TRACE, objection_explanation};
use crate::web::views::dispute::{DisputeView, RoadView, dispute_view, road_view};
use crate::web::views::objection::{
    ObjectionLetterView, ObjectionPage, ObjectionStepView, objection_letter, objection_page, step_form,
};
use crate::web::views::{Words, objection_calendar};
use crate::web::{Answer, Flash, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![
        show,
        letter,
        document,
        explain,
        calendar,
        ask_supply,
        supply,
        ask_withdrawal,
        withdraw
    ]
}

/// The objection, and the road that leads on from it.
#[derive(Serialize)]
struct OwnPage {
    #[serde(flatten)]
    objection: ObjectionPage,
    road: RoadView,
    dispute: DisputeView,
}

fn base(keberatan: &Token) -> String {
    format!("/keberatan/{}", keberatan.0.expose())
}

fn id(text: &str) -> Result<Uuid, ServiceError> {
    Uuid::try_parse(text).map_err(|_| ServiceError::NotFound)
}

#[get("/keberatan/<keberatan>", rank = 5)]
async fn show(ctx: &State<Context>, lang: Language, keberatan: Token) -> Answer<Page<OwnPage>> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let dispute = of_objection(ctx, &file).await?;
    let (words, base) = (Words::new(ctx, lang.0), base(&keberatan));
    let view = OwnPage {
        objection: objection_page(ctx, words, &file, &base)?,
        road: road_view(words, &file, &dispute, &base),
        dispute: dispute_view(ctx, words, &file, &dispute, &base)?,
    };
    let page = Page::new(
        "pages/citizen/objection_case.html.tera",
        "objection.page.title",
        view,
    );
    Ok(page.title_value("number", file.objection.number()))
}

#[get("/keberatan/<keberatan>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
    surat: &str,
) -> Answer<Page<ObjectionLetterView>> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let issued = file.letter(id(surat)?)?;
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    let words = Words::new(ctx, lang.0);
    let view = objection_letter(words, &file, &issued.frozen, issued.issued_on, &base(&keberatan));
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}

#[get("/keberatan/<keberatan>/berkas/<berkas>")]
async fn document(ctx: &State<Context>, keberatan: Token, berkas: &str) -> Answer<Attachment> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let found = file.document(id(berkas)?)?;
    let content = downloads::stored(ctx, &found.sha256, &found.name, &found.media_type).await?;
    Ok(Attachment(content))
}

#[get("/keberatan/<keberatan>/tenggat/<aturan_keberatan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
    aturan_keberatan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let asked = AskedDate {
        duty: aturan_keberatan,
        version: per,
        base: &base(&keberatan),
        template: OWN_TRACE,
    };
    Ok(objection_explanation(ctx, Words::new(ctx, lang.0), &file, asked).await?)
}

/// What comes in the objection and the dispute, for the applicant's calendar.
#[get("/keberatan/<keberatan>/tenggat.ics")]
async fn calendar(ctx: &State<Context>, lang: Language, keberatan: Token) -> Answer<ICalendar> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let dispute = of_objection(ctx, &file).await?;
    let text = objection_calendar(ctx, Words::new(ctx, lang.0), &file, &dispute)?;
    Ok(ICalendar {
        text,
        name: Some(format!("tenggat-{}.ics", file.objection.number())),
    })
}

type Shown = Answer<Either<Page<ObjectionStepView>, SeeOther>>;

/// The form of a step, or why it is of no use now.
async fn ask(
    ctx: &Context,
    lang: Language,
    keberatan: &Token,
    kind: CommandKind,
) -> Result<(ObjectionFile, Page<ObjectionStepView>), ServiceError> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let words = Words::new(ctx, lang.0);
    let view = step_form(words, &file, &base(keberatan), kind, false);
    let title = format!("objection.step.{}.name", kind.code());
    Ok((
        file,
        Page::new("pages/citizen/objection_step.html.tera", title, view),
    ))
}

#[get("/keberatan/<keberatan>/kelengkapan")]
async fn ask_supply(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
) -> Answer<Page<ObjectionStepView>> {
    Ok(ask(ctx, lang, &keberatan, CommandKind::SupplyParticulars)
        .await?
        .1)
}

#[get("/keberatan/<keberatan>/cabut")]
async fn ask_withdrawal(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
) -> Answer<Page<ObjectionStepView>> {
    Ok(ask(ctx, lang, &keberatan, CommandKind::Withdraw).await?.1)
}

#[derive(FromForm)]
struct RawStep<'r> {
    #[field(default = "")]
    reply: &'r str,
    #[field(default = "")]
    reason: &'r str,
    files: Vec<TempFile<'r>>,
}

#[post("/keberatan/<keberatan>/kelengkapan", data = "<sent>")]
async fn supply(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
    client: ClientAddress,
    sent: Submission<RawStep<'_>>,
) -> Shown {
    act(
        ctx,
        lang,
        (&keberatan, client.0),
        CommandKind::SupplyParticulars,
        sent,
    )
    .await
}

#[post("/keberatan/<keberatan>/cabut", data = "<sent>")]
async fn withdraw(
    ctx: &State<Context>,
    lang: Language,
    keberatan: Token,
    client: ClientAddress,
    sent: Submission<RawStep<'_>>,
) -> Shown {
    act(ctx, lang, (&keberatan, client.0), CommandKind::Withdraw, sent).await
}

async fn act(
    ctx: &Context,
    lang: Language,
    (keberatan, client): (&Token, IpAddr),
    kind: CommandKind,
    sent: Submission<RawStep<'_>>,
) -> Shown {
    match perform(ctx, keberatan, client, kind, &sent.value).await {
        Ok(()) => {
            let done = match kind {
                CommandKind::Withdraw => "objection.done.withdraw",
                _ => "objection.done.supply_particulars",
            };
            Ok(Either::Right(
                SeeOther::to(base(keberatan)).with(Flash::success(done)),
            ))
        }
        Err(ServiceError::Invalid(faults)) => {
            let (_, page) = ask(ctx, lang, keberatan, kind).await?;
            Ok(Either::Left(page.refused(sent.typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn perform(
    ctx: &Context,
    keberatan: &Token,
    client: IpAddr,
    kind: CommandKind,
    value: &RawStep<'_>,
) -> Result<(), ServiceError> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    throttle::documents(ctx, client, value.files.len()).await?;
    // Nothing is kept for a step that cannot be taken.
    let is_open = file.offers.contains(&(kind, Ok(())));
    let (command, files) = if kind == CommandKind::SupplyParticulars {
        let files = if is_open {
            keep_files(ctx, "files", "supporting", &value.files).await?
        } else {
            Vec::new()
        };
        let command = Command::SupplyParticulars {
            reply: value.reply.to_owned(),
            has_files: !files.is_empty(),
        };
        (command, files)
    } else {
        let reason = value.reason.to_owned();
        (Command::Withdraw { reason }, Vec::new())
    };
    let step = ObjectionStep {
        key: ObjectionKey::Id(file.objection.row.id),
        by: By::Applicant,
        seen_version: None,
        command,
        files,
    };
    take(ctx, step).await.map(|_| ())
}
