//! What the Commission decides has effect: the request is opened again, what was exempt is open, and the answer settles it.

use terbuka::domain::actor::Role;
use terbuka::domain::dispute::{self, CommandKind, DisputeOutcome, DisputeStatus, Party, Told};
use terbuka::domain::objection::{Command, Ground, Ruled, Ruling};
use terbuka::domain::request::{self, Answer, ItemAnswer, Outcome};
use terbuka::services::audit::{Finding, check_case};
use terbuka::services::disputes::{DisputeStep, check_dispute, of_objection, record};
use terbuka::services::objections::{By, ObjectionFile, ObjectionKey, ObjectionStep, take};
use terbuka::services::requests::{CaseKey, Filed, for_applicant};
use time::{Date, Duration};
use uuid::Uuid;

use super::{UNIT, case_page, file_of, object, object_to_silence, silent};
use crate::support::{
    CaseBuilder, Office, Person, TestApp, answer_closing, complete, on_each_engine, viewer,
};

const NUMBER: &str = "KB-LAPAS-MAKASSAR-2026-0001";

fn today(app: &TestApp) -> Date {
    app.ctx.today(app.ctx.zone())
}

/// One answer to everything that was asked for.
async fn answered(app: &TestApp, id: Uuid, outcome: Outcome) -> Answer {
    let item = ItemAnswer {
        outcome,
        text: "Menurut putusan atau keputusan.".into(),
        has_files: false,
        held_form: None,
        redactions: None,
        is_redacted: false,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    };
    let case = for_applicant(&app.ctx, id).await.expect("a case");
    Answer {
        items: vec![Some(item); case.page.items.len()],
        promised_on: outcome.is_granted().then(|| today(app)),
        charge: None,
    }
}

/// A request that was refused on an exemption, and the page of the objection to that.
async fn refused(app: &TestApp, citizen: &Person) -> (Filed, String) {
    let filed = CaseBuilder::new().file(app).await;
    let office = Office::open(app, UNIT).await;
    office.step(&filed.registration_no, complete(), Vec::new()).await;
    let answer = answered(app, filed.id, Outcome::Refused).await;
    answer_closing(app, UNIT, &CaseKey::Id(filed.id), answer, Vec::new()).await;
    let typed = [
        ("grounds", "refused_as_exempt"),
        ("reason", "Angkanya selalu diumumkan."),
    ];
    let sent = object(citizen, &case_page(&filed), &typed).await;
    assert_eq!(sent.errors(), Vec::<String>::new());
    (filed, sent.location().to_owned())
}

/// Records a fact as the officer is told of it today.
async fn fact(app: &TestApp, file: &ObjectionFile, kind: CommandKind, told: Told) {
    let officer = viewer(app, Role::Officer, UNIT).await;
    let step = DisputeStep {
        objection: ObjectionKey::Id(file.objection.row.id),
        by: By::Staff(&officer, &[Role::Officer]),
        seen_version: None,
        command: dispute::Command {
            kind,
            on: today(app),
            told,
            source: "Surat Komisi Informasi.".to_owned(),
        },
    };
    record(&app.ctx, step).await.expect("a lawful fact");
}

/// The Commission has the matter, sits and decides, all of it told today.
async fn decided(app: &TestApp, file: &ObjectionFile, outcome: DisputeOutcome) {
    let number = || Told {
        number: "7/KI".into(),
        ..Told::default()
    };
    fact(app, file, CommandKind::RecordFiling, number()).await;
    fact(app, file, CommandKind::RecordRegistration, number()).await;
    let hearing = Told {
        other_on: Some(today(app)),
        ..Told::default()
    };
    fact(app, file, CommandKind::RecordSummons, hearing).await;
    let decision = Told {
        outcome: Some(outcome),
        ..Told::default()
    };
    fact(app, file, CommandKind::RecordDecision, decision).await;
}

/// The objection is rejected and brought to the Commission, which upholds it.
async fn upheld(app: &TestApp, own: &str) -> ObjectionFile {
    let file = file_of(app, own).await;
    let superior = viewer(app, Role::Superior, UNIT).await;
    let step = ObjectionStep {
        key: ObjectionKey::Id(file.objection.row.id),
        by: By::Staff(&superior, &[Role::Superior]),
        seen_version: None,
        command: Command::Answer {
            rulings: vec![Ruled {
                ground: Ground::RefusedAsExempt,
                ruling: Some(Ruling::Rejected),
                text: "Keputusan pengecualian berlaku.".into(),
            }],
            order: None,
        },
        files: Vec::new(),
    };
    take(&app.ctx, step).await.expect("an answer");
    decided(app, &file, DisputeOutcome::Upheld).await;
    let copy = Told {
        party: Some(Party::PublicBody),
        ..Told::default()
    };
    fact(app, &file, CommandKind::RecordDecisionCopy, copy).await;
    file
}

#[rocket::async_test]
async fn a_decision_opens_the_request_and_the_exemption() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let (filed, own) = refused(app, &citizen).await;
        let file = upheld(app, &own).await;
        let officer = app.officer(UNIT).await;
        let form = format!("/petugas/keberatan/{NUMBER}/sengketa/tetap");
        let page = officer.get(&form).await.expect(200);
        assert!(page.text("main form").contains("Nama dan alamat narapidana"), "the exemption is offered");
        let exemption = page.attribute("input[name='opens']", "value").expect("a choice");

        let day = today(app);
        let by = day + Duration::days(14);
        let (on_day, on_month, on_year) = (day.day().to_string(), u8::from(day.month()).to_string(), day.year().to_string());
        let (by_day, by_month, by_year) = (by.day().to_string(), u8::from(by.month()).to_string(), by.year().to_string());
        let mut typed = vec![
            ("on_day", on_day.as_str()),
            ("on_month", &on_month),
            ("on_year", &on_year),
            ("is_stated", "true"),
            ("opens", &exemption),
            ("source", "Surat penetapan."),
        ];
        let open_ended = officer.submit(&form, &form, &typed).await.expect(422);
        assert!(open_ended.errors()[0].contains("hari pelaksanaannya"), "{:?}", open_ended.errors());
        assert!(open_ended.has("input[name='opens'][checked]"), "what was ticked stays");
        let elsewhere = [("opens", "0000"), ("source", "Surat.")];
        let wrong = officer.submit(&form, &form, &[&typed[..4], &elsewhere[..]].concat()).await.expect(422);
        assert!(wrong.errors()[0].contains("bukan dasar jawaban"), "{:?}", wrong.errors());
        typed.extend([
            ("other_on_day", by_day.as_str()),
            ("other_on_month", &by_month),
            ("other_on_year", &by_year),
        ]);
        officer.submit(&form, &form, &typed).await.expect(303);

        // The office has the order in its queue, with its article; the applicant reads of it.
        let case = format!("/petugas/permohonan/{}", filed.registration_no);
        let told = officer.get(&case).await.expect(200).text("main");
        assert!(
            told.contains("Pelaksanaan putusan Komisi Informasi atau pengadilan (UU 14/2008 Pasal 46)"),
            "{told}"
        );
        let queue = officer.get("/petugas").await.expect(200);
        assert!(queue.body.contains(&filed.registration_no), "it is back in the queue");
        let told = citizen.get(&case_page(&filed)).await.expect(200).text("main");
        assert!(told.contains("Putusan Komisi Informasi atau pengadilan dijalankan"), "{told}");
        let list = officer.get("/petugas/pengecualian?tab=selesai").await.expect(200);
        assert!(list.text("tbody").contains("dibuka oleh putusan Komisi Informasi"), "{}", list.text("tbody"));
        let told = officer.get(&format!("/petugas/keberatan/{NUMBER}")).await.expect(200).text("main");
        assert!(told.contains("menjadi informasi publik bagi siapa saja"), "{told}");

        // The record says so from both sides; what is taken out of either is missed.
        let dispute = of_objection(&app.ctx, &file_of(app, &own).await).await.expect("a dispute");
        let check = check_dispute(&app.ctx, &dispute).await.expect("a check").expect("a log");
        assert_eq!(check.findings, []);
        let office = Office::open(app, UNIT).await;
        let given = answered(app, filed.id, Outcome::GrantedFull).await;
        let deliver = request::Command::Deliver {
            on: day,
            proof: "Surel.".into(),
        };
        for command in [request::Command::IssueNotice(given), deliver] {
            office.step(&filed.registration_no, command, Vec::new()).await;
        }
        let dispute = of_objection(&app.ctx, &file_of(app, &own).await).await.expect("a dispute");
        assert_eq!(dispute.dispute.state.status, DisputeStatus::Executed, "the answer settles it");
        let case = for_applicant(&app.ctx, filed.id).await.expect("a case");
        assert_eq!(check_case(&app.ctx, &case.page).await.expect("a check").findings, []);

        app.unguard_records().await;
        app.tamper("DELETE FROM record_events WHERE kind = 'opened'").await;
        let check = check_dispute(&app.ctx, &dispute).await.expect("a check").expect("a log");
        let seq = dispute.dispute.log.rows().iter().find(|row| row.kind == "decision_final").expect("a row").seq;
        assert_eq!(check.findings, [Finding::Order { seq }]);
        app.tamper("DELETE FROM record_events WHERE subject = 'dispute' AND kind IN ('decision_final', 'dispute_executed')").await;
        app.tamper(&format!("UPDATE disputes SET event_seq = {}", seq - 1)).await;
        let found = check_case(&app.ctx, &case.page).await.expect("a check").findings;
        assert!(matches!(found[..], [Finding::Order { .. }]), "{found:?}");
        assert_eq!(file.objection.row.request_id, Some(filed.id));
    })
    .await;
}

#[rocket::async_test]
async fn an_objection_that_met_silence_is_over_with_its_dispute() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &silent(app).await).await;
        app.clock.advance(Duration::days(60));
        let file = file_of(app, &own).await;
        decided(app, &file, DisputeOutcome::Rejected).await;
        let superior = app.superior(UNIT).await;
        let listed = async |tab: &str| {
            let list = superior.get(&format!("/atasan/keberatan{tab}")).await.expect(200);
            list.body.contains(NUMBER)
        };
        assert!(
            listed("").await,
            "an answer is owed while the decision may still change"
        );
        let stated = Told {
            is_stated: true,
            ..Told::default()
        };
        fact(app, &file, CommandKind::RecordFinality, stated).await;
        assert!(!listed("").await && listed("?tab=selesai").await);
        let page = superior
            .get(&format!("/atasan/keberatan/{NUMBER}"))
            .await
            .expect(200);
        assert!(
            page.text("main").contains("tidak ada lagi yang ditanggapi"),
            "{}",
            page.text("main")
        );
    })
    .await;
}
