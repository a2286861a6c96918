//! The superior reads, and is told what is still to come.

use time::macros::datetime;

use super::desk::{UNIT, done, page_of};
use crate::support::{CaseBuilder, on_each_engine};

#[rocket::async_test]
async fn a_superior_reads_the_cases_of_the_unit() {
    on_each_engine(async |app| {
        app.clock.set(datetime!(2026-11-02 10:00 +8));
        let late = CaseBuilder::new().file(app).await.registration_no;
        app.clock.set(datetime!(2026-11-24 10:00 +8));
        let new = CaseBuilder::new().file(app).await.registration_no;
        let gone = CaseBuilder::new().file(app).await.registration_no;
        let officer = app.officer(UNIT).await;
        done(&officer, &page_of(&gone), "cabut", &[("reason", "Surat")]).await;

        let superior = app.superior(UNIT).await;
        let queue = superior.get("/atasan").await.expect(200);
        assert_eq!(queue.texts("tbody th"), [late.as_str(), new.as_str()]);
        let all = superior.get("/atasan?tab=semua").await.expect(200);
        assert_eq!(all.texts("tbody th").len(), 3);
        let case = format!("/atasan/permohonan/{late}");
        let page = superior.get(&case).await.expect(200);
        assert!(
            page.text("section[aria-labelledby=langkah]")
                .contains("memutus keberatan")
        );
        assert!(!page.has("main form"));
        assert!(page.body.contains("Andi Baso Contoh"));
        let letter = page.attribute("a[href*=\"/surat/\"]", "href").expect("a letter");
        assert!(letter.starts_with(&case));
        superior.get(&letter).await.expect(200);
        superior.get(&format!("{case}/tenggat/D05")).await.expect(200);
        let english = superior.get(&format!("{case}?lang=en")).await.expect(200);
        assert!(
            english
                .text("section[aria-labelledby=langkah]")
                .contains("deciding objections")
        );

        let other = app.superior("rutan-makassar").await;
        other.get(&case).await.expect(404);
        assert_eq!(other.get("/atasan").await.expect(200).texts("tbody th").len(), 0);
    })
    .await;
}
