//! The statutory clock against a plain loop over days: one date with its trace, and every open case after a decree.
//!
//! `cargo bench -p terbuka-benches` prints the times and, at the end, the ratios of one run; the ratios are what two machines can compare.

#![allow(clippy::print_stdout, reason = "a benchmark is run to be read")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark fails by panicking"
)]

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use divan::{Bencher, black_box};
use terbuka_benches::domain::calendar::{CountingSettings, WorkingCalendar, seed_versions};
use terbuka_benches::domain::deadline::{LawBook, RuleId, RuleSet, bounds, trace};
use terbuka_benches::domain::ids::UnitId;
use terbuka_benches::domain::request::{CaseClock, CaseState, Channel, Event, ExtensionReason, Outcome};
use terbuka_benches::domain::simulate::{Assumptions, LawOf, PastCase, Simulation};
use time::{Date, Weekday};
use uuid::Uuid;

/// Open cases of a large body after a decree.
const CASES: usize = 100_000;
/// Samples of the ratios; the fastest counts, for everything else that ran only adds.
const SAMPLES: usize = 20;

static CALENDAR: LazyLock<WorkingCalendar> = LazyLock::new(|| {
    seed_versions()
        .expect("calendars")
        .pop()
        .expect("a calendar")
        .calendar
});
static LAW: LazyLock<LawBook> = LazyLock::new(|| LawBook::built_in().expect("a law pack"));
static SETTINGS: LazyLock<CountingSettings> = LazyLock::new(CountingSettings::default);
static OPEN: LazyLock<Vec<CaseState>> = LazyLock::new(|| (0..CASES).map(open).collect());
static SHARED: LazyLock<Arc<WorkingCalendar>> = LazyLock::new(|| Arc::new(CALENDAR.clone()));
static PAST: LazyLock<Vec<PastCase>> = LazyLock::new(|| (0..CASES).map(past).collect());
/// What a plain loop would keep: the days off that are no weekend.
static DAYS_OFF: LazyLock<HashSet<Date>> =
    LazyLock::new(|| CALENDAR.holidays().map(|day| day.date).collect());

/// What happened to an open case: every fifth has a letter, every seventh an extension.
fn log(nth: usize) -> Vec<Event> {
    let first = Date::from_ordinal_date(2024, 1).expect("a day");
    let spread = i64::try_from(nth * 7_919 % 1_000).expect("a number of days");
    let on = first + time::Duration::days(spread);
    let later = |days| on + time::Duration::days(days);
    let mut log = vec![
        Event::RequestReceived {
            on,
            channel: Channel::Web,
            unit: UnitId(Uuid::nil()),
            at: 0,
            rule_set: RuleSet::Perki2021,
            is_reached_online: true,
            is_after_hours: nth.is_multiple_of(3),
        },
        Event::RequestRegistered {
            on,
            number: String::new(),
        },
    ];
    let mut checked_on = later(1);
    if nth.is_multiple_of(5) {
        log.extend([
            Event::DeclaredIncomplete {
                on: later(1),
                is_in_time: true,
                missing: Vec::new(),
            },
            Event::IncompletenessReceived { on: later(2) },
            Event::FixSubmitted {
                on: later(4),
                latest: None,
            },
        ]);
        checked_on = later(5);
    }
    log.push(Event::DeclaredComplete {
        on: checked_on,
        complete_on: checked_on,
        is_deemed: false,
        despite: Vec::new(),
    });
    if nth.is_multiple_of(7) {
        log.push(Event::Extended {
            on: later(9),
            reason: Some(ExtensionReason::NotYetHeld),
            is_written: true,
            known: None,
        });
    }
    log
}

fn open(nth: usize) -> CaseState {
    CaseState::replay(&log(nth)).expect("a case")
}

/// The same, answered some day.
fn past(nth: usize) -> PastCase {
    let mut log = log(nth);
    let Some(Event::RequestReceived { on, .. }) = log.first() else {
        unreachable!("a case begins with its arrival")
    };
    let spread = i64::try_from(nth % 30).expect("a number of days");
    let on = *on + time::Duration::days(5 + spread);
    log.push(Event::NoticeIssued {
        on,
        outcome: Outcome::NotHeld,
        promised_on: None,
        foreseen: None,
        received_on: Some(on),
    });
    PastCase::of(&log, Arc::clone(&SHARED), *SETTINGS).expect("a case")
}

/// What anybody would write first: ten days that are no weekend and in no list.
fn plain(from: Date, days: u16) -> Date {
    let mut day = from;
    let mut left = days;
    while left > 0 {
        day = day.next_day().expect("a day");
        let is_weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        if !is_weekend && !DAYS_OFF.contains(&day) {
            left -= 1;
        }
    }
    day
}

fn notice_days() -> u16 {
    LAW.current().rule(RuleId::D05).expect("D05").length
}

fn start() -> Date {
    // The longest way to ten working days: Eid and its collective leave lie on it.
    Date::from_calendar_date(2026, time::Month::March, 15).expect("a day")
}

/// The three readings of one last day, and every day to it explained.
fn date_with_trace() -> usize {
    let span = LAW.current().rule(RuleId::D05).expect("D05").span;
    let dates = bounds(span, black_box(start()), &SETTINGS, &CALENDAR).expect("a date");
    black_box(dates);
    trace(span, black_box(start()), &SETTINGS, &CALENDAR)
        .expect("a trace")
        .len()
}

/// Every duty of every open case on the calendar of the decree.
fn recompute() -> usize {
    let clock = |state| CaseClock::of(state, LAW.current(), &CALENDAR, &SETTINGS).expect("a clock");
    OPEN.iter()
        .map(|state| black_box(clock(state)).duties.len())
        .sum()
}

/// Every case of the past, as it was and with three working days less.
fn simulate() -> u64 {
    let assumptions = Assumptions {
        lengths: [(RuleId::D05, notice_days().saturating_sub(3))].into(),
        ..Assumptions::default()
    };
    let law = LawOf::new(&LAW, &assumptions).expect("a law pack");
    let as_of = Date::from_ordinal_date(2027, 1).expect("a day");
    let mut found = Simulation::default();
    for case in PAST.iter() {
        found.add(
            case.state().unit,
            &case.judge(&law, &assumptions, as_of).expect("a verdict"),
        );
    }
    found.total.newly_late
}

/// One date of each of them in the plain way.
fn recompute_plain() -> i64 {
    let days = notice_days();
    OPEN.iter()
        .map(|state| i64::from(plain(black_box(state.received_on), days).to_julian_day()))
        .sum()
}

#[divan::bench]
fn one_date_with_its_trace(bencher: Bencher<'_, '_>) {
    bencher.bench(date_with_trace);
}

#[divan::bench]
fn one_date_by_a_plain_loop(bencher: Bencher<'_, '_>) {
    bencher.bench(|| plain(black_box(start()), notice_days()));
}

#[divan::bench(sample_count = 20)]
fn every_open_case_after_a_decree(bencher: Bencher<'_, '_>) {
    bencher.bench(recompute);
}

#[divan::bench(sample_count = 20)]
fn every_open_case_by_a_plain_loop(bencher: Bencher<'_, '_>) {
    bencher.bench(recompute_plain);
}

#[divan::bench(sample_count = 10)]
fn every_past_case_simulated(bencher: Bencher<'_, '_>) {
    bencher.bench(simulate);
}

fn fastest<T>(rounds: u32, work: impl Fn() -> T) -> Duration {
    let sample = |_| {
        let begin = Instant::now();
        for _ in 0..rounds {
            black_box(work());
        }
        begin.elapsed() / rounds
    };
    (0..SAMPLES).map(sample).min().unwrap_or_default()
}

fn compare<T, U>(what: &str, rounds: u32, ours: impl Fn() -> T, plain: impl Fn() -> U) {
    let (ours, plain) = (fastest(rounds, ours), fastest(rounds, plain));
    let ratio = ours.as_secs_f64() / plain.as_secs_f64();
    println!("{what}: {ours:?}, plain loop {plain:?}, ratio {ratio:.1}");
}

fn main() {
    divan::main();
    if std::env::args().any(|argument| argument == "--bench") {
        compare("one date with its trace", 2_000, date_with_trace, || {
            plain(black_box(start()), notice_days())
        });
        compare("100,000 open cases, every duty", 1, recompute, recompute_plain);
        compare("100,000 past cases simulated", 1, simulate, recompute_plain);
    }
}
