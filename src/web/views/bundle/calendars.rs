//! The calendars on which the dates of a bundle were counted: each decree with its days off, and all that its digest binds.

use serde::Serialize;
use time::Date;

use super::paper::{Cell, Paper, Table};
use super::shelf::Shelf;
use super::trails::columns;
use crate::domain::calendar::{Holiday, WorkingCalendar};
use crate::domain::deadline::Deadline;
use crate::services::ServiceError;
use crate::services::disputes::Bundle;
use crate::text::Lang;
use crate::web::views::parts::Row;

/// A calendar as its digest binds it.
#[derive(Serialize)]
struct Calendar<'a> {
    version: String,
    decree: &'a str,
    issued_on: String,
    digest: &'a str,
    days: Vec<DayOff<'a>>,
}

#[derive(Serialize)]
struct DayOff<'a> {
    date: String,
    kind: &'static str,
    name_id: &'a str,
    name_en: &'a str,
    source: &'a str,
}

/// Every calendar that a date of the bundle was counted on, the newest first.
pub(super) fn calendars(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let objection = &bundle.objection;
    let mut used: Vec<&WorkingCalendar> = vec![&objection.calendar];
    used.extend(objection.earlier_calendar.as_deref());
    if let Some(request) = &bundle.request {
        used.push(&request.calendar);
        used.extend(request.earlier_calendar.as_deref());
    }
    let mut told: Vec<&str> = Vec::new();
    for calendar in used {
        if !told.contains(&calendar.digest()) {
            told.push(calendar.digest());
            one(shelf, bundle, calendar, told.len())?;
        }
    }
    Ok(())
}

fn one(
    shelf: &mut Shelf<'_>,
    bundle: &Bundle,
    calendar: &WorkingCalendar,
    nth: usize,
) -> Result<(), ServiceError> {
    let words = shelf.words;
    let version = calendar.version();
    let title = words.with("dispute.bundle.calendar", &[("decree", &version.decree)]);
    let mut paper = Paper::new(words, title, bundle.objection.objection.number()).in_folder();
    paper.lead = vec![words.text("dispute.bundle.calendar_lead")];
    let line = |key: &str, value: String| Row::new(words.text(&format!("dispute.bundle.row.{key}")), value);
    paper.rows = vec![
        line("issued_on", words.date_long(version.issued_on)),
        line("digest", calendar.digest().to_owned()),
    ];
    let years = years(bundle);
    let listed = calendar
        .holidays()
        .filter(|day| years.is_none_or(|(first, last)| (first..=last).contains(&day.date.year())));
    let row = |day: &Holiday| {
        let name = match words.lang {
            Lang::Id => &day.name_id,
            Lang::En => &day.name_en,
        };
        vec![
            Cell::new(words.date_long(day.date)),
            Cell::new(name),
            Cell::new(words.text(&format!("decree.kind.{}", day.kind.code()))),
            Cell::new(&day.source),
        ]
    };
    paper.tables = vec![Table {
        caption: words.text("dispute.bundle.days_off"),
        head: columns(words, &["day", "name", "kind", "source"]),
        rows: listed.map(row).collect(),
    }];
    let data = Calendar {
        version: version.id.to_string(),
        decree: &version.decree,
        issued_on: version.issued_on.to_string(),
        digest: calendar.digest(),
        days: calendar.holidays().map(day_off).collect(),
    };
    shelf.paper(format!("kalender/{nth:02}.html"), &paper)?;
    shelf.json(format!("kalender/{nth:02}.json"), &paper.title, &data)
}

fn day_off(day: &Holiday) -> DayOff<'_> {
    DayOff {
        date: day.date.to_string(),
        kind: day.kind.code(),
        name_id: &day.name_id,
        name_en: &day.name_en,
        source: &day.source,
    }
}

/// The years in which the dates of the bundle lie.
fn years(bundle: &Bundle) -> Option<(i32, i32)> {
    let of_request = bundle.request.iter().flat_map(|file| &file.clock.duties);
    let dates: Vec<Date> = of_request
        .map(|duty| duty.deadline)
        .chain(bundle.objection.clock.duties.iter().map(|duty| duty.deadline))
        .chain(bundle.dispute.clock.duties.iter().map(|duty| duty.deadline))
        .flat_map(|deadline: Deadline| [deadline.trigger_on, deadline.target, deadline.latest])
        .collect();
    Some((dates.iter().min()?.year(), dates.iter().max()?.year()))
}
