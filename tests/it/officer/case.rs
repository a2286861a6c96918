//! A case on one page, and what hangs on it.

use super::desk::{UNIT, complete, done, filed, page_of};
use crate::support::{CaseBuilder, on_each_engine};

#[rocket::async_test]
async fn the_page_shows_the_file_with_the_number_of_the_applicant_masked() {
    on_each_engine(async |app| {
        let case = filed(app).await;
        let officer = app.officer(UNIT).await;
        let page = officer.get(&case).await.expect(200);
        assert_eq!(page.text("h1"), "Anggaran bahan makanan");
        assert!(page.body.contains("Andi Baso Contoh"));
        assert!(!page.body.contains("7371011203900001"), "a NIK is shown masked");
        assert!(page.body.contains("••••••••••••0001"));
        let clocks = page.text("section[aria-labelledby=tenggat]");
        assert!(clocks.contains("Selasa, 8 Desember 2026"), "{clocks}");
        let why = page.attribute("section[aria-labelledby=tenggat] a[href$=D05]", "href");
        let trace = officer
            .get(&why.expect("a link to the explanation"))
            .await
            .expect(200);
        assert_eq!(trace.text("h1"), "Mengapa Selasa, 8 Desember 2026?");
        assert!(trace.body.contains("Hari kerja ke-10"));
        assert!(trace.text("main").contains("UU 14/2008 Pasal 22"));
        let english = officer.get(&format!("{case}?lang=en")).await.expect(200);
        assert!(
            english
                .text("section[aria-labelledby=langkah]")
                .contains("Declare complete")
        );
    })
    .await;
}

#[rocket::async_test]
async fn only_lawful_steps_are_offered_and_the_others_say_why_not() {
    on_each_engine(async |app| {
        let case = filed(app).await;
        let officer = app.officer(UNIT).await;
        let page = officer.get(&case).await.expect(200);
        let offered = page.texts("section[aria-labelledby=langkah] > .tb-steps:first-of-type a");
        assert_eq!(
            offered,
            [
                "Nyatakan lengkap",
                "Kirim surat keterangan tidak lengkap",
                "Teruskan ke unit lain",
                "Bagi ke unit lain",
                "Minta penjelasan kepada pemohon",
                "Catat pencabutan oleh pemohon"
            ]
        );
        complete(&officer, &case).await;
        let page = officer.get(&case).await.expect(200);
        let steps = page.text("section[aria-labelledby=langkah]");
        assert!(
            steps.contains("Catat penjelasan dari pemohonTidak ada pertanyaan"),
            "{steps}"
        );
        assert!(!page.has("a[href$=\"/penjelasan\"]"));
        let early = officer.get(&format!("{case}/penjelasan")).await.expect(200);
        assert!(early.text(".govuk-warning-text").contains("Tidak ada pertanyaan"));
        assert!(!early.has("main form"));
        officer.get(&format!("{case}/bukan-langkah")).await.expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn another_unit_gets_the_page_of_an_unknown_number() {
    on_each_engine(async |app| {
        let case = filed(app).await;
        let other = app.officer("rutan-makassar").await;
        let foreign = other.get(&case).await.expect(404);
        let unknown = other.get(&page_of("LAPAS-MAKASSAR-2026-9999")).await.expect(404);
        assert_eq!(foreign.text("main h1"), unknown.text("main h1"));
        other.get(&format!("{case}/tanda-terima")).await.expect(404);
        other.get(&format!("{case}/lengkap")).await.expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn the_unit_that_gave_the_number_reads_on_after_routing() {
    on_each_engine(async |app| {
        let case = filed(app).await;
        let officer = app.officer(UNIT).await;
        let routed = [("to", "rutan-makassar"), ("reason", "Data ada di rutan")];
        done(&officer, &case, "teruskan", &routed).await;
        let page = officer.get(&case).await.expect(200);
        let steps = page.text("section[aria-labelledby=langkah]");
        assert!(steps.contains("ditangani unit lain"), "{steps}");
        assert!(!page.has("section[aria-labelledby=langkah] a"));
        assert!(page.text(".tb-timeline").contains("Data ada di rutan"));
        let blocked = officer.get(&format!("{case}/lengkap")).await.expect(200);
        assert!(!blocked.has("main form"));
        let other = app.officer("rutan-makassar").await;
        complete(&other, &case).await;
    })
    .await;
}

#[rocket::async_test]
async fn letters_and_files_belong_to_their_case() {
    on_each_engine(async |app| {
        let case = filed(app).await;
        let other = page_of(&CaseBuilder::new().file(app).await.registration_no);
        let officer = app.officer(UNIT).await;
        let letter = officer.get(&case).await.attribute("a[href*=\"/surat/\"]", "href");
        let letter = letter.expect("a receipt");
        let receipt = officer.get(&letter).await.expect(200);
        assert_eq!(receipt.text("h1"), "Tanda bukti penerimaan");
        assert!(receipt.text("main").contains("Andi Baso Contoh"));
        assert!(receipt.text(".tb-kop").contains("Jl."), "the address of the unit");
        officer.get(&letter.replace(&case, &other)).await.expect(404);
        let printed = officer.get(&format!("{case}/tanda-terima")).await.expect(200);
        assert!(
            printed
                .text("main")
                .contains("Selasa, 24 November 2026 pukul 10.00 WITA")
        );

        let typed = [("missing", "identity_document"), ("note", "KTP belum ada")];
        done(&officer, &case, "tidak-lengkap", &typed).await;
        let action = format!("{case}/perbaikan");
        let mut form = officer.get(&action).await.expect(200).form(&action);
        for (name, value) in &mut form {
            match name.as_str() {
                "on_day" => "24".clone_into(value),
                "on_month" => "11".clone_into(value),
                "on_year" => "2026".clone_into(value),
                _ => {}
            }
        }
        let file: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        let files = [("files", "ktp \"1\".pdf", "application/pdf", file)];
        assert_eq!(officer.upload(&action, &form, &files).await.location(), case);
        let href = officer
            .get(&case)
            .await
            .attribute("a[href*=\"/berkas/\"]", "href");
        let href = href.expect("the document");
        let download = officer.get(&href).await.expect(200);
        assert!(
            download
                .header("Content-Disposition")
                .expect("a disposition")
                .starts_with("attachment")
        );
        assert_eq!(download.header("Content-Type"), Some("application/pdf"));
        assert_eq!(download.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(download.body.as_bytes(), file);
        officer.get(&href.replace(&case, &other)).await.expect(404);
    })
    .await;
}
