//! "Why this date?": the rule, its article, and every calendar day from the trigger to the last one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Words;
use super::rule::{RuleText, rule_text};
use crate::domain::calendar::DayChange;
use crate::domain::deadline::TraceStep;
use crate::services::requests::{CaseFile, Explained, KnownDate};
use crate::text::Lang;

/// The page that explains one date of a case: `components/trace.html.tera`.
#[derive(Debug, Serialize)]
pub struct TraceView {
    registration_no: String,
    unit: String,
    back: String,
    rule: RuleText,
    trigger_on: String,
    target_on: String,
    due_on: String,
    latest_on: String,
    has_bounds: bool,
    settled_on: Option<String>,
    /// The calendar it was counted on, and the decrees of the days off on the way.
    calendar: String,
    decrees: Vec<String>,
    is_provisional: bool,
    days: Vec<DayView>,
    json: String,
    known: Vec<KnownView>,
    as_known_on: Option<String>,
}

/// The date by one version of the calendar.
#[derive(Debug, Serialize)]
struct KnownView {
    version: String,
    decree: String,
    since: String,
    due_on: Option<String>,
    because: Vec<String>,
    stands: bool,
    is_shown: bool,
}

fn known_views(words: Words<'_>, file: &CaseFile, explained: &Explained) -> Vec<KnownView> {
    // One answer needs no list of answers.
    if explained.known.len() < 2 {
        return Vec::new();
    }
    let shown = explained.as_known_on.as_ref().map(|known| known.version);
    let change = |change: &DayChange| {
        let day = change.now.as_ref().or(change.was.as_ref());
        let name = day.map_or("", |day| match words.lang {
            Lang::Id => &day.name_id,
            Lang::En => &day.name_en,
        });
        let key = if change.now.is_some() {
            "trace.known.off"
        } else {
            "trace.known.on"
        };
        words.with(key, &[("day", &words.date_long(change.date)), ("name", name)])
    };
    let view = |known: &KnownDate| KnownView {
        version: known.version.to_string(),
        decree: known.decree.clone(),
        since: words.date(file.case.zone.civil_date(known.since)),
        due_on: known.due_on.map(|on| words.date_long(on)),
        because: known.because.iter().map(change).collect(),
        stands: known.stands,
        is_shown: shown.map_or(known.stands, |shown| shown == known.version),
    };
    explained.known.iter().map(view).collect()
}

#[derive(Debug, Serialize)]
struct DayView {
    date: String,
    iso: String,
    kind: &'static str,
    number: Option<u16>,
    name: Option<String>,
    source: Option<String>,
    is_last: bool,
}

/// The explanation of one duty. `back` is the page of the case.
pub fn trace_view(words: Words<'_>, file: &CaseFile, explained: &Explained, back: &str) -> TraceView {
    let deadline = &explained.duty.deadline;
    let days: Vec<DayView> = explained
        .days
        .iter()
        .map(|day| {
            let (kind, number) = step(&day.step);
            let holiday = match &day.step {
                TraceStep::Holiday(holiday) => Some(holiday),
                _ => None,
            };
            DayView {
                date: words.date_long(day.date),
                iso: day.date.to_string(),
                kind,
                number,
                name: holiday.map(|day| match words.lang {
                    Lang::Id => day.name_id.clone(),
                    Lang::En => day.name_en.clone(),
                }),
                source: holiday.map(|day| day.source.clone()),
                is_last: day.date == deadline.due,
            }
        })
        .collect();
    let decrees: BTreeSet<&String> = days.iter().filter_map(|day| day.source.as_ref()).collect();
    let decrees = decrees
        .into_iter()
        .filter(|decree| **decree != explained.decree)
        .cloned()
        .collect();
    TraceView {
        registration_no: file.page.request.registration_no.clone(),
        unit: file.case.unit.name.clone(),
        back: back.to_owned(),
        rule: rule_text(words, explained.rule_set, &explained.rule),
        trigger_on: words.date_long(deadline.trigger_on),
        target_on: words.date_long(deadline.target),
        due_on: words.date_long(deadline.due),
        latest_on: words.date_long(deadline.latest),
        has_bounds: deadline.target != deadline.due || deadline.latest != deadline.due,
        settled_on: explained.duty.settled_on.map(|on| words.date_long(on)),
        calendar: explained.decree.clone(),
        decrees,
        is_provisional: deadline.is_provisional,
        days,
        json: format!("{back}/tenggat/{}.json", explained.duty.code),
        known: known_views(words, file, explained),
        as_known_on: explained
            .as_known_on
            .as_ref()
            .filter(|known| !known.stands)
            .map(|known| known.decree.clone()),
    }
}

/// The code of a step and its number.
fn step(step: &TraceStep) -> (&'static str, Option<u16>) {
    match step {
        TraceStep::Trigger => ("trigger", None),
        TraceStep::DeemedReceipt => ("deemed", None),
        TraceStep::Counted(number) => ("counted", Some(*number)),
        TraceStep::Passed {
            number,
            is_clipped: false,
        } => ("passed", Some(*number)),
        TraceStep::Passed {
            number,
            is_clipped: true,
        } => ("clipped", Some(*number)),
        TraceStep::Elapsed { minutes } => ("elapsed", u16::try_from(*minutes).ok()),
        TraceStep::Weekend => ("weekend", None),
        TraceStep::Holiday(_) => ("holiday", None),
    }
}
