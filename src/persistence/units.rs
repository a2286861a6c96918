//! Units of the public body.

use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::unit::{COLUMN, Column, Entity};
use super::rows::Unit;
use super::{Conn, PersistenceError, Result, Txn};

/// Adds a unit.
pub async fn insert_unit(txn: &Txn, unit: &Unit) -> Result<()> {
    Entity::insert(unit.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Saves a unit as read at `unit.version` and returns it with its new version; `Stale` when someone was faster.
pub async fn update_unit(txn: &Txn, unit: &Unit) -> Result<Unit> {
    let next = Unit {
        version: unit.version + 1,
        ..unit.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::Id);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.id.eq(unit.id))
        .filter(COLUMN.version.eq(unit.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(next)
    } else {
        Err(PersistenceError::Stale)
    }
}

/// The unit with this id.
pub async fn get_unit(conn: &impl Conn, id: Uuid) -> Result<Unit> {
    Entity::find_by_id(id)
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// The unit with this code.
pub async fn find_unit_by_code(conn: &impl Conn, code: &str) -> Result<Option<Unit>> {
    Ok(Entity::find()
        .filter(COLUMN.code.eq(code))
        .one(conn.raw())
        .await?)
}

/// All units, past and present, by code. A few dozen: callers keep them.
pub async fn list_units(conn: &impl Conn) -> Result<Vec<Unit>> {
    Ok(Entity::find().order_by_asc(Column::Code).all(conn.raw()).await?)
}
