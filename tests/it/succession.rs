//! A decree about a unit: recorded by an administrator, and everything that follows from it in one act.

use terbuka::domain::actor::Role;
use terbuka::domain::policy;
use terbuka::domain::request::Outcome;
use terbuka::domain::unit::SuccessionKind;
use terbuka::persistence::{UnitScope, letters, outbox, queries, requests, units as unit_rows};
use terbuka::services::audit::check_case;
use terbuka::services::imports;
use terbuka::services::objections::check_objection;
use terbuka::services::requests::{CaseKey, for_applicant, for_staff};
use terbuka::services::units::{self, Change, Wanted};
use terbuka::services::{ServiceError, accounts};
use time::Duration;

use crate::objection::{case_page, file_of, object_to_silence, silent};
use crate::support::{Answer, CaseBuilder, Office, TestApp, complete, on_each_engine, viewer};

const ENDS: &str = "rutan-makassar";
const HEIR: &str = "lapas-makassar";
const PAGE: &str = "/admin/satker/rutan-makassar";

fn merge(app: &TestApp) -> Vec<(&'static str, String)> {
    let day = app.ctx.today(app.ctx.zone());
    vec![
        ("kind", "merge".to_owned()),
        ("effective_on_day", day.day().to_string()),
        ("effective_on_month", u8::from(day.month()).to_string()),
        ("effective_on_year", day.year().to_string()),
        ("legal_basis", "Kepmen M.IP-5/2026".to_owned()),
        ("to", HEIR.to_owned()),
    ]
}

fn borrowed<'a>(typed: &'a [(&'a str, String)], step: &'a str) -> Vec<(&'a str, &'a str)> {
    let typed = typed.iter().map(|(name, value)| (*name, value.as_str()));
    typed.chain([("step", step)]).collect()
}

/// Renames, as of today.
fn rename(app: &TestApp, unit: &str, name: &str) -> Wanted {
    Wanted {
        unit: unit.to_owned(),
        kind: Some(SuccessionKind::Rename),
        effective_on: Some(app.ctx.today(app.ctx.zone())),
        legal_basis: "Kepmen 1/2026".to_owned(),
        change: Change {
            name: Some(name.to_owned()),
            ..Change::default()
        },
        ..Wanted::default()
    }
}

#[rocket::async_test]
async fn a_merged_unit_hands_over_everything_and_no_date_moves() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().unit(ENDS).file(app).await;
        let closed = CaseBuilder::new().unit(ENDS).file(app).await;
        let office = Office::open(app, ENDS).await;
        office
            .answer(&closed.registration_no, Outcome::GrantedFull, "Terlampir.", None)
            .await;
        office.close(&closed.registration_no).await;
        let was = requests::get_request(app.ctx.db.read(), &UnitScope::All, filed.id)
            .await
            .unwrap();
        let officer = app.officer(ENDS).await;
        let heirs = app.officer(HEIR).await;
        let file_page = format!("/petugas/permohonan/{}", filed.registration_no);
        officer.get(&file_page).await.expect(200);
        heirs.get(&file_page).await.expect(404);
        let waiting = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();

        let admin = app.admin().await;
        let typed = merge(app);
        let looked = admin
            .submit(PAGE, PAGE, &borrowed(&typed, "preview"))
            .await
            .expect(200);
        let shown = looked.text("form .govuk-summary-card");
        assert!(shown.contains("Permohonan terbuka yang beralih"), "{shown}");
        let unchanged = requests::get_request(app.ctx.db.read(), &UnitScope::All, filed.id)
            .await
            .unwrap();
        assert_eq!(unchanged.version, was.version, "a look changes nothing");

        // Somebody files meanwhile: what was looked at is no longer what would happen.
        let late = CaseBuilder::new().unit(ENDS).file(app).await;
        let form = looked.form(PAGE);
        let refused = admin
            .resubmit(form, PAGE, &borrowed(&typed, "apply"))
            .await
            .expect(422);
        assert_eq!(refused.errors().len(), 1, "{:?}", refused.errors());
        let done = admin
            .resubmit(refused.form(PAGE), PAGE, &borrowed(&typed, "apply"))
            .await;
        assert_eq!(done.location(), PAGE, "{:?}", done.errors());

        let heir = app.unit(HEIR).await;
        let ended = app.unit(ENDS).await;
        for case in [&filed, &closed, &late] {
            let row = requests::get_request(app.ctx.db.read(), &UnitScope::All, case.id)
                .await
                .unwrap();
            assert_eq!((row.unit_id, row.registered_unit_id), (heir.0, ended.0));
            let page =
                queries::find_case_page(app.ctx.db.read(), &UnitScope::All, &queries::CaseKey::Id(case.id))
                    .await
                    .unwrap()
                    .unwrap();
            assert_eq!(page.events.last().unwrap().kind, "succession_transferred");
            let check = check_case(&app.ctx, &page).await.unwrap();
            assert!(check.findings.is_empty(), "{check:?}");
        }
        let now = requests::get_request(app.ctx.db.read(), &UnitScope::All, filed.id)
            .await
            .unwrap();
        assert_eq!(
            (
                now.due_on,
                now.target_on,
                now.latest_on,
                now.registration_no,
                now.calendar_version_id
            ),
            (
                was.due_on,
                was.target_on,
                was.latest_on,
                was.registration_no,
                was.calendar_version_id
            )
        );
        let kinds = async |id| -> Vec<String> {
            let all = letters::list_letters(app.ctx.db.read(), id).await.unwrap();
            all.into_iter().map(|letter| letter.kind).collect()
        };
        let mut of_filed = kinds(filed.id).await;
        of_filed.sort();
        assert_eq!(of_filed, ["receipt", "succession"]);
        assert!(
            !kinds(closed.id).await.contains(&"succession".to_owned()),
            "nobody waits for it"
        );
        // One more receipt, and one notice for each of the two that are open.
        let sent = outbox::count_outbox_waiting(app.ctx.db.read()).await.unwrap();
        assert_eq!(sent, waiting + 3);

        officer.get(&file_page).await.expect(403);
        heirs.get(&file_page).await.expect(200);
        let person = app.anonymous().await;
        let case = person.get(&case_page(&filed)).await.expect(200);
        assert!(case.text("main").contains("Kepmen M.IP-5/2026"));
        for lang in ["id", "en"] {
            let old = person.get(&format!("/unit/{ENDS}?lang={lang}")).await.expect(200);
            assert!(old.has(&format!("main .govuk-inset-text a[href=\"/unit/{HEIR}\"]")));
            assert!(!old.has("main a[href^=\"/permohonan/baru\"]"));
        }
        let twice = admin.get(PAGE).await.expect(200);
        assert!(!twice.has("form[action=\"/admin/satker/rutan-makassar\"]"));

        let refused =
            terbuka::services::requests::file(&app.ctx, CaseBuilder::new().unit(ENDS).filing(app)).await;
        let Err(ServiceError::Invalid(faults)) = refused else {
            panic!("filed at a unit that ended")
        };
        assert_eq!(faults[0].key, "field.unit_ended");
        let next = CaseBuilder::new().unit(HEIR).file(app).await;
        assert!(
            next.registration_no.ends_with("-0001"),
            "numbers of the unit that goes on are its own"
        );
    })
    .await;
}

#[rocket::async_test]
async fn an_objection_goes_along_by_the_same_last_day() {
    on_each_engine(async |app| {
        let asked = CaseBuilder::new().unit(ENDS).file(app).await;
        app.clock.advance(Duration::days(30));
        let person = app.anonymous().await;
        let page = object_to_silence(&person, &asked).await;
        let was = file_of(app, &page).await.objection.row;
        let superior = viewer(app, Role::Superior, HEIR).await;
        let wanted = Wanted {
            kind: Some(SuccessionKind::Merge),
            to: vec![HEIR.to_owned()],
            change: Change::default(),
            ..rename(app, ENDS, "")
        };
        let done = units::apply(&app.ctx, None, &wanted, None).await.unwrap();
        assert_eq!((done.requests, done.objections), (1, 1));
        let file = file_of(app, &page).await;
        let now = &file.objection.row;
        assert_eq!(now.unit_id, app.unit(HEIR).await.0);
        assert_eq!((now.queue_on, &now.number), (was.queue_on, &was.number));
        let staff = terbuka::services::objections::for_staff(
            &app.ctx,
            &superior,
            now.number.as_deref().unwrap(),
            &[Role::Superior],
        )
        .await;
        assert!(staff.is_ok());
        let told = file
            .letters
            .iter()
            .any(|letter| letter.kind == "objection_succession");
        assert!(told, "who objected is told, too");
        let check = check_objection(&app.ctx, &file).await.unwrap();
        assert!(check.findings.is_empty(), "{check:?}");
        person.get(&page).await.expect(200);
    })
    .await;
}

#[rocket::async_test]
async fn letters_keep_the_name_of_their_day_and_a_file_does_not_undo_a_decree() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        app.clock.advance(Duration::days(1));
        units::apply(
            &app.ctx,
            None,
            &rename(app, HEIR, "Lapas Kelas I Ujung Pandang"),
            None,
        )
        .await
        .unwrap();
        let office = Office::open(app, HEIR).await;
        office.step(&filed.registration_no, complete(), Vec::new()).await;
        let ask = terbuka::domain::request::Command::AskClarification {
            question: "Tahun?".to_owned(),
        };
        office.step(&filed.registration_no, ask, Vec::new()).await;
        let all = letters::list_letters(app.ctx.db.read(), filed.id).await.unwrap();
        assert!(!all[0].content.contains("Ujung Pandang"));
        assert!(all[1].content.contains("Lapas Kelas I Ujung Pandang"));

        let history = units::history(&app.ctx, HEIR).await.unwrap();
        assert_eq!(history.versions.len(), 2);
        let today = app.ctx.today(app.ctx.zone());
        let yesterday = today.previous_day().unwrap();
        assert_ne!(
            history.on(yesterday).unwrap().name,
            history.on(today).unwrap().name
        );

        let before = unit_rows::find_unit_by_code(app.ctx.db.read(), HEIR)
            .await
            .unwrap()
            .unwrap();
        let report = imports::units::import(&app.ctx, imports::units::BUILT_IN)
            .await
            .unwrap();
        assert_eq!(report.bad.len(), 1, "{:?}", report.bad);
        let after = unit_rows::find_unit_by_code(app.ctx.db.read(), HEIR)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(before, after);

        let again = units::apply(&app.ctx, None, &rename(app, HEIR, "Lain"), None).await;
        let Err(ServiceError::Invalid(faults)) = again else {
            panic!("two names on one day")
        };
        assert_eq!(faults[0].key, "unit.fault.day_outside_version");
    })
    .await;
}

#[rocket::async_test]
async fn who_moves_to_another_body_is_appointed_anew_and_a_pelaksana_does_not_answer() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().unit(ENDS).file(app).await;
        let office = Office::open(app, ENDS).await;
        office.step(&filed.registration_no, complete(), Vec::new()).await;
        let before = viewer(app, Role::Ppid, ENDS).await;
        app.clock.advance(Duration::days(1));
        let moved = |change| Wanted {
            kind: Some(SuccessionKind::Move),
            change,
            ..rename(app, ENDS, "")
        };
        let under = Change {
            ppid_of: Some("kanwil-sulsel".to_owned()),
            ..Change::default()
        };
        let within = units::preview(&app.ctx, &moved(under.clone())).await.unwrap();
        assert!(within.endings.is_empty(), "the same body appointed them");
        units::apply(&app.ctx, None, &moved(under), None).await.unwrap();
        let key = CaseKey::Number(filed.registration_no.clone());
        let file = for_staff(&app.ctx, &before, &key).await.unwrap();
        let answer = file
            .offers
            .iter()
            .find(|(kind, _)| *kind == terbuka::domain::request::CommandKind::IssueNotice);
        assert_eq!(
            answer.unwrap().1,
            Err(terbuka::domain::request::Denial::NoOwnPpid),
            "the PPID of the regional office answers"
        );
        let objected = for_applicant(&app.ctx, filed.id).await.unwrap();
        let answering = units::answering(app.ctx.db.read(), &objected.case.unit)
            .await
            .unwrap();
        assert_eq!(answering.code, "kanwil-sulsel");

        app.clock.advance(Duration::days(1));
        let elsewhere = moved(Change {
            body: Some("Kementerian Imigrasi dan Pemasyarakatan".to_owned()),
            ppid_of: Some(String::new()),
            parent: Some(String::new()),
            ..Change::default()
        });
        let outside = units::preview(
            &app.ctx,
            &Wanted {
                effective_on: Some(app.ctx.today(app.ctx.zone())),
                ..elsewhere
            },
        )
        .await
        .unwrap();
        assert!(!outside.endings.is_empty() && !outside.unfilled.is_empty());
    })
    .await;
}

#[rocket::async_test]
async fn what_can_not_be_recorded_is_told_at_its_field() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let empty: Answer = admin.submit(PAGE, PAGE, &[("step", "apply")]).await.expect(422);
        assert_eq!(empty.errors().len(), 1);
        let tomorrow = app.ctx.today(app.ctx.zone()).next_day().unwrap();
        let mut typed = merge(app);
        typed[1].1 = tomorrow.day().to_string();
        typed[2].1 = u8::from(tomorrow.month()).to_string();
        typed[4].1.clear();
        typed[5].1.clear();
        let told = admin
            .submit(PAGE, PAGE, &borrowed(&typed, "preview"))
            .await
            .expect(422);
        assert_eq!(told.errors().len(), 3, "{:?}", told.errors());
        admin.get("/admin/satker/tidak-ada").await.expect(404);
        let filed = silent(app).await;
        assert!(!admin.get(PAGE).await.body.contains(&filed.registration_no));
    })
    .await;
}

/// An account with an appointment to a unit on these days.
async fn appointed(
    app: &TestApp,
    unit: &str,
    starts_on: time::Date,
) -> (terbuka::domain::ids::UserId, Result<(), ServiceError>) {
    let (user, _) = app.account(Role::Citizen, None).await;
    let wanted = accounts::Appoint {
        user,
        role: Role::Officer,
        unit: Some(app.unit(unit).await),
        starts_on,
        ends_on: None,
        decree: None,
    };
    (user, accounts::appoint(&app.ctx, wanted).await.map(|_| ()))
}

#[rocket::async_test]
async fn nobody_holds_an_office_in_a_unit_that_has_ended() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().unit(ENDS).file(app).await;
        let today = app.ctx.today(app.ctx.zone());
        let next_month = today + Duration::days(30);
        let (begun_today, done) = appointed(app, ENDS, today).await;
        done.expect("today");
        let (begins_later, done) = appointed(app, ENDS, next_month).await;
        done.expect("later");
        let before = viewer(app, Role::Officer, ENDS).await;
        let wanted = Wanted {
            kind: Some(SuccessionKind::Merge),
            to: vec![HEIR.to_owned()],
            change: Change::default(),
            ..rename(app, ENDS, "")
        };
        let looked = units::preview(&app.ctx, &wanted).await.unwrap();
        let ends: Vec<_> = looked.endings.iter().map(|ending| ending.row.user_id).collect();
        assert!(ends.contains(&begun_today.0) && ends.contains(&begins_later.0));
        units::apply(&app.ctx, None, &wanted, None).await.unwrap();

        // Neither the rest of today, nor on the day on which it would have begun, nor by an appointment nobody ended.
        let key = CaseKey::Number(filed.registration_no.clone());
        for day in [today, next_month] {
            if day > today {
                app.clock.advance(Duration::days(30));
            }
            for user in [begun_today, begins_later] {
                let viewer = accounts::viewer_of(&app.ctx, user).await.unwrap().unwrap();
                assert_eq!(
                    policy::unit_scope(&viewer, &policy::CASE_ROLES),
                    policy::Scope::Nothing,
                    "{day}"
                );
                let file = for_staff(&app.ctx, &viewer, &key).await;
                assert!(matches!(file, Err(ServiceError::NotFound)), "{day}");
            }
        }
        let step = terbuka::services::requests::Step {
            key,
            by: terbuka::services::requests::By::Staff(&before),
            seen_version: None,
            command: complete(),
            files: Vec::new(),
        };
        let acted = terbuka::services::requests::take(&app.ctx, step).await;
        assert!(
            matches!(acted, Err(ServiceError::Forbidden | ServiceError::NotFound)),
            "{acted:?}"
        );

        // And nobody is appointed to it.
        let (_, refused) = appointed(app, ENDS, today).await;
        let Err(ServiceError::Invalid(faults)) = refused else {
            panic!("appointed to a unit that ended")
        };
        assert_eq!(
            (faults[0].field.as_str(), faults[0].key.as_str()),
            ("unit", "account.fault.unit_ended")
        );
        let admin = app.admin().await;
        let (_, username) = app.account(Role::Officer, Some(HEIR)).await;
        let account = format!("/admin/pengguna/{username}");
        let page = admin.get(&account).await.expect(200);
        assert!(
            !page.has(&format!("option[value='{ENDS}']")) && page.has(&format!("option[value='{HEIR}']"))
        );
        let typed = [("role", "officer"), ("unit", ENDS)];
        let told = admin
            .submit(&account, &format!("{account}/penunjukan"), &typed)
            .await
            .expect(422);
        assert!(
            told.errors()[0].contains("sudah berakhir pada"),
            "{:?}",
            told.errors()
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_is_recorded_rests_on_the_decree_that_was_shown() {
    on_each_engine(async |app| {
        let admin = app.admin().await;
        let mut typed = merge(app);
        let looked = admin
            .submit(PAGE, PAGE, &borrowed(&typed, "preview"))
            .await
            .expect(200);
        assert!(
            looked
                .text("form .govuk-summary-card")
                .contains("Kepmen M.IP-5/2026")
        );
        typed[4].1 = "Kepmen lain".to_owned();
        let refused = admin
            .resubmit(looked.form(PAGE), PAGE, &borrowed(&typed, "apply"))
            .await
            .expect(422);
        assert!(refused.errors()[0].contains("berubah"), "{:?}", refused.errors());
        typed[3].1 = "1900".to_owned();
        let told = admin
            .submit(PAGE, PAGE, &borrowed(&typed, "preview"))
            .await
            .expect(422);
        assert!(
            told.errors()[0].contains("Periksa tahunnya"),
            "{:?}",
            told.errors()
        );
    })
    .await;
}
