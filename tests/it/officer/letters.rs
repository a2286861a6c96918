//! Letters stay as they were issued: their sender, whatever becomes of the case, the unit and the officer; and what the law wants in them.

use terbuka::persistence::letters;
use terbuka::services::imports::units;

use super::desk::{UNIT, done, page_of};
use crate::support::{Answer, CaseBuilder, TestApp, on_each_engine};

const KANWIL: &str = "Kantor Wilayah Sulawesi Selatan";

/// The letter of a kind, as its applicant reads it.
async fn letter(app: &TestApp, case: &terbuka::services::requests::Filed, kind: &str, lang: &str) -> Answer {
    let all = letters::list_letters(app.ctx.db.read(), case.id).await.unwrap();
    let found = all.iter().find(|letter| letter.kind == kind).expect(kind);
    let path = format!("/lacak/{}/surat/{}?lang={lang}", case.token.expose(), found.id);
    app.anonymous().await.get(&path).await.expect(200)
}

#[rocket::async_test]
async fn a_letter_keeps_its_sender_when_the_case_moves_and_the_unit_is_renamed() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().unit("kanwil-sulsel").file(app).await;
        let case = page_of(&filed.registration_no);
        let officer = app.officer("kanwil-sulsel").await;
        done(
            &officer,
            &case,
            "teruskan",
            &[("to", "rutan-makassar"), ("reason", "Data di rutan")],
        )
        .await;
        let ppid = app.ppid("rutan-makassar").await;
        done(&ppid, &case, "lengkap", &[]).await;
        done(&ppid, &case, "minta-penjelasan", &[("question", "Tahun berapa?")]).await;

        let told = async |kind| {
            let page = letter(app, &filed, kind, "id").await;
            (page.text(".tb-kop"), page.text(".tb-sign"), page.text("main"))
        };
        let before = [
            told("receipt").await,
            told("routing").await,
            told("clarification").await,
        ];
        let [receipt, routing, clarification] = &before;
        for (head, ..) in [receipt, routing] {
            assert!(
                head.contains(KANWIL) && head.contains("Jl. Sultan Alauddin"),
                "{head}"
            );
        }
        assert_eq!(receipt.1, format!("Dibuat oleh portal atas nama PPID {KANWIL}."));
        assert!(receipt.2.contains("Makassar, 24 November 2026"));
        for part in [
            &format!("Atas nama PPID {KANWIL}"),
            "Petugas pelayanan informasi",
            "Nama officer",
        ] {
            assert!(routing.1.contains(part), "{part}: {}", routing.1);
        }
        assert!(
            clarification.0.contains("Rumah Tahanan Negara"),
            "{}",
            clarification.0
        );
        assert!(
            clarification.1.starts_with("PPID Rumah Tahanan Negara") && clarification.1.contains("Nama ppid"),
            "the PPID acts themself: {}",
            clarification.1
        );

        let renamed = "code,name,short_name,kind,city_or_regency,address,email\n\
                       kanwil-sulsel,Kantor Baru,Kanwil Baru,kanwil,Kota Parepare,Jl. Baru 1,baru@example.org\n\
                       rutan-makassar,Rumah Baru,Rutan Baru,rutan,Kota Parepare,Jl. Baru 2,baru@example.org\n";
        let report = units::import(&app.ctx, renamed).await.unwrap();
        assert_eq!((report.changed, report.bad.len()), (2, 0), "{report:?}");
        let after = [
            told("receipt").await,
            told("routing").await,
            told("clarification").await,
        ];
        assert_eq!(before, after);
    })
    .await;
}

/// An officer who enters a request is named on its receipt, and the back page has the numbers of the law pack.
#[rocket::async_test]
async fn a_receipt_tells_who_received_it_and_the_rights() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let typed = [
            ("channel", "walk_in"),
            ("received_day", "24"),
            ("received_month", "11"),
            ("received_year", "2026"),
            ("received_time", "9.15"),
            ("full_name", "Daeng Rewa"),
            ("nik", "7371011203900001"),
            ("address", "Jl. Cendrawasih 1"),
            ("phone", "0812 3456 7890"),
            ("subject", "Jumlah penghuni"),
            ("items", "Jumlah penghuni 2024"),
            ("purpose", "Skripsi"),
            ("access_mode", "copy_paper"),
            ("delivery_mode", "post"),
        ];
        let action = "/petugas/permohonan/baru";
        let answer = officer.submit(action, action, &typed).await;
        let receipt = answer.location().to_owned();
        for (lang, texts) in [
            (
                "id",
                [
                    "Petugas penerima",
                    "10 hari kerja sejak permohonan diterima",
                    "7 hari kerja, dengan alasan tertulis",
                    "30 hari kerja sejak alasannya ditemukan",
                    "30 hari kerja sejak keberatan diterima",
                    "14 hari kerja sejak tanggapan itu",
                ],
            ),
            (
                "en",
                [
                    "Received by",
                    "within 10 working days after the request is received",
                    "at most 7 working days",
                    "within 30 working days after the ground",
                    "within 30 working days after the objection is received",
                    "within 14 working days after you receive it",
                ],
            ),
        ] {
            let page = officer.get(&format!("{receipt}?lang={lang}")).await.expect(200);
            let text = page.text("main");
            for part in texts.into_iter().chain(["Nama officer"]) {
                assert!(text.contains(part), "{part}: {text}");
            }
        }
    })
    .await;
}
