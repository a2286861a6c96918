//! Exempt information, by unit.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use time::Date;
use uuid::Uuid;

use super::entities::exemption::{COLUMN, Column, Entity};
use super::rows::Exemption;
use super::{Conn, PersistenceError, Result, Txn, UnitScope};

/// Adds an exemption.
pub async fn insert_exemption(txn: &Txn, exemption: &Exemption) -> Result<()> {
    Entity::insert(exemption.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves an exemption as read at `exemption.version` and returns it with its new version; `Stale` when someone was faster.
pub async fn update_exemption(txn: &Txn, exemption: &Exemption) -> Result<Exemption> {
    let next = Exemption {
        version: exemption.version + 1,
        ..exemption.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::Id);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(exemption.id))
        .filter(COLUMN.version.eq(exemption.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The exemption with this id inside the scope; "not yours" and "does not exist" are the same answer.
pub async fn get_exemption(conn: &impl Conn, scope: &UnitScope, id: Uuid) -> Result<Exemption> {
    Entity::find_by_id(id)
        .filter(scope.condition(Column::UnitId))
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// Exemptions inside the scope in one of these states, those that end first in front.
pub async fn list_exemptions(
    conn: &impl Conn,
    scope: &UnitScope,
    statuses: &[&str],
    limit: u64,
) -> Result<Vec<Exemption>> {
    Ok(Entity::find()
        .filter(scope.condition(Column::UnitId))
        .filter(Column::Status.is_in(statuses.iter().copied()))
        .order_by_asc(Column::EndsOn)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn.raw())
        .await?)
}

/// Exemptions whose last day lies before a day and that nobody has noted as open.
pub async fn list_ended_exemptions(conn: &impl Conn, before: Date, limit: u64) -> Result<Vec<Exemption>> {
    Ok(Entity::find()
        .filter(Column::Status.eq("in_force"))
        .filter(Column::EndsOn.lt(before))
        .order_by_asc(Column::EndsOn)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn.raw())
        .await?)
}

/// Exemptions by their ids.
pub async fn list_exemptions_by_ids(conn: &impl Conn, ids: &[Uuid]) -> Result<Vec<Exemption>> {
    Ok(Entity::find()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}

/// Keeps others from changing these exemptions until the transaction ends. On `SQLite` there is but one writer anyway.
pub async fn lock_exemptions(txn: &Txn, ids: &[Uuid]) -> Result<()> {
    let query = Entity::find().filter(Column::Id.is_in(ids.iter().copied()));
    query.lock_shared().all(txn.raw()).await?;
    Ok(())
}
