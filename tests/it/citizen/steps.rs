//! What an applicant does in a case, with the office on the other side.

use terbuka::domain::request::{Command, MissingRequirement};

use super::{office, officer};
use crate::support::{CaseBuilder, on_each_engine};

fn incomplete() -> Command {
    Command::DeclareIncomplete {
        missing: vec![MissingRequirement::IdentityDocument],
        note: "Salinan KTP belum dilampirkan.".to_owned(),
    }
}

#[rocket::async_test]
async fn a_question_is_answered_without_an_account() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let desk = officer(app).await;
        let question = "Tahun anggaran yang mana?";
        let command = Command::AskClarification {
            question: question.to_owned(),
        };
        office(app, &desk, case.id, command, Vec::new()).await;

        let person = app.anonymous().await;
        let page = person.get(&base).await.expect(200);
        assert!(page.text(".govuk-notification-banner").contains(question));
        let action = format!("{base}/jawab");
        let form = person.get(&action).await.expect(200).form(&action);
        let empty = person.upload(&action, &form, &[]).await.expect(422);
        assert_eq!(
            empty.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#reply")
        );
        let mut form = empty.form(&action);
        form.retain(|(name, _)| name != "reply");
        form.push(("reply".to_owned(), "Tahun 2025".to_owned()));
        let files = [("file", "catatan.txt", "text/plain", b"lampiran".as_slice())];
        let sent = person.upload(&action, &form, &files).await;
        assert_eq!(sent.location(), base);

        let page = person.get(&base).await.expect(200);
        assert!(page.text(".tb-message--mine").contains("Tahun 2025"));
        assert!(page.text(".tb-message--mine").contains("pendukung-"));
        assert!(!page.has("a[href$='/jawab']"), "nothing is left to answer");
        person.get(&action).await.expect(409);
        person.upload(&action, &form, &[]).await.expect(409);
    })
    .await;
}

#[rocket::async_test]
async fn an_incomplete_request_is_completed() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let desk = officer(app).await;
        office(app, &desk, case.id, incomplete(), Vec::new()).await;

        let person = app.anonymous().await;
        let page = person.get(&base).await.expect(200);
        let banner = page.text(".govuk-notification-banner");
        assert!(
            banner.contains("Salinan KTP atau surat keterangan kependudukan"),
            "{banner}"
        );
        let confirm = format!("{base}/terima-surat");
        person.submit(&base, &confirm, &[]).await.expect(303);
        let page = person.get(&base).await.expect(200);
        assert!(
            page.text("main")
                .contains("Paling lambat Jumat, 27 November 2026"),
            "{}",
            page.text("main")
        );
        assert!(!page.has(&format!("form[action='{confirm}']")));

        let action = format!("{base}/lengkapi");
        let form = person.get(&action).await.expect(200).form(&action);
        person.upload(&action, &form, &[]).await.expect(422);
        let files = [("file", "ktp.txt", "text/plain", b"7371".as_slice())];
        assert_eq!(person.upload(&action, &form, &files).await.location(), base);
        let page = person.get(&base).await.expect(200);
        assert!(page.text("main").contains("Petugas sedang memeriksa"));
        person.upload(&action, &form, &files).await.expect(409);
    })
    .await;
}

/// What the letter cited can be written where the applicant completes, and nothing else.
#[rocket::async_test]
async fn what_the_letter_cited_is_corrected_by_the_applicant() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let desk = officer(app).await;
        let letter = Command::DeclareIncomplete {
            missing: vec![MissingRequirement::Contact, MissingRequirement::Purpose],
            note: "Nomor telepon tidak dapat dihubungi.".to_owned(),
        };
        office(app, &desk, case.id, letter, Vec::new()).await;

        let person = app.anonymous().await;
        let action = format!("{base}/lengkapi");
        let page = person.get(&action).await.expect(200);
        assert!(page.has("#phone") && page.has("#email") && page.has("#purpose"));
        assert!(!page.has("#nik") && !page.has("#full_name"));
        let form = page.form(&action);
        let typed = |phone: &str| {
            let mut sent = form.clone();
            let values = [("phone", phone), ("purpose", "Tesis"), ("nik", "1")];
            sent.retain(|(name, _)| !values.iter().any(|(other, _)| name == other));
            sent.extend(values.map(|(name, text)| (name.to_owned(), text.to_owned())));
            sent
        };
        let refused = person.upload(&action, &typed("0812"), &[]).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#phone")
        );
        assert_eq!(refused.text("#purpose"), "Tesis");
        let sent = person.upload(&action, &typed("0813 9876 5432"), &[]).await;
        assert_eq!(sent.location(), base);

        let search = async |contact: &str| {
            let typed = [
                ("registration_no", case.registration_no.as_str()),
                ("contact", contact),
            ];
            let person = app.anonymous().await;
            person.submit("/lacak", "/lacak", &typed).await.status
        };
        assert_eq!(search("081398765432").await, 303);
        assert_eq!(search("081234567890").await, 422, "the old number is gone");
        assert_eq!(search("andi.baso@example.org").await, 303, "the address stays");
    })
    .await;
}

#[rocket::async_test]
async fn a_document_follows_after_filing() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let person = app.anonymous().await;
        let action = format!("{base}/dokumen");
        let form = person.get(&action).await.expect(200).form(&action);
        let none = person.upload(&action, &form, &[]).await.expect(422);
        assert_eq!(
            none.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#file")
        );
        let files = [("file", "ktp.txt", "text/plain", b"7371".as_slice())];
        assert_eq!(person.upload(&action, &form, &files).await.location(), base);
        let page = person.get(&base).await.expect(200);
        assert!(page.text("main").contains("pendukung-") && !page.body.contains("ktp.txt"));
        assert!(page.text(".tb-timeline").contains("Dokumen ditambahkan"));
    })
    .await;
}

#[rocket::async_test]
async fn a_request_is_withdrawn_once() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let person = app.anonymous().await;
        let action = format!("{base}/cabut");
        let asked = person.get(&action).await.expect(200);
        assert!(asked.text("main").contains("tidak dapat dibatalkan"));
        let form = asked.form(&action);
        assert_eq!(person.resubmit(form.clone(), &action, &[]).await.location(), base);
        let page = person.get(&base).await.expect(200);
        assert!(page.text("main").contains("Anda telah mencabut"));
        assert!(!page.has(".tb-timeline__next"), "nothing is owed any more");
        let again = person.resubmit(form, &action, &[]).await.expect(409);
        assert!(
            again.text("main").contains("tidak sesuai dengan tahap"),
            "{}",
            again.text("main")
        );
    })
    .await;
}
