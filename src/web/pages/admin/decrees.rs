//! `/admin/kalender/baru`: proposing a decree; `/admin/kalender/<id>`: what it does, and another administrator's yes or no.

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use tokio::io::AsyncReadExt;
use uuid::Uuid;

use crate::domain::calendar::{LineError, LineProblem, parse_decree, typed_day};
use crate::domain::ids::UserId;
use crate::domain::policy::NoSecondPerson;
use crate::services::calendars::{self, Draft, Effect};
use crate::services::public::{self, Unit};
use crate::services::{Context, Fault, FaultValue, ServiceError};
use crate::web::guards::{Admin, Language};
use crate::web::pages::public::Choice;
use crate::web::views::{DayView, DecreeView, EffectView, Words, day_view, decree_view, effect_view};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![new, send, show, confirm, reject, withdraw]
}

/// A calendar file is a few kilobytes; nobody needs more.
const LARGEST_FILE: u64 = 200_000;

#[derive(Serialize)]
struct FormPage {
    scopes: Vec<Choice>,
    places: Vec<Choice>,
    units: Vec<Choice>,
    replaces: Vec<Choice>,
    /// The days that could be read, while others could not.
    days: Vec<DayView>,
    effect: Option<EffectView>,
}

#[derive(Serialize)]
struct DecreePage {
    zone: &'static str,
    decree: DecreeView,
    effect: Option<EffectView>,
    is_own: bool,
    /// Why this administrator may not confirm it.
    refused: Option<&'static str>,
    pending: u64,
}

#[derive(FromForm)]
struct RawDecree<'r> {
    #[field(default = "")]
    cited: &'r str,
    #[field(default = "")]
    issued_on_day: &'r str,
    #[field(default = "")]
    issued_on_month: &'r str,
    #[field(default = "")]
    issued_on_year: &'r str,
    #[field(default = "")]
    scope: &'r str,
    #[field(default = "")]
    place: &'r str,
    units: Vec<&'r str>,
    replaces: Vec<&'r str>,
    #[field(default = "")]
    days: &'r str,
    file: Vec<TempFile<'r>>,
    #[field(default = "")]
    step: &'r str,
}

#[derive(FromForm)]
struct RawSeen<'r> {
    #[field(default = "")]
    seen: &'r str,
}

#[derive(FromForm)]
struct RawReason<'r> {
    #[field(default = "")]
    reason: &'r str,
}

fn by(admin: &Admin) -> Result<UserId, ServiceError> {
    admin.viewer.user().ok_or(ServiceError::Forbidden)
}

fn address(id: Uuid) -> String {
    format!("/admin/kalender/{id}")
}

fn parse_id(id: &str) -> Result<Uuid, ServiceError> {
    Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)
}

async fn form(
    ctx: &Context,
    words: &Words<'_>,
    days: Vec<DayView>,
    effect: Option<&Effect>,
) -> Result<Page<FormPage>, ServiceError> {
    let units = public::find_units(ctx, "", None).await?;
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
    };
    let mut places: Vec<&str> = units.iter().map(|unit| unit.place.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    let view = FormPage {
        scopes: ["national", "local"]
            .map(|scope| choice(scope, words.text(&format!("decree.scope.{scope}"))))
            .into(),
        places: places
            .into_iter()
            .filter(|place| !place.is_empty())
            .map(|place| choice(place, place.to_owned()))
            .collect(),
        units: units
            .iter()
            .map(|unit| choice(&unit.code, unit.short_name.clone()))
            .collect(),
        replaces: vec![choice("yes", words.text("decree.form.replaces_label"))],
        days,
        // An administrator sees no case.
        effect: effect.map(|effect| effect_view(words, effect, None)),
    };
    Ok(Page::new(
        "pages/admin/decree_new.html.tera",
        "decree.form.title",
        view,
    ))
}

#[get("/admin/kalender/baru")]
async fn new(ctx: &State<Context>, _admin: Admin, language: Language) -> Answer<Page<FormPage>> {
    let page = form(ctx, &Words::new(ctx, language.0), Vec::new(), None).await?;
    Ok(page.filled(
        Typed::new()
            .with("scope", "national")
            .lists(&["units", "replaces"]),
    ))
}

/// Answers a look at the effect with a page, for nothing was done; a proposal leads to its own.
#[post("/admin/kalender/baru", data = "<sent>")]
async fn send(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    sent: Submission<RawDecree<'_>>,
) -> Answer<Either<Page<FormPage>, SeeOther>> {
    let Submission { value, typed } = sent;
    let words = Words::new(ctx, language.0);
    let mut typed = typed.lists(&["units", "replaces"]);
    let units = public::find_units(ctx, "", None).await?;
    let (draft, from_file, mut faults) = read(&value, &units).await?;
    if let Some(text) = from_file {
        // From here on it is text like any other, so that nothing is lost and it can be mended on the page.
        typed = typed.replaced("days", text);
    }
    let days = draft.days.iter().map(|day| day_view(&words, day)).collect();
    let looked = match calendars::preview(ctx, &draft).await {
        Ok(effect) => Some(effect),
        Err(ServiceError::Invalid(found)) => {
            // One that could not be read is not also empty.
            let told = faults
                .iter()
                .any(|fault| fault.field == "days" || fault.field == "file");
            faults.extend(found.into_iter().filter(|fault| !(told && fault.field == "days")));
            None
        }
        Err(error) => return Err(error.into()),
    };
    if !faults.is_empty() {
        let page = form(ctx, &words, days, None).await?;
        return Ok(Either::Left(page.refused(typed, faults)));
    }
    if value.step != "propose" {
        let page = form(ctx, &words, Vec::new(), looked.as_ref()).await?;
        return Ok(Either::Left(page.filled(typed)));
    }
    match calendars::propose(ctx, by(&admin)?, &draft).await {
        Ok(id) => Ok(Either::Right(
            SeeOther::to(address(id)).with(Flash::success("decree.done.proposed")),
        )),
        Err(ServiceError::Invalid(faults)) => {
            let page = form(ctx, &words, Vec::new(), looked.as_ref()).await?;
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The draft, the text of a file, and what could not be read of it.
async fn read(
    form: &RawDecree<'_>,
    units: &[Unit],
) -> Result<(Draft, Option<String>, Vec<Fault>), ServiceError> {
    let mut faults = Vec::new();
    let from_file = match form.file.iter().find(|file| file.len() > 0) {
        None => None,
        Some(file) => match text_of(file, form.days).await? {
            Ok(text) => Some(text),
            Err(key) => {
                faults.push(Fault::new("file", key));
                None
            }
        },
    };
    let is_local = form.scope == "local";
    let issued_on = typed_day(form.issued_on_day, form.issued_on_month, form.issued_on_year);
    let text = from_file.as_deref().unwrap_or(form.days);
    let (days, bad) = parse_decree(text, is_local, form.cited.trim());
    faults.extend(bad.iter().map(line_fault));
    let at_place = units
        .iter()
        .filter(|unit| !form.place.is_empty() && unit.place == form.place);
    let draft = Draft {
        cited: form.cited.to_owned(),
        issued_on: issued_on.unwrap_or(None),
        replaces: !form.replaces.is_empty(),
        units: form
            .units
            .iter()
            .map(|code| (*code).to_owned())
            .chain(at_place.map(|unit| unit.code.clone()))
            .collect(),
        is_local,
        days,
        came_by: if from_file.is_some() { "file" } else { "form" },
    };
    Ok((draft, from_file, faults))
}

/// The text of a file, or the key of what is wrong with it.
async fn text_of(file: &TempFile<'_>, typed: &str) -> Result<Result<String, &'static str>, ServiceError> {
    if file.len() > LARGEST_FILE {
        return Ok(Err("decree.fault.file_large"));
    }
    if !typed.trim().is_empty() {
        return Ok(Err("decree.fault.two_sources"));
    }
    let unavailable = |error: std::io::Error| ServiceError::Unavailable(error.into());
    let mut bytes = Vec::new();
    let mut reader = file.open().await.map_err(unavailable)?;
    reader.read_to_end(&mut bytes).await.map_err(unavailable)?;
    let text = String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'));
    Ok(text.ok_or("decree.fault.no_text"))
}

/// A line that could not be read, in words.
fn line_fault(error: &LineError) -> Fault {
    let (code, text) = match &error.problem {
        LineProblem::Malformed => ("malformed", String::new()),
        LineProblem::MissingColumn(name) => ("missing_column", (*name).to_owned()),
        LineProblem::Empty(name) => ("empty", (*name).to_owned()),
        LineProblem::NotADate(text) => ("not_a_date", text.clone()),
        LineProblem::UnknownKind(text) => ("unknown_kind", text.clone()),
        LineProblem::WrongKind(kind) => ("wrong_kind", kind.statutory_code().to_owned()),
        LineProblem::Repeated(line) => ("repeated", line.to_string()),
    };
    let mut fault = Fault::new("days", format!("decree.line.{code}"));
    fault
        .values
        .push(("line", FaultValue::Text(error.line.to_string())));
    fault.values.push(("text", FaultValue::Text(text)));
    fault
}

async fn page(
    ctx: &Context,
    admin: &Admin,
    language: Language,
    id: Uuid,
) -> Result<Page<DecreePage>, ServiceError> {
    let words = Words::new(ctx, language.0);
    let record = calendars::find(ctx, id).await?;
    let (effect, refused) = if record.is_open() {
        let effect = calendars::effect(ctx, ctx.db.read(), &record.decree).await?;
        let refused = calendars::may_confirm(ctx, by(admin)?, &record.row).await?;
        (Some(effect), refused.err().map(NoSecondPerson::code))
    } else {
        (None, None)
    };
    let view = DecreePage {
        zone: ctx.zone().name(),
        effect: effect.map(|effect| effect_view(&words, &effect, None)),
        is_own: record.row.proposed_by == admin.viewer.user().map(|user| user.0),
        refused,
        pending: calendars::count_pending(ctx).await?,
        decree: decree_view(&words, record),
    };
    Ok(Page::new("pages/admin/decree.html.tera", "decree.title", view))
}

#[get("/admin/kalender/<id>", rank = 2)]
async fn show(ctx: &State<Context>, admin: Admin, language: Language, id: &str) -> Answer<Page<DecreePage>> {
    Ok(page(ctx, &admin, language, parse_id(id)?).await?)
}

#[post("/admin/kalender/<id>/setujui", data = "<sent>")]
async fn confirm(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    id: &str,
    sent: Submission<RawSeen<'_>>,
) -> Answer<Either<Page<DecreePage>, SeeOther>> {
    let id = parse_id(id)?;
    match calendars::confirm(ctx, by(&admin)?, id, sent.value.seen).await {
        Ok(_) => Ok(Either::Right(
            SeeOther::to(address(id)).with(Flash::success("decree.done.confirmed")),
        )),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(ctx, &admin, language, id).await?;
            Ok(Either::Left(page.refused(Typed::new(), faults)))
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/admin/kalender/<id>/tolak", data = "<sent>")]
async fn reject(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    id: &str,
    sent: Submission<RawReason<'_>>,
) -> Answer<Either<Page<DecreePage>, SeeOther>> {
    let id = parse_id(id)?;
    // Whether there is one at all comes before what was typed.
    calendars::find(ctx, id).await?;
    match calendars::reject(ctx, by(&admin)?, id, sent.value.reason).await {
        Ok(()) => Ok(Either::Right(
            SeeOther::to(address(id)).with(Flash::success("decree.done.rejected")),
        )),
        Err(ServiceError::Invalid(faults)) => {
            let page = page(ctx, &admin, language, id).await?;
            Ok(Either::Left(page.refused(sent.typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/admin/kalender/<id>/tarik", data = "<_form>")]
async fn withdraw(
    ctx: &State<Context>,
    admin: Admin,
    id: &str,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    let id = parse_id(id)?;
    calendars::withdraw(ctx, by(&admin)?, id).await?;
    Ok(SeeOther::to(address(id)).with(Flash::success("decree.done.withdrawn")))
}
