//! What machines ask.

use terbuka::persistence::testing::Server;
use time::Duration;

use crate::support::{TestApp, on_each_engine};

#[rocket::async_test]
async fn a_portal_says_whether_it_is_ready() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        assert_eq!(person.get("/healthz").await.expect(200).body, "ok\n");
        let ready = person.get("/readyz").await.expect(200);
        assert_eq!(ready.body, "database ok\nschema ok\nfiles ok\n");
        app.ctx.db.close().await.unwrap();
        assert_eq!(person.get("/healthz").await.status, 200);
        // Asking writes, and anybody may ask: an answer holds for a moment.
        person.get("/readyz").await.expect(200);
        app.clock.advance(Duration::seconds(6));
        let ready = person.get("/readyz").await.expect(503);
        assert!(ready.body.starts_with("database failing\n"), "{}", ready.body);
    })
    .await;
}

#[rocket::async_test]
async fn a_portal_that_can_keep_nothing_is_not_ready() {
    let app = TestApp::on(&Server::Sqlite, &[]).await;
    let person = app.anonymous().await;
    app.break_writing().await;
    let ready = person.get("/readyz").await.expect(503);
    assert!(ready.body.starts_with("database failing\n"), "{}", ready.body);
    app.finish().await;
}

#[rocket::async_test]
async fn workspaces_and_secret_links_are_not_indexed() {
    on_each_engine(async |app| {
        let robots = app.anonymous().await.get("/robots.txt").await.expect(200);
        for path in ["/lacak", "/petugas", "/atasan", "/auditor", "/admin", "/akun"] {
            assert!(robots.body.contains(&format!("Disallow: {path}\n")), "{path}");
        }
        assert!(!robots.body.contains("Disallow: /permohonan\n"));
    })
    .await;
}

#[rocket::async_test]
async fn the_operator_names_where_holes_are_reported() {
    let contact = [("instance.security_contact", "mailto:tik@example.go.id")];
    let app = TestApp::on(&Server::Sqlite, &contact).await;
    let answer = app
        .anonymous()
        .await
        .get("/.well-known/security.txt")
        .await
        .expect(200);
    assert!(answer.body.contains("Contact: mailto:tik@example.go.id\n"));
    assert!(
        answer.body.contains("Expires: 2027-05-25T02:00:00Z\n"),
        "{}",
        answer.body
    );
    assert!(
        answer
            .header("Content-Type")
            .is_some_and(|kind| kind.starts_with("text/plain"))
    );
    app.finish().await;
}
