//! The clocks against the vectors of the rulebook, against a naive loop and against their own laws.

mod found;

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::{
    Date, Duration, OffsetDateTime, UtcOffset, Weekday,
    macros::{date, datetime},
};

use super::*;
use crate::domain::calendar::{
    CountingSettings, DayKind, OffHours, ReceiptDay, WorkingCalendar, Zone, known_on, seed_versions,
};

const VECTORS: &str = include_str!("../../../../data/deadline-vectors.csv");

fn latest() -> WorkingCalendar {
    seed_versions().unwrap().pop().unwrap().calendar
}

fn as_known_on(day: Date) -> WorkingCalendar {
    let versions = seed_versions().unwrap();
    known_on(versions.iter().map(|version| &version.calendar), day)
        .unwrap()
        .clone()
}

fn book() -> LawBook {
    LawBook::built_in().unwrap()
}

fn deadline(id: RuleId, trigger: impl Into<Trigger>, settings: &CountingSettings) -> Deadline {
    compute(book().current().rule(id).unwrap(), trigger, settings, &latest()).unwrap()
}

fn due(id: RuleId, trigger: impl Into<Trigger>) -> Date {
    deadline(id, trigger, &CountingSettings::default()).due
}

fn readings(receipt_day: ReceiptDay, off_hours: OffHours) -> CountingSettings {
    CountingSettings {
        receipt_day,
        off_hours,
        ..CountingSettings::default()
    }
}

fn at(at: OffsetDateTime) -> Trigger {
    Trigger::at(at, Zone::Wita, &CountingSettings::default())
}

fn parse_day(text: &str) -> Date {
    Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).unwrap()
}

/// A second, deliberately plain way to count: a set of dates and a loop.
fn naive(start: Date, length: u16, off: &BTreeSet<Date>) -> Date {
    let (mut day, mut counted) = (start, 0);
    while counted < length {
        day += Duration::DAY;
        let is_weekend = day.weekday() == Weekday::Saturday || day.weekday() == Weekday::Sunday;
        if !is_weekend && !off.contains(&day) {
            counted += 1;
        }
    }
    day
}

fn off_days(calendar: &WorkingCalendar, is_leave_off: bool) -> BTreeSet<Date> {
    calendar
        .holidays()
        .filter(|day| is_leave_off || day.kind != DayKind::CollectiveLeave)
        .map(|day| day.date)
        .collect()
}

#[test]
fn every_computed_vector_agrees() {
    let calendar = latest();
    let mut seen = 0;
    for line in VECTORS.lines().skip(1) {
        let fields: Vec<_> = line.split(',').collect();
        let [start, name, length, expected] = fields[..] else {
            panic!("{line}")
        };
        let settings = match name {
            "with_cuti_bersama" => CountingSettings::default(),
            "libur_nasional_only" => CountingSettings::strict(),
            _ => panic!("{line}"),
        };
        let (start, length) = (parse_day(start), length.parse().unwrap());
        let found = bounds(Span::WorkingDays(length), start, &settings, &calendar).unwrap();
        assert_eq!(found.due, parse_day(expected), "{line}");
        let off = off_days(&calendar, name == "with_cuti_bersama");
        assert_eq!(naive(start, length, &off), parse_day(expected), "{line}");
        seen += 1;
    }
    assert_eq!(seen, 2_934);
}

#[test]
fn v1_received_before_lebaran_2025() {
    assert_eq!(due(RuleId::D05, date!(2025 - 03 - 20)), date!(2025 - 04 - 14));
}

#[test]
fn v2_the_same_with_the_day_of_receipt_included() {
    let settings = readings(ReceiptDay::Include, OffHours::ActualDate);
    assert_eq!(
        deadline(RuleId::D05, date!(2025 - 03 - 20), &settings).due,
        date!(2025 - 04 - 11)
    );
    assert_eq!(
        deadline(RuleId::D05, date!(2025 - 03 - 20), &CountingSettings::default()).target,
        date!(2025 - 04 - 11)
    );
}

#[test]
fn v3_the_same_with_collective_leave_counted() {
    assert_eq!(
        deadline(RuleId::D05, date!(2025 - 03 - 20), &CountingSettings::strict()).due,
        date!(2025 - 04 - 07)
    );
}

#[test]
fn v4_the_same_extended() {
    assert_eq!(due(RuleId::D08, date!(2025 - 03 - 20)), date!(2025 - 04 - 24));
}

#[test]
fn v5_and_v6_the_decree_of_august_2025_moves_an_open_deadline() {
    let book = book();
    let rule = book.current().rule(RuleId::D05).unwrap();
    let settings = CountingSettings::default();
    let due = |known| compute(rule, date!(2025 - 08 - 05), &settings, &as_known_on(known)).unwrap();
    let (before, after) = (due(date!(2025 - 08 - 06)), due(date!(2025 - 08 - 07)));
    assert_eq!(before.due, date!(2025 - 08 - 19));
    assert_eq!(after.due, date!(2025 - 08 - 20));
    assert_ne!(before.calendar_version, after.calendar_version);
}

#[test]
fn v7_over_the_turn_of_the_year() {
    assert_eq!(due(RuleId::D05, date!(2025 - 12 - 24)), date!(2026 - 01 - 12));
}

#[test]
fn v8_received_on_a_sunday() {
    assert_eq!(due(RuleId::D05, date!(2026 - 03 - 15)), date!(2026 - 04 - 06));
}

#[test]
fn v9_the_same_under_the_double_shift() {
    let settings = readings(ReceiptDay::Exclude, OffHours::NextWorkingDay);
    assert_eq!(
        deadline(RuleId::D05, date!(2026 - 03 - 15), &settings).due,
        date!(2026 - 04 - 07)
    );
    assert_eq!(
        deadline(RuleId::D05, date!(2026 - 03 - 15), &CountingSettings::default()).latest,
        date!(2026 - 04 - 07)
    );
}

#[test]
fn v10_received_on_a_friday_night() {
    assert_eq!(
        due(RuleId::D05, at(datetime!(2026-05-08 21:00 +8))),
        date!(2026 - 05 - 26)
    );
}

#[test]
fn v11_the_same_deemed_received_on_monday() {
    let settings = readings(ReceiptDay::Exclude, OffHours::NextWorkingDay);
    let night = at(datetime!(2026-05-08 21:00 +8));
    assert_eq!(deadline(RuleId::D05, night, &settings).due, date!(2026 - 05 - 29));
    assert_eq!(
        deadline(RuleId::D05, night, &CountingSettings::default()).latest,
        date!(2026 - 05 - 29)
    );
}

#[test]
fn v12_monday_morning_in_makassar_is_not_sunday() {
    let sunday_in_utc = datetime!(2026-05-10 22:30 UTC);
    assert_eq!(due(RuleId::D05, at(sunday_in_utc)), date!(2026 - 05 - 29));
}

#[test]
fn v13_completeness_check() {
    assert_eq!(due(RuleId::D02, date!(2026 - 03 - 12)), date!(2026 - 03 - 17));
}

fn march_case() -> NoticeFacts {
    NoticeFacts {
        checked_on: Some(date!(2026 - 03 - 16)),
        complete_on: Some(date!(2026 - 03 - 16)),
        ..NoticeFacts::received(date!(2026 - 03 - 12))
    }
}

fn clocks(facts: &NoticeFacts) -> NoticeClocks {
    notice_clocks(book().current(), facts, &CountingSettings::default(), &latest()).unwrap()
}

#[test]
fn v14_both_clocks_of_the_notice() {
    let clocks = clocks(&march_case());
    let regulation = clocks.regulation.unwrap();
    assert_eq!(
        (regulation.rule_id, regulation.due),
        (RuleId::D06, date!(2026 - 04 - 07))
    );
    assert_eq!(
        (clocks.statute.rule_id, clocks.statute.due),
        (RuleId::D05, date!(2026 - 04 - 02))
    );
    assert_eq!(clocks.governing(), &clocks.statute);
    assert_eq!(clocks.escalation(), &clocks.statute);
}

#[test]
fn v15_both_clocks_extended() {
    let clocks = clocks(&NoticeFacts {
        extended_on: Some(date!(2026 - 04 - 02)),
        ..march_case()
    });
    assert!(clocks.is_extended);
    assert_eq!(clocks.regulation.unwrap().due, date!(2026 - 04 - 16));
    assert_eq!(clocks.statute.due, date!(2026 - 04 - 14));
    assert_eq!(clocks.statute.rule_id, RuleId::D08);
    assert_eq!(clocks.statute.length, 17);
}

#[test]
fn v16_the_applicant_completes() {
    assert_eq!(due(RuleId::D03, date!(2026 - 03 - 17)), date!(2026 - 03 - 27));
}

#[test]
fn an_extension_after_the_last_day_revives_nothing() {
    let clocks = clocks(&NoticeFacts {
        extended_on: Some(date!(2026 - 04 - 06)),
        ..march_case()
    });
    assert!(!clocks.is_extended);
    assert_eq!(clocks.statute.due, date!(2026 - 04 - 02));
}

fn incomplete_case(fixed_on: Date, is_letter_in_time: bool) -> NoticeFacts {
    NoticeFacts {
        complete_on: Some(fixed_on),
        completion: Some(Completion {
            is_letter_in_time,
            received_on: Some(date!(2026 - 03 - 17)),
            fixed_on: Some(fixed_on),
        }),
        ..march_case()
    }
}

#[test]
fn a_completion_in_time_leaves_the_statute_governing() {
    let clocks = clocks(&incomplete_case(date!(2026 - 03 - 27), true));
    assert_eq!(clocks.governing, Governing::Statute);
    assert_eq!(clocks.regulation.unwrap().trigger_on, date!(2026 - 03 - 27));
}

#[test]
fn a_late_completion_lets_the_regulation_govern() {
    let facts = incomplete_case(date!(2026 - 03 - 31), true);
    let plain = clocks(&facts);
    // Late only after the latest reading of the three days: the other clock is the office's gain and the applicant's loss.
    let doubtful = clocks(&incomplete_case(date!(2026 - 03 - 30), true));
    assert_eq!(doubtful.governing, Governing::Statute);
    assert_eq!(plain.governing, Governing::Regulation);
    assert_eq!(plain.governing().due, due(RuleId::D06, date!(2026 - 03 - 31)));
    assert_eq!(plain.escalation(), plain.governing());
    // Before the office has looked at it, the days run from the day it came.
    let unseen = clocks(&NoticeFacts {
        complete_on: None,
        ..facts
    });
    assert_eq!(unseen, plain);
    // Past the statute's last day, before the governing one: still in time to extend.
    let extended = clocks(&NoticeFacts {
        extended_on: Some(date!(2026 - 04 - 08)),
        ..facts
    });
    assert!(extended.is_extended);
    assert_eq!(extended.governing, Governing::Regulation);
    assert_eq!(extended.governing().due, due(RuleId::D08, date!(2026 - 03 - 31)));
    // The statute's duty had expired: a letter of the eighth does not revive it.
    assert_eq!(extended.statute, plain.statute);
}

#[test]
fn a_letter_or_check_after_its_days_counts_as_complete_from_receipt() {
    let late_letter = clocks(&incomplete_case(date!(2026 - 03 - 30), false));
    let late_check = clocks(&NoticeFacts {
        checked_on: Some(date!(2026 - 03 - 25)),
        complete_on: Some(date!(2026 - 03 - 25)),
        ..march_case()
    });
    for clocks in [late_letter, late_check] {
        let regulation = clocks.regulation.unwrap();
        assert_eq!(regulation.trigger_on, date!(2026 - 03 - 12));
        assert_eq!(regulation.due, clocks.statute.due);
        assert_eq!(clocks.governing, Governing::Statute);
    }
}

#[test]
fn a_letter_whose_receipt_is_unknown_makes_nobody_late() {
    let mut facts = incomplete_case(date!(2026 - 04 - 20), true);
    facts.completion = facts.completion.map(|completion| Completion {
        received_on: None,
        ..completion
    });
    assert_eq!(clocks(&facts).governing, Governing::Statute);
}

#[test]
fn before_completeness_only_the_statute_runs() {
    let clocks = clocks(&NoticeFacts::received(date!(2026 - 03 - 12)));
    assert_eq!(clocks.regulation, None);
    assert_eq!(clocks.governing(), &clocks.statute);
}

#[test]
fn the_old_regulation_knows_one_clock() {
    let book = book();
    let pack = book.pack(book.rule_set_for(date!(2021 - 06 - 29)));
    assert_eq!(pack.rule_set(), RuleSet::Perki2010);
    assert_eq!(book.rule_set_for(date!(2021 - 06 - 30)), RuleSet::Perki2021);
    let facts = NoticeFacts {
        checked_on: Some(date!(2021 - 06 - 02)),
        complete_on: Some(date!(2021 - 06 - 02)),
        extended_on: Some(date!(2021 - 06 - 10)),
        ..NoticeFacts::received(date!(2021 - 06 - 01))
    };
    let clocks = notice_clocks(pack, &facts, &CountingSettings::default(), &latest()).unwrap();
    assert_eq!(clocks.regulation, None);
    assert_eq!(clocks.statute.length, 17);
    assert!(pack.rule(RuleId::D06).is_none());
}

#[test]
fn at_once_means_when_the_office_is_open() {
    assert_eq!(due(RuleId::D01, date!(2026 - 11 - 24)), date!(2026 - 11 - 24));
    let sunday = deadline(RuleId::D01, date!(2026 - 11 - 29), &CountingSettings::default());
    assert_eq!(sunday.due, date!(2026 - 11 - 30));
    let night = deadline(
        RuleId::D01,
        at(datetime!(2026-11-24 22:00 +8)),
        &CountingSettings::default(),
    );
    assert_eq!(
        (night.due, night.latest),
        (date!(2026 - 11 - 24), date!(2026 - 11 - 25))
    );
}

#[test]
fn a_promise_binds_on_the_day_promised() {
    let promised = deadline(RuleId::D09, date!(2026 - 11 - 29), &CountingSettings::default());
    assert_eq!(
        (promised.target, promised.due, promised.latest),
        (
            date!(2026 - 11 - 29),
            date!(2026 - 11 - 29),
            date!(2026 - 11 - 29)
        )
    );
}

#[test]
fn a_deadline_into_an_undecreed_year_is_provisional() {
    let settings = CountingSettings::default();
    let book = book();
    let rule = book.current().rule(RuleId::D05).unwrap();
    let known = as_known_on(date!(2026 - 09 - 14));
    assert!(
        compute(rule, date!(2026 - 12 - 21), &settings, &known)
            .unwrap()
            .is_provisional
    );
    assert!(
        !compute(rule, date!(2026 - 12 - 21), &settings, &latest())
            .unwrap()
            .is_provisional
    );
    assert!(
        !compute(rule, date!(2026 - 11 - 24), &settings, &known)
            .unwrap()
            .is_provisional
    );
}

#[test]
fn the_end_of_time_is_an_error() {
    let settings = CountingSettings::default();
    for day in [Date::MAX, Date::MIN] {
        let found = bounds(Span::WorkingDays(10), day, &settings, &latest());
        assert_eq!(found, Err(DeadlineError::OutOfRange));
    }
    assert_eq!(
        trace(Span::WorkingDays(1), Date::MAX, &settings, &latest()),
        Err(DeadlineError::OutOfRange)
    );
    assert!(trace(Span::AsPromised, Date::MAX, &settings, &latest()).is_ok());
}

fn told(trace: &[TraceDay]) -> Vec<String> {
    trace
        .iter()
        .map(|day| {
            let step = match &day.step {
                TraceStep::Trigger => "trigger".to_owned(),
                TraceStep::DeemedReceipt => "deemed".to_owned(),
                TraceStep::Counted(number) => number.to_string(),
                TraceStep::Weekend => "weekend".to_owned(),
                TraceStep::Holiday(day) => format!("{}: {}", day.name_en, day.source),
            };
            format!("{:02}-{:02} {step}", u8::from(day.date.month()), day.date.day())
        })
        .collect()
}

#[test]
fn a_trace_names_every_day_and_its_decree() {
    let calendar = latest();
    let days = trace(
        Span::WorkingDays(3),
        date!(2026 - 03 - 17),
        &CountingSettings::default(),
        &calendar,
    )
    .unwrap();
    let decree = "SKB 1497/2025, 2/2025, 5/2025 (19 Sep 2025)";
    assert_eq!(
        told(&days),
        [
            "03-17 trigger".to_owned(),
            format!("03-18 Collective leave: Day of Silence (Nyepi): {decree}"),
            format!("03-19 Day of Silence (Nyepi): {decree}"),
            format!("03-20 Collective leave: Eid al-Fitr: {decree}"),
            "03-21 weekend".to_owned(),
            "03-22 weekend".to_owned(),
            format!("03-23 Collective leave: Eid al-Fitr: {decree}"),
            format!("03-24 Collective leave: Eid al-Fitr: {decree}"),
            "03-25 1".to_owned(),
            "03-26 2".to_owned(),
            "03-27 3".to_owned(),
        ]
    );
}

#[test]
fn a_trace_shows_the_reading_of_the_settings() {
    let calendar = latest();
    let show = |span, trigger: Trigger, settings| told(&trace(span, trigger, &settings, &calendar).unwrap());
    let include = readings(ReceiptDay::Include, OffHours::ActualDate);
    let shift = readings(ReceiptDay::Exclude, OffHours::NextWorkingDay);
    let default = CountingSettings::default();
    let (tuesday, sunday) = (date!(2026 - 11 - 24).into(), date!(2026 - 11 - 29).into());
    assert_eq!(
        show(Span::WorkingDays(2), tuesday, include),
        ["11-24 1", "11-25 2"]
    );
    assert_eq!(
        show(Span::WorkingDays(1), sunday, shift),
        ["11-29 trigger", "11-30 deemed", "12-01 1"]
    );
    assert_eq!(show(Span::Immediate, tuesday, default), ["11-24 trigger"]);
    assert_eq!(show(Span::AsPromised, sunday, default), ["11-29 trigger"]);
}

#[test]
fn the_state_of_a_deadline_is_derived_from_today() {
    let calendar = latest();
    let settings = CountingSettings::default();
    let friday = date!(2026 - 11 - 20);
    let state = |today| DueState::of(friday, today, &settings, &calendar);
    assert_eq!(state(date!(2026 - 11 - 18)), DueState::Left(2));
    assert_eq!(state(date!(2026 - 11 - 14)), DueState::Left(5));
    assert_eq!(state(friday), DueState::DueToday);
    assert_eq!(state(date!(2026 - 11 - 22)), DueState::Overdue { by: 0 });
    assert_eq!(state(date!(2026 - 11 - 24)), DueState::Overdue { by: 2 });
    assert!(state(date!(2026 - 11 - 21)).is_overdue());
    assert_eq!(state(date!(2026 - 11 - 24)).working_days_left(), -2);
    assert_eq!(state(date!(2026 - 11 - 18)).working_days_left(), 2);
}

#[test]
fn the_packs_hold_the_rules_of_a_request() {
    let book = book();
    let ids: Vec<_> = book.current().rules().map(|rule| rule.id).collect();
    let all: Vec<_> = (1..=15).filter_map(RuleId::new).collect();
    assert_eq!(ids, all);
    for set in RuleSet::ALL {
        assert_eq!(RuleSet::parse(set.code()), Some(set));
        let pack = book.pack(set);
        let codes: BTreeSet<_> = pack.rules().map(|rule| &rule.code).collect();
        assert_eq!(codes.len(), pack.rules().count());
        for rule in pack.rules() {
            for text in [&rule.name, &rule.trigger_text, &rule.consequence, &rule.article] {
                assert!(!text.id.is_empty() && !text.en.is_empty(), "{}", rule.id);
            }
        }
        let extension = pack.rule(RuleId::D08).unwrap();
        assert_eq!(extension.length, 7);
        assert_eq!(extension.span, Span::WorkingDays(17));
    }
    let portal: Vec<_> = book
        .current()
        .rules()
        .filter(|rule| rule.basis == Basis::Portal)
        .map(|rule| rule.id)
        .collect();
    assert_eq!(portal, [RuleId::D04]);
}

#[test]
fn a_senseless_pack_is_refused() {
    let good = include_str!("../../../../data/law-pack/perki-2021.toml");
    for (from, to, expected) in [
        ("length = 3\n", "", LawPackError::Length(RuleId::D02)),
        ("extends = \"D05\"\n", "", LawPackError::Extension(RuleId::D08)),
        (
            "extends = \"D05\"",
            "extends = \"D01\"",
            LawPackError::Extension(RuleId::D08),
        ),
        (
            "id = \"D02\"",
            "id = \"D01\"",
            LawPackError::Repeated(RuleId::D01),
        ),
    ] {
        let text = good.replacen(from, to, 1);
        assert_eq!(LawPack::parse(&text), Err(expected), "{from} -> {to}");
    }
    for (from, to) in [
        ("id = \"D09\"", "id = \"D46\""),
        (
            "in_force_from = 2021-06-30",
            "in_force_from = 2021-06-30T00:00:00",
        ),
        ("basis = \"law\"", "basis = \"custom\""),
        ("version = 1", "version = 1\nextra = 2"),
    ] {
        let text = good.replacen(from, to, 1);
        assert!(
            matches!(LawPack::parse(&text), Err(LawPackError::Unreadable(_))),
            "{to}"
        );
    }
}

#[test]
fn rule_numbers_are_read_back() {
    for number in 1..=45 {
        let id = RuleId::new(number).unwrap();
        assert_eq!(id.to_string().parse(), Ok(id));
    }
    for text in ["D00", "D46", "D5", "d05", "D005", "D+5", ""] {
        assert_eq!(RuleId::parse(text), None, "{text}");
    }
}

fn days() -> impl Strategy<Value = Date> {
    (0_i64..3200).prop_map(|days| date!(2018 - 12 - 01) + Duration::days(days))
}

fn settings() -> impl Strategy<Value = CountingSettings> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(strict, include, shift)| CountingSettings {
        receipt_day: if include {
            ReceiptDay::Include
        } else {
            ReceiptDay::Exclude
        },
        off_hours: if shift {
            OffHours::NextWorkingDay
        } else {
            OffHours::ActualDate
        },
        ..if strict {
            CountingSettings::strict()
        } else {
            CountingSettings::default()
        }
    })
}

fn triggers() -> impl Strategy<Value = Trigger> {
    (days(), any::<bool>()).prop_map(|(on, after_hours)| Trigger { on, after_hours })
}

proptest! {
    #[test]
    fn agrees_with_the_naive_loop(start in days(), length in 1_u16..200, is_leave_off in any::<bool>()) {
        let settings = if is_leave_off { CountingSettings::default() } else { CountingSettings::strict() };
        let calendar = latest();
        let off = off_days(&calendar, is_leave_off);
        let found = bounds(Span::WorkingDays(length), start, &settings, &calendar).unwrap();
        prop_assert_eq!(found.due, naive(start, length, &off));
    }

    #[test]
    fn an_earlier_start_or_a_shorter_span_never_ends_later(
        start in days(), later in 0_i64..40, length in 1_u16..120, more in 0_u16..30, settings in settings(),
    ) {
        let calendar = latest();
        let ends = |start: Date, length| bounds(Span::WorkingDays(length), start, &settings, &calendar).unwrap();
        let here = ends(start, length);
        for other in [ends(start + Duration::days(later), length), ends(start, length + more)] {
            prop_assert!(here.target <= other.target && here.due <= other.due && here.latest <= other.latest);
        }
        prop_assert!(more == 0 || here.due < ends(start, length + more).due);
    }

    #[test]
    fn the_readings_are_ordered_and_end_on_working_days(
        trigger in triggers(), length in 1_u16..120, settings in settings(),
    ) {
        let calendar = latest();
        for span in [Span::WorkingDays(length), Span::Immediate] {
            let Bounds { target, due, latest } = bounds(span, trigger, &settings, &calendar).unwrap();
            prop_assert!(target <= due && due <= latest);
            for day in [target, due, latest] {
                prop_assert!(calendar.is_working_day(day, &settings), "{}", day);
            }
        }
    }

    #[test]
    fn a_trace_has_every_day_counts_the_length_and_ends_on_the_due_day(
        trigger in triggers(), length in 1_u16..120, settings in settings(),
    ) {
        let calendar = latest();
        let span = Span::WorkingDays(length);
        let due = bounds(span, trigger, &settings, &calendar).unwrap().due;
        let days = trace(span, trigger, &settings, &calendar).unwrap();
        prop_assert_eq!(days.first().map(|day| day.date), Some(trigger.on));
        let last = days.last().unwrap();
        prop_assert_eq!((last.date, &last.step), (due, &TraceStep::Counted(length)));
        prop_assert!(days.windows(2).all(|pair| pair[1].date == pair[0].date + Duration::DAY));
        let counted: Vec<_> = days.iter().filter_map(|day| match day.step {
            TraceStep::Counted(number) => Some(number),
            _ => None,
        }).collect();
        prop_assert_eq!(counted, (1..=length).collect::<Vec<_>>());
        for day in &days {
            let is_counted = matches!(day.step, TraceStep::Counted(_));
            prop_assert!(!is_counted || calendar.is_working_day(day.date, &settings));
        }
    }

    #[test]
    fn an_instant_counts_the_same_however_it_is_written(
        seconds in 1_550_000_000_i64..1_820_000_000, hours in -12_i8..=12, length in 1_u16..40,
    ) {
        let utc = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
        let host = utc.to_offset(UtcOffset::from_hms(hours, 0, 0).unwrap());
        let settings = CountingSettings::default();
        for zone in Zone::ALL {
            let (here, there) = (Trigger::at(utc, zone, &settings), Trigger::at(host, zone, &settings));
            prop_assert_eq!(here, there);
            let calendar = latest();
            prop_assert_eq!(
                bounds(Span::WorkingDays(length), here, &settings, &calendar),
                bounds(Span::WorkingDays(length), there, &settings, &calendar)
            );
        }
    }

    #[test]
    fn an_extension_is_working_day_17_of_the_same_start(trigger in triggers(), settings in settings()) {
        let calendar = latest();
        let book = book();
        let rule = |id| book.current().rule(id).unwrap();
        let extended = compute(rule(RuleId::D08), trigger, &settings, &calendar).unwrap();
        let plain = compute(rule(RuleId::D05), trigger, &settings, &calendar).unwrap();
        prop_assert_eq!(extended.trigger_on, plain.trigger_on);
        prop_assert_eq!(calendar.add_working_days(plain.due, 7, &settings), Some(extended.due));
        prop_assert_eq!(calendar.add_working_days(plain.target, 7, &settings), Some(extended.target));
    }
}
