//! Days held: a table to read, and whatever happens the days add up.

use super::*;
use crate::domain::calendar::{WorkingCalendar, seed_versions};
use crate::domain::deadline::{LawBook, RuleSet};
use crate::domain::request::{
    CaseClock, CaseState, Channel, ClosedBecause, ExtensionReason, MissingRequirement, Outcome,
};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;
use time::Duration;
use time::macros::date;
use uuid::Uuid;

const LAPAS: UnitId = UnitId(Uuid::from_u128(1));
const RUTAN: UnitId = UnitId(Uuid::from_u128(2));
const FIRST: Date = date!(2026 - 03 - 12);

fn calendar() -> &'static WorkingCalendar {
    static CALENDAR: LazyLock<WorkingCalendar> =
        LazyLock::new(|| seed_versions().unwrap().pop().unwrap().calendar);
    &CALENDAR
}

fn arrival() -> Event {
    Event::RequestReceived {
        on: FIRST,
        channel: Channel::Web,
        unit: LAPAS,
        at: 1_773_280_000_000_000,
        rule_set: RuleSet::Perki2021,
        is_reached_online: true,
        is_after_hours: false,
    }
}

fn letter(on: Date, is_in_time: bool) -> Event {
    Event::DeclaredIncomplete {
        on,
        is_in_time,
        missing: vec![MissingRequirement::Address],
    }
}

fn notice(on: Date) -> Event {
    Event::NoticeIssued {
        on,
        outcome: Outcome::NotHeld,
        promised_on: None,
        foreseen: None,
        received_on: Some(on),
    }
}

fn routed(to: UnitId) -> Event {
    Event::Routed { from: LAPAS, to }
}

fn held(log: &[(Date, Event)], today: Date) -> HeldDays {
    let log = log.iter().map(|(on, event)| (*on, event));
    HeldDays::of(log, today, calendar(), &CountingSettings::default()).unwrap()
}

fn told(days: &HeldDays) -> Vec<(Holder, i32)> {
    days.spans
        .iter()
        .map(|span| (span.holder, span.working_days))
        .collect()
}

/// Thu 12 March 2026: the days off after it are 18 to 24 March and the weekends, so working day 3 is 17 March and 4 is the 25th.
#[test]
#[expect(clippy::too_many_lines, reason = "a table, one row a story")]
fn the_day_on_which_a_case_changes_hands_belongs_to_who_had_it() {
    use Holder::{Applicant, Asked, Office};
    let d = |day| Date::from_calendar_date(2026, time::Month::March, day).unwrap();
    let read_on = |on| Event::IncompletenessReceived { on };
    let fixed_on = |on| Event::FixSubmitted { on, latest: None };
    for (what, log, today, want, now) in [
        ("nothing passed yet", vec![], d(12), vec![], Some(Office(LAPAS))),
        (
            "routed on its second day",
            vec![(d(16), routed(RUTAN))],
            d(17),
            vec![(Office(LAPAS), 2), (Office(RUTAN), 1)],
            Some(Office(RUTAN)),
        ),
        (
            "routed today",
            vec![(d(16), routed(RUTAN))],
            d(16),
            vec![(Office(LAPAS), 2)],
            Some(Office(RUTAN)),
        ),
        (
            "routed on and back within a day: nobody held it but the first",
            vec![(d(16), routed(RUTAN)), (d(16), routed(LAPAS))],
            d(17),
            vec![(Office(LAPAS), 3)],
            Some(Office(LAPAS)),
        ),
        (
            "incomplete: the applicant's from the day after the letter came to the day of the fix",
            vec![
                (d(13), letter(d(13), true)),
                (d(13), read_on(d(13))),
                (d(17), fixed_on(d(17))),
            ],
            d(25),
            vec![(Office(LAPAS), 1), (Applicant, 2), (Office(LAPAS), 1)],
            Some(Office(LAPAS)),
        ),
        (
            "incomplete and entered later: the day it happened counts",
            vec![(d(13), letter(d(13), true)), (d(25), read_on(d(16)))],
            d(25),
            vec![(Office(LAPAS), 2), (Applicant, 2)],
            Some(Applicant),
        ),
        (
            "a letter that came too late leaves the case with the office",
            vec![(d(25), letter(d(25), false)), (d(25), read_on(d(25)))],
            d(26),
            vec![(Office(LAPAS), 5)],
            Some(Office(LAPAS)),
        ),
        (
            "a question: the office's days, and it waits",
            vec![
                (d(13), Event::ClarificationAsked),
                (d(17), Event::ClarificationAnswered),
            ],
            d(25),
            vec![(Office(LAPAS), 1), (Asked(LAPAS), 2), (Office(LAPAS), 1)],
            Some(Office(LAPAS)),
        ),
        (
            "the notice ends it, whatever comes after",
            vec![
                (d(17), notice(d(17))),
                (d(25), routed(RUTAN)),
                (
                    d(26),
                    Event::Closed {
                        on: d(26),
                        basis: ClosedBecause::Accepted,
                    },
                ),
            ],
            d(31),
            vec![(Office(LAPAS), 3)],
            None,
        ),
        (
            "so does the end without one",
            vec![(d(16), Event::Withdrawn { on: d(16) })],
            d(31),
            vec![(Office(LAPAS), 2)],
            None,
        ),
    ] {
        let log: Vec<_> = std::iter::once((FIRST, arrival())).chain(log).collect();
        let days = held(&log, today);
        assert_eq!((told(&days), days.now), (want, now), "{what}");
    }
}

#[test]
fn only_a_log_that_begins_with_an_arrival_is_one() {
    let log = [(FIRST, &Event::Published)];
    let days = HeldDays::of(log, FIRST, calendar(), &CountingSettings::default());
    assert_eq!(days, None);
}

/// Any event on any day, in no lawful order: an older register may hold what no office would do.
fn any_event() -> impl Strategy<Value = (i64, Event)> {
    let event = |back: i64, which: u8, day: i64| {
        let on = FIRST + Duration::days((day - back).max(0));
        match which {
            0 | 1 => routed(if which == 0 { RUTAN } else { LAPAS }),
            2 => Event::ClarificationAsked,
            3 => Event::ClarificationAnswered,
            4 => letter(on, back % 2 == 0),
            5 => Event::IncompletenessReceived { on },
            6 => Event::FixSubmitted { on, latest: None },
            7 => Event::Extended {
                on,
                reason: Some(ExtensionReason::NotYetHeld),
                is_written: true,
                known: None,
            },
            8 => Event::DocumentAdded,
            _ => Event::Published,
        }
    };
    (0..6i64, 0..10u8, 0..60i64).prop_map(move |(back, which, day)| (day, event(back, which, day)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The days add up to the working days that passed, each stretch follows the one before, and day by day the holder is the one
    /// whom the events before that day leave.
    #[test]
    fn days_held_add_up(
        events in proptest::collection::vec(any_event(), 0..12),
        end in proptest::option::of(0..70i64),
        today in 0..80i64,
    ) {
        let mut log = vec![(FIRST, arrival())];
        let mut days: Vec<_> = events.into_iter().filter(|(day, _)| *day <= today).collect();
        days.sort_by_key(|(day, _)| *day);
        // One letter, one receipt and one fix: the machine lets no second one happen.
        let mut seen = HashSet::new();
        days.retain(|(_, event)| {
            let is_single = matches!(
                event,
                Event::DeclaredIncomplete { .. } | Event::IncompletenessReceived { .. } | Event::FixSubmitted { .. }
            );
            !is_single || seen.insert(event.kind())
        });
        log.extend(days.into_iter().map(|(day, event)| (FIRST + Duration::days(day), event)));
        let today = FIRST + Duration::days(today);
        let last = log.last().map_or(FIRST, |(on, _)| *on);
        let ended_on = end.map(|end| FIRST + Duration::days(end)).filter(|end| (last..=today).contains(end));
        log.extend(ended_on.map(|on| (on, notice(on))));
        let until = ended_on.unwrap_or(today);

        let found = held(&log, today);
        let (calendar, settings) = (calendar(), CountingSettings::default());
        prop_assert_eq!(found.elapsed(), calendar.working_days_between(FIRST, until, &settings));
        prop_assert_eq!(found.now.is_none(), ended_on.is_some());
        let mut expected = FIRST.next_day().unwrap();
        for span in &found.spans {
            prop_assert_eq!(span.from, expected);
            prop_assert!(span.from <= span.to);
            expected = span.to.next_day().unwrap();
        }
        prop_assert_eq!(expected, until.next_day().unwrap());
        for pair in found.spans.windows(2) {
            prop_assert!(pair[0].holder != pair[1].holder);
        }
        // Day by day, from the plain meaning: what somebody held when the day began is what was left the evening before.
        for span in &found.spans {
            let mut day = span.from;
            while day <= span.to {
                let before = day.previous_day().unwrap();
                let known: Vec<_> = log.iter().filter(|(on, event)| *on <= before || backdated(event, before)).cloned().collect();
                prop_assert_eq!(held(&known, before).now, Some(span.holder), "{}", day);
                day = day.next_day().unwrap();
            }
        }
    }

    /// Routing and asking move no date of the law.
    #[test]
    fn passing_a_case_on_or_asking_moves_no_statutory_clock(
        turns in proptest::collection::vec((0..4u8, 0..30i64), 0..10),
    ) {
        let clock = |log: &[Event]| {
            let state = CaseState::replay(log).unwrap();
            CaseClock::of(&state, LawBook::built_in().unwrap().current(), calendar(), &CountingSettings::default()).unwrap()
        };
        let mut log = vec![arrival(), Event::RequestRegistered { on: FIRST, number: "X-2026-0001".into() }];
        let before = clock(&log);
        log.extend(turns.into_iter().map(|(which, _)| match which {
            0 => routed(RUTAN),
            1 => routed(LAPAS),
            2 => Event::ClarificationAsked,
            _ => Event::ClarificationAnswered,
        }));
        prop_assert_eq!(clock(&log), before);
    }
}

/// Whether something entered later happened on or before a day.
fn backdated(event: &Event, day: Date) -> bool {
    match event {
        Event::IncompletenessReceived { on } | Event::FixSubmitted { on, .. } => *on <= day,
        // Whether it was in time is a fact of the letter, whenever it is looked at.
        Event::DeclaredIncomplete { .. } => true,
        _ => false,
    }
}
