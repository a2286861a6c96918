//! Finding a case and reading it: number and contact, the secret link, letters, files, explained dates.

use terbuka::domain::request::{Command, ExtensionReason, MissingRequirement};
use terbuka::persistence::{messages, rows, write};
use terbuka::services::{ServiceError, micros};

use super::{answered, office, officer};
use crate::support::{Answer, CaseBuilder, TestApp, complete, on_each_engine};

/// A page without what differs from request to request.
fn bare(answer: &Answer) -> String {
    answer.text("main")
}

#[rocket::async_test]
async fn number_and_contact_open_a_case_and_nothing_else_does() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let person = app.anonymous().await;
        let number = case.registration_no.to_lowercase();
        let there = format!("/lacak/{}", case.token.expose());
        for contact in [
            "andi.baso@example.org",
            "ANDI.Baso@Example.org ",
            "0812-3456-7890",
            "+62 81234567890",
        ] {
            let typed = [("registration_no", number.as_str()), ("contact", contact)];
            assert_eq!(
                person.submit("/lacak", "/lacak", &typed).await.location(),
                there,
                "{contact}"
            );
        }
        let other = app.anonymous().await.from([203, 0, 113, 9]);
        let mut answers = Vec::new();
        for (number, contact) in [
            (case.registration_no.as_str(), "siapa@example.org"),
            ("LAPAS-MAKASSAR-2026-9999", "andi.baso@example.org"),
            ("bukan nomor", "andi.baso@example.org"),
            (case.registration_no.as_str(), "bukan kontak"),
        ] {
            let typed = [("registration_no", number), ("contact", contact)];
            let refused = other.submit("/lacak", "/lacak", &typed).await.expect(422);
            answers.push(refused.errors());
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "one answer for whatever is wrong: {answers:?}");
        let empty = other.submit("/lacak", "/lacak", &[]).await.expect(422);
        assert_eq!(empty.errors().len(), 2);
    })
    .await;
}

#[rocket::async_test]
async fn guessing_contacts_is_slowed_down() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let guesser = app.anonymous().await;
        // However the number is spelled, it is one number.
        let spelled = case.registration_no.replace("-0001", "-000001").to_lowercase();
        assert_ne!(spelled, case.registration_no);
        let guess = async |contact: &str| {
            let number = if contact.len().is_multiple_of(2) {
                &spelled
            } else {
                &case.registration_no
            };
            let typed = [("registration_no", number.as_str()), ("contact", contact)];
            guesser.submit("/lacak", "/lacak", &typed).await
        };
        for n in 0..10 {
            let contact = format!("tebak{}@example.org", "x".repeat(n));
            guess(&contact).await.expect(422);
        }
        let stopped = guess("andi.baso@example.org").await.expect(429);
        assert!(stopped.header("Retry-After").is_some());
        // Somebody elsewhere is not locked out.
        let person = app.anonymous().await.from([198, 51, 100, 77]);
        let typed = [
            ("registration_no", case.registration_no.as_str()),
            ("contact", "andi.baso@example.org"),
        ];
        person.submit("/lacak", "/lacak", &typed).await.expect(303);
    })
    .await;
}

#[rocket::async_test]
async fn an_unknown_link_and_an_invented_address_are_one_answer() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let other = CaseBuilder::new().file(app).await;
        let person = app.anonymous().await;
        let nowhere = bare(&person.get("/tidak-ada").await.expect(404));
        let token = case.token.expose();
        let unknown: String = token.chars().rev().collect();
        let foreign_letter = letter_of(app, other.id, "receipt").await;
        for path in [
            format!("/lacak/{unknown}"),
            "/lacak/pendek".to_owned(),
            format!("/lacak/{unknown}/surat/{foreign_letter}"),
            format!("/lacak/{token}/surat/{foreign_letter}"),
            format!("/lacak/{token}/surat/x"),
            format!("/lacak/{token}/berkas/{foreign_letter}"),
            format!("/lacak/{token}/tenggat/D45"),
            format!("/lacak/{token}/tenggat/x"),
        ] {
            assert_eq!(bare(&person.get(&path).await.expect(404)), nowhere, "{path}");
        }
        // Typed from paper: case and dashes do not matter.
        let typed = token.to_lowercase();
        person.get(&format!("/lacak/{typed}")).await.expect(200);
    })
    .await;
}

async fn letter_of(app: &TestApp, case: uuid::Uuid, kind: &str) -> uuid::Uuid {
    let letters = terbuka::persistence::letters::list_letters(app.ctx.db.read(), case).await;
    let letters = letters.expect("letters");
    letters.iter().find(|letter| letter.kind == kind).expect(kind).id
}

#[rocket::async_test]
async fn the_applicant_reads_the_answer_and_nobody_elses_notes() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let desk = officer(app).await;
        let note = rows::Message {
            id: app.ctx.new_id(),
            request_id: case.id,
            direction: "internal".to_owned(),
            body: "Catatan rahasia petugas".to_owned(),
            salt: app.ctx.new_salt(),
            at: micros(app.ctx.now()),
            author_user_id: None,
            event_seq: None,
        };
        write(&app.ctx.db, async |txn| {
            Ok::<_, ServiceError>(messages::insert_message(txn, &note).await?)
        })
        .await
        .expect("a note");
        answered(app, &desk, case.id).await;

        let person = app.anonymous().await;
        let page = person.get(&base).await.expect(200);
        let text = page.text("main");
        for told in [
            "Sebagian yang Anda minta dikabulkan",
            "Realisasi terlampir.",
            "Nama penghuni",
            "jawaban.txt",
            "Dijawab 24 November 2026",
            "Penyerahan informasi",
        ] {
            assert!(text.contains(told), "{told}: {text}");
        }
        assert!(!text.contains("Catatan rahasia"));
        let file = page
            .attribute(".govuk-summary-card a[href*='/berkas/']", "href")
            .expect("a file");
        let file = person.get(&file).await.expect(200);
        assert_eq!(file.body, "Rp1.234");
        assert_eq!(file.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(file.header("Cache-Control"), Some("no-store"));
    })
    .await;
}

#[rocket::async_test]
async fn every_letter_is_read_in_both_languages() {
    on_each_engine(async |app| {
        let desk = officer(app).await;
        let person = app.anonymous().await;
        let first = CaseBuilder::new().file(app).await;
        let incomplete = Command::DeclareIncomplete {
            missing: MissingRequirement::ALL.to_vec(),
            note: "Mohon dilengkapi.".to_owned(),
        };
        office(app, &desk, first.id, incomplete, Vec::new()).await;
        let second = CaseBuilder::new().file(app).await;
        let ask = Command::AskClarification {
            question: "Tahun yang mana?".to_owned(),
        };
        office(app, &desk, second.id, ask, Vec::new()).await;
        let third = CaseBuilder::new().file(app).await;
        office(app, &desk, third.id, complete(), Vec::new()).await;
        let extend = Command::Extend {
            reason: ExtensionReason::NotYetHeld,
            note: "Arsip sedang dipindahkan.".to_owned(),
        };
        office(app, &desk, third.id, extend, Vec::new()).await;
        let fourth = CaseBuilder::new().file(app).await;
        answered(app, &desk, fourth.id).await;
        let fifth = CaseBuilder::new().file(app).await;
        let route = Command::Route {
            to: app.unit("rutan-makassar").await,
            reason: "Dikuasai unit itu".to_owned(),
        };
        office(app, &desk, fifth.id, route, Vec::new()).await;

        for (case, kind) in [
            (&first, "receipt"),
            (&first, "incompleteness"),
            (&second, "clarification"),
            (&third, "extension"),
            (&fourth, "notice"),
            (&fifth, "routing"),
        ] {
            let id = letter_of(app, case.id, kind).await;
            for (lang, to) in [("id", "Kepada"), ("en", "To")] {
                let path = format!("/lacak/{}/surat/{id}?lang={lang}", case.token.expose());
                let letter = person.get(&path).await.expect(200);
                let text = letter.text("main");
                assert!(text.contains(&case.registration_no), "{kind} {lang}");
                assert!(
                    text.contains("Andi Baso Contoh"),
                    "{kind} {lang}: the applicant is named"
                );
                assert!(text.contains(to), "{kind} {lang}: {text}");
                assert_eq!(letter.header("X-Robots-Tag"), Some("noindex, nofollow"));
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn a_date_is_explained_day_by_day_to_people_and_to_programs() {
    on_each_engine(async |app| {
        let case = CaseBuilder::new().file(app).await;
        let base = format!("/lacak/{}", case.token.expose());
        let person = app.anonymous().await;
        let page = person.get(&base).await.expect(200);
        let why = page
            .attribute("a[href*='/tenggat/']", "href")
            .expect("an explanation");
        let explained = person.get(&why).await.expect(200);
        assert!(
            explained.text("h1").contains("8 Desember 2026"),
            "{}",
            explained.text("h1")
        );
        assert_eq!(
            explained.texts("tbody tr").len(),
            15,
            "each day from the trigger to the last"
        );
        let data = person.get(&format!("{why}.json")).await.expect(200);
        assert_eq!(data.header("Content-Type"), Some("application/json"));
        let data: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
        assert_eq!(data["due_on"], "2026-12-08");
        assert_eq!(data["days"].as_array().map(Vec::len), Some(15));
        assert_eq!(data["days"][14]["number"], 10);
    })
    .await;
}

#[rocket::async_test]
async fn an_owner_opens_the_case_from_the_account_and_others_do_not() {
    on_each_engine(async |app| {
        let owner = app.citizen().await;
        let case = CaseBuilder::new()
            .by(owner.user.expect("an account"))
            .file(app)
            .await;
        let path = format!("/lacak/kasus/{}", case.id);
        let page = owner.get(&path).await.expect(200);
        let letter = page.attribute("a[href*='/surat/']", "href").expect("a letter");
        assert!(letter.starts_with(&path));
        owner.get(&letter).await.expect(200);
        assert!(page.has(".govuk-back-link[href='/lacak']"));
        assert!(
            !page.text("main").contains("Simpan alamat halaman ini"),
            "this address opens the case for its account only"
        );
        let stranger = app.citizen().await;
        let nowhere = bare(&stranger.get("/lacak/kasus/x").await.expect(404));
        assert_eq!(bare(&stranger.get(&path).await.expect(404)), nowhere);
        assert_eq!(bare(&stranger.get(&letter).await.expect(404)), nowhere);
        assert!(
            app.anonymous()
                .await
                .get(&path)
                .await
                .location()
                .starts_with("/masuk")
        );
    })
    .await;
}
