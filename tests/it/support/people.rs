//! People with a browser: they open pages, fill in the forms they find there and follow where they are sent.

use std::net::{IpAddr, SocketAddr};

use rocket::http::{ContentType, Header};
use rocket::local::asynchronous::{Client, LocalRequest};
use terbuka::domain::actor::Role;
use terbuka::domain::ids::{UnitId, UserId};
use terbuka::persistence::units;
use terbuka::services::accounts::{self, Appoint, ChangePassword, NewUser, SignIn};
use time::macros::date;

use super::{Answer, TestApp};

/// The password of everybody in the tests.
pub const PASSWORD: &str = "kuda laut menari di pelabuhan";

const FROM: ([u8; 4], u16) = ([203, 0, 113, 7], 40_000);

/// Somebody with a browser, signed in or not.
pub struct Person {
    pub client: Client,
    pub username: String,
    pub user: Option<UserId>,
    address: SocketAddr,
}

impl TestApp {
    /// Somebody who did not sign in.
    pub async fn anonymous(&self) -> Person {
        Person {
            client: self.client().await,
            username: String::new(),
            user: None,
            address: SocketAddr::from(FROM),
        }
    }

    /// Petugas of a unit.
    pub async fn officer(&self, unit: &str) -> Person {
        self.staff(Role::Officer, Some(unit)).await
    }

    /// PPID of a unit.
    pub async fn ppid(&self, unit: &str) -> Person {
        self.staff(Role::Ppid, Some(unit)).await
    }

    /// Atasan PPID of a unit.
    pub async fn superior(&self, unit: &str) -> Person {
        self.staff(Role::Superior, Some(unit)).await
    }

    /// Auditor of the whole body.
    pub async fn auditor(&self) -> Person {
        self.staff(Role::Auditor, None).await
    }

    /// Administrator.
    pub async fn admin(&self) -> Person {
        self.staff(Role::Admin, None).await
    }

    /// A citizen with an account.
    pub async fn citizen(&self) -> Person {
        self.staff(Role::Citizen, None).await
    }

    /// Somebody in a role, with a password of their own, signed in.
    pub async fn staff(&self, role: Role, unit: Option<&str>) -> Person {
        let (user, username) = self.account(role, unit).await;
        let mut person = self.anonymous().await;
        person.sign_in(&username, PASSWORD).await.expect(303);
        person.username = username;
        person.user = Some(user);
        person
    }

    /// An account in a role that has replaced its one-time password.
    pub async fn account(&self, role: Role, unit: Option<&str>) -> (UserId, String) {
        let (user, username, one_time) = self.new_account(role, unit).await;
        let given = SignIn {
            username: &username,
            password: &one_time,
            address: IpAddr::from([198, 51, 100, 1]),
        };
        let token = accounts::sign_in(&self.ctx, given)
            .await
            .expect("a session")
            .token;
        let who = accounts::viewer(&self.ctx, &token).await.expect("a database");
        let given = ChangePassword {
            current: &one_time,
            new: PASSWORD,
            repeated: PASSWORD,
        };
        accounts::change_password(&self.ctx, &who.expect("a viewer"), given)
            .await
            .expect("a good password");
        (user, username)
    }

    /// Gives somebody one more role.
    pub async fn also(&self, user: UserId, role: Role, unit: &str) {
        let appointment = Appoint {
            user,
            role,
            unit: Some(self.unit(unit).await),
            starts_on: date!(2025 - 01 - 01),
            ends_on: None,
            decree: None,
        };
        accounts::appoint(&self.ctx, appointment)
            .await
            .expect("an appointment");
    }

    /// An account with its one-time password.
    pub async fn new_account(&self, role: Role, unit: Option<&str>) -> (UserId, String, String) {
        let number = accounts::list_users(&self.ctx).await.expect("users").len();
        let username = format!("{}-{number}", role.code());
        let new = NewUser {
            username: username.clone(),
            full_name: format!("Nama {}", role.code()),
            email: None,
        };
        let (user, one_time) = accounts::add_user(&self.ctx, new).await.expect("an account");
        let unit = match unit {
            Some(code) => Some(self.unit(code).await),
            None => None,
        };
        let appointment = Appoint {
            user,
            role,
            unit,
            starts_on: date!(2025 - 01 - 01),
            ends_on: None,
            decree: None,
        };
        accounts::appoint(&self.ctx, appointment)
            .await
            .expect("an appointment");
        (user, username, one_time)
    }

    /// The id of a unit.
    pub async fn unit(&self, code: &str) -> UnitId {
        let unit = units::find_unit_by_code(self.ctx.db.read(), code).await;
        UnitId(unit.expect("a database").expect("a seeded unit").id)
    }
}

impl Person {
    /// Moves to another network.
    pub fn from(mut self, address: [u8; 4]) -> Self {
        self.address = SocketAddr::from((address, FROM.1));
        self
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.client.get(path)).await
    }

    /// Opens a page and follows redirects within the portal.
    pub async fn visit(&self, path: &str) -> Answer {
        let mut answer = self.get(path).await;
        for _ in 0..5 {
            if answer.status != 303 {
                break;
            }
            answer = self.get(answer.location()).await;
        }
        answer
    }

    /// Fills in the form with this action on this page and sends it, as a browser would.
    pub async fn submit(&self, page: &str, action: &str, typed: &[(&str, &str)]) -> Answer {
        let form = self.get(page).await.expect(200).form(action);
        self.resubmit(form, action, typed).await
    }

    /// The same, with a form that is already there.
    pub async fn resubmit(
        &self,
        mut form: Vec<(String, String)>,
        action: &str,
        typed: &[(&str, &str)],
    ) -> Answer {
        form.retain(|(name, _)| !typed.iter().any(|(other, _)| name == other));
        form.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
        self.post(action, &form).await
    }

    /// Sends these fields and nothing else.
    pub async fn post(&self, action: &str, fields: &[(String, String)]) -> Answer {
        let request = self
            .client
            .post(action)
            .header(ContentType::Form)
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .body(encoded(fields));
        self.send(request).await
    }

    /// A token for the forms of this person.
    pub async fn token(&self) -> String {
        let (page, action) = if self.user.is_some() {
            ("/akun/sandi", "/akun/sandi")
        } else {
            ("/masuk", "/masuk")
        };
        let form = self.get(page).await.expect(200).form(action);
        let token = form.into_iter().find(|(name, _)| name == "csrf");
        token.expect("a form has a token").1
    }

    /// Sends a form with files, as a browser would.
    pub async fn upload(
        &self,
        action: &str,
        fields: &[(String, String)],
        files: &[(&str, &str, &str, &[u8])],
    ) -> Answer {
        let boundary = "----terbuka-test";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .bytes(),
            );
        }
        for (name, file, media, bytes) in files {
            body.extend(
                format!(
                    "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
                     Content-Type: {media}\r\n\r\n"
                )
                .bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        let request = self
            .client
            .post(action)
            .header(Header::new("Content-Type", kind))
            .header(Header::new("Sec-Fetch-Site", "same-origin"))
            .body(body);
        self.send(request).await
    }

    /// Signs in on the sign-in page.
    pub async fn sign_in(&self, username: &str, password: &str) -> Answer {
        let typed = [("username", username), ("password", password)];
        self.submit("/masuk", "/masuk", &typed).await
    }

    /// Signs out with the button of the frame.
    pub async fn sign_out(&self) -> Answer {
        self.submit("/akun/sandi", "/keluar", &[]).await
    }

    /// Sends a request of any kind from this person's address.
    pub async fn send(&self, request: LocalRequest<'_>) -> Answer {
        Answer::read(request.remote(self.address).dispatch().await).await
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", part(name), part(value)));
    pairs.collect::<Vec<_>>().join("&")
}
