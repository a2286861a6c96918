//! `/auditor/keberatan`: the register of objections (Perki 1/2021 Ps 43; annex XI) with filters, its figures (M16–M18), each number a link to
//! exactly its objections, and one objection to read with its recomputed log. No identity, no words of the applicant.

use rocket::{FromForm, Route, State, get, routes};
use serde::Serialize;
use time::Date;
use time::macros::format_description;

use super::office::letter_page;
use crate::services::audit::Finding;
use crate::services::disputes::{check_dispute, of_objection};
use crate::services::objections::{
    self, AskedObjections, ObjectionCheck, ObjectionFigure, check_objection, for_auditor,
};
use crate::services::{Context, ServiceError};
use crate::web::address::chosen;
use crate::web::files::Csv;
use crate::web::guards::{Auditor, Language, ObjectionNo};
use crate::web::pages::explain::{AskedDate, Explanation, STAFF_TRACE, objection_explanation};
use crate::web::views::Words;
use crate::web::views::dispute::{DisputeView, dispute_view};
use crate::web::views::objection::{
    ObjectionLetterView, ObjectionPage, ObjectionRegisterView, objection_page, objection_register,
};
use crate::web::{Answer, Page, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, csv, show, explain, letter]
}

/// The filters as an address has them.
#[derive(FromForm)]
struct Filters<'r> {
    angka: Option<&'r str>,
    unit: Option<&'r str>,
    tahun: Option<&'r str>,
    per: Option<&'r str>,
    alasan: Option<&'r str>,
    status: Option<&'r str>,
    putusan: Option<&'r str>,
}

impl Filters<'_> {
    /// What is asked for; an unknown figure is an address of nothing.
    fn asked(&self, after: Option<&str>) -> Result<AskedObjections, ServiceError> {
        let code = |value: Option<&str>| chosen(value).map(str::to_owned);
        let figure = chosen(self.angka)
            .map(|code| ObjectionFigure::from_code(code).ok_or(ServiceError::NotFound))
            .transpose()?;
        let as_of = chosen(self.per).and_then(|day| {
            let day = Date::parse(day, format_description!("[year]-[month]-[day]")).ok()?;
            (1..=9999).contains(&day.year()).then_some(day)
        });
        Ok(AskedObjections {
            unit: code(self.unit),
            year: chosen(self.tahun).and_then(|year| year.parse().ok()),
            ground: code(self.alasan),
            status: code(self.status),
            decision: code(self.putusan),
            figure,
            as_of,
            after: after.map(str::to_owned),
        })
    }

    fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("angka", self.angka),
            ("unit", self.unit),
            ("tahun", self.tahun),
            ("per", self.per),
            ("alasan", self.alasan),
            ("status", self.status),
            ("putusan", self.putusan),
        ]
        .map(|(name, value)| (name, chosen(value).unwrap_or_default()))
    }
}

#[get("/auditor/keberatan?<setelah>&<filters..>")]
async fn list(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    filters: Filters<'_>,
    setelah: Option<&str>,
) -> Answer<Page<ObjectionRegisterView>> {
    let asked = filters.asked(chosen(setelah))?;
    let register = objections::register_list(ctx, &auditor.viewer, &asked).await?;
    let totals = objections::figures(ctx, &auditor.viewer, asked.year).await?;
    let pairs = filters.pairs();
    let words = Words::new(ctx, language.0);
    let view = objection_register(words, &register, &totals, &pairs, asked.after.is_some());
    let filled = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(Typed::new(), |typed, (name, value)| typed.with(name, value));
    let page = Page::new(
        "pages/auditor/objections.html.tera",
        "objection.register.title",
        view,
    );
    Ok(page.filled(filled))
}

#[get("/auditor/keberatan.csv?<filters..>")]
async fn csv(ctx: &State<Context>, auditor: Auditor, filters: Filters<'_>) -> Answer<Csv> {
    let text = objections::csv(ctx, &auditor.viewer, &filters.asked(None)?).await?;
    Ok(Csv::whole(
        format!("keberatan-{}.csv", ctx.today(ctx.zone())),
        text,
    ))
}

#[derive(Serialize)]
struct AuditPage {
    objection: ObjectionPage,
    dispute: DisputeView,
    request_href: Option<String>,
    check: CheckView,
    dispute_check: Option<CheckView>,
}

#[derive(Serialize)]
struct CheckView {
    is_intact: bool,
    events: usize,
    contents: usize,
    erased: usize,
    dates: usize,
    other_law: usize,
    findings: Vec<String>,
}

fn base(nomor: &ObjectionNo) -> String {
    format!("/auditor/keberatan/{}", nomor.0)
}

#[get("/auditor/keberatan/<keberatan_no>")]
async fn show(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Page<AuditPage>> {
    let file = for_auditor(ctx, &auditor.viewer, &keberatan_no.0.to_string()).await?;
    let words = Words::new(ctx, language.0);
    let check = check_objection(ctx, &file).await?;
    let dispute = of_objection(ctx, &file).await?;
    let dispute_check = check_dispute(ctx, &dispute).await?;
    let view = AuditPage {
        objection: objection_page(ctx, words, &file, &base(&keberatan_no))?,
        dispute: dispute_view(ctx, words, &file, &dispute, &base(&keberatan_no))?,
        request_href: file
            .registration_no
            .as_ref()
            .map(|number| format!("/auditor/permohonan/{number}")),
        check: check_view(words, &check),
        dispute_check: dispute_check.map(|check| check_view(words, &check)),
    };
    let page = Page::new("pages/auditor/objection.html.tera", "objection.page.title", view);
    Ok(page.title_value("number", &keberatan_no.0))
}

fn check_view(words: Words<'_>, check: &ObjectionCheck) -> CheckView {
    let told = |finding: &Finding| crate::web::pages::auditor::finding_text(words, *finding);
    CheckView {
        is_intact: check.findings.is_empty(),
        events: check.events,
        contents: check.contents,
        erased: check.erased,
        dates: check.dates,
        other_law: check.other_law,
        findings: check.findings.iter().map(told).collect(),
    }
}

#[get("/auditor/keberatan/<keberatan_no>/tenggat/<aturan_keberatan>?<per>")]
async fn explain(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_keberatan: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = for_auditor(ctx, &auditor.viewer, &keberatan_no.0.to_string()).await?;
    let asked = AskedDate {
        duty: aturan_keberatan,
        version: per,
        base: &base(&keberatan_no),
        template: STAFF_TRACE,
    };
    Ok(objection_explanation(ctx, Words::new(ctx, language.0), &file, asked).await?)
}

#[get("/auditor/keberatan/<keberatan_no>/surat/<surat>")]
async fn letter(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    keberatan_no: ObjectionNo,
    surat: &str,
) -> Answer<Page<ObjectionLetterView>> {
    let file = for_auditor(ctx, &auditor.viewer, &keberatan_no.0.to_string()).await?;
    Ok(letter_page(ctx, language, &file, surat, &base(&keberatan_no))?)
}
