//! Who should not see it does not, and what should not happen twice does not.

use terbuka::domain::objection::Ground;
use terbuka::persistence::objections;
use terbuka::services::requests::CaseKey;
use time::Duration;

use super::{UNIT, case_page, file_of, object_to_silence, silent};
use crate::support::{CaseBuilder, on_each_engine};

#[rocket::async_test]
async fn strangers_find_nothing_and_a_double_press_files_once() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        let (one, other) = (app.anonymous().await, app.anonymous().await);
        let action = format!("{}/keberatan", case_page(&filed));
        // The same form at the same moment, from two windows of one browser.
        let form = one.get(&action).await.expect(200).form(&action);
        let typed = [("grounds", "not_responded"), ("reason", "Tidak dijawab.")];
        let first = one.resubmit(form.clone(), &action, &typed).await;
        let second = one.resubmit(form, &action, &typed).await;
        assert_eq!(first.location(), second.location());
        let own = first.location().to_owned();
        let filed_here = objections::list_objections(app.ctx.db.read(), filed.id)
            .await
            .expect("rows");
        assert_eq!(filed_here.len(), 1);

        // Two forms at the same moment: one ground is taken once.
        let third = CaseBuilder::new().file(app).await;
        app.clock.advance(Duration::days(30));
        let there = format!("{}/keberatan", case_page(&third));
        let forms = (
            one.get(&there).await.expect(200).form(&there),
            other.get(&there).await.expect(200).form(&there),
        );
        let (a, b) = futures::join!(
            one.resubmit(forms.0, &there, &typed),
            other.resubmit(forms.1, &there, &typed)
        );
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 422]);
        let rows = objections::list_objections(app.ctx.db.read(), third.id)
            .await
            .expect("rows");
        assert_eq!(rows.len(), 1);
        let numbers: Vec<_> = rows.iter().map(|row| (row.reg_year, row.reg_seq)).collect();
        assert_eq!(numbers.len(), 1);

        let number = file_of(app, &own).await.objection.number().to_owned();
        let elsewhere = app.superior("rutan-makassar").await;
        for page in ["", "/putusan", "/tenggat/D12", "/minta-kelengkapan"] {
            elsewhere
                .get(&format!("/atasan/keberatan/{number}{page}"))
                .await
                .expect(404);
        }
        assert!(
            !elsewhere
                .get("/atasan/keberatan?tab=semua")
                .await
                .expect(200)
                .has("tbody tr")
        );
        let officer = app.officer("rutan-makassar").await;
        officer
            .get(&format!("/petugas/keberatan/{number}"))
            .await
            .expect(404);
        let citizen = app.citizen().await;
        citizen
            .get(&format!("/atasan/keberatan/{number}"))
            .await
            .expect(403);
        other.get(&format!("/keberatan/{number}")).await.expect(404);
        let admin = app.admin().await;
        admin
            .get(&format!("/auditor/keberatan/{number}"))
            .await
            .expect(403);
        // Nor does the citizen's own form take a ground that the case does not offer.
        let forged = [("grounds", "refused_as_exempt"), ("reason", "x")];
        one.submit(&there, &there, &forged).await.expect(422);
    })
    .await;
}

#[rocket::async_test]
async fn one_that_comes_late_is_received_and_says_so() {
    on_each_engine(async |app| {
        let filed = silent(app).await;
        app.clock.advance(Duration::days(120));
        let citizen = app.anonymous().await;
        let form = citizen
            .get(&format!("{}/keberatan", case_page(&filed)))
            .await
            .expect(200);
        assert!(form.body.contains("Keberatan tetap diterima"));
        let own = object_to_silence(&citizen, &filed).await;
        let file = file_of(app, &own).await;
        assert_eq!(file.objection.state.possibly_late, [Ground::NotResponded]);
        assert!(
            citizen
                .get(&own)
                .await
                .expect(200)
                .body
                .contains("Mungkin terlambat")
        );

        // While it waits, the case is not closed: the time to object is not over, and whoever objects accepts nothing.
        let office = crate::support::Office::open(app, UNIT).await;
        office
            .answer(
                &filed.registration_no,
                terbuka::domain::request::Outcome::NotHeld,
                "Tidak.",
                None,
            )
            .await;
        app.clock.advance(Duration::days(120));
        for basis in [
            terbuka::domain::request::CloseBasis::ObjectionTimeOver,
            terbuka::domain::request::CloseBasis::ApplicantAccepts("Lewat telepon.".into()),
        ] {
            let step = terbuka::services::requests::Step {
                key: CaseKey::Id(filed.id),
                by: terbuka::services::requests::By::Staff(&office.viewer),
                seen_version: None,
                command: terbuka::domain::request::Command::Close(basis),
                files: Vec::new(),
            };
            let denied = terbuka::services::requests::take(&app.ctx, step)
                .await
                .expect_err("still open");
            assert!(denied.to_string().contains("objection_open"), "{denied}");
        }
        // Silence of the superior is derived, not stored; both roads are told.
        let page = citizen.get(&own).await.expect(200);
        assert!(page.body.contains("Waktu tanggapan sudah lewat"));
        assert!(
            page.text("main")
                .contains("Karena keberatan tidak ditanggapi pada waktunya")
        );
        assert_eq!(
            file_of(app, &own).await.objection.row.status.as_deref(),
            Some("registered")
        );
    })
    .await;
}
