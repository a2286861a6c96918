//! Letters stay as they were issued: their sender, whatever becomes of the case, the unit and the officer; and what the law wants in them.

use terbuka::persistence::letters;
use terbuka::services::imports::units;

use super::desk::{UNIT, complete, done, page_of};
use crate::support::{Answer, CaseBuilder, TestApp, exempt, on_each_engine};

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
        complete(&ppid, &case).await;
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

/// Perki 1/2021 Ps 31(4)a–i and annex VII, with the cost and payment that the form lacks.
#[rocket::async_test]
async fn a_notice_has_every_part_the_law_wants() {
    on_each_engine(async |app| {
        let exemption = exempt(app, UNIT, true).await;
        let officer = app.ppid(UNIT).await;
        let filed = CaseBuilder::new()
            .with(|form| {
                form.items = ["A", "B", "C", "D"].map(str::to_owned).to_vec();
                form.access_mode = "view".to_owned();
                form.delivery_mode = String::new();
            })
            .file(app)
            .await;
        let case = page_of(&filed.registration_no);
        complete(&officer, &case).await;
        let action = format!("{case}/jawab");
        let mut typed = vec![
            ("outcome_1", "granted_full"),
            ("answer_1", "Dapat dilihat"),
            ("outcome_2", "granted_partial"),
            ("answer_2", "Sebagian"),
            ("held_form_2", "softcopy"),
            ("outcome_3", "not_held"),
            ("answer_3", "Bukan kami"),
            ("holder_3", "Kementerian Keuangan"),
            ("held_form_3", "hardcopy"),
            ("outcome_4", "not_documented"),
            ("answer_4", "Sedang disusun"),
            ("available_on_4_day", "1"),
            ("available_on_4_month", "3"),
            ("available_on_4_year", "2027"),
            ("promised_on_day", "1"),
            ("promised_on_month", "12"),
            ("promised_on_year", "2026"),
            ("tindakan", "periksa"),
        ];
        let form = officer.get(&action).await.expect(200).form(&action);
        let faulty = officer.resubmit(form, &action, &typed).await.expect(422);
        let html = faulty.html();
        let links = scraper::Selector::parse(".govuk-error-summary a").expect("a selector");
        let told: Vec<_> = html
            .select(&links)
            .filter_map(|link| link.value().attr("href"))
            .collect();
        assert_eq!(
            told,
            ["#exemption_2", "#held_form_1"],
            "looking at something leaves its form open: the office says it"
        );
        assert!(faulty.has("#held_form_1"));

        let exemption = exemption.id.to_string();
        typed.extend([
            ("exemption_2", exemption.as_str()),
            ("held_form_1", "soft_and_hard"),
            ("redactions_2", "Nama, Pasal 17 huruf h"),
        ]);
        let form = officer.get(&action).await.expect(200).form(&action);
        let checked = officer.resubmit(form, &action, &typed).await;
        let send = format!("{action}/kirim");
        let form = officer.get(checked.location()).await.expect(200).form(&send);
        assert_eq!(officer.post(&send, &form).await.location(), case);
        let superior = app.superior(UNIT).await;
        let (approval, approve) = (
            format!("/atasan/permohonan/{}/persetujuan", filed.registration_no),
            format!("/atasan/permohonan/{}/setujui", filed.registration_no),
        );
        superior.submit(&approval, &approve, &[]).await.expect(303);

        let page = letter(app, &filed, "notice", "id").await;
        let text = page.text("main");
        for part in [
            "Jl. Veteran Selatan 10 Kota Makassar",
            "Telepon +6281234567890",
            "Surel andi.baso@example.org",
            "Penguasaan informasi Dikuasai",
            "Keputusan Dikabulkan seluruhnya",
            "Bentuk informasi Softcopy dan hardcopy",
            "Keputusan Dikabulkan sebagian",
            "Bentuk informasi Softcopy, termasuk rekaman",
            "Bagian yang dihitamkan dan alasannya Nama, Pasal 17 huruf h",
            "Penguasaan informasi Tidak dikuasai",
            "Badan publik yang menguasai Kementerian Keuangan",
            "Penguasaan informasi Belum didokumentasikan",
            "Tersedia paling lambat Senin, 1 Maret 2027",
            "Biaya Tidak dipungut biaya",
            "Cara pembayaran Tidak ada yang perlu dibayar",
            "Informasi diserahkan paling lambat Selasa, 1 Desember 2026",
            "30 hari kerja sejak alasan keberatan",
            "Alasan pengecualian UU 14/2008 Pasal 17 huruf h. Rahasia pribadi",
            "Nama ppid",
            "Disetujui Atasan PPID: Nama superior",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(
            text.matches("Bentuk informasi").count(),
            2,
            "only of what is given"
        );
        let english = letter(app, &filed, "notice", "en").await.text("main");
        for part in ["Both electronic and paper", "Nothing has to be paid", "Telephone"] {
            assert!(english.contains(part), "{part}: {english}");
        }
    })
    .await;
}

/// There is no official form; law and practice want what was asked, each missing thing with its article, ways, time and consequence.
#[rocket::async_test]
async fn an_incompleteness_letter_says_what_how_and_what_follows() {
    on_each_engine(async |app| {
        let ppid = app.ppid(UNIT).await;
        let filed = CaseBuilder::new().file(app).await;
        let case = page_of(&filed.registration_no);
        let typed = [("missing", "identity_document"), ("note", "KTP belum ada")];
        done(&ppid, &case, "tidak-lengkap", &typed).await;
        for (lang, parts) in [
            (
                "id",
                [
                    "Telepon",
                    "1. Realisasi anggaran bahan makanan tahun 2025",
                    "Perki 1/2021 Pasal 27 ayat (2)",
                    "Di meja layanan Lembaga Pemasyarakatan Kelas I Makassar, Jl. Sultan Alauddin, Makassar.",
                    "3 hari kerja sejak Anda menerima surat ini (Perki 1/2021 Pasal 33 ayat (3))",
                    "tidak wajib menindaklanjutinya (Perki 1/2021 Pasal 33 ayat (4))",
                    "kapan saja. PPID Lembaga Pemasyarakatan Kelas I Makassar",
                ],
            ),
            (
                "en",
                [
                    "Telephone",
                    "1. Realisasi anggaran bahan makanan tahun 2025",
                    "Regulation 1/2021 Article 27(2)",
                    "At the service desk of Lembaga Pemasyarakatan Kelas I Makassar, Jl. Sultan Alauddin, Makassar.",
                    "within 3 working days after you receive this letter (Regulation 1/2021 Article 33(3))",
                    "need not act on it (Regulation 1/2021 Article 33(4))",
                    "any time. Information officer (PPID) of Lembaga",
                ],
            ),
        ] {
            let text = letter(app, &filed, "incompleteness", lang).await.text("main");
            for part in parts.into_iter().chain(["Nama ppid"]) {
                assert!(text.contains(part), "{part}: {text}");
            }
        }
    })
    .await;
}
