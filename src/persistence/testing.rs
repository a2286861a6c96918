//! A fresh database for a test, on each engine that the run must cover. Used by the tests in here and by `tests/it`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database};
use tokio::sync::OnceCell;

use super::{Db, MigrateError, PersistenceError, migrate};

/// Where test databases are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    /// A file in the directory of the test.
    Sqlite,
    /// A database on this server; the address names any database there and a role that may create others.
    Postgres(String),
}

/// A database of one test.
#[derive(Debug)]
pub struct TestDatabase {
    /// Opened, and migrated if it was asked for fresh.
    pub db: Db,
    /// Its address, for a second connection.
    pub url: String,
    server: Server,
}

static MADE: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();
static TEMPLATE_FILE: OnceCell<Vec<u8>> = OnceCell::const_new();

impl Server {
    /// The engines this run must cover, as `tests/run` says: `TERBUKA_TEST_DATABASES` is `sqlite` or `postgres`, and
    /// without it both are covered if there is a `TERBUKA_TEST_PG`.
    ///
    /// # Errors
    /// When `PostgreSQL` must be covered and there is no server: a run never covers less than it says.
    #[expect(
        clippy::disallowed_methods,
        reason = "settings of a test run, not of the portal"
    )]
    pub fn all() -> Result<Vec<Self>, String> {
        let server = std::env::var("TERBUKA_TEST_PG").ok().map(Self::Postgres);
        match std::env::var("TERBUKA_TEST_DATABASES").ok().as_deref() {
            Some("sqlite") => Ok(vec![Self::Sqlite]),
            Some("postgres") => match server {
                Some(server) => Ok(vec![server]),
                None => Err("TERBUKA_TEST_PG must name a PostgreSQL server".to_owned()),
            },
            Some(other) => Err(format!(
                "TERBUKA_TEST_DATABASES is sqlite or postgres, not {other}"
            )),
            None => Ok([Some(Self::Sqlite), server].into_iter().flatten().collect()),
        }
    }

    /// A new migrated database, copied from one that this process migrated once.
    pub async fn fresh(&self, directory: &Path) -> Result<TestDatabase, MigrateError> {
        match self {
            Self::Sqlite => {
                let template = TEMPLATE_FILE
                    .get_or_try_init(|| async {
                        let file = new_file(directory);
                        let template = Db::connect(&address(&file)).await?;
                        migrate(&template).await?;
                        // Closed, all of it stands in the one file.
                        template.close().await?;
                        Ok::<_, MigrateError>(tokio::fs::read(&file).await.map_err(unreadable)?)
                    })
                    .await?;
                let file = new_file(directory);
                tokio::fs::write(&file, template).await.map_err(unreadable)?;
                Ok(self.open(address(&file)).await?)
            }
            Self::Postgres(server) => {
                let name = TEMPLATE
                    .get_or_try_init(|| async {
                        let name = create(server, "template0").await?;
                        let template = Db::connect(&with_database(server, &name)).await?;
                        migrate(&template).await?;
                        template.close().await?;
                        Ok::<_, MigrateError>(name)
                    })
                    .await?;
                Ok(self
                    .open(with_database(server, &create(server, name).await?))
                    .await?)
            }
        }
    }

    /// A new database with nothing in it.
    pub async fn empty(&self, directory: &Path) -> Result<TestDatabase, PersistenceError> {
        let url = match self {
            Self::Sqlite => address(&new_file(directory)),
            Self::Postgres(server) => with_database(server, &create(server, "template0").await?),
        };
        self.open(url).await
    }

    async fn open(&self, url: String) -> Result<TestDatabase, PersistenceError> {
        Ok(TestDatabase {
            db: Db::connect(&url).await?,
            url,
            server: self.clone(),
        })
    }
}

impl TestDatabase {
    /// Leaves no room for another page on `SQLite`, which answers as on a full disk, until the writing connection is another.
    pub async fn fill_disk(&self) -> Result<(), PersistenceError> {
        self.limit_pages(1).await
    }

    /// Gives the room back.
    pub async fn free_disk(&self) -> Result<(), PersistenceError> {
        self.limit_pages(1_000_000).await
    }

    /// Changes rows behind the back of the portal, as somebody with the database in their hands could.
    ///
    /// # Errors
    /// When the database refuses the statement.
    pub async fn tamper(&self, sql: &str) -> Result<(), PersistenceError> {
        self.db.writer().execute_unprepared(sql).await?;
        Ok(())
    }

    /// Takes away a trigger that keeps rows from being changed, as somebody with the database in their hands could.
    ///
    /// # Errors
    /// When there is no such trigger.
    pub async fn unguard(&self, table: &str, trigger: &str) -> Result<(), PersistenceError> {
        match &self.server {
            Server::Sqlite => self.tamper(&format!("DROP TRIGGER {trigger}")).await,
            Server::Postgres(_) => self.tamper(&format!("DROP TRIGGER {trigger} ON {table}")).await,
        }
    }

    /// Keeps nothing more on `SQLite`, as if the disk had been mounted to be read.
    pub async fn refuse_writes(&self) -> Result<(), PersistenceError> {
        self.db
            .writer()
            .execute_unprepared("PRAGMA query_only = ON")
            .await?;
        Ok(())
    }

    async fn limit_pages(&self, most: u32) -> Result<(), PersistenceError> {
        let statement = format!("PRAGMA max_page_count = {most}");
        self.db.writer().execute_unprepared(&statement).await?;
        Ok(())
    }

    /// Closes the database and removes it from the server, once its test has passed.
    pub async fn finish(self) -> Result<(), PersistenceError> {
        self.db.close().await?;
        match &self.server {
            Server::Sqlite => Ok(()),
            Server::Postgres(server) => on_server(server, &[&drop_statement(name_in(&self.url))]).await,
        }
    }
}

/// A file that is not there yet.
fn new_file(directory: &Path) -> PathBuf {
    directory.join(format!("test-{}.db", MADE.fetch_add(1, Ordering::Relaxed)))
}

fn unreadable(error: std::io::Error) -> PersistenceError {
    PersistenceError::Unavailable(error.into())
}

fn address(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

async fn create(server: &str, template: &str) -> Result<String, PersistenceError> {
    let name = format!(
        "terbuka_test_{}_{}",
        std::process::id(),
        MADE.fetch_add(1, Ordering::Relaxed)
    );
    // One left behind by a failed run of a process with the same number.
    let creation = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
    on_server(server, &[&drop_statement(&name), &creation]).await?;
    Ok(name)
}

fn drop_statement(name: &str) -> String {
    format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)")
}

async fn on_server(server: &str, statements: &[&str]) -> Result<(), PersistenceError> {
    let connection = Database::connect(server).await?;
    for statement in statements {
        connection.execute_unprepared(statement).await?;
    }
    Ok(connection.close().await?)
}

/// The address with another database, which is what stands between the host and the `?`.
fn with_database(server: &str, name: &str) -> String {
    let database = name_in(server);
    let query = server
        .split_once('?')
        .map_or(String::new(), |(_, query)| format!("?{query}"));
    let host = server.split('?').next().unwrap_or(server);
    let host = host.strip_suffix(&format!("/{database}")).unwrap_or(host);
    format!("{host}/{name}{query}")
}

fn name_in(url: &str) -> &str {
    let path = url.split('?').next().unwrap_or(url);
    let after_scheme = path.split_once("://").map_or(path, |(_, rest)| rest);
    after_scheme.split_once('/').map_or("", |(_, name)| name)
}
