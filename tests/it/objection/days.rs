//! The days of a dispute: whoever must act is told, calendars and programs have them, and what became of it is counted.

use terbuka::domain::actor::Role;
use terbuka::domain::dispute::{self, CommandKind, Told};
use terbuka::services::accounts::{self, Appoint, NewUser};
use terbuka::services::calendar_feed;
use terbuka::services::disputes::{DisputeStep, record};
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{By, ObjectionKey};
use terbuka::services::reminders::remind;
use time::{Date, Duration};

use super::{UNIT, file_of, object_to_silence, silent};
use crate::support::{TestApp, on_each_engine, viewer};

const NUMBER: &str = "KB-LAPAS-MAKASSAR-2026-0001";

fn today(app: &TestApp) -> Date {
    app.ctx.today(app.ctx.zone())
}

/// Somebody of the office who can be written to.
pub async fn staff(app: &TestApp, role: Role, email: &str) {
    let new = NewUser {
        username: email.replace('@', "."),
        full_name: "Nama Rekaan".to_owned(),
        email: Some(email.to_owned()),
    };
    let (user, _) = accounts::add_user(&app.ctx, new).await.expect("an account");
    let appointment = Appoint {
        user,
        role,
        unit: Some(app.unit(UNIT).await),
        starts_on: today(app),
        ends_on: None,
        decree: None,
    };
    accounts::appoint(&app.ctx, appointment)
        .await
        .expect("an appointment");
}

/// Records a fact as the officer is told of it today.
pub async fn fact(app: &TestApp, own: &str, kind: CommandKind, other_on: Option<Date>) {
    let officer = viewer(app, Role::Officer, UNIT).await;
    let step = DisputeStep {
        objection: ObjectionKey::Id(file_of(app, own).await.objection.row.id),
        by: By::Staff(&officer, &[Role::Officer]),
        seen_version: None,
        command: dispute::Command {
            kind,
            on: today(app),
            told: Told {
                number: "7/KI".into(),
                other_on,
                ..Told::default()
            },
            source: "Surat Komisi Informasi.".to_owned(),
        },
    };
    record(&app.ctx, step).await.expect("a lawful fact");
}

/// A dispute whose written conclusions are due before a session that lies three weeks ahead.
async fn in_session(app: &TestApp) -> String {
    let filed = silent(app).await;
    let own = object_to_silence(&app.anonymous().await, &filed).await;
    app.clock.advance(Duration::days(50));
    let ahead = Some(today(app) + Duration::days(21));
    for (kind, other) in [
        (CommandKind::RecordFiling, None),
        (CommandKind::RecordRegistration, None),
        (CommandKind::RecordSummons, Some(today(app))),
        (CommandKind::RecordDecisionSession, ahead),
    ] {
        fact(app, &own, kind, other).await;
    }
    own
}

#[rocket::async_test]
async fn each_date_is_data_at_an_address_of_its_own_and_all_are_a_calendar() {
    on_each_engine(async |app| {
        let own = in_session(app).await;
        let citizen = app.anonymous().await;
        let officer = app.officer(UNIT).await;
        let superior = app.superior(UNIT).await;
        let auditor = app.auditor().await;
        let places = [
            (&citizen, own.clone()),
            (&officer, format!("/petugas/keberatan/{NUMBER}")),
            (&superior, format!("/atasan/keberatan/{NUMBER}")),
            (&auditor, format!("/auditor/keberatan/{NUMBER}")),
        ];
        for (person, base) in &places {
            for (duty, address) in [
                ("D12", format!("{base}/tenggat/D12")),
                ("D23", format!("{base}/sengketa/tenggat/D23")),
            ] {
                let page = person.get(&address).await.expect(200);
                assert!(page.has(&format!("a[href='{address}.json']")), "{address}");
                let data = person.get(&format!("{address}.json")).await.expect(200);
                assert_eq!(data.header("Cache-Control"), Some("no-store"));
                let json: serde_json::Value = serde_json::from_str(&data.body).expect("data");
                assert_eq!(json["duty"], duty, "{json}");
                person.get(&format!("{address}.jsonx")).await.expect(404);
            }
        }
        let page = citizen.get(&own).await.expect(200);
        let calendar = format!("{own}/tenggat.ics");
        assert!(page.has(&format!("a[href='{calendar}']")));
        let days = citizen.get(&calendar).await.expect(200).body;
        assert!(
            days.contains(&format!("UID:{NUMBER}-D19@")) && days.contains(&format!("UID:{NUMBER}-D23@")),
            "{days}"
        );
        assert!(!days.contains(&own), "the secret is not in it");

        // The office has the days of the body in the calendar of its own, and others' days not.
        let secret = calendar_feed::renew(&app.ctx, &viewer(app, Role::Officer, UNIT).await)
            .await
            .expect("an address");
        let feed = app
            .anonymous()
            .await
            .get(&format!("/petugas/kalender/{}.ics", secret.expose()))
            .await
            .expect(200)
            .body;
        // Long lines are folded.
        let feed = feed.replace("\r\n ", "");
        assert!(
            feed.contains(&format!("/petugas/keberatan/{NUMBER}/sengketa/tenggat/D23")),
            "{feed}"
        );
        assert!(!feed.contains("D19"), "{feed}");
        let elsewhere = calendar_feed::renew(&app.ctx, &viewer(app, Role::Officer, "rutan-makassar").await)
            .await
            .expect("an address");
        let feed = app
            .anonymous()
            .await
            .get(&format!("/petugas/kalender/{}.ics", elsewhere.expose()))
            .await
            .expect(200)
            .body;
        assert!(!feed.contains(NUMBER), "{feed}");
    })
    .await;
}

#[rocket::async_test]
async fn the_office_is_reminded_of_its_day_and_who_objected_is_told_of_each_fact() {
    on_each_engine(async |app| {
        let own = in_session(app).await;
        deliver_due(&app.ctx).await.expect("mail");
        let told = |text: &str| {
            let sent = app.mail.sent();
            sent.iter().filter(|mail| mail.subject.contains(text)).count()
        };
        assert_eq!(told("Perkembangan sengketa"), 4, "each fact once");

        for (role, email) in [
            (Role::Officer, "petugas@kantor.example"),
            (Role::Ppid, "ppid@kantor.example"),
            (Role::Superior, "atasan@kantor.example"),
        ] {
            staff(app, role, email).await;
        }
        let file = file_of(app, &own).await;
        let dispute = terbuka::services::disputes::of_objection(&app.ctx, &file)
            .await
            .expect("a dispute");
        let deadline = dispute.clock.duty("D23").expect("a duty").deadline;
        let words = || {
            let sent = app.mail.sent();
            let named = sent
                .iter()
                .filter(|mail| mail.text.contains(&format!("engketa atas keberatan {NUMBER}")));
            named.map(|mail| mail.text.clone()).collect::<Vec<_>>().join("\n")
        };
        app.clock
            .advance(deadline.target - today(app) - Duration::days(10));
        remind(&app.ctx).await.expect("reminders");
        deliver_due(&app.ctx).await.expect("mail");
        assert!(
            !words().contains("hari untuk bertindak"),
            "nothing is near yet: {}",
            words()
        );
        app.clock.advance(Duration::days(10));
        for _ in 0..2 {
            remind(&app.ctx).await.expect("reminders");
            deliver_due(&app.ctx).await.expect("mail");
        }
        let said = words();
        assert_eq!(
            said.matches("hari untuk bertindak sudah tiba").count(),
            1,
            "the PPID, once: {said}"
        );
        assert!(said.contains("Baru di ringkasan ini"), "{said}");

        // What was done is not told of any more.
        fact(app, &own, CommandKind::RecordConclusions, None).await;
        let before = app.mail.sent().len();
        app.clock.advance(Duration::days(4));
        remind(&app.ctx).await.expect("reminders");
        deliver_due(&app.ctx).await.expect("mail");
        let later = app.mail.sent().split_off(before);
        assert!(
            later.iter().all(|mail| !mail.text.contains("sudah lewat")),
            "{later:?}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_became_of_disputes_is_counted_and_listed() {
    on_each_engine(async |app| {
        let own = in_session(app).await;
        let auditor = app.auditor().await;
        let listed = async |figure: &str| {
            let page = auditor
                .get(&format!("/auditor/keberatan?angka={figure}"))
                .await
                .expect(200);
            page.texts("tbody").iter().any(|table| table.contains(NUMBER))
        };
        let page = auditor.get("/auditor/keberatan").await.expect(200).text("main");
        assert!(
            page.contains("M19") && page.contains("Dibawa ke Komisi Informasi"),
            "{page}"
        );
        assert!(listed("disputed").await && !listed("dispute_executed").await);
        fact(app, &own, CommandKind::RecordDisputeWithdrawal, None).await;
        assert!(listed("dispute_dropped").await && !listed("dispute_in_court").await);
        // Taken back to before the filing, it is none.
        for _ in 0..5 {
            fact(app, &own, CommandKind::RecordError, None).await;
        }
        assert!(!listed("disputed").await && !listed("dispute_dropped").await);
    })
    .await;
}

#[rocket::async_test]
async fn every_day_of_an_answer_leads_to_its_explanation() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let filed = silent(app).await;
        let own = object_to_silence(&citizen, &filed).await;
        let officer = app.officer(UNIT).await;
        let superior = app.superior(UNIT).await;
        let auditor = app.auditor().await;
        let next = |base: &str| format!("{base}/tenggat/berikutnya");
        let above = format!("/atasan/keberatan/{NUMBER}");
        let seen = [
            (&superior, "/atasan/keberatan".to_owned(), above.clone()),
            (&superior, above.clone(), above.clone()),
            (&superior, format!("{above}/putusan"), above.clone()),
            (&superior, format!("{above}/minta-kelengkapan"), above.clone()),
            (
                &officer,
                "/petugas/keberatan".to_owned(),
                format!("/petugas/keberatan/{NUMBER}"),
            ),
            (
                &auditor,
                "/auditor/keberatan".to_owned(),
                format!("/auditor/keberatan/{NUMBER}"),
            ),
            (&citizen, own.clone(), own.clone()),
        ];
        for (person, page, base) in &seen {
            let address = next(base);
            let shown = person.get(page).await.expect(200);
            assert!(
                shown.has(&format!("main a[href='{address}']")),
                "{page}: {address}"
            );
            let why = person.get(&address).await.expect(200);
            assert!(why.has("a[href^='/aturan?'][href$='#D12'], a[href^='/aturan?'][href$='#D13']"));
            let data = person.get(&format!("{address}.json")).await.expect(200);
            let json: serde_json::Value = serde_json::from_str(&data.body).expect("data");
            let file = file_of(app, &own).await;
            let (due, _) = file.next_due.expect("an answer is owed");
            assert_eq!(json["due_on"], due.to_string(), "{base}");
        }
        // No order was given, so none has a day.
        superior
            .get(&format!("{above}/tenggat/D09+D12"))
            .await
            .expect(404);
    })
    .await;
}
