//! The machine: every guard has a case that passes and one that fails, and random walks never leave it.

use super::*;
use crate::domain::actor::Role;
use crate::domain::applicant::{Correction, Submission};
use crate::domain::deadline::{KnownLimits, RuleSet};
use crate::domain::fee::{Charge, DecreeInForce, FeeKind, PaymentMode, Pick, PricedItem, Ways};
use crate::domain::ids::{UnitId, UserId};
use proptest::prelude::*;
use time::Date;
use time::macros::date;
use uuid::Uuid;

const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const OTHER: UnitId = UnitId(Uuid::from_u128(2));

fn moment(today: Date) -> Moment {
    Moment {
        today,
        check_due: date!(2026 - 03 - 17),
        fix_latest: Some(date!(2026 - 03 - 27)),
        notice_due: date!(2026 - 04 - 02),
        limits: KnownLimits {
            statute: date!(2026 - 04 - 02),
            regulation: None,
        },
        objection_latest: Some(date!(2026 - 05 - 20)),
    }
}

const DAY: Date = date!(2026 - 03 - 13);

fn arrival() -> Event {
    let on = date!(2026 - 03 - 12);
    Event::RequestReceived {
        on,
        channel: Channel::Web,
        unit: UNIT,
        at: 1_773_280_000_000_000,
        rule_set: RuleSet::Perki2021,
        is_reached_online: true,
        is_after_hours: false,
    }
}

fn registered() -> CaseState {
    CaseState::replay(&[
        arrival(),
        Event::RequestRegistered {
            on: date!(2026 - 03 - 12),
            number: "X-2026-0001".into(),
        },
    ])
    .unwrap()
}

fn step(state: &CaseState, command: &Command, today: Date) -> Result<CaseState, Denial> {
    let events = decide(state, command, Role::Officer, &moment(today))?;
    Ok(events.iter().fold(state.clone(), CaseState::after))
}

fn complete() -> Command {
    Command::DeclareComplete { despite: Vec::new() }
}

fn under_review() -> CaseState {
    step(&registered(), &complete(), DAY).unwrap()
}

fn item(outcome: Outcome) -> ItemAnswer {
    ItemAnswer {
        outcome,
        text: "Terlampir.".into(),
        has_files: false,
        held_form: None,
        redactions: None,
        is_redacted: true,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    }
}

fn answer(items: Vec<Option<ItemAnswer>>) -> Command {
    Command::IssueNotice(Answer {
        items,
        promised_on: Some(date!(2026 - 03 - 20)),
        charge: None,
    })
}

#[test]
fn a_check_in_time_counts_from_its_day_and_a_late_one_from_receipt() {
    let in_time = under_review();
    assert_eq!(
        (in_time.status, in_time.complete_on),
        (Status::UnderReview, Some(DAY))
    );
    let late = step(&registered(), &complete(), date!(2026 - 03 - 25)).unwrap();
    assert_eq!(
        late.complete_on,
        Some(date!(2026 - 03 - 12)),
        "waiting gains the office nothing"
    );
}

#[test]
fn an_incompleteness_letter_cites_something_comes_in_time_and_only_once() {
    let letter = |missing| Command::DeclareIncomplete {
        missing,
        note: "KTP belum ada".into(),
    };
    let missing = vec![MissingRequirement::IdentityDocument];
    assert_eq!(
        step(&registered(), &letter(vec![]), DAY),
        Err(Denial::NothingChosen)
    );
    let due = date!(2026 - 03 - 17);
    assert_eq!(
        step(&registered(), &letter(missing.clone()), date!(2026 - 03 - 25)),
        Err(Denial::TooLate { due })
    );
    let incomplete = step(&registered(), &letter(missing.clone()), due).unwrap();
    assert_eq!(incomplete.status, Status::Incomplete);
    let fixed = step(
        &incomplete,
        &Command::SubmitFix {
            on: None,
            note: "ini".into(),
            has_files: false,
            values: Box::default(),
        },
        date!(2026 - 03 - 26),
    )
    .unwrap();
    assert_eq!(fixed.status, Status::CompletenessCheck);
    assert_eq!(
        fixed.incompleteness.unwrap().received_on,
        Some(date!(2026 - 03 - 26))
    );
    assert_eq!(
        step(&fixed, &letter(missing), DAY),
        Err(Denial::LetterAlreadyIssued)
    );
}

#[test]
fn no_letter_is_sent_once_the_notice_is_overdue() {
    // Entered in the register long after it arrived: the check has days left, the statute has none.
    let at = Moment {
        check_due: date!(2026 - 04 - 07),
        ..moment(date!(2026 - 04 - 06))
    };
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::IdentityDocument],
        note: "KTP belum ada".into(),
    };
    let due = date!(2026 - 04 - 02);
    assert_eq!(
        decide(&registered(), &letter, Role::Officer, &at),
        Err(Denial::TooLate { due })
    );
}

#[test]
fn not_following_up_waits_for_the_latest_defensible_day() {
    let missing = vec![MissingRequirement::Contact];
    let incomplete = step(
        &registered(),
        &Command::DeclareIncomplete {
            missing,
            note: "n".into(),
        },
        DAY,
    )
    .unwrap();
    let close = Command::CloseNotFollowedUp {
        note: "tidak diperbaiki".into(),
    };
    let early = step(&incomplete, &close, date!(2026 - 03 - 27));
    assert_eq!(
        early,
        Err(Denial::TooEarly {
            from: date!(2026 - 03 - 28)
        })
    );
    let unknown = Moment {
        fix_latest: None,
        ..moment(date!(2026 - 03 - 30))
    };
    assert_eq!(
        decide(&incomplete, &close, Role::Officer, &unknown),
        Err(Denial::LetterReceiptUnknown)
    );
    assert_eq!(
        step(&incomplete, &close, date!(2026 - 03 - 30)).unwrap().status,
        Status::NotFollowedUp
    );
}

#[test]
fn an_extension_comes_once_with_a_reason_and_before_the_day_ends() {
    let extend = |note: &str| Command::Extend {
        reason: ExtensionReason::NotYetHeld,
        note: note.into(),
    };
    let state = under_review();
    assert_eq!(step(&state, &extend(" "), DAY), Err(Denial::TextMissing));
    let due = date!(2026 - 04 - 02);
    let extended = step(&state, &extend("arsip di gudang"), due).unwrap();
    assert_eq!(
        step(&extended, &extend("lagi"), due),
        Err(Denial::AlreadyExtended)
    );
    assert_eq!(
        step(&state, &extend("telat"), date!(2026 - 04 - 06)),
        Err(Denial::TooLate { due })
    );
}

#[test]
fn a_notice_says_of_each_item_what_the_law_asks() {
    let state = under_review();
    let told = |item| step(&state, &answer(vec![Some(item)]), DAY).map(|state| state.status);
    assert_eq!(
        step(&state, &answer(vec![None]), DAY),
        Err(Denial::ItemUnanswered(1))
    );
    assert_eq!(
        told(ItemAnswer {
            text: " ".into(),
            ..item(Outcome::GrantedFull)
        }),
        Err(Denial::AnswerEmpty(1))
    );
    assert_eq!(told(item(Outcome::NotHeld)), Err(Denial::HolderUnnamed(1)));
    assert_eq!(
        told(item(Outcome::NotDocumented)),
        Err(Denial::AvailableDayMissing(1))
    );
    for closing in [Outcome::Refused, Outcome::GrantedPartial] {
        assert_eq!(told(item(closing)), Err(Denial::ApprovalNeeded));
    }
    assert_eq!(told(item(Outcome::GrantedFull)), Ok(Status::GrantedFull));
    let unknown = ItemAnswer {
        is_holder_unknown: true,
        ..item(Outcome::NotHeld)
    };
    assert_eq!(told(unknown), Ok(Status::NotHeld));
    let mixed = answer(vec![
        Some(item(Outcome::GrantedFull)),
        Some(ItemAnswer {
            holder: Some("Polda".into()),
            ..item(Outcome::NotHeld)
        }),
    ]);
    assert_eq!(step(&state, &mixed, DAY).unwrap().status, Status::GrantedPartial);
}

#[test]
fn a_case_closes_on_acceptance_or_when_the_time_to_object_is_over() {
    let granted = step(
        &under_review(),
        &answer(vec![Some(item(Outcome::GrantedFull))]),
        DAY,
    )
    .unwrap();
    assert_eq!(
        step(&granted, &Command::Close(CloseBasis::ObjectionTimeOver), DAY),
        Err(Denial::NotInThisState),
        "granted is not yet given"
    );
    let deliver = Command::Deliver {
        on: DAY,
        proof: "tanda terima".into(),
    };
    let delivered = step(&granted, &deliver, DAY).unwrap();
    let over = Command::Close(CloseBasis::ObjectionTimeOver);
    assert_eq!(
        step(&delivered, &over, date!(2026 - 05 - 20)),
        Err(Denial::TooEarly {
            from: date!(2026 - 05 - 21)
        })
    );
    assert_eq!(
        step(&delivered, &over, date!(2026 - 05 - 21)).unwrap().status,
        Status::Closed
    );
    let accepted = Command::Close(CloseBasis::ApplicantAccepts("lisan di loket".into()));
    let closed = step(&delivered, &accepted, DAY).unwrap();
    assert_eq!(
        step(&closed, &Command::Unpublish { reason: "x".into() }, DAY),
        Err(Denial::NotPublished)
    );
    let public = step(&closed, &Command::Publish, DAY).unwrap();
    assert!(public.is_published);
    assert_eq!(
        step(&public, &Command::Publish, DAY),
        Err(Denial::AlreadyPublished)
    );
}

#[test]
fn a_withdrawn_case_has_no_answer_to_publish() {
    let withdraw = |reason: &str| Command::Withdraw {
        reason: reason.into(),
    };
    assert_eq!(
        step(&under_review(), &withdraw(" "), DAY),
        Err(Denial::TextMissing),
        "who withdraws for another says how they said it"
    );
    assert!(decide(&under_review(), &withdraw(""), Role::Citizen, &moment(DAY)).is_ok());
    let withdrawn = step(&under_review(), &withdraw("Lewat telepon"), DAY).unwrap();
    assert_eq!(
        step(&withdrawn, &Command::Publish, DAY),
        Err(Denial::NotInThisState)
    );
}

/// An item that an exemption closes.
fn closed(outcome: Outcome, exemption: ExemptionUsed) -> ItemAnswer {
    ItemAnswer {
        redactions: Some("Nama".into()),
        is_redacted: true,
        exemption: Some(exemption),
        ..item(outcome)
    }
}

fn in_force(is_partial: bool) -> ExemptionUsed {
    ExemptionUsed {
        id: Uuid::from_u128(1),
        is_partial,
        is_in_force: true,
        tested_on: DAY,
    }
}

/// UU 14/2008 Ps 19; Perki 1/2021 Ps 10(2)e–f, 34(2), 49–50: each missing part blocks with its own reason.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one answer, changed part by part; parting them would hide that each part blocks alone"
)]
fn what_closes_something_rests_on_a_decree_and_two_signatures() {
    use Outcome::{GrantedPartial, Refused};
    let (ppid, superior) = (UserId(Uuid::from_u128(2)), UserId(Uuid::from_u128(3)));
    let written = |item: ItemAnswer| Answer {
        items: vec![Some(item)],
        promised_on: Some(date!(2026 - 03 - 20)),
        charge: None,
    };
    let propose = |item: ItemAnswer, role| {
        decide(
            &under_review(),
            &Command::ProposeAnswer(written(item)),
            role,
            &moment(DAY),
        )
    };
    let later = DAY.next_day().unwrap();
    let faulty = [
        (item(Refused), Denial::ExemptionMissing(1)),
        (
            closed(
                Refused,
                ExemptionUsed {
                    is_in_force: false,
                    ..in_force(false)
                },
            ),
            Denial::ExemptionNotInForce(1),
        ),
        (
            closed(
                Refused,
                ExemptionUsed {
                    tested_on: later,
                    ..in_force(false)
                },
            ),
            Denial::TestAfterRefusal(1),
        ),
        (closed(Refused, in_force(true)), Denial::ExemptionOfPart(1)),
        (
            ItemAnswer {
                redactions: None,
                is_redacted: true,
                ..closed(GrantedPartial, in_force(true))
            },
            Denial::RedactionsUnnamed(1),
        ),
        (item(Outcome::GrantedFull), Denial::NothingToApprove),
    ];
    for (item, denial) in faulty {
        assert_eq!(propose(item, Role::Ppid), Err(denial));
    }
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Ppid) {
        assert_eq!(
            propose(closed(Refused, in_force(false)), role),
            Err(Denial::WrongRole),
            "{role:?}"
        );
    }

    for (outcome, exemption) in [
        (Refused, in_force(false)),
        (GrantedPartial, in_force(true)),
        (GrantedPartial, in_force(false)),
    ] {
        let events = propose(closed(outcome, exemption.clone()), Role::Ppid).unwrap();
        let waiting = events.iter().fold(under_review(), CaseState::after);
        assert_eq!(waiting.status, Status::PendingApproval);
        assert!(waiting.notice.is_none(), "nothing has gone out");
        let approve = |item: ItemAnswer, is_signature_valid, by| {
            let command = Command::ApproveAnswer {
                answer: written(item),
                is_signature_valid,
                signed_by: Some(ppid),
                by: Some(by),
            };
            decide(&waiting, &command, Role::Superior, &moment(DAY))
        };
        let good = closed(outcome, exemption.clone());
        assert_eq!(approve(good.clone(), true, ppid), Err(Denial::OwnSignature));
        assert_eq!(
            approve(good.clone(), false, superior),
            Err(Denial::SignatureLapsed)
        );
        let ended = closed(
            outcome,
            ExemptionUsed {
                is_in_force: false,
                ..exemption
            },
        );
        assert_eq!(
            approve(ended, true, superior),
            Err(Denial::ExemptionNotInForce(1)),
            "the decree may have ended while the answer waited"
        );
        let events = approve(good, true, superior).unwrap();
        let answered = events.iter().fold(waiting.clone(), CaseState::after);
        assert_eq!(answered.status, outcome.status());
        assert_eq!(answered.proposed.unwrap().approved_on, Some(DAY));

        let back = Command::ReturnAnswer {
            reason: "Dasar keliru".into(),
        };
        let events = decide(&waiting, &back, Role::Superior, &moment(DAY)).unwrap();
        assert_eq!(
            events.iter().fold(waiting.clone(), CaseState::after).status,
            Status::UnderReview
        );
        let silent = Command::ReturnAnswer { reason: " ".into() };
        assert_eq!(
            decide(&waiting, &silent, Role::Superior, &moment(DAY)),
            Err(Denial::TextMissing)
        );
        let events = decide(&waiting, &Command::RecallAnswer, Role::Ppid, &moment(DAY)).unwrap();
        assert_eq!(
            events.iter().fold(waiting, CaseState::after).status,
            Status::UnderReview
        );
    }
}

#[test]
fn overall_outcome_follows_the_items() {
    use Outcome as O;
    for (items, expected) in [
        (vec![O::GrantedFull, O::GrantedFull], O::GrantedFull),
        (vec![O::GrantedFull, O::Refused], O::GrantedPartial),
        (vec![O::NotHeld, O::NotHeld], O::NotHeld),
        (vec![O::NotHeld, O::Refused], O::Refused),
        (vec![O::NotDocumented, O::NotHeld], O::NotHeld),
        (vec![O::NotDocumented, O::Forwarded], O::Forwarded),
    ] {
        assert_eq!(overall(&items), Some(expected), "{items:?}");
    }
    assert_eq!(overall(&[]), None);
}

#[test]
fn numbers_read_back_and_refuse_nonsense() {
    let number = RegistrationNumber::new("lapas-makassar", 2026, 12);
    assert_eq!(number.to_string(), "LAPAS-MAKASSAR-2026-0012");
    assert_eq!(
        RegistrationNumber::parse(" lapas-makassar-2026-0012 "),
        Ok(number)
    );
    for wrong in [
        "",
        "2026-0012",
        "lapas-2026-12",
        "lapas-20x6-0012",
        "la/pas-2026-0012",
        "x-2026-0000",
        "x-2026-99999999999",
    ] {
        assert_eq!(RegistrationNumber::parse(wrong), Err(NumberError), "{wrong}");
    }
}

#[expect(clippy::disallowed_methods, reason = "only to write the page anew")]
#[test]
fn workflow_matrix_in_the_docs_is_the_one_in_force() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/workflow.md");
    let page = matrix_markdown();
    if std::env::var_os("UPDATE_WORKFLOW").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap(),
        page,
        "run UPDATE_WORKFLOW=1 cargo test workflow"
    );
}

#[test]
fn any_change_to_an_event_changes_its_hash() {
    let record = EventRecord {
        subject: "r",
        seq: 1,
        kind: "closed",
        at: time::OffsetDateTime::UNIX_EPOCH,
        actor_role: "officer",
        actor_user_id: Some("u"),
        appointment_id: Some("a"),
        status_before: Some("delivered"),
        status_after: "closed",
        data: "{}",
        dates: "{}",
        contents: "[]",
    };
    let hash = event_hash(None, &record);
    assert_eq!(hash.len(), 64);
    let others = [
        event_hash(Some("p"), &record),
        event_hash(None, &EventRecord { seq: 2, ..record }),
        event_hash(
            None,
            &EventRecord {
                actor_user_id: Some("v"),
                ..record
            },
        ),
        event_hash(
            None,
            &EventRecord {
                appointment_id: None,
                ..record
            },
        ),
        event_hash(
            None,
            &EventRecord {
                status_before: None,
                ..record
            },
        ),
        event_hash(
            None,
            &EventRecord {
                dates: "{ }",
                ..record
            },
        ),
        event_hash(
            None,
            &EventRecord {
                contents: "[{}]",
                ..record
            },
        ),
        event_hash(
            None,
            &EventRecord {
                kind: "close",
                status_after: "dclosed",
                ..record
            },
        ),
    ];
    assert!(others.iter().all(|other| *other != hash));
}

fn any_command() -> impl Strategy<Value = Command> {
    let outcome = proptest::sample::select(Outcome::ALL);
    prop_oneof![
        Just(complete()),
        Just(Command::DeclareIncomplete {
            missing: vec![MissingRequirement::Address],
            note: "n".into()
        }),
        (0..400i64).prop_map(|n| Command::ConfirmLetterReceived {
            on: DAY + time::Duration::days(n)
        }),
        (any::<bool>(), proptest::option::of(0..60i64)).prop_map(|(has_files, day)| Command::SubmitFix {
            on: day.map(|n| DAY + time::Duration::days(n)),
            note: String::new(),
            has_files,
            values: Box::default(),
        }),
        Just(Command::CloseNotFollowedUp { note: "n".into() }),
        any::<bool>().prop_map(|other| Command::Succeed(Succession {
            to: if other { OTHER } else { UNIT },
            effective_on: date!(2026 - 01 - 05),
            legal_basis: "Perpres 157/2024".into(),
        })),
        any::<bool>().prop_map(|other| Command::Route {
            to: if other { OTHER } else { UNIT },
            reason: "r".into()
        }),
        Just(Command::AskClarification { question: "?".into() }),
        Just(Command::AnswerClarification { reply: "!".into() }),
        Just(Command::Extend {
            reason: ExtensionReason::StatusUndecided,
            note: "n".into()
        }),
        (outcome, any::<bool>()).prop_map(|(outcome, whole)| answer(vec![Some(ItemAnswer {
            redactions: whole.then(|| "nama".into()),
            is_redacted: true,
            holder: whole.then(|| "Polda".into()),
            available_on: whole.then_some(date!(2030 - 01 - 01)),
            ..item(outcome)
        })])),
        Just(Command::Deliver {
            on: DAY,
            proof: "p".into()
        }),
        (0..90i64).prop_map(|n| Command::ConfirmNoticeReceived {
            on: DAY + time::Duration::days(n),
            proof: "p".into()
        }),
        any::<bool>().prop_map(|accepts| Command::Close(if accepts {
            CloseBasis::ApplicantAccepts("ya".into())
        } else {
            CloseBasis::ObjectionTimeOver
        })),
        Just(Command::Withdraw {
            reason: String::new()
        }),
        Just(Command::Publish),
        Just(Command::Unpublish { reason: "r".into() }),
    ]
}

proptest! {
    /// Whatever is asked, in whatever order: a step needs a permit, each step leaves events, replaying them gives the state,
    /// and nobody but the named roles moves anything.
    #[test]
    fn no_walk_leaves_the_machine(
        steps in proptest::collection::vec((any_command(), proptest::sample::select(&Role::ALL[..]), 0..90i64), 1..40)
    ) {
        let mut log = vec![
            arrival(),
            Event::RequestRegistered { on: date!(2026 - 03 - 12), number: "X-2026-0001".into() },
        ];
        let mut state = registered();
        for (command, role, days) in steps {
            let at = moment(DAY + time::Duration::days(days));
            let permitted = permits(state.status, command.kind(), role);
            match decide(&state, &command, role, &at) {
                Ok(events) => {
                    prop_assert_eq!(permitted, Ok(()));
                    prop_assert!(!events.is_empty());
                    let is_handed_over = matches!(command, Command::Succeed(_)) && role == Role::System;
                    let never = matches!(role, Role::Auditor | Role::Admin | Role::Superior | Role::System);
                    prop_assert!(!never || is_handed_over);
                    state = events.iter().fold(state, CaseState::after);
                    log.extend(events);
                }
                Err(denial) => {
                    if let Err(first) = permitted {
                        prop_assert_eq!(denial, first);
                    }
                }
            }
            prop_assert_eq!(CaseState::replay(&log), Some(state.clone()));
            let text = serde_json::to_string(&log).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Vec<Event>>(&text).unwrap(), &log);
        }
    }
}

/// V10, V11 of the vectors: an arrival after closing time moves only the latest reading.
#[test]
fn an_arrival_after_hours_moves_only_the_latest_reading() {
    use crate::domain::calendar::{CountingSettings, seed_versions};
    use crate::domain::deadline::LawBook;
    let calendars = seed_versions().unwrap();
    let calendar = &calendars.last().unwrap().calendar;
    let book = LawBook::built_in().unwrap();
    let clock = |is_after_hours| {
        let on = date!(2026 - 05 - 08);
        let event = Event::RequestReceived {
            on,
            channel: Channel::Web,
            unit: UNIT,
            at: 1_778_000_000_000_000,
            rule_set: RuleSet::Perki2021,
            is_reached_online: true,
            is_after_hours,
        };
        let state = CaseState::replay(&[event]).unwrap();
        CaseClock::of(&state, book.current(), calendar, &CountingSettings::default())
            .unwrap()
            .notice
    };
    let (early, late) = (clock(false), clock(true));
    assert_eq!(
        (early.due, late.due),
        (date!(2026 - 05 - 26), date!(2026 - 05 - 26))
    );
    assert_eq!(
        (early.latest, late.latest),
        (date!(2026 - 05 - 26), date!(2026 - 05 - 29))
    );
}

/// Nobody knows at what hour a letter or a notice reached the applicant, so what closes a right of theirs reckons with the evening.
#[test]
fn what_closes_a_right_of_the_applicant_reckons_with_the_evening() {
    use crate::domain::calendar::{CountingSettings, seed_versions};
    use crate::domain::deadline::LawBook;
    let calendars = seed_versions().unwrap();
    let calendar = &calendars.last().unwrap().calendar;
    let book = LawBook::built_in().unwrap();
    let letter_on = date!(2026 - 03 - 17);
    let events = [
        arrival(),
        Event::DeclaredIncomplete {
            on: letter_on,
            is_in_time: true,
            missing: vec![MissingRequirement::Address],
        },
        Event::IncompletenessReceived { on: letter_on },
        Event::FixSubmitted {
            on: letter_on,
            latest: None,
        },
        Event::NoticeIssued {
            on: date!(2026 - 04 - 02),
            outcome: Outcome::NotHeld,
            promised_on: None,
            foreseen: None,
            received_on: Some(date!(2026 - 04 - 02)),
        },
    ];
    let state = CaseState::replay(&events).unwrap();
    let clock = CaseClock::of(&state, book.current(), calendar, &CountingSettings::default()).unwrap();
    let dates = |code: &str| {
        clock
            .duty(code)
            .map(|duty| (duty.deadline.due, duty.deadline.latest))
    };
    // V16 and V17, and a working day more.
    assert_eq!(dates("D03"), Some((date!(2026 - 03 - 27), date!(2026 - 03 - 30))));
    assert_eq!(dates("D10"), Some((date!(2026 - 05 - 20), date!(2026 - 05 - 21))));
    let moment = clock.moment(letter_on);
    assert_eq!(moment.fix_latest, Some(date!(2026 - 03 - 30)));
    assert_eq!(moment.objection_latest, Some(date!(2026 - 05 - 21)));
}

/// A case under Perki 1/2010 has no incompleteness letter in its rules, and keeps its one clock.
#[test]
fn a_case_of_the_older_regulation_keeps_one_clock() {
    use crate::domain::calendar::{CountingSettings, seed_versions};
    use crate::domain::deadline::LawBook;
    let calendars = seed_versions().unwrap();
    let calendar = &calendars.last().unwrap().calendar;
    let book = LawBook::built_in().unwrap();
    let incomplete = Event::DeclaredIncomplete {
        on: DAY,
        is_in_time: true,
        missing: vec![MissingRequirement::Address],
    };
    let events = [
        arrival(),
        incomplete,
        Event::FixSubmitted {
            on: date!(2026 - 04 - 30),
            latest: None,
        },
    ];
    let state = CaseState::replay(&events).unwrap();
    let clock = CaseClock::of(
        &state,
        book.pack(RuleSet::Perki2010),
        calendar,
        &CountingSettings::default(),
    )
    .unwrap();
    assert!(clock.duty("D03").is_none() && clock.duty("D06").is_none());
    assert_eq!(clock.notice.trigger_on, date!(2026 - 03 - 12));
}

/// Ps 33(3) looks at the day the applicant mended the request, not at the day an officer typed it in.
#[test]
fn a_fix_entered_late_keeps_the_day_it_arrived() {
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::Address],
        note: "alamat".into(),
    };
    let issued = date!(2026 - 03 - 16);
    let incomplete = step(&registered(), &letter, issued).unwrap();
    let fix = |on| Command::SubmitFix {
        on,
        note: "Jl. Contoh 1".into(),
        has_files: false,
        values: Box::default(),
    };
    let typed = date!(2026 - 04 - 10);
    let arrived = date!(2026 - 03 - 17);
    let fixed = step(&incomplete, &fix(Some(arrived)), typed).unwrap();
    assert_eq!(fixed.incompleteness.unwrap().fixed_on, Some(arrived));
    assert_eq!(fixed.incompleteness.unwrap().received_on, Some(arrived));
    for (day, denial) in [
        (issued.previous_day().unwrap(), Denial::DateTooEarly),
        (typed.next_day().unwrap(), Denial::DateInFuture),
    ] {
        assert_eq!(step(&incomplete, &fix(Some(day)), typed), Err(denial));
    }
    let known = Command::ConfirmLetterReceived {
        on: date!(2026 - 03 - 18),
    };
    let known = step(&incomplete, &known, typed).unwrap();
    assert_eq!(
        step(&known, &fix(Some(arrived)), typed),
        Err(Denial::DateTooEarly)
    );
    // The applicant cannot choose the day.
    let own = decide(&incomplete, &fix(Some(arrived)), Role::Citizen, &moment(typed));
    assert_eq!(own, Err(Denial::WrongRole));
}

/// UU 14/2008 Ps 36(1): a notice on paper starts the time for an objection when it reaches the applicant, not when it is posted.
#[test]
fn a_posted_notice_starts_nothing_until_it_is_received() {
    use crate::domain::calendar::{CountingSettings, seed_versions};
    use crate::domain::deadline::LawBook;
    let calendars = seed_versions().unwrap();
    let calendar = &calendars.last().unwrap().calendar;
    let book = LawBook::built_in().unwrap();
    let at = |state: &CaseState, today| {
        CaseClock::of(state, book.current(), calendar, &CountingSettings::default())
            .unwrap()
            .moment(today)
    };
    let take = |state: &CaseState, command: &Command, today| {
        decide(state, command, Role::Officer, &at(state, today))
            .map(|events| events.iter().fold(state.clone(), CaseState::after))
    };
    let by_post = CaseState {
        is_reached_online: false,
        ..under_review()
    };
    let notice = answer(vec![Some(ItemAnswer {
        is_holder_unknown: true,
        ..item(Outcome::NotHeld)
    })]);
    let sent = date!(2026 - 04 - 02);
    let answered = take(&by_post, &notice, sent).unwrap();
    assert_eq!(answered.notice.unwrap().received_on, None);
    assert_eq!(at(&answered, sent).objection_latest, None);
    let close = Command::Close(CloseBasis::ObjectionTimeOver);
    let much_later = date!(2026 - 09 - 01);
    assert_eq!(
        take(&answered, &close, much_later),
        Err(Denial::NoticeReceiptUnknown)
    );

    let received = |on| Command::ConfirmNoticeReceived {
        on,
        proof: "resi".into(),
    };
    assert_eq!(
        take(&answered, &received(date!(2026 - 04 - 01)), much_later),
        Err(Denial::DateTooEarly)
    );
    let known = take(&answered, &received(date!(2026 - 06 - 02)), much_later).unwrap();
    let latest = at(&known, much_later).objection_latest.unwrap();
    assert!(latest > date!(2026 - 07 - 01), "{latest}");
    assert_eq!(
        take(&known, &close, latest),
        Err(Denial::TooEarly {
            from: latest.next_day().unwrap()
        })
    );
    assert!(take(&known, &close, latest.next_day().unwrap()).is_ok());
    assert_eq!(
        take(&known, &received(date!(2026 - 06 - 03)), much_later),
        Err(Denial::NoticeReceiptKnown)
    );

    // Sent to an address that receives at once, it runs from the day it was sent.
    let online = take(&under_review(), &notice, sent).unwrap();
    assert_eq!(online.notice.unwrap().received_on, Some(sent));
    assert_eq!(at(&online, sent).objection_latest, Some(date!(2026 - 05 - 21)));
}

/// What an event tells stays what it is: who takes a request for complete has named what is not on record.
#[test]
fn completeness_tells_what_was_not_on_record() {
    let despite = vec![MissingRequirement::Purpose, MissingRequirement::IdentityDocument];
    let command = Command::DeclareComplete { despite };
    let events = decide(&registered(), &command, Role::Officer, &moment(DAY)).unwrap();
    let Some(Event::DeclaredComplete { despite, .. }) = events.first() else {
        panic!("{events:?}");
    };
    assert_eq!(
        despite,
        &[MissingRequirement::IdentityDocument, MissingRequirement::Purpose]
    );
    let plain = decide(&registered(), &complete(), Role::Officer, &moment(DAY)).unwrap();
    let stored = serde_json::to_string(&plain[0]).unwrap();
    assert!(!stored.contains("despite"), "{stored}");
}

/// A value is an answer to the letter as good as a note or a file, and an e-mail address makes the applicant reachable.
#[test]
fn a_completion_with_values_needs_no_words() {
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::Contact],
        note: "kontak".into(),
    };
    let mut incomplete = step(&registered(), &letter, DAY).unwrap();
    incomplete.is_reached_online = false;
    let typed = |email: &str, phone: &str| Submission {
        applicant_kind: "individual".into(),
        email: email.into(),
        phone: phone.into(),
        ..Submission::default()
    };
    let fix = |typed: &Submission| Command::SubmitFix {
        on: None,
        note: String::new(),
        has_files: false,
        values: Box::new(Correction::read(typed, &[MissingRequirement::Contact]).unwrap()),
    };
    assert_eq!(
        step(&incomplete, &fix(&typed("", "")), DAY),
        Err(Denial::TextMissing)
    );
    for (email, phone) in [("", "081234567890"), ("rewa@example.org", "")] {
        let fixed = step(&incomplete, &fix(&typed(email, phone)), DAY).unwrap();
        // An address alone is no receipt: a mail must have been sent to it.
        assert!(!fixed.is_reached_online, "{email}");
    }
}

/// What was in time on its day stays in time (`docs/readings.md` R20): a decree that takes a day off away moves dates forward, and
/// undoes neither the office's extension nor the applicant's completion nor the office's check.
#[test]
#[expect(
    clippy::too_many_lines,
    reason = "three steps on one pair of calendars; parting them would repeat the calendars"
)]
fn a_later_decree_undoes_no_step_that_was_in_time() {
    use crate::domain::calendar::{
        CalendarVersion, CalendarVersionId, CountingSettings, DayKind, Holiday, WorkingCalendar,
        seed_versions,
    };
    use crate::domain::deadline::LawBook;
    let seeds = seed_versions().unwrap();
    let without = &seeds.last().unwrap().calendar;
    let version = CalendarVersion {
        id: CalendarVersionId(Uuid::from_u128(7)),
        decree: "Keppres 7/2026".into(),
        issued_on: date!(2026 - 03 - 01),
    };
    let off = [
        date!(2026 - 03 - 16),
        date!(2026 - 03 - 26),
        date!(2026 - 04 - 01),
    ]
    .map(|date| Holiday {
        date,
        kind: DayKind::AdHocPresidential,
        name_id: "Libur".into(),
        name_en: "Day off".into(),
        source: "Keppres 7/2026".into(),
    });
    let with = &without.amended(version, off);
    let book = LawBook::built_in().unwrap();
    let clock = |events: &[Event], calendar: &WorkingCalendar| {
        let state = CaseState::replay(events).unwrap();
        CaseClock::of(&state, book.current(), calendar, &CountingSettings::default()).unwrap()
    };
    let step = |events: &mut Vec<Event>, command: &Command, role, today| {
        let state = CaseState::replay(&*events).unwrap();
        let at = clock(events, with).moment(today);
        events.extend(decide(&state, command, role, &at).unwrap());
    };
    let opened = vec![
        arrival(),
        Event::RequestRegistered {
            on: date!(2026 - 03 - 12),
            number: "X/2026/000001".into(),
        },
    ];

    // The check: three working days until the 25th with the days off, until the 17th without them.
    let check = Command::DeclareComplete { despite: vec![] };
    let mut case = opened.clone();
    let last_check = clock(&case, with).moment(DAY).check_due;
    assert!(last_check > clock(&case, without).moment(DAY).check_due);
    step(&mut case, &check, Role::Officer, last_check);
    assert_eq!(
        clock(&case, without).duty("D06").unwrap().deadline.trigger_on,
        last_check,
        "the regulation's days run from the check"
    );

    // The extension, on the last day of the notice.
    let last = clock(&case, with).notice.due;
    assert!(last > clock(&case, without).notice.due);
    let extend = Command::Extend {
        reason: ExtensionReason::NotYetHeld,
        note: "arsip dicari".into(),
    };
    step(&mut case, &extend, Role::Officer, last);
    let after = clock(&case, without);
    assert!(after.is_extended, "void by a decree that came afterwards");
    assert_eq!(after.notice.due, date!(2026 - 04 - 14), "V15");

    // The completion, on the applicant's last day.
    let mut case = opened;
    let letter = Command::DeclareIncomplete {
        missing: vec![MissingRequirement::Address],
        note: "alamat belum ada".into(),
    };
    step(&mut case, &letter, Role::Officer, date!(2026 - 03 - 17));
    let received = Command::ConfirmLetterReceived {
        on: date!(2026 - 03 - 17),
    };
    step(&mut case, &received, Role::Officer, date!(2026 - 03 - 17));
    let last = clock(&case, with)
        .moment(date!(2026 - 03 - 18))
        .fix_latest
        .unwrap();
    assert!(last > clock(&case, without).moment(last).fix_latest.unwrap());
    let fix = Command::SubmitFix {
        note: "alamat".into(),
        has_files: false,
        on: None,
        values: Box::default(),
    };
    step(&mut case, &fix, Role::Citizen, last);
    step(&mut case, &check, Role::Officer, last);
    assert_eq!(
        clock(&case, without).governing,
        crate::domain::deadline::Governing::Statute,
        "the applicant was in time"
    );
}

/// What an order brings is measured by the day of the order; the first notice stays what the office is judged by.
#[test]
fn an_order_has_a_day_of_its_own_and_leaves_the_first_notice_judged() {
    let law = crate::domain::deadline::LawBook::built_in().unwrap();
    let calendar = crate::domain::calendar::seed_versions()
        .unwrap()
        .pop()
        .unwrap()
        .calendar;
    let settings = crate::domain::calendar::CountingSettings::default();
    let clock = |state: &CaseState| CaseClock::of(state, law.current(), &calendar, &settings).unwrap();
    let take = |state: &CaseState, command: &Command, role, today| {
        decide(state, command, role, &clock(state).moment(today))
            .map(|events| events.iter().fold(state.clone(), CaseState::after))
    };
    let first_on = date!(2026 - 03 - 16);
    let first = Command::IssueNotice(Answer {
        items: vec![Some(item(Outcome::GrantedFull))],
        promised_on: Some(first_on),
        charge: None,
    });
    let noticed = take(&under_review(), &first, Role::Officer, first_on).unwrap();
    let deliver = |on| Command::Deliver {
        on,
        proof: "unduhan".into(),
    };
    let delivered = take(&noticed, &deliver(first_on), Role::Officer, first_on).unwrap();
    let judged = clock(&delivered);

    let execute_by = date!(2026 - 05 - 20);
    let ordered_on = date!(2026 - 05 - 04);
    let reopen = Command::Reopen {
        execute_by,
        by: OrderedBy::Superior,
    };
    for role in [Role::Officer, Role::Ppid, Role::Superior, Role::Citizen] {
        assert_eq!(
            take(&delivered, &reopen, role, ordered_on),
            Err(Denial::WrongRole),
            "nobody reopens by hand"
        );
    }
    assert_eq!(
        take(&delivered, &reopen, Role::System, date!(2026 - 05 - 21)),
        Err(Denial::DateInPast)
    );
    let open = take(&delivered, &reopen, Role::System, ordered_on).unwrap();
    assert_eq!(open.status, Status::UnderReview);
    assert_eq!(open.notice, delivered.notice);
    let running = clock(&open);
    assert_eq!(running.next_due_on(&open), Some(execute_by));
    assert_eq!(running.duty(ORDER).unwrap().settled_on, None);
    for code in ["D05", "D06", "D09"] {
        assert_eq!(running.duty(code), judged.duty(code), "{code}");
    }
    let extend = Command::Extend {
        reason: ExtensionReason::NotYetHeld,
        note: "perlu waktu".into(),
    };
    assert_eq!(
        take(&open, &extend, Role::Officer, ordered_on),
        Err(Denial::NotInThisState)
    );

    let again_on = date!(2026 - 05 - 18);
    let whole = Command::IssueNotice(Answer {
        items: vec![Some(item(Outcome::GrantedFull))],
        promised_on: Some(date!(2026 - 05 - 19)),
        charge: None,
    });
    let again = take(&open, &whole, Role::Officer, again_on).unwrap();
    assert_eq!(again.notice, delivered.notice, "the first one stays");
    assert_eq!(again.current_notice().unwrap().outcome, Outcome::GrantedFull);
    assert_eq!(again.ordered_by(), Some(execute_by), "promised is not given");
    let given = take(&again, &deliver(again_on), Role::Officer, again_on).unwrap();
    assert_eq!(given.ordered_by(), None);
    assert_eq!(clock(&given).duty(ORDER).unwrap().settled_on, Some(again_on));
    assert_eq!(given.delivered_on, Some(first_on));
    assert_eq!(clock(&given).notice_dates(), judged.notice_dates());
    // The time to object runs anew from what the order brought.
    assert!(clock(&given).moment(again_on).objection_latest > judged.moment(again_on).objection_latest);

    // Silence: the first notice is the one that the order brings, and it is late.
    let silent = take(&registered(), &reopen, Role::System, ordered_on).unwrap();
    let told = take(&silent, &whole, Role::Officer, again_on).unwrap();
    assert_eq!(told.notice.unwrap().on, again_on);
    assert!(again_on > clock(&told).notice.due);
}

#[test]
fn a_fee_is_paid_whenever_it_comes_as_its_notice_named_and_once() {
    let sheet = Uuid::from_u128(11);
    let charge = Charge {
        decree: Some(DecreeInForce {
            id: Uuid::from_u128(10),
            items: vec![PricedItem {
                id: sheet,
                kind: FeeKind::Copying,
                unit_price: 500,
            }],
            ways: Ways {
                account: true,
                ..Ways::default()
            },
        }),
        access_mode: Some(AccessMode::CopyPaper),
        ..Charge::picked(vec![Pick {
            item: sheet,
            quantity: 2,
        }])
    };
    let notice = |charge: Option<Charge>| {
        Command::IssueNotice(Answer {
            items: vec![Some(item(Outcome::GrantedFull))],
            promised_on: Some(date!(2026 - 05 - 20)),
            charge,
        })
    };
    let pay = |mode, amount| Command::RecordPayment {
        on: DAY,
        mode,
        amount,
        reference: "TRF 1".into(),
    };
    let whole = pay(PaymentMode::Account, 1000);
    let told = step(&under_review(), &notice(Some(charge.clone())), DAY).unwrap();
    let deliver = Command::Deliver {
        on: DAY,
        proof: "Resi".into(),
    };
    let given = step(&told, &deliver, DAY).unwrap();
    let accepts = Command::Close(CloseBasis::ApplicantAccepts("ya".into()));
    let closed = step(&given, &accepts, DAY).unwrap();
    let reopen = Command::Reopen {
        execute_by: date!(2026 - 05 - 20),
        by: OrderedBy::Superior,
    };
    let ordered = decide(&closed, &reopen, Role::System, &moment(DAY)).unwrap();
    let open = ordered.iter().fold(closed.clone(), CaseState::after);
    for state in [&told, &given, &closed, &open] {
        for (command, wanted) in [
            (pay(PaymentMode::Cash, 1000), Denial::PaymentModeWrong),
            (pay(PaymentMode::EMoney, 1000), Denial::PaymentModeWrong),
            (pay(PaymentMode::Account, 999), Denial::AmountWrong),
        ] {
            assert_eq!(step(state, &command, DAY), Err(wanted), "{:?}", state.status);
        }
        let paid = step(state, &whole, DAY).unwrap();
        assert_eq!(
            (paid.status, paid.current_fee().unwrap().paid_on),
            (state.status, Some(DAY))
        );
        assert_eq!(step(&paid, &whole, DAY), Err(Denial::FeePaid));
    }
    // Where no fee is, no payment is waited for.
    assert_eq!(step(&under_review(), &whole, DAY), Err(Denial::NotInThisState));
    // What was paid is paid for the whole case; what was not may be told anew.
    let paid = step(&open, &whole, DAY).unwrap();
    let again = notice(Some(charge));
    assert_eq!(step(&paid, &again, DAY), Err(Denial::FeePaidBefore));
    assert!(
        step(&open, &again, DAY)
            .unwrap()
            .current_fee()
            .unwrap()
            .paid_on
            .is_none()
    );
    let free = step(&paid, &notice(None), DAY).unwrap();
    let ordered = decide(&free, &reopen, Role::System, &moment(DAY)).unwrap();
    let twice = ordered.iter().fold(free, CaseState::after);
    assert_eq!(step(&twice, &again, DAY), Err(Denial::FeePaidBefore));
}
