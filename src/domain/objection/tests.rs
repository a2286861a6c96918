//! The machine of an objection: every guard has a case that passes and one that fails, random walks never leave it, and its dates are
//! those of the law.

use super::*;
use crate::domain::actor::Role;
use crate::domain::calendar::{CountingSettings, WorkingCalendar, seed_versions};
use crate::domain::deadline::{LawBook, RuleSet};
use crate::domain::fee::{PaymentMode, Ways};
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::request::{
    CaseClock, CaseState, Channel, Event as CaseEvent, Foreseen, Outcome, Succession,
};
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const REQUEST: RequestId = RequestId(Uuid::from_u128(2));
const DAY: Date = date!(2026 - 05 - 04);

fn arrival(grounds: &[Ground], request: Option<RequestId>) -> Event {
    Event::ObjectionReceived {
        on: DAY,
        at: 1_777_860_000_000_000,
        channel: Channel::Web,
        unit: UNIT,
        request,
        grounds: grounds.to_vec(),
        possibly_late: Vec::new(),
        rule_set: RuleSet::Perki2021,
        is_reached_online: true,
        is_after_hours: false,
    }
}

fn filed(grounds: &[Ground]) -> ObjectionState {
    let registered = Event::ObjectionRegistered {
        on: DAY,
        number: "KB-X-2026-0001".into(),
    };
    ObjectionState::replay(&[arrival(grounds, Some(REQUEST)), registered]).unwrap()
}

fn at(today: Date) -> Moment {
    Moment {
        today,
        dispute_latest: None,
        has_decree: true,
        is_disputed: false,
        is_decided: false,
        is_silent: false,
    }
}

fn ruled(ground: Ground, ruling: Ruling) -> Ruled {
    Ruled {
        ground,
        ruling: Some(ruling),
        text: "Sebab.".into(),
    }
}

fn answer(rulings: Vec<Ruled>, execute_by: Option<Date>) -> Command {
    Command::Answer {
        rulings,
        order: execute_by.map(|on| Order {
            text: "Berikan.".into(),
            execute_by: Some(on),
        }),
    }
}

fn step(
    state: &ObjectionState,
    command: &Command,
    role: Role,
    at: &Moment,
) -> Result<ObjectionState, Denial> {
    let events = decide(state, command, role, at)?;
    Ok(events.iter().fold(state.clone(), ObjectionState::after))
}

#[test]
fn the_decision_follows_from_the_rulings() {
    use Ruling::{Rejected, Upheld};
    for (rulings, decision) in [
        (vec![], None),
        (vec![Upheld], Some(Decision::Upheld)),
        (vec![Upheld, Upheld], Some(Decision::Upheld)),
        (vec![Rejected, Rejected], Some(Decision::Rejected)),
        (vec![Rejected, Upheld, Rejected], Some(Decision::PartlyUpheld)),
        (vec![Upheld, Rejected, Upheld], Some(Decision::PartlyUpheld)),
    ] {
        assert_eq!(Decision::of(rulings.clone()), decision, "{rulings:?}");
    }
}

#[test]
fn an_answer_says_something_on_each_ground() {
    let state = filed(&[Ground::NotAsRequested, Ground::DeliveredLate]);
    let one = vec![ruled(Ground::NotAsRequested, Ruling::Upheld)];
    assert_eq!(
        answer_denials(&state, &one, None, &at(DAY)),
        [
            Denial::RulingMissing(Ground::DeliveredLate),
            Denial::RebuttalMissing(Ground::DeliveredLate)
        ]
    );
    let mut silent = vec![
        ruled(Ground::NotAsRequested, Ruling::Upheld),
        ruled(Ground::DeliveredLate, Ruling::Rejected),
    ];
    silent[1].text = "  ".into();
    assert_eq!(
        step(&state, &answer(silent.clone(), None), Role::Superior, &at(DAY)),
        Err(Denial::RebuttalMissing(Ground::DeliveredLate)),
        "who lets the decision stand owes written reasons"
    );
    silent[1].text = "Datang pada waktunya.".into();
    let answered = step(&state, &answer(silent.clone(), None), Role::Superior, &at(DAY)).unwrap();
    assert_eq!(answered.status, ObjectionStatus::PartlyUpheld);
    assert_eq!(answered.answer.as_ref().unwrap().received_on, Some(DAY));
    silent.push(ruled(Ground::NotResponded, Ruling::Upheld));
    assert_eq!(
        step(&state, &answer(silent, None), Role::Superior, &at(DAY)),
        Err(Denial::GroundUnknown)
    );
}

#[test]
fn a_refusal_stands_only_on_its_decree() {
    let state = filed(&[Ground::RefusedAsExempt]);
    let stands = answer(vec![ruled(Ground::RefusedAsExempt, Ruling::Rejected)], None);
    let falls = answer(vec![ruled(Ground::RefusedAsExempt, Ruling::Upheld)], None);
    let without = Moment {
        has_decree: false,
        ..at(DAY)
    };
    assert_eq!(
        step(&state, &stands, Role::Superior, &without),
        Err(Denial::DecreeMissing)
    );
    assert!(step(&state, &stands, Role::Superior, &at(DAY)).is_ok());
    assert!(step(&state, &falls, Role::Superior, &without).is_ok());
}

#[test]
fn an_order_has_words_a_day_and_something_upheld() {
    let state = filed(&[Ground::NotFulfilled]);
    let order = |text: &str, execute_by, ruling| Command::Answer {
        rulings: vec![ruled(Ground::NotFulfilled, ruling)],
        order: Some(Order {
            text: text.into(),
            execute_by,
        }),
    };
    let later = Some(date!(2026 - 05 - 20));
    for (command, denial) in [
        (order("", later, Ruling::Upheld), Denial::TextMissing),
        (order("Berikan.", None, Ruling::Upheld), Denial::ExecuteByMissing),
        (
            order("Berikan.", Some(date!(2026 - 05 - 03)), Ruling::Upheld),
            Denial::DateInPast,
        ),
        (
            order("Berikan.", later, Ruling::Rejected),
            Denial::OrderWithoutUpheld,
        ),
    ] {
        assert_eq!(step(&state, &command, Role::Superior, &at(DAY)), Err(denial));
    }
    let executing = step(
        &state,
        &order("Berikan.", later, Ruling::Upheld),
        Role::Superior,
        &at(DAY),
    )
    .unwrap();
    assert_eq!(executing.status, ObjectionStatus::Executing);
    assert_eq!(executing.reopens(), Some(REQUEST));
}

#[test]
fn an_order_is_carried_out_where_it_belongs() {
    let done = |note: &str| Command::RecordExecution {
        on: DAY,
        note: note.into(),
    };
    let order = |ground| answer(vec![ruled(ground, Ruling::Upheld)], Some(DAY));
    // On the request: the portal records it, nobody by hand.
    let state = filed(&[Ground::NotResponded]);
    let executing = step(&state, &order(Ground::NotResponded), Role::Superior, &at(DAY)).unwrap();
    assert_eq!(
        step(&executing, &done("sudah"), Role::Officer, &at(DAY)),
        Err(Denial::ExecutedOnRequest)
    );
    let closed = step(&executing, &done(""), Role::System, &at(DAY)).unwrap();
    assert_eq!(
        (closed.status, closed.executed_on),
        (ObjectionStatus::Closed, Some(DAY))
    );
    // What ought to be public is no answer to anybody: the office says what it did, also when the form named a request.
    let state = filed(&[Ground::PeriodicNotProvided]);
    let executing = step(
        &state,
        &order(Ground::PeriodicNotProvided),
        Role::Superior,
        &at(DAY),
    )
    .unwrap();
    assert_eq!(executing.reopens(), None);
    assert_eq!(
        step(&executing, &done(" "), Role::Officer, &at(DAY)),
        Err(Denial::TextMissing)
    );
    assert!(step(&executing, &done("diumumkan"), Role::Officer, &at(DAY)).is_ok());
    // Only the ground upheld counts.
    let both = filed(&[Ground::PeriodicNotProvided, Ground::NotAsRequested]);
    let rulings = vec![
        ruled(Ground::PeriodicNotProvided, Ruling::Upheld),
        ruled(Ground::NotAsRequested, Ruling::Rejected),
    ];
    let executing = step(&both, &answer(rulings, Some(DAY)), Role::Superior, &at(DAY)).unwrap();
    assert_eq!(executing.reopens(), None);
}

#[test]
fn a_settlement_is_for_b_to_g_and_tried_once() {
    let open = Command::OpenSettlement {
        invitation: "Rabu".into(),
    };
    let with_a = filed(&[Ground::RefusedAsExempt, Ground::DeliveredLate]);
    assert_eq!(
        step(&with_a, &open, Role::Superior, &at(DAY)),
        Err(Denial::GroundNotSettled)
    );
    let state = filed(&[Ground::DeliveredLate]);
    let talking = step(&state, &open, Role::Superior, &at(DAY)).unwrap();
    assert_eq!(talking.status, ObjectionStatus::Settlement);
    let agreed = |consent: &str, execute_by| Command::RecordAgreement {
        terms: "Salinan dikirim.".into(),
        consent: consent.into(),
        execute_by,
        has_files: true,
    };
    let unsigned = Command::RecordAgreement {
        terms: "Salinan dikirim.".into(),
        consent: "ya".into(),
        execute_by: None,
        has_files: false,
    };
    assert_eq!(
        step(&talking, &unsigned, Role::Superior, &at(DAY)),
        Err(Denial::MinutesMissing)
    );
    assert_eq!(
        step(&talking, &agreed("", None), Role::Superior, &at(DAY)),
        Err(Denial::ConsentMissing)
    );
    let settled = step(&talking, &agreed("berita acara", None), Role::Superior, &at(DAY)).unwrap();
    assert_eq!(
        (settled.status, settled.closed_on),
        (ObjectionStatus::Closed, Some(DAY))
    );
    let promised = step(&talking, &agreed("ya", Some(DAY)), Role::Superior, &at(DAY)).unwrap();
    assert_eq!(
        (promised.status, promised.reopens()),
        (ObjectionStatus::Executing, Some(REQUEST))
    );
    let failure = Command::RecordFailure {
        note: "Tidak hadir".into(),
    };
    let failed = step(&talking, &failure, Role::Superior, &at(DAY)).unwrap();
    assert_eq!(failed.status, ObjectionStatus::Registered);
    assert_eq!(
        step(&failed, &open, Role::Superior, &at(DAY)),
        Err(Denial::SettlementOver)
    );
}

#[test]
fn an_objection_stays_open_while_the_commission_has_the_matter() {
    let state = filed(&[Ground::NotAsRequested]);
    let rejected = answer(vec![ruled(Ground::NotAsRequested, Ruling::Rejected)], None);
    let answered = step(&state, &rejected, Role::Superior, &at(DAY)).unwrap();
    let over = Moment {
        today: DAY + Duration::days(90),
        dispute_latest: Some(DAY + Duration::days(30)),
        ..at(DAY)
    };
    let disputed = Moment {
        is_disputed: true,
        ..over
    };
    for basis in [
        CloseBasis::DisputeTimeOver,
        CloseBasis::ApplicantAccepts("Surel.".into()),
    ] {
        let close = Command::Close(basis);
        assert_eq!(
            step(&answered, &close, Role::Superior, &disputed),
            Err(Denial::Disputed)
        );
        assert!(step(&answered, &close, Role::Superior, &over).is_ok());
    }
}

#[test]
fn the_office_does_not_withdraw_what_may_go_to_the_commission() {
    let book = LawBook::built_in().unwrap();
    let state = filed(&[Ground::NotResponded]);
    let clock =
        ObjectionClock::of(&state, book.current(), &calendar(), &CountingSettings::default()).unwrap();
    let due = clock.statute.due;
    let withdraw = Command::Withdraw {
        reason: "Lewat telepon.".into(),
    };
    let cases = [
        (due, false, None),
        (due + Duration::DAY, false, Some(Denial::LeftToApplicant)),
        (due + Duration::days(200), false, Some(Denial::LeftToApplicant)),
        (due + Duration::DAY, true, Some(Denial::Disputed)),
    ];
    for (today, is_disputed, denied) in cases {
        let moment = clock.moment(today, true, is_disputed);
        for role in [Role::Officer, Role::Ppid] {
            assert_eq!(
                step(&state, &withdraw, role, &moment).err(),
                denied,
                "{role:?} on {today}"
            );
        }
        let own = step(&state, &withdraw, Role::Citizen, &moment).unwrap();
        assert_eq!(own.status, ObjectionStatus::Withdrawn, "who objects may always");
    }
}

#[test]
fn an_answer_on_paper_starts_nothing_until_it_is_received() {
    let book = LawBook::built_in().unwrap();
    let (calendar, settings) = (calendar(), CountingSettings::default());
    let clock =
        |state: &ObjectionState| ObjectionClock::of(state, book.current(), &calendar, &settings).unwrap();
    let state = ObjectionState {
        is_reached_online: false,
        ..filed(&[Ground::NotAsRequested])
    };
    let rejected = answer(vec![ruled(Ground::NotAsRequested, Ruling::Rejected)], None);
    let answered = step(&state, &rejected, Role::Superior, &at(date!(2026 - 05 - 11))).unwrap();
    assert_eq!(clock(&answered).after_answer, None);
    let much_later = date!(2026 - 12 - 01);
    let close = Command::Close(CloseBasis::DisputeTimeOver);
    let moment = |state: &ObjectionState, today| clock(state).moment(today, true, false);
    assert_eq!(
        step(&answered, &close, Role::Superior, &moment(&answered, much_later)),
        Err(Denial::AnswerReceiptUnknown)
    );
    let received = Command::ConfirmAnswerReceived {
        on: date!(2026 - 05 - 13),
        proof: "resi".into(),
    };
    let known = step(
        &answered,
        &received,
        Role::Officer,
        &moment(&answered, much_later),
    )
    .unwrap();
    let latest = moment(&known, much_later).dispute_latest.unwrap();
    assert_eq!(
        step(&known, &close, Role::Superior, &moment(&known, latest)),
        Err(Denial::TooEarly {
            from: latest.next_day().unwrap()
        })
    );
    let after = moment(&known, latest.next_day().unwrap());
    assert_eq!(
        step(&known, &close, Role::Superior, &after).unwrap().status,
        ObjectionStatus::Closed
    );
}

fn calendar() -> WorkingCalendar {
    seed_versions().unwrap().pop().unwrap().calendar
}

/// Of Perki 1/2010 neither the receipt nor when its thirty days begin was checked; UU 14/2008 counts under it, too.
#[test]
fn under_the_older_regulation_the_statute_counts_alone() {
    let book = LawBook::built_in().unwrap();
    let (calendar, settings) = (calendar(), CountingSettings::default());
    let state = ObjectionState {
        recorded_on: date!(2026 - 05 - 06),
        ..filed(&[Ground::NotAsRequested])
    };
    let of = |set| ObjectionClock::of(&state, book.pack(set), &calendar, &settings).unwrap();
    let (older, newer) = (of(RuleSet::Perki2010), of(RuleSet::Perki2021));
    let codes: Vec<_> = older.duties.iter().map(|duty| duty.code.as_str()).collect();
    assert_eq!(codes, ["D12", "D15"], "no receipt, no second clock");
    assert_eq!((older.statute, older.regulation), (newer.statute, None));
    assert_eq!(older.escalation(), &older.statute);
    assert_eq!(older.after_silence, newer.after_silence);
}

/// 4 May 2026 is a Monday; 14, 15 and 27, 28 May, 1 and 16 June and 17 August are off.
#[test]
fn the_answer_is_counted_twice_and_silence_opens_the_road_the_day_after() {
    let book = LawBook::built_in().unwrap();
    let (calendar, settings) = (calendar(), CountingSettings::default());
    let of =
        |state: &ObjectionState| ObjectionClock::of(state, book.current(), &calendar, &settings).unwrap();
    let late_entry = ObjectionState {
        recorded_on: date!(2026 - 05 - 06),
        ..filed(&[Ground::NotAsRequested])
    };
    let clock = of(&late_entry);
    let days = |from: Date, to: Date| calendar.working_days_between(from, to, &settings);
    assert_eq!(days(DAY, clock.statute.due), 30);
    assert_eq!(days(date!(2026 - 05 - 06), clock.regulation.unwrap().due), 30);
    assert_eq!(
        clock.escalation(),
        &clock.statute,
        "the earlier day governs the list"
    );

    let due = clock.statute.due;
    assert!(!clock.is_lapsed(&late_entry, due));
    let next = due.next_day().unwrap();
    assert!(clock.is_lapsed(&late_entry, next));
    let silence = clock.after_silence.unwrap();
    assert_eq!((silence.opens_on, days(due, silence.deadline.due)), (next, 14));
    assert_eq!(clock.dispute_latest(due), None, "not before the days are over");

    // A late answer closes no road: both run, the later one is the last day.
    let rejected = answer(vec![ruled(Ground::NotAsRequested, Ruling::Rejected)], None);
    let answered_late = step(&late_entry, &rejected, Role::Superior, &at(next)).unwrap();
    let clock = of(&answered_late);
    assert!(!clock.is_lapsed(&answered_late, next));
    let (answer_route, silence_route) = (clock.after_answer.unwrap(), clock.after_silence.unwrap());
    assert_eq!(
        clock.dispute_latest(next),
        Some(answer_route.deadline.latest.max(silence_route.deadline.latest))
    );
    // One in time leaves one road.
    let in_time = step(&late_entry, &rejected, Role::Superior, &at(due)).unwrap();
    let clock = of(&in_time);
    assert!(clock.after_silence.is_none() && clock.after_answer.is_some());
    // Who settles or withdraws goes nowhere.
    let withdraw = Command::Withdraw {
        reason: String::new(),
    };
    let withdrawn = step(&late_entry, &withdraw, Role::Citizen, &at(next)).unwrap();
    assert_eq!(of(&withdrawn).dispute_latest(date!(2027 - 01 - 04)), None);
}

fn case(events: Vec<CaseEvent>) -> CaseState {
    let mut all = vec![
        CaseEvent::RequestReceived {
            on: date!(2026 - 03 - 12),
            channel: Channel::Web,
            unit: UNIT,
            at: 1_773_280_000_000_000,
            rule_set: RuleSet::Perki2021,
            is_reached_online: true,
            is_after_hours: false,
        },
        CaseEvent::RequestRegistered {
            on: date!(2026 - 03 - 12),
            number: "X-2026-0001".into(),
        },
    ];
    all.extend(events);
    CaseState::replay(&all).unwrap()
}

/// Which letters can be chosen on a day, and the day of those that are known to come.
fn open_on(state: &CaseState, outcomes: &[Outcome], today: Date) -> (String, String) {
    let book = LawBook::built_in().unwrap();
    let (calendar, settings) = (calendar(), CountingSettings::default());
    let clock = CaseClock::of(state, book.current(), &calendar, &settings).unwrap();
    let case = CaseGrounds {
        state,
        clock: &clock,
        outcomes,
    };
    let all = availability(Some(&case), today, book.current(), &settings, &calendar).unwrap();
    let letters = |is: fn(&Availability) -> bool| {
        all.iter()
            .filter(|one| is(one))
            .map(|one| one.ground.letter())
            .collect()
    };
    (
        letters(|one| one.is_available),
        letters(|one| one.opens_on().is_some()),
    )
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table; parting it would hide that it is whole"
)]
fn each_turn_of_a_case_offers_its_grounds_at_once_and_no_other() {
    let notice = |on, outcome, promised_on| CaseEvent::NoticeIssued {
        on,
        outcome,
        promised_on,
        foreseen: None,
        received_on: Some(on),
    };
    let early = date!(2026 - 03 - 13);
    // Statute's last day of a request of 12 March 2026.
    let due = date!(2026 - 04 - 02);
    let next = date!(2026 - 04 - 03);
    let silent = case(vec![]);
    let granted = case(vec![notice(
        early,
        Outcome::GrantedFull,
        Some(date!(2026 - 03 - 16)),
    )]);
    let blackened = case(vec![notice(
        early,
        Outcome::GrantedPartial,
        Some(date!(2026 - 06 - 16)),
    )]);
    // Paid in time by transfer, or not at all: the office alone writes down which.
    let promised = date!(2026 - 03 - 16);
    let charged = |then: Vec<CaseEvent>| {
        let fee = CaseEvent::FeeCharged {
            on: early,
            decree: Uuid::from_u128(1),
            lines: Vec::new(),
            total: 500,
            ways: Ways::default(),
        };
        let answered = [fee, notice(early, Outcome::GrantedFull, Some(promised))];
        case(answered.into_iter().chain(then).collect())
    };
    let unpaid = charged(vec![]);
    let paid = charged(vec![CaseEvent::PaymentRecorded {
        on: date!(2026 - 03 - 17),
        mode: PaymentMode::Account,
        amount: 500,
    }]);
    let refused = case(vec![notice(early, Outcome::Refused, None)]);
    let awaited = case(vec![notice(
        early,
        Outcome::NotDocumented,
        Some(date!(2026 - 06 - 16)),
    )]);
    let more_foreseen = case(vec![
        CaseEvent::NoticeIssued {
            on: early,
            outcome: Outcome::GrantedPartial,
            promised_on: Some(early),
            foreseen: Some(Foreseen {
                first: date!(2026 - 06 - 16),
                last: date!(2026 - 09 - 16),
            }),
            received_on: Some(early),
        },
        CaseEvent::Delivered { on: early },
    ]);
    let late = case(vec![notice(date!(2026 - 04 - 10), Outcome::NotHeld, None)]);
    let left = case(vec![CaseEvent::ClosedNotFollowedUp { on: early }]);
    let withdrawn = case(vec![CaseEvent::Withdrawn { on: early }]);
    #[rustfmt::skip]
    let rows = [
        ("nothing yet", &silent, &[][..], early, "b", "cg"),
        ("on the last day", &silent, &[], due, "b", "cg"),
        ("the day after", &silent, &[], next, "bcg", ""),
        ("refused in part, the same day", &blackened, &[Outcome::GrantedPartial], early, "abdef", "g"),
        ("granted, the same day", &granted, &[Outcome::GrantedFull], early, "bdef", "g"),
        ("the promise is missed", &granted, &[Outcome::GrantedFull], date!(2026 - 03 - 17), "bdefg", ""),
        ("the promise is missed, no payment on record", &unpaid, &[Outcome::GrantedFull], date!(2026 - 03 - 17), "bdefg", ""),
        ("paid after the promised day", &paid, &[Outcome::GrantedFull], date!(2026 - 03 - 17), "bdefg", ""),
        ("refused, after the last day of the notice", &refused, &[Outcome::Refused], next, "abdef", ""),
        ("not documented yet", &awaited, &[Outcome::NotDocumented], next, "bdef", "g"),
        ("not documented by the day promised", &awaited, &[Outcome::NotDocumented], date!(2026 - 06 - 17), "bdefg", ""),
        ("given, and more foreseen", &more_foreseen, &[Outcome::GrantedFull, Outcome::NotDocumented], next, "bdef", "g"),
        ("what was foreseen first did not come", &more_foreseen, &[Outcome::GrantedFull, Outcome::NotDocumented], date!(2026 - 06 - 17), "bdefg", ""),
        ("answered late", &late, &[Outcome::NotHeld], date!(2026 - 04 - 10), "bcdefg", ""),
        ("not followed up", &left, &[], early, "be", "cg"),
        ("withdrawn", &withdrawn, &[], next, "b", ""),
    ];
    for (name, state, outcomes, today, open, coming) in rows {
        assert_eq!(
            open_on(state, outcomes, today),
            (open.to_owned(), coming.to_owned()),
            "{name}"
        );
    }
    let book = LawBook::built_in().unwrap();
    let alone = availability(
        None,
        DAY,
        book.current(),
        &CountingSettings::default(),
        &calendar(),
    )
    .unwrap();
    let open: Vec<Ground> = alone
        .iter()
        .filter(|one| one.is_available)
        .map(|one| one.ground)
        .collect();
    assert_eq!(open, [Ground::PeriodicNotProvided], "without a request only b");
}

#[test]
fn no_text_of_a_step_is_without_measure() {
    let long = |limit: usize| "é".repeat(limit + 1);
    let open = filed(&[Ground::DeliveredLate]);
    let talking = ObjectionState {
        status: ObjectionStatus::Settlement,
        ..open.clone()
    };
    let agreed = |terms: usize, consent: usize| Command::RecordAgreement {
        terms: "é".repeat(terms),
        consent: "é".repeat(consent),
        execute_by: None,
        has_files: true,
    };
    let too_long = |limit| Err(Denial::TextTooLong { limit });
    let question = Command::AskParticulars {
        question: long(4_000),
    };
    assert_eq!(step(&open, &question, Role::Superior, &at(DAY)), too_long(4_000));
    let reason = Command::Withdraw { reason: long(2_000) };
    assert_eq!(step(&open, &reason, Role::Citizen, &at(DAY)), too_long(2_000));
    assert_eq!(
        step(&talking, &agreed(4_001, 1), Role::Superior, &at(DAY)),
        too_long(4_000)
    );
    assert_eq!(
        step(&talking, &agreed(1, 2_001), Role::Superior, &at(DAY)),
        Err(Denial::ConsentTooLong { limit: 2_000 })
    );
    assert!(step(&talking, &agreed(4_000, 2_000), Role::Superior, &at(DAY)).is_ok());
    let mut said = ruled(Ground::DeliveredLate, Ruling::Upheld);
    said.text = long(8_000);
    let order = Order {
        text: long(4_000),
        execute_by: Some(DAY),
    };
    assert_eq!(
        answer_denials(&open, &[said], Some(&order), &at(DAY)),
        [
            Denial::RebuttalTooLong(Ground::DeliveredLate),
            Denial::TextTooLong { limit: 4_000 }
        ]
    );
}

#[test]
fn numbers_have_a_series_of_their_own() {
    let number = ObjectionNumber::new("lapas-makassar", 2026, 7);
    assert_eq!(number.to_string(), "KB-LAPAS-MAKASSAR-2026-0007");
    assert_eq!(ObjectionNumber::parse("kb-lapas-makassar-2026-0007"), Ok(number));
    for wrong in ["LAPAS-MAKASSAR-2026-0007", "KB-2026-0007", "KB--2026-0007", ""] {
        assert!(ObjectionNumber::parse(wrong).is_err(), "{wrong}");
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let day = (0..60i64).prop_map(|days| DAY + Duration::days(days));
    let text = || proptest::sample::select(vec![String::new(), "kata".to_owned()]);
    let ruling = || proptest::option::of(proptest::sample::select(Ruling::ALL));
    prop_oneof![
        text().prop_map(|question| Command::AskParticulars { question }),
        (text(), any::<bool>())
            .prop_map(|(reply, has_files)| Command::SupplyParticulars { reply, has_files }),
        text().prop_map(|invitation| Command::OpenSettlement { invitation }),
        (text(), text(), proptest::option::of(day.clone()), any::<bool>()).prop_map(
            |(terms, consent, execute_by, has_files)| Command::RecordAgreement {
                terms,
                consent,
                execute_by,
                has_files,
            }
        ),
        text().prop_map(|note| Command::RecordFailure { note }),
        (ruling(), ruling(), text(), proptest::option::of(day.clone())).prop_map(|(one, other, text, on)| {
            let of = |ground, ruling| Ruled {
                ground,
                ruling,
                text: text.clone(),
            };
            Command::Answer {
                rulings: vec![of(Ground::NotResponded, one), of(Ground::DeliveredLate, other)],
                order: on.map(|on| Order {
                    text: text.clone(),
                    execute_by: Some(on),
                }),
            }
        }),
        (day.clone(), text()).prop_map(|(on, proof)| Command::ConfirmAnswerReceived { on, proof }),
        (day, text()).prop_map(|(on, note)| Command::RecordExecution { on, note }),
        text().prop_map(|legal_basis| Command::Succeed(Succession {
            to: UnitId(Uuid::from_u128(7)),
            effective_on: DAY,
            legal_basis,
        })),
        text().prop_map(|how| Command::Close(CloseBasis::ApplicantAccepts(how))),
        Just(Command::Close(CloseBasis::DisputeTimeOver)),
        text().prop_map(|reason| Command::Withdraw { reason }),
    ]
}

proptest! {
    /// Whatever is tried: nothing changes without an event, replaying the events gives the state, what is over stays over, and an
    /// objection is answered once.
    #[test]
    fn random_walks_stay_inside_the_machine(
        steps in proptest::collection::vec(
            (any_command(), proptest::sample::select(&Role::ALL[..]), 0..90i64, any::<bool>()), 1..40
        )
    ) {
        let book = LawBook::built_in().unwrap();
        let (calendar, settings) = (calendar(), CountingSettings::default());
        let mut events = vec![
            arrival(&[Ground::NotResponded, Ground::DeliveredLate], Some(REQUEST)),
            Event::ObjectionRegistered { on: DAY, number: "KB-X-2026-0001".into() },
        ];
        let mut state = ObjectionState::replay(&events).unwrap();
        let mut today = DAY;
        for (command, role, days, has_decree) in steps {
            today += Duration::days(days % 7);
            let clock = ObjectionClock::of(&state, book.current(), &calendar, &settings).unwrap();
            let moment = clock.moment(today, has_decree, false);
            let before = state.clone();
            match decide(&state, &command, role, &moment) {
                Err(_) => prop_assert_eq!(&state, &before),
                Ok(new) => {
                    prop_assert!(!new.is_empty());
                    prop_assert!(permits(before.status, command.kind(), role).is_ok());
                    // A unit that ends hands over whatever it has.
                    let is_handed_over = matches!(command, Command::Succeed(_));
                    prop_assert!(before.status != ObjectionStatus::Withdrawn || is_handed_over);
                    let is_receipt = matches!(command, Command::ConfirmAnswerReceived { .. });
                    prop_assert!(before.status != ObjectionStatus::Closed || is_receipt || is_handed_over);
                    state = new.iter().fold(state, ObjectionState::after);
                    events.extend(new);
                    if let Some(answer) = &before.answer {
                        let now = state.answer.as_ref().unwrap();
                        prop_assert_eq!((answer.on, answer.decision), (now.on, now.decision));
                    }
                }
            }
            let replayed = ObjectionState::replay(&events);
            prop_assert_eq!(replayed.as_ref(), Some(&state));
            let clock = ObjectionClock::of(&state, book.current(), &calendar, &settings).unwrap();
            // Nothing that happens moves the days of the answer.
            prop_assert_eq!(clock.statute.trigger_on, DAY);
            prop_assert_eq!(
                clock.is_lapsed(&state, today),
                state.status.is_unanswered() && today > clock.statute.due
            );
        }
        let stored: Vec<String> = events.iter().map(|event| serde_json::to_string(event).unwrap()).collect();
        let read: Vec<Event> = stored.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        prop_assert_eq!(read, events);
    }
}
