//! "Why this date?" for whoever wants to count again.

use serde::Serialize;

use crate::domain::deadline::TraceStep;
use crate::services::requests::{CaseFile, Explained};

/// The trace of one date of a case. Dates are ISO 8601.
#[derive(Debug, Serialize)]
pub struct TraceJson {
    registration_no: String,
    duty: String,
    rule: String,
    article: String,
    working_days: u16,
    trigger_on: String,
    target_on: String,
    due_on: String,
    latest_on: String,
    is_provisional: bool,
    calendar: String,
    known: Vec<Known>,
    days: Vec<Day>,
}

/// The date by one version of the calendar that was in force while the case ran.
#[derive(Debug, Serialize)]
struct Known {
    calendar: String,
    version: String,
    since: String,
    due_on: Option<String>,
}

#[derive(Debug, Serialize)]
struct Day {
    date: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decree: Option<String>,
}

/// The trace as data.
pub fn trace_json(file: &CaseFile, explained: &Explained) -> TraceJson {
    let deadline = &explained.duty.deadline;
    let day = |date: time::Date, kind, number| Day {
        date: date.to_string(),
        kind,
        number,
        name: None,
        decree: None,
    };
    let days = explained.days.iter().map(|one| match &one.step {
        TraceStep::Trigger => day(one.date, "trigger", None),
        TraceStep::DeemedReceipt => day(one.date, "deemed_receipt", None),
        TraceStep::Counted(number) => day(one.date, "counted", Some(*number)),
        TraceStep::Weekend => day(one.date, "weekend", None),
        TraceStep::Holiday(holiday) => Day {
            name: Some(holiday.name_id.clone()),
            decree: Some(holiday.source.clone()),
            ..day(one.date, holiday.kind.code(), None)
        },
    });
    TraceJson {
        registration_no: file.case.row.registration_no.clone(),
        duty: explained.duty.code.clone(),
        rule: explained.rule.code.clone(),
        article: explained.rule.article.id.clone(),
        working_days: deadline.length,
        trigger_on: deadline.trigger_on.to_string(),
        target_on: deadline.target.to_string(),
        due_on: deadline.due.to_string(),
        latest_on: deadline.latest.to_string(),
        is_provisional: deadline.is_provisional,
        calendar: explained.decree.clone(),
        known: explained
            .known
            .iter()
            .map(|known| Known {
                calendar: known.decree.clone(),
                version: known.version.to_string(),
                since: file.case.zone.civil_date(known.since).to_string(),
                due_on: known.due_on.map(|on| on.to_string()),
            })
            .collect(),
        days: days.collect(),
    }
}
