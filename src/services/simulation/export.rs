//! A simulation as a file. Codes and numbers, not translated; the same question gives the same bytes.

use serde_json::{Value, json};

use super::Report;
use crate::domain::simulate::{Comparison, Tally};
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
    for (was, would) in figures(&found.history).into_iter().zip(figures(&found.scenario)) {
        let difference = was.zip(would).map(|(was, would)| would - was);
        cells.extend([was, would, difference].map(number));
    }
    cells.extend([found.newly_late, found.no_longer_late].map(|count| count.to_string()));
    cells.join(",") + "\r\n"
}

/// As JSON.
#[must_use]
pub fn json(report: &Report) -> Value {
    let compared = |found: &Comparison| {
        let sides = FIGURES
            .into_iter()
            .zip(figures(&found.history).into_iter().zip(figures(&found.scenario)));
        let mut all: serde_json::Map<String, Value> = sides
            .map(|(figure, (was, would))| {
                let difference = was.zip(would).map(|(was, would)| would - was);
                let sides = json!({"history": was, "scenario": would, "difference": difference});
                (figure.to_owned(), sides)
            })
            .collect();
        all.insert("newly_late".to_owned(), found.newly_late.into());
        all.insert("no_longer_late".to_owned(), found.no_longer_late.into());
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
