//! The days before the end of an exemption: shown, and explained to everybody who may see it.

use std::collections::{BTreeSet, HashSet};

use terbuka::domain::actor::Role;
use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::exemption::Command;
use terbuka::domain::unit::SuccessionKind;
use terbuka::services::calendars::{self, CalendarImport};
use terbuka::services::units::{self, Wanted};
use time::macros::{date, datetime};
use uuid::Uuid;

use super::desk::{UNIT, complete, page_of};
use crate::support::{
    CaseBuilder, Person, TestApp, decreed, exempt, exemption_step, on_each_engine, sheet, viewer,
};

/// An exemption in force until the last day of 2026.
async fn until_new_year(app: &TestApp) -> Uuid {
    app.clock.set(datetime!(2026-09-01 10:00 +8));
    let mut sheet = sheet(date!(2026 - 09 - 01), false);
    sheet.ends_on = date!(2026 - 12 - 31);
    decreed(app, UNIT, &sheet).await
}

/// The unit is closed on a day of the count.
async fn close(app: &TestApp, day: time::Date) {
    let decree = CalendarImport {
        days: vec![Holiday {
            date: day,
            kind: DayKind::UnitClosure,
            name_id: "Banjir".to_owned(),
            name_en: "Flood".to_owned(),
            source: "SK banjir".to_owned(),
        }],
        decree: "SK banjir".to_owned(),
        issued_on: date!(2026 - 09 - 01),
        is_amendment: true,
        units: [app.unit(UNIT).await].into(),
        imported_by: "test".to_owned(),
    };
    calendars::import(&app.ctx, &decree).await.expect("a decree");
}

async fn data_of(person: &Person, address: &str) -> serde_json::Value {
    let data = person.get(address).await.expect(200);
    assert_eq!(data.header("Content-Type"), Some("application/json"));
    assert_eq!(data.header("Cache-Control"), Some("no-store"));
    serde_json::from_str(&data.body).expect("JSON")
}

#[rocket::async_test]
async fn the_days_before_the_end_of_an_exemption_are_explained_to_each_role() {
    on_each_engine(async |app| {
        let id = until_new_year(app).await;
        let people = [
            (app.officer(UNIT).await, "/petugas"),
            (app.ppid(UNIT).await, "/petugas"),
            (app.superior(UNIT).await, "/atasan"),
            (app.auditor().await, "/auditor"),
        ];
        let mut told = HashSet::new();
        for (person, room) in &people {
            let one = format!("{room}/pengecualian/{id}");
            let why = format!("{one}/tenggat/D28");
            let list = person
                .get(&format!("{room}/pengecualian?tab=berlaku"))
                .await
                .expect(200);
            assert!(
                list.text(&format!("tbody a[href='{why}']"))
                    .contains("31 Desember 2026")
            );
            let page = person.get(&one).await.expect(200);
            assert_eq!(
                page.texts(&format!("dl a[href='{why}']")),
                [
                    "Selasa, 6 Oktober 2026",
                    "Selasa, 17 November 2026",
                    "Kamis, 31 Desember 2026"
                ]
            );
            let page = person.get(&why).await.expect(200);
            assert_eq!(page.header("Cache-Control"), Some("no-store"));
            assert_eq!(page.text("h1"), "Mengapa Selasa, 17 November 2026?");
            assert!(page.has("button[data-print]"), "it can be printed");
            let rule = page.attribute("a[href^='/aturan?']", "href").expect("a rule");
            assert_eq!(rule, "/aturan?versi=perki_2021#D28");
            let said = page.text("main");
            let last = page.text("tbody tr:has(.tb-badge)");
            assert!(
                last.contains("31 Desember 2026") && last.contains("mundur"),
                "{last}"
            );
            for part in [
                "6 Oktober 2026",
                "31 Desember 2026",
                "1 Januari 2027",
                "60 hari kerja",
                "SK-LAPAS-MAKASSAR",
            ] {
                assert!(said.contains(part), "{part}: {said}");
            }
            let address = page
                .attribute("a[href$='.json']", "href")
                .expect("the same as data");
            assert_eq!(address, format!("{why}.json"));
            told.insert(data_of(person, &address).await.to_string());
            for none in ["D29", "D05", "D28.xml", "D28+c", "berikutnya.json"] {
                person.get(&format!("{one}/tenggat/{none}")).await.expect(404);
            }
            let english = person
                .get(&format!("{why}?lang=en"))
                .await
                .expect(200)
                .text("main");
            assert!(
                english.contains("Reminders from") && english.contains("31 December 2026"),
                "{english}"
            );
        }
        assert_eq!(told.len(), 1, "one explanation, whoever asks: {told:?}");
        for (stranger, room) in [
            (app.officer("rutan-makassar").await, "/petugas"),
            (app.ppid("rutan-makassar").await, "/petugas"),
            (app.superior("rutan-makassar").await, "/atasan"),
        ] {
            for address in ["D28", "D28.json"] {
                let address = format!("{room}/pengecualian/{id}/tenggat/{address}");
                stranger.get(&address).await.expect(404);
            }
        }

        // Thirty working days back from 31 December 2026: eighteen in December without Christmas and the day before, twelve in November.
        let fields: serde_json::Value = serde_json::from_str(told.iter().next().expect("one")).expect("JSON");
        for (name, value) in [
            ("unit", UNIT),
            ("duty", "D28"),
            ("rule_id", "D28"),
            ("length_unit", "working_days_before"),
            ("trigger_on", "2026-12-31"),
            ("target_on", "2026-11-17"),
            ("due_on", "2026-11-17"),
            ("latest_on", "2026-12-31"),
            ("opens_on", "2026-10-06"),
        ] {
            assert_eq!(fields[name], value, "{name}");
        }
        assert_eq!(
            (&fields["length"], &fields["settled_on"]),
            (&30.into(), &serde_json::Value::Null)
        );
        let days = fields["days"].as_array().expect("days");
        let on = |date: &str| days.iter().find(|day| day["date"] == date).expect(date);
        assert_eq!(on("2026-12-31")["kind"], "trigger");
        assert_eq!(on("2026-12-25")["kind"], "national_holiday");
        assert_eq!(
            (&on("2026-12-01")["number"], &on("2026-11-30")["number"]),
            (&20.into(), &21.into())
        );
        assert_eq!(
            (&days[days.len() - 1]["date"], &days[days.len() - 1]["number"]),
            (&"2026-11-17".into(), &30.into())
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_days_of_an_exemption_follow_the_calendar_of_its_unit_and_what_became_of_it() {
    on_each_engine(async |app| {
        let id = until_new_year(app).await;
        close(app, date!(2026 - 12 - 01)).await;
        let why = format!("/petugas/pengecualian/{id}/tenggat/D28");
        let list = "/petugas/pengecualian?tab=berlaku";
        let marked = async |at| {
            app.clock.set(at);
            let officer = app.officer(UNIT).await;
            officer
                .get(list)
                .await
                .expect(200)
                .text("tbody")
                .contains("hari kerja")
        };
        let before = marked(datetime!(2026-10-02 10:00 +8)).await;
        let from = marked(datetime!(2026-10-05 10:00 +8)).await;
        assert_eq!(
            (before, from),
            (false, true),
            "sixty working days before, one of them closed"
        );
        let officer = app.officer(UNIT).await;
        let fields = data_of(&officer, &format!("{why}.json")).await;
        assert_eq!(
            (&fields["due_on"], &fields["opens_on"]),
            (&"2026-11-16".into(), &"2026-10-05".into())
        );
        assert_eq!(fields["calendar"], "SK banjir");
        assert!(
            officer
                .get(&why)
                .await
                .expect(200)
                .text("tbody")
                .contains("Banjir")
        );

        // From the day of the count on the PPID may decide, and what they decided is told.
        app.clock.set(datetime!(2026-11-16 10:00 +8));
        let ppid = app.ppid(UNIT).await;
        let page = ppid.get(&format!("/petugas/pengecualian/{id}")).await.expect(200);
        assert!(
            page.has(&format!("main p a[href='{why}']")),
            "the day of the step, too"
        );
        let command = Command::Open {
            reason: "Tidak perlu lagi.".to_owned(),
        };
        exemption_step(app, &viewer(app, Role::Ppid, UNIT).await, id, command).await;
        let page = ppid.get(&why).await.expect(200).text("main");
        assert!(
            page.contains("sekarang terbuka") && page.contains("16 November 2026"),
            "{page}"
        );
        assert_eq!(
            data_of(&ppid, &format!("{why}.json")).await["settled_on"],
            "2026-11-16"
        );
    })
    .await;
}

/// Of an exemption of the unit above, an officer is told the end and has no page.
#[rocket::async_test]
async fn the_form_of_an_answer_leads_to_the_ends_that_its_unit_may_see() {
    on_each_engine(async |app| {
        let own = exempt(app, UNIT, false).await.id;
        let above = exempt(app, "kanwil-sulsel", false).await.id;
        let case = page_of(&CaseBuilder::new().file(app).await.registration_no);
        let ppid = app.ppid(UNIT).await;
        complete(&ppid, &case).await;
        let form = ppid.get(&format!("{case}/jawab")).await.expect(200);
        assert!(form.body.contains(&above.to_string()), "it may be rested on");
        let links: BTreeSet<_> = form
            .html()
            .select(&scraper::Selector::parse("a[href*='/tenggat/D28']").expect("a selector"))
            .filter_map(|link| link.value().attr("href").map(str::to_owned))
            .collect();
        let why = format!("/petugas/pengecualian/{own}/tenggat/D28");
        assert_eq!(links, BTreeSet::from([why.clone()]));
        ppid.get(&why).await.expect(200);
    })
    .await;
}

/// Whoever goes on with the duties of the unit has its exemptions in hand, with their days and steps (`docs/readings.md` R38).
#[rocket::async_test]
async fn whoever_goes_on_sees_and_takes_what_the_end_asks_for() {
    on_each_engine(async |app| {
        let id = until_new_year(app).await;
        let wanted = Wanted {
            unit: UNIT.to_owned(),
            kind: Some(SuccessionKind::Merge),
            effective_on: Some(app.ctx.today(app.ctx.zone())),
            legal_basis: "Kepmen 1/2026".to_owned(),
            to: vec!["rutan-makassar".to_owned()],
            ..Wanted::default()
        };
        units::apply(&app.ctx, None, &wanted, None)
            .await
            .expect("a merger");
        app.clock.set(datetime!(2026-11-17 10:00 +8));
        let one = format!("/petugas/pengecualian/{id}");
        let ppid = app.ppid("rutan-makassar").await;
        let fields = data_of(&ppid, &format!("{one}/tenggat/D28.json")).await;
        assert_eq!(
            (&fields["unit"], &fields["due_on"]),
            (&"rutan-makassar".into(), &"2026-11-17".into())
        );
        let open = format!("{one}/buka");
        ppid.submit(&one, &open, &[("reason", "Tidak perlu lagi.")])
            .await
            .expect(303);
        assert_eq!(
            data_of(&ppid, &format!("{one}/tenggat/D28.json")).await["settled_on"],
            "2026-11-17"
        );
    })
    .await;
}
