//! The other ways to measure: back in time, days of the calendar, months, years, hours; and two texts on one duty.

use proptest::prelude::*;
use time::{
    Date, Duration,
    macros::{date, datetime},
};

use super::{as_known_on, book, days, deadline, due, latest, named, settings};
use crate::domain::calendar::{
    CalendarVersion, CalendarVersionId, CountingSettings, DayKind, Holiday, WorkingCalendar, Zone,
};
use crate::domain::deadline::*;

fn rule(id: RuleId) -> Rule {
    book().current().rule(id).unwrap().clone()
}

fn shown(id: RuleId, trigger: Date) -> Vec<String> {
    let days = trace(rule(id).span, trigger, &CountingSettings::default(), &latest()).unwrap();
    let row = |day: &TraceDay| format!("{} {}", day.date, named(&day.step));
    days.iter().map(row).collect()
}

#[test]
fn v17_to_v21_from_objection_to_commission() {
    for (id, trigger, expected) in [
        (RuleId::D10, date!(2026 - 04 - 02), date!(2026 - 05 - 20)),
        (RuleId::D12, date!(2026 - 05 - 11), date!(2026 - 06 - 30)),
        (RuleId::D13, date!(2026 - 05 - 11), date!(2026 - 06 - 30)),
        (RuleId::D14, date!(2026 - 06 - 26), date!(2026 - 07 - 16)),
        (RuleId::D15, date!(2026 - 06 - 30), date!(2026 - 07 - 20)),
        (RuleId::D18, date!(2026 - 07 - 10), date!(2026 - 07 - 30)),
        (RuleId::D19, date!(2026 - 07 - 10), date!(2026 - 12 - 01)),
    ] {
        assert_eq!(due(id, trigger), expected, "{id}");
    }
}

#[test]
fn v20_the_road_after_silence_follows_the_three_readings_of_the_answer() {
    let settings = CountingSettings::default();
    let answer = deadline(RuleId::D12, date!(2026 - 05 - 11), &settings);
    let dispute = compute_after(&rule(RuleId::D15), &answer, &settings, &latest()).unwrap();
    assert_eq!(
        (answer.due, dispute.due),
        (date!(2026 - 06 - 30), date!(2026 - 07 - 20))
    );
    assert_eq!(dispute.trigger_on, answer.due);
    assert_eq!(
        dispute.target,
        deadline(RuleId::D15, answer.target, &settings).target
    );
    assert_eq!(
        dispute.latest,
        deadline(RuleId::D15, answer.latest, &settings).latest
    );
}

#[test]
fn v22_two_texts_on_one_decision() {
    let copy = date!(2026 - 07 - 31);
    let settings = CountingSettings::default();
    let (statute, regulation) = (
        deadline(RuleId::D25, copy, &settings),
        deadline(RuleId::D26, copy, &settings),
    );
    assert_eq!(statute.due, date!(2026 - 08 - 21));
    assert_eq!(regulation.due, date!(2026 - 08 - 14));
    let advice = Advice {
        act_by: regulation.due,
        rule_id: RuleId::D26,
        closes_on: statute.latest,
    };
    assert_eq!(advise(&statute, &regulation), advice);
    assert_eq!(advise(&regulation, &statute), advice);
}

#[test]
fn v23_an_exemption_that_ends() {
    let (expiry, settings, calendar) = (date!(2026 - 12 - 31), CountingSettings::default(), latest());
    let found = deadline(RuleId::D28, expiry, &settings);
    // The text can be read as the first day or the last; a decision until the end is accepted (`docs/readings.md` R16).
    assert_eq!(
        (found.target, found.due, found.latest),
        (date!(2026 - 11 - 17), date!(2026 - 11 - 17), expiry)
    );
    let opens = opens_on(&rule(RuleId::D28), expiry, &settings, &calendar).unwrap();
    assert_eq!(calendar.working_days_between(opens, expiry, &settings), 60);
    assert_eq!(opens_on(&rule(RuleId::D05), expiry, &settings, &calendar), None);
}

#[test]
fn v24_the_report_on_a_year() {
    let report = deadline(RuleId::D34, date!(2025 - 12 - 31), &CountingSettings::default());
    assert_eq!(
        (report.target, report.due),
        (date!(2026 - 03 - 31), date!(2026 - 03 - 31))
    );
    // 31 March 2024 was Easter Sunday, and the Friday before was off.
    let report = deadline(RuleId::D34, date!(2023 - 12 - 31), &CountingSettings::default());
    assert_eq!(
        (report.target, report.due, report.latest),
        (
            date!(2024 - 03 - 28),
            date!(2024 - 03 - 31),
            date!(2024 - 03 - 31)
        )
    );
}

#[test]
fn months_and_years_end_on_the_same_number_or_the_last_day() {
    for (span, trigger, expected) in [
        (Span::Months(6), date!(2026 - 08 - 31), date!(2027 - 02 - 28)),
        (Span::Months(6), date!(2027 - 08 - 29), date!(2028 - 02 - 29)),
        (Span::Months(6), date!(2026 - 02 - 28), date!(2026 - 08 - 28)),
        (Span::Months(1), date!(2026 - 12 - 31), date!(2027 - 01 - 31)),
        (Span::Months(13), date!(2026 - 01 - 31), date!(2027 - 02 - 28)),
        (Span::Years(1), date!(2024 - 02 - 29), date!(2025 - 02 - 28)),
        (Span::Years(30), date!(2026 - 11 - 24), date!(2056 - 11 - 24)),
    ] {
        let found = bounds(span, trigger, &CountingSettings::default(), &latest()).unwrap();
        assert_eq!(found.due, expected, "{span:?} from {trigger}");
    }
    let far = deadline(RuleId::D29, date!(2026 - 11 - 24), &CountingSettings::default());
    assert!(!far.is_provisional, "no decree moves thirty years");
}

#[test]
fn days_of_the_calendar_do_not_roll_but_close_nothing_on_a_day_off() {
    // Fourteen days after Monday 3 August 2026 is Monday the 17th, a holiday.
    let found = deadline(RuleId::D27, date!(2026 - 08 - 03), &CountingSettings::default());
    assert_eq!(
        (found.target, found.due, found.latest),
        (
            date!(2026 - 08 - 16),
            date!(2026 - 08 - 17),
            date!(2026 - 08 - 18)
        )
    );
}

#[test]
fn what_threatens_is_told_on_the_day_itself() {
    let sunday = date!(2026 - 11 - 29);
    let found = deadline(RuleId::D32, sunday, &CountingSettings::default());
    assert_eq!((found.target, found.due, found.latest), (sunday, sunday, sunday));
    assert_eq!(shown(RuleId::D32, sunday), ["2026-11-29 trigger"]);
}

#[test]
fn traces_tell_each_way_to_measure() {
    // Three working days before Wednesday 27 May 2026, a holiday itself, are the 26th, the 25th and the 22nd.
    assert_eq!(
        shown(RuleId::D20, date!(2026 - 05 - 27)),
        [
            "2026-05-27 trigger",
            "2026-05-26 1",
            "2026-05-25 2",
            "2026-05-24 weekend",
            "2026-05-23 weekend",
            "2026-05-22 3"
        ]
    );
    let days = shown(RuleId::D44, date!(2026 - 05 - 14));
    assert_eq!(
        (days.first().unwrap().as_str(), days.len()),
        ("2026-05-14 trigger", 15)
    );
    assert_eq!(days.last().unwrap(), "2026-05-28 14");
    assert_eq!(
        shown(RuleId::D30, date!(2026 - 08 - 31)),
        [
            "2026-08-31 trigger",
            "2026-09-30 passed 1 clipped",
            "2026-10-31 passed 2",
            "2026-11-30 passed 3 clipped",
            "2026-12-31 passed 4",
            "2027-01-31 passed 5",
            "2027-02-28 passed 6 clipped"
        ]
    );
    assert_eq!(shown(RuleId::D29, date!(2026 - 11 - 24)).len(), 31);
}

#[test]
fn hours_run_day_and_night() {
    let (breach, found) = (rule(RuleId::D36), datetime!(2026-05-22 21:30 +8));
    assert_eq!(due_at(&breach, found), Ok(datetime!(2026-05-25 21:30 +8)));
    let days = trace_hours(&breach, found, Zone::Wita).unwrap();
    let minutes: Vec<_> = days
        .iter()
        .map(|day| match day.step {
            TraceStep::Elapsed { minutes } => (day.date, minutes),
            _ => panic!("{day:?}"),
        })
        .collect();
    assert_eq!(
        minutes,
        [
            (date!(2026 - 05 - 22), 150),
            (date!(2026 - 05 - 23), 1440),
            (date!(2026 - 05 - 24), 1440),
            (date!(2026 - 05 - 25), 1290)
        ]
    );
    let (settings, calendar) = (CountingSettings::default(), latest());
    assert_eq!(
        compute(&breach, date!(2026 - 05 - 22), &settings, &calendar),
        Err(DeadlineError::NeedsInstant)
    );
    assert_eq!(
        due_at(&rule(RuleId::D05), found),
        Err(DeadlineError::NeedsInstant)
    );
}

#[test]
fn what_nobody_checked_is_never_computed() {
    let (settings, calendar, book) = (CountingSettings::default(), latest(), book());
    let recalled: Vec<_> = RuleSet::ALL
        .iter()
        .flat_map(|set| book.pack(*set).rules().map(move |rule| (*set, rule)))
        .filter(|(_, rule)| rule.confidence == Confidence::Recalled)
        .collect();
    let ids: Vec<_> = recalled.iter().map(|(set, rule)| (*set, rule.id)).collect();
    assert_eq!(
        ids,
        [
            (RuleSet::Perki2010, RuleId::D13),
            (RuleSet::Perki2010, RuleId::D45),
            (RuleSet::Perki2021, RuleId::D45)
        ]
    );
    for (_, rule) in recalled {
        let day = date!(2026 - 05 - 11);
        assert_eq!(
            compute(rule, day, &settings, &calendar),
            Err(DeadlineError::NotConfirmed)
        );
        assert_eq!(
            trace(rule.span, day, &settings, &calendar),
            Err(DeadlineError::NotConfirmed)
        );
        assert_eq!(
            due_at(rule, datetime!(2026-05-11 08:00 +8)),
            Err(DeadlineError::NotConfirmed)
        );
    }
    let secondary = book
        .current()
        .rules()
        .filter(|rule| rule.confidence == Confidence::Secondary);
    let secondary: Vec<_> = secondary.map(|rule| rule.id).collect();
    assert_eq!(secondary, [RuleId::D36, RuleId::D37, RuleId::D38, RuleId::D39]);
}

#[test]
fn a_mediation_is_extended_once() {
    assert_eq!(rule(RuleId::D22).extended_span(), Some(Span::WorkingDays(21)));
    assert_eq!(rule(RuleId::D05).extended_span(), None);
}

#[test]
fn the_texts_on_one_duty_are_found_together() {
    let book = book();
    let same = |id| {
        let rules = book.current().same_duty(id);
        rules.map(|rule| rule.id).collect::<Vec<_>>()
    };
    for id in [RuleId::D05, RuleId::D06, RuleId::D07] {
        assert_eq!(same(id), [RuleId::D05, RuleId::D06, RuleId::D07]);
    }
    assert_eq!(same(RuleId::D13), [RuleId::D12, RuleId::D13]);
    assert_eq!(same(RuleId::D25), [RuleId::D25, RuleId::D26]);
    assert_eq!(same(RuleId::D10), [RuleId::D10]);
}

/// Whatever dates were computed by version 1, in the words that decide them. Who changes one of these lines raises the version of the
/// pack; who adds a rule need not.
#[test]
fn version_1_is_read_as_it_was() {
    const COMPUTED: [(RuleId, TriggerEvent, Span); 12] = [
        (RuleId::D01, TriggerEvent::RequestReceived, Span::Immediate),
        (RuleId::D02, TriggerEvent::RequestRecorded, Span::WorkingDays(3)),
        (
            RuleId::D03,
            TriggerEvent::IncompletenessLetterReceived,
            Span::WorkingDays(3),
        ),
        (RuleId::D04, TriggerEvent::FixReceived, Span::WorkingDays(3)),
        (RuleId::D05, TriggerEvent::RequestReceived, Span::WorkingDays(10)),
        (RuleId::D06, TriggerEvent::DeclaredComplete, Span::WorkingDays(10)),
        (RuleId::D07, TriggerEvent::RequestReceived, Span::WorkingDays(10)),
        (
            RuleId::D08,
            TriggerEvent::ExtendedPeriodStart,
            Span::WorkingDays(17),
        ),
        (RuleId::D09, TriggerEvent::PromisedDate, Span::AsPromised),
        (RuleId::D10, TriggerEvent::GroundFound, Span::WorkingDays(30)),
        (
            RuleId::D12,
            TriggerEvent::ObjectionReceived,
            Span::WorkingDays(30),
        ),
        (
            RuleId::D14,
            TriggerEvent::ObjectionAnswerReceived,
            Span::WorkingDays(14),
        ),
    ];
    let book = book();
    for set in RuleSet::ALL {
        let pack = book.pack(set);
        assert_eq!(pack.version(), 1);
        for (id, trigger, span) in COMPUTED {
            let is_missing =
                set == RuleSet::Perki2010 && matches!(id, RuleId::D03 | RuleId::D04 | RuleId::D06);
            let found = pack.rule(id).map(|rule| (rule.trigger, rule.span));
            assert_eq!(found, (!is_missing).then_some((trigger, span)), "{set:?} {id}");
        }
    }
}

#[test]
fn a_count_back_into_an_undecreed_year_is_provisional() {
    let known = as_known_on(date!(2026 - 09 - 14));
    let settings = CountingSettings::default();
    let back = |day| compute(&rule(RuleId::D28), day, &settings, &known).unwrap();
    assert!(back(date!(2027 - 01 - 04)).is_provisional);
    assert!(!back(date!(2026 - 12 - 31)).is_provisional);
}

fn with_day_off(calendar: &WorkingCalendar, date: Date) -> WorkingCalendar {
    let version = CalendarVersion {
        id: CalendarVersionId(uuid::Uuid::nil()),
        decree: "Keppres".to_owned(),
        issued_on: date,
    };
    let day = Holiday {
        date,
        kind: DayKind::AdHocPresidential,
        name_id: "Libur".to_owned(),
        name_en: "Day off".to_owned(),
        source: "Keppres".to_owned(),
    };
    calendar.amended(version, [day])
}

fn forward_spans() -> impl Strategy<Value = Span> {
    prop_oneof![
        (1_u16..120).prop_map(Span::WorkingDays),
        (1_u16..120).prop_map(Span::CalendarDays),
        (1_u16..40).prop_map(Span::Months),
        (1_u16..5).prop_map(Span::Years),
        Just(Span::Immediate),
        Just(Span::NoDelay),
    ]
}

fn longer(span: Span, more: u16) -> Span {
    match span {
        Span::WorkingDays(length) => Span::WorkingDays(length + more),
        Span::CalendarDays(length) => Span::CalendarDays(length + more),
        Span::Months(length) => Span::Months(length + more),
        Span::Years(length) => Span::Years(length + more),
        other => other,
    }
}

proptest! {
    #[test]
    fn forward_and_back_again(start in days(), length in 1_u16..120, settings in settings()) {
        let calendar = latest();
        let start = calendar.working_day_from(start, &settings).unwrap();
        let end = calendar.add_working_days(start, length, &settings).unwrap();
        let back = Span::WorkingDaysBefore { length, is_open_until_then: false };
        let found = bounds(back, end, &settings, &calendar).unwrap();
        prop_assert_eq!((found.target, found.due, found.latest), (start, start, start));
        let days = trace(back, end, &settings, &calendar).unwrap();
        prop_assert_eq!(days.first().map(|day| day.date), Some(end));
        prop_assert_eq!(days.last().map(|day| (day.date, &day.step)), Some((start, &TraceStep::Counted(length))));
        prop_assert!(days.windows(2).all(|pair| pair[1].date + Duration::DAY == pair[0].date));
    }

    #[test]
    fn every_span_is_ordered_and_monotone(
        start in days(), later in 0_i64..40, span in forward_spans(), more in 0_u16..30, settings in settings(),
    ) {
        let calendar = latest();
        let ends = |start: Date, span| bounds(span, start, &settings, &calendar).unwrap();
        let here = ends(start, span);
        prop_assert!(here.target <= here.due && here.due <= here.latest, "{:?}", here);
        for other in [ends(start + Duration::days(later), span), ends(start, longer(span, more))] {
            prop_assert!(here.target <= other.target && here.due <= other.due && here.latest <= other.latest);
        }
        let trace = trace(span, start, &settings, &calendar).unwrap();
        prop_assert_eq!(trace.last().map(|day| day.date), Some(here.due));
    }

    #[test]
    fn a_new_day_off_never_brings_a_date_forward(
        start in days(), span in forward_spans(), off in 0_i64..200, settings in settings(),
    ) {
        let calendar = latest();
        let more = with_day_off(&calendar, start + Duration::days(off));
        let before = bounds(span, start, &settings, &calendar).unwrap();
        let after = bounds(span, start, &settings, &more).unwrap();
        prop_assert!(before.due <= after.due && before.latest <= after.latest);
        // Only where the office must act before a last day that is off does its target move ahead.
        let acts_before = matches!(span, Span::Months(_) | Span::Years(_));
        prop_assert!(acts_before || before.target <= after.target);
    }

    #[test]
    fn hours_add_up(seconds in 1_550_000_000_i64..1_820_000_000) {
        let at = time::OffsetDateTime::from_unix_timestamp(seconds - seconds % 60).unwrap();
        let breach = rule(RuleId::D36);
        for zone in Zone::ALL {
            let days = trace_hours(&breach, at, zone).unwrap();
            let minutes: u32 = days.iter().map(|day| match day.step {
                TraceStep::Elapsed { minutes } => minutes,
                _ => 0,
            }).sum();
            prop_assert_eq!(minutes, 72 * 60);
            let end = due_at(&breach, at).unwrap();
            prop_assert!(zone.civil_date(end) - days.last().unwrap().date <= Duration::DAY);
        }
    }
}
