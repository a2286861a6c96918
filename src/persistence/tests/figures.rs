//! Figures: counted rightly, and each opened up by the register to exactly its cases.

use time::Date;
use time::macros::date;

use super::fixtures::{NOW, Office, answered, office, request};
use super::on_each_engine;
use crate::persistence::queries::{Figure, FigureSet, RegisterFilter, list_figures, list_register};
use crate::persistence::rows::Request;
use crate::persistence::{Db, PersistenceError, UnitScope, requests, write};

const TODAY: Date = date!(2026 - 11 - 24);

/// One case of each kind that the counting rules tell apart.
async fn cases(db: &Db, office: &Office) {
    let new = |seq| request(office, seq);
    let last_day = date!(2026 - 11 - 23);
    let rows = [
        answered(new(1), last_day, "granted_full", 10),
        answered(new(2), date!(2026 - 11 - 24), "granted_partial", 11),
        answered(new(3), date!(2026 - 11 - 11), "not_held", 2),
        Request {
            extended_at: Some(1),
            extension_reason: Some("not_yet_held".to_owned()),
            is_extension_valid: Some(true),
            ..new(4)
        },
        Request {
            due_on: TODAY,
            statute_due_on: TODAY,
            ..new(5)
        },
        Request {
            received_on: TODAY,
            due_on: date!(2026 - 12 - 08),
            statute_due_on: date!(2026 - 12 - 08),
            ..new(6)
        },
        Request {
            status: "withdrawn".to_owned(),
            ..new(7)
        },
        Request {
            status: "not_followed_up".to_owned(),
            ..new(8)
        },
        Request {
            status: "closed".to_owned(),
            ..answered(new(9), last_day, "forwarded", 10)
        },
        Request {
            unit_id: office.other_unit,
            received_on: date!(2026 - 10 - 01),
            ..new(10)
        },
        Request {
            received_on: date!(2025 - 12 - 31),
            ..new(11)
        },
        Request {
            unit_id: office.other_unit,
            ..answered(new(12), last_day, "refused", 3)
        },
    ];
    save(db, &rows).await;
}

async fn save(db: &Db, rows: &[Request]) {
    let saved: Result<(), PersistenceError> = write(db, async |txn| {
        for row in rows {
            requests::insert_request(txn, row).await?;
        }
        Ok(())
    })
    .await;
    saved.unwrap();
}

/// Cases that the two clocks judge differently, and extensions of each kind. The statute's last day is 23 November.
async fn cases_of_two_clocks(db: &Db, office: &Office) {
    let statute = date!(2026 - 11 - 23);
    let later = date!(2026 - 11 - 27);
    let complete = |seq, regulation| Request {
        checked_on: Some(date!(2026 - 11 - 11)),
        regulation_due_on: Some(regulation),
        ..request(office, seq)
    };
    let extended = |row, reason: &str, is_valid| Request {
        extended_at: Some(1),
        extension_reason: Some(reason.to_owned()),
        is_extension_valid: Some(is_valid),
        ..row
    };
    let unchecked = |seq| request(office, seq);
    save(
        db,
        &[
            // Late by the statute alone, which governs; its extension is void.
            extended(
                answered(complete(1, later), TODAY, "granted_full", 11),
                "unstated",
                false,
            ),
            // The same, but the applicant completed it late: the regulation governs.
            Request {
                due_on: later,
                ..answered(complete(2, later), TODAY, "granted_full", 11)
            },
            // No notice: the statute's day has passed, the regulation's has not.
            complete(3, later),
            // Nobody checked it: complete from receipt, so late by both.
            unchecked(4),
            // Nobody checked it, and the statute's day has not passed.
            Request {
                due_on: TODAY,
                statute_due_on: TODAY,
                ..unchecked(5)
            },
            // The applicant was told what is missing and did not complete it.
            Request {
                status: "incomplete".to_owned(),
                checked_on: Some(date!(2026 - 11 - 11)),
                ..request(office, 6)
            },
            // The old regulation knows one clock; with the free text of an old register as the reason of the extension.
            extended(
                Request {
                    rule_set: "perki_2010".to_owned(),
                    ..answered(request(office, 7), date!(2026 - 11 - 20), "not_held", 9)
                },
                "unstated",
                true,
            ),
            // Nobody checked it under the old regulation.
            Request {
                rule_set: "perki_2010".to_owned(),
                ..unchecked(8)
            },
            // Late by both, lawfully extended.
            extended(
                answered(complete(9, statute), TODAY, "refused", 11),
                "status_undecided",
                true,
            ),
            Request {
                status: "withdrawn".to_owned(),
                ..complete(10, statute)
            },
        ],
    )
    .await;
}

#[tokio::test]
async fn each_clock_has_its_own_figures() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases_of_two_clocks(&db, &office).await;
        let counted = list_figures(db.read(), &UnitScope::All, Some(2026), TODAY).await;
        let total = FigureSet::total(&counted.unwrap());
        for (figure, count) in [
            (Figure::Due, 8),
            (Figure::AnsweredInTime, 2),
            (Figure::Late, 6),
            (Figure::NeverAnswered, 4),
            (Figure::Pending, 1),
            (Figure::StatuteDue, 8),
            (Figure::StatuteInTime, 1),
            (Figure::StatuteLate, 7),
            (Figure::StatuteNeverAnswered, 4),
            (Figure::RegulationDue, 4),
            (Figure::RegulationInTime, 2),
            (Figure::RegulationLate, 2),
            (Figure::RegulationNeverAnswered, 1),
            (Figure::Extended, 3),
            (Figure::ExtendedValid, 2),
            (Figure::ExtendedUnproven, 1),
            (Figure::ExtendedVoid, 1),
        ] {
            assert_eq!(total.get(figure), count, "{}", figure.code());
        }
        let filter = RegisterFilter {
            figure: Some(Figure::RegulationNeverAnswered),
            ..RegisterFilter::all(UnitScope::All, TODAY, 100)
        };
        let unchecked = list_register(db.read(), &filter).await.unwrap().rows;
        assert_eq!(unchecked.len(), 1);
        assert_eq!(
            unchecked[0].regulation_due_on,
            Some(unchecked[0].statute_due_on),
            "the register shows the day by which it counts"
        );
    })
    .await;
}

#[tokio::test]
async fn figures_follow_the_counting_rules() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases(&db, &office).await;
        let units = list_figures(db.read(), &UnitScope::All, Some(2026), TODAY)
            .await
            .unwrap();
        assert_eq!(units.len(), 2);
        let total = FigureSet::total(&units);
        let expected = [
            (Figure::Received, 11),
            (Figure::Due, 7),
            (Figure::AnsweredInTime, 4),
            (Figure::AnsweredLate, 1),
            (Figure::NeverAnswered, 2),
            (Figure::Late, 3),
            (Figure::Pending, 2),
            (Figure::Extended, 1),
            (Figure::Open, 4),
            (Figure::OpenOneWeek, 1),
            (Figure::OpenTwoWeeks, 0),
            (Figure::OpenFourWeeks, 2),
            (Figure::OpenLonger, 1),
            (Figure::Measured, 5),
            (Figure::GrantedFull, 1),
            (Figure::GrantedPartial, 1),
            (Figure::Refused, 1),
            (Figure::NotHeld, 1),
            (Figure::NotDocumented, 0),
            (Figure::Forwarded, 1),
            (Figure::Withdrawn, 1),
            (Figure::NotFollowedUp, 1),
        ];
        for (figure, count) in expected {
            assert_eq!(total.get(figure), count, "{}", figure.code());
        }
        assert_eq!(
            total.days().collect::<Vec<_>>(),
            [(2, 1), (3, 1), (10, 2), (11, 1)]
        );
        assert_eq!((total.percentile(50), total.percentile(90)), (Some(10), Some(11)));
        assert_eq!(FigureSet::default().percentile(50), None);
    })
    .await;
}

#[tokio::test]
async fn what_was_delivered_unpaid_after_its_day_is_neither_in_time_nor_late() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let promised_on = date!(2026 - 11 - 19);
        let (before, after) = (date!(2026 - 11 - 18), date!(2026 - 11 - 20));
        // Last day, day of delivery, day of payment.
        let kept = [
            (Some(promised_on), Some(promised_on), None),
            (Some(promised_on), Some(after), Some(before)),
            (Some(promised_on), None, Some(before)),
            (None, None, None),
            (None, Some(promised_on), None),
            (None, Some(after), None),
            (None, Some(after), Some(TODAY)),
            (Some(after), Some(after), Some(promised_on)),
        ];
        let rows: Vec<Request> = kept
            .into_iter()
            .zip(1..)
            .map(|((deliver_by, delivered_on, fee_paid_on), seq)| Request {
                promised_on: Some(promised_on),
                deliver_by,
                delivered_on,
                delivered_at: delivered_on.map(|_| NOW),
                fee_total: (seq > 1).then_some(500),
                fee_paid_on,
                ..answered(request(&office, seq), before, "granted_full", 8)
            })
            .collect();
        save(&db, &rows).await;
        let counted = list_figures(db.read(), &UnitScope::All, Some(2026), TODAY).await;
        let total = FigureSet::total(&counted.unwrap());
        for (figure, count) in [
            (Figure::DeliveryDue, 5),
            (Figure::DeliveredInTime, 3),
            (Figure::DeliveredLate, 1),
            (Figure::NotDelivered, 1),
            (Figure::DeliveryUnpaid, 1),
            (Figure::DeliveredUnpaid, 2),
            (Figure::FeeCharged, 7),
            (Figure::FeePaid, 4),
        ] {
            assert_eq!(total.get(figure), count, "{}", figure.code());
        }
        equal_their_lists(&db).await;
    })
    .await;
}

#[tokio::test]
async fn each_figure_equals_the_cases_the_register_lists() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases(&db, &office).await;
        equal_their_lists(&db).await;
    })
    .await;
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases_of_two_clocks(&db, &office).await;
        equal_their_lists(&db).await;
    })
    .await;
}

async fn equal_their_lists(db: &Db) {
    for year in [Some(2026), Some(2025), None] {
        for unit in list_figures(db.read(), &UnitScope::All, year, TODAY)
            .await
            .unwrap()
        {
            for figure in Figure::ALL {
                let filter = RegisterFilter {
                    year,
                    figure: Some(figure),
                    ..RegisterFilter::all(UnitScope::Only(vec![unit.unit_id]), TODAY, 100)
                };
                let listed = list_register(db.read(), &filter).await.unwrap().rows.len();
                assert_eq!(
                    i64::try_from(listed).unwrap(),
                    unit.figures.get(figure),
                    "{}",
                    figure.code()
                );
            }
            let measured: i64 = unit.figures.days().map(|(_, count)| count).sum();
            assert_eq!(measured, unit.figures.get(Figure::Measured));
        }
    }
}

#[tokio::test]
async fn the_register_is_walked_page_by_page_in_both_directions() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases(&db, &office).await;
        for oldest_first in [true, false] {
            let mut filter = RegisterFilter {
                oldest_first,
                ..RegisterFilter::all(UnitScope::All, TODAY, 5)
            };
            let mut seen = Vec::new();
            loop {
                let page = list_register(db.read(), &filter).await.unwrap();
                assert!(page.rows.len() <= 5);
                seen.extend(page.rows.into_iter().map(|row| (row.received_on, row.id)));
                let Some(next) = page.next else { break };
                filter.after = Some(next.to_string().parse().unwrap());
            }
            assert_eq!(seen.len(), 12);
            if !oldest_first {
                seen.reverse();
            }
            assert!(seen.is_sorted());
        }
    })
    .await;
}

#[tokio::test]
async fn late_and_extended_can_be_asked_for_and_against() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        cases(&db, &office).await;
        let base = || RegisterFilter::all(UnitScope::All, TODAY, 100);
        for (filter, count) in [
            (
                RegisterFilter {
                    late: Some(true),
                    ..base()
                },
                4,
            ),
            (
                RegisterFilter {
                    late: Some(false),
                    ..base()
                },
                8,
            ),
            (
                RegisterFilter {
                    extended: Some(false),
                    ..base()
                },
                11,
            ),
            (
                RegisterFilter {
                    outcome: Some("refused".to_owned()),
                    ..base()
                },
                1,
            ),
            (
                RegisterFilter {
                    status: Some("closed".to_owned()),
                    ..base()
                },
                1,
            ),
            (
                RegisterFilter {
                    channel: Some("fax".to_owned()),
                    ..base()
                },
                0,
            ),
            (
                RegisterFilter {
                    received_from: Some(TODAY),
                    received_to: Some(TODAY),
                    ..base()
                },
                1,
            ),
        ] {
            let rows = list_register(db.read(), &filter).await.unwrap().rows;
            assert_eq!(rows.len(), count, "{filter:?}");
            if let Some(late) = filter.late {
                assert!(rows.iter().all(|row| row.is_late == late));
            }
        }
    })
    .await;
}

#[test]
fn codes_of_figures_name_one_figure_each() {
    for figure in Figure::ALL {
        assert_eq!(Figure::from_code(figure.code()), Some(figure));
    }
    assert_eq!(Figure::from_code("everything"), None);
}
