//! What every answer says to browsers and caches.

use rocket::local::asynchronous::Client;
use terbuka::persistence::testing::Server;

use crate::support::{Answer, TestApp, on_each_engine};

fn assert_guarded(answer: &Answer, what: &str) {
    for (name, value) in [
        (
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; \
             frame-ancestors 'none'; base-uri 'none'",
        ),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{name} of {what}");
    }
    assert!(
        answer
            .header("Permissions-Policy")
            .is_some_and(|policy| policy.contains("camera=()"))
    );
    assert!(answer.header("Server").is_none(), "{what} names the server");
    assert!(
        answer.header("X-Request-Id").is_some_and(|id| id.len() == 36),
        "{what}"
    );
    assert!(answer.header("Cache-Control").is_some(), "{what}");
}

#[rocket::async_test]
async fn every_answer_carries_them() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let css = person
            .get("/masuk")
            .await
            .attribute("link[rel=stylesheet]", "href")
            .expect("a style sheet");
        for path in [
            "/masuk",
            "/tidak-ada",
            "/petugas",
            "/healthz",
            "/robots.txt",
            &css,
        ] {
            assert_guarded(&person.get(path).await, path);
        }
        let first = person.get("/healthz").await;
        let second = person.get("/healthz").await;
        assert_ne!(first.header("X-Request-Id"), second.header("X-Request-Id"));
        assert!(first.header("Strict-Transport-Security").is_none(), "plain http");
    })
    .await;
}

#[rocket::async_test]
async fn tls_is_asked_for_where_there_is_tls() {
    let app = TestApp::on(&Server::Sqlite, &[("base_url", "https://ppid.example.go.id")]).await;
    let answer = app.anonymous().await.get("/masuk?lang=en").await;
    assert_eq!(
        answer.header("Strict-Transport-Security"),
        Some("max-age=31536000")
    );
    assert!(
        answer
            .cookie("terbuka_lang")
            .is_some_and(|cookie| cookie.contains("Secure"))
    );
    app.finish().await;
}

#[rocket::async_test]
async fn a_page_about_a_person_is_not_kept() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let answer = person.get("/akun/sandi").await.expect(200);
        assert_eq!(answer.header("Cache-Control"), Some("no-store"));
        assert_eq!(answer.header("X-Robots-Tag"), Some("noindex, nofollow"));
        assert!(answer.header("ETag").is_none());
    })
    .await;
}

#[rocket::async_test]
async fn assets_are_kept_for_ever_and_set_no_cookie() {
    on_each_engine(async |app| {
        let client: Client = app.client().await;
        let page = Answer::read(client.get("/masuk").dispatch().await).await;
        let css = page
            .attribute("link[rel=stylesheet]", "href")
            .expect("a style sheet");
        let answer = Answer::read(client.get(css.as_str()).dispatch().await)
            .await
            .expect(200);
        assert_eq!(
            answer.header("Cache-Control"),
            Some("public, max-age=31536000, immutable")
        );
        assert!(answer.header("Set-Cookie").is_none());
    })
    .await;
}
