//! Random lives of a case, on the clock and the calendar that the portal uses: people of every role try every step on random days, and
//! whatever they do, the law's days stay where they are and nothing of the applicant's is lost early.

use super::*;
use crate::domain::actor::Role;
use crate::domain::calendar::{
    CalendarVersion, CountingSettings, DayKind, Decree, Holiday, Ledger, WorkingCalendar,
};
use crate::domain::calendar::{CalendarVersionId, seed_versions};
use crate::domain::deadline::{Governing, LawBook, LawPack, RuleId, RuleSet, Trigger, compute};
use crate::domain::fee::{Charge, DecreeInForce, FeeKind, PaymentMode, Pick, PricedItem, Ways};
use crate::domain::ids::{UnitId, UserId};
use crate::domain::objection::{Availability, CaseGrounds, Ground, availability};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
/// Rupiah for a sheet.
const PRICE: i64 = 500;
const OTHER: UnitId = UnitId(Uuid::from_u128(2));
/// A Thursday before two long weekends of days off.
const FIRST: Date = date!(2026 - 03 - 12);

fn law() -> &'static LawPack {
    static BOOK: OnceLock<LawBook> = OnceLock::new();
    BOOK.get_or_init(|| LawBook::built_in().unwrap()).current()
}

fn calendar() -> &'static WorkingCalendar {
    static CALENDAR: OnceLock<WorkingCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| seed_versions().unwrap().pop().unwrap().calendar)
}

fn settings() -> CountingSettings {
    CountingSettings::default()
}

fn clock_on(state: &CaseState, calendar: &WorkingCalendar) -> CaseClock {
    CaseClock::of(state, law(), calendar, &settings()).unwrap()
}

fn clock(state: &CaseState) -> CaseClock {
    clock_on(state, calendar())
}

/// A try: who, and what.
#[derive(Clone, Debug)]
struct Try {
    role: Role,
    command: Command,
}

/// Days given from the day of the step: some in the past, some in the future.
#[derive(Clone, Debug)]
struct Blueprint {
    kind: CommandKind,
    offset: i64,
    outcome: Outcome,
    is_whole: bool,
}

fn answer(made: &Blueprint, today: Date) -> Answer {
    let item = ItemAnswer {
        outcome: made.outcome,
        text: if made.is_whole { "Terlampir." } else { "" }.into(),
        has_files: false,
        held_form: None,
        redactions: Some("nama".into()),
        is_redacted: true,
        holder: Some("Polda".into()),
        is_holder_unknown: false,
        available_on: Some(date!(2030 - 01 - 01)),
        exemption: Some(ExemptionUsed {
            id: Uuid::from_u128(7),
            is_partial: made.outcome != Outcome::Refused,
            is_in_force: true,
            tested_on: FIRST,
        }),
    };
    Answer {
        items: vec![Some(item)],
        promised_on: Some(today + Duration::days(made.offset.abs())),
        charge: (made.offset < 0).then(charge),
    }
}

/// Copying a sheet, at the price of the decree in force.
fn charge() -> Charge {
    let sheet = Uuid::from_u128(11);
    Charge {
        decree: Some(DecreeInForce {
            id: Uuid::from_u128(10),
            items: vec![PricedItem {
                id: sheet,
                kind: FeeKind::Copying,
                unit_price: PRICE,
            }],
            ways: Ways {
                account: true,
                ..Ways::default()
            },
        }),
        access_mode: Some(AccessMode::CopyPaper),
        ..Charge::picked(vec![Pick {
            item: sheet,
            quantity: 1,
        }])
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one arm a step; parting them would hide that each is there"
)]
fn command(made: &Blueprint, today: Date) -> Command {
    let on = today + Duration::days(made.offset);
    let words = || if made.is_whole { "kata" } else { "" }.to_owned();
    match made.kind {
        CommandKind::DeclareComplete => Command::DeclareComplete { despite: Vec::new() },
        CommandKind::DeclareIncomplete => Command::DeclareIncomplete {
            missing: vec![MissingRequirement::Address],
            note: words(),
        },
        CommandKind::ConfirmLetterReceived => Command::ConfirmLetterReceived { on },
        CommandKind::SubmitFix => Command::SubmitFix {
            on: (made.offset != 0).then_some(on),
            note: words(),
            has_files: false,
            values: Box::default(),
        },
        CommandKind::CloseNotFollowedUp => Command::CloseNotFollowedUp { note: words() },
        CommandKind::Route => Command::Route {
            to: if made.offset % 2 == 0 { OTHER } else { UNIT },
            reason: words(),
        },
        CommandKind::AskShare => Command::AskShare {
            unit: if made.offset % 2 == 0 { OTHER } else { UNIT },
            items: vec![1],
            wanted_on: on,
            note: words(),
        },
        CommandKind::SupplyShare => Command::SupplyShare {
            no: 1,
            text: words(),
            has_files: false,
        },
        CommandKind::ReturnShare => Command::ReturnShare {
            no: 1,
            reason: words(),
        },
        CommandKind::RecallShare => Command::RecallShare {
            no: 2,
            reason: words(),
        },
        CommandKind::MoveShare => Command::MoveShare {
            no: 1,
            succession: Succession {
                to: UNIT,
                effective_on: on,
                legal_basis: words(),
            },
        },
        CommandKind::AskClarification => Command::AskClarification { question: words() },
        CommandKind::AnswerClarification => Command::AnswerClarification { reply: words() },
        CommandKind::Extend => Command::Extend {
            reason: ExtensionReason::NotYetHeld,
            note: words(),
        },
        CommandKind::IssueNotice => Command::IssueNotice(answer(made, today)),
        CommandKind::ProposeAnswer => Command::ProposeAnswer(answer(made, today)),
        CommandKind::RecallAnswer => Command::RecallAnswer,
        CommandKind::ApproveAnswer => Command::ApproveAnswer {
            answer: answer(made, today),
            is_signature_valid: made.is_whole,
            signed_by: Some(UserId(Uuid::from_u128(8))),
            by: Some(UserId(Uuid::from_u128(9))),
        },
        CommandKind::ReturnAnswer => Command::ReturnAnswer { reason: words() },
        CommandKind::ConfirmNoticeReceived => Command::ConfirmNoticeReceived { on, proof: words() },
        CommandKind::Succeed => Command::Succeed(Succession {
            to: if made.offset % 2 == 0 { OTHER } else { UNIT },
            effective_on: on,
            legal_basis: words(),
        }),
        CommandKind::RecordPayment => Command::RecordPayment {
            on,
            mode: if made.offset < 0 {
                PaymentMode::Cash
            } else {
                PaymentMode::Account
            },
            amount: if made.is_whole { PRICE } else { 1 },
            reference: words(),
        },
        CommandKind::Deliver => Command::Deliver { on, proof: words() },
        CommandKind::Reopen => Command::Reopen {
            execute_by: on,
            by: if made.is_whole {
                OrderedBy::Superior
            } else {
                OrderedBy::Commission
            },
        },
        CommandKind::Close if made.is_whole => Command::Close(CloseBasis::ApplicantAccepts("ya".into())),
        CommandKind::Close => Command::Close(CloseBasis::ObjectionTimeOver),
        CommandKind::Withdraw => Command::Withdraw { reason: words() },
        CommandKind::Publish => Command::Publish,
        CommandKind::Unpublish => Command::Unpublish { reason: words() },
    }
}

fn roles_of(kind: CommandKind) -> Vec<Role> {
    let may = |role: &Role| {
        Status::ALL
            .iter()
            .any(|status| permits(*status, kind, *role).is_ok())
    };
    Role::ALL.into_iter().filter(may).collect()
}

/// Mostly by somebody who may take the step at all, so that walks get somewhere; now and then by anybody.
fn any_try() -> impl Strategy<Value = (Blueprint, Role, i64)> {
    let kinds = proptest::sample::select(CommandKind::ALL);
    let made = (
        kinds,
        prop_oneof![3 => Just(0_i64), 1 => -4..4_i64],
        proptest::sample::select(Outcome::ALL),
        proptest::bool::weighted(0.85),
    );
    let made = made.prop_map(|(kind, offset, outcome, is_whole)| Blueprint {
        kind,
        offset,
        outcome,
        is_whole,
    });
    (
        made,
        any::<proptest::sample::Index>(),
        proptest::bool::weighted(0.9),
        prop_oneof![5 => 0..4_i64, 1 => 0..45_i64],
    )
        .prop_map(|(made, which, is_theirs, days)| {
            let theirs = roles_of(made.kind);
            let role = if is_theirs {
                *which.get(&theirs)
            } else {
                *which.get(&Role::ALL)
            };
            (made, role, days)
        })
}

fn opening(is_reached_online: bool, is_after_hours: bool, entered_after: i64) -> [Event; 2] {
    [
        Event::RequestReceived {
            on: FIRST,
            channel: if is_reached_online {
                Channel::Web
            } else {
                Channel::Letter
            },
            unit: UNIT,
            at: 1_773_280_000_000_000,
            rule_set: RuleSet::Perki2021,
            is_reached_online,
            is_after_hours,
        },
        Event::RequestRegistered {
            on: FIRST + Duration::days(entered_after),
            number: "X-2026-0001".into(),
        },
    ]
}

/// One day of a case after a step was tried.
struct Evening<'a> {
    tried: &'a Try,
    today: Date,
    before: &'a CaseState,
    done: &'a Result<Vec<Event>, Denial>,
    state: &'a CaseState,
    log: &'a [(Date, Event)],
}

/// A whole life: every evening is looked at.
fn live(
    opening: [Event; 2],
    tries: Vec<(Blueprint, Role, i64)>,
    mut look: impl FnMut(&Evening<'_>) -> Result<(), TestCaseError>,
) -> Result<(CaseState, Vec<(Date, Event)>), TestCaseError> {
    let mut log: Vec<(Date, Event)> = Vec::new();
    for event in opening {
        let on = match &event {
            Event::RequestRegistered { on, .. } => *on,
            _ => FIRST,
        };
        log.push((on, event));
    }
    let mut state = CaseState::replay(log.iter().map(|(_, event)| event)).unwrap();
    let mut today = state.registered_on;
    for (made, role, days) in tries {
        today += Duration::days(days);
        let tried = Try {
            role,
            command: command(&made, today),
        };
        let before = state.clone();
        let at = clock(&before).moment(today);
        let done = decide(&before, &tried.command, role, &at);
        if let Ok(events) = &done {
            state = events.iter().fold(state, CaseState::after);
            log.extend(events.iter().map(|event| (today, event.clone())));
        }
        look(&Evening {
            tried: &tried,
            today,
            before: &before,
            done: &done,
            state: &state,
            log: &log,
        })?;
    }
    Ok((state, log))
}

fn grounds(state: &CaseState, today: Date) -> Vec<Availability> {
    let outcomes: Vec<Outcome> = state
        .current_notice()
        .map(|notice| notice.outcome)
        .into_iter()
        .collect();
    let clock = clock(state);
    let case = CaseGrounds {
        state,
        clock: &clock,
        outcomes: &outcomes,
    };
    availability(Some(&case), today, law(), &settings(), calendar()).unwrap()
}

/// The day off number `n` of a decree.
fn day_off(n: i64) -> Holiday {
    Holiday {
        date: FIRST + Duration::days(n),
        kind: DayKind::CollectiveLeave,
        name_id: "Cuti bersama".into(),
        name_en: "Collective leave".into(),
        source: "SKB".into(),
    }
}

fn version(number: u128) -> CalendarVersion {
    CalendarVersion {
        id: CalendarVersionId(Uuid::from_u128(number)),
        decree: "SKB".into(),
        issued_on: FIRST,
    }
}

/// The calendar of the country with more decrees, which came in this order.
fn decreed(decrees: &[Decree]) -> WorkingCalendar {
    static KNOWN: OnceLock<Ledger> = OnceLock::new();
    let known = KNOWN.get_or_init(|| {
        Ledger::new(seed_versions().unwrap().into_iter().map(|seed| Decree {
            id: seed.calendar.id().0,
            cited: seed.calendar.version().decree.clone(),
            issued_on: seed.calendar.version().issued_on,
            replaces: false,
            units: BTreeSet::new(),
            days: seed.listed,
        }))
    });
    let ledger = decrees
        .iter()
        .fold(known.clone(), |ledger, decree| ledger.with(decree.clone()));
    ledger.national(version(99))
}

fn any_decrees() -> impl Strategy<Value = Vec<Decree>> {
    proptest::collection::vec((0..60_i64, proptest::collection::vec(0..80_i64, 1..4)), 1..5).prop_map(
        |made| {
            let decree = |((issued, days), n): ((i64, Vec<i64>), u128)| Decree {
                id: Uuid::from_u128(1000 + n),
                cited: format!("SKB {n}"),
                issued_on: FIRST + Duration::days(issued),
                replaces: false,
                units: BTreeSet::new(),
                days: days.into_iter().map(day_off).collect(),
            };
            made.into_iter().zip(1..).map(decree).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// A step needs a permit and leaves an event of no later day; a refused one changes nothing; the events give the state and every
    /// date again, also out of the database.
    #[test]
    fn every_step_is_permitted_told_and_replayed(
        online in any::<bool>(), evening in any::<bool>(), entered in 0..6_i64,
        tries in proptest::collection::vec(any_try(), 1..40),
    ) {
        live(opening(online, evening, entered), tries, |now| {
            let permit = permits(now.before.status, now.tried.command.kind(), now.tried.role);
            match now.done {
                Ok(events) => {
                    prop_assert_eq!(permit, Ok(()));
                    prop_assert!(!events.is_empty());
                    // What happened lies on a day that has come.
                    for event in events {
                        let told = serde_json::to_value(event).unwrap();
                        let day = told.get("on").map(|on| serde_json::from_value::<Date>(on.clone()).unwrap());
                        prop_assert!(day.is_none_or(|day| day <= now.today), "{:?} on {}", event, now.today);
                    }
                }
                Err(denial) => {
                    prop_assert_eq!(now.state, now.before);
                    if let Err(first) = permit {
                        prop_assert_eq!(*denial, first);
                    }
                }
            }
            prop_assert!(now.state.status != Status::Received, "nobody goes back before the register");
            // One fee is paid in a case at most, in a way that its notice named.
            let told = |kind: &str| now.log.iter().filter(|(_, event)| event.kind() == kind).count();
            prop_assert!(told("payment_recorded") <= 1);
            if let Some(Event::PaymentRecorded { mode, .. }) = now.log.last().map(|(_, event)| event) {
                prop_assert_eq!(*mode, PaymentMode::Account);
            }
            let stored: Vec<String> = now.log.iter().map(|(_, event)| serde_json::to_string(event).unwrap()).collect();
            let read: Vec<Event> = stored.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
            let again = CaseState::replay(&read).unwrap();
            prop_assert_eq!(&again, now.state);
            prop_assert_eq!(clock(&again), clock(now.state));
            Ok(())
        })?;
    }

    /// The statute's days run from receipt whatever happens: no question, letter, pause, routing or proposal moves them, and an
    /// extension once given in time moves them once, to the same day however late in the term it was given.
    #[test]
    fn nothing_but_an_extension_moves_the_days_of_the_statute(
        online in any::<bool>(), evening in any::<bool>(), entered in 0..6_i64,
        tries in proptest::collection::vec(any_try(), 1..40),
    ) {
        let received = Trigger { on: FIRST, after_hours: evening };
        let of = |id| compute(law().rule(id).unwrap(), received, &settings(), calendar()).unwrap();
        let (plain, longer) = (of(RuleId::D05), of(RuleId::D08));
        live(opening(online, evening, entered), tries, |now| {
            let (before, after) = (clock(now.before), clock(now.state));
            prop_assert_eq!(after.duty("D05").map(|duty| duty.deadline), Some(plain));
            prop_assert!([plain.due, longer.due].contains(&after.statute_due_on));
            if before.statute_due_on != after.statute_due_on {
                let is_extended = now.done.as_ref().unwrap().iter().any(|event| event.kind() == "extended");
                prop_assert!(is_extended);
                prop_assert!(now.today <= before.notice.due);
            }
            // One extension, one letter, and the first notice stands as it was given.
            let told = |kind: &str| now.log.iter().filter(|(_, event)| event.kind() == kind).count();
            prop_assert!(told("extended") <= 1 && told("declared_incomplete") <= 1);
            if let Some(first) = now.before.notice {
                let kept = now.state.notice.unwrap();
                prop_assert_eq!((first.on, first.outcome, first.promised_on), (kept.on, kept.outcome, kept.promised_on));
                prop_assert_eq!(before.notice, after.notice, "what was judged is judged");
            }
            // The regulation governs only after a letter in time and a completion that came late by the latest reading.
            if after.governing == Governing::Regulation {
                let letter = now.state.incompleteness.unwrap();
                prop_assert!(letter.is_in_time && letter.fixed_on > letter.fix_latest);
            }
            Ok(())
        })?;
    }

    /// Somebody has the case on every working day until the notice or the end, and nobody on two accounts.
    #[test]
    fn days_held_add_up_in_every_life(
        online in any::<bool>(), tries in proptest::collection::vec(any_try(), 1..40), later in 0..20_i64,
    ) {
        live(opening(online, false, 0), tries, |now| {
            let today = now.today + Duration::days(later);
            let ends = ["notice_issued", "withdrawn", "closed_not_followed_up", "closed"];
            let ended = now.log.iter().find(|(_, event)| ends.contains(&event.kind())).map(|(on, _)| *on);
            let held = HeldDays::of(now.log.iter().map(|(on, event)| (*on, event)), today, calendar(), &settings()).unwrap();
            let passed = calendar().working_days_between(FIRST, ended.unwrap_or(today), &settings());
            prop_assert_eq!(held.elapsed(), passed);
            let parts = [
                held.days_of(|holder| holder == Holder::Applicant),
                held.days_of(|holder| matches!(holder, Holder::Office(_))),
                held.days_of(|holder| matches!(holder, Holder::Asked(_))),
                held.days_of(|holder| matches!(holder, Holder::Superior(_))),
            ];
            prop_assert_eq!(parts.iter().sum::<i32>(), passed);
            prop_assert!(parts.iter().all(|days| *days >= 0));
            Ok(())
        })?;
    }

    /// Nothing of the applicant's shuts before the latest day: neither the days to complete the request, nor the case over an
    /// objection that may still come, nor a ground; and a last day once told is never taken back.
    #[test]
    fn no_right_of_the_applicant_shuts_before_the_latest_day(
        online in any::<bool>(), evening in any::<bool>(), tries in proptest::collection::vec(any_try(), 1..40),
    ) {
        live(opening(online, evening, 0), tries, |now| {
            let at = clock(now.before).moment(now.today);
            if now.done.is_ok() {
                match &now.tried.command {
                    Command::CloseNotFollowedUp { .. } => prop_assert!(Some(now.today) > at.fix_latest),
                    Command::Close(CloseBasis::ObjectionTimeOver) => prop_assert!(Some(now.today) > at.objection_latest),
                    Command::SubmitFix { on, .. } => {
                        let came = on.unwrap_or(now.today);
                        if at.fix_latest.is_none_or(|latest| came <= latest) {
                            let governing = clock(now.state).governing;
                            prop_assert_eq!(governing, Governing::Statute);
                        }
                    }
                    _ => {}
                }
            }
            let is_over = now.state.status == Status::Withdrawn;
            // An order, and the notice that follows it, begin anew: what was wrong before is decided.
            let is_told = |kind: &str| now.done.as_ref().is_ok_and(|events| events.iter().any(|event| event.kind() == kind));
            let is_new = is_told("reopened") || is_told("notice_issued") && now.state.reopening.is_some();
            for (was, is) in grounds(now.before, now.today).iter().zip(grounds(now.state, now.today)) {
                if is_over || is_new || !was.is_available {
                    continue;
                }
                // While nothing on record says that the notice arrived, each day is the first for whoever brings it; no day is told yet.
                let is_on_record = now.before.current_notice().is_none_or(|notice| notice.received_on.is_some())
                    || now.before.current_delivery().is_some();
                if !is_on_record && !matches!(was.ground, Ground::NotResponded | Ground::DeliveredLate) {
                    continue;
                }
                // Silence is over with the notice and lateness with what came: from then on the day counts on which it was.
                let is_of_waiting = matches!(was.ground, Ground::NotResponded | Ground::DeliveredLate);
                if is_of_waiting && (is_told("notice_issued") || is_told("delivered")) {
                    prop_assert!(is.is_available);
                    continue;
                }
                prop_assert!(is.is_available, "{:?} was open", was.ground);
                let (was, is) = (was.window.unwrap(), is.window.unwrap());
                prop_assert!(is.deadline.latest >= was.deadline.latest, "{:?}: {} became {} by {:?}", was.ground, was.deadline.latest, is.deadline.latest, now.tried);
                let last = is.deadline.latest.max(now.today);
                for day in [now.today, last] {
                    prop_assert!(day > is.deadline.latest || !is.is_possibly_late(day));
                    let then = grounds(now.state, day);
                    prop_assert!(then.iter().any(|one| one.ground == is.ground && one.is_available));
                }
            }
            Ok(())
        })?;
    }

    /// However decrees come, every date of every duty is the same.
    #[test]
    fn the_order_of_decrees_changes_no_duty(
        decrees in any_decrees(), turn in any::<proptest::sample::Index>(),
        tries in proptest::collection::vec(any_try(), 1..25),
    ) {
        let (state, _) = live(opening(true, false, 0), tries, |_| Ok(()))?;
        let mut turned = decrees.clone();
        turned.rotate_left(turn.index(decrees.len()));
        turned.reverse();
        prop_assert_eq!(clock_on(&state, &decreed(&decrees)).duties, clock_on(&state, &decreed(&turned)).duties);
    }

    /// A decree of a later day takes nothing from what was in time on its day: neither the check, nor the completion, nor the
    /// extension (`docs/readings.md` R20).
    #[test]
    fn a_later_decree_undoes_nothing_that_was_in_time(
        decrees in any_decrees(), tries in proptest::collection::vec(any_try(), 1..30),
    ) {
        // Lived on a calendar with more days off than the one that comes after it.
        let known = decreed(&decrees);
        let mut state = CaseState::replay(&opening(true, false, 0)).unwrap();
        let mut today = FIRST;
        for (made, role, days) in tries {
            today += Duration::days(days);
            let at = clock_on(&state, &known).moment(today);
            if let Ok(events) = decide(&state, &command(&made, today), role, &at) {
                state = events.iter().fold(state, CaseState::after);
            }
        }
        let (then, now) = (clock_on(&state, &known), clock(&state));
        prop_assert_eq!(then.is_extended, now.is_extended);
        prop_assert_eq!(then.governing, now.governing);
        prop_assert_eq!(then.regulation_due_on.is_some(), now.regulation_due_on.is_some());
    }
}
