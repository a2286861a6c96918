//! Opening the database: pools, pragmas and timeouts of both engines.

use std::time::Duration;

use sea_orm::sqlx::pool::PoolOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{Connection, Sqlite};
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use super::{PersistenceError, Reader, Result};

/// How long a statement waits for a free connection or a lock before the user is told to try again.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long `PostgreSQL` may work on one statement.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
/// Connections of the reading pool on `SQLite`.
const SQLITE_READERS: u32 = 4;
/// Connections of the pool on `PostgreSQL`.
const POSTGRES_CONNECTIONS: u32 = 8;

/// Which engine keeps the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default.
    Sqlite,
    /// The engine for many machines.
    Postgres,
}

/// An open database. Cheap to clone: all clones share the pools.
#[derive(Clone, Debug)]
pub struct Db {
    engine: Engine,
    writer: DatabaseConnection,
    reader: Reader,
}

impl Db {
    /// Opens `sqlite:PATH` (created when missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`PersistenceError::Unavailable`] when the file or server cannot be reached, `Other` for any other address.
    pub async fn connect(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Self::connect_sqlite(url).await
        } else if let Some(rest) = url
            .strip_prefix("postgres://")
            .or_else(|| url.strip_prefix("postgresql://"))
        {
            Self::connect_postgres(&format!("postgres://{rest}")).await
        } else {
            Err(PersistenceError::Other(
                "a database address starts with sqlite: or postgres://".into(),
            ))
        }
    }

    async fn connect_sqlite(url: &str) -> Result<Self> {
        let mut writing = options(url);
        writing.max_connections(1).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .busy_timeout(PATIENCE)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // A request with a legal deadline must survive a power cut the moment its number was given.
                .synchronous(SqliteSynchronous::Full)
                // So that REPLACE cannot slip past the triggers of append-only tables.
                .pragma("recursive_triggers", "ON")
                .pragma("cache_size", "-16384")
        });
        writing.map_sqlx_sqlite_pool_opts(replace_what_is_still_open);
        let writer = Database::connect(writing).await?;
        let mut reading = options(url);
        reading
            .max_connections(SQLITE_READERS)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .read_only(true)
                    .busy_timeout(PATIENCE)
                    .pragma("cache_size", "-16384")
                    .pragma("mmap_size", "268435456")
            });
        let reader = Reader(Database::connect(reading).await?);
        Ok(Self {
            engine: Engine::Sqlite,
            writer,
            reader,
        })
    }

    async fn connect_postgres(url: &str) -> Result<Self> {
        let mut pool = options(url);
        pool.max_connections(POSTGRES_CONNECTIONS)
            // A ping only after idling: a restarted server costs no error, a busy pool no round trips.
            .test_before_acquire_if_idle_for(PATIENCE)
            .statement_timeout(STATEMENT_TIMEOUT)
            .set_application_name("terbuka");
        let writer = Database::connect(pool).await?;
        Ok(Self {
            engine: Engine::Postgres,
            reader: Reader(writer.clone()),
            writer,
        })
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The connections to read from.
    #[must_use]
    pub fn read(&self) -> &Reader {
        &self.reader
    }

    pub(super) fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`PersistenceError::Unavailable`] when there is none.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.reader.0.ping().await?)
    }

    /// Waits for open work and closes every connection; afterwards everything is `Unavailable`.
    ///
    /// # Errors
    /// When a connection refuses to close.
    pub async fn close(&self) -> Result<()> {
        self.reader.0.clone().close().await?;
        Ok(self.writer.clone().close().await?)
    }
}

/// Closes a writing connection whose transaction did not end, and opens another before the next use.
///
/// On a full disk `SQLite` rolls back by itself. The rollback of the driver then finds nothing to roll back, and the driver
/// goes on counting a transaction: what begins next would be a savepoint within nothing, and no commit would be one.
fn replace_what_is_still_open(pool: PoolOptions<Sqlite>) -> PoolOptions<Sqlite> {
    pool.after_release(|connection, _| {
        Box::pin(async move {
            // The rollback of a dropped transaction waits in line; whoever answers now has passed it.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
    .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
}

/// What both engines share. Statements are never logged: they carry personal data.
fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .test_before_acquire(false)
        .acquire_timeout(PATIENCE)
        .connect_timeout(PATIENCE);
    options
}
