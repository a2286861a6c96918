//! The citizen: asks without an account, and follows what becomes of it.

mod filing;
mod links;
mod questions;
mod steps;
mod tracking;

use std::net::IpAddr;

use terbuka::domain::actor::{Role, Viewer};
use terbuka::domain::request::{self, Command, ItemAnswer, Outcome};
use terbuka::services::accounts::{self, SignIn};
use terbuka::services::requests::{By, CaseKey, Step, take};
use terbuka::services::uploads::{self, NewFile};
use uuid::Uuid;

use crate::support::{Answer, PASSWORD, Person, TestApp, answer_closing, complete};

/// Everything a person answers, page by page: address and fields.
pub const ANSWERS: [(&str, &[(&str, &str)]); 8] = [
    (
        "/permohonan/baru",
        &[("applicant_kind", "individual"), ("by_proxy", "no")],
    ),
    (
        "/permohonan/baru/identitas",
        &[("full_name", "Siti Rahma"), ("nik", "7371 0145 0690 0001")],
    ),
    ("/permohonan/baru/dokumen", &[]),
    (
        "/permohonan/baru/kontak",
        &[
            ("address", "Jalan Mawar 5"),
            ("phone", "0812-3456-7890"),
            ("email", "siti@example.org"),
        ],
    ),
    (
        "/permohonan/baru/informasi",
        &[
            ("subject", "Anggaran pengadaan makan"),
            ("items", "Rincian anggaran pengadaan makan tahun 2025"),
        ],
    ),
    ("/permohonan/baru/tujuan", &[("purpose", "Penelitian")]),
    ("/permohonan/baru/cara", &[("access_mode", "view")]),
    ("/permohonan/baru/unit", &[("unit", "lapas-makassar")]),
];

/// Answers every question; the last answer leads to the check page.
pub async fn answer_all(person: &Person) -> Answer {
    let mut last = None;
    for (page, typed) in ANSWERS {
        last = Some(person.submit(page, page, typed).await.expect(303));
    }
    last.expect("a last answer")
}

/// Answers every question and sends the request.
pub async fn file(person: &Person) -> Answer {
    answer_all(person).await;
    let page = "/permohonan/baru/periksa";
    let sent = person.submit(page, page, &[]).await;
    assert_eq!(sent.location(), "/permohonan/baru/selesai");
    person.get(sent.location()).await.expect(200)
}

/// The tracking link of the confirmation, below this site.
pub fn link(confirmation: &Answer) -> String {
    let whole = confirmation.attribute("#link", "value").expect("a link");
    let at = whole.find("/lacak/").expect("an address of the portal");
    whole[at..].to_owned()
}

/// An officer of the unit that cases of the tests go to.
pub async fn officer(app: &TestApp) -> Viewer {
    let (_, username) = app.account(Role::Officer, Some("lapas-makassar")).await;
    let given = SignIn {
        username: &username,
        password: PASSWORD,
        address: IpAddr::from([198, 51, 100, 2]),
    };
    let session = accounts::sign_in(&app.ctx, given).await.expect("a session");
    let who = accounts::viewer(&app.ctx, &session.token)
        .await
        .expect("a database");
    who.expect("somebody").viewer
}

/// The office takes a step.
pub async fn office(app: &TestApp, viewer: &Viewer, case: Uuid, command: Command, files: Vec<NewFile>) {
    let step = Step {
        key: CaseKey::Id(case),
        by: By::Staff(viewer),
        seen_version: None,
        command,
        files,
    };
    take(&app.ctx, step).await.expect("a lawful step");
}

/// The office answers: the first item in part, with a file.
pub async fn answered(app: &TestApp, viewer: &Viewer, case: Uuid) {
    let mut file = uploads::keep(&app.ctx, "file", "answer", "jawaban.txt", b"Rp1.234".as_slice())
        .await
        .expect("a file");
    file.item = Some(1);
    let item = ItemAnswer {
        outcome: Outcome::GrantedPartial,
        text: "Realisasi terlampir.".to_owned(),
        has_files: true,
        held_form: None,
        redactions: Some("Nama penghuni".to_owned()),
        is_redacted: true,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    };
    let answer = request::Answer {
        items: vec![Some(item)],
        promised_on: Some(time::macros::date!(2026 - 12 - 01)),
        charge: None,
    };
    office(app, viewer, case, complete(), Vec::new()).await;
    answer_closing(app, "lapas-makassar", &CaseKey::Id(case), answer, vec![file]).await;
}
