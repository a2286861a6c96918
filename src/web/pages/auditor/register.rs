//! `/auditor/register`: the register of requests with filters, page by page, and the same as CSV.

use rocket::{FromForm, Route, State, get, routes};
use serde::Serialize;
use time::Date;
use time::macros::format_description;

use crate::domain::request::{Channel, Outcome, Status};
use crate::services::audit::{self, Asked, Figure, Register, RegisterRow};
use crate::services::{Context, ServiceError};
use crate::web::address::{chosen, with_query};
use crate::web::files::Csv;
use crate::web::guards::{Auditor, Language};
use crate::web::pages::public::Choice;
use crate::web::views::Words;
use crate::web::{Answer, Page, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, csv]
}

/// The filters as an address has them.
#[derive(FromForm)]
struct Filters<'r> {
    angka: Option<&'r str>,
    unit: Option<&'r str>,
    tahun: Option<&'r str>,
    per: Option<&'r str>,
    dari: Option<&'r str>,
    sampai: Option<&'r str>,
    status: Option<&'r str>,
    hasil: Option<&'r str>,
    kanal: Option<&'r str>,
}

impl Filters<'_> {
    /// What is asked for; an unknown figure is an address of nothing.
    fn asked(&self, after: Option<&str>) -> Result<Asked, ServiceError> {
        let code = |value: Option<&str>| chosen(value).map(str::to_owned);
        let figure = chosen(self.angka)
            .map(|code| Figure::from_code(code).ok_or(ServiceError::NotFound))
            .transpose()?;
        Ok(Asked {
            unit: code(self.unit),
            year: chosen(self.tahun).and_then(|year| year.parse().ok()),
            from: day(self.dari),
            to: day(self.sampai),
            status: code(self.status),
            outcome: code(self.hasil),
            channel: code(self.kanal),
            figure,
            as_of: day(self.per),
            after: after.map(str::to_owned),
        })
    }

    fn pairs(&self) -> [(&'static str, &str); 9] {
        [
            ("angka", self.angka),
            ("unit", self.unit),
            ("tahun", self.tahun),
            ("per", self.per),
            ("dari", self.dari),
            ("sampai", self.sampai),
            ("status", self.status),
            ("hasil", self.hasil),
            ("kanal", self.kanal),
        ]
        .map(|(name, value)| (name, chosen(value).unwrap_or_default()))
    }
}

fn day(value: Option<&str>) -> Option<Date> {
    let day = Date::parse(chosen(value)?, format_description!("[year]-[month]-[day]")).ok()?;
    (1..=9999).contains(&day.year()).then_some(day)
}

#[derive(Serialize)]
struct RegisterPage {
    as_of: Date,
    figure: Option<&'static str>,
    rows: Vec<RowView>,
    units: Vec<Choice>,
    statuses: Vec<Choice>,
    outcomes: Vec<Choice>,
    channels: Vec<Choice>,
    figures: Vec<Choice>,
    first: Option<String>,
    older: Option<String>,
    csv: String,
}

#[derive(Serialize)]
struct RowView {
    number: String,
    unit: String,
    subject: String,
    is_imported: bool,
    received_on: Date,
    due_on: Date,
    statute_due_on: Date,
    regulation_due_on: Option<Date>,
    notice_on: Option<Date>,
    working_days_used: Option<i32>,
    status: String,
    is_extended: bool,
    is_extension_void: bool,
    is_late: bool,
}

#[get("/auditor/register?<setelah>&<filters..>")]
async fn show(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    filters: Filters<'_>,
    setelah: Option<&str>,
) -> Answer<Page<RegisterPage>> {
    let asked = filters.asked(chosen(setelah))?;
    let register = audit::list_register(ctx, &auditor.viewer, &asked).await?;
    let filled = filters
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(Typed::new(), |typed, (name, value)| typed.with(name, value));
    let view = page_view(Words::new(ctx, language.0), &filters, &asked, &register);
    let page = Page::new("pages/auditor/register.html.tera", "auditor.register.title", view);
    Ok(page.filled(filled))
}

fn page_view(words: Words<'_>, filters: &Filters<'_>, asked: &Asked, register: &Register) -> RegisterPage {
    let address = |path: &str, after: &str| {
        let pairs = filters.pairs().into_iter().chain([("setelah", after)]);
        with_query(path, &pairs.collect::<Vec<_>>())
    };
    let codes = |group: &str, codes: Vec<&'static str>| {
        let choice = |code: &str| Choice {
            value: code.to_owned(),
            label: words.text(&format!("{group}.{code}")),
        };
        let all = std::iter::once(Choice::everything(words));
        all.chain(codes.into_iter().map(choice)).collect::<Vec<_>>()
    };
    let figures = Figure::ALL.into_iter().map(|figure| Choice {
        value: figure.code().to_owned(),
        label: words.text(&format!("public.figure.{}.name", figure.code())),
    });
    let mut units: Vec<Choice> = register
        .units
        .iter()
        .map(|unit| Choice {
            value: unit.code.clone(),
            label: unit.short_name.clone(),
        })
        .collect();
    units.sort_by(|a, b| a.label.cmp(&b.label));
    units.insert(0, Choice::everything(words));
    RegisterPage {
        as_of: register.as_of,
        figure: asked.figure.map(Figure::code),
        rows: register.rows.iter().map(|row| row_view(register, row)).collect(),
        units,
        statuses: codes("law.status", Status::ALL.iter().map(|one| one.code()).collect()),
        outcomes: codes("law.outcome", Outcome::ALL.iter().map(|one| one.code()).collect()),
        channels: codes("law.channel", Channel::ALL.iter().map(|one| one.code()).collect()),
        figures: std::iter::once(Choice::everything(words))
            .chain(figures)
            .collect(),
        first: asked.after.as_ref().map(|_| address("/auditor/register", "")),
        older: register
            .next
            .as_ref()
            .map(|next| address("/auditor/register", next)),
        csv: address("/auditor/register.csv", ""),
    }
}

fn row_view(register: &Register, row: &RegisterRow) -> RowView {
    RowView {
        number: row.registration_no.clone(),
        unit: register.unit_name(row.unit_id).to_owned(),
        subject: row.subject.clone(),
        is_imported: row.source == "import",
        received_on: row.received_on,
        due_on: row.due_on,
        statute_due_on: row.statute_due_on,
        regulation_due_on: row.regulation_due_on,
        notice_on: row.notice_on,
        working_days_used: row.working_days_used,
        status: row.status.clone(),
        is_extended: row.is_extension_valid == Some(true),
        is_extension_void: row.is_extension_valid == Some(false),
        is_late: row.is_late,
    }
}

#[get("/auditor/register.csv?<filters..>")]
async fn csv(ctx: &State<Context>, auditor: Auditor, filters: Filters<'_>) -> Answer<Csv> {
    let parts = audit::register_csv(ctx, &auditor.viewer, &filters.asked(None)?).await?;
    let name = format!("register-{}.csv", ctx.today(ctx.zone()));
    Ok(Csv::parts(name, parts))
}
