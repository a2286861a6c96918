//! Compares `access_matrix.rs` with the portal: every route, every person.

use std::collections::BTreeSet;

use rocket::http::Method;
use terbuka::domain::actor::{Actor, Role, Viewer};
use terbuka::domain::objection::Ground;
use terbuka::domain::request::{ApplicantKind, Channel, Command};
use terbuka::persistence::letters;
use terbuka::services::accounts::{self, Appoint};
use terbuka::services::objections::{About, ObjectionFiling, Objector, file};
use terbuka::services::requests::{By, CaseKey, Step, take};
use terbuka::text::Lang;
use time::Duration;
use uuid::Uuid;

use crate::access_matrix::{MORE, PEOPLE, ROWS};
use crate::support::{CaseBuilder, PASSWORD, Person, TestApp, on_each_engine, viewer};

/// What the parameters of routes stand for, by name.
struct Samples {
    number: String,
    token: String,
    /// An account that nobody here signs in with.
    username: String,
    case: String,
    letter: String,
    /// Number and secret of an objection to the case.
    objection: (String, String),
}

/// An objection to a request, on the one ground that is there from the first day.
fn objection_to(app: &TestApp, request: Uuid) -> ObjectionFiling {
    ObjectionFiling {
        about: About::Request(request),
        grounds: vec![Ground::PeriodicNotProvided],
        reason: "Tidak diumumkan.".to_owned(),
        purpose: "Penelitian".to_owned(),
        objector: Objector {
            identity: None,
            kind: ApplicantKind::Individual,
            proxy_name: None,
            is_by_proxy: false,
        },
        channel: Channel::Web,
        received_at: app.ctx.now(),
        lang: Lang::Id,
        actor: Actor::APPLICANT,
        submission_key: app.ctx.new_id().to_string(),
        files: Vec::new(),
        source: "live",
    }
}

/// The other unit is asked to prepare something for the case.
async fn share(app: &TestApp, officer: &Viewer, request: Uuid) {
    let step = Step {
        key: CaseKey::Id(request),
        by: By::Staff(officer),
        seen_version: None,
        command: Command::AskShare {
            unit: app.unit("rutan-makassar").await,
            items: vec![1],
            wanted_on: app.ctx.today(app.ctx.zone()),
            note: "Jumlah penghuni.".to_owned(),
        },
        files: Vec::new(),
    };
    take(&app.ctx, step).await.expect("a share");
}

impl Samples {
    async fn make(app: &TestApp, citizen: &Person, officer: &Viewer) -> Self {
        let owner = citizen.user.expect("a citizen with an account");
        let filed = CaseBuilder::new().by(owner).file(app).await;
        share(app, officer, filed.id).await;
        let letters = letters::list_letters(app.ctx.db.read(), filed.id).await;
        let objection = file(&app.ctx, objection_to(app, filed.id))
            .await
            .expect("an objection");
        let receipt = letters.expect("letters").first().map(|letter| letter.id);
        Self {
            number: filed.registration_no,
            token: filed.token.expose().to_owned(),
            username: app.new_account(Role::Officer, Some("kanwil-sulsel")).await.1,
            case: filed.id.to_string(),
            letter: receipt.expect("a receipt").to_string(),
            objection: (objection.number, objection.token.expose().to_owned()),
        }
    }

    /// The value of a parameter. A name that is not known here needs a line here.
    fn of(&self, parameter: &str) -> &str {
        match parameter {
            "number" | "nomor" => &self.number,
            "token" => &self.token,
            "username" => &self.username,
            "code" | "kode" => "lapas-makassar",
            "id" => "019ab000-0000-7000-8000-000000000000",
            "name" => "none.css",
            "langkah" => "lengkap",
            "keberatan_no" => &self.objection.0,
            "keberatan" => &self.objection.1,
            "langkah_atasan" => "minta-kelengkapan",
            "langkah_keberatan" => "cabut",
            "aturan_keberatan" => "D12",
            "aturan_sengketa" => "D16",
            "aturan_pengecualian" => "D28",
            "fakta" => "pengajuan",
            "bagian" => "1",
            "aturan" | "rule" => "D05",
            "surat" | "berkas" | "file" => "00000000-0000-7000-8000-000000000000",
            "secret" => "00000000000000000000000000.ics",
            "case" => &self.case,
            "question" => "kontak",
            "unit" => "rutan-makassar",
            "letter" => &self.letter,
            other => panic!("no sample for the route parameter `{other}`: add it in access.rs"),
        }
    }

    /// The address of a route with its parameters filled in.
    fn fill(&self, route: &str) -> String {
        // One set of pages below two addresses: its key is read by a guard, so the route does not name it.
        let key = if route.starts_with("/lacak/kasus/") {
            "<case>"
        } else {
            "<token>"
        };
        let route = route.replace("<_>", key);
        let segments = route.split('/').map(|segment| {
            let parameter = segment.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
            parameter.map_or(segment, |name| self.of(name.trim_end_matches("..")))
        });
        segments.collect::<Vec<_>>().join("/")
    }
}

/// Everybody of [`PEOPLE`], then of [`MORE`].
async fn people(app: &TestApp) -> Vec<Person> {
    let over = app.citizen().await;
    let today = app.ctx.today(app.ctx.zone());
    let appointment = Appoint {
        user: over.user.expect("an account"),
        role: Role::Officer,
        unit: Some(app.unit("lapas-makassar").await),
        starts_on: today - Duration::days(90),
        ends_on: Some(today - Duration::days(30)),
        decree: None,
    };
    accounts::appoint(&app.ctx, appointment)
        .await
        .expect("an appointment");
    vec![
        app.anonymous().await,
        app.citizen().await,
        app.citizen().await,
        app.officer("lapas-makassar").await,
        app.officer("rutan-makassar").await,
        app.superior("lapas-makassar").await,
        app.auditor().await,
        app.admin().await,
        app.ppid("lapas-makassar").await,
        app.ppid("rutan-makassar").await,
        app.superior("rutan-makassar").await,
        app.staff(Role::Auditor, Some("rutan-makassar")).await,
        over,
    ]
}

#[rocket::async_test]
async fn every_route_has_a_row_and_every_row_a_route() {
    on_each_engine(async |app| {
        let client = app.client().await;
        let mounted: BTreeSet<_> = client
            .rocket()
            .routes()
            .map(|route| (route.method.to_string(), bare(&route.uri.to_string())))
            .collect();
        let rows: BTreeSet<_> = ROWS
            .iter()
            .map(|row| (row.method.to_owned(), row.route.to_owned()))
            .collect();
        let unlisted: Vec<_> = mounted.difference(&rows).collect();
        let unmounted: Vec<_> = rows.difference(&mounted).collect();
        assert!(
            unlisted.is_empty(),
            "routes without a row in access_matrix.rs: {unlisted:?}"
        );
        assert!(
            unmounted.is_empty(),
            "rows of access_matrix.rs without a route: {unmounted:?}"
        );
        assert_eq!(rows.len(), ROWS.len(), "a route has two rows");
    })
    .await;
}

#[rocket::async_test]
async fn everybody_gets_what_the_matrix_says() {
    on_each_engine(async |app| {
        let mut wrong = Vec::new();
        let people = people(app).await;
        let officer = viewer(app, Role::Officer, "lapas-makassar").await;
        let mut samples = Samples::make(app, &people[1], &officer).await;
        for row in ROWS {
            for (person, (name, expected)) in people.iter().zip(row.everybody()) {
                if row.method != "GET" {
                    // What one person did to the case must not decide what the next one gets.
                    samples = Samples::make(app, &people[1], &officer).await;
                }
                let path = samples.fill(row.route);
                let got = try_route(person, row.method, &path).await;
                if got != expected {
                    wrong.push(format!(
                        "{} {path} as {name}: {got}, the matrix says {expected}",
                        row.method
                    ));
                }
                if row.route == "/keluar" && person.user.is_some() {
                    person.sign_in(&person.username, PASSWORD).await.expect(303);
                }
            }
            if row.method != "GET" {
                // Nor what the last one did what everybody gets next.
                samples = Samples::make(app, &people[1], &officer).await;
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    })
    .await;
}

/// The matrix as a page of the documentation.
fn page() -> String {
    let names: Vec<&str> = PEOPLE
        .into_iter()
        .chain(MORE.iter().map(|(name, _)| *name))
        .collect();
    let mut page = format!(
        "# Who gets what\n\n\
         Every route of the portal with what each person gets from it. The sample case belongs to the citizen and to the unit of officer, PPID and\n\
         superior; the officer of another unit was asked for a share of it. A form is sent with its token and nothing else. A test opens each route as\n\
         each person on both databases and compares (`tests/it/access.rs`), and another one follows and names whatever belongs to a private case\n\
         (`tests/it/crawl.rs`). Made by `UPDATE_ACCESS=1 cargo test --test it access`; do not edit.\n\n\
         200 shown · 303 led on, or to the page where one signs in · 401 a form without signing in · 403 a role they do not hold · 404 not there for\n\
         them · 409 not possible now · 422 something is missing\n\n\
         | route | {} |\n|---|{}\n",
        names.join(" | "),
        "---|".repeat(names.len()),
    );
    for row in ROWS {
        let statuses: Vec<String> = row
            .everybody()
            .iter()
            .map(|(_, status)| status.to_string())
            .collect();
        page += "| ";
        page += row.method;
        page += " `";
        page += row.route;
        page += "` | ";
        page += &statuses.join(" | ");
        page += " |\n";
    }
    page
}

#[expect(clippy::disallowed_methods, reason = "only to write the page anew")]
#[test]
fn the_matrix_in_the_docs_is_the_one_in_force() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/access.md");
    let page = page();
    if std::env::var_os("UPDATE_ACCESS").is_some() {
        std::fs::write(path, &page).expect("a page");
    }
    let kept = std::fs::read_to_string(path).expect("docs/access.md");
    assert!(kept == page, "run UPDATE_ACCESS=1 cargo test --test it access");
}

async fn try_route(person: &Person, method: &str, path: &str) -> u16 {
    match method.parse().expect("a method") {
        Method::Get => person.get(path).await.status,
        Method::Post => {
            let token = person.token().await;
            person.post(path, &[("csrf".to_owned(), token)]).await.status
        }
        other => panic!("pages are read with GET and changed with POST, not {other}"),
    }
}

/// A route without its query.
fn bare(uri: &str) -> String {
    uri.split('?').next().unwrap_or(uri).to_owned()
}
