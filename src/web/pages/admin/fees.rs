//! `/admin/biaya`: fee decrees; `/admin/biaya/baru`: entering one; `/admin/biaya/<id>`: ending it.

use std::collections::BTreeSet;

use rocket::form::FromForm;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::calendar::typed_day;
use crate::domain::fee::{FeeKind, NewSchedule};
use crate::services::fees::{self, Binds, EnteredBy};
use crate::services::public;
use crate::services::units::body_of;
use crate::services::{Context, Fault, ServiceError};
use crate::web::forms::rupiah;
use crate::web::guards::{Admin, Language};
use crate::web::pages::public::{Choice, schedules};
use crate::web::views::{ScheduleView, Words, whole_body};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, new, create, show, end]
}

#[derive(Serialize)]
struct ListPage {
    schedules: Vec<ScheduleView>,
}

#[derive(Serialize)]
struct FormPage {
    units: Vec<Choice>,
    kinds: Vec<Choice>,
    ways: Vec<Choice>,
    /// Places of the lines.
    lines: Vec<usize>,
}

#[derive(Serialize)]
struct EndPage {
    schedule: ScheduleView,
}

/// What the name of another public body follows in the field of the unit.
const BODY: &str = "badan:";

/// Lines that the form has room for; a decree with more is imported from a file.
const LINES: usize = 8;

fn by(admin: &Admin) -> Result<EnteredBy, ServiceError> {
    admin
        .viewer
        .user()
        .map(EnteredBy::User)
        .ok_or(ServiceError::Forbidden)
}

#[get("/admin/biaya")]
async fn list(ctx: &State<Context>, _admin: Admin, language: Language) -> Answer<Page<ListPage>> {
    let view = ListPage {
        schedules: schedules(ctx, Words::new(ctx, language.0)).await?,
    };
    Ok(Page::new("pages/admin/fees.html.tera", "fee.admin.title", view))
}

async fn form(ctx: &Context, language: Language) -> Result<Page<FormPage>, ServiceError> {
    let words = Words::new(ctx, language.0);
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
    };
    let units = public::find_units(ctx, "", None).await?;
    let own = &ctx.settings.instance.name;
    let others: BTreeSet<String> = units.iter().map(|unit| body_of(ctx, unit)).collect();
    let others: Vec<Choice> = others
        .iter()
        .filter(|body| *body != own)
        .map(|body| choice(&format!("{BODY}{body}"), whole_body(words, body)))
        .collect();
    let whole = choice("", whole_body(words, own));
    let units = units
        .iter()
        .map(|unit| choice(&unit.code, unit.short_name.clone()));
    let view = FormPage {
        units: std::iter::once(whole).chain(others).chain(units).collect(),
        kinds: std::iter::once(choice("", "–".to_owned()))
            .chain(
                FeeKind::ALL
                    .iter()
                    .map(|kind| choice(kind.code(), words.text(&format!("law.fee_kind.{}", kind.code())))),
            )
            .collect(),
        ways: vec![choice("yes", words.text("fee.form.cash"))],
        lines: (1..=LINES).collect(),
    };
    Ok(Page::new("pages/admin/fee_new.html.tera", "fee.form.title", view))
}

#[get("/admin/biaya/baru")]
async fn new(ctx: &State<Context>, _admin: Admin, language: Language) -> Answer<Page<FormPage>> {
    Ok(form(ctx, language).await?.filled(Typed::new().lists(&["cash"])))
}

#[derive(FromForm)]
struct RawSchedule<'r> {
    #[field(default = "")]
    unit: &'r str,
    #[field(default = "")]
    decree_no: &'r str,
    #[field(default = "")]
    account: &'r str,
    #[field(default = "")]
    e_money: &'r str,
    cash: Vec<&'r str>,
}

#[post("/admin/biaya/baru", data = "<sent>")]
async fn create(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    sent: Submission<RawSchedule<'_>>,
) -> Answer<Either<Page<FormPage>, SeeOther>> {
    let Submission { value, typed } = sent;
    let typed = typed.lists(&["cash"]);
    let mut faults = Vec::new();
    let schedule = NewSchedule {
        decree_no: value.decree_no.to_owned(),
        decree_on: day(&typed, "decree_on", &mut faults),
        valid_from: day(&typed, "valid_from", &mut faults),
        valid_to: day(&typed, "valid_to", &mut faults),
        takes_cash: !value.cash.is_empty(),
        account: value.account.to_owned(),
        e_money: value.e_money.to_owned(),
        items: lines(&typed),
    };
    let binds = match value.unit.strip_prefix(BODY) {
        Some(body) => Binds::Body(Some(body)),
        None if value.unit.is_empty() => Binds::Body(None),
        None => Binds::Unit(value.unit),
    };
    let entered = if faults.is_empty() {
        fees::enter(ctx, by(&admin)?, binds, &schedule).await.map(|_| ())
    } else {
        let known: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
        let more = fees::faults_of(&schedule, ctx.today(ctx.zone())).into_iter();
        faults.extend(more.filter(|fault| !known.contains(&fault.field)));
        Err(ServiceError::Invalid(faults))
    };
    match entered {
        Ok(()) => Ok(Either::Right(
            SeeOther::to("/admin/biaya").with(Flash::success("fee.done.entered")),
        )),
        Err(ServiceError::Invalid(faults)) => {
            Ok(Either::Left(form(ctx, language).await?.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A line of the form: kind, what for, by what it is counted, rupiah.
type Line = (Option<FeeKind>, String, String, Option<i64>);

/// The lines up to the last one in which something was written.
fn lines(typed: &Typed) -> Vec<Line> {
    let text = |name: &str, n: usize| typed.text(&format!("{name}_{n}"));
    let is_blank = |n: usize| {
        ["kind", "what", "measure", "price"]
            .iter()
            .all(|name| text(name, n).trim().is_empty())
    };
    let last = (1..=LINES).rev().find(|n| !is_blank(*n)).unwrap_or(0);
    (1..=last)
        .map(|n| {
            (
                FeeKind::parse(text("kind", n)),
                text("what", n).to_owned(),
                text("measure", n).to_owned(),
                rupiah(text("price", n)),
            )
        })
        .collect()
}

fn day(typed: &Typed, field: &str, faults: &mut Vec<Fault>) -> Option<time::Date> {
    let part = |part: &str| typed.text(&format!("{field}_{part}"));
    typed_day(part("day"), part("month"), part("year")).unwrap_or_else(|_| {
        faults.push(Fault::new(field, "field.date_wrong"));
        None
    })
}

async fn end_page(ctx: &Context, language: Language, id: &str) -> Result<Page<EndPage>, ServiceError> {
    let all = schedules(ctx, Words::new(ctx, language.0)).await?;
    let schedule = all
        .into_iter()
        .find(|one| one.id == id)
        .ok_or(ServiceError::NotFound)?;
    let view = EndPage { schedule };
    Ok(Page::new("pages/admin/fee.html.tera", "fee.end.title", view))
}

#[get("/admin/biaya/<id>")]
async fn show(ctx: &State<Context>, _admin: Admin, language: Language, id: &str) -> Answer<Page<EndPage>> {
    Ok(end_page(ctx, language, id).await?)
}

#[derive(FromForm)]
struct RawEnd<'r> {
    #[field(name = "valid_to_day", default = "")]
    day: &'r str,
    #[field(name = "valid_to_month", default = "")]
    month: &'r str,
    #[field(name = "valid_to_year", default = "")]
    year: &'r str,
}

#[post("/admin/biaya/<id>/akhiri", data = "<sent>")]
async fn end(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    id: &str,
    sent: Submission<RawEnd<'_>>,
) -> Answer<Either<Page<EndPage>, SeeOther>> {
    let Submission { value, typed } = sent;
    let key = Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)?;
    let last = typed_day(value.day, value.month, value.year).unwrap_or(None);
    match fees::end(ctx, by(&admin)?, key, last).await {
        Ok(()) => Ok(Either::Right(
            SeeOther::to("/admin/biaya").with(Flash::success("fee.done.ended")),
        )),
        Err(ServiceError::Invalid(faults)) => Ok(Either::Left(
            end_page(ctx, language, id).await?.refused(typed, faults),
        )),
        Err(error) => Err(error.into()),
    }
}
