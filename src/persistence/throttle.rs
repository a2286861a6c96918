//! Counters that slow guessing down: sign-in, tracking, filing. Keys are hashed by the caller.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};

use super::entities::sign_in_attempt::{COLUMN, Entity};
use super::{Conn, PersistenceError, Result, Txn};

#[derive(FromQueryResult)]
struct Count {
    count: i32,
}

/// Counts one attempt in the window and returns how many there are now.
pub async fn record_attempt(txn: &Txn, key_hash: &str, window_start: i64) -> Result<i32> {
    let statement = Statement::from_sql_and_values(
        txn.raw().get_database_backend(),
        "INSERT INTO sign_in_attempts (key_hash, window_start, count) VALUES ($1, $2, 1) \
         ON CONFLICT (key_hash, window_start) DO UPDATE SET count = sign_in_attempts.count + 1 RETURNING count",
        [key_hash.into(), window_start.into()],
    );
    let row = Count::find_by_statement(statement)
        .one(txn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)?;
    Ok(row.count)
}

/// How many attempts the window has.
pub async fn count_attempts(conn: &impl Conn, key_hash: &str, window_start: i64) -> Result<i32> {
    let row = Entity::find_by_id((key_hash.to_owned(), window_start))
        .one(conn.raw())
        .await?;
    Ok(row.map_or(0, |row| row.count))
}

/// Forgets the attempts of one key, after it was used rightly.
pub async fn delete_attempts(txn: &Txn, key_hash: &str) -> Result<()> {
    Entity::delete_many()
        .filter(COLUMN.key_hash.eq(key_hash))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Forgets windows that started before an instant; returns how many.
pub async fn delete_old_attempts(txn: &Txn, before: i64) -> Result<u64> {
    Ok(Entity::delete_many()
        .filter(COLUMN.window_start.lt(before))
        .exec(txn.raw())
        .await?
        .rows_affected)
}
