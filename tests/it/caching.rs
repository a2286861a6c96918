//! What may be kept by others, and what may not.

use rocket::{get, routes};
use serde::Serialize;
use terbuka::web::{Cache, Empty, Flash, Page, SeeOther};

use crate::support::{Person, TestApp, on_each_engine};

/// The fields of the page about errors, which needs nothing from a database.
#[derive(Serialize)]
struct View {
    heading: &'static str,
    text: &'static str,
    detail: Option<&'static str>,
    is_fault: bool,
    link: Option<&'static str>,
    replay: Option<&'static str>,
}

#[get("/terbit/<version>")]
fn published(version: &str) -> Page<View> {
    let view = View {
        heading: "Jawaban",
        text: "Terbuka untuk umum",
        detail: None,
        is_fault: false,
        link: None,
        replay: None,
    };
    Page::new("errors/error.html.tera", "errors.not_found.title", view)
        .cached(Cache::PublicEtag(version.to_owned()))
}

/// A page that claims to be for everybody although it has a form.
#[get("/formulir")]
fn form() -> Page<SignIn> {
    Page::new(
        "pages/account/sign_in.html.tera",
        "account.sign_in.title",
        SignIn { kembali: "" },
    )
    .cached(Cache::PublicEtag("1".to_owned()))
}

#[derive(Serialize)]
struct SignIn {
    kembali: &'static str,
}

#[get("/kabar")]
fn news() -> SeeOther {
    SeeOther::to("/terbit/1").with(Flash::success("account.sign_out.done"))
}

#[get("/hilang")]
fn broken() -> Page<Empty> {
    Page::new(
        "pages/account/sign_in.html.tera",
        "account.no_such_title",
        Empty {},
    )
}

async fn visitor(app: &TestApp) -> Person {
    let mut person = app.anonymous().await;
    person.client = app.client_with(routes![published, form, news, broken]).await;
    person
}

async fn ask(person: &Person, path: &'static str, etag: &str) -> u16 {
    let known = rocket::http::Header::new("If-None-Match", etag.to_owned());
    person.send(person.client.get(path).header(known)).await.status
}

#[rocket::async_test]
async fn a_public_page_is_asked_for_again_only_when_it_changed() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let page = person.get("/terbit/1").await.expect(200);
        assert_eq!(page.header("Cache-Control"), Some("public, no-cache"));
        assert_eq!(page.header("Vary"), Some("Cookie, Accept-Encoding"));
        assert!(page.header("Set-Cookie").is_none());
        assert!(page.header("X-Robots-Tag").is_none());
        let etag = page.header("ETag").expect("a version").to_owned();
        assert_eq!(ask(&person, "/terbit/1", &etag).await, 304);
        assert_eq!(ask(&person, "/terbit/1", &format!("\"x\", {etag}")).await, 304);
        assert_eq!(ask(&person, "/terbit/2", &etag).await, 200);
        assert_eq!(ask(&person, "/terbit/1", "\"x\"").await, 200);

        let english = person.get("/terbit/1?lang=en").await.expect(200);
        assert_eq!(
            english.header("Cache-Control"),
            Some("no-store"),
            "it sets the language"
        );
        assert!(english.cookie("terbuka_lang").is_some());
        assert_eq!(
            ask(&person, "/terbit/1", &etag).await,
            200,
            "another language is another page"
        );
    })
    .await;
}

#[rocket::async_test]
async fn what_says_something_personal_is_not_kept() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let page = person.get("/formulir").await.expect(200);
        assert_eq!(page.headers("Cache-Control"), ["no-store"]);
        assert!(page.header("ETag").is_none());
        assert!(
            page.cookie("__Host-terbuka")
                .is_some_and(|cookie| cookie.contains("HttpOnly"))
        );
        assert!(
            person.get("/formulir").await.cookie("__Host-terbuka").is_none(),
            "one is enough"
        );

        let answer = person.get("/kabar").await;
        let cookie = answer.cookie("__Host-terbuka_kabar").expect("a flash").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("Max-Age=60"),
            "{cookie}"
        );
        let page = person.get("/terbit/1").await.expect(200);
        assert!(
            page.text(".govuk-notification-banner")
                .contains("Anda sudah keluar.")
        );
        assert_eq!(page.header("Cache-Control"), Some("no-store"));
        assert!(!person.get("/terbit/1").await.has(".govuk-notification-banner"));
        // A flash that somebody else wrote is not said.
        let request = person
            .client
            .get("/terbit/1")
            .cookie(("__Host-terbuka_kabar", "eyJrIjoic3VjY2VzcyJ9.x"));
        assert!(!person.send(request).await.has(".govuk-notification-banner"));

        let officer = app.officer("lapas-makassar").await;
        let person = visitor(app).await;
        person
            .sign_in(&officer.username, crate::support::PASSWORD)
            .await
            .expect(303);
        let page = person.get("/terbit/1").await.expect(200);
        assert_eq!(page.header("Cache-Control"), Some("no-store"));
        assert!(page.text("header").contains("Nama officer"));
    })
    .await;
}

#[rocket::async_test]
async fn a_page_that_cannot_be_rendered_is_an_error_page() {
    on_each_engine(async |app| {
        let answer = visitor(app).await.get("/hilang").await.expect(500);
        assert_eq!(answer.text("h1"), "Terjadi kesalahan pada portal");
    })
    .await;
}
