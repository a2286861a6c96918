//! What the database refuses, and in which words it is passed on.

use sea_orm::ConnectionTrait;

use super::fixtures::{self, NOW, event, new_id, notice, office, record_event, request, unit};
use super::on_each_engine;
use time::macros::date;

use crate::persistence::rows::{
    CalendarDecree, CalendarDecreeDay, CalendarDecreeUnit, Draft, RecordEvent, Request, Unit, UnitVersion,
};
use crate::persistence::testing::Server;
use crate::persistence::{
    Conn, Db, Engine, PersistenceError, UnitScope, decrees, drafts, events, fees, outbox, records, requests,
    rows, units, users, write,
};

type Outcome = Result<(), PersistenceError>;

#[tokio::test]
async fn events_can_be_added_and_nothing_else() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let added: Outcome = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            events::append_event(txn, &event(case.id, 1)).await?;
            events::append_event(txn, &event(case.id, 2)).await
        })
        .await;
        added.unwrap();
        let record = record_event(case.id);
        let added: Outcome = write(&db, async |txn| records::append_record_event(txn, &record).await).await;
        added.unwrap();
        for table in ["request_events", "record_events"] {
            let last = if db.engine() == Engine::Postgres {
                format!("TRUNCATE {table}")
            } else {
                format!("REPLACE INTO {table} SELECT * FROM {table}")
            };
            let attempts = [
                format!("UPDATE {table} SET data = 'better'"),
                format!("DELETE FROM {table}"),
                last,
            ];
            for attempt in attempts {
                let refused = db
                    .writer()
                    .execute_unprepared(&attempt)
                    .await
                    .unwrap_err()
                    .to_string();
                assert!(
                    refused.contains(&format!("{table} only grows")),
                    "{attempt}: {refused}"
                );
            }
        }
        assert_eq!(events::list_events(db.read(), case.id).await.unwrap().len(), 2);
        let kept = records::list_record_events(db.read(), case.id).await.unwrap();
        assert_eq!(kept, std::slice::from_ref(&record));
        let twice: Outcome = write(&db, async |txn| {
            records::append_record_event(
                txn,
                &RecordEvent {
                    id: new_id(),
                    ..record.clone()
                },
            )
            .await
        })
        .await;
        assert!(matches!(twice, Err(PersistenceError::Stale)));
    })
    .await;
}

#[tokio::test]
async fn an_event_out_of_turn_is_stale() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let added: Outcome = write(&db, async |txn| {
            requests::insert_request(txn, &case).await?;
            events::append_event(txn, &event(case.id, 1)).await
        })
        .await;
        added.unwrap();
        for seq in [1, 3] {
            let refused: Outcome = write(&db, async |txn| {
                events::append_event(txn, &event(case.id, seq)).await
            })
            .await;
            assert!(matches!(refused, Err(PersistenceError::Stale)), "seq {seq}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_duplicate_is_named_after_its_constraint() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let first = request(&office, 1);
        let saved: Outcome = write(&db, async |txn| requests::insert_request(txn, &first).await).await;
        saved.unwrap();
        // One constraint each: of several, every engine picks its own.
        let same_id = Request {
            id: first.id,
            ..request(&office, 2)
        };
        let same_number = Request {
            registration_no: "OTHER".to_owned(),
            ..request(&office, 1)
        };
        let same_name = Request {
            registration_no: first.registration_no.clone(),
            ..request(&office, 3)
        };
        let insert = async |row: &Request| -> Outcome {
            write(&db, async |txn| requests::insert_request(txn, row).await).await
        };
        let cases: [(Outcome, &str); 5] = [
            (insert(&same_id).await, "pk_requests"),
            (insert(&same_number).await, "uq_requests_number"),
            (insert(&same_name).await, "uq_requests_registration_no"),
            (
                write(&db, async |txn| {
                    units::insert_unit(txn, &unit(new_id(), "lapas-makassar")).await
                })
                .await,
                "uq_units_code",
            ),
            (
                write(&db, async |txn| {
                    users::insert_user(txn, &fixtures::user(new_id(), "andi")).await
                })
                .await,
                "uq_users_username",
            ),
        ];
        for (outcome, name) in cases {
            let error = outcome.unwrap_err();
            assert!(error.is_duplicate_of(name), "{error} instead of {name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_row_that_someone_else_changed_is_stale() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let saved: Outcome = write(&db, async |txn| requests::insert_request(txn, &case).await).await;
        saved.unwrap();
        let read = requests::get_request(db.read(), &office.scope(), case.id)
            .await
            .unwrap();
        assert_eq!(read, case);
        let changed = Request {
            status: "closed".to_owned(),
            ..read.clone()
        };
        let next: Result<_, PersistenceError> =
            write(&db, async |txn| requests::update_request(txn, &changed).await).await;
        assert_eq!(next.unwrap().version, 2);
        let late: Result<_, PersistenceError> =
            write(&db, async |txn| requests::update_request(txn, &read).await).await;
        assert!(matches!(late, Err(PersistenceError::Stale)));

        let unit = units::get_unit(db.read(), office.unit).await.unwrap();
        let renamed: Result<Unit, PersistenceError> = write(&db, async |txn| {
            units::update_unit(
                txn,
                &Unit {
                    name: "Lapas".to_owned(),
                    ..unit.clone()
                },
            )
            .await
        })
        .await;
        assert_eq!(
            renamed.unwrap(),
            Unit {
                name: "Lapas".to_owned(),
                version: 2,
                ..unit
            }
        );
    })
    .await;
}

#[tokio::test]
async fn another_unit_s_case_is_not_found() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let case = request(&office, 1);
        let saved: Outcome = write(&db, async |txn| requests::insert_request(txn, &case).await).await;
        saved.unwrap();
        for scope in [UnitScope::Only(vec![office.other_unit]), UnitScope::Only(vec![])] {
            let refused = requests::get_request(db.read(), &scope, case.id).await;
            assert!(matches!(refused, Err(PersistenceError::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_failed_use_case_leaves_nothing() {
    on_each_engine(async |db| {
        let failed: Outcome = write(&db, async |txn| {
            outbox::insert_outbox(txn, &notice(NOW)).await?;
            assert_eq!(outbox::count_outbox_waiting(txn).await?, 1);
            Err(PersistenceError::Stale)
        })
        .await;
        assert!(failed.is_err());
        assert_eq!(outbox::count_outbox_waiting(db.read()).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_reference_to_nothing_is_refused() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let lost = Request {
            unit_id: new_id(),
            ..request(&office, 1)
        };
        let refused: Outcome = write(&db, async |txn| requests::insert_request(txn, &lost).await).await;
        assert!(matches!(refused, Err(PersistenceError::Other(_))));
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_is_unavailable() {
    for server in Server::all().unwrap() {
        let directory = tempfile::tempdir().unwrap();
        let made = server.fresh(directory.path()).await.unwrap();
        made.db.close().await.unwrap();
        assert!(matches!(
            made.db.ping().await,
            Err(PersistenceError::Unavailable(_))
        ));
        let written: Outcome = write(&made.db, async |txn| {
            outbox::insert_outbox(txn, &notice(NOW)).await
        })
        .await;
        assert!(matches!(written, Err(PersistenceError::Unavailable(_))));
        made.finish().await.unwrap();
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_unavailable() {
    let nowhere = tempfile::tempdir().unwrap().path().join("gone").join("test.db");
    let opened = Db::connect(&format!("sqlite:{}", nowhere.display())).await;
    assert!(matches!(opened, Err(PersistenceError::Unavailable(_))));
    assert!(matches!(
        Db::connect("mysql://x").await,
        Err(PersistenceError::Other(_))
    ));
}

#[tokio::test]
async fn a_full_disk_is_unavailable_and_loses_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let made = Server::Sqlite.fresh(directory.path()).await.unwrap();
    let mut draft = Draft {
        id: new_id(),
        token_hash: "t".to_owned(),
        sealed: vec![7; 4_000_000],
        created_at: NOW,
        updated_at: NOW,
        expires_at: NOW,
        request_id: None,
    };
    // More than once: SQLite rolls back by itself, and a driver that does not notice never commits again.
    for _ in 0..3 {
        made.fill_disk().await.unwrap();
        let full: Outcome = write(&made.db, async |txn| drafts::insert_draft(txn, &draft).await).await;
        assert!(matches!(full, Err(PersistenceError::Unavailable(_))), "{full:?}");
    }
    made.free_disk().await.unwrap();
    for token in ["t", "u"] {
        draft.id = new_id();
        token.clone_into(&mut draft.token_hash);
        let fits: Outcome = write(&made.db, async |txn| drafts::insert_draft(txn, &draft).await).await;
        fits.unwrap();
        let seen = drafts::find_draft(made.db.read(), token, NOW - 1).await.unwrap();
        assert!(seen.is_some(), "{token} is seen by another connection");
    }
}

/// What a full disk does to two commits, one after the other: at the first `SQLite` rolls back by itself, at the second it
/// refuses and waits. A driver that goes on counting then begins savepoints in a transaction that nobody ever commits.
#[tokio::test]
async fn commits_are_commits_again_after_two_that_failed() {
    let directory = tempfile::tempdir().unwrap();
    let made = Server::Sqlite.fresh(directory.path()).await.unwrap();
    for statement in [
        "CREATE TABLE gone (a)",
        "CREATE TRIGGER gone_t BEFORE INSERT ON gone BEGIN SELECT RAISE(ROLLBACK, 'gone'); END",
        "CREATE TABLE late (a REFERENCES jobs (name) DEFERRABLE INITIALLY DEFERRED)",
    ] {
        made.db.writer().execute_unprepared(statement).await.unwrap();
    }
    for statement in ["INSERT INTO gone VALUES (1)", "INSERT INTO late VALUES ('x')"] {
        let written: Outcome = write(&made.db, async |txn| {
            // A use case that goes on whatever the answer was.
            txn.raw().execute_unprepared(statement).await.ok();
            Ok(())
        })
        .await;
        assert!(written.is_err(), "{statement}: no commit, no success");
    }
    let noted: Outcome = write(&made.db, async |txn| {
        outbox::insert_outbox(txn, &notice(NOW)).await
    })
    .await;
    noted.unwrap();
    let seen = outbox::count_outbox_waiting(made.db.read()).await.unwrap();
    assert_eq!(seen, 1, "another connection sees it");
}

#[tokio::test]
async fn the_reading_pool_cannot_write() {
    let directory = tempfile::tempdir().unwrap();
    let made = Server::Sqlite.fresh(directory.path()).await.unwrap();
    let refused = made.db.read().raw().execute_unprepared("DELETE FROM jobs").await;
    assert!(refused.unwrap_err().to_string().contains("readonly"));
}

#[tokio::test]
async fn a_decree_takes_two_persons_and_stays_once_decided() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let decree = CalendarDecree {
            id: new_id(),
            cited: "SKB 1/2027".to_owned(),
            issued_on: date!(2026 - 11 - 24),
            replaces: false,
            came_by: "form".to_owned(),
            state: "proposed".to_owned(),
            proposed_at: NOW,
            proposed_by: Some(office.user),
            decided_at: None,
            decided_by: None,
            reason: None,
            effect: None,
        };
        let day = CalendarDecreeDay {
            decree_id: decree.id,
            date: date!(2027 - 03 - 10),
            kind: "unit_closure".to_owned(),
            name_id: "Banjir".to_owned(),
            name_en: "Flood".to_owned(),
            source: "SK".to_owned(),
        };
        let unit = CalendarDecreeUnit {
            decree_id: decree.id,
            unit_id: office.unit,
        };
        let added: Outcome = write(&db, async |txn| {
            decrees::insert_decree(txn, &decree, &[day], &[unit]).await
        })
        .await;
        added.unwrap();
        let second = new_id();
        let confirmed = |by| CalendarDecree {
            state: "in_force".to_owned(),
            decided_at: Some(NOW),
            decided_by: Some(by),
            ..decree.clone()
        };
        let decide = async |by| -> Outcome {
            write(&db, async |txn| decrees::decide_decree(txn, &confirmed(by)).await).await
        };
        assert!(decide(office.user).await.is_err(), "one person for both");
        let known: Outcome = write(&db, async |txn| {
            users::insert_user(txn, &fixtures::user(second, "baso")).await
        })
        .await;
        known.unwrap();
        decide(second).await.unwrap();
        assert!(matches!(decide(second).await, Err(PersistenceError::Stale)));
        for attempt in [
            "UPDATE calendar_decrees SET state = 'rejected'",
            "DELETE FROM calendar_decrees",
            "UPDATE calendar_decree_days SET kind = 'national_holiday'",
            "DELETE FROM calendar_decree_days",
            "DELETE FROM calendar_decree_units",
        ] {
            let refused = db.writer().execute_unprepared(attempt).await.unwrap_err();
            assert!(
                refused.to_string().contains("calendar_decree"),
                "{attempt}: {refused}"
            );
        }
        assert_eq!(decrees::list_decree_days(db.read(), None).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_fee_decree_is_ended_and_never_edited() {
    on_each_engine(async |db| {
        let row = rows::FeeSchedule {
            id: new_id(),
            unit_id: None,
            body: None,
            decree_no: "SK 1/2026".to_owned(),
            decree_on: date!(2026 - 01 - 02),
            valid_from: date!(2026 - 01 - 05),
            valid_to: None,
            takes_cash: true,
            account: None,
            e_money: None,
            entered_by: "operator".to_owned(),
            entered_at: NOW,
            ended_by: None,
            ended_at: None,
        };
        let item = rows::FeeItem {
            id: new_id(),
            schedule_id: row.id,
            position: 1,
            kind: "copying".to_owned(),
            description: "Fotokopi".to_owned(),
            measure: "lembar".to_owned(),
            unit_price: 500,
        };
        let last = date!(2026 - 06 - 30);
        let done: Outcome = write(&db, async |txn| {
            fees::lock_schedules(txn).await?;
            fees::insert_schedule(txn, &row, std::slice::from_ref(&item)).await?;
            fees::end_schedule(txn, row.id, last, "operator", NOW).await
        })
        .await;
        done.unwrap();
        for attempt in [
            "UPDATE fee_schedules SET decree_no = 'SK 2/2026'",
            "UPDATE fee_schedules SET unit_id = NULL, valid_from = '2026-01-06'",
            "UPDATE fee_schedules SET body = 'Badan Lain'",
            "DELETE FROM fee_schedules",
            "UPDATE fee_items SET unit_price = 1",
            "DELETE FROM fee_items",
        ] {
            let refused = db.writer().execute_unprepared(attempt).await.unwrap_err();
            assert!(refused.to_string().contains("fee decree"), "{attempt}: {refused}");
        }
        let unit = new_id();
        let in_force = |day| fees::list_schedules_in_force(db.read(), unit, day);
        assert_eq!(in_force(last).await.unwrap().len(), 1);
        assert!(in_force(date!(2026 - 07 - 01)).await.unwrap().is_empty());
        assert_eq!(fees::list_fee_items(db.read(), &[row.id]).await.unwrap(), [item]);
    })
    .await;
}

#[tokio::test]
async fn two_versions_of_a_unit_share_no_day_and_none_is_removed() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let first = units::get_unit(db.read(), office.unit).await.unwrap();
        let version = |from, to| UnitVersion {
            id: new_id(),
            valid_from: from,
            valid_to: to,
            ..units::version_of(&first)
        };
        let add = async |version: UnitVersion| -> Outcome {
            write(&db, async |txn| units::insert_version(txn, &version).await).await
        };
        let day = date!(2026 - 11 - 24);
        assert!(
            add(version(Some(day), None)).await.is_err(),
            "the first one has no end"
        );
        let ended: Outcome = write(&db, async |txn| units::end_version(txn, office.unit, day).await).await;
        ended.unwrap();
        assert!(
            add(version(Some(day), None)).await.is_err(),
            "the last day of the first one"
        );
        add(version(day.next_day(), None)).await.unwrap();
        assert!(add(version(None, None)).await.is_err());
        let reopened = db
            .writer()
            .execute_unprepared("UPDATE unit_versions SET valid_to = NULL")
            .await;
        assert!(reopened.unwrap_err().to_string().contains("share a day"));
        let removed = db.writer().execute_unprepared("DELETE FROM unit_versions").await;
        assert!(removed.unwrap_err().to_string().contains("unit_versions"));
        assert_eq!(
            units::list_versions(db.read(), office.unit).await.unwrap().len(),
            2
        );
    })
    .await;
}
