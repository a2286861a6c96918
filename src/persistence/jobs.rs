//! Leases of recurring jobs: of many workers, one runs each job at a time.

use sea_orm::{ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set, Statement};

use super::entities::job::{ActiveModel, COLUMN, Column, Entity};
use super::rows::Job;
use super::{Conn, Result, Txn};

/// Takes the job until `locked_until`; tells whether it was free. A worker that dies loses it by then.
pub async fn claim_job(txn: &Txn, name: &str, now: i64, locked_until: i64) -> Result<bool> {
    let statement = Statement::from_sql_and_values(
        txn.raw().get_database_backend(),
        "INSERT INTO jobs (name, locked_until) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE \
         SET locked_until = excluded.locked_until WHERE jobs.locked_until IS NULL OR jobs.locked_until <= $3",
        [name.into(), locked_until.into(), now.into()],
    );
    Ok(txn.raw().execute_raw(statement).await?.rows_affected() == 1)
}

/// Gives the job back after a run, with what went wrong if something did.
pub async fn release_job(txn: &Txn, name: &str, at: i64, error: Option<&str>) -> Result<()> {
    let changes = ActiveModel {
        last_run_at: Set(Some(at)),
        locked_until: Set(None),
        last_error: Set(error.map(str::to_owned)),
        ..Default::default()
    };
    Entity::update_many()
        .set(changes)
        .filter(COLUMN.name.eq(name))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// The lease and last run of a job; none before its first.
pub async fn find_job(conn: &impl Conn, name: &str) -> Result<Option<Job>> {
    Ok(Entity::find_by_id(name.to_owned()).one(conn.raw()).await?)
}

/// Every job that ever ran.
pub async fn list_jobs(conn: &impl Conn) -> Result<Vec<Job>> {
    Ok(Entity::find().order_by_asc(Column::Name).all(conn.raw()).await?)
}
