//! What comes and goes on paper: registered at the desk with its true arrival, answered by post, received on the day that is on record.

use terbuka::domain::actor::Role;
use terbuka::domain::objection::ObjectionStatus;
use terbuka::persistence::testing::Server;
use terbuka::persistence::{outbox, write};
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{TO_OBJECTOR, TO_SUPERIOR, to_objector};
use terbuka::text::Lang;
use time::Duration;

use super::{UNIT, row_of, silent};
use crate::support::{CaseBuilder, TestApp, kinds_of_mail, on_each_engine};

/// Fields of the desk form: yesterday at half past two.
fn arrival(app: &TestApp) -> Vec<(&'static str, String)> {
    let day = app.ctx.today(app.ctx.zone()) - Duration::DAY;
    vec![
        ("channel", "letter".to_owned()),
        ("received_day", day.day().to_string()),
        ("received_month", u8::from(day.month()).to_string()),
        ("received_year", day.year().to_string()),
        ("received_time", "14.30".to_owned()),
    ]
}

#[rocket::async_test]
async fn an_objection_by_letter_keeps_its_arrival_and_its_answer_its_receipt() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let officer = app.officer(UNIT).await;
        let here = "/petugas/keberatan/baru";
        let arrival = arrival(app);
        let mut typed: Vec<(&str, &str)> = arrival
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        typed.extend([("grounds", "not_responded"), ("reason", "Tidak dijawab.")]);
        let mut wrong = typed.clone();
        wrong.push(("registration_no", "LAPAS-MAKASSAR-2026-9999"));
        let refused = officer.submit(here, here, &wrong).await.expect(422);
        assert!(
            refused.errors()[0].contains("Tidak ada permohonan"),
            "{:?}",
            refused.errors()
        );
        // A request of another unit is no request of this desk.
        let other = CaseBuilder::new().unit("rutan-makassar").file(app).await;
        let mut foreign = typed.clone();
        foreign.push(("registration_no", &other.registration_no));
        officer.submit(here, here, &foreign).await.expect(422);
        typed.push(("registration_no", &filed.registration_no));
        let sent = officer.submit(here, here, &typed).await;
        assert_eq!(sent.errors(), Vec::<String>::new());
        let base = sent.location().to_owned();
        let number = base.rsplit('/').next().expect("a number").to_owned();
        let row = row_of(app, &number).await;
        let today = app.ctx.today(app.ctx.zone());
        assert_eq!(
            (row.filed_on, row.recorded_on),
            (today - Duration::DAY, Some(today))
        );
        assert!(row.statute_due_on <= row.regulation_due_on, "two clocks");
        assert_eq!(row.queue_on, row.statute_due_on, "the earlier one leads");

        // The officer reads and records; deciding is for the superior.
        let page = officer.get(&base).await.expect(200);
        assert!(!page.has("a[href$='/putusan']"));
        officer.get(&format!("{base}/putusan")).await.expect(404);

        let superior = app.superior(UNIT).await;
        let answer = format!("/atasan/keberatan/{number}/putusan");
        let ruling = [("ruling_c", "rejected"), ("text_c", "Sudah dijawab lisan.")];
        let preview = superior.submit(&answer, &answer, &ruling).await;
        let preview = superior.get(preview.location()).await.expect(200);
        let send = format!("{answer}/kirim");
        superior
            .resubmit(preview.form(&send), &send, &[])
            .await
            .expect(303);
        let row = row_of(app, &number).await;
        assert_eq!(
            (row.status.as_deref(), row.answer_received_on),
            (Some("rejected"), None)
        );
        let close = format!("/petugas/keberatan/{number}/tutup");
        let closed = officer.get(&close).await.expect(200);
        assert!(closed.body.contains("Belum diketahui kapan pemohon menerima"));
        app.clock.advance(Duration::days(3));
        // Sessions end meanwhile.
        let officer = app.officer(UNIT).await;
        let superior = app.superior(UNIT).await;
        let received = format!("{base}/tanggapan-diterima");
        let _ = kinds_of_mail(app).await;
        officer
            .submit(&received, &received, &[("proof", "Resi 123")])
            .await
            .expect(303);
        assert_eq!(kinds_of_mail(app).await, ["objection_receipt_recorded"]);
        let row = row_of(app, &number).await;
        assert_eq!(row.answer_received_on, Some(app.ctx.today(app.ctx.zone())));
        let page = superior
            .get(&format!("/atasan/keberatan/{number}"))
            .await
            .expect(200);
        assert!(page.body.contains("Resi 123"));
        let typed = [("basis", "time_over")];
        officer.submit(&close, &close, &typed).await.expect(422);
        app.clock.advance(Duration::days(60));
        let officer = app.officer(UNIT).await;
        officer.submit(&close, &close, &typed).await.expect(303);
        assert_eq!(
            row_of(app, &number).await.status.as_deref(),
            Some(ObjectionStatus::Closed.code())
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_superior_reads_of_a_new_objection_in_the_language_of_the_staff() {
    for server in Server::all().expect("the engines of this run") {
        for (language, told) in [("id", "Keberatan baru"), ("en", "New objection")] {
            let app = TestApp::on(&server, &[("instance.staff_language", language)]).await;
            let filed = silent(&app).await;
            super::days::staff(&app, Role::Superior, "atasan@kantor.example").await;
            let citizen = app.anonymous().await;
            super::object_to_silence(&citizen, &filed).await;
            deliver_due(&app.ctx).await.expect("a round");
            let subjects: Vec<_> = app.mail.sent().into_iter().map(|mail| mail.subject).collect();
            let of_staff = subjects.iter().filter(|subject| subject.contains(told));
            assert_eq!(of_staff.count(), 1, "{language}: {subjects:?}");
        }
    }
}

#[rocket::async_test]
async fn mails_tell_of_it_and_nothing_of_what_it_says() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let superior = app.superior(UNIT).await;
        let citizen = app.anonymous().await;
        deliver_due(&app.ctx).await.expect("a round");
        let before = app.mail.sent().len();
        let own = super::object_to_silence(&citizen, &filed).await;
        assert_eq!(
            outbox::count_outbox_waiting(app.ctx.db.read())
                .await
                .expect("a number"),
            2
        );
        deliver_due(&app.ctx).await.expect("a round");
        let mails = app.mail.sent().split_off(before);
        let to_applicant = mails
            .iter()
            .find(|mail| mail.to == "andi.baso@example.org")
            .expect("a receipt");
        assert!(
            to_applicant.text.contains(&own) && to_applicant.subject.contains("KB-LAPAS-MAKASSAR-2026-0001")
        );
        for mail in &mails {
            for secret in ["Andi Baso", "tidak ada jawaban", "Anggaran"] {
                assert!(
                    !mail.text.contains(secret) && !mail.html.contains(secret),
                    "{secret}: {}",
                    mail.text
                );
            }
        }
        // A superior with an address is told, too; one without reads it in the list.
        assert!(
            superior
                .get("/atasan/keberatan")
                .await
                .expect(200)
                .has("tbody tr")
        );

        let answer = "/atasan/keberatan/KB-LAPAS-MAKASSAR-2026-0001/putusan";
        let preview = superior
            .submit(answer, answer, &[("ruling_c", "upheld"), ("text_c", "Benar.")])
            .await;
        let preview = superior.get(preview.location()).await.expect(200);
        let send = format!("{answer}/kirim");
        superior
            .resubmit(preview.form(&send), &send, &[])
            .await
            .expect(303);
        deliver_due(&app.ctx).await.expect("a round");
        let last = app.mail.sent().pop().expect("a mail");
        assert!(last.subject.contains("Tanggapan") && !last.text.contains("Benar."));
    })
    .await;
}

#[rocket::async_test]
async fn every_kind_of_mail_has_its_words_in_both_languages() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let own = super::object_to_silence(&citizen, &filed).await;
        let row = super::file_of(app, &own).await.objection.row;
        deliver_due(&app.ctx).await.expect("a round");
        for kind in TO_OBJECTOR.iter().chain(TO_SUPERIOR) {
            for lang in Lang::ALL {
                let mut notice = to_objector(&app.ctx, &row, kind);
                lang.code().clone_into(&mut notice.lang);
                let left = write(&app.ctx.db, async |txn| outbox::insert_outbox(txn, &notice).await);
                left.await.expect("a row");
                assert_eq!(
                    deliver_due(&app.ctx).await.expect("a round").sent,
                    1,
                    "{kind} {lang}"
                );
                let mail = app.mail.sent().pop().expect("a mail");
                assert!(
                    mail.subject.contains("KB-LAPAS-MAKASSAR-2026-0001"),
                    "{}",
                    mail.subject
                );
                assert!(
                    mail.text.contains(&own) && mail.html.contains(&own),
                    "{kind} {lang}"
                );
            }
        }
    })
    .await;
}
