//! Pages about what went wrong: both languages, a reference, nothing about the inside.

use rocket::{get, routes};
use terbuka::services::ServiceError;
use terbuka::web::WebError;

use crate::support::{Answer, Person, TestApp, on_each_engine};

#[get("/rusak")]
fn breaks() -> &'static str {
    panic!("a secret of the inside")
}

#[get("/gagal/<kind>")]
fn fails(kind: &str) -> WebError {
    match kind {
        "hilang" => ServiceError::NotFound,
        "terlarang" => ServiceError::Forbidden,
        "basi" => ServiceError::Stale,
        "berlebihan" => ServiceError::Throttled(61),
        "mati" => ServiceError::Unavailable("a secret of the inside".into()),
        _ => ServiceError::unexpected("a secret of the inside"),
    }
    .into()
}

async fn visitor(app: &TestApp) -> Person {
    let mut person = app.anonymous().await;
    person.client = app.client_with(routes![breaks, fails]).await;
    person
}

fn reference(answer: &Answer) -> String {
    let id = answer.header("X-Request-Id").expect("an id");
    id.rsplit('-').next().expect("an end").to_owned()
}

#[rocket::async_test]
async fn each_failure_has_a_page_in_both_languages() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        for (path, status, id, en) in [
            ("/tidak-ada", 404, "Halaman tidak ditemukan", "Page not found"),
            ("/gagal/hilang", 404, "Halaman tidak ditemukan", "Page not found"),
            (
                "/gagal/terlarang",
                403,
                "Anda tidak berwenang membuka halaman ini",
                "You may not open this page",
            ),
            (
                "/gagal/basi",
                409,
                "Sudah diubah orang lain",
                "Somebody else has changed this",
            ),
            (
                "/gagal/berlebihan",
                429,
                "Terlalu banyak percobaan",
                "Too many attempts",
            ),
            (
                "/gagal/mati",
                503,
                "Layanan sedang tidak tersedia",
                "The service is not available",
            ),
            (
                "/gagal/lain",
                500,
                "Terjadi kesalahan pada portal",
                "The portal made an error",
            ),
            (
                "/rusak",
                500,
                "Terjadi kesalahan pada portal",
                "The portal made an error",
            ),
        ] {
            let answer = person.get(path).await.expect(status);
            assert_eq!(answer.text("h1"), id, "{path}");
            assert_eq!(answer.attribute("html", "lang").as_deref(), Some("id"));
            assert!(!answer.body.contains("secret of the inside"), "{path}");
            assert_eq!(answer.header("Cache-Control"), Some("no-store"));
            if status >= 500 {
                assert!(
                    answer.text("main").contains(&reference(&answer)),
                    "{path} names no reference"
                );
            }
            let answer = person.get(&format!("{path}?lang=en")).await.expect(status);
            assert_eq!(answer.text("h1"), en, "{path}");
            let again = person.get(path).await;
            assert_eq!(
                again.attribute("html", "lang").as_deref(),
                Some("en"),
                "the choice is remembered"
            );
            person.get(&format!("{path}?lang=id")).await.expect(status);
        }
    })
    .await;
}

#[rocket::async_test]
async fn what_passes_says_when_to_try_again() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let answer = person.get("/gagal/berlebihan").await;
        assert_eq!(answer.header("Retry-After"), Some("61"));
        assert!(answer.text("main").contains("2 menit"));
        assert!(person.get("/gagal/mati").await.header("Retry-After").is_some());
    })
    .await;
}

#[rocket::async_test]
async fn a_dead_database_is_told_to_whoever_needs_it() {
    on_each_engine(async |app| {
        let stranger = visitor(app).await;
        let officer = app.officer("lapas-makassar").await;
        app.ctx.db.close().await.unwrap();
        let answer = officer.get("/akun/sandi").await.expect(503);
        assert!(answer.text("main").contains(&reference(&answer)));
        stranger.get("/masuk").await.expect(200);
    })
    .await;
}

#[rocket::async_test]
async fn an_expired_session_says_how_to_keep_the_text() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let form = person.get("/akun/sandi").await.form("/akun/sandi");
        app.clock.advance(time::Duration::hours(11));
        let answer = person.resubmit(form, "/akun/sandi", &[]).await.expect(401);
        assert_eq!(answer.text("h1"), "Sesi Anda sudah berakhir");
        assert_eq!(answer.attribute("main a", "href").as_deref(), Some("/masuk"));
    })
    .await;
}
