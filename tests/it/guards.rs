//! Who is let in by the guards, apart from any page.

use rocket::{get, routes};
use terbuka::domain::actor::{Role, Viewer};
use terbuka::web::guards::{
    Admin, Auditor, Citizen, ClientAddress, Current, Officer, RegistrationNo, Superior, Token,
};

use crate::support::{PASSWORD, Person, TestApp, on_each_engine};

#[get("/hanya/petugas")]
fn officers(who: Officer) -> String {
    who.username.clone()
}

#[get("/hanya/atasan")]
fn superiors(who: Superior) -> String {
    who.username.clone()
}

#[get("/hanya/auditor")]
fn auditors(who: Auditor) -> String {
    who.username.clone()
}

#[get("/hanya/admin")]
fn admins(who: Admin) -> String {
    who.username.clone()
}

#[get("/hanya/warga")]
fn citizens(who: Citizen) -> String {
    who.username.clone()
}

#[get("/siapa")]
fn anybody(current: Current) -> &'static str {
    match current.viewer() {
        Viewer::Anonymous => "nobody",
        Viewer::Citizen(_) => "citizen",
        Viewer::Staff { .. } => "staff",
    }
}

#[get("/dari")]
fn wherefrom(client: ClientAddress) -> String {
    client.0.to_string()
}

#[get("/nomor/<nomor>")]
fn number(nomor: RegistrationNo) -> String {
    nomor.0.to_string()
}

#[get("/tautan/<token>")]
fn link(token: Token) -> String {
    token.0.expose().to_owned()
}

async fn with_routes(app: &TestApp, username: Option<&str>) -> Person {
    let mut person = app.anonymous().await;
    let all = routes![
        officers, superiors, auditors, admins, citizens, anybody, wherefrom, number, link
    ];
    person.client = app.client_with(all).await;
    if let Some(username) = username {
        person.sign_in(username, PASSWORD).await.expect(303);
    }
    person
}

#[rocket::async_test]
async fn each_role_has_its_own_door() {
    on_each_engine(async |app| {
        let doors = ["petugas", "atasan", "auditor", "admin", "warga"];
        for (role, unit, door, kind) in [
            (Role::Officer, Some("lapas-makassar"), "petugas", "staff"),
            (Role::Ppid, Some("lapas-makassar"), "petugas", "staff"),
            (Role::Superior, Some("lapas-makassar"), "atasan", "staff"),
            (Role::Auditor, None, "auditor", "staff"),
            (Role::Admin, None, "admin", "staff"),
            (Role::Citizen, None, "warga", "citizen"),
        ] {
            let (_, username) = app.account(role, unit).await;
            let person = with_routes(app, Some(&username)).await;
            for other in doors {
                let answer = person.get(&format!("/hanya/{other}")).await;
                let expected = if other == door { 200 } else { 403 };
                assert_eq!(answer.status, expected, "{username} at {other}");
            }
            assert_eq!(person.get("/siapa").await.body, kind);
        }
        let stranger = with_routes(app, None).await;
        for door in doors {
            let answer = stranger.get(&format!("/hanya/{door}?q=1")).await;
            assert_eq!(
                answer.location(),
                format!("/masuk?kembali=%2Fhanya%2F{door}%3Fq%3D1")
            );
        }
        assert_eq!(stranger.get("/siapa").await.body, "nobody");
    })
    .await;
}

#[rocket::async_test]
async fn a_one_time_password_opens_no_door() {
    on_each_engine(async |app| {
        let (_, username, one_time) = app.new_account(Role::Officer, Some("lapas-makassar")).await;
        let person = with_routes(app, None).await;
        person.sign_in(&username, &one_time).await.expect(303);
        assert_eq!(person.get("/hanya/petugas").await.location(), "/akun/sandi");
    })
    .await;
}

#[rocket::async_test]
async fn a_part_of_an_address_that_cannot_be_is_not_found() {
    on_each_engine(async |app| {
        let person = with_routes(app, None).await;
        let answer = person.get("/nomor/lapas-makassar-2026-0012").await.expect(200);
        assert_eq!(answer.body, "LAPAS-MAKASSAR-2026-0012");
        person.get("/nomor/12").await.expect(404);
        person.get("/tautan/pendek").await.expect(404);
        let typed = person
            .get("/tautan/00000-0000O-00000-00000-00000-0")
            .await
            .expect(200);
        assert_eq!(typed.body, "0".repeat(26));
    })
    .await;
}

#[rocket::async_test]
async fn only_a_trusted_proxy_says_for_whom_it_asks() {
    let server = terbuka::persistence::testing::Server::Sqlite;
    let app = TestApp::on(&server, &[("trusted_proxies", "10.0.0.0/8")]).await;
    for (peer, seen) in [([10, 0, 0, 1], "198.51.100.9"), ([203, 0, 113, 7], "203.0.113.7")] {
        let person = with_routes(&app, None).await.from(peer);
        let request = person.client.get("/dari").header(rocket::http::Header::new(
            "X-Forwarded-For",
            "6.6.6.6, 198.51.100.9",
        ));
        assert_eq!(person.send(request).await.body, seen);
    }
    app.finish().await;
}
