//! The simulator as a page: what may be supposed, and the figures as they were and as they would have been.

use rocket::FromForm;
use serde::Serialize;
use std::collections::BTreeMap;
use time::macros::format_description;
use time::{Date, Month};

use super::answers::{AnswersView, answers};
use crate::domain::calendar::{OffHours, ReceiptDay, Treatment, Weekend};
use crate::domain::deadline::RuleId;
use crate::domain::simulate::{Assumptions, CHANGEABLE, Comparison, LONGEST, MOST_SHIFTED, Tally};
use crate::services::simulation::{Asked, Report};
use crate::services::{Context, Fault, FaultValue};
use crate::text::Lang;
use crate::web::Typed;
use crate::web::address::{chosen, with_query};
use crate::web::pages::public::Choice;
use crate::web::views::Words;

/// What an address asks. Without `hitung` the form is only shown.
#[derive(FromForm)]
pub struct SimulationQuery<'r> {
    hitung: Option<&'r str>,
    dari: Option<&'r str>,
    sampai: Option<&'r str>,
    unit: Option<&'r str>,
    d02: Option<&'r str>,
    d03: Option<&'r str>,
    d04: Option<&'r str>,
    d05: Option<&'r str>,
    d06: Option<&'r str>,
    d08: Option<&'r str>,
    d12: Option<&'r str>,
    d13: Option<&'r str>,
    kalender: Option<&'r str>,
    terima: Option<&'r str>,
    tutup: Option<&'r str>,
    pekan: Option<&'r str>,
    geser: Option<&'r str>,
}

impl<'r> SimulationQuery<'r> {
    /// Whether figures are wanted.
    pub fn is_asked(&self) -> bool {
        chosen(self.hitung).is_some()
    }

    fn pairs(&self) -> [(&'static str, Option<&'r str>); 16] {
        [
            ("dari", self.dari),
            ("sampai", self.sampai),
            ("unit", self.unit),
            ("d02", self.d02),
            ("d03", self.d03),
            ("d04", self.d04),
            ("d05", self.d05),
            ("d06", self.d06),
            ("d08", self.d08),
            ("d12", self.d12),
            ("d13", self.d13),
            ("kalender", self.kalender),
            ("terima", self.terima),
            ("tutup", self.tutup),
            ("pekan", self.pekan),
            ("geser", self.geser),
        ]
    }

    /// What was typed; the year so far before anything was.
    pub fn typed(&self, today: Date) -> Typed {
        let mut typed = Typed::new();
        if !self.is_asked() {
            let first = Date::from_calendar_date(today.year(), Month::January, 1).unwrap_or(today);
            typed = typed
                .with("dari", first.to_string())
                .with("sampai", today.to_string());
        }
        let filled = self
            .pairs()
            .into_iter()
            .filter_map(|(name, value)| Some((name, chosen(value)?)));
        filled.fold(typed, |typed, (name, value)| typed.with(name, value))
    }

    fn length_of(&self, rule: RuleId) -> Option<&'r str> {
        let field = field_of(rule);
        let found = self.pairs().into_iter().find(|(name, _)| *name == field);
        found.and_then(|(_, value)| chosen(value))
    }

    /// The question.
    ///
    /// # Errors
    /// What is wrong with the fields.
    pub fn question(&self) -> Result<Asked, Vec<Fault>> {
        let mut faults = Vec::new();
        let (from, to) = (
            day("dari", self.dari, &mut faults),
            day("sampai", self.sampai, &mut faults),
        );
        if from.zip(to).is_some_and(|(from, to)| to < from) {
            faults.push(Fault::new("sampai", "field.days_reversed"));
        }
        let mut lengths = BTreeMap::new();
        for rule in CHANGEABLE {
            if let Some(text) = self.length_of(rule) {
                match number(&field_of(rule), text, 1, LONGEST.into()).map(u16::try_from) {
                    Ok(Ok(length)) => {
                        lengths.insert(rule, length);
                    }
                    Ok(Err(_)) => {}
                    Err(fault) => faults.push(fault),
                }
            }
        }
        let most = i64::from(MOST_SHIFTED);
        let shift = chosen(self.geser).map_or(Ok(0), |text| number("geser", text, -most, most));
        let shift = shift.unwrap_or_else(|fault| {
            faults.push(fault);
            0
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let calendar = chosen(self.kalender);
        let assumptions = Assumptions {
            lengths,
            calendar: None,
            collective_leave: match calendar {
                Some("with_cuti_bersama") => Some(Treatment::NonWorking),
                Some("libur_nasional_only") => Some(Treatment::Working),
                _ => None,
            },
            national_holiday: None,
            receipt_day: match chosen(self.terima) {
                Some("include") => Some(ReceiptDay::Include),
                Some("exclude") => Some(ReceiptDay::Exclude),
                _ => None,
            },
            off_hours: match chosen(self.tutup) {
                Some("next_working_day") => Some(OffHours::NextWorkingDay),
                Some("actual_date") => Some(OffHours::ActualDate),
                _ => None,
            },
            weekend: match chosen(self.pekan) {
                Some("sunday") => Some(Weekend::SUNDAY),
                Some("saturday_sunday") => Some(Weekend::SATURDAY_SUNDAY),
                _ => None,
            },
            shift: i16::try_from(shift).unwrap_or_default(),
        };
        Ok(Asked {
            unit: chosen(self.unit).map(str::to_owned),
            from,
            to,
            is_on_current_calendar: calendar == Some("in_force"),
            assumptions,
        })
    }
}

fn field_of(rule: RuleId) -> String {
    rule.to_string().to_lowercase()
}

fn day(field: &str, value: Option<&str>, faults: &mut Vec<Fault>) -> Option<Date> {
    let text = chosen(value)?;
    let day = Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    let day = day.filter(|day| (1..=9998).contains(&day.year()));
    if day.is_none() {
        faults.push(Fault::new(field, "field.day_wrong"));
    }
    day
}

fn number(field: &str, text: &str, least: i64, most: i64) -> Result<i64, Fault> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| {
        let mut fault = Fault::new(field, "field.number_between");
        let values = [("least", least), ("most", most)];
        fault
            .values
            .extend(values.map(|(name, value)| (name, FaultValue::Text(value.to_string()))));
        fault
    })
}

/// The page.
#[derive(Serialize)]
pub struct SimulationView {
    base: &'static str,
    rules: Vec<RuleField>,
    units: Vec<Choice>,
    calendars: Vec<Choice>,
    receipt_days: Vec<Choice>,
    off_hours: Vec<Choice>,
    weekends: Vec<Choice>,
    result: Option<ResultView>,
}

#[derive(Serialize)]
struct RuleField {
    field: String,
    name: String,
    code: String,
    length: u16,
}

#[derive(Serialize)]
struct ResultView {
    as_of: Date,
    from: Option<Date>,
    to: Option<Date>,
    is_nothing: bool,
    total: Vec<CellView>,
    newly_late: u64,
    no_longer_late: u64,
    /// Answers to objections, where there is an objection.
    objections: Option<AnswersView>,
    provisional: u64,
    unreproduced: u64,
    columns: [&'static str; 7],
    units: Vec<UnitView>,
    csv: String,
}

#[derive(Serialize)]
struct UnitView {
    name: String,
    cells: Vec<CellView>,
}

/// One figure on both sides. `simulation.figure.<code>` names it.
#[derive(Serialize)]
pub(super) struct CellView {
    code: &'static str,
    was: Option<i64>,
    would: Option<i64>,
    difference: Option<String>,
    is_changed: bool,
}

/// What may be chosen, with the message that names it.
const CALENDARS: [(&str, &str); 3] = [
    ("with_cuti_bersama", "simulation.calendar.with_cuti_bersama"),
    ("libur_nasional_only", "simulation.calendar.libur_nasional_only"),
    ("in_force", "simulation.calendar.in_force"),
];
const RECEIPT_DAYS: [(&str, &str); 2] = [
    ("exclude", "simulation.receipt_day.exclude"),
    ("include", "simulation.receipt_day.include"),
];
const OFF_HOURS: [(&str, &str); 2] = [
    ("actual_date", "simulation.off_hours.actual_date"),
    ("next_working_day", "simulation.off_hours.next_working_day"),
];
const WEEKENDS: [(&str, &str); 2] = [
    ("saturday_sunday", "simulation.weekend.saturday_sunday"),
    ("sunday", "simulation.weekend.sunday"),
];

const TOTAL: [&str; 11] = [
    "received",
    "due",
    "in_time",
    "late",
    "answered_late",
    "never_answered",
    "pending",
    "extended",
    "extended_valid",
    "median",
    "p90",
];
const BY_UNIT: [&str; 7] = [
    "due",
    "in_time",
    "late",
    "never_answered",
    "extended_valid",
    "median",
    "p90",
];

fn figure(tally: &Tally, code: &str) -> Option<i64> {
    let count = |count: u64| i64::try_from(count).ok();
    match code {
        "received" => count(tally.received),
        "due" => count(tally.due),
        "in_time" => count(tally.in_time),
        "late" => count(tally.late()),
        "answered_late" => count(tally.answered_late),
        "never_answered" => count(tally.never_answered),
        "pending" => count(tally.pending),
        "extended" => count(tally.extended),
        "extended_valid" => count(tally.extended_valid),
        "median" => tally.percentile(50).map(i64::from),
        _ => tally.percentile(90).map(i64::from),
    }
}

fn cells(found: &Comparison, codes: &[&'static str]) -> Vec<CellView> {
    let codes = codes.iter();
    codes
        .map(|code| cell(code, figure(&found.history, code), figure(&found.scenario, code)))
        .collect()
}

pub(super) fn cell(code: &'static str, was: Option<i64>, would: Option<i64>) -> CellView {
    let difference = was.zip(would).map(|(was, would)| would - was);
    CellView {
        code,
        was,
        would,
        difference: difference.map(signed),
        is_changed: was != would,
    }
}

/// With a sign that is read aloud: minus, not a hyphen.
fn signed(difference: i64) -> String {
    match difference {
        0 => "0".to_owned(),
        1.. => format!("+{difference}"),
        _ => format!("\u{2212}{}", difference.unsigned_abs()),
    }
}

/// The page of a workspace whose simulator lies under `base`.
pub fn simulation_view(
    ctx: &Context,
    lang: Lang,
    base: &'static str,
    units: Vec<Choice>,
    query: &SimulationQuery<'_>,
    report: Option<&Report>,
) -> SimulationView {
    let words = Words::new(ctx, lang);
    let choices = |kept: &[(&str, &str)]| {
        let choice = |(value, key): (&str, &str)| Choice {
            value: value.to_owned(),
            label: words.text(key),
        };
        let as_it_was = std::iter::once(choice(("", "simulation.as_it_was")));
        as_it_was.chain(kept.iter().map(|one| choice(*one))).collect()
    };
    let rules = CHANGEABLE.iter().filter_map(|id| {
        let rule = ctx.law.current().rule(*id)?;
        Some(RuleField {
            field: field_of(*id),
            name: match lang {
                Lang::Id => rule.name.id.clone(),
                Lang::En => rule.name.en.clone(),
            },
            code: id.to_string(),
            length: rule.length,
        })
    });
    SimulationView {
        base,
        rules: rules.collect(),
        units: std::iter::once(Choice::everything(words)).chain(units).collect(),
        calendars: choices(&CALENDARS),
        receipt_days: choices(&RECEIPT_DAYS),
        off_hours: choices(&OFF_HOURS),
        weekends: choices(&WEEKENDS),
        result: report.map(|report| result(base, query, report)),
    }
}

fn result(base: &str, query: &SimulationQuery<'_>, report: &Report) -> ResultView {
    let mut pairs = vec![("hitung", "1")];
    let chosen_pairs = query.pairs().into_iter();
    pairs.extend(chosen_pairs.filter_map(|(name, value)| Some((name, chosen(value)?))));
    // A unit with objections alone has its figures in the file.
    let of_requests = report
        .units
        .iter()
        .filter(|(_, found)| found.history.received > 0);
    let units = of_requests.map(|(unit, found)| UnitView {
        name: unit.short_name.clone(),
        cells: cells(found, &BY_UNIT),
    });
    ResultView {
        as_of: report.as_of,
        from: report.asked.from,
        to: report.asked.to,
        is_nothing: report.asked.assumptions.is_nothing(),
        total: cells(&report.total, &TOTAL),
        newly_late: report.total.newly_late,
        no_longer_late: report.total.no_longer_late,
        objections: answers(&report.total.objections),
        provisional: report.provisional,
        unreproduced: report.unreproduced,
        columns: BY_UNIT,
        units: units.collect(),
        csv: with_query(&format!("{base}.csv"), &pairs),
    }
}
