//! The desk form: once, and with the true arrival.

use time::macros::datetime;

use super::desk::{UNIT, page_of};
use crate::support::{Answer, Person, on_each_engine};

const ACTION: &str = "/petugas/permohonan/baru";

const TYPED: [(&str, &str); 12] = [
    ("channel", "letter"),
    ("received_day", "20"),
    ("received_month", "11"),
    ("received_year", "2026"),
    ("received_time", "9.15"),
    ("full_name", "Daeng Rewa"),
    ("nik", "7371011203900001"),
    ("address", "Jl. Cendrawasih 1"),
    ("phone", "0812 3456 7890"),
    ("subject", "Jumlah penghuni"),
    ("items", "Jumlah penghuni 2024\n\nJumlah penghuni 2025"),
    ("purpose", "Skripsi"),
];
const MODES: [(&str, &str); 2] = [("access_mode", "copy_paper"), ("delivery_mode", "post")];

async fn form(officer: &Person) -> Vec<(String, String)> {
    officer.get(ACTION).await.expect(200).form(ACTION)
}

fn typed<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut all: Vec<(&str, &str)> = TYPED.into_iter().chain(MODES).collect();
    all.retain(|(name, _)| !changes.iter().any(|(other, _)| name == other));
    all.extend(changes);
    all
}

fn targets(page: &Answer) -> Vec<String> {
    let html = page.html();
    let links = scraper::Selector::parse(".govuk-error-summary a").expect("a selector");
    let hrefs = html.select(&links).filter_map(|link| link.value().attr("href"));
    hrefs.map(str::to_owned).collect()
}

#[rocket::async_test]
async fn a_letter_keeps_the_day_it_came_and_is_registered_once() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let form = form(&officer).await;
        let first = officer.resubmit(form.clone(), ACTION, &typed(&[])).await;
        assert_eq!(
            first.location(),
            format!("{}/tanda-terima", page_of("LAPAS-MAKASSAR-2026-0001"))
        );
        let again = officer.resubmit(form, ACTION, &typed(&[])).await;
        assert_eq!(
            again.location(),
            first.location(),
            "the same form gives the same number"
        );
        let receipt = officer.get(first.location()).await.expect(200);
        let text = receipt.text("main");
        for part in [
            "Daeng Rewa",
            "Jumat, 20 November 2026 pukul 09.15 WITA",
            "Surat",
            "Jumlah penghuni 2025",
        ] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
        let case = officer
            .get(&page_of("LAPAS-MAKASSAR-2026-0001"))
            .await
            .expect(200);
        assert!(
            case.text(".tb-badges").contains("Jumat, 4 Desember 2026"),
            "counted from the arrival"
        );
        assert_eq!(case.texts(".tb-item").len(), 2);
        assert!(case.text(".tb-timeline").contains("Nama officer, Petugas"));
        assert_eq!(officer.get("/petugas").await.texts("tbody th").len(), 1);
    })
    .await;
}

#[rocket::async_test]
async fn every_fault_is_shown_and_every_file_kept() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let page = officer.get(ACTION).await.expect(200);
        assert_eq!(
            page.attribute("#received", "value").as_deref(),
            Some("24"),
            "today is filled in"
        );
        let mut sent = page.form(ACTION);
        let set = |sent: &mut Vec<(String, String)>, name: &str, value: &str| {
            sent.retain(|(other, _)| other != name);
            sent.push((name.to_owned(), value.to_owned()));
        };
        set(&mut sent, "full_name", "Daeng & Rewa");
        set(&mut sent, "nik", "7371");
        set(&mut sent, "phone", "0812");
        set(&mut sent, "email", "rewa@");
        set(&mut sent, "received_time", "setengah sepuluh");
        let pdf: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
        let files = [("file_identity", "ktp.pdf", "application/pdf", pdf)];
        let refused = officer.upload(ACTION, &sent, &files).await.expect(422);
        let found = targets(&refused);
        for field in ["nik", "phone", "email", "subject", "items", "received_time"] {
            assert!(found.contains(&format!("#{field}")), "{field}: {found:?}");
        }
        let below = |target: &String| refused.body.find(&format!("id=\"{}\"", &target[1..]));
        assert!(
            found.is_sorted_by_key(below),
            "told from top to bottom: {found:?}"
        );
        for field in ["address", "purpose", "access_mode", "delivery_mode"] {
            assert!(
                !found.contains(&format!("#{field}")),
                "{field} may be absent: {found:?}"
            );
        }
        for target in &found {
            assert!(
                refused.has(&format!("[id=\"{}\"]", &target[1..])),
                "{target} leads nowhere"
            );
        }
        assert_eq!(
            refused.attribute("#full_name", "value").as_deref(),
            Some("Daeng & Rewa")
        );
        assert!(refused.text(".tb-kept").contains("identitas-"));
        let done = officer
            .resubmit(refused.form(ACTION), ACTION, &typed(&[("email", "")]))
            .await;
        let case = done.location().replace("/tanda-terima", "");
        assert!(
            officer
                .get(&case)
                .await
                .text("section[aria-labelledby=dokumen]")
                .contains("identitas-")
        );
    })
    .await;
}

#[rocket::async_test]
async fn an_arrival_lies_within_the_last_year() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let cases = [
            (
                vec![("received_day", "24"), ("received_time", "10.01")],
                "#received",
            ),
            (vec![("received_day", "25")], "#received"),
            (
                vec![("received_year", "2025"), ("received_day", "10")],
                "#received",
            ),
            (vec![("received_day", "31")], "#received"),
            (vec![("received_time", "")], "#received_time"),
            (vec![("channel", "web")], "#channel"),
        ];
        for (changes, field) in cases {
            let form = form(&officer).await;
            let page = officer.resubmit(form, ACTION, &typed(&changes)).await.expect(422);
            assert_eq!(targets(&page), [field], "{changes:?}");
        }
        app.clock.set(datetime!(2026-11-24 10:05 +8));
        let form = form(&officer).await;
        let just_now = typed(&[("received_day", "24"), ("received_time", "10:05")]);
        officer.resubmit(form, ACTION, &just_now).await.location();
    })
    .await;
}

#[rocket::async_test]
async fn nobody_registers_for_another_unit() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let form = form(&officer).await;
        let foreign = typed(&[("unit", "rutan-makassar")]);
        officer.resubmit(form, ACTION, &foreign).await.expect(403);
        let english = officer.get(&format!("{ACTION}?lang=en")).await.expect(200);
        assert_eq!(english.text("h1"), "Register a request");
    })
    .await;
}
