//! The whole road: silence, an objection, a decision with an order, the order carried out on the request, and the record whole.

use terbuka::domain::actor::Role;
use terbuka::domain::objection::{self, ObjectionStatus};
use terbuka::domain::request::{Command, Outcome, Status};
use terbuka::mail::OutgoingMail;
use terbuka::persistence::{UnitScope, queries};
use terbuka::services::audit::{CaseCheck, check_case};
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{
    self, By, ObjectionCheck, ObjectionKey, ObjectionStep, check_objection, for_auditor,
};
use terbuka::services::requests::{Case, CaseKey};
use time::Duration;

use super::{UNIT, case_page, file_of, object, object_to_silence, row_of, silent};
use crate::support::{CaseBuilder, Office, PICTURE, TestApp, kinds_of_mail, on_each_engine, viewer};

async fn case_check(app: &TestApp, number: &str) -> CaseCheck {
    let key = queries::CaseKey::RegistrationNo(number.to_owned());
    let page = queries::find_case_page(app.ctx.db.read(), &UnitScope::All, &key).await;
    let page = page.expect("a database").expect("a case");
    check_case(&app.ctx, &page).await.expect("a check")
}

async fn objection_check(app: &TestApp, number: &str) -> ObjectionCheck {
    let key = terbuka::services::objections::ObjectionKey::Number(number.to_owned());
    let found = terbuka::services::objections::Objection::load(&app.ctx, app.ctx.db.read(), &key).await;
    let token = terbuka::services::objections::token_of(&app.ctx, &found.expect("one").row);
    let file = terbuka::services::objections::for_applicant(&app.ctx, &token).await;
    check_objection(&app.ctx, &file.expect("a file"))
        .await
        .expect("a check")
}

#[rocket::async_test]
async fn silence_is_objected_to_decided_and_made_good() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.clone();
        let case = case_page(&filed);
        let citizen = app.anonymous().await;

        // Before the day has passed nothing can be objected to, and the page says from when.
        let page = citizen.get(&case).await.expect(200);
        assert!(!page.has(&format!("a[href='{case}/keberatan']")));
        assert!(
            page.body.contains("Keberatan dapat diajukan mulai"),
            "{}",
            page.text("main")
        );
        let early = [("grounds", "not_responded"), ("reason", "Belum ada jawaban.")];
        let refused = object(&citizen, &case, &early).await.expect(422);
        assert!(refused.errors()[0].contains("Alasan c belum dapat diajukan"));
        assert_eq!(
            refused.text("#reason").trim(),
            "Belum ada jawaban.",
            "what was typed stays"
        );

        app.clock.advance(Duration::days(30));
        let page = citizen.get(&case).await.expect(200);
        assert!(page.has(&format!("a[href='{case}/keberatan']")));
        let form = citizen.get(&format!("{case}/keberatan")).await.expect(200);
        assert_eq!(
            form.values("input[name=grounds]"),
            ["periodic_not_provided", "not_responded", "delivered_late"]
        );
        assert_eq!(
            form.text("#purpose").trim(),
            "Penelitian",
            "prefilled from the request"
        );

        // A draft is kept.
        let draft = [("tindakan", "simpan"), ("reason", "Setengah jadi")];
        object(&citizen, &case, &draft).await.expect(303);
        let form = citizen.get(&format!("{case}/keberatan")).await.expect(200);
        assert_eq!(form.text("#reason").trim(), "Setengah jadi");

        let own = object_to_silence(&citizen, &filed).await;
        let page = citizen.get(&own).await.expect(200);
        assert!(page.body.contains("KB-LAPAS-MAKASSAR-2026-0001"));
        let receipt = page.attribute("a[href*='/surat/']", "href").expect("a receipt");
        let letter = citizen.get(&receipt).await.expect(200);
        assert!(
            letter
                .text("main")
                .contains("Komisi Informasi Provinsi Sulawesi Selatan")
        );
        citizen.get(&format!("{own}/tenggat/D12")).await.expect(200);
        citizen.get(&format!("{own}/tenggat/D13")).await.expect(200);
        let objection = "KB-LAPAS-MAKASSAR-2026-0001";
        assert!(citizen.get(&case).await.expect(200).body.contains(objection));

        // The superior has it on the list and decides.
        let superior = app.superior(UNIT).await;
        let list = superior.get("/atasan/keberatan").await.expect(200);
        assert_eq!(list.texts("tbody th"), [objection]);
        let base = format!("/atasan/keberatan/{objection}");
        let page = superior.get(&base).await.expect(200);
        assert!(page.body.contains("Sampai hari ini tidak ada jawaban."));
        assert!(page.body.contains("Andi Baso Contoh") && page.body.contains(&number));
        let answer = format!("{base}/putusan");
        let nothing = superior.submit(&answer, &answer, &[]).await.expect(422);
        assert_eq!(
            nothing.errors().len(),
            2,
            "a ruling and a rebuttal: {:?}",
            nothing.errors()
        );
        let day = app.ctx.today(app.ctx.zone()) + Duration::days(14);
        let (d, m, y) = (
            day.day().to_string(),
            u8::from(day.month()).to_string(),
            day.year().to_string(),
        );
        let typed = [
            ("ruling_c", "upheld"),
            ("text_c", "PPID lalai menjawab."),
            ("order", "Jawab permohonan ini."),
            ("execute_by_day", d.as_str()),
            ("execute_by_month", m.as_str()),
            ("execute_by_year", y.as_str()),
        ];
        let checked = superior.submit(&answer, &answer, &typed).await;
        assert_eq!(
            checked.location(),
            format!("{answer}/periksa"),
            "{:?}",
            checked.errors()
        );
        let preview = superior.get(checked.location()).await.expect(200);
        for words in [
            "PPID lalai menjawab.",
            "Jawab permohonan ini.",
            "Dikabulkan",
            "Atasan PPID",
        ] {
            assert!(preview.text(".tb-sheet").contains(words), "{words}");
        }
        assert!(
            citizen
                .get(&own)
                .await
                .expect(200)
                .body
                .contains("Ditelaah Atasan PPID"),
            "not sent yet"
        );
        let send = format!("{answer}/kirim");
        let form = preview.form(&send);
        assert_eq!(superior.resubmit(form.clone(), &send, &[]).await.location(), base);
        // A second press changes nothing.
        assert_eq!(superior.resubmit(form, &send, &[]).await.location(), base);
        assert_eq!(row_of(app, objection).await.event_seq, Some(3));
        let told = citizen.get(&own).await.expect(200);
        assert!(told.body.contains("Sedang dilaksanakan") && told.body.contains("Jawab permohonan ini."));

        // The request is open again with the day of the order.
        let reopened = Case::load(&app.ctx, app.ctx.db.read(), &CaseKey::Number(number.clone()))
            .await
            .expect("a case");
        assert_eq!(reopened.state.status, Status::UnderReview);
        assert_eq!(reopened.row.next_due_on, Some(day));
        assert!(
            citizen
                .get(&case)
                .await
                .expect(200)
                .body
                .contains("Perintah Atasan PPID")
        );

        // The officer answers; what was ordered is done once the information is there.
        app.clock.advance(Duration::days(2));
        let office = Office::open(app, UNIT).await;
        let item = terbuka::domain::request::ItemAnswer {
            outcome: Outcome::GrantedFull,
            text: "Terlampir.".to_owned(),
            has_files: false,
            held_form: None,
            redactions: None,
            holder: None,
            is_holder_unknown: false,
            available_on: None,
            exemption: None,
            is_redacted: false,
        };
        let today = app.ctx.today(app.ctx.zone());
        let notice = terbuka::domain::request::Answer {
            items: vec![Some(item)],
            promised_on: Some(today),
            charge: None,
        };
        office
            .step(&number, Command::IssueNotice(notice), Vec::new())
            .await;
        assert_eq!(
            file_of(app, &own).await.objection.state.status,
            ObjectionStatus::Executing
        );
        let deliver = Command::Deliver {
            on: today,
            proof: "Unduhan".to_owned(),
        };
        office.step(&number, deliver, Vec::new()).await;
        let closed = file_of(app, &own).await.objection.state;
        assert_eq!(
            (closed.status, closed.executed_on),
            (ObjectionStatus::Closed, Some(today))
        );
        let row = Case::load(&app.ctx, app.ctx.db.read(), &CaseKey::Number(number.clone()))
            .await
            .expect("a case")
            .row;
        assert_eq!(
            row.is_late_notice,
            Some(true),
            "an order does not make a late notice punctual"
        );

        // Both records hold, and so does what the auditor is shown.
        let check = case_check(app, &number).await;
        assert!(check.findings.is_empty(), "{check:?}");
        let check = objection_check(app, objection).await;
        assert!(
            check.findings.is_empty() && check.dates == 4 && check.contents >= 3,
            "{check:?}"
        );
        let auditor = app.auditor().await;
        let page = auditor
            .get(&format!("/auditor/keberatan/{objection}"))
            .await
            .expect(200);
        assert!(
            !page.body.contains("Andi Baso") && !page.body.contains("Sampai hari ini tidak ada jawaban.")
        );
    })
    .await;
}

/// A first answer in time stays in time, whatever the order brings afterwards.
#[rocket::async_test]
async fn an_order_after_an_answer_in_time_leaves_its_timeliness_alone() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let number = filed.registration_no.clone();
        let office = Office::open(app, UNIT).await;
        app.clock.advance(Duration::days(1));
        office
            .answer(&number, Outcome::NotHeld, "Tidak kami kuasai.", None)
            .await;
        let key = CaseKey::Number(number.clone());
        let judged = Case::load(&app.ctx, app.ctx.db.read(), &key)
            .await
            .expect("a case")
            .row;
        let citizen = app.anonymous().await;
        let typed = [
            ("grounds", "not_fulfilled"),
            ("grounds", "not_as_requested"),
            ("reason", "Unit ini memilikinya."),
        ];
        // At once after the notice: nothing but the law's own day holds an objection back.
        let own = object(&citizen, &case_page(&filed), &typed)
            .await
            .location()
            .to_owned();
        let objection = file_of(app, &own).await.objection.number().to_owned();
        let superior = app.superior(UNIT).await;
        let answer = format!("/atasan/keberatan/{objection}/putusan");
        let day = app.ctx.today(app.ctx.zone()) + Duration::days(7);
        let (d, m, y) = (
            day.day().to_string(),
            u8::from(day.month()).to_string(),
            day.year().to_string(),
        );
        let typed = [
            ("ruling_d", "rejected"),
            ("text_d", "Jawabannya sesuai."),
            ("ruling_e", "upheld"),
            ("text_e", "Unit memilikinya."),
            ("order", "Berikan."),
            ("execute_by_day", d.as_str()),
            ("execute_by_month", m.as_str()),
            ("execute_by_year", y.as_str()),
        ];
        let preview = superior.submit(&answer, &answer, &typed).await;
        let preview = superior.get(preview.location()).await.expect(200);
        let send = format!("{answer}/kirim");
        superior
            .resubmit(preview.form(&send), &send, &[])
            .await
            .expect(303);
        app.clock.advance(Duration::days(40));
        office
            .step(
                &number,
                Command::IssueNotice(terbuka::domain::request::Answer {
                    items: vec![Some(terbuka::domain::request::ItemAnswer {
                        outcome: Outcome::GrantedFull,
                        text: "Terlampir.".to_owned(),
                        has_files: false,
                        held_form: None,
                        redactions: None,
                        holder: None,
                        is_holder_unknown: false,
                        available_on: None,
                        exemption: None,
                        is_redacted: false,
                    })],
                    promised_on: Some(app.ctx.today(app.ctx.zone())),
                    charge: None,
                }),
                Vec::new(),
            )
            .await;
        let row = Case::load(&app.ctx, app.ctx.db.read(), &key)
            .await
            .expect("a case")
            .row;
        let timeliness = |row: &terbuka::persistence::rows::Request| {
            (
                row.is_late_notice,
                row.notice_on,
                row.notice_at,
                row.working_days_used,
                row.due_on,
                row.statute_due_on,
            )
        };
        assert_eq!(timeliness(&row), timeliness(&judged));
        assert_eq!(row.outcome.as_deref(), Some("granted_full"));
        let check = case_check(app, &number).await;
        assert!(check.findings.is_empty(), "{check:?}");

        // The same ground again: only because there is a new notice since.
        let again = [
            ("grounds", "not_fulfilled"),
            ("reason", "Masih belum saya terima."),
        ];
        let second = object(&citizen, &case_page(&filed), &again).await;
        assert_eq!(second.errors(), Vec::<String>::new());
        let third = object(&citizen, &case_page(&filed), &again).await.expect(422);
        assert!(
            third.errors()[0].contains("KB-LAPAS-MAKASSAR-2027-0001"),
            "{:?}",
            third.errors()
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_ought_to_be_public_needs_no_request() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let here = "/keberatan/baru";
        let empty = citizen.submit(here, here, &[]).await.expect(422);
        assert!(empty.errors().len() >= 6, "{:?}", empty.errors());
        let typed = [
            ("information", "Laporan keuangan 2025"),
            ("unit", UNIT),
            ("reason", "Tidak ada di situs."),
            ("purpose", "Penelitian"),
            ("full_name", "Hasan Umpama"),
            ("nik", "7371011203900001"),
            ("address", "Jl. Mawar 3"),
            ("email", "hasan@example.org"),
        ];
        let sent = citizen.submit(here, here, &typed).await;
        assert_eq!(sent.errors(), Vec::<String>::new());
        let own = sent.location().to_owned();
        let page = citizen.get(&own).await.expect(200);
        assert!(page.body.contains("Laporan keuangan 2025"));
        let file = file_of(app, &own).await;
        assert_eq!(
            file.identity.as_ref().and_then(|who| who.full_name.as_deref()),
            Some("Hasan Umpama")
        );
        let number = file.objection.number().to_owned();
        let wrong = app.anonymous().await.from([203, 0, 113, 9]);
        for (contact, opens) in [
            ("HASAN@example.org", true),
            ("andi.baso@example.org", false),
            ("", false),
        ] {
            let small = number.to_lowercase();
            let typed = [("registration_no", small.as_str()), ("contact", contact)];
            let answer = wrong.submit("/lacak", "/lacak", &typed).await;
            if opens {
                assert_eq!(answer.location(), own);
            } else {
                answer.expect(422);
            }
        }

        // The order is carried out by publishing; the office says so.
        let superior = app.superior(UNIT).await;
        let answer = format!("/atasan/keberatan/{number}/putusan");
        let day = app.ctx.today(app.ctx.zone()) + Duration::days(7);
        let (d, m, y) = (
            day.day().to_string(),
            u8::from(day.month()).to_string(),
            day.year().to_string(),
        );
        let typed = [
            ("ruling_b", "upheld"),
            ("text_b", "Memang belum diumumkan."),
            ("order", "Umumkan."),
            ("execute_by_day", d.as_str()),
            ("execute_by_month", m.as_str()),
            ("execute_by_year", y.as_str()),
        ];
        let preview = superior.submit(&answer, &answer, &typed).await;
        let preview = superior.get(preview.location()).await.expect(200);
        let send = format!("{answer}/kirim");
        superior
            .resubmit(preview.form(&send), &send, &[])
            .await
            .expect(303);
        let officer = app.officer(UNIT).await;
        let page = format!("/petugas/keberatan/{number}");
        let why = format!("{page}/tenggat/D09+D12");
        let shown = officer.get(&page).await.expect(200);
        assert!(
            shown.has(&format!("dl a[href='{why}']")),
            "the day of the order names its explanation"
        );
        let told = officer.get(&format!("{why}.json")).await.expect(200);
        let told: serde_json::Value = serde_json::from_str(&told.body).expect("data");
        assert_eq!(
            (&told["due_on"], &told["duty"]),
            (&day.to_string().into(), &"D09+D12".into())
        );
        let done = format!("/petugas/keberatan/{number}/pelaksanaan");
        let nothing = officer.submit(&done, &done, &[]).await.expect(422);
        assert_eq!(nothing.errors().len(), 1);
        let _ = kinds_of_mail(app).await;
        officer
            .submit(&done, &done, &[("note", "Diumumkan di situs.")])
            .await
            .expect(303);
        assert_eq!(kinds_of_mail(app).await, ["objection_executed"]);
        assert!(
            citizen
                .get(&own)
                .await
                .expect(200)
                .body
                .contains("Keberatan ini selesai.")
        );
        let auditor_of = for_auditor(&app.ctx, &super::audit::auditor(app).await, &number)
            .await
            .expect("a file");
        let check = check_objection(&app.ctx, &auditor_of).await.expect("a check");
        assert!(check.findings.is_empty(), "{check:?}");
    })
    .await;
}

#[rocket::async_test]
async fn a_question_a_settlement_and_a_withdrawal_keep_the_days() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let citizen = app.anonymous().await;
        let own = object_to_silence(&citizen, &filed).await;
        let number = file_of(app, &own).await.objection.number().to_owned();
        let due = row_of(app, &number).await.queue_on;
        let superior = app.superior(UNIT).await;
        let take = async |slug: &str, typed: &[(&str, &str)]| {
            let action = format!("/atasan/keberatan/{number}/{slug}");
            let sent = superior.submit(&action, &action, typed).await;
            assert_eq!(sent.errors(), Vec::<String>::new(), "{slug}");
            sent.expect(303);
        };
        take("minta-kelengkapan", &[("question", "Surat apa yang dimaksud?")]).await;
        let page = citizen.get(&own).await.expect(200);
        assert!(page.body.contains("Surat apa yang dimaksud?"));
        let supply = format!("{own}/kelengkapan");
        let nothing = citizen.submit(&supply, &supply, &[]).await.expect(422);
        assert_eq!(nothing.errors().len(), 1);
        citizen
            .submit(&supply, &supply, &[("reply", "Surat bulan lalu.")])
            .await
            .expect(303);
        assert!(
            superior
                .get(&format!("/atasan/keberatan/{number}"))
                .await
                .expect(200)
                .body
                .contains("Surat bulan lalu.")
        );
        let _ = kinds_of_mail(app).await;
        take("minta-kelengkapan", &[("question", "Tanggal surat itu?")]).await;
        let officer = app.officer(UNIT).await;
        let enter = format!("/petugas/keberatan/{number}/kelengkapan");
        let typed = [("reply", "Tanggal 3, katanya lewat telepon.")];
        officer.submit(&enter, &enter, &typed).await.expect(303);
        assert_eq!(
            kinds_of_mail(app).await,
            ["objection_entered", "objection_question"],
            "what they sent themselves is no news to them"
        );
        take("musyawarah", &[("invitation", "Rabu pukul 10.00 di kantor.")]).await;
        take("musyawarah-gagal", &[("note", "Pemohon tidak hadir.")]).await;
        assert_eq!(
            row_of(app, &number).await.queue_on,
            due,
            "no step moves the last day"
        );
        let again = superior
            .get(&format!("/atasan/keberatan/{number}/musyawarah"))
            .await
            .expect(200);
        assert!(again.body.contains("sudah dicoba") && !again.has("main form textarea"));

        let withdraw = format!("{own}/cabut");
        citizen.submit(&withdraw, &withdraw, &[]).await.expect(303);
        assert!(
            citizen
                .get(&own)
                .await
                .expect(200)
                .body
                .contains("Keberatan ini dicabut.")
        );
        let check = objection_check(app, &number).await;
        assert!(check.findings.is_empty(), "{check:?}");
        // Withdrawn, so the ground is free again; this one is settled.
        let own = object_to_silence(&citizen, &filed).await;
        let second = file_of(app, &own).await.objection.number().to_owned();
        assert_eq!(second, "KB-LAPAS-MAKASSAR-2026-0002", "numbers have no gap");
        let action = format!("/atasan/keberatan/{second}/musyawarah");
        superior
            .submit(&action, &action, &[("invitation", "Kamis.")])
            .await
            .expect(303);
        let action = format!("/atasan/keberatan/{second}/mufakat");
        let mut fields = superior.get(&action).await.expect(200).form(&action);
        for (name, value) in [("terms", "Salinan dikirim hari ini."), ("consent", "Hadir.")] {
            fields.retain(|(known, _)| known != name);
            fields.push((name.to_owned(), value.to_owned()));
        }
        let unsigned = superior.upload(&action, &fields, &[]).await.expect(422);
        assert_eq!(
            unsigned.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#files")
        );
        assert!(
            unsigned.text("#terms").contains("Salinan dikirim"),
            "nothing is lost"
        );
        let minutes = [("files", "berita-acara.png", "image/png", PICTURE)];
        superior.upload(&action, &fields, &minutes).await.expect(303);
        let page = citizen.get(&own).await.expect(200);
        assert!(
            page.body.contains("Selesai dengan musyawarah")
                && page.body.contains("Salinan dikirim hari ini.")
        );
        assert!(!page.body.contains("Bila belum puas"), "who agreed goes nowhere");
        // The minutes are theirs, too.
        let minutes = page
            .attribute("a[href*='/berkas/']", "href")
            .expect("the minutes");
        assert_eq!(citizen.get(&minutes).await.expect(200).bytes, PICTURE);
        // Nothing was ruled on the ground, so it may be raised again.
        let third = object_to_silence(&citizen, &filed).await;
        assert!(file_of(app, &third).await.objection.number().ends_with("-0003"));
    })
    .await;
}

#[rocket::async_test]
async fn who_objected_is_told_when_the_office_withdraws_or_closes_it() {
    on_each_engine(async |app| {
        let officer = viewer(app, Role::Officer, UNIT).await;
        let superior = viewer(app, Role::Superior, UNIT).await;
        let citizen = app.anonymous().await;
        let filed = silent(app).await;
        let take = async |own: &str, by: By<'_>, command: objection::Command| {
            let step = ObjectionStep {
                key: ObjectionKey::Id(file_of(app, own).await.objection.row.id),
                by,
                seen_version: None,
                command,
                files: Vec::new(),
            };
            objections::take(&app.ctx, step).await.expect("a lawful step");
            while deliver_due(&app.ctx).await.expect("a round").sent > 0 {}
            let sent = app.mail.take();
            // Mails of the same round lead to the request.
            let is_about_it = |mail: &&OutgoingMail| mail.text.contains(own) && mail.html.contains(own);
            assert!(!sent.iter().any(|mail| mail.text.contains("telepon")));
            let told = sent.iter().filter(is_about_it);
            told.map(|mail| mail.subject.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let desk = By::Staff(&officer, &[Role::Officer]);
        let said = || "Lewat telepon.".to_owned();
        let own = object_to_silence(&citizen, &filed).await;
        let withdraw = objection::Command::Withdraw { reason: said() };
        assert!(take(&own, desk, withdraw).await.contains("-0001 dicabut"));
        let own = object_to_silence(&citizen, &filed).await;
        let rulings = vec![objection::Ruled {
            ground: objection::Ground::NotResponded,
            ruling: Some(objection::Ruling::Rejected),
            text: "Sudah dijawab.".to_owned(),
        }];
        let answer = objection::Command::Answer { rulings, order: None };
        take(&own, By::Staff(&superior, &[Role::Superior]), answer).await;
        let close = objection::Command::Close(objection::CloseBasis::ApplicantAccepts(said()));
        assert!(take(&own, desk, close).await.contains("-0002 ditutup"));
    })
    .await;
}
