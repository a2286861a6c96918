//! Random lives of an objection on the clock and the calendar that the portal uses: whatever anybody tries, the thirty days stand, and no
//! road to the Commission shuts before its latest day.

use super::*;
use crate::domain::actor::Role;
use crate::domain::calendar::{CountingSettings, WorkingCalendar, seed_versions};
use crate::domain::deadline::{LawBook, LawPack, RuleId, RuleSet, Trigger, compute};
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::request::{Channel, Succession};
use proptest::prelude::*;
use std::sync::OnceLock;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const FIRST: Date = date!(2026 - 05 - 11);

fn law() -> &'static LawPack {
    static BOOK: OnceLock<LawBook> = OnceLock::new();
    BOOK.get_or_init(|| LawBook::built_in().unwrap()).current()
}

fn calendar() -> &'static WorkingCalendar {
    static CALENDAR: OnceLock<WorkingCalendar> = OnceLock::new();
    CALENDAR.get_or_init(|| seed_versions().unwrap().pop().unwrap().calendar)
}

fn clock(state: &ObjectionState) -> ObjectionClock {
    ObjectionClock::of(state, law(), calendar(), &CountingSettings::default()).unwrap()
}

fn any_grounds() -> impl Strategy<Value = Vec<Ground>> {
    proptest::sample::subsequence(Ground::ALL.to_vec(), 1..=3)
}

#[derive(Clone, Debug)]
struct Blueprint {
    kind: CommandKind,
    offset: i64,
    rulings: Vec<Ruling>,
    is_whole: bool,
    is_ordered: bool,
}

fn command(made: &Blueprint, state: &ObjectionState, today: Date) -> Command {
    let on = today + Duration::days(made.offset);
    let words = || if made.is_whole { "kata" } else { "" }.to_owned();
    match made.kind {
        CommandKind::AskParticulars => Command::AskParticulars { question: words() },
        CommandKind::SupplyParticulars => Command::SupplyParticulars {
            reply: words(),
            has_files: false,
        },
        CommandKind::OpenSettlement => Command::OpenSettlement { invitation: words() },
        CommandKind::RecordAgreement => Command::RecordAgreement {
            terms: words(),
            consent: words(),
            execute_by: made.is_ordered.then_some(on),
            has_files: made.is_whole,
        },
        CommandKind::RecordFailure => Command::RecordFailure { note: words() },
        CommandKind::Answer => {
            let ruled = state
                .grounds
                .iter()
                .zip(made.rulings.iter().cycle())
                .map(|(ground, ruling)| Ruled {
                    ground: *ground,
                    ruling: Some(*ruling),
                    text: words(),
                });
            Command::Answer {
                rulings: ruled.collect(),
                order: made.is_ordered.then(|| Order {
                    text: words(),
                    execute_by: Some(on),
                }),
            }
        }
        CommandKind::ConfirmAnswerReceived => Command::ConfirmAnswerReceived { on, proof: words() },
        CommandKind::RecordExecution => Command::RecordExecution { on, note: words() },
        CommandKind::Succeed => Command::Succeed(Succession {
            to: UnitId(Uuid::from_u128(if made.is_ordered { 1 } else { 2 })),
            effective_on: on,
            legal_basis: words(),
        }),
        CommandKind::Close if made.is_ordered => Command::Close(CloseBasis::DisputeTimeOver),
        CommandKind::Close => Command::Close(CloseBasis::ApplicantAccepts(words())),
        CommandKind::Withdraw => Command::Withdraw { reason: words() },
    }
}

fn any_try() -> impl Strategy<Value = (Blueprint, any_role::Picked, i64)> {
    let made = (
        proptest::sample::select(CommandKind::ALL),
        prop_oneof![2 => Just(0_i64), 1 => -5..15_i64],
        proptest::collection::vec(proptest::sample::select(Ruling::ALL), 1..3),
        proptest::bool::weighted(0.85),
        any::<bool>(),
    );
    let made = made.prop_map(|(kind, offset, rulings, is_whole, is_ordered)| Blueprint {
        kind,
        offset,
        rulings,
        is_whole,
        is_ordered,
    });
    (
        made,
        any_role::picked(),
        prop_oneof![4 => 0..5_i64, 1 => 0..70_i64],
    )
}

/// Who tries: mostly somebody who may at all.
mod any_role {
    use super::*;

    /// A choice among the roles, and whether among those that may take the step.
    #[derive(Clone, Debug)]
    pub struct Picked(proptest::sample::Index, bool);

    pub fn picked() -> impl Strategy<Value = Picked> {
        (any::<proptest::sample::Index>(), proptest::bool::weighted(0.9))
            .prop_map(|(which, is_theirs)| Picked(which, is_theirs))
    }

    impl Picked {
        pub fn of(&self, kind: CommandKind) -> Role {
            let may = |role: &Role| {
                ObjectionStatus::ALL
                    .iter()
                    .any(|status| permits(*status, kind, *role).is_ok())
            };
            let theirs: Vec<Role> = Role::ALL.into_iter().filter(may).collect();
            if self.1 {
                *self.0.get(&theirs)
            } else {
                *self.0.get(&Role::ALL)
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn the_thirty_days_stand_and_no_road_shuts_early(
        grounds in any_grounds(), has_request in any::<bool>(), online in any::<bool>(), evening in any::<bool>(),
        entered in 0..5_i64, tries in proptest::collection::vec(any_try(), 1..40),
    ) {
        let recorded_on = FIRST + Duration::days(entered);
        let mut log = vec![
            Event::ObjectionReceived {
                on: FIRST,
                at: 1_778_460_000_000_000,
                channel: if online { Channel::Web } else { Channel::Letter },
                unit: UnitId(Uuid::from_u128(1)),
                request: has_request.then_some(RequestId(Uuid::from_u128(2))),
                grounds,
                possibly_late: Vec::new(),
                rule_set: RuleSet::Perki2021,
                is_reached_online: online,
                is_after_hours: evening,
            },
            Event::ObjectionRegistered { on: recorded_on, number: "KB-X-2026-0001".into() },
        ];
        let of = |id, from: Trigger| compute(law().rule(id).unwrap(), from, &CountingSettings::default(), calendar()).unwrap();
        let statute = of(RuleId::D12, Trigger { on: FIRST, after_hours: evening });
        let regulation = of(RuleId::D13, recorded_on.into());
        let mut state = ObjectionState::replay(&log).unwrap();
        let mut today = recorded_on;
        for (made, picked, days) in tries {
            today += Duration::days(days);
            let (before, was) = (state.clone(), clock(&state));
            let asked = command(&made, &state, today);
            let role = picked.of(made.kind);
            let done = decide(&state, &asked, role, &was.moment(today, true, false));
            match &done {
                Err(denial) => {
                    let permit = permits(before.status, made.kind, role);
                    if let Err(first) = permit {
                        prop_assert_eq!(*denial, first);
                    }
                }
                Ok(events) => {
                    prop_assert_eq!(permits(before.status, made.kind, role), Ok(()));
                    prop_assert!(!events.is_empty());
                    state = events.iter().fold(state, ObjectionState::after);
                    log.extend(events.iter().cloned());
                }
            }
            let replayed = ObjectionState::replay(&log);
            prop_assert_eq!(replayed.as_ref(), Some(&state));
            let is = clock(&state);
            prop_assert_eq!((is.statute, is.regulation), (statute, Some(regulation)), "no question or settlement stops the days");
            prop_assert_eq!(is.is_lapsed(&state, today), state.status.is_unanswered() && today > statute.due);
            if done.is_ok() && asked == Command::Close(CloseBasis::DisputeTimeOver) {
                prop_assert!(was.dispute_latest(today).is_some_and(|latest| today > latest));
            }
            // Only the applicant ends a road, by withdrawing or by agreeing.
            let is_given_up = state.status == ObjectionStatus::Withdrawn
                || state.answer.as_ref().is_some_and(|answer| answer.decision == Decision::Settled);
            if is_given_up {
                prop_assert_eq!(is.dispute_latest(date!(2027 - 12 - 31)), None);
                continue;
            }
            let before_latest = was.dispute_latest(today);
            prop_assert!(is.dispute_latest(today) >= before_latest, "{:?} after {:?}", is.dispute_latest(today), asked);
            // Silence opens the road the day after the thirty days, an answer the day it is received; neither waits longer.
            if state.answer.as_ref().is_none_or(|answer| answer.on > statute.due) {
                let road = is.after_silence.unwrap();
                prop_assert_eq!(Some(road.opens_on), statute.due.next_day());
                prop_assert!(road.deadline.target <= road.deadline.due && road.deadline.due <= road.deadline.latest);
            }
            let received = state.answer.as_ref().and_then(|answer| answer.received_on);
            prop_assert_eq!(is.after_answer.map(|road| road.opens_on), received);
        }
    }
}
