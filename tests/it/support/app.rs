//! An application of one test: a database, a folder, a clock that stands still, and mail that goes nowhere.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Once, OnceLock};

use rocket::local::asynchronous::Client;
use rocket::{Build, Rocket, Route};
use tempfile::TempDir;
use terbuka::cli::logging;
use terbuka::clock::FixedClock;
use terbuka::config::{Settings, Sources};
use terbuka::domain::deadline::LawBook;
use terbuka::mail::MemoryMailer;
use terbuka::persistence::testing::{Server, TestDatabase};
use terbuka::security::{Keys, Passwords, SeededEntropy};
use terbuka::services::{CalendarCache, Context};
use terbuka::storage::FileStore;
use terbuka::storage::extract::{ReadingLimits, TextReader};
use terbuka::text::Engine;
use terbuka::web;
use time::OffsetDateTime;
use time::macros::datetime;

use super::seed;

/// Tuesday, 24 November 2026, 10.00 WITA: when every test begins.
const NOW: OffsetDateTime = datetime!(2026-11-24 10:00 +8);

/// One application. Its parts are shared with the servers made from it.
pub struct TestApp {
    /// The outside world as the services see it.
    pub ctx: Context,
    /// The clock; moving it moves the whole application.
    pub clock: FixedClock,
    /// Mail that was sent.
    pub mail: MemoryMailer,
    database: TestDatabase,
    folder: TempDir,
}

/// Runs a test on each engine that the run must cover, each time in a new application.
pub async fn on_each_engine(test: impl AsyncFn(&TestApp)) {
    for server in Server::all().expect("the engines of this run") {
        let app = TestApp::on(&server, &[]).await;
        test(&app).await;
        app.finish().await;
    }
}

impl TestApp {
    /// An application on `server`, with units and calendars, and with settings that differ from the defaults.
    pub async fn on(server: &Server, settings: &[(&'static str, &str)]) -> Self {
        let app = Self::bare(server, settings).await;
        seed::calendars(&app.ctx).await;
        seed::units(&app.ctx).await;
        app
    }

    /// An application on `server`, with units and calendars, in which nothing happened before `at`.
    pub async fn since(server: &Server, at: OffsetDateTime) -> Self {
        let app = Self::bare(server, &[]).await;
        app.clock.set(at);
        seed::calendars(&app.ctx).await;
        seed::units(&app.ctx).await;
        app
    }

    /// An application on `server` with an empty database.
    pub async fn bare(server: &Server, settings: &[(&'static str, &str)]) -> Self {
        let folder = TempDir::new().expect("a folder");
        let settings = read(settings, &folder);
        keep_log(&settings);
        let database = server.fresh(folder.path()).await.expect("a database");
        let clock = FixedClock::new(NOW);
        let mail = MemoryMailer::default();
        let entropy = Arc::new(SeededEntropy::new(20_261_124));
        let ctx = Context {
            db: database.db.clone(),
            clock: Arc::new(clock.clone()),
            files: FileStore::local(&folder.path().join("files")).expect("a file store"),
            reader: TextReader::new(env!("CARGO_BIN_EXE_terbuka").into(), ReadingLimits::default()),
            mailer: Arc::new(mail.clone()),
            passwords: Passwords::cheap(entropy.clone()),
            keys: Keys::ephemeral(&*entropy),
            settings: Arc::new(settings),
            law: Arc::new(LawBook::built_in().expect("law packs")),
            engine: engine(),
            calendar: CalendarCache::default(),
            entropy,
        };
        Self {
            ctx,
            clock,
            mail,
            database,
            folder,
        }
    }

    /// The server of this application, not yet ignited.
    pub fn rocket(&self) -> Rocket<Build> {
        web::build(self.ctx.clone())
    }

    /// A browser with an empty cookie jar. Each has a server of its own over the same application.
    pub async fn client(&self) -> Client {
        Client::tracked(self.rocket())
            .await
            .expect("a server that ignites")
    }

    /// A browser of a server with more routes, for handlers that misbehave.
    pub async fn client_with(&self, routes: Vec<Route>) -> Client {
        let rocket = self.rocket().mount("/", web::mount::guarded(routes));
        Client::tracked(rocket).await.expect("a server that ignites")
    }

    /// Lets every reading through and keeps nothing more.
    pub async fn break_writing(&self) {
        self.database.refuse_writes().await.expect("a database");
    }

    /// Changes rows behind the back of the portal.
    pub async fn tamper(&self, sql: &str) {
        self.database.tamper(sql).await.expect("a changed row");
    }

    /// Takes away a trigger that keeps rows from being changed.
    pub async fn unguard(&self, table: &str, trigger: &str) {
        self.database.unguard(table, trigger).await.expect("a trigger");
    }

    /// Takes away what keeps the logs of records from being changed: each engine has triggers of its own.
    pub async fn unguard_records(&self) {
        let mut taken = 0;
        for trigger in ["no_update", "no_delete", "no_change"] {
            let trigger = format!("tr_record_events_{trigger}");
            taken += usize::from(self.database.unguard("record_events", &trigger).await.is_ok());
        }
        assert!(taken > 0, "the log was guarded");
    }

    /// Takes away the place where files arrive, as a full or lost disk does; `mend_files` gives it back.
    pub fn break_files(&self) {
        std::fs::remove_dir_all(self.incoming()).expect("a folder");
    }

    /// Files can arrive again.
    pub fn mend_files(&self) {
        std::fs::create_dir(self.incoming()).expect("a folder");
    }

    fn incoming(&self) -> PathBuf {
        self.folder.path().join("files/incoming")
    }

    /// Closes and removes the database.
    pub async fn finish(self) {
        drop(self.ctx);
        self.database.finish().await.expect("a database that closes");
    }
}

/// Where `tests/run` wants the log lines of the run, to look for personal data in them.
#[expect(clippy::disallowed_methods, reason = "only tests/run says where")]
pub fn log_folder() -> Option<PathBuf> {
    std::env::var_os("TERBUKA_TEST_LOG").map(PathBuf::from)
}

/// Logs of this process as the program ships, into a file, when they are wanted.
fn keep_log(settings: &Settings) {
    static KEPT: Once = Once::new();
    let Some(folder) = log_folder() else { return };
    KEPT.call_once(|| {
        let path = folder.join(format!("tests-{}.log", std::process::id()));
        let file = File::options()
            .create(true)
            .append(true)
            .open(path)
            .expect("a log");
        logging::init_with(&settings.log, Arc::new(file)).expect("nothing logs yet");
    });
}

/// The templates, which never change, read once: they take longer than most tests.
fn engine() -> Arc<Engine> {
    static ENGINE: OnceLock<Arc<Engine>> = OnceLock::new();
    Arc::clone(ENGINE.get_or_init(|| Arc::new(Engine::new().expect("templates"))))
}

fn read(settings: &[(&'static str, &str)], folder: &TempDir) -> Settings {
    let mut flags: BTreeMap<&'static str, String> = settings
        .iter()
        .map(|(key, value)| (*key, (*value).to_owned()))
        .collect();
    flags.insert("data_dir", folder.path().display().to_string());
    let sources = Sources {
        flags,
        ..Sources::default()
    };
    Settings::load(&sources).expect("settings")
}
