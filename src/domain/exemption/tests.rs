use super::*;
use crate::domain::actor::Role;
use crate::domain::ids::UserId;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use std::collections::BTreeMap;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const DAY: Date = date!(2026 - 11 - 24);
const YEARS: u16 = 30;

fn basis(ground: ExemptionGround) -> Basis {
    Basis {
        ground,
        sub_item: (ground.sub_items() > 0).then_some(1),
        act: (ground == ExemptionGround::J).then(|| ActCited {
            number: 22,
            year: 2022,
            article: "81".into(),
        }),
    }
}

fn whole(ground: ExemptionGround) -> Sheet {
    Sheet {
        information: "Denah kamera pengawas".into(),
        is_partial: false,
        bases: vec![basis(ground)],
        gate: Gate(
            NeverExempt::ALL
                .iter()
                .map(|one| (*one, false))
                .collect::<BTreeMap<_, _>>(),
        ),
        if_opened: "Titik buta diketahui.".into(),
        if_closed: "Keamanan terjaga.".into(),
        weighing: "Anggaran kamera tetap terbuka.".into(),
        testers: vec![Tester {
            name: "Hasan Rekaan".into(),
            position: "Kepala Keamanan".into(),
            unit: "Seksi Keamanan".into(),
        }],
        tested_on: DAY,
        place: "Makassar".into(),
        ends_on: date!(2027 - 11 - 24),
    }
}

#[test]
fn every_letter_of_the_law_can_be_claimed_and_no_other() {
    assert_eq!(ExemptionGround::ALL.len(), 10, "Ps 17 a–j");
    for ground in ExemptionGround::ALL {
        assert_eq!(whole(*ground).faults(DAY, YEARS), [], "{ground:?}");
    }
    assert_eq!(ExemptionGround::parse("17k"), None);
}

/// How a sheet is spoilt, and what is found.
type Spoilt = (fn(&mut Sheet), SheetFault);

#[test]
fn each_missing_part_of_a_sheet_is_found() {
    use ExemptionGround as G;
    use SheetFault as F;
    let cases: &[Spoilt] = &[
        (|s| s.information = " ".into(), F::InformationMissing),
        (|s| s.bases.clear(), F::GroundMissing),
        (|s| s.bases[0].sub_item = None, F::CaseMissing(G::A)),
        (|s| s.bases[0].sub_item = Some(6), F::CaseMissing(G::A)),
        (
            |s| {
                s.bases = vec![Basis {
                    ground: G::J,
                    sub_item: None,
                    act: None,
                }];
            },
            F::ActMissing(G::J),
        ),
        (
            |s| {
                s.gate.0.remove(&NeverExempt::SpendingPlan);
            },
            F::QuestionOpen(NeverExempt::SpendingPlan),
        ),
        (
            |s| {
                s.gate.0.insert(NeverExempt::FinancialReport, true);
            },
            F::NeverExempt(NeverExempt::FinancialReport),
        ),
        (|s| s.if_opened.clear(), F::OpenedMissing),
        (|s| s.if_closed.clear(), F::ClosedMissing),
        (|s| s.weighing.clear(), F::WeighingMissing),
        (|s| s.testers.clear(), F::TesterMissing),
        (|s| s.testers[0].position.clear(), F::TesterMissing),
        (|s| s.testers[0].unit.clear(), F::TesterUnitMissing(1)),
        (|s| s.place.clear(), F::PlaceMissing),
        (|s| s.tested_on = date!(2026 - 11 - 25), F::TestInFuture),
        (|s| s.ends_on = date!(2026 - 11 - 23), F::EndPassed),
        (
            |s| s.ends_on = date!(2056 - 11 - 25),
            F::EndTooLate(date!(2056 - 11 - 24)),
        ),
    ];
    for (spoil, fault) in cases {
        let mut sheet = whole(G::A);
        spoil(&mut sheet);
        assert_eq!(sheet.faults(DAY, YEARS), [*fault]);
    }
    let mut long = whole(G::H);
    long.ends_on = date!(2126 - 11 - 24);
    assert_eq!(long.faults(DAY, YEARS), [], "only letter a has a longest term");
}

#[test]
fn only_an_act_and_its_article_make_a_secret() {
    let cites = |number, year, article: &str| {
        let basis = Basis {
            ground: ExemptionGround::J,
            sub_item: None,
            act: Some(ActCited {
                number,
                year,
                article: article.into(),
            }),
        };
        basis.names_its_act()
    };
    for good in [
        "81",
        "Pasal 81 ayat (1) huruf a",
        "4A dan 5",
        "12 sampai dengan 14",
    ] {
        assert!(cites(22, 2022, good), "{good}");
    }
    for bad in [
        "",
        "huruf a",
        "4 jo. Permenkumham 5/2020",
        "Keputusan Menteri 3",
        &"1 ".repeat(60),
    ] {
        assert!(!cites(22, 2022, bad), "{bad}");
    }
    assert!(!cites(14, 2008, "17"), "letter j needs another Act");
    assert!(!cites(0, 2022, "4") && !cites(5, 1900, "4"));
}

/// UU 14/2008 Ps 18(2): consent and public office open personal secrets, and nothing else.
#[test]
fn consent_opens_personal_secrets_only() {
    use ExemptionGround as G;
    let mut sheet = whole(G::H);
    sheet.gate.0.insert(NeverExempt::Consent, true);
    assert_eq!(
        sheet.faults(DAY, YEARS),
        [SheetFault::NeverExempt(NeverExempt::Consent)]
    );
    sheet.bases.push(basis(G::A));
    assert_eq!(
        sheet.faults(DAY, YEARS),
        [SheetFault::NeverExempt(NeverExempt::Consent)],
        "another ground does not bring it back"
    );
    sheet.bases.remove(0);
    assert_eq!(sheet.faults(DAY, YEARS), [], "but stands without it");
    let mut unasked = whole(G::A);
    unasked.gate.0.remove(&NeverExempt::Consent);
    assert_eq!(unasked.faults(DAY, YEARS), []);
    let mut asked = whole(G::G);
    asked.gate.0.remove(&NeverExempt::PublicOffice);
    assert_eq!(
        asked.faults(DAY, YEARS),
        [SheetFault::QuestionOpen(NeverExempt::PublicOffice)]
    );
}

fn at(today: Date) -> Moment {
    Moment {
        today,
        opening_from: date!(2027 - 10 - 11),
    }
}

fn user(n: u128) -> UserId {
    UserId(Uuid::from_u128(n))
}

fn tested() -> ExemptionState {
    ExemptionState::replay(&[Event::Tested {
        on: DAY,
        ends_on: date!(2027 - 11 - 24),
    }])
    .unwrap()
}

fn step(
    state: ExemptionState,
    command: &Command,
    role: Role,
    by: Option<UserId>,
    today: Date,
) -> ExemptionState {
    state.after(&decide(&state, command, role, by, &at(today)).unwrap())
}

#[test]
fn the_ppid_signs_another_approves_and_time_opens() {
    let signed = step(tested(), &Command::Sign, Role::Ppid, Some(user(1)), DAY);
    assert!(!signed.is_in_force(DAY));
    let own = decide(
        &signed,
        &Command::Approve,
        Role::Superior,
        Some(user(1)),
        &at(DAY),
    );
    assert_eq!(own, Err(ExemptionDenial::OwnSignature));
    let over = date!(2027 - 11 - 25);
    let late = decide(
        &signed,
        &Command::Approve,
        Role::Superior,
        Some(user(2)),
        &at(over),
    );
    assert_eq!(late, Err(ExemptionDenial::OverAlready));
    let back = Command::Return {
        reason: "Dasar keliru".into(),
    };
    let returned = step(signed, &back, Role::Superior, Some(user(2)), DAY);
    assert_eq!((returned.status, returned.signed_by), (Status::Tested, None));

    let in_force = step(signed, &Command::Approve, Role::Superior, Some(user(2)), DAY);
    assert!(in_force.is_in_force(DAY));
    assert!(in_force.is_in_force(date!(2027 - 11 - 24)), "the last day counts");
    assert!(
        !in_force.is_in_force(over),
        "whether or not anybody noted the end"
    );
    assert!(
        !in_force.is_in_force(DAY.previous_day().unwrap()),
        "not before its decree"
    );

    let open = Command::Open {
        reason: "Tidak perlu lagi".into(),
    };
    let early = decide(&in_force, &open, Role::Ppid, Some(user(1)), &at(DAY));
    let from = date!(2027 - 10 - 11);
    assert_eq!(early, Err(ExemptionDenial::TooEarlyToOpen { from }));
    let by_head = step(in_force, &open, Role::Superior, Some(user(2)), DAY);
    assert_eq!((by_head.status, by_head.opened_on), (Status::Opened, Some(DAY)));
    let in_window = step(in_force, &open, Role::Ppid, Some(user(1)), from);
    assert_eq!(in_window.opened_on, Some(from));

    let early = decide(
        &in_force,
        &Command::Expire,
        Role::System,
        None,
        &at(date!(2027 - 11 - 24)),
    );
    assert_eq!(early, Err(ExemptionDenial::NotOverYet));
    let expired = step(
        in_force,
        &Command::Expire,
        Role::System,
        None,
        date!(2027 - 12 - 20),
    );
    assert_eq!(
        expired.opened_on,
        Some(over),
        "a slow clock does not keep it closed a day longer"
    );
}

#[test]
fn a_ruling_opens_from_the_day_it_is_final_and_never_after_the_end() {
    let signed = step(tested(), &Command::Sign, Role::Ppid, Some(user(1)), DAY);
    let in_force = step(signed, &Command::Approve, Role::Superior, Some(user(2)), DAY);
    let later = at(in_force.ends_on);
    let ruled = |on| {
        decide(
            &in_force,
            &Command::OpenByRuling { on },
            Role::System,
            None,
            &later,
        )
    };
    let event = ruled(DAY).unwrap();
    let open = in_force.after(&event);
    assert_eq!(
        (open.status, open.opened_on, open.opened_because),
        (Status::Opened, Some(DAY), Some(OpenedBecause::Ruled))
    );
    assert!(!open.is_in_force(DAY), "it closes nothing any more");
    let after_the_end = in_force.ends_on.next_day().unwrap();
    assert_eq!(
        ruled(after_the_end),
        Err(ExemptionDenial::OverAlready),
        "its time opened it first"
    );
}

#[test]
fn nobody_goes_round_the_order_of_the_steps() {
    let states = || {
        Status::ALL
            .iter()
            .flat_map(|status| Role::ALL.map(|role| (*status, role)))
    };
    let cells = CommandKind::ALL
        .iter()
        .flat_map(|kind| states().map(move |(status, role)| (*kind, status, role)));
    for (kind, status, role) in cells {
        let answer = permits(status, kind, role);
        let is_lawful = match kind {
            CommandKind::Rewrite | CommandKind::Drop => {
                status == Status::Tested && matches!(role, Role::Officer | Role::Ppid)
            }
            CommandKind::Sign => status == Status::Tested && role == Role::Ppid,
            CommandKind::Approve | CommandKind::Return => status == Status::Signed && role == Role::Superior,
            CommandKind::Open => status == Status::InForce && matches!(role, Role::Ppid | Role::Superior),
            CommandKind::OpenByRuling | CommandKind::Expire => {
                status == Status::InForce && role == Role::System
            }
        };
        assert_eq!(answer.is_ok(), is_lawful, "{kind:?} {status:?} {role:?}");
    }
    for reason in ["", " "] {
        let signed = step(tested(), &Command::Sign, Role::Ppid, Some(user(1)), DAY);
        let back = Command::Return {
            reason: reason.into(),
        };
        assert_eq!(
            decide(&signed, &back, Role::Superior, Some(user(2)), &at(DAY)),
            Err(ExemptionDenial::ReasonMissing)
        );
    }
}

/// A step that somebody tries, and how many days after the one before.
fn tried() -> impl Strategy<Value = (Command, Role, u128, i64)> {
    let words = || String::from("Alasan");
    let command = prop_oneof![
        (0_i64..400).prop_map(|days| Command::Rewrite {
            on: DAY,
            ends_on: DAY + Duration::days(days),
        }),
        Just(Command::Sign),
        Just(Command::Approve),
        Just(Command::Return { reason: words() }),
        Just(Command::Drop),
        Just(Command::Open { reason: words() }),
        (0_i64..400).prop_map(|days| Command::OpenByRuling {
            on: DAY + Duration::days(days),
        }),
        Just(Command::Expire),
    ];
    let role = select(Role::ALL.to_vec());
    (command, role, 1_u128..4, 0_i64..60)
}

proptest! {
    #[test]
    fn no_sequence_closes_what_was_not_tested_signed_and_approved_by_two(steps in vec(tried(), 1..40)) {
        let mut events = vec![Event::Tested { on: DAY, ends_on: date!(2027 - 11 - 24) }];
        let mut state = tested();
        let mut today = DAY;
        let (mut signer, mut approver) = (None, None);
        for (command, role, by, days) in steps {
            today += Duration::days(days);
            let is_over = matches!(state.status, Status::Opened | Status::Dropped);
            let Ok(event) = decide(&state, &command, role, Some(user(by)), &at(today)) else {
                continue;
            };
            prop_assert!(!is_over, "nothing follows the end: {event:?}");
            match event {
                Event::Signed { .. } => signer = Some(by),
                Event::Approved { .. } => approver = Some(by),
                Event::Returned { .. } => signer = None,
                _ => {}
            }
            state = state.after(&event);
            events.push(event);
            if state.is_in_force(today) {
                prop_assert!(signer.is_some() && approver.is_some() && signer != approver);
                prop_assert!(today <= state.ends_on);
            }
            if state.status == Status::Opened {
                prop_assert!(!state.is_in_force(today));
                let opened = state.opened_on.expect("a first open day");
                prop_assert!(Some(opened) <= state.ends_on.next_day().max(Some(today)));
            }
        }
        prop_assert_eq!(ExemptionState::replay(&events), Some(state));
    }
}

/// Sheets from before the unit was asked for (Perki 1/2021 annex II) read as they were written, and are written the same again.
#[test]
fn a_tester_of_an_older_sheet_has_no_unit() {
    let older = r#"{"name":"Hasan Rekaan","position":"Kepala Keamanan"}"#;
    let tester: Tester = serde_json::from_str(older).unwrap();
    assert_eq!(tester.unit, "");
    assert_eq!(serde_json::to_string(&tester).unwrap(), older);
    let newer = Tester {
        unit: "Seksi Keamanan".into(),
        ..tester
    };
    let told = serde_json::to_string(&newer).unwrap();
    assert_eq!(serde_json::from_str::<Tester>(&told).unwrap(), newer);
}

#[test]
fn what_was_signed_without_the_unit_of_a_tester_can_be_approved() {
    let mut older = whole(ExemptionGround::E);
    older.testers[0].unit.clear();
    assert_eq!(older.faults(DAY, YEARS), [SheetFault::TesterUnitMissing(1)]);
    assert_eq!(older.faults_once_signed(DAY, YEARS), []);
    older.place.clear();
    assert_eq!(older.faults_once_signed(DAY, YEARS), [SheetFault::PlaceMissing]);
}
