//! Information that another public body holds: it is named, not routed to, and asked there with what was written already.

use terbuka::domain::request::{Answer as Notice, Command, ItemAnswer, Outcome};
use terbuka::domain::unit::SuccessionKind;
use terbuka::persistence::{UnitScope, requests, rows};
use terbuka::services::ServiceError;
use terbuka::services::requests::{By, CaseKey, Step, take};
use terbuka::services::units::{self, Change, Wanted};

use crate::support::{CaseBuilder, Office, Person, TestApp, complete, on_each_engine};

const HERE: &str = "lapas-makassar";
const THERE: &str = "rutan-makassar";
const CHECK: &str = "/permohonan/baru/periksa";

/// Hands a unit to another public body, as of today.
pub async fn leaves(app: &TestApp, unit: &str) -> rows::Unit {
    let wanted = Wanted {
        unit: unit.to_owned(),
        kind: Some(SuccessionKind::Move),
        effective_on: Some(app.ctx.today(app.ctx.zone())),
        legal_basis: "Perpres 157/2024".to_owned(),
        change: Change {
            body: Some("Kementerian Imigrasi dan Pemasyarakatan".to_owned()),
            parent: Some(String::new()),
            ..Change::default()
        },
        ..Wanted::default()
    };
    units::apply(&app.ctx, None, &wanted, None).await.unwrap();
    units::history(&app.ctx, unit).await.unwrap().unit
}

/// Answers that somebody else holds it.
async fn held_by(app: &TestApp, number: &str, outcome: Outcome, holder: &str) {
    let office = Office::open(app, HERE).await;
    office.step(number, complete(), Vec::new()).await;
    let answer = Notice {
        items: vec![Some(ItemAnswer {
            outcome,
            text: "Dikuasai badan publik lain.".to_owned(),
            has_files: false,
            held_form: None,
            redactions: None,
            is_redacted: false,
            holder: Some(holder.to_owned()),
            is_holder_unknown: false,
            available_on: None,
            exemption: None,
        })],
        promised_on: None,
        charge: None,
    };
    office
        .step(number, Command::IssueNotice(answer), Vec::new())
        .await;
}

async fn fields(person: &Person, page: &str) -> Vec<(String, String)> {
    person.get(page).await.expect(200).form(page)
}

fn value<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    let found = form.iter().find(|(field, _)| field == name);
    found.map_or("", |(_, value)| value.as_str())
}

#[rocket::async_test]
async fn who_asks_goes_along_only_with_their_consent() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let there = leaves(app, THERE).await;
        let base = format!("/lacak/{}", filed.token.expose());
        let ask = format!("{base}/ajukan/{THERE}");
        let person = app.anonymous().await;
        person.get(&ask).await.expect(404);
        // However the office wrote the name.
        let written = format!(" {} ", there.name.to_uppercase());
        held_by(app, &filed.registration_no, Outcome::NotHeld, &written).await;
        let was = requests::get_request(app.ctx.db.read(), &UnitScope::All, filed.id)
            .await
            .unwrap();
        for lang in ["id", "en"] {
            let page = person.get(&format!("{base}?lang={lang}")).await.expect(200);
            assert!(page.has(&format!("main a[href=\"{ask}\"]")));
            let page = person.get(&format!("{ask}?lang={lang}")).await.expect(200);
            let told = page.text("main");
            assert!(told.contains("Kementerian Imigrasi dan Pemasyarakatan"), "{told}");
            assert!(told.contains("Realisasi anggaran"), "{told}");
            assert!(
                !page.has("input[name=\"agree\"][checked]"),
                "nobody consents by default"
            );
        }
        person
            .get(&format!("{base}/ajukan/kanwil-sulsel"))
            .await
            .expect(404);

        // Without consent nothing of them goes along.
        let prepared = person.submit(&ask, &ask, &[]).await.expect(303);
        assert_eq!(prepared.location(), CHECK);
        let first = person.visit(CHECK).await;
        assert!(!first.body.contains("Andi Baso"));
        for page in ["pemohon", "identitas", "kontak"] {
            let page = format!("/permohonan/baru/{page}");
            let page = if page.ends_with("pemohon") {
                "/permohonan/baru".to_owned()
            } else {
                page
            };
            let shown = person.get(&page).await.expect(200);
            for secret in [
                "Andi Baso",
                "7371011203900001",
                "Veteran Selatan",
                "81234567890",
                "andi.baso",
            ] {
                assert!(!shown.body.contains(secret), "{secret} on {page}");
            }
        }
        let asked = fields(&person, "/permohonan/baru/informasi").await;
        assert_eq!(
            value(&asked, "items"),
            "Realisasi anggaran bahan makanan tahun 2025"
        );
        let again = person.get(&ask).await.expect(200);
        assert!(
            again.has("main a[href=\"/permohonan/baru\"]"),
            "what is unfinished is not lost unsaid"
        );

        // With it all goes along that the link shows anyhow, and so not the NIK.
        person.submit(&ask, &ask, &[("agree", "ya")]).await.expect(303);
        let who = fields(&person, "/permohonan/baru/identitas").await;
        assert_eq!(
            (value(&who, "full_name"), value(&who, "nik")),
            ("Andi Baso Contoh", "")
        );
        let page = "/permohonan/baru/identitas?kembali=periksa";
        assert_eq!(person.get(CHECK).await.location(), page);
        let action = "/permohonan/baru/identitas";
        let typed = [("nik", "7371011203900001")];
        assert_eq!(person.submit(page, action, &typed).await.location(), CHECK);
        person.submit(CHECK, CHECK, &[]).await.expect(303);
        let new = requests::get_request_by_no(app.ctx.db.read(), &UnitScope::All, "RUTAN-MAKASSAR-2026-0001")
            .await
            .unwrap();
        assert_eq!(new.unit_id, there.id);
        assert_eq!(
            (new.subject, new.purpose),
            (was.subject.clone(), was.purpose.clone())
        );
        let now = requests::get_request(app.ctx.db.read(), &UnitScope::All, filed.id)
            .await
            .unwrap();
        assert_eq!(was, now, "the first request is as it was");
    })
    .await;
}

#[rocket::async_test]
async fn an_account_asks_there_with_one_click() {
    on_each_engine(async |app| {
        let citizen = app.citizen().await;
        let filed = CaseBuilder::new().by(citizen.user.unwrap()).file(app).await;
        let there = leaves(app, THERE).await;
        held_by(app, &filed.registration_no, Outcome::Forwarded, &there.short_name).await;
        let ask = format!("/lacak/kasus/{}/ajukan/{THERE}", filed.id);
        citizen.submit(&ask, &ask, &[("agree", "ya")]).await.expect(303);
        let check = citizen.get(CHECK).await.expect(200);
        assert!(check.text("main").contains(&there.name));
        citizen.submit(CHECK, CHECK, &[]).await.expect(303);
        let new = requests::get_request_by_no(app.ctx.db.read(), &UnitScope::All, "RUTAN-MAKASSAR-2026-0001")
            .await
            .unwrap();
        assert_eq!(new.citizen_user_id, citizen.user.map(|user| user.0));
        let other = app.citizen().await;
        other.get(&ask).await.expect(404);
    })
    .await;
}

#[rocket::async_test]
async fn nothing_is_routed_to_another_body() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let there = leaves(app, THERE).await;
        let officer = app.officer(HERE).await;
        let page = format!("/petugas/permohonan/{}/teruskan", filed.registration_no);
        let shown = officer.get(&page).await.expect(200);
        assert!(shown.has("option[value=\"kanwil-sulsel\"]"));
        assert!(!shown.has(&format!("option[value=\"{THERE}\"]")));
        let office = Office::open(app, HERE).await;
        let step = Step {
            key: CaseKey::Id(filed.id),
            by: By::Staff(&office.viewer),
            seen_version: None,
            command: Command::Route {
                to: app.unit(THERE).await,
                reason: "Dikuasai di sana".to_owned(),
            },
            files: Vec::new(),
        };
        let Err(ServiceError::Invalid(faults)) = take(&app.ctx, step).await else {
            panic!("routed to another public body")
        };
        assert_eq!(faults[0].key, "field.unit_of_other_body");
        // A body that takes no requests here, and one that is the same: named, and nothing to press.
        held_by(
            app,
            &filed.registration_no,
            Outcome::Forwarded,
            "Kantor Wilayah Kementerian Hukum dan HAM Sulawesi Selatan",
        )
        .await;
        let person = app.anonymous().await;
        let case = person
            .get(&format!("/lacak/{}", filed.token.expose()))
            .await
            .expect(200);
        assert!(!case.has("main a[href*=\"/ajukan/\"]"));
        let form = format!(
            "/petugas/permohonan/{}/jawab",
            CaseBuilder::new().file(app).await.registration_no
        );
        let number = form.split('/').nth(3).unwrap_or_default();
        office.step(number, complete(), Vec::new()).await;
        let answer = officer.get(&form).await.expect(200);
        assert!(answer.has(&format!("datalist option[value=\"{}\"]", there.name)));
    })
    .await;
}
