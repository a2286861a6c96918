//! Recurring work: once among many workers, and only what nobody needs is thrown away.

use std::sync::atomic::{AtomicU32, Ordering};

use terbuka::persistence::{drafts as rows, files, jobs, write};
use terbuka::services::{ServiceError, drafts, housekeeping, leases, micros, uploads};
use time::Duration;

use crate::support::on_each_engine;

#[tokio::test]
async fn of_two_workers_one_does_the_work() {
    on_each_engine(async |app| {
        let runs = AtomicU32::new(0);
        let work = async || {
            leases::run_if_due(&app.ctx, "test", Duration::hours(1), async {
                runs.fetch_add(1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                Ok(())
            })
            .await
            .unwrap()
        };
        let (first, second) = tokio::join!(work(), work());
        assert!(first != second, "{first} {second}");
        assert!(!work().await, "not before its time");
        app.clock.advance(Duration::hours(2));
        assert!(work().await);
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    })
    .await;
}

#[tokio::test]
async fn failed_work_is_noted_and_a_dead_worker_loses_its_lease() {
    on_each_engine(async |app| {
        let failing = leases::run_if_due(&app.ctx, "bad", Duration::hours(1), async {
            Err(ServiceError::unexpected("broken"))
        });
        assert!(failing.await.is_err());
        let job = jobs::find_job(app.ctx.db.read(), "bad").await.unwrap().unwrap();
        assert!(job.last_error.unwrap().contains("broken"));

        let now = app.ctx.now();
        let until = micros(now + Duration::minutes(30));
        let claimed = write(&app.ctx.db, async |txn| {
            jobs::claim_job(txn, "dead", micros(now), until).await
        });
        assert!(claimed.await.unwrap());
        let again = async || {
            leases::run_if_due(&app.ctx, "dead", Duration::hours(1), async { Ok(()) })
                .await
                .unwrap()
        };
        assert!(!again().await);
        app.clock.advance(Duration::minutes(31));
        assert!(again().await);
    })
    .await;
}

#[tokio::test]
async fn old_drafts_go_and_young_ones_stay() {
    on_each_engine(async |app| {
        let old = drafts::start(&app.ctx, &terbuka::domain::applicant::Submission::default())
            .await
            .unwrap();
        app.clock.advance(Duration::days(20));
        let young = drafts::start(&app.ctx, &terbuka::domain::applicant::Submission::default())
            .await
            .unwrap();
        app.clock.advance(Duration::days(11));
        assert_eq!(housekeeping::expire_drafts(&app.ctx).await.unwrap(), 1);
        let now = micros(app.ctx.now());
        assert!(
            rows::find_draft(app.ctx.db.read(), &old.hash(), now)
                .await
                .unwrap()
                .is_none()
        );
        assert!(
            rows::find_draft(app.ctx.db.read(), &young.hash(), now)
                .await
                .unwrap()
                .is_some()
        );
    })
    .await;
}

#[tokio::test]
async fn a_file_that_became_no_part_of_a_case_is_swept() {
    on_each_engine(async |app| {
        let kept = uploads::keep(&app.ctx, "file", "supporting", "a.txt", &b"Halo dunia"[..])
            .await
            .unwrap();
        let row = kept.row(micros(app.ctx.now()));
        write(&app.ctx.db, async |txn| files::insert_file(txn, &row).await)
            .await
            .unwrap();
        // The store goes by the time of its own machine, so a file written just now is young for it.
        let swept = housekeeping::sweep_files(&app.ctx).await.unwrap();
        assert_eq!(swept.files, 0);
        app.clock
            .set(time::OffsetDateTime::from_unix_timestamp(4_102_444_800).unwrap());
        let swept = housekeeping::sweep_files(&app.ctx).await.unwrap();
        assert_eq!(swept.files, 1);
        assert!(
            files::find_file(app.ctx.db.read(), &row.sha256)
                .await
                .unwrap()
                .is_none()
        );
        assert!(!app.ctx.files.exists(kept.sha256).await.unwrap());
    })
    .await;
}
