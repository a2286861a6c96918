//! The simulator: a table of what the law would make of one case, and what no assumption may do.

use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

use super::*;
use crate::domain::calendar::{
    CalendarVersion, CalendarVersionId, CountingSettings, OffHours, ReceiptDay, Treatment, Weekend,
    WorkingCalendar, seed_versions,
};
use crate::domain::deadline::{LawBook, RuleId, RuleSet};
use crate::domain::ids::UnitId;
use crate::domain::objection::{
    Answered, Decision, Event as ObjectionEvent, Ground, ObjectionState, ObjectionStatus,
};
use crate::domain::request::{Channel, Event, ExtensionReason, MissingRequirement, Outcome};

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
/// Vector V1: ten working days end on Thu 2 April, three on Tue 17 March, seventeen on Tue 14 April.
const RECEIVED: Date = date!(2026 - 03 - 12);
const AS_OF: Date = date!(2026 - 06 - 30);

static CALENDAR: LazyLock<Arc<WorkingCalendar>> =
    LazyLock::new(|| Arc::new(seed_versions().unwrap().pop().unwrap().calendar));
static BOOK: LazyLock<LawBook> = LazyLock::new(|| LawBook::built_in().unwrap());

fn arrival() -> Event {
    Event::RequestReceived {
        on: RECEIVED,
        channel: Channel::Web,
        unit: UNIT,
        at: 1_773_280_000_000_000,
        rule_set: RuleSet::Perki2021,
        is_reached_online: true,
        is_after_hours: false,
    }
}

fn registered() -> Event {
    Event::RequestRegistered {
        on: RECEIVED,
        number: "X-2026-0001".into(),
    }
}

fn checked(on: Date, complete_on: Date) -> Event {
    Event::DeclaredComplete {
        on,
        complete_on,
        is_deemed: on != complete_on,
        despite: Vec::new(),
    }
}

fn letter(on: Date) -> [Event; 2] {
    [
        Event::DeclaredIncomplete {
            on,
            is_in_time: true,
            missing: vec![MissingRequirement::Address],
        },
        Event::IncompletenessReceived { on },
    ]
}

fn extended(on: Date) -> Event {
    Event::Extended {
        on,
        reason: Some(ExtensionReason::NotYetHeld),
        is_written: true,
        known: None,
    }
}

fn answered(on: Date) -> Event {
    Event::NoticeIssued {
        on,
        outcome: Outcome::NotHeld,
        promised_on: None,
        foreseen: None,
        received_on: Some(on),
    }
}

fn past(log: &[Event]) -> PastCase {
    let log = [arrival(), registered()]
        .iter()
        .chain(log)
        .cloned()
        .collect::<Vec<_>>();
    PastCase::of(&log, Arc::clone(&CALENDAR), CountingSettings::default()).unwrap()
}

fn judged(log: &[Event], assumptions: &Assumptions) -> (Verdict, Verdict) {
    let law = LawOf::new(&BOOK, assumptions).unwrap();
    let (was, would, _) = past(log).judge(&law, assumptions, AS_OF).unwrap();
    (was, would)
}

fn length(rule: RuleId, days: u16) -> Assumptions {
    Assumptions {
        lengths: [(rule, days)].into(),
        ..Assumptions::default()
    }
}

fn shifted(shift: i16) -> Assumptions {
    Assumptions {
        shift,
        ..Assumptions::default()
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, one row a supposition")]
fn what_other_rules_make_of_a_case() {
    use Standing::{AnsweredLate, InTime, LeftOut, NeverAnswered, Pending};
    let nothing = Assumptions::default;
    let check = checked(RECEIVED, RECEIVED);
    let second_of_april = vec![check.clone(), answered(date!(2026 - 04 - 02))];
    let a_day_late = vec![check.clone(), answered(date!(2026 - 04 - 06))];
    let incomplete = |fixed_on| {
        let mut log = letter(date!(2026 - 03 - 16)).to_vec();
        log.extend([
            Event::FixSubmitted {
                on: fixed_on,
                latest: None,
            },
            checked(fixed_on, fixed_on),
        ]);
        log
    };
    // The applicant's three days end on 26 March, by the latest reading on the 27th.
    let mut completed_late = incomplete(date!(2026 - 03 - 30));
    completed_late.push(answered(date!(2026 - 04 - 10)));
    for (what, log, assumed, was, would) in [
        ("nothing", &second_of_april, nothing(), InTime, InTime),
        (
            "shorter",
            &second_of_april,
            length(RuleId::D05, 9),
            InTime,
            AnsweredLate,
        ),
        (
            "longer",
            &a_day_late,
            length(RuleId::D05, 11),
            AnsweredLate,
            InTime,
        ),
        (
            "the day of receipt counts",
            &second_of_april,
            Assumptions {
                receipt_day: Some(ReceiptDay::Include),
                ..nothing()
            },
            InTime,
            AnsweredLate,
        ),
        (
            "receipt after hours is the next working day; this one was not",
            &a_day_late,
            Assumptions {
                off_hours: Some(OffHours::NextWorkingDay),
                ..nothing()
            },
            AnsweredLate,
            AnsweredLate,
        ),
        (
            "collective leave counts",
            &second_of_april,
            Assumptions {
                collective_leave: Some(Treatment::Working),
                ..nothing()
            },
            InTime,
            AnsweredLate,
        ),
        (
            "Saturdays count",
            &second_of_april,
            Assumptions {
                weekend: Some(Weekend::SUNDAY),
                ..nothing()
            },
            InTime,
            AnsweredLate,
        ),
        ("faster", &a_day_late, shifted(-1), AnsweredLate, InTime),
        ("slower", &second_of_april, shifted(1), InTime, AnsweredLate),
        (
            "slower than today",
            &second_of_april,
            shifted(60),
            InTime,
            NeverAnswered,
        ),
        (
            "never answered, and no faster office is known to have answered",
            &vec![check.clone()],
            shifted(-10),
            NeverAnswered,
            NeverAnswered,
        ),
        (
            "still to come",
            &vec![check.clone()],
            length(RuleId::D05, 100),
            NeverAnswered,
            Pending,
        ),
        (
            "an extension counts from the longer start",
            &vec![
                check.clone(),
                extended(date!(2026 - 04 - 01)),
                answered(date!(2026 - 04 - 14)),
            ],
            length(RuleId::D08, 6),
            InTime,
            AnsweredLate,
        ),
        (
            "an extension told after the shorter days revives nothing",
            &vec![
                check.clone(),
                extended(date!(2026 - 04 - 01)),
                answered(date!(2026 - 04 - 02)),
            ],
            length(RuleId::D05, 8),
            InTime,
            AnsweredLate,
        ),
        (
            "completed late, the regulation governs; with longer days it was not late, and the statute does",
            &completed_late,
            length(RuleId::D03, 6),
            InTime,
            AnsweredLate,
        ),
        (
            "a letter after a shorter check has no effect",
            &completed_late,
            length(RuleId::D02, 1),
            InTime,
            AnsweredLate,
        ),
        (
            "under the regulation's own length",
            &completed_late,
            length(RuleId::D06, 7),
            InTime,
            AnsweredLate,
        ),
        (
            "withdrawn cases take no part",
            &vec![Event::Withdrawn { on: RECEIVED }],
            length(RuleId::D05, 1),
            LeftOut,
            LeftOut,
        ),
        (
            "incomplete and never completed: nothing is owed",
            &letter(date!(2026 - 03 - 16)).to_vec(),
            length(RuleId::D05, 1),
            LeftOut,
            LeftOut,
        ),
    ] {
        let (before, after) = judged(log, &assumed);
        assert_eq!((before.standing, after.standing), (was, would), "{what}");
    }
}

/// A check on the fourth day was late and counts from receipt; with four days to check it was not.
#[test]
fn a_check_is_read_anew() {
    let check = date!(2026 - 03 - 25);
    let log = [
        checked(check, RECEIVED),
        extended(date!(2026 - 04 - 02)),
        answered(date!(2026 - 04 - 14)),
    ];
    let law = LawOf::new(&BOOK, &length(RuleId::D02, 4)).unwrap();
    let due = |law| {
        let state = past(&log).state().clone();
        crate::domain::request::CaseClock::of(&state, law, &CALENDAR, &CountingSettings::default())
            .unwrap()
            .regulation_due_on
    };
    assert_eq!(due(law.history(RuleSet::Perki2021)), Some(date!(2026 - 04 - 14)));
    let (was, would) = judged(&log, &length(RuleId::D02, 4));
    assert_eq!(
        (was.standing, would.standing),
        (Standing::InTime, Standing::InTime)
    );
    assert_eq!(would.is_extension_valid, Some(true));
}

#[test]
fn an_imported_extension_has_no_day_of_its_own() {
    let log = [
        checked(RECEIVED, RECEIVED),
        extended(date!(2026 - 04 - 02)),
        answered(date!(2026 - 04 - 10)),
        Event::Imported {
            reference: "S1".into(),
        },
    ];
    let (was, would) = judged(&log, &length(RuleId::D05, 8));
    assert_eq!(
        (was.is_extension_valid, would.is_extension_valid),
        (Some(true), Some(true))
    );
    let (_, told) = judged(&log[..3], &length(RuleId::D05, 8));
    assert_eq!(
        told.is_extension_valid,
        Some(false),
        "one whose day is known was too late"
    );
}

#[test]
fn a_faster_notice_never_comes_before_what_it_answers_and_needs_no_extension() {
    let log = [
        checked(RECEIVED, RECEIVED),
        extended(date!(2026 - 04 - 02)),
        answered(date!(2026 - 04 - 06)),
    ];
    let (was, would) = judged(&log, &shifted(-2));
    assert_eq!(
        (was.is_extension_valid, would.is_extension_valid),
        (Some(true), None)
    );
    assert_eq!(would.working_days, Some(9));
    let (_, would) = judged(&log, &shifted(-60));
    assert_eq!(would.working_days, Some(0));
}

#[test]
fn a_calendar_that_ends_is_told() {
    let version = CalendarVersion {
        id: CalendarVersionId(Uuid::nil()),
        decree: "kosong.csv".into(),
        issued_on: RECEIVED,
    };
    let assumptions = Assumptions {
        calendar: Some(Arc::new(WorkingCalendar::new(version, []))),
        ..Assumptions::default()
    };
    let law = LawOf::new(&BOOK, &assumptions).unwrap();
    let log = [checked(RECEIVED, RECEIVED), answered(date!(2026 - 04 - 02))];
    let (was, would, is_provisional) = past(&log).judge(&law, &assumptions, AS_OF).unwrap();
    assert!(is_provisional);
    assert_eq!(
        (was.standing, would.standing),
        (Standing::InTime, Standing::AnsweredLate)
    );
    assert_eq!((was.working_days, would.working_days), (Some(10), Some(15)));
}

#[test]
fn assumptions_read_alike_when_they_are() {
    let assumed = Assumptions {
        lengths: [(RuleId::D08, 5), (RuleId::D05, 7)].into(),
        collective_leave: Some(Treatment::Working),
        shift: -2,
        ..Assumptions::default()
    };
    assert_eq!(assumed.codes(), "D05=7 D08=5 collective_leave=working faster=2");
    assert!(!assumed.is_nothing() && Assumptions::default().is_nothing());
    let none = length(RuleId::D05, 0);
    assert!(LawOf::new(&BOOK, &none).is_err());
}

#[test]
fn percentiles_are_nearest_ranks() {
    let mut found = Simulation::default();
    let verdict = |days| Verdict {
        standing: Standing::InTime,
        is_extension_valid: None,
        working_days: Some(days),
    };
    for days in [9, 1, 3, 7, 5] {
        found.add(UNIT, &(verdict(days), verdict(days + 1), false));
    }
    let Comparison {
        history, scenario, ..
    } = &found.total;
    assert_eq!(
        (history.percentile(50), history.percentile(90)),
        (Some(5), Some(9))
    );
    assert_eq!(
        (scenario.percentile(50), Tally::default().percentile(50)),
        (Some(6), None)
    );
}

fn any_log() -> impl Strategy<Value = Vec<Event>> {
    let day = |n: i64| RECEIVED + Duration::days(n);
    (
        0..12i64,
        proptest::option::of((0..8i64, proptest::option::of(0..20i64))),
        proptest::option::of((0..40i64, any::<bool>())),
        proptest::option::of(0..60i64),
        0..4u8,
    )
        .prop_map(move |(check, incomplete, extension, notice, end)| {
            let mut log = Vec::new();
            let mut from = check;
            if let Some((on, fix)) = incomplete.filter(|(on, _)| day(*on) <= date!(2026 - 03 - 17)) {
                log.extend(letter(day(on)));
                let Some(fix) = fix else { return log };
                log.push(Event::FixSubmitted {
                    on: day(on + fix),
                    latest: None,
                });
                from = on + fix + check;
            }
            log.push(checked(day(from), day(from)));
            if let Some((on, is_written)) = extension {
                log.push(Event::Extended {
                    on: day(from + on),
                    reason: None,
                    is_written,
                    known: None,
                });
            }
            match notice {
                Some(on) => log.push(answered(day(from + on))),
                None if end == 0 => log.push(Event::Withdrawn { on: day(from) }),
                None => {}
            }
            log
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// With nothing assumed, both sides are the same, whatever happened.
    #[test]
    fn nothing_assumed_changes_nothing(log in any_log(), as_of in 0..120i64) {
        let assumptions = Assumptions::default();
        let law = LawOf::new(&BOOK, &assumptions).unwrap();
        let (was, would, _) = past(&log).judge(&law, &assumptions, RECEIVED + Duration::days(as_of)).unwrap();
        prop_assert_eq!(was, would);
    }

    /// More days for the notice make nobody late, and a slower office nobody punctual.
    #[test]
    fn more_days_make_nobody_late(log in any_log(), days in 10..60u16, slower in 1..30i16) {
        let mut longer = length(RuleId::D05, days);
        longer.lengths.insert(RuleId::D06, days);
        let (was, would) = judged(&log, &longer);
        prop_assert!(was.standing.is_late() || !would.standing.is_late());
        let (was, would) = judged(&log, &shifted(slower));
        prop_assert!(!was.standing.is_late() || would.standing.is_late());
    }

    /// In whatever order cases come, the sum is the same.
    #[test]
    fn the_order_of_cases_changes_nothing(logs in proptest::collection::vec(any_log(), 1..8)) {
        let assumed = length(RuleId::D05, 7);
        let law = LawOf::new(&BOOK, &assumed).unwrap();
        let found = |logs: &mut dyn Iterator<Item = &Vec<Event>>| {
            let mut found = Simulation::default();
            for log in logs {
                found.add(UNIT, &past(log).judge(&law, &assumed, AS_OF).unwrap());
            }
            found
        };
        prop_assert_eq!(found(&mut logs.iter()), found(&mut logs.iter().rev()));
    }
}

/// An objection of 12 March, entered the next day: by the statute until 4 May, by the regulation until 5 May.
fn objection(answered_on: Option<Date>, status: ObjectionStatus) -> PastObjection {
    let received = ObjectionEvent::ObjectionReceived {
        on: RECEIVED,
        at: 1_773_280_000_000_000,
        channel: Channel::Letter,
        unit: UNIT,
        request: None,
        grounds: vec![Ground::PeriodicNotProvided],
        possibly_late: Vec::new(),
        rule_set: RuleSet::Perki2021,
        is_reached_online: false,
        is_after_hours: false,
    };
    let mut state = ObjectionState::replay(&[received]).unwrap();
    state.recorded_on = RECEIVED + Duration::days(1);
    state.status = status;
    state.answer = answered_on.map(|on| Answered {
        on,
        by: UNIT,
        rulings: Vec::new(),
        decision: Decision::Rejected,
        execute_by: None,
        received_on: None,
    });
    PastObjection::new(
        state,
        RuleSet::Perki2021,
        Arc::clone(&CALENDAR),
        CountingSettings::default(),
    )
}

#[test]
fn an_answer_to_an_objection_is_judged_by_both_clocks() {
    use Standing as S;
    let (open, rejected) = (ObjectionStatus::Registered, ObjectionStatus::Rejected);
    let statute = date!(2026 - 05 - 04);
    let regulation = date!(2026 - 05 - 05);
    for (answered_on, status, as_of, expected) in [
        (Some(statute), rejected, AS_OF, (S::InTime, S::InTime)),
        (Some(regulation), rejected, AS_OF, (S::AnsweredLate, S::InTime)),
        (
            Some(date!(2026 - 05 - 06)),
            rejected,
            AS_OF,
            (S::AnsweredLate, S::AnsweredLate),
        ),
        (None, open, statute, (S::Pending, S::Pending)),
        (None, open, regulation, (S::NeverAnswered, S::Pending)),
        (None, open, AS_OF, (S::NeverAnswered, S::NeverAnswered)),
        (None, ObjectionStatus::Withdrawn, AS_OF, (S::LeftOut, S::LeftOut)),
    ] {
        let nothing = Assumptions::default();
        let law = LawOf::new(&BOOK, &nothing).unwrap();
        let (was, would, _) = objection(answered_on, status)
            .judge(&law, &nothing, as_of)
            .unwrap();
        assert_eq!((was.statute, was.regulation), expected, "{answered_on:?} {as_of}");
        assert_eq!(was, would);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// More days make no answer late, and a slower office none punctual.
    #[test]
    fn more_days_make_no_answer_late(on in 0..120i64, days in 30..90u16, slower in 1..30i16) {
        let one = objection(Some(RECEIVED + Duration::days(on)), ObjectionStatus::Rejected);
        let mut longer = length(RuleId::D12, days);
        longer.lengths.insert(RuleId::D13, days);
        let law = LawOf::new(&BOOK, &longer).unwrap();
        let (was, would, _) = one.judge(&law, &longer, AS_OF).unwrap();
        for (was, would) in [(was.statute, would.statute), (was.regulation, would.regulation)] {
            prop_assert!(was.is_late() || !would.is_late());
        }
        let slow = shifted(slower);
        let law = LawOf::new(&BOOK, &slow).unwrap();
        let (was, would, _) = one.judge(&law, &slow, AS_OF).unwrap();
        prop_assert!(!was.statute.is_late() || would.statute.is_late());
    }
}
