//! `requests import`: the sample register gives the same figures on both engines, and hostile lines harm nobody but themselves.

use std::io::Cursor;

use serde_json::{Value, json};
use terbuka::domain::actor::{Actor, Role};
use terbuka::domain::applicant::Submission;
use terbuka::domain::deadline::RuleSet;
use terbuka::domain::objection::{self, Ground, Ruled, Ruling};
use terbuka::domain::request::{Channel, Status};
use terbuka::persistence::queries::{Figure, FigureSet, count_objections, list_figures};
use terbuka::persistence::{UnitScope, objections, requests as rows, testing::Server};
use terbuka::services::imports::requests::{self, Options, RequestsReport, SAMPLE, Told};
use terbuka::services::imports::units;
use terbuka::services::objections::{
    About, By, ObjectionFiling, ObjectionIntake, ObjectionKey, ObjectionStep, check_objection, file,
    for_applicant, objector, register, take,
};
use terbuka::services::requests::{Case, CaseKey};
use terbuka::text::Lang;
use time::macros::datetime;

use super::cli::{Installation, repository};
use crate::support::{CaseBuilder, TestApp, on_each_engine, viewer};

async fn import(app: &TestApp, text: &[u8], options: Options) -> (RequestsReport, Vec<String>) {
    let mut told = Vec::new();
    let mut tell = |one: Told| match one {
        Told::Bad(bad) => told.push(bad.to_string()),
        Told::OtherDue { line, theirs, ours } => told.push(format!("line {line}: {theirs} {ours}")),
        Told::Undecided {
            line,
            number,
            filed_on,
        } => told.push(format!("line {line}: {number} {filed_on}")),
        Told::Progress { done, total } => assert!(done <= total),
    };
    let mut reader = Cursor::new(text);
    let report = requests::import(&app.ctx, &mut reader, options, &mut tell)
        .await
        .unwrap();
    (report, told)
}

async fn figures(app: &TestApp) -> FigureSet {
    let as_of = app.ctx.today(app.ctx.zone());
    let units = list_figures(app.ctx.db.read(), &UnitScope::All, None, as_of)
        .await
        .unwrap();
    FigureSet::total(&units)
}

#[tokio::test]
async fn the_sample_register_gives_its_figures() {
    on_each_engine(async |app| {
        units::import(&app.ctx, units::BUILT_IN).await.unwrap();
        let (publisher, _) = app.account(Role::Officer, Some("kanwil-sulsel")).await;
        let options = Options {
            publisher: Some(publisher),
        };
        let (report, told) = import(app, SAMPLE.as_bytes(), options).await;
        assert!(told.is_empty(), "our dates are those of the register: {told:?}");
        assert_eq!((report.imported, report.skipped, report.bad), (300, 0, 0));
        assert_eq!(report.published, 240);
        let set = figures(app).await;
        let expected = [
            (Figure::Received, 300),
            (Figure::Extended, 53),
            (Figure::ExtendedValid, 53),
            (Figure::ExtendedUnproven, 53),
            (Figure::ExtendedVoid, 0),
            (Figure::StatuteDue, 300),
            (Figure::StatuteLate, 17),
            (Figure::RegulationDue, 300),
            (Figure::RegulationLate, 17),
            (Figure::AnsweredLate, 17),
            (Figure::AnsweredInTime, 283),
            (Figure::GrantedFull, 169),
            (Figure::GrantedPartial, 71),
            (Figure::Refused, 40),
            (Figure::NotHeld, 10),
            (Figure::Forwarded, 10),
            (Figure::Open, 0),
        ];
        for (figure, count) in expected {
            assert_eq!(set.get(figure), count, "{figure:?}");
        }

        let refused = SAMPLE.lines().nth(1).unwrap();
        let refused: Value = serde_json::from_str(refused).unwrap();
        let row = rows::find_request_by_import(app.ctx.db.read(), "S0002")
            .await
            .unwrap()
            .unwrap();
        let case = Case::load(&app.ctx, app.ctx.db.read(), &CaseKey::Id(row.id))
            .await
            .unwrap();
        assert_eq!(case.state.status, Status::Closed);
        assert_eq!(case.row.working_days_used, Some(3));
        assert_eq!(case.row.registration_no, "LAPAS-PAREPARE-2022-0001");
        let objections = objections::list_objections(app.ctx.db.read(), row.id)
            .await
            .unwrap();
        assert_eq!(
            objections[0].filed_on.to_string(),
            refused["objection"]["filed_at"]
        );

        // Again: nothing twice.
        let (again, _) = import(app, SAMPLE.as_bytes(), Options::default()).await;
        assert_eq!((again.imported, again.skipped, again.bad), (0, 300, 0));
        assert_eq!(figures(app).await.get(Figure::Received), 300);
    })
    .await;
}

fn line(id: &str, filed_at: &str) -> Value {
    json!({
        "id": id, "unit_code": "lapas-makassar", "filed_at": filed_at,
        "applicant": {"kind": "perorangan", "name": "Contoh Rekaan", "nik": "7371991203909001", "occupation": null,
            "organisation": null, "organisation_deed": null, "phone": "+6280000000001", "email": "contoh@example.test",
            "address": "Jl. Contoh 1", "city": "Kota Makassar"},
        "subject": "Uji", "body": "Rahasia pribadi di sini.", "purpose": "uji", "how_to_receive": "salinan_softcopy",
        "delivery": "email", "extended": false, "extension_reason": null, "answered_at": "2026-02-10",
        "working_days_used": null, "due_at": null, "outcome": "dikabulkan_seluruhnya", "exclusion_ground": null,
        "forwarded_to": null, "answer": "Terlampir.", "objection": null
    })
}

fn changed(id: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut line = line(id, "2026-02-02T09:00:00+08:00");
    change(&mut line);
    line.to_string()
}

#[tokio::test]
async fn hostile_lines_harm_only_themselves() {
    on_each_engine(async |app| {
        let mut huge = line("huge", "2026-02-02T09:00:00+08:00");
        huge["body"] = Value::String("x".repeat(2 << 20));
        let mut text: Vec<u8> = Vec::new();
        let lines: Vec<(String, &str)> = vec![
            (changed("good-1", |_| {}), ""),
            ("{\"id\": \"S1\", ".to_owned(), "is not JSON"),
            (
                changed("b", |line| line["unit_code"] = json!("lapas-bulan")),
                "`unit_code`",
            ),
            (
                changed("c", |line| drop(line.as_object_mut().unwrap().remove("subject"))),
                "missing field `subject`",
            ),
            (huge.to_string(), "is longer than"),
            (changed("good-1", |_| {}), ""),
            (
                changed("d", |line| line["filed_at"] = json!("2026-02-31T09:00:00+08:00")),
                "`filed_at`",
            ),
            (
                changed("e", |line| line["filed_at"] = json!("2031-02-02T09:00:00+08:00")),
                "`filed_at` lies in the future",
            ),
            (
                changed("f", |line| line["answered_at"] = json!("2026-01-10")),
                "`answered_at` lies before",
            ),
            (
                changed("g", |line| line["outcome"] = json!("mungkin")),
                "`outcome`",
            ),
            (
                changed("h", |line| line["outcome"] = Value::Null),
                "belong together",
            ),
            (
                changed("i", |line| line["applicant"]["nik"] = json!("1")),
                "`applicant.nik`",
            ),
            (
                changed("j", |line| line["objecton"] = json!({})),
                "unknown field `objecton`",
            ),
            (changed("k", |line| line["extended"] = json!("ya")), "wrong type"),
            (changed("", |_| {}), "`id` is empty"),
            (
                changed("l", |line| {
                    line["objection"] = json!({
                        "filed_at": "2026-02-12", "ground": "a", "text": "x", "decided_at": null, "decision": "ditolak", "decision_text": null
                    });
                }),
                "`objection.decided_at` is missing",
            ),
            ("[]".to_owned(), ""),
            (
                changed("good-2", |line| {
                    line["body"] = json!("'; DROP TABLE requests; -- \u{0}");
                }),
                "holds a NUL character",
            ),
            (changed("good-3", |_| {}), ""),
        ];
        for (line, _) in &lines {
            text.extend_from_slice(line.as_bytes());
            text.push(b'\n');
        }
        text.extend_from_slice(b"\xff\xfe\n\n");
        text.extend_from_slice(changed("good-4", |_| {}).as_bytes());
        let (report, told) = import(app, &text, Options::default()).await;
        for (number, (_, reason)) in (1..).zip(&lines).filter(|(_, (_, reason))| !reason.is_empty()) {
            let start = format!("line {number}: ");
            let found = told.iter().find(|told| told.starts_with(&start));
            assert!(
                found.is_some_and(|told| told.contains(reason)),
                "line {number}: {told:#?}"
            );
        }
        assert!(
            told.iter()
                .all(|told| !told.contains("Rahasia") && !told.contains("Rekaan")),
            "{told:#?}"
        );
        assert!(
            told.iter().any(|told| told.starts_with("line 20: is not UTF-8")),
            "{told:#?}"
        );
        assert_eq!(report.skipped, 1, "the duplicate");
        for reference in ["good-1", "good-3", "good-4"] {
            let row = rows::find_request_by_import(app.ctx.db.read(), reference)
                .await
                .unwrap();
            assert!(row.is_some(), "{reference}");
        }
        assert_eq!(
            figures(app).await.get(Figure::Received),
            i64::try_from(report.imported).unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn numbers_follow_the_arrival_without_gaps() {
    on_each_engine(async |app| {
        let bad = changed("bad", |line| line["how_to_receive"] = json!("telepati"));
        let text = [
            line("late", "2026-03-02T09:00:00+08:00").to_string(),
            bad,
            line("new-year", "2026-01-01T00:30:00+08:00").to_string(),
            line("old-year", "2025-12-31T23:30:00+08:00").to_string(),
            changed("open", |line| {
                line["answered_at"] = Value::Null;
                line["outcome"] = Value::Null;
                line["filed_at"] = json!("2026-11-20T09:00:00+08:00");
            }),
        ]
        .join("\n");
        let text = text.replace("\"answered_at\":\"2026-02-10\"", "\"answered_at\":\"2026-03-05\"");
        let (report, told) = import(app, text.as_bytes(), Options::default()).await;
        assert_eq!((report.imported, report.bad), (4, 1), "{told:?}");
        let number = async |reference: &str| {
            let row = rows::find_request_by_import(app.ctx.db.read(), reference)
                .await
                .unwrap();
            row.unwrap().registration_no
        };
        assert_eq!(number("old-year").await, "LAPAS-MAKASSAR-2025-0001");
        assert_eq!(number("new-year").await, "LAPAS-MAKASSAR-2026-0001");
        assert_eq!(number("late").await, "LAPAS-MAKASSAR-2026-0002");
        assert_eq!(number("open").await, "LAPAS-MAKASSAR-2026-0003");
        assert_eq!(
            figures(app).await.get(Figure::Open),
            1,
            "an open case goes on here"
        );
    })
    .await;
}

/// What is not decided is owed: the desk enters it with its true day, and the superior has it from then on.
#[rocket::async_test]
async fn an_objection_that_is_not_decided_is_left_to_the_desk() {
    on_each_engine(async |app| {
        let objected = |id: &str, decided_at: Value| {
            changed(id, |line| {
                line["filed_at"] = json!("2026-10-05T09:00:00+08:00");
                line["answered_at"] = json!("2026-10-15");
                line["outcome"] = json!("ditolak");
                line["exclusion_ground"] = json!("UU 14/2008 Pasal 17 huruf i");
                line["objection"] = json!({
                    "filed_at": "2026-11-02", "ground": "UU 14/2008 Pasal 35 ayat (1) huruf a", "text": "Tanpa uji konsekuensi.",
                    "decided_at": decided_at, "decision": null, "decision_text": null
                });
            })
        };
        let text = [objected("decided", json!("2026-11-09")), objected("owed", Value::Null)].join("\n");
        let (report, told) = import(app, text.as_bytes(), Options::default()).await;
        assert_eq!((report.imported, report.undecided), (2, 1));
        assert_eq!(told, ["line 2: LAPAS-MAKASSAR-2026-0002 2026-11-02"]);
        let (again, repeated) = import(app, text.as_bytes(), Options::default()).await;
        assert_eq!((again.skipped, again.undecided, repeated), (2, 1, told));
        let conn = app.ctx.db.read();
        for (reference, count) in [("decided", 1), ("owed", 0)] {
            let row = rows::find_request_by_import(conn, reference).await.unwrap().unwrap();
            let found = objections::list_objections(conn, row.id).await.unwrap();
            assert_eq!(found.len(), count, "{reference}");
        }

        let officer = viewer(app, Role::Officer, "lapas-makassar").await;
        let intake = ObjectionIntake {
            registration_no: "LAPAS-MAKASSAR-2026-0002",
            information: "",
            submission: &Submission::default(),
            grounds: &["refused_as_exempt".to_owned()],
            reason: "Tanpa uji konsekuensi.",
            channel: "letter",
            received: ["2", "11", "2026"],
            received_time: "10.00",
            lang: Lang::Id,
            key: app.ctx.new_id(),
            files: Vec::new(),
        };
        let filed = register(&app.ctx, &officer, intake).await.unwrap();
        let page = format!("/atasan/keberatan/{}", filed.number);
        let shown = app.superior("lapas-makassar").await.get(&page).await.expect(200);
        assert!(shown.text("main").contains("2 November 2026"), "{}", shown.text("main"));
        let (again, told) = import(app, text.as_bytes(), Options::default()).await;
        assert_eq!((again.skipped, again.undecided, told.len()), (2, 0, 0));
    })
    .await;
}

/// Perki 1/2021 is in force since 30 June 2021; what was filed before it has the statute alone and its fixed 30 working days.
#[rocket::async_test]
async fn an_objection_of_before_the_regulation_is_counted_by_the_statute_alone() {
    on_each_engine(async |app| {
        let old = changed("old", |line| {
            line["filed_at"] = json!("2021-05-03T09:00:00+08:00");
            line["answered_at"] = json!("2021-05-18");
            line["outcome"] = json!("ditolak");
            line["exclusion_ground"] = json!("UU 14/2008 Pasal 17 huruf i");
        });
        import(app, old.as_bytes(), Options::default()).await;
        let row = rows::find_request_by_import(app.ctx.db.read(), "old")
            .await
            .unwrap()
            .unwrap();
        let mut numbers = Vec::new();
        for (received_at, set, ground) in [
            (
                datetime!(2021-06-29 10:00 +8),
                RuleSet::Perki2010,
                Ground::NotAsRequested,
            ),
            (
                datetime!(2021-06-30 10:00 +8),
                RuleSet::Perki2021,
                Ground::NotFulfilled,
            ),
        ] {
            let has_regulation = set == RuleSet::Perki2021;
            let filing = ObjectionFiling {
                about: About::Request(row.id),
                grounds: vec![ground],
                reason: "Tanpa uji konsekuensi.".to_owned(),
                purpose: String::new(),
                objector: objector(&Submission::default(), false),
                channel: Channel::Letter,
                received_at,
                lang: Lang::Id,
                actor: Actor::SYSTEM,
                submission_key: format!("old:{set:?}"),
                files: Vec::new(),
                source: "live",
            };
            let filed = file(&app.ctx, filing).await.unwrap();
            let row = objections::get_objection_by_no(app.ctx.db.read(), &UnitScope::All, &filed.number)
                .await
                .unwrap();
            assert_eq!(row.rule_set.as_deref(), Some(set.code()));
            assert!(row.statute_due_on.is_some());
            assert_eq!(row.regulation_due_on.is_some(), has_regulation, "{set:?}");
            let auditor = app.auditor().await;
            let base = format!("/auditor/keberatan/{}", filed.number);
            auditor.get(&base).await.expect(200);
            auditor.get(&format!("{base}/tenggat/D12")).await.expect(200);
            let by_regulation = auditor.get(&format!("{base}/tenggat/D13")).await;
            by_regulation.expect(if has_regulation { 200 } else { 404 });
            let whole = for_applicant(&app.ctx, &filed.token).await.unwrap();
            let checked = check_objection(&app.ctx, &whole).await.unwrap();
            assert_eq!(checked.findings, []);
            numbers.push(filed.number);
        }
        // Whatever is answered, no regulation without a checked text was kept or broken.
        let superior = viewer(app, Role::Superior, "lapas-makassar").await;
        let answer = ObjectionStep {
            key: ObjectionKey::Number(numbers[0].clone()),
            by: By::Staff(&superior, &[Role::Superior]),
            seen_version: None,
            command: objection::Command::Answer {
                rulings: vec![Ruled {
                    ground: Ground::NotAsRequested,
                    ruling: Some(Ruling::Rejected),
                    text: "Sudah sesuai.".into(),
                }],
                order: None,
            },
            files: Vec::new(),
        };
        take(&app.ctx, answer).await.unwrap();
        let as_of = app.ctx.today(app.ctx.zone());
        let counted = count_objections(app.ctx.db.read(), &UnitScope::All, None, as_of)
            .await
            .unwrap();
        let (_, counts) = &counted[0];
        // The other one was entered today, so its days by the regulation have only begun.
        assert_eq!((counts["statute_due"], counts["regulation_due"]), (2, 0));
    })
    .await;
}

#[tokio::test]
async fn the_command_imports_on_each_engine() {
    for server in Server::all().unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let database = server.empty(folder.path()).await.unwrap();
        let here = Installation::new().with("TERBUKA_DATABASE_URL", &database.url);
        here.run(&["setup"]).expect(0);
        let sample = repository("data/requests-sample.jsonl");
        let sample = sample.to_str().unwrap();
        let done = here
            .run(&["requests", "import", sample])
            .expect(0)
            .prints("300 imported, 0 known already, 0 lines left out, 0 published");
        assert!(
            done.err.contains("300 of 300 lines"),
            "plain lines where there is no terminal: {done:#?}"
        );
        here.run(&["requests", "import", sample])
            .expect(0)
            .prints("0 imported, 300 known already");
        let file = here.write("bad.jsonl", "{}\n");
        here.run(&["requests", "import", &file])
            .expect(1)
            .says("line 1: missing field `id`")
            .prints("1 lines left out");
        here.run(&["requests", "import", sample, "--publish-as", "nobody"])
            .expect(1)
            .says("nobody");
        database.finish().await.unwrap();
    }
}

#[rocket::async_test]
async fn kept_figures_know_of_an_import() {
    on_each_engine(async |app| {
        // More events than those by which the figures are kept, all newer than what the old register tells.
        for _ in 0..40 {
            CaseBuilder::new().file(app).await;
        }
        let auditor = app.auditor().await;
        let received = async || {
            let csv = auditor
                .get("/auditor/angka.csv?tahun=2026")
                .await
                .expect(200)
                .body;
            let total = csv.trim_end().lines().last().unwrap();
            total.split(',').nth(4).unwrap().to_owned()
        };
        assert_eq!(received().await, "40");
        let old = changed("old", |_| {});
        let (report, told) = import(app, old.as_bytes(), Options::default()).await;
        assert_eq!(report.imported, 1, "{told:?}");
        assert_eq!(received().await, "41");
    })
    .await;
}

#[tokio::test]
async fn an_extension_without_a_written_reason_adds_no_time() {
    on_each_engine(async |app| {
        let extended = |id: &str, reason: Value| {
            // After the last day of the notice and before that of an extension.
            changed(id, |line| {
                line["extended"] = json!(true);
                line["extension_reason"] = reason;
                line["answered_at"] = json!("2026-02-20");
            })
        };
        let text = [
            extended("written", json!("Arsip di gudang")),
            extended("missing", Value::Null),
            extended("blank", json!("  ")),
        ]
        .join("\n");
        let (report, told) = import(app, text.as_bytes(), Options::default()).await;
        assert_eq!(report.imported, 3, "{told:?}");
        let set = figures(app).await;
        for (figure, count) in [
            (Figure::Extended, 3),
            (Figure::ExtendedValid, 1),
            (Figure::ExtendedUnproven, 1),
            (Figure::ExtendedVoid, 2),
            (Figure::AnsweredInTime, 1),
            (Figure::StatuteInTime, 1),
            (Figure::RegulationInTime, 1),
            (Figure::AnsweredLate, 2),
        ] {
            assert_eq!(set.get(figure), count, "{figure:?}");
        }
    })
    .await;
}
