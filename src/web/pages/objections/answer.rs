//! The answer of the superior: written ground by ground, looked at as the applicant will read it, sent.

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};

use super::office::Workspace;
use super::step::day;
use crate::domain::objection::{Command, Order, Ruled, Ruling};
use crate::services::desk::{self, DeskKey};
use crate::services::objections::{By, ObjectionFile, ObjectionKey, ObjectionStep, preview_answer, take};
use crate::services::{Context, Fault, ServiceError};
use crate::web::forms::KeptForm;
use crate::web::guards::{Language, ObjectionNo, Superior};
use crate::web::views::Words;
use crate::web::views::objection::{ObjectionAnswerView, ObjectionCheckView, answer_form, objection_letter};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create, check, send]
}

const HERE: Workspace = Workspace::Superior;

fn desk_key(superior: &Superior, nomor: &ObjectionNo) -> Result<DeskKey, ServiceError> {
    DeskKey::of(&superior.viewer, "objection answer", &nomor.0.to_string())
}

/// What the texts amount to, and dates that name no day.
fn answer(file: &ObjectionFile, typed: &Typed) -> (Vec<Ruled>, Option<Order>, Vec<Fault>) {
    let ruled = |ground: &crate::domain::objection::Ground| Ruled {
        ground: *ground,
        ruling: Ruling::parse(typed.text(&format!("ruling_{}", ground.letter()))),
        text: typed.text(&format!("text_{}", ground.letter())).to_owned(),
    };
    let rulings = file.objection.state.grounds.iter().map(ruled).collect();
    let (execute_by, faults) = match day(typed, "execute_by") {
        Ok(on) => (on, Vec::new()),
        Err(fault) => (None, vec![fault]),
    };
    let text = typed.text("order").to_owned();
    // A day without words is an order half written.
    let order = (!text.trim().is_empty() || execute_by.is_some()).then_some(Order { text, execute_by });
    (rulings, order, faults)
}

fn page(
    ctx: &Context,
    language: Language,
    file: &ObjectionFile,
    nomor: &ObjectionNo,
    is_stale: bool,
) -> Page<ObjectionAnswerView> {
    let view = answer_form(Words::new(ctx, language.0), file, &HERE.base(nomor), is_stale);
    Page::new(
        "pages/superior/objection_answer.html.tera",
        "objection.step.answer.name",
        view,
    )
}

#[get("/atasan/keberatan/<keberatan_no>/putusan")]
async fn show(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Page<ObjectionAnswerView>> {
    let file = HERE.load(ctx, &superior.viewer, &keberatan_no).await?;
    let desk = desk::open::<KeptForm>(ctx, &desk_key(&superior, &keberatan_no)?).await?;
    let is_stale = desk
        .as_ref()
        .is_some_and(|desk| desk.content.version != file.objection.version());
    let typed = desk.map_or_else(Typed::new, |desk| desk.content.typed());
    Ok(page(ctx, language, &file, &keberatan_no, is_stale).filled(typed))
}

#[derive(FromForm)]
struct RawAnswer<'r> {
    #[field(default = "")]
    version: &'r str,
}

#[post("/atasan/keberatan/<keberatan_no>/putusan", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    form: Submission<RawAnswer<'_>>,
) -> Answer<Either<Page<ObjectionAnswerView>, SeeOther>> {
    let Submission { value, typed } = form;
    let file = HERE.load(ctx, &superior.viewer, &keberatan_no).await?;
    let version: i32 = value.version.parse().unwrap_or(-1);
    if version != file.objection.version() {
        let page = page(ctx, language, &file, &keberatan_no, true);
        return Ok(Either::Left(page.filled(typed).status(Status::Conflict)));
    }
    let kept = KeptForm::new(&typed, version);
    desk::save(ctx, &desk_key(&superior, &keberatan_no)?, &kept, "order", &[]).await?;
    match looked_at(ctx, &superior, &file, &kept).await {
        Ok(_) => {
            let next = format!("{}/putusan/periksa", HERE.base(&keberatan_no));
            Ok(Either::Right(SeeOther::to(next)))
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = page(ctx, language, &file, &keberatan_no, false);
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The answer as it would be sent, with every fault at once.
async fn looked_at(
    ctx: &Context,
    superior: &Superior,
    file: &ObjectionFile,
    kept: &KeptForm,
) -> Result<crate::services::objections::letters::FrozenLetter, ServiceError> {
    let (rulings, order, mut faults) = answer(file, &kept.typed());
    let key = ObjectionKey::Id(file.objection.row.id);
    let looked = preview_answer(
        ctx,
        &superior.viewer,
        &key,
        kept.version,
        &rulings,
        order.as_ref(),
    )
    .await;
    match looked {
        Err(ServiceError::Invalid(found)) => {
            // A date that names no day is said once, not also to be missing.
            let known: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
            faults.extend(found.into_iter().filter(|fault| !known.contains(&fault.field)));
            Err(ServiceError::Invalid(faults))
        }
        Ok(_) if !faults.is_empty() => Err(ServiceError::Invalid(faults)),
        other => other,
    }
}

#[get("/atasan/keberatan/<keberatan_no>/putusan/periksa")]
async fn check(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Either<Page<ObjectionCheckView>, SeeOther>> {
    let file = HERE.load(ctx, &superior.viewer, &keberatan_no).await?;
    let edit = format!("{}/putusan", HERE.base(&keberatan_no));
    let back = Either::Right(SeeOther::to(&edit));
    let Some(desk) = desk::open::<KeptForm>(ctx, &desk_key(&superior, &keberatan_no)?).await? else {
        return Ok(back);
    };
    let letter = match looked_at(ctx, &superior, &file, &desk.content).await {
        Ok(letter) => letter,
        // The form says what is wrong, or what changed.
        Err(ServiceError::Invalid(_) | ServiceError::Stale) => return Ok(back),
        Err(error) => return Err(error.into()),
    };
    let words = Words::new(ctx, language.0);
    let view = ObjectionCheckView {
        number: file.objection.number().to_owned(),
        subject: file.objection.row.subject.clone().unwrap_or_default(),
        letter: objection_letter(words, &file, &letter, file.moment.today, &edit),
        send: format!("{edit}/kirim"),
        edit,
        stamp: desk.content.stamp(),
    };
    let page = Page::new(
        "pages/superior/objection_check.html.tera",
        "objection.answer.check",
        view,
    );
    Ok(Either::Left(page))
}

#[derive(FromForm)]
struct RawSend<'r> {
    #[field(default = "")]
    stamp: &'r str,
}

#[post("/atasan/keberatan/<keberatan_no>/putusan/kirim", data = "<form>")]
async fn send(
    ctx: &State<Context>,
    superior: Superior,
    keberatan_no: ObjectionNo,
    form: Submission<RawSend<'_>>,
) -> Answer<SeeOther> {
    let file = HERE.load(ctx, &superior.viewer, &keberatan_no).await?;
    let base = HERE.base(&keberatan_no);
    let key = desk_key(&superior, &keberatan_no)?;
    // A second press finds the desk cleared by the first, and the objection answered.
    let Some(desk) = desk::open::<KeptForm>(ctx, &key).await? else {
        return Ok(SeeOther::to(base));
    };
    if form.value.stamp != desk.content.stamp() {
        let flash = Flash::warning("objection.answer.changed");
        return Ok(SeeOther::to(format!("{base}/putusan/periksa")).with(flash));
    }
    let (rulings, order, _) = answer(&file, &desk.content.typed());
    let step = ObjectionStep {
        key: ObjectionKey::Id(file.objection.row.id),
        by: By::Staff(&superior.viewer, HERE.roles()),
        seen_version: Some(desk.content.version),
        command: Command::Answer { rulings, order },
        files: Vec::new(),
    };
    match take(ctx, step).await {
        Ok(_) => {}
        Err(ServiceError::Invalid(_) | ServiceError::Stale) => {
            return Ok(SeeOther::to(format!("{base}/putusan")));
        }
        Err(error) => return Err(error.into()),
    }
    // The answer is out; a desk that stays full for now is swept when it expires.
    if let Err(error) = desk::clear(ctx, &key).await {
        tracing::warn!(%error, "the desk could not be cleared");
    }
    Ok(SeeOther::to(base).with(Flash::success("objection.done.answer")))
}
