//! Refusal done lawfully: the consequence test, its approval, the answer signed and approved, and everybody who tries to skip a step
//! (UU 14/2008 Ps 17–19; Perki 1/2021 Ps 10(2), 34, 49–53).

use terbuka::domain::actor::Role;
use terbuka::domain::exemption;
use terbuka::domain::request::{Answer as Notice, Denial, ItemAnswer, Outcome};
use terbuka::persistence::{exemptions, letters};
use terbuka::services::ServiceError;
use terbuka::services::exemptions::{expire, open};
use terbuka::services::requests::{CaseKey, approve_answer};
use time::Duration;
use time::macros::datetime;

use super::desk::{UNIT, complete, done, page_of, status};
use crate::support::{
    Answer, CaseBuilder, Person, decreed, exempt, on_each_engine, propose_closing, sheet, viewer,
};

/// What a sheet that lacks nothing has typed into it.
const SHEET: [(&str, &str); 26] = [
    ("information", "Denah kamera pengawas"),
    ("extent", "whole"),
    ("grounds", "17a"),
    ("case_17a", "5"),
    ("gate_judgment", "no"),
    ("gate_enforcement_rule", "no"),
    ("gate_stop_order", "no"),
    ("gate_spending_plan", "no"),
    ("gate_financial_report", "no"),
    ("gate_recovered_money", "no"),
    ("gate_declared_open", "no"),
    ("if_opened", "Titik buta diketahui."),
    ("if_closed", "Keamanan terjaga."),
    ("weighing", "Anggaran kamera tetap terbuka."),
    ("tester_name_1", "Hasan Rekaan"),
    ("tester_position_1", "Kepala Keamanan"),
    ("tester_unit_1", "Seksi Keamanan"),
    ("tested_on_day", "24"),
    ("tested_on_month", "11"),
    ("tested_on_year", "2026"),
    ("place", "Makassar"),
    ("ends_on_day", "24"),
    ("ends_on_month", "11"),
    ("ends_on_year", "2027"),
    ("version", "1"),
    ("unit", UNIT),
];

/// An answer that refuses everything.
fn refusal() -> Notice {
    let item = ItemAnswer {
        outcome: Outcome::Refused,
        text: "Tidak dapat diberikan.".to_owned(),
        has_files: false,
        held_form: None,
        redactions: None,
        is_redacted: true,
        holder: None,
        is_holder_unknown: false,
        available_on: None,
        exemption: None,
    };
    Notice {
        items: vec![Some(item)],
        promised_on: None,
        charge: None,
    }
}

async fn written(officer: &Person, address: &str, typed: &[(&str, &str)]) -> Answer {
    let form = officer.get(address).await.expect(200).form(address);
    officer.resubmit(form, address, typed).await
}

async fn refuse(ppid: &Person, case: &str, exemption: &str) -> Answer {
    let action = format!("{case}/jawab");
    let typed = [
        ("outcome_1", "refused"),
        ("answer_1", "Denah tidak dapat diberikan."),
        ("exemption_1", exemption),
        ("promised_on_day", "1"),
        ("promised_on_month", "12"),
        ("promised_on_year", "2026"),
        ("tindakan", "periksa"),
    ];
    let form = ppid.get(&action).await.expect(200).form(&action);
    ppid.resubmit(form, &action, &typed).await
}

#[rocket::async_test]
async fn a_refusal_goes_from_the_test_to_the_decree_in_four_hands() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let (number, case) = (&filed.registration_no, page_of(&filed.registration_no));
        let officer = app.officer(UNIT).await;
        complete(&officer, &case).await;

        // The officer cannot choose a refusal, and is told who can.
        let page = officer.get(&format!("{case}/jawab")).await.expect(200);
        assert!(page.has("input[name=outcome_1][value=refused][disabled]"));
        assert!(page.text("main").contains("Ditandatangani PPID"));

        // The officer writes the sheet for the request; nothing of the law may be missing.
        let address = format!("/petugas/pengecualian/baru?permohonan={number}");
        let page = officer.get(&address).await.expect(200);
        assert!(page.text("main").contains(number.as_str()));
        let bare = written(&officer, &address, &[("information", " "), ("place", "")])
            .await
            .expect(422);
        assert!(bare.errors().len() >= 12, "{:?}", bare.errors());
        let open_budget = SHEET.map(|(field, text)| match field {
            "gate_spending_plan" => (field, "yes"),
            _ => (field, text),
        });
        let never = written(&officer, &address, &open_budget).await.expect(422);
        assert_eq!(
            never.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#gate_spending_plan")
        );
        assert_eq!(
            never.errors().len(),
            1,
            "what was typed is kept: {:?}",
            never.errors()
        );
        let saved = written(&officer, &address, &SHEET).await;
        let one = saved.location().to_owned();
        let page = officer.get(&one).await.expect(200);
        assert!(!page.has("form[action$=tanda-tangan]"), "only the PPID signs");
        assert!(
            page.text("main").contains("Kepala Keamanan, Seksi Keamanan"),
            "{}",
            page.text("main")
        );

        // The PPID signs, the superior approves; nobody does both.
        let ppid = app.ppid(UNIT).await;
        let sign = format!("{one}/tanda-tangan");
        officer
            .post(&sign, &page.form(&format!("{one}/batalkan")))
            .await
            .expect(409);
        ppid.submit(&one, &sign, &[]).await.expect(303);
        let superior = app.superior(UNIT).await;
        let above = one.replace("/petugas/", "/atasan/");
        let pending = superior.get("/atasan/pengecualian").await.expect(200);
        assert_eq!(pending.texts("tbody th").len(), 1);
        let silent = superior
            .submit(&above, &format!("{above}/kembalikan"), &[])
            .await
            .expect(422);
        assert_eq!(silent.errors().len(), 1);
        let decree = superior.submit(&above, &format!("{above}/setujui"), &[]).await;
        let decree = superior.get(decree.location()).await.expect(200);
        assert!(decree.text("main").contains("SK-LAPAS-MAKASSAR-2026-0001"));

        // The PPID signs the refusal; nothing reaches the applicant before the superior has approved it.
        let exemption = one.rsplit('/').next().expect("an id");
        let faulty = refuse(&ppid, &case, "").await.expect(422);
        assert_eq!(
            faulty.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#exemption_1")
        );
        let checked = refuse(&ppid, &case, exemption).await;
        let check = ppid.get(checked.location()).await.expect(200);
        assert!(check.text("main button").contains("Atasan PPID"));
        let send = format!("{case}/jawab/kirim");
        let form = check.form(&send);
        assert_eq!(ppid.post(&send, &form).await.location(), case);
        assert_eq!(status(&ppid, &case).await, "Menunggu persetujuan");
        assert_eq!(
            ppid.post(&send, &form).await.location(),
            case,
            "a second press does nothing more"
        );
        let applicant = app.anonymous().await;
        let link = format!("/lacak/{}", filed.token.expose());
        let waiting = applicant.get(&link).await.expect(200);
        assert!(!waiting.body.contains("Denah tidak dapat diberikan"));

        let approval = format!("/atasan/permohonan/{number}/persetujuan");
        let page = superior.get(&approval).await.expect(200);
        assert!(page.text(".tb-sheet").contains("Denah tidak dapat diberikan"));
        let why = page
            .attribute("main a[href$='/tenggat/jawaban']", "href")
            .expect("why that day");
        superior.get(&why).await.expect(200);
        assert!(
            page.text("main").contains("Titik buta diketahui"),
            "the whole file on one page"
        );
        let approve = format!("/atasan/permohonan/{number}/setujui");
        let form = page.form(&approve);
        superior.post(&approve, &form).await.expect(303);
        assert_eq!(status(&ppid, &case).await, "Ditolak");
        let twice = superior.post(&approve, &form).await;
        assert!(matches!(twice.status, 303 | 409), "{}", twice.status);

        // Notice, refusal decree and exemption decree go out together, in the name of the PPID who signed.
        let rows = letters::list_letters(app.ctx.db.read(), filed.id)
            .await
            .expect("letters");
        let kinds: Vec<_> = rows.iter().map(|row| row.kind.as_str()).collect();
        for kind in ["notice", "refusal", "exemption_decree"] {
            assert_eq!(kinds.iter().filter(|one| **one == kind).count(), 1, "{kinds:?}");
        }
        let answered = applicant.get(&link).await.expect(200);
        assert!(answered.body.contains("Denah tidak dapat diberikan"));
        for (kind, parts) in [
            ("refusal", ["17", "SK-LAPAS-MAKASSAR-2026-0001", "30 hari kerja"]),
            (
                "exemption_decree",
                ["UK-LAPAS-MAKASSAR-2026-0001", "Hasan Rekaan", "Keamanan terjaga"],
            ),
        ] {
            let id = rows.iter().find(|row| row.kind == kind).expect("a letter").id;
            let letter = applicant.get(&format!("{link}/surat/{id}")).await.expect(200);
            for part in parts.into_iter().chain(["Nama ppid", "Nama superior"]) {
                assert!(
                    letter.text("main").contains(part),
                    "{kind} lacks {part}: {}",
                    letter.text("main")
                );
            }
        }

        // The record of case and exemption holds.
        let auditor = app.auditor().await;
        let page = auditor
            .get(&format!("/auditor/permohonan/{number}"))
            .await
            .expect(200);
        assert!(page.text("main").contains("Utuh"), "{}", page.text("main"));
        let page = auditor
            .get(&one.replace("/petugas/", "/auditor/"))
            .await
            .expect(200);
        assert!(page.text("main").contains("Catatan utuh"));
        assert!(!page.has("main form[method=post]"));
    })
    .await;
}

#[rocket::async_test]
async fn whoever_signs_does_not_approve_and_a_superior_may_send_back() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let (number, case) = (&filed.registration_no, page_of(&filed.registration_no));
        let exemption = exempt(app, UNIT, false).await.id.to_string();
        let ppid = app.ppid(UNIT).await;
        complete(&ppid, &case).await;
        refuse(&ppid, &case, &exemption).await.expect(303);
        let send = format!("{case}/jawab/kirim");
        let check = ppid.get(&format!("{case}/jawab/periksa")).await.expect(200);
        ppid.post(&send, &check.form(&send)).await.expect(303);

        // The same person as superior: the law asks for two.
        app.also(ppid.user.expect("an account"), Role::Superior, UNIT)
            .await;
        let approve = format!("/atasan/permohonan/{number}/setujui");
        let approval = format!("/atasan/permohonan/{number}/persetujuan");
        let page = ppid.get(&approval).await.expect(200);
        assert!(page.has(".govuk-warning-text") && !page.has(&format!("form[action=\"{approve}\"]")));
        let back = format!("/atasan/permohonan/{number}/kembalikan");
        let own = ppid.post(&approve, &page.form(&back)).await.expect(409);
        assert_eq!(own.errors().len(), 1);
        assert_eq!(status(&ppid, &case).await, "Menunggu persetujuan");

        let superior = app.superior(UNIT).await;
        let silent = superior.submit(&approval, &back, &[]).await.expect(422);
        assert_eq!(silent.errors().len(), 1);
        superior
            .submit(&approval, &back, &[("reason", "Uji lagi dasarnya")])
            .await
            .expect(303);
        assert_eq!(status(&ppid, &case).await, "Penelaahan");
        let page = ppid.get(&case).await.expect(200);
        assert!(page.text("main").contains("Uji lagi dasarnya"));

        // Sent again, then taken back by the PPID.
        let again = ppid.get(&format!("{case}/jawab")).await.expect(200);
        assert!(
            again.text("#answer_1").contains("Denah tidak dapat diberikan"),
            "what was written is still there"
        );
        refuse(&ppid, &case, &exemption).await.expect(303);
        let check = ppid.get(&format!("{case}/jawab/periksa")).await.expect(200);
        ppid.post(&send, &check.form(&send)).await.expect(303);
        done(&ppid, &case, "tarik-usulan", &[]).await;
        assert_eq!(status(&ppid, &case).await, "Penelaahan");
        superior.get(&approval).await.expect(303);
        for other in [
            app.superior("rutan-makassar").await,
            app.ppid("rutan-makassar").await,
        ] {
            let status = other.get(&approval).await.status;
            assert!(matches!(status, 403 | 404), "{status}");
        }
    })
    .await;
}

/// Switching the decision after laying down a file must not hand the file out with the refusal.
#[rocket::async_test]
async fn a_file_does_not_go_out_with_what_stays_closed() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let case = page_of(&filed.registration_no);
        let (whole, part) = (exempt(app, UNIT, false).await, exempt(app, UNIT, true).await);
        let ppid = app.ppid(UNIT).await;
        complete(&ppid, &case).await;
        let action = format!("{case}/jawab");
        let mut form = ppid.get(&action).await.expect(200).form(&action);
        form.push(("tindakan".to_owned(), "simpan".to_owned()));
        let file = [("files[1]", "denah.txt", "text/plain", b"denah lengkap".as_slice())];
        ppid.upload(&action, &form, &file).await.expect(303);
        let refused = refuse(&ppid, &case, &whole.id.to_string()).await.expect(422);
        let target = |page: &Answer| page.attribute(".govuk-error-summary a", "href");
        assert_eq!(target(&refused).as_deref(), Some("#files[1]"));

        // Given in part, somebody has to say that it is the redacted copy.
        let part = part.id.to_string();
        let typed = [
            ("outcome_1", "granted_partial"),
            ("answer_1", "Sebagian"),
            ("exemption_1", part.as_str()),
            ("redactions_1", "Letak kamera"),
            ("promised_on_day", "1"),
            ("promised_on_month", "12"),
            ("promised_on_year", "2026"),
            ("tindakan", "periksa"),
        ];
        let form = ppid.get(&action).await.expect(200).form(&action);
        let unsure = ppid.resubmit(form.clone(), &action, &typed).await.expect(422);
        assert_eq!(target(&unsure).as_deref(), Some("#redacted_1"));
        let sure = [&typed[..], &[("redacted_1", "ya")]].concat();
        ppid.resubmit(form, &action, &sure).await.expect(303);
        let check = ppid.get(&format!("{action}/periksa")).await.expect(200);
        let send = format!("{action}/kirim");
        ppid.post(&send, &check.form(&send)).await.expect(303);
        let waiting = ppid.get(&format!("{case}/usulan")).await.expect(200);
        assert!(waiting.text("main").contains("Letak kamera") && !waiting.has("main form[method=post]"));
        let file = waiting
            .attribute("a[href*='/usulan/berkas/']", "href")
            .expect("a file");
        ppid.get(&file).await.expect(200);
        app.officer("rutan-makassar").await.get(&file).await.expect(404);
    })
    .await;
}

/// Somebody changes the stored answer while it waits: it does not go out in the name of the PPID.
#[rocket::async_test]
async fn an_answer_that_was_altered_is_not_let_go() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let officer = app.officer(UNIT).await;
        complete(&officer, &page_of(&filed.registration_no)).await;
        let key = CaseKey::Id(filed.id);
        let version = propose_closing(app, UNIT, &key, refusal(), Vec::new()).await;
        app.tamper("UPDATE answer_proposals SET content = replace(content, 'Tidak', 'Boleh')")
            .await;
        let superior = viewer(app, Role::Superior, UNIT).await;
        let done = approve_answer(&app.ctx, &superior, &key, version).await;
        assert!(
            matches!(done, Err(ServiceError::Denied(Denial::ProposalAltered))),
            "{done:?}"
        );
        let rows = letters::list_letters(app.ctx.db.read(), filed.id)
            .await
            .expect("letters");
        assert!(rows.iter().all(|row| row.kind != "notice"));
    })
    .await;
}

#[rocket::async_test]
async fn exempt_information_stays_in_its_unit() {
    on_each_engine(async |app| {
        let used = exempt(app, UNIT, true).await;
        for (person, own) in [
            (app.officer("rutan-makassar").await, "/petugas"),
            (app.ppid("rutan-makassar").await, "/petugas"),
            (app.superior("rutan-makassar").await, "/atasan"),
        ] {
            person
                .get(&format!("{own}/pengecualian/{}", used.id))
                .await
                .expect(404);
            let list = person
                .get(&format!("{own}/pengecualian?tab=berlaku"))
                .await
                .expect(200);
            assert_eq!(list.texts("tbody th").len(), 0);
        }
        // Another unit cannot rest on it either.
        let filed = CaseBuilder::new().unit("rutan-makassar").file(app).await;
        let ppid = app.ppid("rutan-makassar").await;
        let case = page_of(&filed.registration_no);
        complete(&ppid, &case).await;
        let refused = refuse(&ppid, &case, &used.id.to_string()).await.expect(422);
        assert_eq!(
            refused.attribute(".govuk-error-summary a", "href").as_deref(),
            Some("#exemption_1")
        );
        let admin = app.admin().await;
        for path in [
            "/petugas/pengecualian",
            "/atasan/pengecualian",
            "/auditor/pengecualian",
        ] {
            admin.get(path).await.expect(403);
        }
    })
    .await;
}

/// A sheet may not be changed behind the back of whoever signs it.
#[rocket::async_test]
async fn a_sheet_that_changed_is_not_signed_unseen() {
    on_each_engine(async |app| {
        let ppid = app.ppid(UNIT).await;
        let officer = app.officer(UNIT).await;
        let saved = written(&officer, "/petugas/pengecualian/baru", &SHEET).await;
        let one = saved.location().to_owned();
        let seen = ppid.get(&one).await.expect(200);
        let edit = format!("{one}/ubah");
        let form = officer.get(&edit).await.expect(200).form(&edit);
        officer
            .resubmit(form.clone(), &edit, &[("information", "Denah seluruh blok")])
            .await
            .expect(303);
        let sign = format!("{one}/tanda-tangan");
        let stale = ppid.post(&sign, &seen.form(&sign)).await.expect(409);
        assert_eq!(stale.errors().len(), 1);
        assert!(
            stale.text("main").contains("Denah seluruh blok"),
            "what stands there now is shown"
        );
        let late = officer
            .resubmit(form, &edit, &[("information", "Denah lama")])
            .await
            .expect(409);
        assert!(
            late.text("#information").contains("Denah lama"),
            "nothing typed is lost"
        );
    })
    .await;
}

/// PP 61/2010 Ps 11(3): the end is the end, whether or not the portal was awake, and noting it changes no answer.
#[rocket::async_test]
async fn exempt_information_opens_by_itself() {
    on_each_engine(async |app| {
        let used = exempt(app, UNIT, false).await;
        let ppid = viewer(app, Role::Ppid, UNIT).await;
        app.clock.advance(Duration::days(400));
        let roles = [Role::Ppid];
        let file = open(&app.ctx, &ppid, &roles, used.id)
            .await
            .expect("an exemption");
        assert_eq!(file.status(), exemption::Status::Opened, "without any job");
        assert_eq!(file.state.status, exemption::Status::InForce);

        let filed = CaseBuilder::new().file(app).await;
        let person = app.ppid(UNIT).await;
        let case = page_of(&filed.registration_no);
        complete(&person, &case).await;
        let page = person.get(&format!("{case}/jawab")).await.expect(200);
        assert!(!page.body.contains(&used.id.to_string()), "it is offered no more");

        assert_eq!(expire(&app.ctx).await.expect("a round"), 1);
        assert_eq!(expire(&app.ctx).await.expect("a second round"), 0);
        let row =
            exemptions::get_exemption(app.ctx.db.read(), &terbuka::persistence::UnitScope::All, used.id)
                .await
                .expect("a row");
        assert_eq!(row.status, "opened");
        assert_eq!(row.opened_on, row.ends_on.next_day());
        let auditor = app.auditor().await;
        let page = auditor
            .get(&format!("/auditor/pengecualian/{}", used.id))
            .await
            .expect(200);
        assert!(page.text("main").contains("Catatan utuh"));
    })
    .await;
}

/// An answer that waits while its decree ends is not let go: the superior is told why.
#[rocket::async_test]
async fn a_decree_that_ended_while_the_answer_waited_closes_nothing() {
    on_each_engine(async |app| {
        let today = app.ctx.today(app.ctx.zone());
        let mut short = sheet(today, false);
        short.ends_on = today + Duration::days(1);
        let id = decreed(app, UNIT, &short).await;
        let filed = CaseBuilder::new().file(app).await;
        let case = page_of(&filed.registration_no);
        let person = app.ppid(UNIT).await;
        complete(&person, &case).await;
        refuse(&person, &case, &id.to_string()).await.expect(303);
        let send = format!("{case}/jawab/kirim");
        let check = person.get(&format!("{case}/jawab/periksa")).await.expect(200);
        person.post(&send, &check.form(&send)).await.expect(303);

        app.clock.set(datetime!(2026-11-27 09:00 +8));
        let above = app.superior(UNIT).await;
        let approval = format!("/atasan/permohonan/{}/persetujuan", filed.registration_no);
        let approve = format!("/atasan/permohonan/{}/setujui", filed.registration_no);
        let late = above.submit(&approval, &approve, &[]).await.expect(409);
        assert!(late.errors()[0].contains("tidak berlaku"), "{:?}", late.errors());
        let again = app.ppid(UNIT).await;
        assert_eq!(status(&again, &case).await, "Menunggu persetujuan");
    })
    .await;
}

#[rocket::async_test]
async fn two_approvals_at_once_send_one_notice() {
    on_each_engine(async |app| {
        let filed = CaseBuilder::new().file(app).await;
        let officer = app.officer(UNIT).await;
        complete(&officer, &page_of(&filed.registration_no)).await;
        let key = CaseKey::Id(filed.id);
        let version = propose_closing(app, UNIT, &key, refusal(), Vec::new()).await;
        let superior = viewer(app, Role::Superior, UNIT).await;
        let at_once = (0..8).map(|_| approve_answer(&app.ctx, &superior, &key, version));
        let done = futures::future::join_all(at_once).await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
        let rows = letters::list_letters(app.ctx.db.read(), filed.id)
            .await
            .expect("letters");
        assert_eq!(rows.iter().filter(|row| row.kind == "notice").count(), 1);
    })
    .await;
}
