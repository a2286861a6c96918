//! Each plain step: taken, faulty, out of its state; and two officers on one case.

use time::macros::datetime;

use super::desk::{UNIT, complete, done, filed, page_of, status, step};
use crate::support::{CaseBuilder, Office, Person, TestApp, kinds_of_mail, on_each_engine};
use terbuka::domain::request::{Channel, Outcome};
use terbuka::services::requests::file;

async fn office(app: &TestApp) -> (Person, String) {
    (app.officer(UNIT).await, filed(app).await)
}

/// The form comes back with what is wrong with it, and with what was typed.
async fn faulty(officer: &Person, case: &str, slug: &str, typed: &[(&str, &str)], field: &str) {
    let answer = step(officer, case, slug, typed).await.expect(422);
    let target = answer.attribute(".govuk-error-summary a", "href");
    let target = target.unwrap_or_else(|| panic!("{slug}: no link to a field"));
    assert_eq!(target, format!("#{field}"), "{slug}");
    assert!(
        answer.has(&format!("[id=\"{field}\"]")),
        "{slug}: the link leads nowhere"
    );
    for (name, text) in typed.iter().filter(|(_, text)| text.len() > 10) {
        assert!(answer.body.contains(text), "{slug}: {name} was lost");
    }
}

/// The step's page says why not, and its form is gone.
async fn unavailable(officer: &Person, case: &str, slugs: &[&str]) {
    for slug in slugs {
        let page = officer.get(&format!("{case}/{slug}")).await.expect(200);
        assert!(
            page.has("main .govuk-warning-text"),
            "{slug} should not be offered"
        );
        assert!(!page.has("main form[method=post]"), "{slug} should have no form");
    }
}

#[rocket::async_test]
async fn an_incomplete_request_is_completed() {
    on_each_engine(async |app| {
        let (officer, case) = office(app).await;
        unavailable(
            &officer,
            &case,
            &["perbaikan", "surat-diterima", "perpanjang", "serahkan", "tutup"],
        )
        .await;
        faulty(
            &officer,
            &case,
            "tidak-lengkap",
            &[("missing", ""), ("note", "Tolong lengkapi KTP")],
            "missing",
        )
        .await;
        let chosen = [("missing", "identity_document"), ("note", "")];
        faulty(&officer, &case, "tidak-lengkap", &chosen, "note").await;
        let typed = [
            ("missing", "deed"),
            ("missing", "contact"),
            ("note", "Akta & kontak"),
        ];
        done(&officer, &case, "tidak-lengkap", &typed).await;
        assert_eq!(status(&officer, &case).await, "Perlu dilengkapi");
        let date = |day| [("on_day", day), ("on_month", "11"), ("on_year", "2026")];
        faulty(&officer, &case, "surat-diterima", &date("31"), "on").await;
        faulty(&officer, &case, "surat-diterima", &date("25"), "on").await;
        faulty(&officer, &case, "surat-diterima", &date("23"), "on").await;
        done(&officer, &case, "surat-diterima", &date("24")).await;
        unavailable(&officer, &case, &["surat-diterima", "tidak-ditindaklanjuti"]).await;
        let fix = |day, note| [date(day).as_slice(), &[("note", note)]].concat();
        faulty(&officer, &case, "perbaikan", &fix("24", ""), "note").await;
        // The day it arrived, not the day it is typed in: neither before the letter came nor in the future.
        for day in ["", "23", "25"] {
            let typed = fix(day, "Akta diserahkan di meja");
            faulty(&officer, &case, "perbaikan", &typed, "on").await;
        }
        done(
            &officer,
            &case,
            "perbaikan",
            &fix("24", "Akta diserahkan di meja"),
        )
        .await;
        assert_eq!(status(&officer, &case).await, "Pemeriksaan kelengkapan");
        unavailable(&officer, &case, &["tidak-lengkap"]).await;
        complete(&officer, &case).await;
        assert_eq!(status(&officer, &case).await, "Penelaahan");
        let told = [
            "complete",
            "entered",
            "incompleteness",
            "receipt",
            "receipt_recorded",
        ];
        assert_eq!(kinds_of_mail(app).await, told, "of each change once");
    })
    .await;
}

#[rocket::async_test]
async fn a_request_nobody_completes_is_closed_with_a_note() {
    on_each_engine(async |app| {
        let (officer, case) = office(app).await;
        let typed = [("missing", "purpose"), ("note", "Tujuan belum ditulis")];
        done(&officer, &case, "tidak-lengkap", &typed).await;
        let date = [("on_day", "24"), ("on_month", "11"), ("on_year", "2026")];
        done(&officer, &case, "surat-diterima", &date).await;
        app.clock.set(datetime!(2026-12-07 10:00 +8));
        let late = app.officer(UNIT).await;
        faulty(&late, &case, "tidak-ditindaklanjuti", &[("note", " ")], "note").await;
        done(
            &late,
            &case,
            "tidak-ditindaklanjuti",
            &[("note", "Tidak dilengkapi")],
        )
        .await;
        assert_eq!(status(&late, &case).await, "Tidak ditindaklanjuti");
    })
    .await;
}

#[rocket::async_test]
async fn a_question_is_asked_and_answered_and_the_clock_runs_on() {
    on_each_engine(async |app| {
        let (officer, case) = office(app).await;
        complete(&officer, &case).await;
        unavailable(&officer, &case, &["penjelasan"]).await;
        faulty(
            &officer,
            &case,
            "minta-penjelasan",
            &[("question", "")],
            "question",
        )
        .await;
        done(
            &officer,
            &case,
            "minta-penjelasan",
            &[("question", "Tahun berapa?")],
        )
        .await;
        unavailable(&officer, &case, &["minta-penjelasan"]).await;
        let page = officer.get(&case).await.expect(200);
        assert!(page.text("main .tb-badges").contains("Menunggu pemohon"));
        assert!(page.text("main .tb-badges").contains("hari kerja lagi"));
        faulty(&officer, &case, "penjelasan", &[("reply", "")], "reply").await;
        done(
            &officer,
            &case,
            "penjelasan",
            &[("reply", "Tahun 2025, lewat telepon")],
        )
        .await;
        assert!(officer.get(&case).await.text(".tb-thread").contains("Tahun 2025"));
    })
    .await;
}

#[rocket::async_test]
async fn the_time_is_extended_once() {
    on_each_engine(async |app| {
        let (officer, case) = office(app).await;
        complete(&officer, &case).await;
        let page = officer.get(&format!("{case}/perpanjang")).await.expect(200);
        let dates = page.text("main dl");
        assert!(
            dates.contains("8 Desember 2026") && dates.contains("17 Desember 2026"),
            "{dates}"
        );
        faulty(
            &officer,
            &case,
            "perpanjang",
            &[("note", "Data belum dihimpun")],
            "reason",
        )
        .await;
        faulty(
            &officer,
            &case,
            "perpanjang",
            &[("reason", "not_yet_held"), ("note", "")],
            "note",
        )
        .await;
        let typed = [("reason", "not_yet_held"), ("note", "Data masih dihimpun")];
        done(&officer, &case, "perpanjang", &typed).await;
        let page = officer.get(&case).await.expect(200);
        assert!(page.text("main .tb-badges").contains("17 Desember 2026"));
        assert!(page.has("a[href$=\"/tenggat/D08\"]"));
        unavailable(&officer, &case, &["perpanjang"]).await;
    })
    .await;
}

#[rocket::async_test]
async fn routing_needs_a_unit_and_a_reason() {
    on_each_engine(async |app| {
        let (officer, case) = office(app).await;
        faulty(
            &officer,
            &case,
            "teruskan",
            &[("to", ""), ("reason", "Bukan data kami")],
            "to",
        )
        .await;
        faulty(
            &officer,
            &case,
            "teruskan",
            &[("to", "rutan-makassar"), ("reason", "")],
            "reason",
        )
        .await;
        let page = officer
            .get(&format!("{case}/teruskan?cari=RUTAN"))
            .await
            .expect(200);
        let units = page.texts("select option");
        assert!(
            units.len() > 1
                && units
                    .iter()
                    .skip(1)
                    .all(|unit| unit.to_lowercase().contains("rumah tahanan")),
            "{units:?}"
        );
        let none = officer
            .get(&format!("{case}/teruskan?cari=zzz"))
            .await
            .expect(200);
        assert!(none.text("main").contains("Tidak ada unit yang cocok dengan zzz"));
        let page = officer.get(&format!("{case}/teruskan")).await.expect(200);
        assert!(
            !page.has(&format!("option[value=\"{UNIT}\"]")),
            "the unit itself is no choice"
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_second_officer_is_shown_what_the_first_one_did() {
    on_each_engine(async |app| {
        let (first, case) = office(app).await;
        let second = app.ppid(UNIT).await;
        let action = format!("{case}/minta-penjelasan");
        let form = second.get(&action).await.expect(200).form(&action);
        complete(&first, &case).await;
        let typed = [("question", "Apakah yang dimaksud tahun 2025?")];
        let stale = second.resubmit(form, &action, &typed).await.expect(409);
        assert!(
            stale
                .text("main .govuk-notification-banner")
                .contains("Orang lain mengubah")
        );
        assert_eq!(
            stale.texts("main .tb-timeline h3"),
            ["Permohonan dinyatakan lengkap"]
        );
        assert!(stale.text("main .tb-timeline").contains("Nama officer"));
        assert_eq!(stale.text("textarea"), "Apakah yang dimaksud tahun 2025?");
        let form = stale.form(&action);
        assert_eq!(second.post(&action, &form).await.location(), case);

        // When the step itself is gone, what was typed is still there to be copied.
        let action = format!("{case}/cabut");
        let form = second.get(&action).await.expect(200).form(&action);
        done(&first, &case, "cabut", &[("reason", "Surat kemarin")]).await;
        let gone = second
            .resubmit(form, &action, &[("reason", "Datang sendiri")])
            .await
            .expect(409);
        assert!(!gone.has("main form[method=post]"));
        assert!(gone.text("main").contains("Datang sendiri"));
    })
    .await;
}

/// UU 14/2008 Ps 36(1): the time for an objection runs from receipt, and nobody knows yet when a letter arrives.
#[rocket::async_test]
async fn an_answer_on_paper_is_not_closed_before_it_is_received() {
    on_each_engine(async |app| {
        let builder = CaseBuilder::new().with(|form| {
            form.email.clear();
            "post".clone_into(&mut form.delivery_mode);
            "copy_paper".clone_into(&mut form.access_mode);
        });
        let mut filing = builder.filing(app);
        filing.channel = Channel::Letter;
        let number = file(&app.ctx, filing).await.expect("a case").registration_no;
        let case = page_of(&number);
        let office = Office::open(app, UNIT).await;
        office
            .answer(&number, Outcome::NotHeld, "Tidak kami kuasai.", None)
            .await;

        app.clock.set(datetime!(2027-06-01 10:00 +8));
        let officer = app.officer(UNIT).await;
        let over = [("basis", "time_over"), ("note", "")];
        let refused = step(&officer, &case, "tutup", &over).await.expect(422);
        assert!(
            refused.text(".govuk-error-summary").contains("belum dicatat"),
            "{}",
            refused.body
        );

        let date = |day, month, proof| {
            [
                ("on_day", day),
                ("on_month", month),
                ("on_year", "2027"),
                ("proof", proof),
            ]
        };
        faulty(
            &officer,
            &case,
            "pemberitahuan-diterima",
            &date("1", "1", ""),
            "proof",
        )
        .await;
        faulty(
            &officer,
            &case,
            "pemberitahuan-diterima",
            &date("2", "6", "Resi 123"),
            "on",
        )
        .await;
        done(
            &officer,
            &case,
            "pemberitahuan-diterima",
            &date("25", "5", "Resi 123"),
        )
        .await;
        unavailable(&officer, &case, &["pemberitahuan-diterima"]).await;
        assert!(kinds_of_mail(app).await.contains(&"receipt_recorded".to_owned()));
        let early = step(&officer, &case, "tutup", &over).await.expect(422);
        assert!(!early.text(".govuk-error-summary").contains("belum dicatat"));
        app.clock.set(datetime!(2027-08-30 10:00 +8));
        let officer = app.officer(UNIT).await;
        done(&officer, &case, "tutup", &over).await;
        assert_eq!(status(&officer, &case).await, "Selesai");
    })
    .await;
}
