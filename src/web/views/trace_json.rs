//! "Why this date?" for whoever wants to count again. The fields are described in `docs/date-trace.md` and stay as they are; new
//! ones may be added.

use serde::Serialize;

use crate::domain::calendar::Zone;
use crate::domain::deadline::{Basis, Confidence, Deadline, Rule, RuleSet, TraceDay, TraceStep};
use crate::services::exemptions::{self, ExemptionFile};
use crate::services::known::KnownDate;
use crate::services::objections;
use crate::services::requests::{CaseFile, Explained};

/// The trace of one date of a case. Dates are ISO 8601.
#[derive(Debug, Serialize)]
pub struct TraceJson {
    registration_no: String,
    unit: String,
    duty: String,
    rule_set: &'static str,
    rule_id: String,
    rule: String,
    article: String,
    basis: &'static str,
    confidence: &'static str,
    actor: &'static str,
    length: u16,
    length_unit: &'static str,
    trigger_on: String,
    target_on: String,
    due_on: String,
    latest_on: String,
    settled_on: Option<String>,
    opens_on: Option<String>,
    is_provisional: bool,
    calendar: String,
    calendar_digest: String,
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
    minutes: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decree: Option<String>,
}

/// What a date is made of.
struct Counted<'a> {
    number: &'a str,
    unit: &'a str,
    duty: &'a str,
    rule_set: RuleSet,
    rule: &'a Rule,
    deadline: &'a Deadline,
    settled_on: Option<time::Date>,
    days: &'a [TraceDay],
    decree: &'a str,
    calendar_digest: &'a str,
}

/// The trace of a date of a case as data.
pub fn trace_json(file: &CaseFile, explained: &Explained) -> TraceJson {
    TraceJson {
        known: known(file.case.zone, &explained.known),
        opens_on: explained.opens_on.map(|on| on.to_string()),
        ..data(&Counted {
            number: &file.case.row.registration_no,
            unit: &file.case.unit.code,
            duty: &explained.duty.code,
            rule_set: explained.rule_set,
            rule: &explained.rule,
            deadline: &explained.duty.deadline,
            settled_on: explained.duty.settled_on,
            days: &explained.days,
            decree: &explained.decree,
            calendar_digest: &explained.calendar_digest,
        })
    }
}

/// The trace of a date of an objection, or of the dispute that follows it, as data.
pub fn objection_trace_json(
    file: &objections::ObjectionFile,
    explained: &objections::Explained,
) -> TraceJson {
    let counted = data(&Counted {
        number: file.objection.number(),
        unit: &file.objection.unit.code,
        duty: &explained.duty.code,
        rule_set: explained.rule_set,
        rule: &explained.rule,
        deadline: &explained.duty.deadline,
        settled_on: explained.duty.settled_on,
        days: &explained.days,
        decree: &explained.decree,
        calendar_digest: &explained.calendar_digest,
    });
    TraceJson {
        known: known(file.objection.zone, &explained.known),
        ..counted
    }
}

fn known(zone: Zone, dates: &[KnownDate]) -> Vec<Known> {
    let one = |known: &KnownDate| Known {
        calendar: known.decree.clone(),
        version: known.version.to_string(),
        since: zone.civil_date(known.since).to_string(),
        due_on: known.due_on.map(|on| on.to_string()),
    };
    dates.iter().map(one).collect()
}

/// The trace of the days before the end of an exemption as data.
pub fn exemption_trace_json(file: &ExemptionFile, explained: &exemptions::Explained) -> TraceJson {
    let duty = explained.rule.id.to_string();
    TraceJson {
        opens_on: Some(file.ending.marked_from.to_string()),
        ..data(&Counted {
            number: &file.row.number,
            unit: &file.holder.code,
            duty: &duty,
            rule_set: explained.rule_set,
            rule: &explained.rule,
            deadline: &file.ending.deadline,
            settled_on: explained.settled_on,
            days: &explained.days,
            decree: &file.calendar.version().decree,
            calendar_digest: file.calendar.digest(),
        })
    }
}

fn data(counted: &Counted<'_>) -> TraceJson {
    let (rule, deadline) = (counted.rule, counted.deadline);
    let day = |date: time::Date, kind, number| Day {
        date: date.to_string(),
        kind,
        number,
        minutes: None,
        name: None,
        decree: None,
    };
    let days = counted.days.iter().map(|one| match &one.step {
        TraceStep::Trigger => day(one.date, "trigger", None),
        TraceStep::DeemedReceipt => day(one.date, "deemed_receipt", None),
        TraceStep::Counted(number) => day(one.date, "counted", Some(*number)),
        TraceStep::Passed { number, .. } => day(one.date, "passed", Some(*number)),
        TraceStep::Elapsed { minutes } => Day {
            minutes: Some(*minutes),
            ..day(one.date, "elapsed", None)
        },
        TraceStep::Weekend => day(one.date, "weekend", None),
        TraceStep::Holiday(holiday) => Day {
            name: Some(holiday.name_id.clone()),
            decree: Some(holiday.source.clone()),
            ..day(one.date, holiday.kind.code(), None)
        },
    });
    TraceJson {
        registration_no: counted.number.to_owned(),
        unit: counted.unit.to_owned(),
        duty: counted.duty.to_owned(),
        rule_set: counted.rule_set.code(),
        rule_id: rule.id.to_string(),
        rule: rule.code.clone(),
        article: rule.article.id.clone(),
        basis: match rule.basis {
            Basis::Law => "law",
            Basis::Portal => "portal",
        },
        confidence: match rule.confidence {
            Confidence::Confirmed => "confirmed",
            Confidence::Secondary => "secondary",
            Confidence::Recalled => "recalled",
        },
        actor: rule.bearer.code(),
        length: deadline.length,
        length_unit: rule.span.unit_code(),
        trigger_on: deadline.trigger_on.to_string(),
        target_on: deadline.target.to_string(),
        due_on: deadline.due.to_string(),
        latest_on: deadline.latest.to_string(),
        settled_on: counted.settled_on.map(|on| on.to_string()),
        opens_on: None,
        is_provisional: deadline.is_provisional,
        calendar: counted.decree.to_owned(),
        calendar_digest: counted.calendar_digest.to_owned(),
        known: Vec::new(),
        days: days.collect(),
    }
}
