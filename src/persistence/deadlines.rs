//! The deadlines of a case as last computed, one row a rule.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::request_deadline::{COLUMN, Column, Entity};
use super::rows::RequestDeadline;
use super::{Conn, Result, Txn};

/// Adds these deadlines, or overwrites what is stored for the same request and rule (whose id stays).
pub async fn upsert_deadlines(txn: &Txn, deadlines: &[RequestDeadline]) -> Result<()> {
    if deadlines.is_empty() {
        return Ok(());
    }
    let changed =
        Column::iter().filter(|column| !matches!(column, Column::Id | Column::RequestId | Column::RuleId));
    Entity::insert_many(deadlines.iter().cloned().map(IntoActiveModel::into_active_model))
        .on_conflict(
            OnConflict::columns([Column::RequestId, Column::RuleId])
                .update_columns(changed)
                .to_owned(),
        )
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Removes the deadline of a rule that no longer applies, such as a provisional one.
pub async fn delete_deadline(txn: &Txn, request_id: Uuid, rule_id: &str) -> Result<()> {
    Entity::delete_many()
        .filter(COLUMN.request_id.eq(request_id))
        .filter(COLUMN.rule_id.eq(rule_id))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// The deadlines of a request by rule.
pub async fn list_deadlines(conn: &impl Conn, request_id: Uuid) -> Result<Vec<RequestDeadline>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::RuleId)
        .all(conn.raw())
        .await?)
}

/// The deadlines of several requests.
pub async fn list_deadlines_of(conn: &impl Conn, request_ids: &[Uuid]) -> Result<Vec<RequestDeadline>> {
    Ok(Entity::find()
        .filter(Column::RequestId.is_in(request_ids.iter().copied()))
        .order_by_asc(Column::RequestId)
        .order_by_asc(Column::RuleId)
        .all(conn.raw())
        .await?)
}
