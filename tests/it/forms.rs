//! The gate every form passes: same site, right token, a size that can be read.

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::http::{ContentType, Header};
use rocket::{post, routes};
use terbuka::persistence::testing::Server;
use terbuka::web::Submission;

use crate::support::{Answer, PASSWORD, Person, TestApp, on_each_engine};

#[derive(FromForm)]
struct Note<'r> {
    #[field(default = "")]
    note: &'r str,
}

/// Says back what was sent.
#[post("/catatan", data = "<form>")]
fn note(form: Submission<Note<'_>>) -> String {
    form.value.note.to_owned()
}

#[derive(FromForm)]
struct Document<'r> {
    file: TempFile<'r>,
}

/// Says how large the file is.
#[post("/berkas", data = "<form>")]
fn document(form: Submission<Document<'_>>) -> String {
    form.value.file.len().to_string()
}

async fn visitor(app: &TestApp) -> Person {
    let mut person = app.anonymous().await;
    person.client = app.client_with(routes![note, document]).await;
    person
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

async fn send(person: &Person, headers: &[(&'static str, &str)], body: &str) -> Answer {
    let mut request = person
        .client
        .post("/catatan")
        .header(ContentType::Form)
        .body(body);
    for (name, value) in headers {
        request = request.header(Header::new(*name, (*value).to_owned()));
    }
    person.send(request).await
}

#[rocket::async_test]
async fn a_form_of_ours_comes_through() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let token = person.token().await;
        let answer = person
            .post("/catatan", &fields(&[("csrf", &token), ("note", "Halo & <b>")]))
            .await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "Halo & <b>"));
    })
    .await;
}

#[rocket::async_test]
async fn the_token_is_bound_to_whoever_got_it() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let token = person.token().await;
        let other = visitor(app).await;
        let its_own = other.token().await;
        assert_ne!(token, its_own);
        for (who, csrf) in [
            (&other, token.as_str()),
            (&person, ""),
            (&person, "kira-kira"),
            (&person, &its_own),
        ] {
            let answer = who
                .post("/catatan", &fields(&[("csrf", csrf), ("note", "x")]))
                .await
                .expect(403);
            assert_eq!(answer.text("h1"), "Formulir sudah kedaluwarsa");
        }
        let stranger = visitor(app).await;
        let answer = stranger
            .post("/catatan", &fields(&[("csrf", &token), ("note", "x")]))
            .await;
        assert_eq!(answer.status, 403, "no cookie, no form");
        // Signing in makes the tokens of before worthless.
        let (_, username) = app
            .account(terbuka::domain::actor::Role::Officer, Some("lapas-makassar"))
            .await;
        person.sign_in(&username, PASSWORD).await.expect(303);
        person
            .post("/catatan", &fields(&[("csrf", &token), ("note", "x")]))
            .await
            .expect(403);
    })
    .await;
}

#[rocket::async_test]
async fn an_expired_form_is_sent_again_with_one_press() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let typed = [("csrf", "basi"), ("note", "Tulisan panjang <i>")];
        let page = person.post("/catatan", &fields(&typed)).await.expect(403);
        let answer = person
            .resubmit(page.form("/catatan"), "/catatan", &[])
            .await
            .expect(200);
        assert_eq!(answer.body, "Tulisan panjang <i>");
        // A password is not put into a page, and a form that another site may have sent is not either.
        let answer = person
            .post("/masuk", &fields(&[("username", "a"), ("password", "rahasia")]))
            .await
            .expect(403);
        assert!(!answer.has("form[action=\"/masuk\"]") && !answer.body.contains("rahasia"));
        let answer = send(&person, &[], "note=dari+mana").await.expect(403);
        assert!(!answer.body.contains("dari mana"));
    })
    .await;
}

#[rocket::async_test]
async fn another_site_sends_nothing() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let token = person.token().await;
        let body = format!("csrf={token}&note=x");
        for headers in [
            [
                ("Sec-Fetch-Site", "cross-site"),
                ("Origin", "http://127.0.0.1:8000"),
            ],
            [
                ("Sec-Fetch-Site", "same-site"),
                ("Origin", "http://127.0.0.1:8000"),
            ],
            [("Origin", "https://evil.example"), ("X-Other", "1")],
            [("Origin", "null"), ("X-Other", "1")],
        ] {
            let answer = send(&person, &headers, &body).await.expect(403);
            assert_eq!(answer.text("h1"), "Kiriman ini ditolak", "{headers:?}");
        }
        send(&person, &[("Origin", "http://127.0.0.1:8000")], &body)
            .await
            .expect(200);
        send(&person, &[("Sec-Fetch-Site", "same-origin")], &body)
            .await
            .expect(200);
        // A browser too old to say anything still brings the token.
        send(&person, &[], &body).await.expect(200);
        // The override does not get past the gate.
        let answer = send(
            &person,
            &[("Sec-Fetch-Site", "cross-site")],
            &format!("_method=delete&{body}"),
        )
        .await;
        assert_eq!(answer.status, 404, "no page is deleted by a form");
    })
    .await;
}

#[rocket::async_test]
async fn a_body_that_is_too_large_is_refused_with_the_limit() {
    on_each_engine(async |app| {
        let person = visitor(app).await;
        let long = "x".repeat(300 * 1024);
        for headers in [vec![], vec![("Content-Length", (300 * 1024 + 5).to_string())]] {
            let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let answer = send(&person, &headers, &format!("note={long}")).await.expect(413);
            assert_eq!(answer.text("h1"), "Kiriman terlalu besar");
            assert!(
                answer.text("main").contains("256 kB") || answer.text("main").contains("262"),
                "{}",
                answer.text("main")
            );
        }
        let json = person
            .client
            .post("/catatan")
            .header(ContentType::JSON)
            .body("{}");
        person.send(json).await.expect(422);
    })
    .await;
}

#[rocket::async_test]
async fn a_file_that_is_too_large_is_refused_with_the_limit() {
    let app = TestApp::on(
        &Server::Sqlite,
        &[("uploads.max_file_mib", "1"), ("uploads.max_total_mib", "2")],
    )
    .await;
    let person = visitor(&app).await;
    let token = person.token().await;
    let form = fields(&[("csrf", &token)]);
    let upload = async |bytes: usize| {
        let content = vec![b'x'; bytes];
        person
            .upload(
                "/berkas",
                &form,
                &[("file", "surat.pdf", "application/pdf", &content)],
            )
            .await
    };
    assert_eq!(upload(1_000).await.expect(200).body, "1000");
    let answer = upload(1024 * 1024 + 1).await.expect(413);
    assert_eq!(answer.text("h1"), "Kiriman terlalu besar");
    let answer = upload(4 * 1024 * 1024).await;
    assert!([413, 422].contains(&answer.status), "{}", answer.status);
    let answer = person
        .upload("/berkas", &[], &[("file", "a.pdf", "application/pdf", b"x")])
        .await;
    assert_eq!(answer.status, 403, "a form with files needs the token too");
    app.finish().await;
}
