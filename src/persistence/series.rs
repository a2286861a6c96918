//! Gapless numbers of what is not a request: a series of its own for each unit and year.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use super::{Conn, PersistenceError, Result, Txn};

#[derive(FromQueryResult)]
struct Last {
    last: i32,
}

/// The next number of a series. It is given back when the transaction is rolled back, so none is lost.
pub async fn next_in_series(txn: &Txn, unit_id: Uuid, series: &str, year: i32) -> Result<i32> {
    let statement = Statement::from_sql_and_values(
        txn.raw().get_database_backend(),
        "INSERT INTO series_counters (unit_id, series, year, last) VALUES ($1, $2, $3, 1) \
         ON CONFLICT (unit_id, series, year) DO UPDATE SET last = series_counters.last + 1 RETURNING last",
        [unit_id.into(), series.into(), year.into()],
    );
    let row = Last::find_by_statement(statement)
        .one(txn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)?;
    Ok(row.last)
}
