//! "Why this date?": the rule, its article, and every calendar day from the trigger to the last one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::Words;
use super::case_file::duty_name;
use super::rule::{RuleText, rule_text};
use crate::domain::calendar::{DayChange, Zone};
use crate::domain::deadline::{Deadline, Rule, RuleSet, TraceDay, TraceStep};
use crate::domain::exemption;
use crate::services::exemptions::{self, ExemptionFile};
use crate::services::known::KnownDate;
use crate::services::objections;
use crate::services::requests::{CaseFile, Explained};
use crate::text::Lang;
use time::Date;

/// The page that explains one date of a case, an objection or an exemption: `components/trace.html.tera`.
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
    /// What the day is to the matter, where its rule alone does not tell.
    lead: Option<String>,
    /// Days that hang on the same count.
    related: Vec<RelatedDay>,
    settled_on: Option<String>,
    opens_on: Option<String>,
    /// The calendar it was counted on, and the decrees of the days off on the way.
    calendar: String,
    decrees: Vec<String>,
    is_provisional: bool,
    days: Vec<DayView>,
    json: Option<String>,
    known: Vec<KnownView>,
    as_known_on: Option<String>,
}

impl TraceView {
    /// With the address of the same as data.
    #[must_use]
    pub fn with_data(mut self, address: String) -> Self {
        self.json = Some(address);
        self
    }

    /// The same for a paper, on which no other version can be opened.
    #[must_use]
    pub(super) fn on_paper(mut self) -> Self {
        for known in &mut self.known {
            known.is_shown = true;
        }
        self
    }

    /// Name of the rule.
    pub(super) fn name(&self) -> &str {
        &self.rule.name
    }

    /// The last day in words.
    pub(super) fn due_on(&self) -> &str {
        &self.due_on
    }
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

impl TraceView {
    /// With what the date was by each version of the calendar, and the one by which it is told.
    fn with_known(
        mut self,
        words: Words<'_>,
        zone: Zone,
        known: &[KnownDate],
        told: Option<&KnownDate>,
    ) -> Self {
        // One answer needs no list of answers.
        if known.len() > 1 {
            self.known = known_views(words, zone, known, told);
        }
        let is_past = told.filter(|known| !known.stands);
        self.as_known_on = is_past.map(|known| known.decree.clone());
        self
    }
}

fn known_views(
    words: Words<'_>,
    zone: Zone,
    known: &[KnownDate],
    told: Option<&KnownDate>,
) -> Vec<KnownView> {
    let shown = told.map(|known| known.version);
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
        since: words.date(zone.civil_date(known.since)),
        due_on: known.due_on.map(|on| words.date_long(on)),
        because: known.because.iter().map(change).collect(),
        stands: known.stands,
        is_shown: shown.map_or(known.stands, |shown| shown == known.version),
    };
    known.iter().map(view).collect()
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

/// A day that hangs on the same count, and what it means.
#[derive(Debug, Serialize)]
struct RelatedDay {
    name: String,
    on: String,
    why: String,
}

/// What an explanation is made of.
struct Told<'a> {
    number: &'a str,
    unit: &'a str,
    rule: RuleText,
    deadline: &'a Deadline,
    settled_on: Option<Date>,
    days: &'a [TraceDay],
    /// The day that the list of days marks as the last one.
    last_on: Date,
    decree: &'a str,
}

/// The explanation of one duty of a case. `back` is the page of the case.
pub fn trace_view(words: Words<'_>, file: &CaseFile, explained: &Explained, back: &str) -> TraceView {
    let told = Told {
        number: &file.page.request.registration_no,
        unit: &file.case.unit.name,
        rule: duty_text(words, &explained.duty.code, explained.rule_set, &explained.rule),
        deadline: &explained.duty.deadline,
        settled_on: explained.duty.settled_on,
        days: &explained.days,
        last_on: explained.duty.deadline.due,
        decree: &explained.decree,
    };
    let view = TraceView {
        json: Some(format!("{back}/tenggat/{}.json", explained.duty.code)),
        opens_on: explained.opens_on.map(|on| words.date_long(on)),
        ..view(words, told, back)
    };
    let then = explained.as_known_on.as_ref();
    view.with_known(words, file.case.zone, &explained.known, then)
}

/// The explanation of one date of an objection. `back` is the page of the objection.
pub fn objection_trace(
    words: Words<'_>,
    file: &objections::ObjectionFile,
    explained: &objections::Explained,
    back: &str,
) -> TraceView {
    let told = Told {
        number: file.objection.number(),
        unit: &file.objection.unit.name,
        rule: duty_text(words, &explained.duty.code, explained.rule_set, &explained.rule),
        deadline: &explained.duty.deadline,
        settled_on: explained.duty.settled_on,
        days: &explained.days,
        last_on: explained.duty.deadline.due,
        decree: &explained.decree,
    };
    let then = explained.as_known_on.as_ref();
    view(words, told, back).with_known(words, file.objection.zone, &explained.known, then)
}

/// The explanation of the days before the end of an exemption. `back` is its page.
pub fn exemption_trace(
    words: Words<'_>,
    file: &ExemptionFile,
    explained: &exemptions::Explained,
    back: &str,
) -> TraceView {
    let told = Told {
        number: &file.row.number,
        unit: &file.holder.name,
        rule: rule_text(words, explained.rule_set, &explained.rule),
        deadline: &file.ending.deadline,
        settled_on: explained.settled_on,
        days: &explained.days,
        // A decision is accepted until the exemption ends.
        last_on: file.row.ends_on,
        decree: &file.calendar.version().decree,
    };
    let status = file.status().code();
    let ends_on = words.date_long(file.row.ends_on);
    let decree = file.row.decree_no.as_deref().unwrap_or_default();
    let values = [("date", ends_on.as_str()), ("decree", decree)];
    TraceView {
        json: Some(format!("{back}/tenggat/{}.json", explained.rule.id)),
        lead: Some(words.with(&format!("trace.exemption.lead.{status}"), &values)),
        related: related_days(words, file, &explained.rule),
        // Its latest day is the last one of the exemption, which stands among the related ones under its own name.
        has_bounds: false,
        ..view(words, told, back)
    }
}

/// The days of an exemption in their order, each with what it means.
fn related_days(words: Words<'_>, file: &ExemptionFile, rule: &Rule) -> Vec<RelatedDay> {
    let ahead = rule.opens_before.unwrap_or(rule.length).to_string();
    let by_itself = file.row.ends_on.next_day();
    let opened_on = file.row.opened_on;
    // Nobody is reminded of what is not in force, and what is open or dropped ends no more.
    let status = file.status();
    let is_in_force = status == exemption::Status::InForce;
    let is_to_come = matches!(status, exemption::Status::Tested | exemption::Status::Signed) || is_in_force;
    let known = [
        (
            "marked_from",
            Some(file.ending.marked_from).filter(|_| is_in_force),
        ),
        (
            "opening_from",
            Some(file.ending.deadline.due).filter(|_| is_to_come),
        ),
        ("ends_on", Some(file.row.ends_on).filter(|_| is_to_come)),
        ("by_itself", by_itself.filter(|_| is_to_come)),
        ("opened_on", opened_on),
    ];
    let days = known.into_iter().filter_map(|(code, on)| on.map(|on| (code, on)));
    days.map(|(code, on)| RelatedDay {
        name: words.text(&format!("trace.exemption.day.{code}")),
        on: words.date_long(on),
        why: words.with(&format!("trace.exemption.why.{code}"), &[("days", &ahead)]),
    })
    .collect()
}

/// The text of the rule behind a duty; an order has a day that the superior sets, under a name of its own.
fn duty_text(words: Words<'_>, code: &str, set: RuleSet, rule: &Rule) -> RuleText {
    RuleText {
        name: duty_name(words, code, rule),
        ..rule_text(words, set, rule)
    }
}

fn view(words: Words<'_>, told: Told<'_>, back: &str) -> TraceView {
    let deadline = told.deadline;
    let day = |day: &TraceDay| {
        let (kind, number) = match step(&day.step) {
            ("trigger", number) if told.rule.is_before => ("trigger_before", number),
            other => other,
        };
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
            is_last: day.date == told.last_on,
        }
    };
    let days: Vec<DayView> = told.days.iter().map(day).collect();
    let decrees: BTreeSet<&String> = days.iter().filter_map(|day| day.source.as_ref()).collect();
    let decrees = decrees
        .into_iter()
        .filter(|decree| *decree != told.decree)
        .cloned()
        .collect();
    TraceView {
        registration_no: told.number.to_owned(),
        unit: told.unit.to_owned(),
        back: back.to_owned(),
        rule: told.rule,
        trigger_on: words.date_long(deadline.trigger_on),
        target_on: words.date_long(deadline.target),
        due_on: words.date_long(deadline.due),
        latest_on: words.date_long(deadline.latest),
        has_bounds: deadline.target != deadline.due || deadline.latest != deadline.due,
        settled_on: told.settled_on.map(|on| words.date_long(on)),
        calendar: told.decree.to_owned(),
        decrees,
        lead: None,
        related: Vec::new(),
        opens_on: None,
        is_provisional: deadline.is_provisional,
        days,
        json: None,
        known: Vec::new(),
        as_known_on: None,
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
