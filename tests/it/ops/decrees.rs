//! A decree from its proposal to the last mail: looked at, confirmed by another person, put in force, recomputed, told.

use terbuka::domain::actor::Role;
use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::deadline::TraceStep;
use terbuka::domain::ids::UserId;
use terbuka::domain::request::{Command, Outcome};
use terbuka::persistence::queries::{CaseKey as PageKey, find_case_page};
use terbuka::persistence::{UnitScope, outbox, requests};
use terbuka::services::ServiceError;
use terbuka::services::accounts::{self, Appoint, NewUser};
use terbuka::services::audit::{Finding, check_case};
use terbuka::services::calendars::{self, CalendarImport, Counts, Draft, Imported, Recomputed};
use terbuka::services::notifications;
use terbuka::services::requests::{explain_as_known, for_applicant};
use time::Date;
use time::macros::{date, datetime};
use uuid::Uuid;

use crate::support::{CaseBuilder, Office, TestApp, complete, on_each_engine};

fn off(date: Date, kind: DayKind) -> Holiday {
    Holiday {
        date,
        kind,
        name_id: "Banjir".to_owned(),
        name_en: "Flood".to_owned(),
        source: "SK banjir".to_owned(),
    }
}

fn draft(cited: &str, issued_on: Date, units: &[&str], days: Vec<Holiday>) -> Draft {
    Draft {
        cited: cited.to_owned(),
        issued_on: Some(issued_on),
        replaces: false,
        units: units.iter().map(|code| (*code).to_owned()).collect(),
        is_local: !units.is_empty(),
        days,
        came_by: "form",
    }
}

async fn row(app: &TestApp, id: Uuid) -> terbuka::persistence::rows::Request {
    requests::get_request(app.ctx.db.read(), &UnitScope::All, id)
        .await
        .unwrap()
}

/// The auditor's record check of a case finds nothing.
async fn is_sound(app: &TestApp, id: Uuid) {
    let page = find_case_page(app.ctx.db.read(), &UnitScope::All, &PageKey::Id(id))
        .await
        .unwrap()
        .unwrap();
    let check = check_case(&app.ctx, &page).await.unwrap();
    assert_eq!(check.findings, []);
    assert_eq!(check.dates, page.events.len());
}

async fn officer_with_mail(app: &TestApp, unit: &str) -> UserId {
    let new = NewUser {
        username: format!("surat-{unit}"),
        full_name: "Petugas Surat".to_owned(),
        email: Some("petugas@example.org".to_owned()),
    };
    let (user, _) = accounts::add_user(&app.ctx, new).await.unwrap();
    for role in [Role::Officer, Role::Ppid] {
        let appointment = Appoint {
            user,
            role,
            unit: Some(app.unit(unit).await),
            starts_on: date!(2026 - 01 - 01),
            ends_on: None,
            decree: None,
        };
        accounts::appoint(&app.ctx, appointment).await.unwrap();
    }
    user
}

async fn put_in_force(app: &TestApp, by: UserId, other: UserId, draft: &Draft) -> (Uuid, Counts) {
    let id = calendars::propose(&app.ctx, by, draft).await.unwrap();
    let record = calendars::find(&app.ctx, id).await.unwrap();
    let seen = calendars::effect(&app.ctx, app.ctx.db.read(), &record.decree)
        .await
        .unwrap();
    let counts = calendars::confirm(&app.ctx, other, id, &seen.stamp)
        .await
        .unwrap();
    assert_eq!(counts, seen.counts);
    (id, counts)
}

#[tokio::test]
async fn a_unit_is_closed_by_decree_and_its_cases_move_as_the_preview_said() {
    on_each_engine(async |app| {
        app.clock.set(datetime!(2026-11-24 10:00 +8));
        let closed = CaseBuilder::new().file(app).await;
        let second = CaseBuilder::new().file(app).await;
        let elsewhere = CaseBuilder::new().unit("rutan-makassar").file(app).await;
        let answered = CaseBuilder::new().file(app).await;
        let office = Office::open(app, "lapas-makassar").await;
        office
            .answer(&answered.registration_no, Outcome::NotHeld, "Tidak dikuasai.", None)
            .await;
        officer_with_mail(app, "lapas-makassar").await;
        let (one, _) = app.account(Role::Admin, None).await;
        let (two, _) = app.account(Role::Admin, None).await;
        let first_due = date!(2026 - 12 - 08);
        assert_eq!(row(app, closed.id).await.due_on, first_due);

        let flood = [date!(2026 - 12 - 01), date!(2026 - 12 - 02)].map(|day| off(day, DayKind::UnitClosure));
        let wanted = draft(
            "SK banjir",
            date!(2026 - 11 - 24),
            &["lapas-makassar"],
            flood.to_vec(),
        );
        let looked = calendars::preview(&app.ctx, &wanted).await.unwrap();
        assert_eq!(looked.counts.moved, 2);
        assert_eq!(looked.by_unit.len(), 1);
        assert_eq!(calendars::list(&app.ctx).await.unwrap()[0].row.state, "in_force");

        let id = calendars::propose(&app.ctx, one, &wanted).await.unwrap();
        let twice = calendars::propose(&app.ctx, two, &wanted).await.unwrap_err();
        assert!(matches!(twice, ServiceError::Invalid(_)), "{twice:?}");
        // Not by the same person, not unseen, and not by the road of rejecting one's own.
        let own = calendars::confirm(&app.ctx, one, id, &looked.stamp).await.unwrap_err();
        assert!(matches!(own, ServiceError::Forbidden), "{own:?}");
        let own = calendars::reject(&app.ctx, one, id, "keliru").await.unwrap_err();
        assert!(matches!(own, ServiceError::Forbidden), "{own:?}");
        let others = calendars::withdraw(&app.ctx, two, id).await.unwrap_err();
        assert!(matches!(others, ServiceError::Forbidden), "{others:?}");
        let unseen = calendars::confirm(&app.ctx, two, id, "").await.unwrap_err();
        assert!(matches!(unseen, ServiceError::Invalid(_)), "{unseen:?}");
        // One case more since the page was shown: another preview.
        let third = CaseBuilder::new().file(app).await;
        let changed = calendars::confirm(&app.ctx, two, id, &looked.stamp).await.unwrap_err();
        assert!(matches!(changed, ServiceError::Invalid(_)), "{changed:?}");

        app.clock.set(datetime!(2026-11-24 10:05 +8));
        let seen = calendars::preview(&app.ctx, &wanted).await.unwrap();
        let (left, right) = tokio::join!(
            calendars::confirm(&app.ctx, two, id, &seen.stamp),
            calendars::confirm(&app.ctx, two, id, &seen.stamp)
        );
        assert_eq!(
            u8::from(left.is_ok()) + u8::from(right.is_ok()),
            1,
            "{left:?} {right:?}"
        );
        let lost = left.and(right).unwrap_err();
        assert!(matches!(lost, ServiceError::Stale), "{lost:?}");
        let late = calendars::reject(&app.ctx, two, id, "terlambat").await.unwrap_err();
        assert!(matches!(late, ServiceError::Stale), "{late:?}");

        let waiting = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();
        assert_eq!(calendars::count_pending(&app.ctx).await.unwrap(), 3);
        let done = calendars::recompute(&app.ctx).await.unwrap();
        assert_eq!(done.moved, seen.counts.moved);
        assert_eq!((done.moved, done.unmoved, done.failed), (3, 0, 0));
        assert_eq!(calendars::recompute(&app.ctx).await.unwrap(), Recomputed::default());
        // Each applicant, and the officer once.
        let mails = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap() - waiting;
        assert_eq!(mails, 4);
        app.mail.take();
        while notifications::deliver_due(&app.ctx).await.unwrap().is_full() {}
        let told = app.mail.take();
        let office_mail: Vec<_> = told.iter().filter(|mail| mail.to.contains("petugas@")).collect();
        let [mail] = office_mail.as_slice() else {
            panic!("one mail to the officer, not {}", office_mail.len());
        };
        assert!(mail.text.contains("SK banjir") && mail.text.contains("/petugas"), "{}", mail.text);
        assert!(!mail.text.contains(&closed.registration_no) && !mail.text.contains("Andi Baso"));
        let moved_due = date!(2026 - 12 - 10);
        for case in [closed.id, second.id, third.id] {
            assert_eq!(row(app, case).await.due_on, moved_due);
        }
        assert_eq!(row(app, elsewhere.id).await.due_on, first_due);

        // R18: the calendar of the unit that received it goes with the case; and a new case begins on it.
        office.step(&closed.registration_no, complete(), Vec::new()).await;
        office
            .step(
                &closed.registration_no,
                Command::Route {
                    to: app.unit("rutan-makassar").await,
                    reason: "Arsipnya di sana.".to_owned(),
                },
                Vec::new(),
            )
            .await;
        assert_eq!(row(app, closed.id).await.due_on, moved_due);
        let fresh = CaseBuilder::new().file(app).await;
        assert_eq!(row(app, fresh.id).await.due_on, moved_due);
        for case in [closed.id, second.id, elsewhere.id, answered.id, fresh.id] {
            is_sound(app, case).await;
        }

        // Another unit's calendar under a case is found by the record check.
        let key = PageKey::Id(fresh.id);
        let page = find_case_page(app.ctx.db.read(), &UnitScope::All, &key).await;
        let mut page = page.unwrap().unwrap();
        page.request.registered_unit_id = app.unit("rutan-makassar").await.0;
        let check = check_case(&app.ctx, &page).await.unwrap();
        assert!(check.findings.contains(&Finding::Calendar { seq: 1 }), "{check:?}");

        // The trace cites the local decree, and what was known before.
        let file = for_applicant(&app.ctx, closed.id).await.unwrap();
        let explained = explain_as_known(&app.ctx, &file, "D05", None).await.unwrap();
        let cited = explained.days.iter().any(|day| {
            matches!(&day.step, TraceStep::Holiday(day) if day.kind == DayKind::UnitClosure && day.source == "SK banjir")
        });
        assert!(cited, "{:?}", explained.days);
        let known: Vec<_> = explained.known.iter().map(|known| (known.due_on, known.stands)).collect();
        assert_eq!(known, [(Some(first_due), false), (Some(moved_due), true)]);
        assert_eq!(explained.known[1].because.len(), 2);
        let before = explained.known[0].version.to_string();
        let then = explain_as_known(&app.ctx, &file, "D05", Some(&before)).await.unwrap();
        assert_eq!(then.duty.deadline.due, first_due);

        // Another decree takes it back after the first last day has passed.
        app.clock.set(datetime!(2026-12-09 10:00 +8));
        let reopened = Draft {
            replaces: true,
            ..draft("SK buka", date!(2026 - 12 - 09), &["lapas-makassar"], vec![])
        };
        let (_, counts) = put_in_force(app, two, one, &reopened).await;
        assert_eq!(
            counts,
            Counts {
                moved: 4,
                leave_overdue: 0,
                become_overdue: 4,
                ..Counts::default()
            }
        );
        // The same as a person who works on the case before the recurring work does.
        assert_eq!(calendars::recompute(&app.ctx).await.unwrap().moved, 4);
        let again = draft(
            "Keppres banjir",
            date!(2026 - 12 - 09),
            &[],
            vec![off(date!(2026 - 12 - 03), DayKind::AdHocPresidential), off(date!(2026 - 12 - 04), DayKind::AdHocPresidential)],
        );
        let (_, counts) = put_in_force(app, one, two, &again).await;
        assert_eq!((counts.moved, counts.leave_overdue, counts.become_overdue), (5, 5, 0));
        assert_eq!(calendars::recompute(&app.ctx).await.unwrap().moved, 5);
        for case in [closed.id, elsewhere.id, answered.id, fresh.id] {
            is_sound(app, case).await;
        }
    })
    .await;
}

/// The years of a calendar file that comes late, and the same file twice.
#[tokio::test]
async fn decrees_come_in_any_order_and_twice() {
    on_each_engine(async |app| {
        let import = |cited: &str, issued_on, day| CalendarImport {
            days: vec![off(day, DayKind::AdHocPresidential)],
            decree: cited.to_owned(),
            issued_on,
            is_amendment: true,
            units: std::collections::BTreeSet::new(),
            imported_by: "cli".to_owned(),
        };
        let list = async || {
            let calendar = calendars::current(&app.ctx, app.ctx.db.read()).await.unwrap();
            calendar.holidays().cloned().collect::<Vec<_>>()
        };
        let later = import("Keppres 2", date!(2026 - 11 - 20), date!(2026 - 12 - 03));
        let mut earlier = import("Keppres 1", date!(2026 - 11 - 10), date!(2026 - 12 - 03));
        earlier
            .days
            .push(off(date!(2026 - 12 - 04), DayKind::AdHocPresidential));
        earlier.days[0].kind = DayKind::CollectiveLeave;
        calendars::import(&app.ctx, &later).await.unwrap();
        let done = calendars::import(&app.ctx, &earlier).await.unwrap();
        assert!(matches!(done, Imported::New { changed_days: 1, .. }), "{done:?}");
        let days = list().await;
        let third = days.iter().find(|day| day.date == date!(2026 - 12 - 03)).unwrap();
        assert_eq!(third.kind, DayKind::AdHocPresidential, "the later decree stands");
        for decree in [&earlier, &later] {
            let again = calendars::import(&app.ctx, decree).await.unwrap();
            assert_eq!(again, Imported::Unchanged);
        }
        assert_eq!(list().await, days);
    })
    .await;
}
