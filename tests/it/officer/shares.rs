//! One request over several units: each prepares its share and sees nothing else, one answers, and the applicant sees who has what.

use terbuka::domain::unit::SuccessionKind;
use terbuka::services::audit::{Finding, check_case};
use terbuka::services::requests::{CaseKey, for_staff};
use terbuka::services::units::{self, Change, Wanted};
use time::Duration;

use super::desk::{UNIT, complete, page_of, status};
use crate::support::{CaseBuilder, Person, TestApp, on_each_engine, viewer};

const OTHER: &str = "rutan-makassar";
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
/// Words that only the two offices read.
const NOTE: &str = "Jumlah penghuni per blok tahun 2025.";
const MATERIAL: &str = "Blok A 120 orang; nama penghuni dikecualikan.";

/// A request for two things, checked.
async fn under_review(app: &TestApp, officer: &Person) -> (String, String) {
    let filed = CaseBuilder::new()
        .with(|form| form.items = ["Jumlah penghuni", "Anggaran makan"].map(str::to_owned).to_vec())
        .file(app)
        .await;
    complete(officer, &page_of(&filed.registration_no)).await;
    (filed.registration_no, filed.token.expose().to_owned())
}

/// What the officer types to share the first item, wanted in so many days.
fn wanted(app: &TestApp, days: i64) -> Vec<(&'static str, String)> {
    let on = app.ctx.today(app.ctx.zone()) + Duration::days(days);
    vec![
        ("share_items", "1".to_owned()),
        ("to", OTHER.to_owned()),
        ("wanted_on_day", on.day().to_string()),
        ("wanted_on_month", u8::from(on.month()).to_string()),
        ("wanted_on_year", on.year().to_string()),
        ("note", NOTE.to_owned()),
    ]
}

async fn ask(officer: &Person, number: &str, typed: &[(&'static str, String)]) -> crate::support::Answer {
    let action = format!("{}/bagikan", page_of(number));
    let typed: Vec<(&str, &str)> = typed.iter().map(|(name, text)| (*name, text.as_str())).collect();
    officer.submit(&action, &action, &typed).await
}

async fn hand_in(
    person: &Person,
    share: &str,
    text: &str,
    files: &[(&str, &str, &str, &[u8])],
) -> crate::support::Answer {
    let action = format!("{share}/serahkan");
    let mut form = person.get(share).await.expect(200).form(&action);
    form.retain(|(name, _)| name != "text");
    form.push(("text".to_owned(), text.to_owned()));
    person.upload(&action, &form, files).await
}

#[rocket::async_test]
async fn a_share_is_asked_for_prepared_and_taken_into_the_answer() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let (number, token) = under_review(app, &officer).await;
        let case = page_of(&number);
        let done = ask(&officer, &number, &wanted(app, 3)).await;
        assert_eq!(done.location(), case);

        // The other unit: its list, and a page that shows the share and nothing of who asks.
        let other = app.officer(OTHER).await;
        let list = other.get("/petugas/bagian").await.expect(200);
        assert_eq!(list.texts("tbody tr").len(), 1);
        let share = list.attribute("tbody a", "href").expect("a share");
        let page = other.get(&share).await.expect(200);
        assert!(page.text("main").contains("Jumlah penghuni") && page.text("main").contains(NOTE));
        for hidden in [
            "Anggaran makan",
            "Andi Baso Contoh",
            "andi.baso@example.org",
            "7371",
        ] {
            assert!(
                !page.body.contains(hidden),
                "{hidden} is no business of the other unit"
            );
        }
        other.get(&case).await.expect(404);
        officer.get(&share).await.expect(404);
        officer.get("/petugas/bagian").await.expect(200);
        let english = other.get(&format!("{share}?lang=en")).await.expect(200);
        assert!(english.body.contains("Hand in material"));
        other.get(&format!("{share}?lang=id")).await.expect(200);

        // Nothing handed in: the page says what is missing.
        let refused = hand_in(&other, &share, "  ", &[]).await.expect(422);
        assert!(refused.has("#text-error"));
        let files = [("files", "blok.pdf", "application/pdf", PDF)];
        assert_eq!(hand_in(&other, &share, MATERIAL, &files).await.location(), share);
        let page = other.get(&share).await.expect(200);
        assert!(!page.has("form[action$=\"/serahkan\"]"), "it is over");
        let own = page
            .attribute("a[href*=\"/berkas/\"]", "href")
            .expect("its own file");
        assert_eq!(other.get(&own).await.expect(200).body.as_bytes(), PDF);

        // The office that answers reads it; the applicant sees who has what, and not the material.
        let file = officer.get(&case).await.expect(200);
        assert!(file.text("section[aria-labelledby=bagian]").contains(MATERIAL));
        let href = file
            .attribute("section[aria-labelledby=bagian] a", "href")
            .expect("a file");
        assert_eq!(officer.get(&href).await.expect(200).body.as_bytes(), PDF);
        other.get(&href).await.expect(404);
        let applicant = app.anonymous().await;
        let page = applicant.get(&format!("/lacak/{token}")).await.expect(200);
        assert!(page.text("main").contains("Rumah Tahanan Negara"));
        assert!(page.text("main").contains("Bahan diserahkan"));
        for hidden in [NOTE, MATERIAL, "blok.pdf"] {
            assert!(!page.body.contains(hidden), "{hidden} stays inside the offices");
        }
        let id = href.rsplit('/').next().expect("an id");
        applicant
            .get(&format!("/lacak/{token}/berkas/{id}"))
            .await
            .expect(404);

        // The file goes into the answer as it is, once, however often it is chosen.
        let form = officer.get(&format!("{case}/jawab")).await.expect(200);
        assert!(form.text("main").contains(MATERIAL));
        assert_eq!(
            form.attribute("input[name=\"material[1]\"]", "value").as_deref(),
            Some(id)
        );
        assert!(!form.has("input[name=\"material[2]\"]"));
        let typed = [
            ("outcome_1", "granted_full"),
            ("answer_1", "Terlampir."),
            ("outcome_2", "not_held"),
            ("holder_unknown_2", "ya"),
            ("answer_2", "Tidak kami kuasai."),
            ("material[1]", id),
            ("tindakan", "periksa"),
        ];
        let action = format!("{case}/jawab");
        let again = officer.submit(&action, &action, &typed).await;
        assert_eq!(again.location(), format!("{case}/jawab/periksa"));
        officer.submit(&action, &action, &typed).await;
        let check = officer.get(&format!("{case}/jawab/periksa")).await.expect(200);
        assert_eq!(check.text(".tb-sheet").matches("blok.pdf").count(), 1);
        let send = format!("{case}/jawab/kirim");
        officer.post(&send, &check.form(&send)).await.expect(303);
        assert_eq!(status(&officer, &case).await, "Dikabulkan sebagian");
        let page = applicant.get(&format!("/lacak/{token}")).await.expect(200);
        let href = page
            .attribute("a[href*=\"/berkas/\"]", "href")
            .expect("the answer");
        assert_eq!(applicant.get(&href).await.expect(200).body.as_bytes(), PDF);

        // The auditor sees the progress and that nothing was changed, and not what was prepared.
        let auditor = app.auditor().await;
        let page = auditor
            .get(&format!("/auditor/permohonan/{number}"))
            .await
            .expect(200);
        assert!(
            page.text("section[aria-labelledby=bagian]")
                .contains("Rumah Tahanan Negara")
        );
        assert!(!page.body.contains(MATERIAL));
        assert!(audited(app, &number).await.is_empty());
        app.tamper("UPDATE share_files SET name = 'lain.pdf'").await;
        app.tamper("UPDATE request_shares SET status = 'returned'").await;
        let found = audited(app, &number).await;
        assert!(found.contains(&Finding::Case), "{found:?}");
        assert!(
            found.iter().any(|one| matches!(one, Finding::Content { .. })),
            "{found:?}"
        );
    })
    .await;
}

async fn audited(app: &TestApp, number: &str) -> Vec<Finding> {
    let officer = viewer(app, terbuka::domain::actor::Role::Officer, UNIT).await;
    let file = for_staff(&app.ctx, &officer, &CaseKey::Number(number.to_owned()))
        .await
        .expect("a case");
    check_case(&app.ctx, &file.page).await.expect("a check").findings
}

#[rocket::async_test]
async fn a_share_that_lacks_something_is_refused_and_nothing_is_lost() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let (number, _) = under_review(app, &officer).await;
        let change = |field: &'static str, text: &str| {
            let mut typed = wanted(app, 3);
            typed.retain(|(name, _)| *name != field);
            typed.push((field, text.to_owned()));
            typed
        };
        for (typed, field) in [
            (change("share_items", "7"), "share_items"),
            (change("to", "tidak-ada"), "to"),
            (change("to", UNIT), "to"),
            (change("wanted_on_day", "32"), "wanted_on"),
            (wanted(app, -1), "wanted_on"),
            (wanted(app, 60), "wanted_on"),
            (change("note", " "), "note"),
        ] {
            let page = ask(&officer, &number, &typed).await.expect(422);
            assert!(
                page.has(&format!("#{field}-error")),
                "{field}: {:?}",
                page.errors()
            );
            if field != "note" {
                assert_eq!(page.text("#note"), NOTE, "what was typed is kept");
            }
        }
        ask(&officer, &number, &wanted(app, 3)).await.expect(303);
        let page = ask(&officer, &number, &wanted(app, 3)).await.expect(422);
        assert!(page.has("#to-error"), "the unit has it already");
    })
    .await;
}

#[rocket::async_test]
async fn a_share_is_handed_in_once_and_not_after_it_was_recalled() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let (number, _) = under_review(app, &officer).await;
        ask(&officer, &number, &wanted(app, 3)).await.expect(303);
        let share = format!("/petugas/bagian/{number}/1");
        let (one, two) = (app.officer(OTHER).await, app.ppid(OTHER).await);
        let action = format!("{share}/serahkan");
        let fields = async |person: &Person| {
            let mut form = person.get(&share).await.expect(200).form(&action);
            form.retain(|(name, _)| name != "text");
            form.push(("text".to_owned(), MATERIAL.to_owned()));
            form
        };
        let (first, second) = (fields(&one).await, fields(&two).await);
        let (a, b) = futures::join!(one.post(&action, &first), two.post(&action, &second));
        let mut told = [a.status, b.status];
        told.sort_unstable();
        assert_eq!(told, [303, 409]);
        let late = if a.status == 409 { a } else { b };
        assert!(late.text(".govuk-error-summary").contains("sudah selesai"));
        assert!(
            late.text("#unsent").contains(MATERIAL),
            "what was typed is not lost"
        );

        ask(&officer, &number, &wanted(app, 3)).await.expect(303);
        let step = format!("{}/tarik-bagian", page_of(&number));
        let refused = officer
            .submit(&step, &step, &[("reason", "Sudah ada.")])
            .await
            .expect(422);
        assert!(refused.has("#share-error"));
        officer
            .submit(&step, &step, &[("share", "2"), ("reason", "Sudah ada.")])
            .await
            .expect(303);
        let second = format!("/petugas/bagian/{number}/2");
        let page = one.get(&second).await.expect(200);
        assert!(page.text("main").contains("Ditarik") && page.text("main").contains("Sudah ada."));
        let mut form = vec![("csrf".to_owned(), one.token().await)];
        form.push(("reason".to_owned(), "Bukan pada kami.".to_owned()));
        one.post(&format!("{second}/kembalikan"), &form).await.expect(409);
    })
    .await;
}

#[rocket::async_test]
async fn a_decree_that_takes_a_share_away_is_told_to_the_unit_that_answers() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let (number, _) = under_review(app, &officer).await;
        let name = &officer.username;
        app.tamper(&format!(
            "UPDATE users SET email = 'lapas@example.go.id' WHERE username = '{name}'"
        ))
        .await;
        ask(&officer, &number, &wanted(app, 3)).await.expect(303);
        terbuka::services::notifications::deliver_due(&app.ctx)
            .await
            .expect("delivered");
        app.mail.take();
        let elsewhere = Wanted {
            unit: OTHER.to_owned(),
            kind: Some(SuccessionKind::Move),
            effective_on: Some(app.ctx.today(app.ctx.zone())),
            legal_basis: "Kepmen 7/2026".to_owned(),
            change: Change {
                body: Some("Kementerian Hukum".to_owned()),
                parent: Some(String::new()),
                ..Change::default()
            },
            ..Wanted::default()
        };
        units::apply(&app.ctx, None, &elsewhere, None)
            .await
            .expect("a decree");
        terbuka::services::notifications::deliver_due(&app.ctx)
            .await
            .expect("delivered");
        let sent = app.mail.take();
        let told: Vec<_> = sent
            .iter()
            .filter(|mail| mail.to == "lapas@example.go.id")
            .collect();
        assert_eq!(told.len(), 1, "{sent:?}");
        assert!(told[0].text.contains("ditarik kembali"), "{}", told[0].text);
        assert!(told[0].text.contains(&page_of(&number)), "{}", told[0].text);
        let case = officer.get(&page_of(&number)).await.expect(200).text("main");
        assert!(
            case.contains("Kepmen 7/2026"),
            "why, for whoever reads the case: {case}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn both_offices_are_told_by_mail_without_a_word_of_the_case() {
    on_each_engine(async |app| {
        let officer = app.officer(UNIT).await;
        let (number, _) = under_review(app, &officer).await;
        let other = app.officer(OTHER).await;
        for (person, address) in [(&officer, "lapas@example.go.id"), (&other, "rutan@example.go.id")] {
            let name = &person.username;
            app.tamper(&format!(
                "UPDATE users SET email = '{address}' WHERE username = '{name}'"
            ))
            .await;
        }
        app.mail.take();
        ask(&officer, &number, &wanted(app, 3)).await.expect(303);
        hand_in(&other, &format!("/petugas/bagian/{number}/1"), MATERIAL, &[])
            .await
            .expect(303);
        terbuka::services::notifications::deliver_due(&app.ctx)
            .await
            .expect("delivered");
        let sent = app.mail.take();
        let to = |address: &str| sent.iter().filter(|mail| mail.to == address).collect::<Vec<_>>();
        let asked = to("rutan@example.go.id");
        assert_eq!(asked.len(), 1);
        assert!(asked[0].text.contains(&format!("/petugas/bagian/{number}/1")));
        assert_eq!(to("lapas@example.go.id").len(), 1);
        assert!(
            to("andi.baso@example.org")
                .iter()
                .any(|mail| mail.subject.contains("unit lain"))
        );
        for mail in &sent {
            assert!(
                !mail.text.contains(NOTE) && !mail.text.contains(MATERIAL) && !mail.html.contains(MATERIAL)
            );
        }
    })
    .await;
}
