//! Notices to be sent. Written in the transaction that caused them, sent after it, at least once.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set,
    Statement,
};
use uuid::Uuid;

use super::entities::outbox::{ActiveModel, COLUMN, Column, Entity};
use super::rows::Outbox;
use super::{Conn, PersistenceError, Result, Txn};

/// Leaves a notice to be sent once the transaction is committed.
pub async fn insert_outbox(txn: &Txn, notice: &Outbox) -> Result<()> {
    Entity::insert(notice.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The same, unless a notice with this id was left before.
pub async fn insert_outbox_once(txn: &Txn, notice: &Outbox) -> Result<()> {
    Entity::insert(notice.clone().into_active_model())
        .on_conflict(OnConflict::column(Column::Id).do_nothing().to_owned())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Takes up to `limit` notices that are due, counting an attempt. Until `locked_until` nobody else gets them; a
/// worker that dies gives them back by not answering. Commit, send, then mark.
pub async fn claim_outbox(txn: &Txn, now: i64, locked_until: i64, limit: u32) -> Result<Vec<Outbox>> {
    let backend = txn.raw().get_database_backend();
    // SQLite has one writer, so there is nobody to skip.
    let statement = match backend {
        DbBackend::Postgres => CLAIM_POSTGRES,
        _ => CLAIM_SQLITE,
    };
    let values = [locked_until.into(), now.into(), i64::from(limit).into()];
    let mut claimed = Entity::find()
        .from_raw_sql(Statement::from_sql_and_values(backend, statement, values))
        .all(txn.raw())
        .await?;
    claimed.sort_by_key(|notice| (notice.run_at, notice.id));
    Ok(claimed)
}

const CLAIM_SQLITE: &str = "UPDATE outbox SET locked_until = $1, attempts = attempts + 1 WHERE id IN ( \
    SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND run_at <= $2 \
    AND (locked_until IS NULL OR locked_until <= $2) ORDER BY run_at, id LIMIT $3) RETURNING *";
const CLAIM_POSTGRES: &str = "UPDATE outbox SET locked_until = $1, attempts = attempts + 1 WHERE id IN ( \
    SELECT id FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND run_at <= $2 \
    AND (locked_until IS NULL OR locked_until <= $2) ORDER BY run_at, id LIMIT $3 FOR UPDATE SKIP LOCKED) RETURNING *";

/// Notes that a notice was sent.
pub async fn mark_outbox_sent(txn: &Txn, id: Uuid, at: i64) -> Result<()> {
    let sent = ActiveModel {
        sent_at: Set(Some(at)),
        locked_until: Set(None),
        last_error: Set(None),
        ..Default::default()
    };
    update(txn, id, sent).await
}

/// Gives a notice back to be tried again at `run_at`. The error must name no person.
pub async fn mark_outbox_retry(txn: &Txn, id: Uuid, run_at: i64, error: &str) -> Result<()> {
    let again = ActiveModel {
        run_at: Set(run_at),
        locked_until: Set(None),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    update(txn, id, again).await
}

/// Gives a notice up; `doctor` shows it.
pub async fn mark_outbox_failed(txn: &Txn, id: Uuid, at: i64, error: &str) -> Result<()> {
    let failed = ActiveModel {
        failed_at: Set(Some(at)),
        locked_until: Set(None),
        last_error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    update(txn, id, failed).await
}

/// How many notices wait to be sent. For operators, not for pages.
pub async fn count_outbox_waiting(conn: &impl Conn) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::SentAt.is_null())
        .filter(Column::FailedAt.is_null())
        .count(conn.raw())
        .await?)
}

/// How many notices were given up.
pub async fn count_outbox_failed(conn: &impl Conn) -> Result<u64> {
    Ok(Entity::find()
        .filter(Column::FailedAt.is_not_null())
        .count(conn.raw())
        .await?)
}

async fn update(txn: &Txn, id: Uuid, changes: ActiveModel) -> Result<()> {
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}
