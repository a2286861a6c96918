//! Unsent requests between their pages.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::entities::draft::{ActiveModel, COLUMN, Column, Entity};
use super::entities::draft_file;
use super::rows::{Draft, DraftFile};
use super::{Conn, PersistenceError, Result, Txn};

/// Starts a draft.
pub async fn insert_draft(txn: &Txn, draft: &Draft) -> Result<()> {
    Entity::insert(draft.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves what was typed since. `NotFound` when the draft has expired or was sent meanwhile.
pub async fn update_draft(
    txn: &Txn,
    id: Uuid,
    sealed: Vec<u8>,
    updated_at: i64,
    expires_at: i64,
) -> Result<()> {
    let changes = ActiveModel {
        sealed: Set(sealed),
        updated_at: Set(updated_at),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(id))
        .filter(Column::RequestId.is_null())
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// Ties a draft to the request it became, emptying it: sending it again finds the request.
pub async fn update_draft_sent(txn: &Txn, id: Uuid, request_id: Uuid, at: i64) -> Result<()> {
    let changes = ActiveModel {
        sealed: Set(Vec::new()),
        updated_at: Set(at),
        request_id: Set(Some(request_id)),
        ..Default::default()
    };
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

/// The draft behind a secret, unless it has expired.
pub async fn find_draft(conn: &impl Conn, token_hash: &str, now: i64) -> Result<Option<Draft>> {
    Ok(Entity::find()
        .filter(COLUMN.token_hash.eq(token_hash))
        .filter(COLUMN.expires_at.gt(now))
        .one(conn.raw())
        .await?)
}

/// Throws a draft away with its files.
pub async fn delete_draft(txn: &Txn, id: Uuid) -> Result<()> {
    Entity::delete_by_id(id).exec(txn.raw()).await?;
    Ok(())
}

/// Throws away the draft behind a secret once it has expired, so that the same secret can begin anew before the sweep comes by.
pub async fn delete_expired_draft(txn: &Txn, token_hash: &str, now: i64) -> Result<()> {
    Entity::delete_many()
        .filter(COLUMN.token_hash.eq(token_hash))
        .filter(COLUMN.expires_at.lte(now))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Throws away drafts that expired before an instant, with their files; returns how many.
pub async fn delete_expired_drafts(txn: &Txn, before: i64) -> Result<u64> {
    Ok(Entity::delete_many()
        .filter(COLUMN.expires_at.lt(before))
        .exec(txn.raw())
        .await?
        .rows_affected)
}

/// Adds a file to a draft.
pub async fn insert_draft_file(txn: &Txn, file: &DraftFile) -> Result<()> {
    draft_file::Entity::insert(file.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The files of a draft, oldest first.
pub async fn list_draft_files(conn: &impl Conn, draft_id: Uuid) -> Result<Vec<DraftFile>> {
    Ok(draft_file::Entity::find()
        .filter(draft_file::COLUMN.draft_id.eq(draft_id))
        .order_by_asc(draft_file::Column::AddedAt)
        .order_by_asc(draft_file::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Takes a file out of a draft.
pub async fn delete_draft_file(txn: &Txn, draft_id: Uuid, id: Uuid) -> Result<()> {
    draft_file::Entity::delete_many()
        .filter(draft_file::COLUMN.id.eq(id))
        .filter(draft_file::COLUMN.draft_id.eq(draft_id))
        .exec(txn.raw())
        .await?;
    Ok(())
}
