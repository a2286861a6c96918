//! What closes something: a consequence test, a decree, an answer signed by the PPID and approved by the superior.

use std::collections::BTreeMap;

use terbuka::domain::actor::{Appointment, Role, Viewer};
use terbuka::domain::exemption::{self, Basis, ExemptionGround, Gate, NeverExempt, Sheet, Tester};
use terbuka::domain::ids::{AppointmentId, UnitId};
use terbuka::domain::request::{Answer, Command, ExemptionUsed};
use terbuka::persistence::{rows, users};
use terbuka::services::exemptions::{decide_on, open, write_sheet};
use terbuka::services::requests::{By, CaseKey, Step, approve_answer, take};
use terbuka::services::uploads;
use time::{Date, Duration};
use uuid::Uuid;

use super::TestApp;

/// Staff in one role of a unit.
pub async fn viewer(app: &TestApp, role: Role, unit: &str) -> Viewer {
    let (user, _) = app.account(role, Some(unit)).await;
    let held = users::list_appointments(app.ctx.db.read(), user.0)
        .await
        .expect("appointments");
    let appointment = |row: rows::Appointment| Appointment {
        id: AppointmentId(row.id),
        role,
        unit: row.unit_id.map(UnitId),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    };
    Viewer::Staff {
        user,
        appointments: held.into_iter().map(appointment).collect(),
    }
}

/// A sheet on personal secrets that lacks nothing.
pub fn sheet(today: Date, is_partial: bool) -> Sheet {
    Sheet {
        information: "Nama dan alamat narapidana".to_owned(),
        is_partial,
        bases: vec![Basis {
            ground: ExemptionGround::H,
            sub_item: Some(1),
            act: None,
        }],
        gate: Gate(
            NeverExempt::ALL
                .iter()
                .map(|one| (*one, false))
                .collect::<BTreeMap<_, _>>(),
        ),
        if_opened: "Keluarga dapat diganggu.".to_owned(),
        if_closed: "Rasa aman keluarga terjaga.".to_owned(),
        weighing: "Angka tetap terbuka; nama tidak menambah pengawasan.".to_owned(),
        testers: vec![Tester {
            name: "Hasan Rekaan".to_owned(),
            position: "Kepala Subbagian Tata Usaha".to_owned(),
            unit: "Subbagian Tata Usaha".to_owned(),
        }],
        tested_on: today,
        place: "Makassar".to_owned(),
        ends_on: today + Duration::days(365),
    }
}

/// Takes a step on an exemption that must be lawful.
pub async fn exemption_step(app: &TestApp, by: &Viewer, id: Uuid, command: exemption::Command) {
    let roles = [Role::Officer, Role::Ppid, Role::Superior];
    let file = open(&app.ctx, by, &roles, id).await.expect("an exemption");
    decide_on(&app.ctx, by, id, file.row.version, &command)
        .await
        .expect("a lawful step");
}

/// Has a sheet of the unit signed and approved.
pub async fn decreed(app: &TestApp, unit: &str, sheet: &Sheet) -> Uuid {
    let (ppid, superior) = (
        viewer(app, Role::Ppid, unit).await,
        viewer(app, Role::Superior, unit).await,
    );
    let id = write_sheet(&app.ctx, &ppid, unit, None, sheet)
        .await
        .expect("a sheet");
    exemption_step(app, &ppid, id, exemption::Command::Sign).await;
    exemption_step(app, &superior, id, exemption::Command::Approve).await;
    id
}

/// An exemption of the unit that is in force.
pub async fn exempt(app: &TestApp, unit: &str, is_partial: bool) -> ExemptionUsed {
    let today = app.ctx.today(app.ctx.zone());
    ExemptionUsed {
        id: decreed(app, unit, &sheet(today, is_partial)).await,
        is_partial,
        is_in_force: true,
        tested_on: today,
    }
}

/// Has an answer that closes something signed and approved, on an exemption made for it.
pub async fn answer_closing(
    app: &TestApp,
    unit: &str,
    key: &CaseKey,
    answer: Answer,
    files: Vec<uploads::NewFile>,
) {
    let version = propose_closing(app, unit, key, answer, files).await;
    let superior = viewer(app, Role::Superior, unit).await;
    approve_answer(&app.ctx, &superior, key, version)
        .await
        .expect("an approved answer");
}

/// Has it signed only; tells the version of the case that the superior sees.
pub async fn propose_closing(
    app: &TestApp,
    unit: &str,
    key: &CaseKey,
    mut answer: Answer,
    files: Vec<uploads::NewFile>,
) -> i32 {
    let is_whole = answer
        .items
        .iter()
        .flatten()
        .any(|item| item.outcome == terbuka::domain::request::Outcome::Refused);
    let exemption = exempt(app, unit, !is_whole).await;
    for item in answer.items.iter_mut().flatten() {
        item.exemption = item.outcome.is_closing().then(|| exemption.clone());
    }
    let ppid = viewer(app, Role::Ppid, unit).await;
    let step = Step {
        key: key.clone(),
        by: By::Staff(&ppid),
        seen_version: None,
        command: Command::ProposeAnswer(answer),
        files,
    };
    take(&app.ctx, step).await.expect("a proposed answer").version
}
