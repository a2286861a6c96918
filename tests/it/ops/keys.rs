//! The operator's keys over the life of a database: a new one in place of an old one, work that is cut off, and what must not be lost.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;

use terbuka::config::KeyOverrides;
use terbuka::domain::actor::Actor;
use terbuka::domain::applicant::Submission;
use terbuka::domain::objection::Ground;
use terbuka::domain::request::{ApplicantKind, Channel};
use terbuka::persistence::case_keys::{self, Needed};
use terbuka::persistence::testing::{Server, TestDatabase};
use terbuka::persistence::{Db, Engine, identities as rows, write};
use terbuka::security::{Keys, OsEntropy, Purpose, has_own_key};
use terbuka::services::desk::{self, DeskKey};
use terbuka::services::identities::{self, Subject};
use terbuka::services::keys::{KeysDisagree, Retired, agree, compare, count_old, reseal, strike};
use terbuka::services::objections::{self, About, ObjectionFiling, Objector};
use terbuka::services::requests::{self, CaseKey, for_staff};
use terbuka::services::{Context, ServiceError, drafts};
use terbuka::text::Lang;
use uuid::Uuid;

use super::cli::{Installation, free_address, repository};
use crate::support::{CaseBuilder, Office, TestApp, on_each_engine};

/// Bytes as the engine writes them.
fn literal(engine: Engine, bytes: &[u8]) -> String {
    let hex = bytes.iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    });
    match engine {
        Engine::Sqlite => format!("x'{hex}'"),
        Engine::Postgres => format!("'\\x{hex}'::bytea"),
    }
}

/// An id as the engine keeps it.
fn key_of(engine: Engine, id: Uuid) -> String {
    match engine {
        Engine::Sqlite => literal(engine, id.as_bytes()),
        Engine::Postgres => format!("'{id}'"),
    }
}

fn context(id: Uuid) -> Vec<u8> {
    [b"identity:", id.as_bytes().as_slice()].concat()
}

fn opened(keys: &Keys, id: Uuid, found: &rows::Sealed) -> Vec<u8> {
    let plain = if has_own_key(&found.sealed) {
        let key = keys.unwrap_key(id.as_bytes(), found.wrapped.as_ref().unwrap());
        key.unwrap().open(&context(id), &found.sealed)
    } else {
        keys.unseal(&context(id), &found.sealed)
    };
    plain.unwrap().to_vec()
}

/// Statements that make an identity what it was before cases had keys of their own.
fn as_before(engine: Engine, keys: &Keys, table: (&str, &str), id: Uuid, plain: &[u8]) -> String {
    let sealed = literal(engine, &keys.seal(&OsEntropy, &context(id), plain).unwrap());
    let ((table, column), id) = (table, key_of(engine, id));
    format!(
        "UPDATE {table} SET sealed = {sealed} WHERE {column} = {id}; DELETE FROM case_keys WHERE case_id = {id};"
    )
}

#[tokio::test]
async fn rotation_killed_ten_times_loses_nothing() {
    for server in Server::all().unwrap() {
        let folder = tempfile::tempdir().unwrap();
        let database = server.empty(folder.path()).await.unwrap();
        let here = Installation::new().with("TERBUKA_DATABASE_URL", &database.url);
        here.run(&["setup"]).expect(0);
        let sample = repository("data/requests-sample.jsonl");
        here.run(&["requests", "import", sample.to_str().unwrap()])
            .expect(0);
        killed_ten_times(&here, &database).await;
        database.finish().await.unwrap();
    }
}

async fn killed_ten_times(here: &Installation, database: &TestDatabase) {
    let db = &database.db;
    let dir = here.path("terbuka-data/keys");
    let keys = || Keys::load(&dir, &KeyOverrides::default()).unwrap();
    let first = case_keys::list_old_case_keys(db.read(), 2, Uuid::nil(), 1_000)
        .await
        .unwrap();
    let ids: Vec<Uuid> = first.iter().map(|key| key.case_id).collect();
    assert_eq!(ids.len(), 300);
    let all = async |keys: &Keys| {
        let mut plain = BTreeMap::new();
        for id in &ids {
            let found = rows::find_sealed(db.read(), *id).await.unwrap().unwrap();
            plain.insert(*id, opened(keys, *id, &found));
        }
        plain
    };
    let before = all(&keys()).await;
    let old: String = before
        .iter()
        .step_by(2)
        .map(|(id, plain)| as_before(db.engine(), &keys(), ("identities", "request_id"), *id, plain))
        .collect();
    database.tamper(&format!("BEGIN; {old} COMMIT")).await.unwrap();

    let rotate = |number: u8| {
        let name = format!("identity.{number}.key");
        here.run(&["keys", "rotate", "identity"]).expect(0).prints(&name);
        let mode = std::fs::metadata(dir.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    };
    rotate(2);
    here.run(&["doctor"])
        .prints("300 rows are not under identity key 2 yet");
    here.run(&["keys", "retire", "identity", "1"])
        .expect(1)
        .says("identity key 1 is still needed by 300 rows (identities 150, keys of cases 150, drafts 0)");

    let mut left = left_under(db, 2).await;
    for kill in 0..10_usize {
        if kill == 5 {
            // In the middle of it, a third one: what is under the first and what is under the second both move on.
            rotate(3);
            left = left_under(db, 3).await;
        }
        let batch = (1 + kill % 3).to_string();
        let work = ["keys", "reseal", "--batch", &batch, "--report", "1"];
        assert!(
            here.kill_after(&work, 2 + kill),
            "kill {kill}: it was done before"
        );
        let now = left_under(db, if kill < 5 { 2 } else { 3 }).await;
        assert!(0 < now && now < left, "kill {kill}: half-way, {left} to {now}");
        left = now;
        assert_eq!(all(&keys()).await, before, "kill {kill}");
    }
    here.run(&["keys", "reseal"])
        .expect(0)
        .prints(&format!("{left} rows sealed under identity key 3"));
    here.run(&["keys", "reseal"]).expect(0).prints("0 rows sealed");
    for number in ["1", "2"] {
        here.run(&["keys", "retire", "identity", number]).expect(0);
    }
    assert!(!dir.join("identity.key").exists() && !dir.join("identity.2.key").exists());
    assert_eq!(all(&keys()).await, before);
    here.run(&["doctor"]).prints("all under identity key 3");
    let address = free_address();
    let running = here.start(&["serve", "--listen", &address]);
    here.healthy(&address).await;
    assert_eq!(running.stop(), Some(0), "{}", here.said());
}

/// Rows that an identity key before `current` still holds, and those that the first keys sealed themselves.
async fn left_under(db: &Db, current: u8) -> u64 {
    let mut left = 0;
    for number in 1..current {
        left += case_keys::count_needed(db.read(), number).await.unwrap().total();
    }
    left
}

#[tokio::test]
async fn keys_are_listed_and_what_cannot_be_rotated_says_why() {
    let here = Installation::set_up();
    let listed = here
        .run(&["keys", "list"])
        .expect(0)
        .prints("identity\t1\tcurrent\t");
    assert_eq!(listed.out.lines().count(), 4, "{listed:?}");
    here.run(&["keys", "rotate", "session"])
        .expect(0)
        .prints("session.2.key");
    here.run(&["keys", "list"]).expect(0).prints("session\t1\told\t");
    here.run(&["keys", "retire", "session", "2"])
        .expect(1)
        .says("session key 2 is the current one");
    here.run(&["keys", "retire", "session", "1"])
        .expect(0)
        .prints("is gone");
    here.run(&["keys", "retire", "session", "1"])
        .expect(1)
        .says("there is no session key 1");
    here.run(&["keys", "rotate", "lookup"])
        .expect(1)
        .says("every link sent so far would open nothing");
    here.run(&["keys", "rotate", "everything"]).expect(2);
    let given = here.with(
        "TERBUKA_KEYS__CSRF",
        "bkVf4bMBBE/0gDkfQGDTYXrs8SyMpY6m+J9xZ2R1s8g=",
    );
    given
        .run(&["keys", "rotate", "csrf"])
        .expect(1)
        .says("come from the setting keys.csrf");
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(given.path("terbuka-data/keys"), open).unwrap();
    let secret = given.write("smtp", "hush");
    std::fs::set_permissions(given.path(&secret), std::fs::Permissions::from_mode(0o644)).unwrap();
    given.write(
        "terbuka.toml",
        "[smtp]\nhost = \"127.0.0.1\"\nport = 1\nfrom = \"a@b.id\"\nusername = \"u\"\npassword_file = \"smtp\"\n",
    );
    given
        .run(&["doctor"])
        .prints("others on this machine may list the keys: run `chmod 700 ")
        .prints("smtp holds a secret and can be read by others: run `chmod 600 ")
        .prints("session 2 (0 days), csrf 1 (from the settings)");
}

/// An application whose identity keys lie in a folder.
struct Ringed<'a> {
    app: &'a TestApp,
    dir: tempfile::TempDir,
}

impl<'a> Ringed<'a> {
    fn new(app: &'a TestApp) -> Self {
        let dir = tempfile::tempdir().unwrap();
        Keys::create_missing(dir.path(), &OsEntropy).unwrap();
        Self { app, dir }
    }

    /// A process that starts now.
    fn start(&self) -> Context {
        Context {
            keys: Keys::load(self.dir.path(), &KeyOverrides::default()).unwrap(),
            ..self.app.ctx.clone()
        }
    }

    fn rotate(&self) {
        let keys = self.start().keys;
        keys.rotate(Purpose::Identity, &OsEntropy).unwrap();
    }
}

fn filled() -> Submission {
    Submission {
        full_name: "Sri Contoh".to_owned(),
        ..Submission::default()
    }
}

async fn filed(app: &TestApp, ctx: &Context) -> Result<Uuid, ServiceError> {
    let filing = CaseBuilder::new().filing(app);
    Ok(requests::file(ctx, filing).await?.id)
}

/// An objection of somebody who made no request.
async fn objected(app: &TestApp, ctx: &Context) -> Uuid {
    let filing = ObjectionFiling {
        about: About::Publication {
            unit: Some("lapas-makassar".to_owned()),
            information: "Laporan keuangan".to_owned(),
        },
        grounds: vec![Ground::of_letter('b').unwrap()],
        reason: "Tidak diumumkan.".to_owned(),
        purpose: "Penelitian".to_owned(),
        objector: Objector {
            identity: Some(CaseBuilder::new().filing(app).request.identity),
            kind: ApplicantKind::Individual,
            proxy_name: None,
            is_by_proxy: false,
        },
        channel: Channel::Web,
        received_at: ctx.now(),
        lang: Lang::Id,
        actor: Actor::APPLICANT,
        submission_key: ctx.new_id().to_string(),
        files: Vec::new(),
        source: "live",
    };
    objections::file(ctx, filing).await.unwrap().id
}

#[tokio::test]
async fn everything_sealed_moves_on_and_the_old_key_writes_no_more() {
    on_each_engine(async |app| {
        let ringed = Ringed::new(app);
        let first = ringed.start();
        agree(&first).await.unwrap();
        let mut cases = Vec::new();
        for _ in 0..4 {
            cases.push(filed(app, &first).await.unwrap());
        }
        let objection = objected(app, &first).await;
        let draft = drafts::start(&first, &filled()).await.unwrap();
        let key = DeskKey::secret("test", "one");
        desk::save(&first, &key, &filled(), "file", &[]).await.unwrap();
        for (table, id) in [
            (("identities", "request_id"), cases[0]),
            (("objection_identities", "objection_id"), objection),
        ] {
            let conn = app.ctx.db.read();
            let found = match table.0 {
                "identities" => rows::find_sealed(conn, id).await,
                _ => rows::find_objection_sealed(conn, id).await,
            };
            let plain = opened(&first.keys, id, &found.unwrap().unwrap());
            let statements = as_before(app.ctx.db.engine(), &first.keys, table, id, &plain);
            for statement in statements.split_terminator(';') {
                app.tamper(statement).await;
            }
        }
        // Without any new key, too, what is of old gets a key of its own.
        assert_eq!(count_old(&first).await.unwrap(), 2);

        ringed.rotate();
        let both = ringed.start();
        agree(&both).await.unwrap();
        assert_eq!(count_old(&both).await.unwrap(), 7);
        let needed = Needed {
            identities: 2,
            case_keys: 3,
            drafts: 2,
        };
        assert_eq!(strike(&both, 1).await.unwrap(), Retired::Needed(needed));
        // Two rows, then two at once with each other, then the rest.
        assert_eq!(reseal(&both, 1, 2, |_| {}).await.unwrap().rows, 2);
        let (one, two) = tokio::join!(reseal(&both, 1, 10, |_| {}), reseal(&both, 2, 10, |_| {}));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((one.rows + two.rows, one.unreadable + two.unreadable), (5, 0));
        assert_eq!(count_old(&both).await.unwrap(), 0);
        assert_eq!(strike(&both, 1).await.unwrap(), Retired::Struck);
        both.keys.retire(Purpose::Identity, 1).unwrap();

        let new = ringed.start();
        agree(&new).await.unwrap();
        let conn = app.ctx.db.read();
        for id in cases {
            assert!(identities::open(&new, conn, id).await.unwrap().is_some());
        }
        let objector = identities::open_objector(&new, conn, objection).await.unwrap();
        assert!(objector.unwrap().full_name.is_some());
        assert_eq!(drafts::open(&new, &draft).await.unwrap().submission, filled());
        let lying = desk::open::<Submission>(&new, &key).await.unwrap().unwrap();
        assert_eq!(lying.content, filled());

        // A server that was not started again: the database refuses, and nothing is sealed that nobody opens.
        assert!(filed(app, &first).await.is_err());
        let stale = [
            drafts::start(&first, &filled()).await.map(drop),
            drafts::save(&first, &draft, &filled()).await,
            desk::save(&first, &key, &filled(), "file", &[]).await,
        ];
        for refused in stale {
            assert!(
                matches!(refused, Err(ServiceError::Unavailable(_))),
                "{refused:?}"
            );
        }
        assert!(matches!(
            compare(&first).await,
            Err(KeysDisagree::Behind { newest: 2, here: 1 })
        ));
        let foreign = Ringed::new(app);
        foreign.rotate();
        assert!(matches!(
            compare(&foreign.start()).await,
            Err(KeysDisagree::Foreign(2))
        ));
    })
    .await;
}

#[tokio::test]
async fn rows_that_nothing_opens_stop_no_other() {
    on_each_engine(async |app| {
        let ringed = Ringed::new(app);
        let first = ringed.start();
        agree(&first).await.unwrap();
        let (broken, whole) = (
            filed(app, &first).await.unwrap(),
            filed(app, &first).await.unwrap(),
        );
        let junk = literal(app.ctx.db.engine(), &[1; 80]);
        let id = key_of(app.ctx.db.engine(), broken);
        app.tamper(&format!(
            "UPDATE case_keys SET wrapped = {junk} WHERE case_id = {id}"
        ))
        .await;
        ringed.rotate();
        let both = ringed.start();
        agree(&both).await.unwrap();
        let done = reseal(&both, 10, 10, |_| {}).await.unwrap();
        assert_eq!((done.rows, done.unreadable), (1, 1));
        assert!(
            identities::open(&both, app.ctx.db.read(), whole)
                .await
                .unwrap()
                .is_some()
        );
        assert!(matches!(strike(&both, 1).await.unwrap(), Retired::Needed(_)));
    })
    .await;
}

#[tokio::test]
async fn an_identity_without_its_key_is_gone_for_good() {
    on_each_engine(async |app| {
        let ctx = &app.ctx;
        let conn = ctx.db.read();
        let filed = CaseBuilder::new().file(app).await;
        let (request, number, objection) = (filed.id, filed.registration_no, objected(app, ctx).await);
        let copy = rows::find_sealed(conn, request).await.unwrap().unwrap();
        let other = rows::find_objection_sealed(conn, objection)
            .await
            .unwrap()
            .unwrap();
        write(&ctx.db, async |txn| {
            identities::forget(txn, Subject::Request, request).await?;
            identities::forget(txn, Subject::Objection, objection).await
        })
        .await
        .unwrap();
        assert_eq!(identities::open(ctx, conn, request).await.unwrap(), None);
        // The rows come back from a backup, their keys do not.
        for (table, id, found) in [
            ("identities (request_id, sealed)", request, &copy),
            ("objection_identities (objection_id, sealed)", objection, &other),
        ] {
            let sealed = literal(ctx.db.engine(), &found.sealed);
            let row = key_of(ctx.db.engine(), id);
            app.tamper(&format!("INSERT INTO {table} VALUES ({row}, {sealed})"))
                .await;
            assert!(ctx.keys.unseal(&context(id), &found.sealed).is_err());
        }
        assert_eq!(identities::open(ctx, conn, request).await.unwrap(), None);
        assert_eq!(
            identities::open_objector(ctx, conn, objection).await.unwrap(),
            None
        );
        // Nothing brings them back, and the key of another case opens nothing of this one.
        assert_eq!(reseal(ctx, 10, 100, |_| {}).await.unwrap().rows, 0);
        let stranger = ctx
            .keys
            .unwrap_key(objection.as_bytes(), other.wrapped.as_ref().unwrap());
        assert!(stranger.unwrap().open(&context(request), &copy.sealed).is_err());
        // The case is worked on as before.
        let viewer = Office::open(app, "lapas-makassar").await.viewer;
        let case = for_staff(ctx, &viewer, &CaseKey::Number(number)).await.unwrap();
        assert!(case.identity.is_none() && case.page.events.len() == 2);
    })
    .await;
}
