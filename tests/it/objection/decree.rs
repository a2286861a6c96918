//! A decree about days off while an objection waits for its answer.

use terbuka::domain::actor::Role;
use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::dispute::CommandKind;
use terbuka::domain::objection::{Command, Ground, Ruled, Ruling};
use terbuka::domain::unit::SuccessionKind;
use terbuka::services::calendars::{self, Draft};
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{By, ObjectionFile, ObjectionKey, ObjectionStep, check_objection, take};
use terbuka::services::units::{self, Wanted};
use terbuka::services::uploads;
use time::{Date, Duration};

use super::days::fact;
use super::{UNIT, file_of, object_to_silence, row_of, silent};
use crate::support::{CaseBuilder, Person, TestApp, on_each_engine, viewer};

/// The unit is closed on the first weekday this many days or more from now.
fn flood(today: Date, days: i64) -> Draft {
    let closed = (days..days + 7)
        .map(|n| today + Duration::days(n))
        .find(|day| day.weekday().number_from_monday() < 6)
        .expect("a week has weekdays");
    Draft {
        cited: format!("SK banjir {days}"),
        issued_on: Some(today),
        replaces: false,
        units: vec![UNIT.to_owned()],
        is_local: true,
        days: vec![Holiday {
            date: closed,
            kind: DayKind::UnitClosure,
            name_id: "Banjir".to_owned(),
            name_en: "Flood".to_owned(),
            source: "SK banjir".to_owned(),
        }],
        came_by: "form",
    }
}

#[rocket::async_test]
async fn its_last_day_moves_as_the_preview_said_and_the_applicant_is_told() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let page = object_to_silence(&citizen, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        let was = row_of(app, &number).await.queue_on;
        let (one, _) = app.account(Role::Admin, None).await;
        let (two, _) = app.account(Role::Admin, None).await;
        let today = app.ctx.today(app.ctx.zone());
        let id = calendars::propose(&app.ctx, one, &flood(today, 2)).await.unwrap();

        // Who confirms sees it; so does the auditor, with its number and a link to it.
        let looked = app.admin().await.visit(&format!("/admin/kalender/{id}")).await;
        assert!(
            looked
                .text("#jumlah")
                .contains("Tanggal 1 keberatan yang belum dijawab bergeser.")
        );
        assert!(
            !looked.text("main").contains(&number),
            "an administrator is not told which"
        );
        let auditor = app.auditor().await;
        let seen = auditor.visit(&format!("/auditor/kalender/{id}")).await;
        let link = format!("a[href='/auditor/keberatan/{number}']");
        assert!(seen.has(&link), "{}", seen.text("main"));
        auditor.visit(&format!("/auditor/keberatan/{number}")).await;

        let record = calendars::find(&app.ctx, id).await.unwrap();
        let effect = calendars::effect(&app.ctx, app.ctx.db.read(), &record.decree)
            .await
            .unwrap();
        assert_eq!(effect.counts.objections, 1);
        let (before, after) = effect.objections[0].due;
        assert_eq!(Some(before), was);
        let counts = calendars::confirm(&app.ctx, two, id, &effect.stamp)
            .await
            .unwrap();
        assert_eq!(counts, effect.counts);
        assert_eq!(
            row_of(app, &number).await.queue_on,
            was,
            "a proposal moves nothing by itself"
        );
        let both = calendars::count_pending(&app.ctx).await.unwrap();
        assert_eq!(both, 2, "the request, whose dates are past, and the objection");
        assert_eq!(calendars::recompute(&app.ctx).await.unwrap().moved, 1);
        assert_eq!(calendars::count_pending(&app.ctx).await.unwrap(), 0);
        assert_eq!(row_of(app, &number).await.queue_on, Some(after));

        let told = app.mail.sent().len();
        deliver_due(&app.ctx).await.unwrap();
        let mails = app.mail.sent().split_off(told);
        let moved = mails
            .iter()
            .filter(|mail| mail.text.contains("bergeser") || mail.subject.contains("berubah"));
        assert_eq!(moved.count(), 1, "{mails:?}");
        let letters = file_of(app, &page).await.letters;
        assert!(
            letters
                .iter()
                .any(|letter| letter.kind == "objection_date_change"),
            "{letters:?}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_preview_counts_objections_that_are_overdue_no_more_and_those_that_become_so() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let page = object_to_silence(&app.anonymous().await, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        let due = row_of(app, &number).await.queue_on.expect("a last day");
        let today = app.ctx.today(app.ctx.zone());
        app.clock.advance(due - today + Duration::DAY);
        let today = app.ctx.today(app.ctx.zone());
        let (one, _) = app.account(Role::Admin, None).await;
        let (two, _) = app.account(Role::Admin, None).await;
        // A day on which the unit was closed, told when the last day was over.
        let closed = flood(today, -10);
        let mut open = closed.clone();
        (open.cited, open.replaces, open.days) = ("SK buka".into(), true, Vec::new());
        for (draft, counted, told) in [
            (closed, (1, 0), "1 di antaranya tidak lagi terlambat ditanggapi."),
            (open, (0, 1), "1 di antaranya menjadi terlambat ditanggapi."),
        ] {
            let id = calendars::propose(&app.ctx, one, &draft).await.unwrap();
            let shown = app.admin().await.visit(&format!("/admin/kalender/{id}")).await;
            assert!(shown.text("#jumlah").contains(told), "{}", shown.text("#jumlah"));
            let record = calendars::find(&app.ctx, id).await.unwrap();
            let effect = calendars::effect(&app.ctx, app.ctx.db.read(), &record.decree)
                .await
                .unwrap();
            let counts = effect.counts;
            let found = (counts.objections_leave_overdue, counts.objections_become_overdue);
            assert_eq!((counts.objections, found), (1, counted), "{}", draft.cited);
            calendars::confirm(&app.ctx, two, id, &effect.stamp)
                .await
                .unwrap();
            calendars::recompute(&app.ctx).await.unwrap();
        }
    })
    .await;
}

/// Puts a decree in force; tells how many roads the preview and the recomputation moved.
async fn decree_roads(app: &TestApp, draft: &Draft) -> (u64, u64) {
    let (one, _) = app.account(Role::Admin, None).await;
    let (two, _) = app.account(Role::Admin, None).await;
    let id = calendars::propose(&app.ctx, one, draft).await.unwrap();
    let record = calendars::find(&app.ctx, id).await.unwrap();
    let effect = calendars::effect(&app.ctx, app.ctx.db.read(), &record.decree)
        .await
        .unwrap();
    let shown = app.admin().await.visit(&format!("/admin/kalender/{id}")).await;
    let told = shown
        .text("#jumlah")
        .contains("Hari terakhir ke Komisi Informasi pada 1 keberatan bergeser.");
    assert_eq!(told, effect.counts.roads == 1, "{}", shown.text("#jumlah"));
    calendars::confirm(&app.ctx, two, id, &effect.stamp)
        .await
        .unwrap();
    let moved = calendars::recompute(&app.ctx).await.unwrap().moved;
    assert_eq!(calendars::count_pending(&app.ctx).await.unwrap(), 0);
    assert_eq!(calendars::recompute(&app.ctx).await.unwrap().moved, 0, "once");
    (effect.counts.roads, moved)
}

/// The superior rejects an objection to silence.
async fn reject(app: &TestApp, number: &str) {
    let superior = viewer(app, Role::Superior, UNIT).await;
    let answer = ObjectionStep {
        key: ObjectionKey::Number(number.to_owned()),
        by: By::Staff(&superior, &[Role::Superior]),
        seen_version: None,
        command: Command::Answer {
            rulings: vec![Ruled {
                ground: Ground::NotResponded,
                ruling: Some(Ruling::Rejected),
                text: "Sudah dijawab.".into(),
            }],
            order: None,
        },
        files: Vec::new(),
    };
    take(&app.ctx, answer).await.unwrap();
}

/// The last day of a date as data, what it was by each version of the calendar, and the versions.
async fn known(person: &Person, address: &str) -> (String, Vec<Option<String>>, Vec<String>) {
    let data = person.get(address).await.expect(200);
    let json: serde_json::Value = serde_json::from_str(&data.body).expect("data");
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let known = json["known"].as_array().expect("a list");
    (
        text(&json["due_on"]).expect("a day"),
        known.iter().map(|one| text(&one["due_on"])).collect(),
        known.iter().filter_map(|one| text(&one["version"])).collect(),
    )
}

#[rocket::async_test]
async fn a_date_can_be_read_as_it_was_known() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let page = object_to_silence(&app.anonymous().await, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        let day = async |code: &str| {
            let file = file_of(app, &page).await;
            file.clock.duty(code).unwrap().deadline.due.to_string()
        };
        let today = || app.ctx.today(app.ctx.zone());
        let was = day("D12").await;
        app.clock.advance(Duration::hours(1));
        decree_roads(app, &flood(today(), 2)).await;
        let now = day("D12").await;
        assert!(now > was);
        let people = [
            (app.anonymous().await, page.clone()),
            (app.officer(UNIT).await, format!("/petugas/keberatan/{number}")),
            (app.superior(UNIT).await, format!("/atasan/keberatan/{number}")),
            (app.auditor().await, format!("/auditor/keberatan/{number}")),
        ];
        let both = vec![Some(was.clone()), Some(now.clone())];
        for (person, base) in &people {
            let (stands, dates, versions) = known(person, &format!("{base}/tenggat/D12.json")).await;
            assert_eq!((&stands, &dates), (&now, &both), "{base}");
            let then = format!("?per={}", versions[0]);
            let shown = person.get(&format!("{base}/tenggat/D12")).await.expect(200);
            assert!(shown.has(&format!("main a[href='{then}']")), "{base}");
            assert!(
                shown.text("main").contains("menjadi hari libur (Banjir)"),
                "{base}: {}",
                shown.text("main")
            );
            let data = format!("{base}/tenggat/D12.json{then}");
            let past = person.get(&format!("{base}/tenggat/D12{then}")).await.expect(200);
            assert!(
                past.has(&format!("a[href='{data}']")),
                "{base}: the data of that version"
            );
            let next = person
                .get(&format!("{base}/tenggat/berikutnya{then}"))
                .await
                .expect(200);
            assert!(
                next.has("main a[href='?']"),
                "{base}: what was due next, as it was known"
            );
            let (before, dates, _) = known(person, &format!("{base}/tenggat/D12.json{then}")).await;
            assert_eq!((&before, &dates), (&was, &both), "{base}");
            let shown = person.get(&format!("{base}/tenggat/D12{then}")).await.expect(200);
            assert!(shown.has("main a[href='?']"), "{base}");
            for wrong in ["?per=1", "?per=00000000-0000-0000-0000-000000000000"] {
                let address = format!("{base}/tenggat/D12{wrong}");
                person.get(&address).await.expect(404);
            }
        }

        // The answer is judged by the calendar of its day; the road that follows from it did not run before.
        app.clock.advance(Duration::hours(1));
        reject(app, &number).await;
        let road = day("D14").await;
        app.clock.advance(Duration::hours(1));
        decree_roads(app, &flood(today(), 9)).await;
        let moved = day("D14").await;
        assert!(moved > road);
        let (person, base) = &people[3];
        let (stands, dates, _) = known(person, &format!("{base}/tenggat/D12.json")).await;
        assert_eq!((stands, dates), (now, both));
        let (stands, dates, versions) = known(person, &format!("{base}/tenggat/D14.json")).await;
        assert_eq!(
            (&stands, dates),
            (&moved, vec![None, Some(road.clone()), Some(moved.clone())])
        );
        let then = format!("{base}/tenggat/D14.json?per={}", versions[1]);
        assert_eq!(known(person, &then).await.0, road);
        let never = format!("{base}/tenggat/D14?per={}", versions[0]);
        person.get(&never).await.expect(404);

        // So does what runs at the Commission.
        fact(app, &page, CommandKind::RecordFiling, None).await;
        let due = known(
            &people[1].0,
            &format!("{}/sengketa/tenggat/D19.json", people[1].1),
        )
        .await;
        assert_eq!(due.1, [Some(due.0.clone())]);
        app.clock.advance(Duration::hours(1));
        decree_roads(app, &flood(today(), 14)).await;
        for (person, base) in &people {
            let address = format!("{base}/sengketa/tenggat/D19");
            let (stands, dates, versions) = known(person, &format!("{address}.json")).await;
            assert!(stands > due.0, "{base}");
            assert_eq!(dates, [Some(due.0.clone()), Some(stands)], "{base}");
            let then = format!("{address}.json?per={}", versions[0]);
            assert_eq!(known(person, &then).await.0, due.0, "{base}");
        }
    })
    .await;
}

/// What both sides agreed on ended the duty to answer on that day: no later calendar says anything of it.
#[rocket::async_test]
async fn a_settlement_is_judged_by_the_calendar_of_its_day() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let page = object_to_silence(&app.anonymous().await, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        let superior = viewer(app, Role::Superior, UNIT).await;
        let minutes = b"Berita acara, ditandatangani kedua pihak.";
        let kept = uploads::keep(&app.ctx, "file", "supporting", "berita-acara.txt", &minutes[..]).await;
        let mut files = vec![Vec::new(), vec![kept.unwrap()]].into_iter();
        for command in [
            Command::OpenSettlement {
                invitation: "Mari bertemu.".into(),
            },
            Command::RecordAgreement {
                terms: "Data diberikan di meja layanan.".into(),
                consent: "Hadir dan menandatangani.".into(),
                execute_by: None,
                has_files: true,
            },
        ] {
            let step = ObjectionStep {
                key: ObjectionKey::Number(number.clone()),
                by: By::Staff(&superior, &[Role::Superior]),
                seen_version: None,
                command,
                files: files.next().unwrap(),
            };
            take(&app.ctx, step).await.unwrap();
        }
        app.clock.advance(Duration::hours(1));
        decree_roads(app, &flood(app.ctx.today(app.ctx.zone()), 2)).await;
        let auditor = app.auditor().await;
        let address = format!("/auditor/keberatan/{number}/tenggat/D12.json");
        let (stands, dates, _) = known(&auditor, &address).await;
        assert_eq!(dates, [Some(stands)]);
    })
    .await;
}

#[rocket::async_test]
async fn the_last_day_to_object_to_silence_follows_a_decree_and_the_silence_does_not() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let address = format!("/lacak/{}/tenggat/D10+c.json", filed.token.expose());
        let anyone = app.anonymous().await;
        let data = async || -> serde_json::Value {
            serde_json::from_str(&anyone.get(&address).await.expect(200).body).expect("data")
        };
        let before = data().await;
        decree_roads(app, &flood(app.ctx.today(app.ctx.zone()), 3)).await;
        let after = data().await;
        assert_eq!(after["trigger_on"], before["trigger_on"]);
        assert!(after["due_on"].as_str() > before["due_on"].as_str());
        let (_, dates, versions) = known(&anyone, &address).await;
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        assert_eq!(dates, [text(&before["due_on"]), text(&after["due_on"])]);
        let then = known(&anyone, &format!("{address}?per={}", versions[0])).await;
        assert_eq!(Some(then.0), text(&before["due_on"]));
    })
    .await;
}

#[rocket::async_test]
async fn the_road_to_the_commission_moves_and_who_objected_is_told() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let page = object_to_silence(&app.anonymous().await, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        reject(app, &number).await;
        let before = file_of(app, &page).await;
        let day = |file: &ObjectionFile| file.clock.duty("D14").unwrap().deadline.due;
        let today = app.ctx.today(app.ctx.zone());
        deliver_due(&app.ctx).await.unwrap();
        let told = app.mail.sent().len();

        // Closed before the last day: it moves, the answer stays as it was judged, and the record says why.
        assert_eq!(decree_roads(app, &flood(today, 3)).await, (1, 1));
        let after = file_of(app, &page).await;
        assert!(day(&after) > day(&before));
        assert_eq!(after.clock.statute, before.clock.statute);
        deliver_due(&app.ctx).await.unwrap();
        let mails = app.mail.sent().split_off(told);
        let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
        let expected = format!("Hari terakhir ke Komisi Informasi berubah: keberatan {number}");
        assert_eq!(
            subjects.iter().filter(|one| **one == expected).count(),
            1,
            "{subjects:?}"
        );
        let shown = app.anonymous().await.get(&page).await.expect(200).text("main");
        assert!(
            shown.contains("Hari terakhir ke Komisi Informasi berubah mengikuti kalender")
                && shown.contains("SK banjir 3"),
            "{shown}"
        );
        assert!(shown.contains("→"), "was and now");
        assert_eq!(check_objection(&app.ctx, &after).await.unwrap().findings, []);

        // A day behind the last one moves nothing, and neither does any once it is over.
        assert_eq!(decree_roads(app, &flood(today, 60)).await, (0, 0));
        app.clock.advance(Duration::days(40));
        assert_eq!(decree_roads(app, &flood(today, 10)).await, (0, 0));
        assert_eq!(
            file_of(app, &page).await.objection.log.seq(),
            after.objection.log.seq()
        );
    })
    .await;
}

#[rocket::async_test]
async fn the_road_after_silence_moves_too() {
    on_each_engine(async |app: &TestApp| {
        let filed = silent(app).await;
        let page = object_to_silence(&app.anonymous().await, &filed).await;
        let number = file_of(app, &page).await.objection.number().to_owned();
        let due = row_of(app, &number).await.queue_on.unwrap();
        app.clock
            .advance(due - app.ctx.today(app.ctx.zone()) + Duration::days(2));
        let before = file_of(app, &page).await.clock.duty("D15").unwrap().deadline.due;
        let today = app.ctx.today(app.ctx.zone());
        assert_eq!(decree_roads(app, &flood(today, 3)).await, (1, 1));
        let after = file_of(app, &page).await;
        assert!(after.clock.duty("D15").unwrap().deadline.due > before);
        assert_eq!(
            row_of(app, &number).await.queue_on,
            Some(due),
            "the day of the answer stays"
        );
        assert_eq!(check_objection(&app.ctx, &after).await.unwrap().findings, []);
    })
    .await;
}

/// The calendar is that of the unit that received it, whoever answers by now (`docs/readings.md` R18, R37).
#[rocket::async_test]
async fn after_a_merger_the_calendar_of_the_heir_moves_nothing() {
    on_each_engine(async |app: &TestApp| {
        let ended = "rutan-makassar";
        let filed = CaseBuilder::new().unit(ended).file(app).await;
        app.clock.advance(Duration::days(30));
        let citizen = app.anonymous().await;
        let page = object_to_silence(&citizen, &filed).await;
        let was = file_of(app, &page).await.objection.row;
        let wanted = Wanted {
            unit: ended.to_owned(),
            kind: Some(SuccessionKind::Merge),
            effective_on: Some(app.ctx.today(app.ctx.zone())),
            legal_basis: "Kepmen 1/2026".to_owned(),
            to: vec![UNIT.to_owned()],
            ..Wanted::default()
        };
        units::apply(&app.ctx, None, &wanted, None).await.unwrap();
        let (one, _) = app.account(Role::Admin, None).await;
        let (two, _) = app.account(Role::Admin, None).await;
        let today = app.ctx.today(app.ctx.zone());
        let id = calendars::propose(&app.ctx, one, &flood(today, 2)).await.unwrap();
        let record = calendars::find(&app.ctx, id).await.unwrap();
        let effect = calendars::effect(&app.ctx, app.ctx.db.read(), &record.decree)
            .await
            .unwrap();
        assert_eq!(effect.counts.objections, 0);
        calendars::confirm(&app.ctx, two, id, &effect.stamp)
            .await
            .unwrap();
        assert_eq!(calendars::count_pending(&app.ctx).await.unwrap(), 0);
        assert_eq!(calendars::recompute(&app.ctx).await.unwrap().moved, 0);
        let now = file_of(app, &page).await.objection.row;
        assert_eq!(now.queue_on, was.queue_on);
        assert_eq!(now.received_unit_id, Some(app.unit(ended).await.0));
    })
    .await;
}
