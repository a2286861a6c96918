//! Signed-in sessions. A session is valid while it is neither revoked nor expired.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::entities::session::{ActiveModel, COLUMN, Column, Entity};
use super::rows::Session;
use super::{Conn, Result, Txn};

/// Opens a session.
pub async fn insert_session(txn: &Txn, session: &Session) -> Result<()> {
    Entity::insert(session.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The session, revoked or not.
pub async fn find_session(conn: &impl Conn, id: Uuid) -> Result<Option<Session>> {
    Ok(Entity::find_by_id(id).one(conn.raw()).await?)
}

/// Notes that the session was used, and until when it now lasts.
pub async fn update_session_use(txn: &Txn, id: Uuid, last_seen_at: i64, expires_at: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            last_seen_at: Set(last_seen_at),
            expires_at: Set(expires_at),
            ..Default::default()
        })
        .filter(COLUMN.id.eq(id))
        .filter(Column::RevokedAt.is_null())
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Ends one session; ending it twice changes nothing.
pub async fn revoke_session(txn: &Txn, id: Uuid, at: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(COLUMN.id.eq(id))
        .filter(Column::RevokedAt.is_null())
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Ends every session of a user.
pub async fn revoke_sessions_of(txn: &Txn, user_id: Uuid, at: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(COLUMN.user_id.eq(user_id))
        .filter(Column::RevokedAt.is_null())
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Ends every session of a user but one.
pub async fn revoke_other_sessions_of(txn: &Txn, user_id: Uuid, kept: Uuid, at: i64) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            revoked_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(COLUMN.user_id.eq(user_id))
        .filter(COLUMN.id.ne(kept))
        .filter(Column::RevokedAt.is_null())
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Forgets sessions that expired before an instant; returns how many.
pub async fn delete_expired_sessions(txn: &Txn, before: i64) -> Result<u64> {
    Ok(Entity::delete_many()
        .filter(COLUMN.expires_at.lt(before))
        .exec(txn.raw())
        .await?
        .rows_affected)
}
