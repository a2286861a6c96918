//! A fresh, migrated database for a test, on either engine. Used by the tests in here and by `tests/it`.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database};
use tokio::sync::OnceCell;

use super::{Db, MigrateError, PersistenceError, migrate};

static MADE: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

/// A new file in a directory, migrated.
pub async fn fresh_sqlite(directory: &Path) -> Result<Db, MigrateError> {
    let db = Db::connect(&empty_sqlite(directory)).await?;
    migrate(&db).await?;
    Ok(db)
}

/// The address of a file that does not exist yet.
pub fn empty_sqlite(directory: &Path) -> String {
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    format!("sqlite:{}", directory.join(format!("test-{number}.db")).display())
}

/// A new database on the server, copied from one that was migrated once in this process. `server` is the address of
/// any database there, with the right to create others.
pub async fn fresh_postgres(server: &str) -> Result<Db, MigrateError> {
    let template = TEMPLATE
        .get_or_try_init(|| async {
            let url = create_postgres(server, None).await?;
            let db = Db::connect(&url).await?;
            migrate(&db).await?;
            db.close().await?;
            let name = url.rsplit('/').next().unwrap_or_default();
            Ok::<_, MigrateError>(name.split('?').next().unwrap_or_default().to_owned())
        })
        .await?;
    let url = create_postgres(server, Some(template)).await?;
    Ok(Db::connect(&url).await?)
}

/// The address of a new, empty database on the server.
pub async fn empty_postgres(server: &str) -> Result<String, PersistenceError> {
    create_postgres(server, None).await
}

/// Removes a database made here, once its test has passed.
pub async fn drop_postgres(server: &str, name: &str) -> Result<(), PersistenceError> {
    let connection = Database::connect(server).await?;
    connection
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
        .await?;
    Ok(connection.close().await?)
}

async fn create_postgres(server: &str, template: Option<&str>) -> Result<String, PersistenceError> {
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("terbuka_test_{}_{number}", std::process::id());
    let connection = Database::connect(server).await?;
    connection
        .execute_unprepared(&format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
        .await?;
    let template = template.unwrap_or("template0");
    connection
        .execute_unprepared(&format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""))
        .await?;
    connection.close().await?;
    Ok(with_database(server, &name))
}

/// The address with another database: what stands between the last `/` of the path and the `?`.
fn with_database(server: &str, name: &str) -> String {
    let (path, query) = server
        .split_once('?')
        .map_or((server, String::new()), |(path, query)| {
            (path, format!("?{query}"))
        });
    let after_scheme = path.find("://").map_or(0, |at| at + 3);
    let (scheme, rest) = path.split_at(after_scheme);
    let host = rest.split('/').next().unwrap_or_default();
    format!("{scheme}{host}/{name}{query}")
}
