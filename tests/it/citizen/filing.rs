//! From the first question to the confirmation.

use super::{ANSWERS, answer_all, file, link};
use terbuka::persistence::attachments;
use terbuka::storage::ContentHash;

use crate::support::{CaseBuilder, PICTURE, on_each_engine};

const CHECK: &str = "/permohonan/baru/periksa";
const DONE: &str = "/permohonan/baru/selesai";

#[rocket::async_test]
async fn a_request_is_filed_and_found_again() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let last = answer_all(&person).await;
        assert_eq!(last.location(), CHECK);
        let check = person.get(CHECK).await.expect(200);
        let text = check.text("main");
        for told in [
            "Siti Rahma",
            "Jalan Mawar 5",
            "Penelitian",
            "Lembaga Pemasyarakatan Kelas I Makassar",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        let sent = person.submit(CHECK, CHECK, &[]).await;
        assert_eq!(sent.location(), DONE);
        let done = person.get(DONE).await.expect(200);
        let text = done.text("main");
        let check = done
            .attribute("main li a[href$='/tenggat/D02']", "href")
            .expect("why the check ends then");
        person.get(&check).await.expect(200);
        assert!(text.contains("LAPAS-MAKASSAR-2026-0001"), "{text}");
        assert!(
            text.contains("Selasa, 24 November 2026 pukul 10.00 WITA"),
            "{text}"
        );
        assert!(
            text.contains("Selasa, 8 Desember 2026"),
            "the tenth working day: {text}"
        );
        assert!(
            text.contains("Jumat, 27 November 2026"),
            "the third working day: {text}"
        );

        let case = person.get(&link(&done)).await.expect(200);
        assert!(case.text("h1").contains("Anggaran pengadaan makan"));
        assert_eq!(case.header("Cache-Control"), Some("no-store"));
        assert_eq!(case.header("X-Robots-Tag"), Some("noindex, nofollow"));
    })
    .await;
}

#[rocket::async_test]
async fn a_form_sent_twice_is_filed_once() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let form = person.get(CHECK).await.expect(200).form(CHECK);
        let (first, second) = rocket::futures::join!(
            person.resubmit(form.clone(), CHECK, &[]),
            person.resubmit(form.clone(), CHECK, &[]),
        );
        let third = person.resubmit(form, CHECK, &[]).await;
        for sent in [first, second, third] {
            assert_eq!(sent.location(), DONE);
        }
        let done = person.get(DONE).await.expect(200);
        assert!(done.text("main").contains("LAPAS-MAKASSAR-2026-0001"));
        // Pages of the form lead to the confirmation instead of back into it.
        for page in [CHECK, "/permohonan/baru/kontak", "/permohonan/baru/dokumen"] {
            assert_eq!(person.get(page).await.location(), DONE, "{page}");
        }
        // Another request can be begun, and has a number of its own.
        let next = file(&person).await;
        assert!(
            next.text("main").contains("LAPAS-MAKASSAR-2026-0002"),
            "{}",
            next.text("main")
        );
    })
    .await;
}

#[rocket::async_test]
async fn whoever_does_not_know_the_unit_asks_the_regional_office() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let unit = "/permohonan/baru/unit";
        let changed = person
            .submit(&format!("{unit}?kembali=periksa"), unit, &[("unit", "unknown")])
            .await;
        assert_eq!(changed.location(), CHECK, "a change leads back to the check page");
        let check = person.get(CHECK).await.expect(200);
        assert!(
            check
                .text("main")
                .contains("Tidak tahu; dikirim ke Kantor Wilayah")
        );
        person.submit(CHECK, CHECK, &[]).await.expect(303);
        let done = person.get(DONE).await.expect(200);
        assert!(done.text("main").contains("KANWIL-SULSEL-2026-0001"));
    })
    .await;
}

#[rocket::async_test]
async fn documents_are_kept_with_the_draft_and_filed_with_the_request() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/dokumen";
        let form = person.get(page).await.expect(200).form(page);
        let files = [("identity", "ktp saya.png", "image/png", PICTURE)];
        let sent = person.upload(page, &form, &files).await;
        assert_eq!(sent.location(), "/permohonan/baru/kontak");
        let kept = person.get(page).await.expect(200);
        assert!(
            kept.text(".govuk-summary-list").contains("identitas-"),
            "{}",
            kept.text("main")
        );
        assert!(person.get(CHECK).await.text("main").contains("identitas-"));
        // People call documents after themselves: such a name is not kept.
        assert!(!person.get(CHECK).await.body.contains("ktp saya"));

        // Taken out and put in again.
        let remove = kept.attribute("button[name=aksi]", "value").expect("a button");
        let gone = person.resubmit(kept.form(page), page, &[("aksi", &remove)]).await;
        assert_eq!(gone.location(), page);
        assert!(!person.get(page).await.has(".govuk-summary-list"));
        person.upload(page, &form, &files).await.expect(303);

        person.submit(CHECK, CHECK, &[]).await.expect(303);
        let case = person.get(&link(&person.get(DONE).await)).await.expect(200);
        let file = case.attribute("a[href*='/berkas/']", "href").expect("a file");
        let file = person.get(&file).await.expect(200);
        assert_eq!(file.header("Content-Type"), Some("image/png"));
        assert_eq!(file.header("X-Content-Type-Options"), Some("nosniff"));
        let disposition = file.header("Content-Disposition").expect("a disposition");
        assert!(disposition.starts_with("attachment") && !disposition.contains("saya"));
    })
    .await;
}

/// A full draft takes no more, and nothing of what it refuses lies on the disk afterwards.
#[rocket::async_test]
async fn refused_documents_fill_no_disk() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/dokumen";
        let form = person.get(page).await.expect(200).form(page);
        let most = app.ctx.settings.uploads.max_files;
        let texts: Vec<String> = (0..=most).map(|n| format!("Dokumen ke-{n}")).collect();
        let files: Vec<_> = texts
            .iter()
            .map(|text| ("identity", "ktp.txt", "text/plain", text.as_bytes()))
            .collect();
        let refused = person.upload(page, &form, &files).await.expect(422);
        assert_eq!(refused.errors().len(), 1);
        for text in &texts {
            let kept = app.ctx.files.exists(ContentHash::of(text.as_bytes())).await;
            assert!(!kept.expect("a store"), "{text}");
        }

        // A document for a case that takes none any more.
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let action = format!("{base}/dokumen");
        let form = person.get(&action).await.expect(200).form(&action);
        let withdraw = format!("{base}/cabut");
        person.submit(&withdraw, &withdraw, &[]).await.expect(303);
        let late = [("file", "a.txt", "text/plain", b"terlambat".as_slice())];
        assert!(person.upload(&action, &form, &late).await.status >= 400);
        let kept = app.ctx.files.exists(ContentHash::of(b"terlambat")).await;
        assert!(!kept.expect("a store"));
    })
    .await;
}

/// A disk that takes nothing is our fault: the sender is asked to come back, and what they gave before is still there.
#[rocket::async_test]
async fn a_disk_that_takes_no_document_loses_nothing() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/dokumen";
        let form = person.get(page).await.expect(200).form(page);
        let first = [("identity", "ktp.png", "image/png", PICTURE)];
        person.upload(page, &form, &first).await.expect(303);
        app.break_files();
        let second = [("identity", "kk.txt", "text/plain", b"kartu keluarga".as_slice())];
        let sorry = person.upload(page, &form, &second).await.expect(503);
        assert!(sorry.header("Retry-After").is_some());
        assert!(!sorry.has(".govuk-error-summary"), "nobody typed anything wrong");
        person.get("/readyz").await.expect(503);
        app.mend_files();
        let kept = person.get(page).await.expect(200);
        assert_eq!(kept.texts(".govuk-summary-list__row").len(), 1);
        person.upload(page, &form, &second).await.expect(303);
        let kept = person.get(page).await.expect(200);
        assert_eq!(kept.texts(".govuk-summary-list__row").len(), 2);
        person.submit(CHECK, CHECK, &[]).await.expect(303);
        person.get(DONE).await.expect(200);
    })
    .await;
}

/// However many requests one network begins, its documents are counted together.
#[rocket::async_test]
async fn a_flood_of_documents_is_slowed_down() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let action = format!("/lacak/{}/dokumen", case.token.expose());
        let person = app.anonymous().await;
        let form = person.get(&action).await.expect(200).form(&action);
        let texts: Vec<String> = (0..10).map(|n| format!("Dokumen ke-{n}")).collect();
        let files: Vec<_> = texts
            .iter()
            .map(|text| ("file", "a.txt", "text/plain", text.as_bytes()))
            .collect();
        // The same ten again and again: the case keeps each once.
        for _ in 0..12 {
            person.upload(&action, &form, &files).await.expect(303);
        }
        let stopped = person.upload(&action, &form, &files).await.expect(429);
        assert!(stopped.header("Retry-After").is_some());
        let rows = attachments::list_attachments(app.ctx.db.read(), case.id)
            .await
            .expect("rows");
        assert_eq!(rows.len(), 10);
    })
    .await;
}

#[rocket::async_test]
async fn files_that_are_not_what_they_seem_are_refused_at_their_field() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/dokumen";
        let form = person.get(page).await.expect(200).form(page);
        for (name, bytes) in [
            ("ktp.pdf", b"MZ this is a program".as_slice()),
            ("ktp.png", b"%PDF-1.7 not a picture"),
            ("kosong.pdf", b""),
        ] {
            let files = [("identity", name, "application/pdf", bytes)];
            let refused = person.upload(page, &form, &files).await.expect(422);
            assert_eq!(refused.errors().len(), 1, "{name}");
            assert_eq!(
                refused.attribute(".govuk-error-summary a", "href").as_deref(),
                Some("#identity")
            );
        }
        let limit = usize::try_from(app.ctx.settings.uploads.max_file_bytes).expect("a size");
        let big = vec![b'x'; limit + 1];
        let files = [("identity", "besar.txt", "text/plain", big.as_slice())];
        let refused = person.upload(page, &form, &files).await.expect(413);
        assert!(
            refused.text("main").contains("MB"),
            "the limit is named: {}",
            refused.text("main")
        );
    })
    .await;
}

#[rocket::async_test]
async fn an_old_form_or_a_lost_cookie_costs_no_text() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        answer_all(&person).await;
        let page = "/permohonan/baru/tujuan";
        // The token is not this reader's any more: the text comes back, to be sent again with one press.
        let typed = [("csrf", "old"), ("purpose", "Tulisan yang panjang sekali")];
        let expired = person.submit(page, page, &typed).await.expect(403);
        let again = expired.form(page);
        assert!(again.contains(&("purpose".to_owned(), "Tulisan yang panjang sekali".to_owned())));
        let sent = person.resubmit(again, page, &[]).await;
        assert_eq!(sent.location(), "/permohonan/baru/cara");

        // Thirty days later the draft is gone; what was typed on the open page is kept in a new one.
        let form = person.get(page).await.expect(200).form(page);
        app.clock.advance(time::Duration::days(31));
        let late = person.resubmit(form, page, &[("purpose", "Masih di sini")]).await;
        assert_eq!(late.location(), "/permohonan/baru/cara", "{}", late.status);
        assert!(person.get(page).await.text("textarea").contains("Masih di sini"));
    })
    .await;
}

#[rocket::async_test]
async fn traces_can_be_removed_from_a_borrowed_telephone() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        file(&person).await;
        let gone = person.submit(DONE, "/permohonan/baru/lupakan", &[]).await;
        assert_eq!(gone.location(), "/permohonan/baru");
        assert_eq!(person.get(DONE).await.location(), "/permohonan/baru");
    })
    .await;
}

#[rocket::async_test]
async fn a_citizen_with_an_account_has_a_list() {
    on_each_engine(async |app| {
        let person = app.citizen().await;
        file(&person).await;
        let other = CaseBuilder::new().file(app).await;
        let list = person.get("/lacak").await.expect(200);
        assert!(list.text("main table").contains("LAPAS-MAKASSAR-2026-0001"));
        assert!(!list.text("main table").contains(&other.registration_no));
        let own = list.attribute("main table a", "href").expect("a case");
        assert!(own.starts_with("/lacak/kasus/"));
        assert!(
            person
                .get(&own)
                .await
                .expect(200)
                .text("main")
                .contains("Anggaran pengadaan makan")
        );
        assert!(
            !app.anonymous()
                .await
                .get("/lacak")
                .await
                .expect(200)
                .has("main table")
        );
    })
    .await;
}

#[rocket::async_test]
async fn both_languages_have_every_page() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        for (page, typed) in ANSWERS {
            let english = person.get(&format!("{page}?lang=en")).await.expect(200);
            assert_eq!(english.attribute("html", "lang").as_deref(), Some("en"), "{page}");
            person.submit(page, page, typed).await.expect(303);
        }
        let check = person.get(CHECK).await.expect(200);
        assert_eq!(check.text("h1"), "Check your answers");
    })
    .await;
}
