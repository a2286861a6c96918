//! Messages between the applicant and the office.

use sea_orm::{EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::message::{COLUMN, Column, Entity};
use super::rows::Message;
use super::{Conn, Result, Txn};

/// Adds a message.
pub async fn insert_message(txn: &Txn, message: &Message) -> Result<()> {
    Entity::insert(message.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The messages of a request, oldest first; internal notes among them.
pub async fn list_messages(conn: &impl Conn, request_id: Uuid) -> Result<Vec<Message>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::At)
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}
