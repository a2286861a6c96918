//! Secret tracking links, stored as hashes.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, Set};
use uuid::Uuid;

use super::entities::tracking_token::{ActiveModel, COLUMN, Column, Entity};
use super::rows::TrackingToken;
use super::{Conn, Result, Txn};

/// Adds a link.
pub async fn insert_tracking_token(txn: &Txn, token: &TrackingToken) -> Result<()> {
    Entity::insert(token.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The link with this hash, unless revoked.
pub async fn find_tracking_token(conn: &impl Conn, token_hash: &str) -> Result<Option<TrackingToken>> {
    Ok(Entity::find()
        .filter(COLUMN.token_hash.eq(token_hash))
        .filter(Column::RevokedAt.is_null())
        .one(conn.raw())
        .await?)
}

/// Makes every link to a request useless, before a new one is given out.
pub async fn revoke_tracking_tokens(txn: &Txn, request_id: Uuid, at: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(COLUMN.request_id.eq(request_id))
        .filter(Column::RevokedAt.is_null())
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// How many links to a request were revoked.
pub async fn count_revoked_tokens(conn: &impl Conn, request_id: Uuid) -> Result<u64> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .filter(Column::RevokedAt.is_not_null())
        .count(conn.raw())
        .await?)
}
