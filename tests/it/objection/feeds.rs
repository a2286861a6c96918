//! What superiors and officers owe, in the calendars that they fetch by a secret address.

use terbuka::domain::actor::Role;
use terbuka::domain::exemption;
use terbuka::domain::objection::{Command, Ground, Order, Ruled, Ruling};
use terbuka::domain::request::{Answer, ItemAnswer, Outcome};
use terbuka::persistence::calendar_feeds;
use terbuka::services::accounts;
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{By, ObjectionKey, ObjectionStep, take};
use terbuka::services::reminders::remind;
use terbuka::services::requests::CaseKey;
use time::macros::{date, datetime};
use time::{Date, Duration};

use super::days::staff;
use super::{UNIT, case_page, object, object_to_silence, row_of, silent};
use crate::dates::{days, values};
use crate::support::{
    CaseBuilder, Office, Person, TestApp, complete, decreed, exemption_step, on_each_engine, propose_closing,
    sheet, viewer,
};

const NUMBER: &str = "KB-LAPAS-MAKASSAR-2026-0001";
const ELSEWHERE: &str = "rutan-makassar";

/// Makes an address on the page of a workspace; gives its path.
async fn address_of(person: &Person, here: &str) -> String {
    let page = person.get(here).await.expect(200);
    assert!(!page.has("#alamat"), "an address is shown only when it is made");
    let made = person.submit(here, here, &[]).await.expect(200);
    let address = made.attribute("#alamat", "value").expect("an address");
    let at = address.find(here).expect("an address of the workspace");
    address[at..].to_owned()
}

/// Day and address of everything in the calendar of somebody. Each address opens for whoever has it in their calendar, and names nobody.
async fn coming(app: &TestApp, person: &Person, room: &str) -> Vec<(String, String)> {
    let feed = address_of(person, &format!("/{room}/kalender")).await;
    let found = app.anonymous().await.get(&feed).await.expect(200);
    assert_eq!(found.header("Cache-Control"), Some("no-store"));
    for secret in [
        "Andi",
        "example.org",
        "7371",
        "jawaban apa pun",
        "narapidana",
        "Umumkan",
    ] {
        assert!(
            !found.body.replace("\r\n ", "").contains(secret),
            "{secret}: {}",
            found.body
        );
    }
    let all: Vec<_> = days(&found)
        .into_iter()
        .map(|(day, _)| day)
        .zip(values(&found, "URL"))
        .collect();
    let base = &app.ctx.settings.base_url;
    let mut listed = Vec::new();
    for (day, url) in all {
        let path = url
            .strip_prefix(base.as_str())
            .expect("an address of this portal")
            .to_owned();
        let page = person.get(&path).await.expect(200);
        assert!(page.has("a[href^='/aturan?']"), "{path} explains the day");
        listed.push((day, path));
    }
    listed
}

fn on(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

/// The superior upholds what was objected to on these grounds, and orders something by a day.
async fn order(app: &TestApp, number: &str, rulings: &[(Ground, Ruling)], by: Date) {
    let superior = viewer(app, Role::Superior, UNIT).await;
    let ruled = |(ground, ruling): &(Ground, Ruling)| Ruled {
        ground: *ground,
        ruling: Some(*ruling),
        text: "Sudah diperiksa.".to_owned(),
    };
    let step = ObjectionStep {
        key: ObjectionKey::Number(number.to_owned()),
        by: By::Staff(&superior, &[Role::Superior]),
        seen_version: None,
        command: Command::Answer {
            rulings: rulings.iter().map(ruled).collect(),
            order: Some(Order {
                text: "Umumkan.".to_owned(),
                execute_by: Some(by),
            }),
        },
        files: Vec::new(),
    };
    take(&app.ctx, step).await.expect("an answer");
}

#[rocket::async_test]
async fn a_superior_has_what_waits_for_them_and_the_days_of_their_orders() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        object_to_silence(&app.anonymous().await, &filed).await;
        let superior = app.superior(UNIT).await;
        // Received on 24 December 2026, a day off. Day 1 is the 28th; New Year, 5 January and 5 February do not count.
        let due = date!(2027 - 02 - 10);
        assert_eq!(row_of(app, NUMBER).await.queue_on, Some(due));
        assert_eq!(
            coming(app, &superior, "atasan").await,
            [(on(due), format!("/atasan/keberatan/{NUMBER}/tenggat/D12"))]
        );
        assert_eq!(coming(app, &app.superior(ELSEWHERE).await, "atasan").await, []);
        let officer = app.officer(UNIT).await;
        let of_office = coming(app, &officer, "petugas").await;
        assert!(
            of_office.iter().all(|(_, path)| !path.contains(NUMBER)),
            "the superior answers: {of_office:?}"
        );

        // An answer that closes something waits for the superior by the day of the notice.
        let second = CaseBuilder::new().file(app).await;
        Office::open(app, UNIT)
            .await
            .step(&second.registration_no, complete(), Vec::new())
            .await;
        let item = ItemAnswer {
            outcome: Outcome::Refused,
            text: "Tidak dapat diberikan.".to_owned(),
            has_files: false,
            held_form: None,
            redactions: None,
            is_redacted: false,
            holder: None,
            is_holder_unknown: false,
            available_on: None,
            exemption: None,
        };
        let answer = Answer {
            items: vec![Some(item)],
            promised_on: None,
            charge: None,
        };
        propose_closing(app, UNIT, &CaseKey::Id(second.id), answer, Vec::new()).await;
        let waiting = coming(app, &superior, "atasan").await;
        let case = format!("/atasan/permohonan/{}/tenggat/", second.registration_no);
        assert!(
            waiting
                .iter()
                .any(|(day, path)| path.starts_with(&case) && day == "20270112"),
            "{waiting:?}"
        );

        // Answered, what was ordered is theirs to watch, and the office has it in the request that is open again.
        let by = date!(2027 - 01 - 15);
        order(app, NUMBER, &[(Ground::NotResponded, Ruling::Upheld)], by).await;
        let ordered = coming(app, &superior, "atasan").await;
        assert!(
            ordered.contains(&(on(by), format!("/atasan/keberatan/{NUMBER}/tenggat/D09+D12"))),
            "{ordered:?}"
        );
        assert!(
            ordered
                .iter()
                .all(|(_, path)| !path.ends_with("D12") || path.ends_with("D09+D12")),
            "it is answered"
        );
        let of_office = coming(app, &officer, "petugas").await;
        let reopened = format!("/petugas/permohonan/{}/tenggat/D09+D12", filed.registration_no);
        assert!(of_office.contains(&(on(by), reopened)), "{of_office:?}");
        assert!(
            of_office.iter().all(|(_, path)| !path.contains(NUMBER)),
            "once, in the request: {of_office:?}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn an_order_that_opens_no_request_again_is_the_offices_in_calendar_and_mail() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let here = "/keberatan/baru";
        let typed = [
            ("information", "Laporan keuangan 2025"),
            ("unit", UNIT),
            ("reason", "Tidak ada di situs."),
            ("purpose", "Penelitian"),
            ("full_name", "Andi Umpama"),
            ("nik", "7371011203900001"),
            ("address", "Jl. Mawar 3"),
            ("email", "andi@example.org"),
        ];
        let sent = citizen.submit(here, here, &typed).await;
        assert_eq!(sent.errors(), Vec::<String>::new());
        // Beside a request, but upheld for what ought to be public alone.
        let filed = silent(app).await;
        let typed = [
            ("grounds", "periodic_not_provided"),
            ("grounds", "not_responded"),
            ("reason", "Sampai hari ini tidak ada jawaban apa pun."),
        ];
        let sent = object(&citizen, &case_page(&filed), &typed).await;
        assert_eq!(sent.errors(), Vec::<String>::new());
        let second = "KB-LAPAS-MAKASSAR-2026-0002";
        let by = date!(2027 - 01 - 15);
        order(app, NUMBER, &[(Ground::PeriodicNotProvided, Ruling::Upheld)], by).await;
        let rulings = [
            (Ground::PeriodicNotProvided, Ruling::Upheld),
            (Ground::NotResponded, Ruling::Rejected),
        ];
        order(app, second, &rulings, by).await;

        let ordered = |all: &[(String, String)]| -> Vec<(String, String)> {
            let mut found: Vec<_> = all
                .iter()
                .filter(|(_, path)| path.contains("/keberatan/"))
                .cloned()
                .collect();
            found.sort();
            found
        };
        let wanted = |room: &str| {
            [NUMBER, second].map(|number| (on(by), format!("/{room}/keberatan/{number}/tenggat/D09+D12")))
        };
        let officer = app.officer(UNIT).await;
        assert_eq!(
            ordered(&coming(app, &officer, "petugas").await),
            wanted("petugas")
        );
        assert_eq!(coming(app, &app.officer(ELSEWHERE).await, "petugas").await, []);
        // Whoever holds both roles has each of them once, where it is done.
        app.also(officer.user.expect("an account"), Role::Superior, UNIT)
            .await;
        assert_eq!(
            ordered(&coming(app, &officer, "petugas").await),
            wanted("petugas")
        );
        assert_eq!(
            ordered(&coming(app, &app.superior(UNIT).await, "atasan").await),
            wanted("atasan")
        );

        staff(app, Role::Ppid, "ppid@kantor.example").await;
        app.clock.set(datetime!(2027-01-15 10:00 +8));
        remind(&app.ctx).await.expect("reminders");
        deliver_due(&app.ctx).await.expect("mail");
        let sent = app.mail.sent();
        for number in [NUMBER, second] {
            let told = sent
                .iter()
                .filter(|mail| mail.to.contains("ppid@") && mail.text.contains(number));
            assert!(told.count() > 0, "{number}");
        }
    })
    .await;
}

#[rocket::async_test]
async fn an_officer_has_the_last_days_of_the_exemptions_of_the_unit() {
    on_each_engine(async |app| {
        let today = app.ctx.today(app.ctx.zone());
        let until = async |ends_on: Date| {
            let mut sheet = sheet(today, false);
            sheet.ends_on = ends_on;
            decreed(app, UNIT, &sheet).await
        };
        let (first, last) = (
            until(date!(2026 - 12 - 31)).await,
            until(date!(2027 - 11 - 30)).await,
        );
        let of = |day: Date, id: uuid::Uuid| (on(day), format!("/petugas/pengecualian/{id}/tenggat/D28"));
        let officer = app.officer(UNIT).await;
        assert_eq!(
            coming(app, &officer, "petugas").await,
            [of(date!(2026 - 12 - 31), first), of(date!(2027 - 11 - 30), last)]
        );
        assert_eq!(coming(app, &app.officer(ELSEWHERE).await, "petugas").await, []);
        assert_eq!(
            coming(app, &app.superior(UNIT).await, "atasan").await,
            [],
            "the PPID decides"
        );
        // Opened before its time by the superior, or over: it ends no more, whether or not anybody noted it.
        let command = exemption::Command::Open {
            reason: "Tidak perlu lagi.".to_owned(),
        };
        exemption_step(app, &viewer(app, Role::Superior, UNIT).await, last, command).await;
        app.clock.set(datetime!(2026-12-31 10:00 +8));
        let officer = app.officer(UNIT).await;
        assert_eq!(
            coming(app, &officer, "petugas").await,
            [of(date!(2026 - 12 - 31), first)]
        );
        app.clock.set(datetime!(2027-01-01 10:00 +8));
        let officer = app.officer(UNIT).await;
        assert_eq!(coming(app, &officer, "petugas").await, []);
    })
    .await;
}

#[rocket::async_test]
async fn the_address_of_a_superior_is_kept_as_a_digest_and_ends_at_once() {
    on_each_engine(async |app| {
        let superior = app.superior(UNIT).await;
        let program = app.anonymous().await;
        let here = "/atasan/kalender";
        let page = superior.get("/atasan").await.expect(200);
        assert!(page.has(&format!("main a[href='{here}']")));
        let never = format!("{here}/00000000000000000000000000.ics");
        let nothing = program.get(&never).await.expect(404).text("main");
        let gone = async |feed: &str| {
            assert_eq!(program.get(feed).await.expect(404).text("main"), nothing);
        };
        let first = address_of(&superior, here).await;
        program.get(&first).await.expect(200);
        let secret = first
            .trim_start_matches(here)
            .trim_matches('/')
            .trim_end_matches(".ics");
        let user = superior.user.expect("an account");
        let kept = calendar_feeds::find_calendar_feed_of(app.ctx.db.read(), user.0)
            .await
            .expect("a database")
            .expect("a feed");
        assert!(secret.len() > 20 && !kept.secret_hash.contains(secret));
        gone(&format!("{here}/{}.ics", kept.secret_hash)).await;
        gone(first.trim_end_matches(".ics")).await;

        let second = address_of(&superior, here).await;
        gone(&first).await;
        program.get(&second).await.expect(200);
        let ended = superior.submit(here, &format!("{here}/akhiri"), &[]).await;
        assert_eq!(ended.location(), here);
        gone(&second).await;

        // The appointment ends, and with it the address.
        let third = address_of(&superior, here).await;
        program.get(&third).await.expect(200);
        let known = accounts::list_users(&app.ctx).await.expect("accounts");
        let account = known.iter().find(|one| one.id == user).expect("the account");
        let yesterday = app.ctx.today(app.ctx.zone()) - Duration::days(1);
        accounts::end_appointment(&app.ctx, account.appointments[0].id, yesterday)
            .await
            .expect("an end");
        gone(&third).await;
    })
    .await;
}
