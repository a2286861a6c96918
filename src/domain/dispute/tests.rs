//! The road to the Commission: which is open when, every date of the law, and a machine that random walks never leave.

use super::*;
use crate::domain::actor::Role;
use crate::domain::calendar::{CountingSettings, WorkingCalendar, seed_versions};
use crate::domain::deadline::{LawBook, LawPack, RuleId, RuleSet};
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::limits::NOTE;
use crate::domain::objection::{
    self, Decision, Ground, GroundRuling, ObjectionClock, ObjectionState, Ruling,
};
use crate::domain::request::Channel;
use proptest::prelude::*;
use std::sync::LazyLock;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const OBJECTION: Uuid = Uuid::from_u128(3);
/// V18: received and recorded on that Monday.
const OBJECTED: Date = date!(2026 - 05 - 11);

/// Read once: the random walks ask for them at each step.
static LAW: LazyLock<LawBook> = LazyLock::new(|| LawBook::built_in().unwrap());
static CALENDAR: LazyLock<WorkingCalendar> =
    LazyLock::new(|| seed_versions().unwrap().pop().unwrap().calendar);

fn law() -> &'static LawBook {
    &LAW
}

fn pack(book: &LawBook) -> &LawPack {
    book.pack(RuleSet::Perki2021)
}

fn calendar() -> &'static WorkingCalendar {
    &CALENDAR
}

fn objected(grounds: &[Ground], more: &[objection::Event]) -> ObjectionState {
    let mut events = vec![
        objection::Event::ObjectionReceived {
            on: OBJECTED,
            at: 1_778_464_800_000_000,
            channel: Channel::Web,
            unit: UNIT,
            request: Some(RequestId(Uuid::from_u128(2))),
            grounds: grounds.to_vec(),
            possibly_late: Vec::new(),
            rule_set: RuleSet::Perki2021,
            is_reached_online: true,
            is_after_hours: false,
        },
        objection::Event::ObjectionRegistered {
            on: OBJECTED,
            number: "KB-X-2026-0001".into(),
        },
    ];
    events.extend_from_slice(more);
    ObjectionState::replay(&events).unwrap()
}

fn answered(on: Date, received_on: Option<Date>) -> objection::Event {
    objection::Event::ObjectionAnswered {
        on,
        rulings: vec![GroundRuling {
            ground: Ground::NotResponded,
            ruling: Ruling::Rejected,
        }],
        decision: Decision::Rejected,
        execute_by: None,
        received_on,
    }
}

fn remedy_of(state: &ObjectionState, today: Date) -> Remedy {
    let (book, calendar) = (law(), calendar());
    let clock = ObjectionClock::of(state, pack(book), calendar, &CountingSettings::default()).unwrap();
    remedy(state, &clock, today)
}

fn clock_of(state: &DisputeState) -> DisputeClock {
    let (book, calendar) = (law(), calendar());
    DisputeClock::of(state, pack(book), calendar, &CountingSettings::default()).unwrap()
}

fn dues(remedy: &Remedy) -> Vec<(RuleId, Date)> {
    match remedy {
        Remedy::Open { roads, .. } => roads
            .iter()
            .map(|road| (road.rule_id, road.deadline.due))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_objection_is_the_remedy_until_it_was_answered_or_its_days_are_over() {
    let grounds = &[Ground::NotResponded];
    let waiting = objected(grounds, &[]);
    let first = date!(2026 - 07 - 01);
    assert_eq!(
        remedy_of(&waiting, date!(2026 - 06 - 30)),
        Remedy::Wait { from: first },
        "V18: the last day of the answer is still the office's"
    );
    let silent = remedy_of(&waiting, first);
    assert_eq!(dues(&silent), [(RuleId::D15, date!(2026 - 07 - 20))], "V20");
    let Remedy::Open {
        act_by,
        latest,
        is_over,
        ..
    } = silent
    else {
        panic!("open")
    };
    assert!(act_by == date!(2026 - 07 - 20) && latest >= act_by && !is_over);

    let day = date!(2026 - 06 - 26);
    let answered_in_time = objected(grounds, &[answered(day, Some(day))]);
    assert_eq!(
        dues(&remedy_of(&answered_in_time, day)),
        [(RuleId::D14, date!(2026 - 07 - 16))],
        "V19"
    );
    let on_paper = objected(grounds, &[answered(day, None)]);
    assert_eq!(
        remedy_of(&on_paper, day),
        Remedy::OnItsWay { answered_on: day },
        "an answer nobody has received opens nothing and closes nothing"
    );
    let gone = objected(grounds, &[objection::Event::ObjectionWithdrawn { on: day }]);
    assert_eq!(remedy_of(&gone, date!(2026 - 08 - 01)), Remedy::NoRoad);
    let agreed = objection::Event::SettlementReached {
        on: day,
        execute_by: None,
    };
    assert_eq!(remedy_of(&objected(grounds, &[agreed]), day), Remedy::NoRoad);
}

#[test]
fn a_late_answer_leaves_both_roads_and_the_earlier_day_is_told() {
    let late = date!(2026 - 07 - 03);
    let state = objected(&[Ground::NotResponded], &[answered(late, Some(late))]);
    let open = remedy_of(&state, late);
    assert_eq!(
        dues(&open),
        [
            (RuleId::D14, date!(2026 - 07 - 23)),
            (RuleId::D15, date!(2026 - 07 - 20))
        ]
    );
    let Remedy::Open { act_by, latest, .. } = open else {
        panic!("open")
    };
    assert_eq!(
        act_by,
        date!(2026 - 07 - 20),
        "whoever must act is told the earlier"
    );
    assert!(
        latest > date!(2026 - 07 - 23),
        "and nothing closes before the later"
    );
    let Remedy::Open { act_by, .. } = remedy_of(&state, date!(2026 - 07 - 21)) else {
        panic!("open")
    };
    assert_eq!(act_by, date!(2026 - 07 - 23));
    let Remedy::Open { is_over, .. } = remedy_of(&state, latest + Duration::DAY) else {
        panic!("open")
    };
    assert!(is_over, "told, and still no reason to refuse a record");
}

#[test]
fn the_commission_follows_the_unit_as_it_was_on_the_day() {
    let seat = |province: &str, since| Seat {
        province: province.into(),
        since,
    };
    let split = date!(2025 - 01 - 01);
    let seats = [
        seat("Sulawesi Selatan", None),
        seat("Sulawesi Barat", Some(split)),
        seat("", Some(date!(2026 - 01 - 01))),
    ];
    let on = |day| seat_on(&seats, day).map(Commission::of);
    let provincial = |name: &str| Some(Commission::Provincial(name.into()));
    assert_eq!(on(date!(2024 - 12 - 31)), provincial("Sulawesi Selatan"));
    assert_eq!(on(split), provincial("Sulawesi Barat"));
    assert_eq!(on(date!(2026 - 03 - 01)), Some(Commission::Central));
    assert_eq!(
        seat_on(&seats[1..], date!(2020 - 01 - 01)).map(Commission::of),
        provincial("Sulawesi Barat"),
        "before what is known, the first that is"
    );
    assert_eq!(seat_on(&[], split), None);
}

fn moment(today: Date, grounds: &[Ground], state: &DisputeState) -> Moment {
    Moment {
        today,
        objection: OBJECTION,
        unit: UNIT,
        grounds: grounds.to_vec(),
        rule_set: RuleSet::Perki2021,
        commission: Commission::Provincial("Sulawesi Selatan".into()),
        remedy: remedy_of(&objected(grounds, &[]), today),
        objection_latest: clock_of(state).objection_latest(state),
        request: None,
        exemptions: Vec::new(),
    }
}

fn told(kind: CommandKind, on: Date) -> Command {
    Command {
        kind,
        on,
        told: Told {
            number: "12/KI/2026".into(),
            other_on: Some(on + Duration::days(6)),
            outcome: Some(DisputeOutcome::Upheld),
            party: Some(Party::PublicBody),
            is_stated: false,
            is_about_publishing: false,
            opens: Vec::new(),
        },
        source: "Surat Komisi Informasi Nomor 12.".into(),
    }
}

/// A dispute as facts of these days leave it, each recorded by the office on its own day.
fn recorded(facts: &[(CommandKind, Date)]) -> DisputeState {
    facts.iter().fold(DisputeState::unfiled(), |state, (kind, on)| {
        let mut command = told(*kind, *on);
        if *kind == CommandKind::RecordClerkLetter {
            command.told.other_on = Some(*on);
        }
        let at = moment(*on, &[Ground::NotResponded], &state);
        let event = decide(&state, &command, Role::Officer, &at)
            .unwrap_or_else(|denial| panic!("{kind:?} on {on}: {denial}"));
        state.after(&event)
    })
}

#[test]
fn every_date_of_the_law_is_counted_from_what_is_on_record() {
    use CommandKind as K;
    let filed = date!(2026 - 07 - 10);
    let letter = date!(2026 - 07 - 14);
    let state = recorded(&[
        (K::RecordFiling, filed),
        (K::RecordClerkLetter, letter),
        (K::RecordCompletion, date!(2026 - 07 - 20)),
        (K::RecordRegistration, date!(2026 - 07 - 21)),
        (K::RecordSummons, date!(2026 - 07 - 22)),
        (K::RecordMediationOrder, date!(2026 - 07 - 28)),
        (K::RecordMediationStart, date!(2026 - 07 - 29)),
    ]);
    let table = [
        // Registration of V21: begun in fourteen, settled in a hundred.
        ("D16", date!(2026 - 07 - 15), Some(letter)),
        ("D17", date!(2026 - 07 - 23), Some(date!(2026 - 07 - 20))),
        // By the summons: the hearing of the 28th lies ahead of it.
        ("D18", date!(2026 - 07 - 30), Some(date!(2026 - 07 - 22))),
        ("D19", date!(2026 - 12 - 01), None),
        // Back from the hearing of 28 July, which is left out.
        ("D20", date!(2026 - 07 - 23), Some(date!(2026 - 07 - 22))),
        ("D21", date!(2026 - 07 - 31), Some(date!(2026 - 07 - 29))),
        ("D22", date!(2026 - 08 - 19), None),
    ];
    let clock = clock_of(&state);
    for (code, due, settled_on) in table {
        let duty = clock.duty(code).unwrap_or_else(|| panic!("{code}"));
        assert_eq!((duty.deadline.due, duty.settled_on), (due, settled_on), "{code}");
        let deadline = &duty.deadline;
        assert!(
            deadline.target <= deadline.due && deadline.due <= deadline.latest,
            "{code}"
        );
    }
    assert_eq!(
        clock.duties.len(),
        table.len(),
        "nothing is counted from what did not happen"
    );

    let extended = state.clone().after(&Event::MediationExtended {
        on: date!(2026 - 08 - 12),
    });
    let duty = clock_of(&extended).duty("D22").unwrap().clone();
    assert_eq!(
        duty.deadline.due,
        date!(2026 - 08 - 31),
        "seven more from the same start, not from the new day"
    );
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table; parting it would hide that it is whole"
)]
fn two_texts_against_a_decision_stay_two_dates() {
    use CommandKind as K;
    let received = date!(2026 - 07 - 31);
    let mut state = recorded(&[
        (K::RecordFiling, date!(2026 - 07 - 02)),
        (K::RecordRegistration, date!(2026 - 07 - 03)),
        (K::RecordSummons, date!(2026 - 07 - 06)),
        (K::RecordDecisionSession, date!(2026 - 07 - 23)),
        (K::RecordDecision, date!(2026 - 07 - 29)),
    ]);
    assert_eq!(
        clock_of(&state).duty("D23").unwrap().deadline.due,
        date!(2026 - 07 - 24),
        "back from the session of the 29th"
    );
    assert_eq!(
        clock_of(&state).duty("D24").unwrap().deadline.due,
        date!(2026 - 08 - 03)
    );
    let at = moment(date!(2026 - 08 - 30), &[Ground::NotResponded], &state);
    assert_eq!(
        decide(&state, &told(K::RecordFinality, at.today), Role::Ppid, &at),
        Err(Denial::CopyReceiptUnknown)
    );
    let copy = told(K::RecordDecisionCopy, received);
    let received_copy = decide(&state, &copy, Role::Ppid, &at).unwrap();
    state = state.after(&received_copy);
    let clock = clock_of(&state);
    let due = |code| clock.duty(code).unwrap().deadline.due;
    assert_eq!(due("D25"), date!(2026 - 08 - 21), "V22, by the Act");
    assert_eq!(due("D26"), date!(2026 - 08 - 14), "V22, by the regulation");
    let next = clock.next_of_body(date!(2026 - 08 - 03)).unwrap();
    assert_eq!(next.code, "D26", "the body is told the earlier");
    // The other side has its own days from its own receipt, and they may not even have begun.
    assert_eq!(clock.objection_latest(&state), None);
    let much_later = date!(2026 - 12 - 01);
    let alone = moment(much_later, &[Ground::NotResponded], &state);
    let finality = told(K::RecordFinality, much_later);
    assert_eq!(
        decide(&state, &finality, Role::Ppid, &alone),
        Err(Denial::CopyReceiptUnknown)
    );
    let mut stated = finality;
    stated.told.is_stated = true;
    assert!(
        decide(&state, &stated, Role::Ppid, &alone).is_ok(),
        "the Commission says so itself"
    );
    state = state.after(&Event::DecisionReceived {
        on: date!(2026 - 08 - 05),
        party: Party::Requester,
    });
    let latest = clock_of(&state).objection_latest(&state).unwrap();
    assert!(
        latest >= date!(2026 - 08 - 27),
        "fourteen after the later receipt"
    );
    for (today, answer) in [
        (
            latest,
            Err(Denial::NotYetFinal {
                from: latest + Duration::DAY,
            }),
        ),
        (latest + Duration::DAY, Ok(())),
    ] {
        let at = moment(today, &[Ground::NotResponded], &state);
        let got = decide(&state, &told(K::RecordFinality, today), Role::Ppid, &at).map(|_| ());
        assert_eq!(got, answer, "{today}");
    }
    let court = state.after(&Event::CourtObjectionFiled {
        on: date!(2026 - 08 - 13),
        party: Party::PublicBody,
    });
    let clock = clock_of(&court);
    assert_eq!(clock.unchecked, [RuleId::D45], "named, never computed");
    assert!(clock.duty("D27").is_none());
    let decided = court.after(&Event::CourtDecisionReceived {
        on: date!(2026 - 10 - 02),
        party: Party::PublicBody,
    });
    assert_eq!(
        clock_of(&decided).duty("D27").unwrap().deadline.due,
        date!(2026 - 10 - 16),
        "days of the calendar (UU Ps 50)"
    );
    let at = moment(much_later, &[Ground::NotResponded], &decided);
    let finality = told(K::RecordFinality, much_later);
    assert_eq!(
        decide(&decided, &finality, Role::Ppid, &at),
        Err(Denial::CopyReceiptUnknown),
        "cassation is open to each side from its own receipt"
    );
    let decided = decided.after(&Event::CourtDecisionReceived {
        on: date!(2026 - 10 - 05),
        party: Party::Requester,
    });
    let clock = clock_of(&decided);
    assert_eq!(
        clock.duty("D27-pemohon").unwrap().deadline.due,
        date!(2026 - 10 - 19)
    );
    let at = moment(much_later, &[Ground::NotResponded], &decided);
    assert!(decide(&decided, &finality, Role::Ppid, &at).is_ok());
}

#[test]
fn a_receipt_holds_up_no_step_of_the_other_side() {
    use CommandKind as K;
    let decided = recorded(&[
        (K::RecordFiling, date!(2026 - 07 - 02)),
        (K::RecordRegistration, date!(2026 - 07 - 03)),
        (K::RecordSummons, date!(2026 - 07 - 06)),
        (K::RecordDecision, date!(2026 - 07 - 29)),
    ]);
    // The applicant goes to court on the 5th; the body's own copy comes on the 7th, and is recorded before.
    let state = decided.after(&Event::DecisionReceived {
        on: date!(2026 - 08 - 07),
        party: Party::PublicBody,
    });
    let by_applicant = |kind, on| {
        let mut command = told(kind, on);
        command.told.party = Some(Party::Requester);
        command
    };
    let today = date!(2026 - 10 - 20);
    let at = |state: &DisputeState| moment(today, &[Ground::NotResponded], state);
    let record = |state: &DisputeState, command: &Command| {
        decide(state, command, Role::Officer, &at(state)).map(|event| state.clone().after(&event))
    };
    let before = by_applicant(K::RecordCourtObjection, date!(2026 - 07 - 28));
    assert_eq!(
        record(&state, &before),
        Err(Denial::DateTooEarly),
        "nobody attacks what is not decided"
    );
    let objection = by_applicant(K::RecordCourtObjection, date!(2026 - 08 - 05));
    let court = record(&state, &objection).unwrap();
    let received = told(K::RecordCourtDecision, date!(2026 - 10 - 09));
    let court = record(&court, &received).unwrap();
    assert_eq!(
        record(&court, &received),
        Err(Denial::KnownAlready),
        "once a side"
    );
    let before = by_applicant(K::RecordCassation, date!(2026 - 08 - 04));
    assert_eq!(record(&court, &before), Err(Denial::DateTooEarly));
    let cassation = by_applicant(K::RecordCassation, date!(2026 - 10 - 06));
    let cassation = record(&court, &cassation).unwrap();
    // Whatever is learned late of receipts is still recorded, and of whose they were.
    let copy = by_applicant(K::RecordDecisionCopy, date!(2026 - 08 - 03));
    let of_court = by_applicant(K::RecordCourtDecision, date!(2026 - 10 - 02));
    let state = record(&record(&cassation, &copy).unwrap(), &of_court).unwrap();
    assert_eq!(state.received.requester, Some(date!(2026 - 08 - 03)));
    let both = (state.court_received.requester, state.court_received.body);
    assert_eq!(both, (Some(date!(2026 - 10 - 02)), Some(date!(2026 - 10 - 09))));
    assert_eq!(state.status, DisputeStatus::Cassation);
    assert!(record(&state, &told(K::RecordFinality, today)).is_ok());
}

#[test]
fn a_dispute_is_open_while_somebody_has_it_or_something_is_to_be_carried_out() {
    use DisputeOutcome::{PartlyUpheld, Rejected, Upheld};
    let on = date!(2026 - 08 - 07);
    let read = |outcome| Event::DecisionRead { on, outcome };
    let party = Party::Requester;
    let court = Event::CourtObjectionFiled { on, party };
    let is_final = |outcome| Event::DecisionFinal {
        on,
        is_stated: true,
        outcome,
        order: None,
    };
    let table: [(&[Event], bool); 9] = [
        (&[read(Upheld)], true),
        (&[read(Rejected)], false),
        (&[read(Rejected), court.clone()], true),
        (&[read(Rejected), is_final(None)], false),
        (&[read(Upheld), is_final(None)], true),
        (
            &[read(Upheld), is_final(None), Event::DisputeExecuted { on }],
            false,
        ),
        (&[read(PartlyUpheld), is_final(None)], true),
        // What the court made of it is what counts.
        (&[read(Rejected), court.clone(), is_final(Some(Upheld))], true),
        (&[read(Upheld), court.clone(), is_final(Some(Rejected))], false),
    ];
    for (events, is_open) in table {
        assert_eq!(DisputeState::replay(events).is_open(), is_open, "{events:?}");
    }
    let state = DisputeState::replay(&[read(Upheld), court]);
    let at = moment(on, &[Ground::NotResponded], &state);
    let mut command = told(CommandKind::RecordFinality, on);
    command.told.is_stated = true;
    command.told.outcome = None;
    assert_eq!(
        decide(&state, &command, Role::Ppid, &at),
        Err(Denial::OutcomeMissing),
        "nobody else says what a court decided"
    );
}

#[test]
fn only_the_office_records_and_the_applicant_no_more_than_that_they_went() {
    let state = DisputeState::unfiled();
    let day = date!(2026 - 07 - 06);
    let at = moment(day, &[Ground::NotResponded], &state);
    let filing = told(CommandKind::RecordFiling, day);
    for role in Role::ALL {
        let may = matches!(role, Role::Citizen | Role::Officer | Role::Ppid);
        let got = decide(&state, &filing, role, &at).map(|_| ());
        assert_eq!(got, if may { Ok(()) } else { Err(Denial::WrongRole) }, "{role:?}");
    }
    for kind in CommandKind::ALL
        .iter()
        .filter(|kind| **kind != CommandKind::RecordFiling)
    {
        for status in DisputeStatus::ALL {
            for role in [
                Role::Citizen,
                Role::Superior,
                Role::Auditor,
                Role::Admin,
                Role::System,
            ] {
                // That an order was carried out the portal sees itself.
                if (*kind, role) == (CommandKind::RecordDisputeExecution, Role::System) {
                    continue;
                }
                assert_eq!(
                    permits(*status, *kind, role),
                    Err(Denial::WrongRole),
                    "{kind:?} {role:?}"
                );
            }
        }
    }
    let silent = Command {
        source: "  ".into(),
        ..filing.clone()
    };
    assert_eq!(
        decide(&state, &silent, Role::Officer, &at),
        Err(Denial::SourceMissing)
    );
    let wordy = Command {
        source: "a".repeat(NOTE + 1),
        ..silent.clone()
    };
    for role in [Role::Officer, Role::Citizen] {
        assert_eq!(decide(&state, &wordy, role, &at), Err(Denial::SourceTooLong));
    }
    assert!(
        decide(&state, &silent, Role::Citizen, &at).is_ok(),
        "nobody owes a proof of their own step"
    );
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table; parting it would hide that it is whole"
)]
fn what_is_told_must_fit_its_day_and_kind() {
    use CommandKind as K;
    let filed_on = date!(2026 - 07 - 06);
    let unfiled = DisputeState::unfiled();
    let filed = recorded(&[(K::RecordFiling, filed_on)]);
    let registered = recorded(&[
        (K::RecordFiling, filed_on),
        (K::RecordRegistration, date!(2026 - 07 - 09)),
    ]);
    let mediating = recorded(&[
        (K::RecordFiling, filed_on),
        (K::RecordRegistration, date!(2026 - 07 - 09)),
        (K::RecordMediationOrder, date!(2026 - 07 - 10)),
    ]);
    let sitting = recorded(&[
        (K::RecordFiling, filed_on),
        (K::RecordRegistration, date!(2026 - 07 - 09)),
        (K::RecordSummons, date!(2026 - 07 - 10)),
    ]);
    let decided = sitting.clone().after(&Event::DecisionRead {
        on: date!(2026 - 07 - 14),
        outcome: DisputeOutcome::Rejected,
    });
    let today = date!(2026 - 07 - 16);
    let bare = |kind| Command {
        told: Told::default(),
        ..told(kind, today)
    };
    let on = |kind, on| told(kind, on);
    let a = &[Ground::RefusedAsExempt][..];
    let c = &[Ground::NotResponded][..];
    let from = date!(2026 - 07 - 01);
    let table: [(&DisputeState, Command, &[Ground], Denial); 15] = [
        (
            &unfiled,
            on(K::RecordFiling, date!(2026 - 06 - 30)),
            c,
            Denial::TooEarly { from },
        ),
        (
            &unfiled,
            on(K::RecordFiling, date!(2026 - 07 - 17)),
            c,
            Denial::DateInFuture,
        ),
        (&unfiled, bare(K::RecordSummons), c, Denial::NotInThisState),
        (
            &filed,
            on(K::RecordRegistration, date!(2026 - 07 - 03)),
            c,
            Denial::DateTooEarly,
        ),
        (&filed, bare(K::RecordRegistration), c, Denial::NumberMissing),
        (&registered, bare(K::RecordSummons), c, Denial::DateMissing),
        (&registered, bare(K::RecordMediationOrder), a, Denial::NotMediated),
        (
            &mediating,
            bare(K::RecordMediationExtension),
            c,
            Denial::MediationNotBegun,
        ),
        (
            &mediating,
            bare(K::RecordMediationAgreement),
            c,
            Denial::MediationNotBegun,
        ),
        (&sitting, bare(K::RecordConclusions), c, Denial::SessionUnknown),
        (&sitting, bare(K::RecordDecision), c, Denial::OutcomeMissing),
        (&decided, bare(K::RecordDecisionCopy), c, Denial::PartyMissing),
        (&decided, bare(K::RecordCourtObjection), c, Denial::PartyMissing),
        (&decided, bare(K::RecordFinality), c, Denial::CopyReceiptUnknown),
        (
            &decided,
            on(K::RecordDecisionCopy, date!(2026 - 07 - 13)),
            c,
            Denial::DateTooEarly,
        ),
    ];
    for (state, command, grounds, denial) in table {
        let at = moment(today, grounds, state);
        assert_eq!(
            decide(state, &command, Role::Officer, &at),
            Err(denial),
            "{:?} in {:?}",
            command.kind,
            state.status
        );
    }
    // A ground b beside ground a is mediated all the same.
    let both = moment(
        today,
        &[Ground::RefusedAsExempt, Ground::DeliveredLate],
        &registered,
    );
    assert!(decide(&registered, &bare(K::RecordMediationOrder), Role::Officer, &both).is_ok());
}

#[test]
fn one_that_was_not_registered_can_be_filed_again_and_begins_anew() {
    use CommandKind as K;
    let refused = recorded(&[
        (K::RecordFiling, date!(2026 - 07 - 02)),
        (K::RecordClerkLetter, date!(2026 - 07 - 06)),
        (K::RecordNotRegistered, date!(2026 - 07 - 15)),
    ]);
    assert!(!refused.is_open());
    let again = date!(2026 - 08 - 20);
    let at = moment(again, &[Ground::NotResponded], &refused);
    let event = decide(&refused, &told(K::RecordFiling, again), Role::Citizen, &at).unwrap();
    let Event::DisputeFiled {
        is_possibly_late,
        is_receipt_unknown,
        ..
    } = event
    else {
        panic!("a filing")
    };
    assert!(
        is_possibly_late && !is_receipt_unknown,
        "long after the latest reading: received, and marked"
    );
    let state = refused.after(&event);
    assert_eq!(state.status, DisputeStatus::Filed);
    assert_eq!((state.asked, state.registered_on), (None, None));
}

#[test]
fn a_record_made_in_error_is_taken_back_and_what_had_effect_is_not() {
    use CommandKind as K;
    let on = date!(2026 - 07 - 09);
    let filed = recorded(&[(K::RecordFiling, date!(2026 - 07 - 06))]);
    let registered = recorded(&[
        (K::RecordFiling, date!(2026 - 07 - 06)),
        (K::RecordRegistration, on),
    ]);
    let take_back = |state: &DisputeState, request: Option<RequestId>| {
        let at = Moment {
            request,
            ..moment(on, &[Ground::NotResponded], state)
        };
        // Whatever day the form holds: it is taken back today.
        let command = told(K::RecordError, on + Duration::days(9));
        let event = decide(state, &command, Role::Officer, &at)?;
        Ok::<_, Denial>((event.clone(), state.clone().after(&event)))
    };
    let (event, once) = take_back(&registered, None).unwrap();
    assert_eq!(event, Event::RecordedInError { on, of: 2 });
    assert_eq!((once.status, once.last_on), (filed.status, filed.last_on));
    let (event, twice) = take_back(&once, None).unwrap();
    assert_eq!(
        event,
        Event::RecordedInError { on, of: 1 },
        "the one before, and not the error"
    );
    assert_eq!((twice.status, &twice.filed), (DisputeStatus::Unfiled, &None));
    assert_eq!(
        take_back(&twice, None).unwrap_err(),
        Denial::NotInThisState,
        "nothing is left"
    );

    let request = Some(RequestId(Uuid::from_u128(2)));
    let is_final = |opened: Option<RequestId>, opens: Vec<Uuid>| {
        registered.clone().after(&Event::DecisionFinal {
            on,
            is_stated: true,
            outcome: Some(DisputeOutcome::Upheld),
            order: Some(CommissionOrder {
                execute_by: Some(on),
                request: opened,
                opens,
            }),
        })
    };
    let executed = Event::DisputeExecuted { on };
    let receipt = Event::DecisionReceived {
        on,
        party: Party::Requester,
    };
    let table = [
        (is_final(None, Vec::new()), Ok(())),
        (is_final(None, Vec::new()).after(&executed), Ok(())),
        (is_final(request, Vec::new()), Err(Denial::HasEffect)),
        (is_final(None, vec![OBJECTION]), Err(Denial::HasEffect)),
        (
            is_final(request, Vec::new()).after(&executed),
            Err(Denial::HasEffect),
        ),
        (is_final(request, Vec::new()).after(&receipt), Ok(())),
    ];
    for (nth, (state, answer)) in table.into_iter().enumerate() {
        assert_eq!(take_back(&state, request).map(|_| ()), answer, "{nth}");
    }
}

#[test]
fn only_what_is_published_alone_opens_no_request() {
    type Opened = Result<Option<RequestId>, Denial>;
    use DisputeOutcome::{PartlyUpheld, Rejected, Upheld};
    let on = date!(2026 - 07 - 09);
    let request = Some(RequestId(Uuid::from_u128(2)));
    let b = Ground::PeriodicNotProvided;
    let a = Ground::RefusedAsExempt;
    let table: [(&[Ground], DisputeOutcome, bool, Opened); 6] = [
        (&[a, b], PartlyUpheld, false, Ok(None)),
        (&[a, b], PartlyUpheld, true, Err(Denial::MoreGranted)),
        (&[a, b], Upheld, false, Err(Denial::MoreGranted)),
        // Nobody objected to anything that is to be published: the tick says nothing.
        (&[a], PartlyUpheld, false, Ok(request)),
        (&[a], Upheld, true, Ok(request)),
        (&[a, b], Rejected, false, Ok(None)),
    ];
    for (grounds, outcome, opens, expected) in table {
        let state = recorded(&[
            (CommandKind::RecordFiling, on),
            (CommandKind::RecordRegistration, on),
        ]);
        let state = state.after(&Event::DecisionRead { on, outcome });
        let at = Moment {
            request,
            exemptions: vec![OBJECTION],
            ..moment(on, grounds, &state)
        };
        let mut command = told(CommandKind::RecordFinality, on);
        command.told.is_stated = true;
        command.told.is_about_publishing = true;
        command.told.opens = if opens { vec![OBJECTION] } else { Vec::new() };
        let order = decide(&state, &command, Role::Officer, &at)
            .map(|event| event.order().and_then(|order| order.request));
        assert_eq!(order, expected, "{grounds:?} {outcome:?} {opens}");
    }
}

#[test]
fn an_event_of_before_numbers_stood_beside_it_still_tells_its_own() {
    let old = r#"{"kind":"dispute_registered","on":"2026-07-09","number":"REG-7"}"#;
    let event: Event = serde_json::from_str(old).unwrap();
    assert_eq!(event.number(), Some("REG-7"));
    let registered = Event::DisputeRegistered {
        on: event.on(),
        number: None,
    };
    assert!(!serde_json::to_string(&registered).unwrap().contains("number"));
    let old = r#"{"kind":"decision_final","on":"2026-07-09","is_stated":true,"outcome":null}"#;
    let event: Event = serde_json::from_str(old).unwrap();
    assert_eq!(event.order(), None, "of before decisions had effect");
}

#[test]
fn whoever_went_over_an_answer_has_received_it() {
    let unfiled = DisputeState::unfiled();
    let grounds = &[Ground::NotResponded];
    let went = |answered_on, today, on| {
        let objection = objected(grounds, &[answered(answered_on, None)]);
        let at = Moment {
            remedy: remedy_of(&objection, today),
            ..moment(today, grounds, &unfiled)
        };
        let filing = told(CommandKind::RecordFiling, on);
        let offer = offered(&unfiled, Role::Officer, &at);
        assert!(
            offer.contains(&(CommandKind::RecordFiling, Ok(()))),
            "the form is there"
        );
        decide(&unfiled, &filing, Role::Officer, &at)
    };
    let marks = |event: Result<Event, Denial>| match event {
        Ok(Event::DisputeFiled {
            is_possibly_late,
            is_receipt_unknown,
            ..
        }) => (is_possibly_late, is_receipt_unknown),
        other => panic!("{other:?}"),
    };
    let in_time = date!(2026 - 06 - 26);
    let much_later = date!(2026 - 10 - 01);
    assert_eq!(
        went(in_time, much_later, date!(2026 - 06 - 25)),
        Err(Denial::TooEarly { from: in_time }),
        "nobody received it before it was given"
    );
    assert_eq!(marks(went(in_time, much_later, in_time)), (false, true));
    assert_eq!(
        marks(went(in_time, much_later, date!(2026 - 09 - 01))),
        (false, true),
        "marked, and never called late: its days may have begun yesterday"
    );
    // After a late answer the road of silence is open, too: in time by it, nothing is unknown.
    let late = date!(2026 - 07 - 03);
    assert_eq!(
        marks(went(late, much_later, date!(2026 - 07 - 06))),
        (false, false)
    );
    assert_eq!(
        marks(went(late, much_later, date!(2026 - 09 - 01))),
        (false, true)
    );
}

#[test]
fn a_hearing_that_lies_ahead_has_begun_nothing() {
    use CommandKind as K;
    let state = recorded(&[
        (K::RecordFiling, date!(2026 - 07 - 10)),
        (K::RecordRegistration, date!(2026 - 07 - 21)),
        (K::RecordSummons, date!(2026 - 08 - 03)),
    ]);
    let duty = clock_of(&state).duty("D18").unwrap().clone();
    let summoned = Some(date!(2026 - 08 - 03));
    assert_eq!(state.first_hearing_on, Some(date!(2026 - 08 - 09)));
    assert_eq!(duty.settled_on, summoned, "of what has come, the summons alone");
}

#[test]
fn the_roads_follow_the_calendar_in_force_while_the_answer_stands_as_judged() {
    let versions: Vec<WorkingCalendar> = seed_versions()
        .unwrap()
        .into_iter()
        .map(|version| version.calendar)
        .collect();
    let (book, settings) = (law(), CountingSettings::default());
    let day = date!(2025 - 08 - 07);
    let state = {
        let mut events = vec![objection::Event::ObjectionReceived {
            on: date!(2025 - 07 - 01),
            at: 1_751_328_000_000_000,
            channel: Channel::Web,
            unit: UNIT,
            request: None,
            grounds: vec![Ground::NotResponded],
            possibly_late: Vec::new(),
            rule_set: RuleSet::Perki2021,
            is_reached_online: true,
            is_after_hours: false,
        }];
        events.push(answered(day, Some(day)));
        ObjectionState::replay(&events).unwrap()
    };
    let clock =
        |calendar: &WorkingCalendar| ObjectionClock::of(&state, pack(book), calendar, &settings).unwrap();
    // The newest version that has not yet heard of the day off of 18 August 2025, and the newest of all.
    let newest = versions.last().unwrap();
    let before = versions
        .iter()
        .rev()
        .find(|one| {
            clock(one).after_answer.unwrap().deadline.due != clock(newest).after_answer.unwrap().deadline.due
        })
        .unwrap();
    let standing = clock(before)
        .with_roads(&state, pack(book), newest, &settings)
        .unwrap();
    assert_eq!(standing.statute, clock(before).statute);
    assert_eq!(standing.after_answer, clock(newest).after_answer);
    let duty = standing.duty("D14").unwrap();
    assert_eq!(duty.deadline.calendar_version, newest.id());
}

fn any_command() -> impl Strategy<Value = (usize, i64, i64, Option<bool>)> {
    (
        0..CommandKind::ALL.len(),
        0_i64..6,
        0_i64..4,
        any::<Option<bool>>(),
    )
}

proptest! {
    /// Whatever is recorded in whatever order: the state is what the log adds up to, days never run ahead of today, a date of the law is
    /// never computed from what did not happen, and the end of the road is left by no fact but those of the machine.
    #[test]
    fn random_records_never_leave_the_machine(walk in prop::collection::vec(any_command(), 1..60)) {
        let grounds = [Ground::NotResponded];
        let mut today = date!(2026 - 07 - 02);
        let mut log: Vec<Event> = Vec::new();
        let mut state = DisputeState::unfiled();
        for (nth, later, back, party) in walk {
            today += Duration::days(later);
            let kind = CommandKind::ALL[nth];
            let mut command = told(kind, today - Duration::days(back));
            command.told.party = party.map(|body| if body { Party::PublicBody } else { Party::Requester });
            if kind == CommandKind::RecordClerkLetter {
                command.told.other_on = Some(command.on);
            }
            let mut at = moment(today, &grounds, &state);
            at.request = (back % 2 == 0).then_some(RequestId(Uuid::from_u128(2)));
            at.exemptions = at.request.map(|id| id.0).into_iter().collect();
            command.told.opens = if later % 2 == 0 { at.exemptions.clone() } else { Vec::new() };
            let offer = offered(&state, Role::Officer, &at).into_iter().find(|(one, _)| *one == kind).unwrap().1;
            match decide(&state, &command, Role::Officer, &at) {
                Ok(event) => {
                    prop_assert_eq!(offer, Ok(()), "what is decided is offered");
                    prop_assert!(event.on() <= today);
                    state = state.after(&event);
                    log.push(event);
                }
                Err(denial) => prop_assert!(offer == Ok(()) || offer == Err(denial)),
            }
            prop_assert_eq!(&DisputeState::replay(&log), &state);
            // Whatever stands last can be thought away, and the record before it stands last again.
            if let Some(before) = state.before() {
                let again = state.clone().after(&Event::RecordedInError { on: today, of: state.last_seq });
                prop_assert_eq!((again.status, again.last_seq, &again.filed), (before.status, before.last_seq, &before.filed));
                prop_assert_eq!(clock_of(&again), clock_of(before));
                prop_assert!(before.last_seq < state.last_seq);
            }
            let clock = clock_of(&state);
            prop_assert_eq!(state.filed.is_some(), clock.duty("D19").is_some());
            for duty in &clock.duties {
                prop_assert!(duty.deadline.target <= duty.deadline.due && duty.deadline.due <= duty.deadline.latest);
            }
            if let Some(next) = clock.next_of_body(today) {
                prop_assert!(next.is_body && next.settled_on.is_none());
            }
        }
    }
}
