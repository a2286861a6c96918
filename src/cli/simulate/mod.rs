//! `simulate`: the figures as they were and as they would have been.

mod args;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use time::Date;
use uuid::Uuid;

use self::args::{Counting, SimulateFormat};
use super::args::Global;
use super::open;
use super::output::{UsageError, in_words, note, say};
use super::progress::Progress;
use crate::domain::calendar::{
    CalendarVersion, CalendarVersionId, Treatment, WorkingCalendar, parse_holidays_csv,
};
use crate::domain::simulate::{AnswerTally, Assumptions, Tally};
use crate::persistence::units;
use crate::services::simulation::{self, Asked, Report};

pub use self::args::SimulateArgs;

/// Calendars that have a name; anything else is a file.
const CALENDARS: [&str; 3] = ["with_cuti_bersama", "libur_nasional_only", "in_force"];
/// Cases between two reports where there is no terminal to draw on.
const REPORT_EVERY: u64 = 10_000;

/// Replays and prints.
pub async fn run(global: &Global, args: &SimulateArgs) -> anyhow::Result<()> {
    if args.from.zip(args.to).is_some_and(|(from, to)| to < from) {
        return Err(UsageError("--to comes before --from".to_owned()).into());
    }
    let settings = open::settings(global, None)?;
    let mut assumptions = assumptions(args);
    if let Some(path) = args.calendar.as_deref().filter(|name| !CALENDARS.contains(name)) {
        assumptions.calendar = Some(read_calendar(Path::new(path))?);
    }
    let ctx = open::context(settings).await?;
    if let Some(code) = &args.unit
        && units::find_unit_by_code(ctx.db.read(), code).await?.is_none()
    {
        return Err(UsageError(format!("there is no unit `{code}`")).into());
    }
    let asked = Asked {
        unit: args.unit.clone(),
        from: args.from,
        to: args.to,
        is_on_current_calendar: args.calendar.as_deref() == Some("in_force"),
        assumptions,
    };
    let progress = Progress::new("cases").every(REPORT_EVERY);
    let done = simulation::run(&ctx, asked, &mut |done, total| progress.at(done, total)).await;
    progress.end();
    let report = done.map_err(|error| in_words(error, &ctx.engine))?;
    match args.format {
        SimulateFormat::Text => say(text(&report))?,
        SimulateFormat::Csv => say(simulation::csv(&report).trim_end())?,
        SimulateFormat::Json => say(serde_json::to_string_pretty(&simulation::json(&report))?)?,
    }
    warn(&report);
    ctx.db.close().await?;
    Ok(())
}

fn assumptions(args: &SimulateArgs) -> Assumptions {
    let mut assumed = Assumptions {
        lengths: args.rules.iter().copied().collect(),
        shift: args.slower.unwrap_or_else(|| -args.faster.unwrap_or(0)),
        ..Assumptions::default()
    };
    match args.calendar.as_deref() {
        Some("with_cuti_bersama") => assumed.collective_leave = Some(Treatment::NonWorking),
        Some("libur_nasional_only") => assumed.collective_leave = Some(Treatment::Working),
        _ => {}
    }
    for one in &args.counting {
        match *one {
            Counting::ReceiptDay(day) => assumed.receipt_day = Some(day),
            Counting::OffHours(day) => assumed.off_hours = Some(day),
            Counting::Weekend(days) => assumed.weekend = Some(days),
            Counting::CollectiveLeave(treatment) => assumed.collective_leave = Some(treatment),
            Counting::NationalHoliday(treatment) => assumed.national_holiday = Some(treatment),
        }
    }
    assumed
}

fn read_calendar(path: &Path) -> anyhow::Result<Arc<WorkingCalendar>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the calendar {}", path.display()))?;
    let (days, errors) = parse_holidays_csv(&text);
    for error in &errors {
        note(format_args!("{}: {error}", path.display()));
    }
    if !errors.is_empty() {
        bail!("{} lines of the calendar cannot be read", errors.len());
    }
    if days.is_empty() {
        bail!("the calendar {} lists no day off", path.display());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let version = CalendarVersion {
        id: CalendarVersionId(Uuid::nil()),
        decree: name.into_owned(),
        issued_on: Date::MIN,
    };
    Ok(Arc::new(WorkingCalendar::new(version, days)))
}

fn warn(report: &Report) {
    if report.provisional > 0 {
        note(format_args!(
            "{} last days rest on a year whose days off the calendar does not list",
            report.provisional
        ));
    }
    if report.unreproduced > 0 {
        note(format_args!(
            "{} cases do not give what the register has of them when replayed; were the settings of counting changed?",
            report.unreproduced
        ));
    }
}

const COLUMNS: [&str; 9] = [
    "received", "due", "in time", "late", "never", "pending", "extended", "median", "p90",
];

fn numbers(tally: &Tally) -> [Option<i64>; 9] {
    let count = |count: u64| i64::try_from(count).ok();
    [
        count(tally.received),
        count(tally.due),
        count(tally.in_time),
        count(tally.late()),
        count(tally.never_answered),
        count(tally.pending),
        count(tally.extended_valid),
        tally.percentile(50).map(i64::from),
        tally.percentile(90).map(i64::from),
    ]
}

/// Three lines a unit: as it was, as it would have been, and the difference.
fn text(report: &Report) -> String {
    let asked = &report.asked;
    let day = |day: Option<Date>, open: &str| day.map_or_else(|| open.to_owned(), |day| day.to_string());
    let assumed = if asked.assumptions.is_nothing() {
        "nothing".to_owned()
    } else {
        asked.assumptions.codes()
    };
    let mut lines = vec![
        format!(
            "Requests and objections received from {} to {}, judged on {}",
            day(asked.from, "the beginning"),
            day(asked.to, "today"),
            report.as_of
        ),
        format!("Assumed otherwise: {assumed}"),
        String::new(),
        row("", "", &COLUMNS.map(str::to_owned)),
    ];
    for (unit, found) in &report.units {
        lines.extend(three(
            &unit.short_name,
            &numbers(&found.history),
            &numbers(&found.scenario),
        ));
    }
    let total = &report.total;
    lines.extend(three("All", &numbers(&total.history), &numbers(&total.scenario)));
    lines.push(String::new());
    lines.push(format!(
        "{} late only as assumed, {} no longer late",
        report.total.newly_late, report.total.no_longer_late
    ));
    if report.total.objections.history.received > 0 {
        lines.extend(objections(report));
    }
    lines.join("\n")
}

const ANSWERS: [&str; 7] = [
    "received",
    "due",
    "in time",
    "late",
    "never",
    "reg. due",
    "reg. late",
];

fn answered(tally: &AnswerTally) -> [Option<i64>; 7] {
    let (statute, regulation) = (&tally.statute, &tally.regulation);
    [
        tally.received,
        statute.due,
        statute.in_time,
        statute.late(),
        statute.never_answered,
        regulation.due,
        regulation.late(),
    ]
    .map(|count| i64::try_from(count).ok())
}

/// The objections of every unit that has one: by the statute, and by the regulation where its text is checked.
fn objections(report: &Report) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "Answers to objections".to_owned(),
        String::new(),
        row("", "", &ANSWERS.map(str::to_owned)),
    ];
    let units = report
        .units
        .iter()
        .map(|(unit, found)| (unit.short_name.as_str(), found));
    for (name, found) in units.chain([("All", &report.total)]) {
        let found = &found.objections;
        if found.history.received > 0 {
            lines.extend(three(name, &answered(&found.history), &answered(&found.scenario)));
        }
    }
    let total = &report.total.objections;
    lines.push(String::new());
    lines.push(format!(
        "{} late only as assumed, {} no longer late",
        total.newly_late, total.no_longer_late
    ));
    lines
}

fn three<const N: usize>(name: &str, was: &[Option<i64>; N], would: &[Option<i64>; N]) -> [String; 3] {
    let plain = |number: &Option<i64>| number.map_or_else(|| "-".to_owned(), |number| number.to_string());
    let difference = |(was, would): (&Option<i64>, &Option<i64>)| match was.zip(*would) {
        None => "-".to_owned(),
        Some((was, would)) if was == would => "=".to_owned(),
        Some((was, would)) => format!("{:+}", would - was),
    };
    let cells = |numbers: &[Option<i64>; N]| numbers.iter().map(plain).collect::<Vec<_>>();
    let differences: Vec<String> = was.iter().zip(would).map(difference).collect();
    [
        row(name, "was", &cells(was)),
        row("", "assumed", &cells(would)),
        row("", "", &differences),
    ]
}

fn row(name: &str, side: &str, cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>9}")).collect();
    format!("{name:<28} {side:<8}{}", cells.join(" "))
        .trim_end()
        .to_owned()
}
