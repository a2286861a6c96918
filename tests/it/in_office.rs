//! Whoever acts holds the office on that day, and the auditor's check names who did not.

use terbuka::domain::actor::{Role, Viewer};
use terbuka::domain::dispute;
use terbuka::domain::request::Command;
use terbuka::persistence::{UnitScope, queries, users, write};
use terbuka::services::audit::{CaseCheck, Finding, check_case};
use terbuka::services::disputes::{DisputeStep, check_dispute, of_objection, record};
use terbuka::services::objections::{self, check_objection};
use terbuka::services::requests::{By, CaseKey, Step, take};
use terbuka::services::{ServiceError, micros};
use time::{Date, Duration};
use uuid::Uuid;

use crate::objection::{file_of, object_to_silence, silent};
use crate::support::{CaseBuilder, TestApp, complete, on_each_engine, viewer};

const UNIT: &str = "lapas-makassar";

fn appointment(viewer: &Viewer) -> Uuid {
    let Viewer::Staff { appointments, .. } = viewer else {
        panic!("no staff")
    };
    appointments[0].id.0
}

async fn end(app: &TestApp, id: Uuid, last: Date, recorded_at: i64) {
    let ended = write(&app.ctx.db, async |txn| {
        users::end_appointment(txn, id, last, recorded_at).await
    });
    ended.await.unwrap();
}

async fn check(app: &TestApp, id: Uuid) -> (CaseCheck, i32, i64) {
    let conn = app.ctx.db.read();
    let page = queries::find_case_page(conn, &UnitScope::All, &queries::CaseKey::Id(id)).await;
    let page = page.unwrap().unwrap();
    let last = page.events.last().unwrap();
    let (seq, at) = (last.seq, last.at);
    (check_case(&app.ctx, &page).await.unwrap(), seq, at)
}

#[rocket::async_test]
async fn an_act_needs_an_appointment_that_covers_its_day() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let officer = viewer(app, Role::Officer, UNIT).await;
        let act = async |command: Command| {
            let step = Step {
                key: CaseKey::Id(filed.id),
                by: By::Staff(&officer),
                seen_version: None,
                command,
                files: Vec::new(),
            };
            take(&app.ctx, step).await
        };
        act(complete()).await.unwrap();
        let today = app.ctx.today(app.ctx.zone());
        let yesterday = today - Duration::DAY;
        let held = appointment(&officer);
        let (whole, seq, at) = check(app, filed.id).await;
        assert_eq!(whole.findings, []);

        // Whoever was let in this morning holds the office no longer when the act is recorded.
        end(app, held, yesterday, at).await;
        let question = || Command::AskClarification {
            question: "Tahun berapa?".to_owned(),
        };
        let refused = act(question()).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)), "{refused:?}");
        let (after, same, _) = check(app, filed.id).await;
        assert_eq!(same, seq, "nothing was recorded");
        assert_eq!(after.findings, [], "in office until the end was written down");

        // The same end, written down before the act: it was none of theirs.
        end(app, held, yesterday, at - 1).await;
        assert_eq!(check(app, filed.id).await.0.findings, [Finding::Office { seq }]);
        end(app, held, today, micros(app.ctx.now())).await;
        assert_eq!(check(app, filed.id).await.0.findings, []);
        act(question()).await.unwrap();
    })
    .await;
}

#[rocket::async_test]
async fn the_superior_of_the_day_answers_an_objection() {
    on_each_engine(async |app| {
        let asked = silent(app).await;
        let person = app.anonymous().await;
        let page = object_to_silence(&person, &asked).await;
        let superior = viewer(app, Role::Superior, UNIT).await;
        let number = file_of(app, &page).await.objection.row.number.unwrap();
        let act = async || {
            let step = objections::ObjectionStep {
                key: objections::ObjectionKey::Number(number.clone()),
                by: objections::By::Staff(&superior, &[Role::Superior]),
                seen_version: None,
                command: terbuka::domain::objection::Command::AskParticulars {
                    question: "Bagian mana?".to_owned(),
                },
                files: Vec::new(),
            };
            objections::take(&app.ctx, step).await
        };
        let today = app.ctx.today(app.ctx.zone());
        let held = appointment(&superior);
        end(app, held, today - Duration::DAY, micros(app.ctx.now())).await;
        let refused = act().await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)), "{refused:?}");
        end(app, held, today, micros(app.ctx.now())).await;
        act().await.unwrap();
        let file = file_of(app, &page).await;
        let last = file.objection.log.rows().last().unwrap();
        let (seq, at) = (last.seq, last.at);
        assert_eq!(check_objection(&app.ctx, &file).await.unwrap().findings, []);
        end(app, held, today - Duration::DAY, at - 1).await;
        let found = check_objection(&app.ctx, &file).await.unwrap().findings;
        assert_eq!(found, [Finding::Office { seq }]);
    })
    .await;
}

#[rocket::async_test]
async fn the_office_of_the_day_records_a_dispute() {
    on_each_engine(async |app| {
        let asked = silent(app).await;
        let person = app.anonymous().await;
        let page = object_to_silence(&person, &asked).await;
        app.clock.advance(Duration::days(50));
        let officer = viewer(app, Role::Officer, UNIT).await;
        let today = app.ctx.today(app.ctx.zone());
        let id = file_of(app, &page).await.objection.row.id;
        let act = async |kind| {
            let step = DisputeStep {
                objection: objections::ObjectionKey::Id(id),
                by: objections::By::Staff(&officer, &[Role::Officer]),
                seen_version: None,
                command: dispute::Command {
                    kind,
                    on: today,
                    told: dispute::Told {
                        number: "021/REG".to_owned(),
                        ..dispute::Told::default()
                    },
                    source: "Surat panitera.".to_owned(),
                },
            };
            record(&app.ctx, step).await
        };
        let held = appointment(&officer);
        end(app, held, today - Duration::DAY, micros(app.ctx.now())).await;
        let refused = act(dispute::CommandKind::RecordFiling).await;
        assert!(matches!(refused, Err(ServiceError::Forbidden)), "{refused:?}");
        end(app, held, today, micros(app.ctx.now())).await;
        act(dispute::CommandKind::RecordFiling).await.unwrap();
        app.clock.advance(Duration::seconds(1));
        act(dispute::CommandKind::RecordRegistration).await.unwrap();
        let found = async || {
            let file = of_objection(&app.ctx, &file_of(app, &page).await).await.unwrap();
            let last = file.dispute.log.rows().last().unwrap();
            let (seq, at) = (last.seq, last.at);
            (
                check_dispute(&app.ctx, &file).await.unwrap().unwrap().findings,
                seq,
                at,
            )
        };
        let (findings, seq, at) = found().await;
        assert_eq!(findings, []);
        end(app, held, today - Duration::DAY, at - 1).await;
        assert_eq!(
            found().await.0,
            [Finding::Office { seq }],
            "the first was in office"
        );
    })
    .await;
}
