//! "Why this date?": the rule, its article, and every calendar day from the trigger to the last one.

use serde::Serialize;

use super::Words;
use super::case_file::duty_name;
use crate::domain::deadline::{Basis, Bilingual, Deadline, Rule, TraceDay, TraceStep};
use crate::services::objections;
use crate::services::requests::{CaseFile, Explained};
use crate::text::Lang;
use time::Date;

/// The page that explains one date of a case: `pages/shared/trace.html.tera`.
#[derive(Debug, Serialize)]
pub struct TraceView {
    registration_no: String,
    back: String,
    layout_is_wide: bool,
    name: String,
    article: String,
    consequence: String,
    is_portal_rule: bool,
    trigger_text: String,
    trigger_on: String,
    length: u16,
    target_on: String,
    due_on: String,
    latest_on: String,
    has_bounds: bool,
    settled_on: Option<String>,
    calendar: String,
    is_provisional: bool,
    days: Vec<DayView>,
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

/// What an explanation is made of.
struct Told<'a> {
    number: &'a str,
    name: String,
    rule: &'a Rule,
    deadline: &'a Deadline,
    settled_on: Option<Date>,
    days: &'a [TraceDay],
    decree: &'a str,
}

/// The explanation of one duty. `back` is the page of the case.
pub fn trace_view(
    words: Words<'_>,
    file: &CaseFile,
    explained: &Explained,
    back: &str,
    is_workspace: bool,
) -> TraceView {
    let told = Told {
        number: &file.page.request.registration_no,
        name: duty_name(words, &explained.duty.code, &explained.rule),
        rule: &explained.rule,
        deadline: &explained.duty.deadline,
        settled_on: explained.duty.settled_on,
        days: &explained.days,
        decree: &file.calendar_of(&explained.duty).version().decree,
    };
    view(words, &told, back, is_workspace)
}

/// The explanation of one date of an objection. `back` is the page of the objection.
pub fn objection_trace(
    words: Words<'_>,
    file: &objections::ObjectionFile,
    explained: &objections::Explained,
    back: &str,
    is_workspace: bool,
) -> TraceView {
    let told = Told {
        number: file.objection.number(),
        name: duty_name(words, &explained.duty.code, &explained.rule),
        rule: &explained.rule,
        deadline: &explained.duty.deadline,
        settled_on: explained.duty.settled_on,
        days: &explained.days,
        decree: &file.calendar.version().decree,
    };
    view(words, &told, back, is_workspace)
}

fn view(words: Words<'_>, told: &Told<'_>, back: &str, is_workspace: bool) -> TraceView {
    let (rule, deadline) = (told.rule, told.deadline);
    let pick = |text: &Bilingual| match words.lang {
        Lang::Id => text.id.clone(),
        Lang::En => text.en.clone(),
    };
    let days = told.days.iter().map(|day| {
        let (kind, number, holiday) = match &day.step {
            TraceStep::Trigger => ("trigger", None, None),
            TraceStep::DeemedReceipt => ("deemed", None, None),
            TraceStep::Counted(number) => ("counted", Some(*number), None),
            TraceStep::Weekend => ("weekend", None, None),
            TraceStep::Holiday(holiday) => ("holiday", None, Some(holiday)),
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
    });
    TraceView {
        registration_no: told.number.to_owned(),
        back: back.to_owned(),
        layout_is_wide: is_workspace,
        name: told.name.clone(),
        article: pick(&rule.article),
        consequence: pick(&rule.consequence),
        is_portal_rule: rule.basis == Basis::Portal,
        trigger_text: pick(&rule.trigger_text),
        trigger_on: words.date_long(deadline.trigger_on),
        length: deadline.length,
        target_on: words.date_long(deadline.target),
        due_on: words.date_long(deadline.due),
        latest_on: words.date_long(deadline.latest),
        has_bounds: deadline.target != deadline.due || deadline.latest != deadline.due,
        settled_on: told.settled_on.map(|on| words.date_long(on)),
        calendar: told.decree.to_owned(),
        is_provisional: deadline.is_provisional,
        days: days.collect(),
    }
}
