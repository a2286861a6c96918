//! `/permohonan`: published answers, searched and filtered; `/permohonan/{nomor}`: one of them.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;

use super::{AnswerLine, Choice};
use crate::domain::request::Outcome;
use crate::services::Context;
use crate::services::public::{self, Found, PAGE, Published, Search};
use crate::web::address::{chosen, with_query};
use crate::web::guards::{Language, RegistrationNo};
use crate::web::views::Words;
use crate::web::{Answer, Cache, Page, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, show]
}

#[derive(Serialize)]
struct ListPage {
    answers: Vec<AnswerLine>,
    units: Vec<Choice>,
    outcomes: Vec<Choice>,
    is_filtered: bool,
    has_filters: bool,
    first: Option<String>,
    older: Option<String>,
}

#[get("/permohonan?<kata>&<unit>&<hasil>&<tahun>&<sebelum>")]
async fn list(
    ctx: &State<Context>,
    language: Language,
    kata: Option<&str>,
    unit: Option<&str>,
    hasil: Option<&str>,
    tahun: Option<&str>,
    sebelum: Option<i64>,
) -> Answer<Page<ListPage>> {
    let search = Search {
        words: chosen(kata).unwrap_or_default(),
        unit: chosen(unit),
        outcome: chosen(hasil),
        year: chosen(tahun).and_then(|year| year.parse().ok()),
        before: sebelum,
        limit: PAGE,
    };
    let found = public::search(ctx, &search).await?;
    let version = list_version(&found);
    let typed = [("kata", kata), ("unit", unit), ("hasil", hasil), ("tahun", tahun)]
        .into_iter()
        .filter_map(|(name, value)| Some((name, chosen(value)?)));
    let typed = typed.fold(Typed::new(), |typed, (name, value)| typed.with(name, value));
    let page = Page::new(
        "pages/public/answers.html.tera",
        "public.answers.title",
        list_view(Words::new(ctx, language.0), &search, &found),
    );
    Ok(page.filled(typed).cached(Cache::PublicEtag(version)))
}

fn list_version(found: &Found) -> String {
    let rows = found
        .rows
        .iter()
        .map(|row| format!("{}.{}", row.doc_id, row.version));
    let units: i32 = found.units.iter().map(|unit| unit.version).sum();
    format!("{units} {:?} {}", found.next, rows.collect::<Vec<_>>().join(" "))
}

fn list_view(words: Words<'_>, search: &Search<'_>, found: &Found) -> ListPage {
    let year = search.year.map(|year| year.to_string()).unwrap_or_default();
    let address = |before: &str| {
        let pairs = [
            ("kata", search.words),
            ("unit", search.unit.unwrap_or_default()),
            ("hasil", search.outcome.unwrap_or_default()),
            ("tahun", &year),
            ("sebelum", before),
        ];
        with_query("/permohonan", &pairs)
    };
    let mut units: Vec<Choice> = found
        .units
        .iter()
        .map(|unit| Choice {
            value: unit.code.clone(),
            label: unit.short_name.clone(),
        })
        .collect();
    units.sort_by(|a, b| a.label.cmp(&b.label));
    units.insert(0, Choice::everything(words));
    ListPage {
        answers: found
            .rows
            .iter()
            .map(|row| AnswerLine::of(row, found.unit(row.unit_id)))
            .collect(),
        units,
        outcomes: outcome_choices(words),
        is_filtered: address("") != "/permohonan",
        has_filters: search.unit.is_some() || search.outcome.is_some() || search.year.is_some(),
        first: search.before.map(|_| address("")),
        older: found.next.map(|next| address(&next.to_string())),
    }
}

/// Every outcome of a request.
pub(in crate::web) fn outcome_choices(words: Words<'_>) -> Vec<Choice> {
    let choice = |outcome: Outcome| Choice {
        value: outcome.code().to_owned(),
        label: words.text(&format!("law.outcome.{}", outcome.code())),
    };
    std::iter::once(Choice::everything(words))
        .chain(Outcome::ALL.iter().copied().map(choice))
        .collect()
}

#[derive(Serialize)]
struct AnswerPage {
    number: String,
    subject: String,
    question: String,
    answer: String,
    outcome: String,
    unit: UnitLink,
    received_on: Date,
    answered_on: Date,
    published_on: Date,
    files: Vec<FileLink>,
}

#[derive(Serialize)]
struct UnitLink {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct FileLink {
    href: String,
    name: String,
    size: String,
}

#[get("/permohonan/<nomor>")]
async fn show(ctx: &State<Context>, language: Language, nomor: RegistrationNo) -> Answer<Page<AnswerPage>> {
    let published = public::find(ctx, &nomor.0.to_string()).await?;
    let version = format!(
        "{} {} {}",
        published.text.doc_id, published.text.version, published.unit.version
    );
    let page = Page::new(
        "pages/public/answer.html.tera",
        "public.answer.title",
        answer_view(ctx, Words::new(ctx, language.0), published),
    );
    let page = page.title_value("number", &nomor.0);
    Ok(page.cached(Cache::PublicEtag(version)))
}

fn answer_view(ctx: &Context, words: Words<'_>, published: Published) -> AnswerPage {
    let Published { text, unit, files } = published;
    let published_at = crate::services::instant(text.published_at);
    let files = files.into_iter().map(|file| FileLink {
        href: format!("/permohonan/{}/berkas/{}", text.registration_no, file.id),
        name: file.name,
        size: words.size(u64::try_from(file.size).unwrap_or_default()),
    });
    AnswerPage {
        files: files.collect(),
        published_on: crate::clock::civil_date(published_at, ctx.zone()),
        unit: UnitLink {
            code: unit.code,
            name: unit.name,
        },
        number: text.registration_no,
        subject: text.subject,
        question: text.question,
        answer: text.answer,
        outcome: text.outcome,
        received_on: text.received_on,
        answered_on: text.answered_on,
    }
}
