//! Signing in, out and on.

use terbuka::domain::actor::Role;
use terbuka::services::accounts;
use time::Duration;
use time::macros::date;

use crate::support::{PASSWORD, TestApp, on_each_engine};

const SESSION: &str = "__Host-terbuka_sesi";

#[rocket::async_test]
async fn staff_sign_in_and_land_in_their_workspace() {
    on_each_engine(async |app| {
        for (role, unit, home) in [
            (Role::Officer, Some("lapas-makassar"), "/petugas"),
            (Role::Ppid, Some("lapas-makassar"), "/petugas"),
            (Role::Superior, Some("lapas-makassar"), "/atasan"),
            (Role::Auditor, None, "/auditor"),
            (Role::Admin, None, "/admin"),
            (Role::Citizen, None, "/"),
        ] {
            let (_, username) = app.account(role, unit).await;
            let person = app.anonymous().await;
            let answer = person.sign_in(&username.to_uppercase(), PASSWORD).await;
            assert_eq!(answer.location(), home, "{username}");
            let cookie = answer.cookie(SESSION).expect("a session cookie");
            for attribute in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=36000"] {
                assert!(cookie.contains(attribute), "{attribute} is missing: {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
            let page = person.get("/akun/sandi").await.expect(200);
            assert!(page.text("header").contains("Nama"), "the frame names the person");
        }
    })
    .await;
}

#[rocket::async_test]
async fn a_wrong_name_and_a_wrong_password_get_the_same_answer() {
    on_each_engine(async |app| {
        let (user, username) = app.account(Role::Officer, Some("lapas-makassar")).await;
        let person = app.anonymous().await;
        let wrong = person
            .sign_in(&username, "bukan kata sandi ini")
            .await
            .expect(422);
        let unknown = person.sign_in("tidak-ada", PASSWORD).await.expect(422);
        accounts::set_suspended(&app.ctx, user, true).await.unwrap();
        let suspended = person.sign_in(&username, PASSWORD).await.expect(422);
        assert_eq!(wrong.errors(), ["Nama pengguna atau kata sandi tidak cocok."]);
        assert_eq!(wrong.errors(), unknown.errors());
        assert_eq!(wrong.errors(), suspended.errors());
        assert_eq!(
            wrong.attribute("#username", "value").as_deref(),
            Some(username.as_str())
        );
        assert!(
            !wrong.body.contains("bukan kata sandi ini"),
            "a password is never sent back"
        );
        assert!(wrong.text("title").starts_with("Galat:"));
        assert_eq!(
            wrong.attribute(".govuk-error-summary__list a", "href").as_deref(),
            Some("#password")
        );
    })
    .await;
}

#[rocket::async_test]
async fn empty_fields_are_named() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let answer = person.sign_in("", "").await.expect(422);
        assert_eq!(answer.errors(), ["Isilah nama pengguna.", "Isilah kata sandi."]);
        person.get("/masuk?lang=en").await.expect(200);
        let answer = person.sign_in("", "").await.expect(422);
        assert_eq!(answer.errors(), ["Enter the username.", "Enter the password."]);
    })
    .await;
}

#[rocket::async_test]
async fn signing_out_ends_the_session_everywhere_at_once() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let stolen = session_of(&person.client);
        let thief = app.anonymous().await;
        let steal = async || {
            thief
                .send(thief.client.get("/akun/sandi").cookie(stolen.clone()))
                .await
        };
        steal().await.expect(200);

        let answer = person.sign_out().await;
        assert_eq!(answer.location(), "/masuk");
        assert!(answer.cookie(SESSION).expect("a removal").contains("Max-Age=0"));
        let page = person.visit("/masuk").await.expect(200);
        assert!(
            page.text(".govuk-notification-banner")
                .contains("Anda sudah keluar.")
        );
        assert!(
            !person.get("/masuk").await.has(".govuk-notification-banner"),
            "said once"
        );
        assert_eq!(steal().await.location(), "/masuk?kembali=%2Fakun%2Fsandi");
    })
    .await;
}

#[rocket::async_test]
async fn signing_in_again_ends_the_session_it_replaces() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let first = session_of(&person.client);
        let typed = [
            ("csrf", person.token().await),
            ("username", person.username.clone()),
            ("password", PASSWORD.to_owned()),
        ];
        let typed = typed.map(|(name, value)| (name.to_owned(), value));
        person.post("/masuk", &typed).await.expect(303);
        let thief = app.anonymous().await;
        let stolen = thief.client.get("/akun/sandi").cookie(first);
        assert_eq!(
            thief.send(stolen).await.status,
            303,
            "the replaced session is over"
        );
        person.get("/akun/sandi").await.expect(200);
    })
    .await;
}

/// Whoever finds a session open must not find the password by trying.
#[rocket::async_test]
async fn guessing_ones_own_password_is_slowed_down() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let page = "/akun/sandi";
        let guess = async |current: &str| {
            let typed = [
                ("password", current),
                ("new_password", "kata sandi baru yang panjang"),
                ("repeated_password", "kata sandi baru yang panjang"),
            ];
            person.submit(page, page, &typed).await
        };
        for n in 0..10 {
            guess(&format!("tebakan {n}")).await.expect(422);
        }
        let stopped = guess(PASSWORD).await.expect(429);
        assert!(stopped.header("Retry-After").is_some());
        app.clock.advance(Duration::minutes(16));
        guess(PASSWORD).await.expect(303);
    })
    .await;
}

#[rocket::async_test]
async fn a_suspended_account_is_out_at_once() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let user = person.user.expect("an account");
        accounts::set_suspended(&app.ctx, user, true).await.unwrap();
        assert_eq!(person.get("/akun/sandi").await.status, 303);
        accounts::set_suspended(&app.ctx, user, false).await.unwrap();
        assert_eq!(
            person.get("/akun/sandi").await.status,
            303,
            "the old session stays ended"
        );
        person.sign_in(&person.username, PASSWORD).await.expect(303);
        person.get("/akun/sandi").await.expect(200);
    })
    .await;
}

#[rocket::async_test]
async fn a_session_ends_with_its_hours() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        app.clock.advance(Duration::hours(9));
        person.get("/akun/sandi").await.expect(200);
        app.clock.advance(Duration::hours(1));
        assert_eq!(person.get("/akun/sandi").await.status, 303);
    })
    .await;
}

#[rocket::async_test]
async fn a_role_lasts_as_long_as_its_appointment() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let list = accounts::list_users(&app.ctx).await.unwrap();
        let id = list[0].appointments[0].id;
        let label = |page: &crate::support::Answer| page.text("header");
        assert!(label(&person.get("/akun/sandi").await).contains("Petugas pelayanan informasi"));
        accounts::end_appointment(&app.ctx, id, date!(2026 - 11 - 23))
            .await
            .unwrap();
        assert!(label(&person.get("/akun/sandi").await).contains("Tanpa penugasan"));
    })
    .await;
}

#[rocket::async_test]
async fn a_one_time_password_is_replaced_before_anything_else() {
    on_each_engine(async |app| {
        let (_, username, one_time) = app.new_account(Role::Officer, Some("lapas-makassar")).await;
        let mut person = app.anonymous().await;
        assert_eq!(
            person.sign_in(&username, &one_time).await.location(),
            "/akun/sandi"
        );
        let page = person.get("/akun/sandi").await.expect(200);
        assert!(page.text(".govuk-inset-text").contains("sekali pakai"));

        let typed = |new: &'static str, again: &'static str| {
            [
                ("password", one_time.clone()),
                ("new_password", new.into()),
                ("repeated_password", again.into()),
            ]
        };
        for (fields, fault) in [
            (typed("pendek", "pendek"), "Kata sandi baru terlalu pendek."),
            (
                typed(PASSWORD, "lain sama sekali"),
                "Kedua isian kata sandi baru tidak sama.",
            ),
            (
                typed("passwordpassword", "passwordpassword"),
                "Kata sandi baru terlalu mudah ditebak. Gunakan beberapa kata yang tidak berkaitan.",
            ),
        ] {
            let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let answer = person
                .submit("/akun/sandi", "/akun/sandi", &fields)
                .await
                .expect(422);
            assert_eq!(answer.errors(), [fault]);
        }
        let fields = typed(PASSWORD, PASSWORD);
        let fields: Vec<_> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let answer = person.submit("/akun/sandi", "/akun/sandi", &fields).await;
        assert_eq!(answer.location(), "/petugas");
        person = app.anonymous().await;
        person.sign_in(&username, &one_time).await.expect(422);
        assert_eq!(person.sign_in(&username, PASSWORD).await.location(), "/petugas");
    })
    .await;
}

#[rocket::async_test]
async fn a_new_password_ends_the_other_sessions() {
    on_each_engine(async |app| {
        let person = app.officer("lapas-makassar").await;
        let elsewhere = app.anonymous().await;
        elsewhere.sign_in(&person.username, PASSWORD).await.expect(303);
        let new = "perahu kayu di teluk bone";
        let typed = [
            ("password", PASSWORD),
            ("new_password", new),
            ("repeated_password", new),
        ];
        person
            .submit("/akun/sandi", "/akun/sandi", &typed)
            .await
            .expect(303);
        person.get("/akun/sandi").await.expect(200);
        assert_eq!(elsewhere.get("/akun/sandi").await.status, 303);
    })
    .await;
}

#[rocket::async_test]
async fn guessing_is_slowed_and_locks_out_nobody_else() {
    on_each_engine(async |app| {
        let (_, username) = app.account(Role::Officer, Some("lapas-makassar")).await;
        let guesser = app.anonymous().await.from([198, 51, 100, 66]);
        for _ in 0..10 {
            guesser.sign_in(&username, "tebakan yang salah").await.expect(422);
        }
        let answer = guesser.sign_in(&username, PASSWORD).await.expect(429);
        assert_eq!(answer.header("Retry-After"), Some("900"));
        assert!(answer.text("main").contains("15 menit"), "{}", answer.body);

        let owner = app.anonymous().await;
        owner.sign_in(&username, PASSWORD).await.expect(303);
        app.clock.advance(Duration::minutes(15));
        guesser.sign_in(&username, PASSWORD).await.expect(303);
    })
    .await;
}

#[rocket::async_test]
async fn the_way_back_leads_nowhere_else() {
    on_each_engine(async |app| {
        let (_, username) = app.account(Role::Officer, Some("lapas-makassar")).await;
        for (asked, lands) in [
            ("/petugas?status=received", "/petugas?status=received"),
            ("https://evil.example/", "/petugas"),
            ("//evil.example/", "/petugas"),
            ("/\\evil.example/", "/petugas"),
            ("javascript:alert(1)", "/petugas"),
        ] {
            let person = app.anonymous().await;
            let page = format!(
                "/masuk?kembali={}",
                asked.replace('?', "%3F").replace('\\', "%5C")
            );
            let typed = [("username", username.as_str()), ("password", PASSWORD)];
            assert_eq!(
                person.submit(&page, "/masuk", &typed).await.location(),
                lands,
                "{asked}"
            );
            // And when the field itself is changed on the way.
            let person = app.anonymous().await;
            let typed = [
                ("username", username.as_str()),
                ("password", PASSWORD),
                ("kembali", asked),
            ];
            assert_eq!(
                person.submit("/masuk", "/masuk", &typed).await.location(),
                lands,
                "{asked}"
            );
        }
    })
    .await;
}

#[rocket::async_test]
async fn a_forged_or_foreign_session_is_nobody() {
    on_each_engine(async |app| {
        let person = app.anonymous().await;
        let request = person
            .client
            .get("/akun/sandi")
            .cookie((SESSION, "eyJhbGciOiJub25lIn0.e30."));
        assert_eq!(person.send(request).await.status, 303);
        let other = other_portal(app).await;
        let foreign = session_of(&other);
        let request = person.client.get("/akun/sandi").cookie(foreign);
        assert_eq!(person.send(request).await.status, 303);
    })
    .await;
}

/// A browser signed in at another portal, with other keys.
async fn other_portal(_: &TestApp) -> rocket::local::asynchronous::Client {
    let server = terbuka::persistence::testing::Server::Sqlite;
    let mut app = TestApp::on(&server, &[]).await;
    app.ctx.keys = terbuka::security::Keys::ephemeral(&terbuka::security::SeededEntropy::new(7));
    let person = app.officer("lapas-makassar").await;
    person.client
}

fn session_of(client: &rocket::local::asynchronous::Client) -> rocket::http::Cookie<'static> {
    client.cookies().get(SESSION).expect("a session").clone()
}
