//! A letter that leaves things out: registered as it came, checked, cited, completed, and answered to the new contact.

use time::macros::datetime;

use super::desk::{UNIT, done, page_of, status, step};
use crate::support::{Answer, Office, Person, TestApp, on_each_engine};
use terbuka::domain::request::{ContentKind, MissingRequirement};
use terbuka::persistence::{UnitScope, identities, outbox, queries};
use terbuka::services::audit::{Finding, check_case};
use terbuka::services::requests::{CaseKey, for_staff};
use terbuka::services::tracking;

const ACTION: &str = "/petugas/permohonan/baru";
const NUMBER: &str = "LAPAS-MAKASSAR-2026-0001";

/// A letter of last Friday with a name, an address and a question, and nothing else.
const BARE: [(&str, &str); 8] = [
    ("channel", "letter"),
    ("received_day", "20"),
    ("received_month", "11"),
    ("received_year", "2026"),
    ("received_time", "9.15"),
    ("full_name", "Daeng Rewa"),
    ("address", "Jl. Cendrawasih 1"),
    ("subject", "Jumlah penghuni"),
];
const ASKED: (&str, &str) = ("items", "Jumlah penghuni 2025");
const LACKING: [&str; 6] = [
    "identity_document",
    "identity_number",
    "contact",
    "purpose",
    "access_mode",
    "delivery_mode",
];
const TODAY: [(&str, &str); 3] = [("on_day", "24"), ("on_month", "11"), ("on_year", "2026")];

async fn send(officer: &Person, typed: &[(&str, &str)]) -> Answer {
    officer.submit(ACTION, ACTION, typed).await
}

async fn registered(officer: &Person) -> String {
    let typed: Vec<_> = BARE.into_iter().chain([ASKED]).collect();
    let answer = send(officer, &typed).await;
    assert_eq!(answer.location(), format!("{}/tanda-terima", page_of(NUMBER)));
    page_of(NUMBER)
}

fn chosen(page: &Answer, name: &str, only_checked: bool) -> Vec<String> {
    let html = page.html();
    let boxes = scraper::Selector::parse(&format!("input[name={name}]")).expect("a selector");
    html.select(&boxes)
        .filter(|one| !only_checked || one.value().attr("checked").is_some())
        .filter_map(|one| one.value().attr("value"))
        .map(str::to_owned)
        .collect()
}

/// The status of a search by number and contact: 303 when they belong together.
async fn finds(app: &TestApp, contact: &str) -> bool {
    let person = app.anonymous().await;
    let typed = [("registration_no", NUMBER), ("contact", contact)];
    let answer = person.submit("/lacak", "/lacak", &typed).await;
    answer.status == 303
}

#[rocket::async_test]
async fn a_letter_that_leaves_things_out_gets_its_number_and_its_clock() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let case = registered(&officer).await;
        let receipt = officer.get(&format!("{case}/tanda-terima")).await.expect(200);
        let text = receipt.text("main");
        for part in [
            NUMBER,
            "Daeng Rewa",
            "Belum ada dalam permohonan",
            "NIK",
            "Tujuan",
            "di meja layanan",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        assert_eq!(status(&officer, &case).await, "Pemeriksaan kelengkapan");
        let page = officer.get(&case).await.expect(200);
        assert!(
            page.text(".tb-badges").contains("Jumat, 4 Desember 2026"),
            "ten working days from the arrival"
        );
        assert_eq!(page.texts(".tb-missing li").len(), LACKING.len());
        let facts = page.text("section[aria-labelledby=pemohon]");
        assert!(
            facts.contains("Daeng Rewa") && facts.contains("Belum ada"),
            "{facts}"
        );
        let letter = officer.get(&format!("{case}/tidak-lengkap")).await.expect(200);
        assert_eq!(chosen(&letter, "missing", true), LACKING);
        assert_eq!(
            chosen(&letter, "missing", false).len(),
            MissingRequirement::ALL.len()
        );
        let english = officer.get(&format!("{case}?lang=en")).await.expect(200);
        assert!(english.text(".tb-missing h2").contains("Not given yet"));
        assert!(!finds(app, "081234567890").await, "nobody gave a contact");
        let other = app.officer("rutan-makassar").await;
        for slug in ["lengkap", "tidak-lengkap", "perbaikan"] {
            other.get(&format!("{case}/{slug}")).await.expect(404);
        }
        let mails = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();
        assert_eq!(mails, 0, "no address, no mail");
    })
    .await;
}

#[rocket::async_test]
async fn a_request_without_a_name_is_registered_when_the_officer_says_so() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let nameless: Vec<_> = BARE
            .into_iter()
            .filter(|(name, _)| *name != "full_name")
            .chain([ASKED])
            .collect();
        let refused = send(&officer, &nameless).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#full_name")
        );
        let typed: Vec<_> = nameless.into_iter().chain([("name_unstated", "yes")]).collect();
        let done = send(&officer, &typed).await;
        let receipt = officer.get(done.location()).await.expect(200);
        assert!(receipt.text("main").contains("(nama tidak disebut)"));
        let page = officer.get(&page_of(NUMBER)).await.expect(200);
        assert!(page.text(".tb-missing").contains("Nama lengkap"));
        // What is there must be right all the same.
        let wrong: Vec<_> = typed.into_iter().chain([("nik", "123")]).collect();
        let refused = send(&officer, &wrong).await.expect(422);
        assert_eq!(refused.attribute("#nik", "value").as_deref(), Some("123"));
        assert!(refused.has("#name_unstated[checked]"), "the tick was lost");
    })
    .await;
}

#[rocket::async_test]
async fn declaring_it_complete_names_what_is_not_there() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let case = registered(&officer).await;
        let page = officer.get(&format!("{case}/lengkap")).await.expect(200);
        assert!(page.has("main .govuk-warning-text"));
        assert_eq!(chosen(&page, "despite", false), LACKING);
        assert_eq!(
            chosen(&page, "despite", true).len(),
            0,
            "nobody ticks for the officer"
        );
        let half = [("despite", "identity_document"), ("despite", "purpose")];
        let refused = step(&officer, &case, "lengkap", &half).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#despite")
        );
        assert_eq!(
            chosen(&refused, "despite", true),
            ["identity_document", "purpose"]
        );
        assert_eq!(status(&officer, &case).await, "Pemeriksaan kelengkapan");
        let all = LACKING.map(|code| ("despite", code));
        done(&officer, &case, "lengkap", &all).await;
        assert_eq!(status(&officer, &case).await, "Penelaahan");
        let page = officer.get(&case).await.expect(200);
        let history = page.text(".tb-timeline");
        assert!(history.contains("Dinyatakan lengkap walaupun"), "{history}");
        assert!(
            page.text("section[aria-labelledby=keterangan]")
                .contains("Tidak disebut")
        );
        assert!(!page.has(".tb-missing"));
    })
    .await;
}

#[rocket::async_test]
async fn a_completion_corrects_the_record() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let case = registered(&officer).await;
        let cited = [
            "identity_number",
            "contact",
            "purpose",
            "access_mode",
            "delivery_mode",
        ];
        let mut typed: Vec<_> = cited.map(|code| ("missing", code)).to_vec();
        typed.push(("note", "Mohon dilengkapi"));
        done(&officer, &case, "tidak-lengkap", &typed).await;
        app.clock.set(datetime!(2026-11-24 11:00 +8));
        let form = officer.get(&format!("{case}/perbaikan")).await.expect(200);
        assert!(form.has("#nik") && form.has("#email") && form.has("[name=purpose]"));
        assert!(!form.has("[name=full_name]"), "nobody asked for the name");
        let values = [
            ("nik", "7371 0112 0390 0001"),
            ("email", "Rewa@Example.org"),
            ("phone", "0812"),
            ("purpose", "Skripsi"),
            ("access_mode", "copy_digital"),
            ("delivery_mode", "email"),
            ("full_name", "Orang Lain"),
        ];
        let typed: Vec<_> = TODAY.into_iter().chain(values).collect();
        let refused = step(&officer, &case, "perbaikan", &typed).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#phone")
        );
        assert_eq!(
            refused.attribute("#nik", "value").as_deref(),
            Some("7371 0112 0390 0001")
        );
        assert!(!finds(app, "rewa@example.org").await, "nothing was stored");
        let typed: Vec<_> = typed.into_iter().filter(|(name, _)| *name != "phone").collect();
        done(&officer, &case, "perbaikan", &typed).await;
        let page = officer.get(&case).await.expect(200);
        let facts = page.text("section[aria-labelledby=pemohon]");
        for part in ["Daeng Rewa", "••••••••••••0001", "rewa@example.org"] {
            assert!(facts.contains(part), "{part}: {facts}");
        }
        let facts = page.text("section[aria-labelledby=keterangan]");
        assert!(facts.contains("Skripsi") && facts.contains("Surel"), "{facts}");
        assert_eq!(
            page.texts(".tb-missing li").len(),
            1,
            "the document is still to come"
        );
        assert!(finds(app, "rewa@example.org").await);
        let row = for_staff(
            &app.ctx,
            &Office::open(app, UNIT).await.viewer,
            &CaseKey::Number(NUMBER.to_owned()),
        )
        .await
        .unwrap();
        let mail = tracking::email_of(&app.ctx, row.case.row.id).await.unwrap();
        assert_eq!(mail.as_deref(), Some("rewa@example.org"));
        // An address alone is no receipt: a mail must have been sent to it.
        assert!(!row.case.state.is_reached_online);
        let sealed = identities::find_identity(app.ctx.db.read(), row.case.row.id)
            .await
            .unwrap()
            .unwrap();
        assert!(sealed.person_hash.is_some() && sealed.email_hash.is_some());
        for event in &row.page.events {
            let stored = format!("{} {}", event.data, event.contents);
            for word in ["rewa", "7371", "Skripsi"] {
                assert!(!stored.contains(word), "{word} in {stored}");
            }
        }
        done(&officer, &case, "lengkap", &[("despite", "identity_document")]).await;
    })
    .await;
}

#[rocket::async_test]
async fn the_auditor_checks_the_request_as_it_was_corrected() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let case = registered(&officer).await;
        let typed = [
            ("missing", "purpose"),
            ("missing", "information_detail"),
            ("note", "Tahun berapa?"),
        ];
        done(&officer, &case, "tidak-lengkap", &typed).await;
        let values = [
            ("purpose", "Skripsi"),
            ("items", "Jumlah penghuni 2024\nJumlah penghuni 2025"),
        ];
        let typed: Vec<_> = TODAY.into_iter().chain(values).collect();
        done(&officer, &case, "perbaikan", &typed).await;
        let page = officer.get(&case).await.expect(200);
        assert_eq!(page.texts(".tb-item").len(), 2);
        let load = async || {
            let key = queries::CaseKey::RegistrationNo(NUMBER.to_owned());
            let page = queries::find_case_page(app.ctx.db.read(), &UnitScope::All, &key).await;
            page.unwrap().unwrap()
        };
        let mut page = load().await;
        let check = check_case(&app.ctx, &page).await.unwrap();
        assert_eq!(check.findings, []);
        assert_eq!(check.erased, 1, "the request as it was first bound");
        page.request.purpose = Some("Bisnis".to_owned());
        let check = check_case(&app.ctx, &page).await.unwrap();
        assert!(
            check
                .findings
                .iter()
                .any(|one| matches!(one, Finding::Content { kind: ContentKind::Request, seq } if *seq > 2)),
            "{:?}",
            check.findings
        );
    })
    .await;
}
