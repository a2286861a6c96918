//! The written notice: written item by item, looked at, and only then sent.

use super::desk::{UNIT, complete, done, filed, page_of, status};
use crate::support::{Answer, CaseBuilder, Person, TestApp, on_each_engine};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";

async fn under_review(app: &TestApp) -> (Person, String) {
    let officer = app.officer(UNIT).await;
    let case = filed(app).await;
    complete(&officer, &case).await;
    (officer, case)
}

/// Sends the form of the answer with files.
async fn write(
    officer: &Person,
    case: &str,
    typed: &[(&str, &str)],
    files: &[(&str, &str, &str, &[u8])],
) -> Answer {
    let action = format!("{case}/jawab");
    let mut form = officer.get(&action).await.expect(200).form(&action);
    form.retain(|(name, _)| !typed.iter().any(|(other, _)| name == other));
    form.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    officer.upload(&action, &form, files).await
}

#[rocket::async_test]
async fn an_answer_with_a_file_is_sent_as_it_was_looked_at() {
    on_each_engine(async |app| {
        let (officer, case) = under_review(app).await;
        let typed = [
            ("outcome_1", "granted_full"),
            ("answer_1", "Realisasi <100%> terlampir."),
            ("holder_1", "ditulis lalu tidak jadi"),
            ("tindakan", "periksa"),
        ];
        let files = [("files[1]", "realisasi.pdf", "application/pdf", PDF)];
        let answer = write(&officer, &case, &typed, &files).await;
        assert_eq!(answer.location(), format!("{case}/jawab/periksa"));
        let check = officer.get(answer.location()).await.expect(200);
        let sheet = check.text(".tb-sheet");
        for text in [
            "Pemberitahuan tertulis",
            "Andi Baso Contoh",
            "Realisasi <100%> terlampir.",
            "realisasi.pdf",
            "Tidak dipungut biaya",
            "30 hari kerja",
        ] {
            assert!(sheet.contains(text), "{text} is missing: {sheet}");
        }
        assert!(
            !sheet.contains("tidak jadi"),
            "a holder is no part of what is granted"
        );
        assert_eq!(status(&officer, &case).await, "Penelaahan", "nothing is sent yet");

        // What was typed and the file wait on the form.
        let again = officer.get(&format!("{case}/jawab")).await.expect(200);
        assert!(again.text("#answer_1").contains("Realisasi <100%>"));
        assert!(again.text(".tb-kept").contains("realisasi.pdf"));

        let send = format!("{case}/jawab/kirim");
        let form = check.form(&send);
        assert_eq!(officer.post(&send, &form).await.location(), case);
        assert_eq!(status(&officer, &case).await, "Dikabulkan seluruhnya");
        assert_eq!(
            officer.post(&send, &form).await.location(),
            case,
            "a second press does nothing more"
        );
        let page = officer.get(&case).await.expect(200);
        assert_eq!(
            page.texts(".tb-timeline h3")
                .iter()
                .filter(|title| *title == "Jawaban disampaikan")
                .count(),
            1
        );
        let href = page
            .attribute(".tb-item a[href*=\"/berkas/\"]", "href")
            .expect("the file of the item");
        assert_eq!(officer.get(&href).await.expect(200).body.as_bytes(), PDF);
        let html = page.html();
        let links = scraper::Selector::parse("section[aria-labelledby=surat] a").expect("a selector");
        let notice = html
            .select(&links)
            .find(|link| link.text().collect::<String>() == "Pemberitahuan tertulis")
            .and_then(|link| link.value().attr("href"))
            .expect("the notice")
            .to_owned();
        let letter = officer.get(&notice).await.expect(200);
        assert_eq!(letter.text("h1"), "Pemberitahuan tertulis");
        assert!(letter.text("main").contains("realisasi.pdf"));
    })
    .await;
}

#[rocket::async_test]
async fn every_fault_is_told_at_once_and_nothing_is_lost() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let number = CaseBuilder::new()
            .with(|form| form.items = ["A", "B", "C", "D", "E"].map(str::to_owned).to_vec())
            .file(app)
            .await
            .registration_no;
        let case = page_of(&number);
        complete(&officer, &case).await;
        let typed = [
            ("outcome_1", "granted_partial"),
            ("answer_1", "Sebagian"),
            ("outcome_2", "not_held"),
            ("answer_2", "Bukan kami"),
            ("outcome_3", "not_documented"),
            ("answer_3", "Belum ada"),
            ("available_on_3_day", "31"),
            ("available_on_3_month", "2"),
            ("available_on_3_year", "2027"),
            ("outcome_4", "refused"),
            ("answer_4", "Tidak boleh"),
            ("promised_on_year", "2025"),
            ("tindakan", "periksa"),
        ];
        let good = ("files[1]", "a.pdf", "application/pdf", PDF);
        let bad = (
            "files[2]",
            "b.exe",
            "application/octet-stream",
            &b"MZ\x90\x00"[..],
        );
        let refused = write(&officer, &case, &typed, &[good, bad]).await.expect(422);
        let targets = |page: &Answer| {
            let html = page.html();
            let links = scraper::Selector::parse(".govuk-error-summary a").expect("a selector");
            let hrefs = html.select(&links).filter_map(|link| link.value().attr("href"));
            hrefs.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(
            targets(&refused),
            ["#files[2]"],
            "first the file that cannot be kept"
        );
        assert!(
            refused.text(".tb-kept").contains("a.pdf"),
            "the good file is kept"
        );
        let refused = write(&officer, &case, &typed, &[]).await.expect(422);
        assert_eq!(
            targets(&refused),
            [
                "#available_on_3",
                "#holder_2",
                "#outcome_5",
                "#promised_on",
                "#outcome_1",
                "#outcome_4"
            ]
        );
        for target in targets(&refused) {
            assert!(
                refused.has(&format!("[id=\"{}\"]", &target[1..])),
                "{target} leads nowhere"
            );
        }
        assert_eq!(refused.text("#answer_2"), "Bukan kami");
        assert!(
            refused.has("input[value=refused][disabled]"),
            "refusal is seen and cannot be chosen"
        );

        let typed = [
            ("outcome_1", "granted_full"),
            ("holder_unknown_2", "ya"),
            ("available_on_3_day", "1"),
            ("available_on_3_month", "3"),
            ("outcome_4", "forwarded"),
            ("holder_4", "Kementerian Keuangan"),
            ("outcome_5", "granted_full"),
            ("answer_5", "Ya"),
            ("promised_on_year", "2026"),
            ("tindakan", "simpan"),
        ];
        let saved = write(&officer, &case, &typed, &[]).await;
        assert_eq!(saved.location(), format!("{case}/jawab"));
        let checked = write(&officer, &case, &[("tindakan", "periksa")], &[]).await;
        let check = officer.get(checked.location()).await.expect(200);
        let sheet = check.text(".tb-sheet");
        for text in [
            "Tidak diketahui",
            "1 Maret 2027",
            "Kementerian Keuangan",
            "Dikabulkan sebagian",
        ] {
            assert!(sheet.contains(text), "{text} is missing: {sheet}");
        }
        let english = officer
            .get(&format!("{}?lang=en", checked.location()))
            .await
            .expect(200);
        assert!(english.text(".tb-sheet").contains("Written notice"));
    })
    .await;
}

#[rocket::async_test]
async fn a_kept_file_can_be_taken_away() {
    on_each_engine(async |app| {
        let (officer, case) = under_review(app).await;
        let files = [("files[1]", "salah.pdf", "application/pdf", PDF)];
        write(&officer, &case, &[("tindakan", "simpan")], &files)
            .await
            .location();
        let form = officer.get(&format!("{case}/jawab")).await.expect(200);
        let id = form.attribute(".tb-kept input", "value").expect("a kept file");
        write(&officer, &case, &[("tindakan", "simpan"), ("hapus", &id)], &[])
            .await
            .location();
        assert!(
            !officer
                .get(&format!("{case}/jawab"))
                .await
                .expect(200)
                .has(".tb-kept")
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_is_sent_is_what_was_looked_at_on_the_case_as_it_was() {
    on_each_engine(async |app| {
        let (officer, case) = under_review(app).await;
        let typed = [
            ("outcome_1", "granted_full"),
            ("answer_1", "Pertama"),
            ("tindakan", "periksa"),
        ];
        let check = write(&officer, &case, &typed, &[]).await;
        let send = format!("{case}/jawab/kirim");
        let form = officer.get(check.location()).await.expect(200).form(&send);
        write(
            &officer,
            &case,
            &[("answer_1", "Kedua"), ("tindakan", "simpan")],
            &[],
        )
        .await
        .location();
        assert_eq!(officer.post(&send, &form).await.location(), check.location());
        assert_eq!(status(&officer, &case).await, "Penelaahan");

        let form = officer.get(check.location()).await.expect(200).form(&send);
        let other = app.ppid(UNIT).await;
        done(
            &other,
            &case,
            "minta-penjelasan",
            &[("question", "Tahun berapa?")],
        )
        .await;
        assert_eq!(
            officer.post(&send, &form).await.location(),
            format!("{case}/jawab")
        );
        let stale = officer.get(&format!("{case}/jawab")).await.expect(200);
        assert_eq!(
            stale.texts(".tb-timeline h3"),
            ["Penjelasan diminta kepada pemohon"]
        );
        assert_eq!(stale.text("#answer_1"), "Kedua");
        assert_eq!(status(&officer, &case).await, "Penelaahan");
        assert!(
            !other
                .get(&format!("{case}/jawab"))
                .await
                .expect(200)
                .body
                .contains("Kedua"),
            "a desk is one's own"
        );
    })
    .await;
}

#[rocket::async_test]
async fn information_is_delivered_and_the_case_closed() {
    on_each_engine(async |app| {
        let (officer, case) = under_review(app).await;
        let typed = [
            ("outcome_1", "granted_full"),
            ("answer_1", "Terlampir"),
            ("tindakan", "periksa"),
        ];
        let check = write(&officer, &case, &typed, &[]).await;
        let send = format!("{case}/jawab/kirim");
        let form = officer.get(check.location()).await.expect(200).form(&send);
        officer.post(&send, &form).await.location();
        let date = [("on_day", "24"), ("on_month", "11"), ("on_year", "2026")];
        let step = |extra: [(&'static str, &'static str); 1]| [date.as_slice(), &extra].concat();
        let action = format!("{case}/serahkan");
        let refused = officer
            .submit(&action, &action, &step([("proof", "")]))
            .await
            .expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#proof")
        );
        assert_eq!(refused.attribute("#on", "value").as_deref(), Some("24"));
        // What a browser would not send is refused all the same, and kept.
        let long = "a".repeat(2_001);
        let typed = [date.as_slice(), &[("proof", long.as_str())]].concat();
        let refused = officer.submit(&action, &action, &typed).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#proof")
        );
        assert!(refused.errors()[0].contains("2000"), "{:?}", refused.errors());
        assert_eq!(refused.text("#proof").trim().len(), 2_001);
        done(
            &officer,
            &case,
            "serahkan",
            &step([("proof", "Surel 24 November")]),
        )
        .await;
        let action = format!("{case}/tutup");
        let early = officer
            .submit(&action, &action, &[("basis", "time_over")])
            .await
            .expect(422);
        assert!(
            early.errors()[0].contains("Baru dapat dilakukan mulai"),
            "{:?}",
            early.errors()
        );
        let silent = officer
            .submit(&action, &action, &[("basis", "accepts")])
            .await
            .expect(422);
        assert_eq!(
            silent.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#note")
        );
        let typed = [("basis", "accepts"), ("note", "Lewat telepon")];
        done(&officer, &case, "tutup", &typed).await;
        assert_eq!(status(&officer, &case).await, "Selesai");
        let late = officer.get(&format!("{case}/jawab")).await.expect(200);
        assert!(late.has("main .govuk-warning-text") && !late.has("main form[method=post]"));
    })
    .await;
}
