//! A simulation as a file. Codes and numbers, not translated; the same question gives the same bytes.

use serde_json::{Value, json};

use super::Report;
use crate::domain::simulate::{AnswerTally, Comparison, Tally};
use crate::services::audit::quoted;

/// The figures of a file, in order.
const FIGURES: [&str; 11] = [
    "received",
    "due",
    "in_time",
    "late",
    "answered_late",
    "never_answered",
    "pending",
    "extended",
    "extended_valid",
    "median_days",
    "p90_days",
];

fn figures(tally: &Tally) -> [Option<i64>; 11] {
    let count = |count: u64| i64::try_from(count).ok();
    [
        count(tally.received),
        count(tally.due),
        count(tally.in_time),
        count(tally.late()),
        count(tally.answered_late),
        count(tally.never_answered),
        count(tally.pending),
        count(tally.extended),
        count(tally.extended_valid),
        tally.percentile(50).map(i64::from),
        tally.percentile(90).map(i64::from),
    ]
}

/// The same of objections.
const ANSWERS: [&str; 9] = [
    "received",
    "statute_due",
    "statute_in_time",
    "statute_late",
    "statute_never_answered",
    "regulation_due",
    "regulation_in_time",
    "regulation_late",
    "regulation_never_answered",
];

fn answers(tally: &AnswerTally) -> [Option<i64>; 9] {
    let (statute, regulation) = (&tally.statute, &tally.regulation);
    [
        tally.received,
        statute.due,
        statute.in_time,
        statute.late(),
        statute.never_answered,
        regulation.due,
        regulation.in_time,
        regulation.late(),
        regulation.never_answered,
    ]
    .map(|count| i64::try_from(count).ok())
}

/// As CSV (RFC 4180): a line a unit and one for the sum, whose code is empty. Each figure three times: as it was, as it would have
/// been, and the difference.
#[must_use]
pub fn csv(report: &Report) -> String {
    let mut head: Vec<String> = ["assumptions", "from", "to", "as_of", "unit", "name"]
        .map(str::to_owned)
        .into();
    for figure in FIGURES {
        head.extend(["history", "scenario", "difference"].map(|side| format!("{figure}_{side}")));
    }
    head.extend(["newly_late", "no_longer_late"].map(str::to_owned));
    for figure in ANSWERS {
        head.extend(["history", "scenario", "difference"].map(|side| format!("objections_{figure}_{side}")));
    }
    head.extend(["objections_newly_late", "objections_no_longer_late"].map(str::to_owned));
    let mut csv = head.join(",") + "\r\n";
    for (unit, found) in &report.units {
        csv += &line(report, &unit.code, &unit.name, found);
    }
    csv + &line(report, "", "", &report.total)
}

/// Only texts are quoted and disarmed: a difference below zero is a number.
fn line(report: &Report, code: &str, name: &str, found: &Comparison) -> String {
    let day = |day: Option<time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let mut cells = vec![
        quoted(&report.asked.assumptions.codes()),
        day(report.asked.from),
        day(report.asked.to),
        report.as_of.to_string(),
        quoted(code),
        quoted(name),
    ];
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let three = |(was, would): (Option<i64>, Option<i64>)| {
        let difference = was.zip(would).map(|(was, would)| would - was);
        [was, would, difference].map(number)
    };
    let of_requests = figures(&found.history).into_iter().zip(figures(&found.scenario));
    cells.extend(of_requests.flat_map(three));
    cells.extend([found.newly_late, found.no_longer_late].map(|count| count.to_string()));
    let found = &found.objections;
    let of_answers = answers(&found.history).into_iter().zip(answers(&found.scenario));
    cells.extend(of_answers.flat_map(three));
    cells.extend([found.newly_late, found.no_longer_late].map(|count| count.to_string()));
    cells.join(",") + "\r\n"
}

/// As JSON.
#[must_use]
pub fn json(report: &Report) -> Value {
    let compared = |found: &Comparison| {
        let answered = &found.objections;
        let mut all = sides(&FIGURES, &figures(&found.history), &figures(&found.scenario));
        let mut objections = sides(
            &ANSWERS,
            &answers(&answered.history),
            &answers(&answered.scenario),
        );
        objections.insert("newly_late".to_owned(), answered.newly_late.into());
        objections.insert("no_longer_late".to_owned(), answered.no_longer_late.into());
        all.insert("newly_late".to_owned(), found.newly_late.into());
        all.insert("no_longer_late".to_owned(), found.no_longer_late.into());
        all.insert("objections".to_owned(), Value::Object(objections));
        Value::Object(all)
    };
    let units: Vec<Value> = report
        .units
        .iter()
        .map(|(unit, found)| json!({"unit": unit.code, "name": unit.name, "figures": compared(found)}))
        .collect();
    json!({
        "assumptions": report.asked.assumptions.codes(),
        "from": report.asked.from.map(|day| day.to_string()),
        "to": report.asked.to.map(|day| day.to_string()),
        "as_of": report.as_of.to_string(),
        "provisional": report.provisional,
        "unreproduced": report.unreproduced,
        "units": units,
        "total": compared(&report.total),
    })
}

fn sides(names: &[&str], was: &[Option<i64>], would: &[Option<i64>]) -> serde_json::Map<String, Value> {
    let all = names.iter().zip(was.iter().zip(would));
    all.map(|(name, (was, would))| {
        let difference = was.zip(*would).map(|(was, would)| would - was);
        let sides = json!({"history": was, "scenario": would, "difference": difference});
        ((*name).to_owned(), sides)
    })
    .collect()
}
