//! Who asked: sealed by `security`, read only with a purpose.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::entities::identity::{COLUMN, Column, Entity};
use super::rows::Identity;
use super::{Conn, PersistenceError, Result, Txn};

/// Adds the identity behind a request.
pub async fn insert_identity(txn: &Txn, identity: &Identity) -> Result<()> {
    Entity::insert(identity.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Replaces the identity behind a request, after a correction.
pub async fn update_identity(txn: &Txn, identity: &Identity) -> Result<()> {
    let mut changes = identity.clone().into_active_model().reset_all();
    changes.not_set(Column::RequestId);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.request_id.eq(identity.request_id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// The identity behind a request; none once erased.
pub async fn find_identity(conn: &impl Conn, request_id: Uuid) -> Result<Option<Identity>> {
    Ok(Entity::find_by_id(request_id).one(conn.raw()).await?)
}

/// Erases the identity behind a request; the case stays.
pub async fn delete_identity(txn: &Txn, request_id: Uuid) -> Result<()> {
    Entity::delete_by_id(request_id).exec(txn.raw()).await?;
    Ok(())
}
