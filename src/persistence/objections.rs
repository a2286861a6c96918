//! Objections; for now only imported history.

use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::objection::{COLUMN, Column, Entity};
use super::rows::Objection;
use super::{Conn, Result, Txn};

/// Adds an objection.
pub async fn insert_objection(txn: &Txn, objection: &Objection) -> Result<()> {
    Entity::insert(objection.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The objections to a request, oldest first.
pub async fn list_objections(conn: &impl Conn, request_id: Uuid) -> Result<Vec<Objection>> {
    Ok(Entity::find()
        .filter(Column::RequestId.eq(request_id))
        .order_by_asc(COLUMN.filed_on)
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}
