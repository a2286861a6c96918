//! `calendar due`: the last of a number of working days, on the built-in calendar; alone or for a whole file.

use std::fs::File;
use std::io::{BufReader, Read, Write, stdin, stdout};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use serde::Serialize;
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::args::{CalendarChoice, DueArgs};
use super::output::{UsageError, note, say};
use crate::domain::calendar::{CountingSettings, WorkingCalendar, known_on, seed_versions};
use crate::domain::deadline::{Span, TraceStep, bounds, trace};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// Answers the question, or those of a file.
pub fn run(args: &DueArgs) -> anyhow::Result<ExitCode> {
    let calendar = built_in(args.as_known_on)?;
    if let Some(path) = &args.batch {
        return if path.as_os_str() == "-" {
            batch(stdin().lock(), stdout().lock(), &calendar)
        } else {
            let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            batch(BufReader::new(file), stdout().lock(), &calendar)
        };
    }
    let (Some(start), Some(working_days)) = (args.start, args.working_days) else {
        return Err(UsageError("--start and --working-days belong together".to_owned()).into());
    };
    one(args, start, working_days, &calendar)?;
    Ok(ExitCode::SUCCESS)
}

/// The calendar this program was built with, as it was known on a day.
fn built_in(known_on_day: Option<Date>) -> anyhow::Result<WorkingCalendar> {
    let versions = seed_versions()?;
    let calendars = versions.iter().map(|seed| &seed.calendar);
    known_on(calendars, known_on_day.unwrap_or(Date::MAX))
        .cloned()
        .context("no built-in calendar was signed by then")
}

fn counting(choice: CalendarChoice) -> CountingSettings {
    match choice {
        CalendarChoice::WithCutiBersama => CountingSettings::default(),
        CalendarChoice::LiburNasionalOnly => CountingSettings::strict(),
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    start: String,
    calendar: &'static str,
    working_days: u16,
    due: String,
    decree: &'a str,
    is_provisional: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    days: Vec<Day>,
}

#[derive(Serialize)]
struct Day {
    date: String,
    weekday: String,
    step: &'static str,
    number: Option<u16>,
    name: Option<String>,
    source: Option<String>,
}

fn one(args: &DueArgs, start: Date, working_days: u16, calendar: &WorkingCalendar) -> anyhow::Result<()> {
    let settings = counting(args.calendar);
    let span = Span::WorkingDays(working_days);
    let due = bounds(span, start, &settings, calendar)?.due;
    let days = if args.explain {
        trace(span, start, &settings, calendar)?
            .into_iter()
            .map(|day| shown(day.date, &day.step))
            .collect()
    } else {
        Vec::new()
    };
    let answer = Answer {
        start: iso(start)?,
        calendar: name_of(args.calendar),
        working_days,
        due: iso(due)?,
        decree: &calendar.version().decree,
        is_provisional: !calendar.covers_span(start, due),
        days,
    };
    if args.json {
        return say(serde_json::to_string_pretty(&answer)?);
    }
    for day in &answer.days {
        let what = match (day.number, &day.name) {
            (Some(number), _) => format!("{number:>3}"),
            (None, Some(name)) => format!("  - {name} ({})", day.source.as_deref().unwrap_or_default()),
            (None, None) => format!("  - {}", day.step),
        };
        say(format_args!("{} {:<9} {what}", day.date, day.weekday))?;
    }
    if answer.is_provisional {
        note("provisional: the days off of a year on the way are not decreed yet");
    }
    say(&answer.due)
}

fn shown(date: Date, step: &TraceStep) -> Day {
    let (code, number, holiday) = match step {
        TraceStep::Trigger => ("start", None, None),
        TraceStep::DeemedReceipt => ("deemed_receipt", None, None),
        TraceStep::Counted(number) => ("counted", Some(*number), None),
        TraceStep::Passed { number, .. } => ("passed", Some(*number), None),
        TraceStep::Elapsed { .. } => ("elapsed", None, None),
        TraceStep::Weekend => ("weekend", None, None),
        TraceStep::Holiday(day) => (day.kind.statutory_code(), None, Some(day)),
    };
    Day {
        date: date.to_string(),
        weekday: date.weekday().to_string(),
        step: code,
        number,
        name: holiday.map(|day| day.name_id.clone()),
        source: holiday.map(|day| day.source.clone()),
    }
}

fn name_of(choice: CalendarChoice) -> &'static str {
    match choice {
        CalendarChoice::WithCutiBersama => "with_cuti_bersama",
        CalendarChoice::LiburNasionalOnly => "libur_nasional_only",
    }
}

fn choice_of(name: &str) -> anyhow::Result<CalendarChoice> {
    match name {
        "with_cuti_bersama" => Ok(CalendarChoice::WithCutiBersama),
        "libur_nasional_only" => Ok(CalendarChoice::LiburNasionalOnly),
        _ => bail!("`{name}` is not with_cuti_bersama or libur_nasional_only"),
    }
}

fn iso(day: Date) -> anyhow::Result<String> {
    Ok(day.format(DAY)?)
}

/// Streams a file: every column as it came, and `due` at the end (in its place, where the file has one already). A bad line gets an
/// empty `due`, is told with its number, and the rest goes on.
fn batch(input: impl Read, output: impl Write, calendar: &WorkingCalendar) -> anyhow::Result<ExitCode> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(output);
    let mut header = reader.headers()?.clone();
    let column = |name: &str| header.iter().position(|found| found.trim() == name);
    let needed = |name: &str| column(name).with_context(|| format!("the column `{name}` is missing"));
    let places = [needed("start")?, needed("calendar")?, needed("working_days")?];
    let due_at = column("due");
    if due_at.is_none() {
        header.push_field("due");
    }
    writer.write_record(&header)?;
    let mut bad = 0_u64;
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line);
        let due = answer(&record, places, calendar).unwrap_or_else(|reason| {
            bad += 1;
            note(format_args!("line {line}: {reason}"));
            String::new()
        });
        match due_at {
            None => writer.write_record(record.iter().chain([due.as_str()]))?,
            Some(at) => {
                writer.write_record(
                    record.iter().enumerate().map(
                        |(place, field)| {
                            if place == at { due.as_str() } else { field }
                        },
                    ),
                )?;
            }
        }
    }
    writer.flush()?;
    Ok(if bad == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn answer(
    record: &csv::StringRecord,
    places: [usize; 3],
    calendar: &WorkingCalendar,
) -> anyhow::Result<String> {
    let [start, choice, working_days] = places.map(|place| record.get(place).unwrap_or_default().trim());
    let start = Date::parse(start, DAY).map_err(|_| anyhow!("`{start}` is not a date like 2026-01-31"))?;
    let working_days: u16 = working_days
        .parse()
        .map_err(|_| anyhow!("`{working_days}` is not a number of working days"))?;
    let settings = counting(choice_of(choice)?);
    iso(bounds(Span::WorkingDays(working_days), start, &settings, calendar)?.due)
}
