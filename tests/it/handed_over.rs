//! Whoever waits for something is told who owes it by now, whichever way a decree takes the unit; and nothing is left with nobody.

use terbuka::domain::actor::Role;
use terbuka::domain::exemption::Command;
use terbuka::domain::unit::SuccessionKind;
use terbuka::persistence::{UnitScope, letters, outbox, queries, requests};
use terbuka::services::audit::check_case;
use terbuka::services::exemptions::{Tab, decide_on, list, open, write_sheet};
use terbuka::services::objections::check_objection;
use terbuka::services::units::{self, Change, Wanted};
use terbuka::services::{ServiceError, imports};
use time::Duration;

use crate::objection::{case_page, file_of, object_to_silence};
use crate::support::{CaseBuilder, TestApp, exempt, exemption_step, on_each_engine, prison, sheet, viewer};

const UNIT: &str = "rutan-makassar";
const HEIR: &str = "lapas-makassar";
const ABOVE: &str = "kanwil-sulsel";
const BODY: &str = "Kementerian Imigrasi dan Pemasyarakatan";
const BASIS: &str = "Perpres 157/2024";

fn decree(app: &TestApp, unit: &str, kind: SuccessionKind) -> Wanted {
    Wanted {
        unit: unit.to_owned(),
        kind: Some(kind),
        effective_on: Some(app.ctx.today(app.ctx.zone())),
        legal_basis: BASIS.to_owned(),
        ..Wanted::default()
    }
}

fn merge(app: &TestApp, unit: &str, heir: &str) -> Wanted {
    Wanted {
        to: vec![heir.to_owned()],
        ..decree(app, unit, SuccessionKind::Merge)
    }
}

fn moved(app: &TestApp, unit: &str, change: Change) -> Wanted {
    Wanted {
        change,
        ..decree(app, unit, SuccessionKind::Move)
    }
}

/// Goes to another public body, under nobody there yet.
fn leaves() -> Change {
    Change {
        body: Some(BODY.to_owned()),
        parent: Some(String::new()),
        ..Change::default()
    }
}

fn answered_by(code: &str) -> Change {
    Change {
        ppid_of: Some(code.to_owned()),
        ..Change::default()
    }
}

#[rocket::async_test]
async fn who_waits_on_a_unit_that_goes_to_another_body_is_told() {
    on_each_engine(async |app| {
        let asked = CaseBuilder::new().unit(UNIT).file(app).await;
        app.clock.advance(Duration::days(30));
        let person = app.anonymous().await;
        let page = object_to_silence(&person, &asked).await;
        let was = file_of(app, &page).await.objection.row;
        let before = requests::get_request(app.ctx.db.read(), &UnitScope::All, asked.id)
            .await
            .unwrap();
        let waiting = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();

        let wanted = moved(app, UNIT, leaves());
        let looked = units::preview(&app.ctx, &wanted).await.unwrap();
        assert_eq!((looked.open_requests, looked.objections), (1, 1));
        units::apply(&app.ctx, None, &wanted, Some(&looked.stamp))
            .await
            .unwrap();

        let now = requests::get_request(app.ctx.db.read(), &UnitScope::All, asked.id)
            .await
            .unwrap();
        assert_eq!(
            (now.unit_id, now.due_on, now.registration_no),
            (before.unit_id, before.due_on, before.registration_no)
        );
        let told = letters::list_letters(app.ctx.db.read(), asked.id).await.unwrap();
        let letter = told.iter().find(|letter| letter.kind == "succession");
        let letter = letter.expect("a letter");
        assert!(letter.content.contains(BODY) && letter.content.contains(BASIS));
        let case = queries::find_case_page(
            app.ctx.db.read(),
            &UnitScope::All,
            &queries::CaseKey::Id(asked.id),
        )
        .await
        .unwrap()
        .unwrap();
        assert_eq!(case.events.last().unwrap().kind, "succession_transferred");
        let check = check_case(&app.ctx, &case).await.unwrap();
        assert!(check.findings.is_empty(), "{check:?}");

        let file = file_of(app, &page).await;
        assert_eq!(file.objection.row.queue_on, was.queue_on);
        let letter = file
            .letters
            .iter()
            .find(|letter| letter.kind == "objection_succession");
        let letter = letter.expect("a letter").id;
        let check = check_objection(&app.ctx, &file).await.unwrap();
        assert!(check.findings.is_empty(), "{check:?}");
        // One about the request, one about the objection; nobody is in office who could be told of it.
        let sent = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();
        assert_eq!(sent, waiting + 2);
        for lang in ["id", "en"] {
            let case = person
                .get(&format!("{}?lang={lang}", case_page(&asked)))
                .await
                .expect(200);
            assert!(case.text("main").contains(BASIS));
            let read = person
                .get(&format!("{page}/surat/{letter}?lang={lang}"))
                .await
                .expect(200);
            assert!(read.text("main").contains(BODY), "{}", read.text("main"));
        }
    })
    .await;
}

#[rocket::async_test]
async fn an_objection_follows_whoever_answers() {
    on_each_engine(async |app| {
        let asked = CaseBuilder::new().unit(UNIT).file(app).await;
        app.clock.advance(Duration::days(30));
        let person = app.anonymous().await;
        let page = object_to_silence(&person, &asked).await;
        let own = app.unit(UNIT).await.0;
        let above = app.unit(ABOVE).await.0;
        let row = file_of(app, &page).await.objection.row;
        assert_eq!((row.unit_id, row.received_unit_id), (own, Some(own)));
        for (code, wanted) in [(ABOVE, above), ("", own)] {
            app.clock.advance(Duration::days(1));
            let change = moved(app, UNIT, answered_by(code));
            let done = units::apply(&app.ctx, None, &change, None).await.unwrap();
            assert_eq!((done.requests, done.objections), (0, 1), "{code}");
            let file = file_of(app, &page).await;
            let now = &file.objection.row;
            assert_eq!((now.unit_id, now.received_unit_id), (wanted, Some(own)), "{code}");
            assert_eq!((now.queue_on, &now.number), (row.queue_on, &row.number));
            let told = file
                .letters
                .iter()
                .filter(|letter| letter.kind == "objection_succession");
            assert_eq!(told.count(), if code.is_empty() { 2 } else { 1 });
            let check = check_objection(&app.ctx, &file).await.unwrap();
            assert!(check.findings.is_empty(), "{check:?}");
        }
    })
    .await;
}

#[rocket::async_test]
async fn exemptions_of_a_unit_that_ended_are_in_the_hand_of_its_heir() {
    on_each_engine(async |app| {
        prison(&app.ctx, "lapas-parepare").await;
        let used = exempt(app, UNIT, false).await;
        let today = app.ctx.today(app.ctx.zone());
        let before = viewer(app, Role::Ppid, UNIT).await;
        let waits = write_sheet(&app.ctx, &before, UNIT, None, &sheet(today, true))
            .await
            .unwrap();
        exemption_step(app, &before, waits, Command::Sign).await;
        let stranger = viewer(app, Role::Ppid, "lapas-parepare").await;
        let (ppid, superior) = (
            viewer(app, Role::Ppid, HEIR).await,
            viewer(app, Role::Superior, HEIR).await,
        );
        let roles = [Role::Ppid, Role::Superior];
        assert!(open(&app.ctx, &ppid, &roles, used.id).await.is_err());
        units::apply(&app.ctx, None, &merge(app, UNIT, HEIR), None)
            .await
            .unwrap();

        let listed = list(&app.ctx, &ppid, &roles, Tab::InForce).await.unwrap();
        assert!(listed.iter().any(|one| one.row.id == used.id), "{listed:?}");
        assert!(open(&app.ctx, &stranger, &roles, used.id).await.is_err());
        let file = open(&app.ctx, &superior, &roles, used.id).await.unwrap();
        let reason = "Sudah boleh dibuka.".to_owned();
        let by_former = decide_on(
            &app.ctx,
            &before,
            used.id,
            file.row.version,
            &Command::Open {
                reason: reason.clone(),
            },
        )
        .await;
        assert!(by_former.is_err(), "their office ended with the unit");
        exemption_step(app, &superior, used.id, Command::Open { reason }).await;

        // Whoever signed is no longer in office, so the sheet goes back and is signed anew; the number of the decree is the heir's.
        let file = open(&app.ctx, &superior, &roles, waits).await.unwrap();
        let lapsed = decide_on(&app.ctx, &superior, waits, file.row.version, &Command::Approve).await;
        assert!(matches!(lapsed, Err(ServiceError::Denied(_))), "{lapsed:?}");
        let back = Command::Return {
            reason: "Tanda tangani lagi.".to_owned(),
        };
        exemption_step(app, &superior, waits, back).await;
        exemption_step(app, &ppid, waits, Command::Sign).await;
        exemption_step(app, &superior, waits, Command::Approve).await;
        let file = open(&app.ctx, &ppid, &roles, waits).await.unwrap();
        let number = file.row.decree_no.clone().unwrap();
        assert!(number.starts_with("SK-LAPAS-MAKASSAR-"), "{number}");
        assert!(file.is_intact().unwrap());
    })
    .await;
}

#[rocket::async_test]
async fn nobody_is_left_without_a_ppid_who_answers() {
    on_each_engine(async |app| {
        prison(&app.ctx, "lapas-parepare").await;
        prison(&app.ctx, "lapas-palopo").await;
        units::apply(&app.ctx, None, &moved(app, UNIT, answered_by(ABOVE)), None)
            .await
            .unwrap();
        app.clock.advance(Duration::days(1));
        units::apply(&app.ctx, None, &moved(app, "lapas-parepare", leaves()), None)
            .await
            .unwrap();
        units::apply(&app.ctx, None, &merge(app, "lapas-palopo", HEIR), None)
            .await
            .unwrap();
        let keeps_parent = Change {
            parent: None,
            ..leaves()
        };
        let under = |code: &str| Change {
            parent: Some(code.to_owned()),
            ..Change::default()
        };
        let cases = [
            (moved(app, HEIR, answered_by(UNIT)), "ppid_of", "ppid_not_own"),
            (
                moved(app, HEIR, answered_by("lapas-parepare")),
                "ppid_of",
                "ppid_of_other_body",
            ),
            (
                moved(app, HEIR, answered_by("lapas-palopo")),
                "ppid_of",
                "ppid_not_there",
            ),
            (
                moved(app, HEIR, under("lapas-palopo")),
                "parent",
                "parent_not_there",
            ),
            (moved(app, HEIR, keeps_parent), "parent", "parent_of_other_body"),
            (moved(app, ABOVE, under(UNIT)), "parent", "parent_below"),
            (merge(app, ABOVE, HEIR), "kind", "answers_for_others"),
            (moved(app, ABOVE, leaves()), "kind", "answers_for_others"),
            (moved(app, ABOVE, answered_by(HEIR)), "kind", "answers_for_others"),
        ];
        for (wanted, field, code) in cases {
            let told = units::preview(&app.ctx, &wanted).await;
            let Err(ServiceError::Invalid(faults)) = told else {
                panic!("{code} was let through");
            };
            let fault = faults.iter().find(|fault| fault.field == field);
            let key = fault.map(|fault| fault.key.as_str());
            assert_eq!(key, Some(format!("unit.fault.{code}").as_str()), "{faults:?}");
        }
        let file = "code,name,short_name,kind,parent_code,ppid_of,body\n\
                    baru-a,Baru A,A,lapas,,rutan-makassar,\n\
                    baru-b,Baru B,B,lapas,,lapas-palopo,\n\
                    baru-c,Baru C,C,lapas,baru-d,,\n\
                    baru-d,Baru D,D,lapas,baru-c,,\n\
                    baru-e,Baru E,E,lapas,kanwil-sulsel,,Kementerian Lain\n\
                    baru-f,Baru F,F,lapas,kanwil-sulsel,baru-a,\n\
                    baru-g,Baru G,G,lapas,kanwil-sulsel,kanwil-sulsel,\n";
        let report = imports::units::import(&app.ctx, file).await.unwrap();
        let bad: Vec<u64> = report.bad.iter().map(|bad| bad.line).collect();
        assert_eq!(
            (report.added, bad),
            (1, vec![2, 3, 4, 5, 6, 7]),
            "{:?}",
            report.bad
        );
    })
    .await;
}

#[rocket::async_test]
async fn two_mergers_at_once_leave_no_case_behind() {
    on_each_engine(async |app| {
        prison(&app.ctx, "lapas-parepare").await;
        let mut filed = Vec::new();
        for _ in 0..3 {
            filed.push(CaseBuilder::new().unit(UNIT).file(app).await.id);
        }
        let (one, other) = (merge(app, UNIT, HEIR), merge(app, HEIR, "lapas-parepare"));
        let (first, second) = tokio::join!(
            units::apply(&app.ctx, None, &one, None),
            units::apply(&app.ctx, None, &other, None)
        );
        assert!(second.is_ok(), "{second:?}");
        let wanted = if first.is_ok() { "lapas-parepare" } else { UNIT };
        let wanted = app.unit(wanted).await.0;
        for id in filed {
            let row = requests::get_request(app.ctx.db.read(), &UnitScope::All, id)
                .await
                .unwrap();
            assert_eq!(row.unit_id, wanted, "{first:?}");
        }
    })
    .await;
}

#[rocket::async_test]
async fn the_page_shows_everything_that_a_move_changes() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let page = format!("/admin/satker/{UNIT}");
        let today = app.ctx.today(app.ctx.zone());
        let (day, month, year) = (
            today.day().to_string(),
            u8::from(today.month()).to_string(),
            today.year().to_string(),
        );
        let typed = [
            ("kind", "move"),
            ("effective_on_day", day.as_str()),
            ("effective_on_month", month.as_str()),
            ("effective_on_year", year.as_str()),
            ("legal_basis", BASIS),
            ("address", "Jalan Baru 1"),
            ("body", BODY),
            ("parent", ""),
            ("commission", "central"),
            ("step", "preview"),
        ];
        let looked = admin.submit(&page, &page, &typed).await.expect(200);
        let shown = looked.text("form .govuk-summary-card");
        let wanted = [
            format!("→ {BODY}"),
            "→ Jalan Baru 1".to_owned(),
            "→ Komisi Informasi Pusat".to_owned(),
            "Kantor Wilayah Kementerian Hukum dan HAM Sulawesi Selatan → ".to_owned(),
        ];
        for text in wanted {
            assert!(shown.contains(&text), "{text}: {shown}");
        }
    })
    .await;
}
