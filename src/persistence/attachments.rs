//! What stored files are attached to.

use sea_orm::{EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use uuid::Uuid;

use super::entities::attachment::{ActiveModel, COLUMN, Column, Entity};
use super::rows::Attachment;
use super::{Conn, PersistenceError, Result, Txn};

/// Attaches a stored file.
pub async fn insert_attachment(txn: &Txn, attachment: &Attachment) -> Result<()> {
    Entity::insert(attachment.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// An attachment of a request.
pub async fn find_attachment(conn: &impl Conn, request_id: Uuid, id: Uuid) -> Result<Option<Attachment>> {
    Ok(Entity::find_by_id(id)
        .filter(COLUMN.request_id.eq(request_id))
        .one(conn.raw())
        .await?)
}

/// The attachments of a request, oldest first.
pub async fn list_attachments(conn: &impl Conn, request_id: Uuid) -> Result<Vec<Attachment>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::AddedAt)
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}

/// Notes whether an attachment may be seen by everyone.
pub async fn update_attachment_public(txn: &Txn, id: Uuid, is_public: bool) -> Result<()> {
    let done = Entity::update_many()
        .set(ActiveModel {
            is_public: Set(is_public),
            ..Default::default()
        })
        .filter(COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}
