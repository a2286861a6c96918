//! Mail: waits for a server, goes once, and goes again under the same name when nobody knows whether it went.

use terbuka::domain::request::{Channel, Outcome};
use terbuka::mail::{MailError, MailFault};
use terbuka::persistence::{outbox, write};
use terbuka::services::audit::check_case;
use terbuka::services::micros;
use terbuka::services::notifications::{Delivered, deliver_due};
use terbuka::services::requests::{Case, CaseKey, file, for_staff};
use time::Duration;

use crate::support::{CaseBuilder, Office, on_each_engine};

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

/// UU 14/2008 Ps 36(1), UU ITE Ps 8: an answer by mail is received when a server took it, not when the office wrote it.
#[tokio::test]
async fn an_answer_is_received_when_its_mail_was_taken() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let answered = async || {
            let mut filing = CaseBuilder::new().filing(app);
            filing.channel = Channel::WalkIn;
            let filed = file(&app.ctx, filing).await.unwrap();
            office
                .answer(
                    &filed.registration_no,
                    Outcome::NotHeld,
                    "Tidak kami kuasai.",
                    None,
                )
                .await;
            CaseKey::Id(filed.id)
        };
        let received_on = async |key: &CaseKey| {
            let case = Case::load(&app.ctx, app.ctx.db.read(), key).await.unwrap();
            case.state.notice.unwrap().received_on
        };
        let refused = answered().await;
        app.mail
            .fail_with(Some(MailError::Permanent(MailFault::Refused(550))));
        deliver_due(&app.ctx).await.unwrap();
        assert_eq!(received_on(&refused).await, None);

        app.mail.fail_with(None);
        let taken = answered().await;
        assert_eq!(received_on(&taken).await, None, "written, and still here");
        app.clock.advance(Duration::DAY);
        deliver_due(&app.ctx).await.unwrap();
        let today = app.ctx.today(app.ctx.zone());
        assert_eq!(received_on(&taken).await, Some(today));
        assert_eq!(received_on(&refused).await, None, "given up, never received");
        assert_eq!(deliver_due(&app.ctx).await.unwrap(), Delivered::default());
        let page = for_staff(&app.ctx, &office.viewer, &taken).await.unwrap().page;
        assert_eq!(check_case(&app.ctx, &page).await.unwrap().findings, []);
        let last = page.events.last().unwrap();
        assert_eq!(
            (last.kind.as_str(), last.actor_role.as_str()),
            ("notice_received", "system")
        );
    })
    .await;
}
