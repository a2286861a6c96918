//! Bringing the schema up to date, and telling whether it is.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};

use super::{Conn, Db, Engine, PersistenceError, Result, Txn};

/// Any number, the same for every process of ours: whoever holds it may migrate.
const MIGRATION_LOCK: i64 = 7_237_042_211;

/// How the schema of a database compares with what this binary expects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemaState {
    /// They agree.
    Current,
    /// So many migrations are missing: run `terbuka migrate`.
    Pending(usize),
    /// A newer binary was here; this is the migration it applied. Run that binary.
    Newer(String),
}

/// Why a schema was not migrated.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer binary has migrated this database.
    #[error("the database already has {0}, which this version does not know")]
    Newer(String),
    /// The database did not do as told; nothing was changed.
    #[error(transparent)]
    Persistence(#[from] PersistenceError),
}

impl From<DbErr> for MigrateError {
    fn from(error: DbErr) -> Self {
        Self::Persistence(error.into())
    }
}

/// Applies what is missing and returns how many migrations that were.
///
/// All of it is one transaction under a lock: two processes take turns, and a failing step leaves nothing behind.
///
/// # Errors
/// [`MigrateError`]; the schema is then as it was.
pub async fn migrate(db: &Db) -> std::result::Result<usize, MigrateError> {
    let txn = Txn::begin(db.writer()).await?;
    if db.engine() == Engine::Postgres {
        let lock = format!("SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({MIGRATION_LOCK})");
        txn.raw().execute_unprepared(&lock).await?;
    }
    match state(&txn, db.engine()).await? {
        SchemaState::Current => Ok(0),
        SchemaState::Newer(name) => Err(MigrateError::Newer(name)),
        SchemaState::Pending(count) => {
            Migrator::up(txn.raw(), None).await?;
            txn.commit().await?;
            Ok(count)
        }
    }
}

/// Compares the schema with what this binary expects; changes nothing.
///
/// # Errors
/// When the database cannot be read.
pub async fn schema_state(db: &Db) -> Result<SchemaState> {
    state(db.read(), db.engine()).await
}

async fn state(conn: &impl Conn, engine: Engine) -> Result<SchemaState> {
    let applied = applied(conn, engine).await?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|one| one.name().to_owned())
        .collect();
    if let Some(newer) = applied.iter().find(|name| !known.contains(name)) {
        return Ok(SchemaState::Newer(newer.clone()));
    }
    Ok(
        match known.iter().filter(|name| !applied.contains(name)).count() {
            0 => SchemaState::Current,
            count => SchemaState::Pending(count),
        },
    )
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

/// The names of the applied migrations, oldest first; none on an empty database.
async fn applied(conn: &impl Conn, engine: Engine) -> Result<Vec<String>> {
    let exists = match engine {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
        Engine::Postgres => {
            "SELECT relname::text AS name FROM pg_class WHERE oid = to_regclass('seaql_migrations')"
        }
    };
    if names(conn, exists).await?.is_empty() {
        return Ok(Vec::new());
    }
    names(
        conn,
        "SELECT version AS name FROM seaql_migrations ORDER BY version",
    )
    .await
}

async fn names(conn: &impl Conn, sql: &str) -> Result<Vec<String>> {
    let statement = Statement::from_string(conn.raw().get_database_backend(), sql);
    let rows = Name::find_by_statement(statement).all(conn.raw()).await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}
