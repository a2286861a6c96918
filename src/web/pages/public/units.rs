//! `/unit`: every unit, found by place and kind; `/unit/{code}`: one of them.

use std::collections::BTreeSet;

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;

use super::figure_lines::{FigureLine, figure_lines};
use super::{AnswerLine, Choice};
use crate::services::Context;
use crate::services::audit::FigureCache;
use crate::services::public::{self, Unit, UnitPage, Validity};
use crate::web::address::chosen;
use crate::web::guards::Language;
use crate::web::views::{Words, fee_anchor};
use crate::web::{Answer, Cache, Page, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, show]
}

#[derive(Serialize)]
struct ListPage {
    units: Vec<UnitLine>,
    kinds: Vec<Choice>,
    is_filtered: bool,
}

#[derive(Serialize)]
struct UnitLine {
    code: String,
    name: String,
    kind: String,
    place: String,
    validity: Option<Dated>,
}

/// A unit that does not exist today.
#[derive(Serialize)]
struct Dated {
    is_coming: bool,
    on: Option<Date>,
}

fn dated(unit: &Unit, today: Date) -> Option<Dated> {
    match public::validity(unit, today) {
        Validity::Now => None,
        Validity::Coming => Some(Dated {
            is_coming: true,
            on: unit.valid_from,
        }),
        Validity::Ended => Some(Dated {
            is_coming: false,
            on: unit.valid_to,
        }),
    }
}

#[get("/unit?<kata>&<jenis>")]
async fn list(
    ctx: &State<Context>,
    language: Language,
    kata: Option<&str>,
    jenis: Option<&str>,
) -> Answer<Page<ListPage>> {
    let (kata, jenis) = (chosen(kata), chosen(jenis));
    let all = public::find_units(ctx, "", None).await?;
    let found = public::find_units(ctx, kata.unwrap_or_default(), jenis).await?;
    let words = Words::new(ctx, language.0);
    let today = ctx.today(ctx.zone());
    let kinds: BTreeSet<(String, &str)> = all
        .iter()
        .map(|unit| {
            (
                words.text(&format!("law.unit_kind.{}", unit.kind)),
                unit.kind.as_str(),
            )
        })
        .collect();
    let view = ListPage {
        kinds: std::iter::once(Choice::everything(words))
            .chain(kinds.into_iter().map(|(label, value)| Choice {
                value: value.to_owned(),
                label,
            }))
            .collect(),
        is_filtered: kata.or(jenis).is_some(),
        units: found
            .iter()
            .map(|unit| UnitLine {
                code: unit.code.clone(),
                name: unit.name.clone(),
                kind: unit.kind.clone(),
                place: unit.place.clone(),
                validity: dated(unit, today),
            })
            .collect(),
    };
    let versions: i32 = all.iter().map(|unit| unit.version).sum();
    let mut typed = Typed::new();
    for (name, value) in [("kata", kata), ("jenis", jenis)] {
        if let Some(value) = value {
            typed = typed.with(name, value);
        }
    }
    let page = Page::new("pages/public/units.html.tera", "public.units.title", view).filled(typed);
    Ok(page.cached(Cache::PublicEtag(format!("{today} {} {versions}", all.len()))))
}

#[derive(Serialize)]
struct UnitView {
    code: String,
    name: String,
    short_name: String,
    kind: String,
    place: String,
    address: String,
    email: Option<String>,
    website: Option<String>,
    areas: Vec<String>,
    parent: Option<ParentLink>,
    heirs: Vec<ParentLink>,
    predecessors: Vec<ParentLink>,
    earlier: Vec<EarlierName>,
    validity: Option<Dated>,
    valid_from: Option<Date>,
    has_fees: bool,
    /// Where on the page of fees.
    fees_at: String,
    year: i32,
    figures: Vec<FigureLine>,
    answers: Vec<AnswerLine>,
}

#[derive(Serialize)]
struct ParentLink {
    code: String,
    name: String,
}

impl From<Unit> for ParentLink {
    fn from(unit: Unit) -> Self {
        Self {
            code: unit.code,
            name: unit.name,
        }
    }
}

/// What the unit was called before.
#[derive(Serialize)]
struct EarlierName {
    name: String,
    until: Option<Date>,
}

#[get("/unit/<code>")]
async fn show(ctx: &State<Context>, cache: &State<FigureCache>, code: &str) -> Answer<Page<UnitView>> {
    let page = public::unit_page(ctx, cache, code).await?;
    let version = page.version.clone();
    let name = page.unit.short_name.clone();
    let view = unit_view(page, ctx.today(ctx.zone()));
    let page = Page::new("pages/public/unit.html.tera", "public.unit.title", view).title_value("name", name);
    Ok(page.cached(Cache::PublicEtag(version)))
}

fn unit_view(page: UnitPage, today: Date) -> UnitView {
    let validity = dated(&page.unit, today);
    let UnitPage {
        unit,
        parent,
        history,
        year,
        figures,
        answers,
        fees,
        ..
    } = page;
    let earlier = history.versions.iter().rev().skip(1);
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    UnitView {
        figures: figure_lines(&figures),
        answers: answers
            .iter()
            .map(|row| AnswerLine::of(row, Some(&unit)))
            .collect(),
        areas: unit
            .service_area
            .split(';')
            .map(|area| area.trim().to_owned())
            .filter(|area| !area.is_empty())
            .collect(),
        earlier: earlier
            .filter(|version| version.name != unit.name)
            .map(|version| EarlierName {
                name: version.name.clone(),
                until: version.valid_to,
            })
            .collect(),
        heirs: history.heirs.into_iter().map(ParentLink::from).collect(),
        predecessors: history.predecessors.into_iter().map(ParentLink::from).collect(),
        parent: parent.map(ParentLink::from),
        validity,
        valid_from: unit.valid_from,
        has_fees: fees.is_some(),
        fees_at: fees.as_ref().map_or_else(String::new, |schedule| {
            fee_anchor(schedule, schedule.row.unit_id.map(|_| unit.code.as_str()))
        }),
        year,
        email: filled(unit.email),
        website: filled(unit.website),
        code: unit.code,
        name: unit.name,
        short_name: unit.short_name,
        kind: unit.kind,
        place: unit.place,
        address: unit.address,
    }
}
