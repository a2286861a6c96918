//! `/auditor`: the figures of every unit, each number a link to exactly its cases.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::Date;

use crate::services::Context;
use crate::services::audit::{self, Figure, FigureCache, FigureSet, Figures};
use crate::web::address::with_query;
use crate::web::files::Csv;
use crate::web::guards::Auditor;
use crate::web::pages::public::{
    FigureGroup, FigureLine, figure_groups, figure_lines, year_of, year_text, years_around,
};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show, csv]
}

#[derive(Serialize)]
struct FiguresPage {
    year: Option<i32>,
    as_of: Date,
    newer: Option<i32>,
    older: Option<i32>,
    this_year: i32,
    groups: Vec<FigureGroup>,
    timeliness: Table,
    clocks: Table,
    extensions: Table,
    ages: Table,
    deliveries: Table,
    csv: String,
}

#[derive(Serialize)]
struct Table {
    columns: &'static [&'static str],
    units: Vec<UnitLine>,
}

#[derive(Serialize)]
struct UnitLine {
    name: String,
    cells: Vec<FigureLine>,
}

/// What the table of units shows.
const TIMELINESS: [&str; 9] = [
    Figure::Received.code(),
    Figure::Due.code(),
    Figure::AnsweredInTime.code(),
    Figure::AnsweredLate.code(),
    Figure::NeverAnswered.code(),
    "median",
    "p90",
    Figure::Extended.code(),
    Figure::Open.code(),
];
/// What the table of the two clocks shows.
const CLOCKS: [&str; 8] = [
    Figure::StatuteDue.code(),
    Figure::StatuteInTime.code(),
    Figure::StatuteLate.code(),
    Figure::StatuteNeverAnswered.code(),
    Figure::RegulationDue.code(),
    Figure::RegulationInTime.code(),
    Figure::RegulationLate.code(),
    Figure::RegulationNeverAnswered.code(),
];
/// What the table of extensions shows.
const EXTENSIONS: [&str; 4] = [
    Figure::Extended.code(),
    Figure::ExtendedValid.code(),
    Figure::ExtendedUnproven.code(),
    Figure::ExtendedVoid.code(),
];
/// What the table of deliveries shows.
const DELIVERIES: [&str; 8] = [
    Figure::DeliveryDue.code(),
    Figure::DeliveredInTime.code(),
    Figure::DeliveredLate.code(),
    Figure::NotDelivered.code(),
    Figure::DeliveryUnpaid.code(),
    Figure::DeliveredUnpaid.code(),
    Figure::FeeCharged.code(),
    Figure::FeePaid.code(),
];
/// What the table of open cases shows.
const AGES: [&str; 5] = [
    Figure::Open.code(),
    Figure::OpenOneWeek.code(),
    Figure::OpenTwoWeeks.code(),
    Figure::OpenFourWeeks.code(),
    Figure::OpenLonger.code(),
];

/// One line of a table for each unit, with these figures.
fn table(
    figures: &Figures,
    columns: &'static [&'static str],
    has_line: impl Fn(&FigureSet) -> bool,
) -> Table {
    let shown = figures.units.iter().filter(|(_, set)| has_line(set));
    let units = shown.map(|(unit, set)| {
        let mut lines = figure_lines(set);
        link(figures, &mut lines, &unit.code);
        UnitLine {
            name: unit.short_name.clone(),
            cells: columns
                .iter()
                .filter_map(|code| lines.iter().find(|line| line.code == *code).cloned())
                .collect(),
        }
    });
    Table {
        columns,
        units: units.collect(),
    }
}

#[get("/auditor?<tahun>")]
async fn show(
    ctx: &State<Context>,
    cache: &State<FigureCache>,
    auditor: Auditor,
    tahun: Option<&str>,
) -> Answer<Page<FiguresPage>> {
    let year = year_of(ctx, tahun)?;
    let figures = audit::list(ctx, cache, &auditor.viewer, year).await?;
    let this_year = figures.as_of.year();
    let (newer, older) = years_around(year, this_year);
    let mut groups = figure_groups(&figures.total);
    for group in &mut groups {
        link(&figures, &mut group.lines, "");
    }
    let view = FiguresPage {
        year,
        as_of: figures.as_of,
        newer,
        older,
        this_year,
        groups,
        timeliness: table(&figures, &TIMELINESS, |set| set.get(Figure::Received) > 0),
        clocks: table(&figures, &CLOCKS, |set| set.get(Figure::Received) > 0),
        extensions: table(&figures, &EXTENSIONS, |set| set.get(Figure::Extended) > 0),
        ages: table(&figures, &AGES, |set| set.get(Figure::Open) > 0),
        deliveries: table(&figures, &DELIVERIES, |set| {
            let with_line = [
                Figure::DeliveryDue,
                Figure::DeliveryUnpaid,
                Figure::DeliveredUnpaid,
                Figure::FeeCharged,
            ];
            with_line.iter().any(|figure| set.get(*figure) > 0)
        }),
        csv: with_query("/auditor/angka.csv", &[("tahun", &year_text(year))]),
    };
    Ok(Page::new(
        "pages/auditor/figures.html.tera",
        "auditor.figures.title",
        view,
    ))
}

/// Gives figures the address of their cases; that of a span of days leads to the cases it was measured on.
fn link(figures: &Figures, lines: &mut [FigureLine], unit: &str) {
    let year = year_text(figures.year);
    let as_of = figures.as_of.to_string();
    for line in lines {
        let code = match Figure::from_code(line.code) {
            Some(figure) => figure.code(),
            None => Figure::Measured.code(),
        };
        let pairs = [("angka", code), ("unit", unit), ("tahun", &year), ("per", &as_of)];
        line.href = Some(with_query("/auditor/register", &pairs));
    }
}

#[get("/auditor/angka.csv?<tahun>")]
async fn csv(
    ctx: &State<Context>,
    cache: &State<FigureCache>,
    auditor: Auditor,
    tahun: Option<&str>,
) -> Answer<Csv> {
    let year = year_of(ctx, tahun)?;
    let figures = audit::list(ctx, cache, &auditor.viewer, year).await?;
    let name = format!("angka-{}.csv", year_text(year));
    Ok(Csv::whole(name, audit::figures_csv(&figures)))
}
