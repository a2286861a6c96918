//! Mail: waits for a server, goes once, and goes again under the same name when nobody knows whether it went.

use terbuka::mail::{MailError, MailFault};
use terbuka::persistence::{outbox, write};
use terbuka::services::micros;
use terbuka::services::notifications::{Delivered, deliver_due};
use time::Duration;

use crate::support::{CaseBuilder, on_each_engine};

#[tokio::test]
async fn a_dead_server_keeps_mail_and_a_living_one_gets_it() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        CaseBuilder::new().file(app).await;
        app.mail
            .fail_with(Some(MailError::Temporary(MailFault::Unreachable)));
        let done = deliver_due(&app.ctx).await.unwrap();
        assert_eq!((done.sent, done.waiting), (0, 2));
        assert_eq!(
            deliver_due(&app.ctx).await.unwrap(),
            Delivered::default(),
            "not before the pause is over"
        );
        assert_eq!(outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap(), 2);

        app.mail.fail_with(None);
        app.clock.advance(Duration::minutes(2));
        assert_eq!(deliver_due(&app.ctx).await.unwrap().sent, 2);
        assert_eq!(deliver_due(&app.ctx).await.unwrap(), Delivered::default());
        let sent = app.mail.take();
        let mail = sent
            .iter()
            .find(|mail| mail.subject.contains(&filed.registration_no))
            .unwrap();
        assert_eq!(mail.to, "andi.baso@example.org");
        let link = format!("/lacak/{}", filed.token.expose());
        assert!(
            mail.text.contains(&link) && mail.html.contains(&link),
            "{}",
            mail.text
        );
        for secret in [
            "Anggaran bahan makanan",
            "Andi Baso",
            "7371011203900001",
            "Veteran",
        ] {
            assert!(
                !mail.text.contains(secret) && !mail.html.contains(secret),
                "{secret}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn two_workers_send_one_mail_once() {
    on_each_engine(async |app| {
        for _ in 0..4 {
            CaseBuilder::new().file(app).await;
        }
        let (first, second) = tokio::join!(deliver_due(&app.ctx), deliver_due(&app.ctx));
        assert_eq!(first.unwrap().sent + second.unwrap().sent, 4);
        let mut ids: Vec<String> = app.mail.take().into_iter().map(|mail| mail.message_id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_died_leaves_a_mail_to_be_sent_under_the_same_name() {
    on_each_engine(async |app| {
        CaseBuilder::new().file(app).await;
        // One worker claims, sends, and dies before it can say so.
        let now = app.ctx.now();
        let until = micros(now + Duration::minutes(10));
        let claimed = write(&app.ctx.db, async |txn| {
            outbox::claim_outbox(txn, micros(now), until, 10).await
        });
        let id = claimed.await.unwrap()[0].id;
        assert_eq!(
            deliver_due(&app.ctx).await.unwrap(),
            Delivered::default(),
            "its lease still holds"
        );
        app.clock.advance(Duration::minutes(11));
        assert_eq!(deliver_due(&app.ctx).await.unwrap().sent, 1);
        let mail = app.mail.take();
        assert!(
            mail[0].message_id.starts_with(&format!("{id}@")),
            "{}",
            mail[0].message_id
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_mail_is_given_up_and_holds_nobody_back() {
    on_each_engine(async |app| {
        CaseBuilder::new().file(app).await;
        app.mail
            .fail_with(Some(MailError::Permanent(MailFault::Refused(550))));
        assert_eq!(deliver_due(&app.ctx).await.unwrap().failed, 1);
        assert_eq!(outbox::count_outbox_failed(app.ctx.db.read()).await.unwrap(), 1);
        app.mail.fail_with(None);
        CaseBuilder::new().file(app).await;
        assert_eq!(deliver_due(&app.ctx).await.unwrap().sent, 1);
    })
    .await;
}
