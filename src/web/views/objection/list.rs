//! Lists of objections: for superiors and officers by what is due, for auditors as the register of annex XI with its figures.

use serde::Serialize;

use super::page::badge;
use crate::domain::objection::{Decision, Ground, ObjectionStatus};
use crate::services::objections::{
    ListEntry, ObjectionCounts, ObjectionFigure, ObjectionList, ObjectionTotals,
};
use crate::services::units::Unit;
use crate::web::address::with_query;
use crate::web::views::Words;
use crate::web::views::parts::{Badge, Choice};

/// A list with its tabs: `components/objection_list.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct ObjectionListView {
    tabs: Vec<TabView>,
    rows: Vec<RowView>,
    has_many_units: bool,
    first: Option<String>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct TabView {
    href: String,
    word: &'static str,
    is_current: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    number: String,
    href: String,
    registration_no: Option<String>,
    subject: String,
    unit: String,
    grounds: String,
    status: String,
    due: Option<Badge>,
    due_on: Option<String>,
    filed_on: String,
    decided_on: Option<String>,
    decision: Option<String>,
    is_possibly_late: bool,
    is_waiting: bool,
    /// Code of the state of an open dispute.
    dispute: Option<String>,
}

fn row(words: Words<'_>, entry: &ListEntry, base: &str) -> RowView {
    let row = &entry.row;
    RowView {
        href: format!("{base}/{}", row.number),
        number: row.number.clone(),
        registration_no: row.registration_no.clone(),
        subject: row.subject.clone(),
        unit: entry.unit.clone(),
        grounds: entry
            .grounds
            .iter()
            .map(|ground| ground.letter().to_string())
            .collect::<Vec<_>>()
            .join(", "),
        status: row.status.clone(),
        due: badge(words, entry.due),
        due_on: row.queue_on.map(|on| words.date_short(on)),
        filed_on: words.date_short(row.filed_on),
        decided_on: row.decided_on.map(|on| words.date_short(on)),
        decision: row
            .decision
            .as_ref()
            .map(|code| words.text(&format!("objection.decision.{code}"))),
        is_possibly_late: row.is_possibly_late,
        is_waiting: row.is_question_open,
        dispute: entry.dispute.clone(),
    }
}

/// A page of a list under `base`. `tabs` are the words of its tabs, `tab` the one shown.
pub fn objection_list(
    words: Words<'_>,
    list: &ObjectionList,
    base: &str,
    tabs: &[&'static str],
    tab: &str,
    is_further: bool,
) -> ObjectionListView {
    let address = |tab: &str, after: &str| with_query(base, &[("tab", tab), ("sesudah", after)]);
    let tab_view = |word: &&'static str| TabView {
        href: address(word, ""),
        word,
        is_current: *word == tab,
    };
    ObjectionListView {
        tabs: tabs.iter().map(tab_view).collect(),
        rows: list.entries.iter().map(|entry| row(words, entry, base)).collect(),
        has_many_units: list.has_many_units,
        first: is_further.then(|| address(tab, "")),
        next: list.next.as_deref().map(|after| address(tab, after)),
    }
}

/// The register for auditors: `pages/auditor/objections.html.tera`.
#[derive(Debug, Serialize)]
pub struct ObjectionRegisterView {
    as_of: time::Date,
    figure: Option<String>,
    totals: Vec<FigureView>,
    by_unit: Vec<UnitView>,
    columns: Vec<String>,
    rows: Vec<RowView>,
    units: Vec<Choice>,
    grounds: Vec<Choice>,
    statuses: Vec<Choice>,
    decisions: Vec<Choice>,
    first: Option<String>,
    next: Option<String>,
    csv: String,
}

#[derive(Debug, Serialize)]
struct FigureView {
    name: String,
    metric: &'static str,
    value: i64,
    of: Option<i64>,
    href: String,
}

#[derive(Debug, Serialize)]
struct UnitView {
    name: String,
    cells: Vec<CellView>,
}

#[derive(Debug, Serialize)]
struct CellView {
    label: String,
    value: i64,
    href: String,
}

/// What the table of units shows.
const BY_UNIT: [ObjectionFigure; 6] = [
    ObjectionFigure::Received,
    ObjectionFigure::StatuteDue,
    ObjectionFigure::StatuteInTime,
    ObjectionFigure::RegulationInTime,
    ObjectionFigure::Lapsed,
    ObjectionFigure::ExecutedInTime,
];

fn figure_name(words: Words<'_>, figure: ObjectionFigure) -> String {
    match figure {
        ObjectionFigure::OnGround(ground) => super::ground_text(words, ground),
        other => words.text(&format!("objection.figure.{}", other.code())),
    }
}

/// Figures with the addresses of their objections.
struct Figures<'a> {
    words: Words<'a>,
    totals: &'a ObjectionTotals,
    year: &'a str,
    as_of: String,
}

impl Figures<'_> {
    fn link(&self, figure: ObjectionFigure, unit: &str) -> String {
        let pairs = [
            ("angka", figure.code()),
            ("unit", unit),
            ("tahun", self.year),
            ("per", &self.as_of),
        ];
        with_query("/auditor/keberatan", &pairs)
    }

    fn totals(&self) -> Vec<FigureView> {
        let total = &self.totals.total;
        let line = |figure: ObjectionFigure| FigureView {
            name: figure_name(self.words, figure),
            metric: figure.metric(),
            value: count(total, figure),
            of: figure.whole().map(|whole| count(total, whole)),
            href: self.link(figure, ""),
        };
        ObjectionFigure::all().into_iter().map(line).collect()
    }

    fn by_unit(&self) -> Vec<UnitView> {
        let line = |(unit, counts): &(Unit, ObjectionCounts)| UnitView {
            name: unit.short_name.clone(),
            cells: BY_UNIT
                .iter()
                .map(|figure| CellView {
                    label: figure_name(self.words, *figure),
                    value: count(counts, *figure),
                    href: self.link(*figure, &unit.code),
                })
                .collect(),
        };
        self.totals.units.iter().map(line).collect()
    }
}

fn count(counts: &ObjectionCounts, figure: ObjectionFigure) -> i64 {
    counts.get(figure.code()).copied().unwrap_or_default()
}

/// The register with its filters as an address has them (`pairs`), its figures, and where its pages lie.
pub fn objection_register(
    words: Words<'_>,
    list: &ObjectionList,
    totals: &ObjectionTotals,
    pairs: &[(&str, &str)],
    is_further: bool,
) -> ObjectionRegisterView {
    let address = |path: &str, after: &str| {
        let all: Vec<(&str, &str)> = pairs.iter().copied().chain([("setelah", after)]).collect();
        with_query(path, &all)
    };
    let value_of = |name: &str| {
        let found = pairs.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| *value)
    };
    let everything = || Choice::new("", words.text("public.filter.all"));
    let named = |group: &str, codes: Vec<&str>| {
        let choice = |code: &str| Choice::new(code, words.text(&format!("objection.{group}.{code}")));
        let mut all = vec![everything()];
        all.extend(codes.into_iter().map(choice));
        all
    };
    let mut units: Vec<Choice> = list
        .units
        .iter()
        .map(|unit| Choice::new(&unit.code, &unit.short_name))
        .collect();
    units.sort_by(|a, b| a.label.cmp(&b.label));
    units.insert(0, everything());
    let figures = Figures {
        words,
        totals,
        year: value_of("tahun"),
        as_of: totals.as_of.to_string(),
    };
    ObjectionRegisterView {
        as_of: list.as_of,
        figure: ObjectionFigure::from_code(value_of("angka")).map(|figure| figure_name(words, figure)),
        totals: figures.totals(),
        columns: BY_UNIT.iter().map(|figure| figure_name(words, *figure)).collect(),
        by_unit: figures.by_unit(),
        rows: list
            .entries
            .iter()
            .map(|entry| row(words, entry, "/auditor/keberatan"))
            .collect(),
        units,
        grounds: named("ground", Ground::ALL.iter().map(|one| one.code()).collect()),
        statuses: named(
            "status",
            ObjectionStatus::ALL.iter().map(|one| one.code()).collect(),
        ),
        decisions: named("decision", Decision::ALL.iter().map(|one| one.code()).collect()),
        first: is_further.then(|| address("/auditor/keberatan", "")),
        next: list
            .next
            .as_deref()
            .map(|next| address("/auditor/keberatan", next)),
        csv: address("/auditor/keberatan.csv", ""),
    }
}
