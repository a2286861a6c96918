//! Dates wherever they stand: explained to each role, as data and in calendars, down to the rule and its article.

use ical::IcalParser;
use std::collections::BTreeSet;
use terbuka::services::accounts;
use time::Duration;
use time::macros::date;

use crate::support::{Answer, CaseBuilder, Office, Person, TestApp, complete, on_each_engine};

const UNIT: &str = "lapas-makassar";

/// One property of each event of a calendar, by a parser that is not ours.
pub fn values(answer: &Answer, name: &str) -> Vec<String> {
    let mut calendars = IcalParser::new(answer.body.as_bytes());
    let calendar = calendars.next().expect("a calendar").expect("a good one");
    let of = |event: &ical::parser::ical::component::IcalEvent| {
        let found = event.properties.iter().find(|property| property.name == name);
        found.and_then(|property| property.value.clone()).expect(name)
    };
    calendar.events.iter().map(of).collect()
}

/// The days of a calendar with what happens on them.
pub fn days(answer: &Answer) -> Vec<(String, String)> {
    let days = values(answer, "DTSTART").into_iter();
    days.zip(values(answer, "SUMMARY")).collect()
}

fn uids(answer: &Answer) -> BTreeSet<String> {
    values(answer, "UID").into_iter().collect()
}

fn is_private(answer: &Answer) {
    assert_eq!(answer.header("Cache-Control"), Some("no-store"));
    assert_eq!(answer.header("X-Robots-Tag"), Some("noindex, nofollow"));
}

/// Makes a calendar address and returns its path.
async fn feed_of(officer: &Person) -> String {
    let page = officer.get("/petugas/kalender").await.expect(200);
    assert!(!page.has("#alamat"), "an address is shown only when it is made");
    let made = officer
        .submit("/petugas/kalender", "/petugas/kalender", &[])
        .await
        .expect(200);
    let address = made.attribute("#alamat", "value").expect("an address");
    let (_, path) = address
        .split_once("/petugas/")
        .expect("an address of the workspace");
    format!("/petugas/{path}")
}

#[rocket::async_test]
async fn each_role_reads_the_same_explanation_as_a_page_and_as_data() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = &filed.registration_no;
        let people = [
            (app.officer(UNIT).await, format!("/petugas/permohonan/{number}")),
            (app.superior(UNIT).await, format!("/atasan/permohonan/{number}")),
            (app.auditor().await, format!("/auditor/permohonan/{number}")),
            (app.anonymous().await, format!("/lacak/{}", filed.token.expose())),
        ];
        let mut told = BTreeSet::new();
        for (person, base) in &people {
            // A list shows a day and not its rule: it asks by what the day is.
            for (asked, code) in [
                ("D05", "D05"),
                ("jawaban", "D05"),
                ("undang-undang", "D05"),
                ("peraturan", "D05"),
                ("berikutnya", "D02"),
            ] {
                let page = person.get(&format!("{base}/tenggat/{asked}")).await.expect(200);
                is_private(&page);
                let rule = page.attribute("a[href^='/aturan?']", "href").expect("a rule");
                assert_eq!(rule, format!("/aturan?versi=perki_2021#{code}"), "{base}");
                assert!(
                    page.text(".govuk-caption-l").contains("Makassar"),
                    "the unit stands on paper"
                );
                let data = page
                    .attribute("a[href$='.json']", "href")
                    .expect("the same as data");
                let data = person.get(&data).await.expect(200);
                is_private(&data);
                assert_eq!(data.header("Content-Type"), Some("application/json"));
                let fields: serde_json::Value = serde_json::from_str(&data.body).expect("JSON");
                assert_eq!(fields["rule_id"], code);
                told.insert((code, data.body));
            }
            person.get(&format!("{base}/tenggat/D31")).await.expect(404);
            person.get(&format!("{base}/tenggat/D05.xml")).await.expect(404);
        }
        assert_eq!(told.len(), 2, "one explanation of a date, whoever asks");
        let (_, data) = told.last().expect("an explanation");
        let fields: serde_json::Value = serde_json::from_str(data).expect("JSON");
        for (name, value) in [
            ("registration_no", number.as_str()),
            ("unit", UNIT),
            ("duty", "D05"),
            ("rule_set", "perki_2021"),
            ("rule", "notice_statute"),
            ("article", "UU 14/2008 Pasal 22 ayat (7)"),
            ("basis", "law"),
            ("confidence", "confirmed"),
            ("actor", "ppid"),
            ("length_unit", "working_days"),
            ("trigger_on", "2026-11-24"),
            ("due_on", "2026-12-08"),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }
        assert_eq!(fields["length"], 10);
        let stranger = app.officer("rutan-makassar").await;
        let (_, base) = &people[0];
        stranger
            .get(&format!("{base}/tenggat/D05.json"))
            .await
            .expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn every_rule_is_found_with_its_article_in_both_languages() {
    on_each_engine(async |app| {
        let anyone = app.anonymous().await;
        let page = anyone.get("/aturan").await.expect(200);
        let shown: BTreeSet<_> = page.texts("tbody th .tb-code").into_iter().collect();
        let all: BTreeSet<_> = (1..=45).map(|number| format!("D{number:02}")).collect();
        assert_eq!(shown, all);
        let row = page.text("#D05");
        for part in [
            "10 hari kerja",
            "permintaan diterima",
            "PPID",
            "Pasal 22 ayat (7)",
        ] {
            assert!(row.contains(part), "{part}: {row}");
        }
        assert!(
            page.text("#D08")
                .contains("7 hari kerja berikutnya, jadi 17 hari kerja")
        );
        assert!(page.text("#D22").contains("dapat ditambah sekali 7 hari kerja"));
        assert!(page.text("#D20").contains("sebelum hari sidang pertama"));
        assert!(page.text("#D36").contains("72 jam") && page.text("#D36").contains("sumber kedua"));
        assert!(page.text("#D45").contains("tidak menghitungnya"));
        assert!(page.text("#D04").contains("ditetapkan portal"));
        let old = anyone.get("/aturan?versi=perki_2010").await.expect(200);
        assert!(old.has("#D02") && !old.has("#D06"));
        assert!(old.text("#D13").contains("tidak menghitungnya"));
        anyone.get("/aturan?versi=perki_1999").await.expect(404);
        let help = anyone.get("/bantuan").await.expect(200);
        assert!(help.has("main a[href='/aturan']"));
        let english = anyone.get("/aturan?lang=en").await.expect(200).text("#D26");
        assert!(
            english.contains("14 calendar days") && english.contains("same duty as D25"),
            "{english}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn an_applicant_takes_the_coming_dates_along_without_the_secret() {
    on_each_engine(async |app| {
        let owner = app.citizen().await;
        let filed = CaseBuilder::new()
            .by(owner.user.expect("an account"))
            .file(app)
            .await;
        let secret = format!("/lacak/{}", filed.token.expose());
        let anyone = app.anonymous().await;
        let page = anyone.get(&secret).await.expect(200);
        let link = page.attribute("a[href$='.ics']", "href").expect("a calendar");
        let file = anyone.get(&link).await.expect(200);
        is_private(&file);
        assert!(
            file.header("Content-Type")
                .is_some_and(|kind| kind.starts_with("text/calendar"))
        );
        let name = format!("attachment; filename=\"tenggat-{}.ics\"", filed.registration_no);
        assert_eq!(file.header("Content-Disposition"), Some(name.as_str()));
        let found: Vec<_> = days(&file).into_iter().map(|(day, _)| day).collect();
        assert_eq!(found, ["20261127", "20261208"]);
        assert!(!file.body.replace("\r\n ", "").contains(filed.token.expose()));
        assert!(!file.body.contains("Andi"));
        let by_account = owner
            .get(&format!("/lacak/kasus/{}/tenggat.ics", filed.id))
            .await
            .expect(200);
        assert_eq!(days(&by_account), days(&file));
        // Passed or done, a day is no longer to come.
        let office = Office::open(app, UNIT).await;
        office.step(&filed.registration_no, complete(), Vec::new()).await;
        app.clock.advance(Duration::days(4));
        let later = anyone.get(&link).await.expect(200);
        let found = days(&later);
        assert!(found.iter().all(|(day, _)| day == "20261208"), "{found:?}");
        let before = uids(&file);
        assert!(
            uids(&later).iter().any(|uid| before.contains(uid)),
            "one day, one name"
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_last_day_to_object_to_silence_is_explained_and_taken_along() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = &filed.registration_no;
        let case = format!("/lacak/{}", filed.token.expose());
        let anyone = app.anonymous().await;
        let why = format!("{case}/tenggat/D10+c");
        // Before the day has passed the page says from when, and the explanation stands already.
        let page = anyone.get(&case).await.expect(200);
        assert!(
            page.has(&format!("a[href='{why}']")),
            "the day names its explanation"
        );
        let early = anyone.get(&format!("{why}.json")).await.expect(200).body;
        let calendar = format!("{case}/tenggat.ics");
        let before = anyone.get(&calendar).await.expect(200);
        assert!(!before.body.contains("D10"), "it can't be used yet");
        app.clock.advance(Duration::days(30));

        let form = anyone.get(&format!("{case}/keberatan")).await.expect(200);
        let shown = form.texts(".govuk-checkboxes__hint");
        let link = format!(".govuk-checkboxes__hint a[href='{why}']");
        assert!(form.has(&link), "{shown:?}");
        assert!(
            !form.has("a[href$='D10+b']"),
            "an omission that goes on has no last day"
        );
        let told = anyone.get(&format!("{case}?lang=id")).await.expect(200);
        assert!(told.has(&format!("tbody a[href='{why}']")), "among the dates");

        let people = [
            (app.officer(UNIT).await, format!("/petugas/permohonan/{number}")),
            (app.superior(UNIT).await, format!("/atasan/permohonan/{number}")),
            (app.auditor().await, format!("/auditor/permohonan/{number}")),
            (app.anonymous().await, case.clone()),
        ];
        let mut same = BTreeSet::from([early]);
        for (person, base) in &people {
            let page = person.get(&format!("{base}/tenggat/D10+c")).await.expect(200);
            is_private(&page);
            let rule = page.attribute("a[href^='/aturan?']", "href").expect("a rule");
            assert_eq!(rule, "/aturan?versi=perki_2021#D10");
            let data = person
                .get(&format!("{base}/tenggat/D10+c.json"))
                .await
                .expect(200);
            is_private(&data);
            same.insert(data.body);
            for none in ["D10+a", "D10+b", "D10+z", "D10+"] {
                person.get(&format!("{base}/tenggat/{none}")).await.expect(404);
            }
        }
        assert_eq!(
            same.len(),
            1,
            "one explanation, whoever asks and whenever: {same:?}"
        );
        let stranger = app.officer("rutan-makassar").await;
        let (_, base) = &people[0];
        stranger.get(&format!("{base}/tenggat/D10+c")).await.expect(404);

        let fields: serde_json::Value = serde_json::from_str(same.last().expect("one")).expect("JSON");
        for (name, value) in [
            ("duty", "D10+c"),
            ("rule_id", "D10"),
            ("actor", "applicant"),
            ("trigger_on", "2026-12-08"),
            ("opens_on", "2026-12-09"),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }
        // The days of the trace end on the day that is shown.
        let listed = fields["days"].as_array().expect("days");
        let last = listed.last().expect("a day");
        assert_eq!(last["date"], fields["due_on"]);
        assert_eq!(last["number"], fields["length"]);
        let due = fields["due_on"].as_str().expect("a day").replace('-', "");
        let taken = anyone.get(&calendar).await.expect(200);
        let of_window: Vec<_> = days(&taken)
            .into_iter()
            .filter(|(_, name)| name.contains("keberatan"))
            .collect();
        assert_eq!(of_window.len(), 1, "{of_window:?}");
        assert_eq!(of_window[0].0, due);
        assert!(uids(&taken).iter().any(|uid| uid.contains("D10+c")));
        // Over, it is explained and no longer to come.
        app.clock.advance(Duration::days(90));
        anyone.get(&why).await.expect(200);
        assert!(!anyone.get(&calendar).await.expect(200).body.contains("D10"));
    })
    .await;
}

async fn everything(app: &TestApp) -> (Person, Person, String, String) {
    let mine = CaseBuilder::new().file(app).await.registration_no;
    let theirs = CaseBuilder::new()
        .unit("rutan-makassar")
        .file(app)
        .await
        .registration_no;
    (app.officer(UNIT).await, app.anonymous().await, mine, theirs)
}

#[rocket::async_test]
async fn a_feed_holds_what_the_officer_may_see_and_nothing_of_people() {
    on_each_engine(async |app| {
        let (officer, program, mine, theirs) = everything(app).await;
        let feed = feed_of(&officer).await;
        let found = program.get(&feed).await.expect(200);
        is_private(&found);
        assert_eq!(
            days(&found),
            [("20261127".to_owned(), format!("{mine}: Pemeriksaan kelengkapan"))]
        );
        let whole = found.body.replace("\r\n ", "");
        assert!(whole.contains(&format!("/petugas/permohonan/{mine}/tenggat/D02")));
        for secret in [theirs.as_str(), "Andi", "example.org", "7371"] {
            assert!(!whole.contains(secret), "{secret}");
        }
        let english = program.get(&format!("{feed}?lang=en")).await.expect(200);
        assert!(days(&english)[0].1.ends_with("Completeness check"));
        // Reading it twice is reading it once, and a step moves it on.
        assert_eq!(program.get(&feed).await.expect(200).body, found.body);
        let office = Office::open(app, UNIT).await;
        office.step(&mine, complete(), Vec::new()).await;
        let next = days(&program.get(&feed).await.expect(200));
        assert!(
            next.iter().all(|(day, _)| day == "20261208") && !next.is_empty(),
            "{next:?}"
        );
        // Answered, nothing is owed.
        let answered = CaseBuilder::new().file(app).await.registration_no;
        let outcome = terbuka::domain::request::Outcome::NotHeld;
        office.answer(&answered, outcome, "Tidak ada.", None).await;
        assert_eq!(days(&program.get(&feed).await.expect(200)), next);
    })
    .await;
}

#[rocket::async_test]
async fn a_feed_ends_when_it_should_and_then_looks_like_none() {
    on_each_engine(async |app| {
        let (officer, program, ..) = everything(app).await;
        let nothing = program
            .get("/petugas/kalender/00000000000000000000000000.ics")
            .await
            .expect(404)
            .text("main");
        let gone = async |feed: &str| {
            assert_eq!(program.get(feed).await.expect(404).text("main"), nothing);
        };
        let first = feed_of(&officer).await;
        program.get(&first).await.expect(200);
        let bare = first.strip_suffix(".ics").expect("a file").to_owned();
        gone(&bare).await;
        // Renewed: the old one is of no use.
        let second = feed_of(&officer).await;
        gone(&first).await;
        program.get(&second).await.expect(200);
        // Ended by the officer.
        officer
            .submit("/petugas/kalender", "/petugas/kalender/akhiri", &[])
            .await
            .expect(303);
        gone(&second).await;
        // The account is suspended; opened again, the address stays ended.
        let third = feed_of(&officer).await;
        let user = officer.user.expect("an account");
        accounts::set_suspended(&app.ctx, user, true).await.unwrap();
        gone(&third).await;
        accounts::set_suspended(&app.ctx, user, false).await.unwrap();
        gone(&third).await;
        // The appointment ends.
        let other = app.officer(UNIT).await;
        let fourth = feed_of(&other).await;
        program.get(&fourth).await.expect(200);
        let known = accounts::list_users(&app.ctx).await.unwrap();
        let account = known
            .iter()
            .find(|one| Some(one.id) == other.user)
            .expect("the account");
        accounts::end_appointment(&app.ctx, account.appointments[0].id, date!(2026 - 11 - 23))
            .await
            .unwrap();
        gone(&fourth).await;
        // A new password is needed first.
        let third = app.officer(UNIT).await;
        let fifth = feed_of(&third).await;
        accounts::reset_password(&app.ctx, &third.username).await.unwrap();
        gone(&fifth).await;
    })
    .await;
}

#[rocket::async_test]
async fn guessing_feeds_is_slowed_down_and_right_ones_are_not() {
    on_each_engine(async |app| {
        let (officer, program, ..) = everything(app).await;
        let feed = feed_of(&officer).await;
        let mut last = 404;
        for _ in 0..101 {
            last = program.get("/petugas/kalender/x.ics").await.status;
        }
        assert_eq!(last, 429);
        program.get(&feed).await.expect(200);
    })
    .await;
}
