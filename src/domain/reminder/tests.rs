//! What is told to whom on which day, as a table.

use super::{Outlook, Owed, Place, Step, Tally, Turn};
use crate::domain::actor::Role;
use crate::domain::request::Status;
use time::macros::date;
use time::{Date, Duration};

const TARGET: Date = date!(2026 - 12 - 07);
const DUE: Date = date!(2026 - 12 - 08);

fn owed(turn: Turn) -> Owed {
    Owed {
        turn,
        target: TARGET,
        due: DUE,
    }
}

/// Two days are looked ahead.
fn on(today: Date) -> Outlook {
    Outlook {
        today,
        ahead: today + Duration::days(2),
    }
}

/// Whose turn it is, the roles of the reader, and what they are told day by day.
type Row<'a, const DAYS: usize, T> = (Turn, &'a [Role], [Option<T>; DAYS]);

#[test]
fn who_is_told_what_on_which_day() {
    use Role::{Officer, Ppid, Superior};
    use Step::{Overdue, Reminder, TargetReached};
    let days = [
        date!(2026 - 12 - 04),
        date!(2026 - 12 - 05),
        date!(2026 - 12 - 06),
        TARGET,
        DUE,
        date!(2026 - 12 - 09),
        date!(2027 - 01 - 09),
    ];
    let (r, t, o) = (Some(Reminder), Some(TargetReached), Some(Overdue));
    let table: [Row<7, Step>; 11] = [
        (Turn::Office, &[Officer], [None, r, r, r, r, r, r]),
        (Turn::Office, &[Ppid], [None, r, r, t, t, t, t]),
        (Turn::Office, &[Superior], [None, None, None, None, None, o, o]),
        (Turn::Office, &[Officer, Ppid], [None, r, r, t, t, t, t]),
        (Turn::Office, &[Superior, Officer], [None, r, r, r, r, o, o]),
        (Turn::Superior, &[Officer], [None; 7]),
        (Turn::Superior, &[Ppid], [None; 7]),
        (Turn::Superior, &[Superior], [None, r, r, t, t, o, o]),
        (Turn::Superior, &[Ppid, Superior], [None, r, r, t, t, o, o]),
        (Turn::Office, &[Role::Auditor, Role::Admin], [None; 7]),
        (Turn::Office, &[], [None; 7]),
    ];
    for (turn, roles, told) in table {
        for (day, step) in days.into_iter().zip(told) {
            assert_eq!(owed(turn).step(roles, on(day)), step, "{turn:?} {roles:?} {day}");
        }
    }
}

#[test]
fn where_a_matter_is_counted() {
    use Place::{Overdue, Soon, Today};
    use Role::{Officer, Ppid, Superior};
    let days = [
        date!(2026 - 12 - 04),
        date!(2026 - 12 - 05),
        TARGET,
        DUE,
        date!(2026 - 12 - 09),
    ];
    let waits = |is_pressing| Some(Place::Approval { is_pressing });
    let office = [None, Some(Soon), Some(Soon), Some(Today), Some(Overdue)];
    let superior = [waits(false), waits(true), waits(true), waits(true), waits(true)];
    let table: [Row<5, Place>; 6] = [
        (Turn::Office, &[Officer], office),
        (Turn::Office, &[Ppid, Superior], office),
        (Turn::Office, &[Superior], [None, None, None, None, Some(Overdue)]),
        (Turn::Superior, &[Superior, Ppid], superior),
        (Turn::Superior, &[Officer, Ppid], [None; 5]),
        (Turn::Office, &[Role::Auditor], [None; 5]),
    ];
    for (turn, roles, places) in table {
        for (day, place) in days.into_iter().zip(places) {
            assert_eq!(
                owed(turn).place(roles, on(day)),
                place,
                "{turn:?} {roles:?} {day}"
            );
        }
    }
}

#[test]
fn a_step_that_was_reached_is_never_taken_back_by_time() {
    for turn in [Turn::Office, Turn::Superior] {
        for roles in [&[Role::Officer][..], &[Role::Ppid], &[Role::Superior]] {
            let mut before = None;
            for n in 0..40 {
                let step = owed(turn).step(roles, on(date!(2026 - 11 - 20) + Duration::days(n)));
                assert!(
                    step >= before,
                    "{turn:?} {roles:?} {n}: {step:?} after {before:?}"
                );
                before = step;
            }
        }
    }
}

#[test]
fn only_a_signed_answer_is_the_superiors_turn() {
    for status in Status::ALL {
        let expected = if *status == Status::PendingApproval {
            Turn::Superior
        } else {
            Turn::Office
        };
        assert_eq!(Turn::of(*status), expected);
    }
}

#[test]
fn an_exemption_alone_is_no_reason_for_a_daily_mail() {
    let mut tally = Tally {
        ending: 3,
        ..Tally::default()
    };
    assert!(!tally.is_worth_a_mail());
    tally.add(Place::Approval { is_pressing: true });
    tally.add(Place::Approval { is_pressing: false });
    assert_eq!((tally.approval, tally.pressing), (2, 1));
    assert!(tally.is_worth_a_mail());
}
