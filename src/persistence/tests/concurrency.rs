//! Many at once: numbers without gaps, one lease at a time.

use std::collections::BTreeSet;

use super::fixtures::{NOW, notice, office, request};
use super::on_each_engine;
use crate::persistence::{PersistenceError, jobs, outbox, requests, throttle, write};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_at_once_get_numbers_without_gaps() {
    on_each_engine(async |db| {
        let office = office(&db).await;
        let filings: Vec<_> = (0..50)
            .map(|turn| {
                let db = db.clone();
                tokio::spawn(async move {
                    write(&db, async |txn| {
                        let number = requests::next_number(txn, office.unit, 2026).await?;
                        requests::insert_request(txn, &request(&office, number)).await?;
                        // Every fifth changes their mind; the number goes to the next.
                        if turn % 5 == 0 {
                            Err(PersistenceError::Stale)
                        } else {
                            Ok(number)
                        }
                    })
                    .await
                })
            })
            .collect();
        let mut numbers = BTreeSet::new();
        for filing in filings {
            match filing.await.unwrap() {
                Ok(number) => assert!(numbers.insert(number)),
                Err(error) => assert!(matches!(error, PersistenceError::Stale), "{error}"),
            }
        }
        assert_eq!(numbers, (1..=40).collect());
        let elsewhere: Result<i32, PersistenceError> = write(&db, async |txn| {
            requests::next_number(txn, office.other_unit, 2026).await
        })
        .await;
        assert_eq!(elsewhere.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_is_claimed_by_one_worker() {
    on_each_engine(async |db| {
        let left: Result<(), PersistenceError> = write(&db, async |txn| {
            for turn in 0..30 {
                outbox::insert_outbox(txn, &notice(NOW - turn)).await?;
            }
            outbox::insert_outbox(txn, &notice(NOW + 1)).await
        })
        .await;
        left.unwrap();
        let workers: Vec<_> = (0..6)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let claimed: Result<_, PersistenceError> = write(&db, async |txn| {
                        outbox::claim_outbox(txn, NOW, NOW + 60, 10).await
                    })
                    .await;
                    claimed.unwrap()
                })
            })
            .collect();
        let mut claimed = Vec::new();
        for worker in workers {
            claimed.extend(worker.await.unwrap());
        }
        let distinct: BTreeSet<_> = claimed.iter().map(|notice| notice.id).collect();
        assert_eq!((claimed.len(), distinct.len()), (30, 30));
        assert!(claimed.iter().all(|notice| notice.attempts == 1));

        let later: Result<_, PersistenceError> = write(&db, async |txn| {
            assert!(
                outbox::claim_outbox(txn, NOW, NOW + 60, 10).await?.is_empty(),
                "all are leased"
            );
            let again = outbox::claim_outbox(txn, NOW + 60, NOW + 120, 100).await?;
            assert_eq!(
                again.len(),
                31,
                "leases that ran out, and the one that was not due"
            );
            assert!(again.is_sorted_by_key(|notice| notice.run_at));
            outbox::mark_outbox_sent(txn, again[0].id, NOW).await?;
            outbox::mark_outbox_failed(txn, again[1].id, NOW, "refused").await?;
            outbox::mark_outbox_retry(txn, again[2].id, NOW + 500, "busy").await?;
            outbox::claim_outbox(txn, NOW + 400, NOW + 999, 100).await
        })
        .await;
        assert_eq!(later.unwrap().len(), 28);
        assert_eq!(outbox::count_outbox_waiting(db.read()).await.unwrap(), 29);
        assert_eq!(outbox::count_outbox_failed(db.read()).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_job_runs_once_at_a_time() {
    on_each_engine(async |db| {
        let done: Result<(), PersistenceError> = write(&db, async |txn| {
            assert!(jobs::claim_job(txn, "reminders", NOW, NOW + 10).await?);
            assert!(!jobs::claim_job(txn, "reminders", NOW + 9, NOW + 19).await?);
            assert!(
                jobs::claim_job(txn, "reminders", NOW + 10, NOW + 20).await?,
                "the lease ran out"
            );
            jobs::release_job(txn, "reminders", NOW + 11, Some("late")).await?;
            assert!(jobs::claim_job(txn, "reminders", NOW + 11, NOW + 20).await?);
            Ok(())
        })
        .await;
        done.unwrap();
        assert_eq!(
            jobs::list_jobs(db.read()).await.unwrap()[0].last_error.as_deref(),
            Some("late")
        );
    })
    .await;
}

#[tokio::test]
async fn attempts_are_counted_by_key_and_window() {
    on_each_engine(async |db| {
        let counted: Result<_, PersistenceError> = write(&db, async |txn| {
            throttle::record_attempt(txn, "a", 0).await?;
            throttle::record_attempt(txn, "a", 60).await?;
            throttle::record_attempt(txn, "b", 0).await?;
            throttle::record_attempt(txn, "a", 0).await
        })
        .await;
        assert_eq!(counted.unwrap(), 2);
        assert_eq!(throttle::count_attempts(db.read(), "b", 0).await.unwrap(), 1);
        let forgotten: Result<u64, PersistenceError> =
            write(&db, async |txn| throttle::delete_old_attempts(txn, 60).await).await;
        assert_eq!(forgotten.unwrap(), 2);
        assert_eq!(throttle::count_attempts(db.read(), "a", 60).await.unwrap(), 1);
    })
    .await;
}
