//! What anyone finds: published answers and nothing else, in both languages, and only as long as they are public.

use rocket::http::Header;
use terbuka::domain::request::Outcome;
use time::Duration;

use crate::support::{Answer, CaseBuilder, Office, Person, TestApp, docx, on_each_engine};

const SECRET_SUBJECT: &str = "Zirkonium belum dipublikasikan";

/// A published case whose attached document speaks of something its texts do not.
async fn published(app: &TestApp, office: &Office<'_>) -> String {
    let filed = CaseBuilder::new().file(app).await;
    let number = filed.registration_no;
    let file = docx("Tabel kandungan selenium dalam beras");
    office
        .answer(
            &number,
            Outcome::GrantedFull,
            "Realisasi 92 persen; rincian terlampir.",
            Some(("rincian.docx", &file)),
        )
        .await;
    office.close(&number).await;
    office.publish(&number).await;
    number
}

async fn found(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/permohonan?{query}")).await.expect(200);
    page.texts("main ol h2")
}

#[rocket::async_test]
async fn a_published_answer_is_found_by_its_words_and_those_of_its_files() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let number = published(app, &office).await;
        let person = app.anonymous().await;
        for query in [
            "",
            "kata=anggaran",
            "kata=realisasinya",
            "kata=selenium",
            "kata=kandung",
            "unit=lapas-makassar",
            "hasil=granted_full",
            "tahun=2026",
            "kata=selenium&unit=lapas-makassar&hasil=granted_full&tahun=2026",
        ] {
            assert_eq!(found(&person, query).await, ["Anggaran bahan makanan"], "{query}");
        }
        for query in [
            "kata=zirkonium",
            "kata=%2a%22",
            "unit=rutan-makassar",
            "unit=tidak-ada",
            "hasil=refused",
            "tahun=2025",
        ] {
            let page = person.get(&format!("/permohonan?{query}")).await.expect(200);
            assert!(page.texts("main ol h2").is_empty(), "{query}");
            assert!(
                page.has("a[href=\"/permohonan/baru\"]"),
                "no advice after {query}"
            );
        }

        let page = person.get(&format!("/permohonan/{number}")).await.expect(200);
        assert_eq!(page.text("h1"), "Anggaran bahan makanan");
        assert!(page.body.contains("Realisasi 92 persen"));
        for private in [
            "Andi Baso",
            "7371011203900001",
            "081234567890",
            "andi.baso",
            "Veteran",
        ] {
            assert!(!page.body.contains(private), "the page shows {private}");
        }
        let href = page
            .attribute("main a[href*=\"/berkas/\"]", "href")
            .expect("a file");
        let file = person.get(&href).await.expect(200);
        assert!(
            file.header("Content-Disposition")
                .unwrap()
                .starts_with("attachment")
        );
        assert_eq!(file.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(
            page.header("X-Robots-Tag"),
            None,
            "published answers may be indexed"
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_is_taken_back_is_gone_everywhere() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let number = published(app, &office).await;
        let open = CaseBuilder::new().with(|form| form.subject = SECRET_SUBJECT.to_owned());
        let open = open.file(app).await.registration_no;
        let person = app.anonymous().await;
        let page = person.get(&format!("/permohonan/{number}")).await.expect(200);
        let file = page
            .attribute("main a[href*=\"/berkas/\"]", "href")
            .expect("a file");
        let etag = page.header("ETag").expect("a version").to_owned();
        office.unpublish(&number).await;

        let unknown = person
            .get("/permohonan/LAPAS-MAKASSAR-2026-9999")
            .await
            .expect(404);
        for path in [
            format!("/permohonan/{number}"),
            format!("/permohonan/{open}"),
            file,
            format!("/permohonan/{}", number.to_lowercase()),
        ] {
            let answer = person.get(&path).await.expect(404);
            assert_eq!(anonymous(&answer), anonymous(&unknown), "{path}");
        }
        let again = person
            .client
            .get(format!("/permohonan/{number}"))
            .header(Header::new("If-None-Match", etag));
        person.send(again).await.expect(404);

        let everywhere = [
            "/",
            "/permohonan",
            "/permohonan?kata=selenium",
            "/permohonan?kata=zirkonium",
            "/unit/lapas-makassar",
            "/kepatuhan",
            "/kepatuhan?unit=lapas-makassar",
            "/kepatuhan.csv",
        ];
        for path in everywhere {
            let page = person.get(path).await.expect(200);
            for private in [
                SECRET_SUBJECT,
                "Anggaran bahan makanan",
                &number,
                &open,
                "Andi Baso",
            ] {
                assert!(!page.body.contains(private), "{path} shows {private}");
            }
        }
    })
    .await;
}

/// A page without what differs from one request to the next.
fn anonymous(page: &Answer) -> String {
    let text = page.texts("main").join(" ");
    format!("{} {text}", page.status)
}

#[rocket::async_test]
async fn an_unchanged_page_is_not_sent_again() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let number = published(app, &office).await;
        let person = app.anonymous().await;
        let answer = format!("/permohonan/{number}");
        for path in [
            "/",
            "/permohonan",
            &answer,
            "/unit",
            "/unit/lapas-makassar",
            "/kepatuhan",
            "/bantuan",
        ] {
            let page = person.get(path).await.expect(200);
            let etag = page
                .header("ETag")
                .unwrap_or_else(|| panic!("{path} has no version"))
                .to_owned();
            assert_eq!(page.header("Cache-Control"), Some("public, no-cache"), "{path}");
            let again = person
                .client
                .get(path)
                .header(Header::new("If-None-Match", etag.clone()));
            person.send(again).await.expect(304);
            let english = person.client.get(path).header(Header::new("If-None-Match", etag));
            let english = english.header(Header::new("Cookie", "__Host-lang=en; lang=en"));
            assert_ne!(person.send(english).await.status, 500);
        }
        let before = person.get("/kepatuhan").await.header("ETag").map(str::to_owned);
        CaseBuilder::new().file(app).await;
        let after = person.get("/kepatuhan").await.header("ETag").map(str::to_owned);
        assert_ne!(before, after, "a new case changes the figures");
    })
    .await;
}

#[rocket::async_test]
async fn the_list_is_walked_once_through_all_answers() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let mut expected = Vec::new();
        for number in 1..=23 {
            let subject = format!("Pertanyaan ke-{number}");
            let filed = CaseBuilder::new()
                .with(|form| form.subject = subject.clone())
                .file(app)
                .await;
            office
                .answer(
                    &filed.registration_no,
                    Outcome::NotHeld,
                    "Tidak kami kuasai.",
                    None,
                )
                .await;
            let accepts = terbuka::domain::request::CloseBasis::ApplicantAccepts("Lewat surel".to_owned());
            let close = terbuka::domain::request::Command::Close(accepts);
            office.step(&filed.registration_no, close, Vec::new()).await;
            office.publish(&filed.registration_no).await;
            expected.insert(0, subject);
        }
        let person = app.anonymous().await;
        let mut seen = Vec::new();
        let mut next = Some("/permohonan?kata=pertanyaan".to_owned());
        while let Some(path) = next {
            let page = person.get(&path).await.expect(200);
            seen.extend(page.texts("main ol h2"));
            next = page.attribute("a[rel=next]", "href");
        }
        assert_eq!(seen, expected);
    })
    .await;
}

#[rocket::async_test]
async fn units_are_found_and_say_what_is_known() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let all = person.get("/unit").await.expect(200).texts("main tbody tr");
        assert!(all.len() >= 3, "{all:?}");
        let some = person.get("/unit?kata=makassar&jenis=lapas").await.expect(200);
        assert_eq!(some.texts("main tbody th").len(), 1);
        assert_eq!(
            some.attribute("main tbody a", "href").as_deref(),
            Some("/unit/lapas-makassar")
        );
        person
            .get("/unit?kata=tidakada")
            .await
            .expect(200)
            .text("main h2");
        person.get("/unit/tidak-ada").await.expect(404);
        let page = person.get("/unit/lapas-makassar").await.expect(200);
        assert!(page.has("a[href=\"/permohonan/baru?unit=lapas-makassar\"]"));
        assert!(
            !page.body.contains("119.4"),
            "town-level coordinates are no address"
        );
    })
    .await;
}

#[rocket::async_test]
async fn figures_add_up_and_say_of_how_many() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let answered = CaseBuilder::new().file(app).await.registration_no;
        CaseBuilder::new().file(app).await;
        CaseBuilder::new().unit("rutan-makassar").file(app).await;
        office
            .answer(&answered, Outcome::GrantedFull, "Terlampir.", None)
            .await;
        app.clock.advance(Duration::days(60));
        let person = app.anonymous().await;
        let page = person.get("/kepatuhan?tahun=2026").await.expect(200);
        let figure = |code: &str| page.text(&format!("[data-figure={code}]"));
        assert!(figure("received").starts_with("3 "), "{}", figure("received"));
        for (code, share) in [("answered_in_time", "1 dari 3"), ("never_answered", "2 dari 3")] {
            assert!(figure(code).contains(share), "{}", figure(code));
        }
        assert!(figure("answered_in_time").contains("M02"));
        let one = person
            .get("/kepatuhan?tahun=2026&unit=rutan-makassar")
            .await
            .expect(200);
        assert!(one.text("[data-figure=received]").starts_with("1 "));
        person.get("/kepatuhan?tahun=1999").await.expect(404);
        person.get("/kepatuhan?tahun=semua").await.expect(200);
        person.get("/kepatuhan?unit=tidak-ada").await.expect(404);
        let csv = person.get("/kepatuhan.csv?tahun=2026").await.expect(200);
        assert_eq!(
            csv.header("Content-Type"),
            Some("text/csv; charset=utf-8; header=present")
        );
        let lines: Vec<&str> = csv.body.split("\r\n").collect();
        assert!(lines[0].starts_with("year,as_of,unit,name,received,due,"));
        assert!(
            lines
                .iter()
                .any(|line| line.starts_with("2026,2027-01-23,,,3,3,1,")),
            "{lines:?}"
        );
    })
    .await;
}

#[rocket::async_test]
async fn every_public_page_speaks_both_languages_and_stays_small() {
    on_each_engine(async |app| {
        let office = Office::open(app, "lapas-makassar").await;
        let number = published(app, &office).await;
        let person = app.anonymous().await;
        let answer = format!("/permohonan/{number}");
        let pages = [
            "/",
            "/permohonan",
            &answer,
            "/unit",
            "/unit/lapas-makassar",
            "/unit/kanwil-sulsel",
            "/kepatuhan",
            "/bantuan",
            "/privasi",
            "/aksesibilitas",
        ];
        for path in pages {
            let mut titles = Vec::new();
            for lang in ["id", "en"] {
                let page = person.get(&format!("{path}?lang={lang}")).await.expect(200);
                assert_eq!(page.attribute("html", "lang").as_deref(), Some(lang), "{path}");
                assert_eq!(page.texts("h1").len(), 1, "{path} in {lang}");
                assert!(!page.body.contains("public."), "{path} shows a key in {lang}");
                titles.push(page.text("main"));
            }
            assert_ne!(titles[0], titles[1], "{path} is not translated");
        }
    })
    .await;
}
