//! The queue: what is due first is on top, in words.

use time::macros::datetime;

use super::desk::{UNIT, complete, done, page_of};
use crate::support::{CaseBuilder, on_each_engine};

#[rocket::async_test]
async fn what_is_due_first_stands_on_top_and_says_so_in_words() {
    on_each_engine(async |app| {
        app.clock.set(datetime!(2026-11-10 10:00 +8));
        let old = CaseBuilder::new().file(app).await.registration_no;
        app.clock.set(datetime!(2026-11-24 10:00 +8));
        let new = CaseBuilder::new()
            .with(|form| form.subject = "Kapasitas & hunian".into())
            .file(app)
            .await
            .registration_no;
        let officer = app.officer(UNIT).await;
        let queue = officer.get("/petugas").await.expect(200);
        assert_eq!(queue.texts("tbody th"), [old.as_str(), new.as_str()]);
        let left = queue.texts("tbody td[data-label=\"Jatuh tempo\"]");
        assert!(left[0].contains("Terlewat: terlambat"), "{left:?}");
        assert!(left[1].contains("hari kerja lagi"), "{left:?}");
        assert!(
            queue.has("tbody td .tb-badge svg"),
            "an icon stands beside the words"
        );
        assert!(left[1].contains("27 Nov 2026"), "{left:?}");
        let case = officer.get(&page_of(&new)).await.expect(200).text(".tb-badges");
        assert!(
            case.contains("3 hari kerja lagi") && case.contains("Jatuh tempo Jumat, 27 November 2026"),
            "the case names the day that its queue names: {case}"
        );
        assert!(
            !queue.has("thead th:nth-child(5)"),
            "one unit needs no column for it"
        );

        let numbers = async |address: &str| officer.get(address).await.expect(200).texts("tbody th");
        assert_eq!(numbers("/petugas?tab=terlambat").await, [old.as_str()]);
        assert_eq!(numbers("/petugas?tab=baru").await, [old.as_str(), new.as_str()]);
        assert_eq!(numbers("/petugas?tab=dikerjakan").await, Vec::<String>::new());
        assert_eq!(
            numbers("/petugas?tab=semua&cari=kapasitas%20%26").await,
            [new.as_str()]
        );
        let nothing = officer.get("/petugas?tab=baru&cari=100%25").await.expect(200);
        assert_eq!(nothing.texts("tbody th"), Vec::<String>::new());
        assert!(
            nothing.has("form[role=search] a[href='/petugas?tab=baru']"),
            "a search can be cleared"
        );
        complete(&officer, &page_of(&new)).await;
        assert_eq!(numbers("/petugas?tab=dikerjakan").await, [new.as_str()]);
        done(
            &officer,
            &page_of(&new),
            "cabut",
            &[("reason", "Surat 24 November")],
        )
        .await;
        assert_eq!(numbers("/petugas?tab=selesai").await, [new.as_str()]);
        assert_eq!(numbers("/petugas?tab=bukan-bagian").await.len(), 2);
        let english = officer.get("/petugas?lang=en").await.expect(200);
        assert_eq!(english.text("h1"), "Queue of requests");
    })
    .await;
}

#[rocket::async_test]
async fn a_long_queue_is_walked_page_by_page() {
    on_each_engine(async |app| {
        for _ in 0..27 {
            CaseBuilder::new().file(app).await;
        }
        let officer = app.officer(UNIT).await;
        let first = officer.get("/petugas").await.expect(200);
        assert_eq!(first.texts("tbody th").len(), 25);
        let next = first.attribute("a[rel=next]", "href").expect("a next page");
        let second = officer.get(&next).await.expect(200);
        assert_eq!(second.texts("tbody th").len(), 2);
        assert!(!second.has("a[rel=next]"));
        assert!(second.has(".govuk-pagination__prev a[href=\"/petugas?tab=semua\"]"));
        let lost = officer.get("/petugas?sesudah=omong-kosong").await.expect(200);
        assert_eq!(lost.texts("tbody th").len(), 25);
    })
    .await;
}

#[rocket::async_test]
async fn an_office_sees_its_own_cases_only() {
    on_each_engine(async |app| {
        CaseBuilder::new().file(app).await;
        let other = app.officer("rutan-makassar").await;
        let queue = other.get("/petugas").await.expect(200);
        assert_eq!(queue.texts("tbody th").len(), 0);
        assert!(
            queue
                .text(".govuk-inset-text")
                .starts_with("Tidak ada permohonan")
        );
    })
    .await;
}
