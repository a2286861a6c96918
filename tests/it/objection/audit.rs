//! The register and the figures: every number opens exactly its objections, nothing says who objects, and a change is found.

use terbuka::domain::actor::{Appointment, Role, Viewer};
use terbuka::domain::ids::{AppointmentId, UnitId};
use terbuka::persistence::users;
use terbuka::services::audit::Finding;
use terbuka::services::objections::{ObjectionFigure, check_objection, for_auditor};
use time::Duration;

use super::{UNIT, file_of, object_to_silence, silent};
use crate::support::{TestApp, on_each_engine};

/// An auditor of the whole body.
pub async fn auditor(app: &TestApp) -> Viewer {
    let (user, _) = app.account(Role::Auditor, None).await;
    let held = users::list_appointments(app.ctx.db.read(), user.0)
        .await
        .expect("appointments");
    let appointments = held.into_iter().map(|row| Appointment {
        id: AppointmentId(row.id),
        role: Role::Auditor,
        unit: row.unit_id.map(UnitId),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
    });
    Viewer::Staff {
        user,
        appointments: appointments.collect(),
    }
}

#[rocket::async_test]
async fn every_figure_opens_exactly_its_objections() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let first = silent(app).await;
        let own = object_to_silence(&citizen, &first).await;
        let number = file_of(app, &own).await.objection.number().to_owned();
        let superior = app.superior(UNIT).await;
        let answer = format!("/atasan/keberatan/{number}/putusan");
        let preview = superior
            .submit(&answer, &answer, &[("ruling_c", "upheld"), ("text_c", "Benar.")])
            .await;
        let preview = superior.get(preview.location()).await.expect(200);
        let send = format!("{answer}/kirim");
        superior
            .resubmit(preview.form(&send), &send, &[])
            .await
            .expect(303);
        let second = silent(app).await;
        let waiting = object_to_silence(&citizen, &second).await;
        app.clock.advance(Duration::days(60));

        let person = app.auditor().await;
        let page = person.get("/auditor/keberatan").await.expect(200);
        assert_eq!(page.texts("tbody th a.tb-code").len(), 2);
        let expected = [
            ("received", 2),
            ("not_responded", 2),
            ("refused_as_exempt", 0),
            ("statute_due", 2),
            ("statute_in_time", 1),
            ("regulation_in_time", 1),
            ("lapsed", 1),
            ("upheld", 1),
            ("rejected", 0),
            ("execution_due", 0),
        ];
        for (code, count) in expected {
            let list = person
                .get(&format!("/auditor/keberatan?angka={code}"))
                .await
                .expect(200);
            assert_eq!(list.texts("tbody th a.tb-code").len(), count, "{code}");
        }
        let viewer = auditor(app).await;
        let totals = terbuka::services::objections::figures(&app.ctx, &viewer, None)
            .await
            .expect("figures")
            .total;
        for figure in ObjectionFigure::all() {
            let list = person
                .get(&format!("/auditor/keberatan?angka={}", figure.code()))
                .await
                .expect(200);
            let listed = i64::try_from(list.texts("tbody th a.tb-code").len()).expect("few");
            assert_eq!(totals[figure.code()], listed, "{}", figure.code());
        }
        person.get("/auditor/keberatan?angka=entah").await.expect(404);

        // Everyone reads the same numbers, of all units or of one, and finds them in the file.
        let anyone = app.anonymous().await;
        let public = anyone.get("/kepatuhan?tahun=semua").await.expect(200);
        let elsewhere = anyone.get("/kepatuhan?tahun=semua&unit=kanwil-sulsel").await;
        elsewhere.expect(404);
        let own = anyone
            .get(&format!("/kepatuhan?tahun=semua&unit={UNIT}"))
            .await
            .expect(200);
        let csv = anyone.get("/kepatuhan.csv?tahun=semua").await.expect(200);
        let sum: Vec<&str> = csv.body.lines().last().expect("a sum").split(',').collect();
        let head: Vec<&str> = csv.body.lines().next().expect("a head").split(',').collect();
        for figure in ObjectionFigure::all() {
            let count = totals[figure.code()].to_string();
            let line = format!("[data-figure=objections_{}] strong", figure.code());
            for page in [&public, &own] {
                assert_eq!(page.text(&line), count, "{}", figure.code());
            }
            let column = head
                .iter()
                .position(|name| *name == format!("objections_{}", figure.code()));
            assert_eq!(sum[column.expect("a column")], count, "{}", figure.code());
        }
        let before = public.header("ETag").map(str::to_owned);
        let withdraw = format!("{waiting}/cabut");
        citizen.submit(&withdraw, &withdraw, &[]).await.expect(303);
        let after = anyone.get("/kepatuhan?tahun=semua").await.expect(200);
        assert_ne!(after.header("ETag").map(str::to_owned), before);
        assert_eq!(after.text("[data-figure=objections_withdrawn] strong"), "1");
        let csv = person.get("/auditor/keberatan.csv").await.expect(200);
        assert_eq!(csv.body.lines().count(), 3);
        for page in [
            &page.body,
            &csv.body,
            &person
                .get(&format!("/auditor/keberatan/{number}"))
                .await
                .expect(200)
                .body,
        ] {
            for secret in ["Andi Baso", "081234567890", "andi.baso", "tidak ada jawaban"] {
                assert!(!page.contains(secret), "{secret}");
            }
        }
        person
            .get(&format!("/auditor/keberatan/{number}/tenggat/D12"))
            .await
            .expect(200);
    })
    .await;
}

#[rocket::async_test]
async fn a_changed_word_or_day_is_found() {
    on_each_engine(async |app| {
        let citizen = app.anonymous().await;
        let filed = silent(app).await;
        let own = object_to_silence(&citizen, &filed).await;
        let number = file_of(app, &own).await.objection.number().to_owned();
        let viewer = auditor(app).await;
        let whole = for_auditor(&app.ctx, &viewer, &number).await.expect("a file");
        assert!(
            check_objection(&app.ctx, &whole)
                .await
                .expect("a check")
                .findings
                .is_empty()
        );
        let mut changed = whole.clone();
        changed.objection.row.reason = "Sesuatu yang lain".to_owned();
        let found = check_objection(&app.ctx, &changed)
            .await
            .expect("a check")
            .findings;
        assert!(
            matches!(found[..], [Finding::Content { seq: 2, .. }]),
            "{found:?}"
        );
        let mut moved = whole.clone();
        moved.objection.row.statute_due_on =
            moved.objection.row.statute_due_on.and_then(time::Date::next_day);
        let found = check_objection(&app.ctx, &moved).await.expect("a check").findings;
        assert_eq!(found, [Finding::Case]);
        let mut longer = whole.clone();
        longer.letters[0].content.push(' ');
        let found = check_objection(&app.ctx, &longer)
            .await
            .expect("a check")
            .findings;
        assert!(matches!(found[..], [Finding::Content { .. }]), "{found:?}");
    })
    .await;
}
