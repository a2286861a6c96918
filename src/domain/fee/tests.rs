//! What may be charged, summed and put in force.

use super::{
    Charge, DecreeInForce, FeeKind, FeeLine, NewSchedule, Pick, PricedItem, ScheduleFault, Term, Ways,
    fee_denial, total_of,
};
use crate::domain::request::{AccessMode, DeliveryMode, Denial};
use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

const SHEET: Uuid = Uuid::from_u128(1);
const PARCEL: Uuid = Uuid::from_u128(2);

fn charge(picks: &[(Uuid, u32)], access: Option<AccessMode>, delivery: Option<DeliveryMode>) -> Charge {
    let priced = |id, kind, unit_price| PricedItem { id, kind, unit_price };
    Charge {
        picks: picks
            .iter()
            .map(|(item, quantity)| Pick {
                item: *item,
                quantity: *quantity,
            })
            .collect(),
        decree: Some(DecreeInForce {
            id: Uuid::from_u128(9),
            items: vec![
                priced(SHEET, FeeKind::Copying, 500),
                priced(PARCEL, FeeKind::Delivery, i64::MAX / 2),
            ],
            ways: Ways::default(),
        }),
        access_mode: access,
        delivery_mode: delivery,
    }
}

/// What is picked, how it is obtained and sent, whether anything is given, and why it may not be charged.
type Case<'a> = (
    &'a [(Uuid, u32)],
    Option<AccessMode>,
    Option<DeliveryMode>,
    bool,
    Option<Denial>,
);

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table; parting it would hide that it is whole"
)]
fn only_copies_on_paper_and_what_is_sent_may_cost() {
    use AccessMode::{CopyDigital, CopyPaper, View};
    use DeliveryMode::{Courier, Email, PickUp, Post};
    let stranger = Uuid::from_u128(7);
    let cases: &[Case<'_>] = &[
        (&[(SHEET, 12)], Some(CopyPaper), Some(PickUp), true, None),
        (
            &[(SHEET, 12), (PARCEL, 1)],
            Some(CopyPaper),
            Some(Post),
            true,
            None,
        ),
        (&[(PARCEL, 1)], Some(CopyDigital), Some(Courier), true, None),
        (
            &[(SHEET, 12)],
            Some(CopyDigital),
            Some(Email),
            true,
            Some(Denial::FeeNotOnPaper),
        ),
        (
            &[(SHEET, 12)],
            Some(View),
            None,
            true,
            Some(Denial::FeeNotOnPaper),
        ),
        (&[(SHEET, 12)], None, None, true, Some(Denial::FeeNotOnPaper)),
        (
            &[(PARCEL, 1)],
            Some(CopyPaper),
            Some(PickUp),
            true,
            Some(Denial::FeeNotSent),
        ),
        (
            &[(PARCEL, 1)],
            Some(View),
            Some(Post),
            true,
            Some(Denial::FeeNotSent),
        ),
        (
            &[(SHEET, 12)],
            Some(CopyPaper),
            Some(PickUp),
            false,
            Some(Denial::FeeForNothing),
        ),
        (
            &[(stranger, 1)],
            Some(CopyPaper),
            Some(PickUp),
            true,
            Some(Denial::FeeOutsideDecree),
        ),
        (
            &[(SHEET, 0)],
            Some(CopyPaper),
            Some(PickUp),
            true,
            Some(Denial::FeeQuantity),
        ),
        (
            &[],
            Some(CopyPaper),
            Some(PickUp),
            true,
            Some(Denial::FeeQuantity),
        ),
        (
            &[(PARCEL, 3)],
            Some(CopyPaper),
            Some(Post),
            true,
            Some(Denial::FeeTooLarge),
        ),
        (
            &[(PARCEL, 1), (PARCEL, 1), (SHEET, 1)],
            Some(CopyPaper),
            Some(Post),
            true,
            Some(Denial::FeeTooLarge),
        ),
    ];
    for (picks, access, delivery, gives, wanted) in cases {
        let found = fee_denial(&charge(picks, *access, *delivery), *gives);
        assert_eq!(found, *wanted, "{picks:?} {access:?} {delivery:?} {gives}");
    }
    let without = Charge {
        decree: None,
        ..charge(&[(SHEET, 1)], Some(CopyPaper), None)
    };
    assert_eq!(fee_denial(&without, true), Some(Denial::FeeWithoutDecree));
}

proptest! {
    /// A total is exactly the sum, or is refused: it never wraps.
    #[test]
    fn totals_never_wrap(lines in prop::collection::vec((0..i64::MAX, any::<u32>()), 0..6)) {
        let lines: Vec<FeeLine> = lines
            .iter()
            .map(|(unit_price, quantity)| FeeLine { item: SHEET, kind: FeeKind::Copying, unit_price: *unit_price, quantity: *quantity })
            .collect();
        let exact: i128 = lines.iter().map(|line| i128::from(line.unit_price) * i128::from(line.quantity)).sum();
        prop_assert_eq!(total_of(&lines), i64::try_from(exact).ok());
    }
}

#[test]
fn two_decrees_never_share_a_day() {
    let term = |from, to| Term { from, to };
    let open = term(date!(2026 - 03 - 01), None);
    let march = term(date!(2026 - 03 - 01), Some(date!(2026 - 03 - 31)));
    let april = term(date!(2026 - 04 - 01), None);
    let called_off = term(date!(2026 - 03 - 01), Some(date!(2026 - 02 - 28)));
    for (a, b, wanted) in [
        (open, march, true),
        (open, april, true),
        (march, april, false),
        (march, march, true),
        (called_off, open, false),
        (called_off, called_off, false),
    ] {
        assert_eq!((a.overlaps(&b), b.overlaps(&a)), (wanted, wanted), "{a:?} {b:?}");
    }
    assert!(march.covers(date!(2026 - 03 - 31)) && !march.covers(date!(2026 - 04 - 01)));
    assert!(!called_off.covers(date!(2026 - 03 - 01)));
    let ends = [
        (date!(2026 - 02 - 01), date!(2026 - 02 - 28)),
        (date!(2026 - 03 - 01), date!(2026 - 03 - 01)),
        (date!(2026 - 05 - 05), date!(2026 - 05 - 05)),
    ];
    for (today, earliest) in ends {
        assert_eq!(open.earliest_end(today), earliest, "{today}");
    }
}

#[test]
fn a_decree_names_its_day_its_prices_and_how_to_pay() {
    let whole = NewSchedule {
        decree_no: "SK 1/2026".to_owned(),
        decree_on: Some(date!(2026 - 01 - 02)),
        valid_from: Some(date!(2026 - 01 - 05)),
        valid_to: None,
        takes_cash: true,
        items: vec![(
            Some(FeeKind::Copying),
            "Fotokopi".to_owned(),
            "lembar".to_owned(),
            Some(500),
        )],
        ..NewSchedule::default()
    };
    let today = date!(2026 - 01 - 03);
    assert_eq!(whole.faults(today), []);
    // What nobody has signed yet binds nobody; that it begins later than it was signed is usual.
    assert_eq!(
        whole.faults(date!(2026 - 01 - 01)),
        [ScheduleFault::DecreeDayInFuture]
    );
    assert_eq!(
        NewSchedule::default().faults(today),
        [
            ScheduleFault::NumberMissing,
            ScheduleFault::DecreeDayMissing,
            ScheduleFault::FirstDayWrong,
            ScheduleFault::NoPayment,
            ScheduleFault::NoItems,
        ]
    );
    let wrong = NewSchedule {
        valid_from: Some(date!(2026 - 01 - 01)),
        valid_to: Some(date!(2025 - 12 - 31)),
        items: vec![
            whole.items[0].clone(),
            (None, "Lain-lain".to_owned(), "kali".to_owned(), Some(1)),
            (
                Some(FeeKind::Delivery),
                "Pos".to_owned(),
                "kiriman".to_owned(),
                Some(0),
            ),
        ],
        ..whole
    };
    assert_eq!(
        wrong.faults(today),
        [
            ScheduleFault::FirstDayWrong,
            ScheduleFault::LastDayWrong,
            ScheduleFault::ItemWrong(2),
            ScheduleFault::ItemWrong(3)
        ]
    );
}

#[test]
fn no_text_of_a_decree_is_without_measure() {
    let long = |limit: usize| "a".repeat(limit + 1);
    let schedule = NewSchedule {
        decree_no: long(200),
        decree_on: Some(date!(2026 - 01 - 02)),
        valid_from: Some(date!(2026 - 01 - 05)),
        valid_to: None,
        takes_cash: true,
        account: long(400),
        e_money: long(400),
        items: vec![(Some(FeeKind::Copying), long(200), long(40), Some(500))],
    };
    assert_eq!(
        schedule.faults(date!(2026 - 01 - 03)),
        [
            ScheduleFault::TooLong("decree_no"),
            ScheduleFault::TooLong("account"),
            ScheduleFault::TooLong("e_money"),
            ScheduleFault::NameTooLong(1),
            ScheduleFault::MeasureTooLong(1),
        ]
    );
}
