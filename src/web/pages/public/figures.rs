//! `/kepatuhan`: the compliance figures of every unit, each with what it counts; `/kepatuhan.csv` for recomputing.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use super::figure_lines::{FigureGroup, FigureLine, count, figure_groups, share};
use crate::services::audit::{self, Figure, FigureCache, Figures};
use crate::services::objections::ObjectionFigure;
use crate::services::{Context, ServiceError};
use crate::web::address::{chosen, with_query};
use crate::web::files::Csv;
use crate::web::{Answer, Cache, Page};

pub fn routes() -> Vec<Route> {
    routes![show, csv]
}

#[derive(Serialize)]
struct CompliancePage {
    year: Option<i32>,
    as_of: Date,
    newer: Option<i32>,
    older: Option<i32>,
    this_year: i32,
    unit: Option<UnitName>,
    groups: Vec<FigureGroup>,
    objections: Vec<ObjectionGroup>,
    units: Vec<UnitFiguresLine>,
    csv: String,
    back: String,
}

#[derive(Clone, Serialize)]
struct UnitName {
    code: String,
    name: String,
}

#[derive(Serialize)]
struct UnitFiguresLine {
    name: String,
    href: String,
    received: i64,
    due: i64,
    in_time: FigureLine,
    answered_late: i64,
    never_answered: i64,
    median: Option<i32>,
    p90: Option<i32>,
    extended: i64,
    open: i64,
}

/// Figures of objections under one heading.
#[derive(Serialize)]
struct ObjectionGroup {
    code: &'static str,
    lines: Vec<ObjectionLine>,
}

/// One of them.
#[derive(Serialize)]
struct ObjectionLine {
    code: &'static str,
    /// Message key of its name.
    key: String,
    /// Letter of the ground, where it counts one (UU 14/2008 Ps 35(1)).
    letter: Option<char>,
    metric: &'static str,
    value: i64,
    of: Option<i64>,
    /// Message key of what it is a share of.
    of_key: Option<String>,
    share: Option<f64>,
}

/// The measure of what was brought to the Commission.
const DISPUTES: &str = "M19";

/// Objections to the superior, and the road to the Commission after them (M16–M19).
fn objection_groups(figures: &Figures, unit: Option<Uuid>) -> Vec<ObjectionGroup> {
    let key = |figure: ObjectionFigure| match figure {
        ObjectionFigure::OnGround(ground) => format!("objection.ground.{}", ground.code()),
        other => format!("objection.figure.{}", other.code()),
    };
    let line = |figure: ObjectionFigure| {
        let value = figures.of_objections(figure, unit);
        let of = figure.whole().map(|whole| figures.of_objections(whole, unit));
        ObjectionLine {
            code: figure.code(),
            key: key(figure),
            letter: match figure {
                ObjectionFigure::OnGround(ground) => Some(ground.letter()),
                _ => None,
            },
            metric: figure.metric(),
            value,
            of,
            of_key: figure.whole().map(key),
            share: of.and_then(|of| share(value, of)),
        }
    };
    let (disputes, objections): (Vec<_>, Vec<_>) = ObjectionFigure::all()
        .into_iter()
        .partition(|figure| figure.metric() == DISPUTES);
    [("objection", objections), ("dispute", disputes)]
        .map(|(code, figures)| ObjectionGroup {
            code,
            lines: figures.into_iter().map(line).collect(),
        })
        .into()
}

/// The first year a request can be of: Law 14/2008 is in force since 30 April 2010.
const FIRST_YEAR: i32 = 2010;

/// The year of an address: this one unless it names another, none for all of them.
pub(in crate::web) fn year_of(ctx: &Context, tahun: Option<&str>) -> Result<Option<i32>, ServiceError> {
    let this = ctx.today(ctx.zone()).year();
    match chosen(tahun) {
        None => Ok(Some(this)),
        Some("semua") => Ok(None),
        Some(year) => year
            .parse()
            .ok()
            .filter(|year| (FIRST_YEAR..=this).contains(year))
            .map(Some)
            .ok_or(ServiceError::NotFound),
    }
}

/// What a year is called in an address.
pub(in crate::web) fn year_text(year: Option<i32>) -> String {
    year.map_or_else(|| "semua".to_owned(), |year| year.to_string())
}

/// The years after and before, where there can be requests.
pub(in crate::web) fn years_around(year: Option<i32>, this: i32) -> (Option<i32>, Option<i32>) {
    let newer = year.map(|year| year + 1).filter(|year| *year <= this);
    let older = year.map(|year| year - 1).filter(|year| *year >= FIRST_YEAR);
    (newer, older)
}

#[get("/kepatuhan?<tahun>&<unit>")]
async fn show(
    ctx: &State<Context>,
    cache: &State<FigureCache>,
    tahun: Option<&str>,
    unit: Option<&str>,
) -> Answer<Page<CompliancePage>> {
    let year = year_of(ctx, tahun)?;
    let figures = audit::list_public(ctx, cache, year).await?;
    let version = figures.version.clone();
    let view = page_view(figures, chosen(unit))?;
    let page = Page::new(
        "pages/public/compliance.html.tera",
        "public.compliance.title",
        view,
    );
    Ok(page.cached(Cache::PublicEtag(version)))
}

fn page_view(figures: Figures, unit: Option<&str>) -> Result<CompliancePage, ServiceError> {
    let year = year_text(figures.year);
    let this = figures.as_of.year();
    let (newer, older) = years_around(figures.year, this);
    let address = |unit: &str| with_query("/kepatuhan", &[("tahun", &year), ("unit", unit)]);
    let one = unit
        .map(|code| {
            figures
                .units
                .iter()
                .find(|(unit, _)| unit.code == code)
                .ok_or(ServiceError::NotFound)
        })
        .transpose()?;
    // A unit that was only objected to has no row of requests; its figures are in the file and at its own address.
    let with_requests = figures
        .units
        .iter()
        .filter(|(_, set)| set.get(Figure::Received) > 0);
    let units = with_requests.map(|(unit, set)| UnitFiguresLine {
        name: unit.short_name.clone(),
        href: address(&unit.code),
        received: set.get(Figure::Received),
        due: set.get(Figure::Due),
        in_time: count(set, (Figure::AnsweredInTime, "M02", Some(Figure::Due))),
        answered_late: set.get(Figure::AnsweredLate),
        never_answered: set.get(Figure::NeverAnswered),
        median: set.percentile(50),
        p90: set.percentile(90),
        extended: set.get(Figure::Extended),
        open: set.get(Figure::Open),
    });
    Ok(CompliancePage {
        year: figures.year,
        as_of: figures.as_of,
        newer,
        older,
        this_year: this,
        groups: figure_groups(one.map_or(&figures.total, |(_, set)| set)),
        objections: objection_groups(&figures, one.map(|(unit, _)| unit.id)),
        units: if one.is_some() {
            Vec::new()
        } else {
            units.collect()
        },
        unit: one.map(|(unit, _)| UnitName {
            code: unit.code.clone(),
            name: unit.name.clone(),
        }),
        csv: with_query("/kepatuhan.csv", &[("tahun", &year)]),
        back: address(""),
    })
}

#[get("/kepatuhan.csv?<tahun>")]
async fn csv(ctx: &State<Context>, cache: &State<FigureCache>, tahun: Option<&str>) -> Answer<Csv> {
    let year = year_of(ctx, tahun)?;
    let figures = audit::list_public(ctx, cache, year).await?;
    let name = format!("kepatuhan-{}.csv", year_text(year));
    Ok(Csv::whole(name, audit::figures_csv(&figures)))
}
