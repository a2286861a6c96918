//! Cases through the services: whatever is stored beside the events is what the events add up to, on each engine.

use rocket::futures::future::join_all;
use terbuka::domain::actor::{Appointment, Role, Viewer};
use terbuka::domain::applicant::Submission;
use terbuka::domain::calendar::{DayKind, Holiday};
use terbuka::domain::ids::{AppointmentId, UnitId, UserId};
use terbuka::domain::request::{
    Answer, CloseBasis, Command, Denial, Event, ExtensionReason, ItemAnswer, MissingRequirement, Outcome,
};
use terbuka::persistence::{UnitScope, events, queries, rows, users};
use terbuka::services::ServiceError;
use terbuka::services::audit::check_case;
use terbuka::services::calendars::{self, CalendarImport};
use terbuka::services::requests::{
    By, Case, CaseKey, PublicText, Step, Taken, for_staff, propose, publish, take, unpublish,
};
use terbuka::services::uploads::{self, NewFile};
use time::macros::date;

use crate::support::{CaseBuilder, Office, TestApp, complete, kinds_of_mail, on_each_engine};

async fn officer(app: &TestApp, unit: &str) -> Viewer {
    let (user, _) = app.account(Role::Officer, Some(unit)).await;
    let held = users::list_appointments(app.ctx.db.read(), user.0).await.unwrap();
    let appointment = |row: rows::Appointment| Appointment {
        id: AppointmentId(row.id),
        role: Role::Officer,
        unit: row.unit_id.map(UnitId),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    };
    Viewer::Staff {
        user,
        appointments: held.into_iter().map(appointment).collect(),
    }
}

async fn step(app: &TestApp, by: By<'_>, number: &str, command: Command) -> Result<Taken, ServiceError> {
    with_files(app, by, number, command, Vec::new()).await
}

async fn with_files(
    app: &TestApp,
    by: By<'_>,
    number: &str,
    command: Command,
    files: Vec<NewFile>,
) -> Result<Taken, ServiceError> {
    let key = CaseKey::Number(number.to_owned());
    take(
        &app.ctx,
        Step {
            key,
            by,
            seen_version: None,
            command,
            files,
        },
    )
    .await
}

/// Columns, deadlines and chain say what the events say.
async fn audit(app: &TestApp, number: &str) {
    let conn = app.ctx.db.read();
    let key = queries::CaseKey::RegistrationNo(number.to_owned());
    let page = queries::find_case_page(conn, &UnitScope::All, &key)
        .await
        .unwrap()
        .unwrap();
    let case = Case::load(&app.ctx, conn, &CaseKey::Number(number.to_owned()))
        .await
        .unwrap();
    let (row, state) = (&page.request, &case.state);
    assert_eq!(row.status, state.status.code());
    assert_eq!(row.unit_id, state.unit.0);
    assert_eq!(row.notice_on, state.notice.map(|notice| notice.on));
    assert_eq!(row.delivered_on, state.delivered_on);
    assert_eq!(row.clarification_open, state.is_clarification_open);
    assert_eq!(row.published_at.is_some(), state.is_published);
    assert_eq!(page.publication.is_some(), state.is_published);
    let calendar = terbuka::services::calendars::current(&app.ctx, conn)
        .await
        .unwrap();
    let clock = case.clock(&app.ctx, &calendar).unwrap();
    assert_eq!(
        (row.target_on, row.due_on, row.latest_on),
        (clock.notice.target, clock.notice.due, clock.notice.latest)
    );
    assert_eq!(
        (row.statute_due_on, row.regulation_due_on),
        (clock.statute_due_on, clock.regulation_due_on)
    );
    assert_eq!(row.is_extension_valid, state.extension.map(|_| clock.is_extended));
    assert_eq!(row.next_due_on, clock.next_due_on(state));
    assert_eq!(page.deadlines.len(), clock.duties.len());
    for duty in &clock.duties {
        let stored = page
            .deadlines
            .iter()
            .find(|stored| stored.rule_id == duty.code)
            .unwrap();
        assert_eq!(
            (stored.due_on, stored.settled_on),
            (duty.deadline.due, duty.settled_on),
            "{}",
            duty.code
        );
    }
    let check = check_case(&app.ctx, &page).await.unwrap();
    assert_eq!(check.findings, [], "events, contents and dates agree");
    let published = page
        .events
        .iter()
        .filter(|event| event.kind == "published")
        .count();
    let taken_down = published - usize::from(state.is_published);
    assert_eq!((check.events, check.erased), (page.events.len(), taken_down));
}

fn item(outcome: Outcome, text: &str) -> Option<ItemAnswer> {
    Some(ItemAnswer {
        outcome,
        text: text.to_owned(),
        has_files: false,
        held_form: None,
        redactions: None,
        is_redacted: true,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    })
}

#[rocket::async_test]
async fn a_case_lives_from_filing_to_publication_and_back() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let officer = officer(app, "lapas-makassar").await;
        let office = By::Staff(&officer);
        audit(app, number).await;

        let text = str::to_owned;
        let extend = Command::Extend {
            reason: ExtensionReason::NotYetHeld,
            note: text("Arsip di gudang luar"),
        };
        let plain: [(By<'_>, Command); 4] = [
            (office, complete()),
            (
                office,
                Command::AskClarification {
                    question: text("Tahun berapa?"),
                },
            ),
            (
                By::Applicant,
                Command::AnswerClarification {
                    reply: text("Tahun 2025"),
                },
            ),
            (office, extend.clone()),
        ];
        for (by, command) in plain {
            step(app, by, number, command).await.unwrap();
            audit(app, number).await;
        }
        assert!(matches!(
            step(app, office, number, extend).await,
            Err(ServiceError::Denied(Denial::AlreadyExtended))
        ));

        let mut report = uploads::keep(
            &app.ctx,
            "file",
            "answer",
            "rekap.txt",
            &b"Rekap bahan makanan 2025"[..],
        )
        .await
        .unwrap();
        report.item = Some(1);
        let report = uploads::read_text(&app.ctx, report).await.unwrap();
        let notice = Command::IssueNotice(Answer {
            items: vec![item(Outcome::GrantedFull, "Realisasi mencapai 92 persen.")],
            promised_on: Some(date!(2026 - 11 - 25)),
            charge: None,
        });
        with_files(app, office, number, notice, vec![report])
            .await
            .unwrap();
        let deliver = Command::Deliver {
            on: date!(2026 - 11 - 24),
            proof: text("Surel terkirim"),
        };
        step(app, office, number, deliver).await.unwrap();
        let close = Command::Close(CloseBasis::ApplicantAccepts(text("Lewat telepon")));
        step(app, office, number, close).await.unwrap();
        audit(app, number).await;

        let key = CaseKey::Number(text(number));
        let proposal = propose(&app.ctx, &officer, &key).await.unwrap();
        let named = PublicText {
            answer: text("Yth. Andi Baso Contoh, terlampir."),
            ..proposal.text.clone()
        };
        let refused = publish(&app.ctx, &officer, &key, proposal.version, &named).await;
        assert!(matches!(refused, Err(ServiceError::Invalid(ref faults)) if faults[0].field == "answer"));
        let public = PublicText {
            files: vec![proposal.files[0].id],
            ..proposal.text
        };
        publish(&app.ctx, &officer, &key, proposal.version, &public)
            .await
            .unwrap();
        audit(app, number).await;
        let found = |word: &str| queries::PublicFilter {
            terms: terbuka::domain::terms::query_terms(word, 8),
            limit: 10,
            ..queries::PublicFilter::default()
        };
        let conn = app.ctx.db.read();
        for word in ["anggaran", "realisasi", "rekap"] {
            let rows = queries::list_public(conn, &found(word)).await.unwrap().rows;
            assert_eq!(
                rows.len(),
                1,
                "`{word}` is in the subject, the answer or the file"
            );
        }
        let version = for_staff(&app.ctx, &officer, &key)
            .await
            .unwrap()
            .case
            .row
            .version;
        unpublish(&app.ctx, &officer, &key, version, "Memuat nama pihak ketiga")
            .await
            .unwrap();
        assert!(
            queries::list_public(conn, &found("rekap"))
                .await
                .unwrap()
                .rows
                .is_empty()
        );
        audit(app, number).await;

        assert_eq!(
            kinds_of_mail(app).await,
            [
                "clarification",
                "closed",
                "complete",
                "delivered",
                "extension",
                "notice",
                "receipt"
            ]
        );
    })
    .await;
}

#[rocket::async_test]
async fn numbers_have_no_gaps_and_a_form_files_once_however_often_it_is_sent() {
    on_each_engine(async |app| {
        let template = CaseBuilder::new().filing(app);
        let filings = (0..24).map(|n| {
            let mut filing = template.clone();
            filing.submission_key = format!("form-{}", n % 12);
            terbuka::services::requests::file(&app.ctx, filing)
        });
        let filed: Vec<_> = join_all(filings).await.into_iter().map(Result::unwrap).collect();
        assert_eq!(filed.iter().filter(|filed| filed.is_new).count(), 12);
        let mut numbers: Vec<_> = filed.iter().map(|filed| filed.registration_no.clone()).collect();
        numbers.sort();
        numbers.dedup();
        let expected: Vec<_> = (1..=12).map(|n| format!("LAPAS-MAKASSAR-2026-{n:04}")).collect();
        assert_eq!(numbers, expected);
        let again = filed.iter().find(|filed| !filed.is_new).unwrap();
        let first = filed
            .iter()
            .find(|first| first.is_new && first.id == again.id)
            .unwrap();
        assert_eq!(
            again.token.expose(),
            first.token.expose(),
            "the same link both times"
        );
    })
    .await;
}

#[rocket::async_test]
async fn of_two_officers_on_one_case_the_second_sees_that_it_changed() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let officer = officer(app, "lapas-makassar").await;
        let key = CaseKey::Id(filed.id);
        let seen = for_staff(&app.ctx, &officer, &key)
            .await
            .unwrap()
            .case
            .row
            .version;
        let ask = |question: &str| Step {
            key: key.clone(),
            by: By::Staff(&officer),
            seen_version: Some(seen),
            command: Command::AskClarification {
                question: question.to_owned(),
            },
            files: Vec::new(),
        };
        let both = join_all(["Satu?", "Dua?"].map(|text| Box::pin(take(&app.ctx, ask(text))))).await;
        assert_eq!(both.iter().filter(|taken| taken.is_ok()).count(), 1);
        assert!(both.iter().any(|taken| matches!(taken, Err(ServiceError::Stale))));
        audit(app, &filed.registration_no).await;
    })
    .await;
}

#[rocket::async_test]
async fn routing_keeps_number_and_clock_and_hands_over_the_pen() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let (first, second) = (
            officer(app, "lapas-makassar").await,
            officer(app, "rutan-makassar").await,
        );
        let key = CaseKey::Id(filed.id);
        let due_on = for_staff(&app.ctx, &first, &key).await.unwrap().case.row.due_on;
        assert!(matches!(
            for_staff(&app.ctx, &second, &key).await,
            Err(ServiceError::NotFound)
        ));
        let to = app.unit("rutan-makassar").await;
        let route = Command::Route {
            to,
            reason: "Data ada di sana".to_owned(),
        };
        app.clock.advance(time::Duration::days(2));
        step(app, By::Staff(&first), number, route).await.unwrap();
        audit(app, number).await;
        let file = for_staff(&app.ctx, &second, &key).await.unwrap();
        assert_eq!(
            (file.case.row.due_on, file.case.row.registration_no.as_str()),
            (due_on, number)
        );
        step(app, By::Staff(&second), number, complete()).await.unwrap();
        assert!(
            for_staff(&app.ctx, &first, &key).await.unwrap().actor.is_none(),
            "the first unit only reads"
        );
        let late = step(
            app,
            By::Staff(&first),
            number,
            Command::Withdraw {
                reason: String::new(),
            },
        )
        .await;
        assert!(matches!(late, Err(ServiceError::Forbidden)));
    })
    .await;
}

#[rocket::async_test]
async fn an_unlawful_step_writes_nothing() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let officer = officer(app, "lapas-makassar").await;
        let office = By::Staff(&officer);
        step(app, office, number, complete()).await.unwrap();
        let count = async || {
            events::list_events(app.ctx.db.read(), filed.id)
                .await
                .unwrap()
                .len()
        };
        let before = count().await;
        // Ten working days after Tuesday, 24 November 2026 is Tuesday, 8 December.
        app.clock.set(time::macros::datetime!(2026-12-09 08:00 +8));
        let extend = Command::Extend {
            reason: ExtensionReason::StatusUndecided,
            note: "terlambat".to_owned(),
        };
        let late = step(app, office, number, extend).await;
        assert!(
            matches!(late, Err(ServiceError::Denied(Denial::TooLate { due })) if due == date!(2026 - 12 - 08))
        );
        for command in [
            Command::IssueNotice(Answer {
                items: vec![None],
                promised_on: None,
                charge: None,
            }),
            Command::IssueNotice(Answer {
                items: vec![item(Outcome::Refused, "rahasia")],
                promised_on: None,
                charge: None,
            }),
            Command::Publish,
            Command::AnswerClarification {
                reply: "?".to_owned(),
            },
        ] {
            assert!(step(app, office, number, command).await.is_err());
        }
        let stranger = Viewer::Citizen(UserId(app.ctx.new_id()));
        let answer = step(app, By::Staff(&stranger), number, complete()).await;
        assert!(matches!(answer, Err(ServiceError::NotFound)));
        assert_eq!(count().await, before);
        audit(app, number).await;
        let late_answer = Command::IssueNotice(Answer {
            items: vec![item(Outcome::GrantedFull, "Terlampir.")],
            promised_on: Some(date!(2026 - 12 - 10)),
            charge: None,
        });
        step(app, office, number, late_answer).await.unwrap();
        let row = for_staff(&app.ctx, &officer, &CaseKey::Id(filed.id))
            .await
            .unwrap()
            .case
            .row;
        assert_eq!(row.is_late_notice, Some(true), "late is late even when answered");
        assert_eq!(row.working_days_used, Some(11));
    })
    .await;
}

#[rocket::async_test]
async fn a_notice_answers_every_item_that_was_asked() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new()
            .with(|form| form.items.push("Daftar pemasok".to_owned()))
            .file(app)
            .await;
        let number = filed.registration_no.as_str();
        let officer = officer(app, "lapas-makassar").await;
        let office = By::Staff(&officer);
        step(app, office, number, complete()).await.unwrap();
        let answer = |count: usize| {
            Command::IssueNotice(Answer {
                items: vec![item(Outcome::GrantedFull, "Terlampir."); count],
                promised_on: Some(date!(2026 - 11 - 25)),
                charge: None,
            })
        };
        for (count, position) in [(1, 2), (3, 3)] {
            let refused = step(app, office, number, answer(count)).await;
            let field = format!("outcome_{position}");
            assert!(
                matches!(refused, Err(ServiceError::Invalid(ref faults)) if faults[0].field == field),
                "{count} answers to two items: {refused:?}"
            );
        }
        step(app, office, number, answer(2)).await.unwrap();
        audit(app, number).await;
    })
    .await;
}

/// Whether an event holds words that people wrote.
fn names_anybody(event: &terbuka::persistence::rows::RequestEvent) -> bool {
    let stored = format!("{} {} {}", event.data, event.dates, event.contents);
    ["Andi", "Baso", "tetangga"]
        .iter()
        .any(|word| stored.contains(word))
}

#[rocket::async_test]
async fn what_the_office_notes_of_people_stays_out_of_the_events() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let office = Office::open(app, "lapas-makassar").await;
        office
            .answer(number, Outcome::GrantedFull, "Terlampir.", None)
            .await;
        let day = app.ctx.today(app.ctx.zone());
        let by = By::Staff(&office.viewer);
        let deliver = Command::Deliver {
            on: day,
            proof: "Diterima Andi Baso, tetangga menyaksikan".to_owned(),
        };
        step(app, by, number, deliver).await.unwrap();
        let close = Command::Close(CloseBasis::ApplicantAccepts(
            "Kata Andi Baso lewat telepon".to_owned(),
        ));
        step(app, by, number, close).await.unwrap();
        let conn = app.ctx.db.read();
        let log = events::list_events(conn, filed.id).await.unwrap();
        assert!(log.iter().all(|event| !names_anybody(event)));
        // The office reads its notes beside the events; an auditor does not read what may name people.
        let file = for_staff(&app.ctx, &office.viewer, &CaseKey::Id(filed.id))
            .await
            .unwrap();
        let notes: Vec<_> = log.iter().filter_map(|event| file.note(event)).collect();
        assert_eq!(notes.len(), 2);
        assert!(notes[0].contains("tetangga"));
        let auditor = app.auditor().await;
        let page = auditor
            .get(&format!("/auditor/permohonan/{number}"))
            .await
            .expect(200);
        assert!(!page.body.contains("Andi") && !page.body.contains("tetangga"));
        audit(app, number).await;
    })
    .await;
}

#[rocket::async_test]
async fn what_the_applicant_writes_stays_out_of_the_events() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let reason = "Saya, Andi Baso, sudah mendapatkannya".to_owned();
        step(app, By::Applicant, number, Command::Withdraw { reason })
            .await
            .unwrap();
        let conn = app.ctx.db.read();
        let log = events::list_events(conn, filed.id).await.unwrap();
        assert!(log.iter().all(|event| !names_anybody(event)));
        let said = terbuka::persistence::messages::list_messages(conn, filed.id)
            .await
            .unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!(
            (said[0].direction.as_str(), said[0].event_seq),
            ("from_applicant", Some(3))
        );
        audit(app, number).await;
    })
    .await;
}

#[rocket::async_test]
async fn a_judged_notice_keeps_the_dates_it_was_judged_by() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let officer = officer(app, "lapas-makassar").await;
        let office = By::Staff(&officer);
        step(app, office, number, complete()).await.unwrap();
        app.clock.set(time::macros::datetime!(2026-12-09 08:00 +8));
        let answer = Command::IssueNotice(Answer {
            items: vec![item(Outcome::GrantedFull, "Terlampir.")],
            promised_on: Some(date!(2026 - 12 - 10)),
            charge: None,
        });
        step(app, office, number, answer).await.unwrap();
        let read = async || {
            let key = queries::CaseKey::Id(filed.id);
            queries::find_case_page(app.ctx.db.read(), &UnitScope::All, &key)
                .await
                .unwrap()
                .unwrap()
        };
        let before = read().await;
        assert_eq!(before.request.is_late_notice, Some(true));

        let decree = CalendarImport {
            days: vec![Holiday {
                date: date!(2026 - 12 - 03),
                kind: DayKind::AdHocPresidential,
                name_id: "Libur susulan".to_owned(),
                name_en: "Holiday after the fact".to_owned(),
                source: "Keppres".to_owned(),
            }],
            decree: "Keppres susulan".to_owned(),
            issued_on: date!(2026 - 12 - 09),
            is_amendment: true,
            units: std::collections::BTreeSet::new(),
            imported_by: "test".to_owned(),
        };
        calendars::import(&app.ctx, &decree).await.unwrap();
        let deliver = Command::Deliver {
            on: date!(2026 - 12 - 09),
            proof: "Surel terkirim".to_owned(),
        };
        step(app, office, number, deliver).await.unwrap();
        let after = read().await;
        let judged = |row: &rows::Request| {
            (
                (row.target_on, row.due_on, row.latest_on),
                (row.is_late_notice, row.working_days_used, row.calendar_version_id),
            )
        };
        assert_eq!(judged(&after.request), judged(&before.request));
        let date = |page: &queries::CasePage, rule: &str| {
            let found = page.deadlines.iter().find(|row| row.rule_id == rule).unwrap();
            (found.due_on, found.calendar_version_id, found.settled_on)
        };
        for rule in ["D02", "D05", "D06"] {
            assert_eq!(date(&after, rule), date(&before, rule), "{rule}");
        }
        assert_eq!(date(&after, "D09").2, Some(date!(2026 - 12 - 09)));
        let check = check_case(&app.ctx, &after).await.unwrap();
        assert_eq!(check.findings, []);
        // What people read of the case says the same as its record.
        let (desk, auditor) = (app.officer("lapas-makassar").await, app.auditor().await);
        let secret = format!("/lacak/{}", filed.token.expose());
        let visitor = app.anonymous().await;
        for (reader, base) in [
            (&desk, format!("/petugas/permohonan/{number}")),
            (&auditor, format!("/auditor/permohonan/{number}")),
            (&visitor, secret),
        ] {
            let why = reader.get(&format!("{base}/tenggat/D05")).await.expect(200);
            assert!(why.text("main").contains("Selasa, 8 Desember 2026"), "{base}");
            assert!(!why.text("main").contains("Libur susulan"), "{base}");
            let page = reader.get(&base).await.expect(200).text("main");
            assert!(page.contains("8 Desember 2026"), "{base}: {page}");
        }
    })
    .await;
}

#[rocket::async_test]
async fn working_days_are_measured_from_receipt_whatever_clock_governs() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.as_str();
        let officer = officer(app, "lapas-makassar").await;
        let office = By::Staff(&officer);
        let letter = Command::DeclareIncomplete {
            missing: vec![MissingRequirement::IdentityDocument],
            note: "Salinan KTP belum ada".to_owned(),
        };
        step(app, office, number, letter).await.unwrap();
        let received = Command::ConfirmLetterReceived {
            on: date!(2026 - 11 - 24),
        };
        step(app, By::Applicant, number, received).await.unwrap();
        // Three working days end on Friday, 27 November; on the latest reading on Monday.
        app.clock.set(time::macros::datetime!(2026-12-01 08:00 +8));
        let fix = Command::SubmitFix {
            on: None,
            note: "Terlampir".to_owned(),
            has_files: false,
            values: Box::default(),
        };
        step(app, By::Applicant, number, fix).await.unwrap();
        step(app, office, number, complete()).await.unwrap();
        let answer = Command::IssueNotice(Answer {
            items: vec![item(Outcome::GrantedFull, "Terlampir.")],
            promised_on: Some(date!(2026 - 12 - 10)),
            charge: None,
        });
        step(app, office, number, answer).await.unwrap();
        let row = for_staff(&app.ctx, &officer, &CaseKey::Id(filed.id))
            .await
            .unwrap()
            .case
            .row;
        assert_eq!(row.due_on, date!(2026 - 12 - 15), "the regulation governs");
        assert_eq!(
            row.working_days_used,
            Some(5),
            "the applicant waited since Tuesday"
        );
    })
    .await;
}

#[rocket::async_test]
async fn a_file_that_names_the_applicant_is_not_published() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        for (name, bytes, is_refused) in [
            ("surat.txt", &b"Yth. Andi Baso Contoh, terlampir data."[..], true),
            ("Balasan Andi Baso Contoh.txt", &b"Data 2025"[..], true),
            ("data.txt", &b"Data 2025 lengkap"[..], false),
        ] {
            let number = CaseBuilder::new().file(app).await.registration_no;
            office
                .answer(&number, Outcome::GrantedFull, "Terlampir.", Some((name, bytes)))
                .await;
            office.close(&number).await;
            let key = CaseKey::Number(number.clone());
            let proposal = propose(&app.ctx, &office.viewer, &key).await.unwrap();
            let text = PublicText {
                files: vec![proposal.files[0].id],
                ..proposal.text
            };
            let done = publish(&app.ctx, &office.viewer, &key, proposal.version, &text).await;
            match done {
                Err(ServiceError::Invalid(faults)) if is_refused => assert_eq!(faults[0].field, "files"),
                done => assert!(done.is_ok() && !is_refused, "{name}: {done:?}"),
            }
        }
    })
    .await;
}

#[rocket::async_test]
async fn an_identity_opens_only_in_its_own_case() {
    on_each_engine(async |app| {
        let (one, two) = (
            CaseBuilder::new().file(app).await,
            CaseBuilder::new().file(app).await,
        );
        let conn = app.ctx.db.read();
        let sealed = terbuka::persistence::identities::find_identity(conn, one.id)
            .await
            .unwrap()
            .unwrap()
            .sealed;
        let plain = Submission::default();
        assert!(
            !sealed.windows(5).any(|window| window == b"Baso "),
            "not in clear: {plain:?}"
        );
        let open = async |id| terbuka::services::identities::open(&app.ctx, app.ctx.db.read(), id).await;
        // What was sealed in one case, then its key too, put in the place of the other's.
        for (swap, opening) in [
            ("", 2),
            (
                "UPDATE identities SET sealed = (SELECT sealed FROM identities ORDER BY request_id LIMIT 1)",
                1,
            ),
            (
                "UPDATE case_keys SET wrapped = (SELECT wrapped FROM case_keys ORDER BY case_id LIMIT 1)",
                1,
            ),
        ] {
            app.tamper(swap).await;
            let opened = [open(one.id).await, open(two.id).await];
            let count = opened.iter().filter(|one| one.is_ok()).count();
            assert_eq!(count, opening, "{swap}");
        }
        let log = events::list_events(conn, one.id).await.unwrap();
        let kinds: Vec<Event> = log
            .iter()
            .map(|event| serde_json::from_str(&event.data).unwrap())
            .collect();
        assert_eq!(kinds.len(), 2);
        assert!(
            log.iter()
                .all(|event| !event.data.contains("Baso") && !event.data.contains("7371"))
        );
    })
    .await;
}
