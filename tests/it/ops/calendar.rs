//! A new decree: open cases get new dates with a reason, closed ones keep theirs.

use terbuka::domain::calendar::{CalendarVersion, DayKind, Holiday, SeedVersion, known_on, seed_versions};
use terbuka::domain::request::{Event, Outcome};
use terbuka::persistence::testing::Server;
use terbuka::persistence::{events, letters, outbox, requests};
use terbuka::services::ServiceError;
use terbuka::services::calendars::{self, CalendarImport, Imported, Recomputed};
use time::Date;
use time::macros::{date, datetime};

use super::cli::Installation;
use crate::support::{CaseBuilder, Office, TestApp};

/// The built-in calendar as it was known on a day.
fn known(day: Date) -> CalendarImport {
    let seeds = seed_versions().unwrap();
    let calendar = known_on(seeds.iter().map(|seed: &SeedVersion| &seed.calendar), day).unwrap();
    let CalendarVersion {
        decree, issued_on, ..
    } = calendar.version().clone();
    CalendarImport {
        days: calendar.holidays().cloned().collect(),
        decree,
        issued_on,
        is_amendment: false,
        units: std::collections::BTreeSet::new(),
        imported_by: "test".to_owned(),
    }
}

async fn on_each_engine(test: impl AsyncFn(&TestApp)) {
    for server in Server::all().unwrap() {
        let app = TestApp::bare(&server, &[]).await;
        app.clock.set(datetime!(2025-08-05 10:00 +8));
        calendars::import(&app.ctx, &known(date!(2025 - 08 - 05)))
            .await
            .unwrap();
        terbuka::services::imports::units::import(&app.ctx, terbuka::services::imports::units::BUILT_IN)
            .await
            .unwrap();
        test(&app).await;
        app.finish().await;
    }
}

#[tokio::test]
async fn an_amendment_moves_open_cases_and_leaves_closed_ones() {
    on_each_engine(async |app| {
        let open = CaseBuilder::new().file(app).await;
        let answered = CaseBuilder::new().file(app).await;
        let office = Office::open(app, "lapas-makassar").await;
        office
            .answer(
                &answered.registration_no,
                Outcome::GrantedFull,
                "Terlampir.",
                None,
            )
            .await;
        office.close(&answered.registration_no).await;
        let due = async |id| {
            let row = requests::get_request(app.ctx.db.read(), &terbuka::persistence::UnitScope::All, id)
                .await
                .unwrap();
            assert_eq!(row.statute_due_on, row.due_on);
            (row.due_on, row.regulation_due_on, row.calendar_version_id)
        };
        // Before the decree of 7 August 2025.
        assert_eq!(due(open.id).await.0, date!(2025 - 08 - 19));
        let closed_before = due(answered.id).await;
        let mail_before = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();

        app.clock.set(datetime!(2025-08-07 15:00 +8));
        let decree = known(date!(2025 - 08 - 07));
        let done = calendars::import(&app.ctx, &decree).await.unwrap();
        assert_eq!(
            done,
            Imported::New {
                seq: 2,
                changed_days: 1
            }
        );
        assert_eq!(
            calendars::import(&app.ctx, &decree).await.unwrap(),
            Imported::Unchanged
        );
        let moved = calendars::recompute(&app.ctx).await.unwrap();
        assert_eq!(
            moved,
            Recomputed {
                moved: 1,
                unmoved: 0,
                failed: 0
            }
        );
        // V6: after it.
        assert_eq!(due(open.id).await.0, date!(2025 - 08 - 20));
        assert_eq!(due(answered.id).await, closed_before);

        let log = events::list_events(app.ctx.db.read(), open.id).await.unwrap();
        let event: Event = serde_json::from_str(&log.last().unwrap().data).unwrap();
        let Event::DeadlineRecomputed {
            decree: cited,
            changes,
        } = event
        else {
            panic!("{event:?}");
        };
        assert_eq!(cited, decree.decree);
        let change = changes.iter().find(|change| change.rule == "D05").unwrap();
        assert_eq!(
            (change.was, change.now),
            (date!(2025 - 08 - 19), date!(2025 - 08 - 20))
        );
        assert!(
            changes.iter().all(|change| change.rule != "D02"),
            "a check due before it stays: {changes:?}"
        );
        let letters = letters::list_letters(app.ctx.db.read(), open.id).await.unwrap();
        assert_eq!(letters.last().unwrap().kind, "date_change");
        let mail = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();
        assert_eq!(mail, mail_before + 1);

        // Again, and after a break: nothing more.
        assert_eq!(
            calendars::recompute(&app.ctx).await.unwrap(),
            Recomputed::default()
        );
        let again = events::list_events(app.ctx.db.read(), open.id).await.unwrap();
        assert_eq!(again.len(), log.len());
    })
    .await;
}

#[tokio::test]
async fn a_step_before_the_recomputation_says_why_its_dates_moved() {
    on_each_engine(async |app| {
        let open = CaseBuilder::new().file(app).await;
        let office = Office::open(app, "lapas-makassar").await;
        app.clock.set(datetime!(2025-08-07 15:00 +8));
        calendars::import(&app.ctx, &known(date!(2025 - 08 - 07)))
            .await
            .unwrap();
        office
            .step(&open.registration_no, crate::support::complete(), Vec::new())
            .await;
        let log = events::list_events(app.ctx.db.read(), open.id).await.unwrap();
        let kinds: Vec<&str> = log.iter().map(|event| event.kind.as_str()).collect();
        assert_eq!(
            kinds,
            [
                "request_received",
                "request_registered",
                "deadline_recomputed",
                "declared_complete"
            ]
        );
        assert_eq!(
            calendars::recompute(&app.ctx).await.unwrap(),
            Recomputed::default()
        );
    })
    .await;
}

#[tokio::test]
async fn a_calendar_that_forgets_a_year_is_refused() {
    on_each_engine(async |app| {
        let day = |date| Holiday {
            date,
            kind: DayKind::NationalHoliday,
            name_id: "Tahun Baru".to_owned(),
            name_en: "New Year".to_owned(),
            source: "SKB".to_owned(),
        };
        let mut wanted = CalendarImport {
            days: vec![day(date!(2030 - 01 - 01))],
            ..known(date!(2025 - 08 - 05))
        };
        let refused = calendars::import(&app.ctx, &wanted).await.unwrap_err();
        assert!(matches!(refused, ServiceError::Invalid(_)), "{refused:?}");
        wanted.is_amendment = true;
        let done = calendars::import(&app.ctx, &wanted).await.unwrap();
        assert_eq!(
            done,
            Imported::New {
                seq: 2,
                changed_days: 1
            }
        );
        // What this program was built with and is signed later still comes after it.
        assert!(calendars::import_built_in(&app.ctx).await.unwrap() > 0);
        assert_eq!(calendars::import_built_in(&app.ctx).await.unwrap(), 0);
    })
    .await;
}

#[test]
fn the_command_wants_a_whole_file() {
    let here = Installation::set_up();
    let header = "date,name_id,name_en,kind,source\n";
    let day = "2028-01-01,Tahun Baru,New Year,libur_nasional,SKB 1/2027\n";
    let half = here.write(
        "half.csv",
        &format!("{header}{day}31-12-2028,Natal,Christmas,libur_nasional,SKB 1/2027\n"),
    );
    here.run(&["calendar", "import", &half, "--amend"])
        .expect(1)
        .says("line 3:")
        .says("nothing was imported");
    let alone = here.write("alone.csv", &format!("{header}{day}"));
    here.run(&["calendar", "import", &alone])
        .expect(1)
        .says("--amend");
    here.run(&["calendar", "import", &alone, "--amend"])
        .expect(0)
        .prints("1 days changed")
        .prints("0 open cases");
    here.run(&["calendar", "import", &alone, "--amend"])
        .expect(0)
        .prints("the same already");
    let two = here.write(
        "two.csv",
        &format!("{header}{day}2028-12-25,Natal,Christmas,libur_nasional,Keppres 2\n"),
    );
    here.run(&["calendar", "import", &two, "--amend"])
        .expect(2)
        .says("--decree");
}

#[test]
fn the_command_looks_before_it_changes_and_knows_units() {
    let here = Installation::set_up();
    let header = "date,name_id,name_en,kind,source\n";
    let day = |date: &str, kind: &str| format!("{date},Banjir,Flood,{kind},SK 5/2028\n");
    let file = here.write(
        "closed.csv",
        &format!("{header}{}", day("2028-03-08", "penutupan_unit")),
    );
    let import = |more: &[&str]| {
        let all = [
            "calendar",
            "import",
            &file,
            "--amend",
            "--issued-on",
            "2026-11-01",
        ];
        here.run(&[&all, more].concat())
    };
    import(&[]).expect(2).says("a unit is closed by its own");
    import(&["--unit", "tidak-ada"])
        .expect(2)
        .says("no unit `tidak-ada`");
    import(&["--unit", "lapas-makassar", "--json"]).expect(2);
    let looked = import(&["--unit", "lapas-makassar", "--preview", "--json"]).expect(0);
    let told: serde_json::Value = serde_json::from_str(&looked.out).unwrap();
    assert_eq!(told["moved"], 0);
    assert_eq!(told["changed_days"], serde_json::json!(["2028-03-08"]));
    import(&["--unit", "lapas-makassar", "--preview"])
        .expect(0)
        .prints("nothing was changed yet");
    import(&["--unit", "lapas-makassar"])
        .expect(0)
        .prints("1 days changed");
    import(&["--unit", "lapas-makassar"])
        .expect(0)
        .prints("the same already");
}
